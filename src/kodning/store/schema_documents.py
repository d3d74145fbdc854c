"""What is known of documents and those who speak in them: dated attributes, participants, times within turns.

An attribute has no global id of its own: the action, the document, the speaker and the name are one.
"""

# The first version's CHECK knew no dates and its rows no speakers. SQLite cannot change a CHECK, so the rows move to
# a new table of the same name. Dropping a table fires no trigger, and nothing is renamed, so no view is rewritten.
TABLES = """
DROP VIEW current_attribute;
CREATE TEMP TABLE carried_attribute AS SELECT id, document, name, value, kind, action FROM attribute;
DROP TABLE attribute;
CREATE TABLE attribute (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document(id),
    speaker TEXT CHECK (speaker <> ''),  -- NULL: the document's own
    name TEXT NOT NULL,
    value TEXT,  -- NULL takes the value away
    kind TEXT NOT NULL CHECK (kind IN ('text', 'integer', 'number', 'date', 'yes/no')),
    action INTEGER NOT NULL REFERENCES action(id)
) STRICT;
INSERT INTO attribute (id, document, name, value, kind, action)
SELECT id, document, name, value, kind, action FROM carried_attribute ORDER BY id;
DROP TABLE carried_attribute;
CREATE INDEX attribute_by_name ON attribute(document, name, id);
CREATE INDEX attribute_by_speaker ON attribute(document, speaker, name, id) WHERE speaker IS NOT NULL;

-- When a piece of a text was said, where the source says so more finely than by turns.
CREATE TABLE time_mark (
    revision INTEGER NOT NULL REFERENCES revision(id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    time_start REAL NOT NULL,
    time_end REAL,
    PRIMARY KEY (revision, start),
    CHECK (0 <= start AND start < "end")
) STRICT, WITHOUT ROWID;
"""

VIEWS = """
CREATE VIEW current_attribute AS
SELECT a.document, d.name AS document_name, a.name, a.value, a.kind
FROM attribute a JOIN document d ON d.id = a.document
WHERE a.speaker IS NULL AND a.value IS NOT NULL
  AND a.id = (SELECT MAX(id) FROM attribute WHERE document = a.document AND name = a.name AND speaker IS NULL);

CREATE VIEW current_participant AS
SELECT a.document, d.name AS document_name, a.speaker, a.name, a.value, a.kind
FROM attribute a JOIN document d ON d.id = a.document
WHERE a.speaker IS NOT NULL AND a.value IS NOT NULL
  AND a.id = (SELECT MAX(id) FROM attribute
              WHERE document = a.document AND name = a.name AND speaker = a.speaker);

-- What an attribute is over all documents: one kind when all its values are of it, else text.
CREATE VIEW attribute_kind AS
SELECT name, CASE WHEN COUNT(DISTINCT kind) = 1 THEN MIN(kind)
                  WHEN SUM(kind NOT IN ('integer', 'number')) = 0 THEN 'number'
                  ELSE 'text' END AS kind,
       COUNT(*) AS documents, COUNT(DISTINCT value) AS "values"
FROM current_attribute GROUP BY name;
"""

APPEND_ONLY = ("attribute", "time_mark")
