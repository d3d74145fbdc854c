"""Percent agreement, the kappas, Brennan-Prediger and Gwet's AC1 and AC2.

All follow Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., ch. 2-5: any number of coders, missing
values, optional weights, and the linearised standard error over units. Observed agreement is averaged over
the units with two or more values; chance agreement uses every value, also that of a unit coded once.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from kodning.agreement.pairs import matching_pairs, pair_sums, value_sums
from kodning.agreement.ratings import MISSING, Ratings, encode, smallest_integer
from kodning.agreement.reasons import Reason
from kodning.agreement.result import Coefficient
from kodning.agreement.weighted import Weights, agreement_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

Categories: TypeAlias = int | Sequence[Hashable] | None


@dataclass(frozen=True)
class _Observed:
    """Observed agreement p_a (Gwet 2014, ch. 2), with what each unit adds to it."""

    ratings: Ratings
    agreement: float
    per_unit: NDArray[np.float64]  # 0 for units with fewer than two values
    rated: NDArray[np.bool_]
    pairable: NDArray[np.bool_]

    @property
    def n_rated(self) -> int:
        return int(np.count_nonzero(self.rated))

    @property
    def n_pairable(self) -> int:
        return int(np.count_nonzero(self.pairable))


@dataclass(frozen=True)
class _Chance:
    """Chance agreement p_e, and its linearisation: what each unit contributes, with mean p_e."""

    agreement: float
    per_unit: NDArray[np.float64]


def percent_agreement(ratings: Any) -> Coefficient:
    """Return the share of pairs of coders, averaged over units, that gave the same value.

    Holsti's and the "percentage agreement" of most tools; with two coders, the share of units on which they
    agree. Not corrected for chance: `expected` is None.

    Args:
        ratings: units x coders, any hashable values, None or NaN = missing.
    """
    coded = encode(ratings)
    observed = _observe(coded, None)
    if isinstance(observed, Coefficient):
        return observed
    n = observed.n_rated
    scaled = observed.per_unit * (n / observed.n_pairable)
    error = _standard_error(scaled, observed.agreement, observed.rated)
    return Coefficient(
        observed.agreement,
        None,
        coded.n_units,
        observed.n_pairable,
        observed.agreement,
        None,
        error,
        None,
        n - 1,
    )


def cohen_kappa(ratings: Any, weights: Literal["linear", "quadratic"] | None = None) -> Coefficient:
    """Return Cohen's kappa (1960), or weighted kappa (Cohen 1968).

    With two coders, only units that both rated count, and the standard error is that of Fleiss, Cohen &
    Everitt (1969). With more than two coders this is Conger's generalisation (1980), see `conger_kappa`.

    Args:
        ratings: units x coders.
        weights: None, "linear" (Cicchetti-Allison) or "quadratic" (Fleiss-Cohen).
    """
    coded = encode(ratings)
    if coded.n_coders != 2:  # noqa: PLR2004 - a pair of coders
        return conger_kappa(coded, weights)
    result = conger_kappa(coded.pairable(), weights)
    error = result.standard_error
    if error is not None:  # their variance divides by n, Gwet's for raw ratings by n - 1
        error *= ((result.n_pairable - 1) / result.n_pairable) ** 0.5
    return replace(result, n_units=coded.n_units, standard_error=error)


def conger_kappa(ratings: Any, weights: Weights | None = None) -> Coefficient:
    """Return Conger's kappa (1980): Cohen's chance agreement averaged over all pairs of coders.

    Also known as Hubert's kappa. Each coder keeps their own marginals, so it matters which coder left a
    unit that was coded once.

    Args:
        ratings: units x coders.
        weights: None, "linear", "quadratic" or "ordinal".
    """
    coded = encode(ratings)
    matrix = None if weights is None else agreement_weights(coded.values, weights)
    observed = _observe(coded, matrix)
    if isinstance(observed, Coefficient):
        return observed
    return _corrected(observed, _conger_chance(observed, matrix))


def scott_pi(ratings: Any) -> Coefficient:
    """Return Scott's pi (1955): chance agreement from the coders' pooled marginals.

    With more than two coders this is Fleiss' kappa, its generalisation.
    """
    return fleiss_kappa(ratings)


def fleiss_kappa(
    ratings: Any, category: Hashable | None = None, weights: Weights | None = None
) -> Coefficient:
    """Return Fleiss' kappa (1971) for any number of coders.

    Missing values as in Gwet (2014, ch. 2): the marginals are the mean over units of each unit's shares. The
    standard error is Gwet's, not Fleiss' of 1971, which only tests kappa = 0.

    Args:
        ratings: units x coders.
        category: one value against all others together (Fleiss 1971, the kappa_j).
        weights: None, "linear", "quadratic" or "ordinal".
    """
    coded = encode(ratings)
    if category is not None:
        if category not in coded.values and coded.values:
            pairable = int(np.count_nonzero(coded.per_unit > 1))
            return Coefficient.undefined(Reason.CATEGORY_UNUSED, coded.n_units, pairable)
        coded = one_against_rest(coded, category)
    matrix = None if weights is None else agreement_weights(coded.values, weights)
    observed = _observe(coded, matrix)
    if isinstance(observed, Coefficient):
        return observed
    shares = _shares(coded)
    expected_with = shares if matrix is None else matrix @ shares
    return _corrected(observed, _Chance(float(shares @ expected_with), _unit_means(coded, expected_with)))


def brennan_prediger(
    ratings: Any, categories: Categories = None, weights: Weights | None = None
) -> Coefficient:
    """Return Brennan & Prediger's coefficient (1981): every category equally likely by chance.

    Also known as Bennett's S and Randolph's free-marginal kappa; with two categories, PABAK.

    Args:
        ratings: units x coders.
        categories: how many categories there were, or which, in order; None: those used.
        weights: None, "linear", "quadratic" or "ordinal".

    Raises:
        ValueError: if the categories leave out a value that was used, or if weights are asked for with only
            a number of categories that exceeds those used.
    """
    coded, size = _with_categories(encode(ratings), categories, weights)
    matrix = None if weights is None else agreement_weights(coded.values, weights)
    observed = _observe(coded, matrix)
    if isinstance(observed, Coefficient):
        return observed
    chance = 1 / size if matrix is None else float(matrix.mean())
    return _corrected(observed, _Chance(chance, np.full(coded.n_units, chance)))


def gwet_ac1(ratings: Any, categories: Categories = None) -> Coefficient:
    """Return Gwet's AC1 (2008).

    Never a headline for sparse codes: two coders who put a rare code at random reach a high AC1. Print
    `ac1_if_independent` beside it.

    Args:
        ratings: units x coders.
        categories: how many categories there were, or which; None: those used.
    """
    return gwet_ac2(ratings, None, categories)


def gwet_ac2(ratings: Any, weights: Weights | None = "linear", categories: Categories = None) -> Coefficient:
    """Return Gwet's AC2 (2014, ch. 5): AC1 with partial credit for near misses.

    Args:
        ratings: units x coders.
        weights: "linear", "quadratic", "ordinal", or None for AC1.
        categories: how many categories there were, or which, in order; None: those used.

    Raises:
        ValueError: as for `brennan_prediger`.
    """
    coded, size = _with_categories(encode(ratings), categories, weights)
    matrix = None if weights is None else agreement_weights(coded.values, weights)
    observed = _observe(coded, matrix)
    if isinstance(observed, Coefficient):
        return observed
    if np.count_nonzero(coded.totals) < 2:  # noqa: PLR2004 - nothing varies
        return _no_variation(observed)
    shares = _shares(coded)
    scale = (size if matrix is None else float(matrix.sum())) / (size * (size - 1))
    expected = scale * float(shares @ (1 - shares))
    return _corrected(observed, _Chance(expected, scale * _unit_means(coded, 1 - shares)))


def one_against_rest(ratings: Ratings, category: Hashable) -> Ratings:
    """Return present/absent ratings of one category; missing stays missing."""
    code = ratings.values.index(category) if category in ratings.values else len(ratings.values)
    present = (ratings.codes == code).astype(np.int8)
    return Ratings(np.where(ratings.codes < 0, np.int8(MISSING), present), (False, True))


def _with_categories(
    ratings: Ratings, categories: Categories, weights: Weights | None
) -> tuple[Ratings, int]:
    """Put the declared categories in place of those used; return them and their number."""
    used = len(ratings.values)
    if categories is None:
        return ratings, used
    if isinstance(categories, int):
        if categories < used:
            raise ValueError(f"{used} categories were used, more than the {categories} declared")
        if weights is not None and categories > used:
            raise ValueError("weights need the categories by name, in order, not only their number")
        return ratings, categories
    declared = tuple(categories)
    place = {value: code for code, value in enumerate(declared)}
    absent = [value for value in ratings.values if value not in place]
    if absent:
        raise ValueError(f"value(s) used but not declared: {', '.join(map(repr, absent))}")
    lookup = np.array(
        [*(place[value] for value in ratings.values), MISSING], dtype=smallest_integer(len(declared))
    )
    return Ratings(lookup[ratings.codes], declared), len(declared)


def _observe(ratings: Ratings, matrix: NDArray[np.float64] | None) -> _Observed | Coefficient:
    """Compute observed agreement, or say that no unit can be compared."""
    values = ratings.per_unit
    pairable = values > 1
    n_pairable = int(np.count_nonzero(pairable))
    if n_pairable == 0:
        return Coefficient.undefined(Reason.NO_PAIRABLE_UNITS, ratings.n_units, 0)
    if matrix is None:
        sums: NDArray[Any] = matching_pairs(ratings) * 2.0
    else:
        sums = pair_sums(ratings, lambda first, second: matrix[first, second])
    per_unit = sums / np.maximum(values * (values - 1), 1)
    return _Observed(ratings, float(per_unit.sum()) / n_pairable, per_unit, values > 0, pairable)


def _shares(ratings: Ratings) -> NDArray[np.float64]:
    """Return pi: the mean over rated units of each category's share of the unit's values."""
    values = ratings.per_unit
    n_rated = np.count_nonzero(values)
    if ratings.is_complete:
        return np.asarray(ratings.totals / (n_rated * ratings.n_coders))
    weight = 1 / np.maximum(values, 1)
    shares = np.zeros(len(ratings.values) + 1)
    for row in ratings.codes:
        shares += np.bincount(row.astype(np.intp) + 1, weight, minlength=shares.size)
    return shares[1:] / n_rated


def _unit_means(ratings: Ratings, per_value: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return, per unit, the mean over its values of a number that belongs to each value."""
    return value_sums(ratings, per_value) / np.maximum(ratings.per_unit, 1)


