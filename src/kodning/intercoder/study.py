"""The figures of an agreement report: per code and pooled, with their intervals and what they rest on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from math import prod
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from kodning import agreement
from kodning.agreement import Coefficient, Interval, Reason, TwoByTwo
from kodning.intercoder.results import AgreementReport, Chance, CodeAgreement, LeftOut, Pooled
from kodning.intercoder.thresholds import RELIABLE, TENTATIVE, verdict
from kodning.intercoder.units import UnitTable
from kodning.intercoder.work import CodingWork
from kodning.project import Project
from kodning.wording import language

__all__ = [
    "RELIABLE",
    "TENTATIVE",
    "AgreementReport",
    "CodeAgreement",
    "Pooled",
    "agreement_report",
    "telling",
    "verdict",
]

_NO_WIDTH = 1e-9  # what rounding leaves of an interval from equal values


def agreement_report(
    project: Project,
    table: UnitTable,
    *,
    themes: bool = False,
    seed: int = 0,
    work: CodingWork | None = None,
) -> AgreementReport:
    """Compute the report on a table of units.

    Args:
        project: For the names of the codes.
        table: The codings laid out on units.
        themes: Whether sub-codes are counted as their themes.
        seed: Of the bootstrap, from 20 documents up.
        work: What the table was made of; else things as they stand now.
    """
    pairable = table.pairable
    documents = [name for name, there in zip(table.documents, pairable, strict=True) if there]
    matrices = [table.matrix(code)[pairable] for code in range(len(table.codes))]
    intervals = agreement.alpha_intervals(matrices, documents, seed=seed) if matrices else []
    labels = {code.key: code.labels[language()] for code in (project.codes() if work is None else work.codes)}
    codes = [
        _code_agreement(key, labels.get(key, key), matrix, table.coders, telling(found))
        for key, matrix, found in zip(table.codes, matrices, intervals, strict=True)
    ]
    return AgreementReport(
        unit=table.unit,
        themes=themes,
        coders=table.coders,
        documents=list(dict.fromkeys(documents)),
        n_units=int(pairable.sum()),
        units_left_out=int((~pairable).sum()),
        codes=codes,
        pooled=_pooled(table, matrices, codes, documents, seed),
        from_suggestions=_on_compared(table.suggested, pairable),
        left_out=_left_out(table, pairable),
        min_overlap=table.min_overlap,
    )


def telling(found: Interval) -> Interval:
    """The interval, or none where it has no width.

    Where coders never disagree on a code, leaving out a document changes nothing, be it coded twice or two
    thousand times. Such an interval does not say that the value is certain; it says nothing.
    """
    if found.low is None or found.high is None or found.high - found.low > _NO_WIDTH:
        return found
    return replace(
        found,
        low=None,
        high=None,
        p_below=dict.fromkeys(found.p_below),
        reason=agreement.explain(Reason.NO_SPREAD),
        reason_code=Reason.NO_SPREAD,
    )


def _code_agreement(
    key: str, label: str, matrix: NDArray[np.float64], coders: Sequence[str], found: Interval
) -> CodeAgreement:
    alpha = agreement.krippendorff_alpha(matrix)
    if not np.nansum(matrix) and alpha.reason_code is Reason.NO_VARIATION:
        alpha = Coefficient.undefined(Reason.CATEGORY_UNUSED, alpha.n_units, alpha.n_pairable)
    pair = len(coders) == 2  # noqa: PLR2004 - Cohen's kappa is for two
    kappa = agreement.cohen_kappa(matrix) if pair else agreement.fleiss_kappa(matrix)
    ac1 = agreement.gwet_ac1(matrix, categories=[0.0, 1.0])
    indices, chance = _indices(matrix)
    overall = float(np.nanmean(matrix)) if matrix.size else None
    return CodeAgreement(
        code=key,
        label=label,
        n=alpha.n_pairable,
        prevalence={coder: _share(matrix[:, column]) for column, coder in enumerate(coders)},
        percent=agreement.percent_agreement(matrix).value,
        alpha=alpha,
        kappa=kappa.value,
        indices=indices,
        ac1=ac1.value,
        ac1_if_independent=None if overall is None else agreement.ac1_if_independent(overall),
        interval=found,
        disagreements=int((np.nanmax(matrix, axis=1) != np.nanmin(matrix, axis=1)).sum())
        if matrix.size
        else 0,
        chance=chance,
    )


def _share(column: NDArray[np.float64]) -> float | None:
    there = column[~np.isnan(column)]
    return float(there.mean()) if there.size else None


def _indices(matrix: NDArray[np.float64]) -> tuple[TwoByTwo, Chance]:
    """The indices of the coders' 2 × 2 table and their baselines; means over pairs of more than two coders."""
    tables = [_table(matrix[:, a], matrix[:, b]) for a, b in combinations(range(matrix.shape[1]), 2)]
    baselines = [if_independent(table) for table in tables]
    chance = Chance(*(_mean([found[place] for found in baselines]) for place in range(3)))
    pairs = [agreement.two_by_two(table) for table in tables]
    if len(pairs) == 1:
        return pairs[0], chance
    return _averaged(pairs), chance


