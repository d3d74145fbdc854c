"""What an agreement report says in words: verdicts, the pooled figures by their full names, what all of it rests on."""

from collections.abc import Iterator, Sequence

from kodning.agreement import Interval
from kodning.intercoder.background import Background, CoderWork
from kodning.intercoder.methods import matching, present
from kodning.intercoder.provenance import quoted, settlement, short_hash, which_codings
from kodning.intercoder.results import AgreementReport, CodeAgreement, LeftOut, Pooled
from kodning.intercoder.spans_study import SpanAgreement, SpanReport
from kodning.intercoder.thresholds import RELIABLE, TENTATIVE, Scale
from kodning.intercoder.unit_names import interviews, unit_name
from kodning.intercoder.whole import Report, Study
from kodning.report.agreement_cells import interval_text, number, probability, share, verdict_text
from kodning.report.agreement_groups import group_words
from kodning.report.blind_words import after_lines, blind_lines
from kodning.wording import decimal, integer, listing, percent, plural, tr

CODINGS = (("kodning", "kodninger"), ("coding", "codings"))


def title(study: Study) -> str:
    """What the report is about, on one line."""
    report = study.first
    level = tr(" · temaer", " · themes") if report.themes else ""
    frozen = study.background.frozen
    which = tr(f" · gennemløb »{frozen.name}«", f" · pass “{frozen.name}”") if frozen else ""
    coders = listing(list(report.coders), most=len(report.coders))
    base = f"{_counted(report)}, {interviews(len(report.documents))}"
    if study.unit == "all":
        base = tr("alle enheder, ", "all units, ") + interviews(len(report.documents))
    return tr("Enighed", "Agreement") + f" · {coders} · {base}{level}{which}"


def _counted(report: Report) -> str:
    if isinstance(report, SpanReport):
        return unit_name("span", report.n_words) + tr(" (frie tekststykker)", " (free spans)")
    return unit_name(report.unit, report.n_units)


def pooled_lines(report: Report, scale: Scale) -> list[str]:
    """The pooled figures by their full names, each with its base."""
    if isinstance(report, SpanReport):
        return _pooled_spans(report, scale)
    pooled = report.pooled
    lines = [
        tr(
            "Samlet Krippendorffs alfa (1 − ΣD_o/ΣD_e over koderne): ",
            "Pooled Krippendorff's alpha (1 − ΣD_o/ΣD_e over codes): ",
        )
        + f"{number(pooled.alpha.value)}  [{interval_text(pooled.interval)}]  {verdict_text(pooled.interval, scale)}",
        *below_lines(pooled.interval, "α"),
        tr("Flerværdi-alfa på enhedernes kodesæt: ", "Multi-valued alpha on the units' sets of codes: ")
        + number(pooled.mv_alpha.value)
        + tr("; alfa med MASI-afstand: ", "; alpha with MASI distance: ")
        + number(pooled.masi_alpha.value),
    ]
    return [*lines, *_shares(pooled)]


def below_lines(found: Interval, symbol: str) -> list[str]:
    """How likely the pooled value is to lie below the limits; nothing where there is no interval."""
    parts = [
        tr(
            f"{probability(likely)} for {symbol} < {decimal(limit, 3)}",
            f"{probability(likely)} that {symbol} < {decimal(limit, 3)}",
        )
        for limit, likely in found.p_below.items()
        if likely is not None
    ]
    return [tr("Sandsynlighed: ", "Probability: ") + listing(parts) + "."] if parts else []


def _shares(pooled: Pooled) -> Iterator[str]:
    if pooled.percent is None or pooled.identical is None or pooled.empty is None:
        return
    chance, same = share(pooled.percent_if_independent), share(pooled.identical_if_independent)
    yield tr(
        f"Enige i {percent(pooled.percent)} af kode-enhed-valgene (tilfældige kodere: {chance}); samme kodesæt i "
        f"{percent(pooled.identical)} af enhederne (tilfældige: {same}); {percent(pooled.empty)} er uden kode hos alle.",
        f"Agree on {percent(pooled.percent)} of the code-by-unit decisions (random coders: {chance}); the same set of "
        f"codes on {percent(pooled.identical)} of the units (random: {same}); {percent(pooled.empty)} have no code from anybody.",
    )


def _pooled_spans(report: SpanReport, scale: Scale) -> list[str]:
    pooled, found = report.pooled, report.match
    lines = [
        tr(
            "Samlet unitiserende alfa (u, 1 − ΣD_o/ΣD_e over koderne): ",
            "Pooled unitizing alpha (u, 1 − ΣD_o/ΣD_e over codes): ",
        )
        + f"{number(pooled.value)}  [{interval_text(pooled.interval)}]  {verdict_text(pooled.interval, scale)}",
        *below_lines(pooled.interval, "u"),
    ]
    if found.rate is not None:
        own = listing(
            [
                tr(
                    f"{integer(found.matched[coder])} af {integer(total)} hos {coder}",
                    f"{integer(found.matched[coder])} of {integer(total)} by {coder}",
                )
                for coder, total in found.codings.items()
            ],
            most=len(found.codings),
        )
        lines.append(
            tr(
                f"Genfundne kodninger (p_pos på tekststykker): {percent(found.rate)} ({own}); flyttet tilfældigt: {share(found.chance)}.",
                f"Matched codings (p_pos on spans): {percent(found.rate)} ({own}); moved at random: {share(found.chance)}.",
            )
        )
    if report.coverage is not None and report.empty is not None:
        lines.append(
            tr(
                f"Dækning: {percent(report.coverage)} af de kodede ord har samme kode hos en anden; {percent(report.empty)} af ordene er uden kode hos alle.",
                f"Coverage: {percent(report.coverage)} of the coded words have the same code from another coder; {percent(report.empty)} of the words have no code from anybody.",
            )
        )
    lines += [group_words(group, scale) for group in report.groups]
    return lines


