"""The figures of an agreement report: per code and pooled, with their intervals and what they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kodning import agreement
from kodning.agreement import Coefficient, Interval, Reason, TwoByTwo
from kodning.intercoder.units import UnitTable
from kodning.project import Project
from kodning.wording import language

# Krippendorff (2019), 12.3.3: below the first, no conclusions; from the second, reliable.
TENTATIVE, RELIABLE = 0.667, 0.800
_NO_WIDTH = 1e-9  # what rounding leaves of an interval from equal values


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """How far coders agree on where one code is present.

    Attributes:
        code: Code id.
        label: Its name in the language in force.
        n: Units that two or more coders have reviewed.
        prevalence: Share of those units on which each coder put the code.
        percent: Percent agreement, 0 to 1.
        alpha: Krippendorff's alpha, nominal, present against absent.
        kappa: Cohen's kappa for two coders, Fleiss' for more.
        indices: p_pos, p_neg, prevalence and bias index, PABAK; means over pairs where there are more than two.
        ac1: Gwet's AC1.
        ac1_if_independent: What AC1 would be if the coders coded at random with this prevalence.
        interval: Of alpha, over documents.
        disagreements: Units on which not all who reviewed them agree.
    """

    code: str
    label: str
    n: int
    prevalence: dict[str, float | None]
    percent: float | None
    alpha: Coefficient
    kappa: float | None
    indices: TwoByTwo
    ac1: float | None
    ac1_if_independent: float | None
    interval: Interval
    disagreements: int

    @property
    def reason(self) -> str | None:
        """Why alpha, or else its interval, is undefined, in the language in force."""
        return _reason(self.alpha, self.interval)

    def record(self) -> dict[str, Any]:
        """The row as programs get it."""
        return {
            "code": self.code,
            "label": self.label,
            "n": self.n,
            "prevalence": self.prevalence,
            "percent": self.percent,
            "alpha": self.alpha.value,
            "kappa": self.kappa,
            "p_pos": self.indices.p_pos,
            "p_neg": self.indices.p_neg,
            "prevalence_index": self.indices.prevalence_index,
            "bias_index": self.indices.bias_index,
            "pabak": self.indices.pabak,
            "ac1": self.ac1,
            "ac1_if_independent": self.ac1_if_independent,
            "disagreements": self.disagreements,
            **interval_record(self.interval),
            "reason": self.reason,
        }


def _reason(coefficient: Coefficient, found: Interval) -> str | None:
    code = coefficient.reason_code or found.reason_code
    return agreement.explain(code, language()) if code else None


def interval_record(found: Interval) -> dict[str, Any]:
    """An interval as programs get it; null where there is none."""
    there = found.low is not None and found.high is not None
    return {
        "interval": [found.low, found.high] if there else None,
        "interval_method": found.method,
        "interval_clusters": found.n_clusters,
        "interval_assumes_independent_units": found.assumes_independent_units,
        "p_below": {str(limit): share for limit, share in found.p_below.items()},
    }


@dataclass(frozen=True, slots=True)
class Pooled:
    """Figures over all codes.

    Attributes:
        alpha: 1 − ΣD_o / ΣD_e over the codes.
        interval: Of that alpha, over documents.
        mv_alpha: Multi-valued alpha of the units' sets of codes.
        masi_alpha: Alpha of the sets with MASI distance.
        percent: Mean over the codes of percent agreement; high wherever codes are rare.
        identical: Share of units whose sets of codes are the same for every coder.
        empty: Share of units that every coder left without a code.
    """

    alpha: Coefficient
    interval: Interval
    mv_alpha: Coefficient
    masi_alpha: Coefficient
    percent: float | None
    identical: float | None
    empty: float | None

    @property
    def reason(self) -> str | None:
        """Why alpha, or else its interval, is undefined, in the language in force."""
        return _reason(self.alpha, self.interval)

    def record(self) -> dict[str, Any]:
        """The figures as programs get them."""
        return {
            "alpha": self.alpha.value,
            **interval_record(self.interval),
            "mv_alpha": self.mv_alpha.value,
            "masi_alpha": self.masi_alpha.value,
            "percent": self.percent,
            "identical_sets": self.identical,
            "empty_for_all": self.empty,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """Everything an agreement report says.

    Attributes:
        unit: The unit of analysis.
        themes: Whether sub-codes were counted as their themes.
        coders: Who is compared.
        documents: Documents with at least one unit that two coders have reviewed.
        n_units: Units that two or more coders have reviewed.
        units_left_out: Units that fewer than two have reviewed.
        codes: One entry a code, in codebook order.
        pooled: Over all codes.
        from_suggestions: Codings among these that began as suggestions.
    """

    unit: str
    themes: bool
    coders: Sequence[str]
    documents: Sequence[str]
    n_units: int
    units_left_out: int
    codes: Sequence[CodeAgreement]
    pooled: Pooled
    from_suggestions: int

    def record(self) -> dict[str, Any]:
        """The report as programs get it."""
        return {
            "unit": self.unit,
            "themes": self.themes,
            "coders": list(self.coders),
            "documents": list(self.documents),
            "n_units": self.n_units,
            "units_left_out": self.units_left_out,
            "codes": [code.record() for code in self.codes],
            "pooled": self.pooled.record(),
            "from_suggestions": self.from_suggestions,
        }


def agreement_report(
    project: Project, table: UnitTable, *, themes: bool = False, seed: int = 0
) -> AgreementReport:
    """Compute the report on a table of units; `seed` is for the bootstrap, from 20 documents up."""
    pairable = table.reviewed.sum(axis=1) >= 2  # noqa: PLR2004 - a pair
    documents = [name for name, there in zip(table.documents, pairable, strict=True) if there]
    matrices = [table.matrix(code)[pairable] for code in range(len(table.codes))]
    intervals = agreement.alpha_intervals(matrices, documents, seed=seed) if matrices else []
    labels = {code.key: code.labels[language()] for code in project.codes()}
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
        pooled=_pooled(table, matrices, pairable, documents, seed),
        from_suggestions=_from_suggestions(table, pairable),
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
    overall = float(np.nanmean(matrix)) if matrix.size else None
    return CodeAgreement(
        code=key,
        label=label,
        n=alpha.n_pairable,
        prevalence={coder: _share(matrix[:, column]) for column, coder in enumerate(coders)},
        percent=agreement.percent_agreement(matrix).value,
        alpha=alpha,
        kappa=kappa.value,
        indices=_indices(matrix),
        ac1=ac1.value,
        ac1_if_independent=None if overall is None else agreement.ac1_if_independent(overall),
        interval=found,
        disagreements=int((np.nanmax(matrix, axis=1) != np.nanmin(matrix, axis=1)).sum())
        if matrix.size
        else 0,
    )


def _share(column: NDArray[np.float64]) -> float | None:
    there = column[~np.isnan(column)]
    return float(there.mean()) if there.size else None


def _indices(matrix: NDArray[np.float64]) -> TwoByTwo:
    """The indices of the coders' 2 × 2 table; means over the pairs where there are more than two coders."""
    pairs = [
        agreement.two_by_two(_table(matrix[:, a], matrix[:, b]))
        for a, b in combinations(range(matrix.shape[1]), 2)
    ]
    if len(pairs) == 1:
        return pairs[0]
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
    pairable: NDArray[np.bool_],
    documents: Sequence[str],
    seed: int,
) -> Pooled:
    sets = [row for row, there in zip(table.sets(), pairable, strict=True) if there]
    present = [[cell for cell in row if cell is not None] for row in sets]
    return Pooled(
        alpha=agreement.pooled_alpha(matrices),
        interval=_pooled_interval(matrices, documents, seed),
        mv_alpha=agreement.multivalued_alpha(sets),
        masi_alpha=agreement.set_alpha(sets, "masi"),
        percent=_mean([agreement.percent_agreement(matrix).value for matrix in matrices]),
        identical=_mean([float(len(set(row)) == 1) for row in present]),
        empty=_mean([float(not any(row)) for row in present]),
    )


def _pooled_interval(
    matrices: Sequence[NDArray[np.float64]], documents: Sequence[str], seed: int
) -> Interval:
    if matrices:
        return telling(agreement.pooled_alpha_interval(matrices, documents, seed=seed))
    method = agreement.recommended_method(len(set(documents)))
    unknown = dict.fromkeys((TENTATIVE, RELIABLE))
    return Interval(None, None, method, unknown, reason_code=Reason.NO_CODES)


def _from_suggestions(table: UnitTable, pairable: NDArray[np.bool_]) -> int:
    """Codings that began as suggestions and stand on a unit that is compared."""
    return len({coding for coding, unit in table.suggested if pairable[unit]})


def verdict(found: Interval) -> str:
    """What the interval allows one to say, by Krippendorff's limits: a stable word for programs."""
    if found.low is None or found.high is None:
        return "undefined"
    if found.low >= RELIABLE:
        return "reliable"
    if found.low >= TENTATIVE:
        return "tentative"
    return "insufficient" if found.high < TENTATIVE else "open"
