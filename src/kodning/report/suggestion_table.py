"""Suggestions as a table, and as programs get them."""

from collections.abc import Mapping, Sequence

from kodning.report.table import Column, Table
from kodning.store.suggestions import State, SuggestionRow
from kodning.suggest.highlighting import why_in_words
from kodning.text import on_one_line
from kodning.wording import tr

SUGGESTION_COLUMNS = (
    "id", "document", "start", "end", "text", "code", "score", "method", "version", "evidence", "state",
)  # fmt: skip


def state_name(state: State) -> str:
    """What has become of a suggestion, in words."""
    return {
        "open": tr("åbent", "open"),
        "coded": tr("kodet selv", "coded by hand"),
        "accepted": tr("accepteret", "accepted"),
        "rejected": tr("afvist", "rejected"),
        "recoded": tr("anden kode", "other code"),
        "skipped": tr("sprunget over", "skipped"),
    }[state]


def suggestion_record(row: SuggestionRow, text: str) -> dict[str, object]:
    """What programs get; `text` is that of the document."""
    return {
        "document": row.document,
        "start": row.start,
        "end": row.end,
        "text": text[row.start : row.end],
        "code": row.code,
        "score": row.score,
        "method": row.method,
        "version": row.version,
        "evidence": [list(words) for words in row.evidence],
        "state": row.state,
    }


def why(row: SuggestionRow, text: str) -> str:
    """The words that speak for a suggestion, and what they say, on one line."""
    reasons: dict[str, list[str]] = {}
    for start, end, reason in row.evidence:
        words = on_one_line(text[start:end])
        if words not in reasons.setdefault(reason, []):
            reasons[reason].append(words)
    quoted = {reason: ", ".join(tr(f"»{w}«", f"“{w}”") for w in words) for reason, words in reasons.items()}
    return "; ".join(f"{words}: {why_in_words(reason)}" for reason, words in quoted.items())


def suggestion_table(
    rows: Sequence[SuggestionRow], texts: Mapping[str, str], labels: Mapping[str, str]
) -> Table:
    """Suggestions for people.

    Args:
        rows: The suggestions.
        texts: Text of each document.
        labels: Name to print by code id.
    """
    columns = [
        Column("id", tr("Nr.", "No."), "integer"),
        Column("document", tr("Dokument", "Document")),
        Column("start", "Start", "integer", on_paper=False),
        Column("end", tr("Slut", "End"), "integer", on_paper=False),
        Column("code", tr("Kode", "Code"), on_paper=False),
        Column("label", tr("Kode", "Code"), width=26),
        Column("score", tr("Tal", "Score"), "number"),
        Column("state", tr("Status", "State"), on_paper=False),
        Column("state_name", tr("Status", "State")),
        *([Column("coder", tr("Koder", "Coder"))] if len({row.coder for row in rows}) > 1 else []),
        Column("sentence", tr("Sætning", "Sentence"), width=60),
        Column("text", tr("Tekst", "Text"), on_paper=False),
        Column("why", tr("Fordi", "Because"), on_paper=False),
        Column("method", tr("Metode", "Method"), on_paper=False),
        Column("version", tr("Udgave", "Version"), on_paper=False),
    ]
    shown = [_row(row, texts[row.document], labels) for row in rows]
    records = [suggestion_record(row, texts[row.document]) for row in rows]
    return Table(columns, shown, records, notes=_notes(rows))


def _row(row: SuggestionRow, text: str, labels: Mapping[str, str]) -> dict[str, object]:
    return {
        **suggestion_record(row, text),
        "id": row.id,
        "label": labels.get(row.code, row.code),
        "state_name": state_name(row.state),
        "coder": row.coder,
        "sentence": on_one_line(text[row.sentence_start : row.sentence_end]),
        "why": why(row, text),
    }


def _notes(rows: Sequence[SuggestionRow]) -> list[str]:
    if not rows:
        return []
    notes = [
        calibration_note(calibrated=calibrated) for calibrated in sorted({row.calibrated for row in rows})
    ]
    return [
        *notes,
        tr(
            "Et forslag er ikke en kodning: det tæller først, når det er accepteret (»kodning review«).",
            "A suggestion is not a coding: it counts only when it is accepted (“kodning review”).",
        ),
    ]


def calibration_note(*, calibrated: bool) -> str:
    """Whether a score is a probability, in words."""
    if calibrated:
        return tr(
            "Tallet er en sandsynlighed, målt på koderens egne kodninger.",
            "The score is a probability, measured on the coder's own codings.",
        )
    return tr(
        "Tallet er ikke en sandsynlighed (der er for få kodninger at måle på); det siger kun, hvad der kommer først.",
        "The score is no probability (there are too few codings to measure by); it only says what comes first.",
    )
