"""Sums over the pairs of coders within each unit: the one loop that every coefficient shares."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from kodning.agreement.joint import joint_sums

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from kodning.agreement.ratings import Codes, Ratings

BLOCK = 1 << 16  # units compared at a time
MOST_FOR_BYTES = 16  # coders: their 120 pairs can be counted in one byte


def matching_pairs(ratings: Ratings) -> NDArray[np.signedinteger[Any]]:
    """Return, per unit, how many unordered pairs of coders gave the same value."""
    codes, n_coders, n_values = ratings.codes, ratings.n_coders, len(ratings.values)
    kind: type[np.signedinteger[Any]] = np.int8 if n_coders <= MOST_FOR_BYTES else np.int64
    matches: NDArray[np.signedinteger[Any]] = np.zeros(ratings.n_units, dtype=kind)
    if n_values < n_coders / 2:  # cheaper to count each value than to compare each pair
        for value in range(n_values):
            count = np.count_nonzero(codes == value, axis=0)
            np.add(matches, (count * (count - 1) // 2).astype(kind), out=matches)
        return matches
    same = np.empty(min(BLOCK, ratings.n_units), dtype=np.bool_)
    for start in range(0, ratings.n_units, BLOCK):  # blocks that stay in the cache
        block = codes[:, start : start + BLOCK]
        matched = matches[start : start + BLOCK]
        equal = same[: block.shape[1]]
        for first, second in combinations(block, 2):
            np.equal(first, second, out=equal)
            np.add(matched, equal.view(np.int8), out=matched)
    if not ratings.is_complete:  # two missing values compared as equal: take those pairs out again
        absent = n_coders - np.arange(n_coders + 1)
        pairs = (absent * (absent - 1) // 2).astype(kind)
        np.subtract(matches, pairs[ratings.per_unit], out=matches)
    return matches


def pair_sums(
    ratings: Ratings, function: Callable[[Codes, Codes], NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Return, per unit, the sum of a symmetric function over *ordered* pairs of coders with values.

    Args:
        ratings: the coded ratings.
        function: takes two equally long arrays of codes (none missing), returns one number for each pair.
    """
    sums = np.zeros(ratings.n_units)
    for first, second in combinations(ratings.codes, 2):
        if ratings.is_complete:
            sums += 2 * function(first, second)
        else:
            both = (first >= 0) & (second >= 0)
            sums[both] += 2 * function(first[both], second[both])
    return sums


def value_sums(ratings: Ratings, per_value: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return, per unit, the sum over coders of a number that belongs to the value each coder gave."""
    sums = np.empty(ratings.n_units)
    for block, part in joint_sums(ratings.codes, per_value, complete=ratings.is_complete):
        sums[block] = part
    return sums
