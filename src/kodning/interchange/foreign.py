"""A project of another program's, as plain values: what every reader of a foreign format hands on.

Places are code points of the document's text as its file has it; `taking_in` carries them into the stored text.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from kodning.interchange.offsets import Verdict
from kodning.model import AttributeValue, Turn


class ForeignCode(NamedTuple):
    """A code.

    Attributes:
        key: How the file knows it.
        name: What people read.
        parent: The key of the code above.
        codable: False where it only holds other codes together.
        color: `#rrggbb`, or empty.
        description: Its definition, rules and examples as one text.
        id: The id it had in kodning, where the file tells.
    """

    key: str
    name: str
    parent: str | None = None
    codable: bool = True
    color: str = ""
    description: str = ""
    id: str = ""


class ForeignDocument(NamedTuple):
    """A text that was coded.

    Attributes:
        key: How the file knows it.
        name: What people call it.
        text: As decoded, without byte order mark, with the file's line ends.
        attributes: Variables of the document.
        turns: Who said what, where the file tells; places in the text without `labels`.
        labels: Spans of the text that are speaker labels which kodning had added.
        encoding: What it was decoded from.
        title: Its title, where that is another than the name.
        source_name: The file that it was once imported from.
    """

    key: str
    name: str
    text: str
    attributes: dict[str, AttributeValue]
    turns: tuple[Turn, ...] = ()
    labels: tuple[tuple[int, int], ...] = ()
    encoding: str = "utf-8"
    title: str = ""
    source_name: str = ""


class ForeignCoding(NamedTuple):
    """A code on a span of a document, or a memo's place.

    Attributes:
        document: Key of the document.
        start: First code point in the document's text; None where the file's place cannot be one.
        end: One past the last.
        code: Key of the code.
        coder: Her name; empty where the file names nobody.
        created: ISO 8601 in UTC, or None.
        memo: A note on the coding.
        words: What the file says that the words are; empty where it does not.
        origin: How the coding came about, in kodning's words.
        guid: Its global id in the file.
        where: Its place as the file has it, for the report.
        noted: Whether memos on it come later.
    """

    document: str
    start: int | None
    end: int | None
    code: str
    coder: str
    created: str | None = None
    memo: str = ""
    words: str = ""
    origin: str = "import"
    guid: str = ""
    where: str = ""
    noted: bool = False


class ForeignMemo(NamedTuple):
    """A note on the project, a document, a span, a code or a coding.

    Attributes:
        text: The note.
        coder: Who wrote it.
        created: When.
        document: Key of the document.
        start: First code point, where it is on a span.
        end: One past the last.
        code: Key of the code.
        coding: The guid of the coding.
    """

    text: str
    coder: str = ""
    created: str | None = None
    document: str | None = None
    start: int | None = None
    end: int | None = None
    code: str | None = None
    coding: str | None = None


class ForeignReview(NamedTuple):
    """What a coder has read."""

    document: str
    coder: str
    start: int
    end: int


class ForeignGroup(NamedTuple):
    """A group of codes that exclude each other.

    Attributes:
        id: Its id.
        labels: Name to print, by language.
        codes: Keys of its codes.
        ordered: Whether their order means something.
    """

    id: str
    labels: dict[str, str]
    codes: tuple[str, ...]
    ordered: bool


class ForeignCase(NamedTuple):
    """A case: mostly a person, with what is known of her.

    Attributes:
        key: How the file knows it.
        name: What people call it.
        values: What is known of it.
        documents: Keys of the documents that are its.
        spans: Document, start and end of the pieces that are its.
        speaker: Who it is in its one document, where the file tells by that name.
        codes: How many codes it stands for.
    """

    key: str
    name: str
    values: dict[str, AttributeValue]
    documents: tuple[str, ...] = ()
    spans: tuple[tuple[str, int, int], ...] = ()
    speaker: str = ""
    codes: int = 0


class Loss(NamedTuple):
    """Something that is in the file and does not come across.

    Attributes:
        kind: A stable word for programs.
        place: Where in the file.
        da: What and why, in Danish.
        en: The same in English.
        times: How many of them.
    """

    kind: str
    place: str
    da: str
    en: str
    times: int = 1


Part = tuple[ForeignDocument | None, list[ForeignCoding]]


@dataclass(slots=True)
class ForeignProject:
    """Everything that a file holds.

    Attributes:
        format: The format's name, for people.
        origin: The program that wrote it.
        name: The project's name.
        codes: In order, a parent before its children.
        documents: In order.
        codings: In order.
        memos: In order.
        groups: Groups of codes that exclude each other.
        cases: In order.
        reviews: What was read by whom.
        coders: Everybody whom the file names, coders without codings too.
        losses: What the reader could not take.
        remarks: What it guessed and is worth knowing: (Danish, English).
        offsets: How places are counted, where that had to be found out.
        words_decide: The file says the words of each coding exactly; where they are not, it is refused.
        yaml: The codebook as kodning wrote it, where the file carries it.
        later: Reads documents and codings one document after the other, where the file may hold very many.
    """

    format: str
    origin: str = ""
    name: str = ""
    codes: list[ForeignCode] = field(default_factory=list)
    documents: list[ForeignDocument] = field(default_factory=list)
    codings: list[ForeignCoding] = field(default_factory=list)
    memos: list[ForeignMemo] = field(default_factory=list)
    groups: list[ForeignGroup] = field(default_factory=list)
    cases: list[ForeignCase] = field(default_factory=list)
    reviews: list[ForeignReview] = field(default_factory=list)
    coders: list[str] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    offsets: Verdict | None = None
    yaml: str = ""
    words_decide: bool = False
    later: Callable[[], Iterator[Part]] | None = None

    def parts(self) -> Iterator[Part]:
        """Each document with its codings, then codings without one; memos and losses are all there afterwards."""
        if self.later is not None:
            yield from self.later()
            return
        codings: dict[str, list[ForeignCoding]] = {}
        for coding in self.codings:
            codings.setdefault(coding.document, []).append(coding)
        for document in self.documents:
            yield document, codings.pop(document.key, [])
        yield None, [coding for some in codings.values() for coding in some]
