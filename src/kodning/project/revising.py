"""Corrected transcripts: a new revision of a document, and what became of the work on the earlier one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from kodning import store
from kodning.errors import KodningError, SameTextError
from kodning.model import Coding, NewCoding, Transcript
from kodning.project.carrying import Carried
from kodning.project.coding import ProjectCoding
from kodning.store.connection import writing as write
from kodning.wording import listing

RevisedState = Literal["revised", "attributes", "unchanged"]


class NoRevisionError(KodningError):
    """A revision that a document does not have."""

    def __init__(self, document: str, wanted: int, known: int) -> None:
        super().__init__(
            f"»{document}« har ingen revision {wanted}; der er {known}.",
            f"“{document}” has no revision {wanted}; there {'is' if known == 1 else 'are'} {known}.",
        )


class NotLostError(KodningError):
    """A coding that is to be settled but is not lost."""

    def __init__(self, wanted: str) -> None:
        super().__init__(
            f"Kodning {wanted} mangler ikke sin plads. Se dem, der gør, med »kodning revise --lost«.",
            f"Coding {wanted} is not lost. See those that are with “kodning revise --lost”.",
        )


class _RolledBackError(Exception):
    """Ends a dry run."""


class Revised(NamedTuple):
    """What became of a document's work when its transcript was corrected.

    Attributes:
        document: Name of the document.
        state: `revised`; `attributes`: only those; `unchanged`: the file says nothing new.
        number: The revision now current.
        codings: What became of each coding, by place.
        carried: What became of reviews and memos.
        speakers: Turns that have another speaker or role than before (where there are as many as before).
        turns: Turns before and now.
    """

    document: str
    state: RevisedState
    number: int
    codings: "tuple[store.revisions.CarriedRow, ...]" = ()
    carried: Carried = Carried()
    speakers: int = 0
    turns: tuple[int, int] = (0, 0)


class ProjectRevising(ProjectCoding):
    """A project, as far as its transcripts are corrected."""

    def revisions(self, document: str) -> "list[store.queries.RevisionRow]":
        """All texts that a document has had, the first one first."""
        return store.revisions.revisions(self.connection, self.revision(document).document)

    def revision_number(self, document: str, number: int) -> "store.queries.RevisionRow":
        """A text that a document has had.

        Raises:
            NoRevisionError: It has not had so many.
        """
        known = self.revisions(document)
        if not 1 <= number <= len(known):
            raise NoRevisionError(self.revision(document).name, number, len(known))
        return known[number - 1]

    def codings_at(
        self,
        revision: "store.queries.RevisionRow",
        *,
        coder: str | None = None,
        codes: Sequence[str] | None = None,
    ) -> list[Coding]:
        """Codings in force as they stand in a text that a document has or had.

        Raises:
            BlindError: The viewer is in a blind pass, and another coder's are asked for.
        """
        whose = self.only(coder)
        return [
            coding
            for coding in store.revisions.codings_of_revision(self.connection, revision.id)
            if whose in {None, coding.coder} and (codes is None or coding.code in codes)
        ]

    def revise(
        self, document: str, path: Path, transcript: Transcript, coder: str, *, dry_run: bool = False
    ) -> Revised:
        """Give a document a corrected text, and bring all work on it along.

        Args:
            document: The document.
            path: Where the corrected transcript came from.
            transcript: What was read.
            coder: Who corrects.
            dry_run: Say what would happen, and leave everything as it is.

        Raises:
            SameTextError: Another document has that very text.
            BlindError: The viewer is in a blind pass; what became of others' codings is not for her.
        """
        from kodning.preparing import prepare

        self.refuse_blind()
        known = self.revision(document)
        who = self._doer(coder)
        prepared = prepare(transcript, known.name, path.name)
        try:
            with write(self.connection, self.store_path):
                done = self._revise(known, path, prepared, who)
                if dry_run:
                    raise _RolledBackError  # noqa: TRY301 - out of the transaction, so that nothing of it stays
        except _RolledBackError:
            self._word_indexes.clear()
        return done

    def _revise(
        self,
        known: "store.queries.RevisionRow",
        path: Path,
        prepared: "store.writing.PreparedDocument",
        who: str,
    ) -> Revised:
        turns = store.queries.turns(self.connection, known.id)
        new = prepared.transcript
        timed = store.queries.time_marks(self.connection, known.id)
        same = known.text == new.text and turns == list(new.turns) and timed == list(new.times)
        facts = [(None, new.attributes), *new.participants.items()]
        kept = not any(self._differs(known.document, speaker, values) for speaker, values in facts)
        if same and kept:
            return Revised(known.name, "unchanged", known.number)
        other = store.queries.name_of_text(self.connection, prepared.sha256)
        if other not in {None, known.name}:
            raise SameTextError(path, str(other))
        action = store.writing.add_action(self.connection, "revise", who, f"{known.name}: {path.name}")
        for speaker, values in facts:
            store.writing.add_attributes(self.connection, action, known.document, values, speaker)
        if same:
            return Revised(known.name, "attributes", known.number)
        key = store.revisions.add_revision(self.connection, action, known.document, prepared)
        current = self.revision(known.name)
        carried = self.carry(action, current)
        rows = tuple(store.revisions.carried_codings(self.connection, key))
        speakers = 0
        if len(turns) == len(new.turns):
            speakers = sum(a[3:5] != b[3:5] for a, b in zip(turns, new.turns, strict=True))
        sizes = len(turns), len(new.turns)
        return Revised(known.name, "revised", current.number, rows, carried, speakers, sizes)

    def became(self, document: str, number: int | None = None) -> Revised:
        """What became of the codings when a document was last revised, or at a revision of that number."""
        self.refuse_blind()
        current = self.revision(document)
        chosen = current if number is None else self.revision_number(document, number)
        rows = tuple(store.revisions.carried_codings(self.connection, chosen.id))
        return Revised(current.name, "revised" if rows else "unchanged", chosen.number, rows)

    def lost_codings(self, document: str | None = None) -> "list[store.revisions.LostRow]":
        """Codings whose words are gone from the current text and that nobody has settled."""
        name = self.revision(document).name if document is not None else None
        whose = self.only(None)
        return [
            row for row in store.revisions.lost_codings(self.connection, name) if whose in {None, row.coder}
        ]

    def settle(self, places: Mapping[str, str | None], coder: str) -> list[int]:
        """Put lost codings in their place, or let them go, all of them or none.

        Args:
            places: Number of a lost coding to a span of its document as it is now; None lets the coding go.
            coder: Who does it. The codings stay their coders'.

        Returns:
            The numbers of the codings where they now stand.

        Raises:
            NotLostError: A coding that is not lost.
            BadSpanError: A span that is not in the text.
        """
        who = self._doer(coder)
        with write(self.connection, self.store_path):
            lost = {str(row.id): row for row in self.lost_codings()}
            for wanted in places:
                if wanted not in lost:
                    raise NotLostError(wanted)
            names = [f"{lost[wanted].document} {wanted}" for wanted in places]
            action = store.writing.add_action(self.connection, "settle", who, listing(names, 3))
            targets = [self._settle(action, lost[wanted], span) for wanted, span in places.items()]
            self.carry_all(action)  # memos on them follow
        return [target for target in targets if target is not None]

    def _settle(self, action: int, lost: "store.revisions.LostRow", span: str | None) -> int | None:
        target = None
        if span is not None:
            start, end = self.resolve(lost.document, span)
            created, origin = store.revisions.made(self.connection, lost.id)
            new = NewCoding(lost.document, start, end, lost.code, lost.coder, created, lost.memo)
            there = self._there([new])
            if there:
                target = min(there.values())
            else:
                self._add_codings(action, [new], origin, arriving=True)
                target = self._there([new]).popitem()[1]
        store.revisions.add_settlement(self.connection, action, lost.id, target)
        return target
