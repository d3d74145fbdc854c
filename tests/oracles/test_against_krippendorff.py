"""Krippendorff's alpha against the library krippendorff, and where the two answer differently."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from kodning import agreement as ag

if TYPE_CHECKING:
    from collections.abc import Callable

NAN = float("nan")
SEEDS = range(60)


def by_coder(rows: Any) -> list[list[Any]]:
    """The library takes coders x units, with NaN for missing."""
    return [[NAN if value is None else value for value in column] for column in zip(*rows, strict=True)]


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize("seed", SEEDS)
def test_alpha_is_the_same_at_every_level(
    seed: int, level: Any, draw: Callable[..., Any], krippendorff: Callable[..., Any]
) -> None:
    """Two to six coders, missing values, units coded once or by nobody."""
    rows = draw(seed)
    theirs = krippendorff("alpha", by_coder(rows), level_of_measurement=level)
    assert ag.krippendorff_alpha(rows, level).value == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("seed", range(10))
def test_alpha_of_codes_as_text_is_the_same(
    seed: int, draw: Callable[..., Any], krippendorff: Callable[..., Any]
) -> None:
    """Labels instead of numbers; there NaN becomes the text "nan" that the library takes for missing."""
    rows = [[None if v is None else f"kode {v}" for v in row] for row in draw(seed)]
    theirs = krippendorff("alpha", by_coder(rows), level_of_measurement="nominal")
    assert ag.krippendorff_alpha(rows).value == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("level", ["ordinal", "interval", "ratio"])
def test_numbers_far_apart_and_fractions_are_the_same(level: Any, krippendorff: Callable[..., Any]) -> None:
    """Values that are neither whole nor evenly spaced."""
    rows = [[0.5, 0.5, None], [2, 2.25, 10], [10, 10, 2], [100, 10, None], [None, 0, 0], [3, None, None]]
    theirs = krippendorff("alpha", by_coder(rows), level_of_measurement=level)
    assert ag.krippendorff_alpha(rows, level).value == pytest.approx(theirs)


def test_a_code_called_nan_is_missing_there_and_a_code_here(krippendorff: Callable[..., Any]) -> None:
    """Both coders put "nan" on the first unit and agree.

    numpy turns NaN among texts into the text "nan", so the library cannot tell a code of that name from a
    missing value and drops the unit. Here a value is missing because it is None or NaN, never by its name.
    """
    rows = [["nan", "nan"], ["a", "a"], ["b", "c"]]
    theirs = krippendorff("alpha", by_coder(rows), level_of_measurement="nominal")
    assert theirs == pytest.approx(0.4)
    assert ag.krippendorff_alpha([[None, None], *rows[1:]]).value == pytest.approx(theirs)
    assert ag.krippendorff_alpha(rows).value == pytest.approx(0.6153846)


def test_constant_ratings_are_an_error_there_and_a_reason_here(
    krippendorff: Callable[..., Any], refusal: type[Exception]
) -> None:
    """Everybody gave every unit the same value: D_e is 0.

    The library raises where the value domain has one value, and returns NaN where the domain is declared
    larger. Both are normal for a code that nobody used, so here the value is None and the reason is told.
    """
    rows = [[1, 1]] * 4
    with pytest.raises(refusal, match="more than one value in the domain"):
        krippendorff("alpha", by_coder(rows), level_of_measurement="nominal")
    declared = krippendorff("alpha", by_coder(rows), value_domain=[0, 1], level_of_measurement="nominal")
    assert math.isnan(declared)
    ours = ag.krippendorff_alpha(rows)
    assert (ours.value, ours.reason_code) == (None, ag.Reason.NO_VARIATION)


def test_nothing_to_compare_is_an_error_there_and_a_reason_here(
    krippendorff: Callable[..., Any], refusal: type[Exception]
) -> None:
    """Every unit was coded once: the usual state before the second coder begins."""
    rows = [[1, None], [None, 2], [2, None]]
    with pytest.raises(refusal, match="at least two coders"):
        krippendorff("alpha", by_coder(rows), level_of_measurement="nominal")
    ours = ag.krippendorff_alpha(rows)
    assert (ours.value, ours.reason_code) == (None, ag.Reason.NO_PAIRABLE_UNITS)


def test_the_level_left_out_is_interval_there_and_nominal_here(
    draw: Callable[..., Any], krippendorff: Callable[..., Any]
) -> None:
    """Codes are names, also where they are numbers: distances between them mean nothing.

    The library's default takes code 7 to be farther from code 1 than code 2 is.
    """
    rows = draw(5)
    theirs, ours = krippendorff("alpha", by_coder(rows)), ag.krippendorff_alpha(rows)
    assert theirs == pytest.approx(ag.krippendorff_alpha(rows, "interval").value)
    assert ours.value == pytest.approx(krippendorff("alpha", by_coder(rows), level_of_measurement="nominal"))
    assert theirs != pytest.approx(ours.value, abs=0.01)


def test_numbers_written_as_text_need_their_order_there_and_have_it_here(
    krippendorff: Callable[..., Any], refusal: type[Exception]
) -> None:
    """From a CSV file "10" is text; read as a number it comes after "2".

    The library asks for the order; given it, the two agree.
    """
    rows = [["1", "2"], ["2", "2"], ["10", "10"], ["10", "2"], ["1", "1"]]
    with pytest.raises(refusal, match="ordered value_domain"):
        krippendorff("alpha", by_coder(rows), level_of_measurement="ordinal")
    theirs = krippendorff(
        "alpha", by_coder(rows), level_of_measurement="ordinal", value_domain=["1", "2", "10"]
    )
    assert ag.krippendorff_alpha(rows, "ordinal").value == pytest.approx(theirs)


def test_none_is_refused_there_and_missing_here(
    krippendorff: Callable[..., Any], refusal: type[Exception]
) -> None:
    """None, as pandas and JSON have it."""
    rows = [["a", "a"], ["b", None], ["b", "b"]]
    with pytest.raises(refusal, match="dtype kind O"):
        krippendorff("alpha", [list(column) for column in zip(*rows, strict=True)])
    assert ag.krippendorff_alpha(rows).value == 1
