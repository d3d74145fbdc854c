"""Codebook values as YAML that a researcher would have written: whole codebooks, codes, single fields.

Everything here gives lines of text; what is in a file already is edited by `kodning.codebook_text`.
"""

import json
import re
from collections.abc import Mapping, Sequence

from kodning.model import Code, CodeGroup, ExamplePlace

WIDTH = 110
_SPECIAL = frozenset("-?:,[]{}#&*!|>'\"%@`= ")
# What YAML (or an older reader of it) would not take for text.
_NOT_TEXT = re.compile(
    r"(?i)(~|null|true|false|yes|no|on|off|y|n|<<|\.nan|[-+]?\.inf"
    r"|[-+]?[0-9][0-9_,.:]*(e[-+]?[0-9]+)?|0[xob][0-9a-f_]+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*)"
)
# A key's place among the others, and how its list is written.
ORDER = (
    "id", "label", "parent", "aliases", "retired", "definition", "include", "exclude", "examples", "terms",
    "negative_terms", "color", "exclusive", "scale", "memo", "codes",
)  # fmt: skip
_SHORT_LISTS = frozenset({"aliases", "codes", "terms", "negative_terms", "scale"})
TEXT_LISTS = ("include", "exclude", "examples", "terms", "negative_terms")
_KEYS = tuple(key for key in ORDER if key not in {"parent", "codes"})

Example = str | Mapping[str, str]
Value = str | bool | Mapping[str, str] | Sequence[Example] | None


def scalar(text: str, *, in_flow: bool = False) -> str:
    """A text as a YAML scalar on one line: plain where that is the same text, else in quotes."""
    plain = (
        text.strip() == text
        and text != ""
        and text[0] not in _SPECIAL
        and not re.search(r": |:$| #|[\x00-\x1f\x7f\x85\u2028\u2029\ufeff]", text)
        and not _NOT_TEXT.fullmatch(text)
        and not text.startswith(("---", "..."))
        and not (in_flow and re.search(r"[,\[\]{}:]", text))
    )
    if plain:
        return text
    if '"' in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ufeff]", lambda found: f"\\u{ord(found[0]):04x}", quoted)


