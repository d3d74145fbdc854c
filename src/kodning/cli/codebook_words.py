"""codebook add, edit, group: what a code says, and the groups of codes, from the shell."""

import re
from collections.abc import Sequence
from typing import Any

import click

from kodning.cli.codebook_edits import dry_run, show_change
from kodning.cli.options import as_coder, command, open_project, option
from kodning.errors import did_you_mean
from kodning.model import Code
from kodning.wording import listing, tr

_LISTS = ("include", "exclude", "examples", "terms", "negative_terms", "scale", "aliases")
_TEXTS = ("definition", "color", "memo")
_LABELS = ("label", "label.da", "label.en")
_KEYS = (*_LABELS, *_TEXTS, "exclusive", *_LISTS)
_YES = {"ja": True, "yes": True, "true": True, "nej": False, "no": False, "false": False, "": False}

Values = dict[str, Any]


def said_anew(words: Sequence[str], now: Values) -> Values:
    """What a code is to say, by key, of words such as `definition=Penge`, `terms+=kroner`, `include-=Løn`, `color=`.

    Args:
        words: What was typed, in order.
        now: What the code says now.

    Raises:
        click.UsageError: A word that is none of these, an unknown key, an item that is not in the list.
    """
    found: Values = {}
    for word in words:
        match = re.match(r"([\w.]+)(\+=|-=|=)(.*)\Z", word, re.DOTALL)
        if match is None or match[1] not in _KEYS:
            raise _not_understood(word, match[1] if match else "")
        key, how, text = match[1], match[2], " ".join(match[3].split())
        if key in _LISTS:
            _to_list(found, now, key, how, text)
        elif how != "=" or (key == "exclusive" and text.casefold() not in _YES):
            raise _not_understood(word, "")
        elif key in _LABELS:
            there = found.get("label") or dict(now.get("label") or {})
            for language in ("da", "en") if key == "label" else (key.removeprefix("label."),):
                there = {**there, language: text}
            found["label"] = {name: label for name, label in there.items() if label}
        else:
            found[key] = _YES[text.casefold()] if key == "exclusive" else text
    return found


def _to_list(found: Values, now: Values, key: str, how: str, text: str) -> None:
    before: list[Any] = [] if how == "=" else now.get(key) or []
    there = [] if how == "=" and not text else list(found.get(key, before))
    if how != "-=":
        found[key] = [*there, text] if text else there
        return
    said = [item if isinstance(item, str) else item["text"] for item in there]
    if text not in said:
        da, en = did_you_mean(text, said)
        raise click.UsageError(
            tr(f"{key}-={text}: det står der ikke. {da}", f"{key}-={text}: it is not there. {en}")
        )
    found[key] = [item for item, one in zip(there, said, strict=True) if one != text]


def _not_understood(word: str, key: str) -> click.UsageError:
    keys = listing(list(_KEYS))
    if key:
        da, en = did_you_mean(key, list(_KEYS))
        return click.UsageError(tr(f"{word}: ukendt felt. {da}", f"{word}: unknown key. {en}"))
    return click.UsageError(
        tr(
            f"{word}: skriv FELT=ORD, for lister også FELT+=ORD og FELT-=ORD. Felter: {keys}.",
            f"{word}: write KEY=WORDS, for lists also KEY+=WORDS and KEY-=WORDS. Keys: {keys}.",
        )
    )


_WORDS_DA = (
    'FELT=ORD sætter et felt (definition="Om penge", label.en=Money; tomt tager det væk), FELT+=ORD og FELT-=ORD føjer til '
    "og tager ud af en liste (include, exclude, examples, terms, negative_terms, scale, aliases)."
)
_WORDS_EN = (
    'KEY=WORDS sets a key (definition="About money", label.en=Money; nothing takes it away), KEY+=WORDS and KEY-=WORDS add '
    "to and take out of a list (include, exclude, examples, terms, negative_terms, scale, aliases)."
)


@command(
    "edit",
    da=f"Ret, hvad en kode siger: kun de linjer i filen ændres. {_WORDS_DA}",
    en=f"Edit what a code says: only those lines of the file change. {_WORDS_EN}",
)
@click.argument("code", metavar="CODE")
@click.argument("words", metavar="KEY=WORDS…", nargs=-1, required=True)
@dry_run
@as_coder
def edit_command(code: str, words: tuple[str, ...], dry_run: bool, coder: str) -> None:
    """Edit a code."""
    from kodning.codebook_writing import values_of

    project = open_project(coder)
    name = project.code_id(code)
    there = next((one for one in project.codebook().codes if one.id == name), None)
    now: Values = {} if there is None else {**values_of(there), "label": dict(there.labels)}
    values = _as_written(said_anew(words, now))
    show_change(project.edit_code_keys(name, values, coder, dry_run=dry_run), coder)


def _as_written(values: Values) -> Values:
    from kodning.codebook_writing import label_value

    return {**values, "label": label_value(values["label"])} if "label" in values else values


@command(
    "add",
    da=f"Skriv en ny kode i kodebogen, sidst eller hvor du siger. {_WORDS_DA}",
    en=f"Write a new code into the codebook, last or where you say. {_WORDS_EN}",
)
@click.argument("code", metavar="ID")
@click.argument("words", metavar="KEY=WORDS…", nargs=-1)
@option("--under", da="Under denne kode.", en="Under this code.")
@option("--before", da="Lige foran denne kode.", en="Right before this code.")
@option("--after", da="Lige efter denne kode.", en="Right after this code.")
@dry_run
@as_coder
def add_command(
    code: str,
    words: tuple[str, ...],
    under: str | None,
    before: str | None,
    after: str | None,
    dry_run: bool,
    coder: str,
) -> None:
    """Add a code."""
    if sum(place is not None for place in (under, before, after)) > 1:
        raise click.UsageError(
            tr("Vælg én af --under, --before og --after.", "Choose one of --under, --before and --after.")
        )
    said = said_anew(words, {})
    given: Values = {
        key: tuple(value) if key in _LISTS else value for key, value in said.items() if key != "label"
    }
    new = Code(code, said.get("label", {}), None, 0, 0)._replace(**given)
    change = open_project(coder).add_codes(
        [new], coder, under=under, before=before, after=after, dry_run=dry_run
    )
    show_change(change, coder)


@command(
    "group",
    da="Skriv en gruppe af koder, der udelukker hinanden; en, der er der, får disse koder i stedet. Med --remove tages den ud.",
    en="Write a group of codes that exclude each other; one that is there gets these codes instead. --remove takes it out.",
)
@click.argument("name", metavar="GROUP")
@click.argument("codes", metavar="CODE…", nargs=-1)
@option("--ordered", is_flag=True, da="Koderne står i rækkefølge, mindst først.",
        en="The codes stand in order, least first.")  # fmt: skip
@option(
    "--remove", is_flag=True, da="Tag gruppen ud; koderne bliver.", en="Take the group out; its codes stay."
)
@dry_run
@as_coder
def group_command(
    name: str, codes: tuple[str, ...], ordered: bool, remove: bool, dry_run: bool, coder: str
) -> None:
    """Write a group or take it out."""
    if remove == bool(codes):
        raise click.UsageError(
            tr("Nævn gruppens koder, eller brug --remove.", "Name the group's codes, or use --remove.")
        )
    project = open_project(coder)
    if remove:
        change = project.remove_group(name, coder, dry_run=dry_run)
    else:
        change = project.set_group(name, codes, coder, ordered=ordered, dry_run=dry_run)
    show_change(change, coder)
