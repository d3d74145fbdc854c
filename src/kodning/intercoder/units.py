"""Units of analysis: who put which codes on each turn, sentence, paragraph or document.

A unit counts for a coder only where she has reviewed all of it: not reviewed is not "no code".
An interviewer's words are no part of any unit: of a document, only what the informants say is looked at.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from kodning.errors import KodningError
from kodning.model import Coding
from kodning.project import Project
from kodning.wording import listing, sort_key

Unit = Literal["segment", "paragraph", "turn", "document"]
UNITS: tuple[Unit, ...] = get_args(Unit)
MISSING = -1
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
    """

    unit: Unit
    coders: Sequence[str]
    documents: Sequence[str]
    places: Sequence[tuple[int, int]]
    codes: Sequence[str]
    present: NDArray[np.int8]
    reviewed: NDArray[np.bool_]
    suggested: Sequence[tuple[int, int]]

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


def reviewing_coders(project: Project) -> list[str]:
    """Coders who have reviewed something, by name."""
    return sorted({coder for _, coder, _, _ in project.reviews()}, key=lambda name: (sort_key(name), name))


def unit_table(
    project: Project, unit: Unit = "segment", coders: Sequence[str] = (), *, themes: bool = False
) -> UnitTable:
    """Lay the codings out on units. Interviewers' turns are no units.

    A code is present on a unit where one of the coder's codings covers at least one word of it.

    Args:
        project: The project.
        unit: The layer of units.
        coders: Whom to compare; else everybody who has reviewed something.
        themes: Count a sub-code as its theme, and have only themes.

    Raises:
        TooFewCodersError: Fewer than two coders, or one of them has reviewed nothing.
        UnknownCoderError: A coder who is not in the project.
    """
    reviewers = reviewing_coders(project)
    chosen = list(dict.fromkeys(map(project.coder, coders))) if coders else reviewers
    if len(chosen) < 2 or not set(chosen) <= set(reviewers):  # noqa: PLR2004 - a pair
        raise TooFewCodersError(chosen, reviewers)
    codes, as_code = _codes(project, themes=themes)
    parts = [_Part(project, document.name, unit, chosen) for document in project.documents()]
    documents = [part.document for part in parts for _ in part.places]
    reviewed = np.concatenate([part.reviewed() for part in parts])
    present = np.where(reviewed, np.int8(0), np.int8(MISSING))[None].repeat(len(codes), axis=0)
    suggested = []
    first = 0
    for part in parts:
        for coding, row, column in part.marks():
            if reviewed[first + row, column]:
                present[as_code[coding.code], first + row, column] = 1
                suggested += [(coding.id, first + row)] if coding.origin == "suggestion" else []
        first += len(part.places)
    places = [place for part in parts for place in part.places]
    return UnitTable(unit, chosen, documents, places, codes, present, reviewed, suggested)


def _codes(project: Project, *, themes: bool) -> tuple[list[str], dict[str, int]]:
    """The codes to report, and for each code of a coding which of them it counts as."""
    rows = project.codes()
    tops: dict[str, str] = {}
    for row in rows:  # depth first: the parent is met before
        tops[row.key] = tops.get(row.parent or "", row.key) if themes else row.key
    reported = list(dict.fromkeys(tops.values()))
    position = {key: number for number, key in enumerate(reported)}
    return reported, {key: position[top] for key, top in tops.items()}


class _Part:
    """The units of one document."""

    def __init__(self, project: Project, document: str, unit: Unit, coders: Sequence[str]) -> None:
        self.document = document
        self._text = project.revision(document).text
        self._column = {coder: column for column, coder in enumerate(coders)}
        self._said = [(t.start, t.end) for t in project.turns(document) if t.role != "interviewer"]
        self.places = self._units(project, unit)
        self._codings = project.codings(document=document)
        self._reviews = [review for review in project.reviews() if review[0] == document]

    def _units(self, project: Project, unit: Unit) -> list[tuple[int, int]]:
        if unit == "document":
            return [(0, len(self._text))] if self._said else []
        starts = {start for start, _ in self._said}
        turns = {turn.number for turn in project.turns(self.document) if turn.start in starts}
        found = project.segments(self.document, _LAYERS[unit])
        return [(u.start, u.end) for u in found if getattr(u, "turn", u.number) in turns]

    def reviewed(self) -> NDArray[np.bool_]:
        """Units × coders: has she read every word of it?"""
        grid = np.zeros((len(self.places), len(self._column)), dtype=np.bool_)
        for coder, column in self._column.items():
            read = self._united([(start, end) for _, reader, start, end in self._reviews if reader == coder])
            for row, place in enumerate(self.places):
                grid[row, column] = all(_covered(part, read) for part in self._parts(place))
        return grid

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
