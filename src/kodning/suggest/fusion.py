"""The default method: what is available, added up, and made a probability where there are codings to check by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kodning.suggest.descriptive import Descriptive
from kodning.suggest.folds import document_folds, scores_of
from kodning.suggest.learned import Learned
from kodning.suggest.lexical import Lexical, LexicalScorer
from kodning.suggest.ranked import Ranked, distinct
from kodning.suggest.semantic import Semantic, SemanticScorer
from kodning.suggest.stack import FOLDS, Stack, channel_scores, channels, level_of, levelled
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
MOST_BACKGROUND = 1000  # passages that show what all codes are like
_READING_WORDS = ("descriptive", "learned")  # parts that do not know of negative terms


@dataclass(frozen=True)
class Fusion:
    """Adds up methods.

    Attributes:
        parts: The methods; those that refuse are left out, and why is kept.
        background: Passages of the project, whether coded or not: what is common in all of it says little.
    """

    parts: tuple[Method, ...] = (Lexical(), Descriptive(), Learned())
    background: tuple[str, ...] = ()
    name: str = "fusion"

    @property
    def version(self) -> str:
        """The version of the fusion and of its parts."""
        return "2(" + ",".join(f"{part.name}-{part.version}" for part in self.parts) + ")"

    def fit(self, codes: Sequence[Code], examples: Sequence[Example]) -> FusionScorer:
        """Fit the parts, and where there are codings enough, the probabilities.

        Raises:
            RefusedError: No part has anything to say.
        """
        parts = [_with_background(part, self.background) for part in self.parts]
        scorers: dict[str, Scorer] = {}
        refused: dict[str, Reason] = {}
        for part in parts:
            try:
                scorers[part.name] = part.fit(codes, examples)
            except RefusedError as error:
                refused[part.name] = error.reason
        if not scorers:
            raise RefusedError(next(iter(refused.values()), Reason("Ingen metode.", "No method.")))
        ids = [code.id for code in codes]
        common = _common(self.background, examples)
        levels = {name: level_of(scorer, name, ids, common) for name, scorer in scorers.items()}
        stack = Stack.before_data(tuple(scorers))
        reason = _too_little(ids, examples)
        if reason is None:
            quick = [_quick(part) for part in parts if part.name in scorers]
            stack = stack.fitted(ids, examples, left_out_channels(quick, codes, examples, self.background))
        else:
            refused["calibration"] = reason
        return FusionScorer(ids, scorers, levels, stack, refused)


def _with_background(part: Method, background: tuple[str, ...]) -> Method:
    if isinstance(part, Descriptive | Semantic) and not part.background:
        return replace(part, background=background)
    return part


def _common(background: Sequence[str], examples: Sequence[Example]) -> list[str]:
    """Return passages enough to show what all codes are like, evenly taken."""
    texts = list(dict.fromkeys((*background, *(example.text for example in examples))))
    return texts[:: max(1, -(-len(texts) // MOST_BACKGROUND))]


def left_out_channels(
    parts: Sequence[Method], codes: Sequence[Code], examples: Sequence[Example], background: Sequence[str]
) -> list[NDArray[np.float64]]:
    """Return what each part says, channel by channel, of documents left out."""
    ids = [code.id for code in codes]
    said = [example.said for example in examples]
    scores = {channel: np.zeros((len(examples), len(ids))) for channel in channels([p.name for p in parts])}
    for out in document_folds(examples, FOLDS):
        places = np.flatnonzero(out).tolist()
        kept = [example for example, left in zip(examples, out, strict=True) if not left]
        for part in parts:
            try:
                scorer = part.fit(codes, kept)
            except RefusedError:
                continue
            level = level_of(scorer, part.name, ids, _common(background, kept))
            found = levelled(channel_scores(scorer, part.name, ids, [said[at] for at in places]), level)
            for channel, some in zip(channels([part.name]), found, strict=True):
                scores[channel][places] = some
    return list(scores.values())


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
        levels: Mapping[str, NDArray[np.float64]],
        stack: Stack,
        refused: Mapping[str, Reason],
    ) -> None:
        super().__init__(codes)
        self.parts = dict(parts)
        self.refused = dict(refused)
        self._levels = dict(levels)
        self._stack = stack
        self.calibrated = stack.priors is not None
        self._explaining = {
            name: part
            for name, part in parts.items()
            if name != "semantic" and isinstance(part, MatrixScorer)  # slow to ask: once is enough
        }

    def batch_matrix(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return a number between 0 and 1 for each code; 0 where no method has anything to say."""
        return self.said_matrix(texts)

    def said_matrix(self, passages: Sequence[str | Said]) -> NDArray[np.float64]:
        """Return the same, with the question before and the passages beside read along."""
        found = {name: channel_scores(part, name, self.codes, passages) for name, part in self.parts.items()}
        own = {name: some[0] for name, some in found.items()}
        self._heed_negatives([words_of(passage) for passage in passages], own)
        said = np.any([part != 0 for part in own.values()], axis=(0, 2))
        scores = [part for name, some in found.items() for part in levelled(some, self._levels[name])]
        return self._stack.chances(scores, said)

    def for_sentences(self) -> FusionScorer:
        """Return the same without embeddings, which take long and hardly tell single sentences apart."""
        kept = {name: part for name, part in self.parts.items() if not isinstance(part, SemanticScorer)}
        if not kept or len(kept) == len(self.parts):
            return self
        return FusionScorer(self.codes, kept, self._levels, self._stack.only(kept), self.refused)

    def _heed_negatives(self, texts: Sequence[str], own: Mapping[str, NDArray[np.float64]]) -> None:
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
        for name in _READING_WORDS:
            if name in own:
                again = scores_of(self.parts[name], self.codes, lefts)[np.arange(len(lefts)), columns]
                own[name][rows, columns] = np.minimum(own[name][rows, columns], again)

    def explain(self, text: str, code: str) -> tuple[Evidence, ...]:
        """Return what the methods point to; where they point to the same words, the first one's reason."""
        found: list[Evidence] = []
        lexical = self.parts.get("lexical")
        left = lexical.unlike(text).get(code, text) if isinstance(lexical, LexicalScorer) else text
        for name, part in self._explaining.items():
            if code in part.codes:
                found += part.explain(left if name in _READING_WORDS else text, code)
        return distinct(found)
