"""Undefined values with their reasons, bad input, missing values, and what random coders reach."""

from __future__ import annotations

import dataclasses
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kodning import agreement as ag
from kodning.agreement.reasons import SENTENCES

CORRECTED = (
    ag.cohen_kappa,
    ag.scott_pi,
    ag.fleiss_kappa,
    ag.conger_kappa,
    ag.brennan_prediger,
    ag.gwet_ac1,
    ag.gwet_ac2,
    ag.krippendorff_alpha,
)


@pytest.mark.parametrize("coefficient", [*CORRECTED, ag.percent_agreement])
@pytest.mark.parametrize("rows", [[], [[], []], [[None, None]], [[1, None], [None, 2]], [["a"], ["b"]]])
def test_without_pairable_units_there_is_no_value(coefficient: Any, rows: Any) -> None:
    """Empty data, one coder, and units coded once each: nothing to compare."""
    result = coefficient(rows)
    assert (result.value, result.reason_code) == (None, ag.Reason.NO_PAIRABLE_UNITS)
    assert (result.n_units, result.n_pairable, result.standard_error) == (len(rows), 0, None)


@pytest.mark.parametrize("coefficient", CORRECTED)
@pytest.mark.parametrize("value", [0, 1, "kode"])
def test_a_code_used_nowhere_or_everywhere_has_no_reliability(coefficient: Any, value: Any) -> None:
    """Constant ratings: neither 1 nor 0, and the observed agreement is still told."""
    result = coefficient([[value, value]] * 5)
    assert (result.value, result.reason_code) == (None, ag.Reason.NO_VARIATION)
    assert result.reason == ag.explain("no_variation")
    assert ag.percent_agreement([[value, value]] * 5).value == 1


def test_declared_categories_do_not_rescue_a_constant() -> None:
    """AC1 and Brennan-Prediger of an unused code stay undefined with two declared categories."""
    for coefficient in (ag.gwet_ac1, ag.brennan_prediger):
        assert coefficient([[0, 0]] * 9, categories=[0, 1]).value is None
        assert coefficient([[0, 0]] * 9, categories=2).value is None


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_every_level_refuses_a_constant(level: Any) -> None:
    """One value has no expected disagreement at any level."""
    result = ag.krippendorff_alpha([[3, 3], [3, None], [3, 3]], level)
    assert (result.value, result.reason_code) == (None, ag.Reason.NO_VARIATION)


@pytest.mark.parametrize("statistic", [ag.set_alpha, ag.multivalued_alpha])
def test_sets_empty_everywhere_or_missing_are_told_apart(statistic: Any) -> None:
    """An empty set is a value; None is not."""
    empty: list[list[Any]] = [[set(), set()], [set(), set()]]
    assert statistic(empty).reason_code is ag.Reason.NO_VARIATION
    assert statistic([[set(), None], [None, {"a"}]]).reason_code is ag.Reason.NO_PAIRABLE_UNITS
    assert statistic([]).reason_code is ag.Reason.NO_PAIRABLE_UNITS
    assert statistic([[set(), set()], [{"a"}, {"a"}], [{"b"}, {"b"}]]).value == pytest.approx(1)


def test_a_label_called_nan_is_a_label() -> None:
    """Missing is None or not-a-number, whatever labels look like."""
    rows = [["nan", "nan"], ["None", "nan"], ["", "nan"], ["a", None], [float("nan"), "a"]]
    result = ag.percent_agreement(rows)
    assert result.value == pytest.approx(1 / 3)
    assert (result.n_units, result.n_pairable) == (5, 3)
    array = np.array([["nan", "nan"], ["a", "a"]])
    assert ag.krippendorff_alpha(array).value == 1


