"""Multi-valued alpha: sets of codes as values in their own right (Krippendorff & Craggs 2016)."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from kodning.agreement.ratings import encode
from kodning.agreement.reasons import Reason
from kodning.agreement.result import Coefficient
from kodning.agreement.sets import distances, frozen_sets

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kodning.agreement.ratings import Ratings


def multivalued_alpha(sets: Any) -> Coefficient:
    """Return the nominal multi-valued alpha of Krippendorff & Craggs (2016).

    The difference between two sets is 1 - 2 |C & K| / (|C| + |K|), 0 for two empty ones. Observed
    disagreement is taken within units. Expected disagreement takes set sizes as often as they occur, and
    for each pair of sizes the mean difference over all label sets of those sizes, weighted by how often
    their labels occur.

    Args:
        sets: units x coders of sets of labels; an empty set is a value, None is missing.

    Returns:
        The coefficient, without a standard error (none is published).

    Raises:
        TypeError: if a cell is not a collection of labels.
    """
    coded = encode(frozen_sets(sets))
    pairable = coded.pairable()
    if pairable.n_units == 0 or coded.n_coders < 2:  # noqa: PLR2004 - a pair of coders
        return Coefficient.undefined(Reason.NO_PAIRABLE_UNITS, coded.n_units, 0)
    members = _members(pairable)
    observed = _observed(pairable, members)
    expected = _expected(pairable.totals, members)
    if expected <= 0:
        return Coefficient.undefined(Reason.NO_VARIATION, coded.n_units, pairable.n_units, observed, expected)
    return Coefficient(1 - observed / expected, None, coded.n_units, pairable.n_units, observed, expected)


def _members(ratings: Ratings) -> NDArray[np.int64]:
    """Return distinct sets x labels, 1 where the set has the label."""
    sets: list[Any] = list(ratings.values)
    place = {label: column for column, label in enumerate(dict.fromkeys(x for s in sets for x in s))}
    members = np.zeros((len(sets), len(place)), dtype=np.int64)
    for row, labels in enumerate(sets):
        members[row, [place[label] for label in labels]] = 1
    return members


def _observed(ratings: Ratings, members: NDArray[np.int64]) -> float:
    """Return D_o: the mean difference within units, each pair weighted by 1 / (m_u - 1)."""
    sizes = members.sum(axis=1)
    weight = 2 / (ratings.per_unit - 1)
    total = 0.0
    for first, second in combinations(ratings.codes, 2):
        both = (first >= 0) & (second >= 0)
        left, right = first[both], second[both]
        pairs, inverse = np.unique(np.stack([left, right]), axis=1, return_inverse=True)
        common = (members[pairs[0]] * members[pairs[1]]).sum(axis=1)
        delta = distances(sizes[pairs[0]], sizes[pairs[1]], common, "dice")
        total += float(delta[inverse.ravel()] @ weight[both])
    return total / float(ratings.per_unit.sum())


def _expected(counts: NDArray[np.int64], members: NDArray[np.int64]) -> float:
    """Return D_e: set sizes as they occur, label sets as their labels occur."""
    occurrences: Counter[int] = Counter()
    for size, count in zip(members.sum(axis=1).tolist(), counts.tolist(), strict=True):
        if count:
            occurrences[size] += count
    total = sum(occurrences.values())
    weights = _weights(counts @ members, max(occurrences, default=0))
    common = np.arange(weights.shape[2])
    expected = 0.0
    for first, n_first in occurrences.items():
        for second, n_second in occurrences.items():
            weight = weights[first, second]
            if weight.sum() <= 0:  # no two such sets can be drawn
                continue
            delta = distances(np.array(first), np.array(second), common, "dice")
            expected += n_first * n_second / total**2 * float(weight @ delta) / float(weight.sum())
    return expected


def _weights(label_counts: NDArray[np.int64], largest: int) -> NDArray[np.float64]:
    """Return the weight of all pairs of label sets by (size, size, size of their intersection).

    These are the coefficients of the product over labels of 1 + n x + n y + n (n - 1) x y z: a label is in
    neither set, in the first, in the second, or in both. Counts are divided by their mean, which leaves
    the weights within one pair of sizes in proportion and keeps large projects from overflowing.
    """
    weights = np.zeros((largest + 1, largest + 1, largest + 1))
    weights[0, 0, 0] = 1
    used = label_counts[label_counts > 0]
    mean = float(used.mean()) if used.size else 1.0
    for count in used.tolist():
        once, twice = count / mean, count * (count - 1) / mean**2
        product = weights.copy()
        product[1:] += once * weights[:-1]
        product[:, 1:] += once * weights[:, :-1]
        product[1:, 1:, 1:] += twice * weights[:-1, :-1, :-1]
        weights = product
    return weights
