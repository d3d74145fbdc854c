"""Whether groups of interviews differ in how many of them have a code: exact where it can be.

Fisher's exact test, for more than two groups that of Freeman and Halton (1951): the probability, with both margins
as they are, of a table no more likely than the one there is. Where there are too many tables to go through and each
cell is expected to hold at least five, Pearson's chi-squared test.
"""

from collections.abc import Iterator, Sequence
from math import comb, erfc, exp, pi, prod, sqrt
from typing import Literal, NamedTuple

Method = Literal["fisher", "freeman-halton", "chi-squared"]
MOST_TABLES = 20_000
LEAST_EXPECTED = 5


class Tested(NamedTuple):
    """What a test says.

    Attributes:
        method: Which test.
        p: Its probability.
        smallest: The smallest probability that any table with these margins could have; None for chi-squared.
    """

    method: Method
    p: float
    smallest: float | None


def compare_groups(with_code: Sequence[int], sizes: Sequence[int]) -> Tested | None:
    """Test groups against each other.

    Args:
        with_code: Interviews with the code in each group.
        sizes: Interviews in each group.

    Returns:
        The test; None where there are too many tables for the one and too few interviews for the other.
    """
    total = sum(with_code)
    if prod(min(total, size) + 1 for size in sizes) // (min(total, max(sizes)) + 1) <= MOST_TABLES:
        return _exact(with_code, sizes)
    expected = [share for size in sizes for share in _expected(size, total, sum(sizes))]
    return _chi_squared(with_code, sizes) if min(expected) >= LEAST_EXPECTED else None


def _exact(with_code: Sequence[int], sizes: Sequence[int]) -> Tested:
    here = prod(map(comb, sizes, with_code))
    no_likelier, least, least_sum = 0, None, 0
    for table in _tables(sum(with_code), sizes):
        ways = prod(map(comb, sizes, table))  # whole numbers: equally likely tables are exactly equal
        no_likelier += ways if ways <= here else 0
        if least is None or ways < least:
            least, least_sum = ways, ways
        elif ways == least:
            least_sum += ways
    every = comb(sum(sizes), sum(with_code))
    method: Method = "fisher" if len(sizes) == 2 else "freeman-halton"  # noqa: PLR2004 - Fisher's is for two groups
    return Tested(method, no_likelier / every, least_sum / every)


def _tables(total: int, sizes: Sequence[int]) -> Iterator[list[int]]:
    """Every way to spread so many codes over groups of these sizes."""
    first, *rest = sizes
    if not rest:
        if total <= first:
            yield [total]
        return
    for here in range(max(0, total - sum(rest)), min(first, total) + 1):
        for others in _tables(total - here, rest):
            yield [here, *others]


def _expected(size: int, with_code: int, everything: int) -> tuple[float, float]:
    there = size * with_code / everything
    return there, size - there


def _chi_squared(with_code: Sequence[int], sizes: Sequence[int]) -> Tested:
    total, everything = sum(with_code), sum(sizes)
    statistic = 0.0
    for observed, size in zip(with_code, sizes, strict=True):
        for seen, expected in zip(
            (observed, size - observed), _expected(size, total, everything), strict=True
        ):
            statistic += (seen - expected) ** 2 / expected
    return Tested("chi-squared", chi_squared_above(statistic, len(sizes) - 1), None)


def chi_squared_above(statistic: float, freedom: int) -> float:
    """The probability of a chi-squared value above this one (Abramowitz & Stegun 26.4.4 and 26.4.5)."""
    half = statistic / 2
    if freedom % 2 == 0:
        term = above = exp(-half)
        for k in range(1, freedom // 2):
            term *= half / k
            above += term
        return above
    above = erfc(sqrt(half))
    term = sqrt(2 * statistic / pi) * exp(-half) if statistic else 0.0
    for k in range(1, (freedom + 1) // 2):
        above += term
        term *= statistic / (2 * k + 1)
    return above
