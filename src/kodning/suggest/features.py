"""What a word is made of, for comparing words: character n-grams, its lemma, the parts of a compound.

Every passage is compared as the sum of its words' vectors. Scores are then linear in words, so that a word's
share in every code's score is worked out once for each distinct form, not once for each passage.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING

import numpy as np

from kodning.language.compounds import compound_parts, is_opaque
from kodning.language.function_words import is_function_word
from kodning.language.lemmas import is_of_its_own, lemma
from kodning.suggest.terms import WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

GRAMS = (3, 4, 5)
LONGEST_ACRONYM = 5
MOST_REMEMBERED = 1 << 15  # forms whose features are kept for the next fit
BLOCKS = 2  # character n-grams; lemmas and parts


def is_content(form: str) -> bool:
    """Tell whether a word says something of the topic: no function word, no figure, no single letter."""
    return len(form) > 1 and not form.isdecimal() and not is_function_word(form)


def content_counts(text: str) -> Counter[str]:
    """Count the distinct forms of a text's words of substance, in lower case, in order of appearance."""
    return Counter(form for found in WORD.findall(text) if is_content(form := folded(found)))


@lru_cache(MOST_REMEMBERED)
def folded(written: str) -> str:
    """Return a form in lower case, an acronym as it is: REM is a council, a rem is a strap."""
    bare = written.removesuffix("s")
    if 1 < len(bare) <= LONGEST_ACRONYM and bare.isalpha() and bare.isupper():
        return bare
    return written.casefold()


@lru_cache(MOST_REMEMBERED)
def grams(form: str) -> tuple[str, ...]:
    """Return a word's character n-grams, the edges of the word marked by spaces.

    An acronym has none, nor has a word that looks like another (`sandsynlig`, `tidligere`).
    """
    if not form.islower() or is_of_its_own(form) or is_opaque(form):
        return ()
    padded = f" {form} "
    return tuple(padded[at : at + n] for n in GRAMS for at in range(max(1, len(padded) - n + 1)))


@lru_cache(MOST_REMEMBERED)
def word_features(form: str) -> tuple[str, ...]:
    """Return a word's lemma and the parts of a compound, marked so that they differ from n-grams."""
    if not form.islower():
        return (f"={form}",)
    return tuple(f"={word}" for word in dict.fromkeys((lemma(form), *compound_parts(form))))


class Features:
    """The features of some texts, numbered, with their inverse document frequency.

    Args:
        texts: What the features are taken from, and their weights; features found nowhere in them count
            towards a passage's length only.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._numbers: dict[str, int] = {}
        self._blocks: list[int] = []
        self._of_form: dict[str, NDArray[np.intp]] = {}
        frequency: Counter[int] = Counter()
        documents = 0
        for text in texts:
            documents += 1
            seen: set[int] = set()
            for form in content_counts(text):
                seen.update(self._learn(form).tolist())
            frequency.update(seen)
        counts = np.array([frequency[number] for number in range(len(self._blocks))], dtype=float)
        self.idf: NDArray[np.float64] = np.log((1 + documents) / (1 + counts)) + 1
        self._unseen = log(1 + documents) + 1
        self.blocks = np.array(self._blocks, dtype=np.intp)

    def __len__(self) -> int:
        return len(self._numbers)

    def _learn(self, form: str) -> NDArray[np.intp]:
        known = self._of_form.get(form)
        if known is None:
            found: list[int] = []
            for block, features in enumerate((grams(form), word_features(form))):
                for feature in features:
                    number = self._numbers.setdefault(feature, len(self._numbers))
                    if number == len(self._blocks):
                        self._blocks.append(block)
                    found.append(number)
            known = self._of_form[form] = np.array(found, dtype=np.intp)
        return known

    def of_form(self, form: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the known features of a form, and the squared length of its vector in each block."""
        squares = np.zeros(BLOCKS)
        known: list[int] = []
        for block, features in enumerate((grams(form), word_features(form))):
            for feature in features:
                number = self._numbers.get(feature)
                if number is None:
                    squares[block] += self._unseen**2
                else:
                    known.append(number)
                    squares[block] += self.idf[number] ** 2
        return np.array(known, dtype=np.intp), squares

    def vector(self, text: str) -> NDArray[np.float64]:
        """Return a text's vector, each block of length 1 (0 where it has no such feature)."""
        vector = np.zeros(len(self))
        for form, count in content_counts(text).items():
            known = self._of_form.get(form)
            if known is None:
                known = self.of_form(form)[0]
            np.add.at(vector, known, (1 + log(count)) * self.idf[known])
        return self.unit(vector)

    def unit(self, vector: NDArray[np.float64]) -> NDArray[np.float64]:
        """Bring each block of a vector to length 1."""
        lengths = np.sqrt(np.bincount(self.blocks, vector**2, minlength=BLOCKS))
        lengths[lengths == 0] = 1
        scaled: NDArray[np.float64] = vector / lengths[self.blocks]
        return scaled


