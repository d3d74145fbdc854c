"""Passes: coders' work at one moment, kept with a hash over all of it.

Codings, reviews and texts are only ever added, so a pass names their rows. The codebook is not, so a pass keeps
its codes. The hash is SHA-256 over lines of JSON in a fixed order; people and documents stand in it by their global
id, so that a name may be corrected.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from kodning.model import Coding
from kodning.store import queries
from kodning.store.guards import without_guards
from kodning.store.ids import new_uid
from kodning.store.queries import CodeRow, RevisionRow
from kodning.text import sha256

PassKind = Literal["frozen", "adjudicated"]
_IN = "IN (SELECT value FROM json_each(?))"


def _json(value: object) -> str:
    import json  # no reading command needs it

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class PassRow(NamedTuple):
    """A pass as it is listed.

    Attributes:
        name: Its name.
        kind: `frozen`, or `adjudicated`: what came of settling the disagreements of a frozen one.
        created: When.
        coders: Whose work it is, by name; of an adjudicated pass: under whose name its codings stand.
        documents: Documents of which they had reviewed something (adjudicated: in which codings stand).
        codings: Their codings.
        sha256: The hash.
        base: Name of the frozen pass, of an adjudicated one.
        id: Key in the store.
        by: Who froze or adjudicated it.
        action: Number of the action.
        codebook_version: Which of the codebooks that the project has had, from 1.
        decisions: How many decisions it came of.
    """

    name: str
    kind: PassKind
    created: str
    coders: tuple[str, ...]
    documents: int
    codings: int
    sha256: str
    base: str | None
    id: int
    by: str
    action: int
    codebook_version: int
    decisions: int


class Contents(NamedTuple):
    """The keys of what a pass holds; codes as they were."""

    codebook: int
    coders: Sequence[int]
    revisions: Sequence[int]
    codes: Sequence[CodeRow]
    codings: Sequence[int]
    reviews: Sequence[int]
    decisions: Sequence[int]


def pass_rows(connection: sqlite3.Connection) -> list[PassRow]:
    """All passes, oldest first."""
    rows = connection.execute(
        "SELECT p.name, p.kind, a.created, p.sha256, base.name, p.id, who.name, a.id,"
        " (SELECT COUNT(*) FROM codebook_version o WHERE o.id <= p.codebook_version),"
        " (SELECT COUNT(*) FROM pass_coding x WHERE x.pass = p.id),"
        " (SELECT COUNT(*) FROM pass_decision x WHERE x.pass = p.id),"
        " (SELECT COUNT(DISTINCT v.revision) FROM pass_review x JOIN review v ON v.id = x.review WHERE x.pass = p.id),"
        " (SELECT COUNT(DISTINCT c.revision) FROM pass_coding x JOIN coding c ON c.id = x.coding WHERE x.pass = p.id)"
        " FROM pass p JOIN action a ON a.id = p.action JOIN coder who ON who.id = a.coder"
        " LEFT JOIN pass base ON base.id = p.base ORDER BY p.id"
    ).fetchall()
    return [_pass_row(connection, *row) for row in rows]


def _pass_row(  # the columns of one query
    connection: sqlite3.Connection,
    name: str,
    kind: PassKind,
    created: str,
    digest: str,
    base: str | None,
    key: int,
    by: str,
    action: int,
    version: int,
    codings: int,
    decisions: int,
    reviewed: int,
    coded: int,
) -> PassRow:
    coders = connection.execute(
        "SELECT c.name FROM pass_coder x JOIN coder c ON c.id = x.coder WHERE x.pass = ? ORDER BY c.id",
        (key,),
    )
    return PassRow(
        name=name,
        kind=kind,
        created=created,
        coders=tuple(row[0] for row in coders),
        documents=reviewed if kind == "frozen" else coded,
        codings=codings,
        sha256=digest,
        base=base,
        id=key,
        by=by,
        action=action,
        codebook_version=version,
        decisions=decisions,
    )


def in_force(connection: sqlite3.Connection, coders: Sequence[str]) -> Contents:
    """What these coders' work is now."""

    def keys(sql: str, *values: object) -> list[int]:
        return [row[0] for row in connection.execute(sql, values)]

    names = _json(list(coders))
    chosen = keys(f"SELECT id FROM coder WHERE name {_IN} ORDER BY id", names)
    wanted = _json(chosen)
    of_current = "JOIN current_revision r ON r.id = x.revision"
    return Contents(
        codebook=keys("SELECT MAX(id) FROM codebook_version")[0],
        coders=chosen,
        revisions=keys("SELECT id FROM current_revision ORDER BY id"),
        codes=queries.codes(connection),
        codings=keys(f"SELECT x.id FROM live_coding x {of_current} WHERE x.coder {_IN}", wanted),
        reviews=keys(f"SELECT x.id FROM live_review x {of_current} WHERE x.coder {_IN}", wanted),
        decisions=(),
    )


