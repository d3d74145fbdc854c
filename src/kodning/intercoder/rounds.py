"""Rounds: frozen passes, what was decided on their disagreements, and agreement before and after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from kodning.errors import KodningError
from kodning.intercoder.adjudication import ADJUDICATOR, Adjudication, Decision, apply_decisions
from kodning.intercoder.disagreements import Comparison, compare
from kodning.intercoder.passages import DocumentText
from kodning.intercoder.results import Pooled
from kodning.intercoder.study import agreement_report
from kodning.intercoder.units import TooFewCodersError, Unit, compared_coders, unit_table
from kodning.intercoder.work import CodingWork, pass_record, texts_of, work_now, work_of_pass
from kodning.project import Project, checked_name
from kodning.store import decisions as decision_store
from kodning.store.decisions import DecisionRow, NewDecision
from kodning.store.passes import PassRow


class NoFrozenPassError(KodningError):
    """Disagreements are settled on a frozen pass, and there is none."""

    def __init__(self) -> None:
        super().__init__(
            "Uenigheder afgøres på et frosset gennemløb, så tallet før kan stå ved magt. "
            "Frys først: kodning agree --freeze NAVN",
            "Disagreements are settled on a frozen pass, so that the figure before stands. "
            "Freeze first: kodning agree --freeze NAME",
        )


class NotFrozenError(KodningError):
    """An adjudicated pass is not adjudicated again: its base is."""

    def __init__(self, name: str, base: str) -> None:
        super().__init__(
            f"»{name}« er selv afgjort. Afgør på det frosne gennemløb: --pass {base}",
            f"“{name}” is adjudicated itself. Adjudicate the frozen pass: --pass {base}",
        )


class Figure(NamedTuple):
    """Pooled agreement of a work on one unit; without figures where fewer than two coders can be compared."""

    n_units: int
    pooled: Pooled | None

    def record(self) -> dict[str, Any]:
        """The figure as programs get it."""
        found = self.pooled.record() if self.pooled else {}
        keys = ("alpha", "interval", "interval_method", "reason")
        return {"n_units": self.n_units, **{key: found.get(key) for key in keys}}


@dataclass(frozen=True, slots=True)
class Table:
    """A frozen pass on the table, for its disagreements to be settled.

    Attributes:
        base: The pass.
        work: What is in it.
        texts: Its documents.
        comparison: Its disagreements.
        decided: Decisions in force on them.
    """

    base: PassRow
    work: CodingWork
    texts: dict[str, DocumentText]
    comparison: Comparison
    decided: Sequence[DecisionRow]

    @property
    def open(self) -> list[str]:
        """Ids of the disagreements that are not decided, in order."""
        done = {row.disagreement for row in self.decided}
        return [found.id for found in self.comparison.disagreements if found.id not in done]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of settling disagreements.

    Attributes:
        row: The adjudicated pass.
        before: Agreement of the frozen pass.
        after: Agreement with the decisions in place of what was disagreed about.
        settled: What follows from the decisions.
        new: False where this very pass was there already.
    """

    row: PassRow
    before: Figure
    after: Figure
    settled: Adjudication
    new: bool


def lay_out(project: Project, name: str | None = None) -> Table:
    """Put a frozen pass on the table: the one named, else the latest.

    Raises:
        NoFrozenPassError: There is none.
        NotFrozenError: It is an adjudicated one.
        BlindError: The viewer is in a blind pass.
    """
    project.refuse_blind()
    if name is None:
        frozen = [row.name for row in project.passes() if row.kind == "frozen"]
        if not frozen:
            raise NoFrozenPassError
        name = frozen[-1]
    base = project.find_pass(name)
    if base.base is not None:
        raise NotFrozenError(base.name, base.base)
    work = work_of_pass(project, name)
    if len(work.coders) < 2:  # noqa: PLR2004 - a pair
        raise TooFewCodersError(work.coders, work.coders)
    texts = texts_of(project, work)
    comparison = compare(work, work.coders, texts)
    known = {found.id for found in comparison.disagreements}
    decided = [row for row in project.decisions() if row.disagreement in known]
    return Table(base, work, texts, comparison, decided)


