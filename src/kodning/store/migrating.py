"""Bringing a store to the newest schema."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from kodning.store.identity import APPLICATION_ID
from kodning.store.schema import MIGRATIONS, Migration, run_script

# What a file remembers of its migrations, in the form that sqlite-utils keeps (and its `sqlite-utils migrate` reads).
_REMEMBERED = """
CREATE TABLE IF NOT EXISTS "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
"""
_SET = "kodning"


def migrate(path: Path, busy_milliseconds: int = 30_000, *, through: int | None = None) -> None:
    """Bring a file (or an empty one) to the newest schema, or to that of an older kodning.

    All steps are one transaction, and the lock comes first: a process that opens the store meanwhile waits, and then
    finds nothing left to do.

    Args:
        path: The file.
        busy_milliseconds: How long to wait for another process.
        through: The number of the last migration; all of them where nothing is said.
    """
    wanted = MIGRATIONS[:through]
    with closing(sqlite3.connect(path, timeout=busy_milliseconds / 1000, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        run_script(connection, _REMEMBERED)
        for number, migration in enumerate(wanted, start=1):
            _apply(connection, f"{number:04d}{migration.__name__}", migration)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(wanted)}")
        connection.execute("COMMIT")


def _apply(connection: sqlite3.Connection, name: str, migration: Migration) -> None:
    here = (_SET, name)
    if connection.execute(
        "SELECT 1 FROM _sqlite_migrations WHERE migration_set = ? AND name = ?", here
    ).fetchone():
        return
    migration(connection)
    now = str(datetime.now(UTC))
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)", (*here, now)
    )
