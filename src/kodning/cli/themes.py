"""themes."""

from pathlib import Path

import click

from kodning.analysis.themes import themes
from kodning.cli.options import command, open_project, option
from kodning.cli.output import output_options, write_table
from kodning.report.theme_table import theme_table


@command(
    "themes",
    da="Temaernes hyppighed hos én koder: i hvor mange interviews, hvor mange kodninger, ord og andel af informanternes ord.",
    en="Theme frequencies of one coder: in how many interviews, how many codings, words, and share of the informants' words.",
)
@option(
    "--coder",
    da="Hvis kodninger; ellers den koder, der har gennemgået mest.",
    en="Whose codings; else the coder who has reviewed most.",
)
@option(
    "--by",
    metavar="ATTRIBUTE",
    da="Kolonner efter en variabel hos dokumenter eller deltagere, fx rolle.",
    en="Columns by an attribute of documents or participants, such as rolle.",
)
@option(
    "--sort",
    type=click.Choice(["codebook", "frequency"]),
    default="codebook",
    da="Kodebogens orden eller hyppighed.",
    en="Codebook order or frequency.",
)
@output_options
def themes_command(
    coder: str | None, by: str | None, sort: str, format_: str | None, output: Path | None, excel: bool
) -> None:
    """Print the theme frequency table."""
    found = themes(open_project(), coder=coder, by=by, sort=sort)
    write_table(theme_table(found), format_, output, excel)
