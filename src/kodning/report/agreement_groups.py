"""Agreement over a group of codes that exclude each other, in words."""

from kodning.intercoder.span_groups import GroupAgreement
from kodning.intercoder.thresholds import Scale
from kodning.report.agreement_cells import interval_text, number, share, verdict_text
from kodning.wording import listing, plural, tr


def group_words(group: GroupAgreement, scale: Scale = "krippendorff") -> str:
    """The figures of a group on one line, or why there are none."""
    found = group.found
    names = listing([group.labels[code] for code in group.codes], most=len(group.codes))
    head = tr(
        f"Gruppen »{group.label}« ({names} udelukker hinanden)",
        f"The group “{group.label}” ({names} exclude each other)",
    )
    if found is None:
        return f"{head}: {_doubled(group)}"
    if found.u is None:
        return f"{head}: {group.why_not('u')}."
    kept = listing(
        [f"{group.labels[code]} {number(found.by_code.get(code))}" for code in group.codes],
        most=len(group.codes),
    )
    return tr(
        f"{head}: u {number(found.u)} [{interval_text(group.interval)}] {verdict_text(group.interval, scale)}; "
        f"hvor der er kode eller ikke (|u) {number(found.binary)}; hvilken kode, hvor begge har en (cu) {number(found.cu)}, "
        f"på {share(found.coverage)} af de kodede ord; hver kode mod de andre ((k)u): {kept}.",
        f"{head}: u {number(found.u)} [{interval_text(group.interval)}] {verdict_text(group.interval, scale)}; "
        f"where there is a code or none (|u) {number(found.binary)}; which code, where both have one (cu) "
        f"{number(found.cu)}, on {share(found.coverage)} of the coded words; each code against the others ((k)u): {kept}.",
    )


def _doubled(group: GroupAgreement) -> str:
    words = (("ord", "ord"), ("word", "words"))
    own = listing([f"{coder}: {plural(count, *words)}" for coder, count in group.doubled.items()])
    return tr(
        f"ingen figurer, for der står to af koderne på de samme ord ({own}). Ret kodningerne eller kodebogen.",
        f"no figures, for two of the codes stand on the same words ({own}). Correct the codings or the codebook.",
    )
