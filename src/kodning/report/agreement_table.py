"""The agreement report as a `Table`: one row a code, the pooled figures and what all of it rests on below."""

from kodning.agreement import Interval
from kodning.intercoder.study import RELIABLE, TENTATIVE, AgreementReport, CodeAgreement, Pooled, verdict
from kodning.report.table import Column, Table
from kodning.wording import decimal, integer, listing, percent, plural, tr


def unit_name(unit: str, count: int) -> str:
    """A count of units with their name: `126 replikker`."""
    names = {
        "segment": (("sætning", "sætninger"), ("sentence", "sentences")),
        "paragraph": (("afsnit", "afsnit"), ("paragraph", "paragraphs")),
        "turn": (("replik", "replikker"), ("turn", "turns")),
        "document": (("interview", "interviews"), ("interview", "interviews")),
    }
    return plural(count, *names[unit])


def interval_text(found: Interval) -> str:
    """An interval as `0,67–0,79`; a dash where there is none."""
    if found.low is None or found.high is None:
        return "–"
    return f"{decimal(found.low)}–{decimal(found.high)}"


def verdict_text(found: Interval) -> str:
    """The verdict on the interval, in a word or two."""
    return {
        "reliable": tr("pålidelig", "reliable"),
        "tentative": tr("foreløbig", "tentative"),
        "open": tr("uafklaret", "open"),
        "insufficient": tr("for lav", "too low"),
        "undefined": "–",
    }[verdict(found)]


def agreement_table(report: AgreementReport) -> Table:
    """Per code: alpha with its interval, kappa, percent, positive agreement, AC1 beside its chance value."""
    columns = [
        Column("label", tr("Kode", "Code"), width=34),
        Column("alpha", "α", "number"),
        Column("interval", tr("95 %-interval", "95% interval"), "fraction"),
        Column("verdict", tr("Vurdering", "Verdict")),
        Column("kappa", "κ", "number"),
        Column("percent", tr("Enige", "Agree"), "share"),
        Column("p_pos", "p_pos", "number"),
        Column("ac1", tr("AC1 (tilf.)", "AC1 (chance)"), "fraction"),
        Column("prevalence", tr("Brugt", "Used"), "fraction"),
        Column("disagreements", tr("Uenige", "Differ"), "integer"),
    ]
    return Table(
        columns=columns,
        rows=[_row(code) for code in report.codes],
        records=[report.record()],
        title=_title(report),
        notes=[*pooled_lines(report.pooled), "", *_basis(report)],
    )


def _row(code: CodeAgreement) -> dict[str, object]:
    shares = [share for share in code.prevalence.values() if share is not None]
    return {
        "label": code.label,
        "alpha": code.alpha.value,
        "interval": interval_text(code.interval),
        "verdict": verdict_text(code.interval),
        "kappa": code.kappa,
        "percent": code.percent,
        "p_pos": code.indices.p_pos,
        "ac1": _ac1(code),
        "prevalence": " / ".join(integer(round(share * code.n)) for share in shares),
        "disagreements": code.disagreements,
    }


def _ac1(code: CodeAgreement) -> str | None:
    if code.ac1 is None or code.ac1_if_independent is None:
        return None
    return f"{decimal(code.ac1)} ({decimal(code.ac1_if_independent)})"


def _title(report: AgreementReport) -> str:
    documents = plural(len(report.documents), ("interview", "interviews"), ("interview", "interviews"))
    level = tr(" · temaer", " · themes") if report.themes else ""
    units = unit_name(report.unit, report.n_units)
    return tr("Enighed", "Agreement") + f" · {listing(list(report.coders))} · {units}, {documents}{level}"


def pooled_lines(pooled: Pooled) -> list[str]:
    """The pooled figures by their full names, each with its base."""

    def number(value: float | None) -> str:
        return tr("ikke defineret", "undefined") if value is None else decimal(value)

    lines = [
        tr(
            "Samlet Krippendorffs alfa (1 − ΣD_o/ΣD_e over koderne): ",
            "Pooled Krippendorff's alpha (1 − ΣD_o/ΣD_e over codes): ",
        )
        + f"{number(pooled.alpha.value)}  [{interval_text(pooled.interval)}]  {verdict_text(pooled.interval)}",
        tr("Flerværdi-alfa på enhedernes kodesæt: ", "Multi-valued alpha on the units' sets of codes: ")
        + number(pooled.mv_alpha.value)
        + tr("; alfa med MASI-afstand: ", "; alpha with MASI distance: ")
        + number(pooled.masi_alpha.value),
    ]
    if pooled.percent is not None and pooled.identical is not None and pooled.empty is not None:
        lines.append(
            tr(
                f"Enige i {percent(pooled.percent)} af kode-enhed-valgene, men {percent(pooled.empty)} af enhederne er uden kode "
                f"hos alle; samme kodesæt i {percent(pooled.identical)}.",
                f"Agree on {percent(pooled.percent)} of the code-by-unit decisions, but {percent(pooled.empty)} of the units have "
                f"no code from anybody; the same set of codes on {percent(pooled.identical)}.",
            )
        )
    return lines


def _basis(report: AgreementReport) -> list[str]:
    limits = f"{decimal(TENTATIVE, 3)} / {decimal(RELIABLE, 3)}"
    method = report.pooled.interval
    how = {
        "jackknife": tr(
            "jackknife over interviews (t-fordeling)", "jackknife over interviews (t distribution)"
        ),
        "bootstrap": tr("bootstrap over interviews", "bootstrap over interviews"),
        "analytic": tr("analytisk", "analytic"),
    }[method.method]
    if method.assumes_independent_units:
        how += tr(
            "; forudsætter uafhængige enheder, for der er under tre interviews",
            "; assumes independent units: fewer than three interviews",
        )
    pair = len(report.coders) == 2  # noqa: PLR2004 - Cohen's kappa is for two
    kappa = tr("Cohens", "Cohen's") if pair else "Fleiss'"
    lines = [
        tr(
            f"α: Krippendorffs alfa, nominal, koden til stede eller ikke. Interval: {how}. Vurdering: intervallet mod {limits}.",
            f"α: Krippendorff's alpha, nominal, code present or absent. Interval: {how}. Verdict: the interval against {limits}.",
        ),
        tr(
            f"κ: {kappa} kappa. AC1 (tilf.): i parentes den AC1, tilfældige kodere ville nå. Brugt: enheder med koden hos hver.",
            f"κ: {kappa} kappa. AC1 (chance): in brackets the AC1 that random coders would reach. Used: units with the code, by coder.",
        ),
        tr(
            f"Tæller kun det, mindst to kodere har gennemgået; {unit_name(report.unit, report.units_left_out)} er udeladt. "
            f"Interviewerens replikker er ikke med. {plural(report.from_suggestions, ('kodning', 'kodninger'), ('', ''))} begyndte som forslag.",
            f"Counts only what two or more coders have reviewed; {unit_name(report.unit, report.units_left_out)} left out. "
            f"The interviewer's turns are not counted. {plural(report.from_suggestions, ('', ''), ('coding', 'codings'))} began as suggestions.",
        ),
    ]
    reasons = dict.fromkeys(code.reason for code in report.codes if code.reason)
    for reason in reasons:
        names = [code.label for code in report.codes if code.reason == reason]
        lines.append(f"– {listing(names)}: {reason}.")
    return lines
