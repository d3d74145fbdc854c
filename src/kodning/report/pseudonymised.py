"""Pseudonyms in what is handed out: quotes, rows and whole documents with every name of the key replaced."""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape, unescape

from kodning.analysis.quote_bank import Bank, BankQuote
from kodning.analysis.quotes import Quote
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

Replace = Callable[[str], str]
_BETWEEN_TAGS = re.compile(r">([^<>]+)<")


def pseudonymised_bank(bank: Bank, instead: Replace) -> Bank:
    """The bank; the slice of the text is replaced too, so that it is no longer the untouched one."""
    return bank._replace(quotes=[_bank_quote(one, instead) for one in bank.quotes])


def _bank_quote(one: BankQuote, instead: Replace) -> BankQuote:
    return one._replace(
        quote=_quote(one.quote, instead), memo=instead(one.memo), used=tuple(map(instead, one.used))
    )


def _quote(quote: Quote, instead: Replace) -> Quote:
    return quote._replace(
        document=instead(quote.document),
        speaker=None if quote.speaker is None else instead(quote.speaker),
        quote=instead(quote.quote),
        text=instead(quote.text),
        attributes={name: instead(value) for name, value in quote.attributes.items()},
        before=tuple((speaker and instead(speaker), instead(text)) for speaker, text in quote.before),
        after=tuple((speaker and instead(speaker), instead(text)) for speaker, text in quote.after),
    )


def pseudonymised(document: Document, instead: Replace) -> Document:
    """The document, figures and tables included; places that links lead to stay as they are."""
    return document._replace(
        title=instead(document.title), blocks=(_block(block, instead) for block in document.blocks)
    )


def _block(block: Block, instead: Replace) -> Block:  # noqa: PLR0911 - one for each kind of block
    match block:
        case Heading():
            return block._replace(text=instead(block.text))
        case Paragraph():
            return block._replace(runs=_runs(block.runs, instead))
        case QuoteBlock():
            return block._replace(
                text=instead(block.text),
                source=instead(block.source),
                before=[instead(turn) for turn in block.before],
                after=[instead(turn) for turn in block.after],
            )
        case TableBlock():
            return _table(block, instead)
        case Figure():
            return block._replace(
                svg=_svg(block.svg, instead),
                caption=instead(block.caption),
                table=_table(block.table, instead),
                notes=[instead(note) for note in block.notes],
            )
        case Bullets():
            return Bullets([_runs(item, instead) for item in block.items])
        case Contents():
            return Contents([entry._replace(text=instead(entry.text)) for entry in block.entries])
        case NewPage():
            return block


def _runs(runs: Sequence[Run], instead: Replace) -> list[Run]:
    return [run._replace(text=instead(run.text)) for run in runs]


def _table(block: TableBlock, instead: Replace) -> TableBlock:
    return block._replace(
        caption=instead(block.caption),
        head=[instead(text) for text in block.head],
        rows=[[_cell(cell, instead) for cell in row] for row in block.rows],
    )


def _cell(cell: Cell, instead: Replace) -> Cell:
    return cell._replace(text=instead(cell.text))


def _svg(svg: str, instead: Replace) -> str:
    """The words of a figure; its numbers and styles are left alone."""
    head, style, rest = svg.partition("</style>")
    opening, mark, rules = head.partition("<style>")

    def words(match: re.Match[str]) -> str:
        return f">{escape(instead(unescape(match[1])), quote=False)}<"

    return f"{_BETWEEN_TAGS.sub(words, opening + mark)}{rules}{style}{_BETWEEN_TAGS.sub(words, rest)}"


def texts_of(document: Document) -> Iterator[str]:
    """The words of quotes and tables: where a name may still stand."""
    for block in document.blocks:
        if isinstance(block, QuoteBlock):
            yield from (*block.before, block.text, *block.after)


__all__ = ["pseudonymised", "pseudonymised_bank", "texts_of"]
