"""One table, five formats: terminal, CSV, JSON, Markdown, XLSX.

Cells hold values, not text: numbers are formatted only where people read them, so that CSV, JSON and XLSX keep
full precision.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from kodning.wording import decimal, integer, language, percent, tr

Kind = Literal["text", "integer", "number", "share", "fraction", "bar"]
_NUMERIC: frozenset[Kind] = frozenset({"integer", "number", "share", "fraction"})
_BLOCKS = " ▏▎▍▌▋▊▉█"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key programs know it by, the heading people read, and what it holds."""

    key: str
    heading: str
    kind: Kind = "text"
    width: int | None = None  # the widest a text column may be in a terminal


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to be written.

    Attributes:
        columns: What people see, in order.
        rows: Values by column key; `_indent` (int), `_strong` (bool) and `_color` shape a row.
        records: What programs get (JSON); the rows themselves where empty.
        title: A line above the table.
        notes: Lines below it: what the numbers rest on.
    """

    columns: Sequence[Column]
    rows: Sequence[Mapping[str, object]]
    records: Sequence[Mapping[str, object]] = ()
    title: str = ""
    notes: Sequence[str] = field(default_factory=tuple)


def to_json(records: object) -> str:
    """JSON for programs: UTF-8, dot decimals, full precision, stable keys."""
    import json

    return json.dumps(records, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def to_csv(table: Table, *, danish_excel: bool = False) -> str:
    """CSV with the columns' keys: comma and dot, or `;` and decimal comma as Danish Excel reads it.

    A text that a spreadsheet would take for a formula gets an apostrophe before it in the Excel form only;
    the plain form keeps every character.
    """
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=";" if danish_excel else ",", lineterminator="\r\n" if danish_excel else "\n"
    )
    writer.writerow([column.heading if danish_excel else column.key for column in _plain_columns(table)])
    for row in table.rows:
        writer.writerow([_csv_value(row.get(column.key), danish_excel) for column in _plain_columns(table)])
    return ("\ufeff" if danish_excel else "") + out.getvalue()


def _plain_columns(table: Table) -> list[Column]:
    return [column for column in table.columns if column.kind != "bar"]


def _csv_value(value: object, danish_excel: bool) -> object:
    if isinstance(value, Fraction):
        # Excel would take "4/5" for the fourth of May.
        return f"{value.count} {tr('af', 'of')} {value.total}" if danish_excel else str(value)
    if danish_excel and isinstance(value, float):
        return str(value).replace(".", ",")
    if danish_excel and isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + value
    return "" if value is None else value


def to_xlsx(table: Table) -> bytes:
    """A workbook with one sheet: frozen heading, filters, wrapped text, numbers as numbers, no formulas."""
    import io

    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet()
    strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    share = book.add_format({"num_format": "0%", "valign": "top"})
    columns = _plain_columns(table)
    for position, column in enumerate(columns):
        sheet.write_string(0, position, column.heading, strong)
        longest = max((len(_cell(row, column)) for row in table.rows), default=0)
        sheet.set_column(position, position, min(80, max(len(column.heading), longest) + 2))
    for line, row in enumerate(table.rows, start=1):
        for position, column in enumerate(columns):
            value = row.get(column.key)
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(line, position, value, share if column.kind == "share" else wrapped)
            else:
                sheet.write_string(line, position, "" if value is None else str(value), wrapped)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(table.rows)), max(0, len(columns) - 1))
    book.close()
    return out.getvalue()


def to_markdown(table: Table) -> str:
    """A pipe table with its title and notes."""
    columns = _plain_columns(table)
    lines = [f"**{table.title}**", ""] if table.title else []
    lines.append("| " + " | ".join(column.heading for column in columns) + " |")
    lines.append("|" + "|".join(" ---: " if column.kind in _NUMERIC else " --- " for column in columns) + "|")
    for row in table.rows:
        cells = [_cell(row, column).replace("|", "\\|").replace("\n", " ") for column in columns]
        cells[0] = "&nbsp;&nbsp;" * _indent(row) + (f"**{cells[0]}**" if row.get("_strong") else cells[0])
        lines.append("| " + " | ".join(cells) + " |")
    lines += ["", *(f"{note}  " for note in table.notes)] if table.notes else []
    return "\n".join(lines).rstrip() + "\n"


@dataclass(frozen=True, slots=True)
class Fraction:
    """A count with its base, printed `4/5`."""

    count: int
    total: int

    def __str__(self) -> str:
        return f"{self.count}/{self.total}"


def to_text(table: Table, *, width: int = 100, color: bool = False) -> str:
    """The table for a terminal: headings, aligned columns, bars; no boxes."""
    columns = _fitted(table, width)
    cells = [[_shortened(_cell(row, c), c) for c in columns] for row in table.rows]
    for row, line in zip(table.rows, cells, strict=True):
        line[0] = "  " * _indent(row) + line[0]
    headings = [column.heading for column in columns]
    widths = [max(map(display_width, column)) for column in zip(headings, *cells, strict=True)]
    widths = _bar_width(columns, widths, width)
    lines = [_styled(table.title, "1", color), ""] if table.title else []
    lines.append(_styled(_aligned(columns, headings, widths), "2", color))
    for row, line in zip(table.rows, cells, strict=True):
        filled = [
            bar(row.get(c.key), size) if c.kind == "bar" else cell
            for c, cell, size in zip(columns, line, widths, strict=True)
        ]
        lines.append(_styled(_aligned(columns, filled, widths), "1", color and bool(row.get("_strong"))))
    notes = [part for note in table.notes for part in _wrapped(note, width)]
    lines += ["", *(_styled(note, "2", color) for note in notes)] if notes else []
    return "\n".join(lines) + "\n"


def _wrapped(note: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(note, width, subsequent_indent="  ", break_on_hyphens=False) or [""]


_NARROWEST = 20


def _fitted(table: Table, width: int) -> list[Column]:
    """The columns, the first text column made narrower where the table is wider than the terminal."""
    columns = list(table.columns)
    sizes = [
        max([display_width(c.heading), *(display_width(_shortened(_cell(row, c), c)) for row in table.rows)])
        for c in columns
    ]
    over = sum(sizes) + 2 * (len(sizes) - 1) - width
    for position, column in enumerate(columns):
        if over > 0 and column.kind == "text" and column.width is not None:
            narrow = max(_NARROWEST, sizes[position] - over)
            over -= max(0, sizes[position] - narrow)
            columns[position] = replace(column, width=narrow)
    return columns


def _styled(text: str, style: str, color: bool) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if color and text else text


def _bar_width(columns: Sequence[Column], widths: list[int], width: int) -> list[int]:
    others = sum(size + 2 for column, size in zip(columns, widths, strict=True) if column.kind != "bar")
    room = max(0, min(30, width - others))
    return [room if column.kind == "bar" else size for column, size in zip(columns, widths, strict=True)]


def _aligned(columns: Sequence[Column], cells: Sequence[str], widths: Sequence[int]) -> str:
    parts = []
    for column, cell, width in zip(columns, cells, widths, strict=True):
        space = " " * (width - display_width(cell))
        parts.append(space + cell if column.kind in _NUMERIC else cell + space)
    return "  ".join(parts).rstrip()


def bar(share: object, width: int) -> str:
    """A share between 0 and 1 as a bar of eighths of a character."""
    if not isinstance(share, int | float) or width <= 0:
        return ""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    eighths = max(1, eighths) if share > 0 else 0
    return "█" * (eighths // 8) + (_BLOCKS[eighths % 8] if eighths % 8 else "")


def display_width(text: str) -> int:
    """Columns that a text takes in a terminal."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def _shortened(text: str, column: Column) -> str:
    text = " ".join(text.split())
    if column.width is None or len(text) <= column.width:
        return text
    return text[: column.width - 1].rstrip() + "…"


def _indent(row: Mapping[str, object]) -> int:
    value = row.get("_indent", 0)
    return value if isinstance(value, int) else 0


def _cell(row: Mapping[str, object], column: Column) -> str:
    value = row.get(column.key)
    if value is None:
        return "–" if column.kind in _NUMERIC else ""
    if isinstance(value, bool):
        return {"da": ("nej", "ja"), "en": ("no", "yes")}[language()][value]
    if column.kind == "share" and isinstance(value, float | int):
        return percent(value, 1)
    if isinstance(value, float):
        return decimal(value)
    return integer(value) if isinstance(value, int) and column.kind == "integer" else str(value)
