"""All that a codebook says of a code as one text for the Description, and back.

REFI-QDA has a name, a colour and a description. What else stands in `codebook.yaml` (rules, examples, terms, the
label in another language, the id) is written below the definition under headings that people can read, one line or
one list each, and found again by these headings in either language.
"""

import re
from typing import NamedTuple

from kodning.model import Code
from kodning.text import on_one_line

_LISTS = {
    "include": ("Medtag:", "Include:"),
    "exclude": ("Medtag ikke:", "Exclude:"),
    "examples": ("Eksempler:", "Examples:"),
    "terms": ("Søgeord:", "Terms:"),
    "negative_terms": ("Ikke søgeord:", "Negative terms:"),
}
_LINES = {
    "memo": ("Memo:", "Memo:"),
    "label_da": ("Navn (da):", "Name (da):"),
    "label_en": ("Navn (en):", "Name (en):"),
    "id": ("Kode-id:", "Code id:"),
}
_LIST_OF = {heading: key for key, headings in _LISTS.items() for heading in headings}
_LINE_OF = {heading: key for key, headings in _LINES.items() for heading in headings}
_LINE = re.compile("(" + "|".join(map(re.escape, sorted(_LINE_OF, key=len, reverse=True))) + r")\s*(.*)")


class Described(NamedTuple):
    """What a description says.

    Attributes:
        definition: The text before the first heading.
        lists: Values by field of `Code`.
        lines: Values by `memo`, `label_da`, `label_en`, `id`.
    """

    definition: str
    lists: dict[str, list[str]]
    lines: dict[str, str]


def describe(code: Code, name: str, language: str) -> str:
    """A code's description.

    Args:
        code: The code.
        name: What it is called in the file.
        language: Of the headings.
    """
    at = 0 if language == "da" else 1
    blocks = [code.definition] if code.definition else []
    for key, headings in _LISTS.items():
        values = getattr(code, key)
        if values:
            blocks.append("\n".join([headings[at], *(f"- {value}" for value in values)]))
    lines = [f"{_LINES['memo'][at]} {code.memo}"] if code.memo else []
    lines += [
        f"{_LINES[f'label_{which}'][at]} {label}"
        for which, label in code.labels.items()
        if f"label_{which}" in _LINES and label != name
    ]
    if code.id != name:
        lines.append(f"{_LINES['id'][at]} {code.id}")
    return "\n\n".join([*blocks, *(["\n".join(lines)] if lines else [])])


def understood(text: str) -> Described:
    """What a description says: ours by its headings, another program's as the definition."""
    definition: list[str] = []
    lists: dict[str, list[str]] = {}
    lines: dict[str, str] = {}
    into: list[str] | None = None
    for raw in text.replace("\r\n", "\n").split("\n"):
        line = raw.strip()
        if line in _LIST_OF:
            into = lists.setdefault(_LIST_OF[line], [])
        elif match := _LINE.fullmatch(line):
            lines[_LINE_OF[match[1]]] = match[2]
            into = None
        elif into is not None and line.startswith("- "):
            into.append(line[2:].strip())
        elif line or definition:
            if into is not None and line and into:
                into[-1] = f"{into[-1]} {line}"
            elif into is None:
                definition.append(line)
    return Described(on_one_line(" ".join(definition)), lists, lines)
