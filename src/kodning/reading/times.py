"""Time stamps in transcripts: `00:12:03`, `12:03,5`, `00:12:03 - 00:12:10`, and clock times: `Kl. 09:16`."""

import re
from dataclasses import dataclass
from functools import cache

_TIME = r"(?:[0-9]{1,2}:)?[0-9]{1,3}:[0-9]{2}(?:[.,][0-9]{1,3})?(?![0-9]|:[0-9])"
_DASH = r"[ \t]{0,4}(?:-->|[-–—→])[ \t]{0,4}"
_CLOCK = r"[Kk]l\.?[ \t]{0,4}[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?![0-9]|:[0-9])"

STAMP = rf"(?:{_CLOCK}|{_TIME}(?:{_DASH}{_TIME})?)"
"""Pattern (no groups) of a time stamp as it stands."""
BRACKETED = rf"(?:\[[ \t]{{0,4}}{STAMP}[ \t]{{0,4}}\]|\([ \t]{{0,4}}{STAMP}[ \t]{{0,4}}\))"
"""Pattern (no groups) of a time stamp in brackets or parentheses."""

_ONE = re.compile(_TIME)
_CLOCK_DIGITS = re.compile(r"[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?")
# Without brackets only hours, minutes and seconds are surely a stamp: `12:30 kom han` is talk.
_LEADING = rf"[ \t]*+(?P<stamp>{BRACKETED}|[0-9]{{1,2}}:[0-9]{{2}}:[0-9]{{2}}(?:[.,][0-9]{{1,3}})?(?![0-9:]))(?=\s|$)"

_SIXTY = 60


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp.

    Attributes:
        written: As it stands in the source.
        start: Seconds; None when the digits are no time, such as `00:75`.
        end: Seconds, where the stamp has an end that is not before its start.
        clock: It is the time of day, not the time since the recording began.
    """

    written: str
    start: float | None
    end: float | None = None
    clock: bool = False

    @property
    def sound(self) -> bool:
        """Whether everything that stands in it could be used."""
        ends = len(_ONE.findall(self.written)) > 1 and not self.clock
        return self.start is not None and (self.end is not None or not ends)


def stamp(written: str) -> Stamp:
    """What a piece of source that matched STAMP or BRACKETED says."""
    if "k" in written.lower():
        digits = _CLOCK_DIGITS.search(written)
        return Stamp(written, _clock_seconds(digits[0]) if digits else None, clock=True)
    times = [_seconds(found) for found in _ONE.findall(written)]
    start = times[0] if times else None
    end = times[1] if len(times) > 1 else None
    if start is None or (end is not None and end < start):
        end = None
    return Stamp(written, start, end)


def leading(line: str) -> tuple[Stamp, str] | None:
    """The time stamp that a line begins with, and the rest of the line; None where there is none."""
    if not (found := _leading_pattern().match(line)):
        return None
    return stamp(found["stamp"]), line[found.end() :].strip()


@cache
def _leading_pattern() -> re.Pattern[str]:
    return re.compile(_LEADING)


def _seconds(written: str) -> float | None:
    *larger, last = written.split(":")
    units = [*map(int, larger), float(last.replace(",", "."))]
    # Only the largest unit may pass 59: `75:10` is an hour and a quarter.
    if any(value >= _SIXTY for value in units[1:]):
        return None
    total = 0.0
    for value in units:
        total = total * _SIXTY + value
    return total


def _clock_seconds(written: str) -> float | None:
    hours, minutes, seconds = [*map(int, re.split("[:.]", written)), 0][:3]
    if hours > 24 or minutes >= _SIXTY or seconds >= _SIXTY:  # noqa: PLR2004 - hours of a day
        return None
    return float((hours * _SIXTY + minutes) * _SIXTY + seconds)
