"""What an interval allows one to say: Krippendorff's limits, or the words of Landis and Koch."""

from typing import Literal, get_args

from kodning.agreement import Interval

Scale = Literal["krippendorff", "landis-koch"]
SCALES: tuple[Scale, ...] = get_args(Scale)

# Krippendorff (2019), 12.3.3: below the first, no conclusions; from the second, reliable.
TENTATIVE, RELIABLE = 0.667, 0.800
# Landis & Koch (1977), The measurement of observer agreement for categorical data, Biometrics 33, p. 165: the
# largest value that each word stands for.
LANDIS_KOCH = (
    (0.20, "slight"),
    (0.40, "fair"),
    (0.60, "moderate"),
    (0.80, "substantial"),
    (1.0, "almost perfect"),
)


def verdict(found: Interval, scale: Scale = "krippendorff") -> str:
    """What the interval (not the point) allows one to say: a stable word for programs.

    Args:
        found: The interval.
        scale: `krippendorff`: `reliable`, `tentative`, `open` or `insufficient`. `landis-koch`: the word of the
            lower limit and that of the upper one, such as `fair to substantial`.

    Returns:
        The word; `undefined` where there is no interval.
    """
    if found.low is None or found.high is None:
        return "undefined"
    if scale == "landis-koch":
        return " to ".join(dict.fromkeys([landis_koch(found.low), landis_koch(found.high)]))
    if found.low >= RELIABLE:
        return "reliable"
    if found.low >= TENTATIVE:
        return "tentative"
    return "insufficient" if found.high < TENTATIVE else "open"


def landis_koch(value: float) -> str:
    """Landis and Koch's word for a value."""
    if value < 0:
        return "poor"
    return next((word for most, word in LANDIS_KOCH if value <= most), LANDIS_KOCH[-1][1])
