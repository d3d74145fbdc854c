"""The agreement report as a `Table`: one row a code, the pooled figures and what all of it rests on below."""

from collections.abc import Iterator, Mapping

from kodning.agreement import Interval
from kodning.intercoder.results import CodeAgreement
from kodning.intercoder.spans_study import SpanAgreement, SpanReport
from kodning.intercoder.thresholds import RELIABLE, TENTATIVE, Scale, verdict
from kodning.intercoder.unit_names import unit_name
from kodning.intercoder.whole import Report, Study
from kodning.report.agreement_cells import beside, interval_text, probability, share, verdict_text
from kodning.report.agreement_units import units_plain, units_table
from kodning.report.agreement_words import notes, title
from kodning.report.table import Column, Table
from kodning.wording import decimal, integer, tr

__all__ = [
    "agreement_plain",
    "agreement_table",
    "interval_text",
    "paper_columns",
    "paper_rows",
    "unit_name",
    "verdict_text",
]


def agreement_table(study: Study) -> Table:
    """The report for people: per code alpha with its interval and verdict, beside them what else a reviewer asks for."""
    if study.unit == "all":
        return units_table(study)
    report = study.first
    return Table(
        columns=paper_columns(report),
        rows=paper_rows(report, study.scale),
        records=[study.record()],
        title=title(study),
        notes=notes(study),
    )


def paper_columns(report: Report) -> list[Column]:
    """What people see of one unit; a terminal breaks them into two blocks, the headline first."""
    below = [f"P<{decimal(limit, 3)}" for limit in (TENTATIVE, RELIABLE)]
    span = isinstance(report, SpanReport)
    headline = [
        Column("label", tr("Kode", "Code"), width=33),
        Column("alpha", "u" if span else "α", "number"),
        Column("interval", tr("95 %-interval", "95% interval"), "fraction"),
        Column("verdict", tr("Vurdering", "Verdict")),
        Column("p_below_667", below[0], "fraction"),
        Column("p_below_800", below[1], "fraction"),
    ]
    if span:
        return [
            *headline,
            Column("codings", tr("Kodninger", "Codings"), "fraction"),
            Column("match", tr("Genfundet (tilf.)", "Matched (chance)"), "fraction"),
            Column("coverage", tr("Dækning", "Coverage"), "fraction"),
            Column("prevalence", tr("Andel af ord", "Share of words"), "fraction"),
        ]
    chance = tr("tilf.", "chance")
    return [
        *headline,
        Column("prevalence", tr("Brugt", "Used"), "fraction"),
        Column("disagreements", tr("Uenige", "Differ"), "integer"),
        Column("kappa", "κ", "number"),
        Column("percent", f"{tr('Enige', 'Agree')} ({chance})", "fraction"),
        Column("p_pos", f"p_pos ({chance})", "fraction"),
        Column("p_neg", f"p_neg ({chance})", "fraction"),
        Column("ac1", f"AC1 ({chance})", "fraction"),
    ]


def paper_rows(report: Report, scale: Scale) -> list[dict[str, object]]:
    """A row a code."""
    if isinstance(report, SpanReport):
        return [_span_row(code, scale) for code in report.codes]
    return [_row(code, scale) for code in report.codes]


def _headline(label: str, value: float | None, found: Interval, scale: Scale) -> dict[str, object]:
    likely = list(found.p_below.values())
    return {
        "label": label,
        "alpha": value,
        "interval": interval_text(found),
        "verdict": verdict_text(found, scale),
        "p_below_667": probability(likely[0] if likely else None),
        "p_below_800": probability(likely[1] if len(likely) > 1 else None),
    }


def _row(code: CodeAgreement, scale: Scale) -> dict[str, object]:
    shares = [found for found in code.prevalence.values() if found is not None]
    indices, chance = code.indices, code.chance
    return _headline(code.label, code.alpha.value, code.interval, scale) | {
        "prevalence": " / ".join(integer(round(found * code.n)) for found in shares),
        "disagreements": code.disagreements,
        "kappa": code.kappa,
        "percent": beside(share(code.percent), share(chance.percent)),
        "p_pos": beside(_two(indices.p_pos), _two(chance.p_pos)),
        "p_neg": beside(_two(indices.p_neg), _two(chance.p_neg)),
        "ac1": beside(_two(code.ac1), _two(code.ac1_if_independent)),
    }


def _two(value: float | None) -> str:
    return "–" if value is None else decimal(value)


