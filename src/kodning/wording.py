"""Danish and English wording: every text stands in both languages, side by side, where it is used.

The language is a context variable, so that two threads (or two requests) can speak different languages.
"""

import locale
import os
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, get_args

Language = Literal["da", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_language: ContextVar[Language | None] = ContextVar("language", default=None)

# Danish alphabetical order: æ, ø, å follow z; aa is sorted as å only in names, so it is left alone here.
# What stands for them are the three characters that follow z in Unicode.
_DANISH_ORDER = {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"}
_DANISH_TABLE = str.maketrans(_DANISH_ORDER)


def language() -> Language:
    """The language in force: the one set, else that of the user's locale, else Danish."""
    return _language.get() or _language_of_locale(os.environ)


def _language_of_locale(environment: Mapping[str, str]) -> Language:
    # gettext's order of the POSIX variables; Windows has none of them and is asked through `locale`.
    for name in ("KODNING_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "en" if value.lower().startswith("en") else "da"
    return "en" if (locale.getlocale()[0] or "").lower().startswith("en") else "da"


def set_language(chosen: Language | None) -> None:
    """Set the language for this thread or task; None goes back to the locale's."""
    _language.set(chosen)


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Speak a language within a `with` block."""
    token = _language.set(chosen)
    try:
        yield
    finally:
        _language.reset(token)


def tr(da: str, en: str) -> str:
    """The text in the language in force."""
    return da if language() == "da" else en


def plural(count: int, da: tuple[str, str], en: tuple[str, str]) -> str:
    """A count with its noun: `plural(1, ("kodning", "kodninger"), ("coding", "codings"))` → `1 kodning`.

    Both languages use the singular for exactly one and the plural for everything else, zero included.
    """
    one, many = da if language() == "da" else en
    return f"{integer(count)} {one if count == 1 else many}"


def integer(value: int) -> str:
    """A whole number with the thousands separator of the language: `12.345` or `12,345`."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language() == "da" else grouped


def decimal(value: float, digits: int = 2) -> str:
    """A number with fixed decimals and the decimal mark of the language: `0,67` or `0.67`.

    A half is rounded away from zero, as readers and spreadsheets do: 2.5 becomes 3, 0.125 becomes 0.13.
    """
    return _written(value, digits)


def _written(value: float, digits: int, times: int = 1) -> str:
    # The shortest decimals that mean this float are what the reader would calculate with. In whole numbers, since the
    # library of decimals takes longer to load than a table to print.
    mantissa, _, exponent = repr(float(value)).partition("e")
    whole, _, part = mantissa.lstrip("-").partition(".")
    units, shift = int(whole + part) * times, int(exponent or 0) - len(part) + digits
    units = units * 10**shift if shift >= 0 else (units + 10**-shift // 2) // 10**-shift
    figures = str(units).zfill(digits + 1)
    text = figures[: len(figures) - digits] + (f".{figures[-digits:]}" if digits else "")
    if value < 0 and units:  # no "-0,00"
        text = f"−{text}"  # a minus as a report prints it
    return text.replace(".", ",") if language() == "da" else text


def percent(share: float, digits: int = 0) -> str:
    """A share between 0 and 1 as percent: `12 %` in Danish, `12%` in English."""
    return f"{_written(share, digits, times=100)}{tr(' %', '%')}"


def clock(seconds: float) -> str:
    """Seconds as `00:14:31`."""
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def sort_key(text: str) -> str:
    """Key for Danish alphabetical order, without regard to case: a … z æ ø å; é as e, ü as y."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(_DANISH_TABLE)
    if folded.isascii():
        return folded
    apart = unicodedata.normalize("NFKD", folded)
    return "".join(character for character in apart if not unicodedata.combining(character))


def listing(items: list[str], most: int = 8) -> str:
    """Items as running text: `a, b og c`; what is past `most` is counted, not shown."""
    if len(items) > most:
        rest = len(items) - most
        return ", ".join(items[:most]) + tr(f" og {rest} til", f" and {rest} more")
    if len(items) < 2:  # noqa: PLR2004 - one item needs no conjunction
        return "".join(items)
    return ", ".join(items[:-1]) + tr(" og ", " and ") + items[-1]
