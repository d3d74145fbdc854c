"""Student's t and the incomplete beta function where they have closed forms, and at their ends."""

from __future__ import annotations

from math import atan, inf, pi, sqrt

import pytest

from kodning.agreement.student import beta_share, t_cdf, t_quantile, t_spread

POINTS = (-1e6, -50, -9, -2.5, -1, -0.3, -1e-5, 0, 1e-5, 0.3, 1, 2.5, 9, 50, 1e6)


@pytest.mark.parametrize("t", POINTS)
def test_distribution_with_one_two_and_three_degrees_of_freedom(t: float) -> None:
    """Johnson, Kotz & Balakrishnan (1995), ch. 28: arctangents and roots."""
    angle = atan(t / sqrt(3))
    expected = {
        1: 0.5 + atan(t) / pi,
        2: 0.5 + t / (2 * sqrt(2 + t * t)),
        3: 0.5 + (angle + sqrt(3) * t / (3 + t * t)) / pi,
    }
    for freedom, probability in expected.items():
        assert t_cdf(t, freedom) == pytest.approx(probability, abs=2e-15)


@pytest.mark.parametrize("freedom", [0.5, 1, 4, 1000])
def test_distribution_at_its_middle_and_ends(freedom: float) -> None:
    """0, one half, 1."""
    assert [t_cdf(t, freedom) for t in (-inf, 0, inf)] == [0, 0.5, 1]


@pytest.mark.parametrize("x", [0.001, 0.2, 0.5, 0.8, 0.999])
@pytest.mark.parametrize("power", [0.5, 1, 3, 40])
def test_incomplete_beta_function_of_powers(x: float, power: float) -> None:
    """I_x(a, 1) = x^a, I_x(1, b) = 1 - (1 - x)^b, and I_x(a, b) + I_(1-x)(b, a) = 1."""
    assert beta_share(power, 1, x) == pytest.approx(x**power, rel=1e-12)
    assert beta_share(1, power, x) == pytest.approx(1 - (1 - x) ** power, rel=1e-12)
    assert beta_share(power, 2.5, x) + beta_share(2.5, power, 1 - x) == pytest.approx(1, abs=1e-14)


def test_incomplete_beta_function_at_and_beyond_its_ends() -> None:
    """Nothing below 0, everything above 1."""
    assert [beta_share(2, 3, x) for x in (-1, 0, 1, 2)] == [0, 0, 1, 1]


@pytest.mark.parametrize("freedom", [1, 2, 3])
def test_quantiles_far_out(freedom: int) -> None:
    """Where the search has to widen many times."""
    for t in (0.01, 1, 700, 30_000):
        probability = t_cdf(t, freedom)
        if probability < 1 - 1e-9:
            assert t_quantile(probability, freedom) == pytest.approx(t, rel=1e-6)
            assert t_quantile(1 - probability, freedom) == pytest.approx(-t, rel=1e-6)
    assert t_quantile(0.5, freedom) == pytest.approx(0, abs=1e-12)
    assert t_quantile(0.75, 1) == pytest.approx(1, rel=1e-13)


def test_a_spread_reaches_to_both_sides() -> None:
    """95 % with 4 degrees of freedom: 2.7764 (NIST table)."""
    assert t_spread(0.95, 4) == pytest.approx(2.776445, abs=1e-6)


@pytest.mark.parametrize(("probability", "freedom"), [(-0.1, 3), (1.1, 3), (0.5, -1)])
def test_impossible_quantiles_are_refused(probability: float, freedom: float) -> None:
    """With a sentence."""
    with pytest.raises(ValueError, match=r"^a t quantile needs 0 < probability < 1 and positive"):
        t_quantile(probability, freedom)
