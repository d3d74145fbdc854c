"""Two codebooks made one, code by code and key by key, against the last version that both sides had."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from kodning import codebook_edits as edits
from kodning.codebook import Codebook, CodebookError, parse_codebook
from kodning.codebook_writing import Value, values_of
from kodning.model import Code
from kodning.wording import tr

if TYPE_CHECKING:
    from kodning.store.merging import Pair, Union

CodeRule = Literal["newer", "ours", "theirs", "ask"]
Kind = Literal["new", "renamed", "moved", "changed", "removed", "conflict"]
_LISTS = frozenset({"include", "exclude", "examples", "terms", "negative_terms", "aliases"})
_BY_ITSELF = frozenset({"id", "aliases"})


class Difference(NamedTuple):
    """How the codebooks differed in one thing, and what was chosen.

    Attributes:
        kind: What kind of difference; a `conflict` is one that both sides have changed.
        code: The code, by the id it has now.
        key: What it is about: `id`, `parent`, `definition` …; empty for a whole code.
        ours: What it was here.
        theirs: What it was there.
        chosen: `ours` or `theirs`.
    """

    kind: Kind
    code: str
    key: str = ""
    ours: str = ""
    theirs: str = ""
    chosen: str = "theirs"

    @property
    def words(self) -> str:
        """The difference as a line."""
        whose = tr("vores", "ours") if self.chosen == "ours" else tr("deres", "theirs")
        return {
            "new": tr(f"{self.code}: ny", f"{self.code}: new"),
            "renamed": tr(f"{self.code}: hed {self.ours}", f"{self.code}: was called {self.ours}"),
            "moved": tr(
                f"{self.code}: flyttet til {self.theirs or 'øverste niveau'}",
                f"{self.code}: moved to {self.theirs or 'the top'}",
            ),
            "changed": tr(f"{self.code}: {self.key} ændret", f"{self.code}: {self.key} changed"),
            "removed": tr(
                f"{self.code}: fjernet på den ene side; som her",
                f"{self.code}: removed on one side; as it is here",
            ),
            "conflict": tr(
                f"{self.code}: {self.key} ændret på begge sider ({self.ours} | {self.theirs}); {whose} gælder",
                f"{self.code}: {self.key} changed on both sides ({self.ours} | {self.theirs}); {whose} stands",
            ),
        }[self.kind]


class Result(NamedTuple):
    """The codebook made of two.

    Attributes:
        before: Ours, as it was.
        codebook: The merged one.
        renamed: Ids that are others now: before to after.
        differences: What was different, and chosen.
        unsettled: Codes that both changed, where the rule is to ask.
    """

    before: Codebook
    codebook: Codebook
    renamed: dict[str, str]
    differences: tuple[Difference, ...]
    unsettled: tuple[str, ...]


class _Side(NamedTuple):
    """A codebook with the identity of its codes, and the versions that led to it: (global id, text)."""

    codes: dict[int, Code]
    versions: tuple[tuple[str, str], ...]


def merge_codebooks(
    connection: sqlite3.Connection,
    path: Path,
    union: "Union",
    pairs: "Sequence[Pair]",
    rule: CodeRule,
    single: Mapping[str, CodeRule],
) -> Result:
    """Make one codebook of ours and the other store's, after its rows have been taken over."""
    return _Merging(connection, path, union, pairs, rule, single).result()


