"""What a program counts when it says where a selection stands: found out from its file, never assumed.

The standard says code points. NVivo counts UTF-16 units, so that every emoji shifts what follows by one; on Windows
a line end counts two. Others count line ends as one although the file has two characters, or count the byte order
mark. Each way of counting is tried on all selections of a project; the words they then cover decide.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from kodning.interchange.refi_xml import safe
from kodning.text import on_one_line

_NAME, _EDGE, _PAST = 4.0, 1.0, -8.0
_KNOWN = 1.5  # what it weighs that a program has been measured to count this way
_MARGIN = 1.0  # a lead of no more than this decides nothing
_SHORTEST_NAME = 2
_SHOWN = 70  # characters of an example
_MOST_NAMED = 0.5  # of the selections with a name: then names are words
Placed = tuple[int | None, int | None]


class Counting(NamedTuple):
    """A way of counting places in a text.

    Attributes:
        unit: `codepoint` or `utf16`.
        newline: `file` (CRLF is two) or `lf` (CRLF is one).
        mark: Whether a byte order mark counts.
    """

    unit: str
    newline: str
    mark: bool = False

    def __str__(self) -> str:
        return f"{self.unit}/{self.newline}" + ("/bom" if self.mark else "")


ALL = tuple(
    Counting(unit, newline, mark)
    for mark in (False, True)
    for unit in ("codepoint", "utf16")
    for newline in ("file", "lf")
)
NAMES = tuple(map(str, ALL))
STANDARD = ALL[0]


def named(name: str) -> Counting:
    """The counting of that name, as `--offsets` takes it."""
    return ALL[NAMES.index(name)]


def known(origin: str) -> Counting | None:
    """How a program is known to count, from files that it wrote; None where nobody has measured it."""
    folded = origin.casefold()
    if "nvivo" in folded:
        return Counting("utf16", "file")
    if "qualcoder" in folded:
        return Counting("codepoint", "lf")
    if "kodning" in folded or "qualitative-coding" in folded or "qualitative coding" in folded:
        return Counting("codepoint", "file")
    return None


class Decoder:
    """Turns a program's places in one text into code points of that text (without byte order mark)."""

    def __init__(self, text: str, counting: Counting, *, has_mark: bool) -> None:
        self._length = len(text)
        self._shift = 1 if counting.mark and has_mark else 0
        # After each of these places of the program's, the code point lies that much further.
        self._places: list[int] = []
        self._deltas: list[int] = []
        delta = 0
        wide = counting.unit == "utf16" and not text.isascii()
        pairs = counting.newline == "lf" and "\r\n" in text
        if not wide and not pairs:
            return
        events = sorted(
            [
                *([(i, -1) for i, c in enumerate(text) if c > "\uffff"] if wide else []),
                *([(i, 1) for i in _pairs(text)] if pairs else []),
            ]
        )
        for index, change in events:
            # The program's place just after this character (or this pair).
            after = index + (1 if change < 0 else 2)
            delta += change
            self._places.append(after - delta)
            self._deltas.append(delta)

    def place(self, offset: int) -> int | None:
        """The code point, or None where the text does not reach so far."""
        offset -= self._shift
        if not self._places:
            return offset if 0 <= offset <= self._length else None
        index = bisect_right(self._places, offset) - 1
        found = offset + (self._deltas[index] if index >= 0 else 0)
        return found if 0 <= found <= self._length else None

    def split(self, offset: int) -> bool:
        """Whether the place would lie inside a character."""
        after = offset - self._shift + 1
        index = bisect_right(self._places, after) - 1
        if index < 0 or self._places[index] != after:
            return False
        return self._deltas[index] < (self._deltas[index - 1] if index else 0)


def _pairs(text: str) -> Iterable[int]:
    at = text.find("\r\n")
    while at >= 0:
        yield at
        at = text.find("\r\n", at + 2)


