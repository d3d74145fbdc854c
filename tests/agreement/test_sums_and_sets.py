"""Sums over coders, differences between values and sets, and spans, at the sizes where the way is changed."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest

from kodning import agreement as ag
from kodning.agreement import difference, sets
from kodning.agreement.joint import LARGEST, count_codes, joint_sums
from kodning.agreement.pairs import matching_pairs
from kodning.agreement.ratings import Ratings, smallest_integer


def random_ratings(seed: int, n_values: int, n_coders: int, n_units: int, missing: float) -> Ratings:
    """Random codes, coders x units; the highest one is used."""
    generator = np.random.default_rng(seed)
    codes = generator.integers(0, n_values, (n_coders, n_units)).astype(smallest_integer(n_values))
    codes[:, 0] = n_values - 1
    codes[:, 1:][generator.random((n_coders, n_units - 1)) < missing] = -1
    return Ratings(codes, tuple(range(n_values)))


SIZES = [
    (1, 3, 50), (2, 1, 50), (2, 13, 50), (2, 14, 50), (2, 30, 50), (3, 8, 40_000), (7, 9, 200), (90, 2, 60),
    (91, 4, 60), (126, 5, 60), (LARGEST - 1, 3, 60), (LARGEST, 3, 60), (LARGEST + 1, 3, 60), (40_000, 2, 60),
]  # fmt: skip


@pytest.mark.parametrize("missing", [0, 0.4])
@pytest.mark.parametrize(("n_values", "n_coders", "n_units"), SIZES)
def test_values_are_summed_over_coders_in_groups_of_any_size(
    n_values: int, n_coders: int, n_units: int, missing: float
) -> None:
    """Few values are read together as digits of one number, many one by one."""
    ratings = random_ratings(1, n_values, n_coders, n_units, missing)
    per_value = np.random.default_rng(2).random(n_values)
    expected = np.where(ratings.codes < 0, 0, per_value[ratings.codes]).sum(axis=0)
    sums = np.full(n_units, np.nan)
    for block, part in joint_sums(ratings.codes, per_value, complete=ratings.is_complete):
        sums[block] = part
    assert sums == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("missing", [0, 0.4])
@pytest.mark.parametrize(
    ("n_values", "n_coders"), [(1, 2), (1, 3), (2, 4), (2, 5), (3, 15), (3, 16), (3, 17), (9, 17), (40, 30)]
)
def test_matching_pairs_are_counted_by_value_or_by_pair(n_values: int, n_coders: int, missing: float) -> None:
    """In bytes up to 16 coders, whose 120 pairs fit; whichever of the two ways is quicker."""
    ratings = random_ratings(3, n_values, n_coders, 90, missing)
    columns = ratings.codes.T
    expected = [
        sum(
            int((column == value).sum()) * (int((column == value).sum()) - 1) // 2
            for value in range(n_values)
        )
        for column in columns
    ]
    assert matching_pairs(ratings).tolist() == expected


@pytest.mark.parametrize("dtype", [np.int8, np.int16, np.int32])
def test_codes_of_every_type_are_counted(dtype: Any) -> None:
    """More codes than are counted at a time."""
    codes = np.random.default_rng(5).integers(-1, 100, 100_000).astype(dtype)
    assert count_codes(codes, 100).tolist() == [int((codes == value).sum()) for value in range(100)]


def test_words_have_an_order_at_the_ordinal_level() -> None:
    """Alphabetical, as pandas and Python sort them; sets and mixtures have none."""
    rows: list[Any] = [["a", "b"], ["c", "c"], ["d", "a"], ["b", "b"], ["d", None]]
    numbers = [[None if v is None else "abcd".index(v) for v in row] for row in rows]
    expected = ag.krippendorff_alpha(numbers, "ordinal")
    assert ag.krippendorff_alpha(rows, "ordinal").value == pytest.approx(expected.value)
    assert expected.value != pytest.approx(ag.krippendorff_alpha(numbers, "interval").value)
    nested: Any = [[frozenset("a"), frozenset("b")], [frozenset("a"), frozenset("ab")]]
    for wrong in (nested, [["a", 1], [1, "a"]], [[("a", 1), "b"], ["b", ("a", 1)]]):
        with pytest.raises(ValueError, match=r"^the ordinal level needs numbers"):
            ag.krippendorff_alpha(wrong, "ordinal")


def test_a_level_that_does_not_fit_is_told_with_some_of_the_values() -> None:
    """Five at most."""
    with pytest.raises(ValueError, match=r"interval level needs .*got \('a', 'b', 'c', 'd', 'e'\)$"):
        ag.krippendorff_alpha([["a", "b"], ["c", "d"], ["e", "f"]], "interval")
    with pytest.raises(ValueError, match=r"^the ratio level needs values from 0 up$"):
        ag.krippendorff_alpha([[-1, 2]], "ratio")


@pytest.mark.parametrize("block", [1, 5, 7, 30])
def test_differences_are_summed_in_blocks_of_any_size(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ratio level with many values."""
    rows = [[n % 13, (n * 7) % 11] for n in range(60)]
    expected = ag.krippendorff_alpha(rows, "ratio").value
    monkeypatch.setattr(difference, "BLOCK", block)
    assert ag.krippendorff_alpha(rows, "ratio").value == pytest.approx(expected)


