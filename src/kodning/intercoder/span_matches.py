"""Which codings the other coder has too, more or less: positive agreement on spans, and what chance would give."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from kodning.intercoder.passages import Part, clipped_to, size
from kodning.intercoder.span_ground import SpanGround

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class SpanMatch:
    """How many codings are matched.

    A coding is matched where another coder has put the same code on at least the asked share of its words (or on one
    of them). With more than two coders every coding is held against each other coder.

    Attributes:
        matched: Matched codings of each coder.
        codings: Codings of each coder that could be matched.
        by_chance: Matched codings to be expected if the other coder's codings of a document had been moved along it,
            all together, by any number of words: as many, as long, as close together, elsewhere.
    """

    matched: dict[str, int]
    codings: dict[str, int]
    by_chance: float

    @property
    def rate(self) -> float | None:
        """Positive agreement on spans, p_pos: matched codings of all coders by codings of all coders."""
        total = sum(self.codings.values())
        return sum(self.matched.values()) / total if total else None

    @property
    def chance(self) -> float | None:
        """The rate to be expected by chance."""
        total = sum(self.codings.values())
        return self.by_chance / total if total else None

    def record(self) -> dict[str, object]:
        """The figures as programs get them."""
        shares = {c: self.matched[c] / n if n else None for c, n in self.codings.items()}
        return {
            "codings": self.codings,
            "matched": self.matched,
            "matched_share": shares,
            "span_p_pos": self.rate,
            "span_p_pos_by_chance": self.chance,
        }

    @classmethod
    def together(cls, matches: Sequence["SpanMatch"], coders: Sequence[str]) -> "SpanMatch":
        """Several codes' counts added up."""
        return cls(
            {coder: sum(one.matched[coder] for one in matches) for coder in coders},
            {coder: sum(one.codings[coder] for one in matches) for coder in coders},
            sum(one.by_chance for one in matches),
        )


def match(ground: SpanGround, code: str, share: float) -> SpanMatch:
    """Match the codings of one code."""
    matched, codings = dict.fromkeys(ground.coders, 0), dict.fromkeys(ground.coders, 0)
    by_chance = 0.0
    for document in ground.documents:
        for own, other in permutations(ground.coders, 2):
            common = clipped_to(ground.read(document, own), ground.read(document, other))
            theirs = _within(ground.parts(document, other, code), common)
            indicator = np.zeros(size(common), dtype=np.int32)
            for start, end in theirs:
                indicator[start:end] = 1
            for placed in ground.placed[document]:
                if placed.coding.coder != own or placed.code != code:
                    continue
                if mine := _within(placed.parts, common):
                    enough = _enough(mine, indicator, share)
                    codings[own] += 1
                    matched[own] += int(enough[0])
                    by_chance += float(enough.mean())
    return SpanMatch(matched, codings, by_chance)


def _enough(parts: Sequence[Part], other: NDArray[np.int32], share: float) -> NDArray[np.bool_]:
    """Whether enough of a coding is covered when the other's words are moved by 0, 1, 2, … words round and round."""
    twice = np.concatenate([[0], np.cumsum(np.concatenate([other, other]))])
    length = other.size
    moved = np.arange(length)
    covered = sum(twice[end + moved] - twice[start + moved] for start, end in parts)
    wanted = max(1.0, share * size(parts) - _ROUNDING)
    return np.asarray(covered >= wanted)


def _within(parts: Sequence[Part], common: Sequence[Part]) -> list[Part]:
    """Parts in the words that both have read, numbered anew without gaps."""
    found: list[Part] = []
    before = 0
    for start, end in common:
        found += [(a - start + before, b - start + before) for a, b in clipped_to(parts, [(start, end)])]
        before += end - start
    return found
