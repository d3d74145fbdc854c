"""Where a span of one text stands in a corrected text.

The two texts are compared word by word: first the words and word pairs that each text has once (patience diff), then
what lies between them (Myers 1986, “An O(ND) difference algorithm”), then words that replace each other. A span
follows its first and its last word. Where that would change its words although they still stand together close by,
or where it is gone and its words stand elsewhere, the words and what surrounds them decide.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from kodning.word_diff import distance, matches, replacements

State = Literal["exact", "moved", "changed"]

_TOKENS = re.compile(r"\w+|[^\w\s]")
_CONTEXT = 8  # tokens on either side that tell one place from another
_TELLING = 2  # so many of them must agree for one or two words to be found again elsewhere
_DECISIVE = 4  # so many to prefer a place that the comparison has given to other words
_WORDS_ENOUGH = 3  # from so many words on, a passage is known by itself
_ALIKE = 0.5  # words that have more than half their letters in common stand for each other
_MOST_PLACES = 1_000
_NEARBY = 100  # tokens, beside the span's own length, within which a changed span looks for its words


class Anchor(NamedTuple):
    """Where a span stands in the new text.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        state: `exact`: the same words at the same place; `moved`: the same words (white space may differ) at another
            place; `changed`: other words.
    """

    start: int
    end: int
    state: State


class Alignment:
    """How the words of a text stand in a corrected one; made once, asked for many spans."""

    def __init__(self, old: str, new: str) -> None:
        self.old = old
        self.new = new
        self._same = old == new
        if self._same:
            return
        old_spans, new_spans = _spans(old), _spans(new)
        self._old_starts = [start for start, _ in old_spans]
        self._old_ends = [end for _, end in old_spans]
        self._new_starts = [start for start, _ in new_spans]
        self._new_ends = [end for _, end in new_spans]
        numbers: dict[str, int] = {}
        self._old_tokens = [numbers.setdefault(old[a:b], len(numbers)) for a, b in old_spans]
        self._new_tokens = [numbers.setdefault(new[a:b], len(numbers)) for a, b in new_spans]
        self._is_word = [token[0].isalnum() or token[0] == "_" for token in numbers]
        self._to = [-1] * len(old_spans)
        self._from = [-1] * len(new_spans)
        self._pair(matches(self._old_tokens, self._new_tokens))
        self._words = words = list(numbers)
        self._pair(
            pair
            for gap in self._gaps()
            for pair in replacements(self._old_tokens, self._new_tokens, gap, words, self._is_word)
        )
        self._places: dict[int, list[int]] | None = None

    def _pair(self, pairs: "Iterator[tuple[int, int]] | Sequence[tuple[int, int]]") -> None:
        for one, other in list(pairs):
            self._to[one] = other
            self._from[other] = one

    def _gaps(self) -> Iterator[tuple[int, int, int, int]]:
        """Runs of tokens without a partner on both sides, as half-open ranges of the old and of the new."""
        pairs = [(-1, -1), *((i, j) for i, j in enumerate(self._to) if j >= 0)]
        pairs.append((len(self._to), len(self._from)))
        for (one, other), (next_one, next_other) in pairwise(pairs):
            if next_one - one > 1 and next_other - other > 1:
                yield one + 1, next_one, other + 1, next_other

    def place(self, start: int, end: int) -> Anchor | None:
        """Where a span of the old text stands in the new one; None where its words are gone."""
        if self._same:
            return Anchor(start, end, "exact")
        first = bisect_right(self._old_ends, start)
        last = bisect_left(self._old_starts, end) - 1
        if first > last:
            return None
        followed = self._followed(first, last, start, end)
        if followed is not None and followed.state != "changed":
            return followed
        found = self._found(first, last, start, end, followed)
        return found or followed

    def new_words(self, start: int, end: int) -> int:
        """How many words of a span of the new text have no partner in the old one."""
        if self._same:
            return 0
        low, high = bisect_left(self._new_starts, start), bisect_left(self._new_starts, end)
        return sum(1 for j in range(low, high) if self._from[j] < 0 and self._is_word[self._new_tokens[j]])

    def words(self, start: int, end: int) -> int:
        """How many words a span of the new text holds."""
        if self._same:
            return sum(1 for _ in re.finditer(r"\w+", self.new[start:end]))
        low, high = bisect_left(self._new_starts, start), bisect_left(self._new_starts, end)
        return sum(1 for j in range(low, high) if self._is_word[self._new_tokens[j]])

    def _followed(self, first: int, last: int, start: int, end: int) -> Anchor | None:
        """The span from its first to its last word that has a partner."""
        partnered = [i for i in range(first, last + 1) if self._to[i] >= 0]
        if not partnered:
            return None
        if self._has_words(first, last) and not any(map(self._survives, partnered)):
            return None  # only commas are left, or words that have nothing in common with what was coded
        low, high = self._to[partnered[0]], self._to[partnered[-1]]
        # What stands in the place of words that the span began or ended with belongs to it.
        if partnered[0] > first and (first == 0 or self._to[first - 1] >= 0):
            low = self._to[first - 1] + 1 if first else 0
        if partnered[-1] < last and (last + 1 == len(self._to) or self._to[last + 1] >= 0):
            high = (self._to[last + 1] if last + 1 < len(self._to) else len(self._from)) - 1
        return self._anchor(first, last, start, end, low, high)

    def _survives(self, i: int) -> bool:
        """Whether a word is still there, or one that is like it."""
        one, other = self._old_tokens[i], self._new_tokens[self._to[i]]
        return self._is_word[one] and distance(self._words[one], self._words[other]) < _ALIKE

    def _has_words(self, first: int, last: int) -> bool:
        return any(self._is_word[self._old_tokens[i]] for i in range(first, last + 1))

    def _anchor(self, first: int, last: int, start: int, end: int, low: int, high: int) -> Anchor:
        """The span of the new tokens `low` to `high`, beginning and ending inside them as the old one did."""
        new_start, new_end = self._new_starts[low], self._new_ends[high]
        if self._old_tokens[first] == self._new_tokens[low]:
            lead = self._old_starts[first] - start
            if lead <= 0 or self.new[max(0, new_start - lead) : new_start] == self.old[start : start + lead]:
                new_start -= lead
        if self._old_tokens[last] == self._new_tokens[high]:
            rest = end - self._old_ends[last]
            if rest <= 0 or self.new[new_end : new_end + rest] == self.old[end - rest : end]:
                new_end += rest
        before, after = self.old[start:end], self.new[new_start:new_end]
        if before == after:
            return Anchor(new_start, new_end, "exact" if new_start == start else "moved")
        return Anchor(new_start, new_end, "moved" if before.split() == after.split() else "changed")

    def _found(self, first: int, last: int, start: int, end: int, followed: Anchor | None) -> Anchor | None:
        """The span's own words, standing together where nothing else has a better claim to them."""
        length = last - first + 1
        best: tuple[int, int, int] | None = None
        tied = False
        near = self._near(first, last)
        for place in self._candidates(first, last):
            if followed is not None and abs(place - near) > _NEARBY + length:
                continue
            around = self._context(first, last, place)
            free = all(
                partner < 0 or first <= partner <= last for partner in self._from[place : place + length]
            )
            if not free and around < _DECISIVE:
                continue
            rank = (around, -abs(place - near), place)
            if best is None or rank[: 1 if followed is None else 2] > best[: 1 if followed is None else 2]:
                best, tied = rank, False
            elif followed is None and rank[0] == best[0]:
                tied = True
        if best is None or tied:
            return None
        if followed is None and best[0] < _TELLING and self._word_count(first, last) < _WORDS_ENOUGH:
            return None
        anchor = self._anchor(first, last, start, end, best[2], best[2] + length - 1)
        return None if anchor.state == "changed" else anchor

    def _word_count(self, first: int, last: int) -> int:
        return sum(self._is_word[token] for token in self._old_tokens[first : last + 1])

    def _near(self, first: int, last: int) -> int:
        """About where in the new text the span would be: beside its nearest neighbour that has a partner."""
        for away in range(max(first + 1, len(self._to) - last)):
            for i in (first - away, last + away):
                if 0 <= i < len(self._to) and self._to[i] >= 0:
                    return self._to[i]
        return 0

    def _candidates(self, first: int, last: int) -> Iterator[int]:
        """Where in the new text the very tokens of the span follow each other."""
        if self._places is None:
            self._places = {}
            for place, token in enumerate(self._new_tokens):
                self._places.setdefault(token, []).append(place)
        tokens = self._old_tokens[first : last + 1]
        places = self._places
        rarest = min(range(len(tokens)), key=lambda k: len(places.get(tokens[k], ())))
        for place in places.get(tokens[rarest], ())[:_MOST_PLACES]:
            begin = place - rarest
            if begin >= 0 and self._new_tokens[begin : begin + len(tokens)] == tokens:
                yield begin

    def _context(self, first: int, last: int, place: int) -> int:
        """How many words next to the span, before and after, agree."""
        old, new = self._old_tokens, self._new_tokens
        after = place + last - first + 1
        word = self._is_word
        before = words = 0
        while (
            before < _CONTEXT
            and min(first, place) > before
            and old[first - before - 1] == new[place - before - 1]
        ):
            before += 1
            words += word[old[first - before]]
        behind = 0
        while (
            behind < _CONTEXT
            and last + 1 + behind < len(old)
            and after + behind < len(new)
            and old[last + 1 + behind] == new[after + behind]
        ):
            words += word[old[last + 1 + behind]]
            behind += 1
        return words


def _spans(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _TOKENS.finditer(text)]