def add_pass(
    connection: sqlite3.Connection,
    action: int,
    name: str,
    contents: Contents,
    base: PassRow | None = None,
) -> None:
    """Keep a pass: frozen, or (with a base) adjudicated."""
    kind: PassKind = "frozen" if base is None else "adjudicated"
    digest = _digest(connection, name, kind, base.sha256 if base else None, contents)
    key = connection.execute(
        "INSERT INTO pass (uid, name, kind, sha256, codebook_version, base, action) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (new_uid(), name, kind, digest, contents.codebook, base.id if base else None, action),
    ).lastrowid
    for table, members in (
        ("pass_coder", contents.coders),
        ("pass_revision", contents.revisions),
        ("pass_coding", contents.codings),
        ("pass_review", contents.reviews),
        ("pass_decision", contents.decisions),
    ):
        connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", ((key, member) for member in members))
    connection.executemany(
        "INSERT INTO pass_code VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((key, place, code.id, *_code_values(code)) for place, code in enumerate(contents.codes)),
    )


def _code_values(code: CodeRow) -> tuple[object, ...]:
    labels = (code.labels["da"], code.labels["en"])
    return (code.key, code.parent, code.depth, *labels, code.definition, code.color, int(code.in_codebook))


def contents_of(connection: sqlite3.Connection, key: int) -> Contents:
    """What a pass holds."""

    def members(table: str, column: str) -> list[int]:
        rows = connection.execute(f"SELECT {column} FROM {table} WHERE pass = ? ORDER BY {column}", (key,))
        return [row[0] for row in rows]

    codebook = connection.execute("SELECT codebook_version FROM pass WHERE id = ?", (key,)).fetchone()[0]
    return Contents(
        codebook=codebook,
        coders=members("pass_coder", "coder"),
        revisions=members("pass_revision", "revision"),
        codes=codes_of_pass(connection, key),
        codings=members("pass_coding", "coding"),
        reviews=members("pass_review", "review"),
        decisions=members("pass_decision", "decision"),
    )


def is_whole(connection: sqlite3.Connection, found: PassRow) -> bool:
    """Whether a pass is what was frozen: its hash, computed anew, is the one it was given."""
    return digest_now(connection, found) == found.sha256


def digest_now(connection: sqlite3.Connection, found: PassRow) -> str:
    """The hash of what a pass holds, computed anew."""
    base = None
    if found.base is not None:
        base = connection.execute("SELECT sha256 FROM pass WHERE name = ?", (found.base,)).fetchone()[0]
    # One that came from another project may have had to take another name here.
    row = connection.execute("SELECT name FROM merged_pass WHERE pass = ?", (found.id,)).fetchone()
    name = row[0] if row else found.name
    return _digest(connection, name, found.kind, base, contents_of(connection, found.id))


def settle_digests(connection: sqlite3.Connection, action: int) -> None:
    """Give passes that a merge brought the hash that they have under the ids which their coders have here."""
    rows = connection.execute(
        "SELECT first, last FROM merge_arrival WHERE action = ? AND name = 'pass'", (action,)
    ).fetchall()
    for first, last in rows:
        for found in pass_rows(connection):
            if first <= found.id <= last and not is_whole(connection, found):
                with without_guards(connection):
                    digest = digest_now(connection, found)
                    connection.execute("UPDATE pass SET sha256 = ? WHERE id = ?", (digest, found.id))


def damaged(connection: sqlite3.Connection) -> list[str]:
    """Names of passes that are not what was frozen."""
    return [found.name for found in pass_rows(connection) if not is_whole(connection, found)]


def _digest(
    connection: sqlite3.Connection, name: str, kind: PassKind, base: str | None, contents: Contents
) -> str:
    version = connection.execute(
        "SELECT sha256 FROM codebook_version WHERE id = ?", (contents.codebook,)
    ).fetchone()
    first = ["kodning pass", 1, name, kind, base, version[0]]
    lines = [
        first,
        *(["code", *_code_values(code)] for code in contents.codes),
        *_lines(connection, contents),
    ]
    text = "\n".join(_json(line) for line in lines)
    return sha256(text)


