"""A continuum cut at every boundary that any coder set: no array is as long as the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from numpy.typing import NDArray

Span: TypeAlias = tuple[int, int, Any]  # start, end, label; the label hashable


@dataclass(frozen=True)
class Units:
    """One coder's units in order: they do not overlap.

    Attributes:
        start: where each begins.
        end: where each ends (not included).
        label: the column of each one's label.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    label: NDArray[np.intp]

    @property
    def length(self) -> NDArray[np.float64]:
        """Length of each unit."""
        return (self.end - self.start).astype(float)


def units_of(
    spans: Iterable[Span], length: int, labels: dict[Hashable, int], *, merge_touching: bool
) -> Units:
    """Sort and join one coder's spans; new labels are added to `labels`.

    Raises:
        ValueError: if a span is empty, outside the continuum, or overlaps one with another label.
    """
    listed = list(spans)
    start = np.array([span[0] for span in listed], dtype=np.int64)
    end = np.array([span[1] for span in listed], dtype=np.int64)
    label = np.array([labels.setdefault(span[2], len(labels)) for span in listed], dtype=np.intp)
    _check_bounds(start, end, length)
    order = np.lexsort((end, start))
    start, end, label = start[order], end[order], label[order]
    reached = np.maximum.accumulate(end)
    overlaps = start[1:] < reached[:-1]
    same = label[1:] == label[:-1]
    _check_overlaps(listed, order, overlaps & ~same)
    touches = start[1:] <= reached[:-1] if merge_touching else overlaps
    begins = np.ones(len(listed), dtype=np.bool_)
    begins[1:] = ~(touches & same)
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(listed))[: first.size] - 1
    return Units(start[first], reached[last], label[first])


def _check_bounds(start: NDArray[np.int64], end: NDArray[np.int64], length: int) -> None:
    """Refuse empty spans and spans outside the continuum."""
    wrong = np.flatnonzero((start < 0) | (end > length) | (start >= end))
    if wrong.size:
        bad = (int(start[wrong[0]]), int(end[wrong[0]]))
        raise ValueError(f"span {bad} is empty or outside the continuum of length {length}")


def _check_overlaps(spans: Sequence[Span], order: NDArray[np.intp], clash: NDArray[np.bool_]) -> None:
    """Refuse overlapping spans of one coder with different labels."""
    if bool(clash.any()):
        place = int(np.argmax(clash))
        one, other = spans[int(order[place])], spans[int(order[place + 1])]
        raise ValueError(
            f"one coder's spans {one} and {other} overlap with different labels: "
            "compare overlapping codes one at a time"
        )


def lay_out(units: Sequence[Units], length: int) -> tuple[NDArray[np.float64], list[NDArray[np.intp]]]:
    """Cut the continuum at every boundary.

    Returns:
        The lengths of the pieces, and per coder the position of the unit that covers each piece (-1: gap).
    """
    ends = [array for unit in units for array in (unit.start, unit.end)]
    cuts = np.sort(np.concatenate([np.array([0, length]), *ends]))
    cuts = cuts[np.append(True, cuts[1:] > cuts[:-1])]  # np.unique may hash, at several times the cost
    pieces = cuts[:-1]
    places = []
    for unit in units:
        place = np.searchsorted(unit.start, pieces, side="right") - 1
        reach = np.append(unit.end, 0)  # place -1 finds the 0: covered by nothing
        place[reach[place] <= pieces] = -1
        places.append(place)
    return np.diff(cuts).astype(float), places
