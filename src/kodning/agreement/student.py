"""Student's t distribution: its distribution function and quantiles, without scipy."""

from __future__ import annotations

from math import exp, inf, lgamma, log, log1p

SMALLEST = 1e-300
PRECISION = 1e-16
MOST_STEPS = 10_000


def beta_share(first: float, second: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b).

    Continued fraction of Abramowitz & Stegun (1964), 26.5.8, evaluated by Lentz's method.
    """
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (first + 1) / (first + second + 2):  # converges faster on the other side
        return 1 - beta_share(second, first, 1 - x)
    front = lgamma(first + second) - lgamma(first) - lgamma(second) + first * log(x) + second * log1p(-x)
    return exp(front) * _beta_fraction(first, second, x) / first


def _beta_fraction(first: float, second: float, x: float) -> float:
    """Evaluate the continued fraction of the incomplete beta function."""
    upper, lower = 1.0, 1 / _away_from_zero(1 - (first + second) * x / (first + 1))
    value = lower
    for step in range(1, MOST_STEPS):
        even = first + 2 * step
        terms = (
            step * (second - step) * x / ((even - 1) * even),
            -(first + step) * (first + second + step) * x / (even * (even + 1)),
        )
        change = 1.0
        for term in terms:
            lower = 1 / _away_from_zero(1 + term * lower)
            upper = _away_from_zero(1 + term / upper)
            change = lower * upper
            value *= change
        if abs(change - 1) < PRECISION:
            break
    return value


def _away_from_zero(number: float) -> float:
    """Keep Lentz's method from dividing by zero."""
    return number if abs(number) > SMALLEST else SMALLEST


def t_cdf(t: float, degrees_of_freedom: float) -> float:
    """Return P(T <= t) for Student's t."""
    if t == 0:
        return 0.5
    if abs(t) == inf:
        return float(t > 0)
    square = t * t
    if square < degrees_of_freedom:  # near the middle the tail would lose digits
        middle = beta_share(0.5, degrees_of_freedom / 2, square / (degrees_of_freedom + square)) / 2
        return 0.5 + middle if t > 0 else 0.5 - middle
    tail = beta_share(degrees_of_freedom / 2, 0.5, degrees_of_freedom / (degrees_of_freedom + square)) / 2
    return 1 - tail if t > 0 else tail


def t_quantile(probability: float, degrees_of_freedom: float) -> float:
    """Return the t with P(T <= t) = probability, by bisection to the last digit.

    Raises:
        ValueError: if the probability is not strictly between 0 and 1, or the degrees of freedom not
            positive.
    """
    if not 0 < probability < 1 or degrees_of_freedom <= 0:
        raise ValueError("a t quantile needs 0 < probability < 1 and positive degrees of freedom")
    if probability < 0.5:  # noqa: PLR2004 - symmetric about 0
        return -t_quantile(1 - probability, degrees_of_freedom)
    low, high = 0.0, 1.0
    while t_cdf(high, degrees_of_freedom) < probability:
        low, high = high, high * 2
    while (middle := (low + high) / 2) not in (low, high):
        if t_cdf(middle, degrees_of_freedom) < probability:
            low = middle
        else:
            high = middle
        if high - low <= 1e-14 * high:
            break
    return middle


def t_spread(level: float, degrees_of_freedom: float) -> float:
    """Return how many standard errors a two-sided interval of this level reaches to each side."""
    return t_quantile(0.5 + level / 2, degrees_of_freedom)
