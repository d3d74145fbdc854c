"""Two codebooks made one, code by code and key by key, against the last version that both sides had."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kodning import codebook_edits as edits
from kodning import store
from kodning.codebook import Codebook, CodebookError, parse_codebook
from kodning.codebook_writing import Value, values_of
from kodning.model import Code
from kodning.project.group_merging import GroupSide, group_edits
from kodning.project.merge_differences import CodeRule, Difference, Kind

if TYPE_CHECKING:
    from kodning.store.merging import Pair, Union

_LISTS = frozenset({"include", "exclude", "examples", "terms", "negative_terms", "aliases"})
_BY_ITSELF = frozenset({"id", "aliases"})


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
        self.their_book = theirs
        self.base_book = parse_codebook(shared[-1], path) if shared else None
        base = self.base_book.codes if self.base_book else ()
        self.base = {name: code for code in base for name in (*code.aliases, code.id)}
        self.text = self.before.source
        self.after = self.before
        self.used = {row[0] for row in connection.execute("SELECT DISTINCT code FROM main.live_coding")}
        everywhere = self.ours.codes.keys() & self.theirs.codes.keys()
        into = store.carrying.merged_into(connection)
        self.into = {code: other for code, other in into.items() if code not in everywhere}
        self.renamed: dict[str, str] = {}
        self.differences: list[Difference] = []
        self.unsettled: list[str] = []

    def result(self) -> Result:
        self._new_codes()
        self._merged_codes()
        for key in [key for key in self.ours.codes if key in self.theirs.codes]:
            self._one(key)
        for key, code in reversed(self.ours.codes.items()):  # what stands under a code, before it
            if key in self.into or key in self.theirs.codes or self._in_base(key) is None:
                continue
            if self.theirs.versions:
                gone = self._dispensable(key, code) and self._removed(code.id)
                self.differences.append(Difference("removed" if gone else "kept", code.id, chosen="ours"))
        self._groups()
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
            if key in self.ours.codes or key in self.into:
                continue
            wanted = key in self.into.values()  # it was merged away here, and a newer decision says otherwise
            if self._in_base(key) is not None and not wanted and self._dispensable(key, code):
                self.differences.append(Difference("removed", code.id, chosen="ours"))
                continue
            kind: Kind = "new" if self._in_base(key) is None else "kept"
            above = by_name.get(code.parent or "")
            under = self._name(above) if above is not None else None
            new = code._replace(id=self.keys[key], parent=None, scale=())
            if wanted:
                new = new._replace(aliases=())
                self._free(new.id)
            if self._added(new, under) or self._added(new, None):
                self.differences.append(Difference(kind, new.id))

    def _free(self, name: str) -> None:
        """Let no code go by this name besides its own."""
        for code in self.after.codes:
            if name in code.aliases:
                rest = [alias for alias in code.aliases if alias != name] or None
                self._put(code.id, "aliases", rest)

    def _put(self, code: str, key: str, value: Value) -> bool:
        return self._try(lambda source: edits.put(source, self.path, code, key, value))

    def _removed(self, code: str) -> bool:
        return self._try(lambda source: edits.remove(source, self.path, code), fewer=1)

    def _dispensable(self, key: int, code: Code) -> bool:
        """Whether a code that one side has taken out may go: the other has not changed it, and nobody uses it."""
        base = self._in_base(key)
        if base is None or key in self.used:
            return False
        was, now = values_of(base), values_of(code)
        return all(was.get(field) == now.get(field) for field in {*was, *now} - _BY_ITSELF)

    def _groups(self) -> None:
        def name(code: str, side: _Side) -> str | None:
            key = next((key for key, one in side.codes.items() if code in (one.id, *one.aliases)), None)
            return None if key is None else self._name(key)

        for edit, difference in group_edits(
            GroupSide(self.before, lambda code: name(code, self.ours), self.ours.versions),
            GroupSide(self.their_book, lambda code: name(code, self.theirs), self.theirs.versions),
            self.base_book,
            self.path,
            self.rule,
        ):
            if self._try(edit):
                self.differences.append(difference)

    def _merged_codes(self) -> None:
        """Take out codes that the other side has merged into another, as it did."""
        for key, other in self.into.items():
            name, target = self._name(key), self._name(other)
            if name is None or target is None or name == target:
                continue
            if self._stands_under(target, name):
                self._to_their_place(other, target)
            codes = {code.id: code for code in self.after.codes}
            below = {name: [code.id for code in self.after.codes if code.parent == name]}
            gone, into = codes[name], codes[target]
            if self._try(
                lambda source: edits.merge(source, self.path, [gone], into, below, texts=False),  # noqa: B023 - used at once
                fewer=1,
            ):
                self.differences.append(Difference("merged", name, "", name, target))

    def _to_their_place(self, key: int, name: str) -> None:
        """Put a code where the other side has it, which does not have the code that it stands under here."""
        theirs = self.theirs.codes.get(key)
        above = self._parent_key(theirs)
        under = self._name(int(above)) if above is not None and above.isdecimal() else None
        self._try(lambda source: edits.move(source, self.path, name, under))

    def _added(self, new: Code, under: str | None) -> bool:
        return self._try(lambda source: edits.add(source, self.path, [new], under))

    def _name(self, key: int) -> str | None:
        """What a code is called in the text as it is by now."""
        there = {code.id for code in self.after.codes}
        name = self.keys[key]
        name = self.renamed.get(name, name)
        if name not in there and key in self.into:
            return self._name(self.into[key])
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
                    while key in self.into:
                        key = self.into[key]  # noqa: PLW2901 - what stands under it stands under that one
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
        if take and target is not None and self._stands_under(target, name):
            both = True  # what it is to stand under, we have put under it
            take = target != name and self._make_way(key, target, name)
        if take:
            take = self._try(lambda source: edits.move(source, self.path, name, target))
        if both or not take:
            self.differences.append(_conflict(name, "parent", ours.parent or "", target or "", take))
        else:
            self.differences.append(Difference("moved", name, "parent", ours.parent or "", target or ""))

    def _make_way(self, key: int, target: str, name: str) -> bool:
        """Let a code go under one that we have put under it, where theirs is the newer move: ours goes back."""
        parents = {one.id: one.parent for one in self.after.codes}
        keys = {one.id: number for number, one in self.ours.codes.items()}
        newest, ours, at = "", None, target
        while at != name:
            mine, base = keys.get(at), None
            if mine is not None and (base := self._in_base(mine)) is not None:
                moved = self._parent_key(self.ours.codes[mine]) != self._parent_key(base)
                since = self._since(self.ours, mine, self._parent_key) if moved else ""
                if since > newest:
                    newest, ours = since, (at, base)
            at = parents[at] or name
        if ours is None or self._since(self.theirs, key, self._parent_key) <= newest:
            return False
        moved_back, base = ours
        before = self._parent_key(base)
        under = self._name(int(before)) if before is not None and before.isdecimal() else None
        self._try(lambda source: edits.move(source, self.path, moved_back, under))
        return not self._stands_under(target, name)

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

    def _try(self, edit: Callable[[str], str], *, fewer: int = 0) -> bool:
        """Edit the text, unless what comes of it is no codebook."""
        try:
            text = edit(self.text)
            after = parse_codebook(text, self.path)
        except (CodebookError, KeyError):
            return False
        if len(after.codes) < len(self.after.codes) - fewer:
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
