"""The codes of the codebook in force, mirrored for the views, each under an identity that outlives its name."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from kodning.model import Code, CodeGroup
from kodning.store.ids import new_uid


def mirror_codes(
    connection: sqlite3.Connection,
    action: int,
    codes: Sequence[Code],
    groups: Sequence[CodeGroup] = (),
    *,
    renamed: Mapping[str, str] | None = None,
    uids: Mapping[str, str] | None = None,
) -> None:
    """Make `code`, `code_path` and `code_mark` say what a codebook says. Runs inside a write transaction.

    Args:
        connection: The store.
        action: What this belongs to.
        codes: The codes in the codebook's order.
        groups: Its groups.
        renamed: Old id to new id, of codes that are the same under another name.
        uids: Identity of a code that comes from elsewhere, by its id; others get a new one.
    """
    there = _keys(connection)
    names: dict[str, str] = {}
    for old, new in (*(renamed or {}).items(), *_renamed(connection, codes, there)):
        # Of several codes whose names one code has under `aliases`, one is that code; the others were merged into it.
        if old not in names and new not in names.values():
            names[old] = new
    _rename(connection, action, {old: new for old, new in names.items() if old != new and old in there})
    _upsert(connection, codes)
    known = {row[0] for row in connection.execute("SELECT code FROM code_uid")}
    wanted = uids or {}
    connection.executemany(
        "INSERT INTO code_uid (code, uid) VALUES (?, ?)",
        [(key, wanted.get(name) or new_uid()) for name, key in _keys(connection).items() if key not in known],
    )
    _mark(connection, codes, groups)


def _keys(connection: sqlite3.Connection) -> dict[str, int]:
    return dict(connection.execute("SELECT key, id FROM code ORDER BY id").fetchall())


def _renamed(
    connection: sqlite3.Connection, codes: Sequence[Code], there: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """Codes that an edited file calls by another name: (old, new).

    A new id means a code that is there when it names that code under `aliases:`, when it is the same word in other
    capitals, or when it is an earlier name of a code that the file had until now and has no longer.
    """
    in_file = {code.id for code in codes}
    gone = {name: key for name, key in there.items() if name not in in_file}
    if not gone:
        return
    folded = {name.casefold(): name for name in gone}
    present = {
        row[0] for row in connection.execute("SELECT key FROM code WHERE in_codebook") if row[0] in gone
    }
    for code in codes:
        if code.id in there:
            continue
        old = next((alias for alias in code.aliases if alias in gone), None) or folded.get(code.id.casefold())
        if old is None:
            earlier = connection.execute(
                "SELECT code.key FROM code_change x JOIN code ON code.id = x.code"
                " WHERE x.kind = 'rename' AND x.before = ? ORDER BY x.id DESC",
                (code.id,),
            )
            old = next((row[0] for row in earlier if row[0] in present), None)
        if old is not None and gone.pop(old, None) is not None:
            yield old, code.id


def _rename(connection: sqlite3.Connection, action: int, names: Mapping[str, str]) -> None:
    keys = _keys(connection)
    # A code that left the file long ago makes way for one that takes its name.
    aside = {new: f"{new} ({keys[new]})" for new in names.values() if new in keys and new not in names}
    names = dict(names) | aside
    # Through names that nothing can have, so that two codes may change names with each other.
    connection.executemany(
        "UPDATE code SET key = char(0) || id WHERE id = ?", [(keys[old],) for old in names]
    )
    connection.executemany(
        "UPDATE code SET key = ? WHERE id = ?", [(new, keys[old]) for old, new in names.items()]
    )
    connection.executemany(
        "INSERT INTO code_change (uid, code, kind, before, after, action) VALUES (?, ?, 'rename', ?, ?, ?)",
        [(new_uid(), keys[old], old, new, action) for old, new in names.items()],
    )


def _upsert(connection: sqlite3.Connection, codes: Sequence[Code]) -> None:
    # A code that has left the file stays, after the others, so that its codings are never hidden.
    connection.execute(
        "UPDATE code SET in_codebook = 0, parent = NULL, depth = 0, position = position + ?", (len(codes),)
    )
    connection.executemany(
        "INSERT INTO code (key, position, depth, label_da, label_en, definition, color, in_codebook)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT (key) DO UPDATE SET position = excluded.position,"
        " depth = excluded.depth, label_da = excluded.label_da, label_en = excluded.label_en,"
        " definition = excluded.definition, color = excluded.color, in_codebook = 1",
        ((c.id, c.position, c.depth, c.label("da"), c.label("en"), c.definition, c.color) for c in codes),
    )
    connection.executemany(
        "UPDATE code SET parent = (SELECT id FROM code WHERE key = ?) WHERE key = ?",
        ((c.parent, c.id) for c in codes if c.parent),
    )
    connection.execute("DELETE FROM code_path")
    connection.execute(
        "WITH RECURSIVE path (ancestor, descendant) AS (SELECT id, id FROM code UNION ALL"
        " SELECT path.ancestor, code.id FROM code JOIN path ON code.parent = path.descendant)"
        " INSERT INTO code_path SELECT ancestor, descendant FROM path"
    )


def _mark(connection: sqlite3.Connection, codes: Sequence[Code], groups: Sequence[CodeGroup]) -> None:
    keys = _keys(connection)
    connection.execute("DELETE FROM code_mark")
    marks = [
        *(
            (keys[code.id], "alias", alias, place)
            for code in codes
            for place, alias in enumerate(code.aliases)
        ),
        *((keys[code.id], "retired", code.retired, 0) for code in codes if code.retired),
        *(
            (keys[name], "group", group.id, place)
            for group in groups
            for place, name in enumerate(group.codes)
        ),
    ]
    connection.executemany("INSERT INTO code_mark (code, kind, value, position) VALUES (?, ?, ?, ?)", marks)


def identities(connection: sqlite3.Connection) -> dict[str, str]:
    """The identity of every code there is or was: by its present id."""
    rows = connection.execute(
        "SELECT c.key, u.uid FROM code c JOIN code_uid u ON u.code = c.id ORDER BY c.id"
    )
    return dict(rows.fetchall())


def other_names(connection: sqlite3.Connection) -> dict[str, str]:
    """Earlier ids and aliases of codes: name to the present id of the code it means.

    A name that is a code's present id means that code and no other.
    """
    rows = connection.execute(
        "SELECT x.before, c.key FROM code_change x JOIN code c ON c.id = x.code WHERE x.kind = 'rename'"
        " UNION ALL SELECT m.value, c.key FROM code_mark m JOIN code c ON c.id = m.code WHERE m.kind = 'alias'"
    ).fetchall()  # fmt: skip
    present = {
        row[0]
        for row in connection.execute(
            "SELECT key FROM code WHERE in_codebook OR EXISTS (SELECT 1 FROM live_coding l WHERE l.code = code.id)"
        )
    }
    return {before: key for before, key in rows if before not in present}


def retired(connection: sqlite3.Connection) -> dict[str, str]:
    """Codes that are no longer used, with the reason (`true` where there is none)."""
    rows = connection.execute(
        "SELECT c.key, m.value FROM code_mark m JOIN code c ON c.id = m.code WHERE m.kind = 'retired'"
    )
    return dict(rows.fetchall())


def uses(connection: sqlite3.Connection) -> list[tuple[str, int, int]]:
    """How often each code is used in the current texts: (code, codings, documents)."""
    rows = connection.execute(
        "SELECT code, COUNT(*), COUNT(DISTINCT document) FROM current_coding GROUP BY code ORDER BY code"
    )
    return [tuple(row) for row in rows]
