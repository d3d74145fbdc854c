"""report: the findings chapter."""

from pathlib import Path

import click

from kodning.cli.options import command, open_project, option, software
from kodning.cli.output import chosen_document_format, write_bytes, write_text
from kodning.wording import tr


@command(
    "report",
    da="Resultatkapitlet: for hvert tema spørgeskemaets tal (survey.yaml), interviewenes tal, citater og afvigende tilfælde; metode "
    "og data, kodebog og tjeklister (COREQ, SRQR). Teksten om dem er forskerens: kodning skriver ingen fund.\n\nCitaterne er dem, "
    "der er mærket som brugt (kodning quotes --mark), ellers de mest typiske i ordvalg, med begrundelse.",
    en="The findings chapter: for each theme the survey's counts (survey.yaml), the interviews' counts, quotes and deviant cases; "
    "method and data, codebook and checklists (COREQ, SRQR). The text about them is the researcher's: kodning writes no "
    "findings.\n\nQuotes are those marked as used (kodning quotes --mark), else the most typical in their words, with the reason.",
)
@option("--coder", da="Hvis kodninger; ellers den koder, der har gennemgået mest.",
        en="Whose codings; else the coder who has reviewed most.")  # fmt: skip
@option("--survey", type=click.Path(path_type=Path, dir_okay=False), da="Spørgeskemaets fil; ellers survey.yaml i projektet.",
        en="The survey's file; else survey.yaml of the project.")  # fmt: skip
@option("--used-in", "place", metavar="PLACE", da="Kun citater, der er mærket som brugt der.",
        en="Only quotes marked as used there.")  # fmt: skip
@option(
    "--pass", "pass_", metavar="NAME", da="Enighed i et frosset gennemløb.", en="Agreement of a frozen pass."
)
@option(
    "--no-appendix",
    is_flag=True,
    da="Uden bilaget med alle citater.",
    en="Without the appendix of all quotes.",
)
@option("--pseudonyms", is_flag=True, da="Erstat navne efter nøglen (kodning pseudonymise).",
        en="Replace names by the key (kodning pseudonymise).")  # fmt: skip
@option("--template", type=click.Path(path_type=Path, exists=True, dir_okay=False),
        da="Word-fil, hvis typografier, side, sidehoved og sidefod .docx skal have.",
        en="Word file whose styles, page, header and footer a .docx shall have.")  # fmt: skip
@option("--format", "format_", type=click.Choice(["html", "docx", "md"]), da="html (hvis intet siges), docx eller md.",
        en="html (if nothing is said), docx or md.")  # fmt: skip
@option("--output", "-o", type=click.Path(path_type=Path), da="Skriv til en fil; endelsen vælger formatet.",
        en="Write to a file; its ending chooses the format.")  # fmt: skip
def report_command(
    coder: str | None, survey: Path | None, place: str | None, pass_: str | None, no_appendix: bool,
    pseudonyms: bool, template: Path | None, format_: str | None, output: Path | None,
) -> None:  # fmt: skip
    """Write the findings chapter."""
    from kodning.report.chapter import chapter_document
    from kodning.report.chapter_values import ChapterOptions

    project = open_project()
    asked = {"--coder": coder, "--survey": survey and survey.name, "--used-in": place, "--pass": pass_}
    settings = {name: str(value) for name, value in asked.items() if value}
    if no_appendix:
        settings["--no-appendix"] = ""
    if pseudonyms:
        settings["--pseudonyms"] = ""
    options = ChapterOptions(coder, survey, place, pass_, not no_appendix, settings)
    document = chapter_document(project, options, software())
    if pseudonyms:
        from kodning.cli.pseudonymising import warn_of_names
        from kodning.privacy.keyfile import read_key
        from kodning.report.pseudonymised import pseudonymised, texts_of

        key = read_key(project.folder)
        document = pseudonymised(document, key.replace)
        document = document._replace(blocks=list(document.blocks))
        warn_of_names(key, texts_of(document))
    chosen = chosen_document_format(format_, output, excel=False)
    if chosen == "docx":
        from kodning.report.docx_file import docx_bytes

        write_bytes(docx_bytes(document, template), output, "docx")
    elif chosen == "md":
        from kodning.report.markdown_text import markdown_text

        write_text(markdown_text(document), output)
    elif chosen in {"html", "table"}:
        from kodning.report.html_page import html_page

        write_text(html_page(document), output)
    else:
        raise click.UsageError(
            tr(
                "Kapitlet skrives som .html, .docx eller .md.",
                "The chapter is written as .html, .docx or .md.",
            )
        )
