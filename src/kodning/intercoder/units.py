"""Units of analysis: who put which codes on each turn, sentence, paragraph or document.

A unit counts for a coder only where she has reviewed all of it: not reviewed is not "no code".
An interviewer's words are no part of any unit: of a document, only what the informants say is looked at.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from kodning.errors import KodningError
from kodning.intercoder.work import CodingWork, work_now
from kodning.model import Coding, Turn
from kodning.project import Project
from kodning.store.queries import RevisionRow
from kodning.wording import listing, sort_key

Unit = Literal["segment", "paragraph", "turn", "document"]
UNITS: tuple[Unit, ...] = get_args(Unit)
MISSING = -1
_ROUNDING = 1e-9
_WORD = re.compile(r"\w")
_LAYERS = {"segment": "sentence", "paragraph": "paragraph", "turn": "turn"}


class TooFewCodersError(KodningError):
    """Agreement was asked for with fewer than two coders, or with one who has reviewed nothing."""

    def __init__(self, chosen: Sequence[str], reviewers: Sequence[str]) -> None:
        idle = [name for name in chosen if name not in reviewers]
        if idle:
            da = f"{listing(idle)} har ikke markeret noget som gennemgået"
            en = f"nothing is marked as reviewed by {listing(idle)}"
        elif len(reviewers) > 1:
            da, en = f"her er kun nævnt {chosen[0]}", f"only {chosen[0]} is named here"
        elif reviewers:
            da = f"kun {reviewers[0]} har markeret noget som gennemgået"
            en = f"only {reviewers[0]} has marked anything as reviewed"
        else:
            da, en = "ingen har markeret noget som gennemgået", "nobody has marked anything as reviewed"
        super().__init__(
            f"Enighed kræver to kodere, der har gennemgået de samme dokumenter; {da}. "
            "Det gøres med »kodning reviewed DOKUMENT --coder NAVN«.",
            f"Agreement needs two coders who have reviewed the same documents; {en}. "
            "That is done with “kodning reviewed DOCUMENT --coder NAME”.",
        )


class ShareError(KodningError):
    """A share that is not between 0 and 1."""

    def __init__(self, share: float) -> None:
        super().__init__(
            f"Andelen skal ligge mellem 0 og 1 (eller 0 % og 100 %), ikke {share:g}.",
            f"The share must lie between 0 and 1 (or 0% and 100%), not {share:g}.",
        )


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Which codes each coder put on each unit.

    Attributes:
        unit: `segment` (sentence), `paragraph`, `turn` or `document`.
        coders: Their names, one for each column.
        documents: The document of each unit.
        places: (start, end) of each unit.
        codes: Code ids, one for each matrix.
        present: codes × units × coders: 1 present, 0 absent, -1 not reviewed.
        reviewed: units × coders: whether the coder has reviewed all of the unit.
        suggested: (coding, unit) of codings that began as suggestions, where their coder reviewed the unit.
        placed: (coding, unit) of every coding that covers a word of a unit its coder reviewed.
        codings: How many codings these coders have.
        unplaced: How many of them cover no word of any unit: they stand on the interviewer's words alone.
        min_overlap: The share of a unit's words that must be coded for a code to be present; 0: one word.
    """

    unit: Unit
    coders: Sequence[str]
    documents: Sequence[str]
    places: Sequence[tuple[int, int]]
    codes: Sequence[str]
    present: NDArray[np.int8]
    reviewed: NDArray[np.bool_]
    suggested: Sequence[tuple[int, int]]
    placed: Sequence[tuple[int, int]] = ()
    codings: int = 0
    unplaced: int = 0
    min_overlap: float = 0.0

    @property
    def pairable(self) -> NDArray[np.bool_]:
        """Which units two or more coders have reviewed."""
        return np.asarray(self.reviewed.sum(axis=1) >= 2)  # noqa: PLR2004 - a pair

    def matrix(self, code: int) -> NDArray[np.float64]:
        """One code's units × coders, NaN where not reviewed."""
        found: NDArray[np.float64] = self.present[code].astype(np.float64)
        found[found == MISSING] = np.nan
        return found

    def sets(self) -> list[list[frozenset[str] | None]]:
        """Units × coders of the sets of codes; None where not reviewed."""
        units, coders = len(self.places), len(self.coders)
        return [[self._set(unit, coder) for coder in range(coders)] for unit in range(units)]

    def _set(self, unit: int, coder: int) -> frozenset[str] | None:
        if not self.reviewed[unit, coder]:
            return None
        column = self.present[:, unit, coder]
        return frozenset(code for code, there in zip(self.codes, column, strict=True) if there)


