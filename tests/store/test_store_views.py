"""The views show the same to any program that reads SQLite."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kodning.project import Project
from kodning.store.connection import STORE_NAME

VIEWS = [
    "attribute_kind",
    "code_by_document",
    "code_cooccurrence",
    "current_attribute",
    "current_coding",
    "current_memo",
    "current_participant",
    "current_revision",
    "current_suggestion",
    "live_code_change",
    "live_coding",
    "live_decision",
    "live_memo",
    "live_quote_use",
    "live_retraction",
    "live_review",
    "live_revision_withdrawal",
    "live_settlement",
    "live_suggestion_decision",
    "lost_coding",
    "own_code_by_document",
    "quote",
    "theme_frequency",
    "turn_text",
]


@pytest.fixture
def reader(demo_project: Path) -> Iterator[sqlite3.Connection]:
    """The demo store opened for reading only, with nothing of kodning's about it."""
    uri = (demo_project / STORE_NAME).as_uri()
    with closing(sqlite3.connect(f"{uri}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def test_these_are_the_views(reader: sqlite3.Connection) -> None:
    names = [row[0] for row in reader.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")]
    assert sorted(names) == VIEWS


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_works_without_kodnings_functions(reader: sqlite3.Connection, view: str) -> None:
    reader.execute(f"SELECT * FROM {view}").fetchall()


def test_no_view_or_trigger_calls_a_function_of_kodnings(reader: sqlite3.Connection) -> None:
    texts = reader.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    assert [text for (text,) in texts if "new_uid" in text] == []


def test_the_codings_in_the_view_are_the_codings_of_the_project(
    reader: sqlite3.Connection, demo: Project
) -> None:
    rows = reader.execute('SELECT id, document, start, "end", code, coder FROM current_coding').fetchall()
    seen = {tuple(row) for row in rows}
    assert seen == {(c.id, c.document, c.start, c.end, c.code, c.coder) for c in demo.codings()}
    assert len(rows) == len(seen) > 300


def test_the_quotes_in_the_view_are_slices_of_the_text(reader: sqlite3.Connection, demo: Project) -> None:
    texts = {document.name: demo.revision(document.name).text for document in demo.documents()}
    rows = reader.execute("SELECT * FROM quote").fetchall()
    assert len(rows) == len(demo.codings())
    for row in rows:
        assert row["text"] == texts[row["document"]][row["start"] : row["end"]]


def test_the_turn_of_a_quote_is_the_one_it_begins_in(reader: sqlite3.Connection, demo: Project) -> None:
    turns = {document.name: demo.turns(document.name) for document in demo.documents()}
    for row in reader.execute("SELECT * FROM quote"):
        turn = turns[row["document"]][row["turn"] - 1]
        assert turn.start <= row["start"] < turn.end
        assert row["speaker"] == turn.speaker


def _below(demo: Project) -> dict[str, set[str]]:
    parents = {code.key: code.parent for code in demo.codes()}
    found: dict[str, set[str]] = {key: set() for key in parents}
    for key in parents:
        above: str | None = key
        while above is not None:
            found[above].add(key)
            above = parents[above]
    return found


def test_theme_frequency_counts_words_one_by_one(reader: sqlite3.Connection, demo: Project) -> None:
    """Against a count that walks through every word of every turn, as a careful reader would."""
    from kodning.language import words

    below = _below(demo)
    said = {
        document.name: [
            turn.start + start
            for turn in demo.turns(document.name)
            if turn.role != "interviewer"
            for start, _ in words(demo.revision(document.name).text[turn.start : turn.end])
        ]
        for document in demo.documents()
    }
    rows = reader.execute("SELECT * FROM theme_frequency").fetchall()
    assert {row["coder"] for row in rows} == {"koder-a", "koder-b"}
    for row in rows:
        codings = [c for c in demo.codings(coder=row["coder"]) if c.code in below[row["code"]]]
        covered = {(c.document, at) for c in codings for at in said[c.document] if c.start <= at < c.end}
        assert row["codings"] == len(codings)
        assert row["documents"] == len({c.document for c in codings})
        assert row["documents_total"] == 5
        assert row["words"] == len(covered)
        assert row["share_of_words"] == pytest.approx(len(covered) / sum(map(len, said.values())))


def test_a_retracted_coding_leaves_the_views_and_comes_back_with_undo(small: Project) -> None:
    def shown() -> list[int]:
        return [row[0] for row in small.connection.execute("SELECT id FROM current_coding ORDER BY id")]

    assert shown() == [1]
    small.undo("eva", action=_number(small, "retract"))
    assert shown() == [1, 2]
    small.undo("eva", action=_number(small, "undo"))
    assert shown() == [1]


def _number(project: Project, kind: str) -> int:
    return next(a.id for a in project.history(coder="eva") if a.kind == kind)
