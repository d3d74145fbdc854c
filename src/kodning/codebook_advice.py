"""What is wrong, or might be better, with what a code is to say, key by key: told while it is being written."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from kodning.codebook import Codebook
from kodning.errors import did_you_mean
from kodning.model import Code
from kodning.wording import tr

_ARROW = re.compile(r"->\s*(.+)$")


class Remark(NamedTuple):
    """Something about one key of a code.

    Attributes:
        key: The key.
        item: Place in the key's list, from 0; None where it is about the whole.
        da: What, in Danish.
        en: What, in English.
        wrong: Whether the code cannot be written like that; else it is advice.
    """

    key: str
    item: int | None
    da: str
    en: str
    wrong: bool = False

    @property
    def words(self) -> str:
        """What, in the language in force."""
        return tr(self.da, self.en)


def remarks(book: Codebook, code: str | None, values: Mapping[str, Any]) -> list[Remark]:
    """What there is to say of a code's values.

    Args:
        book: The codebook it stands in.
        code: Its id there; None for a new one.
        values: What it is to say, by key, as `codebook.yaml` would; `id` for a new one.
    """
    shaped = list(_shape(code, values))
    if any(remark.wrong for remark in shaped):
        return shaped
    return [
        *_taken_names(book, code, values),
        *_scale(book, code, values),
        *_label(book, code, values),
        *_arrows(book, values),
        *_terms(book, code, values),
        *_colour(book, code, values),
    ]


def _shape(code: str | None, values: Mapping[str, Any]) -> Iterator[Remark]:
    from pydantic import ValidationError

    from kodning.codebook_shape import CodeShape, explain

    try:
        CodeShape.model_validate({"id": code, **values} if code is not None else dict(values))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            where = [*detail["loc"], None, None]
            item = where[1] if isinstance(where[1], int) else None
            da, en = explain(detail)
            yield Remark(str(where[0]), item, _sentence(da), _sentence(en), wrong=True)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _texts(values: Mapping[str, Any], key: str) -> list[str]:
    return [one if isinstance(one, str) else str(one.get("text", "")) for one in values.get(key) or []]


def _others(book: Codebook, code: str | None) -> list[Code]:
    return [other for other in book.codes if other.id != code]


def _taken_names(book: Codebook, code: str | None, values: Mapping[str, Any]) -> Iterator[Remark]:
    owners = {name.casefold(): one.id for one in _others(book, code) for name in (one.id, *one.aliases)}
    named: list[tuple[str, int | None, str]] = []
    if code is None and values.get("id"):
        named.append(("id", None, str(values["id"])))
    named += [("aliases", place, name) for place, name in enumerate(_texts(values, "aliases"))]
    for key, place, name in named:
        if owner := owners.get(name.casefold()):
            yield Remark(
                key, place, f"»{name}« er allerede navn på »{owner}«.", f"“{name}” is a name of “{owner}” already.", wrong=True
            )  # fmt: skip


def _scale(book: Codebook, code: str | None, values: Mapping[str, Any]) -> Iterator[Remark]:
    below = [other.id for other in book.codes if code is not None and other.parent == code]
    names = _texts(values, "scale")
    for place, name in enumerate(names):
        if name not in below:
            da, en = did_you_mean(name, below)
            yield Remark(
                "scale", place, f"»{name}« står ikke lige under koden. {da}",
                f"“{name}” is not right under the code. {en}", wrong=True,
            )  # fmt: skip
        elif name in names[:place]:
            yield Remark("scale", place, f"»{name}« står to gange.", f"“{name}” stands twice.", wrong=True)


def _label(book: Codebook, code: str | None, values: Mapping[str, Any]) -> Iterator[Remark]:
    label = values.get("label")
    names = [label] if isinstance(label, str) else list((label or {}).values())
    folded = {name.casefold() for name in names if name}
    for other in _others(book, code):
        if folded & {name.casefold() for name in other.labels.values()}:
            yield Remark(
                "label", None, f"»{other.id}« hedder det samme.", f"“{other.id}” has the same label."
            )


def _arrows(book: Codebook, values: Mapping[str, Any]) -> Iterator[Remark]:
    """Arrows to what is no code; several words like none (`-> ingen kode`) are taken for words."""
    known = {name for one in book.codes for name in (one.id, *one.aliases)}
    for key in ("include", "exclude"):
        for place, text in enumerate(_texts(values, key)):
            found = _ARROW.search(text)
            name = found[1].strip() if found else ""
            near = get_close_matches(name, known, 1)
            if not name or _begins_with(name, known) or (" " in name and not near):
                continue
            da, en = (f" Mente du »{near[0]}«?", f" Did you mean “{near[0]}”?") if near else ("", "")
            yield Remark(
                key, place, f"Pilen peger på »{name}«, som ikke findes.{da}", f"The arrow points at “{name}”, which is no code.{en}"
            )  # fmt: skip


def _begins_with(text: str, names: Iterable[str]) -> bool:
    return any(text.startswith(name) and not re.match(r"[\w-]", text[len(name) :]) for name in names)


def _terms(book: Codebook, code: str | None, values: Mapping[str, Any]) -> Iterator[Remark]:
    owners = {term.casefold(): one.id for one in _others(book, code) for term in one.terms}
    negative = {term.casefold() for term in _texts(values, "negative_terms")}
    for place, term in enumerate(_texts(values, "terms")):
        if term.casefold() in negative:
            yield Remark(
                "terms", place, f"»{term}« står også som vending, der ikke tæller.",
                f"“{term}” also stands as a phrase that does not count.",
            )  # fmt: skip
        elif owner := owners.get(term.casefold()):
            yield Remark(
                "terms", place, f"»{term}« er også søgeord for »{owner}«.", f"“{term}” is a term of “{owner}” too."
            )  # fmt: skip


def _colour(book: Codebook, code: str | None, values: Mapping[str, Any]) -> Iterator[Remark]:
    colour = str(values.get("color") or "").casefold()
    same = [other.id for other in _others(book, code) if colour and other.color.casefold() == colour]
    if same:
        yield Remark("color", None, f"Samme farve som »{same[0]}«.", f"The same colour as “{same[0]}”.")
