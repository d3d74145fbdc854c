"""The cells of an XLSX file's first sheet, as text. An XLSX is a ZIP of XML; this reads values, nothing more."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from kodning.errors import UnreadableFileError
from kodning.safe_archive import SafeArchive, parse_xml, safe_archive

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_COLUMN = re.compile(r"([A-Z]{1,3})[0-9]+")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MOST_COLUMNS = 16_384


def rows_of(path: Path) -> Iterator[list[str]]:
    """The rows of the first sheet, each with as many cells as it has.

    Raises:
        UnreadableFileError: It is no XLSX file, or damaged.
    """
    with safe_archive(path) as archive:
        shared = list(_shared(archive, path))
        sheet = _part(archive, path, _first_sheet(archive, path))
        for row in sheet.iter(f"{_MAIN}row"):
            cells: list[str] = []
            for cell in row.iter(f"{_MAIN}c"):
                place = _column(cell.get("r") or "", len(cells))
                cells += [""] * (place - len(cells))
                cells.append(_value(cell, shared, path))
            yield cells


def _part(archive: SafeArchive, path: Path, name: str) -> ET.Element:
    return parse_xml(archive.read(name), path, name)


def _first_sheet(archive: SafeArchive, path: Path) -> str:
    book = _part(archive, path, "xl/workbook.xml")
    first = next(book.iter(f"{_MAIN}sheet"), None)
    wanted = first.get(_RELATION) if first is not None else None
    for relation in _part(archive, path, "xl/_rels/workbook.xml.rels"):
        if relation.get("Id") == wanted:
            target = (relation.get("Target") or "").lstrip("/")
            return target if target.startswith("xl/") else f"xl/{target}"
    raise UnreadableFileError(path, "regnearket har intet ark.", "the workbook has no sheet.")


def _shared(archive: SafeArchive, path: Path) -> Iterator[str]:
    if "xl/sharedStrings.xml" in archive.names:
        for item in _part(archive, path, "xl/sharedStrings.xml").iter(f"{_MAIN}si"):
            yield _text(item)


def _text(item: ET.Element) -> str:
    """The text of a cell; pronunciation guides are no text."""
    parts = [
        t.text or ""
        for child in item
        for t in (
            [child]
            if child.tag == f"{_MAIN}t"
            else child.iter(f"{_MAIN}t")
            if child.tag == f"{_MAIN}r"
            else []
        )
    ]
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(parts))


def _column(reference: str, otherwise: int) -> int:
    match = _COLUMN.fullmatch(reference)
    if match is None:
        return otherwise
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return min(number - 1, _MOST_COLUMNS)


def _value(cell: ET.Element, shared: list[str], path: Path) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        inline = cell.find(f"{_MAIN}is")
        return _text(inline) if inline is not None else ""
    value = cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        try:
            return shared[int(value)]
        except (ValueError, IndexError) as error:
            raise UnreadableFileError(
                path, "regnearket er beskadiget.", "the workbook is damaged."
            ) from error
    return value
