"""Taking another store's rows in: a union by global ids, found by following the tables' own references.

The other store is attached as `other`. For every table with keys there is a temporary map from its keys to ours; a
row that both have keeps our key, a fresh one gets the next. A table that is added later takes part by itself: what
has a `uid` is matched by it, what has none goes with the row it belongs to.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kodning.store.search_index import index_missing

# Rewritten from the codebook, caches, and what belongs to one file alone.
_OWN = frozenset(
    {
        "project", "vector", "code_path", "code_mark", "codebook_pending", "known_as", "merge_arrival",
        "forgotten_pass", "code_count", "counted", "indexed_turn",
    }
)  # fmt: skip
# Matched one by one, before the rest.
_MATCHED_BY_HAND = ("coder", "document", "code")
# Whose rows may be added later than the row they belong to.
_GROWING = frozenset({"suggestion_document", "forgotten_text"})
_ALSO_SAME = {
    "forgotten": "m.document_uid = o.document_uid",
    "suggestion": "m.run = (SELECT new FROM temp.map_suggestion_run WHERE old = o.run)"
    " AND m.revision = (SELECT new FROM temp.map_revision WHERE old = o.revision) AND m.start = o.start"
    ' AND m."end" = o."end" AND m.code = (SELECT new FROM temp.map_code WHERE old = o.code)',
}


class Reference(NamedTuple):
    """A column that points at the `id` of another table."""

    column: str
    parent: str


class Shape(NamedTuple):
    """What a table is made of.

    Attributes:
        name: Its name.
        columns: All but `id`.
        keyed: Whether it has an `id`.
        global_: Whether it has a `uid`.
        references: Columns that point elsewhere.
        owner: The reference to the row that a row without a uid belongs to.
    """

    name: str
    columns: tuple[str, ...]
    keyed: bool
    global_: bool
    references: tuple[Reference, ...]
    owner: Reference | None


class Pair(NamedTuple):
    """A coder, document or code of the other store: its key, global id, name, and our key where it is one of ours."""

    old: int
    uid: str
    name: str
    new: int | None = None


def attach(connection: sqlite3.Connection, path: Path) -> None:
    """Lay another store beside this one; outside of any transaction."""
    connection.execute("ATTACH DATABASE ? AS other", (f"{path.absolute().as_uri()}?mode=ro",))


def detach(connection: sqlite3.Connection) -> None:
    """Let go of the other store, and of the maps."""
    for (name,) in connection.execute(
        "SELECT name FROM temp.sqlite_schema WHERE name LIKE 'map_%'"
    ).fetchall():
        connection.execute(f'DROP TABLE temp."{name}"')
    connection.execute("DETACH DATABASE other")


def shapes(connection: sqlite3.Connection) -> list[Shape]:
    """The tables that take part, those that are pointed at first."""
    names = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict ORDER BY name"
        )
        if row[0] not in _OWN
    ]
    found = {name: _shape(connection, name) for name in names}
    ordered: dict[str, Shape] = {}

    def visit(name: str) -> None:
        if name in ordered or name not in found:
            return
        for reference in found[name].references:
            if reference.parent != name:
                visit(reference.parent)
        ordered[name] = found[name]

    for name in names:
        visit(name)
    return list(ordered.values())


def _shape(connection: sqlite3.Connection, name: str) -> Shape:
    info = connection.execute("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", (name,)).fetchall()
    columns = tuple(row[0] for row in info if row[0] != "id")
    pointing = connection.execute(
        'SELECT "from", "table" FROM pragma_foreign_key_list(?)', (name,)
    ).fetchall()
    references = tuple(Reference(row[0], row[1]) for row in pointing)
    keyed = len(columns) < len(info)
    global_ = "uid" in columns and name != "code_uid"
    first = "action" if keyed else next((row[0] for row in info if row[1] == 1), "")
    owner = None if global_ else next((r for r in references if r.column == first), None)
    return Shape(name, columns, keyed, global_, references, owner)


def pairs(connection: sqlite3.Connection, kind: str) -> list[Pair]:
    """The other store's coders, documents or codes; with ours where the global ids, or other names for them, agree."""
    uid, name, join = {
        "coder": ("o.uid", "o.name", ""),
        "document": ("o.uid", "o.name", ""),
        "code": ("u.uid", "o.key", "JOIN other.code_uid u ON u.code = o.id"),
    }[kind]
    ours = {
        "coder": "SELECT uid, id FROM main.coder",
        "document": "SELECT uid, id FROM main.document",
        "code": "SELECT uid, code FROM main.code_uid",
    }[kind]
    here = dict(connection.execute(ours).fetchall())
    also = "SELECT uid, here FROM main.known_as WHERE kind = ?"
    here |= dict(connection.execute(also, (kind,)).fetchall())
    theirs: dict[int, list[str]] = {}
    for key, other_uid in connection.execute("SELECT here, uid FROM other.known_as WHERE kind = ?", (kind,)):
        theirs.setdefault(key, []).append(other_uid)
    rows = connection.execute(
        f"SELECT o.id, {uid}, {name} FROM other.{kind} o {join} ORDER BY {uid}"
    ).fetchall()
    return [
        Pair(key, own, called, next((here[u] for u in (own, *theirs.get(key, [])) if u in here), None))
        for key, own, called in rows
    ]


