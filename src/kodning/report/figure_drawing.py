"""The figures of a project: values from the analysis, titles that state what they show by rule, never by judgement."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kodning.analysis.themes import ThemeRow, ThemeTable
from kodning.report.figures.bars import Bar, bar_figure
from kodning.wording import decimal, integer, language, listing, percent, plural, tr

if TYPE_CHECKING:
    from kodning.analysis.cooccurrence import Cooccurrence
    from kodning.analysis.matrix import Matrix
    from kodning.analysis.saturation import Saturation
    from kodning.intercoder.results import AgreementReport
    from kodning.project import Project

NAMES = ("themes", "matrix", "cooccur", "saturation", "timeline", "agreement", "survey")


def quoted(label: str) -> str:
    """A label in quotation marks of the language in force."""
    return tr(f"»{label}«", f"“{label}”")


def _interviews(count: int) -> str:
    return plural(count, ("interview", "interviews"), ("interview", "interviews"))


def themes_svg(found: ThemeTable, *, sub_codes: bool = True, key: str = "themes") -> str:
    """How many of the informants' words each code covers, with the number of interviews behind."""
    rows = [row for row in found.rows if sub_codes or row.depth == 0]
    total = found.total
    return bar_figure(
        key,
        themes_finding(found),
        tr(
            f"Andel af informanternes {integer(total.words_total)} ord i {_interviews(total.documents_total)}, kodet af {found.coder}. "
            "Bag søjlen: andel og antal interviews",
            f"Share of the informants' {integer(total.words_total)} words in {_interviews(total.documents_total)}, coded by {found.coder}. "
            "Behind the bar: share and number of interviews",
        ),
        [_theme_bar(row) for row in rows],
        largest=max((row.count.share_of_words or 0 for row in rows), default=0) or 1,
        notes=[
            tr(
                "Et tema omfatter underkoderne; ord, der er kodet flere gange, tæller én gang, så andele kan ikke lægges sammen.",
                "A theme includes the codes under it; words coded several times count once, so shares do not add up.",
            )
        ],
    )


def _theme_bar(row: ThemeRow) -> Bar:
    count = row.count
    share = count.share_of_words or 0
    return Bar(
        row.label,
        share,
        percent(share, 1),
        strong=row.depth == 0,
        soft=row.depth > 0,
        more=f"{count.documents}/{count.documents_total}",
    )


def themes_finding(found: ThemeTable) -> str:
    """Which theme covers most words."""
    tops = [row for row in found.rows if row.depth == 0 and row.count.words]
    if not tops:
        return tr("Intet er kodet endnu", "Nothing is coded yet")
    first = max(tops, key=lambda row: row.count.words)
    share = percent(first.count.share_of_words or 0)
    return tr(
        f"{quoted(first.label)} fylder mest: {share} af ordene",
        f"{quoted(first.label)} takes most room: {share} of the words",
    )


def matrix_svg(found: "Matrix", *, sub_codes: bool = True, key: str = "matrix") -> str:
    """Codes by documents, or by values of an attribute: how many codings."""
    from kodning.report.figures.grids import GridRow, heat_map

    rows = [code for code in found.codes if sub_codes or code.depth == 0]
    values = {
        (code.code, column.name): float(found.count(code.code, column).codings)
        for code in rows
        for column in found.columns
    }
    coder = listing(list(found.coders))
    unit = tr("interview", "interview") if found.by == "document" else found.by
    return heat_map(
        key,
        matrix_finding(found),
        tr(
            f"Antal kodninger i hvert {unit}, kodet af {coder}"
            if found.by == "document"
            else f"Antal kodninger efter {unit}, kodet af {coder}",
            f"Number of codings by {unit}, coded by {coder}",
        ),
        [GridRow(code.code, code.shown, code.depth == 0, code.depth) for code in rows],
        [(column.name, column.name) for column in found.columns],
        values,
        shown={place: integer(int(value)) for place, value in values.items()},
        notes=[tr("Et tema omfatter underkoderne. Tom rude: ingen kodning.", "A theme includes the codes under it. Empty cell: no coding.")] if found.subcodes else [],
    )  # fmt: skip


def matrix_finding(found: "Matrix") -> str:
    """How many codes are in every column, and how many in one only."""
    columns = len(found.columns)
    spread = [
        sum(found.count(code.code, column).codings > 0 for column in found.columns) for code in found.codes
    ]
    used = [count for count in spread if count]
    everywhere, once = sum(count == columns for count in used), sum(count == 1 for count in used)
    where = (
        tr(f"i alle {_interviews(columns)}", f"in all {_interviews(columns)}")
        if found.by == "document"
        else tr(f"i alle {columns} grupper", f"in all {columns} groups")
    )
    alone = tr(f"{once} kun i ét" if found.by == "document" else f"{once} kun i én", f"{once} in one only")
    return tr(
        f"{everywhere} af {len(used)} brugte koder findes {where}, {alone}",
        f"{everywhere} of {len(used)} codes used are {where}, {alone}",
    )


