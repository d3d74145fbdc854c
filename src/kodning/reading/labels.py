"""The form of a speaker label at the start of a line: `Navn:`, `**Navn:**`, `[00:12:03] Navn:` and their kin.

Whether something of that form is a label is decided in `speakers`, over the whole file.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kodning.reading.times import BRACKETED, STAMP, Stamp, leading, stamp
from kodning.text import on_one_line

# Every repetition is bounded or possessive, so that a line costs the same whatever stands on it.
_SPACE = r"[ \t]{0,8}+"
_LABEL = rf"""
    [ \t]*+
    (?:(?P<before>{BRACKETED}|{STAMP}) {_SPACE} (?:[-–—]{_SPACE})?)?
    (?P<mark>\*{{1,3}}+|_{{1,3}}+)?
    (?:(?P<inside>{BRACKETED}|{STAMP}){_SPACE})?
    (?P<name>[^\W_][^:*\[\]<>{{}}|"«»“”„?!…]{{0,39}}?)
    {_SPACE}(?P<behind>{BRACKETED})?
    (?(mark)
        (?: (?P=mark) {_SPACE} (?P<after>{BRACKETED})? {_SPACE} : | {_SPACE} : [ \t]? (?P=mark) )
      | {_SPACE} :
    )
    """
_MOST_WORDS = 4
_OPENS_TALK = frozenset("\"'([«»“”„‘’…-–—*_")  # what may follow a colon without a space


@dataclass(frozen=True, slots=True)
class Label:
    """Something at the start of a line that has the form of a speaker label.

    Attributes:
        name: As written, without colon, markup and time.
        key: The same for all spellings of one name.
        stamp: Its time stamp.
        bold: It is set in bold.
        spaced: The line ends or goes on with white space after the colon.
        rest: What stands after it on the line.
        form: What tells it from the words: a colon, a tab, or that it stands alone on its line.
    """

    name: str
    key: str
    stamp: Stamp | None
    bold: bool
    spaced: bool
    rest: str
    form: Literal["colon", "tab", "alone"] = "colon"

    @property
    def shaped(self) -> bool:
        """Up to four words, each beginning with a capital or a digit, as names do."""
        words = self.name.split()
        return len(words) <= _MOST_WORDS and all(_capital(word) for word in words)


def key_of(name: str) -> str:
    """A label's name without regard to case and space."""
    return on_one_line(name).casefold()


def key_of_given(name: str) -> str:
    """The key of a label as a person types it, who may copy its colon and markup along."""
    return key_of(unicodedata.normalize("NFC", name).strip(" \t:*_"))


def label(line: str) -> Label | None:
    """What a line begins with, if it has the form of a label."""
    if ":" not in line or not (found := _pattern().match(line)):
        return None
    name, rest = on_one_line(found["name"]), line[found.end() :]
    spaced = not rest or rest[0].isspace()
    if not any(map(str.isalpha, name)) or not (spaced or _tight(found, rest[0])):
        return None
    bold = len(found["mark"] or "") > 1
    key = key_of(name)
    if written := found["before"] or found["inside"] or found["behind"] or found["after"]:
        return Label(name, key, stamp(written), bold, spaced, rest.strip())
    if timed := leading(rest):  # `Navn: [00:12:03] Ja`
        return Label(name, key, timed[0], bold, spaced, timed[1])
    return Label(name, key, None, bold, spaced, rest.strip())


@cache
def _pattern() -> re.Pattern[str]:
    # Compiled when the first file is read: it takes longer than the rest of the import.
    return re.compile(_LABEL, re.VERBOSE)


def _tight(found: re.Match[str], following: str) -> bool:
    """Whether talk may begin right behind the colon: not in `http://`, `12:30`, `Tak :D`."""
    before = found[0].rstrip(":*_")[-1:]
    if before.isspace() or (before.isdigit() and following.isdigit()):
        return False
    return following.isalnum() or following in _OPENS_TALK


def _capital(word: str) -> bool:
    first = next(filter(str.isalnum, word), "")
    return first.isupper() or first.isdigit()