class _Merging:
    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        union: "Union",
        pairs: "Sequence[Pair]",
        rule: CodeRule,
        single: Mapping[str, CodeRule],
    ) -> None:
        self.path = path
        self.rule, self.single = rule, single
        self.keys: dict[int, str] = dict(connection.execute("SELECT id, key FROM main.code").fetchall())
        there = {pair.name: key for pair in pairs if (key := union.key("code", pair.old)) is not None}
        versions = [
            (uid, yaml, bool(fresh), kind == "merge")
            for uid, yaml, fresh, kind in connection.execute(
                "SELECT o.uid, o.yaml, x.fresh, a.kind FROM other.codebook_version o"
                " JOIN temp.map_codebook_version x ON x.old = o.id JOIN other.action a ON a.id = o.action ORDER BY o.id"
            )
        ]
        mine = connection.execute(
            "SELECT v.uid, v.yaml, a.kind FROM main.codebook_version v JOIN main.action a ON a.id = v.action"
            " WHERE v.id NOT IN (SELECT new FROM temp.map_codebook_version WHERE fresh) ORDER BY v.id"
        ).fetchall()
        shared = [yaml for _, yaml, fresh, _ in versions if not fresh]
        known = {uid for uid, _, fresh, _ in versions if not fresh}
        self.before = parse_codebook(mine[-1][1], path)
        theirs = parse_codebook(versions[-1][1], path)
        here = {name: key for key, name in self.keys.items()}
        self.ours = _Side(
            {here[code.id]: code for code in self.before.codes if code.id in here},
            tuple((uid, yaml) for uid, yaml, kind in mine if kind != "merge" and uid not in known),
        )
        self.theirs = _Side(
            {there[code.id]: code for code in theirs.codes if code.id in there},
            tuple((uid, yaml) for uid, yaml, fresh, merged in versions if fresh and not merged),
        )
        # Where everything that the other side knows was known here, there is nothing to compare it with.
        base = parse_codebook(shared[-1], path).codes if shared else ()
        self.base = {name: code for code in base for name in (*code.aliases, code.id)}
        self.text = self.before.source
        self.after = self.before
        self.renamed: dict[str, str] = {}
        self.differences: list[Difference] = []
        self.unsettled: list[str] = []

    def result(self) -> Result:
        self._new_codes()
        for key in [key for key in self.ours.codes if key in self.theirs.codes]:
            self._one(key)
        for key, code in self.ours.codes.items():
            if key not in self.theirs.codes and self._in_base(key) is not None and self.theirs.versions:
                self.differences.append(Difference("removed", code.id, chosen="ours"))
        return Result(
            self.before,
            self.after,
            self.renamed,
            tuple(self.differences),
            tuple(dict.fromkeys(self.unsettled)),
        )

    def _in_base(self, key: int) -> Code | None:
        sides = [side.codes[key] for side in (self.ours, self.theirs) if key in side.codes]
        names = [name for code in sides for name in (code.id, *code.aliases)]
        return next((self.base[name] for name in names if name in self.base), None)

    def _new_codes(self) -> None:
        by_name = {code.id: key for key, code in self.theirs.codes.items()}
        for key, code in self.theirs.codes.items():
            if key in self.ours.codes:
                continue
            if self._in_base(key) is not None:
                self.differences.append(Difference("removed", code.id, chosen="ours"))
                continue
            above = by_name.get(code.parent or "")
            under = self._name(above) if above is not None else None
            new = code._replace(id=self.keys[key], parent=None)
            if self._added(new, under) or self._added(new, None):
                self.differences.append(Difference("new", new.id))

    def _added(self, new: Code, under: str | None) -> bool:
        return self._try(lambda source: edits.add(source, self.path, [new], under))

    def _name(self, key: int) -> str | None:
        """What a code is called in the text as it is by now."""
        there = {code.id for code in self.after.codes}
        name = self.keys[key]
        name = self.renamed.get(name, name)
        return name if name in there else None

    def _one(self, key: int) -> None:
        ours, theirs, base = self.ours.codes[key], self.theirs.codes[key], self._in_base(key)
        here, there = values_of(ours), values_of(theirs)
        was: Mapping[str, Value] = values_of(base) if base is not None else {}
        for field in sorted({*here, *there} - _BY_ITSELF):
            self._field(key, field, (here.get(field), there.get(field), was.get(field)), base is not None)
        parents = tuple(self._parent_key(code) for code in (ours, theirs, base))
        self._parent(key, ours, parents, based=base is not None)
        if ours.id != theirs.id:
            self._rename(key, ours, theirs, base)

    def _parent_key(self, code: Code | None) -> str | None:
        """The identity of the code above, so that its renaming does not look like a move."""
        if code is None or code.parent is None:
            return None
        for side in (self.ours, self.theirs):
            for key, other in side.codes.items():
                if code.parent in (other.id, *other.aliases):
                    return str(key)
        return code.parent

    def _field(self, key: int, field: str, values: tuple[Value, Value, Value], based: bool) -> None:
        here, there, was = values
        if here == there or (based and there == was):
            return
        name = self._name(key)
        if name is None:
            return
        if field in _LISTS:
            chosen: Value = _united(here, there, was if based else None)
            if chosen != here and self._try(lambda source: edits.put(source, self.path, name, field, chosen)):
                self.differences.append(Difference("changed", name, field, _shown(here), _shown(there)))
            return
        if based and here == was:
            if self._try(lambda source: edits.put(source, self.path, name, field, there)):
                self.differences.append(Difference("changed", name, field, _shown(here), _shown(there)))
            return
        take = self._theirs_wins(key, lambda code: values_of(code).get(field), name)
        if take is None:
            return
        if take:
            take = self._try(lambda source: edits.put(source, self.path, name, field, there))
        self.differences.append(_conflict(name, field, _shown(here), _shown(there), take))

    def _parent(self, key: int, ours: Code, parents: tuple[str | None, ...], *, based: bool) -> None:
        here, there, was = parents
        if here == there or (based and there == was):
            return
        name = self._name(key)
        target = None if there is None else self._name(int(there)) if there.isdecimal() else there
        if name is None or (there is not None and target is None):
            return
        both = not (based and here == was)
        take: bool | None = True
        if both:
            take = self._theirs_wins(key, self._parent_key, name)
            if take is None:
                return
        if take:
            take = not self._stands_under(target, name)
            take = take and self._try(lambda source: edits.move(source, self.path, name, target))
        if both or not take:
            self.differences.append(_conflict(name, "parent", ours.parent or "", target or "", take))
        else:
            self.differences.append(Difference("moved", name, "parent", ours.parent or "", target or ""))

    def _stands_under(self, code: str | None, above: str) -> bool:
        """Whether a code is another or one under it, as the text is by now."""
        parents = {one.id: one.parent for one in self.after.codes}
        while code is not None and code != above:
            code = parents.get(code)
        return code == above

    def _rename(self, key: int, ours: Code, theirs: Code, base: Code | None) -> None:
        if base is not None and theirs.id == base.id:
            return
        both = base is None or ours.id != base.id
        take: bool | None = True
        if both:
            take = self._theirs_wins(key, lambda code: code.id, ours.id)
            if take is None:
                return
        if take:
            take = self._try(lambda source: edits.rename(source, self.path, ours.id, theirs.id))
        if take:
            self.renamed[ours.id] = theirs.id
        if both or not take:
            self.differences.append(_conflict(theirs.id if take else ours.id, "id", ours.id, theirs.id, take))
        else:
            self.differences.append(Difference("renamed", theirs.id, "id", ours.id, theirs.id))

    def _theirs_wins(self, key: int, value: Callable[[Code], object], name: str) -> bool | None:
        """Whether theirs is to stand where both have changed something; None: nobody has said."""
        rule = self.single.get(name, self.rule)
        if rule == "ask":
            self.unsettled.append(name)
            return None
        if rule != "newer":
            return rule == "theirs"
        here, there = (self._since(side, key, value) for side in (self.ours, self.theirs))
        if here == there:
            return repr(value(self.theirs.codes[key])) > repr(value(self.ours.codes[key]))
        return there > here

    def _since(self, side: _Side, key: int, value: Callable[[Code], object]) -> str:
        """Since which version of a side a code has said what it says now."""
        code = side.codes[key]
        names = {code.id, *code.aliases}
        for uid, yaml in sorted(side.versions):
            found = [c for c in parse_codebook(yaml, self.path).codes if names & {c.id, *c.aliases}]
            if any(value(one) == value(code) for one in found):
                return uid
        return ""

    def _try(self, edit: Callable[[str], str]) -> bool:
        """Edit the text, unless what comes of it is no codebook."""
        try:
            text = edit(self.text)
            after = parse_codebook(text, self.path)
        except (CodebookError, KeyError):
            return False
        if len(after.codes) < len(self.after.codes):
            return False
        self.text, self.after = text, after
        return True


def _united(here: Value, there: Value, was: Value) -> Value:
    """Lists of both sides as one: what either has added, without what either has taken out."""
    mine, theirs, before = (list(value) if isinstance(value, list) else [] for value in (here, there, was))
    gone = [item for item in before if item not in mine or item not in theirs]
    both = [item for item in mine if item not in gone]
    return [*both, *(item for item in theirs if item not in both and item not in gone)] or None


def _conflict(code: str, key: str, ours: str, theirs: str, take: bool | None) -> Difference:
    return Difference("conflict", code, key, ours, theirs, "theirs" if take else "ours")


def _shown(value: Value) -> str:
    return "–" if value is None else str(value)
