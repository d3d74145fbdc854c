"""documents, show."""

import re
from collections.abc import Sequence
from pathlib import Path

import click

from kodning.cli.options import command, open_project, option
from kodning.cli.output import output_options, terminal_width, write_table, write_text
from kodning.model import Turn
from kodning.report.table import Column, Table, to_json
from kodning.wording import plural, tr


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
