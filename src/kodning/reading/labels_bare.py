"""Speaker labels without a colon: `Anna<tab>Ja`, `Speaker 1  00:03` or `**Anna**` alone on a line.

Word's, Teams' and Otter's own transcripts have them so, and tables. Whether one is a label is decided in `speakers`.
"""

import re
from functools import cache

from kodning.reading.labels import Label, key_of
from kodning.reading.roles import role_word
from kodning.reading.times import BRACKETED, STAMP, leading, stamp
from kodning.text import on_one_line

_NAME = r"[^\W_][^:*\[\]<>{}|\"«»“”„?!…\t.,;()]{0,39}?\.?"
_GAP = r"[ \t\u00a0]{0,8}"
_TABBED = rf"""
    [ ]{{0,8}} (?:(?P<before>{BRACKETED}|{STAMP}){_GAP})?
    (?P<mark>\*\*)? (?P<name>{_NAME}) [ ]{{0,4}} (?:(?P<behind>{BRACKETED}|{STAMP})[ ]{{0,4}})? (?(mark)\*\*)
    [ ]{{0,4}}\t{_GAP}
    """
_ALONE = rf"""
    {_GAP} (?P<mark>\*\*)? (?:(?P<before>{BRACKETED}|{STAMP}){_GAP}[-–—]?{_GAP})?
    (?P<name>{_NAME}) (?(mark)(?:{_GAP}(?P<inside>{BRACKETED}|{STAMP}))?{_GAP}\*\*)
    (?:{_GAP}[-–—]?{_GAP}(?P<behind>{BRACKETED}|{STAMP}))? {_GAP}
    """
_LONGEST = 80
_NO_LABEL_ENDS = (".", "!", "?", ",", "…", ";", ":")


def bare_label(line: str) -> Label | None:
    """What a line without a label with a colon begins with, if it has the form of one of these."""
    if "\t" in line:
        return _tabbed(line)
    if len(line) > _LONGEST or not line or (line.endswith(_NO_LABEL_ENDS) and not line.endswith("Int.")):
        return None
    return _alone(line)


def _tabbed(line: str) -> Label | None:
    found = _tabbed_pattern().match(line)
    if not found:
        return None
    name = on_one_line(found["name"])
    if not any(map(str.isalpha, name)):
        return None
    rest = line[found.end() :].strip()
    written = found["before"] or found["behind"]
    at = stamp(written) if written else None
    if at is None and (timed := leading(rest)):
        at, rest = timed
    return Label(name, key_of(name), at, bool(found["mark"]), True, rest, "tab")  # noqa: FBT003 - a tab is space


def _alone(line: str) -> Label | None:
    found = _alone_pattern().fullmatch(line)
    if not found:
        return None
    name = on_one_line(found["name"])
    written = found["before"] or found["inside"] or found["behind"]
    if not (written or found["mark"] or role_word(name)) or not any(map(str.isalpha, name)):
        return None
    at = stamp(written) if written else None
    return Label(name, key_of(name), at, bool(found["mark"]), True, "", "alone")  # noqa: FBT003 - the line ends


@cache
def _tabbed_pattern() -> re.Pattern[str]:
    return re.compile(_TABBED, re.VERBOSE)


@cache
def _alone_pattern() -> re.Pattern[str]:
    return re.compile(_ALONE, re.VERBOSE)
