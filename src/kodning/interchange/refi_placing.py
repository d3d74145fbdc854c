"""From what a REFI-QDA file says to texts, places and memos: how places are counted is found out here."""

import codecs
from collections.abc import Callable, Iterable, Sequence
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
)
from kodning.interchange.offsets import Counting, Decoder, Sample, Sighting, detect, differ, says
from kodning.interchange.refi_sources import RawSelection, RawSource
from kodning.interchange.refi_xml import is_guid, time
from kodning.interchange.side_file import SideFile
from kodning.model import AttributeValue
from kodning.text import sha256

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOST_NAMED = 0.5  # of the selections with a name: then names are words


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


class Placer:
    """Puts selections and notes where they belong in one project."""

    def __init__(
        self,
        project: ForeignProject,
        users: dict[str, str],
        variables: dict[str, str],
        noted: Noted,
        side: SideFile,
        text_of: Callable[[RawSource], bytes | str | None],
    ) -> None:
        self._project = project
        self._users = users
        self._variables = variables
        self._noted = noted
        self._side = side
        self._text_of = text_of
        self._memo_ids = set(side.memos)
        self._used: set[str] = set()
        self._in_cases = {key for case in project.cases for key, _, _ in case.spans}
        self._spans: dict[str, tuple[str, int, int]] = {}

    def place(self, sources: Sequence[RawSource], counting: Counting | None) -> None:
        """Fill in documents, codings, memos and reviews."""
        project = self._project
        found = [(source, text) for source in sources if (text := self._read(source)) is not None]
        samples = [
            Sample(text.text, text.has_mark, _sightings(source))
            for source, text in found
            if differ(text.text, has_mark=text.has_mark)
        ]
        project.offsets = verdict = detect(samples, project.origin, counting)
        decoders = [Decoder(text.text, verdict.counting, has_mark=text.has_mark) for _, text in found]
        named = self._names_are_words([(s, t.text, d) for (s, t), d in zip(found, decoders, strict=True)])
        for (source, text), decoder in zip(found, decoders, strict=True):
            self._document(source, text)
            self._selections(source, text.text, decoder, named=named)
            source.selections.clear()  # a large study has many, and they are not looked at again
        self._memos()
        self._cases()
        self._from_side()
        project.coders = list(dict.fromkeys(self._users.values()))

    def _read(self, source: RawSource) -> Text | None:
        raw = self._text_of(source)
        if raw is None:
            self._project.losses.append(
                Loss(
                    "source",
                    source.name,
                    f"teksten {source.path or '?'} er ikke i filen",
                    f"the text {source.path or '?'} is not in the file",
                )
            )
            codings = sum(len(selection.codings) for selection in source.selections)
            if codings:
                da, en = "kodninger af en tekst, der mangler", "codings of a text that is missing"
                self._project.losses.append(Loss("coding", source.name, da, en, codings))
            return None
        if isinstance(raw, str):
            return Text(raw.removeprefix("\ufeff"), raw.startswith("\ufeff"), "utf-8")
        try:
            return decoded(raw, Path(source.path))
        except KodningError as error:
            self._project.losses.append(Loss("source", source.name, error.da, error.en))
            return None

    def _names_are_words(self, found: Sequence[tuple[RawSource, str, Decoder]]) -> bool:
        named = right = 0
        left = sum(len(source.selections) for source, _, _ in found)
        for source, text, decoder in found:
            if right > _MOST_NAMED * (named + left):
                return True  # whatever the rest is
            left -= len(source.selections)
            for selection in source.selections:
                if selection.start is None or selection.end is None or len(selection.name.strip()) < 2:  # noqa: PLR2004
                    continue
                start, end = decoder.place(selection.start), decoder.place(selection.end)
                named += 1
                right += start is not None and end is not None and says(text[start:end], selection.name)
        return right > _MOST_NAMED * named

    def _document(self, source: RawSource, text: Text) -> None:
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
        self._project.documents.append(
            ForeignDocument(
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
        )
        if source.description:
            self._project.memos.append(
                ForeignMemo(source.description, self._user(source.user), time(source.created), source.guid)
            )
        self._noted.add("document", source.guid, source.notes)

    def _user(self, key: str) -> str:
        if not key:
            return ""
        return self._users.setdefault(key, f"user-{key[:8]}")

    def _selections(self, source: RawSource, text: str, decoder: Decoder, *, named: bool) -> None:
        codings = self._project.codings
        empty = 0
        for selection in source.selections:
            start: int | None = 0
            end: int | None = len(text)
            if selection.start is not None and selection.end is not None:
                start, end = decoder.place(selection.start), decoder.place(selection.end)
                where = f"{source.name} {selection.start}:{selection.end}"
            else:
                where = f"{source.name} (hele/whole)"
            if selection.guid in self._in_cases:
                if start is not None and end is not None:
                    self._spans[selection.guid] = (source.guid, start, end)
            else:
                empty += not selection.codings and not selection.notes and not selection.description
            for coding in selection.codings:
                key = coding.guid if is_guid(coding.guid) else ""
                own, memos = self._coding_notes(coding.notes) if coding.notes else ("", [])
                codings.append(
                    ForeignCoding(
                        source.guid,
                        start,
                        end,
                        coding.code,
                        self._user(coding.user),
                        time(coding.created),
                        own,
                        selection.name if named else "",
                        self._origin(key),
                        key,
                        where,
                    )
                )
                if memos:
                    self._noted.add("coding", key, memos)
            if selection.notes or selection.description:
                self._span_memos(source, selection, start, end)
        if empty:
            da, en = "markeringer uden kode og note", "selections with neither code nor note"
            self._project.losses.append(Loss("selection", source.name, da, en, empty))

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
        return self._side.origins.get(key, self._side.origin if made_here else "import")

    def _coding_notes(self, notes: Sequence[str]) -> tuple[str, list[str]]:
        """A coding's own memo, and the notes that are memos on it."""
        first = next(
            (note for note in notes if note not in self._memo_ids and note in self._noted.notes), None
        )
        own = self._note_text(self._noted.notes[first]) if first else ""
        self._used.update(notes)
        return own, [note for note in notes if note != first]

    def _span_memos(
        self, source: RawSource, selection: RawSelection, start: int | None, end: int | None
    ) -> None:
        self._used.update(selection.notes)
        texts = [
            (self._note_text(note), note.user, note.created)
            for key in selection.notes
            if (note := self._noted.notes.get(key)) is not None
        ]
        if selection.description:
            texts.append((selection.description, selection.user, selection.created))
        for text, user, created in texts:
            self._project.memos.append(
                ForeignMemo(text, self._user(user), time(created), source.guid, start, end)
            )

    def _note_text(self, note: RawSource) -> str:
        raw = self._text_of(note)
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

    def _from_side(self) -> None:
        side = self._side
        self._project.yaml = side.codebook
        if side.code_ids:
            self._project.codes = [
                code._replace(id=side.code_ids.get(code.key, code.id)) for code in self._project.codes
            ]
        self._project.reviews = [ForeignReview(*review) for review in side.reviews]


def _sightings(source: RawSource) -> list[Sighting]:
    return [
        Sighting(selection.start, selection.end, selection.name)
        for selection in source.selections
        if selection.start is not None and selection.end is not None
    ]


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