def in_flow(value: Value) -> str:
    """A value on one line, as it stands between braces."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return scalar(value, in_flow=True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {scalar(text, in_flow=True)}" for key, text in value.items()) + "}"
    return "[" + ", ".join(in_flow(item) for item in value) + "]"


def field_lines(key: str, value: Value, column: int, offset: int = 2) -> list[str]:
    """A key with its value as it stands in a code.

    Args:
        key: The key.
        value: Its value; None and empty lists give no line.
        column: Where the key begins.
        offset: How far the `-` of a list stands from its key.
    """
    if value is None or value in ([], ()):
        return []
    indent = " " * column
    if isinstance(value, str):
        return _text_lines(f"{indent}{key}:", value, column + 2)
    if isinstance(value, bool | Mapping):
        return [f"{indent}{key}: {in_flow(value)}"]
    short = f"{indent}{key}: {in_flow(value)}"
    if key in _SHORT_LISTS and len(short) <= WIDTH:
        return [short]
    lines = [f"{indent}{key}:"]
    for item in value:
        lines += item_lines(item, column + offset)
    return lines


def item_lines(item: Example, column: int) -> list[str]:
    """An item of a list, its `-` at `column`."""
    indent = " " * column
    if isinstance(item, str):
        return _text_lines(f"{indent}-", item, column + 2)
    lines: list[str] = []
    for key, text in item.items():
        lines += _text_lines(f"{indent}{'  ' if lines else '- '}{key}:", text, column + 4)
    return lines


def _text_lines(before: str, text: str, column: int) -> list[str]:
    line = f"{before} {scalar(text)}"
    if len(line) <= WIDTH or not re.fullmatch(r"\S+( \S+)+", text):
        return [line]
    import textwrap

    indent = " " * column
    folded = textwrap.wrap(
        text, max(WIDTH, column + 40), initial_indent=indent, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return [f"{before} >-", *folded]


def values_of(code: Code) -> dict[str, Value]:
    """What a code says, by key, in the order it is written; keys that say nothing are left out."""
    values: dict[str, Value] = {
        "id": code.id,
        "label": label_value(code.labels),
        "aliases": list(code.aliases),
        "retired": True if code.retired == "true" else code.retired or None,
        "definition": code.definition or None,
        "include": list(code.include),
        "exclude": list(code.exclude),
        "examples": example_values(code.examples, code.example_places),
        "terms": list(code.terms),
        "negative_terms": list(code.negative_terms),
        "color": code.color or None,
        "exclusive": code.exclusive or None,
        "scale": list(code.scale),
        "memo": code.memo or None,
    }
    return {key: values[key] for key in _KEYS if values[key] not in (None, [])}


def label_value(labels: Mapping[str, str]) -> Value:
    """A label as it is written: one name, or one in each language."""
    named = {language: name for language, name in labels.items() if name}
    if not named:
        return None
    if len(named) > 1 and len(set(named.values())) == 1:
        return next(iter(named.values()))
    return named


def example_values(examples: Sequence[str], places: Sequence[ExamplePlace | None]) -> list[Example]:
    """Examples as they are written: the words, or the words with their place."""
    found: list[Example] = []
    for number, text in enumerate(examples):
        place = places[number] if number < len(places) else None
        if place is None:
            found.append(text)
        else:
            found.append({"text": text} | {k: v for k, v in place._asdict().items() if v})
    return found


def code_lines(
    code: Code,
    column: int = 0,
    offset: int = 2,
    *,
    below: Sequence[Code] = (),
    everything: Sequence[Code] = (),
) -> list[str]:
    """A code as an item of a list, its `-` at `column`.

    Args:
        code: The code.
        column: Where the `-` stands.
        offset: How far the `-` of a list stands from its key.
        below: The codes right under it, written under its `codes:`.
        everything: All codes, where those further down are looked for.
    """
    lines: list[str] = []
    for key, value in values_of(code).items():
        lines += field_lines(key, value, column + 2, offset)
    lines[0] = f"{' ' * column}- {lines[0].lstrip()}"
    if below:
        lines.append(f"{' ' * (column + 2)}codes:")
        lines += _list_lines(below, column + 2 + offset, offset, everything)
    return lines


def _list_lines(codes: Sequence[Code], column: int, offset: int, everything: Sequence[Code]) -> list[str]:
    lines: list[str] = []
    for number, code in enumerate(codes):
        below = [other for other in everything if other.parent == code.id]
        lines += [""] if number and column <= offset else []
        lines += code_lines(code, column, offset, below=below, everything=everything)
    return lines


def new_codebook(
    codes: Sequence[Code],
    groups: Sequence[CodeGroup] = (),
    *,
    title: str = "",
    version: str | float = 1,
    language: str = "",
    memo: str = "",
    comment: str = "",
) -> str:
    """The text of a new `codebook.yaml`.

    Args:
        codes: The codes; each stands under the one it names as `parent`.
        groups: Groups of codes that exclude each other; those that a code's `scale` or `exclusive` gives are left out.
        title: The codebook's name.
        version: Its version.
        language: Its language.
        memo: Notes on it.
        comment: What stands above it all, without `#`.
    """
    lines = [f"# {line}".rstrip() for line in comment.splitlines()]
    lines += [""] if lines else []
    lines += field_lines("title", title, 0)
    lines.append(f"version: {version if isinstance(version, int | float) else scalar(version)}")
    lines += field_lines("language", language or None, 0) + field_lines("memo", memo or None, 0)
    lines += group_lines([group for group in groups if not _of_a_code(group, codes)])
    top = [code for code in codes if code.parent is None]
    lines += ["codes:", *_list_lines(top, 2, 2, codes)] if top else ["codes: []"]
    return "\n".join(lines) + "\n"


def _of_a_code(group: CodeGroup, codes: Sequence[Code]) -> bool:
    return any(code.id == group.id and (code.scale or code.exclusive) for code in codes)


def group_lines(groups: Sequence[CodeGroup]) -> list[str]:
    """`groups:` as it stands at the top of the file."""
    lines = ["groups:"] if groups else []
    for group in groups:
        lines.append(f"  - id: {scalar(group.id)}")
        lines += field_lines("label", label_value(group.labels), 4)
        lines.append(f"    codes: {in_flow(list(group.codes))}")
        lines += ["    ordered: true"] if group.ordered else []
    return lines
