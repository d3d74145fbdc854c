"""The most typical and the most deviant quotes of a theme, by their words alone, with the reason.

A quote is a vector of TF-IDF weights over content words in their dictionary form: `1 + ln(times)` for a word in the quote, times
`ln((1 + quotes) / (1 + quotes with it)) + 1`, of length one (Salton and Buckley 1988; the smoothing is scikit-learn's).
A quote's centrality is its cosine with the sum of the theme's other quotes, so that a long quote is not typical of
itself. The same quotes always give the same pick. It says what is said in usual or unusual words; whether a quote is
a typical or a deviant *case* is for the researcher to judge.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from kodning.analysis.quote_bank import BankQuote
from kodning.analysis.quotes import ELISION
from kodning.language.counting import words
from kodning.language.function_words import is_function_word
from kodning.language.lemmas import lemma

Kind = Literal["typical", "deviant"]
FEWEST_WORDS = 12  # a shorter quote is unlike all others because it is short
FEWEST_QUOTES = 3  # of fewer, none is typical
_NAMED = 4  # words named in a reason
_SAME = 1e-9

Vector = dict[str, float]


class Pick(NamedTuple):
    """A picked quote and why.

    Attributes:
        quote: The quote.
        theme: Id of the theme.
        kind: Most typical or most deviant.
        rank: 1 is the first of its kind.
        centrality: Cosine with the theme's other quotes, 0 to 1.
        among: How many quotes of the theme were compared.
        words: Typical: words it shares with the theme that weigh most. Deviant: its own words that the theme's other
            quotes do not have, or seldom.
    """

    quote: BankQuote
    theme: str
    kind: Kind
    rank: int
    centrality: float
    among: int
    words: tuple[str, ...]

    def record(self) -> dict[str, object]:
        """The pick as programs get it."""
        return {
            **self.quote.record(),
            "theme": self.theme,
            "pick": self.kind,
            "rank": self.rank,
            "centrality": self.centrality,
            "among": self.among,
            "words_of_reason": list(self.words),
        }


def content_words(text: str) -> list[str]:
    """The words of a quote that carry a topic, in their dictionary form."""
    plain = text.replace(ELISION, " ")
    forms = (plain[start:end].casefold() for start, end in words(plain))
    kept = (form for form in forms if len(form) > 1 and not is_function_word(form) and not form.isdigit())
    return [word for form in kept if not is_function_word(word := lemma(form))]


def picks(bank: Iterable[BankQuote], each: int = 1) -> list[Pick]:
    """The most typical and then the most deviant quotes of each theme, `each` of both.

    Args:
        bank: Quotes of any number of themes; the weights rest on all of them. Give each passage once.
        each: How many of each kind; fewer where a theme has not so many.

    Returns:
        In the order in which the themes come. A theme with fewer than three quotes of twelve words has none.
    """
    long = [one for one in bank if one.quote.words >= FEWEST_WORDS]
    counts = [Counter(content_words(one.quote.quote)) for one in long]
    spread = Counter(word for count in counts for word in count)
    vectors = [_vector(count, spread, len(long)) for count in counts]
    themes: dict[str, list[int]] = {}
    for number, one in enumerate(long):
        themes.setdefault(one.theme, []).append(number)
    return [
        pick
        for theme, numbers in themes.items()
        if len(numbers) >= FEWEST_QUOTES
        for pick in _of_theme(theme, [long[n] for n in numbers], [vectors[n] for n in numbers], each)
    ]


def _vector(count: Mapping[str, int], spread: Mapping[str, int], total: int) -> Vector:
    weights = {
        word: (1 + math.log(times)) * (math.log((1 + total) / (1 + spread[word])) + 1)
        for word, times in sorted(count.items())  # sums of floats depend on their order
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else {}


def _of_theme(theme: str, quotes: Sequence[BankQuote], vectors: Sequence[Vector], each: int) -> list[Pick]:
    whole: Vector = {}
    for vector in vectors:
        for word, weight in vector.items():
            whole[word] = whole.get(word, 0.0) + weight
    rest = [{word: whole[word] - weight for word, weight in vector.items()} for vector in vectors]
    squares = sum(weight * weight for weight in whole.values())
    central = [
        _centrality(vector, others, squares, whole) for vector, others in zip(vectors, rest, strict=True)
    ]
    order = sorted(range(len(quotes)), key=lambda n: (-round(central[n], 9), n))
    number = min(each, len(quotes) // 2)
    chosen: list[tuple[Kind, int, int]] = [
        *(("typical", rank, n) for rank, n in enumerate(order[:number], start=1)),
        *(("deviant", rank, n) for rank, n in enumerate(reversed(order[-number:]), start=1)),
    ]
    return [
        Pick(
            quotes[n],
            theme,
            kind,
            rank,
            central[n],
            len(quotes),
            _reason(kind, vectors[n], rest[n]),
        )
        for kind, rank, n in chosen
    ]


def _centrality(vector: Vector, others: Vector, squares: float, whole: Vector) -> float:
    """Cosine of a quote with the sum of the others; |whole − v|² = |whole|² − 2 whole·v + |v|²."""
    if not vector:
        return 0.0
    inner = sum(weight * whole[word] for word, weight in vector.items())
    length = math.sqrt(max(0.0, squares - 2 * inner + 1))
    shared = sum(weight * others[word] for word, weight in vector.items())
    return shared / length if length > _SAME else 0.0


def _reason(kind: Kind, vector: Vector, others: Vector) -> tuple[str, ...]:
    if kind == "typical":
        ranked = sorted(vector, key=lambda word: (-round(vector[word] * others[word], 9), word))
        return tuple(word for word in ranked[:_NAMED] if others[word] > _SAME)
    ranked = sorted(vector, key=lambda word: (others[word] > _SAME, -round(vector[word], 9), word))
    return tuple(ranked[:_NAMED])


__all__ = ["FEWEST_QUOTES", "FEWEST_WORDS", "Kind", "Pick", "content_words", "picks"]
