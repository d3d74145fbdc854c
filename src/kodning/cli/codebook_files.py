"""codebook diff, export, import, schema: versions and files of the codebook."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kodning.cli.codebook_edits import dry_run, show_change
from kodning.cli.options import as_coder, command, open_project, option, software
from kodning.cli.output import output_options, write_bytes, write_table, write_text
from kodning.errors import KodningError
from kodning.wording import tr

if TYPE_CHECKING:
    from kodning.codebook import Codebook
    from kodning.project import Project


class NoVersionError(KodningError):
    """A version that the project has not had, and no file either."""

    def __init__(self, wanted: str, count: int) -> None:
        super().__init__(
            f"»{wanted}« er hverken en fil eller en af kodebogens versioner (1 til {count}).",
            f"“{wanted}” is neither a file nor one of the codebook's versions (1 to {count}).",
        )


@command(
    "diff",
    da="Hvad der er ændret i kodebogen, i ord: mellem to versioner (numre), to filer, eller en af hver. Med ét navn: fra den "
    "til nu; uden: fra den forrige version til nu. --versions viser versionerne.",
    en="What has changed in the codebook, in words: between two versions (numbers), two files, or one of each. With one name: "
    "from that until now; without: from the version before until now. --versions lists the versions.",
)
@click.argument("sides", metavar="[OLD [NEW]]", nargs=-1)
@option("--versions", is_flag=True, da="Vis versionerne i stedet.", en="List the versions instead.")
@output_options
def diff_command(
    sides: tuple[str, ...], versions: bool, format_: str | None, output: Path | None, excel: bool
) -> None:
    """Compare codebooks."""
    from kodning.report.codebook_changes import difference_table, version_table

    if len(sides) > 2:  # noqa: PLR2004 - the two that are compared
        raise click.UsageError(tr("Nævn højst to.", "Name two at most."))
    if len(sides) == 2 and all(Path(side).is_file() for side in sides):  # noqa: PLR2004 - no project is needed
        from kodning.codebook import read_codebook
        from kodning.codebook_diff import differences

        old, new = (read_codebook(Path(side)) for side in sides)
        write_table(difference_table(differences(old, new)), format_, output, excel)
        return
    project = open_project()
    if versions:
        write_table(version_table(project.versions()), format_, output, excel)
        return
    found = project.versions()
    asked = [*sides, str(len(found))] if len(sides) == 1 else list(sides)
    asked = asked or [str(max(1, len(found) - 1)), str(len(found))]
    old, new = (_side(project, side) for side in asked)
    write_table(difference_table(project.codebook_differences(old, new)), format_, output, excel)


def _side(project: "Project", wanted: str) -> "Codebook":
    from kodning.codebook import parse_codebook, read_codebook

    found = project.versions()
    if wanted.isdecimal() and 1 <= int(wanted) <= len(found):
        return parse_codebook(found[int(wanted) - 1].yaml, project.codebook_path)
    if Path(wanted).is_file():
        return read_codebook(Path(wanted))
    raise NoVersionError(wanted, len(found))


def write_document(project: "Project", format_: str, output: Path | None) -> None:
    """The codebook as an appendix, with counts: `md`, `html` or `docx`."""
    from kodning.report.basis import basis_of
    from kodning.report.codebook_document import codebook_document, uses_of

    basis = basis_of(project, software())
    codebook = project.codebook()
    document = codebook_document(
        codebook,
        uses_of(project.code_uses()),
        len(project.documents()),
        made=basis.made,
        software=basis.software,
        version=len(project.versions()),
    )
    if format_ == "docx":
        from kodning.report.docx_file import docx_bytes

        write_bytes(docx_bytes(document), output, "docx")
    elif format_ == "html":
        from kodning.report.html_page import html_page

        write_text(html_page(document), output)
    else:
        from kodning.report.markdown_text import markdown_text

        write_text(markdown_text(document), output)


@command(
    "export",
    da="Skriv kodebogen til en fil: .csv, .xlsx, .json, .md, .html, .docx, .yaml. --taguette giver den CSV, Taguette læser.",
    en="Write the codebook to a file: .csv, .xlsx, .json, .md, .html, .docx, .yaml. --taguette makes the CSV that Taguette reads.",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@option("--taguette", is_flag=True, da="CSV til Taguette.", en="CSV for Taguette.")
@option("--excel", is_flag=True, da="CSV, som dansk Excel læser.", en="CSV as Danish Excel reads it.")
def export_command(file: Path, taguette: bool, excel: bool) -> None:
    """Write the codebook to a file."""
    from kodning.report.codebook_view import codebook_table

    project = open_project()
    ending = file.suffix.lower().lstrip(".")
    codebook = project.codebook()
    if taguette:
        from kodning.interchange.codebook_table import taguette_csv

        write_text(taguette_csv(codebook), file)
    elif ending in {"md", "html", "docx"}:
        write_document(project, ending, file)
    elif ending in {"csv", "xlsx", "json"}:
        write_table(codebook_table(codebook.codes), ending, file, excel)
    elif ending in {"yaml", "yml"}:
        write_text(codebook.source, file)
    else:
        raise click.UsageError(
            tr(
                f"Endelsen .{ending} kendes ikke; vælg csv, xlsx, json, md, html, docx eller yaml.",
                f"No format .{ending}; choose csv, xlsx, json, md, html, docx or yaml.",
            )
        )


@command(
    "import",
    da="Hent koder ind fra en fil: .csv (komma, semikolon; også Taguettes), .xlsx eller en codebook.yaml. Nye koder skrives "
    "ind; intet tages ud. --update retter også dem, der er her.",
    en="Bring codes in from a file: .csv (comma, semicolon; Taguette's too), .xlsx or a codebook.yaml. New codes are written "
    "in; nothing is taken out. --update also edits those that are here.",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@option("--update", is_flag=True, da="Ret også koder, der er her.", en="Edit codes that are here, too.")
@dry_run
@as_coder
def import_command(file: Path, update: bool, dry_run: bool, coder: str) -> None:
    """Bring codes in from a file."""
    from kodning.codebook import read_codebook
    from kodning.interchange.codebook_table import read_codebook_table

    yaml = file.suffix.lower() in {".yaml", ".yml"}
    codes = read_codebook(file).codes if yaml else read_codebook_table(file)
    show_change(open_project(coder).import_codes(codes, coder, update=update, dry_run=dry_run), coder)


@command(
    "schema",
    da="Kodebogens JSON Schema, så en editor kan foreslå og efterprøve, mens du skriver (docs/codebook.md).",
    en="The codebook's JSON Schema, so that an editor can suggest and check while you type (docs/codebook.md).",
)
@option("--output", "-o", type=click.Path(path_type=Path), da="Skriv til en fil.", en="Write to a file.")
def schema_command(output: Path | None) -> None:
    """Print the schema."""
    import json

    from kodning.codebook_shape import json_schema

    write_text(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n", output)