def reviewing_coders(project: Project, work: CodingWork | None = None) -> list[str]:
    """Coders who have reviewed something, by name."""
    reviews = project.reviews() if work is None else work.reviews
    return sorted({coder for _, coder, _, _ in reviews}, key=lambda name: (sort_key(name), name))


def compared_coders(
    project: Project, work: CodingWork, coders: Sequence[str] = (), *, fewest: int = 2
) -> list[str]:
    """Whom to compare: those named, else everybody who has reviewed something.

    Raises:
        TooFewCodersError: Fewer than `fewest` coders, or one of them has reviewed nothing.
        UnknownCoderError: A coder who is not in the project.
    """
    reviewers = reviewing_coders(project, work)
    chosen = list(dict.fromkeys(map(project.coder, coders))) if coders else reviewers
    if len(chosen) < fewest or not set(chosen) <= set(reviewers):
        raise TooFewCodersError(chosen, reviewers)
    return chosen


def unit_table(
    project: Project,
    unit: Unit = "segment",
    coders: Sequence[str] = (),
    *,
    themes: bool = False,
    min_overlap: float = 0.0,
    fewest: int = 2,
    work: CodingWork | None = None,
) -> UnitTable:
    """Lay the codings out on units. Interviewers' turns are no units.

    A code is present on a unit where the coder's codings cover at least one word of it, or at least
    `min_overlap` of its words.

    Args:
        project: The project.
        unit: The layer of units.
        coders: Whom to compare; else everybody who has reviewed something.
        themes: Count a sub-code as its theme, and have only themes.
        min_overlap: Share of a unit's words, from 0 (one word is enough) to 1 (every word).
        fewest: How many coders there must be.
        work: Whose codings and reviews; else as things stand now.

    Raises:
        ShareError: `min_overlap` is no share.
        TooFewCodersError: Fewer than two coders, or one of them has reviewed nothing.
        UnknownCoderError: A coder who is not in the project.
    """
    check_share(min_overlap)
    if work is None:
        work = work_now(project)
    chosen = compared_coders(project, work, coders, fewest=fewest)
    codes, as_code = _codes(work, themes=themes)
    parts = [_Part(project, revision, unit, chosen, work) for revision in work.documents]
    documents = [part.document for part in parts for _ in part.places]
    reviewed = np.concatenate([part.reviewed() for part in parts])
    present = np.where(reviewed, np.int8(0), np.int8(MISSING))[None].repeat(len(codes), axis=0)
    suggested, placed, touching = [], [], set()
    first = 0
    for part in parts:
        coded: dict[tuple[int, int, int], list[Coding]] = {}
        for coding, row, column in part.marks():
            touching.add(coding.id)
            if reviewed[first + row, column]:
                placed.append((coding.id, first + row))
                coded.setdefault((as_code[coding.code], row, column), []).append(coding)
        for (code, row, column), codings in coded.items():
            if part.covers(codings, row, min_overlap):
                present[code, first + row, column] = 1
                suggested += [(c.id, first + row) for c in codings if c.origin == "suggestion"]
        first += len(part.places)
    places = [place for part in parts for place in part.places]
    total = sum(part.codings for part in parts)
    counts = (placed, total, total - len(touching), min_overlap)
    return UnitTable(unit, chosen, documents, places, codes, present, reviewed, suggested, *counts)


def check_share(share: float) -> None:
    """Refuse what is no share.

    Raises:
        ShareError: It is not between 0 and 1.
    """
    if not 0 <= share <= 1:
        raise ShareError(share)


def _codes(work: CodingWork, *, themes: bool) -> tuple[list[str], dict[str, int]]:
    """The codes to report, and for each code of a coding which of them it counts as."""
    tops: dict[str, str] = {}
    for row in work.codes:  # depth first: the parent is met before
        tops[row.key] = tops.get(row.parent or "", row.key) if themes else row.key
    reported = list(dict.fromkeys(tops.values()))
    position = {key: number for number, key in enumerate(reported)}
    return reported, {key: position[top] for key, top in tops.items()}


