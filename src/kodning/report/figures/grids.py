"""Grids: codes by documents, codes by codes."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kodning.report.figures.canvas import Canvas, level_of, width_of, wrapped

_LABEL = 250
_PAIR_LABEL = 290  # in one line, with its number
_HIGH = 26
_ROOM_FOR_TWO = 15  # width of a cell in which a number of two digits can be read


class GridRow(NamedTuple):
    """A row: its label, and whether it is a theme (bold) or a code under one (indented)."""

    key: str
    label: str
    strong: bool = False
    depth: int = 0


def heat_map(
    key: str,
    title: str,
    subtitle: str,
    rows: Sequence[GridRow],
    columns: Sequence[tuple[str, str]],
    values: Mapping[tuple[str, str], float],
    *,
    shown: Mapping[tuple[str, str], str],
    notes: Sequence[str] = (),
) -> str:
    """A grid of rows and columns, darker where there is more, with the number in each cell.

    Args:
        key: What the figure's ids begin with.
        title: What the figure shows, as a finding.
        subtitle: The base and the unit.
        rows: From the top.
        columns: (key, label), from the left.
        values: By row and column; what is missing is 0.
        shown: What stands in a cell.
        notes: Lines below.
    """
    spoken = "; ".join(
        f"{row.label}: "
        + ", ".join(f"{label} {shown.get((row.key, column), '0')}" for column, label in columns)
        for row in rows
    )
    canvas = Canvas(key, title, subtitle, f"{subtitle}. {spoken}.")
    left = (
        8
        + min(_LABEL, max((width_of(r.label, 13.5, bold=r.strong) + 16 * r.depth for r in rows), default=0))
        + 10
    )
    cell = max(12.0, min(76.0, (canvas.width - left - 8) / max(1, len(columns))))
    turned = any(width_of(label, 12.5) > cell - 2 for _, label in columns)
    head = max((width_of(label, 12.5) for _, label in columns), default=0) + 10 if turned else 22.0
    head = min(head, 150)
    y = canvas.top + head
    for place, (_, label) in enumerate(columns):
        x = left + place * cell + cell / 2
        if turned:
            text = wrapped(label, 12.5, head - 8, 1)[0]
            canvas.text(x + 4, y - 6, text, size=12.5, color="quiet", turned=-90)
        else:
            canvas.text(x, y - 7, label, size=12.5, color="quiet", anchor="middle")
    largest = max(values.values(), default=0)
    for row in rows:
        lines = wrapped(row.label, 13.5, left - 18 - 16 * row.depth, 2, bold=row.strong)
        high = max(_HIGH, len(lines) * 16 + 4)
        canvas.lines(8 + 16 * row.depth, y + high / 2, lines, bold=row.strong)
        for place, (column, label) in enumerate(columns):
            value = values.get((row.key, column), 0)
            text = shown.get((row.key, column), "") if value else ""
            tip = f"{row.label}, {label}: {shown.get((row.key, column), '0')}"
            canvas.heat(
                left + place * cell + 1,
                y + 1,
                cell - 2,
                high - 2,
                level_of(value, largest),
                text if cell > _ROOM_FOR_TWO else "",
                tip,
            )
        y += high
    return _finish(canvas, y, notes)


def pair_grid(
    key: str,
    title: str,
    subtitle: str,
    rows: Sequence[GridRow],
    values: Mapping[tuple[str, str], float],
    *,
    notes: Sequence[str] = (),
) -> str:
    """A triangle of codes by codes: columns are numbered as the rows are, so that 40 long names fit.

    Args:
        key: What the figure's ids begin with.
        title: What the figure shows, as a finding.
        subtitle: The base and the unit.
        rows: From the top.
        values: By two codes in either order.
        notes: Lines below.
    """

    def value(one: str, other: str) -> float:
        return values.get((one, other), values.get((other, one), 0))

    said = sorted(
        ((value(a.key, b.key), a.label, b.label) for i, a in enumerate(rows) for b in rows[:i]), reverse=True
    )
    spoken = "; ".join(f"{a} / {b}: {count:g}" for count, a, b in said if count)
    canvas = Canvas(key, title, subtitle, f"{subtitle}. {spoken}.")
    left = (
        8 + min(_PAIR_LABEL, max((width_of(r.label, 13, bold=r.strong) + 30 for r in rows), default=0)) + 10
    )
    cell = max(9.0, min(34.0, (canvas.width - left - 8) / max(1, len(rows) - 1)))
    largest = max(values.values(), default=0)
    high = max(20.0, min(26.0, cell))
    y = canvas.top
    for place, row in enumerate(rows):
        lines = wrapped(row.label, 13, left - 44, 1)
        canvas.text(30, y + high / 2 + 4.6, str(place + 1), size=12, color="quiet", anchor="end")
        canvas.lines(38, y + high / 2, lines, size=13, bold=row.strong)
        for column, other in enumerate(rows[:place]):
            count = value(row.key, other.key)
            tip = f"{row.label} / {other.label}: {count:g}"
            text = f"{count:g}" if count and cell > 13 else ""  # noqa: PLR2004 - room for a digit
            canvas.heat(
                left + column * cell + 0.5, y + 0.5, cell - 1, high - 1, level_of(count, largest), text, tip
            )
        if place < len(rows) - 1:  # the number of the column stands on the diagonal
            canvas.text(
                left + place * cell + cell / 2, y + high / 2 + 4, str(place + 1), size=min(12, cell * 0.75),
                color="quiet", anchor="middle",
            )  # fmt: skip
        y += high
    return _finish(canvas, y, notes)


def _finish(canvas: Canvas, y: float, notes: Sequence[str]) -> str:
    y += 8
    for note in notes:
        for line in wrapped(note, 12, canvas.width - 16):
            y += 16
            canvas.text(8, y, line, size=12, color="quiet")
    return canvas.svg(y + 12)
