"""The survey's counts as a table and as figures like those of a printed report."""

from typing import TYPE_CHECKING

from kodning.report.blocks import Cell, Figure, TableBlock
from kodning.report.figures.bars import Bar, bar_figure
from kodning.report.table import Column, Fraction, Table
from kodning.survey import Option, Question, Survey
from kodning.wording import integer, language, listing, percent, tr

if TYPE_CHECKING:
    from collections.abc import Sequence


def survey_table(survey: Survey) -> Table:
    """A row an answer, its count with its base."""
    columns = [
        Column("figure", tr("Figur", "Figure"), "integer"),
        Column("text", tr("Spørgsmål", "Question"), width=44),
        Column("answer", tr("Svar", "Answer"), width=36),
        Column("count", tr("Antal", "Count"), "fraction"),
        Column("share", tr("Andel", "Share"), "share"),
        Column("codes", tr("Koder", "Codes"), on_paper=False),
        Column("question", "Id", on_paper=False),
        Column("kind", tr("Slags", "Kind"), on_paper=False),
        Column("unrecoverable", tr("Ikke oplyst i kilden", "Not given by the source"), on_paper=False),
    ]
    rows: list[dict[str, object]] = []
    for question in survey.questions:
        for place, option in enumerate(question.options):
            rows.append(
                {
                    "figure": question.figure if not place else "",
                    "text": question_text(question) if not place else "",
                    "answer": option.answer[language()],
                    "count": Fraction(option.count, question.n),
                    "share": option.count / question.n,
                    "codes": " ".join(question.codes),
                    "question": question.id,
                    "kind": question.kind,
                    "unrecoverable": unrecoverable(question),
                    "_strong": False,
                }
            )
    return Table(columns, rows, survey.records(), survey.title.get(language(), ""), survey_notes(survey))


def survey_notes(survey: Survey) -> list[str]:
    """What the counts rest on."""
    unit = survey.unit[language()]
    notes = [f"n = {integer(survey.n)} {unit}. " + tr("Kilde: ", "Source: ") + f"{survey.source}."]
    if survey.invited:
        share = percent(survey.n / survey.invited)
        notes.append(
            tr(
                f"{integer(survey.n)} af {integer(survey.invited)} adspurgte svarede ({share}).",
                f"{integer(survey.n)} of {integer(survey.invited)} asked answered ({share}).",
            )
        )
    partial = [question for question in survey.questions if question.unrecoverable]
    if partial:
        notes.append(
            tr(
                f"I {len(partial)} af {len(survey.questions)} spørgsmål oplyser kilden ikke alt; se »kodning survey show --format json«.",
                f"In {len(partial)} of {len(survey.questions)} questions the source does not give everything; see “kodning survey show --format json”.",
            )
        )
    return notes


def question_text(question: Question) -> str:
    """The question, or that the source does not give it."""
    return question.text.get(language()) or tr(
        "(spørgsmålet står ikke i kilden)", "(the source does not give the question)"
    )


def unrecoverable(question: Question) -> str:
    """What the source does not give of it; empty where it gives all."""
    return " ".join(text[language()] for text in question.unrecoverable)


def finding(question: Question) -> str:
    """What a figure of the question shows, by rule: the answer that most gave, with its count.

    Answers that are none (unknown, cannot say) are never the finding; of equal counts all are named.
    """
    given = [option for option in question.options if not option.missing] or list(question.options)
    most = max(option.count for option in given)
    first = [option for option in given if option.count == most]
    names = listing([f"{option.answer[language()]}" for option in first], 3)
    each = f"{integer(most)}/{integer(question.n)}"
    if len(first) == 1:
        return f"{names}: {each}"
    return f"{names}: " + tr(f"{each} hver", f"{each} each")


def kind_line(question: Question, unit: str) -> str:
    """Base and unit of a question."""
    base = f"n = {integer(question.n)} {unit}"
    if question.kind == "single":
        return base + tr(", ét svar hver", ", one answer each")
    if question.kind == "items":
        return base + tr(", et spørgsmål pr. linje", ", a question a line")
    if question.most:
        return base + tr(f", højst {question.most} svar hver", f", at most {question.most} answers each")
    return base + tr(", flere svar mulige", ", several answers possible")


def survey_svg(question: Question, survey: Survey, key: str = "") -> str:
    """The question's figure: the finding as its title, the question and the base below, a bar an answer."""
    return bar_figure(
        key or f"survey-{question.id}",
        finding(question),
        f"{question_text(question)} · {kind_line(question, survey.unit[language()])}",
        [_bar(option, question.n) for option in question.options],
        largest=question.n,
        notes=notes_of(question),
    )


def notes_of(question: Question) -> list[str]:
    """What the source does not give, and where the counts are from."""
    unknown = unrecoverable(question)
    return [
        *([tr("Ikke oplyst i kilden: ", "Not given by the source: ") + unknown] if unknown else []),
        tr("Kilde: ", "Source: ") + _source(question),
    ]


def _source(question: Question) -> str:
    figure = tr(f", figur {question.figure}", f", figure {question.figure}") if question.figure else ""
    return f"{question.source}{figure}."


def _bar(option: Option, n: int) -> Bar:
    shown = f"{integer(option.count)}/{integer(n)}"
    return Bar(
        option.answer[language()],
        option.count,
        shown,
        soft=option.missing,
        more=f"({percent(option.count / n)})",
    )


def survey_figure(question: Question, survey: Survey) -> Figure:
    """The figure with the same counts as a table."""
    return Figure(
        survey_svg(question, survey, f"survey-{question.id}"),
        kind_line(question, survey.unit[language()]),
        option_table(question, survey),
        anchor=f"survey-{question.id}",
        notes=notes_of(question),
    )


def option_table(question: Question, survey: Survey) -> TableBlock:
    """The answers as a table."""
    head: Sequence[str] = (tr("Svar", "Answer"), tr("Antal", "Count"), tr("Andel", "Share"), "")
    rows = [
        (
            Cell(option.answer[language()]),
            Cell(f"{integer(option.count)}/{integer(question.n)}"),
            Cell(percent(option.count / question.n)),
            Cell("", share=option.count / question.n),
        )
        for option in question.options
    ]
    caption = f"{question_text(question)} ({kind_line(question, survey.unit[language()])})"
    return TableBlock(caption, head, rows, frozenset({1, 2}), (4, 1.2, 1.2, 2.6))
