"""Where a place of one text stands in another: offset maps through normalisation and added speaker labels."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kodning.model import Turn

if TYPE_CHECKING:
    from kodning.anchoring import Alignment

_NEWLINES = re.compile("\r\n|[\r\u2028\u2029\u0085]")
_MARK = re.compile("\\A\ufeff")
_CLUSTER = re.compile(
    r"[\x00-\x7f]?[^\x00-\x7f]+"
)  # nothing combines with what stands before an ASCII character
_LINE_END_SPACE = re.compile(r"[^\S\n]+(?=\n|\Z)")
_OUTER_LINES = re.compile(r"\A\n+|\n+\Z")
_BETWEEN = "\n\n"


class OffsetMap(NamedTuple):
    """Monotone map from places of a text to places of another, piece by piece.

    Attributes:
        starts: Where the pieces begin in the first text, ascending.
        ends: Where each ends in the first; places between two pieces are moved to the nearer side.
        targets: Where each begins in the second.
        stops: Where each ends in the second; a piece that was replaced may have another length there.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    targets: Sequence[int]
    stops: Sequence[int]

    def start(self, place: int) -> int:
        """The place in the second text; what was left out moves on to the next piece."""
        index = bisect_right(self.starts, place) - 1
        if index < 0:
            return self.targets[0] if self.targets else 0
        if place < self.ends[index]:
            return min(self.targets[index] + place - self.starts[index], self.stops[index])
        return self.targets[index + 1] if index + 1 < len(self.starts) else self.stops[index]

    def end(self, place: int) -> int:
        """The place in the second text; what was left out moves back to the piece before."""
        index = bisect_right(self.starts, place - 1) - 1
        if index < 0:
            return self.targets[0] if self.targets else 0
        if place >= self.ends[index]:
            return self.stops[index]
        return min(self.targets[index] + place - self.starts[index], self.stops[index])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the first text as one of the second; empty where all of it was left out."""
        index = bisect_right(self.starts, start) - 1
        if index >= 0 and start < end <= self.ends[index]:  # as nearly all: inside one piece
            shift = self.targets[index] - self.starts[index]
            if self.ends[index] + shift == self.stops[index]:
                return start + shift, end + shift
        first, last = self.start(start), self.end(end)
        return first, max(first, last)


class AlignedMap(NamedTuple):
    """From a text to a corrected one, by which words of the two correspond."""

    alignment: "Alignment"

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the one as a span of the other; empty where its words are gone."""
        found = self.alignment.place(start, end)
        return (start, start) if found is None else (found.start, found.end)


class ChainedMap(NamedTuple):
    """Several maps, one after the other."""

    maps: tuple["OffsetMap | AlignedMap | ChainedMap", ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the first text as one of the last."""
        for each in self.maps:
            if start >= end:
                return start, start
            start, end = each.span(start, end)
        return start, end


Mapping = OffsetMap | AlignedMap | ChainedMap


def identity(length: int) -> OffsetMap:
    """Every place is itself."""
    return OffsetMap((0,), (length,), (0,), (length,))


def _replaced(text: str, changes: Iterable[tuple[int, int, str]]) -> tuple[str, OffsetMap]:
    """A text with pieces replaced, and the map."""
    parts: list[str] = []
    pieces: list[tuple[int, int, int, int]] = []
    at = length = 0
    for start, end, new in changes:
        if at < start:
            pieces.append((at, start, length, length + start - at))
            parts.append(text[at:start])
            length += start - at
        if new:
            pieces.append((start, end, length, length + len(new)))
            parts.append(new)
            length += len(new)
        at = end
    if at < len(text) or not pieces:
        pieces.append((at, len(text), length, length + len(text) - at))
        parts.append(text[at:])
    return "".join(parts), OffsetMap(*zip(*pieces, strict=True))


def _composed(text: str) -> tuple[str, OffsetMap]:
    """NFC with a map that knows each character sequence, not only the text's ends."""
    changes = []
    for match in _CLUSTER.finditer(text):
        run = match[0]
        if unicodedata.is_normalized("NFC", run):
            continue
        at = match.start()
        for piece in _sequences(run):
            if (new := unicodedata.normalize("NFC", piece)) != piece:
                changes.append((at, at + len(piece), new))
            at += len(piece)
    return _replaced(text, changes)


def _sequences(run: str) -> list[str]:
    """A run cut where nothing composes across the cut: before starters, Hangul and the like kept together."""
    cuts = [0, *(i for i in range(1, len(run)) if not unicodedata.combining(run[i])), len(run)]
    pieces: list[str] = []
    for start, end in pairwise(cuts):
        piece = run[start:end]
        if pieces:
            joined = pieces[-1] + piece
            apart = unicodedata.normalize("NFC", pieces[-1]) + unicodedata.normalize("NFC", piece)
            if unicodedata.normalize("NFC", joined) != apart:
                pieces[-1] = joined
                continue
        pieces.append(piece)
    return pieces


def normalised(raw: str) -> tuple[str, Mapping]:
    """What `kodning.text.normalise` makes of a text, and where each of its places went."""
    maps: list[OffsetMap] = []

    def step(text: str, pattern: re.Pattern[str], new: str) -> str:
        changes = [(match.start(), match.end(), new) for match in pattern.finditer(text)]
        if not changes:
            return text
        made, mapping = _replaced(text, changes)
        maps.append(mapping)
        return made

    text = step(step(raw, _MARK, ""), _NEWLINES, "\n")
    if not unicodedata.is_normalized("NFC", text):
        text, mapping = _composed(text)
        maps.append(mapping)
    text = step(text, _LINE_END_SPACE, "")
    text = step(text, _OUTER_LINES, "")
    if not maps:
        return text, identity(len(text))
    return text, maps[0] if len(maps) == 1 else ChainedMap(tuple(maps))


def labelled(text: str, turns: Sequence[Turn]) -> tuple[str, OffsetMap, OffsetMap]:
    """A transcript as other programs should show it: each turn after its speaker's name.

    Where the text between two turns has words (a label that belongs to the text), none is added.

    Returns:
        The text with labels; the map from the stored text to it; the map back.
    """
    changes = []
    before = 0
    for turn in turns:
        if turn.speaker and not text[before : turn.start].strip():
            changes.append((turn.start, f"{turn.speaker}: "))
        before = turn.end
    if not changes:
        return text, identity(len(text)), identity(len(text))
    parts: list[str] = []
    pieces: list[tuple[int, int, int, int]] = []
    at = length = 0
    for place, label in [*changes, (len(text), "")]:
        if at < place:
            pieces.append((at, place, length, length + place - at))
            parts.append(text[at:place])
            length += place - at
        parts.append(label)
        length += len(label)
        at = place
    starts, ends, targets, stops = zip(*pieces, strict=True)
    there = OffsetMap(starts, ends, targets, stops)
    return "".join(parts), there, OffsetMap(targets, stops, starts, ends)


def without(text: str, cuts: Sequence[tuple[int, int]]) -> tuple[str, OffsetMap]:
    """A text with spans taken out, and the map to what is left."""
    return _replaced(text, ((start, end, "") for start, end in cuts))
