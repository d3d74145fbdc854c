"""What actions on disagreements and quotes were about: documents, turns and codes behind the ids of their summaries."""

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple


class About(NamedTuple):
    """One place that an action was about.

    Attributes:
        action: The action.
        document: Name of the document.
        turn: Number of the turn; None where the place is not known: it was decided that no code stands there.
        code: Id of the code; None where it was decided that no code stands there.
        note: Where a quote is used.
    """

    action: int
    document: str
    turn: int | None
    code: str | None
    note: str = ""


def decided(connection: sqlite3.Connection, actions: Iterable[int]) -> list[About]:
    """What was decided on disagreements in these actions, one for each coding that is to stand."""
    rows = connection.execute(
        "SELECT d.action, doc.name, d.revision, d.outcome FROM decision d JOIN revision r ON r.id = d.revision"
        " JOIN document doc ON doc.id = r.document WHERE d.withdrawn IS NULL"
        " AND d.action IN (SELECT value FROM json_each(?)) ORDER BY d.id",
        (json.dumps(list(actions)),),
    ).fetchall()
    found: list[About] = []
    for action, document, revision, outcome in rows:
        places = json.loads(outcome)
        found += [
            About(action, document, _turn(connection, revision, place["start"]), place["code"])
            for place in places
        ] or [About(action, document, None, None)]
    return found


def _turn(connection: sqlite3.Connection, revision: int, place: int) -> int | None:
    row = connection.execute(
        "SELECT MAX(number) FROM turn WHERE revision = ? AND start <= ?", (revision, place)
    ).fetchone()
    return None if row[0] is None else int(row[0])


def used(connection: sqlite3.Connection, actions: Iterable[int]) -> list[About]:
    """Whose marks as used in a report these actions set or took off, one for each coding."""
    rows = connection.execute(
        "SELECT u.action, doc.name, (SELECT MAX(t.number) FROM turn t WHERE t.revision = c.revision"
        " AND t.start <= c.start), code.key, u.place FROM quote_use u JOIN coding c ON c.id = u.coding"
        " JOIN code ON code.id = c.code JOIN revision r ON r.id = c.revision JOIN document doc ON doc.id = r.document"
        " WHERE u.action IN (SELECT value FROM json_each(?)) ORDER BY u.id",
        (json.dumps(list(actions)),),
    )
    return [About(*row) for row in rows]