def interval_words(found: Interval) -> str:
    """How the interval was computed."""
    how = {
        "jackknife": tr(
            "jackknife over interviews (t-fordeling)", "jackknife over interviews (t distribution)"
        ),
        "bootstrap": tr("bootstrap over interviews", "bootstrap over interviews"),
        "analytic": tr("analytisk", "analytic"),
    }[found.method]
    if found.assumes_independent_units:
        how += tr(
            "; forudsætter uafhængige enheder, for der er under tre interviews",
            "; assumes independent units: fewer than three interviews",
        )
    return how


def limits_words(scale: Scale) -> str:
    """What the verdict holds the interval against."""
    if scale == "landis-koch":
        return tr(
            "Vurdering: Landis og Kochs (1977) ord for intervallets to grænser.",
            "Verdict: Landis and Koch's (1977) words for the two limits of the interval.",
        )
    limits = f"{decimal(TENTATIVE, 3)} / {decimal(RELIABLE, 3)}"
    return tr(
        f"Vurdering: intervallet mod Krippendorffs {limits}.",
        f"Verdict: the interval against Krippendorff's {limits}.",
    )


def basis_lines(report: Report, scale: Scale) -> list[str]:
    """What the figures of one unit are, and what they rest on."""
    lines = _span_basis(report, scale) if isinstance(report, SpanReport) else _unit_basis(report, scale)
    lines.append(left_out_line(report))
    if report.from_suggestions:
        began = plural(report.from_suggestions, *CODINGS)
        lines.append(
            tr(
                f"{began} af de sammenlignede begyndte som forslag.",
                f"{began} of those compared began as suggestions.",
            )
        )
    else:
        lines.append(tr("Ingen kodninger begyndte som forslag.", "No codings began as suggestions."))
    return [*lines, *reason_lines(report)]


def _unit_basis(report: AgreementReport, scale: Scale) -> list[str]:
    how = interval_words(report.pooled.interval)
    pair = len(report.coders) == 2  # noqa: PLR2004 - Cohen's kappa is for two
    kappa = tr("Cohens", "Cohen's") if pair else "Fleiss'"
    rule = present(report.unit, report.min_overlap)
    return [
        tr(
            f"α: Krippendorffs alfa, nominal; {rule}. Interval: {how}. {limits_words(scale)} P: sandsynligheden for at "
            "ligge under grænsen.",
            f"α: Krippendorff's alpha, nominal; {rule}. Interval: {how}. {limits_words(scale)} P: probability of lying "
            "below the limit.",
        ),
        tr(
            f"κ: {kappa} kappa; for α og κ når tilfældige kodere 0. I parentes (tilf.): det, kodere, der brugte koden lige så "
            "ofte, men tilfældigt, ville nå. Brugt: enheder med koden hos hver.",
            f"κ: {kappa} kappa; random coders reach 0 on α and κ. In brackets (chance): what coders would reach who used the "
            "code as often, but at random. Used: units with the code, by coder.",
        ),
    ]


def _span_basis(report: SpanReport, scale: Scale) -> list[str]:
    how = interval_words(report.pooled.interval)
    return [
        tr(
            "u: Krippendorffs unitiserende alfa (2016) på informanternes ord, som mindst to har gennemgået: hvor "
            "kodningerne af én kode ligger, og hvor lange de er; for én kode er u = |u. Tilfældige kodere når 0. "
            f"Interval: {how}. {limits_words(scale)}",
            "u: Krippendorff's unitizing alpha (2016) on the informants' words that two or more have reviewed: where the "
            "codings of one code lie and how long they are; for one code u = |u. Random coders reach 0. "
            f"Interval: {how}. {limits_words(scale)}",
        ),
        tr(
            f"Genfundet (p_pos på tekststykker): {matching(report.min_overlap)}. I parentes: gennemsnittet, når den andens "
            "kodninger i interviewet flyttes under ét, alle steder hen. Dækning: andel af ordene med koden, som en anden også "
            "gav den.",
            f"Matched (p_pos on spans): {matching(report.min_overlap)}. In brackets: the mean when the other's codings in "
            "the interview are moved together, to every place. Coverage: share of the words with the code that another coder "
            "gave it too.",
        ),
    ]


