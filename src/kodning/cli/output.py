"""Writing results: the format options, the terminal, files."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from kodning.cli.options import option
from kodning.codebook import CODEBOOK_NAME
from kodning.errors import KodningError
from kodning.report.table import Table, to_csv, to_json, to_markdown, to_text, to_xlsx
from kodning.store.connection import STORE_NAME
from kodning.wording import tr

FORMATS = ("table", "csv", "json", "md", "xlsx")
DOCUMENT_FORMATS = (*FORMATS, "docx", "html")
_SUFFIXES = {".csv": "csv", ".json": "json", ".md": "md", ".xlsx": "xlsx", ".txt": "table"}
_DOCUMENT_SUFFIXES = {".docx": "docx", ".html": "html", ".htm": "html"}
_PIECES_AT_ONCE = 200
Decorated = TypeVar("Decorated", bound=Callable[..., Any])
Written = TypeVar("Written")


class OutputError(KodningError):
    """The result cannot be written where it should go."""


def output_options(function: Decorated) -> Decorated:
    """`--format`, `--output`, `--excel`."""
    return _with_options(function, FORMATS)


def document_output_options(function: Decorated) -> Decorated:
    """The same where the result can be a document too: Word or a page of HTML."""
    return _with_options(function, DOCUMENT_FORMATS)


def _with_options(function: Decorated, formats: Sequence[str]) -> Decorated:
    function = option(
        "--excel", is_flag=True,
        da="CSV, som dansk Excel læser: semikolon og decimalkomma.",
        en="CSV as Danish Excel reads it: semicolons and decimal commas.",
    )(function)  # fmt: skip
    function = option(
        "--output", "-o", type=click.Path(path_type=Path),
        da="Skriv til en fil; endelsen vælger formatet, hvis --format ikke gør.",
        en="Write to a file; its ending chooses the format unless --format does.",
    )(function)  # fmt: skip
    return option(
        "--format", "format_", type=click.Choice(formats),
        da="Hvordan resultatet skrives (table, hvis intet siges).",
        en="How the result is written (table, if nothing is said).",
    )(function)  # fmt: skip


def chosen_format(format_: str | None, output: Path | None, excel: bool) -> str:
    """The format asked for, by name, by `--excel` or by the file's ending."""
    if format_ is None and excel:
        return "csv"
    by_suffix = _SUFFIXES.get(output.suffix.lower()) if output else None
    return format_ or by_suffix or "table"


def chosen_document_format(format_: str | None, output: Path | None, excel: bool) -> str:
    """The same where the result can be a document too."""
    by_suffix = _DOCUMENT_SUFFIXES.get(output.suffix.lower()) if output and not excel else None
    return format_ or by_suffix or chosen_format(format_, output, excel)


def write_table(table: Table, format_: str | None, output: Path | None, excel: bool) -> None:
    """Write a table in the format asked for."""
    chosen = chosen_format(format_, output, excel)
    if chosen == "xlsx":
        write_bytes(to_xlsx(table), output)
    elif chosen == "json":
        write_text(to_json(list(table.records or table.rows)), output)
    elif chosen == "csv":
        write_text(to_csv(table, danish_excel=excel), output)
    elif chosen == "md":
        write_text(to_markdown(table), output)
    else:
        write_text(to_text(table, width=terminal_width(), color=in_color(output)), output)


def write_text(text: str, output: Path | None) -> None:
    """Print a text, or write it to a file in UTF-8."""
    if output is None:
        click.echo(text, nl=False)
    else:
        write_bytes(text.encode("utf-8"), output)


def write_pieces(pieces: Iterable[str], output: Path | None) -> None:
    """The same piece by piece, for what is too long to be held in memory."""
    if output is None:
        waiting: list[str] = []
        for piece in pieces:
            waiting.append(piece)
            if len(waiting) == _PIECES_AT_ONCE:
                click.echo("".join(waiting), nl=False)
                waiting.clear()
        click.echo("".join(waiting), nl=False)
    else:
        write_file(output, lambda file: file.writelines(piece.encode("utf-8") for piece in pieces))


def write_bytes(data: bytes, output: Path | None, ending: str = "xlsx") -> None:
    """Write a whole file or none: beside its place first, then moved there."""
    if output is None:
        if sys.stdout.isatty():
            name = ending.upper()
            raise OutputError(
                f"{name} kan ikke vises i terminalen; skriv --output FIL.{ending}.",
                f"{name} cannot be shown in a terminal; say --output FILE.{ending}.",
            )
        sys.stdout.buffer.write(data)
        return
    write_file(output, lambda file: file.write(data))


def write_file(output: Path, write: Callable[[IO[bytes]], Written]) -> Written:
    """Let something write a file piece by piece: whole or not at all, beside its place first, then moved there."""
    _check_place(output)
    half = output.with_name(f".{output.name}.tmp")
    try:
        with half.open("wb") as file:
            made = write(file)
        half.replace(output)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"{output} kan ikke skrives: {reason}.", f"Cannot write {output}: {reason}."
        ) from error
    finally:
        if half.parent.is_dir():
            half.unlink(missing_ok=True)
    click.echo(tr(f"Skrevet: {output}", f"Written: {output}"), err=True)
    return made


def _check_place(output: Path) -> None:
    """Results never take the place of a folder, the store, the codebook or a transcript."""
    from kodning.survey import SURVEY_NAME

    if output.is_dir():
        raise OutputError(
            f"{output} er en mappe; skriv et filnavn.", f"{output} is a folder; give the name of a file."
        )
    name, folder = output.name.casefold(), output.absolute().parent
    source = folder.name == "transcripts" and (folder.parent / STORE_NAME).exists() and output.exists()
    if source or name in {CODEBOOK_NAME, SURVEY_NAME} or name.startswith(STORE_NAME):
        raise OutputError(
            f"{output} er projektets egen fil og skrives ikke over; vælg et andet navn.",
            f"{output} is the project's own file and is not written over; choose another name.",
        )


def terminal_width() -> int:
    """Columns to use, 60 to 120."""
    return max(60, min(120, _columns()))


def _columns() -> int:
    # As `shutil.get_terminal_size` does, which loads every compression there is.
    if (said := os.environ.get("COLUMNS", "")).isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 100  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # no standard output, or no terminal
        return 100


def in_color(output: Path | None) -> bool:
    """Whether bold and grey may be used: only on a terminal, and not where NO_COLOR is set."""
    return output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
