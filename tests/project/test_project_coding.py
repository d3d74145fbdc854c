"""Codings, memos and reviews, as far as a sequence of random steps does not show it."""

from collections import Counter
from pathlib import Path

import pytest

from kodning.errors import NothingToUndoError, SameCodingError, UnknownCodingError
from kodning.project import Project


def _texts(project: Project) -> list[str]:
    return [memo.text for memo in project.memos()]


def test_a_coding_that_comes_back_is_the_same_coding(small: Project) -> None:
    """Its number, id, origin and time stay, and so do the memos on it."""
    (before,) = small.code("samtale", "t2", ["tid"], "eva", memo="[tiden]")
    small.memo("Husk.", "eva", coding="1")
    small.retract(["1"], "eva")
    small.undo("eva")
    assert small.codings() == [before]
    assert [(memo.coding, memo.text) for memo in small.memos()] == [(1, "Husk.")]


def test_undone_and_redone_can_be_undone_again(small: Project) -> None:
    small.code("samtale", "t2", ["tid"], "eva")
    small.code("samtale", "t4", ["tid"], "eva")
    small.undo("eva")
    redo = small.history(limit=1)[0].id
    small.undo("eva", redo)
    assert len(small.codings()) == 2
    small.undo("eva")
    assert [coding.id for coding in small.codings()] == [1]


def test_a_coding_undone_after_it_was_retracted_stays_away(small: Project) -> None:
    """Two reasons for being gone: taking one back leaves the other."""
    small.code("samtale", "t2", ["tid"], "eva")
    coded = small.history(limit=1)[0].id
    small.retract(["1"], "eva")
    retracted = small.history(limit=1)[0].id
    small.undo("eva", coded)
    small.undo("eva", retracted)
    assert small.codings() == []


def test_undo_does_not_put_a_code_there_twice(small: Project) -> None:
    small.code("samtale", "t2", ["tid"], "eva")
    small.undo("eva")
    undone = small.history(limit=1)[0].id
    small.code("samtale", "t2", ["tid"], "eva")
    before = list(small.connection.iterdump())
    with pytest.raises(SameCodingError, match="2"):
        small.undo("eva", undone)
    assert list(small.connection.iterdump()) == before


def test_nobody_undoes_what_another_did(small: Project) -> None:
    small.code("samtale", "t2", ["tid"], "eva")
    with pytest.raises(NothingToUndoError):
        small.undo("ole")
    with pytest.raises(NothingToUndoError):
        small.undo("ole", small.history(limit=1)[0].id)


def test_an_import_of_documents_is_not_undone(small: Project) -> None:
    with pytest.raises(NothingToUndoError):
        small.undo("eva")


def test_several_codes_at_once_are_one_action(small: Project) -> None:
    assert len(small.code("samtale", "t2", ["tid", "løn", "TID"], "eva")) == 2
    small.undo("eva")
    assert small.codings() == []


def test_all_codings_are_retracted_or_none(small: Project) -> None:
    small.code("samtale", "t2", ["tid"], "eva")
    with pytest.raises(UnknownCodingError, match="99"):
        small.retract(["1", "99"], "eva")
    assert len(small.codings()) == 1


def test_a_coding_is_found_by_the_end_of_its_id(small: Project) -> None:
    (coding,) = small.code("samtale", "t2", ["tid"], "eva")
    assert small.coding(coding.uid) == small.coding(coding.uid[-8:]) == small.coding("1") == coding
    for strange in ("", "2", "9" * 30, coding.uid[:8], coding.uid[-5:]):
        with pytest.raises(UnknownCodingError):
            small.coding(strange)
    small.retract(["1"], "eva")
    with pytest.raises(UnknownCodingError):
        small.coding(coding.uid)


def test_codings_are_counted_as_they_are_listed(demo: Project) -> None:
    listed = Counter((one.document, one.coder, one.code) for one in demo.codings())
    assert {row[:3]: row.codings for row in demo.coding_counts()} == listed
    demo.retract([str(demo.codings(coder="koder-a")[0].id)], "koder-a")
    assert sum(row.codings for row in demo.coding_counts()) == listed.total() - 1


def test_a_memo_knows_what_it_is_on(small: Project) -> None:
    small.code("samtale", "t2", ["tid"], "eva")
    small.memo("på projektet", "eva")
    small.memo("på dokumentet", "eva", document="samtale")
    small.memo("på et sted", "eva", document="samtale", span="t2")
    small.memo("på en kode", "eva", code="Økonomi")
    small.memo("på en kodning", "ole", coding="1")
    start, end = small.resolve("samtale", "t2")
    assert [(m.document, m.start, m.end, m.code, m.coding, m.coder) for m in small.memos()] == [
        (None, None, None, None, None, "eva"),
        ("samtale", None, None, None, None, "eva"),
        ("samtale", start, end, None, None, "eva"),
        (None, None, None, "økonomi", None, "eva"),
        (None, None, None, None, 1, "ole"),
    ]
    small.undo("ole")
    assert _texts(small)[-1] == "på en kode"


def test_history_is_newest_first_and_by_coder(small: Project) -> None:
    small.memo("a", "eva")
    small.memo("b", "ole")
    assert [(action.kind, action.coder) for action in small.history()] == [
        ("memo", "ole"),
        ("memo", "eva"),
        ("import", "eva"),
        ("init", "eva"),
    ]
    assert [action.kind for action in small.history(coder="ole")] == ["memo"]
    assert len(small.history(limit=2)) == 2
    times = [action.created for action in small.history()]
    assert times == sorted(times, reverse=True)


def test_what_is_written_is_there_when_the_project_is_opened_again(small_folder: Path) -> None:
    with Project.open(small_folder) as project:
        project.code("samtale", "t2", ["tid"], "eva")
        project.mark_reviewed(["samtale"], "ole")
        codings, reviews = project.codings(), project.reviews()
    with Project.open(small_folder) as project:
        assert (project.codings(), project.reviews()) == (codings, reviews)
        assert project.coders() == ["ole", "eva"]
