"""saturation."""

from pathlib import Path

import click

from kodning.analysis.saturation import saturation
from kodning.cli.options import command, open_project, option
from kodning.cli.output import chosen_format, output_options, write_table, write_text
from kodning.report.saturation_table import saturation_table
from kodning.report.table import to_json


@command(
    "saturation",
    da="Nye koder for hvert interview hos én koder: i projektets rækkefølge og i enhver rækkefølge, og om der er "
    "interviews nok efter Guest, Namey og Chen (2020).",
    en="New codes with each interview of one coder: in the project's order and in any order, and whether there are "
    "interviews enough after Guest, Namey and Chen (2020).",
)
@option("--themes", is_flag=True, da="Tæl hele temaer.", en="Count whole themes.")
@option(
    "--base",
    type=click.IntRange(min=1),
    default=4,
    metavar="N",
    da="Guests base: de første N interviews (4).",
    en="Guest's base: the first N interviews (4).",
)
@option(
    "--run",
    type=click.IntRange(min=1),
    default=2,
    metavar="N",
    da="Interviews i et forløb (2).",
    en="Interviews in a run (2).",
)
@option(
    "--threshold",
    type=click.FloatRange(min=0, max=1),
    default=0.05,
    metavar="SHARE",
    da="Højst så stor en andel nye koder i et forløb (0.05).",
    en="At most this share of new codes in a run (0.05).",
)
@option(
    "--seed",
    type=int,
    default=0,
    da="Hvilke rækkefølger der trækkes, hvor der er for mange til at tage alle (0).",
    en="Which orders are drawn, where there are too many to take all (0).",
)
@option(
    "--coder",
    da="Hvis kodninger; ellers den koder, der har gennemgået mest.",
    en="Whose codings; else the coder who has reviewed most.",
)
@output_options
def saturation_command(
    themes: bool, base: int, run: int, threshold: float, seed: int, coder: str | None,
    format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """Print how many codes each interview adds."""
    found = saturation(
        open_project(), coder=coder, themes=themes, base=base, run=run, threshold=threshold, seed=seed
    )
    if chosen_format(format_, output, excel) == "json":
        write_text(to_json(found.record()), output)
    else:
        write_table(saturation_table(found), format_, output, excel)
