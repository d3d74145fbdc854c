"""Which codes occur together: in the same words, near each other, or in the same turn."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from kodning.analysis.counting import CodeName, code_names, reviewed_by, whose
from kodning.analysis.meetings import FEW, Spans, meet
from kodning.project import Project
from kodning.store import places
from kodning.wording import tr

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Unit = Literal["overlap", "near", "turn"]
Undefined = tuple[str, str]
NEARNESS = 50  # words, where nothing is said

NOT_USED: Undefined = ("en af koderne er ikke brugt", "one of the codes is not used")
MORE_PAIRS: Undefined = (
    "kodningerne mødes i flere par, end der er kodninger",
    "the codings meet in more pairs than there are codings",
)
NEVER_TOGETHER: Undefined = (
    "koderne er aldrig brugt i samme interview",
    "the codes are never used in the same interview",
)
NO_UNITS: Undefined = ("nærhed har ingen enheder at dele med", "nearness has no units to divide by")


class Pair(NamedTuple):
    """Two codes and how they occur together.

    Attributes:
        code: One code.
        other: The other, later in the codebook.
        together: Pairs of codings, one of each, that meet; for turns: turns with both codes.
        codings: Codings of the one that hold informants' words; for turns: turns with it.
        other_codings: The same of the other.
        both: Units with both: informants' words or turns; None for nearness.
        either: Units with one of them or both.
        c: together / (codings + other_codings - together), as ATLAS.ti has it; None above 1.
        jaccard: both / either.
        lift: How many times as often as if the two had nothing to do with each other.
        reasons: Why a figure is None.
    """

    code: str
    other: str
    together: int
    codings: int
    other_codings: int
    both: int | None
    either: int | None
    c: float | None
    jaccard: float | None
    lift: float | None
    reasons: Mapping[str, Undefined]

    def record(self) -> dict[str, object]:
        """The pair as programs get it."""
        return {
            "code": self.code,
            "other": self.other,
            "count": self.together,
            "codings": self.codings,
            "other_codings": self.other_codings,
            "units_both": self.both,
            "units_either": self.either,
            "c_coefficient": self.c,
            "jaccard": self.jaccard,
            "lift": self.lift,
            "reasons": {name: tr(*why) for name, why in self.reasons.items()},
        }


@dataclass(frozen=True, slots=True)
class Cooccurrence:
    """Every pair of codes, with what the figures rest on.

    Attributes:
        unit: What counts as together: `overlap` (at least one informant's word has both codes), `near` (at most
            `words` of the informants' words stand between), `turn` (an informant's turn has both codes).
        words: The distance of `near`; None else.
        themes: Whether codes are counted as their topmost theme.
        codes: The rows and columns.
        pairs: Every pair of different codes, in the order of the codebook.
        counts: The same counts by code and code, both ways; with itself: its codings (or turns).
        units_total: All the informants' words, or turns.
        documents: How many documents.
        coder: Whose codings.
        other_coders: Who else has coded.
        reviewed: How many documents she has marked as read.
    """

    unit: Unit
    words: int | None
    themes: bool
    codes: Sequence[CodeName]
    pairs: Sequence[Pair]
    counts: Mapping[tuple[str, str], int]
    units_total: int
    documents: int
    coder: str
    other_coders: Sequence[str]
    reviewed: int

    def records(self) -> list[dict[str, object]]:
        """One record for each pair."""
        about = {
            "unit": self.unit,
            "within_words": self.words,
            "units_total": self.units_total,
            "coder": self.coder,
        }
        return [pair.record() | about for pair in self.pairs]


class _Counted(NamedTuple):
    """Square tables by code number."""

    pairs: Sequence[Sequence[int]]
    alone: Sequence[int]  # codings (or turns) of each code
    units: Sequence[Sequence[int]] | None
    total: int
    expected: Sequence[Sequence[float]] | None = None


def cooccurrence(
    project: Project,
    unit: Unit = "overlap",
    *,
    words: int = NEARNESS,
    coder: str | None = None,
    themes: bool = False,
) -> Cooccurrence:
    """Count which codes one coder used together.

    A code is counted by itself, without the codes under it, since otherwise a theme would occur together with each
    of its own codes; `themes` counts whole themes instead.

    Args:
        project: The project.
        unit: What counts as together; see `Cooccurrence`.
        words: At most so many of the informants' words between the two, for `near`.
        coder: Whose codings; else the coder who has reviewed most.
        themes: Count every code as its topmost theme.

    Raises:
        NoCodingsError: Nothing is coded yet.
        UnknownCoderError: No such coder.
    """
    who, others = whose(project, coder)
    names = code_names(project)
    number, rows = _numbers(names, themes)
    if unit == "turn":
        counted = _turns(project, who, number, len(rows))
    else:
        counted = _places(project, who, number, len(rows), words if unit == "near" else None)
    pairs = [_pair(rows, counted, one, other) for one, other in combinations(range(len(rows)), 2)]
    counts = {(pair.code, pair.other): pair.together for pair in pairs}
    counts |= {(pair.other, pair.code): pair.together for pair in pairs}
    counts |= {(name.code, name.code): counted.alone[at] for at, name in enumerate(rows)}
    return Cooccurrence(
        unit=unit,
        words=words if unit == "near" else None,
        themes=themes,
        codes=rows,
        pairs=pairs,
        counts=counts,
        units_total=counted.total,
        documents=len(project.documents()),
        coder=who,
        other_coders=others,
        reviewed=reviewed_by(project, who),
    )


def _numbers(names: Mapping[int, CodeName], themes: bool) -> tuple[dict[int, int], list[CodeName]]:
    """The row of each code's key, and the rows."""
    rows: list[CodeName] = []
    number: dict[int, int] = {}
    for key, name in names.items():
        if not (themes and name.depth):  # a code below follows its theme in the codebook's order
            rows.append(name)
        number[key] = len(rows) - 1
    return number, rows


