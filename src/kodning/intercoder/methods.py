"""The methods paragraph: what a reader of a paper must know of how agreement was measured, in the language in force.

Every sentence is put together from what the project holds; what it does not hold is not said.
"""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from kodning.agreement import Interval
from kodning.intercoder.background import Background
from kodning.intercoder.provenance import blindness, settlement, short_hash, which_codings
from kodning.intercoder.results import AgreementReport, CodeAgreement
from kodning.intercoder.spans_study import SpanAgreement, SpanReport
from kodning.intercoder.unit_names import interviews, on_one, the_unit, unit_name, units
from kodning.wording import decimal, integer, language, listing, percent, plural, tr

Report = AgreementReport | SpanReport


def methods_paragraph(
    reports: Sequence[Report], rests_on: Background, labels: Mapping[str, Mapping[str, str]]
) -> str:
    """The paragraph for a report; of several units, the first is told of and the others are added.

    Args:
        reports: The figures.
        rests_on: Who coded what when, and by which codebook.
        labels: Names of codes by language, by code id.
    """
    report = reports[0]
    return " ".join(
        sentence
        for part in (
            _who(report, rests_on),
            _what(report),
            _statistic(report),
            _result(report, {code: names[language()] for code, names in labels.items()}),
            _other_units(reports[1:]),
            _provenance(report, rests_on),
        )
        for sentence in part
    )


def _number(count: int) -> str:
    """A small number in words, at the start of a sentence."""
    small = {
        "da": ("Ingen", "Én", "To", "Tre", "Fire", "Fem", "Seks", "Syv", "Otte", "Ni", "Ti"),
        "en": ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"),
    }[language()]
    return small[count] if count < len(small) else integer(count)


def _who(report: Report, rests_on: Background) -> Iterator[str]:
    coders = list(report.coders)
    names = listing(coders, most=len(coders))
    where = tr(
        f"{integer(len(report.documents))} af {interviews(rests_on.documents)}",
        f"{integer(len(report.documents))} of {interviews(rests_on.documents)}",
    )
    yield tr(
        f"{_number(len(coders))} koderes kodninger ({names}) blev sammenlignet i {where}.",
        f"{_number(len(coders))} coders' codings ({names}) were compared in {where}.",
    )
    book = rests_on.codebook
    version = f"version {book.version}, " if book.version else ""
    which = tr("Kodebogen var ", "The codebook was ") if version else tr("Kodebogen: ", "The codebook: ")
    yield f"{which}{version}{short_hash(book.sha256)}; {_compared(report)}."


def _compared(report: Report) -> str:
    count = len(report.codes)
    if report.themes:
        what = plural(count, ("tema", "temaer"), ("theme", "themes"))
        return tr(
            f"{what} blev sammenlignet, underkoder regnet med til deres tema",
            f"{what} {'was' if count == 1 else 'were'} compared, sub-codes counted as their theme",
        )
    return tr(
        f"{_codes(count)} blev sammenlignet", f"{_codes(count)} {'was' if count == 1 else 'were'} compared"
    )


def _read(report: Report) -> tuple[int, int]:
    if isinstance(report, SpanReport):
        return report.n_words, report.n_words + report.words_left_out
    return report.n_units, report.n_units + report.units_left_out


def _what(report: Report) -> Iterator[str]:
    unit = "span" if isinstance(report, SpanReport) else report.unit
    yield tr(f"Analyseenheden var {the_unit(unit)}", f"The unit of analysis was {the_unit(unit)}") + (
        "." if unit == "span" else tr("; ", "; ") + present(report.unit, report.min_overlap) + "."  # type: ignore[union-attr]  # not a span
    )
    counted, total = _read(report)
    share = percent(counted / total) if total else percent(0)
    pair = len(report.coders) == 2  # noqa: PLR2004 - both
    whose = (
        tr("interviews", "interviews") if unit == "document" else tr("informanternes ", "the informants' ")
    )
    base = (
        interviews(total)
        if unit == "document"
        else tr(f"{whose}{unit_name(unit, total)}", f"{whose}{unit_name(unit, total)}")
    )
    by = tr("begge kodere", "both coders") if pair else tr("mindst to kodere", "two or more coders")
    yield tr(
        f"{integer(counted)} af {base} ({share}) var gennemgået af {by}; kun de indgår.",
        f"{integer(counted)} of {base} ({share}) had been reviewed by {by}; only these count.",
    )


