"""The schema: made the same way always, strict, and refusing what cannot be."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kodning.project import Project
from kodning.store import schema
from kodning.store.connection import STORE_NAME, create_store, in_sync_folder, open_store
from kodning.store.identity import SCHEMA_VERSION
from kodning.store.migrating import migrate


def _objects(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    return connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").fetchall()


def test_a_blank_store_has_the_schema_that_the_migrations_give_one_by_one(tmp_path: Path) -> None:
    create_store(tmp_path / "blank.db")
    migrated = tmp_path / "migrated.db"
    for number in range(1, SCHEMA_VERSION + 1):
        migrate(migrated, through=number)
    with (
        closing(sqlite3.connect(tmp_path / "blank.db")) as blank,
        closing(sqlite3.connect(migrated)) as step_by_step,
    ):
        assert _objects(blank) == _objects(step_by_step)


def test_migrating_a_store_that_is_up_to_date_changes_nothing(plain: sqlite3.Connection) -> None:
    path = plain.execute("PRAGMA database_list").fetchone()[2]
    before = list(plain.iterdump())
    migrate(Path(path))
    assert list(plain.iterdump()) == before


def test_every_table_of_kodnings_is_strict(plain: sqlite3.Connection) -> None:
    loose = plain.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
        " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%migrations'"
    ).fetchall()
    assert loose == []


def test_a_store_says_whose_it_is_and_of_which_version(plain: sqlite3.Connection) -> None:
    assert plain.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"kodn"),)
    assert plain.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS),)


def test_a_store_keeps_a_write_ahead_log(tmp_path: Path) -> None:
    create_store(tmp_path / STORE_NAME)
    with closing(open_store(tmp_path / STORE_NAME)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_a_store_in_a_folder_that_others_synchronise_keeps_none(tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive - Kommunen" / "projekt"
    folder.mkdir(parents=True)
    create_store(folder / STORE_NAME)
    assert in_sync_folder(folder)
    with closing(open_store(folder / STORE_NAME)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"


def test_making_a_store_leaves_no_other_file(tmp_path: Path) -> None:
    create_store(tmp_path / STORE_NAME)
    assert [path.name for path in tmp_path.iterdir()] == [STORE_NAME]


@pytest.mark.parametrize(
    ("table", "columns", "values"),
    [
        ("coding", {"start": 5, "end": 5}, "CHECK"),
        ("coding", {"start": -1}, "CHECK"),
        ("coding", {"word_start": 9, "word_end": 8}, "CHECK"),
        ("coding", {"origin": "restored"}, "CHECK"),
        ("coding", {"start": "fem"}, "cannot store TEXT"),
        ("coding", {"code": 99}, "FOREIGN KEY"),
        ("coding", {"revision": 99}, "FOREIGN KEY"),
        ("coding", {"coder": 99}, "FOREIGN KEY"),
        ("coding", {"action": 99}, "FOREIGN KEY"),
        ("coding", {"codebook_version": 99}, "FOREIGN KEY"),
        ("coding", {"memo": None}, "NOT NULL"),
        ("retraction", {"coding": 99}, "FOREIGN KEY"),
        ("retraction", {"withdrawn": 99}, "FOREIGN KEY"),
        ("review", {"start": 7, "end": 3}, "CHECK"),
        ("memo", {"code": 1, "coding": 1}, "CHECK"),
        ("memo", {"start": 1, "end": 2, "revision": None, "coding": None}, "CHECK"),
        ("memo", {"start": 1, "end": None, "revision": 1, "coding": None}, "CHECK"),
        ("revision", {"informant_words": 1_000}, "CHECK"),
        ("revision", {"length": 0}, "CHECK"),
        ("turn", {"role": "formand", "number": 9}, "CHECK"),
        ("segment", {"start": 3, "end": 3, "number": 9}, "CHECK"),
        ("attribute", {"kind": "dato"}, "CHECK"),
        ("document", {"name": ""}, "CHECK"),
        ("coder", {"name": "eva"}, "UNIQUE"),
        ("action", {"undoes": 99}, "FOREIGN KEY"),
        ("project", {"id": 2}, "CHECK"),
    ],
    ids=str,
)
def test_a_row_that_cannot_be_is_refused(
    small: Project, table: str, columns: dict[str, object], values: str
) -> None:
    """The newest row of the table is written again with these columns changed."""
    row = dict(small.connection.execute(f"SELECT * FROM {table} ORDER BY 1 DESC LIMIT 1").fetchone())
    row |= {"uid": "another"} if "uid" in row else {}
    row |= {"id": None} if "id" in row and table != "project" else {}
    row |= {"undoes": None} if table == "action" else {}
    row |= {"name": "anden"} if table in {"document", "coder"} else {}
    row |= {"number": 2} if table == "revision" else {}
    row |= columns
    names = ", ".join(f'"{name}"' for name in row)
    with pytest.raises(sqlite3.IntegrityError, match=values):
        small.connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
        )


@pytest.mark.parametrize(
    "query",
    [
        "SELECT code, COUNT(DISTINCT revision) FROM live_coding WHERE coder = 1 GROUP BY code",
        "SELECT * FROM coding WHERE revision = 1 ORDER BY start",
        "SELECT 1 FROM retraction WHERE coding = 1",
        "SELECT 1 FROM retraction WHERE withdrawn = 1",
        "SELECT * FROM review WHERE revision = 1 AND coder = 1",
        "SELECT * FROM action WHERE undoes = 1",
    ],
)
def test_the_common_questions_are_answered_from_an_index(plain: sqlite3.Connection, query: str) -> None:
    plan = [row[3] for row in plain.execute(f"EXPLAIN QUERY PLAN {query}")]
    scans = [step for step in plan if step.startswith("SCAN") and "USING" not in step]
    assert scans == []
