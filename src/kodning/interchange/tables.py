"""Reading another program's SQLite database without touching it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kodning.errors import UnreadableFileError


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can only read; rows by name.

    Raises:
        UnreadableFileError: There is no such file.
    """
    if not path.is_file():
        raise UnreadableFileError(path, "filen findes ikke.", "there is no such file.")
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def table_names(path: Path) -> set[str]:
    """The tables of a database."""
    with reading(path) as connection:
        rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        return {row[0] for row in rows}


def columns(connection: sqlite3.Connection, table: str) -> set[str]:
    """The columns of a table; empty where there is none of that name."""
    return {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
