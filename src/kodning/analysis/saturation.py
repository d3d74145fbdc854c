"""How many codes each further interview adds, whatever order the interviews are taken in.

One order shows little: the curve it gives is luck. The envelope says what every order would give. Whether enough
interviews were made is judged as Guest, Namey & Chen (2020, PLOS ONE 15(5): e0232076) do: new codes in a run of
interviews, against the codes of the first interviews.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import permutations
from math import comb, factorial
from operator import or_
from random import Random
from statistics import median_low
from typing import NamedTuple

from kodning.analysis.counting import code_names, whose
from kodning.analysis.matrix import Undefined
from kodning.project import Project
from kodning.store.counts import counts
from kodning.wording import tr

MOST_FOR_EVERY_SET = 15  # so many interviews have 32,768 sets: the envelope is exact up to here
MOST_FOR_EVERY_ORDER = 7  # so many have 5,040 orders: Guest's criterion is exact up to here
SAMPLED_ORDERS = 1_000


class Step(NamedTuple):
    """After so many interviews.

    Attributes:
        interviews: How many.
        document: The one that came last, in the project's order.
        codes: Codes met so far, in the project's order.
        new: Codes that the last one added, in the project's order.
        low: Fewest codes that so many interviews give, in any order.
        mean: What they give on average over all orders; always exact.
        high: Most codes that so many interviews give.
    """

    interviews: int
    document: str
    codes: int
    new: int
    low: int
    mean: float
    high: int


class Run(NamedTuple):
    """A run of interviews in the project's order: how many new codes, against the base."""

    first: int
    last: int
    new: int
    ratio: float


@dataclass(frozen=True, slots=True)
class Criterion:
    """Guest's criterion.

    Attributes:
        base: Interviews whose codes are what new ones are measured against.
        run: Interviews in a run.
        threshold: At most this share of the base's codes may be new in a run.
        base_codes: Codes of the base, in the project's order; None where there are too few interviews.
        runs: Each run in the project's order.
        reached: The interview after which the first run met the criterion, in the project's order.
        orders: How many orders were tried.
        every_order: Whether these are all there are.
        reached_in: In how many of them it is met.
        earliest: The earliest interview at which it is met, over those orders.
        median: The middle one.
        latest: The latest one.
        reason: Why there is no figure.
    """

    base: int
    run: int
    threshold: float
    base_codes: int | None = None
    runs: Sequence[Run] = ()
    reached: int | None = None
    orders: int = 0
    every_order: bool = False
    reached_in: int | None = None
    earliest: int | None = None
    median: int | None = None
    latest: int | None = None
    reason: Undefined | None = None

    def record(self) -> dict[str, object]:
        """The criterion as programs get it."""
        return {
            "base": self.base,
            "run": self.run,
            "threshold": self.threshold,
            "base_codes": self.base_codes,
            "runs": [run._asdict() for run in self.runs],
            "reached": self.reached,
            "orders": self.orders,
            "every_order": self.every_order,
            "reached_in": self.reached_in,
            "earliest": self.earliest,
            "median": self.median,
            "latest": self.latest,
            "reason": tr(*self.reason) if self.reason else None,
        }


@dataclass(frozen=True, slots=True)
class Saturation:
    """The envelope and the criterion.

    Attributes:
        steps: After one, two, … interviews.
        criterion: Guest's criterion.
        codes_total: Codes met in all interviews.
        codes_in_codebook: Codes there are.
        exact: Whether `low` and `high` are over every order; else over `SAMPLED_ORDERS` drawn ones.
        seed: What these were drawn with.
        themes: Whether codes are counted as their topmost theme.
        unread: Documents left out: the coder has neither read nor coded them.
        documents: How many documents there are.
        coder: Whose codings.
        other_coders: Who else has coded.
    """

    steps: Sequence[Step]
    criterion: Criterion
    codes_total: int
    codes_in_codebook: int
    exact: bool
    seed: int
    themes: bool
    unread: Sequence[str]
    documents: int
    coder: str
    other_coders: Sequence[str]

    def record(self) -> dict[str, object]:
        """Everything as programs get it."""
        return {
            "coder": self.coder,
            "codes_total": self.codes_total,
            "codes_in_codebook": self.codes_in_codebook,
            "exact": self.exact,
            "seed": None
            if self.exact and (self.criterion.every_order or not self.criterion.orders)
            else self.seed,
            "themes": self.themes,
            "unread": list(self.unread),
            "steps": [step._asdict() for step in self.steps],
            "criterion": self.criterion.record(),
        }