def present(unit: str, share: float) -> str:
    """When a code counts as present on a unit."""
    one = on_one(unit)
    if share <= 0:
        return tr(
            f"en kode var til stede i {one}, hvor koderen havde kodet mindst ét ord",
            f"a code was present in {one} of which the coder had coded at least one word",
        )
    return tr(
        f"en kode var til stede i {one}, hvor koderen havde kodet mindst {percent(share)} af ordene",
        f"a code was present in {one} of which the coder had coded at least {percent(share)} of the words",
    )


def _statistic(report: Report) -> Iterator[str]:
    if isinstance(report, SpanReport):
        yield tr(
            "Enigheden om hver kode er Krippendorffs unitiserende alfa (u; Krippendorff, Mathet, Bouvry og Widlöcher "
            "2016), beregnet på informanternes ord; samlet over koderne er den 1 − ΣD_o/ΣD_e.",
            "Agreement on each code is Krippendorff's unitizing alpha (u; Krippendorff, Mathet, Bouvry and Widlöcher "
            "2016), computed on the informants' words; pooled over codes it is 1 − ΣD_o/ΣD_e.",
        )
    else:
        yield tr(
            "Enigheden om hver kode er Krippendorffs alfa (nominal, koden til stede eller ikke); samlet over koderne er "
            "den 1 − ΣD_o/ΣD_e.",
            "Agreement on each code is Krippendorff's alpha (nominal, code present or absent); pooled over codes it is "
            "1 − ΣD_o/ΣD_e.",
        )
    if any(interval.low is not None for interval in _intervals(report)):
        yield interval_method(report.pooled.interval)
    else:
        yield tr("Intervaller kunne ikke beregnes.", "No intervals could be computed.")


def _intervals(report: Report) -> list[Interval]:
    return [report.pooled.interval, *(_figure(report, place)[1] for place in range(len(report.codes)))]


def _figure(report: Report, place: int) -> tuple[float | None, Interval]:
    if isinstance(report, SpanReport):
        figure = report.codes[place].figure
        return figure.value, figure.interval
    code = report.codes[place]
    return code.alpha.value, code.interval


def interval_method(found: Interval) -> str:
    """How the intervals were computed, as a sentence."""
    level = percent(found.level)
    if found.assumes_independent_units:
        return tr(
            f"{level}-intervallerne forudsætter uafhængige enheder, fordi der er færre end tre interviews, og er for snævre, "
            "hvis enhederne i et interview ligner hinanden.",
            f"The {level} intervals assume independent units, there being fewer than three interviews, and are too narrow "
            "if units of one interview are alike.",
        )
    if found.method == "bootstrap":
        return tr(
            f"{level}-intervallerne er percentiler af 1.000 bootstrap-udtræk af hele interviews.",
            f"The {level} intervals are percentiles of 1,000 bootstrap samples of whole interviews.",
        )
    freedom = found.n_clusters - 1
    return tr(
        f"{level}-intervallerne er beregnet med jackknife over interviews (ét udeladt ad gangen, t-fordeling med "
        f"{plural(freedom, ('frihedsgrad', 'frihedsgrader'), ('', ''))}).",
        f"The {level} intervals come from a jackknife over interviews (one left out at a time, t distribution with "
        f"{plural(freedom, ('', ''), ('degree of freedom', 'degrees of freedom'))}).",
    )


def span_of(found: Interval) -> str:
    """An interval in running text: `95 %-interval 0,67 til 0,71`."""
    if found.low is None or found.high is None:
        return tr("uden interval", "no interval")
    limits = tr(
        f"{decimal(found.low)} til {decimal(found.high)}", f"{decimal(found.low)} to {decimal(found.high)}"
    )
    return tr(f"{percent(found.level)}-interval {limits}", f"{percent(found.level)} interval {limits}")


