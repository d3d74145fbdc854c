"""The second migration: frozen passes, adjudication, samples to double-code, blind passes."""

TABLES = """
-- A pass is coders' work at one moment, kept for ever: what was in force, with a hash over all of it.
CREATE TABLE pass (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('frozen', 'adjudicated')),
    sha256 TEXT NOT NULL,
    codebook_version INTEGER NOT NULL REFERENCES codebook_version(id),
    base INTEGER REFERENCES pass(id),  -- of an adjudicated pass: the frozen pass whose disagreements were settled
    action INTEGER NOT NULL REFERENCES action(id),
    CHECK ((kind = 'adjudicated') = (base IS NOT NULL))
) STRICT;

-- Whose work it is; of an adjudicated pass: under whose name the settled codings stand.
CREATE TABLE pass_coder (
    pass INTEGER NOT NULL REFERENCES pass(id),
    coder INTEGER NOT NULL REFERENCES coder(id),
    PRIMARY KEY (pass, coder)
) STRICT, WITHOUT ROWID;

-- The documents there were, as they were.
CREATE TABLE pass_revision (
    pass INTEGER NOT NULL REFERENCES pass(id),
    revision INTEGER NOT NULL REFERENCES revision(id),
    PRIMARY KEY (pass, revision)
) STRICT, WITHOUT ROWID;

-- The codes there were: `code` mirrors the codebook as it is now.
CREATE TABLE pass_code (
    pass INTEGER NOT NULL REFERENCES pass(id),
    position INTEGER NOT NULL,
    code INTEGER NOT NULL REFERENCES code(id),
    key TEXT NOT NULL,
    parent TEXT,
    depth INTEGER NOT NULL,
    label_da TEXT NOT NULL,
    label_en TEXT NOT NULL,
    definition TEXT NOT NULL,
    color TEXT NOT NULL,
    in_codebook INTEGER NOT NULL CHECK (in_codebook IN (0, 1)),
    PRIMARY KEY (pass, position)
) STRICT, WITHOUT ROWID;

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
    disagreement TEXT NOT NULL CHECK (disagreement <> ''),  -- its own id: a hash of document, kind and codings
    revision INTEGER NOT NULL REFERENCES revision(id),
    outcome TEXT NOT NULL CHECK (json_valid(outcome)),  -- [{"code": …, "start": …, "end": …}, …]; [] is no code
    decided_by TEXT NOT NULL CHECK (decided_by <> ''),
    reason TEXT NOT NULL DEFAULT '',
    codebook_change TEXT NOT NULL DEFAULT '',
    codebook_version INTEGER NOT NULL REFERENCES codebook_version(id),  -- the one it was decided by
    withdrawn INTEGER REFERENCES decision(id),  -- set: this row takes that decision back
    action INTEGER NOT NULL REFERENCES action(id)
) STRICT;
CREATE INDEX decision_by_disagreement ON decision(disagreement, id);
CREATE INDEX decision_by_withdrawn ON decision(withdrawn);
CREATE INDEX decision_by_action ON decision(action);

-- The decisions that an adjudicated pass came of.
CREATE TABLE pass_decision (
    pass INTEGER NOT NULL REFERENCES pass(id),
    decision INTEGER NOT NULL REFERENCES decision(id),
    PRIMARY KEY (pass, decision)
) STRICT, WITHOUT ROWID;

CREATE TABLE sample (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    unit TEXT NOT NULL,
    seed INTEGER NOT NULL,
    settings TEXT NOT NULL CHECK (json_valid(settings)),  -- what the size was computed from
    action INTEGER NOT NULL REFERENCES action(id)
) STRICT;

CREATE TABLE sample_unit (
    sample INTEGER NOT NULL REFERENCES sample(id),
    revision INTEGER NOT NULL REFERENCES revision(id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (sample, revision, start),
    CHECK (0 <= start AND start < "end")
) STRICT, WITHOUT ROWID;

-- A coder's blind pass begins, is broken, or ends; the last row is how things stand.
CREATE TABLE blind (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    coder INTEGER NOT NULL REFERENCES coder(id),
    state TEXT NOT NULL CHECK (state IN ('begun', 'broken', 'ended')),
    reason TEXT NOT NULL DEFAULT '',
    action INTEGER NOT NULL REFERENCES action(id),
    CHECK (state <> 'broken' OR reason <> '')
) STRICT;
CREATE INDEX blind_by_coder ON blind(coder, id);
"""

VIEWS = """
CREATE VIEW live_decision AS
SELECT d.* FROM decision d
WHERE d.withdrawn IS NULL AND NOT EXISTS (SELECT 1 FROM decision w WHERE w.withdrawn = d.id);
"""

APPEND_ONLY = (
    "pass",
    "pass_coder",
    "pass_revision",
    "pass_code",
    "pass_coding",
    "pass_review",
    "decision",
    "pass_decision",
    "sample",
    "sample_unit",
    "blind",
)
