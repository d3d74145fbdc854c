"""Confidence intervals, by document where there are documents.

Segments of one interview are not independent. The intervals here therefore leave out, or draw again, whole
clusters (documents), and recompute the coefficient with both its observed and its expected part.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from kodning.agreement.alpha import krippendorff_alpha, pooled_alpha
from kodning.agreement.alpha_sums import AlphaSums, alpha_sums, alphas
from kodning.agreement.clusters import Clusters, cluster_units
from kodning.agreement.ratings import Ratings, encode
from kodning.agreement.reasons import Reason, explain
from kodning.agreement.result import Coefficient, Interval
from kodning.agreement.student import t_cdf, t_spread

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from numpy.typing import NDArray

Method: TypeAlias = Literal["jackknife", "bootstrap", "analytic"]
THRESHOLDS = (0.667, 0.8)  # Krippendorff (2019, 12.8): tentative conclusions, and reliable data
JACKKNIFE_BELOW = 20  # documents; from here on the document bootstrap


@dataclass(frozen=True)
class _Plan:
    """How an interval is asked for."""

    method: Method
    level: float
    resamples: int
    seed: int


def recommended_method(n_clusters: int) -> Method:
    """Return the method that holds its level best: jackknife below 20 documents, bootstrap from 20."""
    return "jackknife" if n_clusters < JACKKNIFE_BELOW else "bootstrap"


def interval(
    coefficient_function: Callable[[Any], Coefficient | float | None],
    ratings: Any,
    clusters: Sequence[Hashable] | NDArray[Any] | None = None,
    method: Method = "jackknife",
    level: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> Interval:
    """Return a confidence interval of a coefficient.

    Args:
        coefficient_function: takes ratings, returns a `Coefficient` (or a number, or None). Nominal
            `krippendorff_alpha` is recognised and computed from sums per cluster.
        ratings: units x coders (for `set_alpha` and `multivalued_alpha`: of sets).
        clusters: one label per unit: its document. None, or fewer than three documents: each unit for
            itself, marked `assumes_independent_units`.
        method: "jackknife": leave one cluster out, value +- t(D - 1) standard errors; "bootstrap": draw
            clusters with replacement, percentiles; "analytic": value +- t standard errors, the standard
            error being the coefficient's own, which always assumes independent units.
        level: confidence level.
        resamples: number of bootstrap samples.
        seed: seed of the bootstrap.

    Returns:
        The interval; `low` and `high` are None, with a reason, where the coefficient (or, for the
        jackknife, the coefficient without one of the clusters) is undefined. Bootstrap samples in which it
        is undefined are left out and counted in `undefined_share`.

    Raises:
        ValueError: if the method is unknown or the clusters do not match the units.
    """
    plan = _plan(method, level, resamples, seed)
    rows = _rows(ratings)
    grouped = cluster_units(clusters, len(rows))
    if method == "analytic":
        return _analytic(coefficient_function(rows), plan, len(rows))
    if isinstance(rows, Ratings) and _is_nominal_alpha(coefficient_function):
        return _from_sums([alpha_sums(rows, grouped)], grouped, plan)[0]

    def value_of(units: NDArray[np.intp]) -> float:
        return _number(coefficient_function(_take(rows, units)))

    estimate = _number(coefficient_function(rows))
    if method == "jackknife":
        leaving = [value_of(grouped.without(cluster)) for cluster in range(grouped.number)]
        return _jackknife(estimate, np.array(leaving), grouped, plan)
    drawn = [value_of(grouped.drawn(draw)) for block in grouped.draws(resamples, seed) for draw in block]
    return _bootstrap(estimate, np.array(drawn), grouped, plan)


def alpha_intervals(
    matrices: Sequence[Any],
    clusters: Sequence[Hashable] | NDArray[Any] | None = None,
    method: Literal["jackknife", "bootstrap"] | None = None,
    level: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> list[Interval]:
    """Return the interval of nominal alpha for each of many codes, with the same resamples for all.

    Args:
        matrices: one units x coders matrix per code, over the same units.
        clusters: one label per unit: its document.
        method: "jackknife" or "bootstrap"; None: by the number of documents (`recommended_method`).
        level: confidence level.
        resamples: number of bootstrap samples.
        seed: seed of the bootstrap.

    Raises:
        ValueError: if the matrices differ in units, or as for `interval`.
    """
    coded, grouped = _same_units(matrices, clusters)
    plan = _plan(method or recommended_method(grouped.number), level, resamples, seed)
    return _from_sums([alpha_sums(code, grouped) for code in coded], grouped, plan)


def pooled_alpha_interval(
    matrices: Sequence[Any],
    clusters: Sequence[Hashable] | NDArray[Any] | None = None,
    method: Literal["jackknife", "bootstrap"] | None = None,
    level: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> Interval:
    """Return the interval of alpha pooled over codes; arguments as for `alpha_intervals`."""
    coded, grouped = _same_units(matrices, clusters)
    plan = _plan(method or recommended_method(grouped.number), level, resamples, seed)
    sums = [alpha_sums(code, grouped) for code in coded]
    pooled = np.sum(_replicates(sums, grouped, plan), axis=0)
    return _finish(_number(pooled_alpha(coded)), alphas(pooled), grouped, plan)


def _plan(method: str, level: float, resamples: int, seed: int) -> _Plan:
    """Check how the interval is asked for."""
    if method not in {"jackknife", "bootstrap", "analytic"}:
        raise ValueError(f"unknown method {method!r}: give jackknife, bootstrap or analytic")
    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1, not {level}")
    if resamples < 1:
        raise ValueError("a bootstrap needs at least one resample")
    return _Plan(method, level, resamples, seed)  # type: ignore[arg-type]  # checked above


def _same_units(
    matrices: Sequence[Any], clusters: Sequence[Hashable] | NDArray[Any] | None
) -> tuple[list[Ratings], Clusters]:
    """Code matrices that share their units, and group the units."""
    coded = [encode(matrix) for matrix in matrices]
    if len({code.n_units for code in coded}) > 1:
        raise ValueError("all codes need the same units")
    return coded, cluster_units(clusters, coded[0].n_units if coded else 0)


def _rows(ratings: Any) -> Any:
    """Code the ratings once; what cannot be coded (sets of lists, documents) stays a list of rows."""
    try:
        return encode(ratings)
    except (TypeError, ValueError):
        return list(ratings)


def _take(rows: Any, units: NDArray[np.intp]) -> Any:
    """Return some of the rows."""
    return rows.take(units) if isinstance(rows, Ratings) else [rows[unit] for unit in units.tolist()]


def _number(result: Coefficient | float | None) -> float:
    """Return a coefficient's value, NaN where undefined."""
    value = result.value if isinstance(result, Coefficient) else result
    return float("nan") if value is None else float(value)


