"""Krippendorff's alpha at every level of measurement, and pooled over codes.

Krippendorff (2011), Computing Krippendorff's alpha-reliability; Content Analysis (2019), ch. 12:
alpha = 1 - D_o / D_e, with pairs of values inside units against pairs of values from the whole data.
Only units with two or more values enter. Standard errors by linearisation as in Gwet (2014, ch. 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from kodning.agreement.difference import Difference, level_difference
from kodning.agreement.pairs import matching_pairs, pair_sums, value_sums
from kodning.agreement.ratings import encode
from kodning.agreement.reasons import Reason
from kodning.agreement.result import Coefficient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from kodning.agreement.ratings import Ratings

type Level = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True)
class Disagreement:
    """Observed and expected disagreement of one variable, with what each pairable unit adds.

    Attributes:
        ratings: the pairable units.
        n_units: units given, pairable or not.
        observed: D_o.
        expected: D_e, with n(n - 1) pairs of values.
        per_unit: each unit's share of n * D_o.
        per_value: sum over all values of the difference from each category.
    """

    ratings: Ratings
    n_units: int
    observed: float
    expected: float
    per_unit: NDArray[np.float64]
    per_value: NDArray[np.float64]

    @property
    def n_pairable(self) -> int:
        """Number of pairable units."""
        return self.ratings.n_units

    def influences(self) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
        """Return each unit's influence on D_o and on D_e (pairs with replacement), and that D_e."""
        values = self.ratings.per_unit
        total = float(values.sum())
        mean = total / self.n_pairable
        expected = float(self.ratings.totals @ self.per_value) / total**2
        on_observed = (self.per_unit - self.observed * values) / mean
        unit_expected = value_sums(self.ratings, self.per_value) / total
        return on_observed, 2 * (unit_expected - expected * values) / mean, expected


def krippendorff_alpha(
    ratings: Any,
    level: Level = "nominal",
    distance: Callable[[Any, Any], float] | None = None,
) -> Coefficient:
    """Return Krippendorff's alpha.

    Args:
        ratings: units x coders, any hashable values, None or NaN = missing. Units with fewer than two
            values do not enter.
        level: "nominal", "ordinal", "interval" or "ratio". The last three need values with an order:
            numbers (also as text: "2" before "10"), or, for ordinal, values that sort among themselves.
        distance: a difference function of two values, used as it is (delta squared in Krippendorff's
            notation), instead of the level's own. It must be symmetric and 0 for equal values.

    Returns:
        The coefficient; `observed` and `expected` are D_o and D_e. Undefined where no unit is pairable and
        where all values are the same.

    Raises:
        ValueError: if the level is unknown or the values do not fit it.
    """
    coded = encode(ratings)
    if distance is None and level == "nominal":
        terms = nominal_disagreement(coded)
    else:
        pairable = coded.pairable()
        terms = disagreement(*level_difference(pairable, level, distance), coded.n_units)
    return alpha_from(terms)


def nominal_disagreement(ratings: Ratings) -> Disagreement:
    """Return the nominal terms: matches within units, totals of values, nothing else."""
    pairable = ratings.pairable()
    values = pairable.per_unit
    total = int(values.sum())
    counts = pairable.totals
    per_unit = values - 2.0 * matching_pairs(pairable) / np.maximum(values - 1, 1)
    return Disagreement(
        pairable,
        ratings.n_units,
        float(per_unit.sum()) / max(total, 1),
        float(total * total - int((counts * counts).sum())) / max(total * (total - 1), 1),
        per_unit,
        (total - counts).astype(float),
    )


def disagreement(pairable: Ratings, difference: Difference, n_units: int) -> Disagreement:
    """Return the terms for any difference function between values."""
    values = pairable.per_unit
    total = int(values.sum())
    per_value = difference.totals(pairable.totals)
    per_unit = pair_sums(pairable, difference.between) / np.maximum(values - 1, 1)
    return Disagreement(
        pairable,
        n_units,
        float(per_unit.sum()) / max(total, 1),
        float(pairable.totals @ per_value) / max(total * (total - 1), 1),
        per_unit,
        per_value,
    )


def alpha_from(terms: Disagreement) -> Coefficient:
    """Return 1 - D_o / D_e with its standard error, or why it is undefined."""
    if terms.n_pairable == 0:
        return Coefficient.undefined(Reason.NO_PAIRABLE_UNITS, terms.n_units, 0)
    if terms.expected <= 0:
        return Coefficient.undefined(
            Reason.NO_VARIATION, terms.n_units, terms.n_pairable, terms.observed, terms.expected
        )
    error = None
    n = terms.n_pairable
    if n > 1:
        on_observed, on_expected, expected = terms.influences()
        linear = (on_observed - terms.observed / expected * on_expected) / expected
        error = float(np.sqrt(linear @ linear / (n * (n - 1))))
    return Coefficient(
        1 - terms.observed / terms.expected,
        None,
        terms.n_units,
        n,
        terms.observed,
        terms.expected,
        error,
        None,
        n - 1,
    )


def pooled_alpha(matrices: Iterable[Any]) -> Coefficient:
    """Return alpha over several codes: 1 - sum of D_o / sum of D_e.

    The sums run over the codes, as De Vries et al. (2008) pool kappa. Stacking the codes into one long
    variable instead lets differences in prevalence pass for agreement: random coders then reach about .16.
    A code that nobody used adds nothing to either sum.

    Args:
        matrices: one units x coders matrix per code: 1/True present, 0/False absent, None or NaN missing.

    Returns:
        The coefficient; `n_units` and `n_pairable` are those of the largest matrix; the standard error is
        given where all matrices have the same units.
    """
    terms = [nominal_disagreement(encode(matrix)) for matrix in matrices]
    if not terms:
        return Coefficient.undefined(Reason.NO_CODES, 0, 0)
    n_units = max(term.n_units for term in terms)
    n_pairable = max(term.n_pairable for term in terms)
    if n_pairable == 0:
        return Coefficient.undefined(Reason.NO_PAIRABLE_UNITS, n_units, 0)
    observed = sum(term.observed for term in terms)
    expected = sum(term.expected for term in terms)
    if expected <= 0:
        return Coefficient.undefined(Reason.NO_VARIATION, n_units, n_pairable, observed, expected)
    error = _pooled_error(terms) if n_pairable > 1 else None
    return Coefficient(
        1 - observed / expected, None, n_units, n_pairable, observed, expected, error, None, n_pairable - 1
    )


def _pooled_error(terms: list[Disagreement]) -> float | None:
    """Return the standard error of pooled alpha where the codes share all their pairable units."""
    usable = [term for term in terms if term.expected > 0]
    n = usable[0].n_pairable
    if any(term.n_units != n or term.n_pairable != n for term in usable):
        return None
    parts = [term.influences() for term in usable]
    on_observed = np.sum([part[0] for part in parts], axis=0)
    on_expected = np.sum([part[1] for part in parts], axis=0)
    expected = sum(part[2] for part in parts)
    observed = sum(term.observed for term in usable)
    linear = (on_observed - observed / expected * on_expected) / expected
    return float(np.sqrt(linear @ linear / (n * (n - 1))))
