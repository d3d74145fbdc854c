"""One table, five formats: terminal, CSV, JSON, Markdown, XLSX.

Cells hold values, not text: numbers are formatted only where people read them, so that CSV, JSON and XLSX keep
full precision.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from kodning.report.wrapping import wrapped
from kodning.wording import decimal, integer, language, percent, tr

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Kind = Literal["text", "integer", "number", "probability", "share", "fraction", "bar"]
NUMERIC: frozenset[Kind] = frozenset({"integer", "number", "probability", "share", "fraction"})
_LEAST_PROBABILITY = 0.001  # what is below is not printed to the digit
_BLOCKS = " ▏▎▍▌▋▊▉█"
# Letters and marks of one column each, as most texts have no others: the soft hyphen has none.
_NARROW = re.compile(r"[\u0000-\u00ac\u00ae-\u02ff\u2010-\u2027]*")
_NO_WIDTH = {"Mn", "Me", "Cf"}  # accents that combine, joiners


class Column(NamedTuple):
    """A column: the key programs know it by, the heading people read, and what it holds."""

    key: str
    heading: str
    kind: Kind = "text"
    width: int | None = None  # the widest a text column may be in a terminal
    on_paper: bool = True  # False: only in CSV and XLSX, where rows are sorted and joined


class Table(NamedTuple):
    """A table ready to be written.

    Attributes:
        columns: What people see, in order.
        rows: Values by column key; `_indent` (int), `_strong` (bool) and `_color` shape a row.
        records: What programs get (JSON); the rows themselves where empty.
        title: A line above the table.
        notes: Lines below it: what the numbers rest on.
        most_shown: How many rows a terminal shows; those past it are counted there, and stand in every file.
    """

    columns: Sequence[Column]
    rows: Sequence[Mapping[str, object]]
    records: Sequence[Mapping[str, object]] = ()
    title: str = ""
    notes: Sequence[str] = ()
    most_shown: int | None = None


def to_json(records: object) -> str:
    """JSON for programs: UTF-8, dot decimals, full precision, stable keys."""
    import json

    return json.dumps(records, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def to_csv(table: Table, *, danish_excel: bool = False) -> str:
    """CSV with the columns' keys: comma and dot, or `;` and decimal comma as Danish Excel reads it.

    A text that a spreadsheet would take for a formula gets an apostrophe before it (one more, where it has some)
    in the Excel form only; the plain form keeps every character.
    """
    return "".join(csv_lines(table.columns, table.rows, danish_excel=danish_excel))


def csv_lines(
    columns: Sequence[Column], rows: Iterable[Mapping[str, object]], *, danish_excel: bool = False
) -> Iterator[str]:
    """The same line by line."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=";" if danish_excel else ",", lineterminator="\r\n" if danish_excel else "\n"
    )
    columns = _plain_columns(columns)
    writer.writerow([column.heading if danish_excel else column.key for column in columns])
    yield ("\ufeff" if danish_excel else "") + out.getvalue()
    for row in rows:
        out.seek(0)
        out.truncate()
        writer.writerow([_csv_value(row.get(column.key), danish_excel) for column in columns])
        yield out.getvalue()


def _plain_columns(columns: Sequence[Column]) -> list[Column]:
    return [column for column in columns if column.kind != "bar"]


