"""Several coders' values as one number: a third of the work for totals and sums of values.

Counting or looking up values costs the same for one coder as for three whose codes are read together as the
digits of one number. Coders are therefore taken in groups, and units in blocks that stay in the cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

LARGEST = 1 << 13  # combinations of values counted together: below 2**15, so that they fit an int16
BLOCK = 1 << 15  # units taken together


def joint_totals(codes: NDArray[Any], n_values: int, *, complete: bool) -> NDArray[np.int64]:
    """Return how often each value occurs in coders x units of codes (-1, not counted, if not complete)."""
    spare = 0 if complete else 1
    base = n_values + spare
    totals = np.zeros(base, dtype=np.int64)
    reader = _Reader.of(codes, base, spare)
    for group in _groups(codes.shape[0], base):
        width = group.stop - group.start
        counts = np.zeros(base**width, dtype=np.int64)
        for block in _blocks(codes.shape[1]):
            counts += np.bincount(reader.read(codes[group, block]), minlength=counts.size)
        digits = counts.reshape((base,) * width)
        for axis in range(width):
            totals += digits.sum(axis=tuple(other for other in range(width) if other != axis))
    return totals[spare:]


def joint_sums(
    codes: NDArray[Any], per_value: NDArray[np.float64], *, complete: bool
) -> Iterator[tuple[slice, NDArray[np.float64]]]:
    """Yield, per block of units, the sums over coders of the number that belongs to the value each gave.

    The array that is yielded is used again for the next block.
    """
    spare = 0 if complete else 1
    digit = per_value if complete else np.append(0.0, per_value)
    reader = _Reader.of(codes, digit.size, spare)
    tables = [(group, _table(digit, group)) for group in _groups(codes.shape[0], digit.size)]
    sums, found = np.empty((2, reader.joint.size))
    for block in _blocks(codes.shape[1]):
        here, part = sums[: block.stop - block.start], found[: block.stop - block.start]
        here[:] = 0
        for group, table in tables:
            # no code is out of range; "clip" spares numpy a copy
            table.take(reader.read(codes[group, block]), out=part, mode="clip")
            here += part
        yield block, here


def _table(digit: NDArray[np.float64], group: slice) -> NDArray[np.float64]:
    """Return the sum for every combination of a group's values."""
    table = digit
    for _ in range(group.stop - group.start - 1):
        table = np.add.outer(table, digit).ravel()
    return table


def _groups(n_coders: int, base: int) -> list[slice]:
    """Return slices of coders whose combinations of values are few enough to count together."""
    size, combinations = 1, base
    while combinations * base <= LARGEST and base > 1 and size < n_coders:
        size, combinations = size + 1, combinations * base
    return [slice(start, min(start + size, n_coders)) for start in range(0, n_coders, size)]


def _blocks(n_units: int) -> Iterator[slice]:
    """Yield slices of units."""
    for start in range(0, n_units, BLOCK):
        yield slice(start, min(start + BLOCK, n_units))


@dataclass(frozen=True)
class _Reader:
    """Reads codes, raised by `spare`, as the digits of one number; its arrays are used again and again."""

    base: int
    spare: int
    digits: NDArray[Any]
    joint: NDArray[np.intp]

    @classmethod
    def of(cls, codes: NDArray[Any], base: int, spare: int) -> _Reader:
        """Make room for a block of units."""
        size = min(BLOCK, codes.shape[1])
        kind = np.int16 if base <= LARGEST else codes.dtype
        return cls(base, spare, np.empty(size, dtype=kind), np.empty(size, dtype=np.intp))

    def read(self, codes: NDArray[Any]) -> NDArray[np.intp]:
        """Return one number per unit for the codes of a group of coders."""
        digits, joint = self.digits[: codes.shape[1]], self.joint[: codes.shape[1]]
        digits[:] = codes[0]
        raised = self.spare
        for row in codes[1:]:
            np.multiply(digits, self.base, out=digits)
            np.add(digits, row, out=digits)
            raised = raised * self.base + self.spare
        np.add(digits, raised, out=joint, dtype=np.intp)
        return joint
