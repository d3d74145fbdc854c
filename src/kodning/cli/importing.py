"""import."""

import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Self

import click

from kodning.cli.options import as_coder, command, open_project, option
from kodning.cli.output import chosen_format, output_options, terminal_width, write_table
from kodning.cli.reading_options import reading_options
from kodning.errors import KodningError
from kodning.wording import plural, tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kodning.model import AttributeValue
    from kodning.project import Outcome, Project
    from kodning.reading.attribute_file import AttributeTable
    from kodning.reading.sources import Source


def _paths(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[Path, ...]:
    # An unset variable of the shell gives "", which would mean the folder one stands in.
    if not all(values):
        raise click.UsageError(tr("En sti er tom.", "A path is empty."))
    return tuple(map(Path, values))


@command(
    "import",
    da="Hent transskriptioner ind: filer, mapper eller ZIP-arkiver med .txt .md .docx .odt .rtf .pdf .html .vtt .srt, "
    "Whispers .json, og åbne svar i .csv og .xlsx (én række er ét dokument). Teksten gemmes, som den er, og ændres "
    "aldrig.\n\nEn fil, der ikke kan læses, standser ikke de andre. Slutkode 0: alt er gjort. 1: noget kunne ikke hentes "
    "ind; se tabellen. 2: intet kunne hentes ind, eller kommandoen er forkert. Ctrl-C beholder det, der er gjort.",
    en="Bring transcripts in: files, folders or ZIP archives of .txt .md .docx .odt .rtf .pdf .html .vtt .srt, Whisper's "
    ".json, and open answers in .csv and .xlsx (a row is a document). The text is kept as it is and never changed."
    "\n\nA file that cannot be read does not stop the others. Exit code 0: all is done. 1: something could not be "
    "brought in; see the table. 2: nothing could be brought in, or the command is wrong. Ctrl-C keeps what is done.",
)
@click.argument("paths", metavar="PATH…", nargs=-1, callback=_paths)
@option(
    "--dry-run",
    is_flag=True,
    da="Vis, hvad der ville ske; intet gemmes.",
    en="Show what would happen; keep nothing.",
)
@option("--name", da="Dokumentets navn (kun for én fil).", en="The document's name (for a single file).")
@reading_options
@option(
    "--attributes",
    "attribute_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    da="Variabler om dokumenter eller deltagere (.csv eller .xlsx; første kolonne er dokumentet).",
    en="Attributes of documents or participants (.csv or .xlsx; the first column is the document).",
)
@option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    da="En variabel på alt, der hentes ind, fx bølge=2.",
    en="An attribute of all that is brought in, such as wave=2.",
)
@option(
    "--text-column",
    "text_columns",
    multiple=True,
    metavar="NAME",
    da="Kolonnen med svar i en tabel (flere er tilladt: hver er et spørgsmål).",
    en="The column of answers in a table (may be repeated: each is a question).",
)
@option(
    "--consented-again",
    is_flag=True,
    da="Hent også ind, hvad der er slettet med »kodning forget«: samtykket er givet igen.",
    en="Also bring in what was erased with “kodning forget”: consent has been given anew.",
)
@output_options
@as_coder
def import_command(
    paths: tuple[Path, ...],
    dry_run: bool,
    name: str | None,
    interviewer: tuple[str, ...],
    pairs: tuple[str, ...],
    speaker_file: Path | None,
    attribute_file: Path | None,
    settings: tuple[str, ...],
    text_columns: tuple[str, ...],
    encoding: str | None,
    consented_again: bool,
    format_: str | None,
    output: Path | None,
    excel: bool,
    coder: str,
) -> int:
    """Read files and store them."""
    from kodning.reading.files import find
    from kodning.reading.sources import How, read_all
    from kodning.reading.speaker_file import cast
    from kodning.reading.typed import pairs as attribute_pairs

    if not paths and attribute_file is None:
        raise click.UsageError(tr("PATH… mangler.", "PATH… is missing."))
    files = find(paths)
    if name and len(files) > 1:
        raise click.UsageError(
            tr("--name kan kun bruges med én fil.", "--name goes with a single file only.")
        )
    how = How(encoding, cast(interviewer, speaker_file, pairs), text_columns)
    given = attribute_pairs(settings)
    table = _attributes(attribute_file)
    if dry_run:
        return _dry_run(read_all(files, how), table)
    project = open_project(coder)
    with Interruption() as interruption, Progress(len(files)) as progress:
        sources = progress.over(interruption.ended(read_all(files, how)))
        outcomes = list(project.import_sources(sources, coder, name, given, consented_again=consented_again))
    told = _tell(outcomes, format_, output, excel)
    refused = _set_attributes(project, table, coder) if table and not interruption.asked else 0
    if interruption.asked:
        click.echo(
            tr(
                "Afbrudt. Det, der står her, er hentet ind; kør kommandoen igen for at få resten.",
                "Interrupted. What stands here was brought in; run the command again for the rest.",
            ),
            err=True,
        )
        return 130
    return max(told, 1 if refused else 0)


def _attributes(path: Path | None) -> "AttributeTable | None":
    if path is None:
        return None
    from kodning.reading.attribute_file import read_attributes

    return read_attributes(path)


