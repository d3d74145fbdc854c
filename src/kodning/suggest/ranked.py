"""From scores of all codes to the few that are suggested, the same for every method of kodning's own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from kodning.suggest.values import TOP, Evidence, Said, Scored, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

BATCH = 512  # passages looked at together; more only costs memory
BATCH_CHARACTERS = 400_000  # and at most so many characters of them, unless one passage alone has more
DECIMALS = 6  # scores are rounded, so that a last bit never changes an order


class Ranked(ABC):
    """A scorer with a matrix: sorts its rows and adds the evidence of what is suggested.

    Attributes:
        codes: The ids of the codes, in the codebook's order.
        calibrated: Whether scores are probabilities.
    """

    calibrated: bool = False

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes: tuple[str, ...] = tuple(codes)

    @abstractmethod
    def batch_matrix(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Score one batch of passages on all codes."""

    def said_matrix(self, passages: Sequence[str | Said]) -> NDArray[np.float64]:
        """Score one batch of passages, with what surrounds them where a method reads it."""
        return self.batch_matrix([words_of(passage) for passage in passages])

    @abstractmethod
    def explain(self, text: str, code: str) -> tuple[Evidence, ...]:
        """Return the words of a passage that speak for a code."""

    def matrix(self, texts: Sequence[str | Said]) -> NDArray[np.float64]:
        """Score passages (rows) on codes (columns); 0 where nothing speaks for a code."""
        if not texts:
            return np.zeros((0, len(self.codes)))
        parts = [self.said_matrix(batch) for batch in _batches(texts)]
        scores: NDArray[np.float64] = np.concatenate(parts)
        return scores.round(DECIMALS) + 0.0  # no -0.0

    def score(self, texts: Sequence[str | Said], top: int | None = TOP) -> list[list[Scored]]:
        """Suggest codes for passages; see `kodning.suggest.Scorer`."""
        found: list[list[Scored]] = []
        for batch in _batches(texts):
            found += self._suggestions(batch, self.matrix(batch), top)
        return found

    def _suggestions(
        self, texts: Sequence[str | Said], scores: NDArray[np.float64], top: int | None
    ) -> Iterator[list[Scored]]:
        orders = np.argsort(-scores, axis=1, kind="stable")[:, :top].tolist()
        for text, row, order in zip(texts, scores.tolist(), orders, strict=True):
            yield [
                Scored(self.codes[code], row[code], self.explain(words_of(text), self.codes[code]))
                for code in order
                if row[code] > 0
            ]


def _batches(texts: Sequence[str | Said]) -> Iterator[Sequence[str | Said]]:
    """Part passages into batches of bounded size."""
    first = characters = 0
    for at, text in enumerate(texts):
        length = len(words_of(text))
        if at > first and (at - first == BATCH or characters + length > BATCH_CHARACTERS):
            yield texts[first:at]
            first, characters = at, 0
        characters += length
    if first < len(texts):
        yield texts[first:]


def distinct(spans: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Order evidence by place; of two that cover the same words the first given stays."""
    kept: list[Evidence] = []
    for span in spans:
        if not any(span.start < other.end and other.start < span.end for other in kept):
            kept.append(span)
    return tuple(sorted(kept))
