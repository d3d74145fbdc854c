"""Codings, memos and reviews: writing them, taking them back, reading them."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from kodning.errors import NothingToUndoError, SameCodingError, UnknownCodingError
from kodning.model import Coding, NewCoding
from kodning.preparing import WordIndex
from kodning.project.base import checked_name
from kodning.project.documents import ProjectDocuments
from kodning.store import queries, writing
from kodning.store.connection import writing as write
from kodning.text import words_hash

_UNDOABLE = frozenset({"code", "retract", "memo", "reviewed", "codings", "undo"})


class Project(ProjectDocuments):
    """A project: the one door to everything in it."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        super().__init__(folder, connection)
        self._word_indexes: dict[int, WordIndex] = {}

    def word_index(self, revision: queries.RevisionRow) -> WordIndex:
        """The informant's words of a document's text, counted once."""
        if revision.id not in self._word_indexes:
            turns = queries.turns(self.connection, revision.id)
            self._word_indexes[revision.id] = WordIndex(revision.text, turns)
        return self._word_indexes[revision.id]

    def code(
        self, document: str, span: str, codes: Sequence[str], coder: str, memo: str = ""
    ) -> list[Coding]:
        """Put codes on a span.

        Raises:
            SameCodingError: The coder has that very coding already.
        """
        start, end = self.resolve(document, span)
        name = self.revision(document).name
        new = [NewCoding(name, start, end, self.code_id(code), coder, memo=memo) for code in codes]
        with self.action("code", coder, f"{name} {start}:{end} {', '.join(c.code for c in new)}") as action:
            added = self.add_codings(new, action, "manual")
            if len(added) < len(new):
                raise SameCodingError(self._same(new))
        return [coding for coding in self.codings(document=name, coder=coder) if coding.id in added]

    def _same(self, new: Sequence[NewCoding]) -> int:
        wanted = {(c.start, c.end, c.code) for c in new}
        there = self.codings(document=new[0].document, coder=checked_name(new[0].coder))
        return min(c.id for c in there if (c.start, c.end, c.code) in wanted)

    def add_codings(self, new: Sequence[NewCoding], action: int, origin: str) -> list[int]:
        """Write codings within an action; those a coder has already are passed over. Returns the new keys."""
        keys = {code.key: code.id for code in self.codes()}
        there = self._keys_of_codings({coding.document for coding in new})
        rows: list[writing.CodingRow] = []
        for coding in new:
            revision = self.revision(coding.document)
            coder = writing.coder_id(self.connection, checked_name(coding.coder))
            key = (revision.id, coding.start, coding.end, keys[coding.code], coder)
            if key not in there:
                there.add(key)
                rows.append(self._row(revision, coding, keys[coding.code], coder))
        last = self.connection.execute("SELECT COALESCE(MAX(id), 0) FROM coding").fetchone()[0]
        writing.add_codings(self.connection, action, origin, rows)
        return [row[0] for row in self.connection.execute("SELECT id FROM coding WHERE id > ?", (last,))]

    def _keys_of_codings(self, documents: set[str]) -> set[tuple[int, int, int, int, int]]:
        sql = 'SELECT revision, start, "end", code, coder FROM live_coding WHERE revision = ?'
        found: set[tuple[int, int, int, int, int]] = set()
        for document in documents:
            found.update(tuple(row) for row in self.connection.execute(sql, (self.revision(document).id,)))
        return found

    def _row(
        self, revision: queries.RevisionRow, coding: NewCoding, code: int, coder: int
    ) -> writing.CodingRow:
        index = self.word_index(revision)
        return writing.CodingRow(
            revision=revision.id,
            start=coding.start,
            end=coding.end,
            words_hash=words_hash(revision.text[coding.start : coding.end]),
            word_start=index.before(coding.start),
            word_end=index.before(coding.end),
            code=code,
            coder=coder,
            memo=coding.memo,
            created=coding.created,
            uid=coding.uid,
        )

    def codings(
        self, *, document: str | None = None, coder: str | None = None, codes: Sequence[str] | None = None
    ) -> list[Coding]:
        """Codings in force."""
        return queries.codings(self.connection, document=document, coder=coder, codes=codes)

    def coding(self, wanted: str) -> Coding:
        """A coding by its number, or by its global id or the end of it.

        Raises:
            UnknownCodingError: There is no such coding, several, or it was taken back.
        """
        found = [
            coding
            for coding in self.codings()
            if wanted == str(coding.id) or (len(wanted) >= 6 and coding.uid.endswith(wanted))  # noqa: PLR2004 - shorter ends are numbers
        ]
        if len(found) != 1:
            raise UnknownCodingError(wanted)
        return found[0]

    def retract(self, ids: Sequence[str], coder: str, reason: str = "") -> list[Coding]:
        """Take codings back, all of them or none."""
        codings = list({coding.id: coding for coding in map(self.coding, ids)}.values())
        summary = ", ".join(f"{c.document} {c.start}:{c.end} {c.code}" for c in codings[:3])
        with self.action("retract", coder, summary + (" …" if len(codings) > 3 else "")) as action:  # noqa: PLR2004 - a summary shows three
            writing.add_retractions(self.connection, action, [coding.id for coding in codings], reason)
        return codings

    def undo(self, coder: str, action: int | None = None) -> queries.ActionRow:
        """Take back the coder's latest action that can be taken back, or the one of that number.

        Raises:
            NothingToUndoError: There is none.
        """
        who = checked_name(coder)
        with write(self.connection, self.store_path):
            undone = self._undoable(who, action)
            if undone is None:
                raise NothingToUndoError(coder)
            summary = f"{undone.kind}: {undone.summary}"
            key = writing.add_action(self.connection, "undo", who, summary, undone.id)
            writing.undo_action(self.connection, undone.id, key)
        return undone

    def _undoable(self, coder: str, action: int | None) -> queries.ActionRow | None:
        for row in queries.actions(self.connection, coder=coder):
            if row.undone_by is not None or row.kind not in _UNDOABLE:
                continue
            # Without a number, `undo` goes further back each time; with one, an undo can itself be undone.
            if row.id == action or (action is None and row.kind != "undo"):
                return row
        return None

    def memo(
        self,
        text: str,
        coder: str,
        *,
        document: str | None = None,
        span: str | None = None,
        code: str | None = None,
        coding: str | None = None,
    ) -> None:
        """Write a memo on a document, a span of it, a code, a coding, or (nothing given) the project."""
        target = writing.MemoTarget()
        place = "projekt"
        if document is not None:
            revision = self.revision(document)
            start, end = self.resolve(document, span) if span else (None, None)
            target = writing.MemoTarget(revision=revision.id, start=start, end=end)
            place = f"{revision.name} {start}:{end}" if span else revision.name
        elif code is not None:
            key = self.code_id(code)
            target = writing.MemoTarget(code=next(c.id for c in self.codes() if c.key == key))
            place = key
        elif coding is not None:
            target = writing.MemoTarget(coding=self.coding(coding).id)
            place = coding
        with self.action("memo", coder, place) as action:
            writing.add_memo(self.connection, action, target, text)

    def memos(self) -> list[queries.MemoRow]:
        """Memos in force."""
        return queries.memos(self.connection)

    def mark_reviewed(self, documents: Sequence[str], coder: str, span: str | None = None) -> None:
        """Record that a coder has read documents, or a span of one."""
        revisions = [self.revision(document) for document in documents]
        places = [
            (revision.id, *(self.resolve(revision.name, span) if span else (0, len(revision.text))))
            for revision in revisions
        ]
        summary = ", ".join(revision.name for revision in revisions)
        with self.action("reviewed", coder, f"{summary} {span}" if span else summary) as action:
            key = writing.coder_id(self.connection, checked_name(coder))
            for revision, start, end in places:
                writing.add_review(self.connection, action, revision, start, end, key)

    def reviews(self) -> list[tuple[str, str, int, int]]:
        """Who has read what: (document, coder, start, end)."""
        return queries.reviews(self.connection)
