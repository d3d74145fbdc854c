"""What in a text may identify a person: names and places of lists, numbers that identify, and capitals within sentences."""

import re
from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

from kodning.privacy.lists import FIRST_NAMES, MUNICIPALITIES, NO_NAMES, PLACES

Kind = Literal["person", "municipality", "place", "e-mail", "phone", "cpr", "capital"]
SURE: tuple[Kind, ...] = ("person", "municipality", "place", "e-mail", "phone", "cpr")

_NAME = r"[A-ZÆØÅÀ-ÖØ-Þ][\wÀ-ÿ]*(?:[-’'][A-ZÆØÅÀ-ÖØ-Þ]?[\wÀ-ÿ]+)*"
_CAPITAL = re.compile(rf"(?<![\w-]){_NAME}(?![\w])")
_NUMBERS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("e-mail", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("cpr", re.compile(r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d[- ]?\d{4}(?!\d)")),
    ("phone", re.compile(r"(?<![\d/+])(?:\+45[ ]?)?\d\d[ ]?\d\d[ ]?\d\d[ ]?\d\d(?![\d/])")),
)
_COUNCIL = re.compile(rf"(?<![\w-])({_NAME}(?:[ ]{_NAME})?)[ ](?:[Kk]ommunes?)(?!\w)")
_BEGINS = re.compile(r"(?:^|[.!?…:»“”\"'(\[\]–—-]|\n)[\s»“”\"'(\[\]–—-]*$")
_SHORTEST = 2


class Found(NamedTuple):
    """Words that may identify somebody.

    Attributes:
        start: First code point.
        end: One past the last.
        words: The words, without a genitive s.
        kind: `person`, `municipality`, `place`, `e-mail`, `phone`, `cpr`; `capital`: a capital letter within a
            sentence, which in Danish is nearly always a name.
    """

    start: int
    end: int
    words: str
    kind: Kind


def find(text: str, known: Collection[str] = ()) -> list[Found]:
    """What may identify somebody, in order, not overlapping.

    Args:
        text: Any text.
        known: Further names that are looked for, as those of a key file.
    """
    taken: list[Found] = []
    for found in _all(text, known):
        if all(found.end <= other.start or found.start >= other.end for other in taken):
            taken.append(found)
    return sorted(taken)


def _all(text: str, known: Collection[str]) -> Iterator[Found]:
    """The surest first."""
    for kind, pattern in _NUMBERS:
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), match[0], kind)
    for match in _COUNCIL.finditer(text):
        words, start = match[1], match.start(1)
        first, _, rest = words.partition(" ")
        if rest and _begins(text, start) and first not in MUNICIPALITIES:  # "Hos Kolding Kommune"
            words, start = rest, start + len(first) + 1
        if words.upper() != words:
            yield Found(start, start + len(words), words, "municipality")
    capitals = [(match.start(), match[0]) for match in _CAPITAL.finditer(text)]
    for start, form in capitals:
        words = _base(form, known)
        of_list = _listed(words, known)
        short = (
            of_list == "person" and len(words) <= _SHORTEST + 1
        )  # "Per", "Bo": words too, where a sentence begins
        if of_list is not None and not (short and _begins(text, start)):
            yield Found(start, start + len(words), words, of_list)
    for start, form in capitals:
        words = _base(form, known)
        plain = (
            form not in NO_NAMES
            and words not in NO_NAMES
            and len(words) >= _SHORTEST
            and words.upper() != words
        )
        if plain and not _begins(text, start):
            yield Found(start, start + len(words), words, "capital")


def _listed(words: str, known: Collection[str]) -> Kind | None:
    if words in MUNICIPALITIES:
        return "municipality"
    if words in PLACES:
        return "place"
    return "person" if words in FIRST_NAMES or words in known else None


def _base(form: str, known: Collection[str]) -> str:
    """A name without its genitive: `Mettes` is Mette's, but `Lars` is Lars."""
    if form in known or form in FIRST_NAMES or form in MUNICIPALITIES or form in PLACES:
        return form
    for ending in ("’s", "'s", "s"):
        base = form.removesuffix(ending)
        if base != form and (base in known or _listed(base, known)):
            return base
    return form


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins here, where every word has a capital."""
    return bool(_BEGINS.search(text[max(0, start - 8) : start]))
