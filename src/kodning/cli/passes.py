"""passes, blind."""

from pathlib import Path

import click

from kodning.cli.options import as_coder, command, open_project, option, whoami
from kodning.cli.output import output_options, write_table
from kodning.wording import tr


@command(
    "passes",
    da="Frosne gennemløb og det, der kom ud af at afgøre deres uenigheder: hvem, hvornår, og enigheden før og efter.",
    en="Frozen passes and what came of settling their disagreements: who, when, and agreement before and after.",
)
@option(
    "--unit",
    type=click.Choice(["segment", "paragraph", "turn", "document"]),
    default="segment",
    da="Tallenes enhed: segment er sætningen.",
    en="The figures' unit: segment is the sentence.",
)
@output_options
def passes_command(unit: str, format_: str | None, output: Path | None, excel: bool) -> None:
    """List the rounds."""
    from kodning.intercoder.rounds import rounds
    from kodning.intercoder.units import UNITS
    from kodning.report.rounds_table import rounds_table

    chosen = next(name for name in UNITS if name == unit)
    project = open_project()
    table = rounds_table(rounds(project, chosen), hidden=project.blind is not None)
    write_table(table, format_, output, excel)


@command(
    "blind",
    da="Blind kodning: en koder, der koder blindt, får hverken forslag eller andres kodninger, memoer og historik at se, "
    "hverken på skærmen eller i filer. »kodning blind begin --coder NAVN« begynder, »end« afslutter, og »break« bryder "
    "blindingen; det noteres med grunden og nævnes i enighedsrapporten. Uden mere vises, hvem der har kodet blindt.",
    en="Blind coding: a coder who codes blind is shown neither suggestions nor the codings, memos and history of others, "
    "on the screen or in files. “kodning blind begin --coder NAME” begins, “end” ends, and “break” breaks the blind; "
    "that is recorded with its reason and told in the agreement report. With nothing more, lists who has coded blind.",
)
@click.argument("what", metavar="[begin|break|end]", required=False)
@as_coder
@option("--reason", default="", da="Hvorfor blindingen brydes.", en="Why the blind is broken.")
@output_options
def blind_command(
    what: str | None, coder: str, reason: str, format_: str | None, output: Path | None, excel: bool
) -> None:
    """Begin, break, end or list blind passes."""
    project = open_project(coder)
    if what is None:
        from kodning.report.rounds_table import blind_table

        write_table(blind_table(project.blind_passes()), format_, output, excel)
        return
    if what not in {"begin", "break", "end"}:
        raise click.UsageError(
            tr(f"»{what}«: vælg begin, break eller end.", f"“{what}”: choose begin, break or end.")
        )
    if what == "begin":
        project.begin_blind(coder, whoami())
        click.echo(_begun(coder))
    elif what == "break":
        project.break_blind(coder, reason, whoami())
        click.echo(
            tr(
                f"Blindingen af {coder} er brudt; det er noteret.",
                f"The blind of {coder} is broken; this is on record.",
            )
        )
    else:
        project.end_blind(coder, whoami())
        click.echo(tr(f"{coder} koder ikke længere blindt.", f"{coder} is no longer coding blind."))


def _begun(coder: str) -> str:
    told = tr(f"{coder} koder nu blindt.", f"{coder} is coding blind now.")
    if coder == whoami():
        return told
    return f"{told} " + tr(
        f"Sæt KODNING_CODER={coder} på den computer, {coder} bruger, så kodning ved, hvem der ser.",
        f"Set KODNING_CODER={coder} on the computer that {coder} uses, so that kodning knows who looks.",
    )
