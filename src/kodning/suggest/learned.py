"""The learned method: a classifier for each code, from the project's own codings, where there are enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kodning.suggest.calibration import Platt, platt, sigmoid
from kodning.suggest.descriptive import likest_words
from kodning.suggest.features import BLOCKS, Features, LinearScores
from kodning.suggest.folds import document_folds, truth_of
from kodning.suggest.measures import average_precision
from kodning.suggest.ranked import Ranked
from kodning.suggest.values import Evidence, Example, Reason, RefusedError
from kodning.wording import decimal, speaking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kodning.model import Code

LEAST_EXAMPLES = 20
LEAST_DOCUMENTS = 3
LEAST_GAIN = 1.5  # how many times the precision of guessing a code must reach on documents left out
FOLDS = 5
MOST_FEATURES = 4096
RIDGE = 0.05  # of the sum of squares, over the number of examples: sklearn's C = 20
ITERATIONS = 150


@dataclass(frozen=True)
class Learned:
    """L2 logistic regression for each code on n-grams, lemmas and compound parts.

    Attributes:
        validate: Whether to check each code on documents left out and to calibrate; without it codes with enough
            examples are simply learned.
    """

    validate: bool = True
    name: str = "learned"
    version: str = "1"

    def fit(self, codes: Sequence[Code], examples: Sequence[Example]) -> LearnedScorer:
        """Learn the codes that have enough examples.

        Raises:
            RefusedError: No code has, or none can be told apart on documents that were left out.
        """
        refused = _too_few(codes, examples)
        ids = [code.id for code in codes if code.id not in refused]
        curve: Platt | None = None
        if ids and self.validate:
            logits = _left_out_logits(ids, examples)
            truth = truth_of(ids, examples)
            refused |= _no_better(ids, logits, truth)
            ids = [code for code in ids if code not in refused]
            kept = [at for at, code in enumerate(truth_order(codes, examples)) if code in ids]
            curve = _curve(logits[:, kept], truth[:, kept]) if ids else None
        if not ids:
            raise RefusedError(_nothing_learned(refused))
        features, weights, offsets = _train(ids, examples)
        return LearnedScorer(ids, LinearScores(features, BLOCKS * weights), offsets, curve, refused)


def truth_order(codes: Sequence[Code], examples: Sequence[Example]) -> list[str]:
    """Return the ids of the codes with enough examples, in the codebook's order."""
    refused = _too_few(codes, examples)
    return [code.id for code in codes if code.id not in refused]