def _places(
    project: Project, coder: str, number: Mapping[int, int], codes: int, within: int | None
) -> _Counted:
    documents = places.said(project.connection)
    total = sum(document.informant_words for document in documents)
    reach = 0 if within is None else within + 1  # so that codings with `within` words between them overlap
    apart = max((document.informant_words for document in documents), default=0) + reach + 1
    spans = _spans(places.stretches(project.connection, coder, apart, reach), number)
    met = meet(spans, codes)
    alone = _times(spans.code, codes)
    if within is None:
        return _Counted(met.pairs, alone, met.words, total)
    long = {document.revision: document.informant_words for document in documents}
    return _Counted(met.pairs, alone, None, total, _expected(spans, codes, apart, reach, long))


def _spans(rows: Iterator[tuple[int, ...]], number: Mapping[int, int]) -> Spans:
    first = list(islice(rows, FEW))
    if len(first) < FEW:
        return Spans([number[row[0]] for row in first], [row[1] for row in first], [row[2] for row in first])
    import numpy as np

    table = np.fromiter(chain.from_iterable(chain(first, rows)), dtype=np.int64).reshape(-1, 3)
    lookup = np.zeros(max(number, default=0) + 1, dtype=np.int64)
    lookup[list(number)] = list(number.values())
    return Spans(lookup[table[:, 0]], table[:, 1], table[:, 2])


def _times(code: "Sequence[int] | NDArray[np.int64]", codes: int) -> list[int]:
    if isinstance(code, list):
        times = Counter(code)
        return [times[at] for at in range(codes)]
    import numpy as np

    return [int(times) for times in np.bincount(np.asarray(code), minlength=codes)]


def _expected(spans: Spans, codes: int, apart: int, reach: int, long: Mapping[int, int]) -> list[list[float]]:
    """How many pairs would meet if every coding lay anywhere in its document with equal chance.

    Two codings of a and b words are within n words of each other in a + b + 2 n + 1 of the N positions that one of
    them may have beside the other.
    """
    many: Counter[tuple[int, int]] = Counter()  # codings by document and code
    length: Counter[tuple[int, int]] = Counter()  # and their words
    for code, start, end in zip(_plain(spans.code), _plain(spans.start), _plain(spans.end), strict=True):
        place = (start // apart, code)
        many[place] += 1
        length[place] += end - start - reach
    there: dict[int, list[int]] = {}
    for document, code in many:
        there.setdefault(document, []).append(code)
    expected = [[0.0] * codes for _ in range(codes)]
    for document, used in there.items():
        for one in used:
            for other in used:
                a, b = many[document, one], many[document, other]
                positions = a * length[document, other] + b * length[document, one] + a * b * (2 * reach - 1)
                expected[one][other] += min(a * b, positions / long[document])
    return expected


def _plain(values: "Sequence[int] | NDArray[np.int64]") -> Sequence[int]:
    return values if isinstance(values, list) else values.tolist()  # type: ignore[union-attr]


def _turns(project: Project, coder: str, number: Mapping[int, int], codes: int) -> _Counted:
    starts: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    before: dict[int, int] = {}  # turns of the documents before
    total = 0
    for revision, start, end in places.informant_turns(project.connection):
        before.setdefault(revision, total)
        starts.setdefault(revision, []).append(start)
        ends.setdefault(revision, []).append(end)
        total += 1
    there = {
        (before[revision] + turn, number[code])
        for code, revision, start, end in places.spans(project.connection, coder)
        if revision in before
        for turn in range(bisect_right(ends[revision], start), bisect_left(starts[revision], end))
    }
    spans = Spans([code for _, code in there], [turn for turn, _ in there], [turn + 1 for turn, _ in there])
    met = meet(spans, codes)
    return _Counted(met.words, [met.words[at][at] for at in range(codes)], met.words, total)


def _pair(rows: Sequence[CodeName], counted: _Counted, one: int, other: int) -> Pair:
    count, a, b = counted.pairs[one][other], counted.alone[one], counted.alone[other]
    both = either = jaccard = lift = c = None
    reasons: dict[str, Undefined] = {}
    if counted.units is not None:
        first, second = counted.units[one][one], counted.units[other][other]
        both = counted.units[one][other]
        either = first + second - both
    if not a or not b:
        reasons = dict.fromkeys(("c_coefficient", "jaccard", "lift"), NOT_USED)
    else:
        if 2 * count > a + b:
            reasons["c_coefficient"] = MORE_PAIRS
        else:
            c = count / (a + b - count)
        if both is not None and either is not None:
            jaccard = both / either
            lift = both * counted.total / (first * second)
        else:
            reasons["jaccard"] = NO_UNITS
            chance = counted.expected[one][other] if counted.expected else 0
            lift = count / chance if chance else None
            if lift is None:
                reasons["lift"] = NEVER_TOGETHER
    return Pair(rows[one].code, rows[other].code, count, a, b, both, either, c, jaccard, lift, reasons)
