"""Differences between values: the delta squared of Krippendorff (2011)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from kodning.agreement.ratings import MISSING, Ratings, smallest_integer
from kodning.agreement.weighted import as_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from kodning.agreement.ratings import Codes

NUMERAL = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*", re.IGNORECASE)
BLOCK = 1 << 20  # differences computed at a time, so that many distinct values need no large matrix


class Difference(Protocol):
    """A symmetric difference between coded values, 0 for equal ones."""

    def between(self, first: Codes, second: Codes) -> NDArray[np.float64]:
        """Return the difference of each pair of codes (the arrays broadcast)."""
        ...

    def totals(self, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return, per category, the sum of its differences from all values, given their counts."""
        ...


@dataclass(frozen=True)
class Squared:
    """Squared distance between scores: the interval metric, and the ordinal one on mid-ranks."""

    scores: NDArray[np.float64]

    def between(self, first: Codes, second: Codes) -> NDArray[np.float64]:
        """Return (x - y)^2."""
        return np.asarray((self.scores[first] - self.scores[second]) ** 2)

    def totals(self, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return sum n_k (x - y_k)^2 from three moments: no matrix of values x values."""
        total = counts.sum()
        centred = self.scores - (counts @ self.scores) / max(total, 1)
        return np.asarray(total * centred**2 + counts @ centred**2)


@dataclass(frozen=True)
class Ratio:
    """((x - y) / (x + y))^2: the ratio metric."""

    scores: NDArray[np.float64]

    def between(self, first: Codes, second: Codes) -> NDArray[np.float64]:
        """Return ((x - y) / (x + y))^2, 0 for two zeros."""
        left, right = self.scores[first], self.scores[second]
        both = left + right
        return np.asarray(((left - right) / np.where(both == 0, 1, both)) ** 2)

    def totals(self, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the sums block by block."""
        return blockwise_totals(self, counts)


@dataclass(frozen=True)
class Table:
    """Differences read from a categories x categories matrix."""

    matrix: NDArray[np.float64]

    def between(self, first: Codes, second: Codes) -> NDArray[np.float64]:
        """Look the differences up."""
        return np.asarray(self.matrix[first, second])

    def totals(self, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return matrix times counts."""
        return np.asarray(self.matrix @ counts)


def blockwise_totals(difference: Difference, counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Sum each category's differences from all values without holding the whole matrix."""
    size = counts.size
    every = np.arange(size)
    step = max(1, BLOCK // max(size, 1))
    blocks = [
        difference.between(every[start : start + step, None], every[None, :]) @ counts
        for start in range(0, size, step)
    ]
    return np.concatenate(blocks) if blocks else np.zeros(0)


def level_difference(
    ratings: Ratings, level: str, distance: Callable[[Any, Any], float] | None
) -> tuple[Ratings, Difference]:
    """Return the ratings, with categories in the order the level needs, and the level's difference.

    Raises:
        ValueError: if the level is unknown or the values do not fit it.
    """
    if distance is not None:
        matrix = [[float(distance(first, second)) for second in ratings.values] for first in ratings.values]
        return ratings, Table(np.array(matrix).reshape(len(ratings.values), len(ratings.values)))
    if level not in {"ordinal", "interval", "ratio"}:
        raise ValueError(f"unknown level {level!r}: give nominal, ordinal, interval or ratio")
    ratings, scores = _numeric(ratings, level)
    if level == "ordinal":
        counts = ratings.totals
        # sum of n_g from c to k, less half of n_c + n_k, is the distance between mid-ranks
        return ratings, Squared(np.cumsum(counts) - counts / 2)
    if level == "interval":
        return ratings, Squared(scores)
    if bool((scores < 0).any()):
        raise ValueError("the ratio level needs values from 0 up")
    return ratings, Ratio(scores)


def _numeric(ratings: Ratings, level: str) -> tuple[Ratings, NDArray[np.float64]]:
    """Return the ratings in numerical order with their numbers; text that is all numerals is read."""
    values: tuple[Any, ...] = ratings.values
    numbers = as_numbers(values)
    if numbers is not None:
        return ratings, numbers
    if all(isinstance(value, Real) or _is_numeral(value) for value in values):
        return _renumbered(ratings, [float(value) for value in values])
    if level == "ordinal" and _sortable(values):
        return ratings, np.arange(len(values), dtype=float)
    raise ValueError(
        f"the {level} level needs numbers (or, for ordinal, values that sort); got {values[:5]!r}"
    )


def _is_numeral(value: Any) -> bool:
    """Say whether a value is text that spells an ordinary number."""
    return isinstance(value, str) and NUMERAL.fullmatch(value) is not None


def _sortable(values: Sequence[Any]) -> bool:
    """Say whether the values have an order of their own."""
    try:
        sorted(values)
    except TypeError:
        return False
    return not any(isinstance(value, frozenset) for value in values)


def _renumbered(ratings: Ratings, numbers: list[float]) -> tuple[Ratings, NDArray[np.float64]]:
    """Recode text numerals as numbers in numerical order, "1" and "1.0" as one."""
    distinct, place = np.unique(np.array(numbers), return_inverse=True)
    lookup = np.append(place, MISSING).astype(smallest_integer(distinct.size))
    return Ratings(lookup[ratings.codes], tuple(distinct.tolist())), distinct
