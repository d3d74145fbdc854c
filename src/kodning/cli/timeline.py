"""timeline."""

from pathlib import Path

import click

from kodning.analysis.timeline import PARTS, timeline
from kodning.cli.options import command, open_project, option
from kodning.cli.output import output_options, write_table
from kodning.report.timeline_table import timeline_table


@command(
    "timeline",
    da="Hvor i interviewene koderne optræder hos én koder: hvert interview delt i lige store dele efter informanternes ord.",
    en="Where in the interviews the codes stand with one coder: each interview cut in equal parts of the informants' words.",
)
@option(
    "--parts",
    type=click.IntRange(min=1, max=100),
    default=PARTS,
    metavar="N",
    da=f"Hvor mange dele ({PARTS}).",
    en=f"How many parts ({PARTS}).",
)
@option(
    "--document",
    "documents",
    multiple=True,
    da="Kun dette dokument (flere er tilladt).",
    en="Only this document (may be repeated).",
)
@option(
    "--coder",
    da="Hvis kodninger; ellers den koder, der har gennemgået mest.",
    en="Whose codings; else the coder who has reviewed most.",
)
@output_options
def timeline_command(
    parts: int, documents: tuple[str, ...], coder: str | None,
    format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """Print where the codes stand."""
    found = timeline(open_project(), parts=parts, coder=coder, documents=documents)
    write_table(timeline_table(found), format_, output, excel)
