"""Values as people write them in tables, to whole numbers, numbers, dates, yes/no, when all of a column fit.

Danish and English ways: `3,5` and `3.5`, `14.09.2016`, `14/9 2016`, `2016-09-14`, `ja`, `nej`, `true`.
"""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from kodning.errors import KodningError
from kodning.model import AttributeValue

_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})(?:[.,][0-9]{1,15})?")
_GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,5}(?:,[0-9]{1,15})?")  # `1.234.567,5`
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./-] ?([0-9]{1,2})[./ -] ?([0-9]{4})")
_YES = frozenset({"ja", "yes", "true", "sand", "sandt"})
_NO = frozenset({"nej", "no", "false", "falsk"})
_MISSING = frozenset({"", "-", "–", "na", "n/a", "#n/a", "null", "none"})


def missing(written: str) -> bool:
    """Whether a cell says that there is no value."""
    return written.strip().casefold() in _MISSING


def column(values: Sequence[str]) -> list[AttributeValue | None]:
    """The values of a column, of one kind: the first of whole number, number, date, yes/no that all fit, else text.

    Args:
        values: As written; an empty one, `-` and `n/a` are None.
    """
    there = [value.strip() for value in values if not missing(value)]
    read = next((kind for kind in _KINDS if there and all(kind(value) is not None for value in there)), str)
    return [None if missing(value) else read(value.strip()) for value in values]


def single(written: str) -> AttributeValue | None:
    """A value that stands alone, such as `alder=42` on the command line."""
    return column([written])[0]


def whole(written: str) -> int | None:
    """A whole number; `007` and `+45 12 34` are none."""
    return int(written) if _WHOLE.fullmatch(written) else None


def number(written: str) -> float | None:
    """A number with a decimal comma or point."""
    if _GROUPED.fullmatch(written) and ("," in written or written.count(".") > 1):
        found = float(written.replace(".", "").replace(",", "."))
    elif _NUMBER.fullmatch(written):
        found = float(written.replace(",", "."))
    else:
        return None
    return found if math.isfinite(found) else None


def day(written: str) -> date | None:
    """A date: ISO, or day first as in Denmark."""
    if found := _ISO.fullmatch(written):
        year, month, day_ = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(written):
        day_, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day_)
    except ValueError:
        return None


def yes_no(written: str) -> bool | None:
    """Yes or no; 1 and 0 are numbers."""
    folded = written.casefold()
    return True if folded in _YES else False if folded in _NO else None


_KINDS: Sequence[Callable[[str], AttributeValue | None]] = (whole, number, day, yes_no)


class BadAttributeError(KodningError):
    """An attribute on the command line that is no `name=value`."""

    def __init__(self, written: str) -> None:
        super().__init__(
            f"»{written}« skrives som rolle=formand.",
            f"“{written}” is written like rolle=formand.",
        )


def pairs(written: Iterable[str]) -> dict[str, AttributeValue | None]:
    """`name=value` as on the command line; `name=` takes a value away.

    Raises:
        BadAttributeError: There is no equals sign, or no name.
    """
    import unicodedata

    found: dict[str, AttributeValue | None] = {}
    for each in written:
        name, sign, value = unicodedata.normalize("NFC", each).partition("=")
        if not sign or not name.strip():
            raise BadAttributeError(each)
        found[name.strip()] = single(value)
    return found
