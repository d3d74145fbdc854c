"""The matrix of codes and documents, attribute values or coders as a `Table`."""

from kodning.analysis.matrix import Column as MatrixColumn
from kodning.analysis.matrix import Matrix, Measure, Share
from kodning.report.count_notes import base_line, coder_notes, columns_note, interviews_of, speakers_note
from kodning.report.table import Column, Fraction, Kind, Table
from kodning.wording import language, tr

_ALL = "all"


def matrix_table(found: Matrix, measure: Measure = "codings", share: Share = "words") -> Table:
    """One row a code, one column a document, value or coder; what is counted stands in the title.

    What programs get, one record a cell, is `Matrix.records`.
    """
    kind: Kind = "share" if measure == "share" else "integer"
    kind = "fraction" if measure == "documents" and found.kind != "document" else kind
    columns = [
        Column("label", tr("Kode", "Code"), width=40),
        *(Column(f"column:{column.name}", column.name, kind) for column in found.columns),
        Column("code", tr("Kode-id", "Code id"), on_paper=False),
        Column("parent", tr("Under", "Under"), on_paper=False),
    ]
    summed = bool(found.totals) and measure != "share"
    if summed:
        total_kind: Kind = "fraction" if measure == "documents" else "integer"
        columns.insert(1 + len(found.columns), Column(_ALL, tr("I alt", "Total"), total_kind))
    rows = []
    for name in found.codes:
        row: dict[str, object] = {
            "label": name.shown,
            "code": name.code,
            "parent": name.parent,
            "_indent": name.depth,
            "_strong": name.depth == 0,
            "_color": name.color,
        }
        for column in found.columns:
            row[f"column:{column.name}"] = _value(found, name.code, column, measure, share, kind)
        if summed:
            whole = found.totals[name.code]
            row[_ALL] = (
                Fraction(whole.documents, whole.documents_total)
                if measure == "documents"
                else getattr(whole, measure)
            )
        rows.append(row)
    if measure != "share":
        rows.append(_bottom(found, measure, kind))
    return Table(
        columns=columns,
        rows=rows,
        title=" · ".join(_title(found, measure, share)),
        notes=_notes(found, measure, share),
    )


def _value(
    found: Matrix, code: str, column: MatrixColumn, measure: Measure, share: Share, kind: Kind
) -> object:
    if measure == "share":
        return found.cell(code, column, measure, share).value
    count = found.count(code, column)
    if kind == "fraction":
        return Fraction(count.documents, count.documents_total)
    return getattr(count, measure)


def _bottom(found: Matrix, measure: Measure, kind: Kind) -> dict[str, object]:
    """All codes as one; words that have several codes count once."""
    row: dict[str, object] = {"label": tr("Alle koder", "All codes"), "_strong": True}
    for column in found.columns:
        total = column.total
        row[f"column:{column.name}"] = (
            Fraction(total.documents, total.documents_total)
            if kind == "fraction"
            else getattr(total, measure)
        )
    if found.totals:
        whole = found.total
        row[_ALL] = (
            Fraction(whole.documents, whole.documents_total)
            if measure == "documents"
            else getattr(whole, measure)
        )
    return row


def _title(found: Matrix, measure: Measure, share: Share) -> list[str]:
    by = {"document": tr("interview", "interview"), "coder": tr("koder", "coder")}.get(found.kind, found.by)
    what = {
        "codings": tr("Kodninger", "Codings"),
        "documents": tr("Interviews", "Interviews"),
        "words": tr("Informanternes ord", "The informants' words"),
        "share": _SHARES[share][language()][0],
    }[measure]
    base = base_line(found.total.documents_total, found.total.words_total)
    who = [] if found.kind == "coder" else [found.coders[0]]
    return [tr(f"{what} efter kode og {by}", f"{what} by code and {by}"), *who, base]


# What each share is, in full: its heading and the sentence below the table.
_SHARES: dict[Share, dict[str, tuple[str, str]]] = {
    "words": {
        "da": ("Andel af ord", "Andel: informanternes ord under koden af alle deres ord i kolonnen."),
        "en": (
            "Share of words",
            "Share: the informants' words under the code out of all their words in the column.",
        ),
    },
    "coded-words": {
        "da": ("Andel af kodede ord", "Andel: ordene under koden af de ord i kolonnen, der har en kode."),
        "en": (
            "Share of coded words",
            "Share: the words under the code out of the words in the column that have any code.",
        ),
    },
    "column": {
        "da": ("Andel af kolonnens kodninger", "Andel: kodens kodninger af alle kodninger i kolonnen."),
        "en": (
            "Share of the column's codings",
            "Share: the code's codings out of all codings in the column.",
        ),
    },
    "row": {
        "da": ("Andel af kodens kodninger", "Andel: kodens kodninger i kolonnen af alle dens kodninger."),
        "en": (
            "Share of the code's codings",
            "Share: the code's codings in the column out of all its codings.",
        ),
    },
    "documents": {
        "da": (
            "Andel af interviews",
            "Andel: interviews i kolonnen med koden af alle interviews i kolonnen.",
        ),
        "en": (
            "Share of interviews",
            "Share: interviews in the column with the code out of all interviews in the column.",
        ),
    },
}


def _notes(found: Matrix, measure: Measure, share: Share) -> list[str]:
    notes = [
        tr("Et tema omfatter sine underkoder.", "A theme includes its sub-codes.")
        if found.subcodes
        else tr("Hver kode for sig, uden sine underkoder.", "Every code by itself, without its sub-codes.")
    ]
    if measure == "share":
        notes.append(_SHARES[share][language()][1])
        missing = {
            cell.reason
            for name in found.codes
            for column in found.columns
            if (cell := found.cell(name.code, column, measure, share)).reason
        }
        notes += [tr(f"–: {da}.", f"–: {en}.") for da, en in sorted(missing)]
    if measure in {"words", "share"}:
        notes.append(
            tr(
                "Ord, der er kodet flere gange, tælles én gang; interviewerens tælles ikke.",
                "Words coded more than once count once; the interviewer's are not counted.",
            )
        )
    if found.kind == "attribute":
        notes.append(columns_note((column.name, column.total) for column in found.columns))
    if found.speakers:
        notes.append(speakers_note())
    if found.kind == "coder":
        notes.append(
            tr(
                "To koderes tal lægges aldrig sammen. Gennemgået: ",
                "Two coders' numbers are never added up. Reviewed: ",
            )
            + ", ".join(
                f"{column.name} {interviews_of(column.reviewed or 0, column.total.documents_total)}"
                for column in found.columns
            )
            + "."
        )
        return notes
    total = found.total.documents_total
    return notes + coder_notes(found.coders[0], found.reviewed or 0, total, found.other_coders)