def _conger_chance(observed: _Observed, matrix: NDArray[np.float64] | None) -> _Chance:
    """Average Cohen's chance agreement over ordered pairs of coders (Conger 1980; Gwet 2014, ch. 5)."""
    ratings, n = observed.ratings, observed.n_rated
    counts = np.array([ratings.totals_of(coder) for coder in range(ratings.n_coders)], dtype=float)
    active = np.flatnonzero(counts.sum(axis=1))
    rated = counts[active].sum(axis=1)
    margins = counts[active] / rated[:, None]
    others = margins.sum(axis=0) - margins
    weighted = others if matrix is None else others @ matrix
    by_coder = (margins * weighted).sum(axis=1)
    pairs = len(active) * (len(active) - 1)
    expected = float(by_coder.sum()) / pairs
    per_unit = np.full(ratings.n_units, expected)
    for place, coder in enumerate(active):
        row = ratings.codes[coder]
        influence = np.append(weighted[place] - by_coder[place], 0.0) * (n / rated[place] / pairs)
        per_unit += influence[row]
    return _Chance(expected, per_unit)


def _corrected(observed: _Observed, chance: _Chance) -> Coefficient:
    """Correct observed agreement for chance, with Gwet's linearised standard error."""
    coded, expected = observed.ratings, chance.agreement
    room = 1 - expected
    if np.count_nonzero(coded.totals) < 2 or room <= 1e-12:  # noqa: PLR2004 - nothing varies
        return _no_variation(observed, expected)
    value = (observed.agreement - expected) / room
    n, n_pairable = observed.n_rated, observed.n_pairable
    linear = (n / n_pairable) * (observed.per_unit - expected * observed.pairable) / room
    linear -= 2 * (1 - value) * (chance.per_unit - expected) / room
    error = _standard_error(linear, value, observed.rated)
    return Coefficient(
        value, None, coded.n_units, n_pairable, observed.agreement, expected, error, None, n - 1
    )


def _no_variation(observed: _Observed, expected: float | None = None) -> Coefficient:
    """Return the coefficient of constant ratings: none."""
    return Coefficient.undefined(
        Reason.NO_VARIATION, observed.ratings.n_units, observed.n_pairable, observed.agreement, expected
    )


def _standard_error(linear: NDArray[np.float64], value: float, rated: NDArray[np.bool_]) -> float | None:
    """Return the standard error of a mean over the rated units; None for a single unit."""
    n = int(np.count_nonzero(rated))
    if n < 2:  # noqa: PLR2004 - no spread
        return None
    squares = float((((linear - value) * rated) ** 2).sum())
    return float(np.sqrt(squares / (n * (n - 1))))
