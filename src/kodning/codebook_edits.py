"""What can be done to codes, as edits of the text of `codebook.yaml`: text in, text out, nothing else touched."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kodning.codebook import clean_text
from kodning.codebook_layout import column_in, gap_under, lines_of, put_in, taken_out, unfolded
from kodning.codebook_text import CodebookText, Patch, UneditableError
from kodning.codebook_writing import ORDER, TEXT_LISTS, Example, Value, code_lines, values_of
from kodning.model import Code

# Where a text may point at a code (`-> høringsret`), and where a code's id stands by itself.
_POINTING = frozenset({"definition", "include", "exclude", "memo", "note", "retired"})
_ID_KEYS = frozenset({"parent", "scale"})


def rename(source: str, path: Path, old: str, new: str, *, alias: bool = True) -> str:
    """Give a code another id, also where others name it; the old one stays as an alias."""
    text = CodebookText(source, path)
    node = text.entries[old].node
    patches = [text.put_scalar(text.fields(node)["id"][1], new, flow=bool(node.flow_style))]
    patches += _pointed_anew(text, {old: new})
    aliases = _ids(text, node, "aliases")
    if new in aliases:
        rest = [name for name in aliases if name != new] + ([old] if alias else [])
        patches += text.put_field(node, "aliases", rest or None)
    elif alias:
        patches += text.add_items(node, "aliases", [old])
    return text.apply(patches)


def _ids(text: CodebookText, node: Any, key: str) -> list[str]:
    there = text.fields(node).get(key)
    if there is None or not isinstance(there[1].value, list):
        return []
    return [clean_text(item.value) for item in there[1].value]


def _pointed_anew(text: CodebookText, names: Mapping[str, str]) -> list[Patch]:
    """Other codes' mentions of a code by its new id."""
    patches = []
    arrow = re.compile(rf"(->\s*)({'|'.join(map(re.escape, names))})(?![\w-])")

    def renamed(found: re.Match[str]) -> str:
        return found[1] + names[found[2]]

    for keys, node, flow in _scalars(text.root):
        if keys[-1] in _ID_KEYS or keys == ("groups", "codes"):
            if (new := names.get(clean_text(node.value))) is not None:
                patches.append(text.put_scalar(node, new, flow=flow))
        elif keys[-1] in _POINTING and arrow.search(clean_text(node.value)):
            start, end = node.start_mark.index, node.end_mark.index
            written = text.source[start:end]
            if "\n" in written:
                patches.append(Patch(start, end, arrow.sub(renamed, written)))
            else:
                patches.append(text.put_scalar(node, arrow.sub(renamed, node.value), flow=flow))
    return patches


def _scalars(
    node: Any, keys: tuple[str, ...] = (), *, flow: bool = False
) -> Iterator[tuple[tuple[str, ...], Any, bool]]:
    """Every scalar value with the keys that lead to it and whether it stands between brackets."""
    if isinstance(node.value, str):
        yield keys, node, flow
        return
    inside = flow or bool(node.flow_style)
    for child in node.value:
        if isinstance(child, tuple):
            yield from _scalars(child[1], (*keys, child[0].value), flow=inside)
        else:
            yield from _scalars(child, keys, flow=inside)


def move(
    source: str,
    path: Path,
    code: str,
    under: str | None,
    *,
    before: str | None = None,
    after: str | None = None,
) -> str:
    """Put a code under another (None: at the top), last there, or right before or after a code.

    `under` must be the code above the one that it is put beside.
    """
    text = CodebookText(source, path)
    beside = before or after
    by_key = "parent" in text.fields(text.entries[code].node)
    if (
        beside is None
        and text.entries[code].above is None
        and (by_key or (under and _names_parents(text, under)))
    ):
        return text.apply(text.put_field(text.entries[code].node, "parent", under))
    text = unfolded(
        source, path, [name for name in (code, beside) if name], under if beside is None else None
    )
    entry = text.entries[code]
    if beside is None and entry.above == under and entry.holder.value[-1] is entry.node:
        return source  # it stands there already
    nested = text.entries[beside].above if beside is not None else under
    lines = lines_of(text, entry, column_in(text, under, beside))
    moved = text.apply([*taken_out(text, [code]), *put_in(text, lines, under, before=before, after=after)])
    if by_key or nested != under:
        again = CodebookText(moved, path)
        parent = None if nested == under else under
        moved = again.apply(again.put_field(again.entries[code].node, "parent", parent))
    return moved


