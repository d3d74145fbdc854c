"""How many units to double-code: sample sizes for kappa, and what few interviews do to them.

The size is the smallest at which, when kappa is as expected, its one-sided 95 % lower limit (goodness of fit) is at
least the wanted one. Donner & Eliasziw (1992), A goodness-of-fit approach to inference procedures for the kappa
statistic, Statistics in Medicine 11, 1511–1519; more than two coders: Altaye, Donner & Klar (2001), Biometrics 57,
584–588; as a planning rule: Rotondi & Donner (2012), Journal of Clinical Epidemiology 65, 778–784.
"""

from math import ceil, comb
from typing import NamedTuple

from kodning.errors import KodningError

_CHI_SQUARE = 2.705543454095404  # 90th percentile, one degree of freedom: one-sided 95 %
_TO_SPARE = 0.001  # as in Rotondi's program kappaSize (R), so that the sizes are those it prints
FEWEST_CODERS, MOST_CODERS = 2, 6  # the papers give the model for up to six
_STEPS = 60  # bisections: as exact as a float


class SampleSettingError(KodningError):
    """A setting of the sample that cannot be."""


class Plan(NamedTuple):
    """What a sample is for.

    Attributes:
        prevalence: Share of units with the code, 0 to 1.
        coders: How many code each unit.
        lower: The lower limit that kappa is to reach.
        expected: Kappa as it is expected.
        icc: Intraclass correlation of agreement within an interview.
    """

    prevalence: float = 0.2
    coders: int = 2
    lower: float = 0.667
    expected: float = 0.8
    icc: float = 0.1


class Size(NamedTuple):
    """How many units, and what they are worth.

    Attributes:
        independent: Units that would be enough if they were independent of each other.
        wanted: Units that are enough with so many in each interview; None where no number from so few interviews is.
        drawn: Units to draw.
        available: Units there are.
        design_effect: 1 + (m − 1)·ICC for the m units drawn of each interview on average.
        effective: What the drawn units are worth in independent ones.
        lower: The lower limit to expect with them; None where they are too few for any.
    """

    independent: int
    wanted: int | None
    drawn: int
    available: int
    design_effect: float
    effective: float
    lower: float | None


def independent_size(plan: Plan) -> int:
    """Units needed if they were independent.

    Raises:
        SampleSettingError: A share that is none, or an expected kappa that is not above the lower limit.
    """
    _check(plan)
    return ceil((_CHI_SQUARE + _TO_SPARE) / _distance(plan, plan.lower))


def _check(plan: Plan) -> None:
    if not 0 < plan.prevalence < 1:
        da, en = _written(plan.prevalence)
        raise SampleSettingError(
            f"Prævalensen skal ligge mellem 0 og 1, ikke {da}.",
            f"The prevalence must lie between 0 and 1, not {en}.",
        )
    if not 0 <= plan.lower < plan.expected <= 1:
        (da, en), (lower_da, lower_en) = _written(plan.expected), _written(plan.lower)
        raise SampleSettingError(
            f"Den forventede kappa ({da}) skal være større end den nedre grænse ({lower_da}), begge fra 0 til 1.",
            f"The expected kappa ({en}) must be above the lower limit ({lower_en}), both from 0 to 1.",
        )
    if not FEWEST_CODERS <= plan.coders <= MOST_CODERS:
        raise SampleSettingError(
            f"Størrelsen kan beregnes for {FEWEST_CODERS} til {MOST_CODERS} kodere, ikke {plan.coders}.",
            f"The size can be computed for {FEWEST_CODERS} to {MOST_CODERS} coders, not {plan.coders}.",
        )
    if not 0 <= plan.icc <= 1:
        da, en = _written(plan.icc)
        raise SampleSettingError(
            f"ICC skal ligge mellem 0 og 1, ikke {da}.", f"The ICC must lie between 0 and 1, not {en}."
        )


def _written(value: float) -> tuple[str, str]:
    """A number in Danish and in English."""
    return f"{value:g}".replace(".", ","), f"{value:g}"


def _shares(plan: Plan, kappa: float) -> list[float]:
    """The share of units on which 0, 1, 2 … of the coders put the code (common correlation model)."""
    p, m = plan.prevalence, plan.coders
    shares = [(1 - kappa) * comb(m, k) * p**k * (1 - p) ** (m - k) for k in range(m + 1)]
    shares[0] += kappa * (1 - p)
    shares[m] += kappa * p
    return shares


def _distance(plan: Plan, lower: float) -> float:
    """Chi-square per unit between what is expected and what the lower limit would give."""
    pairs = zip(_shares(plan, plan.expected), _shares(plan, lower), strict=True)
    return sum((expected - limit) ** 2 / limit for expected, limit in pairs)


def lower_limit(plan: Plan, effective: float) -> float | None:
    """The lower limit to expect from so many independent units; None where they are too few to exclude 0."""
    low, high = 0.0, plan.expected
    if effective <= 0 or effective * _distance(plan, low) < _CHI_SQUARE:
        return None
    for _ in range(_STEPS):
        middle = (low + high) / 2
        enough = effective * _distance(plan, middle) >= _CHI_SQUARE
        low, high = (middle, high) if enough else (low, middle)
    return low


def sample_size(plan: Plan, available: int, interviews: int, asked: int | None = None) -> Size:
    """How many units to draw.

    With m units from each interview, n units are worth n / (1 + (m − 1)·ICC) independent ones, which can never be
    more than interviews / ICC. Where that is too little, the size is the independent one times the design effect it
    would have itself: most of what these interviews can give, and less than everything there is.

    Args:
        plan: What the sample is for.
        available: Units there are.
        interviews: Interviews they come from.
        asked: As many units instead.

    Raises:
        SampleSettingError: As for `independent_size`, or nothing to draw from.
    """
    independent = independent_size(plan)
    if not available or (asked is not None and asked < 1):
        raise SampleSettingError("Der er ingen enheder at trække.", "There are no units to draw.")
    wanted = _clustered(independent, interviews, plan.icc)
    once = ceil(independent * design_effect(independent, interviews, plan.icc) - 1e-9)
    drawn = min(available, asked or wanted or once)
    effect = design_effect(drawn, interviews, plan.icc)
    effective = drawn / effect
    return Size(independent, wanted, drawn, available, effect, effective, lower_limit(plan, effective))


def _clustered(independent: int, interviews: int, icc: float) -> int | None:
    """The n with n / design effect = the independent size; None where there is none."""
    left = 1 - independent * icc / interviews
    if independent <= interviews:
        return independent  # one from each interview: nothing within an interview is alike
    return ceil(independent * (1 - icc) / left - 1e-9) if left > 0 else None


def design_effect(units: float, interviews: int, icc: float) -> float:
    """1 + (m − 1)·ICC for m units of each interview on average; Kish (1965), Survey Sampling."""
    return 1 + max(0.0, units / interviews - 1) * icc
