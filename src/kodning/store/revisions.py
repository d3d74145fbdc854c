"""Corrected transcripts: a document's revisions, and what stands on which. Writing runs inside `connection.writing`."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from kodning.model import Coding
from kodning.store.ids import derived_uid, later_uid, new_uid
from kodning.store.queries import RevisionRow

if TYPE_CHECKING:
    from kodning.store.writing import PreparedDocument

Outcome = Literal["exact", "moved", "changed", "lost"]

_REVISION = (
    "SELECT r.id, r.document, d.name, d.title, r.text, r.source_sha256,"
    " (SELECT COUNT(*) FROM revision o WHERE o.document = r.document AND o.uid <= r.uid) AS number"
    " FROM revision r JOIN document d ON d.id = r.document"
)


class CodingToCarry(NamedTuple):
    """A coding that a person made and that is in force, and whether it stands on the current text."""

    id: int
    uid: str
    revision: int
    start: int
    end: int


class ReviewToCarry(NamedTuple):
    """A review that a person made and that is in force."""

    id: int
    uid: str
    revision: int
    start: int
    end: int
    coder: str


class MemoToCarry(NamedTuple):
    """A memo that a person wrote and that is in force."""

    id: int
    uid: str
    revision: int | None
    start: int | None
    end: int | None
    coding: int | None


class Copy(NamedTuple):
    """A coding as it stands in another revision; keys of the store."""

    coding: int
    uid: str
    start: int
    end: int
    words_hash: str
    word_start: int
    word_end: int
    state: Outcome


class CarriedRow(NamedTuple):
    """What became of a coding in a revision.

    Attributes:
        id: Number of the coding that a person made.
        document: Name of the document.
        code: Its code.
        coder: Whose it is.
        state: `exact`, `moved`, `changed` or `lost`.
        start: Where it stood.
        end: Where it ended.
        text: Its words there.
        target: Number of its copy in the revision; None where it is lost.
        new_start: Where that stands.
        new_end: Where that ends.
        new_text: Its words now.
    """

    id: int
    document: str
    code: str
    coder: str
    state: Outcome
    start: int
    end: int
    text: str
    target: int | None
    new_start: int | None
    new_end: int | None
    new_text: str | None


def revisions(connection: sqlite3.Connection, document: int) -> list[RevisionRow]:
    """All texts that a document has had, in order, those taken back included."""
    return [
        RevisionRow(*row)
        for row in connection.execute(f"{_REVISION} WHERE r.document = ? ORDER BY r.uid", (document,))
    ]


def add_revision(
    connection: sqlite3.Connection, action: int, document: int, prepared: "PreparedDocument"
) -> int:
    """A corrected text of a document, which becomes its current one; returns its key."""
    from kodning.store.writing import add_layers

    last, number = connection.execute(
        "SELECT MAX(uid), MAX(number) FROM revision WHERE document = ?", (document,)
    ).fetchone()
    return add_layers(connection, action, document, prepared, number + 1, later_uid(last))


def codings_to_carry(connection: sqlite3.Connection, document: int, revision: int) -> list[CodingToCarry]:
    """Codings in force on other texts of a document of which nothing is said for this one."""
    rows = connection.execute(
        'SELECT c.id, c.uid, c.revision, c.start, c."end" FROM live_coding c'
        " JOIN revision r ON r.id = c.revision WHERE r.document = ?1 AND c.root IS NULL AND c.revision <> ?2"
        " AND NOT EXISTS (SELECT 1 FROM carried_coding k WHERE k.coding = c.id AND k.revision = ?2)"
        " AND NOT EXISTS (SELECT 1 FROM live_settlement s WHERE s.coding = c.id)"
        # Put in its place where it was lost; here the coding itself stands.
        " AND NOT EXISTS (SELECT 1 FROM live_settlement s JOIN live_coding o ON o.id = s.coding"
        " LEFT JOIN carried_coding k ON k.coding = o.id AND k.revision = ?2"
        " WHERE s.target = c.id AND (o.revision = ?2 OR k.target IS NOT NULL))"
        " ORDER BY c.uid",
        (document, revision),
    )
    return [CodingToCarry(*row) for row in rows]


def reviews_to_carry(connection: sqlite3.Connection, document: int, revision: int) -> list[ReviewToCarry]:
    """Reviews in force on other texts of a document that have not been carried to this one."""
    rows = connection.execute(
        'SELECT v.id, v.uid, v.revision, v.start, v."end", c.name FROM live_review v'
        " JOIN revision r ON r.id = v.revision JOIN coder c ON c.id = v.coder"
        " WHERE r.document = ?1 AND v.root IS NULL AND v.revision <> ?2"
        " AND NOT EXISTS (SELECT 1 FROM review k WHERE k.root = v.id AND k.revision = ?2) ORDER BY v.uid",
        (document, revision),
    )
    return [ReviewToCarry(*row) for row in rows]


def memos_to_carry(connection: sqlite3.Connection, document: int, revision: int) -> list[MemoToCarry]:
    """Memos in force on other texts of a document, or on codings there."""
    rows = connection.execute(
        'SELECT m.id, m.uid, m.revision, m.start, m."end", m.coding FROM live_memo m'
        " LEFT JOIN coding c ON c.id = m.coding JOIN revision r ON r.id = COALESCE(m.revision, c.revision)"
        " WHERE r.document = ?1 AND m.root IS NULL AND r.id <> ?2"
        " AND NOT EXISTS (SELECT 1 FROM memo k LEFT JOIN live_coding kc ON kc.id = k.coding"
        " WHERE k.root = m.id AND COALESCE(k.revision, kc.revision) = ?2) ORDER BY m.uid",
        (document, revision),
    )
    return [MemoToCarry(*row) for row in rows]


def add_copies(connection: sqlite3.Connection, action: int, revision: int, copies: Sequence[Copy]) -> None:
    """Write codings as they stand in a revision: whose, when and by which codebook stay what they were."""
    (uid,) = connection.execute("SELECT uid FROM revision WHERE id = ?", (revision,)).fetchone()
    connection.executemany(
        'INSERT INTO coding (uid, revision, start, "end", words_hash, word_start, word_end, code, coder, created, memo,'
        " origin, codebook_version, action, root) SELECT ?, ?, ?, ?, ?, ?, ?, code, coder, created, memo, origin,"
        " codebook_version, ?, id FROM coding WHERE id = ?",
        (
            (
                derived_uid("coding", c.uid, uid), revision, c.start, c.end, c.words_hash, c.word_start, c.word_end,
                action, c.coding,
            )
            for c in copies
        ),
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO carried_coding (uid, coding, revision, target, state, action)"
        " SELECT ?, ?, ?, (SELECT id FROM coding WHERE uid = ?), ?, ?",
        (
            (
                derived_uid("carried", c.uid, uid), c.coding, revision, derived_uid("coding", c.uid, uid), c.state,
                action,
            )
            for c in copies
        ),
    )  # fmt: skip


def add_lost(
    connection: sqlite3.Connection, action: int, revision: int, lost: Iterable[CodingToCarry]
) -> None:
    """Record codings whose words are gone from a revision."""
    (uid,) = connection.execute("SELECT uid FROM revision WHERE id = ?", (revision,)).fetchone()
    connection.executemany(
        "INSERT INTO carried_coding (uid, coding, revision, state, action) VALUES (?, ?, ?, 'lost', ?)",
        ((derived_uid("carried", c.uid, uid), c.id, revision, action) for c in lost),
    )


def add_review_copies(
    connection: sqlite3.Connection,
    action: int,
    revision: int,
    pieces: Iterable[tuple[ReviewToCarry, int, int]],
) -> None:
    """Write what coders had read as it stands in a revision: (review, start, end)."""
    (uid,) = connection.execute("SELECT uid FROM revision WHERE id = ?", (revision,)).fetchone()
    connection.executemany(
        'INSERT INTO review (uid, revision, start, "end", coder, action, root) SELECT ?, ?, ?, ?, coder, ?, id'
        " FROM review WHERE id = ?",
        (
            (derived_uid("review", v.uid, uid, str(start)), revision, start, end, action, v.id)
            for v, start, end in pieces
        ),
    )


def add_memo_copy(
    connection: sqlite3.Connection,
    action: int,
    memo: MemoToCarry,
    revision: int,
    place: tuple[int, int] | int | None,
) -> None:
    """Write a memo as it stands in a revision: on a span, on a coding (its key), or on the whole document."""
    start, end = place if isinstance(place, tuple) else (None, None)
    coding = place if isinstance(place, int) else None
    (uid,) = connection.execute(
        "SELECT uid FROM revision WHERE id = ?" if coding is None else "SELECT uid FROM coding WHERE id = ?",
        (revision if coding is None else coding,),
    ).fetchone()
    connection.execute(
        'INSERT INTO memo (uid, revision, start, "end", code, coding, text, action, root)'
        " SELECT ?, ?, ?, ?, code, ?, text, ?, id FROM memo WHERE id = ?",
        (
            derived_uid("memo", memo.uid, uid),
            None if coding else revision,
            start,
            end,
            coding,
            action,
            memo.id,
        ),
    )


def standing(connection: sqlite3.Connection, coding: int, revision: int) -> int | None:
    """The coding or its copy, what was put in its place, or what came of it under another code, in a revision."""
    row = connection.execute(
        "WITH RECURSIVE made (id) AS (SELECT COALESCE(root, id) FROM coding WHERE id = ?1"
        " UNION SELECT s.target FROM made JOIN live_settlement s ON s.coding = made.id WHERE s.target IS NOT NULL"
        " UNION SELECT COALESCE(n.root, n.id) FROM made JOIN coding_carried k ON k.came_of IN"
        " (SELECT id FROM coding WHERE id = made.id UNION SELECT id FROM coding WHERE root = made.id)"
        " JOIN coding n ON n.id = k.coding)"
        " SELECT c.id FROM live_coding c JOIN made ON COALESCE(c.root, c.id) = made.id WHERE c.revision = ?2"
        " ORDER BY c.uid",
        (coding, revision),
    ).fetchone()
    return int(row[0]) if row else None


def standing_now(connection: sqlite3.Connection, coding: int) -> int | None:
    """The coding or its copy in the current text, by any number it has ever had."""
    row = connection.execute(
        "SELECT n.id FROM coding c JOIN revision r ON r.id = c.revision JOIN current_revision n"
        " ON n.document = r.document WHERE c.id = ?",
        (coding,),
    ).fetchone()
    return standing(connection, coding, row[0]) if row else None


def add_settlement(connection: sqlite3.Connection, action: int, coding: int, target: int | None) -> None:
    """Record what somebody did about a lost coding."""
    connection.execute(
        "INSERT INTO settlement (uid, coding, target, action) VALUES (?, ?, ?, ?)",
        (new_uid(), coding, target, action),
    )


class LostRow(NamedTuple):
    """A coding whose words are gone from the current text; see the view `lost_coding`."""

    id: int
    uid: str
    document: str
    code: str
    coder: str
    text: str
    start: int
    end: int
    memo: str


def lost_codings(connection: sqlite3.Connection, document: str | None = None) -> list[LostRow]:
    """Lost codings that nobody has settled, by document and place."""
    rows = connection.execute(
        'SELECT id, uid, document, code, coder, text, start, "end", memo FROM lost_coding'
        ' WHERE ?1 IS NULL OR document = ?1 ORDER BY document, start, "end", id',
        (document,),
    )
    return [LostRow(*row) for row in rows]


def carried_codings(connection: sqlite3.Connection, revision: int) -> list[CarriedRow]:
    """What became of each coding in a revision, by place in the earlier text; those taken back since are left out."""
    rows = connection.execute(
        'SELECT c.id, d.name, code.key, w.name, k.state, c.start, c."end",'
        ' substr(was.text, c.start + 1, c."end" - c.start), k.target, t.start, t."end",'
        ' substr(now.text, t.start + 1, t."end" - t.start)'
        " FROM carried_coding k JOIN live_coding c ON c.id = k.coding JOIN revision was ON was.id = c.revision"
        " JOIN revision now ON now.id = k.revision JOIN document d ON d.id = now.document"
        " JOIN code ON code.id = c.code JOIN coder w ON w.id = c.coder LEFT JOIN coding t ON t.id = k.target"
        ' WHERE k.revision = ? ORDER BY c.start, c."end", c.id',
        (revision,),
    )
    return [CarriedRow(*row) for row in rows]


def made(connection: sqlite3.Connection, coding: int) -> tuple[str, str]:
    """When a coding was made, and how it came to be."""
    created, origin = connection.execute(
        "SELECT created, origin FROM coding WHERE id = ?", (coding,)
    ).fetchone()
    return created, origin


def codings_of_revision(connection: sqlite3.Connection, revision: int) -> list[Coding]:
    """Codings in force as they stand in a text, current or not, by place."""
    rows = connection.execute(
        'SELECT c.id, c.uid, d.name, c.start, c."end", code.key, w.name, c.created, c.memo, c.origin'
        " FROM live_coding c JOIN revision r ON r.id = c.revision JOIN document d ON d.id = r.document"
        " JOIN code ON code.id = c.code JOIN coder w ON w.id = c.coder WHERE c.revision = ?"
        ' ORDER BY c.start, c."end", c.id',
        (revision,),
    )
    return [Coding(*row) for row in rows]
