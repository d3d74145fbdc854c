"""Nominal alpha from sums per cluster: what makes thousands of resamples cheap.

Nominal alpha needs only the disagreements inside units and the totals of the values. Both are sums over
units, hence over documents, so a resample of documents is one row of counts times a small matrix.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kodning.agreement.pairs import matching_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kodning.agreement.clusters import Clusters
    from kodning.agreement.ratings import Ratings


@dataclass(frozen=True)
class AlphaSums:
    """Sums per cluster.

    Attributes:
        observed: clusters; each cluster's share of n * D_o.
        totals: clusters x values; how often each value occurs in pairable units.
    """

    observed: NDArray[np.float64]
    totals: NDArray[np.float64]

    def drawn(self, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return D_o and D_e (two rows) for each row of cluster counts."""
        return _disagreements(counts @ self.observed, counts @ self.totals)

    def left_out(self) -> NDArray[np.float64]:
        """Return D_o and D_e (two rows) without each cluster in turn."""
        return _disagreements(self.observed.sum() - self.observed, self.totals.sum(axis=0) - self.totals)

    def whole(self) -> NDArray[np.float64]:
        """Return D_o and D_e (two rows of one) of all clusters together."""
        return _disagreements(self.observed.sum(keepdims=True), self.totals.sum(axis=0, keepdims=True))


def _disagreements(observed: NDArray[np.float64], totals: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return D_o and D_e from sums: one row of totals per sample."""
    n = totals.sum(axis=1)
    expected = (n * n - (totals * totals).sum(axis=1)) / np.maximum(n * (n - 1), 1)
    return np.stack([observed / np.maximum(n, 1), expected])


def alphas(disagreements: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 - D_o / D_e, NaN where D_e is 0."""
    observed, expected = disagreements
    ratio = np.full(observed.shape, np.nan)
    np.divide(observed, expected, out=ratio, where=expected > 0)
    return np.asarray(1 - ratio)


def alpha_sums(ratings: Ratings, clusters: Clusters) -> AlphaSums:
    """Sum the terms of nominal alpha within each cluster."""
    values = ratings.per_unit
    pairable = values > 1
    per_unit = (values - 2.0 * matching_pairs(ratings) / np.maximum(values - 1, 1)) * pairable
    observed = np.bincount(clusters.of_unit, per_unit, minlength=clusters.number).astype(float)
    size = len(ratings.values) + 1
    # a value's place in the flat clusters x values table; place 0 of each cluster takes what is missing
    base = clusters.of_unit * size + 1
    totals = np.zeros(clusters.number * size)
    for row in ratings.codes:
        totals += np.bincount(base + np.where(pairable, row, -1), minlength=totals.size)
    return AlphaSums(observed, totals.reshape(clusters.number, size)[:, 1:])
