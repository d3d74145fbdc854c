"""Tables to rows of text: CSV as any program writes it (`,` `;` tab), and the first sheet of an .xlsx."""

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kodning.errors import UnreadableFileError
from kodning.model import Note
from kodning.reading.encoding import decode
from kodning.reading.signatures import kind_of

_SEPARATORS = ";,\t|"
_MOST_ROWS = 200_000
_MOST_COLUMNS = 2_000
_LONGEST_CELL = 1_000_000
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a heading.

    Attributes:
        header: Names of the columns; never empty, none twice.
        rows: The number of each row in the source, and its cells, as many as there are columns.
        encoding: How its bytes were decoded.
        notes: What was uncertain.
    """

    header: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    encoding: str
    notes: tuple[Note, ...] = ()


def grid(raw: bytes, path: Path, encoding: str | None = None) -> Grid:
    """The table that a file holds.

    Raises:
        UnreadableFileError: It is no table with a heading and rows.
    """
    if path.suffix.lower() == ".xlsx":
        found = kind_of(raw)
        if found is not None and found.suffix == ".doc":
            raise UnreadableFileError(
                path,
                f"er {found.da} eller beskyttet med adgangskode. Gem det som .xlsx uden adgangskode.",
                f"is {found.en}, or protected by a password. Save it as .xlsx without a password.",
            )
        from kodning.reading.xlsx import first_sheet

        rows, notes = first_sheet(raw, path)
        return _with_header(list(rows), path, "utf-8", notes)
    decoded = decode(raw, path, encoding)
    return _with_header(_separated(decoded.text, path), path, decoded.encoding, decoded.notes)


def _separated(text: str, path: Path) -> list[tuple[int, list[str]]]:
    text = text.removeprefix("\ufeff")
    separator = None
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:  # noqa: PLR2004 - Excel's own first line, `sep=;`
        separator, text = first.strip()[-1], rest
    if "\0" in text:
        raise UnreadableFileError(path, "indeholder NUL-tegn.", "holds NUL characters.")
    skipped = 1 if separator else 0
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=separator or _separator(text), strict=False
        )
        return [(skipped + line, row) for line, row in _numbered(reader)]
    except csv.Error as error:
        raise UnreadableFileError(
            path,
            f"er ikke en CSV-tabel ({error}). Mangler der et anførselstegn?",
            f"is no CSV table ({error}). Is a quotation mark missing?",
        ) from None
    finally:
        csv.field_size_limit(limit)


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    begins = 1
    for count, row in enumerate(reader):
        if count > _MOST_ROWS:
            break
        yield begins, row
        begins = reader.line_num + 1


def _separator(text: str) -> str:
    """The separator that gives most rows the same number of columns, and more than one."""
    best, score = ",", (0.0, 0)
    for separator in _SEPARATORS:
        try:
            rows = [row for _, row in zip(range(50), csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=separator), strict=False) if row]  # fmt: skip
        except csv.Error:
            continue
        if not rows:
            continue
        usual, times = Counter(len(row) for row in rows).most_common(1)[0]
        got = (times / len(rows) if usual > 1 else 0.0, usual)
        if usual > 1 and len(rows[0]) > 1 and got > score:
            best, score = separator, got
    return best


def _with_header(rows: list[tuple[int, list[str]]], path: Path, encoding: str, notes: Sequence[Note]) -> Grid:
    full = [
        (number, [cell.strip() for cell in row]) for number, row in rows if any(cell.strip() for cell in row)
    ]
    if len(full) < 2:  # noqa: PLR2004 - a heading and a row
        raise UnreadableFileError(
            path,
            "tabellen skal have en overskriftsrække og mindst én række under den.",
            "the table needs a row of headings and at least one row below it.",
        )
    line, heading = full[0]
    while heading and not heading[-1]:
        heading.pop()
    if len(heading) > _MOST_COLUMNS or len(full) > _MOST_ROWS:
        raise UnreadableFileError(
            path,
            f"tabellen er for stor (over {_MOST_ROWS} rækker eller {_MOST_COLUMNS} kolonner).",
            f"the table is too large (over {_MOST_ROWS} rows or {_MOST_COLUMNS} columns).",
        )
    header = [
        " ".join(unicodedata.normalize("NFC", name).split()) or f"kolonne {at}"
        for at, name in enumerate(heading, start=1)
    ]
    folded = Counter(name.casefold() for name in header)
    if twice := [name for name in header if folded[name.casefold()] > 1]:
        raise UnreadableFileError(
            path,
            f"to kolonner hedder »{twice[0]}«. Giv dem hvert sit navn.",
            f"two columns are called “{twice[0]}”. Give each a name of its own.",
            line,
        )
    width = len(header)
    found = list(notes)
    if longer := [number for number, row in full[1:] if any(row[width:])]:
        found.append(
            Note(
                longer[0],
                f"Rækker har flere felter end overskriften ({len(longer)}); de overskydende er ikke med.",
                f"Rows have more fields than the heading ({len(longer)}); the surplus was left out.",
                "row",
            )
        )
    return Grid(
        header,
        [(number, [*row[:width], *[""] * (width - len(row))]) for number, row in full[1:]],
        encoding,
        tuple(found),
    )