def decide(project: Project, table: Table, decisions: Iterable[Decision], by: str) -> int:
    """Keep decisions on disagreements of a pass; those that say what was decided already are passed over.

    Returns:
        How many are new.
    """
    found = {one.id: one for one in table.comparison.disagreements}
    known = {row.disagreement: _of_row(row) for row in table.decided}
    new = [
        NewDecision(
            decision.disagreement,
            found[decision.disagreement].document,
            decision.outcome,
            checked_name(decision.decided_by or by),
            decision.reason,
            decision.codebook_change,
        )
        for decision in decisions
        if known.get(decision.disagreement) != decision
    ]
    project.decide(new, by, table.base)
    return len(new)


def _of_row(row: DecisionRow) -> Decision:
    return Decision(row.disagreement, row.outcome, row.reason, row.codebook_change, row.decided_by)


def freeze(project: Project, name: str, by: str, coders: Sequence[str] = ()) -> PassRow:
    """Freeze coders' work under a name, unless nobody can be compared on it.

    Args:
        project: The project.
        name: Name of the pass.
        by: Who freezes it.
        coders: Whose work; else that of everybody who has reviewed something.

    Raises:
        TooFewCodersError: Fewer than two coders, or one of them has reviewed nothing.
        NameTakenError: There is a pass of that name.
        BlindError: The viewer is in a blind pass.
    """
    compared_coders(project, work_now(project), coders)
    return project.freeze(name, by, coders)


class Foreseen(NamedTuple):
    """What writing the result of the decisions would do.

    Attributes:
        table: The frozen pass with its decisions.
        settled: What follows from them.
        name: Name of the pass that would be written, or of the one that is there.
        adjudicator: Under whose name the settled codings would stand.
        known: The pass that came of these very decisions already; then nothing would be written.
    """

    table: Table
    settled: Adjudication
    name: str
    adjudicator: str
    known: PassRow | None


def foresee(
    project: Project, base: str | None, *, adjudicator: str = ADJUDICATOR, name: str | None = None
) -> Foreseen:
    """What `adjudicate` would write, with nothing written; its arguments and failures are the same."""
    table = lay_out(project, base)
    stands_for = checked_name(adjudicator)
    settled = apply_decisions(
        table.work, table.comparison, [_of_row(row) for row in table.decided], stands_for
    )
    known = None if name is not None else _same(project, table, settled, stands_for)
    project.refuse_coding(stands_for)
    if known is not None:
        return Foreseen(table, settled, known.name, stands_for, known)
    if name is not None:
        project.refuse_taken_pass(name)
    free = name or free_name(project, f"{table.base.name}-{stands_for}")
    return Foreseen(table, settled, free, stands_for, None)


def adjudicate(
    project: Project,
    base: str,
    by: str,
    *,
    adjudicator: str = ADJUDICATOR,
    name: str | None = None,
    unit: Unit = "segment",
) -> Outcome:
    """Write the pass that follows from the decisions in force on a frozen pass. What is not decided stays open.

    Without a name, the same decisions give the same pass: a second time nothing is written.

    Args:
        project: The project.
        base: The frozen pass.
        by: Who does it.
        adjudicator: Under whose name the settled codings stand.
        name: Name of the new pass; else that of the base and of the adjudicator.
        unit: What the two figures are computed on.

    Raises:
        AdjudicatorError: The adjudicator is somebody who codes.
        NameTakenError: There is a pass of that name.
    """
    plan = foresee(project, base, adjudicator=adjudicator, name=name)
    row = write_foreseen(project, plan, by)
    return Outcome(
        row=row,
        before=figure(project, plan.table.work, unit),
        after=figure(project, _with_codes(project, plan.settled.work, row), unit),
        settled=plan.settled,
        new=plan.known is None,
    )


def write_foreseen(project: Project, plan: Foreseen, by: str) -> PassRow:
    """Write what was foreseen, unless it is there."""
    return plan.known or project.adjudicate(
        plan.name, plan.table.base, plan.settled.codings, plan.table.decided, by, plan.adjudicator
    )


