"""Counting codings, documents and words: one cell for each coder, code and document, summed as asked.

A word covered by several codings of a cell counts once: codings are met in the order of their words, and each adds
the words that none before it reached.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from kodning.store.kept_counts import ALL, OWN, WITH, kept_counts

Scope = Literal["with", "own", "all"]
Group = Literal["none", "document", "coder", "attribute"]

# `with`: a code with the codes under it; `own`: what was put under that very code; `all`: every code as one, key 0.
_PATHS: dict[Scope, str] = {
    "with": "code_path",
    "own": "(SELECT id AS ancestor, id AS descendant FROM code)",
    "all": "(SELECT 0 AS ancestor, id AS descendant FROM code)",
}
_CELLS = """
    SELECT code, coder, revision, COUNT(*) AS codings,
           SUM(MAX(0, word_end - MAX(word_start, COALESCE(covered_to, 0)))) AS words
    FROM (
        SELECT p.ancestor AS code, c.coder, c.revision, c.word_start, c.word_end, MAX(c.word_end) OVER (
            PARTITION BY p.ancestor, c.coder, c.revision ORDER BY c.word_start, c.word_end
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS covered_to
        FROM live_coding c JOIN {path} p ON p.descendant = c.code
        WHERE c.coder IN ({coders})
    )
    GROUP BY code, coder, revision
"""
_SCOPES: dict[Scope, int] = {"own": OWN, "with": WITH, "all": ALL}
_DOCUMENT = "JOIN revision r ON r.id = k.revision JOIN document d ON d.id = r.document"
_VALUE = "LEFT JOIN current_attribute a ON a.document = r.document AND a.name = :attribute"
# What a group is called, and the tables that say so.
_GROUPS: dict[Group, tuple[str, str]] = {
    "none": ("''", ""),
    "document": ("d.name", _DOCUMENT),
    "coder": ("o.name", "JOIN coder o ON o.id = k.coder"),
    "attribute": ("COALESCE(a.value, :missing)", f"{_DOCUMENT} {_VALUE}"),
}


class GroupCount(NamedTuple):
    """How much a code was used in a group: documents, codings, and words counted once in each document."""

    code: int
    group: str
    documents: int
    codings: int
    words: int


def counts(
    connection: sqlite3.Connection,
    coders: Sequence[str],
    scope: Scope,
    group: Group = "none",
    *,
    attribute: str | None = None,
    missing: str = "",
) -> Iterator[GroupCount]:
    """Count codes in groups of documents.

    Args:
        connection: The store.
        coders: Names of the coders whose codings count; those of several are counted apart, then added up.
        scope: Codes with the codes under them, by themselves, or all as one.
        group: What the groups are.
        attribute: Which attribute, where its values are the groups.
        missing: The group of the documents without it.
    """
    keys = ", ".join(map(str, _coder_keys(connection, coders)))
    kept = kept_counts(connection)
    cells = (
        f"SELECT code, coder, revision, codings, words FROM {kept}"
        f" WHERE coder IN ({keys}) AND scope = {_SCOPES[scope]}"
        if kept
        else _CELLS.format(path=_PATHS[scope], coders=keys)
    )
    value, about = _GROUPS[group]
    rows = connection.execute(
        f"SELECT k.code, {value} AS grp, COUNT(*), SUM(k.codings), SUM(k.words) FROM ({cells}) k {about}"
        " WHERE k.revision IN (SELECT id FROM current_revision) GROUP BY k.code, grp",
        {"attribute": attribute, "missing": missing},
    )
    return (GroupCount(*row) for row in rows)


class Placed(NamedTuple):
    """A coding in one document: its code, its span, and the informants' words before its start and before its end."""

    code: int
    start: int
    end: int
    word_start: int
    word_end: int


def placed(connection: sqlite3.Connection, coder: str, scope: Scope, revision: int) -> Iterator[Placed]:
    """A coder's codings in force in one text, each once for every code that it counts under."""
    rows = connection.execute(
        f'SELECT p.ancestor, c.start, c."end", c.word_start, c.word_end FROM live_coding c'
        f" JOIN {_PATHS[scope]} p ON p.descendant = c.code"
        " WHERE c.revision = ? AND +c.coder = (SELECT id FROM coder WHERE name = ?)",
        (revision, coder),
    )
    return (Placed(*row) for row in rows)


def reviewed(connection: sqlite3.Connection, coder: str) -> int:
    """How many documents a coder has read something of."""
    row = connection.execute(
        "SELECT COUNT(DISTINCT revision) FROM live_review WHERE coder = (SELECT id FROM coder WHERE name = ?)"
        " AND revision IN (SELECT id FROM current_revision)",
        (coder,),
    ).fetchone()
    return int(row[0])


def _coder_keys(connection: sqlite3.Connection, names: Sequence[str]) -> list[int]:
    known = dict(connection.execute("SELECT name, id FROM coder").fetchall())
    return [known[name] for name in names]