@pytest.mark.parametrize("missing", [None, float("nan"), np.float32("nan"), pd.NA, pd.NaT])
def test_every_kind_of_missing_value_is_missing(missing: Any) -> None:
    """None, NaN of any type, and pandas' own."""
    result = ag.percent_agreement([["a", "a"], ["a", missing], [missing, missing]])
    assert (result.value, result.n_pairable) == (1, 1)


def test_a_pandas_table_is_ratings() -> None:
    """Text with missing values does not become a category of its own."""
    table = pd.DataFrame({"anna": ["x", "y", None, "x"], "bo": ["x", "y", "y", np.nan]})
    assert ag.percent_agreement(table).n_pairable == 2
    assert ag.krippendorff_alpha(table).value == 1
    assert ag.krippendorff_alpha(pd.DataFrame({"a": [1, 2, None], "b": [1.0, 2.0, 3.0]})).value == 1


def test_equal_numbers_are_one_category() -> None:
    """1, 1.0 and True are equal in Python, so they are one value."""
    assert ag.percent_agreement([[1, 1.0], [True, 1], [2, np.int64(2)]]).value == 1


def test_bad_input_is_refused_with_a_sentence() -> None:
    """Each error says what was wrong."""
    with pytest.raises(ValueError, match="one value"):
        ag.krippendorff_alpha([[1, 2], [1]])
    with pytest.raises(ValueError, match="units x coders"):
        ag.krippendorff_alpha(np.array([1, 2]))
    with pytest.raises(TypeError):
        ag.krippendorff_alpha([[[1], [2]]])
    with pytest.raises(ValueError, match="unknown level"):
        ag.krippendorff_alpha([[1, 2]], "nominel")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="needs numbers"):
        ag.krippendorff_alpha([["lav", "høj"]], "interval")
    with pytest.raises(ValueError, match="needs numbers"):
        ag.krippendorff_alpha([["lav", 1]], "ordinal")
    with pytest.raises(ValueError, match="from 0 up"):
        ag.krippendorff_alpha([[-1, 2]], "ratio")
    with pytest.raises(ValueError, match="unknown weights"):
        ag.gwet_ac2([[1, 2]], "cubic")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not declared: 'c'"):
        ag.gwet_ac1([["a", "c"]], categories=["a", "b"])
    with pytest.raises(ValueError, match="more than the 1"):
        ag.brennan_prediger([["a", "c"]], categories=1)
    with pytest.raises(ValueError, match="by name"):
        ag.gwet_ac2([["a", "c"]], "linear", categories=3)
    with pytest.raises(ValueError, match="unknown set distance"):
        ag.set_distance({1}, {2}, "hamming")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="set of labels"):
        ag.set_alpha([["ab", {"a"}]])


def test_tables_are_checked() -> None:
    """Tables are square, whole and not negative."""
    for wrong in ([[1, 2, 3], [1, 2, 3]], [[1.5, 1], [1, 1]], [[-1, 1], [1, 1]], [1, 2]):
        with pytest.raises(ValueError, match="table"):
            ag.ratings_from_table(wrong)  # type: ignore[arg-type]
    for wrong in ([[1, 2, 3]], [[-1, 1], [1, 1]], [[1, 2, 3]] * 3):
        with pytest.raises(ValueError, match="table"):
            ag.two_by_two(wrong)


def test_a_table_becomes_one_row_per_unit() -> None:
    """Rows are the first coder's categories."""
    assert ag.ratings_from_table([[1, 2], [0, 1]]) == [(0, 0), (0, 1), (0, 1), (1, 1)]
    assert ag.ratings_from_counts([[2, 1], [0, 2]]) == [(0, 0, 1), (1, 1, None)]


