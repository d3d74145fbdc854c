"""The codebook on the page: its text, checked while it is written; a new code made of selected words."""

import os
import re
import unicodedata
from pathlib import Path
from typing import Any

from kodning.codebook import CODEBOOK_NAME, CodebookError, parse_codebook
from kodning.errors import KodningError
from kodning.project import Project
from kodning.text import sha256
from kodning.web.asked import Asked, NotAllowedError, StaleError
from kodning.web.records import Record, code_records

_LONGEST_ID = 40
_LONGEST_LABEL = 80


def _file(project: Project) -> Path:
    return project.folder / CODEBOOK_NAME


def _hash(source: str) -> str:
    return sha256(source)[:32]


def source(project: Project, _asked: Asked) -> Record:
    """The text of `codebook.yaml`, with the hash to send back."""
    text = project.codebook().source
    return {"source": text, "hash": _hash(text), "codes": code_records(project)}


def check(project: Project, asked: Asked) -> Record:
    """What is wrong with a text, if anything."""
    text = asked.text("source")
    try:
        codebook = parse_codebook(text, Path(CODEBOOK_NAME))
    except CodebookError as error:
        return {"ok": False, "message": str(error), "line": error.line}
    used = {coding.code for coding in project.codings()}
    left = sorted(used - {code.id for code in codebook.codes})
    return {"ok": True, "codes": len(codebook.codes), "left": left}


def save(project: Project, asked: Asked) -> Record:
    """Write `codebook.yaml`, if nobody has changed it since the page got it.

    Raises:
        StaleError: The file is another by now.
        CodebookError: The text is no codebook; nothing is written.
    """
    text = asked.text("source")
    parse_codebook(text, Path(CODEBOOK_NAME))
    _replace(project, text, asked.text("hash"))
    return source(project, asked)


def _replace(project: Project, text: str, seen: str) -> None:
    file = _file(project)
    now = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    if _hash(now) != seen:
        raise StaleError
    half = file.with_name(f".{file.name}.tmp")
    half.write_text(text, encoding="utf-8", newline="\n")
    os.replace(half, file)  # noqa: PTH105 - one step, also where a file is there
    project.refresh()


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


def add(project: Project, asked: Asked) -> Record:
    """A new code, at the end of the codebook or under another; comments in the file stay.

    In vivo coding is this, with the selected words as its name and first example.
    """
    if project.blind is not None:
        raise NotAllowedError
    from io import StringIO

    from ruamel.yaml import YAML

    label = " ".join(asked.text("label").split())[:_LONGEST_LABEL]
    known = project.codebook()
    existing = next(
        (c for c in known.codes if label.casefold() in {c.id.casefold(), c.label("da").casefold()}), None
    )
    if existing is not None:
        return {"id": existing.id, "codes": code_records(project)}
    key = code_id_of(label, {code.id.casefold() for code in known.codes})
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 4096
    yaml.preserve_quotes = True
    tree = yaml.load(known.source)
    entry: dict[str, Any] = {"id": key, "label": {"da": label, "en": label}}
    if definition := asked.text("definition", "").strip():
        entry["definition"] = definition
    if example := asked.text("example", "").strip():
        entry["examples"] = [example]
    entry["color"] = asked.text("color", "#6b7280")
    siblings = _children(tree, asked.optional_text("parent"))
    siblings.append(entry)
    out = StringIO()
    yaml.dump(tree, out)
    text = out.getvalue()
    parse_codebook(text, Path(CODEBOOK_NAME))
    _replace(project, text, _hash(known.source))
    return {"id": key, "codes": code_records(project)}


def _children(tree: Any, parent: str | None) -> Any:
    if parent is not None:
        stack = list(tree["codes"])
        while stack:
            node = stack.pop()
            if node["id"] == parent:
                return node.setdefault("codes", [])
            stack += node.get("codes") or []
    if not tree.get("codes"):
        tree["codes"] = []
    return tree["codes"]
