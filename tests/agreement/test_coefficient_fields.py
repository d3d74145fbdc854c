"""What stands beside a coefficient's value: units, pairs, observed, expected, degrees of freedom, reasons."""

from __future__ import annotations

from typing import Any

import pytest

from kodning import agreement as ag
from kodning.agreement.categorical import one_against_rest

# Five units: one seen by one coder, one by nobody.
ROWS = [["a", "a", "b"], ["b", "b", "b"], ["a", None, "a"], ["b", None, None], [None, None, None]]
OBSERVED = (1 / 3 + 1 + 1) / 3


def fields(result: ag.Coefficient) -> tuple[Any, ...]:
    """Everything but the value and its error."""
    return result.n_units, result.n_pairable, result.observed, result.expected, result.degrees_of_freedom


@pytest.mark.parametrize(
    ("coefficient", "expected"),
    [
        (ag.percent_agreement, None),
        (ag.fleiss_kappa, 2 * 0.5833333**2 - 2 * 0.5833333 + 1),
        (ag.brennan_prediger, 1 / 2),
        (ag.gwet_ac1, 2 * 0.5833333 * 0.4166667),
        # a's shares by coder: 2/4, 1/2 and 1/3; the mean chance agreement of the three pairs
        (ag.conger_kappa, (1 / 2 + 1 / 2 + 1 / 2) / 3),
    ],
)
def test_every_field_of_a_coefficient(coefficient: Any, expected: float | None) -> None:
    """Units given, units compared, agreement observed and by chance, rated units less one."""
    result = coefficient(ROWS)
    assert fields(result) == (
        5,
        3,
        pytest.approx(OBSERVED),
        None if expected is None else pytest.approx(expected),
        3,
    )
    if expected is None:
        assert result.value == pytest.approx(OBSERVED)
    else:
        assert result.value == pytest.approx((OBSERVED - expected) / (1 - expected))


def test_every_field_of_alpha() -> None:
    """Disagreements, and only the units that enter: a 4, b 4, D_e = 2 * 4 * 4 / (8 * 7)."""
    observed = (2 * 2 / 2) / 8
    result = ag.krippendorff_alpha(ROWS)
    assert fields(result) == (5, 3, pytest.approx(observed), pytest.approx(32 / 56), 2)


def test_every_field_of_cohens_kappa() -> None:
    """Units given, not only those both coded."""
    rows = [["a", "a"], ["b", "b"], ["a", "b"], ["a", None]]
    result = ag.cohen_kappa(rows)
    assert fields(result) == (4, 3, pytest.approx(2 / 3), pytest.approx(4 / 9), 2)
    constant = ag.cohen_kappa([["a", "a"], ["a", "a"], ["b", None]])
    assert fields(constant) == (3, 2, 1, 1, None)


@pytest.mark.parametrize(
    ("coefficient", "expected"),
    [
        (ag.fleiss_kappa, 1),
        (ag.conger_kappa, 1),
        (ag.brennan_prediger, 1),
        (ag.gwet_ac1, None),
    ],
)
def test_constant_ratings_still_tell_what_was_seen(coefficient: Any, expected: float | None) -> None:
    """No value, but units, observed agreement, and chance agreement where it has one."""
    result = coefficient([["a", "a"], ["a", "a"], ["a", None], ["a", "a"]])
    assert (result.value, fields(result)) == (None, (4, 3, 1, expected, None))


def test_constant_alphas_still_tell_what_was_seen() -> None:
    """No disagreement, none to be expected."""
    rows = [["a", "a"], ["a", "a"], ["b", None]]
    assert fields(ag.krippendorff_alpha(rows)) == (3, 2, 0, 0, None)
    assert fields(ag.pooled_alpha([rows, rows[:2]])) == (3, 2, 0, 0, None)
    sets = [[{"a"}, {"a"}], [{"a"}, {"a"}], [{"b"}, None]]
    assert fields(ag.multivalued_alpha(sets)) == (3, 2, 0, 0, None)
    assert fields(ag.set_alpha(sets)) == (3, 2, 0, 0, None)


