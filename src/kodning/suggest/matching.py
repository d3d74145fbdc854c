"""Finding a codebook's terms in a passage: inflected, inside compounds, as phrases, and not where they mislead."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from kodning.suggest.senses import APART, NEAR, misleads
from kodning.suggest.terms import MOST_REMEMBERED, WORD, Match, Pattern, Terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kodning.model import Code

GAP = 2  # other words allowed between two words of a phrase: `sende sagen i høring`


class Hit(NamedTuple):
    """A term found: a half-open span of the passage, the term's pattern, and how clearly it is meant."""

    start: int
    end: int
    pattern: Pattern
    strength: float


class Token(NamedTuple):
    """A word of a passage; `lemma` only where a tagger has given one."""

    start: int
    end: int
    form: str
    lemma: str | None = None


class _Forms(dict[str, tuple[Match, ...]]):
    """Remembers the keys of each distinct form: a lookup in C for all but the first."""

    def __init__(self, matches: Callable[[str], tuple[Match, ...]]) -> None:
        super().__init__()
        self._matches = matches

    def __missing__(self, form: str) -> tuple[Match, ...]:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        found = self[form] = self._matches(form)
        return found


class _Place(NamedTuple):
    """Where in a passage a key is answered to."""

    at: int
    strength: float


class Matcher:
    """Finds the terms of a codebook.

    Args:
        codes: The codebook.
        tokens: Reads a passage's words with their lemmas (a spaCy pipeline's); None: the dictionary is used.
    """

    def __init__(self, codes: Sequence[Code], tokens: Callable[[str], list[Token]] | None = None) -> None:
        self._terms = Terms(codes)
        self._tokens = tokens
        self._forms = _Forms(self._terms.keys.matches)
        self.patterns = self._terms.positive
        self._at_key: dict[int, list[tuple[Pattern, bool]]] = defaultdict(list)
        for patterns, wanted in ((self._terms.positive, True), (self._terms.negative, False)):
            for pattern in patterns:
                self._at_key[pattern.keys[0]].append((pattern, wanted))

    def __getstate__(self) -> dict[str, object]:
        """Leave the remembered forms behind when sent to another process."""
        return {name: value for name, value in self.__dict__.items() if name != "_forms"}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._forms = _Forms(self._terms.keys.matches)

    def find(self, text: str) -> list[Hit]:
        """Return the terms that count, in order; of a code's terms inside one another only the longest."""
        return self.look(text)[0]

    def look(self, text: str) -> tuple[list[Hit], dict[int, list[tuple[int, int]]]]:
        """Return the terms that count, and for each code the spans where its negative terms stand."""
        places = self._places(text)
        hits: list[Hit] = []
        against: dict[int, list[tuple[int, int]]] = defaultdict(list)
        if places is None:
            return hits, against
        tokens, by_key, by_place = places
        for key, found in by_key.items():
            for pattern, wanted in self._at_key.get(key, ()):
                for hit in self._spans(text, tokens, found, by_place, by_key, pattern):
                    if wanted:
                        hits.append(hit)
                    else:
                        against[pattern.code].append((hit.start, hit.end))
        return self._kept(text, hits, against), against

    def _places(
        self, text: str
    ) -> tuple[list[Token], dict[int, list[_Place]], list[tuple[Match, ...]]] | None:
        """Return the words of a passage and where its keys stand; None where there is none."""
        if self._tokens is not None:
            tokens = self._tokens(text)
            by_place = [self._terms.keys.matches(token.form, token.lemma) for token in tokens]
        else:
            by_place = list(map(self._forms.__getitem__, WORD.findall(text)))
            if not any(by_place):
                return None
            tokens = [Token(*found.span(), found[0]) for found in WORD.finditer(text)]
        by_key: dict[int, list[_Place]] = defaultdict(list)
        for at, matches in enumerate(by_place):
            for match in matches:
                by_key[match.key].append(_Place(at, match.strength))
        return tokens, by_key, by_place

    def _spans(
        self,
        text: str,
        tokens: list[Token],
        found: list[_Place],
        by_place: list[tuple[Match, ...]],
        by_key: dict[int, list[_Place]],
        pattern: Pattern,
    ) -> Iterable[Hit]:
        for place in found:
            if len(pattern.keys) == 1:
                token = tokens[place.at]
                yield Hit(token.start, token.end, pattern, place.strength)
            elif pattern.loose:
                yield from self._near(text, tokens, place, by_key, pattern)
            else:
                last = _follow(text, tokens, by_place, place.at, pattern.keys)
                if last is not None:
                    yield Hit(tokens[place.at].start, tokens[last].end, pattern, place.strength)

    @staticmethod
    def _near(
        text: str, tokens: list[Token], place: _Place, by_key: dict[int, list[_Place]], pattern: Pattern
    ) -> Iterable[Hit]:
        for other in by_key.get(pattern.keys[1], ()):
            first, last = sorted((place.at, other.at))
            start, end = tokens[first].start, tokens[last].end
            if 0 < last - first <= NEAR and not APART.search(text, start, end):
                yield Hit(start, end, pattern, 1.0)

    def _kept(self, text: str, hits: list[Hit], against: dict[int, list[tuple[int, int]]]) -> list[Hit]:
        hits.sort(key=lambda hit: (hit.start, hit.start - hit.end, hit.pattern.code, -hit.strength))
        kept: list[Hit] = []
        reach: dict[int, int] = {}  # how far the last hit of each code goes
        for hit in hits:
            code = hit.pattern.code
            if hit.end <= reach.get(code, -1) or _is_inside(hit, against[code]):
                continue
            if self._misleads(text, hit):
                continue
            kept.append(hit)
            reach[code] = hit.end
        return kept

    def _misleads(self, text: str, hit: Hit) -> bool:
        """Tell a title used to address someone, and a word that its company gives another sense."""
        if len(hit.pattern.keys) > 1:
            return False
        word = self._terms.keys.words[hit.pattern.keys[0]]
        return misleads(text, hit.start, hit.end, word, self._terms.own_words[hit.pattern.code])


def _follow(
    text: str, tokens: list[Token], by_place: list[tuple[Match, ...]], at: int, keys: tuple[int, ...]
) -> int | None:
    """Return the place of a phrase's last word, its first standing at `at`; None if it does not go on."""
    for key in keys[1:]:
        for following in range(at + 1, min(at + 2 + GAP, len(by_place))):
            if any(match.key == key for match in by_place[following]):
                break
        else:
            return None
        if APART.search(text, tokens[at].end, tokens[following].start):
            return None
        at = following
    return at


def _is_inside(hit: Hit, spans: list[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in spans)
