"""A store of an older version is brought up to date and keeps every row."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kodning.project import Project
from kodning.store import migrating, schema
from kodning.store.connection import STORE_NAME, ReadOnlyStoreError, create_store
from kodning.store.identity import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    import sqlite_utils

Rows = dict[str, list[tuple[object, ...]]]
Columns = dict[str, str]


def _as_sqlite_utils_knows_them(steps: Sequence[schema.Migration]) -> "sqlite_utils.Migrations":
    """Our migrations as a set of sqlite-utils', which the first releases were made with."""
    import sqlite_utils

    migrations = sqlite_utils.Migrations("kodning")
    for number, step in enumerate(steps, start=1):

        def apply(db: "sqlite_utils.Database", step: schema.Migration = step) -> None:
            step(db.conn)

        migrations(name=f"{number:04d}{step.__name__}")(apply)
    return migrations


def _first_version(path: Path) -> None:
    import sqlite_utils

    db = sqlite_utils.Database(str(path))
    _as_sqlite_utils_knows_them(schema.MIGRATIONS[:1]).apply(db)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")
    db.close()


def test_sqlite_utils_finds_every_migration_of_a_store_applied(tmp_path: Path) -> None:
    import sqlite_utils

    create_store(tmp_path / STORE_NAME)
    db = sqlite_utils.Database(str(tmp_path / STORE_NAME))
    migrations = _as_sqlite_utils_knows_them(schema.MIGRATIONS)
    before = list(db.conn.iterdump())
    migrations.apply(db)
    assert migrations.pending(db) == []
    assert list(db.conn.iterdump()) == before
    db.close()


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict ORDER BY name"
    )
    return [name for (name,) in rows]


def _rows(path: Path, columns: Columns) -> Rows:
    with closing(sqlite3.connect(path)) as connection:
        return {
            name: sorted(connection.execute(f"SELECT {listed} FROM {name}"), key=repr)
            for name, listed in columns.items()
        }


def _columns(connection: sqlite3.Connection) -> Columns:
    """What each table holds, as a list for SELECT."""
    return {
        name: ", ".join(f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({name})"))
        for name in _tables(connection)
    }


@pytest.fixture
def old(demo_project: Path) -> Path:
    """The demo project with a store of version 1 that holds the same rows."""
    store, old = demo_project / STORE_NAME, demo_project / "old.db"
    _first_version(old)
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("ATTACH ? AS new", (str(store),))
        for name, columns in _columns(connection).items():
            connection.execute(f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM new.{name}")
        connection.commit()
    store.unlink()
    shutil.move(old, store)
    return demo_project


def test_a_store_of_version_1_keeps_every_row(old: Path) -> None:
    with closing(sqlite3.connect(old / STORE_NAME)) as connection:
        columns = _columns(connection)
    before = _rows(old / STORE_NAME, columns)
    assert sum(map(len, before.values())) > 1000
    with Project.open(old) as project:
        assert project.problems() == []
        assert len(project.codings()) == len(before["coding"])
        version = project.connection.execute("PRAGMA user_version").fetchone()[0]
    assert version == SCHEMA_VERSION
    assert _rows(old / STORE_NAME, columns) == before


def test_a_store_of_version_1_takes_a_pass_once_it_is_opened(old: Path) -> None:
    with Project.open(old) as project:
        assert project.freeze("runde 1", "leder").codings == len(project.codings())
        assert project.problems() == []


def test_what_was_added_is_guarded_too(old: Path) -> None:
    Project.open(old).close()
    with closing(sqlite3.connect(old / STORE_NAME)) as connection:
        guarded = {
            row[0] for row in connection.execute("SELECT tbl_name FROM sqlite_schema WHERE type = 'trigger'")
        }
    assert guarded == set(schema.APPEND_ONLY)


def test_several_processes_bring_a_store_up_to_date_at_once(old: Path) -> None:
    script = (
        "import sys; sys.stdin.readline(); from kodning.project import Project; Project.open('.').close()"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            cwd=old, stdin=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )
        for _ in range(4)
    ]  # fmt: skip
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    errors = [process.communicate(timeout=60)[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, errors
    with Project.open(old) as project:
        assert project.problems() == []


def test_a_migration_that_fails_leaves_the_store_as_it_was(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(connection: sqlite3.Connection) -> None:
        whole[1](connection)
        raise RuntimeError("power cut")

    whole = schema.MIGRATIONS
    before = _dump(old)
    monkeypatch.setattr(migrating, "MIGRATIONS", (whole[0], broken))
    with pytest.raises(RuntimeError, match="power cut"):
        Project.open(old)
    assert _dump(old) == before


def _dump(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / STORE_NAME)) as connection:
        return [*connection.iterdump(), str(connection.execute("PRAGMA user_version").fetchone())]


def test_an_old_store_that_cannot_be_written_is_refused_with_the_reason(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(_path: Path, _busy: int) -> None:
        error = sqlite3.OperationalError("attempt to write a readonly database")
        error.sqlite_errorcode = sqlite3.SQLITE_READONLY
        raise error

    monkeypatch.setattr("kodning.store.migrating.migrate", read_only)
    with pytest.raises(ReadOnlyStoreError, match=STORE_NAME):
        Project.open(old)


def _of_version(number: int, project: Path) -> Path:
    """A project with a store as that version of kodning made it, with all rows that it could hold."""
    store, old = project / STORE_NAME, project / "old.db"
    migrating.migrate(old, through=number)
    with closing(sqlite3.connect(old)) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for trigger, _ in guards:
            connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.execute("ATTACH ? AS new", (str(store),))
        for name, listed in _columns(connection).items():
            connection.execute(f"DELETE FROM main.{name}")
            connection.execute(f"INSERT INTO main.{name} ({listed}) SELECT {listed} FROM new.{name}")
        for _, sql in guards:
            connection.execute(sql)
        connection.commit()
    store.unlink()
    shutil.move(old, store)
    return project


@pytest.mark.parametrize("number", range(1, SCHEMA_VERSION))
def test_a_store_of_every_version_is_brought_up_to_date_and_may_be_merged(
    number: int, demo_project: Path, tmp_path: Path
) -> None:
    new = Path(shutil.copytree(demo_project, tmp_path / "ny"))
    old = _of_version(number, demo_project)
    before = (old / STORE_NAME).read_bytes()
    with Project.open(new) as project:
        assert not any(
            count
            for table, count in project.merge(old, "leder").fresh.items()
            if table in {"coding", "document"}
        )
    assert (old / STORE_NAME).read_bytes() == before  # what is merged is never changed
    with closing(sqlite3.connect(old / STORE_NAME)) as connection:
        columns = _columns(connection)
    rows = _rows(old / STORE_NAME, columns)
    with Project.open(old) as project:
        assert project.connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
        assert project.problems() == []
        assert len(project.codings()) == 350
    after = _rows(old / STORE_NAME, columns)
    assert {name for name in rows if rows[name] != after[name]} <= {"code_mark", "code_path"}
