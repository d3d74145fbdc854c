"""The sum that fusion makes: what each method says of a passage, of the question before it and of what is beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from kodning.suggest.calibration import ridge_logistic, sigmoid
from kodning.suggest.folds import document_folds, scores_of, truth_of
from kodning.suggest.values import Said, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from kodning.suggest.values import Example, Scorer

FOLDS = 5
Place = Literal["own", "before", "around"]

# How much one unit of each method's score says before there is any data: tuned on the paragraphs of a printed
# report (see benchmarks/suggestions.py). Likeness is first compared with the passage's mean over the codes.
# (logit for each unit, whether the mean is taken off)
WEIGHTS: Final[Mapping[str, tuple[float, bool]]] = {
    "lexical": (0.7, False),
    "descriptive": (35.0, True),
    "semantic": (10.0, True),
    "learned": (2.0, False),
}
OTHER: Final = (2.0, False)
# What the question and the neighbours count for beside the passage's own words; not tuned.
COMPANY: Final[Mapping[Place, float]] = {"own": 1.0, "before": 0.5, "around": 0.3}
# The methods that read more than the passage: what was learned from answers says nothing of questions.
READS: Final[Mapping[str, tuple[Place, ...]]] = {
    "lexical": ("own", "before"),
    "descriptive": ("own", "before", "around"),
    "semantic": ("own", "before", "around"),
}
OFFSET: Final = -4.5
PRIOR_WEIGHT: Final = 0.5  # what the log-odds of a code among the codings count for
HELD: Final = 20.0  # how many observations' worth the weights above are held by
# What is taken off a code that is like everything: this share of what it is likelier than others on the whole.
LEVEL: Final = 0.25


class Channel(NamedTuple):
    """What one method says of one part of what was said."""

    method: str
    place: Place


def channels(methods: Sequence[str]) -> tuple[Channel, ...]:
    """Return what the methods say, each of the passage itself first."""
    return tuple(Channel(method, place) for method in methods for place in READS.get(method, ("own",)))


def channel_scores(
    scorer: Scorer, method: str, codes: Sequence[str], passages: Sequence[str | Said]
) -> list[NDArray[np.float64]]:
    """Score passages, and what surrounds them as far as the method reads it; 0 where there is nothing."""
    places = READS.get(method, ("own",))
    texts = [words_of(passage) for passage in passages]
    befores = [passage.before if isinstance(passage, Said) else "" for passage in passages]
    arounds = [passage.around if isinstance(passage, Said) else () for passage in passages]
    read = [*texts]
    if "before" in places:
        read += befores
    if "around" in places:
        read += [text for some in arounds for text in some]
    # Neighbours are most often passages themselves: each text is scored once.
    distinct = {text: at for at, text in enumerate(dict.fromkeys(read))}
    scores = scores_of(scorer, codes, list(distinct))
    found = [scores[[distinct[text] for text in texts]]]
    if "before" in places:
        found.append(scores[[distinct[text] for text in befores]])
        found[-1][[not text for text in befores]] = 0
    if "around" in places:
        beside = np.zeros((len(passages), len(codes)))
        for row, some in enumerate(arounds):
            if some:
                beside[row] = scores[[distinct[text] for text in some]].mean(axis=0)
        found.append(beside)
    return found


def level_of(
    scorer: Scorer, method: str, codes: Sequence[str], background: Sequence[str]
) -> NDArray[np.float64]:
    """Return what each code has too much by: some are like every passage, whatever it is about."""
    if not background or not WEIGHTS.get(method, OTHER)[1]:
        return np.zeros(len(codes))
    scores = scores_of(scorer, codes, background)
    means = (scores - scores.mean(axis=1, keepdims=True)).mean(axis=0)
    level: NDArray[np.float64] = LEVEL * means
    return level


def levelled(scores: Sequence[NDArray[np.float64]], level: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Take off each channel's scores what the codes have too much by; nothing where nothing was said."""
    return [part - np.where(part.any(axis=1, keepdims=True), level, 0.0) for part in scores]


