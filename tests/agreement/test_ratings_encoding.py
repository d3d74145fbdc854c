"""Every way to code ratings as integers gives back the values that went in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kodning import agreement as ag
from kodning.agreement.joint import FEWEST_FOR_PAIRS, count_codes
from kodning.agreement.ratings import BLOCK, WIDEST_SPAN

MANY = BLOCK + 7  # units: more than are coded at a time


def decoded(array: Any) -> list[tuple[Any, ...]]:
    """What coded ratings read as."""
    return [*ag.encode(array)]


def ends(low: float, high: float) -> np.ndarray[Any, Any]:
    """Values from low to high, with both ends in the first unit and the last."""
    values = np.linspace(low, high, 3 * MANY).round().reshape(MANY, 3)
    values[0, :2], values[-1, 1:] = (high, low), (high, low)
    return values


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "uint16", "int32", "int64", "uint64", "float32"])
def test_many_units_of_small_numbers_keep_their_values(dtype: str) -> None:
    """More units than one block, every number type."""
    array = ends(0, 100).astype(dtype)
    assert decoded(array) == [tuple(row) for row in array.tolist()]
    assert ag.encode(array).values == tuple(range(101))


@pytest.mark.parametrize("dtype", ["int64", "float64"])
@pytest.mark.parametrize(
    ("low", "high"),
    [
        (0, 125), (0, 126), (0, 127), (0, 128), (0, 129), (-1, 125), (-1, 126), (-1, 127), (-100, 200),
        (-200, -3), (300, 500), (0, 32_766), (0, 32_767), (5, WIDEST_SPAN + 4), (5, WIDEST_SPAN + 5),
        (-40_000, 40_000), (0, 2**40),
    ],
)  # fmt: skip
def test_numbers_at_the_edges_of_integer_types_keep_their_values(low: int, high: int, dtype: str) -> None:
    """One byte, two bytes, and the widest span that is coded without sorting; every value used."""
    whole = np.arange(low, high + 1) if high - low < 10**5 else np.linspace(low, high, 1000).round()
    array = np.stack([whole, whole[::-1]], axis=1).astype(dtype)
    assert decoded(array) == [tuple(row) for row in array.tolist()]
    assert ag.encode(array).values == tuple(array[:, 0].tolist())


def test_floats_keep_fractions_and_missing_values() -> None:
    """A fraction in the first or the last block, NaN anywhere, infinities."""
    array = ends(0, 9)
    array[5, 1] = array[-2, 0] = np.nan
    expected = [tuple(None if np.isnan(v) else v for v in row) for row in array.tolist()]
    assert decoded(array) == expected
    array[-1, 0] = 0.5
    expected[-1] = (0.5, *expected[-1][1:])
    assert decoded(array) == expected
    assert ag.encode(array).values[:3] == (0, 0.5, 1)
    assert decoded(np.array([[np.inf, 1], [-np.inf, np.nan]])) == [(np.inf, 1), (-np.inf, None)]
    assert decoded(np.array([[np.nan, np.nan]])) == [(None, None)]
    assert decoded(np.array([[0, 0.5], [1.25, 2]])) == [(0, 0.5), (1.25, 2)]


@pytest.mark.parametrize(
    "array",
    [
        np.array([[True, False], [True, True]]),
        np.array([["b", "a"], ["nan", "b"]]),
        np.array([[b"b", b"a"]]),
        np.array([[1]]),
        np.zeros((0, 2)),
        np.zeros((3, 0)),
        np.array([["2024-01-01", "2024-01-02"]], dtype="datetime64[D]"),
    ],
)
def test_other_arrays_keep_their_values(array: Any) -> None:
    """Booleans, text, bytes, dates, one value, none."""
    assert decoded(array) == [tuple(row) for row in array.tolist()]


def test_gaps_between_numbers_are_no_categories() -> None:
    """Only what was used counts as a category."""
    for array in ([[3, 90], [90, 3]], [[3, 900], [900, -5]], [[3.0, 900.0], [np.nan, 3.0]]):
        used = {value for row in array for value in row if value == value}  # noqa: PLR0124 - not NaN
        assert ag.encode(np.array(array)).values == tuple(sorted(used))


@pytest.mark.parametrize("length", [9, FEWEST_FOR_PAIRS - 1, FEWEST_FOR_PAIRS, FEWEST_FOR_PAIRS + 1, 100_001])
@pytest.mark.parametrize("lowest", [-1, 0, 1])
@pytest.mark.parametrize("last", [-1, 0, 1, 126])
def test_codes_are_counted_right_however_many(length: int, lowest: int, last: int) -> None:
    """Counted one at a time and in pairs; an odd one at the end; missing ones not counted."""
    codes = np.random.default_rng(length).integers(lowest, 127, length).astype(np.int8)
    codes[1], codes[-2], codes[-1] = 5, 7, last
    expected = [int((codes == value).sum()) for value in range(127)]
    assert count_codes(codes, 127).tolist() == expected


def test_pairable_units_have_two_values() -> None:
    """One coder alone makes no pairs."""
    assert ag.encode([[1], [2]]).pairable().n_units == 0
    assert ag.encode([[1, 2], [None, 2], [3, 3]]).pairable().n_units == 2
    assert ag.encode([[1, 2], [3, 3]]).pairable().n_units == 2


def test_tables_without_units_are_no_ratings() -> None:
    """Empty in, empty out."""
    assert ag.ratings_from_counts(np.zeros((0, 3))) == []
    assert ag.ratings_from_counts([[0, 0], [0, 0]]) == [(), ()]


@pytest.mark.parametrize(
    ("function", "wrong", "message"),
    [
        (ag.ratings_from_table, [[1, 2, 3], [1, 2, 3]], "^a two-coder table is square"),
        (ag.ratings_from_counts, [1, 2], "^a table of counts has rows"),
        (ag.ratings_from_counts, [[-1, 2]], "^a table of counts holds whole"),
        (ag.ratings_from_counts, [[0.5, 2]], "^a table of counts holds whole"),
    ],
)
def test_wrong_tables_are_refused_with_a_sentence(function: Any, wrong: Any, message: str) -> None:
    """Which says what a right one is."""
    with pytest.raises(ValueError, match=message):
        function(wrong)


def test_masked_arrays_of_any_type_keep_their_values() -> None:
    """Masked is missing, in numbers and in text."""
    numbers = np.ma.MaskedArray([[1, 2], [3, 1]], mask=[[False, True], [False, False]])
    assert decoded(numbers) == [(1, None), (3, 1)]
    texts = np.ma.MaskedArray([["a", "b"], ["b", "a"]], mask=[[True, False], [False, False]])
    assert decoded(texts) == [(None, "b"), ("b", "a")]
    assert decoded(np.ma.MaskedArray([[1.5, 2]])) == [(1.5, 2)]


def test_sets_are_values_whether_they_can_change_or_not() -> None:
    """A set is hashed as a frozen set; a list is refused."""
    rows: list[list[Any]] = [[{"a"}, frozenset("a")], [{"b"}, {"a", "b"}], [set(), None]]
    assert decoded(rows) == [tuple(None if cell is None else frozenset(cell) for cell in row) for row in rows]
    assert ag.krippendorff_alpha(rows, distance=ag.set_distance).value == ag.set_alpha(rows).value
    with pytest.raises(TypeError):
        ag.encode([[["a"], {"a"}]])


def test_categories_come_in_the_same_order_every_time() -> None:
    """Numbers by size, text by its letters, sets by what they hold, mixtures by type and then as text."""
    assert ag.encode([["b", 2, ("x",)], ["a", 10, None]]).values == (10, 2, "a", "b", ("x",))
    assert ag.encode([["b", "a"], ["å", "B"]]).values == ("B", "a", "b", "å")
    assert ag.encode([[frozenset("b"), frozenset("a")]]).values == (frozenset("a"), frozenset("b"))
    assert ag.encode([[10, 2.5], [True, 1]]).values == (1, 2.5, 10)


def test_uneven_rows_are_refused_with_a_sentence() -> None:
    """Which says what to put where a value is missing."""
    with pytest.raises(ValueError, match=r"^ratings are units x coders: .* \(or None\) per coder$"):
        ag.encode([[1, 2], [1]])
    assert (ag.encode([]).n_units, ag.encode([]).n_coders) == (0, 0)
    assert ag.encode([[], []]).n_units == 2
