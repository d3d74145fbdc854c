"""Marks on quotes that a report uses: reading them, adding them, taking them back. Never changed, never deleted."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from kodning.store.ids import new_uid


class UseRow(NamedTuple):
    """A mark in force.

    Attributes:
        id: Its key.
        coding: Global id of the coding.
        coder: Whose coding it is.
        place: Where the words are used.
    """

    id: int
    coding: str
    coder: str
    place: str


def uses(connection: sqlite3.Connection) -> list[UseRow]:
    """Marks in force on codings in force, as they stand in the current texts, oldest first."""
    rows = connection.execute(
        "SELECT u.id, c.uid, coder.name, u.place FROM live_quote_use u"
        " JOIN live_coding c ON c.id = u.coding OR c.root = u.coding"
        " JOIN current_revision r ON r.id = c.revision JOIN coder ON coder.id = c.coder ORDER BY u.id"
    )
    return [UseRow(*row) for row in rows]


def add_uses(connection: sqlite3.Connection, action: int, codings: Iterable[str], place: str) -> None:
    """Mark codings, given by their global ids."""
    connection.executemany(
        "INSERT INTO quote_use (uid, coding, place, action) SELECT ?, COALESCE(root, id), ?, ? FROM coding WHERE uid = ?",
        ((new_uid(), place, action, coding) for coding in codings),
    )


def withdraw_uses(connection: sqlite3.Connection, action: int, keys: Iterable[int]) -> None:
    """Take marks back."""
    connection.executemany(
        "INSERT INTO quote_use (uid, coding, place, withdrawn, action)"
        " SELECT ?, coding, place, id, ? FROM quote_use WHERE id = ?",
        ((new_uid(), action, key) for key in keys),
    )


def undo_uses(connection: sqlite3.Connection, undone: int, action: int) -> None:
    """Take back what an action marked, and mark again what it unmarked, in rows that belong to `action`.

    A mark is a coding and a place: one that was taken off and put back in the meantime goes with the first.
    """
    rows = connection.execute(
        "SELECT coding, place, withdrawn IS NULL FROM quote_use WHERE action = ?", (undone,)
    ).fetchall()
    for coding, place, marked in rows:
        live = connection.execute(
            "SELECT id FROM live_quote_use WHERE coding = ? AND place = ?", (coding, place)
        ).fetchall()
        if marked:
            withdraw_uses(connection, action, [row[0] for row in live])
        elif not live:
            connection.execute(
                "INSERT INTO quote_use (uid, coding, place, action) VALUES (?, ?, ?, ?)",
                (new_uid(), coding, place, action),
            )
