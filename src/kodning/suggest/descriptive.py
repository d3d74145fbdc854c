"""The descriptive method: likeness to what the codebook says of a code, and to what has been coded with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kodning.language.lemmas import lemma
from kodning.suggest.features import Features, LinearScores, folded
from kodning.suggest.ranked import Ranked, distinct
from kodning.suggest.senses import without_misleading
from kodning.suggest.terms import WORD
from kodning.suggest.values import Evidence, Example, Reason, RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kodning.model import Code

DEFINITION_COUNTS_AS = 3  # examples, in Rocchio's (1971) mean
MOST_WORDS = 4  # shown as evidence
LEAST_SHARE = 0.1  # of what all words together add


def description(code: Code) -> str:
    """Return all that the codebook says a code is (not what it is not)."""
    labels = [code.labels["da"]] if "da" in code.labels else list(code.labels.values())
    return "\n".join([*labels, code.definition, *code.include, *code.examples, *code.terms])


@dataclass(frozen=True)
class Descriptive:
    """TF-IDF on character n-grams, lemmas and compound parts; Rocchio with the description weighted.

    Attributes:
        background: Passages of the project, whether coded or not, that show which words are common in it.
        definition_weight: How many examples the description counts for.
        shares: What n-grams, and lemmas with parts, count for.
    """

    background: tuple[str, ...] = ()
    definition_weight: float = DEFINITION_COUNTS_AS
    shares: tuple[float, float] = (1.0, 2.0)
    name: str = "descriptive"
    version: str = "3"

    def fit(self, codes: Sequence[Code], examples: Sequence[Example]) -> DescriptiveScorer:
        """Build one vector for each code.

        Raises:
            RefusedError: No code says anything and there are no examples.
        """
        texts = [description(code) for code in codes]
        spoken = dict.fromkeys((*(example.text for example in examples), *self.background))
        features = Features([*texts, *spoken])
        if not len(features):
            raise RefusedError(
                Reason(
                    "Koderne har hverken definition, søgeord eller eksempler at ligne.",
                    "The codes have no definition, terms or examples to be like.",
                )
            )
        sums = np.array([self.definition_weight * features.vector(text) for text in texts])
        index = {code.id: at for at, code in enumerate(codes)}
        for example in examples:
            known = [index[code] for code in example.codes if code in index]
            if known:
                sums[known] += features.vector(example.text)
        weights = np.array([features.unit(row) for row in sums]).T
        own = frozenset(lemma(word) for code in codes for term in code.terms for word in WORD.findall(term))
        linear = LinearScores(features, weights, self.shares)
        return DescriptiveScorer([code.id for code in codes], linear, own)


class DescriptiveScorer(Ranked):
    """Cosine of a passage with each code's vector, between 0 and 1.

    Words that mean something else where they stand (`senses`) are not read, unless a code's terms are of that sense.
    """

    def __init__(self, codes: Sequence[str], linear: LinearScores, own: frozenset[str]) -> None:
        super().__init__(codes)
        self._linear = linear
        self._own = own
        self._index = {code: at for at, code in enumerate(self.codes)}

    def batch_matrix(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Score a batch of passages on all codes."""
        return self._linear.scores([without_misleading(text, self._own) for text in texts])

    def explain(self, text: str, code: str) -> tuple[Evidence, ...]:
        """Return the words that make a passage like a code more than like the others."""
        return likest_words(self._linear, without_misleading(text, self._own), self._index[code])


def likest_words(linear: LinearScores, text: str, code: int) -> tuple[Evidence, ...]:
    """Return where the words stand that add most to a code's score, each word once."""
    added = [(form, share) for form, share in linear.shares_of_words(text, code) if share > 0]
    whole = sum(share for _, share in added)
    wanted = {form for form, share in added[:MOST_WORDS] if share >= LEAST_SHARE * whole}
    spans = []
    for found in WORD.finditer(text):
        form = folded(found[0])
        if form in wanted:
            wanted.remove(form)
            spans.append(Evidence(found.start(), found.end(), "like"))
            if not wanted:
                break
    return distinct(spans)
