"""Krippendorff's unitizing alpha: agreement on where spans lie and which code they carry.

Krippendorff, Mathet, Bouvry & Widlöcher (2016), On the reliability of unitizing textual continua: further
developments, Quality & Quantity 50; Krippendorff (2019), Content Analysis, 4th ed., 12.6, eq. 34-38. The
coefficients of 1995 and 2004 are superseded and not computed here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from kodning.agreement.continuum import Span, Units, lay_out, units_of
from kodning.agreement.reasons import Reason
from kodning.agreement.result import UnitizingAlpha

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from numpy.typing import NDArray

    Coders: TypeAlias = Mapping[Any, Iterable[Span]]

ROUNDING = 1e-12  # a share of the whole that is 0 but for rounding
# what is summed per code, in the notation of the papers
LENGTH, SQUARES, MATCHED, SHARED, SHARED_SQUARES = range(5)


@dataclass(frozen=True)
class UnitizingTerms:
    """The sums of one or more continua; the terms of several documents add up.

    Attributes:
        total: l.. = coders times length.
        gaps: l of the gaps; also their self-pairings, one per character.
        matched_gaps: length that pairs of coders both left uncoded.
        by_code: per code: length l_c; squared lengths of its units; length matched by the same code;
            length shared with any code of another coder; squared shared lengths of its units.
    """

    total: float = 0.0
    gaps: float = 0.0
    matched_gaps: float = 0.0
    by_code: Mapping[Hashable, NDArray[np.float64]] = field(default_factory=dict)

    def __add__(self, other: UnitizingTerms) -> UnitizingTerms:
        """Add the terms of another document: its borders are cuts, its lengths weigh in."""
        by_code = dict(self.by_code)
        for code, terms in other.by_code.items():
            by_code[code] = by_code[code] + terms if code in by_code else terms
        return UnitizingTerms(
            self.total + other.total,
            self.gaps + other.gaps,
            self.matched_gaps + other.matched_gaps,
            by_code,
        )


def unitizing_alpha(coders: Coders, length: int, *, merge_touching: bool = False) -> UnitizingAlpha:
    """Return the family of unitizing coefficients for one continuum.

    Args:
        coders: each coder's spans as (start, end, label), half-open. A coder without spans has reviewed
            the text and coded nothing; a coder who did not review it must be left out.
        length: length of the continuum, in the unit of the spans (characters).
        merge_touching: join touching spans of one coder with the same label before counting. Two
            touching units are two units in the papers (and in their example); for codings that were only
            drawn in two strokes, join them.

    Returns:
        u, |u (binary), cu and (k)u with their coverage; None, with a reason, where undefined.

    Raises:
        ValueError: if a span is empty, lies outside the continuum, or overlaps another span of the same
            coder with another label (overlapping spans with the same label are joined).
    """
    return unitizing_alpha_documents([(coders, length)], merge_touching=merge_touching)


def unitizing_alpha_documents(
    documents: Iterable[tuple[Coders, int]], *, merge_touching: bool = False
) -> UnitizingAlpha:
    """Return the family for several documents: the terms are summed, not the coefficients averaged.

    Args:
        documents: (coders, length) per document, as for `unitizing_alpha`; the coders may differ.
            Documents with fewer than two coders do not enter.
        merge_touching: as for `unitizing_alpha`.

    Raises:
        ValueError: as for `unitizing_alpha`.
    """
    terms = UnitizingTerms()
    for coders, length in documents:
        terms += unitizing_terms(coders, length, merge_touching=merge_touching)
    return family(terms)


def unitizing_terms(coders: Coders, length: int, *, merge_touching: bool = False) -> UnitizingTerms:
    """Return the terms of one continuum; arguments and errors as for `unitizing_alpha`."""
    labels: dict[Hashable, int] = {}
    units = [units_of(spans, length, labels, merge_touching=merge_touching) for spans in coders.values()]
    if len(units) < 2:  # noqa: PLR2004 - a pair of coders
        return UnitizingTerms()
    sums = np.zeros((5, len(labels)))
    for unit in units:
        sums[LENGTH] += np.bincount(unit.label, unit.length, minlength=len(labels))
        sums[SQUARES] += np.bincount(unit.label, unit.length**2, minlength=len(labels))
    lengths, places = lay_out(units, length)
    shared_gaps = 0.0
    for first, second in combinations(range(len(units)), 2):
        neither = (places[first] < 0) & (places[second] < 0)
        shared_gaps += 2 * float(lengths[neither].sum())
        _add_pair(sums, lengths, (units[first], places[first]), (units[second], places[second]))
    sums[MATCHED:] /= len(units) - 1
    total = float(len(units) * length)
    by_code = {label: sums[:, column].copy() for label, column in labels.items()}
    return UnitizingTerms(total, total - float(sums[LENGTH].sum()), shared_gaps / (len(units) - 1), by_code)


def _add_pair(
    sums: NDArray[np.float64],
    lengths: NDArray[np.float64],
    first: tuple[Units, NDArray[np.intp]],
    second: tuple[Units, NDArray[np.intp]],
) -> None:
    """Add the lengths that two coders share, in both directions."""
    size = sums.shape[1]
    both = np.flatnonzero((first[1] >= 0) & (second[1] >= 0))
    common = lengths[both]
    labels = []
    for units, places in (first, second):
        place = places[both]
        label = units.label[place]
        shared = np.bincount(place, common, minlength=units.label.size)
        sums[SHARED] += np.bincount(label, common, minlength=size)
        sums[SHARED_SQUARES] += np.bincount(units.label, shared**2, minlength=size)
        labels.append(label)
    same = labels[0] == labels[1]
    sums[MATCHED] += 2 * np.bincount(labels[0][same], common[same], minlength=size)


def family(terms: UnitizingTerms) -> UnitizingAlpha:
    """Return the coefficients from summed terms."""
    codes = list(terms.by_code)
    if terms.total == 0 or not codes:
        reason = Reason.ONE_CODER if terms.total == 0 else Reason.NO_CODED_TEXT
        return UnitizingAlpha(None, None, None, {}, None, {}, dict.fromkeys(("u", "binary", "cu"), reason))
    sums = np.stack([terms.by_code[code] for code in codes], axis=1)
    reasons: dict[Hashable, Reason] = {}
    covered = float(sums[SHARED].sum() / sums[LENGTH].sum())
    by_code = {code: _one_code(sums[:, place], sums) for place, code in enumerate(codes)}
    members = {"u": _u(terms, sums), "binary": _binary(terms, sums), "cu": _cu(sums)}
    for name, member in members.items():
        if member is None:
            reasons[name] = _why(sums, sums[SHARED]) if name == "cu" else Reason.NO_VARIATION
    for place, code in enumerate(codes):
        if by_code[code] is None:
            reasons[code] = _why(sums, sums[SHARED, place : place + 1])
    coverage = {code: float(sums[SHARED, place] / sums[LENGTH, place]) for place, code in enumerate(codes)}
    return UnitizingAlpha(members["u"], members["binary"], members["cu"], by_code, covered, coverage, reasons)


def _why(sums: NDArray[np.float64], shared: NDArray[np.float64]) -> Reason:
    """Say why a coefficient of the shared text is undefined."""
    if not shared.any():
        return Reason.NO_SHARED_TEXT
    only_one_code = sums[SHARED].max() >= (1 - ROUNDING) * sums[SHARED].sum()
    return Reason.NO_VARIATION if only_one_code else Reason.LITTLE_SHARED_TEXT


def _u(terms: UnitizingTerms, sums: NDArray[np.float64]) -> float | None:
    """Return u = 1 - (l.. - sum l_cc) / (e.. - sum e_cc), gaps being one of the values (eq. 34)."""
    total, gaps, length = terms.total, terms.gaps, sums[LENGTH]
    observed = total - terms.matched_gaps - float(sums[MATCHED].sum())
    # self-pairings drop out of e.. - sum e_cc, and stay in its norm
    chance = total**2 - gaps**2 - float(length @ length)
    return _one_minus(observed, total * chance, total**2 - gaps - float(sums[SQUARES].sum()))


def _binary(terms: UnitizingTerms, sums: NDArray[np.float64]) -> float | None:
    """Return |u: the same after all codes are taken as one; squares stay per unit (eq. 35)."""
    total, gaps = terms.total, terms.gaps
    observed = total - terms.matched_gaps - float(sums[SHARED].sum())
    chance = 2 * gaps * float(sums[LENGTH].sum())
    return _one_minus(observed, total * chance, total**2 - gaps - float(sums[SQUARES].sum()))


def _cu(sums: NDArray[np.float64]) -> float | None:
    """Return cu: agreement on the code where two coders coded something (eq. 36-37)."""
    shared = sums[SHARED]
    total = float(shared.sum())
    observed = total - float(sums[MATCHED].sum())
    chance = 0.0 if shared.max() == total else total**2 - float(shared @ shared)
    return _one_minus(observed, total * chance, _shared_norm(sums))


def _shared_norm(sums: NDArray[np.float64]) -> float:
    """Return l..^2 less the self-pairings of the shared text; not positive where very little is shared."""
    total = float(sums[SHARED].sum())
    norm = total**2 - float(sums[SHARED_SQUARES].sum())
    return norm if norm > ROUNDING * total**2 else 0.0


def _one_code(own: NDArray[np.float64], sums: NDArray[np.float64]) -> float | None:
    """Return (k)u = 1 - (e_k / l_k)(l_k - l_kk) / (e_k - e_kk) for one code (eq. 38)."""
    total = float(sums[SHARED].sum())
    shared = float(own[SHARED])
    others = total - shared
    # the norm of e cancels: e_k ~ l_k l.. - squares, e_k - e_kk ~ l_k (l.. - l_k)
    expected = shared * total - float(own[SHARED_SQUARES])
    nothing = min(shared, others) <= ROUNDING * total or expected <= ROUNDING * shared * total
    if nothing or _shared_norm(sums) <= 0:
        return None
    return float(1 - expected / shared * (shared - float(own[MATCHED])) / (shared * others))


def _one_minus(observed: float, chance: float, norm: float) -> float | None:
    """Return 1 - observed / (chance / norm), None where nothing can differ by chance."""
    return None if chance <= 0 or norm <= 0 else 1 - observed * norm / chance
