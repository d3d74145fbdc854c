"""Codebooks as tables: Taguette's CSV, other CSV with comma, semicolon or tab, and Excel workbooks."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kodning.codebook import Codebook, clean_text
from kodning.errors import UnreadableFileError, did_you_mean
from kodning.model import Code

# Names of columns that mean the same.
_COLUMNS = {
    "id": ("id", "code", "kode", "tag", "name", "navn", "codename"),
    "label": ("label", "betegnelse"),
    "label_da": ("label_da", "dansk"),
    "label_en": ("label_en", "english", "engelsk"),
    "parent": ("parent", "under", "overkode", "tema", "theme"),
    "definition": ("definition", "description", "beskrivelse"),
    "include": ("include", "med"),
    "exclude": ("exclude", "ikke med"),
    "examples": ("examples", "eksempler", "example", "eksempel"),
    "terms": ("terms", "søgeord"),
    "negative_terms": ("negative_terms", "ikke søgeord"),
    "color": ("color", "colour", "farve"),
    "memo": ("memo", "note"),
    "aliases": ("aliases", "aliaser"),
}
_LISTS = ("include", "exclude", "examples", "terms", "negative_terms", "aliases")
_PASSED_OVER = (
    "number of highlights",
    "codings",
    "kodninger",
    "documents",
    "interviews",
    "position",
    "depth",
)


def read_codebook_table(path: Path) -> list[Code]:
    """The codes of a table with a row for each: a column of their ids, the others as far as they are there.

    A cell of several texts has each on a line of its own. In Taguette's table a tag `a.b` stands under `a`, where that
    is a tag too.

    Raises:
        UnreadableFileError: It cannot be read, has no column of codes, or names a code twice or a parent that is not there.
    """
    rows = _rows(path)
    head = next(rows, None)
    if head is None:
        raise UnreadableFileError(path, "filen er tom.", "the file is empty.")
    columns = _columns(head[1], path)
    taguette = any(name.strip().casefold() == "tag" for name in head[1])
    codes: dict[str, Code] = {}
    for line, cells in rows:
        values = {key: cells[place].strip() for key, place in columns.items() if place < len(cells)}
        if not any(values.values()):
            continue
        code = _code(values, len(codes))
        if not code.id:
            raise UnreadableFileError(path, "rækken har ingen kode.", "the row has no code.", line)
        if code.id in codes:
            raise UnreadableFileError(
                path, f"koden »{code.id}« står to gange.", f"the code “{code.id}” stands twice.", line
            )
        codes[code.id] = code
    return [_placed(code, codes, path, taguette=taguette) for code in codes.values()]


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path, "filen kan ikke læses.", "the file cannot be read.") from error
    if raw.startswith(b"PK"):
        from kodning.reading.xlsx import first_sheet

        return iter(first_sheet(raw, path)[0])
    return _csv_rows(_decoded(raw), path)


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")  # what Danish Excel writes as “CSV”


def _csv_rows(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise UnreadableFileError(
            path, f"er ikke en gyldig CSV ({error}).", f"is not valid CSV ({error}).", reader.line_num
        ) from error


def _columns(head: Sequence[str], path: Path) -> dict[str, int]:
    meant = {name: key for key, names in _COLUMNS.items() for name in names}
    found: dict[str, int] = {}
    for place, cell in enumerate(head):
        name = cell.strip().casefold()
        key = meant.get(name)
        if key is not None and key not in found:
            found[key] = place
        elif key is None and name and name not in _PASSED_OVER:
            da, en = did_you_mean(name, list(_COLUMNS))
            raise UnreadableFileError(
                path, f"kolonnen »{cell}« kendes ikke. {da}", f"no column “{cell}”. {en}", 1
            )
    if "id" not in found:
        raise UnreadableFileError(
            path, "mangler en kolonne »code« (eller »tag«).", "has no column “code” (or “tag”).", 1
        )
    return found


def _code(values: Mapping[str, str], position: int) -> Code:
    texts = {key: tuple(filter(None, map(clean_text, values.get(key, "").splitlines()))) for key in _LISTS}
    both = clean_text(values.get("label", ""))
    labels = {
        name: label for name in ("da", "en") if (label := clean_text(values.get(f"label_{name}", "")) or both)
    }
    name = clean_text(values["id"])
    if set(labels.values()) == {name}:
        labels = {}
    return Code(
        name,
        labels,
        clean_text(values.get("parent", "")) or None,
        position,
        0,
        definition=clean_text(values.get("definition", "")),
        color=values.get("color", ""),
        memo=clean_text(values.get("memo", "")),
        **texts,  # type: ignore[arg-type]  # the lists among the fields
    )


def _placed(code: Code, codes: Mapping[str, Code], path: Path, *, taguette: bool) -> Code:
    if code.parent is None and taguette and "." in code.id:
        above = code.id.rpartition(".")[0]
        return code._replace(parent=above) if above in codes else code
    if code.parent is not None and code.parent not in codes:
        da, en = did_you_mean(code.parent, list(codes))
        raise UnreadableFileError(
            path,
            f"»{code.id}« skal stå under »{code.parent}«, som ikke findes. {da}",
            f"“{code.id}” is to stand under “{code.parent}”, which is not there. {en}",
        )
    return code


def taguette_csv(codebook: Codebook) -> str:
    """The codebook as Taguette takes it: `tag,description`, with commas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["tag", "description"])
    for code in codebook.codes:
        said = [
            code.definition,
            *(f"+ {rule}" for rule in code.include),
            *(f"- {rule}" for rule in code.exclude),
        ]
        writer.writerow([code.id, "\n".join(filter(None, said))])
    return out.getvalue()


def read_parts(path: Path) -> dict[int, str]:
    """A table with the columns `coding` and `code`: which code each coding is to have.

    Raises:
        UnreadableFileError: A column is missing, or a number is none.
    """
    rows = _rows(path)
    head = [cell.strip().casefold() for cell in next(rows, (1, []))[1]]
    number = next((place for place, name in enumerate(head) if name in {"coding", "kodning", "id"}), None)
    code = next((place for place, name in enumerate(head) if name in {"code", "kode"}), None)
    if number is None or code is None:
        raise UnreadableFileError(
            path, "skal have kolonnerne »coding« og »code«.", "must have the columns “coding” and “code”.", 1
        )
    parts: dict[int, str] = {}
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        said = cells[number].strip() if number < len(cells) else ""
        name = clean_text(cells[code]) if code < len(cells) else ""
        if not said.isdecimal():
            raise UnreadableFileError(
                path, f"»{said}« er ikke en kodnings nummer.", f"“{said}” is not a coding's number.", line
            )
        if name:
            parts[int(said)] = name
    return parts
