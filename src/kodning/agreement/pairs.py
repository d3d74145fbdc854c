"""Sums over the pairs of coders within each unit: the one loop that every coefficient shares."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from kodning.agreement.ratings import Codes, Ratings


def matching_pairs(ratings: Ratings) -> NDArray[np.signedinteger[Any]]:
    """Return, per unit, how many unordered pairs of coders gave the same value."""
    n_coders, n_values = ratings.n_coders, len(ratings.values)
    dtype = np.int8 if n_coders * n_coders < 2 * 127 else np.int64
    matches = np.zeros(ratings.n_units, dtype=dtype)
    if n_values < n_coders / 2:  # cheaper to count each value than to compare each pair
        for value in range(n_values):
            count = np.count_nonzero(ratings.codes == value, axis=0)
            matches += (count * (count - 1) // 2).astype(dtype)
        return matches
    codes = ratings.codes if ratings.is_complete else _never_equal_where_missing(ratings.codes)
    for first, second in combinations(range(n_coders), 2):
        same = codes[first] == codes[second]
        matches += same.view(np.int8)
    return matches


def _never_equal_where_missing(codes: Codes) -> Codes:
    """Give each coder's missing values a code of their own, so that two missing values do not match."""
    n_coders = codes.shape[0]
    wide = codes if n_coders < np.iinfo(codes.dtype).max else codes.astype(np.int32)
    own = -1 - np.arange(n_coders, dtype=wide.dtype)[:, None]
    return np.where(wide < 0, own, wide)


def pair_sums(ratings: Ratings, function: Callable[[Codes, Codes], NDArray[np.float64]]) -> NDArray[np.float64]:
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
    padded = np.append(per_value, 0.0)  # code -1 finds the zero at the end
    sums = np.zeros(ratings.n_units)
    for row in ratings.codes:
        sums += padded[row]
    return sums
