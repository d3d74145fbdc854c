"""The text of `codebook.yaml`, edited in place: only the lines concerned change, comments and layout stay.

ruamel.yaml says where everything stands; what is changed is then changed in the text itself. Each function gives
patches (from, to, what stands there instead), all of them against the same text, so that several can be applied at once.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kodning.codebook import CodebookError, clean_text
from kodning.codebook_nodes import nodes
from kodning.codebook_writing import ORDER, Example, Value, field_lines, in_flow, item_lines, scalar


class UneditableError(CodebookError):
    """The file is laid out in a way that kodning does not edit by itself."""

    def __init__(self, path: Path, line: int | None, da: str, en: str) -> None:
        super().__init__(
            path,
            f"{da}; ret filen i en editor i stedet (intet er ændret)",
            f"{en}; edit the file in an editor instead (nothing was changed)",
            line,
        )


class Patch(NamedTuple):
    """Characters `start` to `end` of the text become `text`."""

    start: int
    end: int
    text: str

    def wider(self, other: "Patch") -> bool:
        """Whether `other`, which lies in this one, is lost in it: an insertion at its edge is not."""
        at_edge = other.start == other.end and other.start in {self.start, self.end}
        return not at_edge and self.end - self.start > other.end - other.start


class Entry(NamedTuple):
    """A code as it stands in the file.

    Attributes:
        id: Its id.
        node: The mapping.
        holder: The list that it is an item of.
        above: The id of the code whose list that is; None at the top.
    """

    id: str
    node: Any
    holder: Any
    above: str | None


class CodebookText:
    """A codebook's text with the places of everything in it.

    Attributes:
        source: The text; it ends with a line feed.
        entries: The codes, by id, in the order of the file.
    """

    def __init__(self, source: str, path: Path) -> None:
        self.source = source if source.endswith("\n") else source + "\n"
        self.path = path
        self.lines = self.source.split("\n")
        self._starts = [0]
        for line in self.lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self.root = nodes(self.source)
        self._refuse_aliases(self.root, set())
        self.entries: dict[str, Entry] = {}
        self._collect(self.fields(self.root).get("codes", (None, None))[1], None)
        first = self.fields(self.root)["codes"][1]
        block = bool(first.value) and not first.flow_style
        self.offset = first.start_mark.column if block else 2

    def _refuse_aliases(self, node: Any, seen: set[int]) -> None:
        if id(node) in seen:
            raise UneditableError(
                self.path,
                node.start_mark.line + 1,
                "kodebogen bruger YAML-henvisninger (& og *)",
                "the codebook uses YAML aliases (& and *)",
            )
        seen.add(id(node))
        for child in node.value if isinstance(node.value, list) else ():
            for part in child if isinstance(child, tuple) else (child,):
                self._refuse_aliases(part, seen)

    def _collect(self, holder: Any, above: str | None) -> None:
        for node in holder.value if holder is not None and isinstance(holder.value, list) else ():
            name = clean_text(self.fields(node)["id"][1].value)
            self.entries[name] = Entry(name, node, holder, above)
            self._collect(self.fields(node).get("codes", (None, None))[1], name)

    @staticmethod
    def fields(node: Any) -> dict[str, tuple[Any, Any]]:
        """The keys of a mapping with the nodes of key and value."""
        return {key.value: (key, value) for key, value in node.value}

    def apply(self, patches: Sequence[Patch]) -> str:
        """The text with all patches in it; where one lies within another, the wider one counts."""
        text = self.source
        done = len(text) + 1
        wide = [
            p
            for p in patches
            if not any(o.start <= p.start and p.end <= o.end and o.wider(p) for o in patches)
        ]
        numbered = sorted(
            enumerate(wide), key=lambda item: (item[1].start, item[1].end, item[0]), reverse=True
        )
        for _, patch in numbered:
            if patch.end > done:
                raise UneditableError(
                    self.path, None, "stederne overlapper hinanden", "the places overlap each other"
                )
            text = text[: patch.start] + patch.text + text[patch.end :]
            done = patch.start
        return text

    # Where things end -------------------------------------------------------------------------------------------

    def at(self, line: int) -> int:
        """The place where a line begins."""
        return self._starts[min(line, len(self.lines))]

    def _indent(self, line: int) -> int:
        return len(self.lines[line]) - len(self.lines[line].lstrip(" "))

    def _is_comment(self, line: int) -> bool:
        return self.lines[line].lstrip().startswith("#")

    def _last_line(self, node: Any, column: int) -> int:
        """The last line of a node's own text; -1 for a value that is not written."""
        if isinstance(node.value, str):
            if node.style in {"|", ">"}:
                last = line = int(node.start_mark.line)
                while line + 1 < len(self.lines) and (
                    not self.lines[line + 1].strip() or self._indent(line + 1) > column
                ):
                    line += 1
                    last = line if self.lines[line].strip() else last
                return last
            return -1 if node.value == "" and node.style is None else int(node.end_mark.line)
        if node.flow_style or not node.value:
            return int(node.end_mark.line)
        if isinstance(node.value[-1], tuple):
            key, value = node.value[-1]
            return max(int(key.start_mark.line), self._last_line(value, key.start_mark.column))
        return max(self._last_line(node.value[-1], node.start_mark.column), int(node.start_mark.line))

    def _end(self, last: int, column: int) -> int:
        """The line after a thing that ends in line `last`, comments that are indented as its contents included."""
        end = line = last + 1
        while line < len(self.lines):
            if self._is_comment(line) and self._indent(line) > column:
                end = line + 1
            elif self.lines[line].strip():
                break
            line += 1
        return end

    def field_end(self, key: Any, value: Any) -> int:
        """The line after a key's value."""
        column = key.start_mark.column
        return self._end(max(key.start_mark.line, self._last_line(value, column)), column)

    def item_region(self, holder: Any, position: int) -> tuple[int, int]:
        """First line (of the comments right above it) and the line after an item of a list."""
        node, column = holder.value[position], holder.start_mark.column
        first = self._dash_of(holder, position)
        end = self._end(max(first, self._last_line(node, column)), column)
        while first and self._is_comment(first - 1) and self._indent(first - 1) <= column:
            first -= 1
        return first, end

    def _dash_of(self, holder: Any, position: int) -> int:
        """The line with the `-` of an item."""
        column = holder.start_mark.column
        first = int(holder.value[position].start_mark.line)
        while not (self.lines[first][column : column + 1] == "-" and self._indent(first) == column):
            first -= 1
        return first

    # Single values ----------------------------------------------------------------------------------------------

    def put_scalar(self, node: Any, text: str, *, flow: bool) -> Patch:
        """Another text in the place of a scalar on one line, in quotes where it was."""
        written = scalar(text, in_flow=flow)
        if node.style == '"' and written == text:
            written = f'"{text}"'
        if node.style == "'" and written == text:
            written = f"'{text}'"
        return Patch(node.start_mark.index, node.end_mark.index, written)

    def put_field(self, node: Any, key: str, value: Value) -> list[Patch]:
        """A key of a mapping set to a value; None takes the key away."""
        there = self.fields(node).get(key)
        if there is not None and isinstance(value, list | tuple) and value and _is_list(there[1]):
            return self._put_items(there[1], list(value))
        if node.flow_style:
            return self._put_in_flow(node, key, value)
        column = node.start_mark.column
        if there is None:
            return (
                []
                if value is None
                else [self._new_field(node, key, field_lines(key, value, column, self.offset))]
            )
        name, old = there
        last = max(name.start_mark.line, self._last_line(old, column))
        if value is not None:
            lines = field_lines(key, value, column, self.offset)
            if last == name.start_mark.line and len(lines) == 1 and old.end_mark.index > old.start_mark.index:
                # On one line before and after: what stands behind it stays.
                return [Patch(old.start_mark.index, old.end_mark.index, lines[0].split(": ", 1)[1])]
            return [Patch(name.start_mark.index, self.at(last + 1), "\n".join(lines).lstrip() + "\n")]
        if name.start_mark.line == self._dash_line(node):
            raise UneditableError(
                self.path, name.start_mark.line + 1, f"»{key}« står først", f"“{key}” stands first"
            )
        return [Patch(self.at(name.start_mark.line), self.at(self.field_end(name, old)), "")]

    def _dash_line(self, node: Any) -> int:
        line = int(node.start_mark.line)
        return line if self.lines[line].lstrip().startswith("-") else -1

    def _put_in_flow(self, node: Any, key: str, value: Value) -> list[Patch]:
        pairs = self.fields(node)
        if key in pairs and value is not None:
            old = pairs[key][1]
            if old.start_mark.index < old.end_mark.index:
                return [Patch(old.start_mark.index, old.end_mark.index, in_flow(value))]
            at = pairs[key][0].end_mark.index + 1
            return [Patch(at, at, f" {in_flow(value)}")]
        if value is not None:
            at = max(v.end_mark.index for _, v in node.value)
            return [Patch(at, at, f", {key}: {in_flow(value)}")]
        if key not in pairs:
            return []
        names = list(pairs)
        place = names.index(key)
        if place:
            return [Patch(pairs[names[place - 1]][1].end_mark.index, pairs[key][1].end_mark.index, "")]
        return [Patch(pairs[key][0].start_mark.index, pairs[names[1]][0].start_mark.index, "")]

    def _new_field(self, node: Any, key: str, lines: list[str]) -> Patch:
        """A key where it belongs among the others."""
        rank = ORDER.index(key) if key in ORDER else len(ORDER)
        before = [pair for pair in node.value if pair[0].value in ORDER and ORDER.index(pair[0].value) < rank]
        name, value = before[-1] if before else node.value[0]
        at = self.at(self.field_end(name, value))
        return Patch(at, at, "\n".join(lines) + "\n")

    # Lists of texts ---------------------------------------------------------------------------------------------

    def _put_items(self, holder: Any, items: Sequence[Example]) -> list[Patch]:
        """A list that says something else: what stays in it stays as it is written, with the comments at it."""
        from difflib import SequenceMatcher

        old = [_item_key(_said(node)) for node in holder.value]
        new = [_item_key(item) for item in items]
        patches: list[Patch] = []
        for what, first, end, start, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if what == "equal":
                continue
            both = min(end - first, stop - start)
            patches += [self._put_item(holder, first + step, items[start + step]) for step in range(both)]
            for place in range(first + both, end):
                patches += self._drop_item(holder, place, last=end == len(old))
            if more := items[start + both : stop]:
                patches.append(self._insert_items(holder, first + both, more))
        return patches

    def _put_item(self, holder: Any, place: int, item: Example) -> Patch:
        node = holder.value[place]
        start, end = node.start_mark.index, node.end_mark.index
        if holder.flow_style:
            return Patch(start, end, in_flow(item))
        column = holder.start_mark.column
        lines = item_lines(item, column)
        if isinstance(node.value, str) and len(lines) == 1 and "\n" not in self.source[start:end]:
            return Patch(start, end, lines[0].split("- ", 1)[1])  # what stands behind it stays
        first = self._dash_of(holder, place)
        return Patch(
            self.at(first), self.at(max(first, self._last_line(node, column)) + 1), "\n".join(lines) + "\n"
        )

    def _drop_item(self, holder: Any, place: int, *, last: bool) -> list[Patch]:
        """Take an item out; with the `last` of a list the comma before it goes, else the one after it."""
        if not holder.flow_style:
            return [self.region(*self.item_region(holder, place))]
        node = holder.value[place]
        if not last:
            end = self.source.index(",", node.end_mark.index) + 1
            end += len(self.source[end:]) - len(self.source[end:].lstrip(" "))
            return [Patch(node.start_mark.index, end, "")]
        before = holder.value[place - 1].end_mark.index
        if "#" not in self.source[before : node.start_mark.index]:
            return [Patch(before, node.end_mark.index, "")]
        comma = self.source.index(",", before)
        return [Patch(comma, comma + 1, ""), Patch(node.start_mark.index, node.end_mark.index, "")]

    def _insert_items(self, holder: Any, place: int, items: Sequence[Example]) -> Patch:
        if holder.flow_style:
            words = [in_flow(item) for item in items]
            at = holder.value[place - 1].end_mark.index if place else holder.value[0].start_mark.index
            text = "".join(f", {word}" for word in words) if place else "".join(f"{word}, " for word in words)
            return Patch(at, at, text)
        line = self.item_region(holder, place - 1)[1] if place else self.item_region(holder, 0)[0]
        lines = [line for item in items for line in item_lines(item, holder.start_mark.column)]
        return self.insertion(line, lines)

    def add_items(self, node: Any, key: str, items: Sequence[Example]) -> list[Patch]:
        """More items at the end of a list of a mapping."""
        if not items:
            return []
        there = self.fields(node).get(key)
        if there is None or not isinstance(there[1].value, list) or not there[1].value:
            return self.put_field(node, key, list(items))
        holder = there[1]
        if holder.flow_style:
            at = holder.value[-1].end_mark.index
            return [Patch(at, at, "".join(f", {in_flow(item)}" for item in items))]
        at = self.at(self.item_region(holder, len(holder.value) - 1)[1])
        lines = [line for item in items for line in item_lines(item, holder.start_mark.column)]
        return [Patch(at, at, "\n".join(lines) + "\n")]

    def drop_items(self, node: Any, key: str, wanted: Callable[[str], bool]) -> list[Patch]:
        """Take items of a list of texts away; the key goes with the last of them."""
        there = self.fields(node).get(key)
        if there is None or not isinstance(there[1].value, list):
            return []
        holder = there[1]
        texts = [clean_text(self._words(item)) for item in holder.value]
        gone = [place for place, text in enumerate(texts) if wanted(text)]
        if not gone:
            return []
        if len(gone) == len(texts):
            return self.put_field(node, key, None)
        if not holder.flow_style:
            regions = (self.item_region(holder, place) for place in gone)
            return [Patch(self.at(first), self.at(end), "") for first, end in regions]
        kept = [item for place, item in enumerate(holder.value) if place not in gone]
        spans = [self.source[item.start_mark.index : item.end_mark.index] for item in kept]
        return [Patch(holder.value[0].start_mark.index, holder.value[-1].end_mark.index, ", ".join(spans))]

    @staticmethod
    def _words(item: Any) -> str:
        if isinstance(item.value, str):
            return item.value
        return str(next((value.value for key, value in item.value if key.value == "text"), ""))

    def region(self, first: int, end: int) -> Patch:
        """A patch that takes lines away."""
        return Patch(self.at(first), self.at(end), "")

    def insertion(self, line: int, lines: Sequence[str]) -> Patch:
        """A patch that puts lines before a line."""
        at = self.at(line)
        return Patch(at, at, "".join(f"{text}\n" for text in lines))


def _is_list(node: Any) -> bool:
    return isinstance(node.value, list) and bool(node.value) and not isinstance(node.value[0], tuple)


def _said(node: Any) -> Example:
    """An item of a list as a value."""
    if isinstance(node.value, str):
        return clean_text(node.value)
    return {key.value: clean_text(value.value) for key, value in node.value}


def _item_key(item: Example) -> tuple[tuple[str, str], ...]:
    """What an item says, however it is written."""
    said = {"text": item} if isinstance(item, str) else item
    return tuple(sorted((key, clean_text(text)) for key, text in said.items() if text))
