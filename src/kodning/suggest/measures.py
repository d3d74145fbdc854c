"""Precision, recall and their kin for ranked suggestions, each undefined rather than 0 where nothing is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def average_precision(scores: NDArray[np.float64], truth: NDArray[np.bool_]) -> float | None:
    """Return the average precision of a ranking: the mean, over the right ones, of the precision at their place.

    Equal scores share one place: the precision there counts them all (as the step-wise integral of the
    precision-recall curve does). None where nothing is right.
    """
    right = int(truth.sum())
    if not right:
        return None
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], np.cumsum(truth[order])
    ends = np.flatnonzero(np.append(np.diff(ranked) != 0, [True]))
    precision = hits[ends] / (ends + 1)
    gained = np.diff(hits[ends], prepend=0)
    return float((precision * gained).sum() / right)


def ratio(part: float, whole: float) -> float | None:
    """Return a share; None where there is nothing to take it of."""
    return part / whole if whole else None


def f1_of(right: float, suggested: float, wanted: float) -> float | None:
    """Return F1 = 2 right / (suggested + wanted); None where there is neither."""
    return ratio(2 * right, suggested + wanted)


def top_codes(scores: NDArray[np.float64], top: int) -> NDArray[np.bool_]:
    """Return which codes are among the first of each passage; ties in column order; 0 is never among them."""
    chosen = np.zeros(scores.shape, dtype=bool)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :top]
    np.put_along_axis(chosen, order, values=True, axis=1)
    return chosen & (scores > 0)
