"""Which document of the project a foreign one is, and where its places are in the stored text."""

from pathlib import Path, PurePosixPath
from typing import NamedTuple

from kodning.errors import UnreadableFileError
from kodning.interchange.foreign import ForeignDocument, ForeignProject, Loss
from kodning.interchange.mapping import (
    AlignedMap,
    ChainedMap,
    Mapping,
    OffsetMap,
    identity,
    labelled,
    normalised,
    without,
)
from kodning.interchange.offsets import is_wide
from kodning.model import AttributeValue, Role, Transcript, Turn
from kodning.preparing import prepare
from kodning.project import Project, checked_name
from kodning.store.writing import PreparedDocument
from kodning.text import sha256

_TEXT_SUFFIXES = frozenset(
    {".txt", ".md", ".docx", ".doc", ".odt", ".pdf", ".rtf", ".html", ".htm", ".vtt", ".srt", ".json", ".csv"}
)
_LONGEST = 190  # of a name, so that a number still fits behind it


class PlacedDocument(NamedTuple):
    """A foreign document in the project.

    Attributes:
        name: What it is called here.
        called: What it is called in the file.
        length: Of the stored text, in code points.
        mapping: From the foreign text's places to the stored text's.
        attributes: What the file says of it; cases may add to it.
        text: The stored text; empty when its codings have been placed.
        foreign_text: The foreign text, likewise.
        new: As it will be stored; None where it is here already, or by now.
        revises: Whether `new` is a corrected text of the document that is here under this name.
    """

    name: str
    called: str
    length: int
    mapping: Mapping
    attributes: dict[str, AttributeValue]
    text: str = ""
    foreign_text: str = ""
    new: PreparedDocument | None = None
    revises: bool = False

    @property
    def done(self) -> "PlacedDocument":
        """Without its texts, so that not all of them are held at once."""
        return self._replace(text="", foreign_text="", new=None)


class DocumentFinder:
    """Finds documents by the hash of their text, in the forms that kodning may have given them away in.

    Args:
        project: The project.
        revise: Take another text of a document that is here, by its id or name, for a corrected one.
    """

    def __init__(self, project: Project, *, revise: bool = False) -> None:
        self._project = project
        self._revise = revise
        self._known: dict[str, tuple[str, Mapping | None]] = {}
        self._earlier: dict[str, tuple[str, int, Mapping | None]] = {}  # name and number of the revision
        self._names: set[str] = set()
        self._uids: dict[str, str] = {}
        for document in project.documents():
            revision = project.revision(document.name)
            self._names.add(document.name.casefold())
            self._uids[document.uid.lower()] = document.name
            self._know(revision.text, document.name, None)
            shown, _, back = labelled(revision.text, project.turns_of(revision))
            self._know(shown, document.name, back)
            if document.revision > 1:
                self._know_earlier(document.name)

    def _know_earlier(self, name: str) -> None:
        """The texts that a document had before it was corrected: a colleague's file may hold them still."""
        for number, revision in enumerate(self._project.revisions(name), 1):
            shown, _, back = labelled(revision.text, self._project.turns_of(revision))
            self._earlier.setdefault(sha256(revision.text), (name, number, None))
            self._earlier.setdefault(sha256(shown), (name, number, back))

    def _know(self, shown: str, name: str, back: Mapping | None) -> None:
        self._known.setdefault(sha256(shown), (name, back))
        if is_wide(shown):
            self._known.setdefault(sha256(without_emoji(shown)), (name, back))

    def place(self, document: ForeignDocument, project: ForeignProject) -> PlacedDocument | None:
        """The document here, found or made ready to be stored; None where it has no words (a loss is noted)."""
        cut, mapping = document.text, None
        if document.labels and document.labels[-1][1] <= len(cut):
            cut, mapping = without(cut, document.labels)
        steps: list[Mapping] = [] if mapping is None else [mapping]
        found = self._known.get(sha256(cut))
        text = cut
        if found is None and not (document.turns and document.turns[-1].end <= len(cut)):
            text, normal = normalised(cut)
            steps.append(normal)
            found = self._known.get(sha256(text))
        if found is not None:
            name, back = found
            steps += [back] if back is not None else []
            stored = self._project.revision(name).text
            return _placed(document, name, stored, _chained(steps, len(text)))
        if earlier := self._earlier.get(sha256(text)):
            return self._aligned(document, steps, earlier, project)
        here = self._uids.get(document.key) or self._same_name(document)
        if here is not None and self._revise:
            return self._revision(document, here, steps, text, project)
        return self._place_new(document, steps, text, project)

    def _same_name(self, document: ForeignDocument) -> str | None:
        wanted = _plain(document.name).casefold()
        return next((name for name in self._uids.values() if name.casefold() == wanted), None)

    def _aligned(
        self,
        document: ForeignDocument,
        steps: list[Mapping],
        earlier: tuple[str, int, Mapping | None],
        project: ForeignProject,
    ) -> PlacedDocument:
        """A text that the document here had before it was corrected: places follow their words."""
        from kodning.anchoring import Alignment

        name, number, back = earlier
        stored = self._project.revision(name).text
        steps += [back] if back is not None else []
        steps.append(AlignedMap(Alignment(self._project.revision_number(name, number).text, stored)))
        project.remarks.append(
            (
                f"»{name}« er i filen, som den var, før den blev rettet her; kodningerne følger ordene",
                f"“{name}” is in the file as it was before it was corrected here; codings follow the words",
            )
        )
        return _placed(document, name, stored, _chained(steps, len(stored)))

    def _revision(
        self,
        document: ForeignDocument,
        name: str,
        steps: list[Mapping],
        text: str,
        project: ForeignProject,
    ) -> PlacedDocument | None:
        """Another text of a document that is here, to be its corrected text."""
        if not any(map(str.isalnum, text)):
            return self._place_new(document, steps, text, project)
        speaking: dict[str, Role] = {
            turn.speaker: turn.role for turn in self._project.turns(name) if turn.speaker
        }
        turns = document.turns
        if not turns and speaking and (without_labels := unlabelled(text, name)) is not None:
            text, turns, mapping = without_labels
            steps.append(mapping)
        turns = turns or turns_in(text, name)
        turns = tuple(turn._replace(role=speaking.get(turn.speaker or "", turn.role)) for turn in turns)
        title = document.title or self._project.revision(name).title
        transcript = Transcript(text, turns, title, document.encoding, sha256(document.text), {})
        new = prepare(transcript, name, document.source_name or document.name or name)
        self._known = {key: known for key, known in self._known.items() if known[0] != name}
        self._earlier = {key: known for key, known in self._earlier.items() if known[0] != name}
        self._uids = {key: other for key, other in self._uids.items() if other != name}
        self._know(text, name, None)
        return _placed(document, name, text, _chained(steps, len(text)), new)._replace(revises=True)

    def _place_new(
        self, document: ForeignDocument, steps: list[Mapping], text: str, project: ForeignProject
    ) -> PlacedDocument | None:
        new = self._new(document, text, project)
        if new is None:
            return None
        self._know(text, new.name, None)
        return _placed(document, new.name, text, _chained(steps, len(text)), new)

    def _new(self, document: ForeignDocument, text: str, project: ForeignProject) -> PreparedDocument | None:
        if not any(map(str.isalnum, text)):
            project.losses.append(
                Loss("source", document.name, "teksten har ingen ord", "the text holds no words")
            )
            return None
        if self._project.was_forgotten(sha256(text)):
            da = "teksten er slettet, fordi samtykket blev trukket tilbage, og hentes ikke ind igen"
            en = "the text was erased because consent was withdrawn, and is not taken in again"
            project.losses.append(Loss("forgotten", document.name, da, en))
            return None
        name = self._name(document.name, project)
        turns = document.turns or turns_in(text, name)
        transcript = Transcript(
            text=text,
            turns=turns,
            title=document.title or name,
            encoding=document.encoding,
            source_sha256=sha256(document.text),
            attributes={},
        )
        return prepare(transcript, name, document.source_name or document.name or name)

    def _name(self, wanted: str, project: ForeignProject) -> str:
        plain = _plain(wanted)
        name = checked_name(plain)
        number = 1
        while name.casefold() in self._names:
            number += 1
            name = f"{plain} ({number})"
        if number > 1:
            here = any(plain.casefold() == other.casefold() for other in self._uids.values())
            da = " (er den en rettet udgave: --revise)" if here else ""
            en = " (if it is a corrected one: --revise)" if here else ""
            project.remarks.append(
                (
                    f"»{plain}« er taget af en anden tekst; denne hedder »{name}«{da}",
                    f"“{plain}” is the name of another text; this one is called “{name}”{en}",
                )
            )
        self._names.add(name.casefold())
        return name