def _csv_value(value: object, danish_excel: bool) -> object:
    if isinstance(value, Fraction):
        # Excel would take "4/5" for the fourth of May.
        return f"{value.count} {tr('af', 'of')} {value.total}" if danish_excel else str(value)
    if danish_excel and isinstance(value, float):
        return str(value).replace(".", ",")
    if danish_excel and isinstance(value, str) and value.lstrip("'")[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + value
    return "" if value is None else value


def to_xlsx(table: Table) -> bytes:
    """A workbook with one sheet: frozen heading, filters, wrapped text, numbers as numbers, no formulas."""
    return to_workbook({None: table})


def to_workbook(sheets: Mapping[str | None, Table]) -> bytes:
    """A workbook with a sheet for each table, by name; the first one is shown when it is opened."""
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
    style = cache(partial(_cell_format, book))
    for name, table in sheets.items():
        _write_sheet(book.add_worksheet(name), table, style)
    book.close()
    return out.getvalue()


def _write_sheet(sheet: "Worksheet", table: Table, style: "Callable[..., Format]") -> None:
    columns = _plain_columns(table.columns)
    for position, column in enumerate(columns):
        sheet.write_string(0, position, column.heading, style(strong=True))
        longest = max((len(cell_text(row, column)) for row in table.rows), default=0)
        sheet.set_column(position, position, min(80, max(len(column.heading), longest) + 2))
    for line, row in enumerate(table.rows, start=1):
        for position, column in enumerate(columns):
            value = row.get(column.key)
            format_ = style(
                strong=bool(row.get("_strong")),
                share=column.kind == "share",
                indent=0 if position else row_indent(row),
            )
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(line, position, value, format_)
            else:
                text = cell_text(row, column) if isinstance(value, bool) else str(value)
                sheet.write_string(line, position, "" if value is None else text, format_)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(table.rows)), max(0, len(columns) - 1))


def _cell_format(book: "Workbook", *, strong: bool = False, share: bool = False, indent: int = 0) -> "Format":
    look = {"text_wrap": True, "valign": "top", "bold": strong, "indent": indent}
    return book.add_format(look | ({"num_format": "0%"} if share else {}))


def to_markdown(table: Table) -> str:
    """A pipe table with its title and notes."""
    columns = [column for column in _plain_columns(table.columns) if column.on_paper]
    lines = [f"**{table.title}**", ""] if table.title else []
    lines.append("| " + " | ".join(_in_pipes(column.heading) for column in columns) + " |")
    lines.append("|" + "|".join(" ---: " if column.kind in NUMERIC else " --- " for column in columns) + "|")
    for row in table.rows:
        cells = [_in_pipes(cell_text(row, column)) for column in columns]
        cells[0] = "&nbsp;&nbsp;" * row_indent(row) + (f"**{cells[0]}**" if row.get("_strong") else cells[0])
        lines.append("| " + " | ".join(cells) + " |")
    lines += ["", *(f"{note}  " for note in table.notes)] if table.notes else []
    return "\n".join(lines).rstrip() + "\n"