SETS: list[list[Any]] = [
    [{"a"}, {"a", "b"}], [{"a", "b"}, {"b", "c"}], [set(), {"c"}], [set(), set()], [{"b", "c", "d"}, {"d"}],
    [{"a"}, None], [{"c"}, {"c"}],
]  # fmt: skip


@pytest.mark.parametrize("distance", ["masi", "jaccard", "dice"])
def test_few_and_many_distinct_sets_give_the_same(distance: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all differences in a table, and computed when asked for."""
    tabled = ag.set_alpha(SETS, distance)
    monkeypatch.setattr(sets, "LARGEST_TABLE", 3)
    monkeypatch.setattr(difference, "BLOCK", 4)
    computed = ag.set_alpha(SETS, distance)
    assert (computed.value, computed.expected) == pytest.approx((tabled.value, tabled.expected))
    assert computed.standard_error == pytest.approx(tabled.standard_error)


@pytest.mark.parametrize(
    ("first", "second", "masi", "jaccard", "dice"),
    [
        ("ab", "ab", 0, 0, 0),
        ("ab", "a", 1 - 1 / 2 * 2 / 3, 1 / 2, 1 / 3),
        ("ab", "bc", 1 - 1 / 3 * 1 / 3, 2 / 3, 1 / 2),
        ("abc", "bcde", 1 - 2 / 5 * 1 / 3, 3 / 5, 3 / 7),
        ("a", "b", 1, 1, 1),
        ("", "a", 1, 1, 1),
        ("", "", 0, 0, 0),
    ],
)
def test_set_distances_by_hand(first: str, second: str, masi: float, jaccard: float, dice: float) -> None:
    """Identical, contained, overlapping, disjoint, empty; MASI where none is named."""
    for distance, expected in (("masi", masi), ("jaccard", jaccard), ("dice", dice)):
        found: Any = partial(ag.set_distance, distance=distance)  # type: ignore[arg-type]
        assert found(first, second) == found(second, first) == pytest.approx(expected)
    assert ag.set_distance(first, second) == pytest.approx(masi)


def test_masi_is_the_distance_where_none_is_named() -> None:
    """Also for alpha."""
    assert ag.set_alpha(SETS).value == ag.set_alpha(SETS, "masi").value
    assert ag.set_alpha(SETS).value != ag.set_alpha(SETS, "jaccard").value
    with pytest.raises(ValueError, match=r"give one of masi, jaccard, dice$"):
        ag.set_alpha(SETS, "hamming")  # type: ignore[arg-type]


@pytest.mark.parametrize("statistic", [ag.set_alpha, ag.multivalued_alpha])
@pytest.mark.parametrize("cell", [5, "ab", b"xy"])
def test_a_cell_that_is_no_set_is_refused(statistic: Any, cell: Any) -> None:
    """It is neither taken for missing nor for a set of letters."""
    with pytest.raises(TypeError, match="expected a set of labels or None, got"):
        statistic([[cell, {"a"}], [{"b"}, {"a"}]])


def test_multivalued_alpha_of_large_sets_does_not_overflow() -> None:
    """Products of label counts far beyond what a float holds: random coders still reach about 0."""
    generator = np.random.default_rng(9)
    rows = [[set(generator.permutation(100)[:80].tolist()) for _ in range(2)] for _ in range(200)]
    result = ag.multivalued_alpha(rows)
    assert result.expected == pytest.approx(0.2, abs=0.01)
    assert result.value == pytest.approx(0, abs=0.05)


def test_later_spans_are_checked_for_overlap_too() -> None:
    """Whatever their order, with the two that overlap named."""
    spans = [(8, 12, "y"), (0, 2, "x"), (5, 9, "x"), (14, 15, "x")]
    with pytest.raises(ValueError, match=r"spans \(5, 9, 'x'\) and \(8, 12, 'y'\) overlap with different"):
        ag.unitizing_alpha({"a": spans, "b": []}, 20)
    with pytest.raises(ValueError, match=r"labels: compare overlapping codes one at a time$"):
        ag.unitizing_alpha({"a": spans, "b": []}, 20)
    with pytest.raises(ValueError, match=r"^span \(3, 21\) is empty or outside"):
        ag.unitizing_alpha({"a": [(0, 2, "x"), (3, 21, "x")], "b": []}, 20)


def test_each_undefined_member_has_its_own_reason() -> None:
    """Nothing coded, one code only, a code nobody shared."""
    u, binary, cu = "u", "binary", "cu"
    nothing = ag.unitizing_alpha({"a": [], "b": []}, 9)
    assert nothing.reasons == dict.fromkeys((u, binary, cu), ag.Reason.NO_CODED_TEXT)
    alone = ag.unitizing_alpha({"a": [(0, 3, "x")]}, 9)
    assert alone.reasons == dict.fromkeys((u, binary, cu), ag.Reason.ONE_CODER)
    one_code = ag.unitizing_alpha({"a": [(0, 3, "x"), (5, 7, "x")], "b": [(1, 3, "x"), (5, 6, "x")]}, 9)
    assert one_code.reasons == {cu: ag.Reason.NO_VARIATION, "x": ag.Reason.NO_VARIATION}
    unshared = ag.unitizing_alpha({"a": [(0, 3, "x"), (5, 7, "y")], "b": [(0, 3, "x"), (4, 5, "z")]}, 9)
    assert unshared.reasons == {
        cu: ag.Reason.NO_VARIATION,
        "x": ag.Reason.NO_VARIATION,
        "y": ag.Reason.NO_SHARED_TEXT,
        "z": ag.Reason.NO_SHARED_TEXT,
    }
    first_unshared = ag.unitizing_alpha({"a": [(0, 2, "y"), (5, 8, "x")], "b": [(5, 8, "x")]}, 9)
    assert first_unshared.reasons["y"] is ag.Reason.NO_SHARED_TEXT
    little = ag.unitizing_alpha({"a": [(0, 10, "x")], "b": [(0, 10, "y")], "c": [], "d": []}, 90)
    assert little.reasons[cu] is ag.Reason.LITTLE_SHARED_TEXT
    everywhere = ag.unitizing_alpha({"a": [(0, 9, "x")], "b": [(0, 9, "y")]}, 9)
    assert everywhere.reasons.get(binary) is ag.Reason.NO_VARIATION


@pytest.mark.parametrize("length", [2, 3, 4])
def test_the_shortest_texts_have_a_unitizing_alpha(length: int) -> None:
    """Two coders, one character coded by both: perfect agreement, not undefined."""
    family = ag.unitizing_alpha({"a": [(0, 1, "x")], "b": [(0, 1, "x")]}, length)
    assert [family.u, family.binary] == pytest.approx([1, 1])
    two = ag.unitizing_alpha({"a": [(0, 1, "x"), (1, 2, "y")], "b": [(0, 1, "x"), (1, 2, "y")]}, length)
    assert [two.u, two.cu, *two.by_code.values()] == pytest.approx([1, 1, 1, 1])


def test_little_shared_text_is_enough_where_it_is_shared_perfectly() -> None:
    """Three of eleven coders put the same two codes on one character each; the others coded nothing."""
    coders: dict[str, Any] = {name: [(0, 1, "x"), (1, 2, "y")] for name in "abc"}
    family = ag.unitizing_alpha(coders | {name: [] for name in "defghijk"}, 5)
    assert [family.cu, *family.by_code.values()] == pytest.approx([1, 1, 1])


def test_touching_spans_are_units_of_their_own_unless_joined() -> None:
    """Squared lengths tell: 4 + 9 for two units, 25 for one."""
    coders: Any = {"a": [(0, 2, "x"), (2, 5, "x")], "b": [(0, 5, "x")]}
    apart = [ag.unitizing_terms(coders, 9), ag.unitizing_terms(coders, 9, merge_touching=False)]
    joined = ag.unitizing_terms(coders, 9, merge_touching=True)
    assert [terms.by_code["x"][1] for terms in (*apart, joined)] == [38, 38, 50]
    other: Any = {**coders, "b": [(0, 4, "x")]}
    found = [ag.unitizing_alpha(other, 9).u, ag.unitizing_alpha_documents([(other, 9)]).u]
    assert found == [ag.unitizing_alpha(other, 9, merge_touching=False).u] * 2
    assert ag.unitizing_alpha(other, 9, merge_touching=True).u not in found
