"""Several values as one number: less work for totals and for sums of values.

Counting or looking up values costs the same for one value as for several that are read together as the
digits of one number. Units are taken in blocks that stay in the cache.
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
FEWEST_FOR_PAIRS = 1 << 15  # codes from which counting them in pairs pays


def count_codes(codes: NDArray[Any], n_values: int) -> NDArray[np.int64]:
    """Return how often each of the codes 0 to n_values - 1 occurs; -1 is not counted."""
    flat = codes.ravel()
    if flat.dtype == np.int8 and flat.size >= FEWEST_FOR_PAIRS:
        return _count_pairs(flat, n_values)
    counts = np.zeros(n_values + 1, dtype=np.int64)
    for block in _blocks(flat.size):
        counts += np.bincount(flat[block].astype(np.intp) + 1, minlength=n_values + 1)
    return counts[1:]


def _count_pairs(flat: NDArray[np.int8], n_values: int) -> NDArray[np.int64]:
    """Count bytes two at a time: neighbours read as one 16-bit number, and its two halves told apart after."""
    even = flat.size - flat.size % 2
    pairs = flat[:even].view(np.uint16)
    # -1 reads as 255; without it the largest pair is two of the last value
    size = (n_values if int(flat.min()) >= 0 else 256) * 256
    counts = np.zeros(size, dtype=np.int64)
    for block in _blocks(pairs.size):
        counts += np.bincount(pairs[block], minlength=size)
    halves = counts.reshape(-1, 256)
    totals = halves.sum(axis=0)[:n_values] + halves.sum(axis=1)[:n_values]
    if even < flat.size and flat[-1] >= 0:
        totals[flat[-1]] += 1
    return np.asarray(totals)


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
