"""Groups of codes of two codebooks made one, group by group, against the last version that both sides had."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kodning.codebook import Codebook, parse_codebook
from kodning.codebook_groups import add_groups, own_groups, put_group
from kodning.model import CodeGroup
from kodning.project.merge_differences import CodeRule, Difference

Edit = Callable[[str], str]


class GroupSide(NamedTuple):
    """A codebook, what its codes are called by now, and the versions that led to it: (global id, text)."""

    book: Codebook
    name: Callable[[str], str | None]
    versions: Sequence[tuple[str, str]]

    def groups(self) -> dict[str, CodeGroup]:
        """Its groups by id, with codes by their names of now; a group that is left with one code is none."""
        found = {}
        for group in own_groups(self.book.groups, self.book.codes):
            codes = dict.fromkeys(name for code in group.codes if (name := self.name(code)) is not None)
            if len(codes) > 1:
                found[group.id] = group._replace(codes=tuple(codes))
        return found

    def since(self, group: str, path: Path) -> str:
        """Since which version the group has said what it says now."""
        now = next((g for g in own_groups(self.book.groups, self.book.codes) if g.id == group), None)
        for uid, yaml in sorted(self.versions):
            book = parse_codebook(yaml, path)
            if now in own_groups(book.groups, book.codes):
                return uid
        return ""


def group_edits(
    ours: GroupSide, theirs: GroupSide, base: Codebook | None, path: Path, rule: CodeRule
) -> Iterator[tuple[Edit, Difference]]:
    """Edits of our text that take over what the other side has changed in groups, each with what is to be said of it."""
    here, there = ours.groups(), theirs.groups()
    before = {g.id: g for g in own_groups(base.groups, base.codes)} if base is not None else {}
    for name, group in there.items():
        mine = here.get(name)
        if mine is None:
            if name not in before:
                yield _adding(group, path), Difference("new", name, "groups")
        elif mine != group:
            was = before.get(name)
            if was is not None and was == _plain(theirs, name):
                continue
            both = was is None or was != _plain(ours, name)
            shown = ", ".join(mine.codes), ", ".join(group.codes)
            if not both:
                yield _putting(group, path), Difference("changed", name, "groups", *shown)
                continue
            newer = (theirs.since(name, path), repr(group)) > (ours.since(name, path), repr(mine))
            take = newer if rule in {"newer", "ask"} else rule == "theirs"
            chosen = "theirs" if take else "ours"
            edit = _putting(group, path) if take else _nothing
            yield edit, Difference("conflict", name, "groups", *shown, chosen)


def _plain(side: GroupSide, name: str) -> CodeGroup | None:
    return next((g for g in own_groups(side.book.groups, side.book.codes) if g.id == name), None)


def _nothing(source: str) -> str:
    return source


def _adding(group: CodeGroup, path: Path) -> Edit:
    return lambda source: add_groups(source, path, [group])


def _putting(group: CodeGroup, path: Path) -> Edit:
    def edit(source: str) -> str:
        from kodning.codebook_groups import group_values

        said = group_values(group)
        for key in ("label", "codes", "ordered"):
            source = put_group(source, path, group.id, key, said.get(key))
        return source

    return edit