def saturation(
    project: Project,
    *,
    coder: str | None = None,
    themes: bool = False,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    seed: int = 0,
) -> Saturation:
    """Count the new codes of each interview, in the project's order and over all orders.

    Args:
        project: The project.
        coder: Whose codings; else the coder who has reviewed most.
        themes: Count every code as its topmost theme.
        base: Interviews in Guest's base.
        run: Interviews in a run.
        threshold: New codes in a run, as a share of the base's, that still count as none.
        seed: Which orders are drawn, where there are too many to try all.

    Raises:
        NoCodingsError: Nothing is coded yet.
        UnknownCoderError: No such coder.
    """
    who, others = whose(project, coder)
    sets, unread, in_codebook = _code_sets(project, who, themes)
    names, masks = list(sets), list(sets.values())
    exact = len(masks) <= MOST_FOR_EVERY_SET
    drawn = [] if exact and len(masks) <= MOST_FOR_EVERY_ORDER else list(_drawn(masks, seed))
    low, high = _every_set(masks) if exact else _over(drawn)
    steps = []
    met = 0
    for at, (name, mask) in enumerate(zip(names, masks, strict=True)):
        new = (mask & ~met).bit_count()
        met |= mask
        steps.append(Step(at + 1, name, met.bit_count(), new, low[at], _mean(masks, at + 1), high[at]))
    return Saturation(
        steps=steps,
        criterion=_criterion(masks, drawn, Criterion(base, run, threshold)),
        codes_total=met.bit_count(),
        codes_in_codebook=in_codebook,
        exact=exact,
        seed=seed,
        themes=themes,
        unread=unread,
        documents=len(names) + len(unread),
        coder=who,
        other_coders=others,
    )


def _code_sets(project: Project, coder: str, themes: bool) -> tuple[dict[str, int], list[str], int]:
    """The codes of each document as bits of a number, the documents left out, and how many codes there are."""
    names = code_names(project)
    bits: dict[int, int] = {}
    position = -1
    for key, name in names.items():
        position += not (themes and name.depth)
        bits[key] = 1 << position
    sets = {document.name: 0 for document in project.documents()}
    for count in counts(project.connection, [coder], "own", "document"):
        sets[count.group] |= bits[count.code]
    read = {document for document, reader, _, _ in project.reviews() if reader == coder}
    unread = [name for name, codes in sets.items() if not codes and name not in read]
    return {name: codes for name, codes in sets.items() if name not in unread}, unread, position + 1


def _every_set(masks: Sequence[int]) -> tuple[list[int], list[int]]:
    """Fewest and most codes in any set of each size."""
    low, high = [10**9] * len(masks), [0] * len(masks)
    unions = [0] * (1 << len(masks))
    for chosen in range(1, len(unions)):
        lowest = chosen & -chosen
        unions[chosen] = unions[chosen ^ lowest] | masks[lowest.bit_length() - 1]
        size, codes = chosen.bit_count() - 1, unions[chosen].bit_count()
        low[size], high[size] = min(low[size], codes), max(high[size], codes)
    return low, high


def _drawn(masks: Sequence[int], seed: int) -> Iterator[list[int]]:
    """Orders drawn at random, each as the codes met after one, two, … interviews."""
    draw = Random(seed)  # noqa: S311 - a sample, no secret
    for _ in range(SAMPLED_ORDERS):
        yield _along(draw.sample(masks, len(masks)))


def _along(order: Sequence[int]) -> list[int]:
    met, found = 0, []
    for mask in order:
        met |= mask
        found.append(met.bit_count())
    return found


def _over(orders: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    columns = list(zip(*orders, strict=True))
    return [min(column) for column in columns], [max(column) for column in columns]


def _mean(masks: Sequence[int], size: int) -> float:
    """Codes that `size` interviews give on average over all orders: each code is met unless all with it come later."""
    ways = comb(len(masks), size)  # whole numbers until the last step: no rounding adds up
    every = reduce(or_, masks, 0)
    with_code = [
        sum(mask >> bit & 1 for mask in masks) for bit in range(every.bit_length()) if every >> bit & 1
    ]
    missed = sum(comb(len(masks) - documents, size) for documents in with_code)
    return (len(with_code) * ways - missed) / ways


def _criterion(masks: Sequence[int], drawn: Sequence[Sequence[int]], asked: Criterion) -> Criterion:
    base, run, threshold = asked.base, asked.run, asked.threshold
    if len(masks) < base + run:
        need, there = base + run, len(masks)
        return Criterion(
            base,
            run,
            threshold,
            reason=(
                f"der skal mindst {need} interviews til (base {base} og et forløb på {run}), og der er {there}",
                f"it takes at least {need} interviews (a base of {base} and a run of {run}), and there are {there}",
            ),
        )
    here = _along(masks)
    if not here[base - 1]:
        return Criterion(
            base, run, threshold, base_codes=0,
            reason=("de første interviews har ingen koder", "the first interviews have no codes"),
        )  # fmt: skip
    every_order = len(masks) <= MOST_FOR_EVERY_ORDER
    orders = [_along(order) for order in permutations(masks)] if every_order else drawn
    found = [reached for order in orders if (reached := _reached(order, asked)) is not None]
    return Criterion(
        base,
        run,
        threshold,
        base_codes=here[base - 1],
        runs=[
            Run(
                at + 1,
                at + run,
                here[at + run - 1] - here[at - 1],
                (here[at + run - 1] - here[at - 1]) / here[base - 1],
            )
            for at in range(base, len(masks) - run + 1)
        ],
        reached=_reached(here, asked),
        orders=factorial(len(masks)) if every_order else len(orders),
        every_order=every_order,
        reached_in=len(found),
        earliest=min(found, default=None),
        median=median_low(found) if found else None,
        latest=max(found, default=None),
    )


def _reached(met: Sequence[int], asked: Criterion) -> int | None:
    """After how many interviews the next run brings no more than the threshold; None where none does."""
    if not met[asked.base - 1]:
        return None
    for at in range(asked.base, len(met) - asked.run + 1):
        if met[at + asked.run - 1] - met[at - 1] <= asked.threshold * met[asked.base - 1]:
            return at
    return None
