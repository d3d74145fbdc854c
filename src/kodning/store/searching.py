"""Asking the search index."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# Marks around what was found; no text holds them: they stand for no character.
BEGIN, END = "\ufdd0", "\ufdd1"


class FoundTurn(NamedTuple):
    """A turn in which something was found, with `BEGIN` and `END` around it."""

    document: str
    number: int
    speaker: str | None
    role: str
    start: int
    end: int
    marked: str


_FROM = (
    " FROM turn_search JOIN indexed_turn i ON i.id = turn_search.rowid"
    " JOIN turn t ON t.revision = i.revision AND t.number = i.number"
    " WHERE turn_search MATCH :query AND i.revision IN (SELECT id FROM current_revision)"
    " AND (:role IS NULL OR t.role = :role)"
)
_NAME = "(SELECT d.name FROM revision r JOIN document d ON d.id = r.document WHERE r.id = i.revision)"


def _chosen(documents: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The condition on documents, and the names it speaks of."""
    names = {f"d{at}": name for at, name in enumerate(documents)}
    marks = ", ".join(f":{key}" for key in names)
    within = f"SELECT r.id FROM revision r JOIN document d ON d.id = r.document WHERE d.name IN ({marks})"
    return (f" AND i.revision IN ({within})" if names else ""), names


def found_turns(
    connection: sqlite3.Connection,
    query: str,
    *,
    role: str | None = None,
    documents: Sequence[str] = (),
    limit: int = -1,
) -> Iterator[FoundTurn]:
    """Turns that match, in the order they were imported."""
    where, names = _chosen(documents)
    rows = connection.execute(
        f'SELECT {_NAME}, t.number, t.speaker, t.role, t.start, t."end",'
        f" highlight(turn_search, 0, '{BEGIN}', '{END}'){_FROM}{where} ORDER BY turn_search.rowid LIMIT :limit",
        {"query": query, "role": role, "limit": limit, **names},
    )
    return (FoundTurn(*row) for row in rows)


def count_turns(
    connection: sqlite3.Connection, query: str, *, role: str | None = None, documents: Sequence[str] = ()
) -> tuple[int, int]:
    """How many turns match, and in how many documents."""
    where, names = _chosen(documents)
    row = connection.execute(
        f"SELECT COUNT(*), COUNT(DISTINCT i.revision){_FROM}{where}",
        {"query": query, "role": role, **names},
    ).fetchone()
    return int(row[0]), int(row[1])


def vocabulary(connection: sqlite3.Connection, pattern: str | None = None) -> Iterator[str]:
    """The words of the texts in lower case; with a pattern those it fits, `*` being any letters."""
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.turn_vocabulary USING fts5vocab('main', 'turn_search', 'row')"
    )
    glob = None if pattern is None else "".join(f"[{c}]" if c in "?[" else c for c in pattern.casefold())
    rows = connection.execute(
        "SELECT term FROM temp.turn_vocabulary WHERE ?1 IS NULL OR term GLOB ?1", (glob,)
    )
    return (row[0] for row in rows)