def if_independent(table: Sequence[Sequence[float]]) -> Chance:
    """What two coders would reach who put a code independently, each as often as in this 2 × 2 table."""
    (both, first), (second, neither) = table
    total = both + first + second + neither
    if not total:
        return Chance(None, None, None)
    a, b = (both + first) / total, (both + second) / total
    agreed, absent = a * b, (1 - a) * (1 - b)
    return Chance(
        agreed + absent,
        2 * agreed / (a + b) if a + b else None,
        2 * absent / (2 - a - b) if a + b < 2 else None,  # noqa: PLR2004 - both always
    )


def _averaged(pairs: Sequence[TwoByTwo]) -> TwoByTwo:
    return TwoByTwo(
        percent=_mean([pair.percent for pair in pairs]),
        kappa=_mean([pair.kappa for pair in pairs]),
        pabak=_mean([pair.pabak for pair in pairs]),
        prevalence_index=_mean([pair.prevalence_index for pair in pairs]),
        bias_index=_mean([pair.bias_index for pair in pairs]),
        p_pos=_mean([pair.p_pos for pair in pairs]),
        p_neg=_mean([pair.p_neg for pair in pairs]),
        kappa_max=_mean([pair.kappa_max for pair in pairs]),
        n_units=sum(pair.n_units for pair in pairs),
    )


def _mean(values: Sequence[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return fmean(there) if there else None


def _table(first: NDArray[np.float64], second: NDArray[np.float64]) -> list[list[int]]:
    both = ~np.isnan(first) & ~np.isnan(second)
    a, b = first[both] == 1, second[both] == 1
    return [[int((a & b).sum()), int((a & ~b).sum())], [int((~a & b).sum()), int((~a & ~b).sum())]]


def _pooled(
    table: UnitTable,
    matrices: Sequence[NDArray[np.float64]],
    codes: Sequence[CodeAgreement],
    documents: Sequence[str],
    seed: int,
) -> Pooled:
    sets = [row for row, there in zip(table.sets(), table.pairable, strict=True) if there]
    present = [[cell for cell in row if cell is not None] for row in sets]
    return Pooled(
        alpha=agreement.pooled_alpha(matrices),
        interval=_pooled_interval(matrices, documents, seed),
        mv_alpha=agreement.multivalued_alpha(sets),
        masi_alpha=agreement.set_alpha(sets, "masi"),
        percent=_mean([code.percent for code in codes]),
        identical=_mean([float(len(set(row)) == 1) for row in present]),
        empty=_mean([float(not any(row)) for row in present]),
        percent_if_independent=_mean([code.chance.percent for code in codes]),
        identical_if_independent=_identical_if_independent(sets),
    )


def _identical_if_independent(sets: Sequence[Sequence[frozenset[str] | None]]) -> float | None:
    """The share of units with the same set from all who reviewed them, were sets given without regard to units."""
    columns = [Counter(cell for cell in column if cell is not None) for column in zip(*sets, strict=True)]
    shares = [{cell: count / column.total() for cell, count in column.items()} for column in columns]
    readers = Counter(tuple(cell is not None for cell in row) for row in sets)
    found = [
        count * _all_same([share for share, there in zip(shares, pattern, strict=True) if there])
        for pattern, count in readers.items()
    ]
    return sum(found) / len(sets) if sets else None


def _all_same(shares: Sequence[dict[frozenset[str], float]]) -> float:
    return sum(prod(share.get(cell, 0.0) for share in shares) for cell in shares[0])


def _pooled_interval(
    matrices: Sequence[NDArray[np.float64]], documents: Sequence[str], seed: int
) -> Interval:
    if matrices:
        return telling(agreement.pooled_alpha_interval(matrices, documents, seed=seed))
    method = agreement.recommended_method(len(set(documents)))
    unknown = dict.fromkeys((TENTATIVE, RELIABLE))
    return Interval(None, None, method, unknown, reason_code=Reason.NO_CODES)


def _on_compared(marks: Sequence[tuple[int, int]], pairable: NDArray[np.bool_]) -> int:
    """How many codings of these (coding, unit) stand on a unit that is compared."""
    return len({coding for coding, unit in marks if pairable[unit]})


def _left_out(table: UnitTable, pairable: NDArray[np.bool_]) -> LeftOut:
    readers = table.reviewed.sum(axis=1)
    compared = _on_compared(table.placed, pairable)
    return LeftOut(
        one_reader=int((readers == 1).sum()),
        no_reader=int((readers == 0).sum()),
        codings=table.codings,
        unread=table.codings - table.unplaced - compared,
        unplaced=table.unplaced,
    )
