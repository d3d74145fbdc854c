"""Erasing a document when its participant withdraws her consent, and finding what still holds her words."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kodning import store
from kodning.codebook import CODEBOOK_NAME
from kodning.errors import KodningError
from kodning.project.suggesting import ProjectSuggesting
from kodning.store.connection import STORE_NAME
from kodning.store.connection import writing as write
from kodning.wording import listing

if TYPE_CHECKING:
    from kodning.store.forgetting import Forgotten

_RUN = 6  # so many words in a row, found in no other document, are hers
_Run = tuple[str, ...]
_LARGEST_FILE = 20_000_000
_TEXT_FILES = frozenset(
    {".md", ".txt", ".csv", ".json", ".html", ".htm", ".yaml", ".yml", ".vtt", ".srt", ".svg", ".tsv"}
)
_PACKED_FILES = frozenset({".docx", ".odt", ".pdf", ".rtf", ".xlsx", ".zip", ".qdpx", ".db", ".sqlite3"})


class QuotedInCodebookError(KodningError):
    """The codebook quotes the document that is to be erased."""

    def __init__(self, file: Path, lines: list[int]) -> None:
        places = listing([f"{file.name}:{line}" for line in lines])
        super().__init__(
            f"Kodebogen citerer dokumentet ({places}). Tag de citater ud først; intet er slettet.",
            f"The codebook quotes the document ({places}). Take those quotes out first; nothing was erased.",
        )


class Erased(NamedTuple):
    """What was erased and what is left to do by hand.

    Attributes:
        counts: Rows taken out of the store, by table.
        passes: Frozen passes that hold less now.
        files: Files in the project's folder that still hold the document's words, or its name.
        unsearched: Files there that are packed or printed, such as DOCX: they may hold them, and are not opened.
        notes: Memos, reasons and summaries elsewhere in the project that repeat its words.
        compacted: Whether the store's file was rewritten at once, so that no trace is left in it.
    """

    counts: dict[str, int]
    passes: list[str]
    files: list[Path]
    unsearched: list[Path]
    notes: list[str]
    compacted: bool


class ProjectForgetting(ProjectSuggesting):
    """A project, as far as it forgets."""

    def would_forget(self, document: str) -> Erased:
        """What `forget` would take out, and what it would leave to be done by hand."""
        self.refuse_blind()
        revision = self.revision(document)
        found = store.forgetting.would_forget(self.connection, revision.document)
        names, texts = self._names_and_texts(revision)
        return self._erased(found, names, self._own_runs(revision.document, texts), compacted=False)

    def forget(self, document: str, coder: str) -> Erased:
        """Erase a document, its codings, and all else that is about it. It cannot be undone.

        The history keeps that a document was erased, when and by whom, not which; the store keeps its id and the
        fingerprints of its texts, so that neither the file nor a colleague's project brings it back unseen.

        Raises:
            UnknownDocumentError: With the nearest name.
            QuotedInCodebookError: `codebook.yaml` holds words of it.
            BlindError: The viewer is in a blind pass, and others' work would go.
        """
        self.refuse_blind()
        who = self._doer(coder)
        revision = self.revision(document)
        names, texts = self._names_and_texts(revision)
        runs = self._own_runs(revision.document, texts)
        source = store.queries.codebook_source(self.connection) or ""
        if lines := [line for line, _, _ in _quoted(source, runs)]:
            raise QuotedInCodebookError(self.folder / CODEBOOK_NAME, lines)
        self.connection.execute("PRAGMA secure_delete = ON")
        with write(self.connection, self.store_path):
            action = store.writing.add_action(self.connection, "forget", who)
            found = store.forgetting.forget(self.connection, revision.document, action)
            store.forgetting.rewrite_codebooks(self.connection, lambda yaml: _without_quotes(yaml, runs))
        return self._erased(found, names, runs, compacted=store.forgetting.compact(self.connection))

    def _names_and_texts(self, revision: "store.queries.RevisionRow") -> tuple[set[str], list[str]]:
        """Names of the files the document came from, and its texts, of every revision."""
        rows = self.connection.execute(
            "SELECT source_name, text FROM revision WHERE document = ? ORDER BY number", (revision.document,)
        ).fetchall()
        return {row[0] for row in rows}, [row[1] for row in rows]

    def _own_runs(self, document: int, texts: list[str]) -> set[_Run]:
        """Words in a row that stand in the document and in no other."""
        runs = _runs(" ".join(texts))
        for (text,) in self.connection.execute("SELECT text FROM revision WHERE document <> ?", (document,)):
            runs -= _runs(text)
        return runs

    def _erased(self, found: "Forgotten", names: set[str], runs: set[_Run], *, compacted: bool) -> Erased:
        notes = [
            place for place, text in store.forgetting.written_words(self.connection) if _shares(text, runs)
        ]
        beside = list(_files_beside(self.folder))
        files = [path for path in beside if path.name in names or _holds(self.folder / path, runs)]
        packed = [path for path in beside if path.suffix.casefold() in _PACKED_FILES and path not in files]
        return Erased(found.counts, found.passes, files, packed, notes, compacted)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _runs(text: str) -> set[_Run]:
    words = _words(text)
    return {tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}


def _shares(text: str, runs: set[_Run]) -> bool:
    return not runs.isdisjoint(_runs(text))


def _quoted(yaml: str, runs: set[_Run]) -> Iterator[tuple[int, int, int]]:
    """Values in a codebook that hold words of a document: line, start and end in the file's text."""
    from ruamel.yaml import YAML
    from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

    waiting = [YAML(typ="rt").compose(yaml)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ScalarNode) and _shares(node.value, runs):
            yield node.start_mark.line + 1, node.start_mark.index, node.end_mark.index
        elif isinstance(node, SequenceNode):
            waiting.extend(reversed(node.value))
        elif isinstance(node, MappingNode):
            waiting.extend(value for _, value in reversed(node.value))


def _without_quotes(yaml: str, runs: set[_Run]) -> str:
    for _, start, end in sorted(_quoted(yaml, runs), reverse=True):
        taken = yaml[start:end]
        yaml = yaml[:start] + '"[…]"' + taken[len(taken.rstrip()) :] + yaml[end:]
    return yaml


def _files_beside(folder: Path) -> Iterator[Path]:
    """Files in the project's folder, but for the store, by their path in it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith(STORE_NAME):
            yield path.relative_to(folder)


def _holds(path: Path, runs: set[_Run]) -> bool:
    """Whether a file of plain text holds words of a document."""
    if path.suffix.casefold() not in _TEXT_FILES:
        return False
    try:
        if path.stat().st_size > _LARGEST_FILE:
            return False
        return _shares(path.read_bytes().decode("utf-8-sig", "replace"), runs)
    except OSError:
        return False
