"""Weights that count near misses as partial agreement."""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

Weights: TypeAlias = Literal["linear", "quadratic", "ordinal"]
KINDS: tuple[str, ...] = get_args(Weights)


def agreement_weights(values: Sequence[Hashable], kind: Weights | None) -> NDArray[np.float64]:
    """Return the categories x categories matrix of agreement weights, 1 on the diagonal.

    Args:
        values: the categories in order. Where all are numbers, linear and quadratic weights use their
            distances; otherwise their positions. Ordinal weights always use positions.
        kind: None (identity); "linear" 1 - |i - j| / range (Cicchetti & Allison 1971); "quadratic"
            1 - (i - j)^2 / range^2 (Fleiss & Cohen 1973); "ordinal" 1 - C(|i - j| + 1, 2) / max
            (Gwet 2014, ch. 3).

    Raises:
        ValueError: if the kind is unknown.
    """
    size = len(values)
    if kind is None or size < 2:  # noqa: PLR2004 - one category has no distances
        return np.eye(size)
    if kind not in KINDS:
        raise ValueError(f"unknown weights {kind!r}: give one of {', '.join(KINDS)}, or None")
    if kind == "ordinal":
        steps = np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
        pairs = steps * (steps + 1) / 2
        return np.asarray(1 - pairs / pairs.max())
    scores = category_scores(values)
    distance = np.abs(np.subtract.outer(scores, scores)) / (scores.max() - scores.min())
    return np.asarray(1 - (distance if kind == "linear" else distance**2))


def category_scores(values: Sequence[Hashable]) -> NDArray[np.float64]:
    """Return the categories as numbers where all are numbers, otherwise their positions."""
    numbers = as_numbers(values)
    return np.arange(len(values), dtype=float) if numbers is None else numbers


def as_numbers(values: Sequence[Any]) -> NDArray[np.float64] | None:
    """Return the values as numbers, None where one is not a number."""
    if not all(isinstance(value, Real) for value in values):
        return None
    return np.array([float(value) for value in values])
