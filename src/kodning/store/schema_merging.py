"""A migration: projects merged into this one. What came from elsewhere is told from its actions; this is the rest."""

TABLES = """
-- Another global id for the same coder, document or code: two projects made it independently of each other.
CREATE TABLE known_as (
    kind TEXT NOT NULL CHECK (kind IN ('coder', 'document', 'code')),
    uid TEXT NOT NULL,
    here INTEGER NOT NULL,  -- its key in the table of that kind
    PRIMARY KEY (kind, uid)
) STRICT, WITHOUT ROWID;

-- A text that was taken in under another document's id, by which frozen passes know it.
CREATE TABLE merged_revision (
    revision INTEGER PRIMARY KEY REFERENCES revision(id),
    document_uid TEXT NOT NULL
) STRICT;

-- A pass that has another name here, because its own was taken. Its hash is over the name it was frozen with.
CREATE TABLE merged_pass (
    pass INTEGER PRIMARY KEY REFERENCES pass(id),
    name TEXT NOT NULL
) STRICT;

-- Which rows a merge brought: by table, from the first to the last key. A merge that is undone takes them out again.
CREATE TABLE merge_arrival (
    action INTEGER NOT NULL REFERENCES action(id),
    name TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (action, name),
    CHECK (first <= last)
) STRICT, WITHOUT ROWID;

DROP VIEW current_attribute;
DROP VIEW current_participant;
"""

# The last one to set an attribute is told by the action's global id: keys depend on what was merged first.
_LAST = """
  AND a.id = (SELECT b.id FROM attribute b JOIN action x ON x.id = b.action
              WHERE b.document = a.document AND b.name = a.name AND b.speaker IS a.speaker
              ORDER BY x.uid DESC, b.id DESC LIMIT 1);
"""

VIEWS = f"""
CREATE VIEW current_attribute AS
SELECT a.document, d.name AS document_name, a.name, a.value, a.kind
FROM attribute a JOIN document d ON d.id = a.document
WHERE a.speaker IS NULL AND a.value IS NOT NULL{_LAST}
CREATE VIEW current_participant AS
SELECT a.document, d.name AS document_name, a.speaker, a.name, a.value, a.kind
FROM attribute a JOIN document d ON d.id = a.document
WHERE a.speaker IS NOT NULL AND a.value IS NOT NULL{_LAST}"""

APPEND_ONLY = ("known_as", "merged_revision", "merged_pass", "merge_arrival")
