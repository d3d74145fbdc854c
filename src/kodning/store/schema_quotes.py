"""Which quotes a report uses: marks on the codings they are made of."""

TABLES = """
-- A coding whose words stand in a report. A quote of several codings is used where one of them is.
CREATE TABLE quote_use (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    coding INTEGER NOT NULL REFERENCES coding(id),
    place TEXT NOT NULL DEFAULT '',  -- where, in the researcher's words: a chapter, a paper
    withdrawn INTEGER REFERENCES quote_use(id),  -- set: this row takes that mark back
    action INTEGER NOT NULL REFERENCES action(id)
) STRICT;
CREATE INDEX quote_use_by_coding ON quote_use(coding);
CREATE INDEX quote_use_by_withdrawn ON quote_use(withdrawn);
CREATE INDEX quote_use_by_action ON quote_use(action);
"""

VIEWS = """
CREATE VIEW live_quote_use AS
SELECT u.* FROM quote_use u
WHERE u.withdrawn IS NULL AND NOT EXISTS (SELECT 1 FROM quote_use w WHERE w.withdrawn = u.id);
"""

APPEND_ONLY = ("quote_use",)
