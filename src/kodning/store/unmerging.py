"""Taking out again what a merge brought; the project that it came from still has it."""

import sqlite3

from kodning.store.guards import without_guards
from kodning.store.merging import Shape, shapes


def take_out(connection: sqlite3.Connection, action: int) -> int:
    """Delete the rows that a merge brought and made; inside a write transaction.

    Returns:
        How many rows are left that point at something which is gone: later work, because of which the transaction
        must be rolled back.
    """
    connection.execute("PRAGMA defer_foreign_keys = ON")
    arrived = {
        name: (first, last)
        for name, first, last in connection.execute(
            "SELECT name, first, last FROM merge_arrival WHERE action = ?", (action,)
        )
    }
    connection.execute("DELETE FROM code_path")
    connection.execute("DELETE FROM code_mark")
    parts = shapes(connection)
    with without_guards(connection):
        for shape in parts:
            _belonging(connection, shape, arrived, action)
        for shape in reversed(parts):
            if shape.keyed and shape.name != "action" and any(r.column == "action" for r in shape.references):
                connection.execute(f'DELETE FROM "{shape.name}" WHERE action = ?', (action,))
            if shape.name in arrived:
                connection.execute(
                    f'DELETE FROM "{shape.name}" WHERE id BETWEEN ? AND ?', arrived[shape.name]
                )
        connection.execute("DELETE FROM merge_arrival WHERE action = ?", (action,))
        for cache in ("code_count", "counted"):
            connection.execute(f"DELETE FROM {cache}")
        connection.execute("DELETE FROM indexed_turn WHERE revision NOT IN (SELECT id FROM revision)")
        for kind in ("coder", "document", "code"):
            connection.execute(
                f"DELETE FROM known_as WHERE kind = ? AND here NOT IN (SELECT id FROM {kind})", (kind,)
            )
    return len(connection.execute("PRAGMA foreign_key_check").fetchall())


def _belonging(
    connection: sqlite3.Connection, shape: Shape, arrived: dict[str, tuple[int, int]], action: int
) -> None:
    """Rows without a key of their own that belong to what came, or to what the merge made itself."""
    owner = shape.owner
    if shape.keyed or owner is None:
        return
    columns = {row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", (owner.parent,))}
    if "action" in columns:
        connection.execute(
            f'DELETE FROM "{shape.name}" WHERE "{owner.column}" IN (SELECT id FROM "{owner.parent}" WHERE action = ?)',
            (action,),
        )
    if owner.parent in arrived:
        connection.execute(
            f'DELETE FROM "{shape.name}" WHERE "{owner.column}" BETWEEN ? AND ?', arrived[owner.parent]
        )


def version_before(connection: sqlite3.Connection) -> str:
    """The text of the codebook that is the newest of those that are left."""
    row = connection.execute("SELECT yaml FROM codebook_version ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0])
