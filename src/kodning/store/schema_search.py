"""The migration of the search index: every turn's words, found without regard to case, å being no a.

The index holds no text of its own: it finds words in `turn_text`, which reads them from the documents.
"""

import sqlite3

TABLES = """
-- The turns that the index holds; it needs a number for each.
CREATE TABLE indexed_turn (
    id INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL REFERENCES revision(id),
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    UNIQUE (revision, number)
) STRICT;

CREATE VIEW turn_text AS
SELECT i.id, substr(r.text, i.start + 1, i."end" - i.start) AS words
FROM indexed_turn i JOIN revision r ON r.id = i.revision;

CREATE VIRTUAL TABLE turn_search USING fts5(
    words, content = 'turn_text', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0'
);

-- A document that is erased leaves no word behind: tombstones would keep the words until the index is merged.
CREATE TRIGGER revision_unindexed BEFORE DELETE ON revision
WHEN EXISTS (SELECT 1 FROM indexed_turn WHERE revision = old.id)
BEGIN
    INSERT INTO turn_search (turn_search, rowid, words)
    SELECT 'delete', i.id, substr(old.text, i.start + 1, i."end" - i.start)
    FROM indexed_turn i WHERE i.revision = old.id;
    INSERT INTO turn_search (turn_search) VALUES ('optimize');
END;
"""

VIEWS = ""

APPEND_ONLY: tuple[str, ...] = ()


def fill(connection: sqlite3.Connection) -> None:
    """Index the turns of documents that were imported before there was an index."""
    from kodning.store.search_index import index_missing

    index_missing(connection)