def _in_pipes(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


class Fraction(NamedTuple):
    """A count with its base, printed `4/5`."""

    count: int  # type: ignore[assignment]  # a tuple's own method of the name is not needed
    total: int

    def __str__(self) -> str:
        return f"{self.count}/{self.total}"


def to_text(table: Table, *, width: int = 100, color: bool = False) -> str:
    """The table for a terminal: headings, aligned columns, bars; no boxes."""
    lines = [_styled(part, "1", color) for part in _wrapped(table.title, width)] if table.title else []
    rows = table.rows[: table.most_shown]
    for block in _blocks(_fitted(table, width), width) if table.columns else ():
        lines += ["", *_block(rows, block, color)] if lines else _block(rows, block, color)
    if left := len(table.rows) - len(rows):
        more = tr("… og {} til; alle med --output FIL.", "… and {} more; all of them with --output FILE.")
        lines += [_styled(more.format(integer(left)), "2", color)]
    notes = [part for note in table.notes for part in _wrapped(note, width)]
    lines += [*([""] if lines else []), *(_styled(note, "2", color) for note in notes)] if notes else []
    return "\n".join(lines) + "\n"


def _wrapped(note: str, width: int) -> list[str]:
    return wrapped(note, width, rest="  ", cut=True) or [""]


_Sized = tuple[Column, int]  # a column and how many characters wide it is printed
_NARROWEST_BAR, _WIDEST_BAR = 6, 30


def _fitted(table: Table, width: int) -> list[_Sized]:
    """The columns with their widths: text made narrower where it must be, bars in the room that is left."""
    columns = [column for column in table.columns if column.on_paper]
    sizes = {column.key: _natural_width(table, column) for column in columns if column.kind != "bar"}
    over = sum(sizes.values()) + 2 * (len(sizes) - 1) - width
    for column in columns:
        if over > 0 and column.kind == "text" and column.width is not None:
            narrow = min(sizes[column.key], max(width // 3, sizes[column.key] - over))
            over -= sizes[column.key] - narrow
            sizes[column.key] = narrow
    room = min(_WIDEST_BAR, -over - 2)
    if room >= _NARROWEST_BAR:  # a shorter bar shows nothing that the numbers do not
        sizes |= {column.key: room for column in columns if column.kind == "bar"}
    return [(column, sizes[column.key]) for column in columns if column.key in sizes]


def _natural_width(table: Table, column: Column) -> int:
    first = column is table.columns[0]
    cells = (_printed(row, column, column.width, first=first) for row in table.rows)
    return max(map(display_width, [column.heading, *cells]))


def _printed(row: Mapping[str, object], column: Column, width: int | None, *, first: bool) -> str:
    """A cell on one line, the first of a row indented, cut to a width."""
    indent = "  " * row_indent(row) if first else ""
    return indent + shortened(cell_text(row, column), None if width is None else width - len(indent))


def _blocks(columns: Sequence[_Sized], width: int) -> list[list[_Sized]]:
    """Columns that fit beside each other; where they do not, the first one begins each further block."""
    first, *rest = columns
    blocks = [[first]]
    for column in rest:
        taken = sum(size + 2 for _, size in blocks[-1])
        if taken + column[1] > width and len(blocks[-1]) > 1:
            blocks.append([first])
        blocks[-1].append(column)
    return blocks


def _block(rows: Sequence[Mapping[str, object]], columns: Sequence[_Sized], color: bool) -> list[str]:
    lines = [_styled(_aligned(columns, [column.heading for column, _ in columns]), "2", color)]
    for row in rows:
        cells = [
            bar(row.get(column.key), size)
            if column.kind == "bar"
            else _printed(row, column, size if column.width else None, first=position == 0)
            for position, (column, size) in enumerate(columns)
        ]
        lines.append(_styled(_aligned(columns, cells), "1", color and bool(row.get("_strong"))))
    return lines


def _styled(text: str, style: str, color: bool) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if color and text else text


def _aligned(columns: Sequence[_Sized], cells: Sequence[str]) -> str:
    parts = []
    for (column, width), cell in zip(columns, cells, strict=True):
        space = " " * (width - display_width(cell))
        parts.append(space + cell if column.kind in NUMERIC else cell + space)
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
    if _NARROW.fullmatch(text):
        return len(text)
    return sum(
        0 if unicodedata.category(c) in _NO_WIDTH else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def shortened(text: str, width: int | None) -> str:
    """A text on one line, cut to so many columns of a terminal, with `…` where something is left out."""
    text = " ".join(text.split())
    if width is None or display_width(text) <= width:
        return text
    kept = text[:width]
    while display_width(kept) >= width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def row_indent(row: Mapping[str, object]) -> int:
    """How far below its theme a row stands."""
    value = row.get("_indent", 0)
    return value if isinstance(value, int) else 0


def cell_text(row: Mapping[str, object], column: Column) -> str:
    """A cell as people read it, in the language in force."""
    value = row.get(column.key)
    if value is None:
        return "–" if column.kind in NUMERIC else ""
    if isinstance(value, bool):
        return {"da": ("nej", "ja"), "en": ("no", "yes")}[language()][value]
    if column.kind == "share" and isinstance(value, float | int):
        return percent(value, 1)
    if column.kind == "probability" and isinstance(value, float):
        return decimal(value, 3) if value >= _LEAST_PROBABILITY else f"<{decimal(_LEAST_PROBABILITY, 3)}"
    if isinstance(value, float):
        return decimal(value)
    return integer(value) if isinstance(value, int) and column.kind == "integer" else str(value)
