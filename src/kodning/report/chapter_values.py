"""What the findings chapter is made of, gathered once: counts, quotes, picks, survey, who did what."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from kodning.analysis.quote_bank import BankQuote, quote_bank, without_overlaps
from kodning.analysis.quotes import Selection
from kodning.analysis.themes import ThemeRow, ThemeTable, themes
from kodning.analysis.typical import Pick, picks
from kodning.codebook import Codebook
from kodning.intercoder.background import CoderWork, background
from kodning.intercoder.work import texts_of, work_now
from kodning.model import Document
from kodning.project import Project
from kodning.report.basis import Basis, basis_of
from kodning.store.queries import CodeRow
from kodning.survey import SURVEY_NAME, Question, Survey, read_survey

if TYPE_CHECKING:
    from kodning.analysis.saturation import Saturation
    from kodning.intercoder.whole import Study

Choice = Literal["marked", "picked"]


class ChapterOptions(NamedTuple):
    """What the chapter shall hold.

    Attributes:
        coder: Whose codings; None: who has reviewed most.
        survey: Where the survey is; None: survey.yaml in the project's folder, where there is one.
        place: Only marks of this place choose quotes; None: all marks.
        pass_name: The frozen pass that agreement is measured on; None: things as they stand.
        appendix: Whether every quote is printed in an appendix.
        settings: What was asked for, by option.
    """

    coder: str | None = None
    survey: Path | None = None
    place: str | None = None
    pass_name: str | None = None
    appendix: bool = True
    settings: Mapping[str, str] = {}


class ThemeValues(NamedTuple):
    """One theme.

    Attributes:
        code: The theme.
        row: Its counts.
        under: The codes under it with their counts.
        questions: Questions of the survey that belong to it or to a code under it.
        quotes: The quotes to print.
        choice: How they were chosen: marked by the researcher, or picked by their words.
        picks: The most typical and the most deviant quote.
        without: Interviews without the theme.
    """

    code: CodeRow
    row: ThemeRow
    under: Sequence[ThemeRow]
    questions: Sequence[Question]
    quotes: Sequence[BankQuote]
    choice: Choice
    picks: Sequence[Pick]
    without: Sequence[str]


class ChapterValues(NamedTuple):
    """Everything the chapter is made of."""

    basis: Basis
    codebook: Codebook
    documents: Sequence[Document]
    attributes: Mapping[str, Mapping[str, str]]
    times: Mapping[str, float]
    table: ThemeTable
    themes: Sequence[ThemeValues]
    bank: Sequence[BankQuote]
    survey: Survey | None
    unplaced: Sequence[Question]
    coders: Sequence[CoderWork]
    study: "Study | None"
    saturation: "Saturation | None"
    depths: Mapping[str, int]
    options: ChapterOptions


def gather(project: Project, options: ChapterOptions, software: str) -> ChapterValues:
    """Gather it.

    Raises:
        NoCodingsError: Nothing is coded yet.
        UnknownCoderError: No such coder.
        SurveyError: The survey is not right, or names a code that is not there.
        NoSurveyError: A survey was named that is not there.
        UnknownPassError: No such pass.
    """
    table = themes(project, coder=options.coder)
    codes = {code.key: code for code in project.codes()}
    survey = _survey(project, options, codes)
    bank = quote_bank(project, Selection(coder=table.coder)).quotes
    work = work_now(project)
    coders = sorted({coder for _, coder, _, _ in work.reviews} | {coding.coder for coding in work.codings})
    rests_on = background(project, work, coders, texts_of(project, work), software)
    documents = project.documents()
    found, unplaced = _themes(table, codes, bank, survey, options, [document.name for document in documents])
    return ChapterValues(
        basis=basis_of(project, software),
        codebook=project.codebook(),
        documents=documents,
        attributes=project.attributes(),
        times=_times(project, documents),
        table=table,
        themes=found,
        bank=bank,
        survey=survey,
        unplaced=unplaced,
        coders=rests_on.coders,
        study=_study(project, options, software),
        saturation=_saturation(project, table.coder),
        depths={code.key: code.depth for code in codes.values()},
        options=options,
    )


def _survey(project: Project, options: ChapterOptions, codes: Mapping[str, CodeRow]) -> Survey | None:
    path = options.survey or project.folder / SURVEY_NAME
    if options.survey is None and not path.exists():
        return None
    survey = read_survey(path)
    survey.check_codes({code.key: code.labels for code in codes.values()})
    return survey


def _themes(
    table: ThemeTable,
    codes: Mapping[str, CodeRow],
    bank: Sequence[BankQuote],
    survey: Survey | None,
    options: ChapterOptions,
    documents: Sequence[str],
) -> tuple[list[ThemeValues], list[Question]]:
    above: dict[str, str] = {}
    for code in codes.values():
        above[code.key] = above.get(code.parent or "", code.key)
    once, _ = without_overlaps(bank)
    chosen: dict[str, list[Pick]] = {}
    for pick in picks(once):
        chosen.setdefault(pick.theme, []).append(pick)
    questions: dict[str, list[Question]] = {}
    unplaced = []
    for question in survey.questions if survey else ():
        theme = above[question.codes[0]] if question.codes else None
        if theme is None:
            unplaced.append(question)
        else:
            questions.setdefault(theme, []).append(question)
    marked = [one for one in bank if (options.place in one.used if options.place is not None else one.used)]
    found = []
    for row in table.rows:
        if row.depth or not row.in_codebook:
            continue
        own = [one for one in marked if one.theme == row.code]
        there = {one.quote.document for one in bank if one.theme == row.code}
        picked = chosen.get(row.code, [])
        found.append(
            ThemeValues(
                code=codes[row.code],
                row=row,
                under=[sub for sub in table.rows if sub.depth and above[sub.code] == row.code],
                questions=questions.get(row.code, []),
                quotes=own if marked else [pick.quote for pick in picked if pick.kind == "typical"],
                choice="marked" if marked else "picked",
                picks=picked,
                without=[name for name in documents if name not in there],
            )
        )
    return found, unplaced


def _times(project: Project, documents: Sequence[Document]) -> dict[str, float]:
    """The last moment that each transcript gives."""
    found = {}
    for document in documents:
        moments = [
            moment
            for turn in project.turns(document.name)
            for moment in (turn.time_start, turn.time_end)
            if moment is not None
        ]
        if moments:
            found[document.name] = max(moments)
    return found


def _study(project: Project, options: ChapterOptions, software: str) -> "Study | None":
    """The agreement report; None where there are not two who have read the same, or the reader is blind."""
    from kodning.intercoder.units import TooFewCodersError
    from kodning.intercoder.whole import agreement_study
    from kodning.intercoder.work import work_of_pass

    if project.blind:
        return None
    work = work_of_pass(project, options.pass_name) if options.pass_name else work_now(project)
    try:
        return agreement_study(project, work, software=software)
    except TooFewCodersError:
        return None


def _saturation(project: Project, coder: str) -> "Saturation | None":
    from kodning.analysis.saturation import saturation

    found = saturation(project, coder=coder)
    return found if len(found.steps) > 1 else None


__all__ = ["ChapterOptions", "ChapterValues", "ThemeValues", "gather"]
