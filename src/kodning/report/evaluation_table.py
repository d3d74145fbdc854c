"""How good a method of suggestions is: figures with intervals, learning curve, reliability diagram, verdict."""

from collections.abc import Iterator, Mapping

from kodning.report.table import Column, Table, bar, to_text
from kodning.suggest.calibration import calibration_error
from kodning.suggest.evaluation import Estimate, Evaluation, Figures
from kodning.wording import decimal, integer, percent, tr

MEASURES = ("precision", "recall", "f1", "average_precision", "recall_at_3")
_BAR = 30


def measure_name(measure: str) -> str:
    """A measure's name in words."""
    return {
        "precision": tr("præcision", "precision"),
        "recall": tr("genkaldelse", "recall"),
        "f1": "F1",
        "average_precision": tr("gns. præcision", "average precision"),
        "recall_at_3": tr("blandt de tre første", "recall at 3"),
    }[measure]


def evaluation_record(evaluation: Evaluation) -> dict[str, object]:
    """What programs get."""
    return {
        "method": evaluation.method,
        "version": evaluation.version,
        "passages": evaluation.passages,
        "documents": evaluation.documents,
        "overall": _figures_record(evaluation.overall),
        "baseline": None if evaluation.baseline is None else _figures_record(evaluation.baseline),
        "hit_at_3": _estimate_record(evaluation.hit_at_3),
        "gain": _estimate_record(evaluation.gain),
        "codes": [{"code": code, **_figures_record(f)} for code, f in evaluation.codes.items()],
        "curve": [point._asdict() for point in evaluation.curve],
        "reliability": [point._asdict() for point in evaluation.reliability],
        "verdict": tr(*evaluation.verdict),
    }


def _figures_record(figures: Figures) -> dict[str, object]:
    counts: dict[str, object] = {
        "examples": figures.examples,
        "documents": figures.documents,
        "suggested": figures.suggested,
    }
    return counts | {measure: _estimate_record(getattr(figures, measure)) for measure in MEASURES}


def _estimate_record(estimate: Estimate) -> dict[str, object]:
    interval = None if estimate.low is None or estimate.high is None else [estimate.low, estimate.high]
    return {"value": estimate.value, "interval": interval}


def evaluation_plain(evaluation: Evaluation, labels: Mapping[str, str]) -> Table:
    """A row for each code and one for all of them, numbers as numbers, for CSV and XLSX."""
    columns = [
        Column("code", tr("Kode", "Code")),
        Column("label", tr("Navn", "Label")),
        Column("examples", tr("Kodninger", "Codings"), "integer"),
        Column("documents", tr("Interviews", "Interviews"), "integer"),
        Column("suggested", tr("Foreslået", "Suggested"), "integer"),
    ]
    for measure in MEASURES:
        name = measure_name(measure)
        columns += [
            Column(measure, name, "number"),
            Column(f"{measure}_low", tr(f"{name}, fra", f"{name}, from"), "number"),
            Column(f"{measure}_high", tr(f"{name}, til", f"{name}, to"), "number"),
        ]
    all_of_them = {"": evaluation.overall, **evaluation.codes}
    rows = [_plain_row(code, labels, figures) for code, figures in all_of_them.items()]
    return Table(columns, rows)


def _plain_row(code: str, labels: Mapping[str, str], figures: Figures) -> dict[str, object]:
    row: dict[str, object] = {
        "code": code,
        "label": labels.get(code, code) if code else tr("alle", "all"),
        "examples": figures.examples,
        "documents": figures.documents,
        "suggested": figures.suggested,
    }
    for measure in MEASURES:
        estimate: Estimate = getattr(figures, measure)
        row |= {
            measure: estimate.value,
            f"{measure}_low": estimate.low,
            f"{measure}_high": estimate.high,
        }
    return row


def overall_table(evaluation: Evaluation) -> Table:
    """The figures for all codes together, beside those of the terms alone."""
    columns = [
        Column("measure", tr("Alle koder", "All codes")),
        Column("value", evaluation.method, "number"),
        Column("interval", tr("95 %-interval", "95% interval"), "fraction"),
        Column("baseline", tr("kun søgeord", "terms alone"), "number"),
    ]
    rows = [
        {
            "measure": measure_name(measure),
            "value": getattr(evaluation.overall, measure).value,
            "interval": _interval(getattr(evaluation.overall, measure)),
            "baseline": None if evaluation.baseline is None else getattr(evaluation.baseline, measure).value,
        }
        for measure in MEASURES
    ]
    rows.append(
        {
            "measure": tr("kodede tekststykker med en rigtig", "coded passages with a right one"),
            "value": evaluation.hit_at_3.value,
            "interval": _interval(evaluation.hit_at_3),
            "baseline": None,
        }
    )
    title = tr(
        f"Metoden »{evaluation.method}« målt på {integer(evaluation.overall.examples)} kodninger i "
        f"{integer(evaluation.passages)} tekststykker fra {integer(evaluation.documents)} interviews, "
        "hvert interview holdt ude for sig",
        f"Method “{evaluation.method}” measured on {integer(evaluation.overall.examples)} codings in "
        f"{integer(evaluation.passages)} passages of {integer(evaluation.documents)} interviews, "
        "each interview left out in turn",
    )
    return Table(columns, rows, title=title)


