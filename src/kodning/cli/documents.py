"""import, documents, show."""

import re
from collections.abc import Sequence
from pathlib import Path

import click

from kodning.cli.options import as_coder, command, open_project, option
from kodning.cli.output import output_options, terminal_width, write_table, write_text
from kodning.model import Transcript, Turn
from kodning.report.table import Column, Table, to_json
from kodning.text import on_one_line
from kodning.wording import plural, tr


def _paths(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[Path, ...]:
    # An unset variable of the shell gives "", which would mean the folder one stands in.
    if not all(values):
        raise click.UsageError(tr("En sti er tom.", "A path is empty."))
    return tuple(map(Path, values))


@command(
    "import",
    da="Hent transskriptioner ind: filer eller mapper med .md og .txt. Teksten gemmes, som den er, og ændres aldrig.",
    en="Bring transcripts in: files or folders of .md and .txt. The text is kept as it is and never changed.",
)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, callback=_paths)
@option(
    "--dry-run",
    is_flag=True,
    da="Vis, hvad der ville ske; intet gemmes.",
    en="Show what would happen; keep nothing.",
)
@option("--name", da="Dokumentets navn (kun for én fil).", en="The document's name (for a single file).")
@option(
    "--interviewer",
    multiple=True,
    da="Hvem der interviewer, som det står i teksten.",
    en="Who interviews, as labelled in the text.",
)
@option(
    "--encoding",
    da="Tegnsæt, hvis gættet er forkert, fx windows-1252.",
    en="Encoding, if the guess is wrong, such as windows-1252.",
)
@as_coder
def import_command(
    paths: tuple[Path, ...],
    dry_run: bool,
    name: str | None,
    interviewer: tuple[str, ...],
    encoding: str | None,
    coder: str,
) -> None:
    """Read files and store them."""
    from kodning.reading import find, read

    files = find(paths)
    if name and len(files) > 1:
        raise click.UsageError(
            tr("--name kan kun bruges med én fil.", "--name goes with a single file only.")
        )
    transcripts = [(path, read(path, encoding=encoding, interviewers=interviewer)) for path in files]
    if dry_run:
        for path, transcript in transcripts:
            click.echo(dry_run_report(path, transcript))
        click.echo(tr("Intet er gemt (--dry-run).", "Nothing was kept (--dry-run)."))
        return
    project = open_project(coder)
    for done in project.import_transcripts(transcripts, coder, name):
        turns = plural(len(done.transcript.turns), ("replik", "replikker"), ("turn", "turns"))
        state = {
            "new": tr("ny", "new"),
            "unchanged": tr("uændret", "unchanged"),
            "attributes": tr("variabler opdateret", "attributes updated"),
        }[done.state]
        click.echo(f"{done.name}: {state}, {turns}")
        for note in notes(done.transcript):
            click.echo(f"  {note}", err=True)


def notes(transcript: Transcript) -> list[str]:
    """What the reader was unsure of, one line each."""
    return [
        (tr(f"linje {note.line}: ", f"line {note.line}: ") if note.line else "") + tr(note.da, note.en)
        for note in transcript.notes
    ]


def _shown(value: object) -> str:
    return tr("nej", "no") if value is False else tr("ja", "yes") if value is True else str(value)


def dry_run_report(path: Path, transcript: Transcript) -> str:
    """Speakers with their turns and words, how each begins, and what was uncertain."""
    from kodning.language import count_words

    speakers: dict[tuple[str | None, str], list[str]] = {}
    for turn in transcript.turns:
        said = transcript.text[turn.start : turn.end]
        speakers.setdefault((turn.speaker, turn.role), []).append(said)
    roles = {"interviewer": "interviewer", "informant": "informant", "unknown": tr("ukendt", "unknown")}
    rows = [
        {
            "speaker": speaker or tr("(uden navn)", "(no name)"),
            "role": roles[role],
            "turns": len(said),
            "words": sum(count_words(words) for words in said),
            "first": on_one_line(said[0]),
        }
        for (speaker, role), said in speakers.items()
    ]
    columns = [
        Column("speaker", tr("Taler", "Speaker")),
        Column("role", tr("Rolle", "Role")),
        Column("turns", tr("Replikker", "Turns"), "integer"),
        Column("words", tr("Ord", "Words"), "integer"),
        Column("first", tr("Begynder", "Begins"), width=48),
    ]
    from kodning.report.table import to_text

    facts = "; ".join(f"{key}: {_shown(value)}" for key, value in transcript.attributes.items())
    uncertain = [f"! {note}" for note in notes(transcript)]
    title = f"{path}  ({transcript.encoding})  {transcript.title}"
    return to_text(Table(columns, rows, title=title, notes=[*([facts] if facts else []), *uncertain]))


