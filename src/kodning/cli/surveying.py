"""survey: the counts of a survey, checked and shown."""

from pathlib import Path

import click

from kodning.cli.options import BilingualGroup, command, open_project
from kodning.cli.output import output_options, write_table
from kodning.wording import plural, tr


@click.group(
    "survey",
    cls=BilingualGroup,
    invoke_without_command=True,
    da="Spørgeskemaets tal fra survey.yaml i projektets mappe.",
    en="The counts of a survey, from survey.yaml in the project's folder.",
)
@click.pass_context
def survey_command(ctx: click.Context) -> None:
    """Check and show survey.yaml."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command(
    "check",
    da="Efterprøv survey.yaml: nøgler, tal, summer over for n, og om koderne findes. Fejl meldes med linjenummer.",
    en="Check survey.yaml: keys, counts, sums against n, and whether the codes exist. Errors name the line.",
)
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
def check_command(file: Path | None) -> None:
    """Check survey.yaml."""
    from kodning.report.survey_table import survey_notes, unrecoverable
    from kodning.survey import SURVEY_NAME, read_survey

    project = open_project()
    survey = read_survey(file or project.folder / SURVEY_NAME)
    survey.check_codes({code.key: code.labels for code in project.codes()})
    number = plural(len(survey.questions), ("spørgsmål", "spørgsmål"), ("question", "questions"))
    click.echo(tr(f"I orden: {number}.", f"All right: {number}."))
    for note in survey_notes(survey):
        click.echo(note)
    for question in survey.questions:
        if question.unrecoverable:
            click.echo(f"{survey.path.name}:{question.line}: {question.id}: {unrecoverable(question)}")


@command("show", da="Vis spørgeskemaets tal med deres base.", en="Show the survey's counts with their base.")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@output_options
def show_command(file: Path | None, format_: str | None, output: Path | None, excel: bool) -> None:
    """Show survey.yaml."""
    from kodning.report.survey_table import survey_table
    from kodning.survey import SURVEY_NAME, read_survey

    project = open_project()
    write_table(survey_table(read_survey(file or project.folder / SURVEY_NAME)), format_, output, excel)


survey_command.add_command(check_command)
survey_command.add_command(show_command)