def _placed(
    document: ForeignDocument, name: str, text: str, mapping: Mapping, new: PreparedDocument | None = None
) -> PlacedDocument:
    called, attributes = document.name, dict(document.attributes)
    return PlacedDocument(name, called, len(text), mapping, attributes, text, document.text, new)


def _plain(wanted: str) -> str:
    """A name as the project can have it."""
    path = PurePosixPath(wanted.replace("\\", "/"))
    plain = path.stem if path.suffix.casefold() in _TEXT_SUFFIXES else path.name
    return "".join(c if c.isprintable() else " " for c in plain)[:_LONGEST].strip() or "dokument"


def without_emoji(text: str) -> str:
    """A text whose characters beyond the basic plane are U+FFFD: every program counts its places alike."""
    return "".join(c if c <= "\uffff" else "\ufffd" for c in text)


def _chained(steps: list[Mapping], length: int) -> Mapping:
    if not steps:
        return identity(length)
    return steps[0] if len(steps) == 1 else ChainedMap(tuple(steps))


def turns_in(text: str, name: str) -> tuple[Turn, ...]:
    """Who says what in a text that keeps its speaker labels: found as in a transcript, laid on the text as it is."""
    found = _turns_laid(text, name)
    whole = (Turn(1, len(text) - len(text.lstrip()), len(text.rstrip())),)
    return whole if found is None else found[1] or whole


def unlabelled(text: str, name: str) -> tuple[str, tuple[Turn, ...], Mapping] | None:
    """A text without its speaker labels, its turns, and the map to it; None where its labels cannot be told."""
    found = _turns_laid(text, name)
    if found is None or not any(turn.speaker for turn in found[1]):
        return None
    transcript, laid = found
    pieces = [(a.start, a.end, b.start, b.end) for a, b in zip(laid, transcript.turns, strict=True)]
    return transcript.text, transcript.turns, OffsetMap(*zip(*pieces, strict=True))


def _turns_laid(text: str, name: str) -> tuple[Transcript, tuple[Turn, ...]] | None:
    """A text read as a transcript, and its turns as they stand in the text itself."""
    from kodning.reading.transcript import parse

    try:
        transcript = parse(text, title=name, path=Path(name), markdown=False)
    except UnreadableFileError:
        return None
    turns, at = [], 0
    for turn in transcript.turns:
        words = transcript.text[turn.start : turn.end]
        start = text.find(words, at)
        if start < 0:  # the reader has mended something inside the words: one turn of an unnamed speaker
            return None
        at = start + len(words)
        turns.append(turn._replace(start=start, end=at))
    return transcript, tuple(turns)
