"""Properties that hold for all data: relabelling, order, missing values, and independent recomputation."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kodning import agreement as ag

if TYPE_CHECKING:
    import random

Rows = list[list[Any]]
COEFFICIENTS = (
    ag.percent_agreement,
    ag.cohen_kappa,
    ag.scott_pi,
    ag.fleiss_kappa,
    ag.conger_kappa,
    ag.brennan_prediger,
    ag.gwet_ac1,
    ag.krippendorff_alpha,
)
LEVELS: tuple[Any, ...] = ("nominal", "ordinal", "interval", "ratio")


@st.composite
def ratings(draw: st.DrawFn, values: tuple[Any, ...] = (0, 1, 2, 10), most_coders: int = 4) -> Rows:
    """Units x coders with missing values."""
    n_coders = draw(st.integers(2, most_coders))
    cell = st.one_of(st.none(), st.sampled_from(values))
    return draw(st.lists(st.lists(cell, min_size=n_coders, max_size=n_coders), min_size=1, max_size=12))


def same(first: ag.Coefficient, second: ag.Coefficient) -> bool:
    """Compare two coefficients, undefined ones by their reason."""
    if first.value is None or second.value is None:
        return (first.value, first.reason_code) == (second.value, second.reason_code)
    errors = [-1.0 if c.standard_error is None else c.standard_error for c in (first, second)]
    close = first.value == pytest.approx(second.value, abs=1e-9)
    return bool(close and errors[0] == pytest.approx(errors[1], abs=1e-9))


def difference(level: str, first: float, second: float, values: list[float]) -> float:
    """Krippendorff's delta squared, written from his definitions."""
    if level == "nominal":
        return float(first != second)
    if level == "interval":
        return (first - second) ** 2
    if level == "ratio":
        return 0.0 if first == second else ((first - second) / (first + second)) ** 2
    low, high = min(first, second), max(first, second)
    between = sum(low <= value <= high for value in values)
    return (between - (values.count(low) + values.count(high)) / 2) ** 2 if low != high else 0.0


def alpha_by_definition(rows: Rows, level: str) -> float | None:
    """Alpha as the mean difference within units over that between all values, pair by pair."""
    units = [[value for value in row if value is not None] for row in rows]
    units = [unit for unit in units if len(unit) > 1]
    values = [value for unit in units for value in unit]
    n = len(values)
    if n == 0:
        return None
    observed = sum(
        difference(level, a, b, values) / (len(unit) - 1) for unit in units for a, b in permutations(unit, 2)
    )
    expected = sum(difference(level, a, b, values) for a, b in permutations(values, 2))
    return None if expected == 0 else 1 - (observed / n) / (expected / (n * (n - 1)))


@given(ratings(), st.sampled_from(LEVELS))
def test_alpha_equals_its_pairwise_definition(rows: Rows, level: Any) -> None:
    """Every level agrees with a direct sum over pairs of values."""
    expected = alpha_by_definition(rows, level)
    computed = ag.krippendorff_alpha(rows, level).value
    if expected is None:
        assert computed is None
    else:
        assert computed == pytest.approx(expected, abs=1e-9)


@given(ratings(), st.sampled_from(COEFFICIENTS))
def test_names_of_categories_do_not_matter(rows: Rows, coefficient: Any) -> None:
    """Only equality counts at the nominal level."""
    names = {0: "økonomi", 1: "nan", 2: ("a", 1), 10: "None", None: None}
    renamed = [[names[value] for value in row] for row in rows]
    assert same(coefficient(rows), coefficient(renamed))


@given(ratings(), st.sampled_from(COEFFICIENTS), st.randoms(use_true_random=False))
def test_order_of_units_and_coders_does_not_matter(rows: Rows, coefficient: Any, rng: random.Random) -> None:
    """No coder and no unit is special."""
    order = list(range(len(rows[0])))
    rng.shuffle(order)
    shuffled = [[row[place] for place in order] for row in rows]
    rng.shuffle(shuffled)
    assert same(coefficient(rows), coefficient(shuffled))


