"""Less of a store, in a copy of it: as it was after some action, or its texts and codebook alone."""

import sqlite3
from pathlib import Path

from kodning.codebook import Codebook, parse_codebook
from kodning.store.codes import mirror_codes
from kodning.store.guards import without_guards
from kodning.store.merging import shapes

# What a colleague who is to code blind gets: the texts, how they are cut and by whom, the codebook, what to code.
_BLIND = frozenset(
    {
        "action", "attribute", "code", "code_change", "code_uid", "codebook_version", "coder", "document", "forgotten",
        "forgotten_text", "merged_revision", "revision", "revision_withdrawal", "sample", "sample_unit", "segment",
        "time_mark", "turn",
    }
)  # fmt: skip


def as_it_was(connection: sqlite3.Connection, action: int, codebook: Path) -> str:
    """Take out all that was done after an action; returns the text of the codebook of that time.

    Args:
        connection: A copy of the store, with foreign keys off.
        action: The last action to stay.
        codebook: Its path, for messages only.
    """
    later = "SELECT id FROM action WHERE uid > (SELECT uid FROM action WHERE id = ?)"
    names: dict[str, str] = {}
    for before, after in connection.execute(
        "SELECT x.before, x.after FROM code_change x JOIN action a ON a.id = x.action WHERE x.kind = 'rename'"
        f" AND a.id IN ({later}) ORDER BY a.uid DESC, x.id DESC",
        (action,),
    ):
        now = next((name for name, was in names.items() if was == after), after)
        names[now] = before
    connection.execute("BEGIN IMMEDIATE")
    with without_guards(connection):
        connection.execute(f"DELETE FROM merge_arrival WHERE action IN ({later})", (action,))
        parts = shapes(connection)
        for shape in parts:
            if shape.name != "action" and any(r.column == "action" for r in shape.references):
                connection.execute(f'DELETE FROM "{shape.name}" WHERE action IN ({later})', (action,))
        connection.execute(f"DELETE FROM action WHERE id IN ({later})", (action,))
        _dangling(connection)
    text = _mirror(connection, action, codebook, names)
    connection.execute("COMMIT")
    return text


def texts_and_codebook(connection: sqlite3.Connection, codebook: Path) -> str:
    """Take out all that anybody has coded, read, noted, decided or been suggested; returns the codebook's text.

    Nothing of it stays in the file, not even in its free pages.
    """
    connection.execute("PRAGMA secure_delete = ON")
    (first,) = connection.execute("SELECT MIN(id) FROM action").fetchone()
    connection.execute("BEGIN IMMEDIATE")
    with without_guards(connection):
        for table in ("vector", "merge_arrival", "forgotten_pass"):
            connection.execute(f"DELETE FROM {table}")
        parts = shapes(connection)
        for shape in parts:
            if shape.name not in _BLIND:
                connection.execute(f'DELETE FROM "{shape.name}"')
        used = " UNION ".join(
            f'SELECT action FROM "{shape.name}"'
            for shape in parts
            if shape.name in _BLIND and any(r.column == "action" for r in shape.references)
        )
        connection.execute(f"DELETE FROM action WHERE id NOT IN ({used})")
        connection.execute("DELETE FROM coder WHERE id NOT IN (SELECT coder FROM action)")
        _dangling(connection)
    text = _mirror(connection, first, codebook, {})
    connection.execute("COMMIT")
    connection.execute("VACUUM")
    return text


def _dangling(connection: sqlite3.Connection) -> None:
    """Take out rows that point at something which is gone, those that are pointed at first."""
    for cache in ("code_count", "counted"):
        connection.execute(f"DELETE FROM {cache}")
    for shape in shapes(connection):
        for reference in shape.references:
            if shape.name != "code":  # mirrored anew
                connection.execute(
                    f'DELETE FROM "{shape.name}" WHERE "{reference.column}" IS NOT NULL'
                    f' AND "{reference.column}" NOT IN (SELECT id FROM "{reference.parent}")'
                )
    connection.execute("DELETE FROM indexed_turn WHERE revision NOT IN (SELECT id FROM revision)")


def _mirror(connection: sqlite3.Connection, action: int, path: Path, names: dict[str, str]) -> str:
    (text,) = connection.execute("SELECT yaml FROM codebook_version ORDER BY id DESC LIMIT 1").fetchone()
    book: Codebook = parse_codebook(text, path)
    mirror_codes(connection, action, book.codes, book.groups, renamed=names)
    with without_guards(connection):
        connection.execute("DELETE FROM codebook_pending")
        # Undoing the names is no action of anybody's.
        connection.execute(
            "DELETE FROM code_change WHERE action = ? AND kind = 'rename' AND id > (SELECT COALESCE(MAX(id), 0)"
            " FROM code_change WHERE action <> ?)",
            (action, action),
        )
        for table in ("code_path", "code_mark", "code_uid"):
            column = "descendant" if table == "code_path" else "code"
            connection.execute(f"DELETE FROM {table} WHERE {column} IN ({_UNUSED})")
        connection.execute(f"DELETE FROM code WHERE id IN ({_UNUSED})")
    return str(text)


# Codes that came later, or that only others' codings used.
_UNUSED = (
    "SELECT id FROM code WHERE NOT in_codebook AND id NOT IN (SELECT code FROM coding)"
    " AND id NOT IN (SELECT code FROM memo WHERE code IS NOT NULL) AND id NOT IN (SELECT code FROM pass_code)"
    " AND id NOT IN (SELECT code FROM code_change) AND id NOT IN (SELECT other FROM code_change WHERE other IS NOT NULL)"
    " AND id NOT IN (SELECT code FROM suggestion)"
)
