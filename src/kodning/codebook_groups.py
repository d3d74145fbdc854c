"""Groups of codes that exclude each other, as edits of the text of `codebook.yaml`: text in, text out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kodning.codebook import clean_text
from kodning.codebook_text import CodebookText, Patch
from kodning.codebook_writing import Value, group_lines, in_flow, label_value, scalar
from kodning.model import Code, CodeGroup


def group_values(group: CodeGroup) -> dict[str, Value]:
    """What a group says, by key; keys that say nothing are left out."""
    values: dict[str, Value] = {
        "id": group.id,
        "label": label_value(group.labels),
        "codes": list(group.codes),
        "ordered": group.ordered or None,
    }
    return {key: value for key, value in values.items() if value is not None}


def add_groups(source: str, path: Path, groups: Sequence[CodeGroup]) -> str:
    """Put new groups at the end of `groups:`; where there is none, it comes before `codes:`."""
    if not groups:
        return source
    text = CodebookText(source, path)
    fields = text.fields(text.root)
    there = fields.get("groups")
    holder = there[1] if there is not None and isinstance(there[1].value, list) and there[1].value else None
    if holder is not None and holder.flow_style:
        at = holder.value[-1].end_mark.index
        return text.apply([Patch(at, at, "".join(f", {_one_line(group)}" for group in groups))])
    lines = group_lines(groups)
    if holder is not None:
        at = text.item_region(holder, len(holder.value) - 1)[1]
        indent = " " * holder.start_mark.column
        return text.apply([text.insertion(at, [indent + line[2:] for line in lines[1:]])])
    patches = []
    if there is not None:  # `groups:` with nothing behind it
        patches += text.put_field(text.root, "groups", None)
    line = fields["codes"][0].start_mark.line
    while line and text.lines[line - 1].startswith("#"):
        line -= 1  # what is said of the codes stays right above them
    return text.apply([*patches, text.insertion(line, lines)])


def put_group(source: str, path: Path, group: str, key: str, value: Value) -> str:
    """Set one thing that a group says; None takes it away."""
    text = CodebookText(source, path)
    holder = text.fields(text.root)["groups"][1]
    node = next(node for node in holder.value if text.fields(node)["id"][1].value == group)
    return text.apply(text.put_field(node, key, value))


def set_group(source: str, path: Path, group: CodeGroup) -> str:
    """Write a group: the one of that id says this afterwards, a new one stands last."""
    text = CodebookText(source, path)
    holder, place = _found(text, group.id)
    if place is None:
        return add_groups(source, path, [group])
    said = {"label": None, "codes": None, "ordered": None, **group_values(group)}
    del said["id"]
    node = holder.value[place]
    return text.apply([patch for key, value in said.items() for patch in text.put_field(node, key, value)])


def drop_group(source: str, path: Path, name: str) -> str:
    """Take a group out; `groups:` goes with the last of them."""
    text = CodebookText(source, path)
    holder, place = _found(text, name)
    if place is None:
        return source
    if len(holder.value) == 1:
        return text.apply(text.put_field(text.root, "groups", None))
    if not holder.flow_style:
        return text.apply([text.region(*text.item_region(holder, place))])
    node = holder.value[place]
    if place:
        return text.apply([Patch(holder.value[place - 1].end_mark.index, node.end_mark.index, "")])
    return text.apply([Patch(node.start_mark.index, holder.value[1].start_mark.index, "")])


def _found(text: CodebookText, name: str) -> tuple[Any, int | None]:
    there = text.fields(text.root).get("groups")
    if there is None or not isinstance(there[1].value, list) or not there[1].value:
        return None, None
    holder = there[1]
    ids = [clean_text(text.fields(node)["id"][1].value) for node in holder.value]
    return holder, ids.index(name) if name in ids else None


def own_groups(groups: Sequence[CodeGroup], codes: Sequence[Code]) -> list[CodeGroup]:
    """The groups that stand under `groups:`, without those that a code's `exclusive` or `scale` gives."""
    names = {group.id for group in groups}
    apart = {code.id: f"{code.id} (scale)" for code in codes if code.exclusive or code.scale}
    implied = {other if other in names else name for name, other in apart.items()}
    return [group for group in groups if group.id not in implied]


def _one_line(group: CodeGroup) -> str:
    parts = [
        f"{key}: {in_flow(value) if not isinstance(value, str) else scalar(value, in_flow=True)}"
        for key, value in group_values(group).items()
    ]
    return "{" + ", ".join(parts) + "}"
