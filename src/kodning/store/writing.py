"""Everything that adds a row. Each function runs inside `connection.writing` and belongs to one action.

An action is what a person did in one go; `undo` takes back an action, `history` lists them.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import NamedTuple

from kodning.codebook import Codebook
from kodning.model import AttributeValue, Segment, Transcript
from kodning.store.codes import mirror_codes
from kodning.store.ids import later_uid, new_uid, utc_now
from kodning.store.quote_uses import undo_uses
from kodning.store.search_index import index_turns


def coder_id(connection: sqlite3.Connection, name: str) -> int:
    """The key of a coder, who is added when she is new."""
    row = connection.execute("SELECT id FROM coder WHERE name = ?", (name,)).fetchone()
    if row is None:
        return _insert(connection, "INSERT INTO coder (uid, name) VALUES (?, ?)", (new_uid(), name))
    return int(row[0])


_chosen_uid: ContextVar[list[str] | None] = ContextVar("chosen_uid", default=None)


@contextmanager
def identified(uid: str) -> Iterator[None]:
    """Give the first action begun inside this global id: what is sent twice can then be known again."""
    token = _chosen_uid.set([uid])
    try:
        yield
    finally:
        _chosen_uid.reset(token)


def _action_uid(last: str) -> str:
    chosen = _chosen_uid.get()
    return chosen.pop() if chosen else later_uid(last)


def add_action(
    connection: sqlite3.Connection, kind: str, coder: str, summary: str = "", undoes: int | None = None
) -> int:
    """Begin an action; all rows written with its key belong to it.

    Its global id sorts after every action that is known here, so that what was done after a merge counts as later
    than what came with it, whatever the clocks say.
    """
    (last,) = connection.execute("SELECT COALESCE(MAX(uid), '') FROM action").fetchone()
    return _insert(
        connection,
        "INSERT INTO action (uid, kind, coder, created, summary, undoes) VALUES (?, ?, ?, ?, ?, ?)",
        (_action_uid(last), kind, coder_id(connection, coder), utc_now(), summary, undoes),
    )


def _insert(connection: sqlite3.Connection, sql: str, values: Sequence[object]) -> int:
    key = connection.execute(sql, values).lastrowid
    if key is None:
        raise RuntimeError("an INSERT gave no key")
    return key


def add_project(connection: sqlite3.Connection) -> None:
    """The project's own id, once."""
    connection.execute(
        "INSERT OR IGNORE INTO project (id, uid, created) VALUES (1, ?, ?)", (new_uid(), utc_now())
    )


class PreparedDocument(NamedTuple):
    """A transcript with its layers, word counts and where the informant's words start, ready to be stored."""

    name: str
    source_name: str
    transcript: Transcript
    sha256: str
    segments: Sequence[Segment]
    words: int
    informant_words: int
    informant_starts: Sequence[int] | None = None


def add_document(connection: sqlite3.Connection, action: int, prepared: PreparedDocument) -> int:
    """A new document with its first revision, turns, segments and attributes; returns its key."""
    transcript = prepared.transcript
    document = _insert(
        connection,
        "INSERT INTO document (uid, name, title, action) VALUES (?, ?, ?, ?)",
        (new_uid(), prepared.name, transcript.title, action),
    )
    add_layers(connection, action, document, prepared, 1, new_uid())
    add_attributes(connection, action, document, transcript.attributes)
    for speaker, attributes in transcript.participants.items():
        add_attributes(connection, action, document, attributes, speaker)
    return document


def add_layers(
    connection: sqlite3.Connection,
    action: int,
    document: int,
    prepared: PreparedDocument,
    number: int,
    uid: str,
) -> int:
    """A text of a document with its turns and segments; returns its key."""
    transcript = prepared.transcript
    revision = _insert(
        connection,
        "INSERT INTO revision (uid, document, number, text, sha256, length, words, informant_words,"
        " source_name, source_sha256, encoding, action) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            uid, document, number, transcript.text, prepared.sha256, len(transcript.text), prepared.words,
            prepared.informant_words, prepared.source_name, transcript.source_sha256, transcript.encoding, action,
        ),
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO turn VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (revision, t.number, t.start, t.end, t.speaker, t.role, t.time_start, t.time_end)
            for t in transcript.turns
        ),
    )
    index_turns(connection, revision, transcript.text, transcript.turns)
    connection.executemany(
        "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)",
        ((revision, s.layer, s.number, s.start, s.end, s.turn) for s in prepared.segments),
    )
    connection.executemany(
        "INSERT INTO time_mark VALUES (?, ?, ?, ?, ?)", ((revision, *mark) for mark in transcript.times)
    )
    return revision


