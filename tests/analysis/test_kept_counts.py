"""Counts that are kept are those counted anew, whatever was done in between."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kodning.analysis.matrix import matrix
from kodning.errors import NothingToUndoError, SameCodingError
from kodning.model import NewCoding
from kodning.project import Project
from kodning.reading.transcript import parse
from kodning.store import kept_counts
from kodning.store.counts import Scope, counts

Build = Callable[..., Project]

CODES = ("tema", "under", "dybest", "ved-siden-af", "åben")
TALK = "Interviewer: Hvad så?\n\nFormand: Vi mangler penge. Og tid. Og råd til det hele {}.\n"
SCOPES: tuple[Scope, ...] = ("own", "with", "all")
DOING = st.lists(
    st.one_of(
        st.tuples(
            st.just("code"),
            st.sampled_from(["anna", "bo"]),
            st.sampled_from(["d0", "d1"]),
            st.sampled_from(CODES),
            st.integers(0, 30),
            st.integers(1, 25),
        ),
        st.tuples(st.just("retract"), st.integers(0, 20)),
        st.tuples(st.just("undo"), st.sampled_from(["anna", "bo"])),
        st.tuples(st.just("codebook"), st.booleans()),
    ),
    min_size=1,
    max_size=8,
)


def _all_counts(project: Project) -> list[object]:
    return [
        sorted(counts(project.connection, [coder], scope, "document"))
        for coder in project.coders()
        for scope in SCOPES
    ]


def _anew(project: Project) -> list[object]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_counts, "LEAST_CODINGS", 10**9)
        return _all_counts(project)


def _do(project: Project, what: tuple[object, ...]) -> Project:
    kind = what[0]
    if kind == "code":
        _, coder, document, code, start, length = what
        new = NewCoding(
            str(document), int(str(start)), int(str(start)) + int(str(length)), str(code), str(coder)
        )
        project.import_codings([new], new.coder, "prøve")
    elif kind == "retract" and (there := project.codings()):
        coding = there[int(str(what[1])) % len(there)]
        project.retract([str(coding.id)], coding.coder)
    elif kind == "undo":
        with suppress(NothingToUndoError, SameCodingError):
            project.undo(str(what[1]))
    elif kind == "codebook":
        flat = "title: Prøve\ncodes:\n" + "".join(f"  - id: {code}\n" for code in CODES)
        below = "".join(f"      - id: {code}\n" for code in CODES[:-1])
        nested = f"title: Prøve\ncodes:\n  - id: {CODES[-1]}\n    codes:\n{below}"
        file = project.folder / "codebook.yaml"
        file.write_text(flat if what[1] else nested, encoding="utf-8")
        folder = project.folder
        project.close()
        return Project.open(folder)
    return project


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(doing=DOING, at_once=st.sampled_from([1, 200_000]))
def test_kept_counts_follow_everything_that_is_done(
    build: Build, monkeypatch: pytest.MonkeyPatch, doing: list[tuple[object, ...]], at_once: int
) -> None:
    monkeypatch.setattr(kept_counts, "LEAST_CODINGS", 1)
    monkeypatch.setattr(kept_counts, "_AT_ONCE", at_once)
    project = build(d0=TALK.format("nul"), d1=TALK.format("en"))
    for what in doing:
        project = _do(project, what)
        assert _all_counts(project) == _anew(project)
    project.close()


@pytest.fixture
def counted(build: Build, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project whose counts are kept, with one coding more than was counted."""
    monkeypatch.setattr(kept_counts, "LEAST_CODINGS", 1)
    project = build(d0=TALK.format("nul"), d1=TALK.format("en"))
    project.code("d0", "t2", ["under"], "anna")
    matrix(project)
    project.code("d1", "t2", ["åben"], "anna")
    return project


def test_where_another_process_is_writing_the_counts_are_right_all_the_same(counted: Project) -> None:
    with closing(sqlite3.connect(counted.store_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert kept_counts.kept_counts(counted.connection) == "temp.code_count"
        assert _all_counts(counted) == _anew(counted)
        other.execute("ROLLBACK")
    assert kept_counts.kept_counts(counted.connection) == "main.code_count"
    counted.close()


def test_erased_rows_and_numbers_given_anew_are_noticed(counted: Project) -> None:
    matrix(counted)
    connection = counted.connection
    connection.execute("DROP TRIGGER coding_no_delete")
    last = connection.execute("SELECT MAX(id) FROM coding").fetchone()[0]
    connection.execute("DELETE FROM coding WHERE id = ?", (last,))
    counted.code("d0", "t2", ["tema"], "anna")
    assert connection.execute("SELECT MAX(id) FROM coding").fetchone()[0] == last
    assert _all_counts(counted) == _anew(counted)
    counted.close()


def test_a_small_project_keeps_no_counts(build: Build) -> None:
    with build(d0=TALK.format("nul")) as project:
        project.code("d0", "t2", ["under"], "anna")
        matrix(project)
        assert project.connection.execute("SELECT COUNT(*) FROM code_count").fetchone()[0] == 0


def test_a_corrected_text_and_what_is_taken_back_after_it_are_counted_anew(counted: Project) -> None:
    matrix(counted)
    revised = parse(TALK.format("nul").replace("penge", "mange penge"), title="d0")
    counted.revise("d0", Path("d0.md"), revised, "anna")
    assert _all_counts(counted) == _anew(counted)
    (carried,) = [coding for coding in counted.codings() if coding.document == "d0"]
    counted.retract([str(carried.id)], "anna")
    assert _all_counts(counted) == _anew(counted)
    counted.undo("anna")
    counted.undo("anna")
    assert _all_counts(counted) == _anew(counted)
    counted.close()
