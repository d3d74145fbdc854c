"""Blind passes: when a coder's began, and whether it was broken or has ended."""

import sqlite3
from collections.abc import Sequence
from typing import Literal, NamedTuple

from kodning.store.ids import new_uid

BlindState = Literal["begun", "broken", "ended"]


class BlindRow(NamedTuple):
    """A blind pass beginning, broken or ended.

    Attributes:
        coder: Whose blind pass.
        state: What became of it.
        created: When.
        by: Who did it.
        reason: Why, where it was broken.
        action: Number of the action.
    """

    coder: str
    state: BlindState
    created: str
    by: str
    reason: str
    action: int


def add_blind(
    connection: sqlite3.Connection, action: int, coder: str, state: BlindState, reason: str = ""
) -> None:
    """Record that a coder's blind pass begins, is broken or ends."""
    from kodning.store.writing import coder_id

    connection.execute(
        "INSERT INTO blind (uid, coder, state, reason, action) VALUES (?, ?, ?, ?, ?)",
        (new_uid(), coder_id(connection, coder), state, reason, action),
    )


def blind_rows(connection: sqlite3.Connection, before_action: int | None = None) -> list[BlindRow]:
    """All that happened to blind passes, oldest first; or what had happened when an action began."""
    rows = connection.execute(
        "SELECT c.name, b.state, a.created, who.name, b.reason, a.id FROM blind b"
        " JOIN coder c ON c.id = b.coder JOIN action a ON a.id = b.action JOIN coder who ON who.id = a.coder"
        " WHERE ?1 IS NULL OR a.id < ?1 ORDER BY b.id",
        (before_action,),
    )
    return [BlindRow(*row) for row in rows]


def blind_coders(connection: sqlite3.Connection) -> list[str]:
    """Who is in a blind pass now."""
    rows = connection.execute(
        "SELECT c.name FROM blind b JOIN coder c ON c.id = b.coder WHERE b.state = 'begun'"
        " AND b.id = (SELECT MAX(id) FROM blind last WHERE last.coder = b.coder) ORDER BY b.id"
    )
    return [row[0] for row in rows]


def coded_blind(connection: sqlite3.Connection, codings: Sequence[int]) -> dict[str, tuple[int, int]]:
    """By coder: how many codings of these, and how many of them were made while she was in a blind pass."""
    import json

    rows = connection.execute(
        "SELECT c.name, COUNT(*), SUM('begun' IS (SELECT b.state FROM blind b"
        " WHERE b.coder = x.coder AND b.action < COALESCE((SELECT o.action FROM coding o WHERE o.id = x.root), x.action)"
        " ORDER BY b.id DESC LIMIT 1))"
        " FROM coding x JOIN coder c ON c.id = x.coder WHERE x.id IN (SELECT value FROM json_each(?))"
        " GROUP BY c.id",
        (json.dumps(list(codings)),),
    )
    return {name: (codings, blind) for name, codings, blind in rows}
