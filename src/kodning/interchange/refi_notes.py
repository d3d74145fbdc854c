"""Memos as the Notes of a REFI-QDA project."""

from collections.abc import Callable, Iterator, Mapping
from itertools import count

from kodning.interchange.mapping import OffsetMap
from kodning.interchange.refi_xml import attributes
from kodning.model import Coding, Document
from kodning.project import Project
from kodning.store.queries import MemoRow
from kodning.text import on_one_line

_NAME = 80
Derived = Callable[..., str]


class Notes:
    """The project's memos, each with a global id, by what it is on.

    Attributes:
        on_project: Ids of notes on the project.
        on_code: By code id.
        on_document: By document name.
        authors: Who wrote them.
        memos_on_codings: Ids of memos on a coding; the coding's own memo is none of them.
    """

    def __init__(
        self,
        project: Project,
        people: Mapping[str, str],
        derived: Derived,
        documents: Mapping[str, str],
        coder: str | None,
    ) -> None:
        self._derived = derived
        self._people = people
        self._written: list[tuple[str, str, str, str]] = []  # id, author, time, text
        self._spans: dict[str, list[tuple[MemoRow, str]]] = {}
        self._on_coding: dict[int, list[str]] = {}
        self._numbers = count(1)
        self.on_project: list[str] = []
        self.on_code: dict[str, list[str]] = {}
        self.on_document: dict[str, list[str]] = {}
        self.memos_on_codings: list[str] = []
        self.authors: list[str] = []
        known = {row.key for row in project.codes()}
        for memo in project.memos():
            if coder not in {None, memo.coder} or (
                memo.document is not None and memo.document not in documents
            ):
                continue
            self._sort_in(memo, known)

    def _sort_in(self, memo: MemoRow, known: set[str]) -> None:
        if memo.code is not None and memo.code not in known:
            return
        key = self._derived("memo", memo.id)
        if memo.coding is not None:
            self._on_coding.setdefault(memo.coding, []).append(key)
            self.memos_on_codings.append(key)
        elif memo.code is not None:
            self.on_code.setdefault(memo.code, []).append(key)
        elif memo.document is None:
            self.on_project.append(key)
        elif memo.start is None:
            self.on_document.setdefault(memo.document, []).append(key)
        else:
            self._spans.setdefault(memo.document, []).append((memo, key))
        self._add(key, memo.coder, memo.created, memo.text)

    def _add(self, key: str, author: str, created: str, text: str) -> None:
        self._written.append((key, author, created, text))
        if author not in self.authors:
            self.authors.append(author)

    @property
    def count(self) -> int:
        """How many notes there are."""
        return len(self._written)

    def of(self, coding: Coding) -> list[str]:
        """Ids of the notes of a coding: its own memo first, then the memos on it."""
        notes = []
        if coding.memo:
            key = self._derived("coding-memo", coding.uid)
            self._add(key, coding.coder, coding.created, coding.memo)
            notes.append(key)
        return [*notes, *self._on_coding.get(coding.id, ())]

    def on_spans(self, document: Document, text: str, there: OffsetMap) -> Iterator[str]:
        """Selections without a code for the memos on spans of a document."""
        for memo, key in self._spans.get(document.name, ()):
            first, last = there.span(memo.start or 0, memo.end or 0)
            head = attributes(
                {
                    "guid": self._derived("memo-selection", memo.id),
                    "name": text[first:last],
                    "startPosition": str(first),
                    "endPosition": str(last),
                    "creatingUser": self._people[memo.coder],
                    "creationDateTime": memo.created,
                }
            )
            yield f'      <PlainTextSelection{head}>\n        <NoteRef targetGUID="{key}"/>\n      </PlainTextSelection>\n'

    def elements(self) -> Iterator[str]:
        """The Notes element, or nothing; called when all codings have been written."""
        if not self._written:
            return
        yield "  <Notes>\n"
        for key, author, created, text in self._written:
            head = attributes(
                {
                    "guid": key,
                    "name": on_one_line(text)[:_NAME],
                    "plainTextPath": f"internal://{key}.txt",
                    "creatingUser": self._people[author],
                    "creationDateTime": created,
                }
            )
            yield f"    <Note{head}/>\n"
        yield "  </Notes>\n"

    def texts(self) -> Iterator[tuple[str, str]]:
        """Id and text of every note."""
        for key, _, _, text in self._written:
            yield key, text