def test_without_pairs_the_units_are_still_told() -> None:
    """Units given, none compared."""
    rows = [["a", None], [None, "b"]]
    assert fields(ag.pooled_alpha([rows, rows[:1]])) == (2, 0, None, None, None)
    assert fields(ag.multivalued_alpha([[{"a"}, None]])) == (1, 0, None, None, None)
    assert fields(ag.multivalued_alpha([[{"a"}], [{"b"}]])) == (2, 0, None, None, None)
    assert fields(ag.pooled_alpha([])) == (0, 0, None, None, None)


def test_every_field_of_pooled_alpha() -> None:
    """Sums of disagreements; the units of the largest matrix."""
    one = [[1, 1], [0, 1], [0, 0], [1, None]]
    other = [[1, 1], [0, 0], [1, 0]]
    single = [ag.krippendorff_alpha(rows) for rows in (one, other)]
    observed = sum(result.observed or 0 for result in single)
    expected = sum(result.expected or 0 for result in single)
    result = ag.pooled_alpha([one, other])
    assert fields(result) == (4, 3, pytest.approx(observed), pytest.approx(expected), 2)


def test_every_field_of_multivalued_alpha() -> None:
    """One difference of 1/3 among the six values; as `test_multivalued_alpha_equals_enumeration` for D_e."""
    sets: list[list[Any]] = [
        [{"a"}, {"a"}],
        [{"a", "b"}, {"a"}],
        [{"b"}, {"b"}],
        [{"b"}, None],
    ]
    result = ag.multivalued_alpha(sets)
    assert (result.n_units, result.n_pairable) == (4, 3)
    assert result.observed == pytest.approx((1 / 3) * 2 / 6)
    assert result.expected is not None
    assert result.value == pytest.approx(1 - (1 / 9) / result.expected)
    assert result.standard_error is None


def test_every_field_of_pooled_kappa() -> None:
    """Means of observed and chance agreement; the units of the largest table."""
    tables = [[[40, 9], [6, 45]], [[8, 1], [1, 0]]]
    result = ag.pooled_kappa(tables)
    observed = (0.85 + 0.8) / 2
    expected = ((0.46 * 0.49 + 0.54 * 0.51) + 0.82) / 2
    assert fields(result) == (100, 100, pytest.approx(observed), pytest.approx(expected), None)
    assert fields(ag.pooled_kappa([])) == (0, 0, None, None, None)
    assert fields(ag.pooled_kappa([[[0, 0], [0, 0]]])) == (0, 0, None, None, None)
    assert fields(ag.pooled_kappa([[[0, 0], [0, 9]], [[5, 0], [0, 0]]])) == (9, 9, 1, 1, None)


def test_pooled_kappa_takes_shares_of_a_whole() -> None:
    """A table may hold lengths or shares; one that sums to 1 is no empty table."""
    counts = [[40, 9], [6, 45]]
    shares = [[cell / 100 for cell in row] for row in counts]
    assert ag.pooled_kappa([shares]).value == pytest.approx(ag.pooled_kappa([counts]).value)


@pytest.mark.parametrize("wrong", [[[1, 2, 3], [1, 2, 3]], [[1, 2]], [1, 2], [[[1]]]])
def test_pooled_kappa_needs_square_tables(wrong: Any) -> None:
    """With a sentence, whatever is wrong with the shape."""
    with pytest.raises(ValueError, match=r"^a two-coder table is square"):
        ag.pooled_kappa([wrong])


def test_an_unused_category_is_told_with_its_units() -> None:
    """Units given and compared, though nobody used the category."""
    result = ag.fleiss_kappa(ROWS, category="c")
    assert fields(result) == (5, 3, None, None, None)


def test_one_against_the_rest_keeps_what_is_missing() -> None:
    """Present, absent, missing."""
    present = one_against_rest(ag.encode([["a", "b"], [None, "a"]]), "a")
    assert [*present] == [(True, False), (None, True)]
    absent = one_against_rest(ag.encode([["a", "b"], [None, "a"]]), "c")
    assert [*absent] == [(False, False), (None, False)]