class LearnedScorer(Ranked):
    """Scores the codes that could be learned.

    Attributes:
        refused: Why the other codes could not.
    """

    def __init__(
        self,
        codes: Sequence[str],
        linear: LinearScores,
        offsets: NDArray[np.float64],
        curve: Platt | None,
        refused: Mapping[str, Reason],
    ) -> None:
        super().__init__(codes)
        self._linear = linear
        self._offsets = offsets
        self._curve = curve
        self.refused = dict(refused)
        self.calibrated = curve is not None
        self._index = {code: at for at, code in enumerate(self.codes)}

    def batch_matrix(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the probability of each code."""
        sums = self._linear.scores(texts)
        logits = sums + self._offsets
        chances = sigmoid(logits) if self._curve is None else self._curve.probability(logits)
        # A passage without a single known word of substance: the offset alone is no reason to suggest.
        return np.where(sums.any(axis=1, keepdims=True), chances, 0.0)

    def explain(self, text: str, code: str) -> tuple[Evidence, ...]:
        """Return the words that speak most for a code."""
        found = likest_words(self._linear, text, self._index[code])
        return tuple(span._replace(why="learned") for span in found)


def _too_few(codes: Sequence[Code], examples: Sequence[Example]) -> dict[str, Reason]:
    refused = {}
    for code in codes:
        there = [example.document for example in examples if code.id in example.codes]
        documents = len(set(there))
        if len(there) < LEAST_EXAMPLES or documents < LEAST_DOCUMENTS:
            refused[code.id] = Reason(
                f"»{code.id}« har {len(there)} eksempler i {documents} dokumenter;"
                f" der skal være mindst {LEAST_EXAMPLES} i mindst {LEAST_DOCUMENTS}.",
                f"“{code.id}” has {len(there)} examples in {documents} documents;"
                f" at least {LEAST_EXAMPLES} in at least {LEAST_DOCUMENTS} are needed.",
            )
    return refused


def _no_better(
    ids: Sequence[str], logits: NDArray[np.float64], truth: NDArray[np.bool_]
) -> dict[str, Reason]:
    """Refuse codes that are hardly told better than by guessing on documents left out."""
    refused = {}
    for at, code in enumerate(ids):
        share = float(truth[:, at].mean())
        precision = average_precision(logits[:, at], truth[:, at]) or 0.0
        if precision < min(LEAST_GAIN * share, (1 + share) / 2):
            refused[code] = Reason(
                f"»{code}« kan ikke læres af eksemplerne: på dokumenter, der blev holdt ude, er den"
                f" gennemsnitlige præcision {_danish(precision)}, og gæt ville give {_danish(share)}.",
                f"“{code}” cannot be learned from the examples: on documents left out the average precision"
                f" is {precision:.2f}, and guessing would give {share:.2f}.",
            )
    return refused


def _danish(share: float) -> str:
    with speaking("da"):
        return decimal(share)


def _nothing_learned(refused: Mapping[str, Reason]) -> Reason:
    first = next(iter(refused.values()), Reason("Kodebogen er tom.", "The codebook is empty."))
    more = len(refused) - 1
    if more < 1:
        return first
    return Reason(
        f"Ingen kode kan læres af eksemplerne endnu. {first.da} (og {more} til)",
        f"No code can be learned from the examples yet. {first.en} (and {more} more)",
    )


def _train(
    ids: Sequence[str], examples: Sequence[Example]
) -> tuple[Features, NDArray[np.float64], NDArray[np.float64]]:
    features = Features(example.text for example in examples)
    # idf falls with document frequency: the features of most examples, ties by number, at most so many.
    common = np.sort(np.argsort(features.idf, kind="stable")[:MOST_FEATURES])
    rows = np.array([features.vector(example.text)[common] for example in examples], dtype=np.float32)
    truth = truth_of(ids, examples).astype(np.float32)
    coefficients, offsets = _descend(rows, truth)
    weights = np.zeros((len(features), len(ids)))
    weights[common] = coefficients
    return features, weights, offsets


def _descend(
    rows: NDArray[np.float32], truth: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Minimise the mean log loss + RIDGE/(2n) |w|2 by Nesterov's gradient, a fixed number of steps."""
    n, ridge = len(rows), RIDGE / len(rows)
    full = np.concatenate([rows, np.ones((n, 1), np.float32)], axis=1)
    # No row is longer than sqrt(BLOCKS + 1), so this bounds the curvature.
    step = 1 / (0.25 * (BLOCKS + 1) + ridge)
    share = np.clip(truth.mean(axis=0), 1 / (2 * n), 1 - 1 / (2 * n))
    weights = np.zeros((full.shape[1], truth.shape[1]))
    weights[-1] = np.log(share / (1 - share))
    ahead = weights.copy()
    for at in range(ITERATIONS):
        wrong = sigmoid((full @ ahead.astype(np.float32)).astype(float)) - truth
        gradient = (full.T @ wrong.astype(np.float32)).astype(float) / n
        gradient[:-1] += ridge * ahead[:-1]
        following = ahead - step * gradient
        ahead = following + at / (at + 3) * (following - weights)
        weights = following
    return weights[:-1], weights[-1]


def _left_out_logits(ids: Sequence[str], examples: Sequence[Example]) -> NDArray[np.float64]:
    logits = np.zeros((len(examples), len(ids)))
    for out in document_folds(examples, FOLDS):
        kept = [example for example, left in zip(examples, out, strict=True) if not left]
        features, weights, offsets = _train(ids, kept)
        texts = [example.text for example, left in zip(examples, out, strict=True) if left]
        logits[out] = LinearScores(features, BLOCKS * weights).scores(texts) + offsets
    return logits


def _curve(logits: NDArray[np.float64], truth: NDArray[np.bool_]) -> Platt | None:
    if truth.all() or not truth.any():
        return None
    return platt(logits.ravel(), truth.ravel())