@dataclass(frozen=True)
class Stack:
    """A logistic sum over channels, held near fixed weights where data are few.

    Attributes:
        channels: What is added up.
        weights: Of the channels, of the code's prior, and the offset.
        priors: Log-odds of each code among the codings, centred; None before there are data.
    """

    channels: tuple[Channel, ...]
    weights: NDArray[np.float64]
    priors: NDArray[np.float64] | None = None

    @classmethod
    def before_data(cls, methods: Sequence[str]) -> Stack:
        """Return the sum that holds where nothing has been coded."""
        # Three methods that say the same are not three times as sure.
        share = 2 / max(2, len(methods))
        summed = channels(methods)
        weights = [share * WEIGHTS.get(method, OTHER)[0] * COMPANY[place] for method, place in summed]
        return cls(summed, np.array([*weights, PRIOR_WEIGHT, OFFSET]))

    def fitted(
        self, ids: Sequence[str], examples: Sequence[Example], scores: Sequence[NDArray[np.float64]]
    ) -> Stack:
        """Learn the weights from scores of documents left out."""
        truth = truth_of(ids, examples)
        rows = self.features(scores)
        for out in document_folds(examples, FOLDS):
            rows[out, :, -2] = _priors(
                truth[~out]
            )  # a passage's own code is no part of what is expected of it
        rows = rows.reshape(-1, len(self.weights))
        right = truth.ravel().astype(float)
        spread = np.maximum(rows.std(axis=0), 1e-6)
        ridge = HELD * spread**2  # a weight is held in units of what it does to the logit
        ridge[-1] = 0
        weights = ridge_logistic(rows, right, self.weights, ridge)
        weights[:-1] = np.maximum(weights[:-1], 0)  # no method speaks against what it suggests
        offset_only = ridge_logistic(
            np.column_stack([rows[:, :-1] @ weights[:-1], np.ones(len(rows))]),
            right,
            np.array([1.0, weights[-1]]),
            np.array([1e9, 0.0]),
        )
        weights[-1] = offset_only[-1]
        return replace(self, weights=weights, priors=_priors(truth))

    def only(self, methods: Collection[str]) -> Stack:
        """Return the sum of these methods alone."""
        kept = [at for at, (method, _) in enumerate(self.channels) if method in methods]
        end = len(self.channels)
        return replace(
            self,
            channels=tuple(self.channels[at] for at in kept),
            weights=self.weights[[*kept, end, end + 1]],
        )

    def features(self, scores: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
        """Return passages x codes x (channels, prior, 1)."""
        columns = []
        for (method, _), part in zip(self.channels, scores, strict=True):
            centred = WEIGHTS.get(method, OTHER)[1]
            columns.append(part - part.mean(axis=1, keepdims=True) if centred else part)
        priors = np.zeros(scores[0].shape[1]) if self.priors is None else self.priors
        columns += [np.broadcast_to(priors, scores[0].shape), np.ones(scores[0].shape)]
        return np.stack(columns, axis=2)

    def chances(self, scores: Sequence[NDArray[np.float64]], said: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return a number between 0 and 1 for each passage and code; 0 where nothing speaks for a code.

        Args:
            scores: Of the channels.
            said: Of which passages any method says anything.
        """
        features = self.features(scores)
        # What a code has for it beyond being common; a passage whose own words say nothing has nothing for any.
        evidence = features[:, :, :-2] @ self.weights[:-2]
        return np.where(said[:, None] & (evidence > 0), sigmoid(features @ self.weights), 0.0)


def _priors(truth: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return each code's log-odds among the passages, drawn towards the mean code's, less the mean."""
    count = truth.sum(axis=0)
    mean = max(1.0, float(count.mean()))
    share = np.clip((count + mean) / (2 * max(1, len(truth))), 1e-4, 1 - 1e-4)
    logits = np.log(share / (1 - share))
    centred: NDArray[np.float64] = logits - logits.mean()
    return centred
