"""Suggestions in a project: kept apart from codings, gone through one at a time, decided on for ever.

Making them is `kodning.suggest.running`; here they are written, asked for and decided on.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kodning import store
from kodning.errors import BadSpanError, KodningError, SameCodingError
from kodning.model import Coding, NewCoding
from kodning.project.taking_in import ProjectTakingIn
from kodning.project.viewing import BlindError
from kodning.store.connection import writing as write

if TYPE_CHECKING:
    from kodning.store.suggestions import NewSuggestion, RunRow, State, StoreVectors, SuggestionRow

_DECISIONS: "dict[store.suggestions.Outcome, str]" = {
    "accepted": "accept",
    "rejected": "reject",
    "recoded": "recode",
    "skipped": "skip",
}
UNDECIDED: "tuple[State, ...]" = ("open", "skipped")


class BlindSuggestionsError(BlindError):
    """A coder in a blind pass gets no suggestions."""

    def __init__(self, coder: str) -> None:
        super().__init__(coder)
        self.da = f"En blind gennemgang har ingen forslag. {self.da}"
        self.en = f"A blind pass has no suggestions. {self.en}"


class UnknownSuggestionError(KodningError):
    """A suggestion that is not there, or that a newer run has taken the place of."""

    def __init__(self, wanted: int) -> None:
        super().__init__(
            f"Der er intet forslag nr. {wanted}. Se numrene med »kodning suggestions«.",
            f"There is no suggestion no. {wanted}. See the numbers with “kodning suggestions”.",
        )


class DecidedError(KodningError):
    """A suggestion that has been decided on already."""

    def __init__(self, row: "SuggestionRow") -> None:
        super().__init__(
            f"Forslag nr. {row.id} er afgjort ({row.state}). Fortryd først med »kodning undo«.",
            f"Suggestion no. {row.id} is decided ({row.state}). Take that back first with “kodning undo”.",
        )


class Batch(NamedTuple):
    """What a run found in a document.

    Attributes:
        revision: Key of the document's revision.
        calibrated: Whether the scores are probabilities.
        suggestions: What it suggests.
    """

    revision: int
    calibrated: bool
    suggestions: "Sequence[NewSuggestion]"


class ProjectSuggesting(ProjectTakingIn):
    """A project, as far as suggestions go."""

    def suggestion_coder(self, coder: str) -> str:
        """The name of a coder as suggestions are made for her and decided by her; she may be new.

        Raises:
            BlindSuggestionsError: She is in a blind pass, or the viewer is.
        """
        name = self._known_or_new(coder)
        if blind := self._in_blind_pass(name) or self.blind:
            raise BlindSuggestionsError(blind)
        return name

    def _known_or_new(self, coder: str) -> str:
        name = self._doer(coder) if self.blind is None else coder
        known = [row[0] for row in self.connection.execute("SELECT name FROM coder")]
        same = [other for other in known if other.casefold() == name.casefold()]
        return name if name in known or len(same) != 1 else same[0]

    def suggestion_list(
        self,
        *,
        coder: str | None = None,
        document: str | None = None,
        codes: Sequence[str] = (),
        state: "State | None" = None,
        least: float = 0.0,
    ) -> "list[SuggestionRow]":
        """Suggestions as they stand, by document and passage, the best first.

        Args:
            coder: Only hers; None: everybody's.
            document: Only of this document.
            codes: Only these codes and those under them.
            state: Only in this state.
            least: Only with at least this score.

        Raises:
            BlindSuggestionsError: The viewer or the coder is in a blind pass.
            UnknownDocumentError, UnknownCodeError, UnknownCoderError: There is none of that name.
        """
        if blind := (self._in_blind_pass(coder) if coder else None) or self.blind:
            raise BlindSuggestionsError(blind)
        keys = self._with_sub_codes(codes)
        name = self.revision(document).name if document is not None else None
        whose = self.coder(coder) if coder else None
        return store.suggestions.suggestions(
            self.connection, coder=whose, document=name, codes=keys, state=state, least=least
        )

    def _with_sub_codes(self, codes: Sequence[str]) -> list[str] | None:
        if not codes:
            return None
        wanted = {self.code_id(code) for code in codes}
        rows = self.connection.execute(
            "SELECT a.key, d.key FROM code_path p JOIN code a ON a.id = p.ancestor"
            " JOIN code d ON d.id = p.descendant"
        )
        return sorted({below for above, below in rows if above in wanted} | wanted)

    def suggestion(self, number: int) -> "SuggestionRow":
        """A suggestion by its number.

        Raises:
            UnknownSuggestionError: There is none.
            BlindSuggestionsError: The viewer or its coder is in a blind pass.
        """
        found = store.suggestions.suggestions(self.connection, key=number)
        if not found:
            raise UnknownSuggestionError(number)
        self.suggestion_coder(found[0].coder)
        return found[0]

    def suggestion_decisions(
        self, coder: str, method: str, version: str
    ) -> "list[store.suggestions.Decided]":
        """What a coder has found right and wrong of a method's suggestions."""
        return store.suggestions.decided(self.connection, coder, method, version)

    def accept_suggestion(
        self, number: int, *, span: str | None = None, code: str | None = None, memo: str = ""
    ) -> Coding:
        """Make a coding of a suggestion, in the name of the coder it was made for.

        Args:
            number: The suggestion.
            span: What to code; else the sentence that speaks most for the code. `passage`: all of it.
            code: Another code than the one suggested.
            memo: A remark on the coding.

        Raises:
            DecidedError: It is decided already.
            SameCodingError: The coder has that very coding.
            BadSpanError: The span lies outside the passage.
        """
        row = self._undecided(number)
        key = row.code if code is None else self.code_id(code)
        start, end = self._span_of(row, span)
        new = NewCoding(row.document, start, end, key, row.coder, memo=memo)
        outcome: store.suggestions.Outcome = "accepted" if key == row.code else "recoded"
        with write(self.connection, self.store_path):
            self._undecided(number)  # another process may have been quicker
            if there := self._there([new]):
                raise SameCodingError(min(there.values()))
            summary = f"{row.document} {start}:{end} {key}"
            action = store.writing.add_action(self.connection, _DECISIONS[outcome], row.coder, summary)
            (coding,) = self._add_codings(action, [new], "suggestion")
            self._add_decision(action, [row], outcome, coding)
        return self.coding(str(coding))

    def _span_of(self, row: "SuggestionRow", span: str | None) -> tuple[int, int]:
        if span is None:
            return row.sentence_start, row.sentence_end
        if span == "passage":
            return row.start, row.end
        start, end = self.resolve(row.document, span)
        if start >= row.end or end <= row.start:
            raise BadSpanError(
                row.document,
                span,
                f"ligger uden for forslagets tekststykke ({row.start}:{row.end}).",
                f"lies outside the suggestion's passage ({row.start}:{row.end}).",
            )
        return start, end

    def reject_suggestions(self, *numbers: int) -> None:
        """Record that suggested codes do not belong; all of them are taken back by one undo."""
        self._decide(numbers, "rejected")

    def skip_suggestion(self, number: int) -> None:
        """Leave a suggestion for later."""
        self._decide([number], "skipped")

    def _decide(self, numbers: Sequence[int], outcome: "store.suggestions.Outcome") -> None:
        with write(self.connection, self.store_path):
            rows = [self._undecided(number) for number in numbers]
            first = rows[0]
            codes = ", ".join(row.code for row in rows)
            summary = f"{first.document} {first.start}:{first.end} {codes}"
            action = store.writing.add_action(self.connection, _DECISIONS[outcome], first.coder, summary)
            self._add_decision(action, rows, outcome)

    def _undecided(self, number: int) -> "SuggestionRow":
        row = self.suggestion(number)
        if row.state not in {*UNDECIDED, "coded"}:
            raise DecidedError(row)
        return row

    def _add_decision(
        self,
        action: int,
        rows: "Sequence[SuggestionRow]",
        outcome: "store.suggestions.Outcome",
        coding: int | None = None,
    ) -> None:
        coder = store.writing.coder_id(self.connection, rows[0].coder)
        numbers = [row.id for row in rows]
        store.suggestions.add_decision(self.connection, action, numbers, coder, outcome, coding)

    def last_suggestion_run(self, coder: str) -> "RunRow | None":
        """The newest run for a coder."""
        return store.suggestions.last_run(self.connection, coder)

    def documents_of_run(self, run: int) -> set[int]:
        """The revisions that a run has been through."""
        return store.suggestions.documents_of_run(self.connection, run)

    def begin_suggestions(
        self, coder: str, method: str, version: str, settings: dict[str, Any], basis: str
    ) -> int:
        """Begin a run; gives its key."""
        who = self.suggestion_coder(coder)
        with self.action("suggest", who, f"{method} {version}") as action:
            new = store.suggestions.NewRun(
                store.writing.coder_id(self.connection, who), method, version, settings, basis
            )
            return store.suggestions.add_run(self.connection, action, new)

    def keep_suggestions(self, run: int, batches: Iterable[Batch]) -> None:
        """Write what a run found in some documents, all of them or none; a document that is there stays as it is."""
        with write(self.connection, self.store_path):
            there = self.documents_of_run(run)
            for batch in batches:
                if batch.revision not in there:  # two processes may go on with the same run
                    store.suggestions.add_document(
                        self.connection, run, batch.revision, batch.suggestions, calibrated=batch.calibrated
                    )

    def vectors(self) -> "StoreVectors":
        """Where vectors of passages are kept between runs."""
        return store.suggestions.StoreVectors(self.connection, self.store_path)
