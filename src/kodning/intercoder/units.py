"""Units of analysis: who put which codes on each turn, sentence, paragraph or document.

A unit counts for a coder only where she has reviewed all of it: not reviewed is not "no code".
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from kodning.errors import KodningError
from kodning.model import Coding
from kodning.project import Project

Unit = Literal["segment", "paragraph", "turn", "document"]
UNITS: tuple[Unit, ...] = get_args(Unit)
MISSING = -1
_WORD = re.compile(r"\w")
_LAYERS = {"segment": "sentence", "paragraph": "paragraph", "turn": "turn"}


class TooFewCodersError(KodningError):
    """Agreement was asked for with fewer than two coders who have reviewed anything."""

    def __init__(self, coders: Sequence[str]) -> None:
        who_da = f"kun {coders[0]} har" if coders else "ingen har"
        who_en = f"only {coders[0]} has" if coders else "nobody has"
        super().__init__(
            f"Enighed kræver to kodere, der har gennemgået de samme dokumenter; {who_da} markeret noget som "
            "gennemgået. Det gøres med »kodning reviewed DOKUMENT --coder NAVN«.",
            f"Agreement needs two coders who have reviewed the same documents; {who_en} marked anything as "
            "reviewed. That is done with “kodning reviewed DOCUMENT --coder NAME”.",
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
        units_total: Units of the project, reviewed or not.
    """

    unit: Unit
    coders: Sequence[str]
    documents: Sequence[str]
    places: Sequence[tuple[int, int]]
    codes: Sequence[str]
    present: NDArray[np.int8]
    units_total: int

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
        column = self.present[:, unit, coder]
        if column.size and column[0] == MISSING:
            return None
        return frozenset(code for code, there in zip(self.codes, column, strict=True) if there)


def reviewing_coders(project: Project) -> list[str]:
    """Coders who have reviewed something, in the order they came."""
    return list(dict.fromkeys(coder for _, coder, _, _ in sorted(project.reviews(), key=lambda r: r[1])))


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
        TooFewCodersError: Fewer than two coders have reviewed anything.
        UnknownCoderError: A coder who is not in the project.
    """
    reviewers = reviewing_coders(project)
    chosen = list(dict.fromkeys(map(project.coder, coders))) if coders else reviewers
    if len(chosen) < 2 or not set(chosen) <= set(reviewers):  # noqa: PLR2004 - a pair
        raise TooFewCodersError([name for name in chosen if name in reviewers])
    codes, as_code = _codes(project, themes=themes)
    parts = [_Part(project, document.name, unit, chosen, as_code) for document in project.documents()]
    return UnitTable(
        unit=unit,
        coders=chosen,
        documents=[part.document for part in parts for _ in part.places],
        places=[place for part in parts for place in part.places],
        codes=codes,
        present=np.concatenate([part.present(len(codes)) for part in parts], axis=1)
        if parts
        else np.zeros((len(codes), 0, len(chosen)), dtype=np.int8),
        units_total=sum(len(part.places) for part in parts),
    )


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

    def __init__(
        self, project: Project, document: str, unit: Unit, coders: Sequence[str], as_code: dict[str, int]
    ) -> None:
        self.document = document
        self._text = project.revision(document).text
        self._coders = coders
        self._as_code = as_code
        self.places = self._units(project, unit)
        self._codings = project.codings(document=document)
        self._reviews = [review for review in project.reviews() if review[0] == document]

    def _units(self, project: Project, unit: Unit) -> list[tuple[int, int]]:
        if unit == "document":
            return [(0, len(self._text))]
        interviewer = {t.number for t in project.turns(self.document) if t.role == "interviewer"}
        found = project.segments(self.document, _LAYERS[unit])
        turns = ((u.start, u.end, getattr(u, "turn", u.number)) for u in found)
        return [(start, end) for start, end, turn in turns if turn not in interviewer]

    def present(self, codes: int) -> NDArray[np.int8]:
        """Codes × units × coders of this document."""
        grid = np.full((codes, len(self.places), len(self._coders)), MISSING, dtype=np.int8)
        for column, coder in enumerate(self._coders):
            read = _united([(start, end) for _, reader, start, end in self._reviews if reader == coder])
            for row, place in enumerate(self.places):
                if self._covered(place, read):
                    grid[:, row, column] = 0
        position = {coder: column for column, coder in enumerate(self._coders)}
        for coding in self._codings:
            if coding.coder in position:
                self._mark(grid, coding, position[coding.coder])
        return grid

    def _covered(self, place: tuple[int, int], read: Sequence[tuple[int, int]]) -> bool:
        return any(start <= place[0] and place[1] <= end for start, end in read)

    def _mark(self, grid: NDArray[np.int8], coding: Coding, column: int) -> None:
        starts = [start for start, _ in self.places]
        first = max(0, bisect_right(starts, coding.start) - 1)
        for row in range(first, bisect_left(starts, coding.end)):
            start, end = self.places[row]
            shared = self._text[max(start, coding.start) : min(end, coding.end)]
            if grid[0, row, column] != MISSING and _WORD.search(shared):
                grid[self._as_code[coding.code], row, column] = 1


def _united(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united
