"""The default method: what is available, added up, and made a probability where there are codings to check by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kodning.suggest.calibration import ridge_logistic, sigmoid
from kodning.suggest.descriptive import Descriptive
from kodning.suggest.folds import document_folds, left_out_scores, scores_of, truth_of
from kodning.suggest.learned import Learned
from kodning.suggest.lexical import Lexical, LexicalScorer
from kodning.suggest.ranked import Ranked, distinct
from kodning.suggest.values import (
    Evidence,
    Example,
    MatrixScorer,
    Method,
    Reason,
    RefusedError,
    Said,
    Scorer,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kodning.model import Code

LEAST_POSITIVE = 20  # codings, in at least so many documents, before scores are made probabilities
LEAST_DOCUMENTS = 3
FOLDS = 5
_READING_WORDS = ("descriptive", "learned")  # parts that do not know of negative terms

# How much one unit of each method's score says before there is any data: tuned on the paragraphs of a printed
# report (see benchmarks/suggestions.py). Likeness is first compared with the passage's mean over the codes.
# (logit for each unit, whether the mean is taken off)
WEIGHTS: Mapping[str, tuple[float, bool]] = {
    "lexical": (0.7, False),
    "descriptive": (35.0, True),
    "semantic": (10.0, True),
    "learned": (2.0, False),
}
OTHER = (2.0, False)
BEFORE = 17.5  # likeness of what was said before, half of what the passage's own counts for; not tuned
OFFSET = -4.5
PRIOR_WEIGHT = 0.5  # what the log-odds of a code among the codings count for
HELD = 20.0  # how many observations' worth the weights above are held by


@dataclass(frozen=True)
class Fusion:
    """Adds up methods.

    Attributes:
        parts: The methods; those that refuse are left out, and why is kept.
    """

    parts: tuple[Method, ...] = (Lexical(), Descriptive(), Learned())
    name: str = "fusion"

    @property
    def version(self) -> str:
        """The version of the fusion and of its parts."""
        return "1(" + ",".join(f"{part.name}-{part.version}" for part in self.parts) + ")"

    def fit(self, codes: Sequence[Code], examples: Sequence[Example]) -> FusionScorer:
        """Fit the parts, and where there are codings enough, the probabilities.

        Raises:
            RefusedError: No part has anything to say.
        """
        scorers: dict[str, Scorer] = {}
        refused: dict[str, Reason] = {}
        for part in self.parts:
            try:
                scorers[part.name] = part.fit(codes, examples)
            except RefusedError as error:
                refused[part.name] = error.reason
        if not scorers:
            raise RefusedError(next(iter(refused.values()), Reason("Ingen metode.", "No method.")))
        ids = [code.id for code in codes]
        stack = _Stack.before_data(tuple(scorers))
        reason = _too_little(ids, examples)
        if reason is None:
            parts = [_quick(part) for part in self.parts if part.name in scorers]
            stack = stack.fitted(ids, examples, _left_out(parts, codes, examples))
        else:
            refused["calibration"] = reason
        return FusionScorer(ids, scorers, stack, refused)


def _left_out(
    parts: Sequence[Method], codes: Sequence[Code], examples: Sequence[Example]
) -> list[NDArray[np.float64]]:
    """Return each part's scores on documents left out, and last those of what was said before."""
    ids = [code.id for code in codes]
    scores = []
    before = np.zeros((len(examples), len(ids)))
    folds = document_folds(examples, FOLDS)

    def score_before(fold: int, scorer: Scorer) -> None:
        places = np.flatnonzero(folds[fold]).tolist()
        before[places] = _scores_before(scorer, ids, [examples[at].said for at in places])

    for part in parts:
        seen = score_before if part.name == "descriptive" else None
        scores.append(left_out_scores(part, codes, examples, FOLDS, seen))
    return [*scores, before]


def _scores_before(
    scorer: Scorer | None, codes: Sequence[str], passages: Sequence[str | Said]
) -> NDArray[np.float64]:
    """Score what was said before passages; 0 where nothing was."""
    scores = np.zeros((len(passages), len(codes)))
    there = {at: p.before for at, p in enumerate(passages) if isinstance(p, Said) and p.before}
    if scorer is not None and there:
        scores[list(there)] = scores_of(scorer, codes, list(there.values()))
    return scores


def _quick(part: Method) -> Method:
    """Inside the folds a classifier need not prove itself again."""
    return replace(part, validate=False) if isinstance(part, Learned) else part


def _too_little(ids: Sequence[str], examples: Sequence[Example]) -> Reason | None:
    codings = sum(len(example.codes.intersection(ids)) for example in examples)
    documents = len({example.document for example in examples})
    spare = sum(len(ids) - len(example.codes.intersection(ids)) for example in examples)
    if codings >= LEAST_POSITIVE and documents >= LEAST_DOCUMENTS and spare:
        return None
    return Reason(
        f"Tallene er ikke sandsynligheder: {codings} kodninger i {documents} dokumenter; der skal være"
        f" mindst {LEAST_POSITIVE} i mindst {LEAST_DOCUMENTS}.",
        f"The scores are no probabilities: {codings} codings in {documents} documents; at least"
        f" {LEAST_POSITIVE} in at least {LEAST_DOCUMENTS} are needed.",
    )


