"""Blocks as Markdown that reads well as it stands and that pandoc turns into anything."""

import re
from collections.abc import Iterator, Sequence

from kodning.report.blocks import (
    Block,
    Bullets,
    Cell,
    Contents,
    Document,
    Figure,
    Heading,
    NewPage,
    Paragraph,
    QuoteBlock,
    Run,
    TableBlock,
)
from kodning.report.table import bar
from kodning.text import on_one_line
from kodning.wording import tr

_MARKUP = re.compile(r"[\\`*_<~]|\](?=\()")  # what Markdown would not print as it stands
_OPENING = re.compile(r"^(\s*)([#>+-]|\d+[.)])(?=\s|$)")  # what would begin a heading, a list, a quote
_BAR = 16


def escaped(text: str) -> str:
    """Text that Markdown prints as it stands."""
    return _MARKUP.sub(r"\\\g<0>", text)


def markdown_text(document: Document) -> str:
    """The document; anchors are HTML anchors, which GitHub and pandoc keep."""
    return "\n".join(part for block in document.blocks for part in _block(block)).rstrip("\n") + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            anchor = f'<a id="{block.anchor}"></a>\n\n' if block.anchor else ""
            yield f"{anchor}{'#' * block.level} {escaped(on_one_line(block.text))}\n"
        case Paragraph():
            yield from _paragraph(block)
        case QuoteBlock():
            yield quote(block) + "\n"
        case TableBlock():
            yield from _table(block)
        case Figure():
            if block.anchor:
                yield f'<a id="{block.anchor}"></a>\n'
            yield from _table(block.table._replace(caption=block.caption))
            yield from (f"{escaped(note)}\n" for note in block.notes)
        case Bullets():
            yield "\n".join(f"- {_runs(item)}" for item in block.items) + "\n"
        case Contents():
            yield (
                "\n".join(
                    f"{'  ' * (entry.level - 2)}- [{escaped(entry.text)}](#{entry.anchor})"
                    for entry in block.entries
                )
                + "\n"
            )
        case NewPage():
            return


def _paragraph(block: Paragraph) -> Iterator[str]:
    words = _OPENING.sub(r"\1\\\2", _runs(block.runs))
    if block.tone == "write":
        yield f"> **[{tr('Skriv her', 'Write here')}]** {words}\n"
    elif block.tone == "count":
        yield f"**{words}**\n" if not any(run.to for run in block.runs) else f"{words}\n"
    else:
        yield f"{words}\n"


def quote(block: QuoteBlock) -> str:
    """A block quote: the turns before, the quote, the turns after, its source."""
    anchor = f'<a id="{block.anchor}"></a>' if block.anchor else ""
    source = f"— {escaped(block.source)}"
    paragraphs = [
        *(f"*{escaped(turn)}*" for turn in block.before),
        anchor + escaped(block.text),
        *(f"*{escaped(turn)}*" for turn in block.after),
        *([f"[{source}](#{block.to})" if block.to else source] if block.source else []),
    ]
    return "\n>\n".join(f"> {paragraph}" for paragraph in paragraphs)


def _table(block: TableBlock) -> Iterator[str]:
    if block.caption:
        yield f"**{escaped(block.caption)}**\n"
    sides = (" ---: " if place in block.numeric else " --- " for place in range(len(block.head)))
    lines = [_row([Cell(text) for text in block.head]), f"|{'|'.join(sides)}|"]
    yield "\n".join([*lines, *map(_row, block.rows)]) + "\n"


def _row(cells: Sequence[Cell]) -> str:
    return (
        "| " + " | ".join(_runs([Run(_text(cell), to=cell.to)]).replace("|", "\\|") for cell in cells) + " |"
    )


def _text(cell: Cell) -> str:
    return bar(cell.share, _BAR) if cell.share is not None else cell.text


def _runs(runs: Sequence[Run]) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    words = escaped(on_one_line(run.text) if run.text.strip() else run.text)
    # Space at the ends stays outside the marks; on_one_line took it away.
    before = " " if run.text[:1].isspace() and run.text.strip() else ""
    after = " " if run.text[-1:].isspace() and run.text.strip() else ""
    if run.strong and words.strip():
        words = f"**{words}**"
    if run.emphasis and words.strip():
        words = f"*{words}*"
    if run.to and words.strip():
        words = f"[{words}](#{run.to})"
    return before + words + after
