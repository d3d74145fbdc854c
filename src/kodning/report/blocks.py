"""What a document is made of: headings, paragraphs, quotes, tables, figures. Each format has a writer of its own.

Blocks are plain values and may come from a generator, so that a document of 50,000 quotes is written as it is made.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

Tone = Literal["body", "lead", "count", "note", "write", "reason"]


class Run(NamedTuple):
    """Some words of a paragraph.

    Attributes:
        text: The words.
        strong: Set in bold.
        emphasis: Set in italics.
        to: Anchor of the place that the words lead to.
        page: Whether the page of that place is printed after the words, where there are pages.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    to: str | None = None
    page: bool = False


class Heading(NamedTuple):
    """A heading of level 1 (the title of the document) to 4."""

    level: int
    text: str
    anchor: str | None = None


class Paragraph(NamedTuple):
    """A paragraph.

    Attributes:
        runs: Its words.
        tone: `body`; `lead` under a title; `count`, the line of numbers under a heading; `note`, what a table rests
            on; `reason`, why something was picked; `write`, what a person must write.
    """

    runs: Sequence[Run]
    tone: Tone = "body"


class QuoteBlock(NamedTuple):
    """A quote as a report prints it.

    Attributes:
        text: The words with their opening mark.
        source: Who says it and where; empty: not printed.
        anchor: What leads here.
        to: Where its source leads.
        context: Turns before and after, with the place of the quote between them.
    """

    text: str
    source: str = ""
    anchor: str | None = None
    to: str | None = None
    before: Sequence[str] = ()
    after: Sequence[str] = ()


class Cell(NamedTuple):
    """A cell of a table."""

    text: str
    to: str | None = None
    share: float | None = None  # drawn as a bar


class TableBlock(NamedTuple):
    """A table.

    Attributes:
        caption: What it shows.
        head: The headings.
        rows: The cells; the first of a row is its heading.
        numeric: Positions of columns of numbers.
        widths: Share of the width of each column; even where empty.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    numeric: frozenset[int] = frozenset()
    widths: Sequence[float] = ()


class Figure(NamedTuple):
    """A figure, and the same numbers as a table for where it cannot be drawn or seen.

    Attributes:
        svg: The drawing; it carries its own title, base and notes.
        caption: What it shows, in short.
        table: The numbers.
        anchor: What leads here.
        notes: What stands below the table: the notes of the drawing.
    """

    svg: str
    caption: str
    table: TableBlock
    anchor: str | None = None
    notes: Sequence[str] = ()


class Bullets(NamedTuple):
    """A list."""

    items: Sequence[Sequence[Run]]


class Contents(NamedTuple):
    """A table of contents of the headings of levels 2 and 3."""

    entries: Sequence[Heading]


class NewPage(NamedTuple):
    """What follows begins on a new page, where there are pages."""


Block = Heading | Paragraph | QuoteBlock | TableBlock | Figure | Bullets | Contents | NewPage


class Document(NamedTuple):
    """A document ready to be written.

    Attributes:
        title: Its title.
        language: `da` or `en`.
        made: Moment of the last thing done in the project (ISO 8601): what a file says of when it was made.
        software: Name and version of the program.
        blocks: What it holds, in order.
    """

    title: str
    language: str
    made: str
    software: str
    blocks: Iterable[Block]


def plain(text: str) -> tuple[Run, ...]:
    """A text without emphasis."""
    return (Run(text),)


__all__ = [
    "Block",
    "Bullets",
    "Cell",
    "Contents",
    "Document",
    "Figure",
    "Heading",
    "NewPage",
    "Paragraph",
    "QuoteBlock",
    "Run",
    "TableBlock",
    "Tone",
    "plain",
]
