"""Open answers of a questionnaire: a row is a document, the other columns are its attributes."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kodning.errors import UnreadableFileError, did_you_mean
from kodning.model import AttributeValue, Note, Transcript, Turn
from kodning.reading.cleaning import numbered
from kodning.reading.grid import Grid
from kodning.reading.notes import in_order
from kodning.reading.typed import column, missing
from kodning.text import normalise, sha256

_ANSWERS = frozenset(
    ["svar", "tekst", "text", "answer", "response", "besvarelse", "kommentar", "comment", "fritekst"]
)
_NAMES = frozenset(
    ["id", "dokument", "document", "navn", "name", "respondent", "respondentid", "respondent-id"]
)
_NAMES |= {"respondent id", "nr", "nr.", "løbenummer", "svar-id", "svar id", "response id", "responseid"}
_LETTERS = 12  # mean code points of a column of talk, at least
_WORDS = re.compile(r"\w+")
_BETWEEN = "\n\n"


class Answer(NamedTuple):
    """A row as a document."""

    row: int
    name: str
    transcript: Transcript


class Answers(NamedTuple):
    """The documents of a table.

    Attributes:
        documents: One for each row with words.
        columns: The columns that hold the words.
        notes: What was chosen and what was left out.
    """

    documents: list[Answer]
    columns: list[str]
    notes: tuple[Note, ...]


def answers(table: Grid, path: Path, text_columns: Sequence[str] = ()) -> Answers:
    """The documents of a table of open answers.

    Args:
        table: With a heading.
        path: Named in errors; its stem begins the documents' names.
        text_columns: The columns that hold answers; else the one that looks like it. Of several, each is a
            question that the interviewer asks and the respondent answers.

    Raises:
        UnreadableFileError: No such column, or none with words.
    """
    chosen = [_column(table, path, name) for name in text_columns] or [_guess(table, path)]
    named = next((at for at, name in enumerate(table.header) if name.casefold() in _NAMES and at not in chosen and _tells_apart(table, at)), None)  # fmt: skip
    others = [at for at in range(len(table.header)) if at not in chosen]
    values = {at: column([row[at] for _, row in table.rows]) for at in others}
    width = len(str(len(table.rows)))
    found: list[Answer] = []
    empty: list[int] = []
    for order, (number, row) in enumerate(table.rows):
        label = row[named] if named is not None else str(order + 1).zfill(width)
        title = f"{path.stem} {label}"
        attributes = {table.header[at]: said for at in others if (said := values[at][order]) is not None}
        made = _document([(table.header[at], row[at]) for at in chosen], title, attributes, table.encoding)
        if made is None:
            empty.append(number)
        else:
            found.append(Answer(number, f"{_slug(path.stem)}-{_slug(label)}", made))
    if not found:
        raise UnreadableFileError(path, "ingen rækker har ord i svarkolonnen.", "no row has words in the column of answers.")  # fmt: skip
    columns = [table.header[at] for at in chosen]
    return Answers(
        found,
        columns,
        in_order([*table.notes, *_notes(table, columns, named, empty, given=bool(text_columns))]),
    )


def _notes(
    table: Grid, columns: list[str], named: int | None, empty: list[int], *, given: bool
) -> list[Note]:
    notes = []
    if not given:
        notes.append(Note(None, f"Svarene er læst i kolonnen »{columns[0]}«. Ellers brug --text-column.", f"The answers were read from the column “{columns[0]}”. Otherwise use --text-column.", "row"))  # fmt: skip
    if named is not None:
        notes.append(Note(None, f"Dokumenterne er navngivet efter »{table.header[named]}«.", f"The documents are named by “{table.header[named]}”.", "row"))  # fmt: skip
    if empty:
        notes.append(Note(empty[0], f"Rækker uden svar er sprunget over ({len(empty)}).", f"Rows without an answer were left out ({len(empty)}).", "row"))  # fmt: skip
    return notes


def _column(table: Grid, path: Path, wanted: str) -> int:
    folded = unicodedata.normalize("NFC", wanted).strip().casefold()
    for at, name in enumerate(table.header):
        if name.casefold() == folded:
            return at
    da, en = did_you_mean(wanted, list(table.header))
    raise UnreadableFileError(
        path, f"der er ingen kolonne »{wanted}«. {da}", f"there is no column “{wanted}”. {en}"
    )


def _guess(table: Grid, path: Path) -> int:
    """The column of answers: by its name, else the one with the longest texts."""
    for at, name in enumerate(table.header):
        if name.casefold() in _ANSWERS:
            return at
    lengths = []
    for at in range(len(table.header)):
        cells = [row[at] for _, row in table.rows if not missing(row[at])]
        talk = [cell for cell in cells if len(_WORDS.findall(cell)) > 1]
        lengths.append(sum(map(len, talk)) / len(cells) if cells else 0.0)
    best = max(range(len(lengths)), key=lengths.__getitem__)
    if lengths[best] < _LETTERS:
        names = ", ".join(table.header[:12])
        raise UnreadableFileError(
            path,
            f"ingen kolonne ligner svar i fri tekst. Angiv den med --text-column ({names}). Er det variabler, så brug --attributes.",
            f"no column looks like answers in free text. Name it with --text-column ({names}). If these are attributes, use --attributes.",
        )
    return best


def _tells_apart(table: Grid, at: int) -> bool:
    labels = [row[at].casefold() for _, row in table.rows]
    return all(labels) and len(set(labels)) == len(labels)


def _document(
    cells: Sequence[tuple[str, str]], title: str, attributes: dict[str, AttributeValue], encoding: str
) -> Transcript | None:
    """A row's answers; with several questions each is a turn of the interviewer's before its answer."""
    text, turns = "", list[Turn]()
    notes: list[Note] = []
    for question, cell in cells:
        lines, found = numbered(cell)
        words = normalise("\n".join(line for _, line in lines)).strip()
        notes += [note._replace(line=None, unit="row") for note in found]
        if missing(words) or not any(map(str.isalnum, words)):
            continue
        parts = [("Spørgsmål", question), ("Svar", words)] if len(cells) > 1 else [(None, words)]
        for speaker, said in parts:
            start = len(text) + (len(_BETWEEN) if text else 0)
            text = f"{text}{_BETWEEN}{said}" if text else said
            role = "interviewer" if speaker == "Spørgsmål" else "informant"
            turns.append(Turn(len(turns) + 1, start, start + len(said), speaker, role))  # type: ignore[arg-type]
    if not turns:
        return None
    return Transcript(text, tuple(turns), title, encoding, sha256(text), attributes, tuple(notes))


def _slug(text: str) -> str:
    return "-".join(unicodedata.normalize("NFC", text).split())
