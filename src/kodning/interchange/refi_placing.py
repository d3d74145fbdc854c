"""From what a REFI-QDA file says to texts, places and memos: how places are counted is found out here."""

import codecs
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kodning.errors import KodningError
from kodning.interchange.foreign import (
    ForeignCoding,
    ForeignDocument,
    ForeignMemo,
    ForeignProject,
    ForeignReview,
    Loss,
    Part,
)
from kodning.interchange.offsets import Counting, Decoder, Detector, Sample, Sighting, Verdict
from kodning.interchange.refi_shelf import Shelf
from kodning.interchange.refi_sources import RawCoding, RawSelection, RawSource
from kodning.interchange.refi_xml import is_guid, time
from kodning.interchange.side_file import SideFile
from kodning.model import AttributeValue
from kodning.text import sha256

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


_ORIGINS = frozenset({"manual", "import", "suggestion", "adjudication"})


class Text(NamedTuple):
    """A source's text."""

    text: str
    has_mark: bool = False
    encoding: str = "utf-8"


def decoded(raw: bytes, path: Path) -> Text:
    """Bytes as text without byte order mark, and whether there was one.

    Raises:
        UnreadableFileError: It is no text.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return Text(raw[len(mark) :].decode(encoding, "replace"), has_mark=True, encoding=encoding)
    try:
        return Text(raw.decode("utf-8"))
    except UnicodeDecodeError:
        from kodning.reading.encoding import decode

        found = decode(raw, path)
        return Text(found.text.removeprefix("\ufeff"), encoding=found.encoding)


def text_of(source: RawSource, raw: bytes | str | None) -> Text | None:
    """A source's text out of what stands in the file; None where nothing does.

    Raises:
        UnreadableFileError: It is no text.
    """
    if raw is None:
        return None
    if isinstance(raw, str):
        return Text(raw.removeprefix("\ufeff"), raw.startswith("\ufeff"), "utf-8")
    return decoded(raw, Path(source.path))


@dataclass(slots=True)
class Noted:
    """Notes by global id, and what refers to them: kind, key, note."""

    notes: dict[str, RawSource] = field(default_factory=dict)
    references: list[tuple[str, str, str]] = field(default_factory=list)
    sets: dict[str, list[str]] = field(default_factory=dict)
    description: str = ""

    def add(self, kind: str, key: str, notes: Iterable[str]) -> None:
        """Something refers to notes."""
        self.references += [(kind, key, note) for note in notes]


class Shelved:
    """How a project's places are counted, found out source by source; the selections wait on a shelf meanwhile."""

    def __init__(self, origin: str) -> None:
        self._shelf = Shelf()
        self._detector = Detector(origin)

    def add(self, source: RawSource, text: Text | None) -> None:
        """Look at a source's selections and put them aside."""
        if text is not None and source.selections:
            sightings = [
                Sighting(start, end, name)
                for _, name, start, end, *_ in source.selections
                if start is not None and end is not None
            ]
            self._detector.add(Sample(text.text, text.has_mark, sightings))
        if source.selections:
            source.shelved = self._shelf.put(source.selections)
            source.selections = []

    def of(self, source: RawSource) -> list[RawSelection]:
        """A source's selections."""
        return source.selections if source.shelved is None else self._shelf.get(source.shelved)

    def verdict(self, counting: Counting | None) -> tuple[Verdict, bool]:
        """How places are counted, and whether selections are called by their words."""
        verdict = self._detector.verdict(counting)
        return verdict, self._detector.names_are_words(verdict.counting)