def cooccur_svg(found: "Cooccurrence", key: str = "cooccur") -> str:
    """Which codes stand together, and how often."""
    from kodning.report.figures.grids import GridRow, pair_grid

    used = {pair.code for pair in found.pairs if pair.together} | {p.other for p in found.pairs if p.together}
    rows = [code for code in found.codes if code.code in used]
    unit = {
        "overlap": tr("mindst ét fælles ord", "at least one word in common"),
        "near": tr(f"højst {found.words} ord imellem", f"at most {found.words} words between"),
        "turn": tr("samme replik", "the same turn"),
    }[found.unit]
    left = len(found.codes) - len(rows)
    return pair_grid(
        key,
        cooccur_finding(found),
        tr(
            f"Antal gange to koder står sammen ({unit}) i {_interviews(found.documents)}, kodet af {found.coder}",
            f"How often two codes stand together ({unit}) in {_interviews(found.documents)}, coded by {found.coder}",
        ),
        [GridRow(code.code, code.shown, code.depth == 0) for code in rows],
        {(pair.code, pair.other): float(pair.together) for pair in found.pairs},
        notes=[tr(f"{left} koder, der ikke står sammen med andre, er udeladt.", f"{left} codes that stand with no other are left out.")] if left else [],
    )  # fmt: skip


def cooccur_finding(found: "Cooccurrence") -> str:
    """Which two codes stand together most often."""
    labels = {code.code: code.shown for code in found.codes}
    best = max(found.pairs, key=lambda pair: pair.together, default=None)
    if best is None or not best.together:
        return tr("Ingen koder står sammen", "No codes stand together")
    times = plural(best.together, ("gang", "gange"), ("time", "times"))
    as_often = sum(pair.together == best.together for pair in found.pairs)
    if as_often > 1:
        return tr(
            f"{as_often} par koder står oftest sammen: {times} hvert",
            f"{as_often} pairs of codes stand together most often: {times} each",
        )
    return tr(
        f"{quoted(labels[best.code])} og {quoted(labels[best.other])} står oftest sammen: {times}",
        f"{quoted(labels[best.code])} and {quoted(labels[best.other])} stand together most often: {times}",
    )


def saturation_svg(found: "Saturation", key: str = "saturation") -> str:
    """Codes met against interviews read, over all orders."""
    from kodning.report.figures.curves import Envelope, envelope_figure

    what = tr("temaer", "themes") if found.themes else tr("koder", "codes")
    orders = tr("alle rækkefølger", "all orders") if found.exact else tr("trukne rækkefølger", "drawn orders")
    return envelope_figure(
        key,
        saturation_finding(found),
        tr(
            f"{what.capitalize()} mødt efter hvert interview; {_interviews(len(found.steps))}, kodet af {found.coder}. "
            f"Linje: gennemsnit over alle rækkefølger; felt: fra færrest til flest over {orders}",
            f"{what.capitalize()} met after each interview; {_interviews(len(found.steps))}, coded by {found.coder}. "
            f"Line: mean over all orders; area: fewest to most over {orders}",
        ),
        [Envelope(step.interviews, step.low, step.mean, step.high) for step in found.steps],
        total=found.codes_total,
        what=what,
    )


_NEARLY_ALL = 0.9


def saturation_finding(found: "Saturation") -> str:
    """After how many interviews nine in ten of the codes are met, on average over all orders."""
    total, steps = found.codes_total, found.steps
    what = tr("temaer", "themes") if found.themes else tr("koder", "codes")
    reached = next((s for s in steps if total and s.mean >= _NEARLY_ALL * total), None)
    if reached is None or not total:
        return tr(
            f"{total} {what} i {_interviews(len(steps))}", f"{total} {what} in {_interviews(len(steps))}"
        )
    share = percent(reached.mean / total)
    mean = decimal(reached.mean, 1)
    return tr(
        f"Efter {reached.interviews} af {_interviews(len(steps))} er i gennemsnit {mean} af {total} {what} mødt ({share})",
        f"After {reached.interviews} of {_interviews(len(steps))}, {mean} of {total} {what} are met on average ({share})",
    )


