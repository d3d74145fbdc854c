"""What single actions changed: for those who look on while others work, and for what is sent twice. Reading only."""

import sqlite3
from typing import NamedTuple

from kodning.model import Coding


class Change(NamedTuple):
    """One action and what it did to codings, reviews and memos.

    Attributes:
        action: Its number.
        uid: Its global id; a page knows what it sent by it.
        coder: Who did it.
        kind: What it was.
        summary: In short.
        documents: The documents it touched.
        codings: Codings it added, changed or brought back, as they are in force now.
        gone: (number, coder) of the codings it took back that are not in force now.
    """

    action: int
    uid: str
    coder: str
    kind: str
    summary: str
    documents: tuple[str, ...]
    codings: tuple[Coding, ...]
    gone: tuple[tuple[int, str], ...]


def newest_action(connection: sqlite3.Connection) -> int:
    """The number of the last action, 0 before the first."""
    return int(connection.execute("SELECT COALESCE(MAX(id), 0) FROM action").fetchone()[0])


def action_of_uid(connection: sqlite3.Connection, uid: str) -> int | None:
    """The number of the action with that global id."""
    row = connection.execute("SELECT id FROM action WHERE uid = ?", (uid,)).fetchone()
    return int(row[0]) if row else None


def actions_after(connection: sqlite3.Connection, number: int) -> list[int]:
    """The numbers of later actions, in order."""
    return [row[0] for row in connection.execute("SELECT id FROM action WHERE id > ? ORDER BY id", (number,))]


_TOUCHED = (
    "SELECT id FROM coding WHERE action = ?1"
    " UNION SELECT coding FROM retraction WHERE action = ?1"
    " UNION SELECT coding FROM memo WHERE action = ?1 AND coding IS NOT NULL"
)
_DOCUMENTS = (
    f"SELECT c.revision FROM coding c WHERE c.id IN ({_TOUCHED})"
    " UNION SELECT revision FROM review WHERE action = ?1"
    " UNION SELECT revision FROM memo WHERE action = ?1 AND revision IS NOT NULL"
    " UNION SELECT id FROM revision WHERE action = ?1"
)


def change(connection: sqlite3.Connection, action: int) -> Change | None:
    """What an action did; None where there is no such action."""
    row = connection.execute(
        "SELECT a.uid, c.name, a.kind, a.summary FROM action a JOIN coder c ON c.id = a.coder WHERE a.id = ?",
        (action,),
    ).fetchone()
    if row is None:
        return None
    live = connection.execute(
        'SELECT id, uid, document, start, "end", code, coder, created, memo, origin FROM current_coding'
        f" WHERE id IN ({_TOUCHED}) ORDER BY id",
        (action,),
    ).fetchall()
    codings = tuple(Coding(*found) for found in live)
    there = {coding.id for coding in codings}
    touched = connection.execute(
        f"SELECT x.id, c.name FROM coding x JOIN coder c ON c.id = x.coder WHERE x.id IN ({_TOUCHED})",
        (action,),
    )
    documents = connection.execute(
        "SELECT DISTINCT d.name FROM revision r JOIN document d ON d.id = r.document"
        f" WHERE r.id IN ({_DOCUMENTS}) ORDER BY d.id",
        (action,),
    )
    uid, coder, kind, summary = row
    return Change(
        action,
        uid,
        coder,
        kind,
        summary,
        documents=tuple(found[0] for found in documents),
        codings=codings,
        gone=tuple((key, coder) for key, coder in touched if key not in there),
    )
