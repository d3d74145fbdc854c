"""Decisions on disagreements as CSV: the table of `kodning disagreements`, filled in and given back."""

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kodning.codebook import find_code
from kodning.errors import KodningError, UnreadableFileError, did_you_mean
from kodning.interchange.codings_csv import BadRowsError, Fault, Row
from kodning.intercoder.adjudication import Decision, Placed, find_disagreement, version_of
from kodning.intercoder.disagreements import Comparison, Disagreement
from kodning.intercoder.passages import DocumentText
from kodning.project import checked_name
from kodning.reading.encoding import decode
from kodning.spans import find_words
from kodning.store.queries import CodeRow
from kodning.text import normalise

if TYPE_CHECKING:
    import _csv

# What a column is called in the file: by its key, or as Excel's form has it in either language.
HEADINGS = {
    "id": {"id"},
    "decision": {"decision", "afgørelse"},
    "code": {"code", "ny kode", "new code"},
    "quote": {"quote", "nye ord", "new words"},
    "start": {"start"},
    "end": {"end", "slut"},
    "reason": {"reason", "begrundelse"},
    "codebook_change": {"codebook_change", "ændring i kodebog", "codebook change"},
    "decided_by": {"decided_by", "afgjort af", "decided by"},
}
NONE = ("ingen", "none")
NEW = ("ny", "new")
_LONGEST_FIELD = 2**31 - 1  # as for codings: a passage may be a whole interview


class _MisfitError(KodningError):
    """Why one row cannot be a decision."""