def _names_parents(text: CodebookText, under: str) -> bool:
    """Whether the codes under this one say so by `parent:`."""
    return any(
        clean_text(fields["parent"][1].value) == under
        for entry in text.entries.values()
        if "parent" in (fields := text.fields(entry.node))
    )


def _all_under(source: str, path: Path, codes: Sequence[str], under: str) -> str:
    """Put codes last under another, in the order given: at once where they stand apart, for each costs a reading."""
    text = CodebookText(source, path)
    by_key = any("parent" in text.fields(text.entries[code].node) for code in codes)
    if by_key or _names_parents(text, under) or any(_stands_in(text, code, codes) for code in codes):
        for code in codes:
            source = move(source, path, code, under)
        return source
    if not codes:
        return source
    text = unfolded(source, path, codes, under)
    column, gap = column_in(text, under, None), gap_under(text, under)
    lines = lines_of(text, text.entries[codes[0]], column)
    for code in codes[1:]:
        lines += [*gap, *lines_of(text, text.entries[code], column)]
    return text.apply([*taken_out(text, codes), *put_in(text, lines, under)])


def _stands_in(text: CodebookText, code: str, others: Sequence[str]) -> bool:
    above = text.entries[code].above
    while above is not None and above not in others:
        above = text.entries[above].above
    return above is not None


def add(
    source: str,
    path: Path,
    codes: Sequence[Code],
    under: str | None,
    *,
    before: str | None = None,
    after: str | None = None,
) -> str:
    """Put new codes under a code (None: at the top), or right before or after one; each with those under it."""
    beside = before or after
    text = unfolded(source, path, [beside] if beside else [], under if beside is None else None)
    column = column_in(text, under, beside)
    new = {code.id for code in codes}
    lines = []
    for code in codes:
        if code.parent not in new:
            below = [other for other in codes if other.parent == code.id]
            lines += code_lines(code, column, text.offset, below=below, everything=codes)
    if beside is not None and text.entries[beside].above != under:
        lines.insert(1, f"{' ' * (column + 2)}parent: {under}")
    return text.apply(put_in(text, lines, under, before=before, after=after))


def remove(source: str, path: Path, code: str) -> str:
    """Take a code out of the file that has no codes under it."""
    text = unfolded(source, path, [code])
    return text.apply(taken_out(text, [code]))


def put(source: str, path: Path, code: str, key: str, value: Value) -> str:
    """Set one thing that a code says; None takes it away."""
    text = CodebookText(source, path)
    return text.apply(text.put_field(text.entries[code].node, key, value))


def put_all(source: str, path: Path, code: str, values: Mapping[str, Value]) -> str:
    """Set several things that a code says; None takes one away."""
    text = CodebookText(source, path)
    node = text.entries[code].node
    order = sorted(values, key=lambda key: ORDER.index(key) if key in ORDER else len(ORDER))
    return text.apply([patch for key in order for patch in text.put_field(node, key, values[key])])


def extend(source: str, path: Path, code: str, key: str, items: Sequence[Example]) -> str:
    """Add to a list that a code has."""
    text = CodebookText(source, path)
    return text.apply(text.add_items(text.entries[code].node, key, items))


