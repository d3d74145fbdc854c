"""exchange import, exchange export: other programs' projects, codebooks and codings, in and out."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kodning.cli.options import BilingualGroup, as_coder, command, open_project, option
from kodning.cli.output import output_options, terminal_width, write_table, write_text
from kodning.cli.packing import pack_command, unpack_command
from kodning.report.table import Column, Table, to_json, to_text
from kodning.wording import plural, tr

if TYPE_CHECKING:
    from kodning.interchange.import_report import ExchangeReport
    from kodning.interchange.refi_writing import ExportReport

_COUNTINGS = ("codepoint/file", "codepoint/lf", "utf16/file", "utf16/lf")
_COUNTINGS_ALL = (*_COUNTINGS, *(f"{name}/bom" for name in _COUNTINGS))
_EXPORTS = ("qdpx", "qdc", "jsonld", "csv", "xlsx", "json", "table", "md")
_FILES = ("qdpx", "qdc", "jsonld")


@click.group(
    "exchange",
    cls=BilingualGroup,
    invoke_without_command=True,
    da="Andre programmers projekter ind og ud: REFI-QDA (.qdpx, .qdc: NVivo, ATLAS.ti, MAXQDA, QualCoder …), Taguette, "
    "QualCoder, qualitative-coding, kodninger som CSV og XLSX, W3C Web Annotation. »kodning exchange import FIL«, "
    "»kodning exchange export --output FIL.qdpx«.",
    en="Other programs' projects in and out: REFI-QDA (.qdpx, .qdc: NVivo, ATLAS.ti, MAXQDA, QualCoder …), Taguette, "
    "QualCoder, qualitative-coding, codings as CSV and XLSX, W3C Web Annotation. “kodning exchange import FILE”, "
    "“kodning exchange export --output FILE.qdpx”.",
)
@click.pass_context
def exchange_command(ctx: click.Context) -> None:
    """Other programs' files in and out."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command(
    "import",
    da="Hent et projekt, en kodebog eller kodninger fra et andet program, i ét skridt; den samme fil to gange "
    "ændrer intet. Dokumenter, der er her, kendes på teksten. Uden projekt og i en tom mappe laves et nyt.",
    en="Bring a project, a codebook or codings in from another program, in one step; the same file twice changes "
    "nothing. Documents that are here are known by their text. In an empty folder without a project, a new one is made.",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@option(
    "--offsets",
    type=click.Choice(_COUNTINGS_ALL),
    da="Hvordan programmet tæller tegn (REFI-QDA), når kodning spørger om det.",
    en="How the program counts characters (REFI-QDA), where kodning asks.",
)
@option(
    "--reviewed",
    is_flag=True,
    da="Notér filens kodere som havende læst dens dokumenter helt.",
    en="Record that the file's coders have read its documents wholly.",
)
@option(
    "--strict",
    is_flag=True,
    da="Kommer noget ikke med, ændres intet (afslutter med 1).",
    en="If anything would not come across, change nothing (exits with 1).",
)
@option(
    "--revise",
    is_flag=True,
    da="En anden tekst af et dokument, der er her (samme id eller navn), er dets rettede udgave; ellers et nyt dokument.",
    en="Another text of a document that is here (same id or name) is its corrected one; else it is a new document.",
)
@option("--dry-run", is_flag=True, da="Efterprøv filen; intet gemmes.", en="Check the file; keep nothing.")
@as_coder
@output_options
def import_file(
    file: Path,
    offsets: str | None,
    reviewed: bool,
    strict: bool,
    revise: bool,
    dry_run: bool,
    coder: str,
    format_: str | None,
    output: Path | None,
    excel: bool,
) -> int:
    """Import a file."""
    from kodning.interchange.exchanging import begin_from, import_foreign, is_table
    from kodning.interchange.import_report import LossError
    from kodning.interchange.offsets import named
    from kodning.store.connection import NoProjectError

    counting = named(offsets) if offsets else None
    try:
        if is_table(file):
            from kodning.interchange.codings_report import import_table, summary

            found, report = import_table(
                open_project(coder), file, coder, reviewed=reviewed, strict=strict, dry_run=dry_run
            )
            if format_ is None and output is None:
                click.echo(summary(found, dry_run=dry_run))
                return 0
        else:
            try:
                project = open_project(coder)
            except NoProjectError:
                folder = project_folder()
                report = begin_from(
                    folder, file, coder, counting=counting, reviewed=reviewed, strict=strict, dry_run=dry_run
                )
            else:
                report = import_foreign(
                    project,
                    file,
                    coder,
                    counting=counting,
                    reviewed=reviewed,
                    strict=strict,
                    dry_run=dry_run,
                    revise=revise,
                )
    except LossError as error:
        show_report(error.report, format_, output, excel)
        click.echo(tr(f"Fejl: {error}", f"Error: {error}"), err=True)
        return 1
    show_report(report, format_, output, excel)
    return 0