class Placer:
    """Puts selections and notes where they belong in one project."""

    def __init__(
        self,
        project: ForeignProject,
        users: dict[str, str],
        variables: dict[str, str],
        noted: Noted,
        side: SideFile,
        shelf: "Shelved",
        bytes_of: Callable[[RawSource], bytes | str | None],
    ) -> None:
        self._project = project
        self._users = users
        self._variables = variables
        self._noted = noted
        self._side = side
        self._shelf = shelf
        self._bytes_of = bytes_of
        self._memo_ids = set(side.memos)
        self._used: set[str] = set()
        self._in_cases = {key for case in project.cases for key, _, _ in case.spans}
        self._spans: dict[str, tuple[str, int, int]] = {}

    def parts(self, sources: Sequence[RawSource], counting: Counting, *, named: bool) -> Iterator[Part]:
        """Each document with its codings; afterwards memos, cases and reviews are in the project.

        Args:
            sources: In order.
            counting: How their places are counted.
            named: Whether selections are called by their words.
        """
        for source in sources:
            text = self._read(source)
            if text is None:
                continue
            decoder = Decoder(text.text, counting, has_mark=text.has_mark)
            document = self._document(source, text)
            yield document, self._selections(source, text.text, decoder, named=named)
        self._memos()
        self._cases()
        self._project.coders = list(dict.fromkeys(self._users.values()))

    def _read(self, source: RawSource) -> Text | None:
        try:
            text = text_of(source, self._bytes_of(source))
        except KodningError as error:
            self._project.losses.append(Loss("source", source.name, error.da, error.en))
            return None
        if text is None:
            missing = source.path or "?"
            da, en = f"teksten {missing} er ikke i filen", f"the text {missing} is not in the file"
            self._project.losses.append(Loss("source", source.name, da, en))
            codings = sum(len(selection[7]) for selection in self._shelf.of(source))
            if codings:
                da, en = "kodninger af en tekst, der mangler", "codings of a text that is missing"
                self._project.losses.append(Loss("coding", source.name, da, en, codings))
        return text

    def _document(self, source: RawSource, text: Text) -> ForeignDocument:
        side = self._side.documents.get(source.guid)
        if side is not None and side.sha256 != sha256(text.text):
            side = None
        attributes: dict[str, AttributeValue] = {}
        for key, value in source.values.items():
            name = self._variables.get(key, "")
            if not name:
                da, en = "en værdi uden variabel", "a value without a variable"
                self._project.losses.append(Loss("variable", source.name, da, en))
                continue
            attributes[name] = _of_kind(value, side.kinds if side else {}, name)
        if source.description:
            self._project.memos.append(
                ForeignMemo(source.description, self._user(source.user), time(source.created), source.guid)
            )
        self._noted.add("document", source.guid, source.notes)
        return ForeignDocument(
            key=source.guid,
            name=side.name if side else source.name or source.path.rpartition("/")[2],
            text=text.text,
            attributes=attributes,
            turns=side.turns if side else (),
            labels=tuple(side.labels) if side else (),
            encoding=side.encoding if side else text.encoding,
            title=side.title if side else "",
            source_name=side.source_name if side else "",
        )

    def _user(self, key: str) -> str:
        if not key:
            return ""
        return self._users.setdefault(key, f"user-{key[:8]}")

    def _selections(
        self, source: RawSource, text: str, decoder: Decoder, *, named: bool
    ) -> list[ForeignCoding]:
        found: list[ForeignCoding] = []
        empty = 0
        for key, name, first, last, user, created, description, codings, notes in self._shelf.of(source):
            start: int | None = 0
            end: int | None = len(text)
            if first is not None and last is not None:
                start, end = decoder.place(first), decoder.place(last)
            if codings:
                place = f"{first}:{last}" if first is not None else "(hele/whole)"
                where = f"{source.name} {place}"
                words = name if named else ""
                found += [self._coding(source.guid, start, end, one, words, where) for one in codings]
            elif key not in self._in_cases:
                empty += not notes and not description
            if key in self._in_cases and start is not None and end is not None:
                self._spans[key] = (source.guid, start, end)
            if notes or description:
                self._span_memos(source, (notes, description, user, created), start, end)
        if empty:
            da, en = "markeringer uden kode og note", "selections with neither code nor note"
            self._project.losses.append(Loss("selection", source.name, da, en, empty))
        return found

    def _coding(
        self, document: str, start: int | None, end: int | None, raw: RawCoding, words: str, where: str
    ) -> ForeignCoding:
        guid, code, user, created, notes = raw
        key = guid if is_guid(guid) else ""
        own, memos = self._coding_notes(notes) if notes else ("", [])
        if memos:
            self._noted.add("coding", key, memos)
        return ForeignCoding(
            document,
            start,
            end,
            code,
            self._user(user),
            time(created),
            own,
            words,
            self._origin(key),
            key,
            where,
            bool(memos),
        )

    def _cases(self) -> None:
        """Values by the names of their variables, pieces by their places."""
        cases = []
        for case in self._project.cases:
            document, speaker, kinds = self._side.cases.get(case.key, ("", "", {}))
            values = {
                name: _of_kind(value, kinds, name)
                for key, value in case.values.items()
                if (name := self._variables.get(key, ""))
            }
            spans = tuple(self._spans[key] for key, _, _ in case.spans if key in self._spans)
            lost = len(case.spans) - len(spans) + case.codes
            if lost:
                da, en = "stykker af casen, der ingen tekst er", "pieces of the case that are no text"
                self._project.losses.append(Loss("case", case.name, da, en, lost))
            if len(values) < len(case.values):
                da, en = "en værdi uden variabel", "a value without a variable"
                self._project.losses.append(Loss("variable", case.name, da, en))
            documents = (document,) if document else case.documents
            cases.append(
                case._replace(
                    values=values, documents=documents, spans=() if document else spans, speaker=speaker
                )
            )
        self._project.cases = cases

    def _origin(self, key: str) -> str:
        """How a coding came about: kodning's own ids (UUIDv7) in kodning's own file say that it was made there."""
        made_here = bool(self._side.codebook) and key[14:15] == "7"
        origin = self._side.origins.get(key, self._side.origin if made_here else "import")
        return origin if origin in _ORIGINS else "import"

    def _coding_notes(self, notes: Sequence[str]) -> tuple[str, list[str]]:
        """A coding's own memo, and the notes that are memos on it."""
        first = next(
            (note for note in notes if note not in self._memo_ids and note in self._noted.notes), None
        )
        own = self._note_text(self._noted.notes[first]) if first else ""
        self._used.update(notes)
        return own, [note for note in notes if note != first]

    def _span_memos(
        self,
        source: RawSource,
        said: tuple[tuple[str, ...], str, str, str | None],
        start: int | None,
        end: int | None,
    ) -> None:
        notes, description, by, when = said
        self._used.update(notes)
        texts = [
            (self._note_text(note), note.user, note.created)
            for key in notes
            if (note := self._noted.notes.get(key)) is not None
        ]
        if description:
            texts.append((description, by, when))
        for text, user, created in texts:
            self._project.memos.append(
                ForeignMemo(text, self._user(user), time(created), source.guid, start, end)
            )

    def _note_text(self, note: RawSource) -> str:
        raw = self._bytes_of(note)
        if isinstance(raw, bytes):
            raw = decoded(raw, Path(note.path)).text
        return (raw or note.description or "").replace("\r\n", "\n").strip()

    def _memos(self) -> None:
        """Notes on codes, documents, codings and the project; notes that nothing refers to are the project's."""
        references = self._noted.references
        self._used.update(note for _, _, note in references)
        loose = [("project", "", key) for key in self._noted.notes if key not in self._used]
        for kind, key, reference in [*references, *loose]:
            note = self._noted.notes.get(reference)
            text = self._note_text(note) if note else ""
            if note is None or not text:
                continue
            self._project.memos.append(
                ForeignMemo(
                    text,
                    self._user(note.user),
                    time(note.created),
                    document=key if kind == "document" else None,
                    code=key if kind == "code" else None,
                    coding=key if kind == "coding" else None,
                )
            )
        if self._noted.description:
            self._project.memos.append(ForeignMemo(self._noted.description))

    def from_side(self) -> None:
        """What the side file says of codes and reviews."""
        side = self._side
        self._project.yaml = side.codebook
        if side.code_ids:
            self._project.codes = [
                code._replace(id=side.code_ids.get(code.key, code.id)) for code in self._project.codes
            ]
        self._project.reviews = [ForeignReview(*review) for review in side.reviews]


def _of_kind(value: AttributeValue, kinds: dict[str, str], name: str) -> AttributeValue:
    """A value as the kind that it had in kodning, where the variable could not tell."""
    kind = kinds.get(name)
    if kind is None or not isinstance(value, str):
        return value
    try:
        if kind == "integer":
            return int(value)
        if kind == "number":
            return float(value)
        if kind == "date":
            return date.fromisoformat(value)
    except ValueError:
        return value
    return value == "ja" if kind == "yes/no" else value
