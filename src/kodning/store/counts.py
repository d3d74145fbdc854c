"""Counting codings, documents and words: one cell for each coder, code and document, summed as asked.

A word covered by several codings of a cell counts once: codings are met in the order of their words, and each adds
the words that none before it reached.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

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
_GROUPS: dict[Group, str] = {
    "none": "''",
    "document": "r.name",
    "coder": "o.name",
    "attribute": "COALESCE(a.value, :missing)",
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
    names = {"attribute": attribute, "missing": missing}
    keys = _coder_keys(connection, coders)
    cells = _CELLS.format(path=_PATHS[scope], coders=", ".join(map(str, keys)))
    about = (
        "LEFT JOIN current_attribute a ON a.document = r.document AND a.name = :attribute"
        if group == "attribute"
        else ""
    )
    rows = connection.execute(
        f"SELECT k.code, {_GROUPS[group]} AS grp, COUNT(*), SUM(k.codings), SUM(k.words) FROM ({cells}) k"
        f" JOIN current_revision r ON r.id = k.revision JOIN coder o ON o.id = k.coder {about}"
        " GROUP BY k.code, grp",
        names,
    )
    return (GroupCount(*row) for row in rows)


def _coder_keys(connection: sqlite3.Connection, names: Sequence[str]) -> list[int]:
    known = dict(connection.execute("SELECT name, id FROM coder").fetchall())
    return [known[name] for name in names]