def _is_nominal_alpha(function: Callable[..., Any]) -> bool:
    """Say whether the function is krippendorff_alpha at the nominal level."""
    if function is krippendorff_alpha:
        return True
    if not isinstance(function, partial) or function.func is not krippendorff_alpha:
        return False
    return not function.args and function.keywords in ({}, {"level": "nominal"})


def _from_sums(sums: list[AlphaSums], grouped: Clusters, plan: _Plan) -> list[Interval]:
    """Return intervals of nominal alpha from sums per cluster."""
    estimates = [float(alphas(part.whole())[0]) for part in sums]
    replicates = _replicates(sums, grouped, plan)
    return [
        _finish(estimate, alphas(replicate), grouped, plan)
        for estimate, replicate in zip(estimates, replicates, strict=True)
    ]


def _replicates(sums: list[AlphaSums], grouped: Clusters, plan: _Plan) -> list[NDArray[np.float64]]:
    """Return, per code, D_o and D_e of every jackknife or bootstrap sample; the samples are shared."""
    if plan.method == "jackknife":
        return [part.left_out() for part in sums]
    blocks = [[part.drawn(block) for part in sums] for block in grouped.draws(plan.resamples, plan.seed)]
    return [np.concatenate(parts, axis=1) for parts in zip(*blocks, strict=True)]