def add_attributes(
    connection: sqlite3.Connection,
    action: int,
    document: int,
    attributes: Mapping[str, AttributeValue | None],
    speaker: str | None = None,
) -> int:
    """Values that differ from the ones in force; None takes a value away. Returns how many were written.

    Args:
        connection: The store.
        action: What they belong to.
        document: Whose attributes.
        attributes: Name to value.
        speaker: The participant whose they are; None: the document's own.
    """
    if not attributes:
        return 0
    table, who = (
        ("current_attribute", "?2 IS NULL") if speaker is None else ("current_participant", "speaker = ?2")
    )
    now = {
        name: (value, kind)
        for name, value, kind in connection.execute(
            f"SELECT name, value, kind FROM {table} WHERE document = ?1 AND {who}", (document, speaker)
        )
    }
    rows = [
        (document, speaker, name, stored_value(value), kind_of(value), action)
        for name, value in attributes.items()
        if now.get(name, (None, "")) != (stored_value(value), kind_of(value))
        and (value is not None or name in now)
    ]
    connection.executemany(
        "INSERT INTO attribute (document, speaker, name, value, kind, action) VALUES (?, ?, ?, ?, ?, ?)", rows
    )
    return len(rows)


def kind_of(value: AttributeValue | None) -> str:
    """What the store calls the kind of a value."""
    if isinstance(value, bool):
        return "yes/no"
    return {int: "integer", float: "number", date: "date"}.get(type(value), "text")


def stored_value(value: AttributeValue | None) -> str | None:
    """An attribute value as the text the store keeps; its kind stands beside it."""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return None if value is None else str(value)


def add_codebook(
    connection: sqlite3.Connection,
    action: int,
    codebook: Codebook,
    *,
    renamed: Mapping[str, str] | None = None,
    uids: Mapping[str, str] | None = None,
) -> int:
    """A new version of the codebook, mirrored for the views; returns its key. See `mirror_codes`."""
    version = _insert(
        connection,
        "INSERT INTO codebook_version (uid, sha256, yaml, action) VALUES (?, ?, ?, ?)",
        (new_uid(), codebook.sha256, codebook.source, action),
    )
    mirror_codes(connection, action, codebook.codes, codebook.groups, renamed=renamed, uids=uids)
    return version


_MANY = 100  # from so many rows on, what the caller has made sure of is not checked again row by row


def insert_codings(connection: sqlite3.Connection, rows: Iterable[tuple[object, ...]], count: int) -> None:
    """Write rows of the table as they come, in one statement.

    Args:
        connection: The store.
        rows: Global id, revision, start, end, hash, words before start and end, code, coder, memo, time, origin,
            version of the codebook, action.
        count: How many there are.
    """
    # The spans of many rows are checked here: SQLite's own checks are half of the time that writing takes.
    many = count >= _MANY
    if many:
        connection.execute("PRAGMA ignore_check_constraints = ON")
    try:
        connection.executemany(
            'INSERT INTO coding (uid, revision, start, "end", words_hash, word_start, word_end, code, coder, memo,'
            f" created, origin, codebook_version, action) VALUES ({', '.join('?' * 14)})",
            map(_checked, rows) if many else rows,
        )
    finally:
        if many:
            connection.execute("PRAGMA ignore_check_constraints = OFF")


def _checked(row: tuple[object, ...]) -> tuple[object, ...]:
    """A row that SQLite's own checks would let through."""
    _, _, start, end, _, first, last, *_ = row
    if not 0 <= start < end or not 0 <= first <= last:  # type: ignore[operator]
        raise sqlite3.IntegrityError(f"{start}:{end} is no span")
    return row


def add_retractions(
    connection: sqlite3.Connection, action: int, codings: Iterable[int], reason: str = ""
) -> None:
    """Take codings back, in every revision they stand in. They stay in the file, with who took them back and when."""
    connection.executemany(
        "INSERT INTO retraction (uid, coding, reason, action) SELECT ?, COALESCE(root, id), ?, ? FROM coding WHERE id = ?",
        ((new_uid(), reason, action, coding) for coding in codings),
    )


