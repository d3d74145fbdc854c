"""Codings as bare numbers, for sweeps over many of them."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

_LIVE = (
    " FROM live_coding c WHERE c.coder = (SELECT id FROM coder WHERE name = ?)"
    " AND c.revision IN (SELECT id FROM current_revision)"
)


class Said(NamedTuple):
    """The current text of a document, as far as counting needs it."""

    revision: int
    document: str
    informant_words: int


def said(connection: sqlite3.Connection) -> list[Said]:
    """The documents with the number of words that the informants say, in the order they were imported."""
    rows = connection.execute(
        # Along the index: in the table the number of words stands behind the whole text.
        "SELECT r.id, d.name, r.informant_words FROM document d"
        " JOIN revision r INDEXED BY revision_by_words ON r.document = d.id"
        " WHERE r.id IN (SELECT id FROM current_revision) ORDER BY d.id"
    )
    return [Said(*row) for row in rows]


def stretches(
    connection: sqlite3.Connection, coder: str, apart: int, reach: int = 0
) -> Iterator[tuple[int, ...]]:
    """(code, first word, one past the last) of each coding in force that holds informants' words.

    Args:
        connection: The store.
        coder: Whose.
        apart: How far one document begins after the one before; the document is `first word // apart`.
        reach: So many words are added to the end.
    """
    # Bare tuples: `sqlite3.Row` would cost half as much again.
    cursor = connection.cursor()
    cursor.row_factory = None
    cursor.execute(
        f"SELECT c.code, c.revision * {apart:d} + c.word_start, c.revision * {apart:d} + c.word_end + {reach:d}{_LIVE}"
        " AND c.word_start < c.word_end",
        (coder,),
    )
    return cursor


def spans(connection: sqlite3.Connection, coder: str) -> Iterator[tuple[int, ...]]:
    """(code, revision, start, end) of each coding in force, in code points."""
    cursor = connection.cursor()
    cursor.row_factory = None
    cursor.execute(f'SELECT c.code, c.revision, c.start, c."end"{_LIVE}', (coder,))
    return cursor


def informant_turns(connection: sqlite3.Connection) -> Iterator[tuple[int, ...]]:
    """(revision, start, end) of each turn that is not the interviewer's, in order."""
    cursor = connection.cursor()
    cursor.row_factory = None
    cursor.execute(
        "SELECT revision, start, \"end\" FROM turn WHERE role <> 'interviewer'"
        " AND revision IN (SELECT id FROM current_revision) ORDER BY revision, number"
    )
    return cursor


def informants(connection: sqlite3.Connection) -> Iterator[tuple[str, str | None]]:
    """(document, speaker) of everybody who speaks in the current texts and is not the interviewer."""
    cursor = connection.cursor()
    cursor.row_factory = None
    cursor.execute(
        "SELECT DISTINCT d.name, t.speaker FROM document d"
        " JOIN revision r INDEXED BY revision_by_words ON r.document = d.id JOIN turn t ON t.revision = r.id"
        " WHERE t.role <> 'interviewer' AND r.id IN (SELECT id FROM current_revision)"
    )
    return cursor


def segment_starts(connection: sqlite3.Connection, revision: int, layer: str) -> list[int]:
    """Where the segments of a layer begin, in order."""
    cursor = connection.cursor()
    cursor.row_factory = None
    cursor.execute(
        "SELECT start FROM segment WHERE revision = ? AND layer = ? ORDER BY number", (revision, layer)
    )
    return [start for (start,) in cursor]
