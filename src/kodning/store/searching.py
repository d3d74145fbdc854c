"""Asking the search index."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# Marks around what was found; no text holds them: they stand for no character.
BEGIN, END = "\ufdd0", "\ufdd1"


class FoundTurn(NamedTuple):
    """A turn in which something was found, with `BEGIN` and `END` around it; `order` is its document's."""

    document: str
    number: int
    speaker: str | None
    role: str
    start: int
    end: int
    marked: str
    order: int


_FROM = " FROM turn_search JOIN indexed_turn i ON i.id = turn_search.rowid"
_TURN = " JOIN turn t ON t.revision = i.revision AND t.number = i.number"
_DOCUMENT = " JOIN revision r ON r.id = i.revision JOIN document d ON d.id = r.document"


def _where(
    connection: sqlite3.Connection, role: str | None, documents: Sequence[str]
) -> tuple[str, dict[str, str | None]]:
    """The conditions, no more than are needed, and the values they speak of."""
    where, values = " WHERE turn_search MATCH :query", {f"d{at}": name for at, name in enumerate(documents)}
    if not _all_current(connection):
        where += " AND i.revision IN (SELECT id FROM current_revision)"
    if role is not None:
        where += " AND t.role = :role"
    if documents:
        marks = ", ".join(f":{key}" for key in values)
        within = f"SELECT r.id FROM revision r JOIN document d ON d.id = r.document WHERE d.name IN ({marks})"
        where += f" AND i.revision IN ({within})"
    return where, {"role": role, **values}


def _all_current(connection: sqlite3.Connection) -> bool:
    """Whether no document was ever revised: finding out is quicker than listing what is current."""
    row = connection.execute(
        "SELECT NOT EXISTS (SELECT 1 FROM revision WHERE number > 1)"
        " AND NOT EXISTS (SELECT 1 FROM revision_withdrawal)"
    ).fetchone()
    return bool(row[0])


def count_documents(connection: sqlite3.Connection) -> int:
    """How many documents can be searched."""
    revisions = "revision" if _all_current(connection) else "current_revision"
    return int(connection.execute(f"SELECT COUNT(*) FROM {revisions}").fetchone()[0])


def found_turns(
    connection: sqlite3.Connection,
    query: str,
    *,
    role: str | None = None,
    documents: Sequence[str] = (),
    limit: int = -1,
) -> Iterator[FoundTurn]:
    """Turns that match, in the order they were imported."""
    where, values = _where(connection, role, documents)
    rows = connection.execute(
        'SELECT d.name, t.number, t.speaker, t.role, t.start, t."end",'
        f" highlight(turn_search, 0, '{BEGIN}', '{END}'), d.id{_FROM}{_TURN}{_DOCUMENT}{where}"
        " ORDER BY turn_search.rowid LIMIT :limit",
        {"query": query, "limit": limit, **values},
    )
    return (FoundTurn(*row) for row in rows)


def count_turns(
    connection: sqlite3.Connection, query: str, *, role: str | None = None, documents: Sequence[str] = ()
) -> tuple[int, int]:
    """How many turns match, and in how many documents."""
    where, values = _where(connection, role, documents)
    turn = _TURN if role is not None else ""
    row = connection.execute(
        f"SELECT COUNT(*), COUNT(DISTINCT i.revision){_FROM}{turn}{where}", {"query": query, **values}
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