def _lines(connection: sqlite3.Connection, contents: Contents) -> Iterator[list[object]]:
    keys = {code.id: code.key for code in contents.codes}
    for members, sql in (
        (contents.coders, f"SELECT 'coder', uid FROM coder WHERE id {_IN} ORDER BY uid"),
        (
            contents.revisions,
            (
                "SELECT 'document', COALESCE(m.document_uid, d.uid), r.uid, r.sha256 FROM revision r"
                " JOIN document d ON d.id = r.document LEFT JOIN merged_revision m ON m.revision = r.id"
                f" WHERE r.id {_IN} ORDER BY r.uid"
            ),
        ),
        (
            contents.reviews,
            (
                "SELECT 'review', v.uid, r.uid, v.start, v.\"end\", c.uid FROM review v"
                f" JOIN revision r ON r.id = v.revision JOIN coder c ON c.id = v.coder WHERE v.id {_IN} ORDER BY v.uid"
            ),
        ),
        (
            contents.decisions,
            (
                "SELECT 'decision', d.uid, d.disagreement, r.uid, d.outcome, d.decided_by, d.reason, d.codebook_change"
                f" FROM decision d JOIN revision r ON r.id = d.revision WHERE d.id {_IN} ORDER BY d.uid"
            ),
        ),
    ):
        yield from (list(row) for row in connection.execute(sql, (_json(list(members)),)))
    codings = connection.execute(
        'SELECT x.code, x.uid, r.uid, x.start, x."end", x.words_hash, c.uid, x.created, x.memo, x.origin'
        " FROM coding x JOIN revision r ON r.id = x.revision JOIN coder c ON c.id = x.coder"
        f" WHERE x.id {_IN} ORDER BY x.uid",
        (_json(list(contents.codings)),),
    )
    yield from (["coding", keys.get(code), *rest] for code, *rest in codings)


def codes_of_pass(connection: sqlite3.Connection, key: int) -> list[CodeRow]:
    """The codes as they were, in codebook order."""
    rows = connection.execute(
        "SELECT code, key, parent, position, depth, label_da, label_en, definition, color, in_codebook"
        " FROM pass_code WHERE pass = ? ORDER BY position",
        (key,),
    )
    return [
        CodeRow(code, name, parent, position, depth, {"da": da, "en": en}, definition, color, bool(there))
        for code, name, parent, position, depth, da, en, definition, color, there in rows
    ]


def codings_of_pass(connection: sqlite3.Connection, key: int) -> list[Coding]:
    """Its codings, by document, place and number, with the codes' ids as they were."""
    rows = connection.execute(
        'SELECT x.id, x.uid, d.name, x.start, x."end", code.key, c.name, x.created, x.memo, x.origin'
        " FROM pass_coding p JOIN coding x ON x.id = p.coding JOIN revision r ON r.id = x.revision"
        " JOIN document d ON d.id = r.document JOIN coder c ON c.id = x.coder"
        " LEFT JOIN pass_code code ON code.pass = p.pass AND code.code = x.code"
        ' WHERE p.pass = ? ORDER BY x.revision, x.start, x."end", x.id',
        (key,),
    )
    return [Coding(*row) for row in rows]


def reviews_of_pass(connection: sqlite3.Connection, key: int) -> list[tuple[str, str, int, int]]:
    """Who had read what: (document, coder, start, end)."""
    rows = connection.execute(
        'SELECT d.name, c.name, v.start, v."end" FROM pass_review p JOIN review v ON v.id = p.review'
        " JOIN revision r ON r.id = v.revision JOIN document d ON d.id = r.document"
        " JOIN coder c ON c.id = v.coder WHERE p.pass = ? ORDER BY r.id, c.id, v.start, v.id",
        (key,),
    )
    return [tuple(row) for row in rows]


def revisions_of_pass(connection: sqlite3.Connection, key: int) -> list[RevisionRow]:
    """The documents as they were, in the order they were imported."""
    rows = connection.execute(
        "SELECT r.id, r.document, d.name, d.title, r.text, r.source_sha256, r.number FROM pass_revision p"
        " JOIN revision r ON r.id = p.revision JOIN document d ON d.id = r.document"
        " WHERE p.pass = ? ORDER BY d.id",
        (key,),
    )
    return [RevisionRow(*row) for row in rows]
