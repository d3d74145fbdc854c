"""The tables and views of `kodning.db`, as append-only migrations.

Codings, retractions, reviews and memos are only ever added. Integer keys inside, a global id (`uid`, UUIDv7)
beside each row that another project could hold too. Spans are half-open code points of one revision's text.

A released migration is never changed: add a module and a line to `_LATER` instead.
"""

import sqlite3
from collections.abc import Callable
from typing import Protocol

from kodning.store import (
    schema_agreement,
    schema_analysis,
    schema_codebook,
    schema_counting,
    schema_documents,
    schema_exchange,
    schema_forgetting,
    schema_merging,
    schema_quotes,
    schema_revisions,
    schema_search,
    schema_suggestions,
)

Migration = Callable[[sqlite3.Connection], None]

_TABLES = """
CREATE TABLE project (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    uid TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT;

CREATE TABLE coder (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

CREATE TABLE action (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    coder INTEGER NOT NULL REFERENCES coder(id),
    created TEXT NOT NULL,
    summary TEXT NOT NULL DEFAULT '',
    undoes INTEGER UNIQUE REFERENCES action(id)
) STRICT;
CREATE INDEX action_by_coder ON action(coder, id);

CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    title TEXT NOT NULL,
    action INTEGER NOT NULL REFERENCES action(id)
) STRICT;

CREATE TABLE revision (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES document(id),
    number INTEGER NOT NULL CHECK (number >= 1),
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    length INTEGER NOT NULL CHECK (length > 0),
    words INTEGER NOT NULL CHECK (words >= 0),
    informant_words INTEGER NOT NULL CHECK (informant_words BETWEEN 0 AND words),
    source_name TEXT NOT NULL,
    source_sha256 TEXT NOT NULL,
    encoding TEXT NOT NULL,
    action INTEGER NOT NULL REFERENCES action(id),
    UNIQUE (document, number)
) STRICT;
CREATE INDEX revision_by_text ON revision(sha256);

CREATE TABLE attribute (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document(id),
    name TEXT NOT NULL,
    value TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('text', 'integer', 'number', 'yes/no')),
    action INTEGER NOT NULL REFERENCES action(id)
) STRICT;
CREATE INDEX attribute_by_name ON attribute(document, name, id);

CREATE TABLE turn (
    revision INTEGER NOT NULL REFERENCES revision(id),
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    speaker TEXT,
    role TEXT NOT NULL CHECK (role IN ('interviewer', 'informant', 'unknown')),
    time_start REAL,
    time_end REAL,
    PRIMARY KEY (revision, number),
    CHECK (0 <= start AND start < "end")
) STRICT, WITHOUT ROWID;

CREATE TABLE segment (
    revision INTEGER NOT NULL REFERENCES revision(id),
    layer TEXT NOT NULL,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    PRIMARY KEY (revision, layer, number),
    CHECK (0 <= start AND start < "end")
) STRICT, WITHOUT ROWID;

CREATE TABLE codebook_version (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    yaml TEXT NOT NULL,
    action INTEGER NOT NULL REFERENCES action(id)
) STRICT;

-- The codebook as it stands now, so that views can join it; its history is in codebook_version.
CREATE TABLE code (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE CHECK (key <> ''),
    parent INTEGER REFERENCES code(id),
    position INTEGER NOT NULL,
    depth INTEGER NOT NULL,
    label_da TEXT NOT NULL,
    label_en TEXT NOT NULL,
    definition TEXT NOT NULL,
    color TEXT NOT NULL,
    in_codebook INTEGER NOT NULL CHECK (in_codebook IN (0, 1))
) STRICT;

-- Every code with each code above it and itself.
CREATE TABLE code_path (
    ancestor INTEGER NOT NULL REFERENCES code(id),
    descendant INTEGER NOT NULL REFERENCES code(id),
    PRIMARY KEY (descendant, ancestor)
) STRICT, WITHOUT ROWID;

CREATE TABLE coding (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL REFERENCES revision(id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    words_hash TEXT NOT NULL,
    word_start INTEGER NOT NULL,  -- informant's words before start …
    word_end INTEGER NOT NULL,    -- … and before end: their difference is the words covered
    code INTEGER NOT NULL REFERENCES code(id),
    coder INTEGER NOT NULL REFERENCES coder(id),
    created TEXT NOT NULL,
    memo TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL CHECK (origin IN ('manual', 'import', 'suggestion', 'adjudication')),
    codebook_version INTEGER NOT NULL REFERENCES codebook_version(id),
    action INTEGER NOT NULL REFERENCES action(id),
    CHECK (0 <= start AND start < "end"),
    CHECK (0 <= word_start AND word_start <= word_end)
) STRICT;
CREATE INDEX coding_by_coder ON coding(coder, code, revision, word_start, word_end);
CREATE INDEX coding_by_place ON coding(revision, start);
CREATE INDEX coding_by_action ON coding(action);

CREATE TABLE retraction (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    coding INTEGER NOT NULL REFERENCES coding(id),
    reason TEXT NOT NULL DEFAULT '',
    withdrawn INTEGER REFERENCES retraction(id),  -- set: this row takes that retraction back
    action INTEGER NOT NULL REFERENCES action(id)
) STRICT;
CREATE INDEX retraction_by_coding ON retraction(coding);
CREATE INDEX retraction_by_action ON retraction(action);
CREATE INDEX retraction_by_withdrawn ON retraction(withdrawn);

CREATE TABLE review (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL REFERENCES revision(id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    coder INTEGER NOT NULL REFERENCES coder(id),
    withdrawn INTEGER REFERENCES review(id),  -- set: this row takes that review back
    action INTEGER NOT NULL REFERENCES action(id),
    CHECK (0 <= start AND start < "end")
) STRICT;
CREATE INDEX review_by_place ON review(revision, coder, start);
CREATE INDEX review_by_withdrawn ON review(withdrawn);

CREATE TABLE memo (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    revision INTEGER REFERENCES revision(id),
    start INTEGER,
    "end" INTEGER,
    code INTEGER REFERENCES code(id),
    coding INTEGER REFERENCES coding(id),
    text TEXT NOT NULL,
    withdrawn INTEGER REFERENCES memo(id),  -- set: this row takes that memo back
    action INTEGER NOT NULL REFERENCES action(id),
    CHECK ((start IS NULL) = ("end" IS NULL)),
    CHECK (start IS NULL OR (revision IS NOT NULL AND 0 <= start AND start < "end")),
    CHECK ((code IS NULL) + (coding IS NULL) + (revision IS NULL) >= 2)
) STRICT;
CREATE INDEX memo_by_revision ON memo(revision);
CREATE INDEX memo_by_withdrawn ON memo(withdrawn);
"""

