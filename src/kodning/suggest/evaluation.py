"""How good a method is on a project's own codings, and whether it is worth using there.

Every passage is scored by the method fitted without its document. Thresholds are crossed the same way: a
document's are chosen from the scores of the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kodning.agreement.student import t_spread
from kodning.suggest.calibration import Bin, reliability
from kodning.suggest.folds import document_folds, left_out_scores, scores_of, truth_of
from kodning.suggest.learned import LEAST_EXAMPLES
from kodning.suggest.lexical import Lexical
from kodning.suggest.measures import average_precision, f1_of, ratio, top_codes
from kodning.suggest.thresholds import best_threshold
from kodning.suggest.values import TOP, Example, Method, Reason, RefusedError, Said
from kodning.suggest.verdict import Compared, verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from kodning.model import Code

MOST_FOLDS = 10
CURVE_POINTS = 5
CURVE_FOLDS = 5
LEVEL = 0.95


class Estimate(NamedTuple):
    """A figure with its interval over documents; None where it is undefined."""

    value: float | None
    low: float | None = None
    high: float | None = None


class Figures(NamedTuple):
    """How well codes were suggested.

    Attributes:
        examples: Passages that have the code (overall: codings).
        documents: Documents that they are in.
        suggested: How often a code was suggested at its threshold.
        precision: Share of the suggestions that were right.
        recall: Share of the codings that were suggested.
        f1: Their harmonic mean.
        average_precision: Of the ranking of all passages (overall: of all passages and codes).
        recall_at_3: Share of the codings whose code was among the first three of the passage.
    """

    examples: int
    documents: int
    suggested: int
    precision: Estimate
    recall: Estimate
    f1: Estimate
    average_precision: Estimate
    recall_at_3: Estimate


class CurvePoint(NamedTuple):
    """What the method reached when it had seen so many documents."""

    documents: int
    recall_at_3: float | None
    average_precision: float | None


class Evaluation(NamedTuple):
    """What came of leaving documents out.

    Attributes:
        method: The method's name.
        version: Its version.
        passages: How many were scored.
        documents: How many documents they are from.
        codes: Figures for each code.
        overall: Figures for all together, each coding counting the same (micro).
        baseline: The same for the lexical method; None where it refuses.
        hit_at_3: Share of the passages with codes that have at least one of them among the first three.
        gain: Recall at 3 less the baseline's, with its interval.
        curve: The learning curve.
        reliability: Points of the reliability diagram; empty where scores are no probabilities.
        verdict: In words, whether the method is worth using here.
    """

    method: str
    version: str
    passages: int
    documents: int
    codes: dict[str, Figures]
    overall: Figures
    baseline: Figures | None
    hit_at_3: Estimate
    gain: Estimate
    curve: tuple[CurvePoint, ...]
    reliability: tuple[Bin, ...]
    verdict: Reason


class _Scored(NamedTuple):
    """Left-out scores and what is made of them, passages x codes."""

    scores: NDArray[np.float64]
    truth: NDArray[np.bool_]
    suggested: NDArray[np.bool_]
    first: NDArray[np.bool_]
    folds: list[NDArray[np.bool_]]  # one for each document


def evaluate(
    method: Method,
    codes: Sequence[Code],
    examples: Sequence[Example],
    most_folds: int = MOST_FOLDS,
    *,
    curve: bool = True,
) -> Evaluation:
    """Evaluate a method on codings, leaving documents out.

    Args:
        method: The method.
        codes: The codebook.
        examples: What has been read: passages with their codes, those without any included.
        most_folds: With more documents than this, several are left out together.
        curve: Whether to work out the learning curve, which takes as long as all the rest.

    Raises:
        RefusedError: There are fewer than two documents, or no codings.
    """
    ids = [code.id for code in codes]
    truth = truth_of(ids, examples)
    documents = len({example.document for example in examples})
    if documents < 2 or not truth.any():  # noqa: PLR2004 - one to learn from, one to leave out
        raise RefusedError(
            Reason(
                "Der skal være kodninger i mindst to dokumenter, før et kan holdes ude.",
                "There must be codings in at least two documents before one can be left out.",
            )
        )
    probabilities: list[bool] = []
    scores = left_out_scores(
        method, codes, examples, most_folds, lambda _, scorer: probabilities.append(scorer.calibrated)
    )
    own = _scored(scores, truth, examples)
    lexical = _lexical(codes, examples, truth, most_folds)
    overall = _overall(own)
    baseline = None if lexical is None else _overall(lexical)
    gain = Estimate(None) if lexical is None else _gain(own, lexical)
    hit = _hit(own)
    compared = Compared(
        method.name,
        method.name == Lexical().name,
        documents,
        overall.recall_at_3.value,
        hit.value,
        gain.value,
        gain.low,
    )
    return Evaluation(
        method=method.name,
        version=method.version,
        passages=len(examples),
        documents=documents,
        codes={code: _figures(_column(own, at)) for at, code in enumerate(ids)},
        overall=overall,
        baseline=baseline,
        hit_at_3=hit,
        gain=gain,
        curve=_curve(method, codes, examples, truth) if curve else (),
        reliability=reliability(scores.ravel(), truth.ravel())
        if probabilities and all(probabilities)
        else (),
        verdict=verdict(compared),
    )


def _lexical(
    codes: Sequence[Code], examples: Sequence[Example], truth: NDArray[np.bool_], most_folds: int
) -> _Scored | None:
    if not any(code.terms for code in codes):
        return None
    return _scored(left_out_scores(Lexical(), codes, examples, most_folds), truth, examples)


def _scored(scores: NDArray[np.float64], truth: NDArray[np.bool_], examples: Sequence[Example]) -> _Scored:
    folds = document_folds(examples)
    suggested = np.zeros(scores.shape, dtype=bool)
    for out in folds:
        for code, threshold in enumerate(crossed_thresholds(scores[~out], truth[~out])):
            suggested[out, code] = scores[out, code] >= threshold
    return _Scored(scores, truth, suggested, top_codes(scores, TOP), folds)


def crossed_thresholds(scores: NDArray[np.float64], truth: NDArray[np.bool_]) -> list[float]:
    """Return a threshold for each code (column); that of all codes together where a code has too few codings."""
    together = best_threshold(scores.ravel(), truth.ravel())
    if together is None:
        return [float("inf")] * scores.shape[1]
    chosen = []
    for code in range(scores.shape[1]):
        enough = truth[:, code].sum() >= LEAST_EXAMPLES
        own = best_threshold(scores[:, code], truth[:, code]) if enough else None
        chosen.append(together if own is None else own)
    return [max(value, float(np.nextafter(0, 1))) for value in chosen]


def _column(scored: _Scored, code: int) -> _Scored:
    one = slice(code, code + 1)
    return _Scored(
        scored.scores[:, one],
        scored.truth[:, one],
        scored.suggested[:, one],
        scored.first[:, one],
        scored.folds,
    )


def _overall(scored: _Scored) -> Figures:
    return _figures(scored)


def _figures(scored: _Scored) -> Figures:
    truth, suggested = scored.truth, scored.suggested
    return Figures(
        examples=int(truth.sum()),
        documents=sum(bool(truth[out].any()) for out in scored.folds),
        suggested=int(suggested.sum()),
        precision=_estimate(
            scored, lambda kept: ratio((truth & suggested)[kept].sum(), suggested[kept].sum())
        ),
        recall=_estimate(scored, lambda kept: ratio((truth & suggested)[kept].sum(), truth[kept].sum())),
        f1=_estimate(
            scored,
            lambda kept: f1_of((truth & suggested)[kept].sum(), suggested[kept].sum(), truth[kept].sum()),
        ),
        average_precision=_estimate(
            scored, lambda kept: average_precision(scored.scores[kept].ravel(), truth[kept].ravel())
        ),
        recall_at_3=_estimate(
            scored, lambda kept: ratio((truth & scored.first)[kept].sum(), truth[kept].sum())
        ),
    )


def _hit(scored: _Scored) -> Estimate:
    coded = np.any(scored.truth, axis=1)
    hit: NDArray[np.bool_] = np.any(scored.truth & scored.first, axis=1)
    return _estimate(scored, lambda kept: ratio(hit[kept].sum(), coded[kept].sum()))


def _gain(own: _Scored, lexical: _Scored) -> Estimate:
    difference = own.first.astype(int) - lexical.first
    return _estimate(
        own,
        lambda kept: ratio((own.truth * difference)[kept].sum(), own.truth[kept].sum()),
        least=-1.0,
    )


def _estimate(
    scored: _Scored, measure: Callable[[NDArray[np.bool_]], float | None], least: float = 0.0
) -> Estimate:
    """Return a figure with its jackknife interval over documents: value +- t(D - 1) standard errors."""
    value = measure(np.ones(len(scored.truth), dtype=bool))
    if value is None:
        return Estimate(None)
    left = [found for out in scored.folds if (found := measure(~out)) is not None]
    number = len(scored.folds)
    if len(left) < number or number < 2:  # noqa: PLR2004 - no spread of one
        return Estimate(float(value))
    spread = np.array(left) - np.mean(left)
    error = float(np.sqrt((number - 1) / number * (spread**2).sum()))
    reach = t_spread(LEVEL, number - 1) * error
    return Estimate(float(value), max(least, float(value) - reach), min(1.0, float(value) + reach))


def _curve(
    method: Method, codes: Sequence[Code], examples: Sequence[Example], truth: NDArray[np.bool_]
) -> tuple[CurvePoint, ...]:
    """Fit on 0, some, … all but one of the documents, and score those left out."""
    ids = [code.id for code in codes]
    documents = list(dict.fromkeys(example.document for example in examples))
    number = len(documents)
    sizes = sorted({round(size) for size in np.linspace(0, number - 1, min(CURVE_POINTS, number))})
    left = sorted({round(at) for at in np.linspace(0, number - 1, min(CURVE_FOLDS, number))})
    points = []
    for size in sizes:
        scores, right = [], []
        for at in left:
            seen = {documents[(at + 1 + step) % number] for step in range(size)}
            places = [row for row, example in enumerate(examples) if example.document == documents[at]]
            kept = [example for example in examples if example.document in seen]
            scores.append(_scores(method, codes, ids, kept, [examples[row].said for row in places]))
            right.append(truth[places])
        points.append(_point(size, np.concatenate(scores), np.concatenate(right)))
    return tuple(points)


def _scores(
    method: Method, codes: Sequence[Code], ids: Sequence[str], kept: Sequence[Example], texts: Sequence[Said]
) -> NDArray[np.float64]:
    try:
        return scores_of(method.fit(codes, kept), ids, texts)
    except RefusedError:
        return np.zeros((len(texts), len(ids)))


def _point(size: int, scores: NDArray[np.float64], truth: NDArray[np.bool_]) -> CurvePoint:
    return CurvePoint(
        size,
        ratio(float((truth & top_codes(scores, TOP)).sum()), float(truth.sum())),
        average_precision(scores.ravel(), truth.ravel()),
    )