class Standing(NamedTuple):
    """How far a frozen pass has come.

    Attributes:
        table: The pass with its disagreements and the decisions in force on them.
        result: The latest pass that was written of decisions on it; None before there is one.
        before: Agreement of the frozen pass; computed only where there is a result to set it against.
        after: Agreement with the result's decisions put in.
        current: Whether the result came of the very decisions that are in force.
    """

    table: Table
    result: PassRow | None
    before: Figure | None
    after: Figure | None
    current: bool


def standing(project: Project, name: str, unit: Unit = "segment") -> Standing:
    """How far a frozen pass has come: what is decided, and agreement before and after once the result is written.

    Raises:
        UnknownPassError: With the nearest name.
        NotFrozenError: It is an adjudicated one.
        TooFewCodersError: There is nobody to compare in it.
        BlindError: The viewer is in a blind pass.
    """
    table = lay_out(project, name)
    written = [row for row in project.passes() if row.base == table.base.name]
    if not written:
        return Standing(table, None, None, None, current=False)
    result = written[-1]
    made = {row.id for row in decision_store.decisions_of_pass(project.connection, result.id)}
    return Standing(
        table,
        result,
        figure(project, table.work, unit),
        figure(project, work_of_pass(project, result.name), unit),
        current=made == {row.id for row in table.decided},
    )


def _same(project: Project, table: Table, settled: Adjudication, adjudicator: str) -> PassRow | None:
    """The latest adjudicated pass, if it came of these very decisions and its codings stand as they should."""
    earlier = [
        row for row in project.passes() if row.base == table.base.name and row.coders == (adjudicator,)
    ]
    if not earlier:
        return None
    decisions = decision_store.decisions_of_pass(project.connection, earlier[-1].id)
    if [row.id for row in decisions] != sorted(row.id for row in table.decided):
        return None
    standing = {(c.document, c.start, c.end, c.code) for c in project.codings(coder=adjudicator)}
    return earlier[-1] if {new[:4] for new in settled.codings} <= standing else None


def free_name(project: Project, wanted: str) -> str:
    """A name for a pass that is not taken: the one wanted, else with a number behind it."""
    taken = {row.name.casefold() for row in project.passes()}
    number, name = 1, wanted
    while name.casefold() in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def settled_work(project: Project, work: CodingWork, row: PassRow) -> CodingWork:
    """The work of a frozen pass with the decisions of an adjudicated one in place of what was disagreed about."""
    comparison = compare(work, work.coders, texts_of(project, work))
    decisions = [_of_row(one) for one in decision_store.decisions_of_pass(project.connection, row.id)]
    return apply_decisions(work, comparison, decisions, row.coders[0]).work


def _with_codes(project: Project, work: CodingWork, row: PassRow) -> CodingWork:
    """With the codes that came up when disagreements were settled."""
    return work._replace(codes=work_of_pass(project, row.name).codes)


def figure(project: Project, work: CodingWork, unit: Unit) -> Figure:
    """Pooled agreement of a work on one unit."""
    try:
        table = unit_table(project, unit, work=work)
    except TooFewCodersError:
        return Figure(0, None)
    report = agreement_report(project, table, work=work)
    return Figure(report.n_units, report.pooled)


class Round(NamedTuple):
    """A line of the table of rounds.

    Attributes:
        row: The pass.
        unit: The unit of the figures.
        before: Agreement of the frozen pass, or of the one that was adjudicated.
        after: Agreement after adjudication.
    """

    row: PassRow
    unit: Unit
    before: Figure
    after: Figure | None

    def record(self) -> dict[str, Any]:
        """The round as programs get it."""
        return {
            **(pass_record(self.row) or {}),
            "unit": self.unit,
            "before": self.before.record(),
            "after": self.after.record() if self.after else None,
        }


def rounds(project: Project, unit: Unit = "segment") -> list[Round]:
    """Every pass with its agreement, oldest first; to a coder in a blind pass only those of her own work."""
    frozen: dict[str, Figure] = {}
    found = []
    for row in project.passes():
        figures = figure(project, work_of_pass(project, row.name), unit)
        if row.base is None:
            frozen[row.name] = figures
        found.append(
            Round(row, unit, figures, None)
            if row.base is None
            else Round(row, unit, frozen[row.base], figures)
        )
    return found
