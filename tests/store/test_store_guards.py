"""`check` tells what another program may have done to the file."""

import sqlite3
from pathlib import Path

from kodning.project import Project


def _kinds(project: Project) -> list[tuple[str, str]]:
    return [(problem.kind, problem.place) for problem in project.problems()]


def test_a_dropped_guard_is_reported(demo: Project) -> None:
    assert _kinds(demo) == []
    for change in ("update", "delete"):
        demo.connection.execute(f"DROP TRIGGER coding_no_{change}")
    assert _kinds(demo) == [("file", "coding")]


def test_a_wrong_word_count_and_a_place_outside_the_text_are_reported(demo_project: Path) -> None:
    with sqlite3.connect(demo_project / "kodning.db") as connection:
        for table in ("coding", "turn"):
            connection.execute(f"DROP TRIGGER {table}_no_update")
        connection.execute("UPDATE coding SET word_end = word_end + 1 WHERE id = 1")
        connection.execute('UPDATE turn SET "end" = "end" + 100000 WHERE revision = 1 AND number = 46')
    with Project.open(demo_project) as project:
        kinds = [kind for kind, _ in _kinds(project)]
    assert sorted(kinds) == ["coding", "text"]
