"""Where codings of two codes meet: one sweep over all codings in the order of their places, never pair by pair.

Places are the informants' words: a coding is a half-open stretch of them, and one that holds only the interviewer's
words meets nothing. At the start of each coding all codings are counted that are open there; every pair that shares
a word is met exactly once so, however many pairs there are. Between two neighbouring starts or ends the same codes
are open: that gives the words under both of two codes.
"""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

# Below this number of codings plain Python is quicker than importing numpy.
FEW = 4_000
_ONE_THREAD = 200_000  # multiplications
_BLOCK = 1 << 15  # events swept at once; memory is this times the number of codes


class Spans(NamedTuple):
    """Codings as places on one line: document after document, far enough apart not to meet.

    Attributes:
        code: For each coding the number of its code, from 0.
        start: Its first word.
        end: One past its last word.
    """

    code: "Sequence[int] | NDArray[np.int64]"
    start: "Sequence[int] | NDArray[np.int64]"
    end: "Sequence[int] | NDArray[np.int64]"


class Met(NamedTuple):
    """What two codes have in common, as square tables by code.

    Attributes:
        pairs: Pairs of codings, one of each code, that share a word; of one code with itself every pair once.
        words: Words under both codes; of one code with itself the words under it.
    """

    pairs: list[list[int]]
    words: list[list[int]]


def meet(spans: Spans, codes: int) -> Met:
    """Sweep the codings and count where they meet."""
    return _few(spans, codes) if len(spans.code) < FEW else _many(spans, codes)


def _few(spans: Spans, codes: int) -> Met:
    events = []
    for code, start, end in zip(spans.code, spans.start, spans.end, strict=True):
        if start < end:
            events += [(start, 1, code), (end, 0, code)]
    pairs = [[0] * codes for _ in range(codes)]
    words = [[0] * codes for _ in range(codes)]
    many: dict[int, int] = {}  # codings open now, by code
    before = 0
    for place, is_start, code in sorted(events):
        if place > before:
            for one in many:
                for other in many:
                    words[one][other] += place - before
            before = place
        if is_start:
            for other, count in many.items():
                pairs[code][other] += count
            many[code] = many.get(code, 0) + 1
        elif many[code] == 1:
            del many[code]
        else:
            many[code] -= 1
    return Met(_both_ways(pairs), words)


def _both_ways(pairs: list[list[int]]) -> list[list[int]]:
    """A pair is met at the start of the later coding, whichever code that has."""
    size = range(len(pairs))
    return [[pairs[a][b] + (pairs[b][a] if a != b else 0) for b in size] for a in size]


def _many(spans: Spans, codes: int) -> Met:
    import numpy as np

    events, shift = _events(spans, codes)
    pairs = np.zeros((codes, codes))
    words = np.zeros((codes, codes))
    open_now = np.zeros(codes, dtype=np.int32)
    for first in range(0, len(events), _BLOCK):
        block = events[first : first + _BLOCK]
        code, is_start = block & ((1 << shift) - 1), (block >> shift) & 1
        place = block >> (shift + 1)
        rows = np.arange(len(block))
        change = np.zeros((len(block), codes), dtype=np.int32)
        change[rows, code] = 2 * is_start - 1
        after = np.cumsum(change, axis=0, dtype=np.int32)
        after += open_now
        starting = np.flatnonzero(is_start)
        there = (after[starting] - change[starting]).astype(np.float64)  # open before each start
        starts = np.zeros((len(starting), codes))
        starts[np.arange(len(starting)), code[starting]] = 1.0
        pairs += _product(starts, there)
        open_now = after[-1]
        following = events[first + 1 : first + 1 + len(block)] >> (shift + 1)
        length = np.zeros(len(block))
        length[: len(following)] = following - place[: len(following)]
        present = after > 0
        words += _product(present * length[:, None], present.astype(np.float64))
    return Met(_both_ways(_whole(pairs)), _whole(words))


def _product(left: "NDArray[np.float64]", right: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """`left.T @ right`, in pieces so small that the linear algebra library starts no threads.

    Its threads wait for each other by turning round: on a busy computer that takes ten times the time of the work.
    """
    import numpy as np

    rows, codes = left.shape
    piece = max(64, _ONE_THREAD // codes**2)
    whole = rows - rows % piece
    rest = left[whole:].T @ right[whole:]
    if not whole:
        return rest
    first, second = left[:whole].reshape(-1, piece, codes), right[:whole].reshape(-1, piece, codes)
    total: NDArray[np.float64] = np.matmul(first.transpose(0, 2, 1), second).sum(axis=0) + rest
    return total


def _events(spans: Spans, codes: int) -> "tuple[NDArray[np.int64], int]":
    """Starts and ends in order of place, ends before starts, each packed in one number with its code below."""
    import numpy as np

    code = np.asarray(spans.code, dtype=np.int64)
    start = np.asarray(spans.start, dtype=np.int64)
    end = np.asarray(spans.end, dtype=np.int64)
    shift = max(1, (codes - 1).bit_length())
    holds = start < end
    code = code[holds]
    events = np.concatenate(
        [(((start[holds] << 1) | 1) << shift) | code, ((end[holds] << 1) << shift) | code]
    )
    events.sort()
    return events, shift


def _whole(table: "NDArray[np.float64]") -> list[list[int]]:
    # Sums of whole numbers below 2**53 are exact.
    return [[int(value) for value in row] for row in table]