def timeline_svg(
    project: "Project",
    coder: str,
    documents: Sequence[str],
    *,
    sub_codes: bool = False,
    key: str = "timeline",
) -> str:
    """Where in each interview the codes stand, counted in the informants' words."""
    from kodning.report.figures.curves import Strip, strip_figure

    codes = project.codes()
    above: dict[str, str] = {}
    for code in codes:
        above[code.key] = above.get(code.parent or "", code.key)
    groups = {}
    early: dict[str, list[float]] = {}
    for document in documents:
        revision = project.revision(document)
        index = project.word_index(revision)
        total = index.before(len(revision.text)) or 1
        spans: dict[str, list[tuple[float, float]]] = {}
        for coding in project.codings(document=document, coder=coder):
            place = index.before(coding.start) / total, index.before(coding.end) / total
            if place[1] <= place[0]:
                continue  # the interviewer's words alone
            spans.setdefault(coding.code, []).append(place)
            if above[coding.code] != coding.code:
                spans.setdefault(above[coding.code], []).append(place)
            early.setdefault(above[coding.code], []).append(sum(place) / 2)
        groups[document] = [
            Strip(code.labels[language()], sorted(spans.get(code.key, [])), code.depth == 0, code.depth)
            for code in codes
            if (code.depth == 0 or sub_codes) and code.in_codebook
        ]
    labels = {code.key: code.labels[language()] for code in codes}
    return strip_figure(
        key,
        _timeline_finding(early, labels),
        tr(
            f"Hvor i {_interviews(len(documents))} koderne står, i informanternes ord fra begyndelse til slutning; kodet af {coder}",
            f"Where in {_interviews(len(documents))} the codes stand, in the informants' words from beginning to end; coded by {coder}",
        ),
        groups,
    )


def _timeline_finding(places: dict[str, list[float]], labels: dict[str, str]) -> str:
    means = {code: sum(found) / len(found) for code, found in places.items() if found}
    if not means:
        return tr("Intet er kodet endnu", "Nothing is coded yet")
    first, last = min(means, key=lambda c: (means[c], c)), max(means, key=lambda c: (means[c], c))
    if first == last:
        return tr(f"Hvor {quoted(labels[first])} står", f"Where {quoted(labels[first])} stands")
    return tr(
        f"{quoted(labels[first])} kommer tidligst i samtalerne, {quoted(labels[last])} senest (i gennemsnit)",
        f"{quoted(labels[first])} comes earliest in the talks, {quoted(labels[last])} latest (on average)",
    )


def agreement_svg(report: "AgreementReport", depths: dict[str, int], key: str = "agreement") -> str:
    """Krippendorff's alpha of each code with its interval, and the pooled one."""
    from kodning.intercoder.thresholds import RELIABLE, TENTATIVE
    from kodning.intercoder.unit_names import unit_name
    from kodning.report.figures.curves import Interval, interval_figure

    pooled = report.pooled
    rows = [
        Interval(tr("Alle koder samlet", "All codes pooled"), pooled.alpha.value, pooled.interval.low, pooled.interval.high, strong=True),
        *(
            Interval(code.label, code.alpha.value, code.interval.low, code.interval.high, depth=depths.get(code.code, 0), reason=code.reason or "")
            for code in report.codes
        ),
    ]  # fmt: skip
    above = sum(code.interval.low is not None and code.interval.low >= TENTATIVE for code in report.codes)
    defined = sum(code.alpha.value is not None for code in report.codes)
    unit = unit_name(report.unit, report.n_units)
    return interval_figure(
        key,
        tr(
            f"{above} af {defined} koder ligger med hele intervallet over {decimal(TENTATIVE, 3)}",
            f"The whole interval is above {decimal(TENTATIVE, 3)} for {above} of {defined} codes",
        ),
        tr(
            f"Krippendorffs alfa, nominal, til stede eller ikke, på {unit}; 95 %-interval over interviews; {listing(list(report.coders))}",
            f"Krippendorff's alpha, nominal, present or not, on {unit}; 95% interval over interviews; {listing(list(report.coders))}",
        ),
        rows,
        limits=(TENTATIVE, RELIABLE),
        notes=[
            tr(
                "Punkt: alfa; streg: intervallet, hvor det findes. Stiplet: Krippendorffs grænser. 0 er det, tilfældige kodere ville nå.",
                "Dot: alpha; line: the interval, where there is one. Dashed: Krippendorff's limits. 0 is what random coders would reach.",
            )
        ],
    )


__all__ = [
    "NAMES",
    "agreement_svg",
    "cooccur_svg",
    "matrix_svg",
    "saturation_svg",
    "themes_svg",
    "timeline_svg",
]
