"""Where numbers lie on a line: intervals of agreement, new codes per interview, where in an interview a code stands."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kodning.report.figures.canvas import Canvas, width_of, wrapped
from kodning.wording import decimal, tr

_LABEL = 250


class Interval(NamedTuple):
    """A value with its interval; None where it is undefined, with the reason in `reason`."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    strong: bool = False
    depth: int = 0
    reason: str = ""


def interval_figure(
    key: str,
    title: str,
    subtitle: str,
    rows: Sequence[Interval],
    *,
    limits: Sequence[float],
    lowest: float = -0.25,
    notes: Sequence[str] = (),
) -> str:
    """A point with its interval for each row, on a common scale from `lowest` to 1 with limits dashed."""
    spoken = "; ".join(f"{row.label}: {_said(row)}" for row in rows)
    canvas = Canvas(key, title, subtitle, f"{subtitle}. {spoken}.")
    left = (
        8
        + min(_LABEL, max((width_of(r.label, 13.5, bold=r.strong) + 14 * r.depth for r in rows), default=0))
        + 12
    )
    behind = 138
    right = canvas.width - behind - 8

    def x(value: float) -> float:
        return left + (min(max(value, lowest), 1) - lowest) / (1 - lowest) * (right - left)

    top = canvas.top + 20
    heights = [max(26, 16 * len(_lines(row, left)) + 8) for row in rows]
    bottom = top + sum(heights)
    for tick in (-0.25, 0, 0.25, 0.5, 0.75, 1):
        if tick >= lowest:
            canvas.line(x(tick), top, x(tick), bottom, "rule")
            canvas.text(x(tick), bottom + 17, decimal(tick), size=12, color="quiet", anchor="middle")
    canvas.line(x(0), top, x(0), bottom, "quiet")
    for limit in limits:
        canvas.line(x(limit), top - 4, x(limit), bottom, "mark", 1.3, "4 3")
    canvas.text(x(limits[0]) - 3, top - 8, decimal(limits[0], 3), size=12, color="mark", anchor="end")
    if len(limits) > 1:
        canvas.text(x(limits[-1]) + 3, top - 8, decimal(limits[-1], 3), size=12, color="mark")
    y = float(top)
    for row, high in zip(rows, heights, strict=True):
        middle = y + high / 2
        canvas.lines(8 + 14 * row.depth, middle, _lines(row, left), bold=row.strong)
        if row.low is not None and row.high is not None:
            canvas.line(x(row.low), middle, x(row.high), middle, "soft", 5)
        if row.value is not None:
            canvas.dot(x(row.value), middle, 5.5, "paper")
            canvas.dot(x(row.value), middle, 4.5, "ink")
            canvas.text(right + 10, middle + 4.7, decimal(row.value), bold=True)
            if row.low is not None and row.high is not None:
                canvas.text(
                    right + 52,
                    middle + 4.4,
                    f"[{decimal(row.low)}; {decimal(row.high)}]",
                    size=12,
                    color="quiet",
                )
        else:
            canvas.text(right + 10, middle + 4.7, tr("udefineret", "undefined"), size=12, color="quiet")
        y += high
    y = bottom + 24
    return _notes(canvas, y, notes)


def _lines(row: Interval, left: float) -> list[str]:
    return wrapped(row.label, 13.5, left - 20 - 14 * row.depth, 2, bold=row.strong)


def _said(row: Interval) -> str:
    if row.value is None:
        return row.reason or tr("udefineret", "undefined")
    if row.low is None or row.high is None:
        return decimal(row.value)
    return f"{decimal(row.value)} [{decimal(row.low)}; {decimal(row.high)}]"


class Envelope(NamedTuple):
    """The number of codes seen after so many interviews: fewest, mean and most over the orders."""

    interviews: int
    low: float
    middle: float
    high: float