def informant_units(project: Project, revision: RevisionRow, unit: Unit) -> list[tuple[int, int, int]]:
    """The units of a document's layer that informants speak: (number in the layer, start, end)."""
    turns = {turn.number for turn in _spoken(project, revision)}
    found = project.units_of(revision, _LAYERS[unit])
    return [(u.number, u.start, u.end) for u in found if getattr(u, "turn", u.number) in turns]


def _spoken(project: Project, revision: RevisionRow) -> list[Turn]:
    """The informants' turns."""
    turns = project.units_of(revision, "turn")
    return [turn for turn in turns if isinstance(turn, Turn) and turn.role != "interviewer"]


class _Part:
    """The units of one document."""

    def __init__(
        self, project: Project, revision: RevisionRow, unit: Unit, coders: Sequence[str], work: CodingWork
    ) -> None:
        self.document = revision.name
        self._text = revision.text
        # Counting words takes a while and is needed for shares only.
        self._index = partial(project.word_index, revision)
        self._column = {coder: column for column, coder in enumerate(coders)}
        self._said = [(turn.start, turn.end) for turn in _spoken(project, revision)]
        self.places = self._units(project, revision, unit)
        self._codings = [coding for coding in work.codings if coding.document == revision.name]
        self._reviews = [review for review in work.reviews if review[0] == revision.name]

    def _units(self, project: Project, revision: RevisionRow, unit: Unit) -> list[tuple[int, int]]:
        if unit == "document":
            return [(0, len(self._text))] if self._said else []
        return [(start, end) for _, start, end in informant_units(project, revision, unit)]

    def reviewed(self) -> NDArray[np.bool_]:
        """Units × coders: has she read every word of it?"""
        grid = np.zeros((len(self.places), len(self._column)), dtype=np.bool_)
        for coder, column in self._column.items():
            read = self._united([(start, end) for _, reader, start, end in self._reviews if reader == coder])
            for row, place in enumerate(self.places):
                grid[row, column] = all(_covered(part, read) for part in self._parts(place))
        return grid

    @property
    def codings(self) -> int:
        """How many codings the coders have in this document."""
        return sum(coding.coder in self._column for coding in self._codings)

    def covers(self, codings: Sequence[Coding], row: int, share: float) -> bool:
        """Whether codings that touch a unit cover that share of its words between them."""
        if share <= 0:
            return True
        before = self._index().before
        words, covered, reached = 0, 0, 0
        for start, end in self._parts(self.places[row]):
            first, last = before(start), before(end)
            words += last - first
            for a, b in sorted((before(c.start), before(c.end)) for c in codings):
                begins = max(a, first, reached)
                covered += max(0, min(b, last) - begins)
                reached = max(reached, min(b, last))
        # a share such as 0.6 is not exact in binary: 3 words of 5 are 60 %
        return words > 0 and covered >= share * words - _ROUNDING

    def marks(self) -> Iterator[tuple[Coding, int, int]]:
        """Each coding of these coders with each unit it covers a word of: (coding, unit, coder)."""
        starts = [start for start, _ in self.places]
        for coding in self._codings:
            column = self._column.get(coding.coder)
            if column is None:
                continue
            first = max(0, bisect_right(starts, coding.start) - 1)
            for row in range(first, bisect_left(starts, coding.end)):
                if self._touches(coding, self.places[row]):
                    yield coding, row, column

    def _touches(self, coding: Coding, place: tuple[int, int]) -> bool:
        return any(
            _WORD.search(self._text[max(start, coding.start) : min(end, coding.end)])
            for start, end in self._parts(place)
        )

    def _parts(self, place: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """The parts of a unit that informants say: all of it, unless it is a whole document."""
        first = bisect_right(self._said, place[0], key=itemgetter(1))
        for start, end in self._said[first:]:
            if start >= place[1]:
                break
            yield max(start, place[0]), min(end, place[1])

    def _united(self, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Spans with those joined that overlap or have only white space between them."""
        united: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if united and not self._text[united[-1][1] : start].strip():
                united[-1] = (united[-1][0], max(united[-1][1], end))
            else:
                united.append((start, end))
        return united


def _covered(place: tuple[int, int], read: Sequence[tuple[int, int]]) -> bool:
    last = bisect_right(read, place[0], key=itemgetter(0)) - 1
    return last >= 0 and place[1] <= read[last][1]
