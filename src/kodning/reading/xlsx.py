"""Cells of an .xlsx workbook's first sheet, as text. ECMA-376, Part 1, §18."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from kodning.errors import UnreadableFileError
from kodning.model import Note
from kodning.safe_archive import Package
from kodning.safe_xml import Element, child, children, local, tree, value

# Number formats that Excel has built in for dates (§18.8.30), and the letters that make one of a custom format.
_DATES = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DATE_LETTERS = re.compile("[dy]|mmm", re.IGNORECASE)
_COLUMN = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - days of a calendar, no moments
_LAST_DAY = 2_958_465  # 31 December 9999
_MOST_COLUMNS = 2_000
_SURROGATES = 0xD800


def first_sheet(raw: bytes, path: Path) -> tuple[Iterator[tuple[int, list[str]]], list[Note]]:
    """The rows of the first sheet with their numbers, and a note where there are more sheets.

    Raises:
        UnreadableFileError: It is damaged, protected by a password, or no workbook.
    """
    with Package(raw, path) as package:
        if "xl/workbook.xml" not in package:
            raise UnreadableFileError(
                path,
                "er ikke et Excel-ark, selv om det hedder det.",
                "is no Excel workbook, though it is named like one.",
            )

        def part(name: str) -> Element | None:
            return tree(package.read(name), path, name) if name in package else None

        workbook = tree(package.read("xl/workbook.xml"), path, "xl/workbook.xml")
        sheets = [] if (listed := child(workbook, "sheets")) is None else list(children(listed, "sheet"))
        shown = [each for each in sheets if value(each, "state") not in {"hidden", "veryHidden"}] or sheets
        target = _target(part("xl/_rels/workbook.xml.rels"), value(shown[0], "id") if shown else None)
        sheet = part(target)
        if sheet is None:
            raise UnreadableFileError(path, "projektmappen har ingen ark.", "the workbook has no sheets.")
        strings = [_string(each) for each in children(found, "si")] if (found := part("xl/sharedStrings.xml")) is not None else []  # fmt: skip
        dated = _date_styles(part("xl/styles.xml"))
        properties = child(workbook, "workbookPr")
        epoch = _EPOCH_1904 if value(properties, "date1904") in {"1", "true"} else _EPOCH
    notes = []
    if len(shown) > 1:
        name = value(shown[0], "name") or "1"
        notes.append(Note(None, f"Kun det første ark, »{name}«, er læst.", f"Only the first sheet, “{name}”, was read.", "row"))  # fmt: skip
    return _rows(sheet, strings, dated, epoch), notes


def _target(relations: Element | None, wanted: str | None) -> str:
    for each in relations if relations is not None else ():
        if value(each, "Id") == wanted:
            name = value(each, "Target") or ""
            return name.lstrip("/") if name.startswith("/") else f"xl/{name}"
    return "xl/worksheets/sheet1.xml"


def _string(item: Element) -> str:
    """A shared or inline string; phonetic guides are none of its words."""
    pieces = []
    for each in item:
        name = local(each.tag)
        if name == "t":
            pieces.append(each.text or "")
        elif name == "r":
            pieces.append((found.text or "") if (found := child(each, "t")) is not None else "")
    return _ESCAPED.sub(
        lambda found: chr(code) if (code := int(found[1], 16)) < _SURROGATES else "", "".join(pieces)
    )


def _date_styles(styles: Element | None) -> set[int]:
    """Which cell formats show a number as a date."""
    custom = {
        int(value(each, "numFmtId") or 0): value(each, "formatCode") or ""
        for each in (child(styles, "numFmts") if child(styles, "numFmts") is not None else ()) or ()
        if (value(each, "numFmtId") or "").isdigit()
    }
    formats = child(styles, "cellXfs")
    found = set()
    for at, each in enumerate(formats if formats is not None else ()):
        number = value(each, "numFmtId") or "0"
        if number.isdigit() and (
            int(number) in _DATES or _DATE_LETTERS.search(_QUOTED.sub("", custom.get(int(number), "")))
        ):
            found.add(at)
    return found


def _rows(
    sheet: Element, strings: list[str], dated: set[int], epoch: datetime
) -> Iterator[tuple[int, list[str]]]:
    data = child(sheet, "sheetData")
    last = 0
    for row in data if data is not None else ():
        said = value(row, "r") or ""
        last = int(said) if said.isdigit() and len(said) < 9 else last + 1  # noqa: PLR2004 - digits of a row number
        cells: dict[int, str] = {}
        at = -1
        for cell in children(row, "c"):
            place = _COLUMN.fullmatch(value(cell, "r") or "")
            at = _index(place[1]) if place else at + 1
            if at >= _MOST_COLUMNS:
                break
            cells[at] = _cell(cell, strings, dated, epoch)
        yield last, [cells.get(each, "") for each in range(max(cells, default=-1) + 1)]


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _cell(cell: Element, strings: list[str], dated: set[int], epoch: datetime) -> str:
    kind = value(cell, "t") or "n"
    if kind == "inlineStr":
        found = child(cell, "is")
        return _string(found) if found is not None else ""
    inner = child(cell, "v")
    written = (inner.text or "") if inner is not None else ""
    if kind == "s":
        return strings[int(written)] if written.isdigit() and int(written) < len(strings) else ""
    if kind == "b":
        return "ja" if written == "1" else "nej" if written else ""
    if kind == "e":
        return ""
    style = value(cell, "s") or ""
    if kind == "n" and written:
        return _number(written, epoch if style.isdigit() and int(style) in dated else None)
    return written


def _number(written: str, epoch: datetime | None) -> str:
    try:
        number = float(written)
    except ValueError:
        return written
    if epoch is not None and 0 <= number <= _LAST_DAY:
        moment = epoch + timedelta(days=number)
        midnight = abs(number - round(number)) < 1e-9  # noqa: PLR2004 - a day, not a time of it
        return (
            str(date(moment.year, moment.month, moment.day)) if midnight else moment.isoformat(" ", "seconds")
        )
    # Excel writes 0.1 + 0.2 with all its bits; fifteen digits are what it shows.
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}"  # noqa: PLR2004 - as above
