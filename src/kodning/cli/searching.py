"""search and kwic."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from kodning.analysis.searching import Role, SearchResult, search
from kodning.cli.options import command, open_project, option
from kodning.cli.output import (
    chosen_format,
    in_color,
    output_options,
    terminal_width,
    write_table,
    write_text,
)
from kodning.report.search_table import context_table, context_text, search_table

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
_HOW_DA = (
    'Fx: råd · "vi mangler penge" · integrations* · *udvalg · penge OR økonomi · penge NOT budget · '
    "NEAR(penge frivillige, 10). Ord uden operator skal alle stå i replikken. Store og små bogstaver er ens; "
    "å er ikke a."
)
_HOW_EN = (
    'For instance: råd · "vi mangler penge" · integrations* · *udvalg · penge OR økonomi · penge NOT budget · '
    "NEAR(penge frivillige, 10). Words without an operator must all stand in the turn. Case does not matter; "
    "å is no a."
)


def _search_options(function: Decorated) -> Decorated:
    function = option(
        "--limit", type=click.IntRange(min=1), default=None, metavar="N",
        da="Højst så mange replikker (50 i terminalen, ellers alle).",
        en="At most so many turns (50 in a terminal, else all).",
    )(function)  # fmt: skip
    function = option(
        "--lemma", is_flag=True,
        da="Ord uden for citationstegn i alle deres former: formand finder også formændenes.",
        en="Words outside quotation marks in all their forms: formand finds formændenes too.",
    )(function)  # fmt: skip
    function = option(
        "--document", "documents", multiple=True,
        da="Kun i dette dokument (flere er tilladt).", en="Only in this document (may be repeated).",
    )(function)  # fmt: skip
    function = option(
        "--role", type=click.Choice(get_args(Role)),
        da="Kun det, den rolle siger.", en="Only what that role says.",
    )(function)  # fmt: skip
    return click.argument("query", nargs=-1, required=True)(function)


def _search(
    query: tuple[str, ...], role: Role | None, documents: tuple[str, ...], lemma: bool, limit: int | None
) -> SearchResult:
    return search(open_project(), " ".join(query), role=role, documents=documents, lemma=lemma, limit=limit)


_IN_TERMINAL = 50


@command(
    "search", da=f"Søg i interviewenes ord. {_HOW_DA}", en=f"Search the words of the interviews. {_HOW_EN}"
)
@_search_options
@output_options
def search_command(
    query: tuple[str, ...], role: Role | None, documents: tuple[str, ...], lemma: bool, limit: int | None,
    format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """Print the turns in which something was found."""
    on_screen = chosen_format(format_, output, excel) == "table"
    most = limit or (_IN_TERMINAL if on_screen else None)
    write_table(search_table(_search(query, role, documents, lemma, most)), format_, output, excel)


@command(
    "kwic",
    da=f"Hvert fundet sted i sin sammenhæng. {_HOW_DA}",
    en=f"Every place found in its context. {_HOW_EN}",
)
@_search_options
@option(
    "--width",
    type=click.IntRange(min=5),
    metavar="N",
    da="Tegn på hver side (så mange, der er plads til; 50 uden for terminalen).",
    en="Characters on either side (as many as fit; 50 outside a terminal).",
)
@output_options
def kwic_command(
    query: tuple[str, ...], role: Role | None, documents: tuple[str, ...], lemma: bool, limit: int | None,
    width: int | None, format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """Print every place found, below each other."""
    on_screen = chosen_format(format_, output, excel) == "table"
    found = _search(query, role, documents, lemma, limit or (_IN_TERMINAL if on_screen else None))
    if on_screen:
        margin = max((len(f"{turn.document} t{turn.turn}") for turn in found.turns), default=0)
        room = max(15, (terminal_width() - margin - 16) // 2)
        write_text(context_text(found, found.in_context(width or room), color=in_color(output)), output)
    else:
        write_table(context_table(found, found.in_context(width or 50)), format_, output, excel)
