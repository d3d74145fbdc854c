"""Ratings as integers: units x coders of any hashable values, with missing kept apart.

Everything in this package works on `Ratings`: one small integer per value, -1 where a coder has not rated
the unit. A value is missing because it is None or not a number, never because of what it is called.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from numbers import Real
from typing import Any, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from kodning.agreement.joint import count_codes

Codes: TypeAlias = NDArray[np.signedinteger[Any]]

MISSING = -1
BLOCK = 1 << 15  # units coded at a time: their codes stay in the cache
# a span of integers up to this wide is coded by subtraction, wider ones by sorting
WIDEST_SPAN = 32_000


@dataclass(frozen=True, eq=False)
class Ratings(Sequence[tuple[Hashable, ...]]):
    """Coded ratings; also a sequence of rows (one per unit) of the original values.

    Attributes:
        codes: coders x units (each coder's values contiguous), positions in `values`, -1 = missing.
        values: the categories, in order; numbers in numerical order.
    """

    codes: Codes
    values: tuple[Hashable, ...]

    @property
    def n_units(self) -> int:
        """Number of units, whether rated or not."""
        return int(self.codes.shape[1])

    @property
    def n_coders(self) -> int:
        """Number of coders, whether they rated anything or not."""
        return int(self.codes.shape[0])

    @cached_property
    def is_complete(self) -> bool:
        """Whether every coder rated every unit."""
        return self.codes.size == 0 or int(self.codes.min()) >= 0

    @cached_property
    def per_unit(self) -> NDArray[np.int64]:
        """How many coders rated each unit (read-only)."""
        if self.is_complete:
            return np.broadcast_to(np.int64(self.n_coders), (self.n_units,))
        counts = np.zeros(self.n_units, dtype=np.int16)
        for row in self.codes:
            counts += row >= 0
        return counts.astype(np.int64)

    @cached_property
    def totals(self) -> NDArray[np.int64]:
        """How often each category was used, by all coders together."""
        return count_codes(self.codes, len(self.values))

    def totals_of(self, coder: int) -> NDArray[np.int64]:
        """How often one coder used each category."""
        return count_codes(self.codes[coder], len(self.values))

    def take(self, units: NDArray[Any]) -> Ratings:
        """Return the given units (positions or a mask); the categories stay as they are."""
        return Ratings(self.codes[:, units], self.values)

    def pairable(self) -> Ratings:
        """Return the units rated by two or more coders."""
        if self.is_complete and self.n_coders > 1:
            return self
        enough = self.per_unit > 1
        return self if bool(enough.all()) else self.take(enough)

    def without_single(self) -> Ratings:
        """Return all units, but those rated by one coder only as rated by nobody."""
        if self.is_complete and self.n_coders > 1:
            return self
        single = np.flatnonzero(self.per_unit == 1)
        if single.size == 0:
            return self
        codes = self.codes.copy()
        codes[:, single] = MISSING
        return Ratings(codes, self.values)

    def __len__(self) -> int:
        return self.n_units

    @overload
    def __getitem__(self, index: int) -> tuple[Hashable, ...]: ...
    @overload
    def __getitem__(self, index: slice) -> Ratings: ...
    def __getitem__(self, index: int | slice) -> tuple[Hashable, ...] | Ratings:
        """Return one unit as a row of values (None = missing), or a slice of units."""
        if isinstance(index, slice):
            return Ratings(self.codes[:, index], self.values)
        return tuple(None if code < 0 else self.values[code] for code in self.codes[:, index].tolist())


def encode(ratings: Any) -> Ratings:
    """Code ratings (units x coders) as integers.

    Args:
        ratings: a sequence of rows, a two-dimensional numpy array (masked values are missing), a pandas
            DataFrame, or `Ratings`, which are returned as they are.

    Raises:
        ValueError: if the rows are not equally long or the array is not two-dimensional.
        TypeError: if a value is not hashable.
    """
    if isinstance(ratings, Ratings):
        return ratings
    if hasattr(ratings, "to_numpy"):
        ratings = ratings.to_numpy()
    if isinstance(ratings, np.ma.MaskedArray):
        values = ratings.data.astype(object)
        values[np.ma.getmaskarray(ratings)] = None
        ratings = values
    if isinstance(ratings, np.ndarray):
        return _encode_array(ratings)
    rows = [tuple(row) for row in ratings]
    n_coders = len(rows[0]) if rows else 0
    if any(len(row) != n_coders for row in rows):
        raise ValueError("ratings are units x coders: every unit needs one value (or None) per coder")
    return _encode_values([value for row in rows for value in row], (len(rows), n_coders))


def _encode_array(array: NDArray[Any]) -> Ratings:
    """Code a numpy array by the quickest way its type allows."""
    if array.ndim != 2:  # noqa: PLR2004 - units x coders
        raise ValueError(f"ratings are units x coders, not an array of {array.ndim} dimension(s)")
    if array.size == 0 or array.dtype.kind not in "biufUS":
        return _encode_values(array.ravel().tolist(), (array.shape[0], array.shape[1]))
    if array.dtype.kind == "b":
        array = array.view(np.int8)
    if array.dtype.kind in "iu":
        coded = _encode_small(array)
        if coded is not None:
            return coded
        low, high = int(array.min()), int(array.max())
        if high - low < WIDEST_SPAN:
            return _encode_span(array, low, high)
    if array.dtype.kind == "f":
        least, most = float(np.fmin.reduce(array, axis=None)), float(np.fmax.reduce(array, axis=None))
        # comparisons with NaN (nothing but missing) are false: then the general way is taken
        if least.is_integer() and most - least < WIDEST_SPAN:
            coded = _encode_whole_floats(array, int(least), int(most))
            if coded is not None:
                return coded
    return _encode_sorted(array)


def _encode_small(array: NDArray[Any]) -> Ratings | None:
    """Code integers from 0 to 126 in a single pass over memory; None where one lies outside."""
    codes = np.empty(array.shape[::-1], dtype=np.int8)
    unsigned = array.view(f"u{array.dtype.itemsize}")  # in which negative numbers are very large
    highest = 0
    for start in range(0, array.shape[0], BLOCK):
        highest = max(highest, int(unsigned[start : start + BLOCK].max()))
        if highest >= np.iinfo(np.int8).max:
            return None
        small = array[start : start + BLOCK].astype(np.int8)  # cast first: small is quick to turn
        codes[:, start : start + BLOCK] = small.T
    return _drop_unused(Ratings(codes, tuple(range(highest + 1))))


def _encode_span(array: NDArray[Any], low: int, high: int) -> Ratings:
    """Code integers that lie close together: no sorting, one small integer per value."""
    dtype = smallest_integer(high - low + 1)
    codes = (array.astype(np.int64) - low).T.astype(dtype)
    return _drop_unused(Ratings(np.ascontiguousarray(codes), tuple(range(low, high + 1))))


def _encode_whole_floats(array: NDArray[Any], low: int, high: int) -> Ratings | None:
    """Code floats that are all whole numbers or NaN; None where one is not whole."""
    dtype = smallest_integer(high - low + 1)
    codes = np.empty(array.shape[::-1], dtype=dtype)
    for start in range(0, array.shape[0], BLOCK):
        block = np.fmax(array[start : start + BLOCK], low - 1)  # NaN becomes low - 1, hence code -1
        block -= low
        whole = block.astype(dtype)
        if not bool((whole == block).all()):
            return None
        codes[:, start : start + BLOCK] = whole.T
    return _drop_unused(Ratings(codes, tuple(range(low, high + 1))))


def _drop_unused(ratings: Ratings) -> Ratings:
    """Leave out the categories nobody used."""
    used = ratings.totals > 0
    if bool(used.all()):
        return ratings
    position = np.append(np.cumsum(used) - 1, MISSING).astype(ratings.codes.dtype)
    values = tuple(value for value, is_used in zip(ratings.values, used.tolist(), strict=True) if is_used)
    return Ratings(position[ratings.codes], values)


def _encode_sorted(array: NDArray[Any]) -> Ratings:
    """Code an array of one simple type by sorting its values."""
    values, inverse = np.unique(array, return_inverse=True, equal_nan=True)
    codes = inverse.reshape(array.shape).T.astype(smallest_integer(values.size))
    kept = values.tolist()
    if array.dtype.kind == "f" and np.isnan(values[-1]):
        codes[codes == values.size - 1] = MISSING
        kept.pop()
    return Ratings(np.ascontiguousarray(codes), tuple(kept))


def _encode_values(values: list[Any], shape: tuple[int, int]) -> Ratings:
    """Code arbitrary hashable values; equal values (1, 1.0, True) are one category."""
    try:
        seen = {value: place for place, value in enumerate(dict.fromkeys(values))}
    except TypeError:
        values = [frozenset(value) if isinstance(value, set) else value for value in values]
        seen = {value: place for place, value in enumerate(dict.fromkeys(values))}
    present = [value for value in seen if not is_missing(value)]
    ordered = in_order(present)
    code_of = {value: code for code, value in enumerate(ordered)}
    lookup = np.array([code_of.get(value, MISSING) for value in seen], dtype=smallest_integer(len(ordered)))
    places = np.fromiter((seen[value] for value in values), dtype=np.intp, count=len(values))
    codes = lookup[places] if values else lookup
    return Ratings(np.ascontiguousarray(codes.reshape(shape).T), tuple(ordered))


def is_missing(value: Any) -> bool:
    """Say whether a value is missing: None, NaN, NaT or pandas.NA - and never a label."""
    if value is None:
        return True
    try:
        return not bool(value == value)  # noqa: PLR0124 - only NaN differs from itself
    except TypeError:  # pandas.NA does not know whether it equals itself
        return True


def in_order(values: Iterable[Hashable]) -> list[Hashable]:
    """Sort categories: numbers as numbers, others among themselves, mixtures by type and then text."""
    listed = list(values)
    if all(isinstance(value, Real) for value in listed):
        return sorted(listed)  # type: ignore[type-var]  # real numbers compare
    if any(isinstance(value, frozenset) for value in listed):  # < between sets is inclusion, not order
        return sorted(listed, key=lambda value: (type(value).__name__, repr(value)))
    try:
        return sorted(listed)  # type: ignore[type-var]  # tried, and caught below
    except TypeError:
        return sorted(listed, key=lambda value: (type(value).__name__, str(value)))


def smallest_integer(n_values: int) -> np.dtype[np.signedinteger[Any]]:
    """Return the smallest signed integer type that holds -1 and `n_values` codes."""
    kinds: tuple[type[np.signedinteger[Any]], ...] = (np.int8, np.int16, np.int32)
    for kind in kinds:
        if n_values <= np.iinfo(kind).max:
            return np.dtype(kind)
    return np.dtype(np.int64)


def ratings_from_table(table: Sequence[Sequence[int]] | NDArray[Any]) -> list[tuple[int, int]]:
    """Return one (row, column) pair of categories per unit of a square two-coder table.

    The first coder's categories are the rows, the second's the columns; both are numbered from 0.

    Raises:
        ValueError: if the table is not square, or holds negative or fractional counts.
    """
    counts = _whole_counts(table)
    if counts.shape[0] != counts.shape[1]:
        raise ValueError("a two-coder table is square: the same categories as rows and as columns")
    return [
        (row, column)
        for row, line in enumerate(counts.tolist())
        for column, count in enumerate(line)
        for _ in range(count)
    ]


def ratings_from_counts(counts: Sequence[Sequence[int]] | NDArray[Any]) -> list[tuple[int | None, ...]]:
    """Return ratings from how many coders put each unit (row) in each category (column).

    Units with fewer ratings than others are filled with None. Which coder gave which value is lost in such
    counts, so only statistics that do not look at the individual coder (Fleiss, alpha, AC1) make sense.

    Raises:
        ValueError: if the counts are negative or fractional.
    """
    table = _whole_counts(counts)
    n_coders = int(table.sum(axis=1).max(initial=0))
    rows = [
        [category for category, count in enumerate(line) for _ in range(count)] for line in table.tolist()
    ]
    return [(*row, *[None] * (n_coders - len(row))) for row in rows]


def _whole_counts(table: Any) -> NDArray[np.int64]:
    """Check a table of counts and return it as integers."""
    counts = np.asarray(table)
    if counts.ndim != 2:  # noqa: PLR2004 - rows and columns
        raise ValueError("a table of counts has rows and columns")
    whole = counts.astype(np.int64)
    if bool((whole != counts).any()) or bool((whole < 0).any()):
        raise ValueError("a table of counts holds whole numbers from 0 up")
    return whole
