"""All that a codebook says of a code as one text for the Description, and back.

REFI-QDA has a name, a colour and a description. What else stands in `codebook.yaml` (rules, examples and where they
were drawn from, terms, scales, other names, the label in another language, the id) is written below the definition
under headings that people can read, one line or one list each, and found again by these headings in either language.
"""

import re
from typing import NamedTuple

from kodning.model import Code, ExamplePlace
from kodning.text import on_one_line

_LISTS = {
    "include": ("Medtag:", "Include:"),
    "exclude": ("Medtag ikke:", "Exclude:"),
    "examples": ("Eksempler:", "Examples:"),
    "terms": ("Søgeord:", "Terms:"),
    "negative_terms": ("Ikke søgeord:", "Negative terms:"),
    "scale": ("Skala, mindst først:", "Scale, least first:"),
    "aliases": ("Også kaldet:", "Also called:"),
}
_LINES = {
    "definition": ("Definition:", "Definition:"),
    "memo": ("Memo:", "Memo:"),
    "label_da": ("Navn (da):", "Name (da):"),
    "label_en": ("Navn (en):", "Name (en):"),
    "language": ("Kun navn på:", "Name only in:"),
    "exclusive": ("Koderne lige under udelukker hinanden:", "The codes right under it exclude each other:"),
    "retired": ("Udgået:", "Retired:"),
    "id": ("Kode-id:", "Code id:"),
}
_YES = ("ja", "yes")
_LIST_OF = {heading: key for key, headings in _LISTS.items() for heading in headings}
_LINE_OF = {heading: key for key, headings in _LINES.items() for heading in headings}
_LINE = re.compile("(" + "|".join(map(re.escape, sorted(_LINE_OF, key=len, reverse=True))) + r")\s*(.*)")
_PLACE = "@ "
_BETWEEN = " | "


class Described(NamedTuple):
    """What a description says.

    Attributes:
        definition: The text before the first heading.
        lists: Values by field of `Code`.
        lines: Values by `memo`, `label_da`, `label_en`, `language`, `exclusive`, `retired`, `id`.
        places: Where examples were drawn from, by their number in the list.
    """

    definition: str
    lists: dict[str, list[str]]
    lines: dict[str, str]
    places: dict[int, ExamplePlace]

    @property
    def exclusive(self) -> bool:
        """Whether the codes right under it exclude each other."""
        return self.lines.get("exclusive", "") in _YES

    @property
    def retired(self) -> str:
        """Why it is no longer used, as `Code.retired` has it."""
        reason = self.lines.get("retired", "")
        return "true" if reason in _YES else reason

    def labels(self, name: str) -> dict[str, str]:
        """The code's labels, where the file calls it this."""
        only = self.lines.get("language")
        languages = [only] if only in {"da", "en"} else ["da", "en"]
        return {language: self.lines.get(f"label_{language}") or name for language in languages if language}


def describe(code: Code, name: str, language: str) -> str:
    """A code's description.

    Args:
        code: The code.
        name: What it is called in the file.
        language: Of the headings.
    """
    at = 0 if language == "da" else 1
    blocks = []
    if code.definition:
        first = _LINE.fullmatch(code.definition) or code.definition in _LIST_OF
        blocks.append(f"{_LINES['definition'][at]} {code.definition}" if first else code.definition)
    for key, headings in _LISTS.items():
        values = getattr(code, key)
        if values:
            blocks.append("\n".join([headings[at], *_items(code, key)]))
    said = {
        "memo": code.memo,
        **{f"label_{which}": label for which, label in code.labels.items() if label != name},
        "language": next(iter(code.labels)) if len(code.labels) == 1 else "",
        "exclusive": _YES[at] if code.exclusive else "",
        "retired": _YES[at] if code.retired == "true" else code.retired,
        "id": code.id if code.id != name else "",
    }
    lines = [f"{_LINES[key][at]} {value}" for key, value in said.items() if value]
    return "\n\n".join([*blocks, *(["\n".join(lines)] if lines else [])])


def _items(code: Code, key: str) -> list[str]:
    values = getattr(code, key)
    if key != "examples":
        return [f"- {value}" for value in values]
    lines = []
    for number, value in enumerate(values):
        lines.append(f"- {value}")
        place = code.example_places[number] if number < len(code.example_places) else None
        if place is not None:
            lines.append(f"  {_PLACE}{_BETWEEN.join(place).rstrip(' |')}")
    return lines


def understood(text: str) -> Described:
    """What a description says: ours by its headings, another program's as the definition."""
    definition: list[str] = []
    lists: dict[str, list[str]] = {}
    lines: dict[str, str] = {}
    places: dict[int, ExamplePlace] = {}
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
        elif into and into is lists.get("examples") and line.startswith(_PLACE):
            parts = [*line.removeprefix(_PLACE).split(_BETWEEN, 2), "", ""]
            places[len(into) - 1] = ExamplePlace(*map(str.strip, parts[:3]))
        elif line or definition:
            if into is not None and line and into:
                into[-1] = f"{into[-1]} {line}"
            elif into is None:
                definition.append(line)
    whole = [*definition, lines.pop("definition", "")]
    return Described(on_one_line(" ".join(whole)), lists, lines, places)


_EXCLUDE = ("Koderne udelukker hinanden.", "The codes exclude each other.")
_ORDERED = ("Koderne udelukker hinanden og står i rækkefølge, mindst først.",
            "The codes exclude each other and stand in order, least first.")  # fmt: skip


def describe_group(labels: dict[str, str], id_: str, name: str, *, ordered: bool, language: str) -> str:
    """The description of a set of codes that stands for a group.

    Args:
        labels: The group's labels.
        id_: Its id.
        name: What it is called in the file.
        ordered: Whether its order means something.
        language: Of the sentence and the headings.
    """
    shell = Code(id_, labels, None, 0, 0)
    at = 0 if language == "da" else 1
    said = (_ORDERED if ordered else _EXCLUDE)[at]
    return "\n\n".join(filter(None, [said, describe(shell, name, language)]))


def group_understood(text: str) -> tuple[Described, bool] | None:
    """What the description of a set says, and whether its order means something; None where it is no group of ours."""
    first, _, rest = text.strip().partition("\n")
    if first.strip() not in {*_EXCLUDE, *_ORDERED}:
        return None
    return understood(rest), first.strip() in _ORDERED
