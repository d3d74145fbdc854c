"""Counts of large projects, kept in the store and brought up to date when they are asked for.

Codings and retractions are only ever added: what came after the last count says which documents to count again. A
small project is counted anew every time, which is quicker than looking after what was kept. Where the store cannot
be written (a read-only medium, another process writing), the counts live in this connection only.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_CODINGS = 5_000  # fewer are counted anew
_AT_ONCE = 200_000  # codings in memory at a time
_FEW_DOCUMENTS = 200  # so many are looked up one by one
OWN, WITH, ALL = 0, 1, 2


class _State(NamedTuple):
    """How far has been counted, as the table `counted` has it."""

    coding: int
    coding_uid: str
    retraction: int
    retraction_uid: str
    paths: str


def kept_counts(connection: sqlite3.Connection) -> str | None:
    """The table with up-to-date counts; None where the project is small or in the middle of a change."""
    last = connection.execute("SELECT MAX(id) FROM coding").fetchone()[0] or 0
    if last < LEAST_CODINGS or connection.in_transaction:
        return None
    now = _now(connection)
    if _kept(connection, "main") == now:
        return "main.code_count"
    try:
        _bring_up_to_date(connection, "main")
    except sqlite3.OperationalError:
        _lay_in_memory(connection)
        if _kept(connection, "temp") != now:
            _bring_up_to_date(connection, "temp")
        return "temp.code_count"
    return "main.code_count"


def _now(connection: sqlite3.Connection) -> _State:
    coding, retraction = (
        connection.execute(f"SELECT id, uid FROM {table} ORDER BY id DESC LIMIT 1").fetchone() or (0, "")
        for table in ("coding", "retraction")
    )
    paths = connection.execute(
        "SELECT group_concat(ancestor || '>' || descendant) FROM"
        " (SELECT ancestor, descendant FROM code_path ORDER BY ancestor, descendant)"
    ).fetchone()[0]
    return _State(coding[0], coding[1], retraction[0], retraction[1], paths or "")


def _kept(connection: sqlite3.Connection, schema: str) -> _State | None:
    row = connection.execute(
        f"SELECT coding, coding_uid, retraction, retraction_uid, paths FROM {schema}.counted"
    ).fetchone()
    return _State(*row) if row else None


def _lay_in_memory(connection: sqlite3.Connection) -> None:
    for table in ("code_count", "counted"):
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} AS SELECT * FROM main.{table} WHERE 0")


def _bring_up_to_date(connection: sqlite3.Connection, schema: str) -> None:
    patience = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute("PRAGMA busy_timeout = 0")  # who only reads does not wait for who writes
    try:
        connection.execute("BEGIN IMMEDIATE" if schema == "main" else "BEGIN")
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience}")
    try:
        now, before = _now(connection), _kept(connection, schema)
        stale = _stale(connection, before, now)
        if stale is None:
            connection.execute(f"DELETE FROM {schema}.code_count")
        else:
            gone = ((revision,) for revision in stale)
            connection.executemany(f"DELETE FROM {schema}.code_count WHERE revision = ?", gone)
        for cells in _counted(connection, stale):
            connection.executemany(f"INSERT INTO {schema}.code_count VALUES (?, ?, ?, ?, ?, ?)", cells)
        connection.execute(f"DELETE FROM {schema}.counted")
        connection.execute(f"INSERT INTO {schema}.counted VALUES (1, ?, ?, ?, ?, ?)", now)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _stale(connection: sqlite3.Connection, before: _State | None, now: _State) -> list[int] | None:
    """The revisions to count again; None is all of them."""
    if before is None or before.paths != now.paths:
        return None
    for table, key, uid in (
        ("coding", before.coding, before.coding_uid),
        ("retraction", before.retraction, before.retraction_uid),
    ):
        there = connection.execute(f"SELECT uid FROM {table} WHERE id = ?", (key,)).fetchone()
        if key and (there is None or there[0] != uid):  # rows were erased, numbers given anew
            return None
    rows = connection.execute(
        "SELECT revision FROM coding WHERE id > ?1"
        " UNION SELECT c.revision FROM retraction x JOIN coding c ON c.id = x.coding WHERE x.id > ?2"
        # A coding is taken back together with its copies in other revisions.
        " UNION SELECT c.revision FROM retraction x JOIN coding c ON c.root = x.coding WHERE x.id > ?2",
        (before.coding, before.retraction),
    )
    return [row[0] for row in rows]


def _counted(
    connection: sqlite3.Connection, revisions: Sequence[int] | None
) -> Iterator[Iterator[tuple[int, ...]]]:
    """Rows of `code_count`, some documents at a time."""
    import numpy as np

    above: dict[int, list[int]] = {}
    for ancestor, descendant in connection.execute("SELECT ancestor, descendant FROM code_path"):
        above.setdefault(descendant, []).append(ancestor)
    parts = _in_parts(connection) if revisions is None else _one_by_one(connection, revisions)
    for rows in parts:
        table = np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, 5)
        if not len(table):
            continue
        yield _cells(OWN, table)
        yield _cells(WITH, _with_ancestors(table, above))
        table[:, 1] = 0
        yield _cells(ALL, table)


_COLUMNS = "SELECT coder, code, revision, word_start, word_end FROM live_coding WHERE "


def _one_by_one(
    connection: sqlite3.Connection, revisions: Sequence[int]
) -> Iterator[Iterator[tuple[int, ...]]]:
    for first in range(0, len(revisions), _FEW_DOCUMENTS):
        some = revisions[first : first + _FEW_DOCUMENTS]
        marks = ", ".join("?" * len(some))
        yield _bare(connection, f"{_COLUMNS} revision IN ({marks})", some)


def _in_parts(connection: sqlite3.Connection) -> Iterator[Iterator[tuple[int, ...]]]:
    """All codings, by ranges of revisions; each range is read along the index that holds all that is needed."""
    last = connection.execute("SELECT MAX(id) FROM revision").fetchone()[0] or 0
    codings = connection.execute("SELECT MAX(id) FROM coding").fetchone()[0] or 0
    step = max(1, last * _AT_ONCE // max(1, codings))
    pairs = connection.execute("SELECT o.id, c.id FROM coder o, code c").fetchall()
    for first in range(1, last + 1, step):
        yield chain.from_iterable(
            _bare(
                connection,
                f"{_COLUMNS} coder = ? AND code = ? AND revision BETWEEN ? AND ?",
                (*pair, first, first + step - 1),
            )
            for pair in pairs
        )


def _bare(connection: sqlite3.Connection, sql: str, values: Sequence[int]) -> Iterator[tuple[int, ...]]:
    cursor = connection.cursor()
    cursor.row_factory = None  # bare tuples
    return cursor.execute(sql, values)


def _with_ancestors(table: "NDArray[np.int64]", above: dict[int, list[int]]) -> "NDArray[np.int64]":
    """Each coding once for its code and once for each code above it."""
    import numpy as np

    parts = []
    for code in np.unique(table[:, 1]).tolist():
        some = table[table[:, 1] == code]
        for ancestor in above.get(code, [code]):
            copy = some.copy()
            copy[:, 1] = ancestor
            parts.append(copy)
    return np.concatenate(parts)


def _cells(scope: int, table: "NDArray[np.int64]") -> Iterator[tuple[int, ...]]:
    """Codings and words of each coder, code and revision; a word covered twice counts once."""
    import numpy as np

    coder, code, revision, start, end = table.T
    codes, revisions, words = code.max() + 1, revision.max() + 1, end.max() + 1
    cell = (coder * codes + code) * revisions + revision
    order = np.argsort(cell * words + start, kind="stable")
    cell, start, end = cell[order], start[order], end[order]
    first = np.flatnonzero(np.concatenate(([True], cell[1:] != cell[:-1])))
    codings = np.diff(np.concatenate((first, [len(cell)])))
    # Each cell on a stretch of its own, so that nothing reaches from one into the next.
    apart = np.repeat(np.arange(len(first)) * words, codings)
    reached = np.maximum.accumulate(end + apart)
    before = np.concatenate(([0], reached[:-1]))
    added = np.maximum(0, end + apart - np.maximum(start + apart, before))
    cells = cell[first]
    columns = (
        cells // revisions // codes,
        np.full(len(cells), scope),
        cells // revisions % codes,
        cells % revisions,
        codings,
        np.add.reduceat(added, first),
    )
    return zip(*(column.tolist() for column in columns), strict=True)
