"""Which codes coders put where others put another code, or none: the confusion matrix."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kodning.intercoder.disagreements import Comparison
from kodning.wording import sort_key

Pair = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class ConfusionMatrix:
    """Counts of pairs of codes.

    What is counted is places: a passage that one or both of two coders have coded, their overlapping codings of
    one code as one, and the two codes of a confusion as one. Boundary differences count as the same code.

    Attributes:
        coders: Who is compared.
        codes: None, for no code; then the codes that occur, in codebook order.
        counts: How many places have this pair of codes; pairs that do not occur are left out. For two coders
            the first coder's code comes first. For more, the counts of all pairs of coders are added up, and
            the code that comes first in `codes` comes first.
    """

    coders: tuple[str, ...]
    codes: tuple[str | None, ...]
    counts: Mapping[Pair, int]

    @property
    def directed(self) -> bool:
        """Whether the first code of a pair is the first coder's: so it is for two coders only."""
        return len(self.coders) == 2  # noqa: PLR2004 - a pair

    @property
    def places(self) -> int:
        """The base: all places counted, for each pair of coders."""
        return sum(self.counts.values())

    @property
    def same(self) -> int:
        """Places with the same code from both coders."""
        return sum(count for (one, other), count in self.counts.items() if one == other)


def confusion_matrix(comparison: Comparison, codebook: Sequence[str]) -> ConfusionMatrix:
    """Count pairs of codes; `codebook` is the code ids in their order."""
    counts = Counter(_all_pairs(comparison))
    used = {code for pair in counts for code in pair if code is not None}
    position = {code: place for place, code in enumerate(codebook)}
    ordered = sorted(used, key=lambda code: (position.get(code, len(position)), sort_key(code), code))
    codes = (None, *ordered)
    if len(comparison.coders) != 2:  # noqa: PLR2004 - no coder is the first
        place = {code: number for number, code in enumerate(codes)}
        counts = _folded(counts, place)
    return ConfusionMatrix(comparison.coders, codes, counts)


def _folded(counts: Mapping[Pair, int], place: Mapping[str | None, int]) -> Counter[Pair]:
    folded: Counter[Pair] = Counter()
    for (one, other), count in counts.items():
        folded[(one, other) if place[one] <= place[other] else (other, one)] += count
    return folded


def _all_pairs(comparison: Comparison) -> Iterator[Pair]:
    for passage in comparison.agreed:
        yield from _pairs(dict.fromkeys(passage.codings, passage.code), passage.readers)
    for found in comparison.disagreements:
        # A coder has one code in a disagreement: passages with a coder in common are never joined.
        yield from _pairs({coder: own[0].code for coder, own in found.codings.items() if own}, found.coders)


def _pairs(codes: Mapping[str, str], readers: Sequence[str]) -> Iterator[Pair]:
    for one, other in combinations(readers, 2):
        if one in codes or other in codes:
            yield codes.get(one), codes.get(other)
