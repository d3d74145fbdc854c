"""quotes."""

from collections.abc import Sequence
from pathlib import Path

import click

from kodning.analysis.quotes import Selection, quotes
from kodning.cli.options import command, open_project, option
from kodning.cli.output import (
    chosen_format,
    in_color,
    output_options,
    terminal_width,
    write_table,
    write_text,
)
from kodning.errors import UnknownAttributeError
from kodning.project import Project
from kodning.wording import sort_key, tr


class WhereType(click.ParamType[tuple[str, str]]):
    """`name=value`."""

    name = "NAME=VALUE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Split at the first equals sign."""
        name, sign, wanted = str(value).partition("=")
        if not sign or not name.strip():
            self.fail(
                tr(f"»{value}« skrives som rolle=formand.", f"“{value}” is written like rolle=formand."),
                param,
                ctx,
            )
        return name.strip(), wanted.strip()


def _check_attributes(project: Project, wanted: Sequence[str]) -> None:
    known = {name for values in project.attributes().values() for name in values}
    folded = {name.casefold() for name in known}
    for name in wanted:
        if name.casefold() not in folded:
            raise UnknownAttributeError(name, sorted(known, key=sort_key))


@command(
    "quotes",
    da="Citater, som en rapport trykker dem, for de nævnte koder og deres underkoder (ellers alle): ”, (...) hvor ord er "
    "udeladt inden for én passage, og afklaringer i kantede parenteser fra memoer som [Vi = Rådet for Etniske Minoriteter].",
    en="Quotes as a report prints them, for the codes named and those under them (else all): ”, (...) where words were left "
    "out within one passage, and clarifications in brackets from memos such as [Vi = Rådet for Etniske Minoriteter].",
)
@click.argument("codes", metavar="[CODE]…", nargs=-1)
@option(
    "--coder",
    da="Hvis kodninger; ellers den koder, der har gennemgået mest.",
    en="Whose codings; else the coder who has reviewed most.",
)
@option(
    "--document",
    "documents",
    multiple=True,
    da="Kun dette dokument (flere er tilladt).",
    en="Only this document (may be repeated).",
)
@option(
    "--where",
    multiple=True,
    type=WhereType(),
    da="Kun dokumenter med den værdi, fx rolle=formand.",
    en="Only documents with that value, such as rolle=formand.",
)
@option(
    "--min-words",
    type=click.IntRange(min=0),
    default=0,
    da="Mindst så mange ord.",
    en="At least so many words.",
)
@option("--max-words", type=click.IntRange(min=1), da="Højst så mange ord.", en="At most so many words.")
@option(
    "--context",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    da="Vis N replikker før og efter.",
    en="Show N turns before and after.",
)
@option(
    "--attribution",
    is_flag=True,
    da="Skriv interview, rolle og replik under citatet.",
    en="Write interview, role and turn below the quote.",
)
@option(
    "--no-join",
    is_flag=True,
    da="Hver kodning for sig, uden (...).",
    en="Every coding by itself, without (...).",
)
@output_options
def quotes_command(
    codes: tuple[str, ...], coder: str | None, documents: tuple[str, ...], where: tuple[tuple[str, str], ...],
    min_words: int, max_words: int | None, context: int, attribution: bool, no_join: bool,
    format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """Print quote extracts."""
    from kodning.report.quote_extract import quote_markdown, quote_table, quote_text

    project = open_project()
    _check_attributes(project, [name for name, _ in where])
    selection = Selection(
        codes, coder, documents, dict(where), min_words, max_words, context, join=not no_join
    )
    found = quotes(project, selection)
    chosen = chosen_format(format_, output, excel)
    total = len(project.documents())
    if chosen == "md":
        write_text(quote_markdown(found, total, attributed=attribution), output)
    elif chosen == "table":
        write_text(
            quote_text(
                found, total, attributed=attribution, width=min(88, terminal_width()), color=in_color(output)
            ),
            output,
        )
        if not found:
            click.echo(tr("Ingen citater svarer til det.", "No quotes match that."), err=True)
    else:
        write_table(quote_table(found), chosen, output, excel)
