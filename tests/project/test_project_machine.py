"""Coding, retracting, memos, reviews, undo and redo in any order, against a model that keeps only actions."""

import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kodning.errors import NothingToUndoError, SameCodingError, UnknownCodingError
from kodning.model import NewCoding, Transcript, Turn
from kodning.project import Project
from kodning.store.schema import APPEND_ONLY

TEXT = "Pengene fylder. Tiden mangler. Ellers ikke noget."
CODERS = ("eva", "ole")
CODES = ("økonomi", "tid")
SPANS = ("0:15", "0:30")
UNDOABLE = {"code", "codings", "retract", "memo", "reviewed", "undo"}

coders = st.sampled_from(CODERS)
codes = st.sampled_from(CODES)
spans = st.sampled_from(SPANS)
numbers = st.integers(0, 10_000)

Place = tuple[int, int, str, str]


@dataclass
class Action:
    """What somebody did; whether it counts follows from who undid it."""

    kind: str
    coder: str
    codings: dict[int, Place] = field(default_factory=dict)
    retracts: tuple[int, ...] = ()
    reviews: tuple[tuple[int, int], ...] = ()
    memos: tuple[str, ...] = ()
    undoes: int | None = None
    undone_by: int | None = None


def _span(spec: str) -> tuple[int, int]:
    start, _, end = spec.partition(":")
    return int(start), int(end)


