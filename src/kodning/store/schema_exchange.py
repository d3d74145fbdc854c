"""A migration: memos that came from elsewhere keep who wrote them and when."""

TABLES = """
ALTER TABLE memo ADD COLUMN author INTEGER REFERENCES coder(id);
ALTER TABLE memo ADD COLUMN written TEXT;

DROP VIEW live_memo;
DROP VIEW current_memo;
"""

VIEWS = """
CREATE VIEW live_memo AS
SELECT m.* FROM memo m
WHERE m.withdrawn IS NULL AND NOT EXISTS (SELECT 1 FROM memo w WHERE w.withdrawn = COALESCE(m.root, m.id));

-- Memos in force as they stand in the current texts, each with who wrote it and when.
CREATE VIEW current_memo AS
SELECT m.id, m.uid, COALESCE(o.written, a.created) AS created, coder.name AS coder, d.name AS document, m.start, m."end",
       code.key AS code, m.coding, m.text, m.revision
FROM live_memo m
JOIN memo o ON o.id = COALESCE(m.root, m.id)
JOIN action a ON a.id = o.action
JOIN coder ON coder.id = COALESCE(o.author, a.coder)
LEFT JOIN code ON code.id = m.code
LEFT JOIN coding c ON c.id = m.coding
LEFT JOIN revision r ON r.id = COALESCE(m.revision, c.revision)
LEFT JOIN document d ON d.id = r.document AND m.revision IS NOT NULL
WHERE (r.id IS NULL OR EXISTS (SELECT 1 FROM current_revision n WHERE n.document = r.document AND n.id = r.id)
       OR EXISTS (SELECT 1 FROM lost_coding l WHERE l.id = m.coding))
  AND (m.root IS NULL OR m.coding IS NULL OR EXISTS (SELECT 1 FROM live_coding v WHERE v.id = m.coding));
"""

APPEND_ONLY = ()
