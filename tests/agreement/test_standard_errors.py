"""Analytic standard errors: as R's irrCAC prints them, and as the spread of the statistic itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from kodning import agreement as ag

if TYPE_CHECKING:
    from collections.abc import Callable

# Gwet (2014), table 4.4: four raters, twelve units, in irrCAC `cac.raw4raters`. One unit was rated once.
FOUR_RATERS = [
    [1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5], [None, None, 1, 1], [None, None, 3, None],
]  # fmt: skip

# irrCAC 1.0, vignette "overview", and lagree (which prints irrCAC's values with more digits); the weighted
# ones are quadratic, for which alpha is the interval alpha.
PRINTED = [
    (ag.percent_agreement, 0.8181818, 0.1256090),
    (ag.gwet_ac1, 0.7754441, 0.1429500),
    (ag.fleiss_kappa, 0.7611693, 0.1530192),
    (ag.krippendorff_alpha, 0.7434211, 0.1454787),
    (partial(ag.gwet_ac2, weights="quadratic"), 0.9140007, 0.10396224),
    (partial(ag.fleiss_kappa, weights="quadratic"), 0.8649351, 0.14603361),
    (partial(ag.krippendorff_alpha, level="interval"), 0.8491071, 0.12905120),
]


@pytest.mark.parametrize(("coefficient", "value", "error"), PRINTED)
def test_value_and_error_are_those_of_irrcac(coefficient: Any, value: float, error: float) -> None:
    """To all the digits printed."""
    result = coefficient(FOUR_RATERS)
    assert result.value == pytest.approx(value, abs=6e-8)
    assert result.standard_error == pytest.approx(error, abs=6e-8)


def test_cohens_error_is_that_of_irrcac() -> None:
    """100 pregnancies, two abstractors (irrCAC `cont3x3abstractors`): .7964094, error .05891072."""
    result = ag.cohen_kappa(ag.ratings_from_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]]))
    assert result.value == pytest.approx(0.7964094, abs=6e-8)
    assert result.standard_error == pytest.approx(0.05891072, abs=6e-9)


# Every unit has two or more values: for a unit rated once Gwet's formula is a simplification.
ROWS: list[Any] = [
    [1, 1, None], [2, 2, 3], [3, 3, 3], [None, 2, 2], [1, 2, 3], [1, 1, 2], [2, 1, 2], [5, 5, 5],
    [5, None, 2], [1, 1, 1], [2, 2, 2], [1, 1, None], [3, 3, 1],
]  # fmt: skip
WEIGHTS: tuple[Any, ...] = ("linear", "quadratic", "ordinal")
STATISTICS: list[Callable[[Any], ag.Coefficient]] = [
    ag.percent_agreement,
    ag.fleiss_kappa,
    ag.conger_kappa,
    ag.brennan_prediger,
    ag.gwet_ac1,
    partial(ag.fleiss_kappa, category=2),
    *(partial(ag.fleiss_kappa, weights=weights) for weights in WEIGHTS),
    *(partial(ag.conger_kappa, weights=weights) for weights in WEIGHTS),
    *(partial(ag.brennan_prediger, weights=weights) for weights in WEIGHTS),
    *(partial(ag.gwet_ac2, weights=weights) for weights in WEIGHTS),
    ag.krippendorff_alpha,
    *(partial(ag.krippendorff_alpha, level=level) for level in ("interval", "ratio")),
]


def spread(statistic: Callable[[Any], ag.Coefficient], rows: Any, copies: int = 40) -> float:
    """The standard error from how far the statistic moves when one unit weighs a little more or less."""
    many = [*rows] * copies

    def value(units: Any) -> float:
        result = statistic(units).value
        assert result is not None
        return result

    moves = [
        (value([*many, row]) - value(many[:place] + many[place + 1 :])) / 2 for place, row in enumerate(rows)
    ]
    n = len(rows)
    influence = np.array(moves) * n * copies
    return float(np.sqrt((influence**2).sum() / (n * (n - 1))))


@pytest.mark.parametrize("statistic", STATISTICS)
def test_error_is_the_spread_of_the_statistic(statistic: Any) -> None:
    """Linearisation: the error follows from each unit's pull on the value, missing values or not."""
    for rows in (ROWS, [row for row in ROWS if None not in row]):
        assert statistic(rows).standard_error == pytest.approx(spread(statistic, rows), rel=2e-3)


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_cohens_error_divides_by_n(weights: Any) -> None:
    """Fleiss, Cohen & Everitt (1969) divide by n, where Gwet's divides by n - 1."""
    rows = [row[:2] for row in ROWS]
    both = [row for row in rows if None not in row]
    expected = spread(partial(ag.cohen_kappa, weights=weights), both) * (1 - 1 / len(both)) ** 0.5
    assert ag.cohen_kappa(rows, weights).standard_error == pytest.approx(expected, rel=2e-3)


@pytest.mark.parametrize("codes", [(1,), (1, 2), (1, 2, 3, 77)])
def test_pooled_alphas_error_is_its_spread(codes: tuple[int, ...]) -> None:
    """Several codes over the same units; one that nobody used adds nothing."""
    matrices: list[Any] = [
        [[None if v is None else v == code for v in row] for row in ROWS] for code in codes
    ]

    def pooled(units: Any) -> ag.Coefficient:
        return ag.pooled_alpha([[row[place] for row in units] for place in range(len(matrices))])

    rows = list(zip(*matrices, strict=True))
    assert pooled(rows).standard_error == pytest.approx(spread(pooled, rows), rel=2e-3)


def test_pooled_alpha_over_different_units_has_no_error() -> None:
    """What a unit adds to several codes is known where they share it; a code nobody used adds nothing."""
    longer: list[Any] = [[0, 1], [1, 1], [0, 0], [1, 1]]
    assert ag.pooled_alpha([longer, longer]).standard_error is not None
    assert ag.pooled_alpha([longer, longer[:3]]).standard_error is None
    assert ag.pooled_alpha([longer, [*longer[:3], [1, None]]]).standard_error is None
    nowhere: list[Any] = [[0, 0], [0, 0], [0, 0], [0, None]]
    assert ag.pooled_alpha([longer, nowhere]).standard_error == ag.krippendorff_alpha(longer).standard_error


def test_two_units_have_a_spread_and_one_has_none() -> None:
    """The smallest data with an error."""
    for coefficient in (ag.percent_agreement, ag.krippendorff_alpha, ag.fleiss_kappa):
        assert coefficient([[0, 1], [1, 1]]).standard_error is not None
        assert coefficient([[0, 1]]).standard_error is None
        assert coefficient([[0, 1], [None, None]]).standard_error is None
    assert ag.percent_agreement([[0, 1], [1, 1]]).standard_error == pytest.approx(0.5)
