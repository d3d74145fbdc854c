"""The findings chapter as a document: counts, quotes and figures with their bases; the findings are for a person to write."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from kodning.model import Code
from kodning.project import Project
from kodning.report.basis import basis_lines
from kodning.report.blocks import Block, Bullets, Contents, Document, Heading, NewPage, Paragraph, Run, plain
from kodning.report.chapter_method import checklist_blocks, method_blocks, overview_figure
from kodning.report.chapter_theme import all_quotes_anchor, survey_blocks, theme_anchor, theme_blocks
from kodning.report.chapter_values import ChapterOptions, ChapterValues, gather
from kodning.report.quote_bank_document import count_line, quote_block
from kodning.wording import integer, language, tr

if TYPE_CHECKING:
    from kodning.analysis.quote_bank import BankQuote


def chapter_document(project: Project, options: ChapterOptions, software: str) -> Document:
    """Gather the project and lay the chapter out.

    Raises:
        KodningError: As `gather`.
    """
    values = gather(project, options, software)
    return Document(
        title=f"{values.basis.title}: {tr('resultatkapitel', 'findings chapter')}",
        language=language(),
        made=values.basis.made,
        software=software,
        blocks=_blocks(values),
    )


def _blocks(values: ChapterValues) -> Iterator[Block]:
    yield Heading(1, values.basis.title)
    yield Paragraph(plain(tr("Resultatkapitel: udkast", "Findings chapter: draft")), "lead")
    yield Paragraph(
        plain(
            tr(
                "Tal, citater og figurer er talt op af projektet. Teksten om dem er ikke skrevet: hvert sted, hvor en person skal skrive, er "
                "mærket »Skriv her«. Slet denne boks, når kapitlet er skrevet.",
                "Counts, quotes and figures are taken from the project. The text about them is not written: every place where a person must "
                "write is marked “Write here”. Delete this box when the chapter is written.",
            )
        ),
        "write",
    )
    yield Contents(list(_entries(values)))
    yield from method_blocks(values)
    yield NewPage()
    yield Heading(2, tr("Overblik", "Overview"), "overblik")
    yield overview_figure(values)
    yield Paragraph(
        plain(
            tr(
                "Sammenfat de vigtigste fund på tværs af temaerne.",
                "Summarise the main findings across the themes.",
            )
        ),
        "write",
    )
    for theme in values.themes:
        yield from theme_blocks(theme, values)
    if values.unplaced and values.survey:
        yield NewPage()
        yield Heading(2, tr("Andre spørgsmål i spørgeskemaet", "Other questions of the survey"), "andre")
        yield from survey_blocks(values.unplaced, values.survey)
    if values.options.appendix:
        yield from _quotes(values)
    yield from _codebook(values.codebook.codes)
    yield from checklist_blocks(values)
    yield NewPage()
    yield Heading(2, tr("Grundlag", "Basis"), "grundlag")
    yield Bullets([plain(line) for line in basis_lines(values.basis, dict(values.options.settings))])


def _entries(values: ChapterValues) -> Iterator[Heading]:
    yield Heading(2, tr("Metode og data", "Method and data"), "metode")
    yield Heading(2, tr("Overblik", "Overview"), "overblik")
    for theme in values.themes:
        yield Heading(2, theme.code.labels[language()], theme_anchor(theme.code.key))
    if values.unplaced:
        yield Heading(2, tr("Andre spørgsmål i spørgeskemaet", "Other questions of the survey"), "andre")
    if values.options.appendix:
        yield Heading(2, _quotes_title(), "citater")
    yield Heading(2, _codebook_title(), "kodebog")
    yield Heading(2, tr("Bilag C: tjeklister", "Appendix C: checklists"), "tjeklister")
    yield Heading(2, tr("Grundlag", "Basis"), "grundlag")


def _quotes_title() -> str:
    return tr("Bilag A: alle citater", "Appendix A: all quotes")


def _codebook_title() -> str:
    return tr("Bilag B: kodebog", "Appendix B: codebook")


def _quotes(values: ChapterValues) -> Iterator[Block]:
    """Every quote, by theme and code: where each count leads."""
    total = len(values.documents)
    yield NewPage()
    yield Heading(2, _quotes_title(), "citater")
    yield Paragraph(plain(f"{count_line(values.bank, total)} · {values.table.coder}"), "count")
    rows = {row.code: row for row in values.table.rows}
    done: set[str] = set()
    for _, run in groupby(values.bank, key=lambda one: one.quote.code):
        quotes: Sequence[BankQuote] = list(run)
        for above in quotes[0].codes:  # a theme none of whose quotes is its own has its anchor too
            if above in done:
                continue
            done.add(above)
            row = rows[above]
            yield Heading(3 if row.depth == 0 else 4, row.label, all_quotes_anchor(above))
            count = row.count
            yield Paragraph(
                (Run(f"{integer(count.documents)}/{integer(count.documents_total)} interviews"),), "count"
            )
        for one in quotes:
            yield quote_block(one, attributed=True)


def _codebook(codes: Sequence[Code]) -> Iterator[Block]:
    yield NewPage()
    yield Heading(2, _codebook_title(), "kodebog")
    for code in codes:
        yield Heading(3 if code.depth == 0 else 4, code.label(language()), f"kodebog-{code.id}")
        if code.definition:
            yield Paragraph(plain(code.definition))
        lists = (
            (tr("Med: ", "Include: "), code.include),
            (tr("Ikke med: ", "Exclude: "), code.exclude),
            (tr("Eksempel: ", "Example: "), code.examples),
        )
        items = [(Run(name, strong=True), Run(text)) for name, texts in lists for text in texts]
        if items:
            yield Bullets(items)
