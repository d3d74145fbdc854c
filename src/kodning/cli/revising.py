"""revise."""

from pathlib import Path

import click

from kodning.cli.options import as_coder, command, open_project, option
from kodning.cli.output import output_options, write_table
from kodning.cli.reading_options import reading_options
from kodning.report.revised_table import lost_table, revised_table, settled_lines
from kodning.wording import tr


def _settling(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, str | None]:
    """`12=SPAN` puts a coding in its place, `12=-` lets it go."""
    places: dict[str, str | None] = {}
    for value in values:
        number, mark, span = value.partition("=")
        if not (number.strip().isdecimal() and mark and span.strip()):
            raise click.BadParameter(
                tr(
                    "skrives NUMMER=TEKSTSTYKKE, eller NUMMER=- for at lade kodningen falde.",
                    "is written NUMBER=SPAN, or NUMBER=- to let the coding go.",
                )
            )
        places[number.strip()] = None if span.strip() == "-" else span
    return places


@command(
    "revise",
    da="Giv et dokument en rettet transskription. Kodninger, memoer og gennemgange følger med teksten; det, hvis ord er "
    "væk, vises og kan sættes på plads. Den gamle tekst kan stadig læses (show --revision). Uden FILE vises, hvad der "
    "skete ved den seneste rettelse; --lost viser kodninger uden plads.\n\n"
    "Sæt dem på plads med --settle NUMMER=TEKSTSTYKKE (start:slut, t12, s40 eller ordene selv), lad dem falde med "
    "--settle NUMMER=-, eller gem --lost som CSV, udfyld kolonnen place, og giv filen med --settle-file.",
    en="Give a document a corrected transcript. Codings, memos and reviews follow the text; what has lost its words is "
    "listed and can be put in its place. The old text can still be read (show --revision). Without FILE, what happened "
    "at the last correction; --lost lists codings without a place.\n\n"
    "Put them in their place with --settle NUMBER=SPAN (start:end, t12, s40 or the words themselves), let them go with "
    "--settle NUMBER=-, or save --lost as CSV, fill in the column place, and give the file with --settle-file.",
)
@click.argument("document", metavar="[DOC]", required=False)
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@option(
    "--dry-run",
    is_flag=True,
    da="Vis, hvad der ville ske; intet gemmes.",
    en="Show what would happen; keep nothing.",
)
@option("--lost", is_flag=True, da="Vis kodninger uden plads.", en="List codings without a place.")
@option(
    "--settle",
    multiple=True,
    metavar="NUMBER=SPAN",
    callback=_settling,
    da="Sæt en kodning på plads, eller lad den falde (NUMMER=-).",
    en="Put a coding in its place, or let it go (NUMBER=-).",
)
@option(
    "--settle-file",
    type=click.Path(path_type=Path),
    da="CSV fra --lost med kolonnen place udfyldt; tomme rækker springes over.",
    en="CSV from --lost with the column place filled in; empty rows are passed over.",
)
@option(
    "--all",
    "every",
    is_flag=True,
    da="Vis også de kodninger, hvis ord er de samme.",
    en="List the codings whose words are the same, too.",
)
@reading_options
@as_coder
@output_options
def revise_command(
    document: str | None,
    file: Path | None,
    dry_run: bool,
    lost: bool,
    settle: dict[str, str | None],
    settle_file: Path | None,
    every: bool,
    interviewer: tuple[str, ...],
    pairs: tuple[str, ...],
    speaker_file: Path | None,
    encoding: str | None,
    coder: str,
    format_: str | None,
    output: Path | None,
    excel: bool,
) -> None:
    """Correct a transcript, say what became of its codings, settle the lost ones."""
    if file is not None and (lost or settle or settle_file):
        raise click.UsageError(
            tr(
                "FILE går ikke sammen med --lost og --settle: ret først, sæt så på plads.",
                "FILE does not go with --lost and --settle: correct first, then settle.",
            )
        )
    if document is None and not (lost or settle or settle_file):
        raise click.UsageError(tr("DOC mangler.", "DOC is missing."))
    project = open_project(coder)
    if settle or settle_file:
        from kodning.interchange.settled_csv import read_places

        places = {**(read_places(settle_file) if settle_file else {}), **settle}
        for line in settled_lines(project, places, project.settle(places, coder)):
            click.echo(line)
        return
    if lost:
        write_table(lost_table(project.lost_codings(document)), format_, output, excel)
        return
    if document is None:
        return
    if file is None:
        write_table(revised_table(project.became(document), every=every), format_, output, excel)
        return
    from kodning.reading import read
    from kodning.reading.speaker_file import cast
    from kodning.report.import_table import note_lines

    transcript = read(file, encoding=encoding, cast=cast(interviewer, speaker_file, pairs))
    done = project.revise(document, file, transcript, coder, dry_run=dry_run)
    for note in note_lines(transcript):
        click.echo(f"  {note}", err=True)
    write_table(revised_table(done, every=every, dry_run=dry_run), format_, output, excel)