def project_folder() -> Path:
    """The folder that a new project goes into."""
    import os

    ctx = click.get_current_context()
    return Path(ctx.ensure_object(dict).get("project") or os.environ.get("KODNING_PROJECT") or ".")


def show_report(
    report: "ExchangeReport", format_: str | None, output: Path | None, excel: bool = False
) -> None:
    """The report of an import: a table with places and reasons below it, or JSON."""
    from kodning.interchange.import_report import details

    if format_ == "json" or (format_ is None and output is not None and output.suffix.lower() == ".json"):
        write_text(to_json(report.record()), output)
        return
    columns = [
        Column("what", tr("Hvad", "What")),
        Column("read", tr("I filen", "In the file"), "integer"),
        Column("how", tr("Hvordan", "How"), width=60),
    ]
    origin = f" ({report.origin})" if report.origin else ""
    notes = details(report)
    if report.dry_run:
        notes.append(tr("Intet er gemt (--dry-run).", "Nothing was kept (--dry-run)."))
    rows = [row for row in report.rows() if row["read"] or row["how"]]
    table = Table(columns, rows, rows, title=f"{report.file}: {report.format}{origin}", notes=notes)
    if format_ is None and output is None:
        click.echo(to_text(table, width=terminal_width()), nl=False)
    else:
        write_table(table, format_, output, excel)


@command(
    "export",
    da="Skriv projektet til et andet program. Endelsen siger hvordan: .qdpx (REFI-QDA-projekt: NVivo, ATLAS.ti, MAXQDA, "
    "QualCoder …), .qdc (kodebogen alene), .jsonld (W3C Web Annotation), .csv og .xlsx (kodninger med deres ord).",
    en="Write the project for another program. The ending says how: .qdpx (REFI-QDA project: NVivo, ATLAS.ti, MAXQDA, "
    "QualCoder …), .qdc (the codebook alone), .jsonld (W3C Web Annotation), .csv and .xlsx (codings with their words).",
)
@option("--coder", da="Kun denne koders.", en="Only this coder's.")
@option(
    "--no-speakers",
    is_flag=True,
    da="Sæt ikke talernes navne foran replikkerne i teksten (.qdpx).",
    en="Do not put the speakers' names before the turns in the text (.qdpx).",
)
@option(
    "--bmp-only",
    is_flag=True,
    da="Erstat emoji og lignende med � (.qdpx til NVivo, der tæller dem som to tegn).",
    en="Replace emoji and the like by � (.qdpx for NVivo, which counts them as two characters).",
)
@option(
    "--excel",
    is_flag=True,
    da="CSV, som dansk Excel læser: semikolon og decimalkomma.",
    en="CSV as Danish Excel reads it: semicolons and decimal commas.",
)
@option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    da="Skriv til en fil; endelsen vælger formatet, hvis --format ikke gør.",
    en="Write to a file; its ending chooses the format unless --format does.",
)
@option(
    "--format",
    "format_",
    type=click.Choice(_EXPORTS),
    da="Hvordan (csv, hvis intet siges).",
    en="How (csv, if nothing is said).",
)
def export_file(
    coder: str | None,
    no_speakers: bool,
    bmp_only: bool,
    format_: str | None,
    output: Path | None,
    excel: bool,
) -> None:
    """Export codings, the codebook or everything."""
    suffix = output.suffix.lower().lstrip(".") if output else ""
    chosen = format_ or (suffix if suffix in _FILES else None)
    project = open_project()
    who = project.coder(coder) if coder else None
    if chosen not in _FILES:
        from kodning.interchange.codings_csv import COLUMNS, export_codings

        rows = list(export_codings(project, coder=who))
        columns = [Column(name, name) for name in (*COLUMNS, "id")]
        write_table(Table(columns, rows, rows), format_ or (None if output else "csv"), output, excel)
        return
    from kodning.cli.exchange_files import export_to

    export_to(project, chosen, output, coder=who, speakers=not no_speakers, bmp_only=bmp_only)


def written(report: "ExportReport") -> None:
    """Say on stderr what went into the file."""
    counts = [
        plural(report.documents, ("dokument", "dokumenter"), ("document", "documents")),
        plural(report.codes, ("kode", "koder"), ("code", "codes")),
        plural(report.codings, ("kodning", "kodninger"), ("coding", "codings")),
        plural(report.memos, ("memo", "memoer"), ("memo", "memos")),
    ]
    click.echo(", ".join(counts) + ".", err=True)
    for da, en in report.remarks:
        click.echo(tr(f"Bemærk: {da}.", f"Note: {en}."), err=True)


exchange_command.add_command(import_file)
exchange_command.add_command(export_file)
exchange_command.add_command(pack_command)
exchange_command.add_command(unpack_command)
