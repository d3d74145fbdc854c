"""Blocks as one page of HTML: no script, nothing asked for outside the page, and whatever comes from a project escaped."""

from collections.abc import Iterator, Sequence
from html import escape

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
from kodning.report.html_style import STYLE
from kodning.report.page_head import page_head
from kodning.wording import tr

_SHORT = 12  # characters of a word that is never broken in a table: a name, a date


def html_page(document: Document) -> str:
    """The page."""
    writer = _Page()
    parts = [
        page_head(document.title, document.language, STYLE, document.software)
        + f'<a class="skip" href="#indhold">{tr("Til indholdet", "Skip to the content")}</a>\n<main id="indhold">\n'
    ]
    parts += (part for block in document.blocks for part in writer.block(block))
    return "\n".join([*parts, "</main>\n</body>\n</html>\n"])


class _Page:
    """Writes one block after another."""

    def __init__(self) -> None:
        self._new_page = False

    def block(self, block: Block) -> Iterator[str]:
        """The HTML of a block."""
        match block:
            case Heading():
                yield self._heading(block)
            case Paragraph():
                yield _paragraph(block)
            case QuoteBlock():
                yield _quote(block)
            case TableBlock():
                yield _table(block)
            case Figure():
                yield _figure(block)
            case Bullets():
                items = "\n".join(f"<li>{_runs(item)}</li>" for item in block.items)
                yield f"<ul>\n{items}\n</ul>"
            case Contents():
                yield _contents(block)
            case NewPage():
                self._new_page = True

    def _heading(self, block: Heading) -> str:
        anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
        new, self._new_page = (' class="new"' if self._new_page else ""), False
        return f"<h{block.level}{anchor}{new}>{escape(block.text)}</h{block.level}>"


def _paragraph(block: Paragraph) -> str:
    words = _runs(block.runs)
    if block.tone == "write":
        return f'<p class="write"><b>{tr("Skriv her", "Write here")}</b> {words}</p>'
    name = {"body": "", "reason": "note"}.get(block.tone, block.tone)
    return f'<p class="{name}">{words}</p>' if name else f"<p>{words}</p>"


def _quote(block: QuoteBlock) -> str:
    anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
    turns = [[f'<p class="turn">{escape(turn)}</p>' for turn in side] for side in (block.before, block.after)]
    source = f"— {escape(block.source)}"
    if block.to:
        source = f'<a href="#{escape(block.to)}">{source}</a>'
    cite = f"<cite>{source}</cite>" if block.source else ""
    return f"<blockquote{anchor}>{''.join(turns[0])}<p>{escape(block.text)}</p>{''.join(turns[1])}{cite}</blockquote>"


def _table(block: TableBlock) -> str:
    heads = "".join(
        f'<th scope="col"{_side(place, block)}>{escape(text)}</th>' for place, text in enumerate(block.head)
    )
    rows = "\n".join(
        "<tr>" + "".join(_cell(cell, place, block) for place, cell in enumerate(row)) + "</tr>"
        for row in block.rows
    )
    label = escape(block.caption)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{label}">\n<table>\n<caption>{label}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _side(place: int, block: TableBlock) -> str:
    return ' class="n"' if place in block.numeric else ""


def _cell(cell: Cell, place: int, block: TableBlock) -> str:
    if cell.share is not None:
        return f'<td class="b"><span class="bar" style="width:{max(0, cell.share) * 100:.1f}%"></span></td>'
    words = _runs([Run(cell.text, to=cell.to)])
    side = _side(place, block)
    if not side and len(cell.text) <= _SHORT and " " not in cell.text:
        side = ' class="k"'
    return f'<th scope="row"{side}>{words}</th>' if not place else f"<td{side}>{words}</td>"


def _figure(block: Figure) -> str:
    anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
    numbers = tr("Tallene som tabel", "The numbers as a table")
    return (
        f"<figure{anchor}>\n{block.svg.strip()}\n<figcaption>{escape(block.caption)}</figcaption>\n"
        f"<details><summary>{numbers}</summary>\n{_table(block.table)}\n</details>\n</figure>"
    )


def _contents(block: Contents) -> str:
    items: list[str] = []
    deep = False
    for entry in block.entries:
        if (entry.level > 2) != deep:  # noqa: PLR2004 - chapters are level 2
            items.append("<li><ul>" if not deep else "</ul></li>")
            deep = not deep
        items.append(f'<li><a href="#{escape(entry.anchor or "")}">{escape(entry.text)}</a></li>')
    if deep:
        items.append("</ul></li>")
    name = tr("Indhold", "Contents")
    return f'<nav aria-label="{name}"><h2>{name}</h2>\n<ul>\n' + "\n".join(items) + "\n</ul></nav>"


def _runs(runs: Sequence[Run]) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    words = escape(run.text, quote=False)
    if run.strong:
        words = f"<strong>{words}</strong>"
    if run.emphasis:
        words = f"<em>{words}</em>"
    return f'<a href="#{escape(run.to)}">{words}</a>' if run.to else words
