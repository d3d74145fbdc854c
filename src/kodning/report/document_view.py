"""A document for the terminal: its turns with the codings in the margin."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kodning.model import Coding, Turn
from kodning.report.quote_extract import clock
from kodning.wording import sort_key, tr

_LANES = 6  # stripes side by side; what is past them is named, but has no stripe


@dataclass(frozen=True, slots=True)
class Line:
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
    measure = max(40, min(76, width - 42))
    lanes = _lanes(codings)
    stripes = max(lanes.values(), default=-1) + 1
    out: list[str] = []
    for turn in turns:
        out += ["", _heading(turn)]
        for line in wrapped(text, turn.start, turn.end, measure):
            starting = [c for c in codings if line.start <= c.start < line.end]
            margin = "".join(_stripe(line, codings, lanes, lane) for lane in range(stripes))
            names = ", ".join(f"{labels.get(c.code, c.code)} ({c.coder}, {c.id})" for c in starting)
            out.append(f"  {line.text:<{measure}}  {margin} {names}".rstrip())
    return "\n".join(out).lstrip("\n") + "\n"


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
    here = [c for c in codings if lanes.get(c.id) == lane and c.start < line.end and c.end > line.start]
    if not here:
        return " "
    begins = here[0].start >= line.start
    ends = here[-1].end <= line.end
    return {(True, True): "╶", (True, False): "┌", (False, True): "└", (False, False): "│"}[begins, ends]


def wrapped(text: str, start: int, end: int, width: int) -> Iterator[Line]:
    """Break text[start:end] between words into lines that know their place; blank lines are kept."""
    place = start
    while place < end:
        newline = text.find("\n", place, end)
        stop = end if newline < 0 else newline
        if stop - place > width:
            space = text.rfind(" ", place, place + width + 1)
            stop = space if space > place else place + width
        yield Line(place, stop, text[place:stop])
        place = stop
        while place < end and text[place] == " ":
            place += 1
        if place < end and text[place] == "\n":
            place += 1