def read_decisions(path: Path) -> list[Row]:
    """The rows of a file; comma, semicolon or tab, any of the encodings that transcripts may have.

    Raises:
        UnreadableFileError: Not there, not text, not CSV, or without the columns `id` and `decision`.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path, "filen kan ikke læses.", "the file cannot be read.") from error
    text = decode(data, path).text.removeprefix("\ufeff")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    limit = csv.field_size_limit(_LONGEST_FIELD)
    try:
        return _rows(reader, path)
    except csv.Error as error:
        raise UnreadableFileError(
            path, f"ikke gyldig CSV: {error}", f"not valid CSV: {error}", reader.line_num
        ) from error
    finally:
        csv.field_size_limit(limit)


def _rows(reader: "_csv.Reader", path: Path) -> list[Row]:
    heading = [_key(name) for name in next(reader, [])]
    if not {"id", "decision"} <= set(heading):
        raise UnreadableFileError(
            path,
            "første linje skal nævne kolonnerne id og decision; skriv filen med »kodning disagreements --format csv«.",
            "the first line must name the columns id and decision; write the file with “kodning disagreements --format csv”.",
            1,
        )
    rows, begins = [], reader.line_num + 1
    for values in reader:
        cells = dict(zip(heading, map(str.strip, values), strict=False))
        if any(cells.values()):
            rows.append(Row(begins, {name: cells[name] for name in HEADINGS if name in cells}))
        begins = reader.line_num + 1
    return rows


def _key(heading: str) -> str:
    clean = unicodedata.normalize("NFC", heading).strip().casefold()
    return next((key for key, names in HEADINGS.items() if clean in names), clean)


def parse_decisions(
    rows: Sequence[Row],
    path: Path,
    comparison: Comparison,
    texts: Mapping[str, DocumentText],
    codes: Sequence[CodeRow],
    decided_by: str,
) -> list[Decision]:
    """The decisions of a file, all of them or none. Rows without a decision are undecided and passed over.

    A decision is a coder's name (her version stands), `ingen` or `none` (no code stands), or `ny` or `new`: then
    `code` says which code, and `quote` which words, else `start` and `end`.

    Args:
        rows: What `read_decisions` gave.
        path: The file, for messages.
        comparison: The disagreements.
        texts: The documents.
        codes: The codebook.
        decided_by: Who decided, where a row does not say.

    Raises:
        BadRowsError: At least one row is no decision.
    """
    reader = _Reader(comparison, texts, codes, decided_by)
    found: list[Decision] = []
    faults: list[Fault] = []
    for row in rows:
        try:
            found += reader.decision(row)
        except KodningError as error:
            faults.append(Fault(row.line, error.da, error.en))
    if faults:
        raise BadRowsError(path, faults)
    return found


class _Reader:
    """Makes decisions of rows, and knows which disagreements were met."""

    def __init__(
        self,
        comparison: Comparison,
        texts: Mapping[str, DocumentText],
        codes: Sequence[CodeRow],
        decided_by: str,
    ) -> None:
        self._known = {found.id: found for found in comparison.disagreements}
        self._texts = texts
        self._labels = {code.key: code.labels for code in codes if code.in_codebook}
        self._decided_by = decided_by
        self._lines: dict[str, int] = {}

    def decision(self, row: Row) -> list[Decision]:
        """The decision of a row, or none where it is left open."""
        get = row.values.get
        if not get("decision"):
            _refuse_rest(row)
            return []
        if not get("id"):
            raise _MisfitError("rækken har intet id.", "the row has no id.")
        found = find_disagreement(get("id") or "", self._known)
        self._refuse_twice(found, row.line)
        return [
            Decision(
                disagreement=found.id,
                outcome=self._outcome(row, found),
                reason=get("reason") or "",
                codebook_change=get("codebook_change") or "",
                decided_by=checked_name(get("decided_by") or self._decided_by),
            )
        ]

    def _refuse_twice(self, found: Disagreement, line: int) -> None:
        first = self._lines.setdefault(found.id, line)
        if first != line:
            raise _MisfitError(
                f"uenighed {found.id} er afgjort i linje {first} også.",
                f"disagreement {found.id} is decided in line {first} too.",
            )

    def _outcome(self, row: Row, found: Disagreement) -> tuple[Placed, ...]:
        wanted = unicodedata.normalize("NFC", row.values["decision"])
        folded = wanted.casefold()
        coders = {coder: coder for coder in found.coders}
        coder = coders.get(wanted) or {name.casefold(): name for name in coders}.get(folded)
        if coder is None and folded in NEW:
            return (self._new(row, found),)
        if row.values.get("code") or row.values.get("quote"):
            raise _MisfitError(
                f"ny kode og nye ord bruges kun, når afgørelsen er »ny«; her er den »{wanted}«.",
                f"a new code and new words are for the decision “new” only; here it is “{wanted}”.",
            )
        if coder is not None:
            return version_of(found, coder)
        if folded in NONE:
            return ()
        da, _ = did_you_mean(wanted, [*found.coders, NONE[0], NEW[0]])
        _, en = did_you_mean(wanted, [*found.coders, NONE[1], NEW[1]])
        raise _MisfitError(f"»{wanted}« er ingen afgørelse. {da}", f"“{wanted}” is no decision. {en}")

    def _new(self, row: Row, found: Disagreement) -> Placed:
        if not row.values.get("code"):
            raise _MisfitError("afgørelsen »ny« mangler en kode.", "the decision “new” needs a code.")
        code = find_code(row.values["code"], self._labels)
        text = self._texts[found.document].text
        start, end = _number(row, "start"), _number(row, "end")
        near = (found.start if start is None else start, found.end if end is None else end)
        if quote := normalise(row.values.get("quote") or ""):
            return code, *_find(quote, text, near)
        if not 0 <= near[0] < near[1] <= len(text) or not text[near[0] : near[1]].strip():
            raise _MisfitError(
                f"stedet {near[0]}:{near[1]} er ikke et tekststykke mellem 0 og {len(text)}.",
                f"the place {near[0]}:{near[1]} is no span within 0–{len(text)}.",
            )
        return code, *near


def _refuse_rest(row: Row) -> None:
    """A reason without a decision is a decision that somebody forgot to write."""
    given = [
        name for name in ("code", "quote", "reason", "codebook_change", "decided_by") if row.values.get(name)
    ]
    if given:
        raise _MisfitError(
            f"rækken har {given[0]}, men ingen afgørelse.", f"the row has {given[0]}, but no decision."
        )


def _number(row: Row, name: str) -> int | None:
    value = row.values.get(name) or ""
    if not value:
        return None
    whole = value.removesuffix(".0").removesuffix(",0")  # pandas writes 120.0 where a column has gaps
    if not whole.isascii() or not whole.isdecimal() or len(whole) > 18:  # noqa: PLR2004 - no text is longer
        raise _MisfitError(
            f"{name}: »{value}« er ikke et helt tal.", f"{name}: “{value}” is not a whole number."
        )
    return int(whole)


def _find(quote: str, text: str, near: tuple[int, int]) -> tuple[int, int]:
    """Where the words stand; where they stand in several places, the one that touches the disagreement."""
    places = find_words(quote, text)
    if len(places) > 1:
        places = [place for place in places if place[0] < near[1] and near[0] < place[1]] or places
    if len(places) != 1:
        shown = quote if len(quote) <= 50 else quote[:49] + "…"  # noqa: PLR2004 - enough to find it by
        if places:
            raise _MisfitError(
                f"ordene »{shown}« står {len(places)} steder; tag flere ord med.",
                f"the words “{shown}” stand in {len(places)} places; add more words.",
            )
        raise _MisfitError(
            f"ordene »{shown}« står ikke i dokumentet.", f"the words “{shown}” are not in the document."
        )
    return places[0]
