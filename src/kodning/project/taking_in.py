"""Taking in what comes from another program: documents, codes, codings, memos, attributes, all in one action."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kodning import store
from kodning.codebook import Codebook
from kodning.model import AttributeValue, NewCoding
from kodning.project.codebook_importing import ProjectCodebookImporting
from kodning.project.coding import Place
from kodning.project.coding_writer import CodingWriter
from kodning.store.connection import writing as write

if TYPE_CHECKING:
    from kodning.store.writing import PreparedDocument

ACTION = "exchange"


class ArrivingMemo(NamedTuple):
    """A memo about to be written; nothing but text, coder and time: on the project.

    Attributes:
        text: The memo.
        coder: Who wrote it.
        created: When, or None for now.
        document: Name of the document it is on.
        start: First code point, where it is on a span.
        end: One past the last.
        code: Id of the code.
        coding: The coding, by its place.
    """

    text: str
    coder: str
    created: str | None = None
    document: str | None = None
    start: int | None = None
    end: int | None = None
    code: str | None = None
    coding: Place | None = None


class ArrivingPart(NamedTuple):
    """A document with its codings.

    Attributes:
        document: As it will be stored; None where it is here already.
        codings: By how they came about.
        revises: Whether it is a corrected text of the document of that name.
    """

    document: "PreparedDocument | None"
    codings: Mapping[str, Sequence[NewCoding]]
    revises: bool = False


class RevisedHere(NamedTuple):
    """What became of the codings of a document that a file brought a corrected text of: how many of each."""

    document: str
    exact: int = 0
    moved: int = 0
    changed: int = 0
    lost: int = 0


class ArrivingRest(NamedTuple):
    """What comes when all documents are in.

    Attributes:
        attributes: Values that documents do not have yet.
        people: Values that those who speak do not have yet, by document and speaker.
        memos: Memos.
        reviews: Document, coder, start, end.
    """

    attributes: Mapping[str, Mapping[str, AttributeValue]] = {}
    people: Mapping[tuple[str, str], Mapping[str, AttributeValue]] = {}
    memos: Sequence[ArrivingMemo] = ()
    reviews: Sequence[tuple[str, str, int, int]] = ()


class Arrival(NamedTuple):
    """What comes in, every name found and every place carried into the stored texts.

    Attributes:
        codebook: The codebook with the codes that come along; None where it stays as it is.
        code_uids: Global ids of new codes, by code id.
        parts: Documents with their codings, made one by one while they are taken in.
        rest: What comes after them.
    """

    codebook: Codebook | None
    code_uids: Mapping[str, str]
    parts: Iterable[ArrivingPart]
    rest: Callable[[], ArrivingRest]


class Taken(NamedTuple):
    """What was new of it: how many of each, and how many codings were here already."""

    documents: int = 0
    codes: int = 0
    codings: int = 0
    codings_there: int = 0
    memos: int = 0
    reviews: int = 0
    attributes: int = 0
    codebooks: int = 0
    revised: tuple[RevisedHere, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is anything to keep."""
        return any(self._replace(codings_there=0))


class _NothingKeptError(Exception):
    """Ends a transaction of which nothing is to stay."""


