"""Single codes of the codebook changed from the page: each change is one action, minimal in the file, refused when stale.

Every change names the hash of the codebook that the page has seen. With `dry` it is only said what it would touch.
"""

from typing import Any, Protocol

from kodning.codebook import parse_codebook
from kodning.codebook_advice import remarks
from kodning.codebook_diff import differences
from kodning.codebook_writing import label_value
from kodning.model import Code
from kodning.project import Change, Project
from kodning.project.codebook_errors import EDITABLE
from kodning.web.asked import Asked, BadRequestError
from kodning.web.codebook_api import book, code_id_of, taken_names, telling_what_is_stale
from kodning.web.records import Record
from kodning.web.writing_api import once
from kodning.wording import tr

_LINES_SHOWN = 400
_LABEL_KEYS = {"da", "en"}
_EXAMPLE_KEYS = {"text", "document", "place", "note"}


class _Changes(Protocol):
    """A change that only wants to know whether it is meant, and what was seen."""

    def __call__(self, *, dry_run: bool, seen: str) -> Change: ...


def _changed(project: Project, asked: Asked, change: _Changes) -> Record:
    """Make a change once and give the codebook afterwards; or say what it would touch."""
    seen = asked.text("hash")
    if asked.body.get("dry") is True:
        with telling_what_is_stale():
            return {"preview": _preview(project, change(dry_run=True, seen=seen))}

    def do() -> None:
        with telling_what_is_stale():
            change(dry_run=False, seen=seen)

    return {**once(project, asked, do), **book(project)}


def _preview(project: Project, change: Change) -> Record:
    before = project.codebook()
    after = parse_codebook(change.source, project.codebook_path)
    found = differences(before, after)
    return {
        "words": change.words,
        "codings": change.codings,
        "carried": change.carried,
        "doubled": change.doubled,
        "documents": change.documents,
        "coders": list(change.coders),
        "differences": [{"code": one.code, "words": tr(one.da, one.en)} for one in found],
        "lines": list(change.diff[:_LINES_SHOWN]),
    }


def move(project: Project, asked: Asked) -> Record:
    """Put a code under another, at the top, or right before or after one."""
    code, under = asked.text("code"), asked.optional_text("under")
    before, after = asked.optional_text("before"), asked.optional_text("after")
    if sum(place is not None for place in (under, before, after)) > 1:
        raise BadRequestError("under")

    def change(*, dry_run: bool, seen: str) -> Change:
        return project.move_code(
            code, under, asked.person.name, before=before, after=after, dry_run=dry_run, seen=seen
        )

    return _changed(project, asked, change)


def edit(project: Project, asked: Asked) -> Record:
    """Set what a code says under some keys; null takes a key away."""
    code, values = asked.text("code"), _values(asked)
    if not values:
        raise BadRequestError("values")

    def change(*, dry_run: bool, seen: str) -> Change:
        return project.edit_code_keys(code, values, asked.person.name, dry_run=dry_run, seen=seen)

    return _changed(project, asked, change)


def check(project: Project, asked: Asked) -> list[Record]:
    """What there is to say of what a code is to say, key by key; without `code` it is a new one."""
    code, values = asked.optional_text("code"), _values(asked, new=asked.body.get("code") is None)
    found = remarks(
        project.codebook(), code, {key: value for key, value in values.items() if value is not None}
    )
    return [{"key": one.key, "item": one.item, "wrong": one.wrong, "words": one.words} for one in found]


def _values(asked: Asked, *, new: bool = False) -> dict[str, Any]:
    """The keys of a code that are sent along, of the kinds that a codebook can hold."""
    sent = asked.body.get("values")
    if not isinstance(sent, dict):
        raise BadRequestError("values")
    allowed = {*EDITABLE, "id"} if new else set(EDITABLE)
    for key, value in sent.items():
        if key not in allowed or not _writable(value):
            raise BadRequestError(str(key)[:40])
    if isinstance(sent.get("label"), dict):
        return {**sent, "label": label_value(sent["label"])}
    return sent


