"""From scores to probabilities, and how far such probabilities can be believed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEPS = 50
_ENOUGH = 1e-10
_FARTHEST = 30.0  # a logit beyond which a probability is 0 or 1 to all digits shown


def sigmoid(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities of logits."""
    result: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(logits, -_FARTHEST, _FARTHEST)))
    return result


def ridge_logistic(
    rows: NDArray[np.float64],
    truth: NDArray[np.float64],
    towards: NDArray[np.float64],
    ridge: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Fit a logistic regression whose coefficients are held near given ones, by Newton's method.

    With little data it says what `towards` says; with much, what the data say.

    Args:
        rows: Observations x features; a column of ones for the intercept.
        truth: 0, 1, or a share between.
        towards: The coefficients to be near.
        ridge: How strongly, for each coefficient: the inverse of the prior's variance; 0 leaves it free.

    Returns:
        The coefficients.
    """
    weights = towards.astype(float)
    loss = _loss(rows, truth, weights, towards, ridge)
    for _ in range(_STEPS):
        chance = sigmoid(rows @ weights)
        gradient = rows.T @ (chance - truth) + ridge * (weights - towards)
        curvature = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(ridge + 1e-9)
        step = np.linalg.solve(curvature, gradient)
        share = 1.0
        while share > _ENOUGH:  # Newton may overshoot where the curvature is small
            tried = weights - share * step
            tried_loss = _loss(rows, truth, tried, towards, ridge)
            if tried_loss <= loss:
                break
            share /= 2
        else:
            break
        done = loss - tried_loss < _ENOUGH * (1 + abs(loss))
        weights, loss = tried, tried_loss
        if done:
            break
    return weights


def _loss(
    rows: NDArray[np.float64],
    truth: NDArray[np.float64],
    weights: NDArray[np.float64],
    towards: NDArray[np.float64],
    ridge: NDArray[np.float64],
) -> float:
    logits = rows @ weights
    fit = np.logaddexp(0, logits) - truth * logits
    return float(fit.sum() + 0.5 * (ridge * (weights - towards) ** 2).sum())


class Platt(NamedTuple):
    """Platt's (1999) sigmoid: P = 1 / (1 + exp(-(slope x score + offset)))."""

    slope: float
    offset: float

    def probability(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probabilities of scores."""
        return sigmoid(self.slope * scores + self.offset)


def platt(scores: NDArray[np.float64], truth: NDArray[np.bool_]) -> Platt:
    """Fit Platt's sigmoid, with his smoothed targets (N+ + 1)/(N+ + 2) and 1/(N- + 2).

    The slope is never negative: a higher score never means a lower probability.

    Raises:
        ValueError: There is no score, or not one of each kind.
    """
    yes, no = int(truth.sum()), int((~truth).sum())
    if not yes or not no:
        raise ValueError("calibration needs both right and wrong suggestions")
    targets = np.where(truth, (yes + 1) / (yes + 2), 1 / (no + 2))
    rows = np.column_stack([scores, np.ones(len(scores))])
    slope, offset = ridge_logistic(rows, targets, np.zeros(2), np.array([1e-6, 0.0])).tolist()
    if slope < 0:
        return Platt(0.0, float(np.log(targets.mean() / (1 - targets.mean()))))
    return Platt(slope, offset)


class Isotonic(NamedTuple):
    """A rising step function, linear between its points."""

    at: tuple[float, ...]
    values: tuple[float, ...]

    def probability(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probabilities of scores."""
        result: NDArray[np.float64] = np.interp(scores, self.at, self.values)
        return result


def isotonic(scores: NDArray[np.float64], truth: NDArray[np.bool_]) -> Isotonic:
    """Fit a non-decreasing function by pooling adjacent violators (Ayer et al. 1955).

    Raises:
        ValueError: There is no score.
    """
    if not len(scores):
        raise ValueError("calibration needs scores")
    at, first = np.unique(scores, return_inverse=True)
    counts = np.bincount(first).astype(float)
    means = np.bincount(first, truth.astype(float)) / counts
    blocks: list[tuple[float, float, int]] = []  # mean, weight, how many points
    for mean, count in zip(means.tolist(), counts.tolist(), strict=True):
        value, weight, points = mean, count, 1
        while blocks and blocks[-1][0] >= value:
            before, heavy, several = blocks.pop()
            value = (before * heavy + value * weight) / (heavy + weight)
            weight, points = weight + heavy, points + several
        blocks.append((value, weight, points))
    values = [value for value, _, points in blocks for _ in range(points)]
    return Isotonic(tuple(at.tolist()), tuple(values))


class Bin(NamedTuple):
    """One point of a reliability diagram.

    Attributes:
        low: Smallest probability that belongs to it.
        high: One past the largest; the last bin holds 1 too.
        number: How many suggestions were given such a probability.
        said: Their mean probability; None where there are none.
        found: The share of them that was right; None where there are none.
    """

    low: float
    high: float
    number: int
    said: float | None
    found: float | None


def reliability(
    probabilities: NDArray[np.float64], truth: NDArray[np.bool_], bins: int = 10
) -> tuple[Bin, ...]:
    """Return the points of a reliability diagram, bins of equal width (DeGroot & Fienberg 1983)."""
    edges = np.linspace(0, 1, bins + 1)
    places = np.clip(np.floor(probabilities * bins).astype(int), 0, bins - 1)
    found = []
    for at in range(bins):
        inside = places == at
        count = int(inside.sum())
        said = float(probabilities[inside].mean()) if count else None
        right = float(truth[inside].mean()) if count else None
        found.append(Bin(float(edges[at]), float(edges[at + 1]), count, said, right))
    return tuple(found)


def calibration_error(points: tuple[Bin, ...]) -> float | None:
    """Return the expected calibration error: the bins' gaps, weighted by count; None without data."""
    total = sum(point.number for point in points)
    if not total:
        return None
    gaps = [abs((point.said or 0) - (point.found or 0)) * point.number for point in points if point.number]
    return sum(gaps) / total
