"""The migration of counts kept to save time: one row for each coder, code and document of a large project."""

TABLES = """
-- May be emptied: it is made again when needed. Only `kodning.store.kept_counts` knows whether it is up to date.
CREATE TABLE code_count (
    coder INTEGER NOT NULL REFERENCES coder(id),
    scope INTEGER NOT NULL CHECK (scope IN (0, 1, 2)),  -- the code itself, with the codes under it, every code as one
    code INTEGER NOT NULL,  -- 0 where every code is counted as one
    revision INTEGER NOT NULL REFERENCES revision(id),
    codings INTEGER NOT NULL,
    words INTEGER NOT NULL,
    PRIMARY KEY (coder, scope, code, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX code_count_by_revision ON code_count(revision);

-- How far it has counted. Rows are only ever added, so two numbers say what is new; the ids beside them say whether
-- the rows of those numbers are still the same.
CREATE TABLE counted (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    coding INTEGER NOT NULL,
    coding_uid TEXT NOT NULL,
    retraction INTEGER NOT NULL,
    retraction_uid TEXT NOT NULL,
    paths TEXT NOT NULL  -- which codes stand under which
) STRICT;

-- Everything that counting asks of a coding, whether it is in force included.
DROP INDEX coding_by_coder;
CREATE INDEX coding_by_coder ON coding(coder, code, revision, word_start, word_end, root);

-- The words of a document without reading its text.
CREATE INDEX revision_by_words ON revision(document, number, words, informant_words);
"""

VIEWS = ""

APPEND_ONLY: tuple[str, ...] = ()