@given(ratings(), st.sampled_from(LEVELS), st.lists(st.sampled_from([0, 1, 2, 10, 77]), max_size=4))
def test_units_coded_once_leave_alpha_unchanged(rows: Rows, level: Any, singles: list[int]) -> None:
    """A value without a partner carries no information on agreement."""
    width = len(rows[0])
    added = rows + [[value] + [None] * (width - 1) for value in singles]
    assert same(ag.krippendorff_alpha(rows, level), ag.krippendorff_alpha(added, level))


@given(st.lists(st.sampled_from([0, 1, 2]), min_size=2, max_size=10), st.integers(2, 4))
def test_a_coder_and_a_copy_agree_perfectly(values: list[int], copies: int) -> None:
    """Every coefficient of a duplicated coder is 1."""
    assume(len(set(values)) > 1)
    rows = [[value] * copies for value in values]
    for coefficient in COEFFICIENTS:
        assert coefficient(rows).value == pytest.approx(1)
    for level in LEVELS:
        assert ag.krippendorff_alpha(rows, level).value == pytest.approx(1)


@given(ratings())
def test_numbers_order_as_numbers_whatever_their_type(rows: Rows) -> None:
    """1, 2, 10 as integers, floats, mixtures or text give the same ordinal and interval alpha."""
    as_text = [[None if v is None else str(v) for v in row] for row in rows]
    mixed = [[float(v) if v is not None and place % 2 else v for place, v in enumerate(row)] for row in rows]
    array = np.array([[np.nan if v is None else v for v in row] for row in rows], dtype=float)
    levels: tuple[Any, ...] = ("ordinal", "interval", "ratio")
    for level in levels:
        plain = ag.krippendorff_alpha(rows, level)
        for other in (as_text, mixed, array):
            assert same(plain, ag.krippendorff_alpha(other, level))


@given(ratings(), st.sampled_from(COEFFICIENTS))
def test_lists_arrays_and_coded_ratings_give_the_same(rows: Rows, coefficient: Any) -> None:
    """The quick ways to code numpy arrays agree with the general way."""
    plain = coefficient(rows)
    whole = np.array([[np.nan if v is None else v for v in row] for row in rows], dtype=float)
    objects = np.array(rows, dtype=object)
    masked = np.ma.masked_invalid(whole)
    for other in (whole, whole + 0.5, whole - 500, objects, masked, ag.encode(rows)):
        assert same(plain, coefficient(other))


@given(st.lists(st.lists(st.integers(-300, 300), min_size=3, max_size=3), min_size=1, max_size=8))
def test_integer_types_give_the_same(rows: Rows) -> None:
    """Small, large, signed and unsigned integers and booleans are coded alike."""
    plain = ag.krippendorff_alpha(rows)
    assert same(plain, ag.krippendorff_alpha(np.array(rows)))
    assert same(plain, ag.krippendorff_alpha(np.array(rows) * 10**9))
    assert same(plain, ag.krippendorff_alpha(np.asfortranarray(np.array(rows, dtype=np.int16))))
    assert same(plain, ag.krippendorff_alpha((np.array(rows) + 300).astype(np.uint16)))
    present = np.array(rows) > 0
    assert same(ag.krippendorff_alpha(present.tolist()), ag.krippendorff_alpha(present))


@given(ratings(), st.sampled_from(["nominal", "interval"]))
def test_a_distance_function_replaces_the_level(rows: Rows, level: Any) -> None:
    """The custom distance path and the built-in ones agree."""
    custom = ag.krippendorff_alpha(rows, distance=lambda a, b: difference(level, a, b, []))
    assert same(custom, ag.krippendorff_alpha(rows, level))


@given(ratings(values=("a", "b", "c"), most_coders=2))
def test_two_coder_special_cases_coincide(rows: Rows) -> None:
    """Scott's pi is Fleiss' kappa, and Cohen's kappa Conger's on the units both coded."""
    both = [row for row in rows if None not in row]
    assert same(ag.scott_pi(rows), ag.fleiss_kappa(rows))
    cohen, conger = ag.cohen_kappa(rows), ag.conger_kappa(both)
    assert cohen.value == (None if conger.value is None else pytest.approx(conger.value))


LABELS = "abc"
label_sets = st.frozensets(st.sampled_from(LABELS), max_size=3)


@st.composite
def set_ratings(draw: st.DrawFn) -> Rows:
    """Units x coders of label sets, some missing."""
    n_coders = draw(st.integers(2, 3))
    cell = st.one_of(st.none(), label_sets)
    return draw(st.lists(st.lists(cell, min_size=n_coders, max_size=n_coders), min_size=1, max_size=6))


