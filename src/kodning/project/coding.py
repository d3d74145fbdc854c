"""Codings, memos and reviews: writing them, taking them back, reading them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter

from kodning import store
from kodning.errors import NothingToUndoError, RetiredCodeError, SameCodingError, UnknownCodingError
from kodning.model import Coding, NewCoding
from kodning.project.carrying import ProjectCarrying
from kodning.project.coding_writer import CodingWriter, Texts
from kodning.store.connection import writing as write
from kodning.wording import listing

_UNDOABLE = frozenset(
    {
        "code",
        "change",
        "retract",
        "memo",
        "reviewed",
        "codings",
        "decide",
        "accept",
        "reject",
        "recode",
        "skip",
        "used",
        "attributes",
        "merge",
        "revise",
        "settle",
        "exchange",
        "undo",
    }
)


CODEBOOK_CHANGE = (
    "codebook-"  # a change that a program made of the codebook; “codebook” alone is one made in an editor
)
Place = tuple[str, int, int, str, str]  # document, start, end, code, coder


place_of: Callable[[NewCoding], Place] = itemgetter(slice(5))


class ProjectCoding(ProjectCarrying):
    """A project, as far as coding goes."""

    def problems(self) -> "list[store.checking.Problem]":
        """Everything that is wrong with the store, its word counts included."""
        return list(self.visible([*super().problems(), *self._miscounted()]))

    def _miscounted(self) -> "Iterator[store.checking.Problem]":
        sql = 'SELECT id, start, "end", word_start, word_end FROM coding WHERE revision = ?'
        for document in self.documents():
            revision = self.revision(document.name)
            index = self.word_index(revision)
            for coding, start, end, word_start, word_end in self.connection.execute(sql, (revision.id,)):
                if (index.before(start), index.before(end)) != (word_start, word_end):
                    yield store.checking.Problem(
                        "coding",
                        f"{document.name} {start}:{end}",
                        f"kodning {coding} er talt med et forkert antal ord",
                        f"coding {coding} is counted with a wrong number of words",
                        coding,
                    )

    def code(
        self, document: str, span: str, codes: Sequence[str], coder: str, memo: str = ""
    ) -> list[Coding]:
        """Put codes on a span.

        Raises:
            SameCodingError: The coder has one of those very codings already.
        """
        start, end = self.resolve(document, span)
        name = self.revision(document).name
        keys = dict.fromkeys(self.code_id(code) for code in codes)
        who = self._doer(coder)
        new = [NewCoding(name, start, end, key, who, memo=memo) for key in keys]
        summary = f"{name} {start}:{end} {', '.join(keys)}"
        with write(self.connection, self.store_path):
            there = self._there(new)
            if there:
                raise SameCodingError(min(there.values()))
            added = self._write_codings(new, coder, "code", "manual", summary)
        return [coding for coding in self.codings(document=name, coder=new[0].coder) if coding.id in added]

    def import_codings(
        self, new: Sequence[NewCoding], coder: str, source: str, *, reviewed: bool = False
    ) -> int:
        """Write codings that came from a file; those that are there already are passed over.

        Args:
            new: The codings.
            coder: Who imports them.
            source: What they came from, for the history.
            reviewed: Record each coder as having read the documents she coded, wholly.

        Returns:
            How many are new.

        Raises:
            BlindError: The viewer is in a blind pass, and these are not all her own.
        """
        self._refuse_others(new)
        with write(self.connection, self.store_path):
            missing = self._missing_of(new, store.queries.coded_documents(self.connection))
            if missing:
                action = store.writing.add_action(self.connection, "codings", self._doer(coder), source)
                CodingWriter(self, action).write(missing, "import")
            if reviewed:
                self._write_reviews(dict.fromkeys((c.document, c.coder) for c in new), coder)
        return len(missing)

    def missing_codings(self, new: Sequence[NewCoding]) -> int:
        """How many of these codings are not there yet."""
        self._refuse_others(new)
        return len(self._missing_of(new, store.queries.coded_documents(self.connection)))

    def _missing_of(self, new: Sequence[NewCoding], coded: set[str]) -> list[NewCoding]:
        """Those that are not in force yet, each once; `coded` are the documents that have any."""
        seen: set[Place] = set(self._there([c for c in new if c.document in coded])) if coded else set()
        missing = []
        for coding, place in zip(new, map(place_of, new), strict=True):
            if place not in seen:
                seen.add(place)
                missing.append(coding)
        return missing

    def _refuse_others(self, new: Sequence[NewCoding]) -> None:
        # "There already" would tell a blind coder what another has coded.
        for coder in dict.fromkeys(coding.coder for coding in new):
            self.only(coder)

    def _write_reviews(self, pairs: Iterable[tuple[str, str]], coder: str) -> None:
        """Record (document, reader) pairs that are not recorded as read wholly; runs inside a transaction."""
        read = {(document, reader, start, end) for document, reader, start, end in self.reviews()}
        texts = {document: self.revision(document) for document, _ in pairs}
        unread = [
            (document, reader)
            for document, reader in pairs
            if (document, reader, 0, len(texts[document].text)) not in read
        ]
        if not unread:
            return
        names = ", ".join(dict.fromkeys(document for document, _ in unread))
        action = store.writing.add_action(self.connection, "reviewed", self._doer(coder), names)
        for document, reader in unread:
            key = store.writing.coder_id(self.connection, reader)
            length = len(texts[document].text)
            store.writing.add_review(self.connection, action, texts[document].id, 0, length, key)

    def _there(self, new: Sequence[NewCoding], texts: Texts | None = None) -> dict[Place, int]:
        """Which of these codings are in force already, in the current texts or in these, with their numbers."""
        wanted = set(map(place_of, new))
        found: dict[Place, int] = {}
        for document in dict.fromkeys(coding.document for coding in new):
            there = (
                self.codings(document=document)
                if texts is None
                else store.revisions.codings_of_revision(self.connection, texts[document].id)
            )
            for coding in there:
                place = (coding.document, coding.start, coding.end, coding.code, coding.coder)
                if place in wanted:
                    found[place] = coding.id
        return found

    def _write_codings(
        self, new: Sequence[NewCoding], coder: str, kind: str, origin: str, summary: str
    ) -> set[int]:
        """Add an action with these codings; returns their numbers. Runs inside a write transaction."""
        action = store.writing.add_action(self.connection, kind, self._doer(coder), summary)
        return self._add_codings(action, new, origin)

    def _add_codings(
        self,
        action: int,
        new: Sequence[NewCoding],
        origin: str,
        texts: Texts | None = None,
        *,
        arriving: bool = False,
    ) -> set[int]:
        """Add codings to an action, on the current texts or on these; returns their numbers. Runs in a transaction.

        Those that arrive from elsewhere may stand on a code that has been retired since they were made.
        """
        if origin in {"manual", "suggestion"} and not arriving:
            self._refuse_retired(c.code for c in new)
        CodingWriter(self, action, texts).write(new, origin)
        written = self.connection.execute("SELECT id FROM coding WHERE action = ?", (action,))
        return {row[0] for row in written}

    def _refuse_retired(self, codes: Iterable[str]) -> None:
        out_of_use = store.codes.retired(self.connection)
        for code in codes:
            if code in out_of_use:
                raise RetiredCodeError(code, out_of_use[code])

    def codings(
        self, *, document: str | None = None, coder: str | None = None, codes: Sequence[str] | None = None
    ) -> list[Coding]:
        """Codings in force.

        Raises:
            BlindError: The viewer is in a blind pass, and another coder's are asked for.
        """
        whose = self.only(coder)
        return store.queries.codings(self.connection, document=document, coder=whose, codes=codes)

    def coding_counts(self) -> "list[store.queries.CodingCount]":
        """How many codings in force each document has of each coder and code; a blind viewer's are her own."""
        return store.queries.coding_counts(self.connection, self.only(None))

    def coding(self, wanted: str) -> Coding:
        """A coding by its number, or by its global id or the end of it.

        Raises:
            UnknownCodingError: There is no such coding, several, or it was taken back.
            BlindError: The viewer is in a blind pass, and it is somebody else's.
        """
        found = store.queries.codings_named(self.connection, wanted)
        if not found and wanted.isdecimal() and len(wanted) < 19:  # noqa: PLR2004 - as many digits as SQLite takes
            # A number from before the transcript was corrected.
            standing = store.revisions.standing_now(self.connection, int(wanted))
            found = (
                store.queries.codings_named(self.connection, str(standing)) if standing is not None else []
            )
        if len(found) != 1:
            raise UnknownCodingError(wanted)
        self.only(found[0].coder)
        return found[0]

    def retract(self, ids: Sequence[str], coder: str, reason: str = "") -> list[Coding]:
        """Take codings back, all of them or none.

        Raises:
            UnknownCodingError: One of them is not in force.
        """
        with write(self.connection, self.store_path):
            codings = list({coding.id: coding for coding in map(self.coding, ids)}.values())
            places = [f"{c.document} {c.start}:{c.end} {c.code}" for c in codings]
            action = store.writing.add_action(
                self.connection, "retract", self._doer(coder), listing(places, 3)
            )
            store.writing.add_retractions(self.connection, action, [coding.id for coding in codings], reason)
        return codings

    def undo(self, coder: str, action: int | None = None) -> "store.queries.ActionRow":
        """Take back the coder's latest action that is in force, or the one of that number.

        Raises:
            NothingToUndoError: There is none.
            SameCodingError: A coding would come back that the coder has put there again since.
        """
        who = self._doer(coder)
        with write(self.connection, self.store_path):
            undone = self._undoable(who, action)
            if undone is None:
                raise NothingToUndoError(coder)
            summary = f"{undone.kind}: {undone.summary}"
            key = store.writing.add_action(self.connection, "undo", who, summary, undone.id)
            store.writing.undo_action(self.connection, undone.id, key)
            self.carry_all(key)
            if there := store.queries.doubled(self.connection, key):
                raise SameCodingError(there)
        return undone

    def _undoable(self, coder: str, action: int | None) -> "store.queries.ActionRow | None":
        rows = {row.id: row for row in store.queries.actions(self.connection, coder=coder)}
        for row in rows.values():
            if row.kind not in _UNDOABLE and not row.kind.startswith(CODEBOOK_CHANGE):
                continue
            if action is not None:  # an undo, too, can be undone
                if row.id == action and row.undone_by is None:
                    return row
            elif row.kind != "undo":  # without a number, go further back each time
                last, undone = row, False
                while last.undone_by is not None:
                    last, undone = rows[last.undone_by], not undone
                if not undone:  # what was undone and done again is taken back by undoing the latter
                    return last
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
        target = store.writing.MemoTarget()
        place = "projekt"
        if document is not None:
            revision = self.revision(document)
            start, end = self.resolve(document, span) if span else (None, None)
            target = store.writing.MemoTarget(revision=revision.id, start=start, end=end)
            place = f"{revision.name} {start}:{end}" if span else revision.name
        elif code is not None:
            key = self.code_id(code)
            target = store.writing.MemoTarget(code=next(c.id for c in self.codes() if c.key == key))
            place = key
        elif coding is not None:
            target = store.writing.MemoTarget(coding=self.coding(coding).id)
            place = coding
        with self.action("memo", coder, place) as action:
            store.writing.add_memo(self.connection, action, target, text)

    def memos(self) -> "list[store.queries.MemoRow]":
        """Memos in force."""
        whose = self.only(None)
        return [memo for memo in store.queries.memos(self.connection) if whose in {None, memo.coder}]

    def mark_reviewed(self, documents: Sequence[str], coder: str, span: str | None = None) -> None:
        """Record that a coder has read documents, or a span of one."""
        names = [self.revision(document).name for document in documents]
        who = self._doer(coder)
        if span is None:
            with write(self.connection, self.store_path):
                self._write_reviews(dict.fromkeys((name, who) for name in names), who)
            return
        places = [(self.revision(name).id, *self.resolve(name, span)) for name in names]
        with self.action("reviewed", who, f"{', '.join(names)} {span}") as action:
            key = store.writing.coder_id(self.connection, who)
            for revision, start, end in places:
                store.writing.add_review(self.connection, action, revision, start, end, key)

    def reviews(self) -> list[tuple[str, str, int, int]]:
        """Who has read what: (document, coder, start, end)."""
        whose = self.only(None)
        return [review for review in store.queries.reviews(self.connection) if whose in {None, review[1]}]
