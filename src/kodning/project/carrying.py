"""Work on an earlier text of a document, brought to the current one."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kodning import store
from kodning.model import Turn
from kodning.project.documents import ProjectDocuments
from kodning.text import words_hash

if TYPE_CHECKING:
    from kodning.anchoring import Alignment
    from kodning.preparing import WordIndex


class Unread(NamedTuple):
    """Turns of the current text that a coder has not read, although she had read what stood around them."""

    coder: str
    turns: tuple[int, ...]


class Carried(NamedTuple):
    """What bringing work to the current text left over.

    Attributes:
        unread: New turns, by coder.
        loose_memos: Numbers of memos whose words are gone and that now stand on the document.
        memos: How many memos were carried.
    """

    unread: tuple[Unread, ...] = ()
    loose_memos: tuple[int, ...] = ()
    memos: int = 0


class ProjectCarrying(ProjectDocuments):
    """A project, as far as work follows the text."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        super().__init__(folder, connection)
        self._word_indexes: dict[int, WordIndex] = {}

    def word_index(self, revision: "store.queries.RevisionRow") -> "WordIndex":
        """The informant's words of a document's text, counted once."""
        if revision.id not in self._word_indexes:
            turns = store.queries.turns(self.connection, revision.id)
            from kodning.preparing import WordIndex

            self._word_indexes[revision.id] = WordIndex(revision.text, turns)
        return self._word_indexes[revision.id]

    def carry_all(self, action: int) -> None:
        """Bring work to the current text in every document that has had several; runs inside a transaction."""
        rows = self.connection.execute(
            "SELECT d.name FROM revision r JOIN document d ON d.id = r.document GROUP BY d.id HAVING COUNT(*) > 1"
        )
        for (name,) in rows.fetchall():
            self.carry(action, self.revision(name))

    def carry(self, action: int, revision: "store.queries.RevisionRow") -> Carried:
        """Bring codings, reviews and memos on other texts of a document to this one; runs inside a transaction.

        Where each comes to stand depends on nothing but the two texts and where it stood, so that two projects come
        to the same.
        """
        texts = {row.id: row.text for row in store.revisions.revisions(self.connection, revision.document)}
        from kodning.anchoring import Alignment

        alignments: dict[int, Alignment] = {}

        def alignment(key: int) -> "Alignment":
            if key not in alignments:
                alignments[key] = Alignment(texts[key], revision.text)
            return alignments[key]

        copies, lost = [], []
        index = self.word_index(revision)
        for coding in store.revisions.codings_to_carry(self.connection, revision.document, revision.id):
            anchor = alignment(coding.revision).place(coding.start, coding.end)
            if anchor is None:
                lost.append(coding)
                continue
            words = words_hash(revision.text[anchor.start : anchor.end])
            counted = index.before(anchor.start), index.before(anchor.end)
            copies.append(
                store.revisions.Copy(
                    coding.id, coding.uid, anchor.start, anchor.end, words, *counted, anchor.state
                )
            )
        store.revisions.add_copies(self.connection, action, revision.id, copies)
        store.revisions.add_lost(self.connection, action, revision.id, lost)
        pieces, unread = [], {}
        turns = store.queries.turns(self.connection, revision.id)
        for review in store.revisions.reviews_to_carry(self.connection, revision.document, revision.id):
            known = alignment(review.revision)
            where = _reviewed(known, review)
            new = [turn for turn in turns if _is_new(known, turn)] if where else []
            pieces += [(review, start, end) for start, end in _without(where, new, revision.text)]
            if inside := [t.number for t in new if where and where[0] <= t.start and t.end <= where[1]]:
                unread[review.coder] = Unread(review.coder, tuple(inside))
        store.revisions.add_review_copies(self.connection, action, revision.id, pieces)
        loose, memos = self._carry_memos(action, revision, alignment)
        return Carried(tuple(unread.values()), loose, memos)

    def _carry_memos(
        self, action: int, revision: "store.queries.RevisionRow", alignment: "Callable[[int], Alignment]"
    ) -> tuple[tuple[int, ...], int]:
        loose = []
        waiting = store.revisions.memos_to_carry(self.connection, revision.document, revision.id)
        count = 0
        for memo in waiting:
            place: tuple[int, int] | int | None = None
            if memo.coding is not None:
                place = store.revisions.standing(self.connection, memo.coding, revision.id)
                if place is None:
                    continue  # it stays with its coding, which is lost
            elif memo.start is not None and memo.end is not None and memo.revision is not None:
                anchor = alignment(memo.revision).place(memo.start, memo.end)
                place = (anchor.start, anchor.end) if anchor else None
                if anchor is None:
                    loose.append(memo.id)
            store.revisions.add_memo_copy(self.connection, action, memo, revision.id, place)
            count += 1
        return tuple(loose), count


def _reviewed(alignment: "Alignment", review: "store.revisions.ReviewToCarry") -> tuple[int, int] | None:
    if review.start == 0 and review.end == len(alignment.old):
        return 0, len(alignment.new)
    anchor = alignment.place(review.start, review.end)
    return (anchor.start, anchor.end) if anchor else None


def _is_new(alignment: "Alignment", turn: Turn) -> bool:
    """Whether none of a turn's words stood in the earlier text."""
    words = alignment.words(turn.start, turn.end)
    return words > 0 and alignment.new_words(turn.start, turn.end) == words


def _without(span: tuple[int, int] | None, turns: Sequence[Turn], text: str) -> Iterator[tuple[int, int]]:
    """What is left of a span when turns are cut out of it."""
    if span is None:
        return
    start, end = span
    for turn in turns:
        if turn.end <= start or turn.start >= end:
            continue
        if text[start : turn.start].strip():
            yield start, start + len(text[start : turn.start].rstrip())
        start = turn.end + len(text[turn.end : end]) - len(text[turn.end : end].lstrip())
    if start < end and text[start:end].strip():
        yield start, end
