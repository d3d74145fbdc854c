"""`check` finds what was done to the file behind kodning's back."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kodning.project import Project
from kodning.store.connection import STORE_NAME

Tamper = Callable[[str], None]


@pytest.fixture
def tamper(small_folder: Path) -> Tamper:
    """Run SQL on a store with one coding, from outside, past the triggers, which are there again afterwards."""
    with Project.open(small_folder) as project:
        project.code("samtale", "Den mangler vi.", ["tid"], "eva")
        project.mark_reviewed(["samtale"], "eva")
        assert project.problems() == []

    def run(sql: str) -> None:
        with closing(sqlite3.connect(small_folder / STORE_NAME)) as connection:
            guards = connection.execute(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
            ).fetchall()
            for name, _ in guards:
                connection.execute(f"DROP TRIGGER {name}")
            assert connection.execute(sql).rowcount > 0
            for _, guard in guards:
                connection.execute(guard)
            connection.commit()

    return run


@pytest.mark.parametrize(
    ("sql", "kinds"),
    [
        ("UPDATE revision SET text = replace(text, 'Den mangler', 'Den fylder')", ["text", "coding"]),
        ("UPDATE revision SET text = replace(text, 'Hvad', 'Hvor')", ["text"]),
        ("UPDATE revision SET text = substr(text, 1, 40)", ["text", "coding"]),
        ("UPDATE revision SET sha256 = 'x'", ["text"]),
        ("UPDATE coding SET start = start + 1", ["coding"]),
        ('UPDATE coding SET "end" = 9999', ["coding"]),
        ("UPDATE coding SET words_hash = 'x'", ["coding"]),
        ("UPDATE coding SET coder = 99", ["reference"]),
        ("UPDATE coding SET code = 99", ["reference"]),
        ("DELETE FROM action WHERE kind = 'code'", ["reference"]),
        ("DELETE FROM revision", ["reference"]),
    ],
)
def test_tampering_is_found(tamper: Tamper, small_folder: Path, sql: str, kinds: list[str]) -> None:
    tamper(sql)
    with Project.open(small_folder) as project:
        found = [problem.kind for problem in project.problems()]
    assert list(dict.fromkeys(found)) == kinds


def test_a_problem_says_where(tamper: Tamper, small_folder: Path) -> None:
    tamper("UPDATE coding SET start = start + 1")
    with Project.open(small_folder) as project:
        problem, *_ = project.problems()
        coding = project.codings()[0]
        assert problem.place == f"samtale {coding.start}:{coding.end}"
        assert "kodning 1 " in problem.da
        assert "coding 1 " in problem.en
