"""Which items of one sequence correspond to which of another; quick where they differ little."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

_GRAMS = (1, 2, 4)  # what is looked for that both sequences have once: items, pairs, runs of four
_MOST_EDITS = 400  # past so many edits between two anchors the search is given up there
_LARGEST_GAP = 2_500  # comparisons for words that replace each other
_INDEL = 0.6  # less than half of a replacement by another word costs more than this, so they pair in order
_NEVER = 9.0

Range = tuple[int, int, int, int]


def matches(old: Sequence[int], new: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs (place in old, place in new) of equal items, rising in both."""
    waiting: list[Range] = [(0, len(old), 0, len(new))]
    while waiting:
        a, b, c, d = waiting.pop()
        while a < b and c < d and old[a] == new[c]:
            yield a, c
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            yield b, d
        if a == b or c == d:
            continue
        anchors = _anchors(old, new, (a, b, c, d))
        if not anchors:
            yield from _myers(old, new, (a, b, c, d))
            continue
        for one, other in anchors:
            yield one, other
            waiting.append((a, one, c, other))
            a, c = one + 1, other + 1
        waiting.append((a, b, c, d))


def _anchors(old: Sequence[int], new: Sequence[int], where: Range) -> list[tuple[int, int]]:
    """Items that each range has once, in the longest order that both agree on."""
    a, b, c, d = where
    for size in _GRAMS:
        mine, theirs = _once(old, a, b, size), _once(new, c, d, size)
        common = [(place, theirs[gram]) for gram, place in mine.items() if gram in theirs]
        if common:
            common.sort()
            return _rising(common)
    return []


def _once(items: Sequence[int], start: int, end: int, size: int) -> dict[object, int]:
    found: dict[object, int] = {}
    for place in range(start, end - size + 1):
        gram = items[place] if size == 1 else tuple(items[place : place + size])
        found[gram] = -1 if gram in found else place
    return {gram: place for gram, place in found.items() if place >= 0}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence whose second members rise too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, other) in enumerate(pairs):
        place = bisect_left(ends, other)
        before.append(last[place - 1] if place else -1)
        ends[place : place + 1] = [other]
        last[place : place + 1] = [number]
    chosen = []
    number = last[-1] if last else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]


def _myers(old: Sequence[int], new: Sequence[int], where: Range) -> list[tuple[int, int]]:
    """The matches of a shortest edit script; none where it is very long."""
    a, b, c, d = where
    n, m = b - a, d - c
    reach = {1: 0}
    trail: list[dict[int, int]] = []
    for edits in range(min(n + m, _MOST_EDITS) + 1):
        trail.append(dict(reach))
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and reach.get(k - 1, -1) < reach.get(k + 1, -1))
            x = reach[k + 1] if down else reach[k - 1] + 1
            y = x - k
            while x < n and y < m and old[a + x] == new[c + y]:
                x, y = x + 1, y + 1
            reach[k] = x
            if x >= n and y >= m:
                return [(a + one, c + other) for one, other in _walk(trail, n, m)]
    return []


def _walk(trail: Sequence[dict[int, int]], x: int, y: int) -> Iterator[tuple[int, int]]:
    """The diagonal steps of a path, from its end to its beginning."""
    for edits in range(len(trail) - 1, -1, -1):
        reach, k = trail[edits], x - y
        down = k == -edits or (k != edits and reach.get(k - 1, -1) < reach.get(k + 1, -1))
        previous = k + 1 if down else k - 1
        from_x = reach[previous] if edits else 0
        from_y = from_x - previous if edits else 0
        stop = from_x if down else from_x + 1
        while x > (stop if edits else 0) and y > 0:
            x, y = x - 1, y - 1
            yield x, y
        x, y = from_x, from_y


def replacements(
    old: Sequence[int], new: Sequence[int], gap: Range, words: Sequence[str], is_word: Sequence[bool]
) -> list[tuple[int, int]]:
    """Pairs of unlike tokens that most likely stand for each other: like words first, in order."""
    a, b, c, d = gap
    n, m = b - a, d - c
    if n * m > _LARGEST_GAP:
        return []
    cost = [[(i + j) * _INDEL if not (i and j) else 0.0 for j in range(m + 1)] for i in range(n + 1)]
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            one, other = old[a + i - 1], new[c + j - 1]
            swap = distance(words[one], words[other]) if is_word[one] == is_word[other] else _NEVER
            cost[i][j] = min(cost[i - 1][j - 1] + swap, cost[i - 1][j] + _INDEL, cost[i][j - 1] + _INDEL)
    pairs, i, j = [], n, m
    while i and j:
        if cost[i][j] == cost[i - 1][j] + _INDEL:
            i -= 1
        elif cost[i][j] == cost[i][j - 1] + _INDEL:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((a + i, c + j))
    return pairs


def distance(one: str, other: str) -> float:
    """From 0 for words that differ in case only to 1 for words that have neither beginning nor end in common."""
    left, right = one.casefold(), other.casefold()
    if left == right:
        return 0.0
    shorter, longer = sorted((len(left), len(right)))
    head = 0
    while head < shorter and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < shorter - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    return 1.0 - (head + tail) / longer
