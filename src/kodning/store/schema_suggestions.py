"""The third migration: suggestions, what they came of, and what was decided on them."""

TABLES = """
-- A method gone through documents for one coder, who is to decide on what it suggests.
CREATE TABLE suggestion_run (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    coder INTEGER NOT NULL REFERENCES coder(id),
    method TEXT NOT NULL CHECK (method <> ''),
    version TEXT NOT NULL CHECK (version <> ''),
    settings TEXT NOT NULL CHECK (json_valid(settings)),  -- unit, language model, thresholds, number of examples
    basis TEXT NOT NULL,  -- hash of all that the answer rests on: while it is the same, the run goes on
    codebook_version INTEGER NOT NULL REFERENCES codebook_version(id),
    action INTEGER NOT NULL REFERENCES action(id)
) STRICT;
CREATE INDEX suggestion_run_by_coder ON suggestion_run(coder, id);

-- A document that a run has been through, whether anything was suggested or not.
CREATE TABLE suggestion_document (
    run INTEGER NOT NULL REFERENCES suggestion_run(id),
    revision INTEGER NOT NULL REFERENCES revision(id),
    calibrated INTEGER NOT NULL CHECK (calibrated IN (0, 1)),  -- whether the scores there are probabilities
    PRIMARY KEY (run, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX suggestion_document_by_revision ON suggestion_document(revision);

CREATE TABLE suggestion (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    run INTEGER NOT NULL REFERENCES suggestion_run(id),
    revision INTEGER NOT NULL REFERENCES revision(id),
    start INTEGER NOT NULL,  -- the passage
    "end" INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,  -- the sentence in it that speaks most for the code
    sentence_end INTEGER NOT NULL,
    code INTEGER NOT NULL REFERENCES code(id),
    rank INTEGER NOT NULL CHECK (rank >= 1),  -- 1 is the passage's best
    score REAL NOT NULL,
    evidence TEXT NOT NULL CHECK (json_valid(evidence)),  -- [[start, end, why], …] in the document
    UNIQUE (run, revision, start, "end", code),
    CHECK (0 <= start AND start <= sentence_start AND sentence_start < sentence_end AND sentence_end <= "end")
) STRICT;
CREATE INDEX suggestion_by_place ON suggestion(revision, start, code);

CREATE TABLE suggestion_decision (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    suggestion INTEGER NOT NULL REFERENCES suggestion(id),
    coder INTEGER NOT NULL REFERENCES coder(id),
    outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'rejected', 'recoded', 'skipped')),
    coding INTEGER REFERENCES coding(id),  -- the coding that came of it
    withdrawn INTEGER REFERENCES suggestion_decision(id),  -- set: this row takes that decision back
    action INTEGER NOT NULL REFERENCES action(id),
    CHECK ((outcome IN ('accepted', 'recoded')) = (coding IS NOT NULL))
) STRICT;
CREATE INDEX suggestion_decision_by_suggestion ON suggestion_decision(suggestion);
CREATE INDEX suggestion_decision_by_coding ON suggestion_decision(coding);
CREATE INDEX suggestion_decision_by_withdrawn ON suggestion_decision(withdrawn);
CREATE INDEX suggestion_decision_by_action ON suggestion_decision(action);

-- Vectors of passages, kept to save time. The one table that may be emptied: its rows are made again when needed.
CREATE TABLE vector (
    model TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    vector BLOB NOT NULL,
    PRIMARY KEY (model, text_sha256)
) STRICT, WITHOUT ROWID;
"""

VIEWS = """
CREATE VIEW live_suggestion_decision AS
SELECT d.* FROM suggestion_decision d
WHERE d.withdrawn IS NULL AND NOT EXISTS (SELECT 1 FROM suggestion_decision w WHERE w.withdrawn = d.id);

-- What each coder has decided on, as it was when she decided, and what the newest run over a document suggests
-- besides. A suggestion is not a coding: nothing here counts in any other view.
CREATE VIEW current_suggestion AS
WITH decided AS (
    SELECT MAX(d.id) AS id, d.coder, s.revision, s.start, s."end", s.code
    FROM live_suggestion_decision d JOIN suggestion s ON s.id = d.suggestion
    GROUP BY d.coder, s.revision, s.start, s."end", s.code
),
newest AS (
    SELECT MAX(d.run) AS run, d.revision
    FROM suggestion_document d JOIN suggestion_run q ON q.id = d.run
    GROUP BY q.coder, d.revision
),
chosen AS (
    SELECT d.suggestion, d.outcome, d.coding FROM decided JOIN live_suggestion_decision d ON d.id = decided.id
    UNION ALL
    SELECT s.id, NULL, NULL
    FROM newest
    JOIN suggestion_run q ON q.id = newest.run
    JOIN suggestion s ON s.run = newest.run AND s.revision = newest.revision
    LEFT JOIN decided ON decided.coder = q.coder AND decided.revision = s.revision AND decided.start = s.start
        AND decided."end" = s."end" AND decided.code = s.code
    WHERE decided.id IS NULL
)
SELECT s.id, s.uid, r.name AS document, s.start, s."end", s.sentence_start, s.sentence_end, code.key AS code,
       s.rank, s.score, q.method, q.version, t.calibrated, s.evidence, coder.name AS coder,
       COALESCE(chosen.outcome, CASE WHEN EXISTS (
           SELECT 1 FROM live_coding c
           WHERE c.revision = s.revision AND c.coder = q.coder AND c.code = s.code
             AND c.start < s."end" AND c."end" > s.start
       ) THEN 'coded' ELSE 'open' END) AS state,
       chosen.coding, s.revision
FROM chosen
JOIN suggestion s ON s.id = chosen.suggestion
JOIN suggestion_run q ON q.id = s.run
JOIN suggestion_document t ON t.run = s.run AND t.revision = s.revision
JOIN current_revision r ON r.id = s.revision
JOIN code ON code.id = s.code
JOIN coder ON coder.id = q.coder;
"""

APPEND_ONLY = ("suggestion_run", "suggestion_document", "suggestion", "suggestion_decision")
