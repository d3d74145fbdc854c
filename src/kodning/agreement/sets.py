"""Agreement when a coder puts a set of codes on a unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from kodning.agreement.alpha import alpha_from, disagreement
from kodning.agreement.difference import Table, blockwise_totals
from kodning.agreement.ratings import encode, is_missing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kodning.agreement.ratings import Codes
    from kodning.agreement.result import Coefficient

SetDistance: TypeAlias = Literal["masi", "jaccard", "dice"]
DISTANCES = ("masi", "jaccard", "dice")
LARGEST_TABLE = 1500  # distinct label sets for which all differences are kept in memory


def set_distance(first: Iterable[Any], second: Iterable[Any], distance: SetDistance = "masi") -> float:
    """Return the distance between two sets of labels, 0 (equal) to 1 (nothing in common).

    masi: 1 - J * M, J the Jaccard index, M = 1 for identical sets, 2/3 where one contains the other, 1/3
    where they overlap, 0 otherwise (Passonneau 2006). jaccard: 1 - |A & B| / |A | B|. dice:
    1 - 2 |A & B| / (|A| + |B|). Two empty sets are at distance 0, an empty and a non-empty one at 1.

    Raises:
        ValueError: if the distance is unknown.
    """
    left, right = frozenset(first), frozenset(second)
    sizes = np.array([len(left)]), np.array([len(right)])
    return float(distances(*sizes, np.array([len(left & right)]), distance)[0])


def set_alpha(sets: Any, distance: SetDistance = "masi") -> Coefficient:
    """Return Krippendorff's alpha over sets of codes with a distance between sets.

    Args:
        sets: units x coders of sets (or lists, tuples) of labels; an empty set says that the coder saw the
            unit and put no code, None says that the coder did not review it.
        distance: "masi" (Passonneau 2006), "jaccard" or "dice".

    Raises:
        ValueError: if the distance is unknown.
        TypeError: if a cell is not a collection of labels.
    """
    coded = encode(frozen_sets(sets))
    difference = _SetDifference.of([frozenset(_labels(value)) for value in coded.values], distance)
    return alpha_from(disagreement(coded.without_single(), difference.tabled()))


def frozen_sets(sets: Any) -> list[list[frozenset[Any] | None]]:
    """Return units x coders of frozen sets, None where missing.

    Raises:
        TypeError: if a cell is text or not a collection.
    """
    return [[None if _is_absent(cell) else frozenset(_labels(cell)) for cell in row] for row in sets]


def _is_absent(cell: Any) -> bool:
    """Say whether a cell is missing; a collection never is."""
    return not isinstance(cell, Collection) and is_missing(cell)


def _labels(cell: Any) -> Collection[Any]:
    """Return a cell's labels; a text is not taken for the set of its letters."""
    if isinstance(cell, str | bytes) or not isinstance(cell, Collection):
        raise TypeError(f"expected a set of labels or None, got {cell!r}")
    return cell


def distances(
    first: NDArray[Any], second: NDArray[Any], common: NDArray[Any], distance: str
) -> NDArray[np.float64]:
    """Return distances from the sizes of two sets and of their intersection (arrays broadcast)."""
    if distance not in DISTANCES:
        raise ValueError(f"unknown set distance {distance!r}: give one of {', '.join(DISTANCES)}")
    both_empty = (first == 0) & (second == 0)
    if distance == "dice":
        return np.where(both_empty, 0.0, 1 - 2 * common / np.maximum(first + second, 1))
    jaccard = common / np.maximum(first + second - common, 1)
    if distance == "masi":
        identical = (common == first) & (common == second)
        contained = common == np.minimum(first, second)
        jaccard = jaccard * np.where(identical, 1.0, np.where(contained, 2 / 3, 1 / 3))
    return np.where(both_empty, 0.0, 1 - jaccard)


@dataclass(frozen=True)
class _SetDifference:
    """Distances between distinct label sets, computed from their members when asked for."""

    members: NDArray[np.float32]  # sets x labels, 1 where the set has the label
    distance: str

    @classmethod
    def of(cls, sets: list[frozenset[Any]], distance: str) -> _SetDifference:
        """Tabulate the members of each set."""
        place = {label: column for column, label in enumerate(dict.fromkeys(x for s in sets for x in s))}
        members = np.zeros((len(sets), len(place)), dtype=np.float32)
        for row, labels in enumerate(sets):
            members[row, [place[label] for label in labels]] = 1
        return cls(members, distance)

    def tabled(self) -> Table | _SetDifference:
        """Compute all distances at once where there are few distinct sets."""
        if len(self.members) > LARGEST_TABLE:
            return self
        every = np.arange(len(self.members))
        return Table(self.between(every[:, None], every[None, :]))

    def between(self, first: Codes, second: Codes) -> NDArray[np.float64]:
        """Return the distance of each pair; a column against a row gives all combinations."""
        sizes = self.members.sum(axis=1, dtype=float)
        if first.ndim == second.ndim == 2:  # noqa: PLR2004 - a block of the full matrix
            common = self.members[first[:, 0]] @ self.members[second[0]].T
        else:
            common = np.einsum("ij,ij->i", self.members[first], self.members[second])
        return distances(sizes[first], sizes[second], common.astype(float), self.distance)

    def totals(self, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the sums block by block."""
        return blockwise_totals(self, counts)