def envelope_figure(
    key: str,
    title: str,
    subtitle: str,
    steps: Sequence[Envelope],
    *,
    total: int,
    what: str,
    notes: Sequence[str] = (),
) -> str:
    """Codes seen against interviews read: the mean over all orders in the envelope of the luckiest and unluckiest."""
    spoken = "; ".join(
        f"{step.interviews}: {step.low:g}–{step.high:g}, {tr('gennemsnit', 'mean')} {decimal(step.middle, 1)}"
        for step in steps
    )
    canvas = Canvas(key, title, subtitle, f"{subtitle}. {spoken}.")
    left, right = 56.0, canvas.width - 130.0
    top, bottom = canvas.top + 8, canvas.top + 300
    most = max([total, *(step.high for step in steps), 1])
    count = max((step.interviews for step in steps), default=1)

    def place(step: float, value: float) -> tuple[float, float]:
        across = left + (step - 1) / max(1, count - 1) * (right - left) if count > 1 else (left + right) / 2
        return across, bottom - value / most * (bottom - top)

    for tick in _ticks(most):
        y = place(1, tick)[1]
        canvas.line(left, y, right, y, "rule")
        canvas.text(left - 8, y + 4.4, f"{tick:g}", size=12, color="quiet", anchor="end")
    every = max(1, math.ceil(count / 20))
    for step in steps:
        if step.interviews % every == 0 or step.interviews in {1, count}:
            canvas.text(
                place(step.interviews, 0)[0],
                bottom + 18,
                str(step.interviews),
                size=12,
                color="quiet",
                anchor="middle",
            )
    canvas.area(
        [
            *(place(step.interviews, step.high) for step in steps),
            *(place(step.interviews, step.low) for step in reversed(steps)),
        ],
        "band",
    )
    canvas.path([place(step.interviews, step.middle) for step in steps], "bar", 2.5)
    for step in steps if count <= 30 else ():  # noqa: PLR2004 - more points than a line can show
        canvas.dot(*place(step.interviews, step.middle), 4, "bar")
    if steps:
        x, y = place(count, steps[-1].middle)
        canvas.text(x + 10, y + 4.5, f"{steps[-1].middle:g} {what}", bold=True)
    canvas.text(
        (left + right) / 2,
        bottom + 40,
        tr("interviews læst", "interviews read"),
        size=12.5,
        color="quiet",
        anchor="middle",
    )
    return _notes(canvas, bottom + 46, notes)


def _ticks(most: float) -> list[float]:
    raw = most / 5
    unit = 10 ** math.floor(math.log10(raw)) if raw > 0 else 1
    step = max(1, next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= raw))
    return [step * n for n in range(int(most / step) + 1)]


class Strip(NamedTuple):
    """A row of the timeline: a code, and where it stands, each from 0 (the beginning) to 1 (the end)."""

    label: str
    spans: Sequence[tuple[float, float]]
    strong: bool = False
    depth: int = 0


def strip_figure(
    key: str,
    title: str,
    subtitle: str,
    groups: Mapping[str, Sequence[Strip]],
    *,
    notes: Sequence[str] = (),
) -> str:
    """For each code the places where it stands, from the beginning to the end of an interview; a group a document."""
    spoken = "; ".join(
        f"{name}, {strip.label}: {len(strip.spans)}"
        for name, strips in groups.items()
        for strip in strips
        if strip.spans
    )
    canvas = Canvas(key, title, subtitle, f"{subtitle}. {spoken}.")
    everything = [strip for strips in groups.values() for strip in strips]
    left = (
        8
        + min(
            _LABEL, max((width_of(s.label, 13, bold=s.strong) + 14 * s.depth for s in everything), default=0)
        )
        + 10
    )
    right = canvas.width - 12.0
    y = canvas.top
    for name, strips in groups.items():
        if name:
            line = wrapped(name, 13.5, canvas.width - 16, 1, bold=True)
            canvas.lines(8, y + 11, line, bold=True)
            y += 24
        top = y
        for strip in strips:
            line = wrapped(strip.label, 13, left - 16 - 14 * strip.depth, 1, bold=strip.strong)
            canvas.lines(8 + 14 * strip.depth, y + 10, line, size=13, bold=strip.strong)
            canvas.rect(left, y + 3, right - left, 14, "h0")
            for start, end in strip.spans:
                wide = max(1.5, (end - start) * (right - left))
                canvas.rect(
                    left + start * (right - left), y + 3, wide, 14, "bar" if not strip.depth else "soft"
                )
            y += 20
        for share in (0, 0.5, 1):
            x = left + share * (right - left)
            canvas.line(x, top, x, y + 2, "quiet" if share in {0, 1} else "rule")
        y += 8
    for share, words in (
        (0, tr("begyndelse", "beginning")),
        (0.5, tr("midt", "middle")),
        (1, tr("slutning", "end")),
    ):
        side = {0: "start", 0.5: "middle", 1: "end"}[share]
        canvas.text(left + share * (right - left), y + 10, words, size=12, color="quiet", anchor=side)  # type: ignore[arg-type]  # one of three
    return _notes(canvas, y + 14, notes)


def _notes(canvas: Canvas, y: float, notes: Sequence[str]) -> str:
    for note in notes:
        for line in wrapped(note, 12, canvas.width - 16):
            y += 16
            canvas.text(8, y, line, size=12, color="quiet")
    return canvas.svg(y + 14)
