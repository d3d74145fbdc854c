"""`kodning.json` inside a `.qdpx`: what REFI-QDA has no place for, so that it comes back."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kodning.errors import UnreadableFileError
from kodning.model import Turn
from kodning.safe_archive import Package

SIDE_FILE = "kodning.json"
VERSION = 1


@dataclass(slots=True)
class SideDocument:
    """What is known of a document besides its text.

    Attributes:
        name: Its name in the project.
        title: Its title.
        sha256: Hash of the text in the file; where another program changed it, the rest does not hold.
        labels: Spans of that text that are speaker labels, added for other programs.
        turns: Who said what; places in the text without these labels.
        kinds: Attributes whose kind the variable does not tell.
        source_name: The file that it was imported from.
        encoding: The encoding of that file.
    """

    name: str
    title: str
    sha256: str
    labels: list[tuple[int, int]]
    turns: tuple[Turn, ...]
    kinds: dict[str, str] = field(default_factory=dict)
    source_name: str = ""
    encoding: str = "utf-8"

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "name": self.name,
            "title": self.title,
            "text_sha256": self.sha256,
            "source_name": self.source_name,
            "encoding": self.encoding,
            "labels": [list(label) for label in self.labels],
            "turns": [list(turn) for turn in self.turns],
            "kinds": self.kinds,
        }


@dataclass(slots=True)
class SideFile:
    """The side file; empty where another program wrote the project.

    Attributes:
        codebook: The text of `codebook.yaml`.
        code_ids: Ids of codes by global id.
        documents: By global id.
        origins: How codings came about, by global id, where not as most did.
        origin: How most came about.
        memos: Global ids of notes that are memos on a coding; others are the coding's own.
        reviews: Document (global id), coder, start, end.
        cases: Document (global id), speaker, and kinds as in `SideDocument`, by the case's global id.
    """

    codebook: str = ""
    code_ids: dict[str, str] = field(default_factory=dict)
    documents: dict[str, SideDocument] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    origin: str = "manual"
    memos: list[str] = field(default_factory=list)
    reviews: list[tuple[str, str, int, int]] = field(default_factory=list)
    cases: dict[str, tuple[str, str, dict[str, str]]] = field(default_factory=dict)

    def text(self) -> str:
        """The file's text."""
        counted = Counter(self.origins.values())
        usual = max(counted, key=lambda origin: (counted[origin], origin), default="manual")
        record = {
            "kodning": VERSION,
            "codebook": self.codebook,
            "code_ids": self.code_ids,
            "documents": {key: document.record() for key, document in self.documents.items()},
            "origin": usual,
            "origins": {key: origin for key, origin in self.origins.items() if origin != usual},
            "memos": self.memos,
            "reviews": [list(review) for review in self.reviews],
            "cases": {key: list(case) for key, case in self.cases.items()},
        }
        return json.dumps(record, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, archive: Package, path: Path) -> "SideFile":
        """The side file of a project file; an empty one where there is none.

        Raises:
            UnreadableFileError: It is there and is not as kodning writes it.
        """
        if SIDE_FILE not in archive.names:
            return cls()
        try:
            record = json.loads(archive.read(SIDE_FILE).decode("utf-8"))
            if record["kodning"] > VERSION:
                raise UnreadableFileError(
                    path,
                    f"{SIDE_FILE} indeni er skrevet af en nyere kodning; opgradér, eller tag den ud af ZIP-filen.",
                    f"{SIDE_FILE} inside was written by a newer kodning; upgrade, or take it out of the ZIP file.",
                )
            return cls(
                str(record["codebook"]),
                _lower(record["code_ids"]),
                {key.lower(): _document(value) for key, value in record["documents"].items()},
                _lower(record["origins"]),
                str(record["origin"]),
                [str(key).lower() for key in record["memos"]],
                [(str(a).lower(), str(b), int(c), int(d)) for a, b, c, d in record["reviews"]],
                {key.lower(): _case(*value) for key, value in record.get("cases", {}).items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise UnreadableFileError(
                path,
                f"{SIDE_FILE} indeni er ikke, som kodning skriver den; tag den ud af ZIP-filen.",
                f"{SIDE_FILE} inside is not as kodning writes it; take it out of the ZIP file.",
            ) from error


def _lower(values: dict[str, str]) -> dict[str, str]:
    return {key.lower(): str(value) for key, value in values.items()}


def _case(document: str, speaker: str, kinds: dict[str, str]) -> tuple[str, str, dict[str, str]]:
    return str(document).lower(), str(speaker), {str(name): str(kind) for name, kind in kinds.items()}


def _document(record: dict[str, Any]) -> SideDocument:
    turns = []
    for number, start, end, speaker, role, first, last in record["turns"]:
        if role not in {"interviewer", "informant", "unknown"} or not 0 <= start < end:
            raise ValueError(role)
        turns.append(Turn(int(number), int(start), int(end), speaker, role, first, last))
    labels = [(int(start), int(end)) for start, end in record["labels"]]
    if any(start >= end for start, end in labels) or labels != sorted(labels):
        raise ValueError("labels")
    return SideDocument(
        name=str(record["name"]),
        title=str(record["title"]),
        sha256=str(record["text_sha256"]),
        labels=labels,
        turns=tuple(turns),
        kinds={str(key): str(value) for key, value in record["kinds"].items()},
        source_name=str(record["source_name"]),
        encoding=str(record["encoding"]),
    )
