"""Units grouped by document, for leaving documents out and drawing them again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from numpy.typing import NDArray

BLOCK = 1 << 20  # counts drawn at a time: the memory of a bootstrap over many units stays small
FEWEST_DOCUMENTS = 3  # below this the spread between documents says nothing


@dataclass(frozen=True)
class Clusters:
    """Units in clusters.

    Attributes:
        of_unit: the number of each unit's cluster.
        number: how many clusters.
        are_units: whether each unit is a cluster of its own.
    """

    of_unit: NDArray[np.intp]
    number: int
    are_units: bool

    def without(self, cluster: int) -> NDArray[np.intp]:
        """Return the units outside one cluster."""
        return np.flatnonzero(self.of_unit != cluster)

    def drawn(self, counts: NDArray[np.int64]) -> NDArray[np.intp]:
        """Return the units of the drawn clusters, each as often as its cluster was drawn."""
        return np.repeat(np.arange(self.of_unit.size), counts[self.of_unit])

    def draws(self, resamples: int, seed: int) -> Iterator[NDArray[np.int64]]:
        """Yield blocks of rows, one row per resample: how often each cluster is drawn, with replacement."""
        generator = np.random.default_rng(seed)
        even = np.full(self.number, 1 / max(self.number, 1))
        rows = max(1, BLOCK // max(self.number, 1))
        for start in range(0, resamples, rows):
            yield generator.multinomial(self.number, even, size=min(rows, resamples - start))


def cluster_units(labels: Sequence[Hashable] | NDArray[Any] | None, n_units: int) -> Clusters:
    """Group units by label; None, or fewer than three labels, makes each unit a cluster.

    Raises:
        ValueError: if there is not one label per unit.
    """
    if labels is None:
        return Clusters(np.arange(n_units), n_units, are_units=True)
    listed = labels.tolist() if isinstance(labels, np.ndarray) else list(labels)
    if len(listed) != n_units:
        raise ValueError(f"{len(listed)} cluster labels for {n_units} units: give one per unit")
    place: dict[Hashable, int] = {}
    of_unit = np.array([place.setdefault(label, len(place)) for label in listed], dtype=np.intp)
    if len(place) < FEWEST_DOCUMENTS:
        return Clusters(np.arange(n_units), n_units, are_units=True)
    return Clusters(of_unit, len(place), are_units=False)