def meet(connection: sqlite3.Connection, coder: str) -> None:
    """Let who merges, if she is new here, be the one whom the other store knows by that name."""
    connection.execute(
        "INSERT INTO main.coder (uid, name) SELECT o.uid, o.name FROM other.coder o WHERE o.name = ?1"
        " AND NOT EXISTS (SELECT 1 FROM main.coder c WHERE c.name = ?1 OR c.uid = o.uid)",
        (coder,),
    )


def same_revisions(connection: sqlite3.Connection) -> dict[int, int]:
    """Documents of the other store of which we have a text by its global id: their key to ours."""
    rows = connection.execute(
        "SELECT o.document, m.document FROM other.revision o JOIN main.revision m ON m.uid = o.uid"
    )
    return {row[0]: row[1] for row in rows}


def same_texts(connection: sqlite3.Connection) -> dict[int, int]:
    """Documents of the other store that have had a text which one of ours has had: their key to ours."""
    rows = connection.execute(
        "SELECT o.document, MIN(m.document) FROM other.revision o JOIN main.revision m ON m.sha256 = o.sha256"
        " GROUP BY o.document"
    )
    return {row[0]: row[1] for row in rows}


def forgotten_here(connection: sqlite3.Connection) -> set[int]:
    """Documents of the other store that were erased here."""
    rows = connection.execute(
        "SELECT d.id FROM other.document d WHERE d.uid IN (SELECT document_uid FROM main.forgotten)"
        " OR EXISTS (SELECT 1 FROM other.revision r JOIN main.forgotten_text t ON t.sha256 = r.sha256"
        " WHERE r.document = d.id)"
    )
    return {row[0] for row in rows}


def forgotten_there(connection: sqlite3.Connection) -> list[str]:
    """Names of our documents that were erased in the other store."""
    rows = connection.execute(
        "SELECT d.name FROM main.document d WHERE d.uid IN (SELECT document_uid FROM other.forgotten)"
        " OR EXISTS (SELECT 1 FROM main.revision r JOIN other.forgotten_text t ON t.sha256 = r.sha256"
        " WHERE r.document = d.id) ORDER BY d.name"
    )
    return [row[0] for row in rows]