def _writable(value: object) -> bool:
    if value is None or isinstance(value, str | bool):
        return True
    if isinstance(value, list):
        return all(isinstance(one, str) or _texts_under(one, _EXAMPLE_KEYS) for one in value)
    return _texts_under(value, _LABEL_KEYS)


def _texts_under(value: object, keys: set[str]) -> bool:
    return (
        isinstance(value, dict) and value.keys() <= keys and all(isinstance(v, str) for v in value.values())
    )


def rename(project: Project, asked: Asked) -> Record:
    """Give a code another id."""
    code, new = asked.text("code"), asked.text("new")

    def change(*, dry_run: bool, seen: str) -> Change:
        return project.rename_code(code, new, asked.person.name, dry_run=dry_run, seen=seen)

    return _changed(project, asked, change)


def retire(project: Project, asked: Asked) -> Record:
    """Take a code out of use, or bring it back."""
    code, reason, back = asked.text("code"), asked.text("reason", ""), asked.body.get("back") is True

    def change(*, dry_run: bool, seen: str) -> Change:
        return project.retire_code(
            code, asked.person.name, reason=reason, back=back, dry_run=dry_run, seen=seen
        )

    return _changed(project, asked, change)


def merge(project: Project, asked: Asked) -> Record:
    """Merge codes into one."""
    codes, into, texts = asked.texts("codes"), asked.text("into"), asked.body.get("texts") is not False

    def change(*, dry_run: bool, seen: str) -> Change:
        return project.merge_codes(codes, into, asked.person.name, texts=texts, dry_run=dry_run, seen=seen)

    return _changed(project, asked, change)


def split(project: Project, asked: Asked) -> Record:
    """Let some of a code's codings go over to another code: one that is there (`to`), or a new one (`label`)."""
    code, under = asked.text("code"), asked.body.get("below") is True
    numbers = asked.texts("codings")
    if not all(number.isdecimal() and len(number) < 16 for number in numbers):  # noqa: PLR2004 - more digits are no number
        raise BadRequestError("codings")
    target = asked.optional_text("to")
    new: tuple[Code, ...] = ()
    if target is None:
        label = " ".join(asked.text("label").split())
        target = code_id_of(label, taken_names(project))
        color = next((one.color for one in project.codebook().codes if one.id == code), "")
        new = (Code(target, {"da": label, "en": label}, None, 0, 0, color=color),)
    parts = dict.fromkeys(map(int, numbers), target)

    def change(*, dry_run: bool, seen: str) -> Change:
        return project.split_code(
            code, parts, asked.person.name, new=new, under=under, dry_run=dry_run, seen=seen
        )

    return {**_changed(project, asked, change), "id": target}


def group(project: Project, asked: Asked) -> Record:
    """Write a group of codes that exclude each other; without codes it is taken out."""
    name, ordered = asked.text("group"), asked.body.get("ordered") is True
    codes = asked.texts("codes") if asked.body.get("codes") else []

    def change(*, dry_run: bool, seen: str) -> Change:
        who = asked.person.name
        if not codes:
            return project.remove_group(name, who, dry_run=dry_run, seen=seen)
        return project.set_group(name, codes, who, ordered=ordered, dry_run=dry_run, seen=seen)

    return _changed(project, asked, change)


def codings(project: Project, asked: Asked) -> list[Record]:
    """The codings of a code with their words, by document and place: what it is split by."""
    name = project.code_id(asked.needed("code"))
    found = project.codings(codes=[name])
    texts = {document: project.revision(document).text for document in {one.document for one in found}}
    return [
        {
            "id": one.id,
            "document": one.document,
            "start": one.start,
            "end": one.end,
            "coder": one.coder,
            "memo": one.memo,
            "text": texts[one.document][one.start : one.end],
        }
        for one in found
    ]
