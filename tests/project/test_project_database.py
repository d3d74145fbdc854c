"""The store through sqlite-utils: every table and view, and nothing that could be changed."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlite_utils

from kodning import Project
from kodning.project.viewing import BlindError


@pytest.fixture
def project(demo_project: Path) -> Iterator[Project]:
    with Project.open(demo_project) as opened:
        yield opened


@pytest.fixture
def database(project: Project) -> Iterator[sqlite_utils.Database]:
    found = project.database()
    yield found
    found.close()


def test_tables_and_views_say_what_the_commands_say(
    project: Project, database: sqlite_utils.Database
) -> None:
    codings = list(database["current_coding"].rows_where("code = ? AND coder = ?", ["budget", "koder-a"]))
    own = [coding for coding in project.codings(coder="koder-a") if coding.code == "budget"]
    assert [(row["document"], row["start"], row["end"]) for row in codings] == [
        (coding.document, coding.start, coding.end) for coding in own
    ]
    counted = {row["code"]: row["codings"] for row in project.themes(coder="koder-a").to_dict("records")}
    query = "SELECT code, codings FROM theme_frequency WHERE coder = ?"
    assert {row["code"]: row["codings"] for row in database.query(query, ["koder-a"])} == counted


def test_nothing_can_be_written_and_the_project_goes_on(
    project: Project, database: sqlite_utils.Database
) -> None:
    for change in ("DELETE FROM coding", "CREATE TABLE mine (a)", "INSERT INTO coder (name) VALUES ('x')"):
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            database.execute(change)
    before = len(list(database["current_coding"].rows))
    project.code("interview-1", "t1", ["synlighed"], "eva")
    assert len(list(database["current_coding"].rows)) == before + 1


def test_a_blind_coder_is_not_handed_the_whole_store(project: Project, demo_project: Path) -> None:
    project.begin_blind("koder-b", "leder")
    with Project.open(demo_project, "koder-b") as seen, pytest.raises(BlindError, match="koder-b"):
        seen.database()