def test_two_by_two_tells_its_units_and_reasons() -> None:
    """A sentence only where something is undefined."""
    usual = ag.two_by_two([[40, 9], [6, 45]])
    assert (usual.n_units, usual.reason, usual.reason_code) == (100, None, None)
    assert usual.pabak == pytest.approx(0.7)
    unused = ag.two_by_two([[0, 0], [0, 50]])
    assert (unused.n_units, unused.reason) == (50, ag.explain("no_variation"))
    empty = ag.two_by_two([[0, 0], [0, 0]])
    assert (empty.n_units, empty.reason) == (0, ag.explain("empty_table"))
    with pytest.raises(ValueError, match=r"2 x 2 table, got 3 x 3"):
        ag.two_by_two([[1, 2, 3]] * 3)


def test_coders_who_never_or_always_put_a_code_agree() -> None:
    """The ends of the scale are prevalences too."""
    for prevalence in (0, 1):
        assert ag.ac1_if_independent(prevalence) == 1
        assert ag.maxwell_if_independent(prevalence) == 1


@pytest.mark.parametrize("weights", ["linear", "quadratic", "ordinal"])
def test_weighted_coefficients_from_their_definition(weights: Any) -> None:
    """Mean weight within units against mean weight by chance, for three values at distances 1 and 8."""
    rows = [[1, 2], [2, 2], [10, 10], [10, 2], [1, 1], [2, 10]]
    near, far = {"linear": (8 / 9, 1 / 9), "quadratic": (80 / 81, 17 / 81), "ordinal": (2 / 3, 2 / 3)}[
        weights
    ]
    observed = (3 + near + 2 * far) / 6
    uniform = (3 + 2 * near + 2 * far) / 9  # 1 and 10 share nothing
    shares = {1: 3 / 12, 2: 5 / 12, 10: 4 / 12}
    pooled = sum(share**2 for share in shares.values())
    pooled += 2 * near * shares[1] * shares[2] + 2 * far * shares[2] * shares[10]
    scale = 9 * uniform / (3 * 2)
    spread = scale * sum(share * (1 - share) for share in shares.values())
    found = [
        ag.brennan_prediger(rows, weights=weights),
        ag.fleiss_kappa(rows, weights=weights),
        ag.gwet_ac2(rows, weights),
    ]
    assert [result.observed for result in found] == [pytest.approx(observed)] * 3
    assert [result.expected for result in found] == pytest.approx([uniform, pooled, spread])


def test_cohens_weights_hold_for_more_than_two_coders() -> None:
    """Weighted Conger's kappa."""
    rows = [[1, 2, 2], [3, 3, 3], [1, 1, 3], [2, 2, 1]]
    weighted = ag.cohen_kappa(rows, "quadratic").value
    assert weighted == ag.conger_kappa(rows, "quadratic").value
    assert weighted != ag.cohen_kappa(rows).value


def test_weights_need_names_only_for_categories_nobody_used() -> None:
    """As many categories as were used: their order is known."""
    rows = [[1, 2], [2, 2], [3, 3]]
    for coefficient in (ag.gwet_ac2, ag.brennan_prediger):
        by_number = coefficient(rows, weights="linear", categories=3)
        assert by_number.value == coefficient(rows, weights="linear").value is not None
        with pytest.raises(ValueError, match=r"^weights need the categories by name"):
            coefficient(rows, weights="linear", categories=4)


def test_tables_with_negative_cells_are_refused_with_a_sentence() -> None:
    """And so are tables with missing ones."""
    for cell in (-1, float("nan")):
        with pytest.raises(ValueError, match=r"^a table holds no negative or missing counts$"):
            ag.two_by_two([[1, cell], [1, 1]])
    with pytest.raises(ValueError, match=r"not declared: 'b', 'c'$"):
        ag.gwet_ac1([["a", "b"], ["c", "a"]], categories=["a"])
    with pytest.raises(ValueError, match=r"give one of linear, quadratic, ordinal, or None$"):
        ag.cohen_kappa([[1, 2]], "cubic")  # type: ignore[arg-type]
