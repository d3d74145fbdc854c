"""The quote bank as a document: a chapter for each theme, its definition and count line, the quotes, an index by interview."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from kodning.analysis.quote_bank import Bank, BankQuote
from kodning.analysis.quotes import OPENING_MARK
from kodning.report.basis import Basis, basis_lines
from kodning.report.blocks import (
    Block,
    Bullets,
    Contents,
    Document,
    Heading,
    NewPage,
    Paragraph,
    QuoteBlock,
    Run,
    plain,
)
from kodning.report.quote_extract import attribution
from kodning.store.queries import CodeRow
from kodning.text import on_one_line
from kodning.wording import integer, language, plural, sort_key, tr


class BankLook(NamedTuple):
    """How the bank is printed.

    Attributes:
        settings: What was asked for, by option.
        reasons: Why a quote was picked, by its id.
        rule: How quotes were picked.
    """

    settings: Mapping[str, str]
    reasons: Mapping[str, str] = {}
    rule: str = ""


def bank_document(bank: Bank, codes: Sequence[CodeRow], basis: Basis, look: BankLook) -> Document:
    """The bank as blocks, made as they are written."""
    return Document(
        title=f"{tr('Citatbank', 'Quote bank')}: {basis.title}",
        language=language(),
        made=basis.made,
        software=basis.software,
        blocks=_blocks(bank, {code.key: code for code in codes}, basis, look),
    )


def quote_anchor(one: BankQuote) -> str:
    """The anchor of a quote."""
    return f"citat-{one.id}-{one.quote.code}"


def quote_block(one: BankQuote, *, attributed: bool, to: str | None = None) -> QuoteBlock:
    """A quote as it is printed, with where it can be found again."""
    quote = one.quote
    return QuoteBlock(
        text=f"{OPENING_MARK} {quote.quote}",
        source=f"{attribution(quote)} · {one.id}" if attributed else "",
        anchor=quote_anchor(one),
        to=to,
        before=[_turn(*turn) for turn in quote.before],
        after=[_turn(*turn) for turn in quote.after],
    )


def _turn(speaker: str | None, text: str) -> str:
    return f"{speaker or '–'}: {on_one_line(text)}"


def count_line(quotes: Sequence[BankQuote], documents_total: int) -> str:
    """`4/5 interviews · 23 citater`."""
    documents = len({one.quote.document for one in quotes})
    number = plural(len(quotes), ("citat", "citater"), ("quote", "quotes"))
    return f"{integer(documents)}/{integer(documents_total)} interviews · {number}"


def _blocks(bank: Bank, codes: Mapping[str, CodeRow], basis: Basis, look: BankLook) -> Iterator[Block]:
    themes = [(theme, list(run)) for theme, run in groupby(bank.quotes, key=lambda one: one.theme)]
    yield Heading(1, tr("Citatbank", "Quote bank"))
    yield Paragraph(plain(basis.title), "lead")
    yield Paragraph(plain(count_line(bank.quotes, bank.documents_total)), "count")
    rule = [look.rule] if look.rule else []
    for line in [*bank_lines(bank), *rule, *basis_lines(basis, dict(look.settings))]:
        yield Paragraph(plain(line), "note")
    yield Contents([entry for theme, quotes in themes for entry in _entries(theme, quotes, codes)])
    for theme, quotes in themes:
        yield NewPage()
        yield from _theme(theme, quotes, bank.documents_total, codes, look)
    if bank.quotes:
        yield NewPage()
        yield from _index(bank.quotes)


def bank_lines(bank: Bank) -> list[str]:
    """What the bank leaves out and shortens."""
    lines = []
    if bank.coder:
        lines.append(tr(f"Kodet af {bank.coder}.", f"Coded by {bank.coder}."))
    if bank.covered:
        lines.append(
            tr(
                f"{plural(bank.covered, ('citat er', 'citater er'), ('', ''))} udeladt, fordi mere end halvdelen af ordene"
                " står i et længere citat under samme tema.",
                f"{plural(bank.covered, ('', ''), ('quote is', 'quotes are'))} left out because more than half of the words"
                " stand in a longer quote of the same theme.",
            )
        )
    if bank.trimmed:
        lines.append(
            tr(
                f"{plural(bank.trimmed, ('citat er', 'citater er'), ('', ''))} forkortet; det udeladte er mærket (...).",
                f"{plural(bank.trimmed, ('', ''), ('quote is', 'quotes are'))} shortened; what is left out is marked (...).",
            )
        )
    return lines


def _anchor(code: str) -> str:
    return f"kode-{code}"


def _entries(theme: str, quotes: Sequence[BankQuote], codes: Mapping[str, CodeRow]) -> Iterator[Heading]:
    yield Heading(2, codes[theme].labels[language()], _anchor(theme))
    for code in dict.fromkeys(one.quote.code for one in quotes if one.quote.code != theme):
        yield Heading(3, codes[code].labels[language()], _anchor(code))


def _theme(
    theme: str,
    quotes: Sequence[BankQuote],
    total: int,
    codes: Mapping[str, CodeRow],
    look: BankLook,
) -> Iterator[Block]:
    yield Heading(2, codes[theme].labels[language()], _anchor(theme))
    if codes[theme].definition:
        yield Paragraph(plain(codes[theme].definition))
    yield Paragraph(plain(count_line(quotes, total)), "count")
    for code, run in groupby(quotes, key=lambda one: one.quote.code):
        group = list(run)
        if code != theme:
            yield Heading(3, codes[code].labels[language()], _anchor(code))
            if codes[code].definition:
                yield Paragraph(plain(codes[code].definition))
            yield Paragraph(plain(count_line(group, total)), "count")
        for one in group:
            yield quote_block(one, attributed=True)
            if reason := look.reasons.get(one.id):
                yield Paragraph(plain(reason), "reason")
            if one.also:
                also = tr("Også kodet: ", "Also coded: ") + ", ".join(label for _, label in one.also)
                yield Paragraph(plain(also), "note")


def _index(quotes: Sequence[BankQuote]) -> Iterator[Block]:
    """Where each interview is quoted, with pages where there are pages."""
    yield Heading(2, tr("Citater efter interview", "Quotes by interview"), "register")
    by_document: dict[str, list[BankQuote]] = {}
    for one in quotes:
        by_document.setdefault(one.quote.document, []).append(one)
    for document in sorted(by_document, key=sort_key):
        yield Heading(4, document)
        yield Bullets(
            [
                (Run(f"{one.path[-1]}: {_beginning(one)}", to=quote_anchor(one), page=True),)
                for one in by_document[document]
            ]
        )


def _beginning(one: BankQuote, most: int = 48) -> str:
    words = one.quote.quote
    return words if len(words) <= most else words[: words.rfind(" ", 0, most)] + " …"
