"""The things kodning knows of, as plain frozen values. Spans are half-open, in Unicode code points."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

Role = Literal["interviewer", "informant", "unknown"]
Layer = Literal["turn", "paragraph", "sentence"]
NoteUnit = Literal["line", "paragraph", "page", "row", "piece"]
AttributeValue = str | int | float | bool | date


class Turn(NamedTuple):
    """One speaker's uninterrupted talk.

    Attributes:
        number: 1, 2, … in the document.
        start: First code point of the words (the label is not text).
        end: One past the last code point.
        speaker: The label as written, without colon, markup and time; None where there is none.
        role: Whether the speaker interviews or is interviewed.
        time_start: Seconds from the start of the recording, where the transcript says so.
        time_end: As above.
    """

    number: int
    start: int
    end: int
    speaker: str | None = None
    role: Role = "unknown"
    time_start: float | None = None
    time_end: float | None = None


class Segment(NamedTuple):
    """A unit of analysis in a stand-off layer over one document's text."""

    layer: Layer
    number: int
    start: int
    end: int
    turn: int


class Note(NamedTuple):
    """Something the reader was unsure of or changed, for the person who imports.

    Attributes:
        line: Line of the source file, from 1; None when it concerns the whole file.
        da: What, in Danish.
        en: What, in English.
        unit: What `line` counts; only text files have lines.
    """

    line: int | None
    da: str
    en: str
    unit: NoteUnit = "line"


class TimeMark(NamedTuple):
    """When a piece of the text was said, where that is known more finely than by turns."""

    start: int
    end: int
    time_start: float
    time_end: float | None = None


class Transcript(NamedTuple):
    """What a reader makes of a source file.

    Attributes:
        text: The words of all turns, NFC, line feeds, turns and paragraphs parted by one blank line.
        turns: Who said what; together they cover the text.
        title: From the front matter or the file name.
        attributes: The rest of the front matter: name to value.
        encoding: The encoding the file was read in.
        source_sha256: Hash of the file's bytes, hexadecimal.
        notes: What was uncertain.
        times: When pieces within turns were said, where the source says so.
        participants: Attributes of single speakers, by their label.
    """

    text: str
    turns: tuple[Turn, ...]
    title: str
    encoding: str
    source_sha256: str
    attributes: Mapping[str, AttributeValue] = {}
    notes: tuple[Note, ...] = ()
    times: tuple[TimeMark, ...] = ()
    participants: Mapping[str, Mapping[str, AttributeValue]] = {}


class Document(NamedTuple):
    """One imported transcript, as it stands in the store."""

    id: int
    uid: str
    name: str
    title: str
    revision: int
    sha256: str
    words: int
    informant_words: int
    created: str


class ExamplePlace(NamedTuple):
    """Where an example of the codebook was drawn from.

    Attributes:
        document: Name of the document.
        place: `120:180`, `t12` …
        note: Why it is a good example.
    """

    document: str
    place: str = ""
    note: str = ""


class CodeGroup(NamedTuple):
    """Codes that exclude each other: a span gets one of them at most.

    Attributes:
        id: Its name; of a theme whose codes exclude each other, the theme's id.
        labels: Name to print, by language.
        codes: The codes' ids; least first where they are ordered.
        ordered: Whether their order means something.
    """

    id: str
    labels: dict[str, str]
    codes: tuple[str, ...]
    ordered: bool = False


class Code(NamedTuple):
    """An entry of the codebook; a theme is a code with codes under it.

    Attributes:
        id: The identifier used everywhere, such as `høringsret`.
        labels: Name to print, by language (`da`, `en`).
        parent: The id of the code above, None at the top.
        position: Order in the codebook, depth first, from 0.
        depth: 0 at the top.
        examples: The words of the examples.
        example_places: Beside each example, where it was drawn from; None for one that was made up.
        exclusive: Whether the codes right under it exclude each other.
        scale: The codes right under it, least first, where they are an ordered scale.
        aliases: Names it has had, or has elsewhere.
        retired: Why it is no longer used (`true` where no reason is given); empty while it is.
        line: Line of the file.
    """

    id: str
    labels: dict[str, str]
    parent: str | None
    position: int
    depth: int
    definition: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    negative_terms: tuple[str, ...] = ()
    color: str = ""
    memo: str = ""
    line: int | None = None
    example_places: tuple[ExamplePlace | None, ...] = ()
    exclusive: bool = False
    scale: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    retired: str = ""

    def label(self, language: str) -> str:
        """The name in a language, else in any language, else the id."""
        return self.labels.get(language) or next(iter(self.labels.values()), self.id)

    def mentions(self, name: str) -> bool:
        """Whether it stands under the code of that id, or says its name anywhere."""
        texts = (self.definition, self.memo, self.retired, *self.include, *self.exclude)
        notes = [place.note for place in self.example_places if place]
        return self.parent == name or name in self.scale or any(name in text for text in (*texts, *notes))


class Coding(NamedTuple):
    """A code put on a span by a coder."""

    id: int
    uid: str
    document: str
    start: int
    end: int
    code: str
    coder: str
    created: str
    memo: str
    origin: str


class NewCoding(NamedTuple):
    """A coding about to be written."""

    document: str
    start: int
    end: int
    code: str
    coder: str
    created: str | None = None
    memo: str = ""
    uid: str | None = None
