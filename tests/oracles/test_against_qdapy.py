"""Nominal coefficients for two and more coders against the library qdapy, and where the two differ."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from kodning import agreement as ag

if TYPE_CHECKING:
    from collections.abc import Callable

SEEDS = range(40)


def table(rows: Any) -> dict[str, Any]:
    """The library takes a pandas table of units x coders."""
    return {"table": rows}


@pytest.mark.parametrize("seed", SEEDS)
def test_alpha_is_the_same_with_missing_values(
    seed: int, draw: Callable[..., Any], qdapy: Callable[..., Any]
) -> None:
    """Two to six coders."""
    rows = draw(seed)
    assert ag.krippendorff_alpha(rows).value == pytest.approx(qdapy("alpha", table(rows)), abs=1e-9)


@pytest.mark.parametrize(
    ("function", "coefficient"),
    [("percent_agreement", ag.percent_agreement), ("fleiss", ag.fleiss_kappa), ("ac1", ag.gwet_ac1)],
)
@pytest.mark.parametrize("seed", SEEDS)
def test_complete_ratings_give_the_same(
    seed: int, function: str, coefficient: Any, draw: Callable[..., Any], qdapy: Callable[..., Any]
) -> None:
    """Two to six coders, nothing missing."""
    rows = draw(seed, missing=0)
    assert coefficient(rows).value == pytest.approx(qdapy(function, table(rows)), abs=1e-9)


@pytest.mark.parametrize(
    ("function", "coefficient"), [("kappa", ag.cohen_kappa), ("percent_agreement", ag.percent_agreement)]
)
@pytest.mark.parametrize("seed", SEEDS)
def test_two_coders_with_missing_values_give_the_same(
    seed: int, function: str, coefficient: Any, draw: Callable[..., Any], qdapy: Callable[..., Any]
) -> None:
    """Only the units that both coded enter."""
    rows = draw(seed, n_coders=2)
    assert coefficient(rows).value == pytest.approx(qdapy(function, table(rows)), abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_brennan_prediger_is_the_same(seed: int, draw: Callable[..., Any], qdapy: Callable[..., Any]) -> None:
    """Categories as used, and declared."""
    rows = draw(seed, n_coders=2)
    assert ag.brennan_prediger(rows).value == pytest.approx(qdapy("brennan", table(rows)), abs=1e-9)
    declared = ag.brennan_prediger(rows, categories=12).value
    assert declared == pytest.approx(qdapy("brennan", table(rows), q=12), abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_indices_of_the_two_by_two_table_are_the_same(
    seed: int, draw: Callable[..., Any], qdapy: Callable[..., Any]
) -> None:
    """Prevalence index, bias index and PABAK, for one code against the rest."""
    rows = [[value == 0 for value in row] for row in draw(seed, n_coders=2, missing=0)]
    counted = [[sum(row == [a, b] for row in rows) for b in (True, False)] for a in (True, False)]
    ours, theirs = ag.two_by_two(counted), qdapy("paradox", table(rows))
    assert ours.prevalence_index == pytest.approx(theirs["prevalence_index"])
    assert ours.bias_index == pytest.approx(theirs["bias_index"])
    assert (ours.pabak, ours.percent) == pytest.approx((theirs["pabak"], theirs["percent"]))


def test_percent_pools_pairs_there_and_averages_units_here(qdapy: Callable[..., Any]) -> None:
    """One unit coded by four who agree, one coded by two who differ.

    There are 6 agreeing pairs of coders among 7, and the library gives 6/7: a unit weighs by its pairs, so
    four coders count six times as much as two. Here each unit has one vote (Gwet 2014, 2.4): 1/2.
    """
    rows = [["a", "a", "a", "a"], ["a", "b", None, None]]
    assert qdapy("percent_agreement", table(rows)) == pytest.approx(6 / 7)
    assert ag.percent_agreement(rows).value == pytest.approx(1 / 2)


def test_a_unit_coded_once_is_left_out_there_and_tells_of_chance_here(qdapy: Callable[..., Any]) -> None:
    """Fleiss' kappa and AC1 where one unit has a single value.

    The library leaves the unit out. Gwet (2014, ch. 2) keeps it in the chance agreement: it cannot tell
    whether coders agree, but it does tell how often a category is used. Without the unit the two agree.
    """
    rows = [["a", "a"], ["b", "b"], ["a", "b"], ["a", "a"], ["b", None]]
    for function, coefficient in (("fleiss", ag.fleiss_kappa), ("ac1", ag.gwet_ac1)):
        theirs = qdapy(function, table(rows))
        assert coefficient(rows[:4]).value == pytest.approx(theirs)
        assert coefficient(rows).value != pytest.approx(theirs, abs=0.005)
    assert ag.fleiss_kappa(rows).expected == pytest.approx(0.5)


def test_fleiss_margins_are_of_all_ratings_there_and_of_units_here(qdapy: Callable[..., Any]) -> None:
    """Every unit can be compared, but some by three coders and some by two.

    The library counts all ratings together: a is 3 of 8. Gwet (2014, ch. 2) averages each unit's shares, as
    for observed agreement: (2/3 + 0 + 1/2) / 3 = 7/18.
    """
    rows = [["a", "a", "b"], ["b", "b", "b"], ["a", "b", None]]
    observed = (1 / 3 + 1 + 0) / 3
    by_ratings = (3 / 8) ** 2 + (5 / 8) ** 2
    by_units = (7 / 18) ** 2 + (11 / 18) ** 2
    assert qdapy("fleiss", table(rows)) == pytest.approx((observed - by_ratings) / (1 - by_ratings))
    assert ag.fleiss_kappa(rows).value == pytest.approx((observed - by_units) / (1 - by_units))


def test_a_constant_has_a_perfect_brennan_prediger_there_and_none_here(qdapy: Callable[..., Any]) -> None:
    """Everybody gave every unit the same value.

    The library gives NaN for kappa, Fleiss, alpha and AC1, but 1 for Brennan-Prediger, because it takes at
    least two categories to have been possible: a code nobody used would be coded perfectly. Here all of
    them are undefined, and the reason is told.
    """
    rows = [["nej", "nej"]] * 6
    assert qdapy("brennan", table(rows)) == 1
    assert all(math.isnan(qdapy(function, table(rows))) for function in ("kappa", "fleiss", "alpha", "ac1"))
    for coefficient in (
        ag.brennan_prediger,
        ag.cohen_kappa,
        ag.fleiss_kappa,
        ag.krippendorff_alpha,
        ag.gwet_ac1,
    ):
        assert coefficient(rows).reason_code is ag.Reason.NO_VARIATION


def test_values_are_texts_there_and_values_here(qdapy: Callable[..., Any]) -> None:
    """1 and 1.0 are one value in Python, "1" and "1.0" two texts.

    A column of whole numbers becomes floats in pandas as soon as one is missing, so two coders who agree
    can come to differ. Here equal values are one category.
    """
    rows = [[1, 1.0], [2, 2.0], [1, 1.0]]
    assert qdapy("percent_agreement", table(rows)) == 0
    assert ag.percent_agreement(rows).value == 1


def test_more_than_two_coders_are_refused_there_and_congers_kappa_here(
    qdapy: Callable[..., Any], refusal: type[Exception]
) -> None:
    """Cohen's kappa for three coders is Conger's (1980)."""
    rows = [["a", "a", "b"], ["b", "b", "b"], ["a", "a", "a"]]
    with pytest.raises(refusal, match="two coders"):
        qdapy("kappa", table(rows))
    assert ag.cohen_kappa(rows).value == ag.conger_kappa(rows).value is not None


def test_unitizing_alpha_is_that_of_1995_there_and_of_2016_here(qdapy: Callable[..., Any]) -> None:
    """Two coders mark the same words but for one boundary, on a text of 300 characters and of 3,000.

    The library has Krippendorff's coefficient of 1995, which does not know how long the text is: what both
    left uncoded does not count. Krippendorff et al. (2016) replaced it by a family in which gaps are values
    that can match. The two are different statistics; only identical spans give 1 in both.
    """
    spans = {"anna": [(10, 40, "x"), (60, 90, "y")], "bo": [(10, 40, "x"), (60, 80, "y")]}

    def theirs(coders: dict[str, Any]) -> Any:
        keys = ("start", "end", "value")
        listed = [[dict(zip(keys, span, strict=True)) for span in marked] for marked in coders.values()]
        return qdapy("unitizing_alpha", listed)["alpha"]

    short, long = ag.unitizing_alpha(spans, 300).u, ag.unitizing_alpha(spans, 3000).u
    assert theirs(spans) == pytest.approx(0.8659, abs=5e-5)
    assert (short, long) == pytest.approx((0.8956, 0.9078), abs=5e-5)
    same = {"anna": spans["anna"], "bo": spans["anna"]}
    assert theirs(same) == ag.unitizing_alpha(same, 300).u == 1