def _span_row(code: SpanAgreement, scale: Scale) -> dict[str, object]:
    return _headline(code.label, code.figure.value, code.figure.interval, scale) | {
        "codings": " / ".join(map(integer, code.match.codings.values())),
        "match": beside(share(code.match.rate), share(code.match.chance)),
        "coverage": share(code.coverage),
        "prevalence": " / ".join(share(found) for found in code.prevalence.values()),
    }


def agreement_plain(study: Study) -> Table:
    """The per-code table for programs and spreadsheets: every number in a column of its own, in full precision."""
    if study.unit == "all":
        return units_plain(study)
    report = study.first
    rows = (
        [_plain_span(report, code, study.scale) for code in report.codes]
        if isinstance(report, SpanReport)
        else [_plain_row(code, study.scale) for code in report.codes]
    )
    return Table(columns=list(_plain_columns(report)), rows=rows)


_BEFORE = {
    "code": ("Kode", "Code"),
    "label": ("Navn", "Label"),
    "n": ("Enheder", "Units"),
    "alpha": ("α", "α"),
    "low": ("95 % nedre", "95% lower"),
    "high": ("95 % øvre", "95% upper"),
    "verdict": ("Vurdering", "Verdict"),
    "p_below_667": ("P(α < 0,667)", "P(α < 0.667)"),
    "p_below_800": ("P(α < 0,800)", "P(α < 0.800)"),
}
_UNIT_KEYS = {
    "disagreements": ("Uenige", "Differ"),
    "kappa": ("κ", "κ"),
    "percent": ("Enige", "Agree"),
    "percent_if_independent": ("Enige, tilfældigt", "Agree by chance"),
    "p_pos": ("p_pos", "p_pos"),
    "p_pos_if_independent": ("p_pos, tilfældigt", "p_pos by chance"),
    "p_neg": ("p_neg", "p_neg"),
    "p_neg_if_independent": ("p_neg, tilfældigt", "p_neg by chance"),
    "ac1": ("AC1", "AC1"),
    "ac1_if_independent": ("AC1, tilfældigt", "AC1 by chance"),
    "prevalence_index": ("Prævalensindeks", "Prevalence index"),
    "bias_index": ("Biasindeks", "Bias index"),
    "pabak": ("PABAK", "PABAK"),
}
_SPAN_KEYS = {
    "coverage": ("Dækning", "Coverage"),
    "span_p_pos": ("p_pos på tekststykker", "p_pos on spans"),
    "span_p_pos_by_chance": ("p_pos på tekststykker, tilfældigt", "p_pos on spans by chance"),
}


def _plain_columns(report: Report) -> Iterator[Column]:
    own = _SPAN_KEYS if isinstance(report, SpanReport) else _UNIT_KEYS
    for key, heading in (_BEFORE | own).items():
        yield Column(key, tr(*heading), "text" if key in {"code", "label", "verdict"} else "number")
    for coder in report.coders:
        yield Column(f"prevalence:{coder}", tr(f"Andel, {coder}", f"Share, {coder}"), "number")
    if isinstance(report, SpanReport):
        for coder in report.coders:
            yield Column(f"codings:{coder}", tr(f"Kodninger, {coder}", f"Codings, {coder}"), "integer")
            yield Column(f"matched:{coder}", tr(f"Genfundet, {coder}", f"Matched, {coder}"), "integer")
    yield Column("reason", tr("Begrundelse", "Reason"))


def _plain_headline(value: float | None, found: Interval, scale: Scale) -> dict[str, object]:
    likely = list(found.p_below.values())
    return {
        "alpha": value,
        "low": found.low,
        "high": found.high,
        "verdict": verdict(found, scale),
        "p_below_667": likely[0],
        "p_below_800": likely[1],
    }


def _plain_row(code: CodeAgreement, scale: Scale) -> Mapping[str, object]:
    record = code.record(scale)
    return (
        {key: record[key] for key in ("code", "label", "n", *_UNIT_KEYS, "reason")}
        | _plain_headline(code.alpha.value, code.interval, scale)
        | _by_coder("prevalence", code.prevalence)
    )


def _plain_span(report: SpanReport, code: SpanAgreement, scale: Scale) -> Mapping[str, object]:
    return (
        {"code": code.code, "label": code.label, "n": report.n_words, "reason": code.figure.reason}
        | {
            "coverage": code.coverage,
            "span_p_pos": code.match.rate,
            "span_p_pos_by_chance": code.match.chance,
        }
        | _plain_headline(code.figure.value, code.figure.interval, scale)
        | _by_coder("prevalence", code.prevalence)
        | _by_coder("codings", code.match.codings)
        | _by_coder("matched", code.match.matched)
    )


def _by_coder(key: str, values: Mapping[str, object]) -> dict[str, object]:
    return {f"{key}:{coder}": value for coder, value in values.items()}
