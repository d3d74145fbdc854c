"""Codes in the file as blocks of lines: taking them out, putting them in, giving them another indentation."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from kodning.codebook_text import CodebookText, Entry, Patch, UneditableError


def unfolded(source: str, path: Path, names: Sequence[str], into: str | None = None) -> CodebookText:
    """The text with the lists that hold these codes as lines instead of `[…]`.

    Args:
        source: The codebook's text.
        path: For messages.
        names: Ids of codes.
        into: A code that is to get another one under it: itself, too, becomes lines instead of `{…}`.

    Raises:
        UneditableError: What stands between the brackets has comments, which would be lost.
    """
    text = CodebookText(source, path)
    while True:
        ways = [*(_way(text, name) for name in names), _way(text, into, inclusive=True)]
        folded = next((node for way in ways for node in way if node.flow_style), None)
        if folded is None:
            return text
        text = CodebookText(text.apply([_unfold(text, folded)]), path)


def _way(text: CodebookText, name: str | None, *, inclusive: bool = False) -> list[Any]:
    """The nodes that lead to a code, from the root: its list last, or itself and the list under it."""
    way: list[Any] = []
    if inclusive:
        owner = text.root if name is None else text.entries[name].node
        below = text.fields(owner).get("codes")
        way = [owner, *([below[1]] if below and isinstance(below[1].value, list) and below[1].value else [])]
    while name is not None:
        entry = text.entries[name]
        way = [*([] if entry.above is None else [text.entries[entry.above].node]), entry.holder, *way]
        name = entry.above
    return [text.root, *way]


def _unfold(text: CodebookText, node: Any) -> Patch:
    first, end = node.start_mark.index, node.end_mark.index
    written = text.source[first:end]
    if node is text.root or ("\n" in written and "#" in written):
        raise UneditableError(
            text.path,
            node.start_mark.line + 1,
            "koderne står i én […] eller {…} med kommentarer i",
            "the codes stand in one […] or {…} with comments in it",
        )
    if isinstance(node.value[0], tuple):
        indent = " " * node.start_mark.column
        fields = [f"{key.value}: {_one_line(text, value)}".rstrip() for key, value in node.value]
        return Patch(first, end, f"\n{indent}".join(fields))
    holder = next(
        key
        for owner in (text.root, *(entry.node for entry in text.entries.values()))
        for key, value in text.fields(owner).values()
        if value is node
    )
    indent = " " * (holder.start_mark.column + text.offset)
    items = "".join(f"\n{indent}- {_one_line(text, item)}" for item in node.value)
    return Patch(holder.end_mark.index + 1, end, items)


def _one_line(text: CodebookText, node: Any) -> str:
    return " ".join(text.source[node.start_mark.index : node.end_mark.index].split())


def taken_out(text: CodebookText, names: Sequence[str]) -> list[Patch]:
    """Patches that take codes out of their lists, with the comments right above them and one gap."""
    patches: list[Patch] = []
    for holder in {id(text.entries[name].holder): text.entries[name].holder for name in names}.values():
        gone = [place for place, node in enumerate(holder.value) if _id_in(text, node, names)]
        if len(gone) == len(holder.value):
            patches.append(_emptied(text, holder))
            continue
        regions = sorted(_cut(text, holder, place) for place in gone)
        for number, (first, end) in enumerate(regions):
            done = max((after for _, after in regions[:number]), default=0)
            patches.append(text.region(max(first, done), max(end, done)))
    return patches


def _id_in(text: CodebookText, node: Any, names: Sequence[str]) -> bool:
    return any(text.entries[name].node is node for name in names)


def _emptied(text: CodebookText, holder: Any) -> Patch:
    for owner in (entry.node for entry in text.entries.values()):
        key, value = text.fields(owner).get("codes", (None, None))
        if value is holder:
            return text.region(key.start_mark.line, text.field_end(key, value))
    key, value = text.fields(text.root)["codes"]
    return Patch(key.end_mark.index, text.at(text.field_end(key, value)), ": []\n")


def _cut(text: CodebookText, holder: Any, place: int) -> tuple[int, int]:
    first, end = text.item_region(holder, place)
    before = first
    while before and not text.lines[before - 1].strip():
        before -= 1
    if before < first and place:
        return before, end
    while end < len(text.lines) - 1 and not text.lines[end].strip() and place + 1 < len(holder.value):
        end += 1
    return first, end


def lines_of(text: CodebookText, entry: Entry, column: int) -> list[str]:
    """The lines of a code with the comments right above it, its `-` at `column`."""
    first, end = text.item_region(entry.holder, _place(entry))
    shift = column - int(entry.holder.start_mark.column)
    return [_shifted(line, shift) for line in text.lines[first:end]]


def _shifted(line: str, shift: int) -> str:
    if not line.strip() or shift == 0:
        return line
    if shift > 0:
        return " " * shift + line
    room = len(line) - len(line.lstrip(" "))
    return line[min(room, -shift) :]


def _place(entry: Entry) -> int:
    return next(place for place, node in enumerate(entry.holder.value) if node is entry.node)


def column_in(text: CodebookText, under: str | None, beside: str | None) -> int:
    """Where the `-` of a code stands that is put beside another, or last under a code (None: at the top)."""
    if beside is not None:
        return int(text.entries[beside].holder.start_mark.column)
    owner = text.root if under is None else text.entries[under].node
    there = text.fields(owner).get("codes")
    if there is not None and there[1].value:
        return int(there[1].start_mark.column)
    return int(owner.start_mark.column) + text.offset


def put_in(
    text: CodebookText,
    lines: Sequence[str],
    under: str | None,
    *,
    before: str | None = None,
    after: str | None = None,
) -> list[Patch]:
    """Patches that put the lines of codes before or after a code, or last under one (None: last of all)."""
    beside = before or after
    if beside is not None:
        entry = text.entries[beside]
        first, end = text.item_region(entry.holder, _place(entry))
        gap = [""] * _gap(text, entry.holder)
        return [text.insertion(first, [*lines, *gap]) if before else text.insertion(end, [*gap, *lines])]
    owner = text.root if under is None else text.entries[under].node
    there = text.fields(owner).get("codes")
    if there is not None and there[1].value:
        holder = there[1]
        end = text.item_region(holder, len(holder.value) - 1)[1]
        return [text.insertion(end, [*[""] * _gap(text, holder), *lines])]
    column = int(owner.start_mark.column)
    if there is None:
        last, value = owner.value[-1]
        return [text.insertion(text.field_end(last, value), [f"{' ' * column}codes:", *lines])]
    key, value = there
    end = value.end_mark.index if isinstance(value.value, list) else key.end_mark.index + 1
    return [
        Patch(key.end_mark.index, end, ":"),
        text.insertion(max(text.field_end(key, value), key.start_mark.line + 1), lines),
    ]


def gap_under(text: CodebookText, under: str) -> list[str]:
    """The empty lines that part the codes under a code."""
    there = text.fields(text.entries[under].node).get("codes")
    return [""] * _gap(text, there[1]) if there is not None and isinstance(there[1].value, list) else []


def _gap(text: CodebookText, holder: Any) -> int:
    """How many empty lines part the codes of a list."""
    regions = [text.item_region(holder, place) for place in range(len(holder.value))]
    if len(regions) > 1:
        return min(
            sum(not line.strip() for line in text.lines[end:start])
            for (_, end), (start, _) in pairwise(regions)
        )
    return 0
