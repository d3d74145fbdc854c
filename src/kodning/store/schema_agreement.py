"""The second migration: frozen passes, adjudication, samples to double-code, blind passes."""

TABLES = """
-- A pass is coders' work at one moment, kept for ever: which codings and reviews were in force, with a hash.
CREATE TABLE pass (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('frozen', 'adjudicated')),
    sha256 TEXT NOT NULL,
    codebook_version INTEGER NOT NULL REFERENCES codebook_version(id),
    base INTEGER REFERENCES pass(id),  -- of an adjudicated pass: the frozen pass whose disagreements were settled
    action INTEGER NOT NULL REFERENCES action(id)
) STRICT;

CREATE TABLE pass_coding (
    pass INTEGER NOT NULL REFERENCES pass(id),
    coding INTEGER NOT NULL REFERENCES coding(id),
    PRIMARY KEY (pass, coding)
) STRICT, WITHOUT ROWID;

CREATE TABLE pass_review (
    pass INTEGER NOT NULL REFERENCES pass(id),
    review INTEGER NOT NULL REFERENCES review(id),
    PRIMARY KEY (pass, review)
) STRICT, WITHOUT ROWID;

-- What was decided on one disagreement. A later decision on the same disagreement counts instead of an earlier one.
CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    disagreement TEXT NOT NULL,  -- the disagreement's own id: a hash of document, codings and kind
    revision INTEGER NOT NULL REFERENCES revision(id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('coding', 'none')),  -- keep one coding (or a new span and code), or none
    code INTEGER REFERENCES code(id),
    decided_by TEXT NOT NULL CHECK (decided_by <> ''),
    reason TEXT NOT NULL DEFAULT '',
    codebook_change TEXT NOT NULL DEFAULT '',
    withdrawn INTEGER REFERENCES decision(id),
    action INTEGER NOT NULL REFERENCES action(id),
    CHECK (0 <= start AND start < "end"),
    CHECK ((outcome = 'coding') = (code IS NOT NULL))
) STRICT;
CREATE INDEX decision_by_disagreement ON decision(disagreement, id);

CREATE TABLE sample (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    unit TEXT NOT NULL,
    seed INTEGER NOT NULL,
    settings TEXT NOT NULL,  -- JSON: what the size was computed from
    action INTEGER NOT NULL REFERENCES action(id)
) STRICT;

CREATE TABLE sample_unit (
    sample INTEGER NOT NULL REFERENCES sample(id),
    revision INTEGER NOT NULL REFERENCES revision(id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (sample, revision, start)
) STRICT, WITHOUT ROWID;

-- A coder's blind pass begins, is broken, or ends; the last row is how things stand.
CREATE TABLE blind (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    coder INTEGER NOT NULL REFERENCES coder(id),
    state TEXT NOT NULL CHECK (state IN ('begun', 'broken', 'ended')),
    reason TEXT NOT NULL DEFAULT '',
    action INTEGER NOT NULL REFERENCES action(id)
) STRICT;
CREATE INDEX blind_by_coder ON blind(coder, id);
"""
