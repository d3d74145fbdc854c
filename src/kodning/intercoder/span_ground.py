"""What coders have read and coded, in the informants' words, document by document."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from kodning.intercoder.passages import DocumentText, Part, WordNumbers, clipped, clipped_to, size, united
from kodning.intercoder.results import LeftOut
from kodning.intercoder.work import CodingWork
from kodning.model import Coding


class Stretch(NamedTuple):
    """A longest run of words that the same coders have read: a continuum of its own."""

    start: int
    end: int
    readers: tuple[str, ...]


class Placed(NamedTuple):
    """A coding in words, as far as somebody else has read them too."""

    coding: Coding
    code: str  # what it counts as
    parts: Sequence[Part]


class SpanGround:
    """The words that two or more coders have read, and what each has put there.

    Attributes:
        coders: Who is compared.
        codes: The codes to report.
        themes: Whether a sub-code counts as its theme.
        documents: Documents with words that two have read.
        stretches: Of each of them: the runs of words that the same two or more coders have read.
        placed: Of each of them: the codings.
        n_words: How many words two or more have read.
        left_out: What does not count.
        from_suggestions: Codings among those that count that began as suggestions.
    """

    def __init__(
        self,
        work: CodingWork,
        coders: Sequence[str],
        texts: Mapping[str, DocumentText],
        *,
        themes: bool = False,
    ) -> None:
        self.coders, self.themes = coders, themes
        self._tops = _tops(work, themes=themes)
        self.codes = list(dict.fromkeys(self._tops.values()))
        self.stretches: dict[str, list[Stretch]] = {}
        self.placed: dict[str, list[Placed]] = {}
        self._read: dict[tuple[str, str], list[Part]] = {}
        self._parts: dict[tuple[str, str, str], list[Part]] = {}
        counts = _Counts()
        for name, text in texts.items():
            self._lay_out(name, text, work, counts)
        self.documents = list(self.stretches)
        self.n_words = sum(s.end - s.start for found in self.stretches.values() for s in found)
        self.left_out = LeftOut(counts.one, counts.none, counts.codings, counts.unread, counts.unplaced)
        self.from_suggestions = sum(
            one.coding.origin == "suggestion" for found in self.placed.values() for one in found
        )

    def _lay_out(self, name: str, text: DocumentText, work: CodingWork, counts: "_Counts") -> None:
        numbers = WordNumbers(text)
        total = numbers.part(0, len(text.text))[1]
        read = {
            coder: united(
                numbers.part(start, end) for d, c, start, end in work.reviews if (d, c) == (name, coder)
            )
            for coder in self.coders
        }
        runs = _runs(read, total)
        counts.one += sum(run.end - run.start for run in runs if len(run.readers) == 1)
        counts.none += sum(run.end - run.start for run in runs if not run.readers)
        stretches = [run for run in runs if len(run.readers) > 1]
        shared = united((run.start, run.end) for run in stretches)
        placed = []
        for coding in work.codings:
            if coding.document != name or coding.coder not in self.coders:
                continue
            counts.codings += 1
            part = numbers.part(coding.start, coding.end)
            parts = clipped_to(clipped(part, read[coding.coder]), shared)
            if parts:
                placed.append(Placed(coding, self._tops[coding.code], parts))
            elif part[0] == part[1]:
                counts.unplaced += 1
            else:
                counts.unread += 1
        if stretches:
            self.stretches[name], self.placed[name] = stretches, placed
            for coder in self.coders:
                self._read[name, coder] = clipped_to(read[coder], shared)
            self._unite(name, placed)

    def _unite(self, name: str, placed: Iterable[Placed]) -> None:
        found: dict[tuple[str, str], list[Part]] = defaultdict(list)
        for one in placed:
            found[one.coding.coder, one.code] += one.parts
        for (coder, code), parts in found.items():
            self._parts[name, coder, code] = united(parts)

    def read(self, document: str, coder: str) -> list[Part]:
        """The compared words of a document that a coder has read."""
        return self._read.get((document, coder), [])

    def parts(self, document: str, coder: str, code: str) -> list[Part]:
        """The compared words of a document that a coder has put a code on."""
        return self._parts.get((document, coder, code), [])

    def empty_share(self) -> float | None:
        """The share of the compared words on which nobody has put a code."""
        coded: dict[str, list[Part]] = defaultdict(list)
        for (document, _, _), parts in self._parts.items():
            coded[document] += parts
        filled = sum(size(united(parts)) for parts in coded.values())
        return 1 - filled / self.n_words if self.n_words else None


class _Counts:
    """What is counted while documents are laid out."""

    def __init__(self) -> None:
        self.one = self.none = self.codings = self.unread = self.unplaced = 0


def _tops(work: CodingWork, *, themes: bool) -> dict[str, str]:
    """For each code what it counts as."""
    tops: dict[str, str] = {}
    for row in work.codes:  # depth first: the parent is met before
        tops[row.key] = tops.get(row.parent or "", row.key) if themes else row.key
    return tops


def _runs(read: Mapping[str, Sequence[Part]], total: int) -> list[Stretch]:
    """All words of a document, cut where a reader begins or ends."""
    cuts = {0, total, *(edge for parts in read.values() for part in parts for edge in part)}
    return [
        Stretch(
            here,
            there,
            tuple(coder for coder, parts in read.items() if any(a <= here and there <= b for a, b in parts)),
        )
        for here, there in pairwise(sorted(cuts))
    ]