def left_out_line(report: Report) -> str:
    """What was left out and why."""
    out = report.left_out
    unit = "span" if isinstance(report, SpanReport) else report.unit
    total = out.one_reader + out.no_reader
    if not total:
        first = tr("Alt er gennemgået af mindst to kodere.", "Everything was reviewed by two or more coders.")
    else:
        first = tr(
            f"Udeladt: {unit_name(unit, total)}, som færre end to har gennemgået ({integer(out.one_reader)} af én, "
            f"{integer(out.no_reader)} af ingen).",
            f"Left out: {unit_name(unit, total)} that fewer than two have reviewed ({integer(out.one_reader)} by one, "
            f"{integer(out.no_reader)} by none).",
        )
    return " ".join([first, *_codings_left_out(out), _interviewer()])


def _interviewer() -> str:
    return tr("Interviewerens replikker er ikke med.", "The interviewer's turns are not counted.")


def _codings_left_out(out: LeftOut) -> Iterator[str]:
    if out.unread:
        left = tr(
            f"{integer(out.unread)} af {plural(out.codings, *CODINGS)}",
            f"{integer(out.unread)} of {plural(out.codings, *CODINGS)}",
        )
        yield tr(
            f"{left} står kun, hvor koderen selv eller enhver anden ikke har noteret at have læst.",
            f"{left} stand only where their own coder, or everybody else, has not recorded reading.",
        )
    if out.unplaced:
        left = plural(out.unplaced, *CODINGS)
        yield tr(f"{left} dækker kun interviewerens ord.", f"{left} cover the interviewer's words alone.")


def reason_lines(report: Report) -> list[str]:
    """Why figures are undefined, codes with the same reason together."""
    codes = list[CodeAgreement | SpanAgreement](report.codes)
    why = [(one.label, one.reason if isinstance(one, CodeAgreement) else one.figure.reason) for one in codes]
    reasons = dict.fromkeys(reason for _, reason in why if reason)
    found = [
        f"– {listing([name for name, other in why if other == reason])}: {reason}." for reason in reasons
    ]
    pooled = report.pooled.reason
    return [*found, *([tr(f"– Samlet: {pooled}.", f"– Pooled: {pooled}.")] if pooled else [])]


def who_lines(rests_on: Background) -> list[str]:
    """Who coded what when, by which codebook, frozen or not."""
    return [
        *(_coder_line(one, rests_on) for one in rests_on.coders),
        codebook_line(rests_on),
        frozen_line(rests_on),
        *after_lines(rests_on.frozen),
        *blind_lines(rests_on.blind),
    ]


def _coder_line(one: CoderWork, rests_on: Background) -> str:
    when = ""
    if one.first and one.last:
        when = (
            f", {one.first}"
            if one.first == one.last
            else tr(f", {one.first} til {one.last}", f", {one.first} to {one.last}")
        )
    read = f"{integer(one.documents)}/{integer(rests_on.documents)}"
    return tr(
        f"{one.coder}: {plural(one.codings, *CODINGS)}{when}; har gennemgået noget i {read} interviews "
        f"({_of_words(one.words, rests_on.words)} af ordene).",
        f"{one.coder}: {plural(one.codings, *CODINGS)}{when}; has reviewed some of {read} interviews "
        f"({_of_words(one.words, rests_on.words)} of the words).",
    )


def _of_words(read: int, total: int) -> str:
    return percent(read / total) if total else "–"


def codebook_line(rests_on: Background) -> str:
    """Which codebook."""
    book = rests_on.codebook
    version = (
        tr(f"version {book.version}", f"version {book.version}")
        if book.version
        else tr("uden version", "no version")
    )
    return tr(
        f"Kodebog: {version}, projektets nr. {integer(book.number)} ({short_hash(book.sha256)}), fra {book.created}.",
        f"Codebook: {version}, the project's no. {integer(book.number)} ({short_hash(book.sha256)}), of {book.created}.",
    )


def frozen_line(rests_on: Background) -> str:
    """Whether the codings are frozen, and how disagreements were settled."""
    return f"{which_codings(rests_on)} {settlement(rests_on)}"


def caution_lines(rests_on: Background) -> list[str]:
    """When agreement is not the point."""
    if not rests_on.codebook.reflexive:
        return []
    return [
        tr(
            f"Kodebogen erklærer tilgangen {quoted(rests_on.codebook.approach)}: refleksiv tematisk analyse (Braun og Clarke) "
            "hviler ikke på enighed mellem kodere; to omhyggelige læsninger må gerne være forskellige. Brug tallene som "
            "anledning til samtale, ikke som mål for kvalitet.",
            f"The codebook declares the approach {quoted(rests_on.codebook.approach)}: reflexive thematic analysis (Braun and "
            "Clarke) does not rest on agreement between coders; two careful readings may differ. Take the figures as an "
            "occasion to talk, not as a measure of quality.",
        )
    ]


def notes(study: Study) -> Sequence[str]:
    """All that stands below the table in a terminal."""
    caution = caution_lines(study.background)
    first = study.first
    rest = basis_lines(first, study.scale)
    return [*pooled_lines(first, study.scale), "", *rest, "", *who_lines(study.background), *caution]