def multivalued_by_enumeration(rows: Rows) -> float | None:
    """Multi-valued alpha with D_e summed over every pair of label sets (Krippendorff & Craggs 2016)."""
    units = [[cell for cell in row if cell is not None] for row in rows]
    units = [unit for unit in units if len(unit) > 1]
    values = [cell for unit in units for cell in unit]
    if not values:
        return None
    count = {label: sum(label in cell for cell in values) for label in LABELS}
    sizes = [len(cell) for cell in values]
    subsets = [frozenset(c) for size in range(len(LABELS) + 1) for c in combinations(LABELS, size)]

    def delta(one: frozenset[str], other: frozenset[str]) -> float:
        return 0.0 if not one and not other else 1 - 2 * len(one & other) / (len(one) + len(other))

    def weight(one: frozenset[str], other: frozenset[str]) -> float:
        product = 1.0
        for label in one | other:
            n = count[label]
            product *= n * (n - 1) if label in one and label in other else n
        return product

    observed = sum(delta(a, b) / (len(unit) - 1) for unit in units for a, b in permutations(unit, 2))
    expected = 0.0
    for first in set(sizes):
        for second in set(sizes):
            pairs = [(a, b) for a in subsets for b in subsets if (len(a), len(b)) == (first, second)]
            total = sum(weight(a, b) for a, b in pairs)
            if total:
                mean = sum(weight(a, b) * delta(a, b) for a, b in pairs) / total
                expected += sizes.count(first) * sizes.count(second) / len(sizes) ** 2 * mean
    return None if expected == 0 else 1 - observed / len(values) / expected


@given(set_ratings())
def test_multivalued_alpha_equals_enumeration(rows: Rows) -> None:
    """The generating polynomial gives what summing over all pairs of label sets gives."""
    expected = multivalued_by_enumeration(rows)
    computed = ag.multivalued_alpha(rows).value
    if expected is None:
        assert computed is None
    else:
        assert computed == pytest.approx(expected, abs=1e-9)


@given(set_ratings(), st.sampled_from(["masi", "jaccard", "dice"]))
def test_set_alpha_equals_alpha_with_that_distance(rows: Rows, distance: Any) -> None:
    """Set alpha is alpha with a distance between sets; lists of labels count as sets."""
    custom = ag.krippendorff_alpha(rows, distance=lambda a, b: ag.set_distance(a, b, distance))
    assert same(ag.set_alpha(rows, distance), custom)
    listed = [[None if cell is None else [*cell, *cell] for cell in row] for row in rows]
    assert same(ag.set_alpha(listed, distance), custom)


@given(label_sets, label_sets, st.sampled_from(["masi", "jaccard", "dice"]))
def test_set_distance_is_a_distance(first: frozenset[str], second: frozenset[str], distance: Any) -> None:
    """Symmetric, between 0 and 1, 0 only for equal sets, 1 only for disjoint ones."""
    value = ag.set_distance(first, second, distance)
    assert value == ag.set_distance(second, first, distance)
    assert 0 <= value <= 1
    assert (value == 0) == (first == second)
    assert (value == 1) == (first != second and not first & second)


@given(st.lists(ratings(values=(0, 1), most_coders=2), min_size=1, max_size=4))
def test_pooled_alpha_sums_disagreements(matrices: list[Rows]) -> None:
    """Pooled alpha is 1 - sum D_o / sum D_e of the codes' own alphas."""
    matrices = [[row[:2] for row in rows] for rows in matrices]
    single = [ag.krippendorff_alpha(rows) for rows in matrices]
    observed = sum(c.observed or 0.0 for c in single if c.expected is not None)
    expected = sum(c.expected or 0.0 for c in single if c.expected is not None)
    pooled = ag.pooled_alpha(matrices)
    if expected == 0:
        assert pooled.value is None
    else:
        assert pooled.value == pytest.approx(1 - observed / expected)


@given(ratings(values=(0, 1)))
def test_pooling_one_code_is_its_own_alpha(rows: Rows) -> None:
    """The standard error too."""
    assert same(ag.pooled_alpha([rows]), ag.krippendorff_alpha(rows))
