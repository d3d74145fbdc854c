"""matrix."""

from pathlib import Path
from typing import get_args

import click

from kodning.analysis.matrix import BY_DOCUMENT, Measure, Share, matrix
from kodning.cli.options import command, open_project, option
from kodning.cli.output import chosen_format, output_options, write_table, write_text
from kodning.report.matrix_table import matrix_table
from kodning.report.table import to_json


@command(
    "matrix",
    da="Kode gange interview, koder eller en variabel: kodninger, interviews, ord eller andele.\n\n"
    "Andelene er: words, af informanternes ord i kolonnen; coded-words, af kolonnens kodede ord; column, af kolonnens "
    "kodninger; row, af kodens kodninger; documents, af kolonnens interviews.",
    en="Code by interview, coder or an attribute: codings, interviews, words or shares.\n\n"
    "The shares are: words, of the informants' words in the column; coded-words, of the column's coded words; column, of "
    "the column's codings; row, of the code's codings; documents, of the column's interviews.",
)
@option(
    "--by",
    default=BY_DOCUMENT,
    metavar="document|coder|ATTRIBUTE",
    da="Kolonnerne: document (ellers), coder eller en variabel hos dokumenter eller deltagere, fx rolle.",
    en="The columns: document (else), coder or an attribute of documents or participants, such as rolle.",
)
@option(
    "--cells",
    type=click.Choice(get_args(Measure)),
    default="codings",
    da="Hvad cellerne viser (codings, hvis intet siges).",
    en="What the cells show (codings, if nothing is said).",
)
@option(
    "--share",
    type=click.Choice(get_args(Share)),
    default=None,
    da="Vis andele: af hvad.",
    en="Show shares: of what.",
)
@option(
    "--without-subcodes",
    is_flag=True,
    da="Hver kode for sig, uden koderne under den.",
    en="Every code by itself, without the codes under it.",
)
@option(
    "--coder",
    da="Hvis kodninger; ellers den koder, der har gennemgået mest.",
    en="Whose codings; else the coder who has reviewed most.",
)
@output_options
def matrix_command(
    by: str, cells: Measure, share: Share | None, without_subcodes: bool, coder: str | None,
    format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """Print the matrix."""
    found = matrix(open_project(), by, coder=coder, subcodes=not without_subcodes)
    measure: Measure = "share" if share else cells
    if chosen_format(format_, output, excel) == "json":
        write_text(to_json(found.records(measure, share or "words")), output)
    else:
        write_table(matrix_table(found, measure, share or "words"), format_, output, excel)
