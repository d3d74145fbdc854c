"""A coder in a blind pass is handed her own work only, whatever is asked for."""

from collections.abc import Callable

import pytest

from kodning.errors import UnknownCodingError
from kodning.intercoder.work import BlindFact, work_now, work_of_pass
from kodning.model import NewCoding
from kodning.project import BlindError, Project
from kodning.project.passes import BlindStateError, NoReasonError
from kodning.store import checking
from kodning.store.decisions import NewDecision


@pytest.fixture
def blind(demo: Project) -> Project:
    """The demo as koder-b sees it in her blind pass; koder-a has written a memo, a pass is frozen."""
    demo.memo("Jeg tror, at b tager fejl.", "koder-a", document="interview-1")
    demo.freeze("runde 0", "leder")
    demo.begin_blind("koder-b", "leder")
    demo.seen_by("koder-b")
    return demo


@pytest.mark.parametrize("name", ["koder-b", "Koder-B", " KODER-B "])
def test_only_her_own_is_handed_out(blind: Project, name: str) -> None:
    blind.seen_by(name)
    assert blind.blind == "koder-b"
    assert blind.coders() == ["koder-b"]
    assert {coding.coder for coding in blind.codings()} == {"koder-b"}
    assert {counted.coder for counted in blind.coding_counts()} == {"koder-b"}
    assert {review[1] for review in blind.reviews()} == {"koder-b"}
    assert {action.coder for action in blind.history()} <= {"koder-b"}
    assert blind.memos() == []
    assert blind.passes() == []
    assert [row.coder for row in blind.blind_passes()] == ["koder-b"]


@pytest.mark.parametrize("names", [("koder-a",), ("leder",), (), ("nobody", "koder-a")])
def test_others_are_not_blinded_by_it(blind: Project, names: tuple[str, ...]) -> None:
    blind.seen_by(*names)
    assert blind.blind is None
    assert len(blind.coders()) == 2
    assert len(blind.memos()) == 1


def test_one_who_is_blind_under_any_of_her_names_is_blind(blind: Project) -> None:
    blind.seen_by("leder", "koder-b")
    assert blind.blind == "koder-b"


ASKING: dict[str, Callable[[Project], object]] = {
    "coder": lambda p: p.coder("koder-a"),
    "codings": lambda p: p.codings(coder="koder-a"),
    "history": lambda p: p.history(coder="koder-a"),
    "a pass": lambda p: work_of_pass(p, "runde 0"),
    "work now": work_now,
    "decisions": lambda p: p.decisions(),
    "deciding": lambda p: p.decide([NewDecision("d", "interview-1", (), "koder-b")], "koder-b"),
    "freezing": lambda p: p.freeze("x", "koder-b", ["koder-a"]),
    "coding": lambda p: p.coding("1"),
    "retracting": lambda p: p.retract(["1"], "koder-b"),
    "memo on a coding": lambda p: p.memo("hvorfor?", "koder-b", coding="1"),
    "coding as another": lambda p: p.code("interview-1", "t2", ["budget"], "koder-a"),
    "reviewing as another": lambda p: p.mark_reviewed(["interview-1"], "koder-a"),
    "undoing as another": lambda p: p.undo("koder-a"),
    "memo as another": lambda p: p.memo("x", "koder-a"),
    "importing another's": lambda p: p.import_codings(
        [NewCoding("interview-1", 0, 5, "budget", "koder-a")], "koder-b", "x.csv"
    ),
    "asking what is there": lambda p: p.missing_codings(
        [NewCoding("interview-1", 0, 5, "budget", "koder-a")]
    ),
}


@pytest.mark.parametrize("ask", ASKING)
def test_asking_for_anothers_is_refused_and_changes_nothing(blind: Project, ask: str) -> None:
    assert blind.connection.execute("SELECT coder FROM coding WHERE id = 1").fetchone()[0] == 1
    before = list(blind.connection.iterdump())
    with pytest.raises(BlindError, match="koder-b"):
        ASKING[ask](blind)
    assert list(blind.connection.iterdump()) == before


def test_her_own_work_goes_on(blind: Project) -> None:
    (new,) = blind.code("interview-1", "t2", ["budget"], "koder-b")
    blind.memo("mit", "koder-b", coding=str(new.id))
    assert [memo.text for memo in blind.memos()] == ["mit"]
    blind.retract([str(new.id)], "koder-b")
    blind.undo("koder-b")
    assert new in blind.codings()
    with pytest.raises(UnknownCodingError):
        blind.coding("99999")


def test_she_may_freeze_her_own_pass_and_see_it(blind: Project) -> None:
    row = blind.freeze("mit", "koder-b")
    assert row.coders == ("koder-b",)
    assert blind.passes() == [row]
    assert {coding.coder for coding in work_of_pass(blind, "mit").codings} == {"koder-b"}


