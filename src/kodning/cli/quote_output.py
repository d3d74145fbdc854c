"""Writing the quote bank in the format asked for."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from kodning.cli.options import software
from kodning.cli.output import in_color, terminal_width, write_bytes, write_pieces, write_table, write_text
from kodning.project import Project
from kodning.wording import tr

if TYPE_CHECKING:
    from kodning.analysis.quote_bank import Bank, BankQuote, BankSelection
    from kodning.analysis.quotes import Selection
    from kodning.analysis.typical import Pick


class Asked(NamedTuple):
    """How the bank shall be written.

    Attributes:
        format: `table`, `md`, `csv`, `json`, `xlsx`, `docx` or `html`.
        output: Where.
        excel: Whether CSV is for Danish Excel.
        attributed: Whether who says it and where stands below each quote.
        template: A Word file to take styles from.
        settings: What was asked for, by option.
        picked: The picks, where only those are wanted.
    """

    format: str
    output: Path | None
    excel: bool
    attributed: bool
    template: Path | None
    settings: dict[str, str]
    picked: "list[Pick] | None"


def write_bank(project: Project, bank: "Bank", asked: Asked) -> None:
    """Write it, and say what was left out."""
    from kodning.report.pick_words import pick_reason, pick_rule
    from kodning.report.quote_bank_document import bank_lines

    why = [pick_reason(pick) for pick in asked.picked or ()]
    notes = [*bank_lines(bank)[1:], *([pick_rule()] if why else [])]
    if asked.format in {"docx", "html"}:
        _write_document(project, bank, asked, why)
    elif asked.format in {"table", "md"}:
        _write_lines(bank, asked, why)
    elif asked.format == "xlsx":
        _write_workbook(project, bank, asked, why)
    else:
        from kodning.report.quote_bank_table import bank_table

        records = [pick.record() for pick in asked.picked or ()]
        write_table(bank_table(bank.quotes, records, why), asked.format, asked.output, asked.excel)
    for note in notes:  # never silently
        click.echo(f"{tr('Bemærk', 'Note')}: {note}", err=True)


def write_stream(
    project: Project,
    selection: "Selection",
    more: "BankSelection",
    format_: str,
    output: Path | None,
    *,
    excel: bool,
) -> int:
    """Write CSV or JSON quote by quote; returns how many there are."""
    from kodning.analysis.counting import attributes_known
    from kodning.analysis.quote_bank import iter_bank
    from kodning.report.quote_stream import bank_csv, bank_json

    lines = 0

    def counted(pieces: Iterator[str]) -> Iterator[str]:
        nonlocal lines
        for piece in pieces:
            yield piece
            lines += 1

    def quotes() -> "Iterator[BankQuote]":
        return iter_bank(project, selection, more)

    if format_ == "json":
        pieces = bank_json(quotes())
    else:
        possible = {name for known in attributes_known(project) for name in known}
        pieces = bank_csv(quotes, possible, danish_excel=excel)
    write_pieces(counted(pieces), output)
    return lines - 1  # the heading; in JSON the end


def _write_document(project: Project, bank: "Bank", asked: Asked, why: list[str]) -> None:
    from kodning.report.basis import basis_of
    from kodning.report.pick_words import pick_rule
    from kodning.report.quote_bank_document import BankLook, bank_document

    reasons = {one.id: reason for one, reason in zip(bank.quotes, why, strict=False)}
    look = BankLook(asked.settings, reasons, pick_rule() if why else "")
    document = bank_document(bank, project.codes(), basis_of(project, software()), look)
    if asked.format == "docx":
        from kodning.report.docx_file import docx_bytes

        write_bytes(docx_bytes(document, asked.template), asked.output, "docx")
    else:
        from kodning.report.html_page import html_page

        write_text(html_page(document), asked.output)


def _write_lines(bank: "Bank", asked: Asked, why: list[str]) -> None:
    from kodning.report.quote_extract import quote_markdown, quote_text

    found = [one.quote for one in bank.quotes]
    below = {quote.coding_ids[0]: reason for quote, reason in zip(found, why, strict=False)}
    if asked.format == "md":
        text = quote_markdown(found, bank.documents_total, attributed=asked.attributed, below=below)
    else:
        text = quote_text(
            found,
            bank.documents_total,
            attributed=asked.attributed,
            width=min(88, terminal_width()),
            color=in_color(asked.output),
            counted=not why,
            below=below,
        )
    write_text(text, asked.output)


def _write_workbook(project: Project, bank: "Bank", asked: Asked, why: list[str]) -> None:
    from kodning.report.basis import basis_lines, basis_of
    from kodning.report.pick_words import pick_rule
    from kodning.report.quote_bank_document import bank_lines
    from kodning.report.quote_bank_table import bank_columns, bank_row, bank_workbook

    out = io.BytesIO()
    basis = basis_of(project, software())
    reasons = why or [""] * len(bank.quotes)
    bank_workbook(
        bank_columns(bank.quotes, picked=bool(why)),
        (bank_row(one, reason) for one, reason in zip(bank.quotes, reasons, strict=True)),
        out,
        title=basis.title,
        made=basis.made,
        notes=[
            basis.title,
            *bank_lines(bank),
            *([pick_rule()] if why else []),
            *basis_lines(basis, asked.settings),
        ],
    )
    write_bytes(out.getvalue(), asked.output)