def test_two_by_two_indices_by_hand() -> None:
    """A = 40, b = 9, c = 6, d = 45 (Feinstein & Cicchetti 1990, table A)."""
    result = ag.two_by_two([[40, 9], [6, 45]])
    assert result.percent == pytest.approx(0.85)
    assert result.kappa == pytest.approx(ag.cohen_kappa(ag.ratings_from_table([[40, 9], [6, 45]])).value)
    assert result.prevalence_index == pytest.approx(0.05)
    assert result.bias_index == pytest.approx(0.03)
    assert result.p_pos == pytest.approx(80 / 95)
    assert result.p_neg == pytest.approx(90 / 105)
    assert result.kappa_max == pytest.approx((0.97 - 0.5002) / (1 - 0.5002), abs=1e-3)


def test_two_by_two_of_an_unused_code_says_why() -> None:
    """Nobody used it: no kappa, no PABAK, no p_pos; p_neg is 1."""
    result = ag.two_by_two([[0, 0], [0, 50]])
    assert (result.kappa, result.pabak, result.kappa_max, result.p_pos) == (None, None, None, None)
    assert (result.percent, result.p_neg, result.prevalence_index) == (1, 1, 1)
    assert result.reason_code is ag.Reason.NO_VARIATION
    empty = ag.two_by_two([[0, 0], [0, 0]])
    assert (empty.percent, empty.reason_code) == (None, ag.Reason.EMPTY_TABLE)


def test_pooled_kappa_ignores_codes_without_information() -> None:
    """A code nobody used adds neither agreement nor room for it; empty tables are left out."""
    tables = [[[40, 9], [6, 45]], [[80, 10], [5, 5]]]
    plain = ag.pooled_kappa(tables).value
    assert ag.pooled_kappa([*tables, [[0, 0], [0, 100]], [[0, 0], [0, 0]]]).value == pytest.approx(plain)
    assert ag.pooled_kappa([]).reason_code is ag.Reason.NO_CODES
    assert ag.pooled_kappa([[[0, 0], [0, 0]]]).reason_code is ag.Reason.NO_PAIRABLE_UNITS
    assert ag.pooled_kappa([[[0, 0], [0, 9]]]).reason_code is ag.Reason.NO_VARIATION


def test_pooled_alpha_says_why_it_is_undefined() -> None:
    """No codes, no pairs, no variation."""
    assert ag.pooled_alpha([]).reason_code is ag.Reason.NO_CODES
    assert ag.pooled_alpha([[[1, None]]]).reason_code is ag.Reason.NO_PAIRABLE_UNITS
    assert ag.pooled_alpha([[[0, 0]], [[1, 1]]]).reason_code is ag.Reason.NO_VARIATION


def test_a_category_nobody_used_has_no_kappa() -> None:
    """Fleiss' kappa of one category against the rest."""
    result = ag.fleiss_kappa([["a", "b"], ["a", "a"]], category="c")
    assert (result.value, result.reason_code) == (None, ag.Reason.CATEGORY_UNUSED)


def test_every_reason_has_a_danish_and_an_english_sentence() -> None:
    """The two differ, and codes are looked up by name."""
    assert set(SENTENCES) == set(ag.Reason)
    for code in ag.Reason:
        assert ag.explain(code, "da") != ag.explain(code, "en")
    assert ag.explain("one_coder", "da").startswith("kun én koder")
    with pytest.raises(ValueError, match="no_such"):
        ag.explain("no_such")


def test_results_are_frozen_and_travel() -> None:
    """A coefficient cannot be changed, compares by value, and pickles with its standard error."""
    rows = [[1, 1], [1, 2], [2, 2], [2, 2]]
    result = ag.krippendorff_alpha(rows)
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.value = 1.0  # type: ignore[misc]
    copy = pickle.loads(pickle.dumps(result))  # noqa: S301 - pickled the line before
    assert copy == result == ag.krippendorff_alpha(rows)
    assert dataclasses.asdict(result)["standard_error"] == result.standard_error is not None