def merge(
    source: str,
    path: Path,
    gone: Sequence[Code],
    into: Code,
    below: Mapping[str, Sequence[str]],
    *,
    texts: bool = True,
) -> str:
    """Take codes out of the file; what they say, their names and the codes under them go to another.

    Args:
        source: The codebook's text.
        path: For messages.
        gone: The codes that go.
        into: The code that stays.
        below: The codes right under each one that goes, by id.
        texts: Also take over include, exclude, examples and terms, and the definition where there is none.
    """
    source = _all_under(source, path, [child for code in gone for child in below.get(code.id, ())], into.id)
    names = [code.id for code in gone]
    text = unfolded(source, path, names)
    node = text.entries[into.id].node
    patches = _pointed_anew(text, dict.fromkeys(names, into.id))
    patches = [patch for patch in patches if not _within(text, node, "exclude", patch)]
    aliases = [name for code in gone for name in (code.id, *code.aliases)]
    patches += text.add_items(node, "aliases", [name for name in aliases if name not in into.aliases])
    patches += _left_out(text, names, into)
    patches += _taken_over(text, node, gone, into, texts=texts)
    return text.apply([*patches, *taken_out(text, names)])


def _within(text: CodebookText, node: Any, key: str, patch: Patch) -> bool:
    there = text.fields(node).get(key)
    return (
        there is not None and there[1].start_mark.index <= patch.start <= patch.end <= there[1].end_mark.index
    )


def _taken_over(
    text: CodebookText, node: Any, gone: Sequence[Code], into: Code, *, texts: bool
) -> list[Patch]:
    patches: list[Patch] = []
    # A rule that pointed at a code which is now part of this one no longer holds.
    arrow = re.compile(rf"->\s*({'|'.join(re.escape(code.id) for code in gone)})(?![\w-])")
    kept = [rule for rule in into.exclude if not arrow.search(rule)]
    own = re.compile(rf"->\s*{re.escape(into.id)}(?![\w-])")
    for key in TEXT_LISTS:
        new: list[Example] = []
        there = list(getattr(into, key))
        for code in gone if texts else ():
            values = values_of(code).get(key, [])
            for item in values if isinstance(values, list) else ():
                words = item if isinstance(item, str) else item["text"]
                if words not in there and not (
                    key == "exclude" and (own.search(words) or arrow.search(words))
                ):
                    there.append(words)
                    new.append(item)
        if key == "exclude" and len(kept) < len(into.exclude):
            patches += (
                text.put_field(node, key, [*kept, *new] or None)
                if new
                else text.drop_items(node, key, lambda rule: bool(arrow.search(rule)))
            )
        else:
            patches += text.add_items(node, key, new)
    definition = next((code.definition for code in gone if code.definition), None)
    if texts and definition and not into.definition:
        patches += text.put_field(node, "definition", definition)
    return patches


def _left_out(text: CodebookText, names: Sequence[str], into: Code) -> list[Patch]:
    """Groups and scales that would hold the same code twice, one alone, or a stranger after a merge."""
    patches: list[Patch] = []
    for entry in text.entries.values():
        stays = into.id if into.parent == entry.id else None
        patches += _left_out_of(text, entry.node, "scale", names, stays)
    groups = text.fields(text.root).get("groups")
    for node in groups[1].value if groups is not None and isinstance(groups[1].value, list) else ():
        patches += _left_out_of(text, node, "codes", names, into.id)
    return patches


def _left_out_of(
    text: CodebookText, node: Any, key: str, names: Sequence[str], into: str | None
) -> list[Patch]:
    members = _ids(text, node, key)
    renamed = [into if name in names else name for name in members]
    after = list(dict.fromkeys(name for name in renamed if name is not None))
    if len(after) == len(members):
        return []  # nothing is doubled: the name itself is changed where it stands
    if len(after) >= (1 if key == "scale" else 2):
        return text.put_field(node, key, after)
    if key == "scale":
        return text.put_field(node, key, None)
    holder = text.fields(text.root)["groups"][1]
    if len(holder.value) == 1:
        return text.put_field(text.root, "groups", None)
    if holder.flow_style:
        line = holder.start_mark.line + 1
        raise UneditableError(text.path, line, "grupperne står i én […]", "the groups stand in one […]")
    place = next(place for place, item in enumerate(holder.value) if item is node)
    return [text.region(*text.item_region(holder, place))]
