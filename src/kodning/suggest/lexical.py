"""The lexical method: the codebook's own terms, as Danish inflects and compounds them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from kodning.language.function_words import is_function_word
from kodning.suggest.matching import Hit, Matcher, Token
from kodning.suggest.ranked import BATCH, Ranked, distinct
from kodning.suggest.senses import blanked
from kodning.suggest.terms import WORD, Pattern
from kodning.suggest.values import Evidence, Example, Reason, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from kodning.model import Code

_Looked: TypeAlias = "tuple[list[Hit], dict[int, list[tuple[int, int]]]]"
REMEMBERED = 4 * BATCH  # texts: a batch of passages and its sentences
PHRASE = 0.5  # what each further word of substance in a term adds to its weight


@dataclass(frozen=True)
class Lexical:
    """Finds the terms of the codebook; learns nothing from examples.

    Attributes:
        tokens: Reads words with a pipeline's lemmas; None: the dictionary's.
    """

    tokens: Callable[[str], list[Token]] | None = None
    name: str = "lexical"
    version: str = "1"

    def fit(self, codes: Sequence[Code], examples: Sequence[Example]) -> LexicalScorer:
        """Make the terms ready.

        Raises:
            RefusedError: No code has a term.
        """
        del examples
        if not any(code.terms for code in codes):
            raise RefusedError(
                Reason("Ingen kode i kodebogen har søgeord (terms).", "No code of the codebook has terms.")
            )
        return LexicalScorer(codes, self.tokens)


class LexicalScorer(Ranked):
    """Scores a passage by the distinct terms in it, each weighted by how few codes share it."""

    def __init__(self, codes: Sequence[Code], tokens: Callable[[str], list[Token]] | None = None) -> None:
        super().__init__([code.id for code in codes])
        self._matcher = Matcher(codes, tokens)
        self._weights = _weights(self._matcher.patterns)
        self._index = {code: index for index, code in enumerate(self.codes)}
        self._looked: dict[str, _Looked] = {}

    def hits(self, text: str) -> list[Hit]:
        """Return the terms found that count."""
        return self._look(text)[0]

    def _look(self, text: str) -> _Looked:
        # A passage is asked about several times: for its score, for what speaks against, and to explain each code.
        found = self._looked.get(text)
        if found is None:
            if len(self._looked) >= REMEMBERED:
                self._looked.clear()
            found = self._looked[text] = self._matcher.look(text)
        return found

    def __getstate__(self) -> dict[str, object]:
        """Leave what was found behind when sent to another process."""
        return {**self.__dict__, "_looked": {}}

    def unlike(self, text: str) -> dict[str, str]:
        """Return, for each code with negative terms in a text, the text with them blanked.

        A word stays where a term that counts covers it.
        """
        hits, against = self._look(text)
        found = {}
        for code, spans in against.items():
            own = [hit for hit in hits if hit.pattern.code == code]
            gone = [
                span for span in spans if not any(hit.start < span[1] and span[0] < hit.end for hit in own)
            ]
            if gone:
                found[self.codes[code]] = blanked(text, gone)
        return found

    def batch_matrix(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Score a batch of passages on all codes."""
        scores = np.zeros((len(texts), len(self.codes)))
        for row, text in enumerate(texts):
            for code, value in self._values(self.hits(text)).items():
                scores[row, code] = value
        return scores

    def _values(self, hits: list[Hit]) -> dict[int, float]:
        """Sum over a code's distinct terms: weight x strength, more for a term said again, but ever less."""
        if not hits:
            return {}
        said: dict[Pattern, list[float]] = defaultdict(list)
        for hit in hits:
            said[hit.pattern].append(hit.strength)
        values: dict[int, float] = defaultdict(float)
        for pattern, strengths in said.items():
            values[pattern.code] += self._weights[pattern] * max(strengths) * (1 + log(len(strengths)))
        return values

    def explain(self, text: str, code: str) -> tuple[Evidence, ...]:
        """Return the terms of a code in a passage."""
        number = self._index[code]
        return distinct(
            Evidence(hit.start, hit.end, f"{'term' if hit.strength == 1 else 'part'}:{hit.pattern.text}")
            for hit in self.hits(text)
            if hit.pattern.code == number
        )


def _weights(patterns: Sequence[Pattern]) -> dict[Pattern, float]:
    shared: dict[tuple[int, ...], set[int]] = defaultdict(set)
    for pattern in patterns:
        shared[pattern.keys].add(pattern.code)
    return {
        pattern: (1 + PHRASE * (_substance(pattern.text) - 1)) / sqrt(len(shared[pattern.keys]))
        for pattern in patterns
    }


def _substance(term: str) -> int:
    """Count the words of a term that are not mere grammar; at least one."""
    return max(1, sum(not is_function_word(word) for word in WORD.findall(term)))
