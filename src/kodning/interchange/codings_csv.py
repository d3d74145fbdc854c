"""Codings as CSV or XLSX, in and out: document, start, end, quote, code, coder, created, memo.

The words travel with the offsets. Where the two disagree, the words decide.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kodning.errors import KodningError, UnreadableFileError
from kodning.model import NewCoding
from kodning.project import Project, checked_name
from kodning.reading.encoding import decode
from kodning.spans import find_words
from kodning.text import on_one_line

if TYPE_CHECKING:
    import _csv

COLUMNS = ("document", "start", "end", "quote", "code", "coder", "created", "memo")
_NEEDED = ("document", "code")
_SHOWN = 10
_LONGEST_FIELD = 2**31 - 1  # a coding may cover a whole interview; the csv module stops at 131,072
_NUMBER = re.compile(r"([0-9]{1,18})(?:[.,]0+)?")  # pandas writes 120.0 where a column has gaps
_GUARDED = re.compile(r"\A'(?='*[-=+@\t\r])")  # how `to_csv` keeps Excel from reading a text as a formula


class BadRowsError(KodningError):
    """Rows of a file that fit nowhere; nothing of the file was imported."""

    def __init__(self, path: Path, faults: Sequence["Fault"]) -> None:
        shown = faults[:_SHOWN]
        more = len(faults) - len(shown)
        da = [f"{path}:{fault.line}: {fault.da}" for fault in shown]
        en = [f"{path}:{fault.line}: {fault.en}" for fault in shown]
        da += [f"… og {more} {'række' if more == 1 else 'rækker'} til."] if more else []
        en += [f"… and {more} more {'row' if more == 1 else 'rows'}."] if more else []
        da.append("Intet er importeret. Ret rækkerne og importér igen.")
        en.append("Nothing was imported. Mend the rows and import again.")
        super().__init__("\n".join(da), "\n".join(en))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row fits nowhere."""

    line: int
    da: str
    en: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file; `line` is where it begins, from 1."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        added: New codings.
        there_already: Rows that were in the project as they stand.
        moved: Rows whose offsets were wrong and whose words decided.
        unchecked: Rows with offsets but without words to check them by.
        coders: Who is named in the file.
        refused: Rows that fit nowhere, and why.
    """

    added: int
    there_already: int
    moved: tuple[int, ...]
    unchecked: tuple[int, ...]
    coders: tuple[str, ...]
    refused: tuple[Fault, ...] = ()


def read_codings(path: Path) -> list[Row]:
    """The rows of a file; comma, semicolon or tab, any of the encodings that transcripts may have.

    Raises:
        UnreadableFileError: Not there, not text, no heading, or without the columns that are needed.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path, "filen kan ikke læses.", "the file cannot be read.") from error
    if path.suffix.casefold() == ".xlsx" or data.startswith(b"PK"):
        from kodning.reading.xlsx import first_sheet

        text = as_csv(cells for _, cells in first_sheet(data, path)[0])
    else:
        text = decode(data, path).text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    limit = csv.field_size_limit(_LONGEST_FIELD)
    try:
        return _rows(reader, path, guarded=delimiter == ";")
    except csv.Error as error:
        raise UnreadableFileError(
            path, f"ikke gyldig CSV: {error}", f"not valid CSV: {error}", reader.line_num
        ) from error
    finally:
        csv.field_size_limit(limit)


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells as CSV with commas, a line of the sheet to a record."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _rows(reader: "_csv.Reader", path: Path, *, guarded: bool) -> list[Row]:
    heading = [unicodedata.normalize("NFC", name).strip().casefold() for name in next(reader, [])]
    missing = [name for name in _NEEDED if name not in heading]
    if missing or not {"quote", "start"} & set(heading):
        wanted = ", ".join(COLUMNS)
        raise UnreadableFileError(
            path,
            f"første linje skal nævne kolonnerne {wanted} (quote eller start og end kan mangle).",
            f"the first line must name the columns {wanted} (quote, or start and end, may be missing).",
            1,
        )
    twice = sorted({name for name in heading if name and heading.count(name) > 1})
    if twice:
        names = ", ".join(twice)
        raise UnreadableFileError(path, f"to kolonner hedder {names}.", f"two columns are called {names}.", 1)
    rows, begins = [], reader.line_num + 1
    for values in reader:
        if any(value.strip() for value in values):
            if any(value.strip() for value in values[len(heading) :]):
                raise UnreadableFileError(
                    path,
                    "rækken har flere felter end overskriften; mangler der anførselstegn om et felt?",
                    "the row has more cells than the heading; is a cell without its quotes?",
                    begins,
                )
            plain = [_GUARDED.sub("", value) for value in values] if guarded else values
            rows.append(Row(begins, dict(zip(heading, plain, strict=False))))
        begins = reader.line_num + 1
    return rows


