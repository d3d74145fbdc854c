"""A document for the terminal: its turns with the codings in the margin."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, takewhile
from typing import NamedTuple

from kodning.model import Coding, Turn
from kodning.report.table import display_width, shortened
from kodning.wording import clock, sort_key, tr

_LANES = 6  # stripes side by side; what is past them is named, but has no stripe


class Line(NamedTuple):
    """A printed line of text and where it stands."""

    start: int
    end: int
    text: str


def document_view(
    text: str, turns: Sequence[Turn], codings: Sequence[Coding], labels: Mapping[str, str], width: int
) -> str:
    """Turns with line-broken text; stripes at the right show where each coding begins, runs and ends.

    Args:
        text: The document's text.
        turns: Its turns.
        codings: Codings to show.
        labels: Name to print by code id.
        width: Columns of the terminal.
    """
    measure = max(30, min(76, width - 42))
    drawn = [_trimmed(coding, text) for coding in codings]
    lanes = _lanes(drawn)
    stripes = max(lanes.values(), default=-1) + 1
    room = width - measure - stripes - 5
    named: set[int] = set()
    out: list[str] = []
    for turn in turns:
        out += ["", _heading(turn)]
        names: list[str] = []
        for line in wrapped(text, turn.start, turn.end, measure):
            here = [c for c in drawn if c.start < line.end and c.end > line.start]
            names += [_name(c, labels, room) for c in here if c.id not in named]
            named.update(c.id for c in here)
            margin = "".join(_stripe(line, here, lanes, lane) for lane in range(stripes))
            shown = line.text + " " * (measure - display_width(line.text))
            out.append(f"  {shown}  {margin} {_next_names(names, room)}".rstrip())
        while names:  # more codings than the turn has lines
            out.append(" " * (measure + stripes + 5) + _next_names(names, room))
    return "\n".join(out).lstrip("\n") + "\n"


def _trimmed(coding: Coding, text: str) -> Coding:
    """A coding as it is drawn: without the space it may begin or end with, which no line shows."""
    words = text[coding.start : coding.end]
    start = coding.start + len(words) - len(words.lstrip())
    return coding._replace(start=start, end=start + len(words.strip()))


def _name(coding: Coding, labels: Mapping[str, str], room: int) -> str:
    who = f" ({coding.coder}, {coding.id})"
    return shortened(labels.get(coding.code, coding.code), max(8, room - display_width(who))) + who


def _next_names(names: list[str], room: int) -> str:
    """Takes as many names off the list as fit on a line, at least one."""
    line = names.pop(0) if names else ""
    while names and display_width(f"{line}, {names[0]}") <= room:
        line += f", {names.pop(0)}"
    return line


def _heading(turn: Turn) -> str:
    role = {
        "interviewer": tr("interviewer", "interviewer"),
        "informant": tr("informant", "informant"),
        "unknown": tr("rolle ukendt", "role unknown"),
    }[turn.role]
    parts = [f"t{turn.number}", turn.speaker or tr("(uden navn)", "(no name)")]
    if turn.speaker is None or turn.role != sort_key(turn.speaker):
        parts.append(f"[{role}]")
    if turn.time_start is not None:
        parts.append(clock(turn.time_start))
    return "  ".join(parts)


def _lanes(codings: Sequence[Coding]) -> dict[int, int]:
    """A lane for each coding, so that codings that overlap stand beside each other."""
    ends: list[int] = []
    lanes: dict[int, int] = {}
    for coding in sorted(codings, key=lambda c: (c.start, -c.end)):
        free = next((lane for lane, end in enumerate(ends) if end <= coding.start), len(ends))
        if free >= _LANES:
            continue
        ends[free : free + 1] = [coding.end]
        lanes[coding.id] = free
    return lanes


def _stripe(line: Line, codings: Sequence[Coding], lanes: Mapping[int, int], lane: int) -> str:
    """What a lane shows beside a line, of the codings that the line touches."""
    here = [c for c in codings if lanes.get(c.id) == lane]
    if not here:
        return " "
    begins = min(c.start for c in here) >= line.start
    ends = max(c.end for c in here) <= line.end
    runs_on = "│" if len(here) == 1 else "├"  # one ends and the next begins
    return {(True, True): "╶", (True, False): "┌", (False, True): "└", (False, False): runs_on}[begins, ends]


def wrapped(text: str, start: int, end: int, width: int) -> Iterator[Line]:
    """Break text[start:end] between words into lines that know their place; blank lines are kept."""
    place = start
    while place < end:
        newline = text.find("\n", place, end)
        stop = place + _fitting(text[place : end if newline < 0 else newline], width)
        if stop < end and stop != newline:
            space = text.rfind(" ", place, stop + 1)
            stop = space if space > place else stop
        yield Line(place, stop, text[place:stop])
        place = stop
        while place < end and text[place] == " ":
            place += 1
        if place < end and text[place] == "\n":
            place += 1


def _fitting(words: str, width: int) -> int:
    """How many characters, at least one, fit into so many columns."""
    taken = accumulate(map(display_width, words))
    return max(min(1, len(words)), sum(1 for _ in takewhile(lambda columns: columns <= width, taken)))
