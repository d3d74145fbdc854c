"""What the store is asked. Reading only; rows come back as plain tuples or model values."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from kodning.model import Coding, Document, Segment, TimeMark, Turn


def documents(connection: sqlite3.Connection) -> list[Document]:
    """All documents at their current revision, in the order they were imported."""
    rows = connection.execute(
        "SELECT r.document, d.uid, d.name, d.title, r.number, r.sha256, r.words, r.informant_words, a.created"
        " FROM current_revision r JOIN document d ON d.id = r.document JOIN action a ON a.id = d.action"
        " ORDER BY d.id"
    )
    return [Document(*row) for row in rows]


class RevisionRow(NamedTuple):
    """The current revision of a document, with its text."""

    id: int
    document: int
    name: str
    title: str
    text: str
    source_sha256: str
    number: int


def revision(connection: sqlite3.Connection, name: str) -> RevisionRow | None:
    """The current revision of the document of that name."""
    row = connection.execute(
        "SELECT id, document, name, title, text, source_sha256, number FROM current_revision WHERE name = ?",
        (name,),
    ).fetchone()
    return RevisionRow(*row) if row else None


def forgotten_when(connection: sqlite3.Connection, sha256: str) -> str | None:
    """When a text was erased because consent was withdrawn; None where it was not."""
    row = connection.execute(
        "SELECT MAX(a.created) FROM forgotten_text t JOIN forgotten f ON f.id = t.forgotten"
        " JOIN action a ON a.id = f.action WHERE t.sha256 = ?",
        (sha256,),
    ).fetchone()
    return row[0] if row else None


def name_of_text(connection: sqlite3.Connection, sha256: str) -> str | None:
    """The document that has this text already."""
    row = connection.execute("SELECT name FROM current_revision WHERE sha256 = ?", (sha256,)).fetchone()
    return row[0] if row else None


def turns(connection: sqlite3.Connection, revision: int) -> list[Turn]:
    """The turns of a revision, in order."""
    rows = connection.execute(
        'SELECT number, start, "end", speaker, role, time_start, time_end FROM turn WHERE revision = ?'
        " ORDER BY number",
        (revision,),
    )
    return [Turn(*row) for row in rows]


def segments(connection: sqlite3.Connection, revision: int, layer: str) -> list[Segment]:
    """The segments of one layer of a revision, in order."""
    rows = connection.execute(
        'SELECT layer, number, start, "end", turn FROM segment WHERE revision = ? AND layer = ? ORDER BY number',
        (revision, layer),
    )
    return [Segment(*row) for row in rows]


def attributes(connection: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """Attribute values in force: by document, by attribute."""
    found: dict[str, dict[str, str]] = {}
    for document, name, value in connection.execute(
        "SELECT document_name, name, value FROM current_attribute ORDER BY document, name"
    ):
        found.setdefault(document, {})[name] = value
    return found


def coders(connection: sqlite3.Connection) -> list[str]:
    """Coders who have codings or reviews in force: who has reviewed most documents first, then who came first."""
    rows = connection.execute(
        "SELECT c.name FROM coder c"
        " WHERE EXISTS (SELECT 1 FROM live_coding l WHERE l.coder = c.id)"
        " OR EXISTS (SELECT 1 FROM live_review v WHERE v.coder = c.id)"
        " ORDER BY (SELECT COUNT(DISTINCT v.revision) FROM live_review v WHERE v.coder = c.id) DESC, c.id"
    )
    return [row[0] for row in rows]


def all_coders(connection: sqlite3.Connection) -> list[str]:
    """Everybody who has ever written here."""
    return [row[0] for row in connection.execute("SELECT name FROM coder ORDER BY id")]


class CodeRow(NamedTuple):
    """A code as the store mirrors it."""

    id: int
    key: str
    parent: str | None
    position: int
    depth: int
    labels: dict[str, str]
    definition: str
    color: str
    in_codebook: bool


def codes(connection: sqlite3.Connection) -> list[CodeRow]:
    """The codes in codebook order; codes that have left the codebook last, where codings still use them."""
    rows = connection.execute(
        "SELECT c.id, c.key, p.key, c.position, c.depth, c.label_da, c.label_en, c.definition, c.color, c.in_codebook"
        " FROM code c LEFT JOIN code p ON p.id = c.parent"
        " WHERE c.in_codebook OR EXISTS (SELECT 1 FROM live_coding l WHERE l.code = c.id)"
        " ORDER BY c.in_codebook DESC, c.position"
    )
    return [
        CodeRow(key, name, parent, position, depth, {"da": da, "en": en}, definition, color, bool(there))
        for key, name, parent, position, depth, da, en, definition, color, there in rows
    ]


def codebook_source(connection: sqlite3.Connection) -> str | None:
    """The codebook text that the store mirrors."""
    row = connection.execute("SELECT yaml FROM codebook_version ORDER BY id DESC LIMIT 1").fetchone()
    return row[0] if row else None


_CODINGS = 'SELECT id, uid, document, start, "end", code, coder, created, memo, origin FROM current_coding'


def codings(
    connection: sqlite3.Connection,
    *,
    document: str | None = None,
    coder: str | None = None,
    codes: Sequence[str] | None = None,
) -> list[Coding]:
    """Codings in force, by document, place and code; `codes` are exact ids (sub-codes are not added)."""
    where, values = ["1"], []
    # With a document, the plus keeps SQLite from going through all of the coder's codings instead.
    coders = "coder" if document is None else "+coder"
    for column, value in (("document", document), (coders, coder)):
        if value is not None:
            where.append(f"{column} = ?")
            values.append(value)
    if codes is not None:
        where.append(f"code IN ({', '.join('?' * len(codes))})")
        values.extend(codes)
    rows = connection.execute(
        f'{_CODINGS} WHERE {" AND ".join(where)} ORDER BY revision, start, "end", id', values
    )
    return [Coding(*row) for row in rows]


def coded_documents(connection: sqlite3.Connection) -> set[str]:
    """Documents whose current text has codings, in force or not."""
    rows = connection.execute(
        "SELECT name FROM current_revision r WHERE EXISTS (SELECT 1 FROM coding WHERE revision = r.id)"
    )
    return {row[0] for row in rows}


def codings_named(connection: sqlite3.Connection, wanted: str) -> list[Coding]:
    """Codings in force with this number, else those whose global id is or ends in this (six characters at least)."""
    by_number, by_end = " WHERE id = ?", " WHERE substr(uid, ?) = ?"
    if wanted.isdecimal() and len(wanted) < 19:  # noqa: PLR2004 - more digits are no number of SQLite's
        found = [Coding(*row) for row in connection.execute(_CODINGS + by_number, (int(wanted),))]
        if found:
            return found
    if len(wanted) < 6:  # noqa: PLR2004 - shorter ends are numbers
        return []
    return [Coding(*row) for row in connection.execute(_CODINGS + by_end, (-len(wanted), wanted))]


class CodingCount(NamedTuple):
    """How many codings in force a coder has put with a code on a document."""

    document: str
    coder: str
    code: str
    codings: int


def coding_counts(connection: sqlite3.Connection, coder: str | None = None) -> list[CodingCount]:
    """Codings counted, of everybody or of one: counted first, named afterwards, which many codings make much quicker."""
    rows = connection.execute(
        "SELECT r.name, coder.name, code.key, counted.n FROM"
        " (SELECT revision, coder, code, COUNT(*) AS n FROM live_coding GROUP BY revision, coder, code) AS counted"
        " JOIN current_revision r ON r.id = counted.revision JOIN code ON code.id = counted.code"
        " JOIN coder ON coder.id = counted.coder WHERE ?1 IS NULL OR coder.name = ?1",
        (coder,),
    )
    return [CodingCount(*row) for row in rows]


def doubled(connection: sqlite3.Connection, action: int) -> int | None:
    """A coding in force that equals one which this action has brought back: coder, code and span are the same."""
    row = connection.execute(
        "SELECT MIN(there.id) FROM retraction x JOIN live_coding c ON COALESCE(c.root, c.id) = x.coding"
        " JOIN live_coding there ON there.coder = c.coder AND there.code = c.code"
        ' AND there.revision = c.revision AND there.start = c.start AND there."end" = c."end"'
        " AND there.id <> c.id WHERE x.action = ?",
        (action,),
    ).fetchone()
    return int(row[0]) if row[0] is not None else None


def reviews(connection: sqlite3.Connection) -> list[tuple[str, str, int, int]]:
    """Who has read what: (document, coder, start, end)."""
    rows = connection.execute(
        'SELECT r.name, c.name, v.start, v."end" FROM live_review v'
        " JOIN current_revision r ON r.id = v.revision JOIN coder c ON c.id = v.coder"
        " ORDER BY r.id, c.id, v.start"
    )
    return [tuple(row) for row in rows]


def coding_memos(connection: sqlite3.Connection, coder: str) -> dict[str, str]:
    """What a coder wrote at her codings in force, by their global ids."""
    rows = connection.execute(
        "SELECT c.uid, c.memo FROM live_coding c WHERE c.memo <> ''"
        " AND c.coder = (SELECT id FROM coder WHERE name = ?)"
        " AND c.revision IN (SELECT id FROM current_revision)",
        (coder,),
    )
    return dict(rows.fetchall())


class ActionRow(NamedTuple):
    """A thing somebody did."""

    id: int
    created: str
    coder: str
    kind: str
    summary: str
    undoes: int | None
    undone_by: int | None


def actions(connection: sqlite3.Connection, *, coder: str | None = None, limit: int = -1) -> list[ActionRow]:
    """What was done, newest first."""
    rows = connection.execute(
        "SELECT a.id, a.created, c.name, a.kind, a.summary, a.undoes, u.id FROM action a"
        " JOIN coder c ON c.id = a.coder LEFT JOIN action u ON u.undoes = a.id"
        " WHERE ?1 IS NULL OR c.name = ?1 ORDER BY a.uid DESC LIMIT ?2",
        (coder, limit),
    )
    return [ActionRow(*row) for row in rows]


class MemoRow(NamedTuple):
    """A memo in force."""

    id: int
    created: str
    coder: str
    document: str | None
    start: int | None
    end: int | None
    code: str | None
    coding: int | None
    text: str


def memos(connection: sqlite3.Connection) -> list[MemoRow]:
    """All memos in force, oldest first."""
    rows = connection.execute(
        'SELECT c.id, c.created, c.coder, c.document, c.start, c."end", c.code, c.coding, c.text FROM current_memo c'
        " JOIN memo m ON m.id = c.id ORDER BY c.created, COALESCE(m.root, m.id)"
    )
    found = [MemoRow(*row) for row in rows]
    # When codes are merged or split, a coding may go over to another: what was said of it is said of that one.
    came = dict(
        connection.execute("SELECT came_of, MAX(coding) FROM coding_carried GROUP BY came_of").fetchall()
    )
    return [memo._replace(coding=_now(connection, memo.coding, came)) for memo in found] if came else found


def _now(connection: sqlite3.Connection, coding: int | None, came: dict[int, int]) -> int | None:
    """The coding in force that came of a coding; itself where it is in force or nothing did."""
    at = coding
    while at is not None:
        if connection.execute("SELECT 1 FROM live_coding WHERE id = ?", (at,)).fetchone():
            return at
        at = came.get(at)
    return coding


def participants(connection: sqlite3.Connection) -> dict[str, dict[str, dict[str, str]]]:
    """Attribute values of participants in force: by document, by speaker, by attribute."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for document, speaker, name, value in connection.execute(
        "SELECT document_name, speaker, name, value FROM current_participant ORDER BY document, speaker, name"
    ):
        found.setdefault(document, {}).setdefault(speaker, {})[name] = value
    return found


