"""Lifting the triggers that keep rows as they are, for what alone may: forgetting, and undoing a merge."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_guards(connection: sqlite3.Connection) -> Iterator[None]:
    """Lift the triggers that keep rows as they are; they are back before the transaction ends."""
    guards = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%rows are only ever added%'"
    ).fetchall()
    for name, _ in guards:
        connection.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, sql in guards:
        connection.execute(sql)
