"""The theme frequency table as a `Table`."""

from kodning.analysis.themes import Count, ThemeTable
from kodning.report.count_notes import base_line, coder_notes, columns_note, speakers_note
from kodning.report.table import Column, Fraction, Table
from kodning.wording import tr


def theme_table(found: ThemeTable) -> Table:
    """Interviews, codings, words and share of the informants' words, themes as subtotals of their sub-codes."""
    columns = [
        Column("label", tr("Tema", "Theme"), width=44),
        Column("interviews", "Interviews", "fraction"),
        Column("codings", tr("Kodninger", "Codings"), "integer"),
        Column("words", tr("Ord", "Words"), "integer"),
        Column("share_of_words", tr("Andel", "Share"), "share"),
        *(Column(f"by:{value}", value, "fraction") for value in found.values),
        Column("bar", "", "bar"),
        Column("code", tr("Kode", "Code"), on_paper=False),
        Column("parent", tr("Under", "Under"), on_paper=False),
    ]
    rows: list[dict[str, object]] = []
    largest = max((row.count.share_of_words or 0 for row in found.rows), default=0) or 1
    for row in found.rows:
        label = (
            row.label
            if row.in_codebook
            else f"{row.label} {tr('(ikke i kodebogen)', '(not in the codebook)')}"
        )
        cells = _cells(label, row.count)
        cells.update({f"by:{value}": _fraction(count) for value, count in row.by.items()})
        cells.update(
            code=row.code,
            parent=row.parent,
            bar=(row.count.share_of_words or 0) / largest,
            _indent=row.depth,
            _strong=row.depth == 0,
            _color=row.color,
        )
        rows.append(cells)
    total = _cells(tr("Alle koder", "All codes"), found.total) | {"_strong": True}
    rows.append(total | {f"by:{value}": _fraction(count) for value, count in found.total_by.items()})
    return Table(
        columns=columns,
        rows=rows,
        records=[row.record() for row in found.rows],
        title=tr("Temaer", "Themes")
        + f" · {found.coder} · {base_line(found.total.documents_total, found.total.words_total)}",
        notes=_notes(found),
    )


def _cells(label: str, count: Count) -> dict[str, object]:
    return {
        "label": label,
        "interviews": _fraction(count),
        "codings": count.codings,
        "words": count.words,
        "share_of_words": count.share_of_words,
    }


def _fraction(count: Count) -> Fraction:
    return Fraction(count.documents, count.documents_total)


def _notes(found: ThemeTable) -> list[str]:
    notes = [
        tr(
            "Et tema omfatter sine underkoder. Ord, der er kodet flere gange, tælles én gang; interviewerens tælles ikke.",
            "A theme includes its sub-codes. Words coded more than once count once; the interviewer's are not counted.",
        )
    ]
    if found.speakers:
        notes += [columns_note(found.total_by.items()), speakers_note()]
    return notes + coder_notes(found.coder, found.reviewed, found.total.documents_total, found.other_coders)