class Sighting(NamedTuple):
    """A selection as the program wrote it: where, and its name, which often is its words."""

    start: int
    end: int
    name: str


class Sample(NamedTuple):
    """A text and what is selected in it.

    Attributes:
        text: As decoded, without byte order mark.
        has_mark: Whether the file had one.
        sightings: The selections.
    """

    text: str
    has_mark: bool
    sightings: Sequence[Sighting]


class Verdict(NamedTuple):
    """How a project's places are counted, and how sure that is.

    Attributes:
        counting: The way taken.
        score: Of what its selections could earn at most, how much they earned: 0 to 1.
        matters: Selections that another way would put elsewhere.
        lead: Points ahead of the best other way, among those selections.
        scores: Every way's share of the points, by name.
        ambiguous: The lead is too small to decide, and it matters.
        forced: The user said so.
        examples: Where it is ambiguous, the words of one selection by way of counting.
    """

    counting: Counting
    score: float
    matters: int
    lead: float
    scores: dict[str, float]
    ambiguous: bool = False
    forced: bool = False
    examples: dict[str, str] = {}  # noqa: RUF012 - never written to

    def record(self) -> dict[str, object]:
        """As JSON."""
        return {
            "unit": self.counting.unit,
            "newline": self.counting.newline,
            "byte_order_mark_counted": self.counting.mark,
            "score": round(self.score, 4),
            "selections_that_depend_on_it": self.matters,
            "lead": round(self.lead, 2),
            "scores": {name: round(score, 4) for name, score in self.scores.items()},
            "forced": self.forced,
        }


class Detector:
    """Tries every way of counting on selections, text by text, and keeps sums alone: a large study has many selections.

    Attributes:
        prior: How the program is known to count.
    """

    def __init__(self, origin: str) -> None:
        self.prior = known(origin)
        self._ways = [self.prior, *(c for c in ALL if c != self.prior)] if self.prior else list(ALL)
        self._points = dict.fromkeys(self._ways, 0.0)
        self._most = 0.0
        self._matters = 0
        self._differ: set[frozenset[Counting]] = set()
        self._words: dict[Counting, str] = {}  # of the first selection that depends on it
        self._named = 0
        self._right = dict.fromkeys(ALL, 0)

    def add(self, sample: Sample) -> None:
        """Another text with its selections."""
        if not sample.sightings:
            return
        if not _matters(sample):
            decoder = Decoder(sample.text, STANDARD, has_mark=False)
            self._count_names(sample, ALL, _places(decoder, sample))
            return
        self._most += sum(_most(sighting) for sighting in sample.sightings)
        placed = {way: self._try(sample, way) for way in self._ways}
        for first, second in combinations(self._ways, 2):
            if placed[first] != placed[second]:
                self._differ.add(frozenset((first, second)))
        apart = [index for index, one in enumerate(zip(*placed.values(), strict=True)) if len(set(one)) > 1]
        self._matters += len(apart)
        if apart and not self._words:
            self._words = {way: _covered(sample.text, placed[way][apart[0]]) for way in self._ways}

    def _try(self, sample: Sample, way: Counting) -> list[Placed]:
        decoder = Decoder(sample.text, way, has_mark=sample.has_mark)
        places = _places(decoder, sample)
        for sighting, place in zip(sample.sightings, places, strict=True):
            self._points[way] += _score(sample.text, place, sighting.name)
            if decoder.split(sighting.start) or decoder.split(sighting.end):
                self._points[way] += _PAST
        self._count_names(sample, (way,), places)
        return places

    def _count_names(self, sample: Sample, ways: Sequence[Counting], places: Sequence[Placed]) -> None:
        text, named, right = sample.text, 0, 0
        for (_, _, name), (start, end) in zip(sample.sightings, places, strict=True):
            if len(name) >= _SHORTEST_NAME and len(name.strip()) >= _SHORTEST_NAME:
                named += 1
                right += start is not None and end is not None and says(text[start:end], name)
        if self._ways[0] in ways:
            self._named += named
        for way in ways:
            self._right[way] += right

    def names_are_words(self, counting: Counting) -> bool:
        """Whether most selections that have a name are called by their words."""
        return self._right[counting] > _MOST_NAMED * self._named

    def verdict(self, forced: Counting | None = None) -> Verdict:
        """How the places are counted.

        Args:
            forced: The counting that the user asks for.
        """
        points, most = self._points, self._most
        if not most:
            counting = forced or self.prior or STANDARD
            return Verdict(counting, 1.0, 0, 0.0, {}, forced=forced is not None)
        weighed = {c: points[c] + (_KNOWN if c == self.prior else 0.0) for c in self._ways}
        best = forced or max(self._ways, key=lambda c: weighed[c])
        others = [c for c in self._ways if frozenset((c, best)) in self._differ]
        lead = min((weighed[best] - weighed[other] for other in others), default=0.0)
        return Verdict(
            best,
            max(0.0, points[best] / most),
            self._matters,
            lead,
            {str(c): max(0.0, points[c] / most) for c in ALL},
            ambiguous=forced is None and self._matters > 0 and lead <= _MARGIN,
            forced=forced is not None,
            examples=self._examples([best, *others]),
        )

    def _examples(self, ways: Sequence[Counting]) -> dict[str, str]:
        """The words of the first selection that depends on the counting, by each way that is still possible."""
        shown: dict[str, str] = {}
        for way in ways:
            words = self._words.get(way, "")
            if words and words not in shown.values():
                shown[str(way)] = words
        return shown


