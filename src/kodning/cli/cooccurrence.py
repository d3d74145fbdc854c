"""cooccur."""

from pathlib import Path
from typing import get_args

import click

from kodning.analysis.cooccurrence import NEARNESS, Unit, cooccurrence
from kodning.cli.options import command, open_project, option
from kodning.cli.output import output_options, write_table
from kodning.report.cooccurrence_table import cooccurrence_table


@command(
    "cooccur",
    da="Hvilke koder optræder sammen hos én koder: i de samme ord, inden for et antal ord eller i den samme replik. "
    "Interviewerens ord tæller ikke med.",
    en="Which codes occur together with one coder: in the same words, within a number of words, or in the same turn. "
    "The interviewer's words do not count.",
)
@option(
    "--unit",
    type=click.Choice(get_args(Unit)),
    default=None,
    da="overlap: mindst ét fælles ord (ellers); near: højst --within ord imellem; turn: samme replik.",
    en="overlap: at least one word shared (else); near: at most --within words between; turn: the same turn.",
)
@option(
    "--within",
    type=click.IntRange(min=0),
    metavar="N",
    da=f"Nærhed i informanternes ord ({NEARNESS}, hvis intet siges).",
    en=f"Nearness in the informants' words ({NEARNESS}, if nothing is said).",
)
@option("--themes", is_flag=True, da="Tæl hele temaer.", en="Count whole themes.")
@option("--square", is_flag=True, da="Alle koder gange alle koder.", en="Every code by every code.")
@option(
    "--coder",
    da="Hvis kodninger; ellers den koder, der har gennemgået mest.",
    en="Whose codings; else the coder who has reviewed most.",
)
@output_options
def cooccur_command(
    unit: Unit | None, within: int | None, themes: bool, square: bool, coder: str | None,
    format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """Print which codes occur together."""
    meant: Unit = unit or ("overlap" if within is None else "near")
    words = NEARNESS if within is None else within
    found = cooccurrence(open_project(), meant, words=words, coder=coder, themes=themes)
    write_table(cooccurrence_table(found, square=square), format_, output, excel)
