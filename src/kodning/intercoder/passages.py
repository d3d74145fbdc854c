"""Passages: runs of words that one or more coders put one code on, and the words they differ on.

Everything is measured in the informants' words, numbered from 0 in each document: white space, punctuation and
the interviewer's words part no one. Only words that two or more coders have read are looked at.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from kodning.language import words
from kodning.model import Coding, Turn

Part = tuple[int, int]  # half-open, in words


class DocumentText(NamedTuple):
    """A document as it is read: its text and who says what."""

    text: str
    turns: Sequence[Turn]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words with one code, from one or more coders, whose codings of it overlap.

    Attributes:
        document: Name of the document.
        code: The code.
        codings: Each coder's codings in it, in the order of the coders compared; only those who have any.
        readers: Coders who have read words of it, be they its coders or not.
        covered: The words that somebody put the code on.
        differing: The words on which somebody who has read them put the code and somebody else did not.
    """

    document: str
    code: str
    codings: Mapping[str, Sequence[Coding]]
    readers: Sequence[str]
    covered: Sequence[Part]
    differing: Sequence[Part]


class WordNumbers:
    """The informants' words of a text, numbered from 0. A word stands where its first code point stands."""

    def __init__(self, document: DocumentText) -> None:
        self._starts = [
            turn.start + start
            for turn in document.turns
            if turn.role != "interviewer"
            for start, _ in words(document.text[turn.start : turn.end])
        ]

    def part(self, start: int, end: int) -> Part:
        """The words of a span of code points."""
        return bisect_left(self._starts, start), bisect_left(self._starts, end)


class Ground:
    """What each coder has read of one document, as far as somebody else has read it too."""

    def __init__(self, document: DocumentText, read: Mapping[str, Iterable[Part]]) -> None:
        self.numbers = WordNumbers(document)
        own = {
            coder: united(self.numbers.part(start, end) for start, end in spans)
            for coder, spans in read.items()
        }
        shared = _read_by_two(own.values())
        self.read = {coder: clipped_to(parts, shared) for coder, parts in own.items()}

    def words_of(self, coding: Coding) -> list[Part]:
        """The words of a coding that can be compared; none where nobody else has read them."""
        return clipped(self.numbers.part(coding.start, coding.end), self.read.get(coding.coder, ()))


def united(parts: Iterable[Part]) -> list[Part]:
    """Parts in order, those joined that overlap or touch; empty ones left out."""
    found: list[Part] = []
    for start, end in sorted(parts):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif start < end:
            found.append((start, end))
    return [(start, end) for start, end in found if start < end]


def clipped(part: Part, ground: Sequence[Part]) -> list[Part]:
    """What of a part lies in the ground, which is in order and without overlaps."""
    if len(ground) == 1 and ground[0][0] <= part[0] < part[1] <= ground[0][1]:
        return [part]  # all of the document was read: so it is nearly always
    found = []
    for place in range(bisect_right(ground, part[0], key=itemgetter(1)), len(ground)):
        start, end = ground[place]
        if start >= part[1]:
            break
        found.append((max(start, part[0]), min(end, part[1])))
    return [(start, end) for start, end in found if start < end]


def clipped_to(parts: Sequence[Part], ground: Sequence[Part]) -> list[Part]:
    """What of several parts, in order and without overlaps, lies in the ground."""
    if len(ground) == 1 and parts and ground[0][0] <= parts[0][0] and parts[-1][1] <= ground[0][1]:
        return list(parts)
    return [piece for part in parts for piece in clipped(part, ground)]


def size(parts: Iterable[Part]) -> int:
    """How many words."""
    return sum(end - start for start, end in parts)


def _read_by_two(read: Iterable[Sequence[Part]]) -> list[Part]:
    changes: dict[int, int] = defaultdict(int)
    for parts in read:
        for start, end in parts:
            changes[start] += 1
            changes[end] -= 1
    readers, found = 0, []
    for here, there in pairwise(sorted(changes)):
        readers += changes[here]
        found += [(here, there)] if readers >= 2 else []  # noqa: PLR2004 - a pair
    return united(found)


def passages(
    document: str, ground: Ground, codings: Iterable[Coding], coders: Sequence[str]
) -> tuple[list[Passage], int]:
    """Join the codings of one document into passages.

    Codings of one code belong to one passage where they overlap, be they one coder's or several coders', one
    against one or several short ones against a long one.

    Args:
        document: Its name.
        ground: What the coders have read.
        codings: The coders' codings in the document.
        coders: Who is compared, in the order in which they are to stand.

    Returns:
        The passages by code and place, and how many codings have no word that can be compared.
    """
    by_code: dict[str, list[tuple[list[Part], Coding]]] = defaultdict(list)
    left_out = 0
    for coding in codings:
        if parts := ground.words_of(coding):
            by_code[coding.code].append((parts, coding))
        else:
            left_out += 1
    found = [
        _passage(document, code, ground, run, coders)
        for code, placed in by_code.items()
        for run in _runs(placed)
    ]
    return found, left_out


_Placed = tuple[list[Part], Coding]


def _runs(placed: list[_Placed]) -> list[list[_Placed]]:
    """Codings that overlap, directly or through others."""
    runs: list[list[_Placed]] = []
    reach = -1
    for parts, coding in sorted(placed, key=lambda item: (item[0][0][0], item[0][-1][1], item[1].coder)):
        if parts[0][0] >= reach:
            runs.append([])
        runs[-1].append((parts, coding))
        reach = max(reach, parts[-1][1])
    return runs


def _passage(
    document: str, code: str, ground: Ground, run: Sequence[_Placed], coders: Sequence[str]
) -> Passage:
    put: dict[str, list[Part]] = defaultdict(list)
    codings: dict[str, list[Coding]] = {coder: [] for coder in coders}
    for parts, coding in run:
        put[coding.coder] += parts
        codings[coding.coder].append(coding)
    covered = united(part for parts in put.values() for part in parts)
    read = {coder: clipped_to(covered, ground.read.get(coder, ())) for coder in coders}
    return Passage(
        document=document,
        code=code,
        codings={coder: sorted(own, key=lambda c: (c.start, c.end)) for coder, own in codings.items() if own},
        readers=[coder for coder in coders if read[coder]],
        covered=covered,
        differing=_differing(read, put),
    )


def _differing(read: Mapping[str, Sequence[Part]], put: Mapping[str, Iterable[Part]]) -> list[Part]:
    """The words that somebody has put the code on and somebody else has read without doing so."""
    coded: dict[int, int] = defaultdict(int)
    seen: dict[int, int] = defaultdict(int)
    for coder, parts in read.items():
        for changes, pieces in ((seen, parts), (coded, united(put.get(coder, ())))):
            for start, end in pieces:
                changes[start] += 1
                changes[end] -= 1
    readers = coders = 0
    found = []
    for here, there in pairwise(sorted({*coded, *seen})):
        readers += seen[here]
        coders += coded[here]
        found += [(here, there)] if 0 < coders < readers else []
    return united(found)