class ProjectTakingIn(ProjectCodebookImporting):
    """A project, as far as other programs' files go."""

    def take_in(
        self, arrival: Arrival, coder: str, summary: str, *, keep: Callable[[], bool] = lambda: True
    ) -> Taken:
        """Write all of it, or nothing; what is here already is passed over, so that a second time changes nothing.

        Args:
            arrival: What comes in.
            coder: Who imports.
            summary: For the history.
            keep: Asked at the end; where the answer is no, all of it is taken back, and what was new is only told.

        Raises:
            BlindError: The viewer is in a blind pass, and this is not all her own.
            StaleCodebookError: codebook.yaml was edited since the project was opened.
        """
        before = store.queries.codebook_source(self.connection) or ""
        after = arrival.codebook.source if arrival.codebook is not None else None
        file = self._file(before) if after is not None else None
        half = store.codebook_file.write_beside(self.codebook_path, after, file) if after and file else None
        taken = Taken()
        try:
            with write(self.connection, self.store_path):
                taken, action, version = self._take_arrival(arrival, coder, summary)
                if not keep() or not taken.anything:
                    raise _NothingKeptError  # noqa: TRY301 - it ends the transaction
                if file is not None and version is not None:
                    store.codebook_file.note_pending(self.connection, file.sha256, version)
            if half is not None and after is not None:
                self._put_in_place(half, before, after, action, self._doer(coder))
        except _NothingKeptError:
            self._word_indexes.clear()  # those of revisions that were rolled back
        finally:
            if half is not None:
                half.unlink(missing_ok=True)
        return taken

    def was_forgotten(self, sha256: str) -> bool:
        """Whether a text was erased because consent was withdrawn: no file brings it back."""
        return store.queries.forgotten_when(self.connection, sha256) is not None

    def _take_arrival(self, arrival: Arrival, coder: str, summary: str) -> tuple[Taken, int, int | None]:
        """What was new, the action, and the codebook's new version."""
        action = store.writing.add_action(self.connection, ACTION, self._doer(coder), summary)
        codes, version = 0, None
        if arrival.codebook is not None:
            known = {row.key for row in store.queries.codes(self.connection)}
            codes = sum(code.id not in known for code in arrival.codebook.codes)
            uids = arrival.code_uids
            version = store.writing.add_codebook(self.connection, action, arrival.codebook, uids=uids)
        documents, codings, there, revised = self._take_parts(action, arrival.parts)
        rest = arrival.rest()
        for name in dict.fromkeys([*(m.coder for m in rest.memos), *(r[1] for r in rest.reviews)]):
            self.only(name)
        before = self.connection.total_changes
        for name, attributes in rest.attributes.items():
            store.writing.add_attributes(self.connection, action, self.revision(name).document, attributes)
        for (name, speaker), attributes in rest.people.items():
            of = self.revision(name).document
            store.writing.add_attributes(self.connection, action, of, attributes, speaker)
        values = self.connection.total_changes - before
        memos = self._take_memos(action, rest.memos)
        reviews = self._take_reviews(action, rest.reviews)
        taken = Taken(
            documents, codes, codings, there, memos, reviews, values, int(version is not None), revised
        )
        return taken, action, version

    def _take_parts(
        self, action: int, parts: Iterable[ArrivingPart]
    ) -> tuple[int, int, int, tuple[RevisedHere, ...]]:
        """New documents, new codings, codings that were here, and what became of those on corrected texts."""
        from kodning.preparing import WordIndex

        coded = store.queries.coded_documents(self.connection)
        writer = CodingWriter(self, action)
        documents = added = there = 0
        revised: list[RevisedHere] = []
        for part in parts:
            if part.document is not None and part.revises:
                revised.append(self._take_revision(action, part.document))
            elif part.document is not None:
                documents += 1
                store.returning.add_or_bring_back(self.connection, action, part.document)
                revision = self.revision(part.document.name).id
                turns, starts = part.document.transcript.turns, part.document.informant_starts
                self._word_indexes[revision] = WordIndex(part.document.transcript.text, turns, starts)
            for origin, codings in part.codings.items():
                self._refuse_others(codings)
                missing = self._missing_of(codings, coded)
                if part.revises:  # one that was here is carried along, wherever the file has it
                    here = self._uids_there({coding.uid for coding in missing if coding.uid})
                    missing = [coding for coding in missing if coding.uid not in here]
                there += len(codings) - len(missing)
                added += len(missing)
                if missing:
                    self._write_arriving(writer, missing, origin)
            coded.update(coding.document for codings in part.codings.values() for coding in codings)
            self._word_indexes.clear()  # a large project's would not all be held
        return documents, added, there, tuple(revised)

    def _take_revision(self, action: int, document: "PreparedDocument") -> RevisedHere:
        """Give a document that is here a corrected text, and bring all work on it along."""
        known = self.revision(document.name)
        key = store.revisions.add_revision(self.connection, action, known.document, document)
        self.carry(action, self.revision(document.name))
        states = [row.state for row in store.revisions.carried_codings(self.connection, key)]
        counts = (states.count(state) for state in ("exact", "moved", "changed", "lost"))
        return RevisedHere(document.name, *counts)

    def _write_arriving(self, writer: CodingWriter, codings: Sequence[NewCoding], origin: str) -> None:
        """Write them; where a global id is taken, the same under an id of its own."""
        writer.meet(codings)  # before what may be rolled back
        self.connection.execute("SAVEPOINT arriving")
        try:
            writer.write(codings, origin)
        except sqlite3.IntegrityError:
            self.connection.execute("ROLLBACK TO arriving")
            taken = self._uids_there({coding.uid for coding in codings if coding.uid})
            fresh = []
            for coding in codings:
                fresh.append(coding._replace(uid=None) if coding.uid in taken else coding)
                taken.add(coding.uid or "")
            writer.write(fresh, origin)
        self.connection.execute("RELEASE arriving")

    def _uids_there(self, uids: set[str]) -> set[str]:
        """Which of these global ids the store has, of codings in force or not."""
        found: set[str] = set()
        wanted = sorted(uids)
        for at in range(0, len(wanted), _AT_ONCE):
            some = wanted[at : at + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            found.update(
                r[0] for r in self.connection.execute(f"SELECT uid FROM coding WHERE uid IN ({marks})", some)
            )
        return found

    def _take_memos(self, action: int, memos: Sequence[ArrivingMemo]) -> int:
        if not memos:
            return 0
        codes = dict(self.connection.execute("SELECT key, id FROM code").fetchall())
        codings = self._ids_of({memo.coding for memo in memos if memo.coding is not None})
        # A memo is the same where its words, its author and what it is on are.
        seen = {
            (m.text, m.coder, m.document, m.start, m.end, m.code, m.coding)
            for m in store.queries.memos(self.connection)
        }
        added = 0
        for memo in memos:
            target = store.writing.MemoTarget()
            coding = None
            if memo.coding is not None:
                coding = codings[memo.coding]
                target = store.writing.MemoTarget(coding=coding)
            elif memo.code is not None:
                target = store.writing.MemoTarget(code=codes[memo.code])
            elif memo.document is not None:
                target = store.writing.MemoTarget(self.revision(memo.document).id, memo.start, memo.end)
            key = (memo.text, memo.coder, memo.document, memo.start, memo.end, memo.code, coding)
            if key in seen:
                continue
            seen.add(key)
            author = store.writing.coder_id(self.connection, memo.coder)
            store.writing.add_memo(self.connection, action, target, memo.text, author, memo.created)
            added += 1
        return added

    def _ids_of(self, places: set[Place]) -> dict[Place, int]:
        found = {}
        for document in sorted({place[0] for place in places}):
            for coding in store.queries.codings(self.connection, document=document):
                place = (coding.document, coding.start, coding.end, coding.code, coding.coder)
                if place in places:
                    found[place] = coding.id
        return found

    def _take_reviews(self, action: int, reviews: Sequence[tuple[str, str, int, int]]) -> int:
        read = set(store.queries.reviews(self.connection)) if reviews else set()
        missing = [review for review in dict.fromkeys(reviews) if review not in read]
        for document, coder, start, end in missing:
            key = store.writing.coder_id(self.connection, coder)
            store.writing.add_review(self.connection, action, self.revision(document).id, start, end, key)
        return len(missing)


_AT_ONCE = 500  # values in one statement
