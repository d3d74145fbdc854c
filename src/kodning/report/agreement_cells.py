"""A figure, an interval and a verdict of an agreement report, as they are printed in a cell."""

from kodning.agreement import Interval
from kodning.intercoder.thresholds import Scale, verdict
from kodning.wording import decimal, percent, tr

_HALF_PERCENT = 0.005


def interval_text(found: Interval) -> str:
    """An interval as `0,67–0,79`; a dash where there is none."""
    if found.low is None or found.high is None:
        return "–"
    return f"{decimal(found.low)}–{decimal(found.high)}"


def verdict_text(found: Interval, scale: Scale = "krippendorff") -> str:
    """The verdict on the interval, in a word or two; a range of words on the scale of Landis and Koch."""
    words = {
        "reliable": tr("pålidelig", "reliable"),
        "tentative": tr("foreløbig", "tentative"),
        "open": tr("uafklaret", "open"),
        "insufficient": tr("for lav", "too low"),
        "undefined": "–",
        "poor": tr("ringe", "poor"),
        "slight": tr("svag", "slight"),
        "fair": tr("nogen", "fair"),
        "moderate": tr("moderat", "moderate"),
        "substantial": tr("betydelig", "substantial"),
        "almost perfect": tr("næsten fuld", "almost perfect"),
    }
    return tr(" til ", " to ").join(words[word] for word in verdict(found, scale).split(" to "))


def number(value: float | None) -> str:
    """A figure, or that it is undefined."""
    return tr("ikke defineret", "undefined") if value is None else decimal(value)


def share(value: float | None) -> str:
    """A share in percent, or a dash."""
    return "–" if value is None else percent(value)


def probability(value: float | None) -> str:
    """A probability in percent, never printed as certain; a dash where there is none."""
    if value is None:
        return "–"
    if value < _HALF_PERCENT:
        return f"<{percent(0.01)}"
    return f">{percent(0.99)}" if value >= 1 - _HALF_PERCENT else percent(value)


def beside(value: str, chance: str) -> str:
    """A figure with what chance would give in brackets."""
    return value if value == "–" else f"{value} ({chance})"
