"""code, retract, undo, memo, reviewed."""

from pathlib import Path

import click

from kodning.cli.options import as_coder, command, open_project, option
from kodning.cli.output import output_options, write_table
from kodning.report.table import Column, Table
from kodning.text import on_one_line
from kodning.wording import listing, tr

_SPAN_DA = (
    "TEKSTSTYKKE er start:slut, t12 (replik), p3 (afsnit), s40 (sætning) eller ordene selv i anførselstegn."
)
_SPAN_EN = "SPAN is start:end, t12 (turn), p3 (paragraph), s40 (sentence), or the words themselves in quotes."


@command(
    "code",
    da=f"Sæt en eller flere koder på et tekststykke. {_SPAN_DA}",
    en=f"Put one or more codes on a span. {_SPAN_EN}",
)
@click.argument("document", metavar="DOC")
@click.argument("span", metavar="SPAN")
@click.argument("codes", metavar="CODE…", nargs=-1, required=True)
@option("--memo", default="", da="En bemærkning til kodningen.", en="A remark on the coding.")
@as_coder
def code_command(document: str, span: str, codes: tuple[str, ...], memo: str, coder: str) -> None:
    """Add codings."""
    project = open_project(coder)
    text = project.revision(document).text
    for coding in project.code(document, span, codes, coder, memo):
        words = on_one_line(text[coding.start : coding.end])
        shown = words if len(words) <= 70 else words[:69] + "…"  # noqa: PLR2004 - one line of a terminal
        click.echo(f"{coding.id}  {coding.code}  {coding.document} {coding.start}:{coding.end}  {shown}")


@command(
    "retract",
    da="Tag kodninger tilbage. De bliver stående i historikken.",
    en="Take codings back. They stay in the history.",
)
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@option("--reason", default="", da="Hvorfor.", en="Why.")
@as_coder
def retract_command(ids: tuple[str, ...], reason: str, coder: str) -> None:
    """Retract codings."""
    for coding in open_project(coder).retract(ids, coder, reason):
        click.echo(
            tr("Taget tilbage: ", "Retracted: ")
            + f"{coding.id}  {coding.code}  {coding.document} {coding.start}:{coding.end}  ({coding.coder})"
        )


@command(
    "undo",
    da="Fortryd din seneste handling; igen fortryder den før. Med NUMMER (fra »kodning history«) netop den handling.",
    en="Take back your latest action; again takes back the one before. With NUMBER (from “kodning history”) that one.",
)
@click.argument("number", metavar="[NUMBER]", required=False, type=int)
@as_coder
def undo_command(number: int | None, coder: str) -> None:
    """Undo an action."""
    undone = open_project(coder).undo(coder, number)
    click.echo(tr("Fortrudt: ", "Undone: ") + f"{undone.kind}  {undone.summary}")


@command(
    "memo",
    da=f"Skriv et memo om et dokument, et tekststykke, en kode eller en kodning; uden TEKST vises memoerne. {_SPAN_DA}",
    en=f"Write a memo on a document, a span, a code or a coding; without TEXT the memos are listed. {_SPAN_EN}",
)
@click.argument("text", metavar="[TEXT]", required=False)
@option("--document", da="Om dette dokument.", en="On this document.")
@option("--span", da="Om dette tekststykke af dokumentet.", en="On this span of the document.")
@option("--code", da="Om denne kode.", en="On this code.")
@option("--coding", da="Om kodningen med dette nummer.", en="On the coding of this number.")
@as_coder
@output_options
def memo_command(
    text: str | None, document: str | None, span: str | None, code: str | None, coding: str | None, coder: str,
    format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """Write or list memos."""
    project = open_project(coder)
    if text is not None:
        if not text.strip():
            raise click.UsageError(tr("Memoet er tomt.", "The memo is empty."))
        if span is not None and not span.strip():
            raise click.UsageError(tr("--span er tomt.", "--span is empty."))
        if sum(part is not None for part in (document, code, coding)) > 1 or (span and not document):
            raise click.UsageError(
                tr(
                    "Vælg én af --document (evt. med --span), --code og --coding.",
                    "Choose one of --document (with --span), --code and --coding.",
                )
            )
        project.memo(text, coder, document=document, span=span, code=code, coding=coding)
        click.echo(tr("Memoet er gemt.", "The memo is kept."))
        return
    rows = [
        {
            "id": memo.id, "created": memo.created, "coder": memo.coder, "document": memo.document,
            "start": memo.start, "end": memo.end, "code": memo.code, "coding": memo.coding, "text": memo.text,
            "on": _subject(memo.document, memo.start, memo.end, memo.code, memo.coding),
        }
        for memo in project.memos()
    ]  # fmt: skip
    columns = [
        Column("created", tr("Tid (UTC)", "Time (UTC)")),
        Column("coder", tr("Koder", "Coder")),
        Column("on", tr("Om", "On")),
        Column("text", "Memo", width=70),
    ]
    write_table(Table(columns, rows, rows), format_, output, excel)


def _subject(
    document: str | None, start: int | None, end: int | None, code: str | None, coding: int | None
) -> str:
    if document is not None:
        return document if start is None else f"{document} {start}:{end}"
    if code is not None:
        return code
    return (
        tr(f"kodning {coding}", f"coding {coding}") if coding is not None else tr("projektet", "the project")
    )


@command(
    "reviewed",
    da="Notér, at du har læst dokumenter (eller et tekststykke af ét). Kun det, begge kodere har læst, tæller i enigheden.",
    en="Record that you have read documents (or a span of one). Only what both coders have read counts in agreement.",
)
@click.argument("documents", metavar="DOC…", nargs=-1)
@option("--span", da=f"Kun dette tekststykke. {_SPAN_DA}", en=f"Only this span. {_SPAN_EN}")
@option("--all", "everything", is_flag=True, da="Alle dokumenter.", en="All documents.")
@as_coder
def reviewed_command(documents: tuple[str, ...], span: str | None, everything: bool, coder: str) -> None:
    """Record a review."""
    project = open_project(coder)
    if everything == bool(documents) or (span and len(documents) != 1):
        raise click.UsageError(
            tr(
                "Nævn dokumenter eller --all; --span går med ét dokument.",
                "Name documents or --all; --span goes with one document.",
            )
        )
    names = (
        [document.name for document in project.documents()]
        if everything
        else [project.revision(d).name for d in documents]
    )
    if not names:
        raise click.UsageError(tr("Der er ingen dokumenter endnu.", "There are no documents yet."))
    project.mark_reviewed(names, coder, span)
    click.echo(tr(f"{coder} har gennemgået: {listing(names)}", f"{coder} has reviewed: {listing(names)}"))
