"""Quotes as a report prints them: text, Markdown, or rows of a table."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from kodning.analysis.quotes import OPENING_MARK, Quote
from kodning.report.wrapping import wrapped
from kodning.text import on_one_line
from kodning.wording import clock, language, plural, tr

_ROLE_NAMES = ("rolle", "role")


def attribution(quote: Quote) -> str:
    """Who says it and where: `interview-3, formand, replik 14` (and the time, where the transcript has it)."""
    values = {name.casefold(): value for name, value in quote.attributes.items()}
    role = next((values[name] for name in _ROLE_NAMES if name in values), quote.speaker)
    parts = [quote.document]
    if role:
        parts.append(role)
    if quote.turn is not None:
        parts.append(tr(f"replik {quote.turn}", f"turn {quote.turn}"))
    if quote.time is not None:
        parts.append(clock(quote.time))
    return ", ".join(parts)


def _count_line(group: Sequence[Quote], documents_total: int) -> str:
    documents = len({quote.document for quote in group})
    number = plural(len(group), ("citat", "citater"), ("quote", "quotes"))
    return tr(
        f"{number} fra {documents}/{documents_total} interviews",
        f"{number} from {documents}/{documents_total} interviews",
    )


_NOTHING: Mapping[str, str] = {}


def quote_markdown(
    found: Sequence[Quote],
    documents_total: int,
    *,
    attributed: bool,
    below: Mapping[str, str] = _NOTHING,
) -> str:
    """A section for each code, its count line, and the quotes as block quotes.

    Args:
        found: The quotes.
        documents_total: Documents in the project.
        attributed: Whether who says it and where stands below each quote.
        below: What else stands there, by the id of a quote's first coding.
    """
    from kodning.report.markdown_text import escaped

    sections = []
    for _, run in groupby(found, key=lambda quote: quote.code):
        group = list(run)
        heading = escaped(group[0].label[language()])
        lines = [f"## {heading}", "", f"*{_count_line(group, documents_total)}*", ""]
        for quote in group:
            paragraphs = [
                *_context(quote.before),
                f"{OPENING_MARK} {escaped(quote.quote)}",
                *_context(quote.after),
                *([f"— {escaped(attribution(quote))}"] if attributed else []),
            ]
            lines += ["\n>\n".join(f"> {paragraph}" for paragraph in paragraphs), ""]
            if why := below.get(quote.coding_ids[0]):
                lines += [f"*{escaped(why)}*", ""]
        sections.append("\n".join(lines))
    return "\n".join(sections)


def _context(turns: Sequence[tuple[str | None, str]]) -> list[str]:
    from kodning.report.markdown_text import escaped

    return [
        f"*{escaped(speaker or tr('uden navn', 'no name'))}: {escaped(on_one_line(text))}*"
        for speaker, text in turns
    ]


def quote_text(
    found: Sequence[Quote],
    documents_total: int,
    *,
    attributed: bool,
    width: int,
    color: bool,
    counted: bool = True,
    below: Mapping[str, str] = _NOTHING,
) -> str:
    """The same for a terminal, lines broken between words."""
    lines: list[str] = []
    for _, run in groupby(found, key=lambda quote: quote.code):
        group = list(run)
        heading = group[0].label[language()]
        lines.append(f"\x1b[1m{heading}\x1b[0m" if color else heading)
        lines += [_count_line(group, documents_total), ""] if counted else []
        for quote in group:
            lines += _turns(quote.before, width)
            lines += wrapped(f"{OPENING_MARK} {quote.quote}", width, "  ", "    ")
            lines += _turns(quote.after, width)
            if attributed:
                lines.append(f"    — {attribution(quote)}")
            if why := below.get(quote.coding_ids[0]):
                lines += wrapped(f"→ {why}", width, "    ", "      ")
            lines.append("")
    return "\n".join(lines) + ("\n" if lines and lines[-1] else "")


def _turns(turns: Sequence[tuple[str | None, str]], width: int) -> list[str]:
    return [
        line
        for speaker, text in turns
        for line in wrapped(f"{speaker or '–'}: {on_one_line(text)}", width, "    ", "    ")
    ]