def _result(report: Report, labels: Mapping[str, str]) -> Iterator[str]:
    names = [labels.get(one.code, one.code) for one in list[CodeAgreement | SpanAgreement](report.codes)]
    found = ((_figure(report, place)[0], name) for place, name in enumerate(names))
    yield from _range([(value, name) for value, name in found if value is not None], len(names))
    pooled = report.pooled.value if isinstance(report, SpanReport) else report.pooled.alpha.value
    if pooled is None:
        yield tr("Samlet alfa er ikke defineret.", "Pooled alpha is undefined.")
    else:
        yield tr(
            f"Samlet alfa er {decimal(pooled)} ({span_of(report.pooled.interval)}).",
            f"Pooled alpha is {decimal(pooled)} ({span_of(report.pooled.interval)}).",
        )
    yield from _matched(report)
    empty = report.pooled.empty if isinstance(report, AgreementReport) else report.empty
    if empty is not None:
        kind = units("span" if isinstance(report, SpanReport) else report.unit)
        definite = tr("de sammenlignede", "the compared")
        yield tr(
            f"{percent(empty)} af {definite} {kind} er uden kode hos alle.",
            f"{percent(empty)} of {definite} {kind} have no code from anybody.",
        )


def _matched(report: Report) -> Iterator[str]:
    if not isinstance(report, SpanReport) or report.match.rate is None or report.match.chance is None:
        return
    rate, chance, rule = (
        percent(report.match.rate),
        percent(report.match.chance),
        matching(report.min_overlap),
    )
    yield tr(
        f"{rate} af kodningerne er genfundet hos en anden koder (positiv enighed om tekststykker; {rule}); {chance} var "
        "at vente, hvis de var flyttet tilfældigt.",
        f"{rate} of the codings are matched by another coder (positive agreement on spans; {rule}); {chance} were to be "
        "expected had they been moved at random.",
    )


def matching(share: float) -> str:
    """When a coding counts as matched."""
    if share <= 0:
        return tr(
            "samme kode på mindst ét af kodningens ord", "the same code on at least one of the coding's words"
        )
    return tr(
        f"samme kode på mindst {percent(share)} af kodningens ord",
        f"the same code on at least {percent(share)} of the coding's words",
    )


def _range(values: Sequence[tuple[float, str]], codes: int) -> Iterator[str]:
    if not values:
        yield tr("Alfa er ikke defineret for nogen kode.", "Alpha is undefined for every code.")
        return
    low, high = min(value for value, _ in values), max(value for value, _ in values)
    if decimal(low) == decimal(high):
        yield tr(
            f"Alfa er defineret for {integer(len(values))} af {_codes(codes)} og er {_at(low, values)}.",
            f"Alpha is defined for {integer(len(values))} of {_codes(codes)} and is {_at(low, values)}.",
        )
        return
    middle = decimal(median(value for value, _ in values))
    yield tr(
        f"Alfa er defineret for {integer(len(values))} af {_codes(codes)} og går fra {_at(low, values)} til "
        f"{_at(high, values)} med median {middle}.",
        f"Alpha is defined for {integer(len(values))} of {_codes(codes)} and goes from {_at(low, values)} to "
        f"{_at(high, values)}, with median {middle}.",
    )


def _at(value: float, values: Sequence[tuple[float, str]]) -> str:
    """A value with the code that has it, or with how many codes have it, as far as it is printed."""
    printed = decimal(value)
    names = [name for other, name in values if decimal(other) == printed]
    return f"{printed} ({names[0] if len(names) == 1 else _codes(len(names))})"


def _codes(count: int) -> str:
    return plural(count, ("kode", "koder"), ("code", "codes"))


def _other_units(others: Sequence[Report]) -> Iterator[str]:
    if not others:
        return
    parts = []
    for report in others:
        unit = "span" if isinstance(report, SpanReport) else report.unit
        value = report.pooled.value if isinstance(report, SpanReport) else report.pooled.alpha.value
        shown = (
            tr("ikke defineret", "undefined")
            if value is None
            else f"{decimal(value)} ({span_of(report.pooled.interval)})"
        )
        name = tr("frie tekststykker (unitiserende u)", "free spans (unitizing u)")
        parts.append(f"{name if unit == 'span' else units(unit)} {shown}")
    yield tr(
        f"Samlet alfa på andre enheder: {'; '.join(parts)}.",
        f"Pooled alpha on other units: {'; '.join(parts)}.",
    )


def _provenance(report: Report, rests_on: Background) -> Iterator[str]:
    if report.from_suggestions:
        began = plural(report.from_suggestions, ("kodning", "kodninger"), ("coding", "codings"))
        yield tr(
            f"{began} af de sammenlignede begyndte som forslag fra programmet.",
            f"{began} of those compared began as suggestions of the program.",
        )
    yield from blindness(rests_on)
    yield which_codings(rests_on)
    yield settlement(rests_on)
    yield tr(f"Beregnet med {rests_on.software}.", f"Computed with {rests_on.software}.")
