"""sample."""

from pathlib import Path

import click

from kodning.cli.options import as_coder, command, open_project, option
from kodning.cli.output import chosen_format, output_options, write_table, write_text
from kodning.cli.values import SHARE
from kodning.wording import tr


@command(
    "sample",
    da="Træk de enheder, der skal dobbeltkodes: hvor mange, hvorfor, og hvilke. Fordelt på interviews, med frø, så samme "
    "stikprøve kan trækkes igen. Størrelsen følger af, hvor sikkert kappa skal måles, og af hvor få interviews der er.",
    en="Draw the units to double-code: how many, why, and which. Shared out over interviews, with a seed, so that the same "
    "sample can be drawn again. The size follows from how surely kappa is to be measured, and how few interviews there are.",
)
@option(
    "--unit", type=click.Choice(["segment", "paragraph", "turn"]), default="segment",
    da="Enheden: segment er sætningen.", en="The unit: segment is the sentence.",
)  # fmt: skip
@option(
    "--prevalence", type=SHARE, metavar="SHARE",
    da="Andel af enhederne med en kode; ellers medianen for de koder, der er brugt, ellers 0,2.",
    en="Share of units with a code; else the median of the codes used, else 0.2.",
)  # fmt: skip
@option(
    "--coders", type=click.IntRange(2, 6), default=2,
    da="Hvor mange der koder hver enhed.", en="How many code each unit.",
)  # fmt: skip
@option(
    "--lower", type=SHARE, default=0.667, metavar="KAPPA",
    da="Den nedre grænse, kappa skal nå.", en="The lower limit that kappa is to reach.",
)  # fmt: skip
@option(
    "--expected", type=SHARE, default=0.8, metavar="KAPPA",
    da="Den kappa, der ventes.", en="The kappa that is expected.",
)  # fmt: skip
@option(
    "--icc", type=SHARE, default=0.1, metavar="SHARE",
    da="Hvor meget enheder i samme interview ligner hinanden (intraklassekorrelation).",
    en="How alike units of one interview are (intraclass correlation).",
)  # fmt: skip
@option(
    "--by", metavar="ATTRIBUTE",
    da="Fordel også efter en variabel, fx rolle.", en="Share out by an attribute too, such as rolle.",
)  # fmt: skip
@option(
    "--seed",
    type=int,
    default=1,
    da="Et andet tal giver en anden stikprøve.",
    en="Another number gives another sample.",
)
@option(
    "--size", type=click.IntRange(1), metavar="N",
    da="Så mange enheder, uanset beregningen.", en="So many units, whatever the computation says.",
)  # fmt: skip
@option(
    "--name", metavar="NAME", da="Gem stikprøven under dette navn.", en="Keep the sample under this name."
)
@as_coder
@output_options
def sample_command(
    unit: str, prevalence: float | None, coders: int, lower: float, expected: float, icc: float, by: str | None,
    seed: int, size: int | None, name: str | None, coder: str, format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """Draw, show and maybe keep a sample."""
    from kodning.intercoder.sample_size import Plan
    from kodning.intercoder.sampling import draw_sample
    from kodning.intercoder.units import UNITS
    from kodning.report.sample_table import sample_table
    from kodning.report.table import to_json

    project = open_project(coder)
    plan = Plan(coders=coders, lower=lower, expected=expected, icc=icc)
    chosen = next(one for one in UNITS if one == unit)
    sample = draw_sample(project, chosen, plan, prevalence=prevalence, by=by, seed=seed, size=size)
    if name is not None:
        places = [(one.document, one.start, one.end) for one in sample.units]
        settings = sample.settings() | {"by": by}
        project.keep_sample(name, unit, seed, settings, places, coder)
        click.echo(tr(f"Gemt: {name}", f"Kept: {name}"), err=True)
    if chosen_format(format_, output, excel) == "json":
        write_text(to_json(sample.record()), output)
    else:
        write_table(sample_table(sample), format_, output, excel)
