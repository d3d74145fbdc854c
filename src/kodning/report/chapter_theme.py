"""A theme of the findings chapter: what the survey says, what the interviews say, quotes, deviant cases, and a place to write."""

from collections.abc import Iterator, Sequence

from kodning.analysis.themes import Count
from kodning.report.blocks import Block, Cell, Heading, NewPage, Paragraph, Run, TableBlock, plain
from kodning.report.chapter_values import ChapterValues, ThemeValues
from kodning.report.pick_words import pick_reason
from kodning.report.quantifiers import quantifier
from kodning.report.quote_bank_document import quote_anchor, quote_block
from kodning.report.survey_table import question_text, survey_figure
from kodning.survey import Question, Survey
from kodning.wording import integer, language, listing, percent, plural, tr


def theme_blocks(theme: ThemeValues, values: ChapterValues) -> Iterator[Block]:
    """One theme."""
    yield NewPage()
    label = theme.code.labels[language()]
    yield Heading(2, label, theme_anchor(theme.code.key))
    if theme.code.definition:
        yield Paragraph(plain(theme.code.definition))
    if theme.questions and values.survey:
        yield Heading(3, tr("Spørgeskemaet", "The survey"), f"survey-{theme.code.key}")
        yield from survey_blocks(theme.questions, values.survey)
    yield Heading(3, tr("Interviewene", "The interviews"), f"interviews-{theme.code.key}")
    yield from _interviews(theme, values)
    yield from _quotes(theme, values)
    yield from _deviant(theme, values)
    yield Paragraph(
        plain(
            tr(
                f"Hvad viser tallene og citaterne om »{label}«, hvad taler imod, og hvad betyder det? Kodning skriver ingen fund.",
                f"What do the counts and the quotes show of “{label}”, what speaks against it, and what does it mean? Kodning writes no findings.",
            )
        ),
        "write",
    )


def theme_anchor(code: str) -> str:
    """The anchor of a theme's chapter."""
    return f"tema-{code}"


def all_quotes_anchor(code: str) -> str:
    """The anchor of all quotes of a code in the appendix."""
    return f"alle-{code}"


def survey_blocks(questions: Sequence[Question], survey: Survey) -> Iterator[Block]:
    """Each question as a line of counts and a figure."""
    for question in questions:
        yield Heading(4, question_text(question))
        runs = [
            run
            for option in question.options
            for run in (
                Run(" · "),
                Run(f"{option.answer[language()]} "),
                Run(f"{integer(option.count)}/{integer(question.n)}", to=f"survey-{question.id}"),
            )
        ]
        yield Paragraph(runs[1:], "count")
        yield survey_figure(question, survey)
        if question.sentences:
            said = " ".join(question.sentences)
            yield Paragraph((Run(tr("Kilden skriver: ", "The source says: ")), Run(f"»{said}«" if language() == "da" else f"“{said}”")), "note")  # fmt: skip


def count_runs(count: Count, code: str, *, linked: bool) -> list[Run]:
    """`4/5 interviews (de fleste)`, the count leading to the quotes."""
    word = quantifier(count.documents, count.documents_total)
    shown = f"{integer(count.documents)}/{integer(count.documents_total)}"
    return [
        Run(shown, to=all_quotes_anchor(code) if linked and count.documents else None),
        Run(" interviews" + (f" ({word})" if word else "")),
    ]


def _interviews(theme: ThemeValues, values: ChapterValues) -> Iterator[Block]:
    count = theme.row.count
    linked = values.options.appendix
    codings = plural(count.codings, ("kodning", "kodninger"), ("coding", "codings"))
    share = percent(count.share_of_words or 0, 1)
    yield Paragraph(
        [
            *count_runs(count, theme.code.key, linked=linked),
            Run(
                tr(
                    f" · {codings} · {share} af informanternes ord",
                    f" · {codings} · {share} of the informants' words",
                )
            ),
        ],
        "count",
    )
    if theme.under:
        yield _table(theme, linked=linked)
    yield Paragraph(
        plain(
            tr(
                "Beskriv, hvad interviewpersonerne siger: hvad de er enige om, hvor de er forskellige, og hvem der siger hvad.",
                "Describe what the interviewees say: what they agree on, where they differ, and who says what.",
            )
        ),
        "write",
    )


def _table(theme: ThemeValues, *, linked: bool) -> TableBlock:
    head = (
        tr("Kode", "Code"),
        "Interviews",
        tr("Med ord", "In words"),
        tr("Kodninger", "Codings"),
        tr("Andel af ordene", "Share of words"),
    )
    rows = []
    for row in theme.under:
        count = row.count
        shown = f"{integer(count.documents)}/{integer(count.documents_total)}"
        rows.append(
            (
                Cell("– " * (row.depth - 1) + row.label),
                Cell(shown, to=all_quotes_anchor(row.code) if linked and count.documents else None),
                Cell(quantifier(count.documents, count.documents_total)),
                Cell(integer(count.codings)),
                Cell(percent(count.share_of_words or 0, 1)),
            )
        )
    caption = tr(
        f"Koderne under {theme.code.labels[language()]}", f"The codes under {theme.code.labels[language()]}"
    )
    return TableBlock(caption, head, rows, frozenset({1, 3, 4}), (3.6, 1.8, 1.7, 1.8, 1.7))


def _quotes(theme: ThemeValues, values: ChapterValues) -> Iterator[Block]:
    if not theme.quotes:
        text = (
            tr("Ingen citater i temaet er mærket som brugt.", "No quotes of the theme are marked as used.")
            if theme.choice == "marked"
            else tr(
                "Temaet har for få citater til, at et kan vælges.",
                "The theme has too few quotes for one to be picked.",
            )
        )
        yield Paragraph(plain(text), "note")
        return
    yield Heading(3, tr("Citater", "Quotes"), f"citater-{theme.code.key}")
    reasons = {pick.quote.id: pick_reason(pick) for pick in theme.picks if pick.kind == "typical"}
    for one in theme.quotes:
        to = quote_anchor(one) if values.options.appendix else None
        yield quote_block(one, attributed=True, to=to)._replace(anchor=f"brugt-{one.id}-{one.quote.code}")
        if theme.choice == "picked":
            yield Paragraph(plain(reasons[one.id]), "reason")


def _deviant(theme: ThemeValues, values: ChapterValues) -> Iterator[Block]:
    deviant = [pick for pick in theme.picks if pick.kind == "deviant"]
    if not (deviant or theme.without):
        return
    yield Heading(
        3,
        tr("Afvigende tilfælde at tage stilling til", "Deviant cases to consider"),
        f"afvigende-{theme.code.key}",
    )
    if theme.without:
        names = listing(list(theme.without), most=len(theme.without))
        count = f"{integer(len(theme.without))}/{integer(theme.row.count.documents_total)}"
        text = tr(
            f"Temaet er ikke kodet i {count} interviews: {names}.",
            f"The theme is not coded in {count} interviews: {names}.",
        )
        yield Paragraph(plain(text))
    for pick in deviant:
        to = quote_anchor(pick.quote) if values.options.appendix else None
        block = quote_block(pick.quote, attributed=True, to=to)
        yield block._replace(anchor=f"afviger-{pick.quote.id}-{pick.quote.quote.code}")
        yield Paragraph(plain(pick_reason(pick)), "reason")