class LinearScores:
    """Scores that are sums over a passage's words: W'x with x the passage's vector.

    Args:
        features: Their numbers and weights.
        weights: One row for each feature, one column for each code.
        shares: What each block counts for.
    """

    MOST_FORMS = 1 << 15  # distinct forms remembered; then it starts anew, so that memory stays bounded

    def __init__(
        self, features: Features, weights: NDArray[np.float64], shares: Sequence[float] = (1.0, 1.0)
    ) -> None:
        self._features = features
        self._weights = weights
        self._shares = np.array(shares) / sum(shares)
        self._codes = weights.shape[1]
        self._forget()

    def _forget(self) -> None:
        self._rows = _Rows()
        width = BLOCKS * self._codes + BLOCKS
        self._table = np.zeros((1, width))  # row 0: words of no substance
        self._last: tuple[str, list[str], NDArray[np.float64]] = ("", [], np.zeros((0, self._codes)))

    def __getstate__(self) -> dict[str, object]:
        """Leave the remembered forms behind when sent to another process."""
        return {key: value for key, value in self.__dict__.items() if key not in {"_rows", "_table", "_last"}}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._forget()

    def _row(self, form: str) -> NDArray[np.float64]:
        known, squares = self._features.of_form(form)
        parts = [
            self._features.idf[in_block] @ self._weights[in_block]
            for block in range(BLOCKS)
            for in_block in (known[self._features.blocks[known] == block],)
        ]
        return np.concatenate([*parts, squares])

    def _numbers(self, text: str) -> list[int]:
        return list(map(self._rows.__getitem__, WORD.findall(text)))

    def _learn_new(self) -> None:
        """Work out the rows of the forms met since the last time."""
        if self._rows.new:
            added = np.array([self._row(form) for form in self._rows.new])
            self._table = np.concatenate([self._table, added])
            self._rows.new.clear()

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Score passages on codes: the blocks' cosines, weighted."""
        if len(self._table) > self.MOST_FORMS:
            self._forget()
        numbers = [self._numbers(text) for text in texts]
        self._learn_new()
        lengths = np.array([len(found) for found in numbers], dtype=np.intp)
        flat = np.fromiter((number for found in numbers for number in found), np.intp, int(lengths.sum()))
        passages = np.repeat(np.arange(len(texts)), lengths)
        pairs, counts = np.unique((passages * len(self._table) + flat)[flat > 0], return_counts=True)
        passages, flat = np.divmod(pairs, len(self._table))
        return self._combined(passages, flat, 1 + np.log(counts), len(texts))

    def _combined(
        self, passages: NDArray[np.intp], flat: NDArray[np.intp], tf: NDArray[np.float64], n_texts: int
    ) -> NDArray[np.float64]:
        sums = np.zeros((n_texts, self._table.shape[1]))
        if len(passages):
            rows = self._table[flat] * tf[:, None]
            rows[:, -BLOCKS:] *= tf[:, None]
            starts = np.flatnonzero(np.diff(passages, prepend=-1))
            sums[passages[starts]] = np.add.reduceat(rows, starts, axis=0)
        total = np.zeros((n_texts, self._codes))
        for block in range(BLOCKS):
            length = np.sqrt(sums[:, block - BLOCKS])
            length[length == 0] = 1
            part = sums[:, block * self._codes : (block + 1) * self._codes]
            total += self._shares[block] * part / length[:, None]
        return total

    def shares_of_words(self, text: str, code: int) -> list[tuple[str, float]]:
        """Return how much each distinct word adds to a code's score beyond the mean code's, greatest first."""
        forms, added = self._added(text)
        own = added[:, code]
        order = np.argsort(-np.round(own, 9), kind="stable")
        return [(forms[at], float(own[at])) for at in order]

    def _added(self, text: str) -> tuple[list[str], NDArray[np.float64]]:
        """Return a text's distinct words, and what each adds to every code's score beyond the mean code's."""
        if self._last[0] != text:  # a passage is asked about once for each code suggested
            forms = list(counts := content_counts(text))
            self._last = (text, forms, self._shares_added(forms, list(counts.values())))
        return self._last[1], self._last[2]

    def _shares_added(self, forms: Sequence[str], counts: Sequence[int]) -> NDArray[np.float64]:
        added = np.zeros((len(forms), self._codes))
        numbers = [self._rows[form] for form in forms]
        self._learn_new()
        tf = 1 + np.log(np.array(counts, dtype=float))
        rows = self._table[numbers]
        for block in range(BLOCKS) if forms else ():
            part = rows[:, block * self._codes : (block + 1) * self._codes]
            length = max(1e-12, float(np.sqrt((rows[:, block - BLOCKS] * tf**2).sum())))
            added += self._shares[block] * tf[:, None] * (part - part.mean(axis=1, keepdims=True)) / length
        return added


class _Rows(dict[str, int]):
    """Row numbers of forms; a new one is numbered when it is asked for, and noted in `new`."""

    def __init__(self) -> None:
        super().__init__()
        self.new: list[str] = []
        self._next = 1

    def __missing__(self, written: str) -> int:
        form = folded(written)
        if not is_content(form):
            number = 0
        elif form != written:
            number = self[form]
        else:
            number, self._next = self._next, self._next + 1
            self.new.append(form)
        self[written] = number
        return number
