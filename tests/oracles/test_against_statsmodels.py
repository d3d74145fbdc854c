"""Kappas and their standard errors against statsmodels, and where the two answer differently."""

from __future__ import annotations

import math
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from kodning import agreement as ag

if TYPE_CHECKING:
    from collections.abc import Callable

inter_rater: Any = import_module("statsmodels.stats.inter_rater")
SEEDS = range(60)


def cross_table(rows: Any) -> Any:
    """Count the values of two coders in a square table."""
    values = sorted({value for row in rows for value in row})
    table = np.zeros((len(values), len(values)))
    for first, second in rows:
        table[values.index(first), values.index(second)] += 1
    return table


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_cohens_kappa_and_its_error_are_the_same(seed: int, weights: Any, draw: Callable[..., Any]) -> None:
    """The error is that of Fleiss, Cohen & Everitt (1969), plain and weighted."""
    rows = draw(seed, n_coders=2, missing=0)
    values = sorted({value for row in rows for value in row})
    scores = None if weights is None else values
    theirs = inter_rater.cohens_kappa(cross_table(rows), weights=scores, wt=weights)
    ours = ag.cohen_kappa(rows, weights)
    assert ours.value == pytest.approx(theirs.kappa, abs=1e-9)
    assert ours.standard_error == pytest.approx(theirs.std_kappa, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_cohens_kappa_of_units_both_coded_is_the_same(seed: int, draw: Callable[..., Any]) -> None:
    """There whoever makes the table leaves missing values out; kodning does it itself."""
    rows = draw(seed, n_coders=2)
    theirs = inter_rater.cohens_kappa(cross_table([row for row in rows if None not in row]))
    ours = ag.cohen_kappa(rows)
    assert (ours.value, ours.standard_error) == pytest.approx((theirs.kappa, theirs.std_kappa), abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_fleiss_and_free_marginal_kappa_are_the_same(seed: int, draw: Callable[..., Any]) -> None:
    """Two to six coders; Randolph's free-marginal kappa is Brennan & Prediger's."""
    rows = draw(seed, missing=0)
    counts, _ = inter_rater.aggregate_raters(np.array(rows))
    assert ag.fleiss_kappa(rows).value == pytest.approx(inter_rater.fleiss_kappa(counts), abs=1e-9)
    uniform = inter_rater.fleiss_kappa(counts, method="randolph")
    assert ag.brennan_prediger(rows).value == pytest.approx(uniform, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_largest_kappa_the_margins_allow_is_the_same(seed: int, draw: Callable[..., Any]) -> None:
    """For one code against the rest."""
    table = cross_table([[value == 0 for value in row] for row in draw(seed, n_coders=2, missing=0)])
    theirs = inter_rater.cohens_kappa(table)
    ours = ag.two_by_two(table)
    assert (ours.kappa, ours.kappa_max) == pytest.approx((theirs.kappa, theirs.kappa_max), abs=1e-9)


def test_weights_are_of_places_there_and_of_numbers_here() -> None:
    """The values 1, 2 and 10.

    Without scores statsmodels numbers the rows 0, 1, 2, so that 10 is as near to 2 as 1 is. Here numbers
    keep their distances; names have only places, and then the two agree.
    """
    rows = [[1, 2], [1, 2], [1, 2], [2, 2], [10, 10], [1, 1]]
    by_place = inter_rater.cohens_kappa(cross_table(rows), wt="linear").kappa
    by_number = inter_rater.cohens_kappa(cross_table(rows), weights=[1, 2, 10], wt="linear").kappa
    names = [["abc"[[1, 2, 10].index(value)] for value in row] for row in rows]
    assert ag.cohen_kappa(rows, "linear").value == pytest.approx(by_number)
    assert ag.cohen_kappa(names, "linear").value == pytest.approx(by_place)
    assert by_place != pytest.approx(by_number, abs=0.01)


def test_a_missing_value_is_a_category_there_and_missing_here() -> None:
    """NaN in the ratings.

    `aggregate_raters` makes a category of NaN without a word: the coders who left a unit out agree on it.
    Here a unit is compared only by those who coded it.
    """
    nan = float("nan")
    rows = np.array([[0, 0, nan], [1, 1, nan], [0, 1, nan], [1, 1, nan], [0, 0, nan]])
    counts, categories = inter_rater.aggregate_raters(rows)
    assert np.isnan(categories).any()
    assert inter_rater.fleiss_kappa(counts) == pytest.approx(-0.1)
    assert ag.fleiss_kappa(rows).value == pytest.approx(0.6)


def test_units_with_fewer_coders_are_refused_there_and_welcome_here() -> None:
    """Fleiss' kappa (1971) is for the same number of coders everywhere; Gwet (2014) extends it."""
    counts = [[2, 1], [3, 0], [0, 2]]
    with pytest.raises(AssertionError):
        inter_rater.fleiss_kappa(np.array(counts))
    assert ag.fleiss_kappa(ag.ratings_from_counts(counts)).value == pytest.approx(
        22 / 40
    )  # (7/9 - 41/81) / (40/81)


def test_constant_ratings_are_nan_there_and_a_reason_here() -> None:
    """0 / 0: statsmodels gives NaN and numpy's warning."""
    with pytest.warns(RuntimeWarning, match="invalid value"):
        fleiss = inter_rater.fleiss_kappa(np.array([[2, 0], [2, 0]]))
    with pytest.warns(RuntimeWarning, match="invalid value"):
        cohen = inter_rater.cohens_kappa(np.array([[5, 0], [0, 0]])).kappa
    assert math.isnan(fleiss)
    assert math.isnan(cohen)
    for coefficient in (ag.fleiss_kappa, ag.cohen_kappa):
        ours = coefficient([["a", "a"]] * 5)
        assert (ours.value, ours.reason_code) == (None, ag.Reason.NO_VARIATION)