@dataclass(frozen=True)
class _Stack:
    """A logistic sum over the parts' scores, held near fixed weights where data are few.

    Attributes:
        names: The parts.
        weights: Of the parts, of what was said before, of the code's prior, and the offset.
        priors: Log-odds of each code among the codings, centred; None before there are data.
    """

    names: tuple[str, ...]
    weights: NDArray[np.float64]
    priors: NDArray[np.float64] | None = None

    @classmethod
    def before_data(cls, names: tuple[str, ...]) -> _Stack:
        # Three methods that say the same are not three times as sure.
        share = 2 / max(2, len(names))
        weights = [share * WEIGHTS.get(name, OTHER)[0] for name in names]
        return cls(names, np.array([*weights, share * BEFORE, PRIOR_WEIGHT, OFFSET]))

    def fitted(
        self, ids: Sequence[str], examples: Sequence[Example], scores: Sequence[NDArray[np.float64]]
    ) -> _Stack:
        """Learn the weights from scores of documents left out."""
        truth = truth_of(ids, examples)
        rows = self.features(scores)
        for out in document_folds(
            examples, FOLDS
        ):  # a passage's own code is no part of what is expected of it
            rows[out, :, -2] = _priors(truth[~out])
        rows = rows.reshape(-1, len(self.weights))
        spread = np.maximum(rows.std(axis=0), 1e-6)
        ridge = HELD * spread**2  # a weight is held in units of what it does to the logit
        ridge[-1] = 0
        weights = ridge_logistic(rows, truth.ravel().astype(float), self.weights, ridge)
        weights[:-1] = np.maximum(weights[:-1], 0)  # no method speaks against what it suggests
        offset_only = ridge_logistic(
            np.column_stack([rows[:, :-1] @ weights[:-1], np.ones(len(rows))]),
            truth.ravel().astype(float),
            np.array([1.0, weights[-1]]),
            np.array([1e9, 0.0]),
        )
        weights[-1] = offset_only[-1]
        return replace(self, weights=weights, priors=_priors(truth))

    def features(self, scores: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
        """Return passages x codes x (parts, before, prior, 1); the last scores are of what was said before."""
        columns = []
        for name, part in zip((*self.names, "descriptive"), scores, strict=True):
            centred = WEIGHTS.get(name, OTHER)[1]
            columns.append(part - part.mean(axis=1, keepdims=True) if centred else part)
        priors = np.zeros(scores[0].shape[1]) if self.priors is None else self.priors
        columns += [np.broadcast_to(priors, scores[0].shape), np.ones(scores[0].shape)]
        return np.stack(columns, axis=2)


def _priors(truth: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return each code's log-odds among the passages, drawn towards the mean code's, less the mean."""
    count = truth.sum(axis=0)
    mean = max(1.0, float(count.mean()))
    share = np.clip((count + mean) / (2 * max(1, len(truth))), 1e-4, 1 - 1e-4)
    logits = np.log(share / (1 - share))
    centred: NDArray[np.float64] = logits - logits.mean()
    return centred


class FusionScorer(Ranked):
    """Adds up fitted methods.

    Attributes:
        parts: The fitted methods by name.
        refused: What was left out, and why; `calibration` where scores are no probabilities.
    """

    def __init__(
        self,
        codes: Sequence[str],
        parts: Mapping[str, Scorer],
        stack: _Stack,
        refused: Mapping[str, Reason],
    ) -> None:
        super().__init__(codes)
        self.parts = dict(parts)
        self.refused = dict(refused)
        self._stack = stack
        self.calibrated = stack.priors is not None

    def batch_matrix(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return a number between 0 and 1 for each code; 0 where no method has anything to say."""
        return self.said_matrix(texts)

    def said_matrix(self, passages: Sequence[str | Said]) -> NDArray[np.float64]:
        """Return the same, with what was said before the passages read along."""
        texts = [words_of(passage) for passage in passages]
        scores = [scores_of(part, self.codes, texts) for part in self.parts.values()]
        self._heed_negatives(texts, scores)
        before = _scores_before(self.parts.get("descriptive"), self.codes, passages)
        features = self._stack.features([*scores, before])
        # What a code has for it beyond being common; a passage without words has nothing for any.
        evidence = features[:, :, :-2] @ self._stack.weights[:-2]
        said = np.any([part != 0 for part in scores], axis=(0, 2))[:, None] & (evidence > 0)
        return np.where(said, sigmoid(features @ self._stack.weights), 0.0)

    def _heed_negatives(self, texts: Sequence[str], scores: list[NDArray[np.float64]]) -> None:
        """Take from a code's likeness what only its negative terms give it."""
        lexical = self.parts.get("lexical")
        if not isinstance(lexical, LexicalScorer):
            return
        unlike = [
            (row, self.codes.index(code), left)
            for row, text in enumerate(texts)
            for code, left in lexical.unlike(text).items()
        ]
        if not unlike:
            return
        rows, columns, lefts = map(list, zip(*unlike, strict=True))
        for at, name in enumerate(self.parts):
            if name in _READING_WORDS:
                again = scores_of(self.parts[name], self.codes, lefts)[np.arange(len(lefts)), columns]
                scores[at][rows, columns] = np.minimum(scores[at][rows, columns], again)

    def explain(self, text: str, code: str) -> tuple[Evidence, ...]:
        """Return what the methods point to; where they point to the same words, the first one's reason."""
        found: list[Evidence] = []
        lexical = self.parts.get("lexical")
        left = lexical.unlike(text).get(code, text) if isinstance(lexical, LexicalScorer) else text
        for name, part in self.parts.items():
            if name != "semantic" and isinstance(part, MatrixScorer) and code in part.codes:
                found += part.explain(left if name in _READING_WORDS else text, code)
        return distinct(found)
