"""The codebook on the page: its text, checked while it is written; a new code made of selected words."""

import re
import unicodedata
from pathlib import Path

from kodning.codebook import CODEBOOK_NAME, CodebookError, parse_codebook
from kodning.codebook_diff import in_short
from kodning.codebook_groups import own_groups
from kodning.errors import KodningError
from kodning.model import Code
from kodning.project import Project
from kodning.project.changing import StaleCodebookError
from kodning.store.ids import new_uid
from kodning.web.asked import Asked, NotAllowedError, StaleError
from kodning.web.records import Record, code_records
from kodning.web.writing_api import once
from kodning.wording import tr

_LONGEST_ID = 40
_LONGEST_LABEL = 80


def book(project: Project) -> Record:
    """The codebook in force as the page holds it: its text, its hash to send back, its codes and groups."""
    found = project.codebook()
    return {
        "source": found.source,
        "hash": found.sha256,
        "codes": code_records(project),
        "groups": [group._asdict() for group in own_groups(found.groups, found.codes)],
    }


def source(project: Project, _asked: Asked) -> Record:
    """The codebook, with the last action that its reader may know of."""
    return {**book(project), "action": next((row.id for row in project.history(limit=1)), 0)}


def check(project: Project, asked: Asked) -> Record:
    """What is wrong with a text, if anything; what would differ if it were kept."""
    from kodning.codebook_diff import differences

    text = asked.text("source")
    try:
        codebook = parse_codebook(text, Path(CODEBOOK_NAME))
    except CodebookError as error:
        return {"ok": False, "message": str(error), "line": error.line}
    used = {row.key for row in project.codes() if not row.in_codebook}
    used |= {record["id"] for record in code_records(project) if record["codings"]}
    left = sorted(used - {code.id for code in codebook.codes})
    found = differences(project.codebook(), codebook)
    return {
        "ok": True,
        "codes": len(codebook.codes),
        "left": left,
        "differences": tr(*in_short(found)) if found else "",
    }


def save(project: Project, asked: Asked) -> Record:
    """Write `codebook.yaml`, if nobody has changed it since the page got it.

    Raises:
        StaleError: The file is another by now.
        CodebookError: The text is no codebook; nothing is written.
    """
    text, seen = asked.text("source"), asked.text("hash")

    def do() -> None:
        with telling_what_is_stale():
            project.write_codebook(text, asked.person.name, seen=seen)

    return {**once(project, asked, do), **book(project)}


class telling_what_is_stale:  # noqa: N801 - reads as what it does
    """A codebook that has moved on is told as any other thing that has."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Tell it."""
        if isinstance(error, StaleCodebookError):
            raise StaleError from error


class EmptyLabelError(KodningError):
    """A new code without a name that an id can be made of."""

    def __init__(self) -> None:
        super().__init__("Koden skal have et navn med bogstaver.", "The code needs a name with letters.")


def code_id_of(label: str, taken: set[str]) -> str:
    """An id made of words: small letters, hyphens between words, a number where it is taken.

    Raises:
        EmptyLabelError: No letter or digit in it.
    """
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", label).lower())
    key = "-".join(words)[:_LONGEST_ID].rstrip("-")
    if not key:
        raise EmptyLabelError
    number, found = 2, key
    while found.casefold() in taken:
        number, found = number + 1, f"{key}-{number}"
    return found


def taken_names(project: Project) -> set[str]:
    """Every id and alias that a new code cannot have, in small letters."""
    names = {name for code in project.codebook().codes for name in (code.id, *code.aliases)}
    return {name.casefold() for name in (*names, *(row.key for row in project.codes()))}


def add(project: Project, asked: Asked) -> Record:
    """A new code, last in the codebook, under another, or beside one; everything else in the file stays.

    In vivo coding is this, with the selected words as its name and first example. A code of that name is taken as
    it is, unless `hash` says that the codebook itself is being worked on.
    """
    if project.blind is not None:
        raise NotAllowedError
    label = " ".join(asked.text("label").split())[:_LONGEST_LABEL]
    seen = asked.optional_text("hash")
    known = project.codebook()
    existing = next(
        (c for c in known.codes if label.casefold() in {c.id.casefold(), c.label("da").casefold()}), None
    )
    if existing is not None and seen is None:
        return {"id": existing.id, "codes": code_records(project)}
    key = asked.optional_text("id") or code_id_of(label, taken_names(project))
    color, example = asked.text("color", "#6b7280"), asked.text("example", "").strip()
    new = Code(
        key,
        {"da": label, "en": label},
        None,
        0,
        0,
        definition=" ".join(asked.text("definition", "").split()),
        examples=(" ".join(example.split()),) if example else (),
        color=color,
    )

    def do() -> None:
        with telling_what_is_stale():
            project.add_codes(
                [new],
                asked.person.name,
                under=asked.optional_text("under") or asked.optional_text("parent"),
                before=asked.optional_text("before"),
                after=asked.optional_text("after"),
                seen=seen,
            )

    asked.body.setdefault("uid", new_uid())  # selected words that become a code are sent once
    done = once(project, asked, do)
    if done["repeated"] and done["change"]:
        key = done["change"]["summary"]
    return {**done, "id": key, **book(project)}