_VIEWS = """
CREATE VIEW current_revision AS
SELECT r.*, d.name, d.title
FROM document d JOIN revision r ON r.document = d.id
WHERE r.number = (SELECT MAX(number) FROM revision WHERE document = d.id);

CREATE VIEW current_attribute AS
SELECT a.document, d.name AS document_name, a.name, a.value, a.kind
FROM attribute a JOIN document d ON d.id = a.document
WHERE a.id = (SELECT MAX(id) FROM attribute WHERE document = a.document AND name = a.name)
  AND a.value IS NOT NULL;

CREATE VIEW live_review AS
SELECT v.* FROM review v
WHERE v.withdrawn IS NULL AND NOT EXISTS (SELECT 1 FROM review w WHERE w.withdrawn = v.id);

CREATE VIEW live_memo AS
SELECT m.* FROM memo m
WHERE m.withdrawn IS NULL AND NOT EXISTS (SELECT 1 FROM memo w WHERE w.withdrawn = m.id);

CREATE VIEW live_retraction AS
SELECT x.* FROM retraction x
WHERE x.withdrawn IS NULL AND NOT EXISTS (SELECT 1 FROM retraction w WHERE w.withdrawn = x.id);

CREATE VIEW live_coding AS
SELECT c.* FROM coding c
WHERE NOT EXISTS (SELECT 1 FROM live_retraction x WHERE x.coding = c.id);

CREATE VIEW current_coding AS
SELECT c.id, c.uid, r.name AS document, c.start, c."end", code.key AS code, coder.name AS coder,
       c.created, c.memo, c.origin, c.word_end - c.word_start AS words, c.words_hash, c.revision
FROM live_coding c
JOIN current_revision r ON r.id = c.revision
JOIN code ON code.id = c.code
JOIN coder ON coder.id = c.coder;

-- One row for each code and coder; a code includes the codes under it; words covered twice count once.
CREATE VIEW theme_frequency AS
WITH reached AS (
    SELECT p.ancestor AS code, c.coder, c.revision, c.word_start, c.word_end,
           MAX(c.word_end) OVER (
               PARTITION BY p.ancestor, c.coder, c.revision ORDER BY c.word_start, c.word_end
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS covered_to
    FROM live_coding c
    JOIN current_revision r ON r.id = c.revision
    JOIN code_path p ON p.descendant = c.code
)
SELECT code.key AS code, code.label_da AS label, parent.key AS parent, coder.name AS coder,
       COUNT(DISTINCT reached.revision) AS documents,
       (SELECT COUNT(*) FROM document) AS documents_total,
       COUNT(*) AS codings,
       SUM(MAX(0, word_end - MAX(word_start, COALESCE(covered_to, 0)))) AS words,
       1.0 * SUM(MAX(0, word_end - MAX(word_start, COALESCE(covered_to, 0))))
           / NULLIF((SELECT SUM(informant_words) FROM current_revision), 0) AS share_of_words
FROM reached
JOIN code ON code.id = reached.code
LEFT JOIN code AS parent ON parent.id = code.parent
JOIN coder ON coder.id = reached.coder
GROUP BY code.id, coder.id
ORDER BY coder.name, code.position;

CREATE VIEW quote AS
SELECT c.id, r.name AS document, t.number AS turn, t.speaker, code.key AS code, coder.name AS coder,
       substr(r.text, c.start + 1, c."end" - c.start) AS text, c.start, c."end", c.memo, c.created
FROM live_coding c
JOIN current_revision r ON r.id = c.revision
JOIN code ON code.id = c.code
JOIN coder ON coder.id = c.coder
LEFT JOIN turn t ON t.revision = c.revision AND t.start <= c.start AND c.start < t."end"
ORDER BY code.position, r.name, c.start;
"""


