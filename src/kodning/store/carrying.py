"""Codings that go over to another code when theirs is merged or split."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kodning.store.ids import derived_uid, new_uid

_KEPT = 'revision, start, "end", words_hash, word_start, word_end, coder, created, memo, origin'


class Affected(NamedTuple):
    """A coding in force that a change of the codebook concerns: in a current text, or lost from it.

    Attributes:
        id: Its number.
        code: Key of its code in the store.
        document: Name of the document.
        start: First code point.
        end: One past the last.
        coder: Who made it.
        memo: Her remark.
        revision: Key of the revision.
    """

    id: int
    code: int
    document: str
    start: int
    end: int
    coder: str
    memo: str
    revision: int


def affected_codings(connection: sqlite3.Connection, codes: Sequence[int]) -> list[Affected]:
    """The codings in force of these codes, by document and place; copies in later texts are not counted again."""
    rows = connection.execute(
        'SELECT c.id, c.code, d.name, c.start, c."end", w.name, c.memo, c.revision FROM live_coding c'
        " JOIN revision r ON r.id = c.revision JOIN document d ON d.id = r.document JOIN coder w ON w.id = c.coder"
        f" WHERE c.code IN ({', '.join('?' * len(codes))})"
        " AND (c.revision IN (SELECT id FROM current_revision) OR c.id IN (SELECT id FROM lost_coding))"
        ' ORDER BY c.revision, c.start, c."end", c.id',
        tuple(codes),
    )
    return [Affected(*row) for row in rows]


def carry_codings(connection: sqlite3.Connection, action: int, moves: Mapping[int, int]) -> int:
    """Put codings under other codes: each is taken back, and one like it is made under the new code.

    Place, coder, time, remark and origin stay; `coding_carried` says which coding it came of. Where the coder has the
    new code on that very place already, hers stands for both.

    Args:
        connection: The store, inside a write transaction.
        action: What this belongs to.
        moves: Number of a coding in force to the key of its new code.

    Returns:
        How many codings were made.
    """
    before = _placed(connection, set(moves.values()))
    new: list[tuple[str, int, int]] = []
    for coding, place in _places(connection, list(moves)):
        where = (*place, moves[coding])
        if where not in before:
            before.add(where)
            new.append((new_uid(), moves[coding], coding))
    connection.executemany(
        f"INSERT INTO coding (uid, code, codebook_version, action, {_KEPT})"
        f" SELECT ?, ?, (SELECT MAX(id) FROM codebook_version), ?, {_KEPT} FROM coding WHERE id = ?",
        [(uid, code, action, coding) for uid, code, coding in new],
    )
    connection.executemany(
        "INSERT INTO coding_carried (coding, came_of) SELECT id, ? FROM coding WHERE uid = ?",
        [(coding, uid) for uid, _, coding in new],
    )
    connection.executemany(
        "INSERT INTO retraction (uid, coding, reason, action) SELECT ?, COALESCE(root, id), 'codebook', ? FROM coding"
        " WHERE id = ?",
        [(new_uid(), action, coding) for coding in moves],
    )
    return len(new)


def made_first(connection: sqlite3.Connection, codings: Iterable[int]) -> dict[int, int]:
    """Numbers of codings, with the number of the one that a person made where that is a copy in a later text."""
    import json

    rows = connection.execute(
        "SELECT id, COALESCE(root, id) FROM coding WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(codings)),),
    )
    return dict(rows.fetchall())


def _placed(connection: sqlite3.Connection, codes: set[int]) -> set[tuple[int, ...]]:
    rows = connection.execute(
        f'SELECT revision, start, "end", coder, code FROM live_coding WHERE code IN ({", ".join("?" * len(codes))})',
        tuple(codes),
    )
    return {tuple(row) for row in rows}


def _places(connection: sqlite3.Connection, codings: list[int]) -> list[tuple[int, tuple[int, ...]]]:
    import json

    rows = connection.execute(
        'SELECT id, revision, start, "end", coder FROM coding WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id',
        (json.dumps(codings),),
    )
    return [(row[0], tuple(row)[1:]) for row in rows]


def add_code_change(connection: sqlite3.Connection, action: int, kind: str, code: str, other: str) -> None:
    """Record that a code was merged into another (`merge`) or that another came of it (`split`)."""
    connection.execute(
        "INSERT INTO code_change (uid, code, kind, before, after, other, action)"
        " SELECT ?, c.id, ?, c.key, o.key, o.id, ? FROM code c, code o WHERE c.key = ? AND o.key = ?",
        (new_uid(), kind, action, code, other),
    )


def merged_into(connection: sqlite3.Connection) -> dict[int, int]:
    """Codes that were merged into another, by the newest decision on each; where two say the opposite, the newer holds."""
    rows = connection.execute(
        "SELECT code, other FROM main.live_code_change WHERE kind = 'merge' ORDER BY uid"
    )
    into: dict[int, int] = {}
    for code, other in rows.fetchall():
        at = other
        while at in into and into[at] != code:
            at = into[at]
        into.pop(at, None)  # where it leads back here; else there is none
        into[code] = other
    return into


def fresh_without_code(connection: sqlite3.Connection) -> bool:
    """Whether codings in force that a merge brings stand on a code that the codebook here does not have."""
    return bool(
        connection.execute(
            "SELECT EXISTS (SELECT 1 FROM main.live_coding c JOIN temp.map_coding x ON x.new = c.id AND x.fresh"
            " JOIN main.code k ON k.id = c.code AND NOT k.in_codebook)"
        ).fetchone()[0]
    )


def follow_merges(connection: sqlite3.Connection, action: int) -> int:
    """Put codings on codes that were merged into another while these were made elsewhere under that other code.

    What is made has ids derived from what it came of, so that projects that are merged in another order come to the
    same; where the coder has the code on that place already, hers stands for both.

    Returns:
        How many codings followed their code.
    """
    gone = {row[0] for row in connection.execute("SELECT id FROM code WHERE NOT in_codebook")}
    into = {code: other for code, other in merged_into(connection).items() if code in gone}
    followed = 0
    waiting = list(into)
    while waiting:
        # A code whose codings may still come from another waits for it.
        code = next(
            (c for c in waiting if not any(into[other] == c for other in waiting if other != c)), None
        )
        if code is None:
            break
        waiting.remove(code)
        followed += _follow(connection, action, code, into[code])
    _once_only(connection, action)
    return followed


def followed_by(connection: sqlite3.Connection, action: int) -> set[int]:
    """Numbers of the codings from which those of an action came that followed a code."""
    rows = connection.execute(
        "SELECT k.came_of FROM coding_carried k JOIN coding c ON c.id = k.coding WHERE c.action = ?",
        (action,),
    )
    return {row[0] for row in rows}


def under_another_code(connection: sqlite3.Connection) -> set[int]:
    """Numbers of the codings that a person made and that stand under another code now."""
    rows = connection.execute(
        "SELECT COALESCE(o.root, o.id) FROM coding_carried k JOIN coding o ON o.id = k.came_of"
    )
    return {row[0] for row in rows}


def _follow(connection: sqlite3.Connection, action: int, code: int, other: int) -> int:
    (target,) = connection.execute("SELECT uid FROM code_uid WHERE code = ?", (other,)).fetchone()
    moved = connection.execute(
        "SELECT id, uid FROM live_coding WHERE code = ? AND root IS NULL ORDER BY uid", (code,)
    ).fetchall()
    for coding, uid in moved:
        new = derived_uid("merged", uid, target)
        connection.execute(
            f"INSERT OR IGNORE INTO coding (uid, code, codebook_version, action, {_KEPT})"
            f" SELECT ?, ?, codebook_version, ?, {_KEPT} FROM coding WHERE id = ?",
            (new, other, action, coding),
        )
        connection.execute(
            "INSERT OR IGNORE INTO coding_carried (coding, came_of) SELECT id, ? FROM coding WHERE uid = ?",
            (coding, new),
        )
        _take_back(connection, action, coding, derived_uid("merged away", uid, target))
    return len(moved)


def _once_only(connection: sqlite3.Connection, action: int) -> None:
    """Take back what followed its code to a place where its coder has that code: one that she put there, or another."""
    doubled = connection.execute(
        "SELECT c.id, c.uid FROM live_coding c WHERE c.root IS NULL AND substr(c.uid, 15, 1) = '8'"
        " AND EXISTS (SELECT 1 FROM coding_carried k WHERE k.coding = c.id)"
        " AND EXISTS (SELECT 1 FROM live_coding o WHERE o.root IS NULL AND o.id <> c.id AND o.revision = c.revision"
        ' AND o.start = c.start AND o."end" = c."end" AND o.coder = c.coder AND o.code = c.code'
        " AND (substr(o.uid, 15, 1) <> '8' OR o.uid < c.uid))"
    ).fetchall()
    for coding, uid in doubled:
        _take_back(connection, action, coding, derived_uid("doubled", uid))


def _take_back(connection: sqlite3.Connection, action: int, coding: int, uid: str) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO retraction (uid, coding, reason, action) VALUES (?, ?, 'codebook', ?)",
        (uid, coding, action),
    )