class AttributeKind(NamedTuple):
    """An attribute over all documents that have it."""

    name: str
    kind: str
    documents: int
    values: int


def attribute_kinds(connection: sqlite3.Connection) -> list[AttributeKind]:
    """The attributes of documents: their kind, how many documents have them, how many values they take."""
    return [
        AttributeKind(*row)
        for row in connection.execute(
            'SELECT name, kind, documents, "values" FROM attribute_kind ORDER BY name'
        )
    ]


def time_marks(connection: sqlite3.Connection, revision: int) -> list[TimeMark]:
    """When pieces of a revision's text were said, in order of the text."""
    rows = connection.execute(
        'SELECT start, "end", time_start, time_end FROM time_mark WHERE revision = ? ORDER BY start',
        (revision,),
    )
    return [TimeMark(*row) for row in rows]


def attributes_of(
    connection: sqlite3.Connection, document: int, speaker: str | None = None
) -> dict[str, str]:
    """Attribute values in force of one document, or of a participant in it."""
    if speaker is None:
        sql = "SELECT name, value FROM current_attribute WHERE document = ?"
        return dict(connection.execute(sql, (document,)).fetchall())
    sql = "SELECT name, value FROM current_participant WHERE document = ? AND speaker = ?"
    return dict(connection.execute(sql, (document, speaker)).fetchall())