class Interruption:
    """Ctrl-C asks for an end after the document being read; a second one ends at once."""

    def __init__(self) -> None:
        self.asked = False
        self._before: object = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)  # type: ignore[arg-type]

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True

    def ended(self, sources: "Iterable[Source]") -> "Iterator[Source]":
        """The sources until it is asked for an end."""
        for source in sources:
            yield source
            if self.asked:
                return


class Progress:
    """Which file is being read, on one line of a terminal's stderr; silent elsewhere."""

    def __init__(self, total: int) -> None:
        self._total, self._shown = total, sys.stderr.isatty() and total > 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)

    def over(self, sources: "Iterable[Source]") -> "Iterator[Source]":
        """The sources, told as they come."""
        last, count = None, 0
        for source in sources:
            count += source.path != last
            last = source.path
            if self._shown:
                line = f"{min(count, self._total)}/{self._total} {source.path.name}"
                click.echo(f"\r\x1b[K{line[: terminal_width() - 1]}", nl=False, err=True)
            yield source


def _tell(outcomes: "list[Outcome]", format_: str | None, output: Path | None, excel: bool) -> int:
    """Say what became of each document; the exit code."""
    from kodning.report.import_table import import_table, note_lines, state_word

    failed = [each for each in outcomes if each.state is None]
    if len(outcomes) == 1 and format_ is None and output is None:
        (done,) = outcomes
        if done.error is not None:
            raise done.error
        if done.transcript is not None:
            turns = plural(len(done.transcript.turns), ("replik", "replikker"), ("turn", "turns"))
            click.echo(f"{done.name}: {state_word(done.state)}, {turns}")
            for line in note_lines(done.transcript):
                click.echo(f"  {line}", err=True)
        return 0
    if outcomes:
        for each in outcomes:
            for line in note_lines(each.transcript) if each.transcript and each.state == "new" else ():
                click.echo(f"{each.name}: {line}", err=True)
        on_paper = chosen_format(format_, output, excel) == "table"
        write_table(import_table(outcomes, on_paper=on_paper), format_, output, excel)
    return 0 if not failed else 1 if len(failed) < len(outcomes) else 2


def _set_attributes(project: "Project", table: "AttributeTable", coder: str) -> int:
    """Set the attributes of a table; rows about documents that are not there are told. How many those are."""
    rows: list[tuple[str, str | None, dict[str, AttributeValue | None]]] = []
    refused: list[tuple[int, KodningError]] = []
    spoken = _speakers(project) if any(row.document is None for row in table.rows) else {}
    for row in table.rows:
        values: dict[str, AttributeValue | None] = {
            name: value for name, value in row.values.items() if value is not None
        }
        try:
            documents = (
                [project.revision(row.document).name]
                if row.document is not None
                else spoken.get((row.speaker or "").casefold(), [])
            )
        except KodningError as error:
            refused.append((row.row, error))
            continue
        if not documents:
            refused.append((row.row, _NobodySpeaksError(row.speaker or "")))
        rows += [(document, row.speaker, values) for document in documents]
    changed = project.set_attribute_rows(rows, coder) if rows else 0
    for line, why in refused:
        click.echo(f"{table.path}:{line}: {why}", err=True)
    values_changed = plural(changed, ("værdi", "værdier"), ("value", "values"))
    click.echo(tr(f"Variabler: {values_changed} sat.", f"Attributes: {values_changed} set."))
    return len(refused)


class _NobodySpeaksError(KodningError):
    def __init__(self, speaker: str) -> None:
        super().__init__(f"Ingen taler hedder »{speaker}«.", f"No speaker is called “{speaker}”.")


def _speakers(project: "Project") -> dict[str, list[str]]:
    """The documents in which each speaker speaks."""
    found: dict[str, list[str]] = {}
    for document in project.documents():
        names = {turn.speaker for turn in project.turns(document.name) if turn.speaker}
        for name in names:
            found.setdefault(name.casefold(), []).append(document.name)
    return found


def _dry_run(sources: "Iterable[Source]", table: "AttributeTable | None") -> int:
    from itertools import groupby

    from kodning.report.import_table import answers_report, dry_run_report

    good = 0
    failures: list[KodningError] = []
    for (path, rows), group in groupby(sources, key=lambda each: (each.path, each.row is not None)):
        found = list(group)
        failures += [each.error for each in found if each.error is not None]
        members = [each for each in found if each.error is None]
        good += len(members)
        if rows:
            click.echo(answers_report(members))
        for each in () if rows else members:
            if each.transcript is not None:
                click.echo(dry_run_report(path, each.transcript))
    if not good and len(failures) == 1:
        raise failures[0]
    for failure in failures:
        click.echo(f"! {failure}", err=True)
    if table:
        names = ", ".join(dict.fromkeys(name for row in table.rows for name in row.values))
        count = plural(len(table.rows), ("række", "rækker"), ("row", "rows"))
        click.echo(f"{table.path}: {count}; {names}")
    click.echo(tr("Intet er gemt (--dry-run).", "Nothing was kept (--dry-run)."))
    return 0 if not failures else 1 if good else 2