def _finish(estimate: float, values: NDArray[np.float64], grouped: Clusters, plan: _Plan) -> Interval:
    """Turn replicates into an interval."""
    return (_jackknife if plan.method == "jackknife" else _bootstrap)(estimate, values, grouped, plan)


def _jackknife(estimate: float, leaving: NDArray[np.float64], grouped: Clusters, plan: _Plan) -> Interval:
    """Value +- t(D - 1) times the delete-one-cluster standard error (Efron & Tibshirani 1993, ch. 11)."""
    number = leaving.size
    if np.isnan(estimate):
        return _without(Reason.VALUE_UNDEFINED, grouped, plan)
    if number < 2:  # noqa: PLR2004 - no spread
        return _without(Reason.TOO_FEW_CLUSTERS, grouped, plan)
    if bool(np.isnan(leaving).any()):
        return _without(Reason.REPLICATE_UNDEFINED, grouped, plan)
    error = float(np.sqrt((number - 1) / number * ((leaving - leaving.mean()) ** 2).sum()))
    return _around(estimate, error, number - 1, grouped, plan)


def _around(estimate: float, error: float, freedom: int, grouped: Clusters | None, plan: _Plan) -> Interval:
    """Return value +- t standard errors, and the share of the t distribution below each threshold."""
    reach = t_spread(plan.level, freedom) * error
    below = {
        threshold: t_cdf((threshold - estimate) / error, freedom)
        if error > 0
        else float(estimate < threshold)
        for threshold in THRESHOLDS
    }
    return Interval(
        estimate - reach,
        min(1.0, estimate + reach),
        plan.method,
        below,
        plan.level,
        freedom + 1 if grouped is None else grouped.number,
        grouped is None or grouped.are_units,
    )


def _bootstrap(estimate: float, values: NDArray[np.float64], grouped: Clusters, plan: _Plan) -> Interval:
    """Percentiles of the coefficient over clusters drawn with replacement (Field & Welsh 2007)."""
    if np.isnan(estimate):
        return _without(Reason.VALUE_UNDEFINED, grouped, plan)
    if grouped.number < 2:  # noqa: PLR2004 - nothing to draw
        return _without(Reason.TOO_FEW_CLUSTERS, grouped, plan)
    defined = values[~np.isnan(values)]
    if defined.size == 0:
        return _without(Reason.REPLICATE_UNDEFINED, grouped, plan)
    tail = (1 - plan.level) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    return Interval(
        float(low),
        float(high),
        plan.method,
        {threshold: float((defined < threshold).mean()) for threshold in THRESHOLDS},
        plan.level,
        grouped.number,
        grouped.are_units,
        undefined_share=1 - defined.size / values.size,
    )


def _analytic(result: Coefficient | float | None, plan: _Plan, n_units: int) -> Interval:
    """Value +- t times the coefficient's own standard error (Gwet 2014, ch. 5)."""
    grouped = cluster_units(None, n_units)
    if np.isnan(_number(result)):
        return _without(Reason.VALUE_UNDEFINED, grouped, plan)
    if not isinstance(result, Coefficient) or result.standard_error is None or not result.degrees_of_freedom:
        return _without(Reason.NO_STANDARD_ERROR, grouped, plan)
    return _around(_number(result), result.standard_error, result.degrees_of_freedom, None, plan)


def _without(code: Reason, grouped: Clusters, plan: _Plan) -> Interval:
    """Return no interval, with the reason."""
    return Interval(
        None,
        None,
        plan.method,
        dict.fromkeys(THRESHOLDS),
        plan.level,
        grouped.number,
        grouped.are_units,
        explain(code),
        code,
    )
