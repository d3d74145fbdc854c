"""exchange import, exchange export: codings as CSV."""

from pathlib import Path

import click

from kodning.cli.options import BilingualGroup, as_coder, command, open_project, option
from kodning.cli.output import output_options, write_table
from kodning.report.table import Column, Table


@click.group(
    "exchange",
    cls=BilingualGroup,
    invoke_without_command=True,
    da="Kodninger ind og ud som CSV (document, start, end, quote, code, coder, created, memo). Hvor ord og sted er "
    "uenige, gælder ordene. »kodning exchange import FIL«, »kodning exchange export --output FIL«.",
    en="Codings in and out as CSV (document, start, end, quote, code, coder, created, memo). Where words and place "
    "disagree, the words decide. “kodning exchange import FILE”, “kodning exchange export --output FILE”.",
)
@click.pass_context
def exchange_command(ctx: click.Context) -> None:
    """Codings in and out."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command(
    "import",
    da="Hent kodninger fra en CSV-fil: alle eller ingen. Den samme fil to gange ændrer intet.",
    en="Bring codings in from a CSV file: all or none. The same file twice changes nothing.",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@option(
    "--reviewed",
    is_flag=True,
    da="Notér filens kodere som havende læst dens dokumenter helt.",
    en="Record that the file's coders have read its documents wholly.",
)
@option("--dry-run", is_flag=True, da="Efterprøv filen; intet gemmes.", en="Check the file; keep nothing.")
@as_coder
def import_file(file: Path, reviewed: bool, dry_run: bool, coder: str) -> None:
    """Import codings."""
    from kodning.interchange.codings_csv import import_codings, read_codings, summary

    project = open_project(coder)
    rows = read_codings(file)
    report = import_codings(project, rows, file, coder, reviewed=reviewed, dry_run=dry_run)
    click.echo(summary(report, dry_run=dry_run))


@command(
    "export",
    da="Skriv de gældende kodninger som CSV (eller JSON, XLSX) med deres ord.",
    en="Write the codings in force as CSV (or JSON, XLSX) with their words.",
)
@option("--coder", da="Kun denne koders.", en="Only this coder's.")
@output_options
def export_file(coder: str | None, format_: str | None, output: Path | None, excel: bool) -> None:
    """Export codings."""
    from kodning.interchange.codings_csv import COLUMNS, export_codings

    project = open_project()
    rows = list(export_codings(project, coder=project.coder(coder) if coder else None))
    columns = [Column(name, name) for name in (*COLUMNS, "id")]
    write_table(Table(columns, rows, rows), format_ or (None if output else "csv"), output, excel)


exchange_command.add_command(import_file)
exchange_command.add_command(export_file)