def test_a_code_that_left_the_codebook_is_shown_if_she_uses_it_herself(blind: Project) -> None:
    used = {coder: {c.code for c in blind.codings(coder=coder)} for coder in ("koder-b",)}
    blind.seen_by("leder")
    used["koder-a"] = {c.code for c in blind.codings(coder="koder-a")}
    only_a = {"kun-a"}
    book = blind.folder / "codebook.yaml"
    whole = book.read_text(encoding="utf-8")
    book.write_text(whole + "  - id: kun-a\n", encoding="utf-8")
    with Project.open(blind.folder) as project:
        project.code("interview-1", "t2", ["kun-a"], "koder-a")
    book.write_text("codes:\n  - id: intet\n", encoding="utf-8")
    with Project.open(blind.folder, "koder-b") as project:
        assert {code.key for code in project.codes()} == used["koder-b"] | {"intet"}
        assert {p.place for p in project.problems() if p.kind == "code"} == used["koder-b"]
        assert not [p for p in project.problems() if p.kind == "code" and any(c.isdigit() for c in p.en)]
    with Project.open(blind.folder, "leder") as project:
        assert {code.key for code in project.codes()} == used["koder-a"] | used["koder-b"] | only_a | {
            "intet"
        }


def test_a_fault_in_anothers_coding_is_told_without_its_place(blind: Project) -> None:
    numbers = {"koder-b": blind.codings()[0].id, "koder-a": 1}
    faults = [checking.Problem("coding", f"interview-1 {n}:9", f"{n}", f"{n}", n) for n in numbers.values()]
    own, other = blind.visible(faults)
    assert own == faults[0]
    assert (other.place, other.coding) == ("–", None)
    assert not any(sign.isdigit() for sign in other.da + other.en)


def test_breaking_the_blind_is_on_record_with_its_reason(blind: Project) -> None:
    blind.break_blind("koder-b", "  måtte \n spørge ", "koder-b")
    assert blind.blind is None
    assert len(blind.coders()) == 2
    latest = blind.history(limit=1)[0]
    assert (latest.kind, latest.coder, latest.summary) == ("blind break", "koder-b", "koder-b: måtte spørge")
    (fact,) = [fact for fact in work_now(blind).blind if fact.coder == "koder-b"]
    assert (fact.state, fact.by, fact.reason) == ("broken", "koder-b", "måtte spørge")


def test_what_was_coded_blind_is_counted_from_the_record(blind: Project) -> None:
    before = len(blind.codings())
    blind.code("interview-1", "t2", ["budget"], "koder-b")
    blind.code("interview-1", "t4", ["budget"], "koder-b")
    blind.end_blind("koder-b", "leder")
    blind.code("interview-1", "t6", ["budget"], "koder-b")
    by_coder = {fact.coder: fact for fact in work_now(blind).blind}
    fact = by_coder["koder-b"]
    assert (fact.codings, fact.coded_blind, fact.state, fact.by) == (before + 3, 2, "ended", "leder")
    assert fact.begun is not None
    assert fact.until is not None
    assert fact.begun < fact.until
    none = BlindFact("koder-a", None, None, None, None, "", by_coder["koder-a"].codings, 0)
    assert by_coder["koder-a"] == none


def test_a_blind_pass_can_be_begun_again(blind: Project) -> None:
    blind.end_blind("koder-b", "leder")
    blind.begin_blind("Koder-B", "leder")
    assert blind.blind == "koder-b"
    assert [row.state for row in blind.blind_passes()] == ["begun", "ended", "begun"]


def test_a_blind_pass_is_begun_once_and_ended_only_when_begun(blind: Project) -> None:
    before = list(blind.connection.iterdump())
    with pytest.raises(BlindStateError, match="koder-b"):
        blind.begin_blind("Koder-B", "leder")
    with pytest.raises(BlindStateError, match="koder-a"):
        blind.end_blind("koder-a", "leder")
    with pytest.raises(BlindStateError, match="koder-a"):
        blind.break_blind("koder-a", "x", "leder")
    with pytest.raises(NoReasonError):
        blind.break_blind("koder-b", " \n", "leder")
    assert list(blind.connection.iterdump()) == before


def test_somebody_who_has_not_begun_can_be_blind_from_the_start(demo: Project) -> None:
    demo.begin_blind("ny-koder", "leder")
    demo.seen_by("ny-koder")
    assert demo.codings() == []
    assert demo.coders() == []


def test_the_blind_is_felt_at_once_by_a_project_that_is_open(blind: Project) -> None:
    """Another process ends it."""
    with Project.open(blind.folder, "leder") as other:
        other.end_blind("koder-b", "leder")
    assert len(blind.coders()) == 2
