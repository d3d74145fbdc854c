"""Agreement on several units side by side."""

from collections.abc import Iterator

from kodning.agreement import Interval
from kodning.intercoder.methods import matching, present
from kodning.intercoder.results import AgreementReport, CodeAgreement
from kodning.intercoder.spans_study import SpanReport
from kodning.intercoder.thresholds import verdict
from kodning.intercoder.unit_names import unit_name
from kodning.intercoder.whole import Report, Study
from kodning.report.agreement_cells import interval_text, number, share, verdict_text
from kodning.report.agreement_words import (
    caution_lines,
    interval_words,
    left_out_line,
    limits_words,
    title,
    who_lines,
)
from kodning.report.table import Column, Table
from kodning.wording import tr


def unit_key(report: Report) -> str:
    """The unit of a report."""
    return "span" if isinstance(report, SpanReport) else report.unit


def heading(unit: str) -> str:
    """A unit as the heading of a column."""
    return {
        "segment": tr("Sætning", "Sentence"),
        "paragraph": tr("Afsnit", "Paragraph"),
        "turn": tr("Replik", "Turn"),
        "document": tr("Interview", "Interview"),
        "span": tr("Tekststykke (u)", "Span (u)"),
    }[unit]


def figure(report: Report, place: int | None) -> tuple[float | None, Interval]:
    """Alpha (or u) with its interval of a code, or of all codes pooled."""
    if isinstance(report, SpanReport):
        found = report.pooled if place is None else report.codes[place].figure
        return found.value, found.interval
    one: CodeAgreement | object = report.pooled if place is None else report.codes[place]
    if isinstance(one, CodeAgreement):
        return one.alpha.value, one.interval
    return report.pooled.alpha.value, report.pooled.interval


def units_table(study: Study) -> Table:
    """A row a code, a column a unit; the pooled figures of every unit below."""
    reports = study.reports
    columns = [
        Column("label", tr("Kode", "Code"), width=34),
        *(Column(unit_key(report), heading(unit_key(report)), "number") for report in reports),
    ]
    labels = [code.label for code in study.first.codes]
    rows: list[dict[str, object]] = [
        {"label": label} | {unit_key(report): figure(report, place)[0] for report in reports}
        for place, label in enumerate(labels)
    ]
    pooled: dict[str, object] = {unit_key(report): figure(report, None)[0] for report in reports}
    rows.append({"label": tr("Samlet", "Pooled"), "_strong": True} | pooled)
    return Table(
        columns=columns, rows=rows, records=[study.record()], title=title(study), notes=list(_notes(study))
    )


def _notes(study: Study) -> Iterator[str]:
    yield tr(
        "Samlet alfa (1 − ΣD_o/ΣD_e over koderne) på hver enhed:",
        "Pooled alpha (1 − ΣD_o/ΣD_e over codes) on each unit:",
    )
    for report in study.reports:
        yield pooled_line(study, report)
    yield ""
    first = study.first
    yield tr(
        "Tal i tabellen: Krippendorffs alfa, nominal, koden til stede eller ikke; for frie tekststykker unitiserende alfa u. "
        "Tilfældige kodere når 0 på dem alle. Jo større enhed, jo mindre betyder det, hvor nøjagtigt koden er sat.",
        "Figures in the table: Krippendorff's alpha, nominal, code present or absent; for free spans unitizing alpha u. Random "
        "coders reach 0 on all of them. The larger the unit, the less it matters exactly where the code was put.",
    )
    yield tr(
        f"Til stede: {present('segment', first.min_overlap)} (og så fremdeles). Tekststykker genfundet: {matching(first.min_overlap)}.",
        f"Present: {present('segment', first.min_overlap)} (and so on). Spans matched: {matching(first.min_overlap)}.",
    )
    yield f"Interval: {interval_words(first.pooled.interval)}. {limits_words(study.scale)}"
    yield left_out_line(first)
    yield ""
    yield from who_lines(study.background)
    yield from caution_lines(study.background)


def pooled_line(study: Study, report: Report) -> str:
    """Pooled alpha of one unit, with how many units there are and how many are empty."""
    value, interval = figure(report, None)
    counted = report.n_words if isinstance(report, SpanReport) else report.n_units
    empty = report.empty if isinstance(report, SpanReport) else report.pooled.empty
    none = tr(f"{share(empty)} uden kode hos alle", f"{share(empty)} with no code from anybody")
    name = f"{heading(unit_key(report))} ({unit_name(unit_key(report), counted)})"
    return (
        f"{name}: {number(value)}  [{interval_text(interval)}]  {verdict_text(interval, study.scale)}; {none}"
    )


def units_plain(study: Study) -> Table:
    """The same for spreadsheets: value, limits and verdict of each unit in columns of their own."""
    columns = [Column("code", tr("Kode", "Code")), Column("label", tr("Navn", "Label"))]
    for report in study.reports:
        unit, name = unit_key(report), heading(unit_key(report))
        columns += [
            Column(unit, name, "number"),
            Column(f"{unit}_low", f"{name}, {tr('nedre', 'lower')}", "number"),
            Column(f"{unit}_high", f"{name}, {tr('øvre', 'upper')}", "number"),
            Column(f"{unit}_verdict", f"{name}, {tr('vurdering', 'verdict')}"),
        ]
    places: list[tuple[int | None, str, str]] = [
        (place, code.code, code.label) for place, code in enumerate(_codes(study))
    ]
    places.append((None, "", tr("Samlet", "Pooled")))
    rows = []
    for place, code, label in places:
        row: dict[str, object] = {"code": code, "label": label}
        for report in study.reports:
            unit = unit_key(report)
            value, found = figure(report, place)
            row |= {
                unit: value,
                f"{unit}_low": found.low,
                f"{unit}_high": found.high,
                f"{unit}_verdict": verdict(found, study.scale),
            }
        rows.append(row)
    return Table(columns=columns, rows=rows)


def _codes(study: Study) -> list[CodeAgreement]:
    first = study.first
    return list(first.codes) if isinstance(first, AgreementReport) else []