def test_random_coders_reach_no_alpha_but_a_high_ac1() -> None:
    """Sparse codes put independently: alpha near 0, AC1 near what is stated beside it."""
    generator = np.random.default_rng(11)
    prevalence = 0.1
    rows = generator.random((20_000, 2)) < prevalence
    assert ag.krippendorff_alpha(rows).value == pytest.approx(0, abs=0.02)
    assert ag.cohen_kappa(rows).value == pytest.approx(0, abs=0.02)
    assert ag.gwet_ac1(rows).value == pytest.approx(ag.ac1_if_independent(prevalence), abs=0.01)
    pabak = ag.brennan_prediger(rows).value
    assert pabak == pytest.approx(ag.maxwell_if_independent(prevalence), abs=0.015)
    assert ag.ac1_if_independent(prevalence) > 0.75


def test_stacking_codes_credits_random_coders_and_pooling_does_not() -> None:
    """Codes of different prevalence: as one variable random coders seem to agree."""
    generator = np.random.default_rng(12)
    matrices = [generator.random((4_000, 2)) < p for p in np.linspace(0.01, 0.5, 20)]
    stacked = ag.krippendorff_alpha(np.concatenate(matrices)).value
    pooled = ag.pooled_alpha(matrices).value
    assert stacked is not None
    assert stacked > 0.1
    assert pooled == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize("prevalence", [-0.1, 1.1])
def test_a_prevalence_lies_between_0_and_1(prevalence: float) -> None:
    """Outside, there is an error."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        ag.ac1_if_independent(prevalence)


def test_weights_use_the_values_of_numbers() -> None:
    """1 and 2 are nearer than 2 and 10; with names, position counts."""
    uneven = ag.cohen_kappa([[1, 2], [2, 2], [10, 10], [1, 1]], "linear").value
    even = ag.cohen_kappa([["a", "b"], ["b", "b"], ["c", "c"], ["a", "a"]], "linear").value
    assert uneven is not None
    assert even is not None
    assert uneven > even


def test_many_coders_and_many_values_are_counted_right() -> None:
    """Beyond the sizes for which bytes and joint counting are used."""
    generator = np.random.default_rng(3)
    for n_values, n_coders in ((3, 40), (300, 30), (40_000, 3), (90, 17)):
        rows = generator.integers(0, n_values, (60, n_coders))
        matches = (rows[:, :, None] == rows[:, None, :]).sum() - rows.size
        observed = 1 - matches / (60 * n_coders * (n_coders - 1))
        assert ag.krippendorff_alpha(rows).observed == pytest.approx(observed)
        assert ag.percent_agreement(rows).value == pytest.approx(1 - observed)


def test_large_arrays_are_counted_right_block_by_block() -> None:
    """Sizes beyond one block, odd lengths, missing values; against counts made directly."""
    generator = np.random.default_rng(4)
    rows = generator.integers(0, 7, (70_001, 3)).astype(float)
    rows[generator.random(rows.shape) < 0.2] = np.nan
    paired = rows[np.count_nonzero(~np.isnan(rows), axis=1) > 1]
    totals = [int((paired == value).sum()) for value in range(7)]
    n = sum(totals)
    expected = 1 - sum(t * (t - 1) for t in totals) / (n * (n - 1))
    result = ag.krippendorff_alpha(rows)
    assert result.expected == pytest.approx(expected, rel=1e-12)
    assert result.n_pairable == len(paired)
    parts = ag.krippendorff_alpha(rows[:30_000]).standard_error, result.standard_error
    assert parts[0] is not None
    assert parts[1] == pytest.approx(parts[0] * (30_000 / 70_001) ** 0.5, rel=0.02)


def test_missing_values_of_many_coders_do_not_match() -> None:
    """Units with almost everybody missing, at and beyond the number of coders counted in bytes."""
    for n_coders in (12, 16, 17):
        rows = np.full((6, n_coders), np.nan)
        rows[:, :2] = [[0, 1], [1, 1], [2, 2], [3, 3], [4, 4], [5, 6]]
        rows[3, 2:] = 3
        assert ag.percent_agreement(rows).value == pytest.approx(4 / 6)