def detect(samples: Sequence[Sample], origin: str, forced: Counting | None = None) -> Verdict:
    """Try every way of counting on all selections and take the one whose words make sense.

    Args:
        samples: The texts of a project with their selections.
        origin: The program that wrote the file.
        forced: The counting that the user asks for.
    """
    detector = Detector(origin)
    for sample in samples:
        detector.add(sample)
    return detector.verdict(forced)


def _places(decoder: Decoder, sample: Sample) -> list[Placed]:
    return [(decoder.place(start), decoder.place(end)) for start, end, _ in sample.sightings]


def _covered(text: str, place: Placed) -> str:
    start, end = place
    words = "" if start is None or end is None else on_one_line(text[start:end])
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"


def _matters(sample: Sample) -> bool:
    return differ(sample.text, has_mark=sample.has_mark)


def differ(text: str, *, has_mark: bool) -> bool:
    """Whether the ways of counting differ at all on this text."""
    return has_mark or "\r\n" in text or is_wide(text)


def is_wide(text: str) -> bool:
    """Whether a text has characters that are two units in UTF-16."""
    return not text.isascii() and len(text.encode("utf-16-le", "surrogatepass")) != 2 * len(text)


def _most(sighting: Sighting) -> float:
    return 2 * _EDGE + (_NAME if len(sighting.name) >= _SHORTEST_NAME else 0.0)


def _score(text: str, place: tuple[int | None, int | None], name: str) -> float:
    start, end = place
    if start is None or end is None or start >= end:
        return _PAST
    score = _EDGE * _begins(text, start) + _EDGE * _ends(text, end)
    if len(name) >= _SHORTEST_NAME and says(text[start:end], name):
        score += _NAME
    return score


def says(words: str, name: str) -> bool:
    """Whether a selection's name is its words, or how they begin."""
    if words == name:
        return bool(name.strip())
    said, there = on_one_line(name), on_one_line(safe(words))
    if said == there:
        return said != ""
    plain = said.rstrip("…").removesuffix("...").rstrip()
    return len(plain) >= _SHORTEST_NAME and there.startswith(plain)


def _begins(text: str, start: int) -> bool:
    """Whether words can begin here."""
    return not text[start].isspace() and (
        start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    )


def _ends(text: str, end: int) -> bool:
    """Whether words can end here."""
    if text[end - 1].isspace():
        return False
    return end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