@command(
    "documents",
    da="Projektets dokumenter med ord, kodninger og variabler.",
    en="The project's documents with words, codings and attributes.",
)
@output_options
def documents_command(format_: str | None, output: Path | None, excel: bool) -> None:
    """List documents."""
    project = open_project()
    attributes = project.attributes()
    counts: dict[str, int] = {}
    for coding in project.codings():
        counts[coding.document] = counts.get(coding.document, 0) + 1
    readers: dict[str, list[str]] = {}
    for document, coder, _, _ in project.reviews():
        if coder not in readers.setdefault(document, []):
            readers[document].append(coder)
    names = list(dict.fromkeys(name for values in attributes.values() for name in values))
    rows = [
        {
            "document": d.name,
            "title": d.title,
            "revision": d.revision,
            "words": d.words,
            "informant_words": d.informant_words,
            "codings": counts.get(d.name, 0),
            "reviewed_by": ", ".join(readers.get(d.name, [])),
            "attributes": attributes.get(d.name, {}),
            **{f"attribute:{name}": attributes.get(d.name, {}).get(name) for name in names},
        }
        for d in project.documents()
    ]
    columns = [
        Column("document", tr("Dokument", "Document")),
        Column("title", tr("Titel", "Title"), width=44),
        Column("words", tr("Ord", "Words"), "integer"),
        Column("informant_words", tr("Informantens", "Informant's"), "integer"),
        Column("codings", tr("Kodninger", "Codings"), "integer"),
        Column("reviewed_by", tr("Gennemgået af", "Reviewed by")),
    ]
    on_paper = format_ in {None, "table"} and (output is None or output.suffix == ".txt")
    columns += [] if on_paper else [Column(f"attribute:{name}", name) for name in names]
    records = [{key: value for key, value in row.items() if ":" not in key} for row in rows]
    notes_ = (
        []
        if rows
        else [
            tr("Der er ingen dokumenter endnu: kodning import FIL", "No documents yet: kodning import FILE")
        ]
    )
    write_table(Table(columns, rows, records, notes=notes_), format_, output, excel)


@command(
    "show",
    da="Vis et dokument: replikker, og kodningerne i margenen med koder og nummer.",
    en="Show a document: its turns, and the codings in the margin with coder and number.",
)
@click.argument("document", metavar="DOC")
@option("--coder", da="Kun denne koders kodninger.", en="Only this coder's codings.")
@option(
    "--code",
    "codes",
    multiple=True,
    da="Kun denne kode (flere er tilladt).",
    en="Only this code (may be repeated).",
)
@option(
    "--revision",
    type=click.IntRange(min=1),
    da="Teksten, som den var i denne revision, med de kodninger, der står i den.",
    en="The text as it was in this revision, with the codings that stand in it.",
)
@option("--turns", metavar="A-B", da="Kun replik A til B, fx 4-9.", en="Only turns A to B, such as 4-9.")
@option(
    "--format",
    "format_",
    type=click.Choice(["table", "json"]),
    da="Til læsning eller JSON.",
    en="For reading, or JSON.",
)
def show_command(
    document: str,
    coder: str | None,
    codes: tuple[str, ...],
    revision: int | None,
    turns: str | None,
    format_: str | None,
) -> None:
    """Print a document with its codings."""
    from kodning.report.document_view import document_view

    project = open_project()
    chosen = project.revision(document) if revision is None else project.revision_number(document, revision)
    codings = project.codings_at(
        chosen,
        coder=project.coder(coder) if coder else None,
        codes=[project.code_id(code) for code in codes] or None,
    )
    shown = _turns(turns, project.turns_of(chosen))
    if format_ == "json":
        records = {
            "document": chosen.name,
            "title": chosen.title,
            "revision": chosen.number,
            "text": chosen.text,
            "turns": [
                {"number": t.number, "start": t.start, "end": t.end, "speaker": t.speaker, "role": t.role,
                 "time_start": t.time_start, "time_end": t.time_end}
                for t in shown
            ],
            "codings": [
                {"id": c.id, "uid": c.uid, "start": c.start, "end": c.end, "code": c.code, "coder": c.coder,
                 "created": c.created, "memo": c.memo, "origin": c.origin,
                 "text": chosen.text[c.start : c.end]}
                for c in codings
            ],
        }  # fmt: skip
        write_text(to_json(records), None)
        return
    labels = {code.key: tr(code.labels["da"], code.labels["en"]) for code in project.codes()}
    write_text(document_view(chosen.text, shown, codings, labels, terminal_width()), None)


def _turns(spec: str | None, all_turns: Sequence[Turn]) -> list[Turn]:
    if spec is None:
        return list(all_turns)
    match = re.fullmatch(r"(\d{1,9})(?:-(\d{1,9}))?", spec.strip())
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 1 <= first <= last:
        raise click.UsageError(tr("--turns skrives som 4-9.", "--turns is written like 4-9."))
    if first > len(all_turns):
        count = plural(len(all_turns), ("replik", "replikker"), ("turn", "turns"))
        raise click.UsageError(
            tr(f"--turns {spec}: der er {count}.", f"--turns {spec}: the document has {count}.")
        )
    return list(all_turns[first - 1 : last])
