"""What was erased because a participant withdrew her consent: that it was, never what it said."""

TABLES = """
CREATE TABLE forgotten (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    document_uid TEXT NOT NULL UNIQUE,  -- so that a colleague's copy does not bring it back
    action INTEGER NOT NULL REFERENCES action(id)
) STRICT;

-- Fingerprints of its texts: the same file is not taken in again by accident.
CREATE TABLE forgotten_text (
    forgotten INTEGER NOT NULL REFERENCES forgotten(id),
    sha256 TEXT NOT NULL,
    PRIMARY KEY (forgotten, sha256)
) STRICT, WITHOUT ROWID;

-- Frozen passes that held it. They hold less now, so their hash is another; this is the one they were frozen with.
CREATE TABLE forgotten_pass (
    forgotten INTEGER NOT NULL REFERENCES forgotten(id),
    pass INTEGER NOT NULL REFERENCES pass(id),
    sha256 TEXT NOT NULL,
    PRIMARY KEY (forgotten, pass)
) STRICT, WITHOUT ROWID;
"""

VIEWS = ""

APPEND_ONLY = ("forgotten", "forgotten_text", "forgotten_pass")