def _interval(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return "–"
    return tr(
        f"[{decimal(estimate.low)}; {decimal(estimate.high)}]",
        f"[{decimal(estimate.low)}, {decimal(estimate.high)}]",
    )


def codes_table(evaluation: Evaluation, labels: Mapping[str, str]) -> Table:
    """The figures for each code, with their intervals."""
    columns = [
        Column("label", tr("Kode", "Code"), width=30),
        Column("examples", tr("Kodninger", "Codings"), "integer"),
        Column("suggested", tr("Foreslået", "Suggested"), "integer"),
        *(Column(measure, measure_name(measure), "fraction") for measure in MEASURES),
    ]
    rows = [
        {
            "label": labels.get(code, code),
            "examples": figures.examples,
            "suggested": figures.suggested,
            **{measure: _with_interval(getattr(figures, measure)) for measure in MEASURES},
        }
        for code, figures in evaluation.codes.items()
    ]
    note = tr(
        "– : kan ikke regnes ud, fordi koden ikke er brugt eller ikke foreslået. Intervallerne går over interviews "
        "(jackknife); er koden i få interviews, siger de lidt.",
        "– : undefined, because the code was not used or not suggested. Intervals are over interviews (jackknife); "
        "where a code is in few interviews they say little.",
    )
    return Table(columns, rows, notes=[note])


def _with_interval(estimate: Estimate) -> str:
    if estimate.value is None:
        return "–"
    return (
        f"{decimal(estimate.value)} {_interval(estimate)}"
        if estimate.low is not None
        else decimal(estimate.value)
    )


def evaluation_text(
    evaluation: Evaluation, labels: Mapping[str, str], width: int, *, color: bool = False
) -> str:
    """All of it for a terminal: the verdict first."""
    parts = [
        tr(*evaluation.verdict) + "\n",
        to_text(overall_table(evaluation), width=width, color=color),
        to_text(codes_table(evaluation, labels), width=width, color=color),
        *_curve(evaluation),
        *_diagram(evaluation),
    ]
    return "\n".join(parts)


def _curve(evaluation: Evaluation) -> Iterator[str]:
    if not evaluation.curve:
        return
    lines = [
        tr(
            "Læringskurve: andel af de rigtige koder blandt de tre første, efter hvor mange interviews der er lært af",
            "Learning curve: share of the right codes among the first three, by how many interviews were learned from",
        )
    ]
    for point in evaluation.curve:
        value = "–" if point.recall_at_3 is None else decimal(point.recall_at_3)
        lines.append(f"  {point.documents:>3}  {value}  {bar(point.recall_at_3, _BAR)}".rstrip())
    yield "\n".join(lines) + "\n"


def _diagram(evaluation: Evaluation) -> Iterator[str]:
    if not evaluation.reliability:
        yield tr(
            "Metodens tal er ikke sandsynligheder her, så der er intet pålidelighedsdiagram.\n",
            "The method's scores are no probabilities here, so there is no reliability diagram.\n",
        )
        return
    lines = [
        tr(
            "Pålidelighed: hvor ofte forslagene var rigtige, mod den sandsynlighed, de fik (│)",
            "Reliability: how often suggestions were right, against the probability they were given (│)",
        )
    ]
    for point in evaluation.reliability:
        if point.said is None or point.found is None:
            continue
        place = f"{percent(point.low):>5}–{percent(point.high):<5}"
        lines.append(
            f"  {place} {decimal(point.found)}  {_marked(point.found, point.said)} n = {integer(point.number)}"
        )
    error = calibration_error(evaluation.reliability)
    if error is not None:
        lines.append(
            tr(
                f"  Sandsynlighederne er i gennemsnit {percent(error, 1)} ved siden af.",
                f"  The probabilities are off by {percent(error, 1)} on average.",
            )
        )
    yield "\n".join(lines) + "\n"


def _marked(found: float, said: float) -> str:
    """A bar with a mark where it should end."""
    drawn = list(bar(found, _BAR).ljust(_BAR + 1))
    drawn[min(_BAR, round(said * _BAR))] = "│"
    return "".join(drawn)
