"""A codebook's terms, made ready for matching: keys of words, phrases of keys, and what they are not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kodning.language.compounds import compound_parts
from kodning.language.function_words import is_function_word
from kodning.language.lemmas import is_of_its_own, is_verb, lemma

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kodning.model import Code

WORD = re.compile(r"[^\W_]+")
_TERM_WORD = re.compile(r"\*?[^\W_]+\*?")
PART = 0.6  # a word inside a compound speaks less clearly than the word itself
MOST_REMEMBERED = 1 << 16


class Match(NamedTuple):
    """How a form of the text answers to a key: `strength` 1 as the word itself, less inside a compound."""

    key: int
    strength: float


class Pattern(NamedTuple):
    """One term of one code.

    Attributes:
        code: Index of the code.
        text: The term as the codebook has it.
        keys: What its words must be, in order.
        loose: Whether the words may stand in any order and apart: a verb and its object, in a negative term.
    """

    code: int
    text: str
    keys: tuple[int, ...]
    loose: bool = False


class Keys:
    """The distinct words of all terms, and which of them a form of the text answers to."""

    def __init__(self) -> None:
        self._lemmas: dict[str, int] = {}
        self._exact: dict[str, int] = {}
        self._surface: dict[str, int] = {}
        self._starts: list[tuple[str, int]] = []
        self._ends: list[tuple[str, int]] = []
        self.words: list[str] = []

    def key(self, written: str, *, surface: bool = False) -> int:
        """Return the key of a term's word, a new one if need be.

        `REM` answers to itself only; `integrations*` and `*råd` to what begins or ends so; `surface` words to
        the very form; others to all their inflections and as parts of compounds.
        """
        bare = written.strip("*")
        if written != bare:
            return self._affix(written, bare)
        if len(bare) > 1 and bare.isupper():
            return self._numbered(self._exact, bare)
        if surface:
            return self._numbered(self._surface, bare.casefold())
        return self._numbered(self._lemmas, lemma(bare))

    def _numbered(self, table: dict[str, int], word: str) -> int:
        if word not in table:
            table[word] = len(self.words)
            self.words.append(word)
        return table[word]

    def _affix(self, written: str, bare: str) -> int:
        number = len(self.words)
        self.words.append(written.casefold())
        if written.endswith("*"):
            self._starts.append((bare.casefold(), number))
        if written.startswith("*"):
            self._ends.append((bare.casefold(), number))
        return number

    def matches(self, form: str, word: str | None = None) -> tuple[Match, ...]:
        """Return the keys that a form answers to, the strongest first.

        Args:
            form: As the text has it.
            word: Its lemma, where a tagger knows better than the dictionary.
        """
        found: dict[int, float] = {}
        for number in self._whole(form, word):
            found[number] = 1.0
        for part in compound_parts(form) if form[:1].isalpha() else ():
            number = self._lemmas.get(part, -1)
            if number >= 0 and not is_function_word(part):
                found.setdefault(number, PART)
        return tuple(Match(number, found[number]) for number in sorted(found, key=lambda k: (-found[k], k)))

    def _whole(self, form: str, word: str | None) -> Iterator[int]:
        folded = form.casefold()
        exact = form if form in self._exact else form.removesuffix("s")
        for table, wanted in (
            (self._exact, exact),
            (self._surface, folded),
            (self._lemmas, lemma(form)),
            (self._lemmas, word if word and not is_of_its_own(form) else ""),
        ):
            if wanted in table:
                yield table[wanted]
        for beginning, number in self._starts:
            if folded.startswith(beginning) and len(folded) > len(beginning):
                yield number
        for ending, number in self._ends:
            if folded.endswith(ending) and len(folded) > len(ending):
                yield number


class Terms:
    """The terms and negative terms of a codebook as patterns over keys."""

    def __init__(self, codes: Sequence[Code]) -> None:
        self.keys = Keys()
        self.positive = [
            pattern for index, code in enumerate(codes) for pattern in self._patterns(index, code.terms)
        ]
        self.negative = [
            pattern for index, code in enumerate(codes) for pattern in self._negatives(index, code)
        ]
        self.own_words = [
            frozenset(lemma(word) for term in code.terms for word in WORD.findall(term)) for code in codes
        ]

    def _patterns(self, index: int, terms: Sequence[str]) -> Iterator[Pattern]:
        for term in dict.fromkeys(terms):
            words = _words(term)
            if words:
                yield Pattern(index, term, tuple(self.keys.key(word) for word in words))

    def _negatives(self, index: int, code: Code) -> Iterator[Pattern]:
        wanted = {lemma(words[0]) for term in code.terms if len(words := _words(term)) == 1}
        for term in dict.fromkeys(code.negative_terms):
            words = _words(term)
            # A negative word that is only an inflection of a term (`tidligere`) is that form and no other.
            alone = len(words) == 1 and lemma(words[0]) in wanted
            keys = tuple(self.keys.key(word, surface=alone) for word in words)
            if keys:
                yield Pattern(index, term, keys, loose=_is_verb_and_object(words))


def _words(term: str) -> list[str]:
    words = _TERM_WORD.findall(term)
    # The s of `REM's`; the text may as well have `REMs`.
    return [word for place, word in enumerate(words) if not (word == "s" and place)]


def _is_verb_and_object(words: Sequence[str]) -> bool:
    """Tell `inddrage kørekortet`: in speech the two stand in any order, with other words between."""
    if len(words) != 2 or any(is_function_word(word) for word in words):  # noqa: PLR2004 - the two of them
        return False
    return is_verb(lemma(words[0]))
