"""Bars: how often a theme, how many gave an answer."""

from collections.abc import Sequence
from typing import NamedTuple

from kodning.report.figures.canvas import Canvas, width_of, wrapped

_LABEL = 250
_SIZE = 13.5


class Bar(NamedTuple):
    """A bar.

    Attributes:
        label: What it stands for.
        value: Its length.
        shown: What stands behind it, such as `16/30`.
        strong: A theme with codes under it, or an answer: set in bold.
        soft: Drawn in the lighter colour: a code under a theme, or an answer such as “unknown”.
        more: A further figure behind, quiet.
    """

    label: str
    value: float
    shown: str
    strong: bool = False
    soft: bool = False
    more: str = ""


def bar_figure(
    key: str,
    title: str,
    subtitle: str,
    bars: Sequence[Bar],
    *,
    largest: float,
    notes: Sequence[str] = (),
) -> str:
    """Horizontal bars from a common line, the label before and the number behind each.

    Args:
        key: What the figure's ids begin with.
        title: What the figure shows, as a finding.
        subtitle: The base and the unit.
        bars: From the top.
        largest: What a bar of full length stands for: the base, so that bars of two figures compare.
        notes: Lines below.
    """
    spoken = "; ".join(f"{bar.label}: {bar.shown}" + (f" ({bar.more})" if bar.more else "") for bar in bars)
    canvas = Canvas(key, title, subtitle, f"{subtitle}. {spoken}.")
    widest = max((width_of(bar.label, _SIZE, bold=bar.strong) + 18 * bar.soft for bar in bars), default=0)
    left = 8 + min(_LABEL, widest) + 12
    behind = (
        max((width_of(bar.shown, _SIZE, bold=True) + width_of(bar.more, 12) for bar in bars), default=0) + 24
    )
    room = canvas.width - left - behind - 8
    y = canvas.top
    for bar in bars:
        indent = 18 if bar.soft and any(one.strong for one in bars) else 0
        lines = wrapped(bar.label, _SIZE, left - 20 - indent, 3, bold=bar.strong)
        height = max(26.0, len(lines) * _SIZE * 1.18 + 8)
        middle = y + height / 2
        canvas.lines(left - 12, middle, lines, anchor="end", bold=bar.strong)
        length = max(1.5 if bar.value > 0 else 0, bar.value / largest * room if largest else 0)
        if length:
            canvas.rect(left, middle - 8, length, 16, "soft" if bar.soft else "bar")
        canvas.text(left + length + 6, middle + 4.8, bar.shown, bold=True)
        if bar.more:
            after = left + length + 12 + width_of(bar.shown, _SIZE, bold=True)
            canvas.text(after, middle + 4.6, bar.more, size=12, color="quiet")
        y += height
    canvas.line(left, canvas.top, left, y, "ink", 1.2)
    y += 8
    for note in notes:
        for line in wrapped(note, 12, canvas.width - 16):
            y += 16
            canvas.text(8, y, line, size=12, color="quiet")
    return canvas.svg(y + 12)
