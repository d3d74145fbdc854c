"""From which score on a code is suggested, learned from what was accepted and rejected."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

LEAST_OF_EACH = 5  # accepted, and rejected, before a code has a threshold of its own


class Decision(NamedTuple):
    """What a person decided on a suggestion."""

    code: str
    score: float
    accepted: bool


class Threshold(NamedTuple):
    """A code is suggested where its score is at least `value`.

    Attributes:
        value: The smallest score.
        accepted: How many accepted suggestions of the code it rests on.
        rejected: How many rejected.
        own: False where there were too few, and the threshold is that of all codes together.
    """

    value: float
    accepted: int
    rejected: int
    own: bool


def best_threshold(scores: NDArray[np.float64], truth: NDArray[np.bool_]) -> float | None:
    """Return the threshold with the greatest F1, the highest of several; None where nothing is right.

    It lies halfway to the next lower score, so that a score that differs in its last digit stays above.
    """
    wanted = int(truth.sum())
    if not wanted:
        return None
    order = np.argsort(-scores, kind="stable")
    ranked, right = scores[order], np.cumsum(truth[order])
    ends = np.flatnonzero(np.append(np.diff(ranked) != 0, [True]))
    ends = ends[ranked[ends] > 0] if (ranked > 0).any() else ends
    f1 = 2 * right[ends] / (ends + 1 + wanted)
    at = int(ends[int(np.argmax(f1))])
    lower = float(ranked[at + 1]) if at + 1 < len(ranked) else 0.0
    return (float(ranked[at]) + max(lower, 0.0)) / 2 if ranked[at] > 0 else float(ranked[at])


def choose_thresholds(codes: Sequence[str], decisions: Iterable[Decision]) -> dict[str, Threshold]:
    """Choose a threshold for each code.

    Args:
        codes: The ids of all codes.
        decisions: What was accepted and rejected so far.

    Returns:
        A threshold for every code; where a code has fewer than five accepted or five rejected suggestions, the
        one that is best for all codes together; nothing at all while nothing has been accepted.
    """
    of_code: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        of_code[decision.code].append(decision)
    together = _best([decision for some in of_code.values() for decision in some])
    if together is None:
        return {}
    chosen = {}
    for code in codes:
        some = of_code[code]
        accepted = sum(decision.accepted for decision in some)
        rejected = len(some) - accepted
        own = min(accepted, rejected) >= LEAST_OF_EACH
        value = _best(some) if own else together
        chosen[code] = Threshold(together if value is None else value, accepted, rejected, own)
    return chosen


def _best(decisions: Sequence[Decision]) -> float | None:
    scores = np.array([decision.score for decision in decisions], dtype=float)
    return best_threshold(scores, np.array([decision.accepted for decision in decisions], dtype=bool))
