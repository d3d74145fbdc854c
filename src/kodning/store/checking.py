"""Is the store whole, and does every coding still cover the words it was made on?"""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from kodning.store import passes
from kodning.store.schema import APPEND_ONLY
from kodning.text import sha256, words_hash


class Problem(NamedTuple):
    """Something that is not as it must be.

    Attributes:
        kind: `file`, `reference`, `text`, `coding`, `code` or `pass`.
        place: Document and span, or table.
        da: What, in Danish.
        en: What, in English.
        coding: Number of the coding it is about, where it is about one.
    """

    kind: str
    place: str
    da: str
    en: str
    coding: int | None = None


def problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Everything that is wrong, file first. Reads the whole store once."""
    yield from _file_problems(connection)
    yield from _guard_problems(connection)
    yield from _place_problems(connection)
    yield from _text_problems(connection)
    yield from _code_problems(connection)
    yield from _pass_problems(connection)


def _file_problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    for (answer,) in connection.execute("PRAGMA integrity_check"):
        if answer != "ok":
            yield Problem("file", "kodning.db", f"SQLite melder: {answer}", f"SQLite reports: {answer}")
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield Problem(
            "reference",
            f"{table} {row}",
            f"peger på noget i {parent}, der ikke findes",
            f"points at nothing in {parent}",
        )


def _guard_problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    """The triggers that keep rows from being changed may have been dropped by another program."""
    there = {
        row[0] for row in connection.execute("SELECT tbl_name FROM sqlite_schema WHERE type = 'trigger'")
    }
    for table in APPEND_ONLY:
        if table not in there:
            yield Problem(
                "file",
                table,
                "tabellen er ikke længere beskyttet mod rettelser (triggeren mangler)",
                "the table is no longer guarded against changes (its trigger is missing)",
            )


def _place_problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Turns, segments and reviews must lie inside their text."""
    for table in ("turn", "segment", "review"):
        rows = connection.execute(
            f'SELECT d.name, x.start, x."end" FROM {table} x JOIN revision r ON r.id = x.revision'
            ' JOIN document d ON d.id = r.document WHERE x."end" > r.length'
        )
        for name, start, end in rows:
            yield Problem(
                "text",
                f"{name} {start}:{end}",
                f"et sted i tabellen {table} ligger uden for teksten",
                f"a place in the table {table} lies outside the text",
            )


def _text_problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    texts = connection.execute(
        "SELECT r.id, d.name, r.number, r.text, r.sha256 FROM revision r JOIN document d ON d.id = r.document"
    )
    for key, name, number, text, expected in texts.fetchall():
        if sha256(text) != expected:
            place = f"{name} ({number})"
            yield Problem(
                "text", place, "teksten er ændret siden importen", "the text has changed since import"
            )
        spans = connection.execute(
            'SELECT id, start, "end", words_hash FROM coding WHERE revision = ?', (key,)
        )
        for coding, start, end, expected_words in spans:
            if end > len(text) or words_hash(text[start:end]) != expected_words:
                yield Problem(
                    "coding",
                    f"{name} {start}:{end}",
                    f"kodning {coding} dækker ikke længere de ord, den blev sat på",
                    f"coding {coding} no longer covers the words it was made on",
                    coding,
                )


def _code_problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    rows = connection.execute(
        "SELECT code.key, COUNT(*) FROM live_coding l JOIN code ON code.id = l.code"
        " WHERE NOT code.in_codebook GROUP BY code.id"
    )
    for key, count in rows:
        yield Problem(
            "code",
            key,
            f"koden står ikke længere i kodebogen, men bruges af {count} kodninger",
            f"the code has left the codebook but {count} codings use it",
        )


def _pass_problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    for name in passes.damaged(connection):
        yield Problem(
            "pass",
            name,
            "gennemløbet er ikke længere det, der blev frosset (kontrolsummen passer ikke)",
            "the pass is no longer what was frozen (its hash does not match)",
        )
