"""A frozen pass never changes; what is decided on its disagreements becomes a pass of its own."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kodning.codebook import UnknownCodeError
from kodning.errors import BadSpanError, UnknownCoderError, UnknownDocumentError
from kodning.intercoder.adjudication import Decision, version_of
from kodning.intercoder.rounds import Table, adjudicate, decide, lay_out, rounds
from kodning.intercoder.work import work_now, work_of_pass
from kodning.model import NewCoding
from kodning.project import Project
from kodning.project.passes import (
    AdjudicatorError,
    ChangedPassError,
    NameTakenError,
    NothingToFreezeError,
    UnknownPassError,
)
from kodning.store.connection import STORE_NAME
from kodning.store.decisions import NewDecision

Run = Callable[..., CompletedProcess[str]]

VIEWS_OF_A_PASS = (
    ("agree", "--pass", "runde 1", "--format", "json"),
    ("agree", "--pass", "runde 1", "--format", "json", "--unit", "document", "--themes"),
    ("agree", "--pass", "runde 1", "--unit", "turn"),
    ("disagreements", "--pass", "runde 1", "--format", "json"),
    ("disagreements", "--pass", "runde 1", "--html"),
    ("disagreements", "--pass", "runde 1", "--matrix"),
    ("passes", "--format", "json"),
)


def _print(kodning: Run, folder: Path) -> list[str]:
    results = [kodning(*command, project=folder) for command in VIEWS_OF_A_PASS]
    assert [result.returncode for result in results] == [0] * len(results), results
    return [result.stdout for result in results]


def _retract(project: Project) -> None:
    project.retract([str(project.codings(coder="koder-a")[3].id)], "koder-b", "forkert")


def _recode(project: Project) -> None:
    project.code("interview-1", "t4", ["budget"], "koder-a")


def _undo_review(project: Project) -> None:
    project.undo("koder-b", next(a.id for a in project.history(coder="koder-b") if a.kind == "reviewed"))


def _edit_codebook(project: Project) -> None:
    book = project.folder / "codebook.yaml"
    text = book.read_text(encoding="utf-8").replace("Budget", "Penge").replace("id: budget", "id: omdøbt")
    book.write_text(text + "  - id: helt-ny\n    codes: [{id: under-ny}]\n", encoding="utf-8")
    Project.open(project.folder).close()


def _empty_codebook(project: Project) -> None:
    (project.folder / "codebook.yaml").write_text("codes:\n  - id: intet\n", encoding="utf-8")
    Project.open(project.folder).close()


def _import_document(project: Project) -> None:
    file = project.folder / "ny.txt"
    file.write_text("Interviewer: Hvad så?\n\nAnna: Vi mangler penge til det hele.\n", encoding="utf-8")
    from kodning.reading import read

    project.import_transcripts([(file, read(file))], "leder")
    project.mark_reviewed(["ny"], "koder-a")
    project.mark_reviewed(["ny"], "koder-b")
    project.code("ny", "t2", ["budget"], "koder-a")


def _third_coder(project: Project) -> None:
    project.mark_reviewed(["interview-1", "interview-2"], "aaa")
    project.code("interview-1", "t4", ["budget"], "aaa")


def _blind(project: Project) -> None:
    project.begin_blind("koder-a", "leder")
    project.break_blind("koder-a", "tvivl", "koder-a")


def _attributes(project: Project) -> None:
    project.set_attributes({"interview-1": {"rolle": "andet"}}, "leder")


LATER = (
    _retract, _recode, _undo_review, _edit_codebook, _import_document, _third_coder, _blind, _attributes,
)  # fmt: skip


@pytest.mark.parametrize("change", [*LATER, _empty_codebook], ids=lambda change: change.__name__.strip("_"))
def test_what_happens_later_alters_agreement_on_a_frozen_pass_by_no_byte(
    kodning: Run, demo: Project, change: Callable[[Project], None]
) -> None:
    demo.freeze("runde 1", "leder")
    before = _print(kodning, demo.folder)
    change(demo)
    assert _print(kodning, demo.folder) == before


def test_neither_does_all_of_it_together(kodning: Run, demo: Project) -> None:
    demo.freeze("runde 1", "leder")
    before = _print(kodning, demo.folder)
    for change in (*LATER, _empty_codebook):
        change(demo)
    assert _print(kodning, demo.folder) == before
    assert demo.problems() == [problem for problem in demo.problems() if problem.kind == "code"]


def test_settling_disagreements_leaves_the_figures_of_the_frozen_pass(kodning: Run, demo: Project) -> None:
    demo.freeze("runde 1", "leder")
    line = ("agree", "--pass", "runde 1", "--format", "json")
    before = json.loads(kodning(*line, project=demo.folder).stdout)
    _settle(demo, 140)
    after = json.loads(kodning(*line, project=demo.folder).stdout)
    for key in ("codes", "pooled", "n_units", "coders", "documents", "pass", "blind"):
        assert after[key] == before[key]


def test_at_first_a_pass_says_what_agree_says_now(kodning: Run, demo: Project) -> None:
    demo.freeze("runde 1", "leder")
    now = json.loads(kodning("agree", "--format", "json", project=demo.folder).stdout)
    frozen = json.loads(kodning("agree", "--pass", "runde 1", "--format", "json", project=demo.folder).stdout)
    assert frozen["pass"]["name"] == "runde 1"
    assert now["pass"] is None
    different = {key for key in now if now[key] != frozen[key]}
    assert different <= {"pass", "methods"}


def test_a_work_of_a_pass_is_the_work_it_was_frozen_from(demo: Project) -> None:
    demo.retract([str(demo.codings()[0].id)], "koder-a")
    now = work_now(demo)
    frozen = demo.freeze("runde 1", "leder")
    assert work_of_pass(demo, "RUNDE 1") == now._replace(name="runde 1", frozen=frozen)


def test_a_pass_says_whose_work_it_is(demo: Project) -> None:
    row = demo.freeze("  runde 1 ", "leder")
    assert (row.name, row.kind, row.coders, row.by, row.base) == (
        "runde 1", "frozen", ("koder-a", "koder-b"), "leder", None,
    )  # fmt: skip
    assert (row.documents, row.codings, row.codebook_version) == (5, len(demo.codings()), 1)
    assert len(row.sha256) == 64
    one = demo.freeze("kun b", "leder", ["Koder-B"])
    assert (one.coders, one.codings) == (("koder-b",), len(demo.codings(coder="koder-b")))
    assert demo.passes() == [row, one]
    assert [action.kind for action in demo.history(limit=2)] == ["freeze", "freeze"]


def test_the_same_work_frozen_twice_has_hashes_of_its_own_name(demo: Project) -> None:
    assert demo.freeze("a", "leder").sha256 != demo.freeze("b", "leder").sha256


@pytest.mark.parametrize("name", ["runde 1", "Runde 1", " runde 1"])
def test_a_name_is_used_once(demo: Project, name: str) -> None:
    demo.freeze("runde 1", "leder")
    with pytest.raises(NameTakenError):
        demo.freeze(name, "leder")
    assert len(demo.passes()) == 1


def test_what_nobody_has_reviewed_is_not_frozen(small: Project) -> None:
    small.code("samtale", "t2", ["tid"], "eva")
    for coders in ([], ["eva"]):
        with pytest.raises(NothingToFreezeError):
            small.freeze("runde 1", "eva", coders)
    with pytest.raises(UnknownCoderError):
        small.freeze("runde 1", "eva", ["nobody"])
    assert small.passes() == []


def test_an_unknown_pass_is_answered_with_the_nearest(demo: Project) -> None:
    demo.freeze("runde 1", "leder")
    with pytest.raises(UnknownPassError, match="runde 1"):
        work_of_pass(demo, "runde 2")


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM pass_coding WHERE coding = (SELECT MIN(coding) FROM pass_coding)",
        "DELETE FROM pass_review WHERE review = (SELECT MIN(review) FROM pass_review)",
        "DELETE FROM pass_revision WHERE revision = 1",
        "DELETE FROM pass_coder WHERE coder = (SELECT MIN(coder) FROM pass_coder)",
        "UPDATE pass_code SET label_da = 'andet' WHERE position = 3",
        "UPDATE coding SET memo = 'andet' WHERE id = 5",
        "UPDATE coding SET start = start + 1 WHERE id = 5",
        "UPDATE coding SET code = code + 1 WHERE id = 5",
        "UPDATE coding SET origin = 'suggestion' WHERE id = 5",
        'UPDATE review SET "end" = "end" - 1 WHERE id = 1',
        "UPDATE revision SET sha256 = 'x' WHERE id = 1",
        "UPDATE codebook_version SET sha256 = 'x'",
        "UPDATE pass SET name = 'runde 2'",
        "UPDATE pass SET sha256 = 'x'",
        "UPDATE coder SET uid = 'x' WHERE name = 'koder-a'",
    ],
)
def test_a_pass_that_was_tampered_with_is_refused_and_found_by_check(demo: Project, sql: str) -> None:
    demo.freeze("runde 1", "leder")
    demo.close()
    with closing(sqlite3.connect(demo.folder / STORE_NAME)) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        assert connection.execute(sql).rowcount > 0
        for _, guard in guards:
            connection.execute(guard)
        connection.commit()
    with Project.open(demo.folder) as project:
        (row,) = project.passes()
        with pytest.raises(ChangedPassError, match=row.name):
            work_of_pass(project, row.name)
        assert ("pass", row.name) in [(problem.kind, problem.place) for problem in project.problems()]


def test_a_corrected_name_of_a_coder_leaves_a_pass_whole(demo: Project) -> None:
    demo.freeze("runde 1", "leder")
    demo.connection.execute("UPDATE coder SET name = 'Åse' WHERE name = 'koder-a'")
    assert work_of_pass(demo, "runde 1").coders == ["koder-b", "Åse"]


# Decisions.


def _table(project: Project) -> Table:
    return lay_out(project, "runde 1")


def _settle(project: Project, count: int, coder: str = "koder-b") -> None:
    """Decide the first disagreements for one coder, and write the pass."""
    table = _table(project)
    chosen = table.comparison.disagreements[:count]
    decide(project, table, [Decision(one.id, version_of(one, coder), "fordi") for one in chosen], "leder")
    adjudicate(project, "runde 1", "leder")


@pytest.fixture
def frozen(demo: Project) -> Project:
    """The demo with its codings frozen."""
    demo.freeze("runde 1", "leder")
    return demo


def test_decisions_are_kept_with_who_and_why_and_by_which_codebook(frozen: Project) -> None:
    made = frozen.decide(
        [NewDecision("d1", "interview-1", (("budget", 3, 9),), "panelet", "fordi", "exclude i budget")],
        "leder",
    )
    (row,) = frozen.decisions()
    assert made == [row]
    assert (row.disagreement, row.document, row.outcome) == ("d1", "interview-1", (("budget", 3, 9),))
    assert (row.decided_by, row.recorded_by) == ("panelet", "leder")
    assert (row.reason, row.codebook_change, row.codebook_version) == ("fordi", "exclude i budget", 1)


def test_a_later_decision_counts_instead_of_an_earlier_one_and_undo_brings_that_back(frozen: Project) -> None:
    for end in (9, 12):
        frozen.decide([NewDecision("d1", "interview-1", (("budget", 3, end),), "leder")], "leder")
    frozen.decide([NewDecision("d2", "interview-1", (), "leder")], "leder")
    assert [row.outcome for row in frozen.decisions()] == [(("budget", 3, 12),), ()]
    frozen.undo("leder")
    frozen.undo("leder")
    assert [row.outcome for row in frozen.decisions()] == [(("budget", 3, 9),)]
    frozen.undo("leder")
    assert frozen.decisions() == []
    frozen.undo("leder", next(action.id for action in frozen.history() if action.kind == "undo"))
    assert [row.outcome for row in frozen.decisions()] == [(("budget", 3, 9),)]


@pytest.mark.parametrize(
    ("document", "outcome", "error"),
    [
        ("interview-9", (), UnknownDocumentError),
        ("interview-1", (("findes-ikke", 0, 5),), UnknownCodeError),
        ("interview-1", (("budget", 5, 5),), BadSpanError),
        ("interview-1", (("budget", 0, 9_999_999),), BadSpanError),
    ],
)
def test_decisions_that_cannot_be_are_refused_all_of_them(
    frozen: Project, document: str, outcome: tuple[tuple[str, int, int], ...], error: type[Exception]
) -> None:
    good = NewDecision("d1", "interview-1", (), "leder")
    with pytest.raises(error):
        frozen.decide([good, NewDecision("d2", document, outcome, "leder")], "leder")
    assert frozen.decisions() == []


def test_the_adjudicated_pass_stands_apart_under_a_name_of_its_own(frozen: Project) -> None:
    before = frozen.codings()
    _settle(frozen, 140)
    _, row = frozen.passes()
    assert (row.name, row.kind, row.base, row.coders) == (
        "runde 1-afgørelse", "adjudicated", "runde 1", ("afgørelse",),
    )  # fmt: skip
    assert row.decisions == 140
    settled = frozen.codings(coder="afgørelse")
    assert len(settled) == row.codings > 100
    assert {coding.origin for coding in settled} == {"adjudication"}
    assert [coding for coding in frozen.codings() if coding.coder != "afgørelse"] == before
    assert frozen.problems() == []


def test_settled_codings_are_no_coder_in_the_agreement(frozen: Project) -> None:
    _settle(frozen, 140)
    assert work_now(frozen).coders == ["koder-a", "koder-b"]


def test_before_and_after_are_two_numbers(frozen: Project) -> None:
    _settle(frozen, 140)
    first, second = rounds(frozen)
    assert first.after is None
    assert second.before == first.before
    assert first.before.pooled is not None
    assert second.after is not None
    assert second.after.pooled is not None
    assert first.before.pooled.alpha.value == pytest.approx(0.69, abs=0.01)
    assert second.after.pooled.alpha.value == 1.0
    assert second.after.n_units == first.before.n_units


def test_what_is_not_decided_stays_disagreed_about(frozen: Project) -> None:
    _settle(frozen, 100)
    after = rounds(frozen)[1].after
    assert after is not None
    assert after.pooled is not None
    assert after.pooled.alpha.value is not None
    assert 0.69 < after.pooled.alpha.value < 1
    assert len(_table(frozen).open) == 40


def test_the_same_decisions_give_the_same_pass(frozen: Project) -> None:
    _settle(frozen, 50)
    before = list(frozen.connection.iterdump())
    outcome = adjudicate(frozen, "runde 1", "leder")
    assert not outcome.new
    assert list(frozen.connection.iterdump()) == before


def test_a_further_adjudication_takes_the_place_of_the_former_whose_pass_stays(frozen: Project) -> None:
    _settle(frozen, 140, "koder-a")
    first = frozen.passes()[1]
    kept = work_of_pass(frozen, first.name)
    _settle(frozen, 140, "koder-b")
    second = frozen.passes()[2]
    assert second.name == "runde 1-afgørelse-2"
    of_b = {(c.document, c.start, c.end, c.code) for c in frozen.codings(coder="koder-b")}
    standing = {(c.document, c.start, c.end, c.code) for c in frozen.codings(coder="afgørelse")}
    assert len(standing) == second.codings
    assert len(standing - of_b) < len(standing) / 3, "only where cuts of the same words were agreed"
    assert work_of_pass(frozen, first.name) == kept
    assert frozen.problems() == []


def test_a_code_that_came_up_while_settling_is_in_the_pass(frozen: Project) -> None:
    book = frozen.folder / "codebook.yaml"
    book.write_text(book.read_text(encoding="utf-8") + "  - id: ny-kode\n", encoding="utf-8")
    with Project.open(frozen.folder) as project:
        table = _table(project)
        one = table.comparison.disagreements[0]
        decide(project, table, [Decision(one.id, (("ny-kode", one.start, one.end),))], "leder")
        outcome = adjudicate(project, "runde 1", "leder")
        assert outcome.after.pooled is not None
        work = work_of_pass(project, outcome.row.name)
        assert work.codes[-1].key == "ny-kode"
        assert [coding.coder for coding in work.codings if coding.code == "ny-kode"] == ["koder-a", "koder-b"]
        assert outcome.row.codebook_version == 2
        assert rounds(project)[1].after == outcome.after


@pytest.mark.parametrize("name", ["koder-a", "koder-b"])
def test_settled_codings_are_never_mixed_with_a_coders(frozen: Project, name: str) -> None:
    before = list(frozen.connection.iterdump())
    with pytest.raises(AdjudicatorError):
        adjudicate(frozen, "runde 1", "leder", adjudicator=name)
    settled = [NewCoding("interview-1", 0, 5, "budget", name)]
    with pytest.raises(AdjudicatorError):
        frozen.adjudicate("x", frozen.find_pass("runde 1"), settled, [], "leder", name)
    assert list(frozen.connection.iterdump()) == before


def test_a_sample_is_kept_once(demo: Project) -> None:
    units = [("interview-1", 0, 10), ("interview-2", 5, 12)]
    demo.keep_sample("dobbelt", "segment", 7, {"prevalence": 0.2}, units, "leder")
    (sample,) = demo.samples()
    assert (sample.name, sample.unit, sample.seed, sample.settings) == (
        "dobbelt", "segment", 7, {"prevalence": 0.2},
    )  # fmt: skip
    assert list(sample.units) == units
    with pytest.raises(NameTakenError):
        demo.keep_sample("Dobbelt", "segment", 7, {}, units, "leder")
    assert len(demo.samples()) == 1
