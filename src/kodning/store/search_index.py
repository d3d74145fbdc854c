"""Filling the search index."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from kodning.model import Turn

_MISSING = (
    "SELECT id FROM revision r WHERE NOT EXISTS (SELECT 1 FROM indexed_turn WHERE revision = r.id)"
    " AND EXISTS (SELECT 1 FROM turn WHERE revision = r.id)"
)


def index_turns(connection: sqlite3.Connection, revision: int, text: str, turns: Iterable[Turn]) -> None:
    """Make the turns of a new text findable. Runs inside a write transaction."""
    first = connection.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM indexed_turn").fetchone()[0]
    numbered = list(enumerate(turns, start=first))
    connection.executemany(
        "INSERT INTO indexed_turn VALUES (?, ?, ?, ?, ?)",
        ((key, revision, turn.number, turn.start, turn.end) for key, turn in numbered),
    )
    connection.executemany(
        "INSERT INTO turn_search (rowid, words) VALUES (?, ?)",
        ((key, text[turn.start : turn.end]) for key, turn in numbered),
    )


def missing(connection: sqlite3.Connection) -> Sequence[int]:
    """Texts that are not in the index."""
    return [row[0] for row in connection.execute(_MISSING)]


def index_missing(connection: sqlite3.Connection) -> None:
    """Index every text that is not in the index yet. Runs inside a write transaction."""
    for revision in missing(connection):
        text = connection.execute("SELECT text FROM revision WHERE id = ?", (revision,)).fetchone()[0]
        rows = connection.execute(
            'SELECT number, start, "end" FROM turn WHERE revision = ? ORDER BY number', (revision,)
        )
        index_turns(connection, revision, text, [Turn(*row) for row in rows])


def complete(connection: sqlite3.Connection, path: Path) -> None:
    """Index what was written by other ways than an import."""
    if missing(connection):
        from kodning.store.connection import writing

        with writing(connection, path):
            index_missing(connection)
