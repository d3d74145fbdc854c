"""Cohen's kappa and F1 against scikit-learn, Student's t against scipy, and where the answers differ."""

from __future__ import annotations

import math
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from kodning import agreement as ag
from kodning.agreement.student import t_cdf, t_quantile

if TYPE_CHECKING:
    from collections.abc import Callable

metrics: Any = import_module("sklearn.metrics")
stats: Any = import_module("scipy.stats")
SEEDS = range(60)


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
@pytest.mark.parametrize("seed", SEEDS)
def test_cohens_kappa_is_the_same(seed: int, weights: Any, draw: Callable[..., Any]) -> None:
    """Plain and weighted, on the units that both coded; names, so that weights go by place in both."""
    rows = [[None if v is None else f"trin {v}" for v in row] for row in draw(seed, n_coders=2)]
    both = np.array([row for row in rows if None not in row])
    kept = [row if None not in row else [None, None] for row in rows]  # no value that only one of them used
    theirs = metrics.cohen_kappa_score(*both.T, weights=weights)
    assert ag.cohen_kappa(kept, weights).value == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_agreement_on_presence_is_f1(seed: int, draw: Callable[..., Any]) -> None:
    """p_pos is the F1 of one coder against the other, p_neg that of absence."""
    rows = np.array(draw(seed, n_coders=2, missing=0)) == 0
    table = [[int((rows == [a, b]).all(axis=1).sum()) for b in (True, False)] for a in (True, False)]
    ours = ag.two_by_two(table)
    assert ours.p_pos == pytest.approx(metrics.f1_score(*rows.T))
    assert ours.p_neg == pytest.approx(metrics.f1_score(*~rows.T))
    assert ours.kappa == pytest.approx(metrics.cohen_kappa_score(*rows.T))


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 19, 60, 1000, 10**6])
def test_students_t_is_the_same(freedom: int) -> None:
    """Both directions, in the middle and far out; with a million units a digit or two fewer."""
    digits = 1e-10 if freedom < 10**5 else 1e-8
    for t in (-60, -8, -2.5, -0.3, 1e-6, 0.7, 1.96, 4, 30):
        assert t_cdf(t, freedom) == pytest.approx(stats.t.cdf(t, freedom), rel=digits, abs=1e-15)
    for probability in (1e-6, 0.01, 0.3, 0.6, 0.9, 0.975, 0.9999):
        theirs = stats.t.ppf(probability, freedom)
        assert t_quantile(probability, freedom) == pytest.approx(theirs, rel=digits)


def test_weights_are_of_places_there_and_of_numbers_here() -> None:
    """The values 1, 2 and 10.

    scikit-learn sorts the labels and weighs by their places, so that 10 is as near to 2 as 1 is. Here
    numbers keep their distances; names have only places, and then the two agree.
    """
    rows = [[1, 2], [1, 2], [1, 2], [2, 2], [10, 10], [1, 1]]
    by_place = metrics.cohen_kappa_score(*zip(*rows, strict=True), weights="linear")
    names = [["abc"[[1, 2, 10].index(value)] for value in row] for row in rows]
    assert ag.cohen_kappa(names, "linear").value == pytest.approx(by_place)
    assert ag.cohen_kappa(rows, "linear").value != pytest.approx(by_place, abs=0.01)


def test_numbers_as_text_sort_as_text_there_and_as_given_here() -> None:
    """As text "10" comes before "2" in scikit-learn, and weighted kappa with it.

    Text has no distances here either: kappa's weights go by place in alphabetical order. The order is the
    user's to say, by giving numbers; alpha at the ordinal level reads "10" as a number by itself.
    """
    rows = [["1", "2"], ["2", "2"], ["10", "10"], ["1", "1"], ["2", "10"]]
    theirs = metrics.cohen_kappa_score(*zip(*rows, strict=True), weights="linear")
    assert ag.cohen_kappa(rows, "linear").value == pytest.approx(theirs)
    numbers = [[int(value) for value in row] for row in rows]
    ours = ag.krippendorff_alpha(rows, "ordinal").value
    assert ours == pytest.approx(ag.krippendorff_alpha(numbers, "ordinal").value)


@pytest.mark.parametrize(
    ("absent", "value", "other", "error"),
    [(float("nan"), 1.5, 2.5, ValueError), (None, "a", "b", TypeError)],
    ids=["nan", "none"],
)
def test_missing_values_are_an_error_there_and_left_out_here(
    absent: Any, value: Any, other: Any, error: type[Exception]
) -> None:
    """A unit that one coder has not reviewed: scikit-learn refuses NaN, and cannot sort None."""
    first, second = [value, other, absent, value], [value, other, other, other]
    with pytest.raises(error), np.errstate(invalid="ignore"):
        metrics.cohen_kappa_score(first, second)
    names = ["a", "b", "a"], ["a", "b", "b"]  # the units that both coded
    theirs = metrics.cohen_kappa_score(*names)
    assert ag.cohen_kappa(list(zip(first, second, strict=True))).value == pytest.approx(theirs)


def test_a_constant_is_nan_there_and_a_reason_here() -> None:
    """Both coders used one and the same value only: 0 / 0."""
    with pytest.warns(match="only one label in common|single label"):
        theirs = metrics.cohen_kappa_score([1, 1, 1], [1, 1, 1])
    assert math.isnan(theirs)
    ours = ag.cohen_kappa([[1, 1]] * 3)
    assert (ours.value, ours.reason_code) == (None, ag.Reason.NO_VARIATION)
    assert ours.observed == 1
