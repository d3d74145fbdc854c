"""The migration that gives codes a lasting identity and remembers what became of them."""

import sqlite3

TABLES = """
-- Which code it is, whatever it is called and wherever it stands: the same in every copy of the project.
CREATE TABLE code_uid (
    code INTEGER PRIMARY KEY REFERENCES code(id),
    uid TEXT NOT NULL UNIQUE
) STRICT;

-- What became of codes: renamed, merged into another, split into others. The rest is in the codebook's versions.
CREATE TABLE code_change (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    code INTEGER NOT NULL REFERENCES code(id),
    kind TEXT NOT NULL CHECK (kind IN ('rename', 'merge', 'split')),
    before TEXT NOT NULL,  -- the code's id in codebook.yaml before
    after TEXT NOT NULL,   -- and after; of a merge or split: the id of the other code
    other INTEGER REFERENCES code(id),  -- of a merge: into which; of a split: one of those that came of it
    withdrawn INTEGER REFERENCES code_change(id),  -- set: this row takes that change back
    action INTEGER NOT NULL REFERENCES action(id),
    CHECK ((kind = 'rename') = (other IS NULL))
) STRICT;
CREATE INDEX code_change_by_code ON code_change(code, id);
CREATE INDEX code_change_by_before ON code_change(before);
CREATE INDEX code_change_by_withdrawn ON code_change(withdrawn);
CREATE INDEX code_change_by_action ON code_change(action);

-- A coding that another one came of when its code was merged or split.
CREATE TABLE coding_carried (
    coding INTEGER PRIMARY KEY REFERENCES coding(id),
    came_of INTEGER NOT NULL REFERENCES coding(id)
) STRICT;
CREATE INDEX coding_carried_by_origin ON coding_carried(came_of);

-- What the codebook in force says besides, for queries; rewritten with it, as `code` is.
CREATE TABLE code_mark (
    code INTEGER NOT NULL REFERENCES code(id),
    kind TEXT NOT NULL CHECK (kind IN ('alias', 'retired', 'group')),
    value TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (code, kind, value)
) STRICT, WITHOUT ROWID;

-- A version whose file is being put in its place at this moment, or was when the process was killed.
CREATE TABLE codebook_pending (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    before TEXT NOT NULL,  -- hash of the file that it takes the place of
    version INTEGER NOT NULL REFERENCES codebook_version(id)
) STRICT;
"""

VIEWS = """
CREATE VIEW live_code_change AS
SELECT x.* FROM code_change x
WHERE x.withdrawn IS NULL AND NOT EXISTS (SELECT 1 FROM code_change w WHERE w.withdrawn = x.id);
"""

APPEND_ONLY = ("code_uid", "code_change", "coding_carried")


def fill(connection: sqlite3.Connection) -> None:
    """Give the codes of an older store their identity: every copy of the project finds the same one."""
    project = connection.execute("SELECT uid FROM project").fetchone()
    if project is None:
        return
    names = connection.execute("SELECT id, key FROM code ORDER BY id").fetchall()
    connection.executemany(
        "INSERT INTO code_uid (code, uid) VALUES (?, ?)",
        [(code, identity_of(project[0], key)) for code, key in names],
    )


def identity_of(project: str, key: str) -> str:
    """The identity of a code that had none: from the project's id and the code's own (UUIDv5)."""
    import uuid  # loads more than the command needs that looks

    return str(uuid.uuid5(uuid.UUID(project), f"code:{key}"))
