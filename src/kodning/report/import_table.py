"""What an import did, and what it would do: tables for the person who imports."""

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from kodning.language.counting import count_words
from kodning.model import Note, Transcript
from kodning.report.table import Column, Table, to_text
from kodning.text import on_one_line
from kodning.wording import integer, plural, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kodning.project import Outcome
    from kodning.reading.sources import Source

_SHOWN_ANSWERS = 5


def state_word(state: str | None) -> str:
    """What became of a document, in a word."""
    return {
        "new": tr("ny", "new"),
        "unchanged": tr("uændret", "unchanged"),
        "attributes": tr("variabler opdateret", "attributes updated"),
        None: tr("ikke hentet ind", "not brought in"),
    }[state]


def note_lines(transcript: Transcript) -> list[str]:
    """What the reader was unsure of, one line each."""
    return [_place(note) + tr(note.da, note.en) for note in transcript.notes]


def _place(note: Note) -> str:
    if not note.line:
        return ""
    units = {
        "line": ("linje", "line"),
        "paragraph": ("afsnit", "paragraph"),
        "page": ("side", "page"),
        "row": ("række", "row"),
        "piece": ("stykke", "piece"),
    }
    return f"{tr(*units[note.unit])} {note.line}: "


def import_table(outcomes: "Sequence[Outcome]", *, on_paper: bool = True) -> Table:
    """A row for each document; the rows of a table that went the same way are one row."""
    rows: list[dict[str, object]] = []
    for (path, state, whole), group in groupby(
        outcomes, key=lambda each: (each.path, each.state, each.row is None)
    ):
        members = list(group)
        if whole or state is None or len(members) == 1:
            rows += [_row(each) for each in members]
        else:
            count = plural(len(members), ("dokument", "dokumenter"), ("document", "documents"))
            rows.append(
                {
                    "file": str(path),
                    "document": f"{members[0].name} … ({count})",
                    "state": state,
                    "shown_state": state_word(state),
                    "turns": sum(len(each.transcript.turns) for each in members if each.transcript),
                    "words": sum(_words(each.transcript) for each in members),
                    "problem": "",
                }
            )
    failed = sum(1 for each in outcomes if each.state is None)
    done = len(outcomes) - failed
    problems = [f"! {each.error}" for each in outcomes if each.error is not None]
    notes = [*problems, _summary(done, failed)]
    columns = [
        Column("shown_file" if on_paper else "file", tr("Fil", "File")),
        Column("document", tr("Dokument", "Document")),
        Column("shown_state", tr("Hvad der skete", "What happened")),
        Column("turns", tr("Replikker", "Turns"), "integer"),
        Column("words", tr("Ord", "Words"), "integer"),
    ]
    if failed and not on_paper:  # below the table there is room for the whole sentence
        columns.append(Column("problem", tr("Hvorfor", "Why")))
    folder = _folder([each.path for each in outcomes]) if on_paper else None
    for row in rows:
        path = Path(str(row["file"]))
        row["shown_file"] = str(path.relative_to(folder)) if folder else str(path)
    records = [{key: value for key, value in row.items() if not key.startswith("shown_")} for row in rows]
    return Table(columns, rows, records, title=str(folder) if folder else "", notes=notes)


def _folder(paths: "Sequence[Path]") -> Path | None:
    """The folder that holds them all, where its name would only fill the table."""
    folders = {path.parent for path in paths}
    first = min(folders, key=lambda folder: len(folder.parts))
    if len(first.parts) == 0 or not all(folder.is_relative_to(first) for folder in folders):
        return None
    return first


def _summary(done: int, failed: int) -> str:
    if failed:
        whole = integer(done + failed)
        return tr(
            f"{integer(done)} af {whole} er i projektet; {integer(failed)} kunne ikke hentes ind.",
            f"{integer(done)} of {whole} are in the project; {integer(failed)} could not be brought in.",
        )
    documents = plural(done, ("dokument", "dokumenter"), ("document", "documents"))
    return tr(f"{documents} i projektet.", f"{documents} in the project.")


def _row(each: "Outcome") -> dict[str, object]:
    problem = str(each.error) if each.error else ""
    return {
        "file": str(each.path),
        "document": each.name,
        "state": each.state or "failed",
        "shown_state": state_word(each.state),
        "turns": len(each.transcript.turns) if each.transcript and each.state else None,
        "words": _words(each.transcript) if each.state else None,
        "problem": problem.removeprefix(f"{each.path}: "),
    }


def _words(transcript: Transcript | None) -> int:
    if transcript is None:
        return 0
    return sum(count_words(transcript.text[turn.start : turn.end]) for turn in transcript.turns)


def _shown(value: object) -> str:
    return tr("nej", "no") if value is False else tr("ja", "yes") if value is True else str(value)


def dry_run_report(path: Path, transcript: Transcript) -> str:
    """Speakers with their turns and words, how each begins, and what was uncertain."""
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
    facts = "; ".join(f"{key}: {_shown(value)}" for key, value in transcript.attributes.items())
    uncertain = [f"! {note}" for note in note_lines(transcript)]
    title = f"{path}  ({transcript.encoding})  {transcript.title}"
    return to_text(Table(columns, rows, title=title, notes=[*([facts] if facts else []), *_timed(transcript), *uncertain]))  # fmt: skip


def _timed(transcript: Transcript) -> list[str]:
    timed = sum(1 for turn in transcript.turns if turn.time_start is not None)
    if not timed:
        return []
    whole = plural(len(transcript.turns), ("replik", "replikker"), ("turn", "turns"))
    pieces = len(transcript.times)
    more = tr(f", og {integer(pieces)} stykker inden i dem", f", and {integer(pieces)} pieces within them")
    return [
        tr(f"Tider: {integer(timed)} af {whole}", f"Times: {integer(timed)} of {whole}")
        + (more if pieces else "")
    ]


def answers_report(rows: "Sequence[Source]") -> str:
    """The first documents that a table of open answers becomes, and their attributes."""
    shown = []
    for source in rows[:_SHOWN_ANSWERS]:
        if source.transcript is not None:
            facts = "; ".join(
                f"{key}: {_shown(value)}" for key, value in source.transcript.attributes.items()
            )
            said = on_one_line(source.transcript.text)
            shown.append({"row": source.row, "document": source.name, "words": _words(source.transcript), "first": said, "attributes": facts})  # fmt: skip
    first = rows[0]
    count = plural(len(rows), ("dokument", "dokumenter"), ("document", "documents"))
    encoding = first.transcript.encoding if first.transcript else ""
    columns = [
        Column("row", tr("Række", "Row"), "integer"),
        Column("document", tr("Dokument", "Document")),
        Column("words", tr("Ord", "Words"), "integer"),
        Column("first", tr("Begynder", "Begins"), width=40),
        Column("attributes", tr("Variabler", "Attributes"), width=40),
    ]
    rest = len(rows) - len(shown)
    notes = [tr(f"… og {integer(rest)} til", f"… and {integer(rest)} more")] if rest > 0 else []
    notes += [f"! {note}" for note in note_lines(first.transcript)] if first.transcript else []
    return to_text(Table(columns, shown, title=f"{first.path}  ({encoding})  {count}", notes=notes))
