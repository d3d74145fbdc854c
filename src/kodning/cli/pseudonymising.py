"""pseudonymise: what may identify a person, and the key that replaces it in what is handed out."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kodning.cli.options import command, open_project, option
from kodning.cli.output import output_options, write_table
from kodning.wording import listing, plural, tr

if TYPE_CHECKING:
    from kodning.privacy.keyfile import Candidate, Key
    from kodning.project import Project

_MUNICIPALITY = {"kommune", "municipality"}  # attributes that name one
_ASSURANCE = (
    "Ingen liste finder alle navne, og stilling, sygdom eller en omtalt hændelse kan pege på en person uden navn. Læs selv det, du giver videre.",
    "No list finds every name, and a position, an illness or an event spoken of can point to a person without a name. Read what you hand out.",
)


class SetType(click.ParamType[tuple[str, str]]):
    """`name=pseudonym`."""

    name = "NAME=PSEUDONYM"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Split at the first equals sign."""
        name, sign, pseudonym = str(value).partition("=")
        if not sign or not name.strip() or not pseudonym.strip():
            self.fail(
                tr(f"»{value}« skrives som Mette=Person A.", f"“{value}” is written like Mette=Person A."),
                param,
                ctx,
            )
        return name.strip(), pseudonym.strip()


@command(
    "pseudonymise",
    da="Find det, der kan pege på en person (navne, kommuner, steder, telefonnumre, e-mail, CPR-numre, store bogstaver inde i "
    "sætninger), og før en nøglefil med faste pseudonymer: private/pseudonyms.csv. Transskriptionerne ændres ikke; --pseudonyms på "
    "quotes og report bruger nøglen.\n\nEt værktøj at læse med, ingen garanti.",
    en="Find what may point to a person (names, municipalities, places, phone numbers, e-mail, CPR numbers, capitals within "
    "sentences), and keep a key file with fixed pseudonyms: private/pseudonyms.csv. Transcripts are not changed; --pseudonyms of "
    "quotes and report uses the key.\n\nA tool to read with, no guarantee.",
)
@option("--add", is_flag=True, da="Giv alle fund fra listerne et pseudonym (ikke blot store bogstaver).",
        en="Give everything found by the lists a pseudonym (not mere capitals).")  # fmt: skip
@option("--set", "set_", multiple=True, type=SetType(), da='Giv et navn et pseudonym, fx "Mette=Person A".',
        en="Give a name a pseudonym, such as “Mette=Person A”.")  # fmt: skip
@option(
    "--ignore", "ignored", multiple=True, metavar="WORD", da="Ordet er intet navn.", en="The word is no name."
)
@option(
    "--key",
    "show_key",
    is_flag=True,
    da="Vis nøglen i stedet for fundene.",
    en="Show the key instead of what was found.",
)
@output_options
def pseudonymise_command(
    add: bool, set_: tuple[tuple[str, str], ...], ignored: tuple[str, ...], show_key: bool,
    format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """Find names and keep the key."""
    from kodning.privacy.finding import SURE
    from kodning.privacy.keyfile import Key, NoKeyError, candidates, read_key, write_key

    project = open_project()
    try:
        key = read_key(project.folder)
    except NoKeyError:
        key = Key()
    found = candidates(_texts(project), key)
    kinds = {one.words: one.kind for one in found}
    for name, pseudonym in set_:
        key.add(name, kinds.get(name, "person"), pseudonym)
    for word in ignored:
        key.ignore(word)
    if add:
        for one in found:
            if one.kind in SURE and one.words not in key.ignored:
                key.add(one.words, one.kind)
    if add or set_ or ignored:
        path = write_key(project.folder, key)
        number = plural(len(key.names), ("pseudonym", "pseudonymer"), ("pseudonym", "pseudonyms"))
        click.echo(tr(f"Nøglen har {number}: {path}. Giv den ikke videre.", f"The key has {number}: {path}. Do not hand it out."), err=True)  # fmt: skip
        found = candidates(_texts(project), key)
    _write(key, found, format_, output, excel, show_key=show_key)
    click.echo(tr(*_ASSURANCE), err=True)


def _texts(project: "Project") -> Iterable[tuple[str, str]]:
    """Every text that an output can hold: transcripts, names and attributes of documents, memos of codings."""
    values = project.attributes()
    for document in project.documents():
        yield document.name, project.revision(document.name).text
        for name, value in values.get(document.name, {}).items():
            # The value of `kommune` is a municipality, whether a list has it or not.
            plain = value.split(" (")[0]
            yield document.name, f"i {plain} Kommune" if name.casefold() in _MUNICIPALITY else f"i: {value}"
        speakers = dict.fromkeys(turn.speaker for turn in project.turns(document.name) if turn.speaker)
        yield document.name, "\n".join(speakers)
    for coding in project.codings():
        if coding.memo:
            yield coding.document, coding.memo


def _write(key: "Key", found: "list[Candidate]", format_: str | None, output: Path | None, excel: bool, *, show_key: bool) -> None:  # fmt: skip
    from kodning.report.table import Column, Table

    if show_key:
        columns = [Column("name", tr("Navn", "Name")), Column("kind", tr("Slags", "Kind")), Column("pseudonym", tr("Pseudonym", "Pseudonym"))]  # fmt: skip
        rows: list[dict[str, object]] = [entry._asdict() for entry in key.entries]
        write_table(Table(columns, rows, rows), format_, output, excel)
        return
    columns = [
        Column("words", tr("Fundet", "Found")),
        Column("kind", tr("Slags", "Kind")),
        Column("times", tr("Gange", "Times"), "integer"),
        Column("document", tr("Dokument", "Document")),
        Column("context", tr("Første sted", "First place"), width=60),
    ]
    records: list[dict[str, object]] = [one._asdict() for one in found]
    shown: list[dict[str, object]] = [{**one._asdict(), "kind": kind_name(one.kind)} for one in found]
    title = plural(len(found), ("fund, der ikke er i nøglen", "fund, der ikke er i nøglen"), ("find that is not in the key", "finds that are not in the key"))  # fmt: skip
    write_table(Table(columns, shown, records, title), format_, output, excel)


def kind_name(kind: str) -> str:
    """What a find is called."""
    names = {
        "person": tr("personnavn", "first name"),
        "municipality": tr("kommune", "municipality"),
        "place": tr("sted", "place"),
        "e-mail": "e-mail",
        "phone": tr("telefon", "phone"),
        "cpr": "cpr",
        "capital": tr("stort bogstav", "capital"),
    }
    return names.get(kind, kind)


def warn_of_names(key: "Key", texts: Iterable[str]) -> None:
    """Say what in an output may still be a name."""
    left = key.left_in(texts)
    if left:
        words = listing(list(left), 12)
        click.echo(
            tr(
                f"Bemærk: kan stadig være navne: {words}. Føj dem til nøglen med --set eller --ignore (kodning pseudonymise).",
                f"Note: may still be names: {words}. Add them to the key with --set or --ignore (kodning pseudonymise).",
            ),
            err=True,
        )
    click.echo(tr(*_ASSURANCE), err=True)