def import_codings(
    project: Project,
    rows: Sequence[Row],
    path: Path,
    coder: str,
    *,
    reviewed: bool = False,
    dry_run: bool = False,
    strict: bool = False,
) -> ImportReport:
    """Write the codings of a file; rows that fit nowhere are told, and the others come. Again, it adds nothing.

    Args:
        project: The project.
        rows: What `read_codings` gave.
        path: The file, for messages.
        coder: Who imports; also the coder of rows that name none.
        reviewed: Record each coder as having read the documents she coded.
        dry_run: Only say what would happen.
        strict: All of them or none.

    Raises:
        BadRowsError: No row fits anywhere, or `strict` and one does not.
    """
    find = _Finder(project, coder)
    found: list[NewCoding] = []
    faults: list[Fault] = []
    moved: list[int] = []
    unchecked: list[int] = []
    for row in rows:
        try:
            coding, how = find.coding(row)
        except _MisfitError as misfit:
            faults.append(Fault(row.line, misfit.da, misfit.en))
        except KodningError as error:
            faults.append(Fault(row.line, error.da, error.en))
        else:
            found.append(coding)
            moved += [row.line] if how == "moved" else []
            unchecked += [row.line] if how == "unchecked" else []
    if faults and (strict or not found):
        raise BadRowsError(path, faults)
    if dry_run:
        added = project.missing_codings(found)
    else:
        added = project.import_codings(found, coder, path.name, reviewed=reviewed)
    coders = tuple(dict.fromkeys(coding.coder for coding in found))
    return ImportReport(added, len(found) - added, tuple(moved), tuple(unchecked), coders, tuple(faults))


class _MisfitError(KodningError):
    """Why one row fits nowhere."""


class _Finder:
    """Finds what rows name, asking the project once for each name."""

    def __init__(self, project: Project, coder: str) -> None:
        self._coder = coder
        self._document = cache(project.revision)
        self._code = cache(project.code_id)

    def coding(self, row: Row) -> tuple[NewCoding, str]:
        """The coding a row describes, and how its place was found."""
        get = {name: value.strip() for name, value in row.values.items()}.get
        for name, da in (("document", "intet dokument"), ("code", "ingen kode")):
            if not get(name):
                raise _MisfitError(f"rækken har {da}.", f"the row has no {name}.")
        revision = self._document(get("document") or "")
        start, end, how = _place(row, revision.text)
        coding = NewCoding(
            document=revision.name,
            start=start,
            end=end,
            code=self._code(get("code") or ""),
            coder=checked_name(get("coder") or self._coder),
            created=_time(get("created") or ""),
            memo=row.values.get("memo") or "",
        )
        return coding, how


def _place(row: Row, text: str) -> tuple[int, int, str]:
    """Where a row's words stand, and how that was found: `exact`, `moved` or `unchecked`."""
    start, end = _offset(row, "start"), _offset(row, "end")
    quote = unicodedata.normalize("NFC", row.values.get("quote") or "")
    if start is not None and end is not None and start < end <= len(text) and text[start:end].strip():
        if not quote.strip():
            return start, end, "unchecked"
        if on_one_line(text[start:end]) == on_one_line(quote):
            return start, end, "exact"
    if not quote.strip():
        raise _MisfitError(
            f"rækken har hverken ord eller et gyldigt sted (start, end mellem 0 og {len(text)}).",
            f"the row has neither words nor a valid place (start, end within 0–{len(text)}).",
        )
    places = find_words(quote, text) or _inside_words(quote, text)
    if start is not None and len(places) > 1:  # the offsets say which of several
        places = [place for place in places if place[0] < (end or start + 1) and start < place[1]] or places
    if len(places) != 1:
        raise _misplaced(quote, len(places))
    there = start in {None, places[0][0]} and end in {None, places[0][1]}
    return *places[0], "exact" if there else "moved"


def _inside_words(quote: str, text: str) -> list[tuple[int, int]]:
    """Places of words that begin or end inside a word, as other programs allow."""
    pattern = r"\s+".join(re.escape(part) for part in quote.split())
    return [match.span(1) for match in re.finditer(f"(?=({pattern}))", text)]


def _misplaced(quote: str, count: int) -> _MisfitError:
    words = on_one_line(quote)
    shown = words if len(words) <= 50 else words[:49] + "…"  # noqa: PLR2004 - enough to find it by
    if count:
        return _MisfitError(
            f"ordene »{shown}« står {count} steder, og start/end siger ikke hvor.",
            f"the words “{shown}” stand in {count} places, and start/end do not say which.",
        )
    return _MisfitError(
        f"ordene »{shown}« står ikke i dokumentet.", f"the words “{shown}” are not in the document."
    )


def _offset(row: Row, name: str) -> int | None:
    value = (row.values.get(name) or "").strip()
    if not value:
        return None
    number = _NUMBER.fullmatch(value)
    if number is None:
        raise _MisfitError(
            f"{name}: »{value}« er ikke et helt tal.", f"{name}: “{value}” is not a whole number."
        )
    return int(number[1])


def _time(value: str) -> str | None:
    if not value:
        return None
    try:
        time = datetime.fromisoformat(value)
        time = time.replace(tzinfo=time.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _MisfitError(
            f"created: »{value}« er ikke en tid som 2026-11-23T10:15:00Z.",
            f"created: “{value}” is not a time like 2026-11-23T10:15:00Z.",
        ) from error
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def export_codings(project: Project, *, coder: str | None = None) -> Iterator[dict[str, object]]:
    """Codings in force as rows of the same columns, with their global id, ready for any tool."""
    texts = {document.name: project.revision(document.name).text for document in project.documents()}
    for coding in project.codings(coder=coder):
        yield {
            "document": coding.document,
            "start": coding.start,
            "end": coding.end,
            "quote": texts[coding.document][coding.start : coding.end],
            "code": coding.code,
            "coder": coding.coder,
            "created": coding.created,
            "memo": coding.memo,
            "id": coding.uid,
        }
