"""A migration: corrected transcripts, and what became of the work on the earlier text.

A coding, review or memo that is carried to another revision is a row of its own there, whose `root` is the row that a
person made. Taking one of them back is recorded on the root, so that it holds in every revision. Which revision is
current is told by the global ids, which rise from revision to revision in every project.
"""

TABLES = """
ALTER TABLE coding ADD COLUMN root INTEGER REFERENCES coding(id);
ALTER TABLE review ADD COLUMN root INTEGER REFERENCES review(id);
ALTER TABLE memo ADD COLUMN root INTEGER REFERENCES memo(id);
CREATE INDEX coding_by_root ON coding(root) WHERE root IS NOT NULL;
CREATE INDEX review_by_root ON review(root) WHERE root IS NOT NULL;
CREATE INDEX memo_by_root ON memo(root) WHERE root IS NOT NULL;
CREATE INDEX memo_by_coding ON memo(coding) WHERE coding IS NOT NULL;
CREATE INDEX revision_by_uid ON revision(document, uid);

-- A corrected transcript was taken back: the revision before it is current again.
CREATE TABLE revision_withdrawal (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL REFERENCES revision(id),
    withdrawn INTEGER REFERENCES revision_withdrawal(id),  -- set: this row takes that withdrawal back
    action INTEGER NOT NULL REFERENCES action(id)
) STRICT;
CREATE INDEX revision_withdrawal_by_revision ON revision_withdrawal(revision);
CREATE INDEX revision_withdrawal_by_withdrawn ON revision_withdrawal(withdrawn);
CREATE INDEX revision_withdrawal_by_action ON revision_withdrawal(action);

-- What became of a coding in a later text; `coding` is the one that a person made, `target` its copy there.
CREATE TABLE carried_coding (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    coding INTEGER NOT NULL REFERENCES coding(id),
    revision INTEGER NOT NULL REFERENCES revision(id),
    target INTEGER REFERENCES coding(id),
    state TEXT NOT NULL CHECK (state IN ('exact', 'moved', 'changed', 'lost')),
    action INTEGER NOT NULL REFERENCES action(id),
    UNIQUE (coding, revision),
    CHECK ((state = 'lost') = (target IS NULL))
) STRICT;
CREATE INDEX carried_coding_by_revision ON carried_coding(revision, state);

-- A lost coding that somebody put in its place again, or let go.
CREATE TABLE settlement (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    coding INTEGER NOT NULL REFERENCES coding(id),
    target INTEGER REFERENCES coding(id),  -- NULL: let go
    withdrawn INTEGER REFERENCES settlement(id),  -- set: this row takes that settlement back
    action INTEGER NOT NULL REFERENCES action(id)
) STRICT;
CREATE INDEX settlement_by_coding ON settlement(coding);
CREATE INDEX settlement_by_target ON settlement(target);
CREATE INDEX settlement_by_withdrawn ON settlement(withdrawn);
CREATE INDEX settlement_by_action ON settlement(action);

DROP VIEW current_revision;
DROP VIEW live_review;
DROP VIEW live_memo;
DROP VIEW live_coding;
"""

VIEWS = """
CREATE VIEW live_revision_withdrawal AS
SELECT x.* FROM revision_withdrawal x
WHERE x.withdrawn IS NULL AND NOT EXISTS (SELECT 1 FROM revision_withdrawal w WHERE w.withdrawn = x.id);

-- `number` counts a document's revisions in the order of their global ids: the same in every project.
CREATE VIEW current_revision AS
SELECT r.id, r.uid, r.document,
       (SELECT COUNT(*) FROM revision o WHERE o.document = r.document AND o.uid <= r.uid) AS number,
       r.text, r.sha256, r.length, r.words, r.informant_words, r.source_name, r.source_sha256, r.encoding, r.action,
       d.name, d.title
FROM document d JOIN revision r ON r.document = d.id
WHERE r.uid = (
    SELECT MAX(v.uid) FROM revision v
    WHERE v.document = d.id AND NOT EXISTS (SELECT 1 FROM live_revision_withdrawal w WHERE w.revision = v.id)
);

CREATE VIEW live_review AS
SELECT v.* FROM review v
WHERE v.withdrawn IS NULL AND NOT EXISTS (SELECT 1 FROM review w WHERE w.withdrawn = COALESCE(v.root, v.id));

CREATE VIEW live_memo AS
SELECT m.* FROM memo m
WHERE m.withdrawn IS NULL AND NOT EXISTS (SELECT 1 FROM memo w WHERE w.withdrawn = COALESCE(m.root, m.id));

-- In whatever revision: a coding and its copies are in force or taken back together.
CREATE VIEW live_coding AS
SELECT c.* FROM coding c
WHERE NOT EXISTS (SELECT 1 FROM live_retraction x WHERE x.coding = COALESCE(c.root, c.id));

CREATE VIEW live_settlement AS
SELECT s.* FROM settlement s
WHERE s.withdrawn IS NULL AND NOT EXISTS (SELECT 1 FROM settlement w WHERE w.withdrawn = s.id)
  AND (s.target IS NULL OR EXISTS (SELECT 1 FROM live_coding c WHERE c.id = s.target));

-- Codings in force whose words are gone from the current text, and which nobody has settled.
CREATE VIEW lost_coding AS
SELECT c.id, c.uid, r.name AS document, code.key AS code, coder.name AS coder,
       substr(was.text, c.start + 1, c."end" - c.start) AS text, c.start, c."end", c.memo, c.revision,
       k.revision AS current_revision
FROM carried_coding k
JOIN current_revision r ON r.id = k.revision
JOIN live_coding c ON c.id = k.coding
JOIN revision was ON was.id = c.revision
JOIN code ON code.id = c.code
JOIN coder ON coder.id = c.coder
WHERE k.state = 'lost' AND NOT EXISTS (SELECT 1 FROM live_settlement s WHERE s.coding = c.id);

-- Memos in force as they stand in the current texts, each with who wrote it and when.
CREATE VIEW current_memo AS
SELECT m.id, m.uid, a.created, coder.name AS coder, d.name AS document, m.start, m."end", code.key AS code, m.coding,
       m.text, m.revision
FROM live_memo m
JOIN action a ON a.id = COALESCE((SELECT o.action FROM memo o WHERE o.id = m.root), m.action)
JOIN coder ON coder.id = a.coder
LEFT JOIN code ON code.id = m.code
LEFT JOIN coding c ON c.id = m.coding
LEFT JOIN revision r ON r.id = COALESCE(m.revision, c.revision)
LEFT JOIN document d ON d.id = r.document AND m.revision IS NOT NULL
WHERE (r.id IS NULL OR EXISTS (SELECT 1 FROM current_revision n WHERE n.document = r.document AND n.id = r.id)
       OR EXISTS (SELECT 1 FROM lost_coding l WHERE l.id = m.coding))
  AND (m.root IS NULL OR m.coding IS NULL OR EXISTS (SELECT 1 FROM live_coding v WHERE v.id = m.coding));
"""

APPEND_ONLY = ("revision_withdrawal", "carried_coding", "settlement")
