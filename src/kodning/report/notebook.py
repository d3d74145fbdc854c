"""A table as a notebook shows it: title, headings, rows, and below them what the numbers rest on."""

from html import escape

from kodning.report.table import NUMERIC, Column, Table, cell_text, row_indent
from kodning.wording import integer, tr

MOST_ROWS, MOST_COLUMNS = 100, 40
_RIGHT = ' style="text-align:right"'


def table_html(table: Table) -> str:
    """The table as HTML of its own: every text escaped, no script, no style sheet."""
    columns = [column for column in table.columns if column.kind != "bar" and column.on_paper]
    shown, rows = columns[:MOST_COLUMNS], table.rows[:MOST_ROWS]
    lines = ['<table class="kodning">']
    if table.title:
        lines.append(f'<caption style="text-align:left;font-weight:bold">{escape(table.title)}</caption>')
    headings = "".join(f'<th scope="col"{_side(column)}>{escape(column.heading)}</th>' for column in shown)
    lines.append(f"<thead><tr>{headings}</tr></thead><tbody>")
    for row in rows:
        cells = []
        for position, column in enumerate(shown):
            text = escape(cell_text(row, column))
            if position == 0:
                weight = "bold" if row.get("_strong") else "normal"
                style = f"text-align:left;font-weight:{weight};padding-left:{0.5 + row_indent(row)}em"
                cells.append(f'<th scope="row" style="{style}">{text}</th>')
            else:
                cells.append(f"<td{_side(column)}>{text}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    lines.append("</tbody></table>")
    notes = [*_left_out(len(table.rows), len(columns)), *table.notes]
    lines += [f'<p style="margin:0;font-size:smaller">{escape(note)}</p>' for note in notes]
    return "\n".join(lines) + "\n"


def _side(column: Column) -> str:
    return _RIGHT if column.kind in NUMERIC else ' style="text-align:left"'


def _left_out(rows: int, columns: int) -> list[str]:
    left = []
    if rows > MOST_ROWS:
        left.append(
            tr(
                f"{integer(MOST_ROWS)} af {integer(rows)} rækker.",
                f"{integer(MOST_ROWS)} of {integer(rows)} rows.",
            )
        )
    if columns > MOST_COLUMNS:
        left.append(
            tr(
                f"{integer(MOST_COLUMNS)} af {integer(columns)} kolonner.",
                f"{integer(MOST_COLUMNS)} of {integer(columns)} columns.",
            )
        )
    return left