class Union:
    """Takes the rows over, table by table; runs inside a write transaction.

    Attributes:
        fresh: How many rows of each table were new here.
    """

    def __init__(self, connection: sqlite3.Connection, action: int) -> None:
        self.connection = connection
        self.action = action
        self.fresh: dict[str, int] = {}
        self._names: dict[tuple[str, int], str] = {}
        self._skipping = False
        connection.execute("PRAGMA defer_foreign_keys = ON")

    def matched(
        self, kind: str, found: Sequence[Pair], names: Mapping[int, str], skipped: Iterable[int] = ()
    ) -> None:
        """Say which of the other store's coders, documents or codes are ours, and what the new ones are called here."""
        left_out = set(skipped)
        self._skipping |= bool(left_out)
        self._make_map(kind)
        next_key = self._next(kind)
        for number, pair in enumerate(p for p in found if p.old not in left_out and p.new is None):
            self._put(kind, pair.old, next_key + number, fresh=True)
            self._names[kind, pair.old] = names.get(pair.old, pair.name)
        for pair in found:
            if pair.new is not None:
                self._put(kind, pair.old, pair.new, fresh=False)

    def also_known(self, kind: str, found: Iterable[tuple[str, int]]) -> None:
        """Remember other global ids of coders, documents and codes."""
        self.connection.executemany(
            "INSERT OR IGNORE INTO known_as (kind, uid, here) VALUES (?, ?, ?)",
            ((kind, uid, here) for uid, here in found),
        )

    def take(self) -> None:
        """Take everything over that is new, and remember what it was."""
        parts = shapes(self.connection)
        for shape in parts:
            if shape.name in _MATCHED_BY_HAND:
                pass
            elif shape.global_:
                self._match(shape)
            elif shape.keyed:
                self._follow(shape)
            self._insert(shape)
        for kind in ("coder", "document", "code"):
            self.connection.execute(
                "INSERT OR IGNORE INTO known_as (kind, uid, here) SELECT k.kind, k.uid, x.new FROM other.known_as k"
                f" JOIN temp.map_{kind} x ON x.old = k.here WHERE k.kind = ?",
                (kind,),
            )
        index_missing(self.connection)
        self._remember([shape for shape in parts if shape.keyed])

    def key(self, table: str, old: int) -> int | None:
        """Our key of a row of the other store."""
        row = self.connection.execute(f'SELECT new FROM temp."map_{table}" WHERE old = ?', (old,)).fetchone()
        return int(row[0]) if row else None

    def _make_map(self, name: str) -> None:
        self.connection.execute(
            f'CREATE TEMP TABLE "map_{name}" (old INTEGER PRIMARY KEY, new INTEGER NOT NULL, fresh INTEGER NOT NULL)'
        )

    def _put(self, name: str, old: int, new: int, *, fresh: bool) -> None:
        self.connection.execute(f'INSERT INTO temp."map_{name}" VALUES (?, ?, ?)', (old, new, int(fresh)))

    def _next(self, name: str) -> int:
        (last,) = self.connection.execute(f'SELECT COALESCE(MAX(id), 0) FROM main."{name}"').fetchone()
        return int(last) + 1

    def _match(self, shape: Shape) -> None:
        name = shape.name
        self._make_map(name)
        self.connection.execute(
            f'INSERT INTO temp."map_{name}" SELECT o.id, m.id, 0 FROM other."{name}" o JOIN main."{name}" m'
            " ON m.uid = o.uid"
        )
        if also := _ALSO_SAME.get(name):
            self.connection.execute(
                f'INSERT OR IGNORE INTO temp."map_{name}" SELECT o.id, m.id, 0 FROM other."{name}" o'
                f' JOIN main."{name}" m ON {also}'
            )
        self._number(shape, f'NOT EXISTS (SELECT 1 FROM temp."map_{name}" x WHERE x.old = o.id)')

    def _follow(self, shape: Shape) -> None:
        """Rows without a global id of their own: they are new where the row that they belong to is."""
        self._make_map(shape.name)
        owner = shape.owner
        if owner is not None:
            self._number(
                shape,
                f'EXISTS (SELECT 1 FROM temp."map_{owner.parent}" x WHERE x.old = o."{owner.column}" AND x.fresh)',
            )

    def _number(self, shape: Shape, condition: str) -> None:
        self.connection.execute(
            f'INSERT INTO temp."map_{shape.name}" SELECT o.id, {self._next(shape.name) - 1}'
            f' + ROW_NUMBER() OVER (ORDER BY o.id), 1 FROM other."{shape.name}" o'
            f" WHERE {condition}{self._guard(shape)}"
        )

    def _guard(self, shape: Shape) -> str:
        """Leaves out rows that point at something that is left out."""
        if not self._skipping:
            return ""
        return "".join(
            f' AND (o."{r.column}" IS NULL OR EXISTS (SELECT 1 FROM temp."map_{r.parent}" g WHERE g.old = o."{r.column}"))'
            for r in shape.references
            if r.parent != shape.name
        )

    def _insert(self, shape: Shape) -> None:
        pointing = {r.column: r.parent for r in shape.references}
        values = [self._value(shape, column, pointing.get(column)) for column in shape.columns]
        listed = ", ".join(f'"{column}"' for column in shape.columns)
        if shape.keyed:
            sql = (
                f'INSERT INTO main."{shape.name}" (id, {listed}) SELECT x.new, {", ".join(values)}'
                f' FROM temp."map_{shape.name}" x JOIN other."{shape.name}" o ON o.id = x.old WHERE x.fresh ORDER BY x.new'
            )
        elif shape.owner is not None:
            grows = shape.name in _GROWING
            sql = (
                f'INSERT {"OR IGNORE " if grows else ""}INTO main."{shape.name}" ({listed}) SELECT {", ".join(values)}'
                f' FROM temp."map_{shape.owner.parent}" x JOIN other."{shape.name}" o ON o."{shape.owner.column}" = x.old'
                f" WHERE {'1' if grows else 'x.fresh'}{self._guard(shape)} ORDER BY x.new"
            )
        else:
            return
        self.fresh[shape.name] = self.connection.execute(sql).rowcount

    def _value(self, shape: Shape, column: str, parent: str | None) -> str:
        if parent is not None:
            mapped = f'(SELECT new FROM temp."map_{parent}" WHERE old = o."{column}")'
            if (shape.name, column) == ("action", "undoes"):
                # Both undid the same: what each took back is in its own rows.
                return "(SELECT y.new FROM temp.map_action y WHERE y.old = o.undoes AND NOT EXISTS (SELECT 1 FROM main.action a WHERE a.undoes = y.new))"
            return mapped
        if (shape.name, column) == ("revision", "number"):
            document = "(SELECT new FROM temp.map_document WHERE old = o.document)"
            return (
                f"COALESCE((SELECT MAX(n.number) FROM main.revision n WHERE n.document = {document}), 0)"
                f" + ROW_NUMBER() OVER (PARTITION BY {document} ORDER BY o.number)"
            )
        if column == {"coder": "name", "document": "name", "code": "key"}.get(shape.name):
            return self._renamed(shape.name, column)
        if shape.name in {"pass", "sample"} and column == "name":
            taken = f'EXISTS (SELECT 1 FROM main."{shape.name}" n WHERE lower(n.name) = lower(o.name))'
            return f"CASE WHEN {taken} THEN o.name || ' (' || substr(o.uid, -4) || ')' ELSE o.name END"
        return f'o."{column}"'

    def _renamed(self, table: str, column: str) -> str:
        cases = [(old, name) for (kind, old), name in self._names.items() if kind == table]
        if not cases:
            return f'o."{column}"'
        self.connection.execute(
            f"CREATE TEMP TABLE map_name_{table} (old INTEGER PRIMARY KEY, name TEXT NOT NULL)"
        )
        self.connection.executemany(f"INSERT INTO temp.map_name_{table} VALUES (?, ?)", cases)
        return f"(SELECT name FROM temp.map_name_{table} WHERE old = o.id)"

    def _remember(self, parts: Sequence[Shape]) -> None:
        for shape in parts:
            first, last = self.connection.execute(
                f'SELECT MIN(new), MAX(new) FROM temp."map_{shape.name}" WHERE fresh'
            ).fetchone()
            if first is not None:
                self.connection.execute(
                    "INSERT INTO merge_arrival VALUES (?, ?, ?, ?)", (self.action, shape.name, first, last)
                )
        # What a frozen pass is known by stays what it was.
        self.connection.execute(
            "INSERT OR IGNORE INTO merged_pass SELECT x.new, o.name FROM temp.map_pass x JOIN other.pass o ON o.id = x.old"
            " JOIN main.pass m ON m.id = x.new WHERE x.fresh AND m.name <> o.name"
        )
        self.connection.execute(
            "INSERT OR IGNORE INTO merged_revision SELECT x.new, d.uid FROM temp.map_revision x"
            " JOIN other.revision o ON o.id = x.old JOIN other.document d ON d.id = o.document"
            " JOIN main.revision m ON m.id = x.new JOIN main.document e ON e.id = m.document"
            " WHERE x.fresh AND d.uid <> e.uid"
        )
