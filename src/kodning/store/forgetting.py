"""Erasing a document and everything that hangs on it: the one thing in the store that is ever taken out.

What hangs on a document is found by following the tables' own references, so that a table that is added later
is not forgotten here.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from kodning.store import passes
from kodning.store.guards import without_guards
from kodning.store.ids import new_uid

# Their rows say that something was done, never what was said; they stay, without their summary.
_KEPT = frozenset({"action", "forgotten", "forgotten_text", "forgotten_pass"})


class _Reference(NamedTuple):
    """A column of a table that points at the `id` of another."""

    table: str
    column: str
    parent: str


class _Erasure:
    """Rows to be erased, found by following references from a document."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.references = [r for r in _references(connection) if r.table not in _KEPT]
        self.with_key = {name for name in _tables(connection) if _has_key(connection, name)}
        self.doomed: dict[str, set[int]] = {}

    def follow(self, table: str, keys: Iterable[int]) -> None:
        """Doom rows and all that point at them, however far."""
        fresh = set(keys) - self.doomed.setdefault(table, set())
        self.doomed[table] |= fresh
        if not fresh:
            return
        for reference in self.references:
            if reference.parent == table and reference.table in self.with_key:
                found = self._pointing(reference, fresh, "id")
                self.follow(reference.table, (int(row[0]) for row in found))

    def actions(self) -> set[int]:
        """The actions that the rows belong to."""
        return {
            int(row[0])
            for reference in self.references
            if reference.parent == "action"
            for row in self._doomed_rows(reference.table, reference.column)
            if row[0] is not None
        }

    def erase(self) -> dict[str, int]:
        """Take the rows out; how many of each table."""
        counts: dict[str, int] = {}
        with without_guards(self.connection):
            for (
                reference
            ) in self.references:  # first those without a key of their own, which nobody points at
                if reference.table not in self.with_key and reference.parent in self.doomed:
                    keys = self.doomed[reference.parent]
                    gone = self._delete(reference.table, reference.column, keys)
                    counts[reference.table] = counts.get(reference.table, 0) + gone
            for table, keys in self.doomed.items():
                counts[table] = counts.get(table, 0) + self._delete(table, "id", keys)
        return {table: count for table, count in sorted(counts.items()) if count}

    def _doomed_rows(self, table: str, column: str) -> Iterator[sqlite3.Row]:
        if table in self.with_key:
            keys = self.doomed.get(table, set())
            yield from self._pointing(_Reference(table, "id", table), keys, column)

    def _pointing(self, reference: _Reference, keys: Iterable[int], wanted: str) -> list[sqlite3.Row]:
        sql = f'SELECT DISTINCT "{wanted}" FROM "{reference.table}" WHERE "{reference.column}" IN ({{}})'
        return [
            row for part in _parts(keys) for row in self.connection.execute(sql.format(_marks(part)), part)
        ]

    def _delete(self, table: str, column: str, keys: Iterable[int]) -> int:
        sql = f'DELETE FROM "{table}" WHERE "{column}" IN ({{}})'
        return sum(self.connection.execute(sql.format(_marks(part)), part).rowcount for part in _parts(keys))


class Forgotten(NamedTuple):
    """What was erased.

    Attributes:
        counts: Rows by table.
        passes: Names of frozen passes that held the document.
    """

    counts: dict[str, int]
    passes: list[str]


def would_forget(connection: sqlite3.Connection, document: int) -> Forgotten:
    """What erasing a document would take out."""
    erasure = _Erasure(connection)
    erasure.follow("document", [document])
    counts = {table: len(keys) for table, keys in sorted(erasure.doomed.items()) if keys}
    return Forgotten(counts, [name for _, name, _ in _passes_with(connection, document)])


