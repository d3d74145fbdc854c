"""Attributes of documents and participants from a table: a row each, its other columns are the attributes."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from kodning.errors import UnreadableFileError
from kodning.model import AttributeValue, Note
from kodning.reading.files import content
from kodning.reading.grid import grid
from kodning.reading.typed import column

_DOCUMENT = frozenset(
    {"dokument", "document", "interview", "fil", "file", "filnavn", "filename", "navn", "name", "id"}
)
_SPEAKER = frozenset({"taler", "speaker", "deltager", "participant", "person", "informant"})
_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx"})


class AttributeRow(NamedTuple):
    """A row: whose attributes, and which.

    Attributes:
        row: Its number in the source.
        document: A document's name or file name; None: every document in which the speaker speaks.
        speaker: A participant; None: the document's own attributes.
        values: Name to value; None where the cell is empty.
    """

    row: int
    document: str | None
    speaker: str | None
    values: Mapping[str, AttributeValue | None]


class AttributeTable(NamedTuple):
    """What a file says of documents and participants."""

    path: Path
    rows: list[AttributeRow]
    notes: tuple[Note, ...]


def read_attributes(path: Path, encoding: str | None = None) -> AttributeTable:
    """Read a table of attributes: CSV (`,` `;` tab) or XLSX.

    The column called `dokument`, `fil`, `navn` … names the document, one called `taler`, `deltager` … the
    participant; without either, the first column names the document. A column is of a kind (whole number, number,
    date, yes/no) when all its values are.

    Raises:
        UnreadableFileError: It is no table, or has no attributes.
    """
    if path.suffix.lower() not in _SUFFIXES:
        raise UnreadableFileError(
            path,
            "variabler læses fra .csv eller .xlsx.",
            "attributes are read from .csv or .xlsx.",
        )
    table = grid(content(path), path, encoding)
    folded = [name.casefold() for name in table.header]
    document = next((at for at, name in enumerate(folded) if name in _DOCUMENT), None)
    speaker = next((at for at, name in enumerate(folded) if name in _SPEAKER and at != document), None)
    if document is None and speaker is None:
        document = 0
    others = [at for at in range(len(folded)) if at not in {document, speaker}]
    if not others:
        raise UnreadableFileError(
            path,
            "tabellen har ingen variabler ved siden af navnene.",
            "the table has no attributes beside the names.",
        )
    values = {at: column([row[at] for _, row in table.rows]) for at in others}
    rows = []
    seen: dict[tuple[str | None, str | None], int] = {}
    for order, (number, row) in enumerate(table.rows):
        who = (_named(row, document), _named(row, speaker))
        if who == (None, None):
            raise UnreadableFileError(path, "rækken siger ikke, hvem den handler om.", "the row does not say whom it is about.", number)  # fmt: skip
        if who in seen:
            shown = " / ".join(filter(None, who))
            raise UnreadableFileError(
                path,
                f"»{shown}« står også i række {seen[who]}.",
                f"“{shown}” stands in row {seen[who]} too.",
                number,
            )
        seen[who] = number
        rows.append(AttributeRow(number, *who, {table.header[at]: values[at][order] for at in others}))
    return AttributeTable(path, rows, table.notes)


def _named(row: object, at: int | None) -> str | None:
    return (row[at].strip() or None) if at is not None and isinstance(row, list) else None
