"""figure: one figure as SVG or PNG."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kodning.cli.options import command, open_project, option
from kodning.cli.output import write_bytes, write_text
from kodning.errors import KodningError

if TYPE_CHECKING:
    from kodning.analysis.cooccurrence import Unit as Together
    from kodning.intercoder.units import Unit
    from kodning.project import Project
    from kodning.survey import Question, Survey

_NAMES = ("themes", "matrix", "cooccur", "saturation", "timeline", "agreement", "survey")
_PIXELS = 1980  # three times the width of a figure: sharp on paper


class NoQuestionError(KodningError):
    """A figure of the survey was asked for without saying which, or one that is not there."""

    def __init__(self, wanted: str | None, known: list[str]) -> None:
        names = ", ".join(known)
        if wanted is None:
            super().__init__(
                f"Hvilket spørgsmål? Skriv fx »kodning figure survey {known[0]}«: {names}.",
                f"Which question? Say “kodning figure survey {known[0]}”: {names}.",
            )
        else:
            super().__init__(
                f"Der er intet spørgsmål »{wanted}«. Der er: {names}.",
                f"No question “{wanted}”. There are: {names}.",
            )


@command(
    "figure",
    da="En figur som SVG eller PNG: themes (temaernes hyppighed), matrix (koder × interviews), cooccur (koder sammen), "
    "saturation (nye koder pr. interview), timeline (hvor i samtalen), agreement (enighed med intervaller), survey (et "
    "spørgsmål fra survey.yaml).\n\nTitlen siger det største fund efter en fast regel, undertitlen basen og enheden.",
    en="A figure as SVG or PNG: themes (theme frequencies), matrix (codes × interviews), cooccur (codes together), "
    "saturation (new codes per interview), timeline (where in the talk), agreement (agreement with intervals), survey (a "
    "question of survey.yaml).\n\nThe title states the main finding by a fixed rule, the subtitle the base and the unit.",
)
@click.argument("name", type=click.Choice(_NAMES))
@click.argument("question", required=False)
@option("--coder", da="Hvis kodninger; ellers den koder, der har gennemgået mest.",
        en="Whose codings; else the coder who has reviewed most.")  # fmt: skip
@option(
    "--themes",
    is_flag=True,
    da="Kun temaer, uden underkoder.",
    en="Themes only, without the codes under them.",
)
@option("--by", default="document", metavar="ATTRIBUTE", da="matrix: kolonner efter en variabel.",
        en="matrix: columns by an attribute.")  # fmt: skip
@option("--unit", type=click.Choice(["segment", "turn", "document", "overlap", "near"]),
        da="agreement: segment, turn, document; cooccur: overlap, near, turn.",
        en="agreement: segment, turn, document; cooccur: overlap, near, turn.")  # fmt: skip
@option("--document", "documents", multiple=True, da="timeline: kun det interview (flere er tilladt).",
        en="timeline: only that interview (may be repeated).")  # fmt: skip
@option("--format", "format_", type=click.Choice(["svg", "png"]), da="svg (hvis intet siges) eller png.",
        en="svg (if nothing is said) or png.")  # fmt: skip
@option("--output", "-o", type=click.Path(path_type=Path), da="Skriv til en fil.", en="Write to a file.")
def figure_command(
    name: str, question: str | None, coder: str | None, themes: bool, by: str, unit: str | None,
    documents: tuple[str, ...], format_: str | None, output: Path | None,
) -> None:  # fmt: skip
    """Draw a figure."""
    from kodning.report.figure_choice import COUNTED, agreement_figure, counted_svg

    project = open_project()
    if name == "survey":
        svg = _survey(project, question)
    elif name == "agreement":
        svg = agreement_figure(project, _agreed(unit), themes=themes)
    else:
        chosen = next(one for one in COUNTED if one == name)
        svg = counted_svg(
            project, chosen, coder, themes=themes, by=by, together=_together(unit), documents=documents
        )
    if (format_ or (output.suffix.lower().lstrip(".") if output else "")) == "png":
        from kodning.report.png import svg_to_png

        write_bytes(svg_to_png(svg, _PIXELS), output, "png")
    else:
        write_text(svg, output)


def _together(unit: str | None) -> "Together":
    return "near" if unit == "near" else "turn" if unit == "turn" else "overlap"


def _agreed(unit: str | None) -> "Unit":
    return "turn" if unit == "turn" else "document" if unit == "document" else "segment"


def _survey(project: "Project", wanted: str | None) -> str:
    from kodning.report.survey_table import survey_svg
    from kodning.survey import SURVEY_NAME, read_survey

    survey = read_survey(project.folder / SURVEY_NAME)
    return survey_svg(_question(survey, wanted), survey)


def _question(survey: "Survey", wanted: str | None) -> "Question":
    folded = (wanted or "").casefold()
    for question in survey.questions:
        if folded and folded in {question.id.casefold(), str(question.figure)}:
            return question
    raise NoQuestionError(wanted, [question.id for question in survey.questions])