def forget(connection: sqlite3.Connection, document: int, action: int) -> Forgotten:
    """Erase a document, its texts, and every row about them; inside `connection.writing`.

    The summaries of the actions that made those rows are emptied. Cached vectors are emptied altogether: they are
    made again when needed. Run `PRAGMA secure_delete = ON` before and `compact` after, so that no word stays in
    the file.
    """
    connection.execute("PRAGMA defer_foreign_keys = ON")
    held = _passes_with(connection, document)
    _remember(connection, document, action, held)
    erasure = _Erasure(connection)
    erasure.follow("document", [document])
    actions = erasure.actions() - {action}
    counts = erasure.erase()
    connection.execute("DELETE FROM vector")
    with without_guards(connection):
        for part in _parts(actions):
            connection.execute(f"UPDATE action SET summary = '' WHERE id IN ({_marks(part)})", part)
        changed = {key for key, _, _ in held}
        for found in passes.pass_rows(
            connection
        ):  # in the order they were made: one that rests on another after it
            if found.id in changed:
                digest = passes.digest_now(connection, found)
                connection.execute("UPDATE pass SET sha256 = ? WHERE id = ?", (digest, found.id))
    return Forgotten(counts, [name for _, name, _ in held])


def rewrite_codebooks(connection: sqlite3.Connection, rewritten: Callable[[str], str]) -> int:
    """Put earlier versions of the codebook in another form, where that differs; how many did."""
    rows = connection.execute("SELECT id, yaml FROM codebook_version").fetchall()
    changed = [(after, key) for key, yaml in rows if (after := rewritten(yaml)) != yaml]
    if changed:
        with without_guards(connection):
            connection.executemany("UPDATE codebook_version SET yaml = ? WHERE id = ?", changed)
    return len(changed)


def written_words(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """What people wrote beside the transcripts: where it stands, and the text."""
    for table, column in (
        ("memo", "text"),
        ("coding", "memo"),
        ("decision", "reason"),
        ("action", "summary"),
    ):
        for key, text in connection.execute(f"SELECT id, {column} FROM {table} WHERE {column} <> ''"):
            yield f"{table} {key}", text


def compact(connection: sqlite3.Connection) -> bool:
    """Rewrite the file without what was taken out; False where another program keeps it from being done now."""
    try:
        connection.execute("VACUUM")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError:
        return False
    return not busy


def _passes_with(connection: sqlite3.Connection, document: int) -> list[tuple[int, str, str]]:
    rows = connection.execute(
        "SELECT DISTINCT p.id, p.name, p.sha256 FROM pass p JOIN pass_revision x ON x.pass = p.id"
        " JOIN revision r ON r.id = x.revision WHERE r.document = ? ORDER BY p.id",
        (document,),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _remember(
    connection: sqlite3.Connection, document: int, action: int, held: Iterable[tuple[int, str, str]]
) -> None:
    key = connection.execute(
        "INSERT INTO forgotten (uid, document_uid, action) SELECT ?, uid, ? FROM document WHERE id = ?",
        (new_uid(), action, document),
    ).lastrowid
    connection.execute(
        "INSERT INTO forgotten_text SELECT DISTINCT ?, sha256 FROM revision WHERE document = ?",
        (key, document),
    )
    connection.executemany(
        "INSERT INTO forgotten_pass VALUES (?, ?, ?)", [(key, number, digest) for number, _, digest in held]
    )


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return [row[0] for row in rows]


def _has_key(connection: sqlite3.Connection, table: str) -> bool:
    rows = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk", (table,)).fetchall()
    return [row[0] for row in rows] == ["id"]


def _references(connection: sqlite3.Connection) -> Iterator[_Reference]:
    for table in _tables(connection):
        for row in connection.execute('SELECT "from", "table" FROM pragma_foreign_key_list(?)', (table,)):
            yield _Reference(table, row[0], row[1])


_MOST_MARKS = 500  # parameters in one statement


def _parts(keys: Iterable[int]) -> Iterator[list[int]]:
    listed = sorted(keys)
    for start in range(0, len(listed), _MOST_MARKS):
        yield listed[start : start + _MOST_MARKS]


def _marks(part: list[int]) -> str:
    return ", ".join("?" * len(part))