class ProjectMachine(RuleBasedStateMachine):
    """A project of one document and two coders."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        codebook = "codes:\n  - id: økonomi\n    codes:\n      - id: løn\n  - id: tid\n"
        self.project = Project.create(Path(self._folder.name) / "p", codebook, "eva")
        self.project.connection.execute("PRAGMA synchronous = OFF")
        turn = Turn(1, 0, len(TEXT), "Eva", "informant")
        transcript = Transcript(TEXT, (turn,), "Samtale", "utf-8", "0" * 64)
        self.project.import_transcripts([(Path("samtale.txt"), transcript)], "eva")
        self.actions = {action.id: Action(action.kind, "eva") for action in self.project.history()}
        self.seen: dict[str, set[tuple[object, ...]]] = {table: set() for table in APPEND_ONLY}
        self.memos_written = 0

    def teardown(self) -> None:
        """Let go of the files."""
        self.project.close()
        self._folder.cleanup()

    # The model: what is in force follows from the actions alone.

    def counts(self, number: int) -> bool:
        """Whether an action is in force: nobody undid it, or whoever did was undone."""
        undone_by = self.actions[number].undone_by
        return undone_by is None or not self.counts(undone_by)

    def in_force(self) -> dict[int, Place]:
        """Codings of actions in force that no retraction in force has taken back."""
        here = [action for number, action in self.actions.items() if self.counts(number)]
        gone = {coding for action in here for coding in action.retracts}
        return {key: place for action in here for key, place in action.codings.items() if key not in gone}

    def gone(self) -> list[Place]:
        """Places that were coded and are not now."""
        ever = {place for action in self.actions.values() for place in action.codings.values()}
        return sorted(ever - set(self.in_force().values()))

    def clashes(self) -> bool:
        """Whether a coder would have the same code on the same span twice."""
        return max(Counter(self.in_force().values()).values(), default=0) > 1

    def newest(self) -> int:
        """The number of the action the project has just written; it must be one that the model lacks."""
        number = self.project.history(limit=1)[0].id
        assert number not in self.actions
        return number

    # What people do.

    @rule(coder=coders, span=spans, code=codes)
    def code(self, coder: str, span: str, code: str) -> None:
        """Put a code on a span, or be told that it is there."""
        place = (*_span(span), code, coder)
        if place in self.in_force().values():
            with pytest.raises(SameCodingError):
                self.project.code("samtale", span, [code], coder)
            return
        (new,) = self.project.code("samtale", span, [code], coder)
        self.actions[self.newest()] = Action("code", coder, codings={new.id: place})

    @precondition(lambda self: self.gone())
    @rule(which=numbers)
    def code_again(self, which: int) -> None:
        """What was coded once and is gone; undoing its undoing would put it there twice."""
        gone = self.gone()
        start, end, code, coder = gone[which % len(gone)]
        self.code(coder, f"{start}:{end}", code)

    @rule(coder=coders, chosen=st.sets(st.tuples(spans, codes), min_size=1))
    def import_codings(self, coder: str, chosen: set[tuple[str, str]]) -> None:
        """What is there already is passed over."""
        places = {(*_span(span), code, coder) for span, code in chosen}
        before = self.in_force()
        new = [NewCoding("samtale", start, end, code, who) for start, end, code, who in sorted(places)]
        added = self.project.import_codings(new, coder, "fil.csv")
        missing = places - set(before.values())
        assert added == len(missing)
        if missing:
            found = {c.id: (c.start, c.end, c.code, c.coder) for c in self.project.codings()}
            written = {key: place for key, place in found.items() if key not in before}
            assert set(written.values()) == missing
            self.actions[self.newest()] = Action("codings", coder, codings=written)

    @precondition(lambda self: self.in_force())
    @rule(coder=coders, which=numbers, other=numbers)
    def retract(self, coder: str, which: int, other: int) -> None:
        """Anybody may take any coding in force back."""
        keys = sorted(self.in_force())
        chosen = tuple(dict.fromkeys((keys[which % len(keys)], keys[other % len(keys)])))
        self.project.retract([str(key) for key in chosen], coder)
        self.actions[self.newest()] = Action("retract", coder, retracts=chosen)

    @rule(coder=coders, which=numbers)
    def retract_what_is_not_there(self, coder: str, which: int) -> None:
        """A coding that is gone, or never was, is refused."""
        gone = {key for action in self.actions.values() for key in action.codings} - set(self.in_force())
        number = sorted(gone)[which % len(gone)] if gone else 99_999
        with pytest.raises(UnknownCodingError):
            self.project.retract([str(number)], coder)

    @rule(coder=coders)
    def memo(self, coder: str) -> None:
        """A memo on the document."""
        self.memos_written += 1
        text = f"memo {self.memos_written}"
        self.project.memo(text, coder, document="samtale")
        self.actions[self.newest()] = Action("memo", coder, memos=(text,))

    @precondition(lambda self: self.in_force())
    @rule(coder=coders, which=numbers)
    def memo_on_a_coding(self, coder: str, which: int) -> None:
        """It stays on that coding when the coding goes and comes back."""
        self.memos_written += 1
        text = f"memo {self.memos_written}"
        keys = sorted(self.in_force())
        self.project.memo(text, coder, coding=str(keys[which % len(keys)]))
        self.actions[self.newest()] = Action("memo", coder, memos=(text,))

    @rule(coder=coders, span=spans)
    def review_a_span(self, coder: str, span: str) -> None:
        """Each reading is recorded."""
        self.project.mark_reviewed(["samtale"], coder, span)
        self.actions[self.newest()] = Action("reviewed", coder, reviews=(_span(span),))

    @rule(coder=coders)
    def review_the_document(self, coder: str) -> None:
        """A document read wholly is not recorded twice."""
        whole = (0, len(TEXT))
        known = any(
            action.coder == coder and whole in action.reviews and self.counts(number)
            for number, action in self.actions.items()
        )
        self.project.mark_reviewed(["samtale"], coder)
        if not known:
            self.actions[self.newest()] = Action("reviewed", coder, reviews=(whole,))

    @rule(coder=coders)
    def undo_the_latest(self, coder: str) -> None:
        """Goes further back each time, and never to what is undone."""
        mine = [
            number
            for number, action in self.actions.items()
            if action.coder == coder and action.kind in UNDOABLE - {"undo"} and self.counts(number)
        ]
        if not mine:
            with pytest.raises(NothingToUndoError):
                self.project.undo(coder)
            return
        target = max(mine)
        while (undone_by := self.actions[target].undone_by) is not None:
            target = undone_by  # undone and redone: the redo is what is undone
        self._undo(coder, None, target)

    @rule(coder=coders, which=numbers)
    def undo_by_number(self, coder: str, which: int) -> None:
        """Only one's own, only once; an undo can be undone."""
        keys = sorted(self.actions)
        target = keys[which % len(keys)]
        action = self.actions[target]
        if action.coder != coder or action.kind not in UNDOABLE or action.undone_by is not None:
            with pytest.raises(NothingToUndoError):
                self.project.undo(coder, target)
            return
        self._undo(coder, target, target)

    @rule(coder=coders, which=numbers)
    def undo_what_can_be_undone(self, coder: str, which: int) -> None:
        """As above, but only what is allowed: undo, redo and clashes come about often."""
        mine = [
            number
            for number, action in self.actions.items()
            if action.coder == coder and action.kind in UNDOABLE and action.undone_by is None
        ]
        if mine:
            target = sorted(mine)[which % len(mine)]
            self._undo(coder, target, target)

    def _undo(self, coder: str, asked: int | None, target: int) -> None:
        number = max(self.actions) + 1
        self.actions[target].undone_by = number
        self.actions[number] = Action("undo", coder, undoes=target)
        if self.clashes():
            del self.actions[number]
            self.actions[target].undone_by = None
            with pytest.raises(SameCodingError):
                self.project.undo(coder, asked)
            return
        assert self.project.undo(coder, asked).id == target
        assert self.project.history(limit=1)[0].undoes == target

    # What must hold at any time.

    @invariant()
    def the_codings_in_force_are_the_models(self) -> None:
        """By number, place, code and coder."""
        found = {c.id: (c.start, c.end, c.code, c.coder) for c in self.project.codings()}
        assert found == self.in_force()

    @invariant()
    def the_reviews_in_force_are_the_models(self) -> None:
        """As often as they were made."""
        expected = Counter(
            ("samtale", action.coder, *span)
            for number, action in self.actions.items()
            if self.counts(number)
            for span in action.reviews
        )
        assert Counter(self.project.reviews()) == expected

    @invariant()
    def the_memos_in_force_are_the_models(self) -> None:
        """By their texts."""
        expected = [
            text for number, action in self.actions.items() if self.counts(number) for text in action.memos
        ]
        assert sorted(memo.text for memo in self.project.memos()) == sorted(expected)

    @invariant()
    def the_history_lists_everything(self) -> None:
        """With what undoes what."""
        rows = {row.id: (row.kind, row.coder, row.undoes, row.undone_by) for row in self.project.history()}
        model = {n: (a.kind, a.coder, a.undoes, a.undone_by) for n, a in self.actions.items()}
        assert rows == model

    @invariant()
    def nothing_disappears_from_the_file(self) -> None:
        """Every row ever seen is there, unchanged."""
        for table, before in self.seen.items():
            now = {tuple(row) for row in self.project.connection.execute(f"SELECT * FROM {table}")}
            assert before <= now
            self.seen[table] = now


TestProjectMachine = ProjectMachine.TestCase
TestProjectMachine.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
