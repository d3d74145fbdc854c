"""The quote bank as rows: for CSV and JSON as a `Table`, for Excel written row by row in flat memory."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kodning.analysis.quote_bank import BankQuote
from kodning.analysis.quotes import ELISION
from kodning.report.table import Column, Table
from kodning.wording import clock, language, tr

if TYPE_CHECKING:
    from xlsxwriter.format import Format

PATH_MARK = " › "
_LONGEST_CELL = 32_767  # characters that Excel holds in a cell
_WIDTHS = {"path": 34, "quote": 80, "text": 60, "memo": 40, "also": 30, "coding_ids": 24, "why": 50}


def role_name(role: str) -> str:
    """The role of a speaker as people read it."""
    names = {"informant": tr("informant", "informant"), "interviewer": tr("interviewer", "interviewer")}
    return names.get(role, tr("ukendt", "unknown"))


def bank_columns(quotes: Iterable[BankQuote], *, picked: bool = False) -> list[Column]:
    """The columns of these quotes; their attributes in the order in which they are met."""
    names = dict.fromkeys(name for one in quotes for name in one.quote.attributes)
    return columns_with(names, picked=picked)


def columns_with(names: Iterable[str], *, picked: bool = False) -> list[Column]:
    """The columns: where the quote belongs, its words, who says it and where (with these attributes), whose coding it is."""
    return [
        Column("path", tr("Kode", "Code")),
        Column("quote", tr("Citat", "Quote")),
        *([Column("why", tr("Hvorfor", "Why"))] if picked else []),
        Column("document", tr("Dokument", "Document")),
        Column("speaker", tr("Taler", "Speaker")),
        Column("role", tr("Rolle i samtalen", "Role in the talk")),
        Column("turn", tr("Replik", "Turn"), "integer"),
        Column("time", tr("Tid", "Time")),
        Column("words", tr("Ord", "Words"), "integer"),
        *(Column(f"attribute:{name}", name) for name in names),
        Column("memo", "Memo"),
        Column("also", tr("Også kodet", "Also coded")),
        Column("used", tr("Brugt i", "Used in")),
        Column("coder", tr("Koder", "Coder")),
        Column("code", tr("Kode-id", "Code id")),
        Column("label", tr("Tema", "Theme")),
        Column("start", "Start", "integer"),
        Column("end", tr("Slut", "End"), "integer"),
        Column("text", tr("Uændret tekst", "Untouched text")),
        Column("id", "Id"),
        Column("coding_ids", tr("Kodninger", "Codings")),
    ]


def bank_row(one: BankQuote, why: str = "") -> dict[str, object]:
    """A row, its values by the keys of the columns."""
    quote = one.quote
    return {
        "path": PATH_MARK.join(one.path),
        "quote": quote.quote,
        "why": why,
        "document": quote.document,
        "speaker": quote.speaker,
        "role": role_name(one.role),
        "turn": quote.turn,
        "time": None if quote.time is None else clock(quote.time),
        "words": quote.words,
        **{f"attribute:{name}": value for name, value in quote.attributes.items()},
        "memo": one.memo,
        "also": ", ".join(label for _, label in one.also),
        "used": ", ".join(place or tr("ja", "yes") for place in one.used),
        "coder": quote.coder,
        "code": quote.code,
        "label": quote.label[language()],
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "id": one.id,
        "coding_ids": " ".join(quote.coding_ids),
    }


def bank_table(
    quotes: Sequence[BankQuote], records: Sequence[Mapping[str, object]] = (), why: Sequence[str] = ()
) -> Table:
    """One row a quote, for CSV and JSON."""
    reasons = why or [""] * len(quotes)
    return Table(
        columns=bank_columns(quotes, picked=bool(why)),
        rows=[bank_row(one, reason) for one, reason in zip(quotes, reasons, strict=True)],
        records=records or [one.record() for one in quotes],
    )


def bank_workbook(
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, object]],
    target: "IO[bytes] | Path | str",
    *,
    title: str = "",
    made: str = "",
    notes: Sequence[str] = (),
) -> None:
    """A workbook of the bank: one row a quote, filters, frozen heading, wrapped text; no cell is a formula or a link.

    Rows are written as they come, so that 100,000 of them need no more memory than ten. A cell that Excel could not
    hold ends with `(...)`.

    Args:
        columns: What to write.
        rows: Values by column key.
        target: Where to write.
        title: For the file's properties.
        made: Moment of the last thing done in the project, for the file's properties.
        notes: What the bank rests on, on a sheet of its own.
    """
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options)
    book.set_properties({"title": title, "author": "kodning", "created": _moment(made)})
    head = book.add_format({"bold": True, "valign": "top", "text_wrap": True, "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    number = book.add_format({"valign": "top"})
    sheet = book.add_worksheet(tr("Citater", "Quotes"))
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(column.key, max(11, min(24, len(column.heading) + 3))))
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.heading, head)
    line = 0
    fields = [(place, column.key) for place, column in enumerate(columns)]
    for line, row in enumerate(rows, start=1):
        _write_row(sheet.write_string, sheet.write_number, fields, line, row, body, number)
    sheet.autofilter(0, 0, max(1, line), len(columns) - 1)
    if notes:
        about = book.add_worksheet(tr("Om udtrækket", "About"))
        about.set_column(0, 0, 100)
        for place, note in enumerate(notes):
            about.write_string(place, 0, note, body)
    book.close()


def _write_row(
    string: Callable[..., int],
    number: Callable[..., int],
    fields: Sequence[tuple[int, str]],
    line: int,
    row: Mapping[str, object],
    body: "Format",
    plain: "Format",
) -> None:
    for place, key in fields:
        value = row.get(key)
        if value is None or value == "":
            continue
        if isinstance(value, int | float):
            number(line, place, value, plain)
        else:
            text = str(value)
            string(line, place, text if len(text) <= _LONGEST_CELL else cut(text, _LONGEST_CELL), body)


def cut(text: str, most: int) -> str:
    """A text of at most so many characters, ending with `(...)` after a whole word."""
    room = text[: most - len(ELISION) - 1]
    return f"{room[: room.rfind(' ')] if ' ' in room else room} {ELISION}"


def _moment(made: str) -> object:
    from datetime import datetime

    return datetime.fromisoformat(made[:19] or "2000-01-01T00:00:00")
