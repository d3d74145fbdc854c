"""demo, init, history, check."""

from pathlib import Path

import click

from kodning.cli.options import as_coder, command, open_project, option
from kodning.cli.output import output_options, terminal_width, write_table, write_text
from kodning.project import Project, whoami
from kodning.report.table import Column, Table
from kodning.store.connection import STORE_NAME, in_sync_folder
from kodning.wording import tr


@command(
    "demo",
    da="Byg eksempelprojektet med fem interviews i MAPPE (kodning-demo), og vis, hvad kodning kan.",
    en="Build the five-interview sample project in DIR (kodning-demo) and show what kodning does.",
)
@click.argument("directory", metavar="[DIR]", default="kodning-demo", type=click.Path(path_type=Path))
def demo_command(directory: Path) -> None:
    """Build the sample, then show themes, quotes and agreement."""
    from kodning.cli.demo import tour
    from kodning.sample import build_sample

    if (directory / STORE_NAME).is_file():
        project = Project.open(directory, whoami())
        click.echo(
            tr(
                f"Projektet i {directory} findes; det er ikke ændret.",
                f"The project in {directory} is there; unchanged.",
            ),
            err=True,
        )
    else:
        project = build_sample(directory)
    with project:
        write_text(tour(project, directory, terminal_width()), None)


_NEW_CODEBOOK = """\
# Kodebogen: projektets koder. Ret frit; kodning læser den igen, hver gang du bruger en kommando.
# The codebook: the project's codes. Edit freely; kodning reads it again at every command.
#
# En kode har et id (fast navn), en label (det, der trykkes) og helst en definition, som en anden kan kode efter.
# Under »codes:« kan en kode have underkoder; så er den et tema.
#
# codes:
#   - id: tidlig-inddragelse
#     label: {da: Tidlig inddragelse, en: Early involvement}
#     definition: Hvornår i forløbet rådet tages med.
#     include:
#       - Ønsker om at blive hørt, før der er besluttet noget
#     exclude:
#       - Selve retten til høring -> høringsret
#     examples:
#       - Vi hører først om det, når det er vedtaget.
#     terms: [inddrage, på forhånd]
#     negative_terms: [tidligere]
#     color: "#1b6ca8"
#     codes:
#       - id: høringsret
#         label: {da: Høringsret, en: Right to be consulted}

title: ""
version: 1
codes: []
"""


@command(
    "init",
    da="Lav et nyt projekt i MAPPE: en kommenteret kodebog, en mappe til transskriptioner og kodning.db.",
    en="Make a new project in DIR: a commented codebook, a folder for transcripts, and kodning.db.",
)
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    da="Lav projektet af et andet programs fil (.qdpx, .qdc, Taguette, QualCoder …); se »exchange import«.",
    en="Make the project of another program's file (.qdpx, .qdc, Taguette, QualCoder …); see “exchange import”.",
)
@as_coder
def init_command(directory: Path, source: Path | None, coder: str) -> None:
    """Make an empty project, or one of another program's file."""
    if source is not None:
        from kodning.cli.exchange import show_report
        from kodning.interchange.exchanging import begin_from

        show_report(begin_from(directory, source, coder), None, None)
        return
    with Project.create(directory, _NEW_CODEBOOK, coder):
        (directory / "transcripts").mkdir(exist_ok=True)
    click.echo(
        tr(
            f"Nyt projekt i {directory}. Skriv koderne i {directory / 'codebook.yaml'}, og hent interviews ind:\n"
            f"  kodning --project {directory} import MAPPE-ELLER-FIL",
            f"New project in {directory}. Write the codes in {directory / 'codebook.yaml'}, and bring interviews in:\n"
            f"  kodning --project {directory} import FOLDER-OR-FILE",
        )
    )
    if in_sync_folder(directory):
        click.echo(
            tr(
                "Bemærk: mappen synkroniseres af et andet program. Lad kun én arbejde i projektet ad gangen, "
                "og luk kodning, før du slukker.",
                "Note: another program synchronises this folder. Let only one person work in the project at a time.",
            ),
            err=True,
        )


_MOST_ACTIONS = 1_000_000_000  # SQLite takes no larger number than 64 bits hold


@command("history", da="Hvem gjorde hvad hvornår, det nyeste først.", en="Who did what when, newest first.")
@option("--coder", da="Kun denne koder.", en="Only this coder.")
@option(
    "--limit", type=click.IntRange(min=1), default=50, da="Højst så mange (50).", en="At most so many (50)."
)
@output_options
def history_command(
    coder: str | None, limit: int, format_: str | None, output: Path | None, excel: bool
) -> None:
    """List actions."""
    from kodning.report.history_words import told

    project = open_project()
    who = project.coder(coder) if coder else None
    actions = project.history(coder=who, limit=min(limit, _MOST_ACTIONS))
    rows = [
        {
            "id": action.id,
            "created": action.created,
            "coder": action.coder,
            "kind": action.kind,
            "summary": action.summary,
            "undone_by": action.undone_by,
        }
        for action in actions
    ]
    shown = [{**row, "summary": words} for row, words in zip(rows, told(project, actions), strict=True)]
    columns = [
        Column("id", tr("Nr.", "No."), "integer"),
        Column("created", tr("Tid (UTC)", "Time (UTC)")),
        Column("coder", tr("Koder", "Coder")),
        Column("kind", tr("Handling", "Action")),
        Column("summary", tr("Hvad", "What"), width=60),
        Column("undone_by", tr("Fortrudt i", "Undone by"), "integer"),
    ]
    write_table(Table(columns, shown, rows), format_, output, excel)


@command(
    "check",
    da="Efterprøv, at filen er hel, og at hver kodning dækker de ord, den blev sat på. Afslutter med 1 ved fund.",
    en="Check that the file is whole and every coding covers the words it was made on. Exits with 1 on findings.",
)
@output_options
def check_command(format_: str | None, output: Path | None, excel: bool) -> int:
    """Look for problems."""
    project = open_project()
    problems = project.problems()
    rows = [{"kind": p.kind, "place": p.place, "problem": tr(p.da, p.en)} for p in problems]
    if not problems and format_ is None and output is None:
        count = len(project.codings())
        click.echo(
            tr(
                f"Alt er i orden: {len(project.documents())} dokumenter, {count} kodninger.",
                f"All is well: {len(project.documents())} documents, {count} codings.",
            )
        )
        return 0
    columns = [Column("kind", tr("Slags", "Kind")), Column("place", tr("Sted", "Place"))]
    columns.append(Column("problem", "Problem"))
    write_table(Table(columns, rows, rows), format_, output, excel)
    return 1 if problems else 0