_FIRST_APPEND_ONLY = (
    "action",
    "revision",
    "turn",
    "segment",
    "attribute",
    "codebook_version",
    "coding",
    "retraction",
    "review",
    "memo",
)


class _Part(Protocol):
    """A module `schema_…`: what one migration adds."""

    TABLES: str
    VIEWS: str

    @property
    def APPEND_ONLY(self) -> tuple[str, ...]:  # noqa: N802 - a constant of the module
        """Tables whose rows are only ever added."""


# The migrations after the first, in order, each a line; the name is what a file remembers it by.
_LATER: tuple[tuple[str, _Part], ...] = (
    ("_agreement_schema", schema_agreement),
    ("_suggestions_schema", schema_suggestions),
    ("_codebook_schema", schema_codebook),
    ("_forgetting_schema", schema_forgetting),
    ("_counting_views", schema_analysis),
    ("_quotes_schema", schema_quotes),
    ("_documents_schema", schema_documents),
    ("_revisions_schema", schema_revisions),
    ("_exchange_schema", schema_exchange),
    ("_kept_counts", schema_counting),
    ("_search_index", schema_search),
    ("_merging_schema", schema_merging),
)
# What was said and done is only ever added, whichever program has the file open.
APPEND_ONLY = tuple(
    dict.fromkeys((*_FIRST_APPEND_ONLY, *(table for _, part in _LATER for table in part.APPEND_ONLY)))
)


def append_only_triggers(table: str) -> str:
    """The statements that make a table refuse changes and deletions."""
    return "".join(
        f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table}\n"
        f"BEGIN SELECT RAISE(ABORT, '{table}: rows are only ever added'); END;\n"
        for change in ("UPDATE", "DELETE")
    )


def _first_schema(connection: sqlite3.Connection) -> None:
    run_script(connection, _TABLES + _VIEWS + "".join(map(append_only_triggers, _FIRST_APPEND_ONLY)))


def _later(name: str, part: _Part) -> Migration:
    """A migration that adds a part, and lets it fill its tables from what is there (`fill`, where it has one)."""

    def migration(connection: sqlite3.Connection) -> None:
        triggers = "".join(map(append_only_triggers, part.APPEND_ONLY))
        run_script(connection, part.TABLES + part.VIEWS + triggers)
        fill: Migration | None = getattr(part, "fill", None)
        if fill is not None:
            fill(connection)

    migration.__name__ = name
    return migration


def run_script(connection: sqlite3.Connection, script: str) -> None:
    """Run SQL one statement at a time: `executescript` would commit the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


# In order; the number of the last one is the file's `user_version`, SCHEMA_VERSION of `identity`.
MIGRATIONS = (_first_schema, *(_later(name, part) for name, part in _LATER))