def add_review(
    connection: sqlite3.Connection, action: int, revision: int, start: int, end: int, coder: int
) -> None:
    """Record that a coder has read a span."""
    connection.execute(
        'INSERT INTO review (uid, revision, start, "end", coder, action) VALUES (?, ?, ?, ?, ?, ?)',
        (new_uid(), revision, start, end, coder, action),
    )


class MemoTarget(NamedTuple):
    """What a memo is about: a document's revision, a span of it, a code, or a coding; nothing: the project."""

    revision: int | None = None
    start: int | None = None
    end: int | None = None
    code: int | None = None
    coding: int | None = None


def add_memo(
    connection: sqlite3.Connection,
    action: int,
    target: MemoTarget,
    text: str,
    author: int | None = None,
    written: str | None = None,
) -> None:
    """Write a memo; `author` and `written` say who wrote it and when, where that is not who does the action now."""
    connection.execute(
        'INSERT INTO memo (uid, revision, start, "end", code, coding, text, author, written, action)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (new_uid(), *target, text, author, written, action),
    )


def undo_action(connection: sqlite3.Connection, undone: int, action: int) -> None:
    """Take back what an action did, in rows that belong to `action`.

    Its codings are retracted; its retractions, reviews and memos are withdrawn. A coding that comes back is
    the same coding: its number, its origin and the memos on it stay.
    """
    # Copies in another revision go with what they were copied from.
    added = connection.execute(
        "SELECT id FROM coding WHERE action = ? AND root IS NULL", (undone,)
    ).fetchall()
    for table, columns in _WITHDRAWABLE.items():
        own = " AND root IS NULL" if table in _CARRIED else ""
        # Taking back a withdrawal brings the row itself back: `withdrawn` flips between a key and NULL.
        connection.execute(
            f"INSERT INTO {table} (uid, {columns}, withdrawn, action)"
            f" SELECT new_uid(), {columns}, CASE WHEN withdrawn IS NULL THEN id END, ?"
            f" FROM {table} WHERE action = ?{own}",
            (action, undone),
        )
    # A name that changes back is a renaming of its own: `mirror_codes` writes it.
    connection.execute(
        "INSERT INTO code_change (uid, code, kind, before, after, other, withdrawn, action)"
        " SELECT new_uid(), code, kind, before, after, other, CASE WHEN withdrawn IS NULL THEN id END, ?"
        " FROM code_change WHERE action = ? AND kind <> 'rename'",
        (action, undone),
    )
    undo_uses(connection, undone, action)
    connection.execute(
        "INSERT INTO revision_withdrawal (uid, revision, action) SELECT new_uid(), id, ?1 FROM revision"
        " WHERE action = ?2 AND EXISTS (SELECT 1 FROM action WHERE id = ?2 AND kind IN ('revise', 'exchange'))",
        (action, undone),
    )
    _undo_attributes(connection, undone, action)
    # Also of a coding that was retracted before: whichever of the two is taken back, the other stands.
    add_retractions(connection, action, [row[0] for row in added], "undo")


def _undo_attributes(connection: sqlite3.Connection, undone: int, action: int) -> None:
    """What an action set goes back to what was there before, unless somebody has set it since."""
    connection.execute(
        "INSERT INTO attribute (document, speaker, name, value, kind, action)"
        " SELECT a.document, a.speaker, a.name, b.value, COALESCE(b.kind, a.kind), ?"
        " FROM attribute a LEFT JOIN attribute b ON b.id = (SELECT MAX(id) FROM attribute WHERE document = a.document"
        " AND speaker IS a.speaker AND name = a.name AND id < a.id)"
        " WHERE a.action = ? AND a.id = (SELECT MAX(id) FROM attribute WHERE document = a.document"
        " AND speaker IS a.speaker AND name = a.name)",
        (action, undone),
    )


_CARRIED = ("review", "memo")
_WITHDRAWABLE = {
    "retraction": "coding, reason",
    "review": 'revision, start, "end", coder',
    "memo": 'revision, start, "end", code, coding, text, author, written',
    "decision": "disagreement, revision, outcome, decided_by, reason, codebook_change, codebook_version",
    "suggestion_decision": "suggestion, coder, outcome, coding",
    "revision_withdrawal": "revision",
    "settlement": "coding, target",
}
