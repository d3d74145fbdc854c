"""Krippendorff's alpha at every level of measurement, and pooled over codes.

Krippendorff (2011), Computing Krippendorff's alpha-reliability; Content Analysis (2019), ch. 12:
alpha = 1 - D_o / D_e, with pairs of values inside units against pairs of values from the whole data.
Only units with two or more values enter. Standard errors by linearisation as in Gwet (2014, ch. 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from math import sqrt
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from kodning.agreement.difference import Difference, level_difference
from kodning.agreement.joint import joint_sums
from kodning.agreement.pairs import matching_pairs, pair_sums
from kodning.agreement.ratings import encode
from kodning.agreement.reasons import Reason
from kodning.agreement.result import Coefficient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from kodning.agreement.ratings import Ratings

Level: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True)
class Disagreement:
    """Observed and expected disagreement of one variable, with what each pairable unit adds.

    A unit's share of n * D_o is `per_rating` for each of its values plus `factor` * `counted` / (m_u - 1):
    for the nominal level 1 for each value, less 2 / (m_u - 1) for each matching pair of coders.

    Attributes:
        ratings: the units; those with a single value as if without.
        expected: D_e, with n(n - 1) pairs of values.
        per_value: sum over all values of the difference from each category.
        counted: per unit, as above.
        factor: as above.
        per_rating: as above.
    """

    ratings: Ratings
    expected: float
    per_value: NDArray[np.float64]
    counted: NDArray[Any]
    factor: float
    per_rating: float

    @property
    def n_units(self) -> int:
        """Number of units, pairable or not."""
        return self.ratings.n_units

    @cached_property
    def n_pairable(self) -> int:
        """Number of units with two or more values."""
        if self.ratings.is_complete:
            return self.n_units if self.ratings.n_coders > 1 else 0
        return int(np.count_nonzero(self.ratings.per_unit))

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """`factor` / (m - 1) for m = 0 to the number of coders."""
        return self.factor / np.maximum(np.arange(self.ratings.n_coders + 1) - 1, 1)

    @cached_property
    def observed(self) -> float:
        """D_o."""
        total = int(self.ratings.totals.sum())
        if total == 0:
            return 0.0
        if self.ratings.is_complete:
            return self.per_rating + float(self.counted.sum()) * float(self.weights[-1]) / total
        sums = np.bincount(self.ratings.per_unit, self.counted, minlength=self.weights.size)
        return self.per_rating + float((sums * self.weights).sum()) / total

    @cached_property
    def expected_with_replacement(self) -> float:
        """D_e with n * n pairs of values, which Gwet's linearisation starts from."""
        total = float(self.ratings.totals.sum())
        return float((self.ratings.totals * self.per_value).sum()) / total**2

    def influence(self, ratio: float) -> Iterator[tuple[slice, NDArray[np.float64]]]:
        """Yield, by block of units, each unit's influence on D_o - ratio * D_e.

        Both are ratios of means over units, so a unit's influence on D_o is (its share - D_o * m_u) / mean m,
        and on D_e 2 * (the expected disagreement of its values - D_e * m_u) / mean m.
        """
        total = float(self.ratings.totals.sum())
        scale = self.n_pairable / total
        chance = self.expected_with_replacement - self.per_value / total
        weights = scale * self.weights
        of_value = scale * (self.per_rating - self.observed + 2 * ratio * chance)
        for block, sums in joint_sums(self.ratings.codes, of_value, complete=self.ratings.is_complete):
            of_pairs = self.counted[block] * weights[self.ratings.per_unit[block]]
            yield block, np.add(sums, of_pairs, out=sums)


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
        terms = disagreement(*level_difference(coded.without_single(), level, distance))
    return alpha_from(terms)


def nominal_disagreement(ratings: Ratings) -> Disagreement:
    """Return the nominal terms: matches within units, totals of values, nothing else."""
    paired = ratings.without_single()
    counts = paired.totals
    total = int(counts.sum())
    expected = float(total * total - int((counts * counts).sum())) / max(total * (total - 1), 1)
    return Disagreement(
        paired, expected, (total - counts).astype(float), matching_pairs(paired), factor=-2.0, per_rating=1.0
    )


def disagreement(paired: Ratings, difference: Difference) -> Disagreement:
    """Return the terms for any difference function; units with a single value are taken out before."""
    total = int(paired.totals.sum())
    per_value = difference.totals(paired.totals)
    expected = float((paired.totals * per_value).sum()) / max(total * (total - 1), 1)
    counted = pair_sums(paired, difference.between)
    return Disagreement(paired, expected, per_value, counted, factor=1.0, per_rating=0.0)


def _sum_of_squares(numbers: NDArray[np.float64]) -> float:
    """Return the sum of squares; unlike `@` this starts no threads."""
    return float(np.einsum("i,i->", numbers, numbers))


def alpha_from(terms: Disagreement) -> Coefficient:
    """Return 1 - D_o / D_e with its standard error, or why it is undefined."""
    if terms.n_pairable == 0:
        return Coefficient.undefined(Reason.NO_PAIRABLE_UNITS, terms.n_units, 0)
    if terms.expected <= 0:
        return Coefficient.undefined(
            Reason.NO_VARIATION, terms.n_units, terms.n_pairable, terms.observed, terms.expected
        )
    return Coefficient(
        1 - terms.observed / terms.expected,
        None,
        terms.n_units,
        terms.n_pairable,
        terms.observed,
        terms.expected,
        partial(_error, [terms]),  # computed when it is read
        None,
        terms.n_pairable - 1,
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
    return Coefficient(
        1 - observed / expected,
        None,
        n_units,
        n_pairable,
        observed,
        expected,
        partial(_error, terms),  # computed when it is read
        None,
        n_pairable - 1,
    )


def _error(terms: list[Disagreement]) -> float | None:
    """Return the standard error of (pooled) alpha; None where the codes differ in their pairable units."""
    usable = [term for term in terms if term.expected > 0]
    n = usable[0].n_pairable
    if n < 2 or any(term.n_units != usable[0].n_units or term.n_pairable != n for term in usable):  # noqa: PLR2004 - no spread
        return None
    chance = sum(term.expected_with_replacement for term in usable)
    ratio = sum(term.observed for term in usable) / chance
    if len(usable) == 1:
        squares = sum(_sum_of_squares(part) for _, part in usable[0].influence(ratio))
    else:
        influence = np.zeros(usable[0].n_units)
        for term in usable:
            for block, part in term.influence(ratio):
                influence[block] += part
        squares = _sum_of_squares(influence)
    return sqrt(squares / (n * (n - 1))) / chance
