"""A sample of units to double-code as a `Table`: which units, and in words why so many."""

from collections import Counter
from collections.abc import Iterator

from kodning.intercoder.sampling import Sample
from kodning.intercoder.unit_names import interviews, unit_name
from kodning.report.table import Column, Table
from kodning.wording import decimal, integer, listing, percent, plural, tr

_ENOUGH = 1e-9
_MOST_SHOWN = 30  # in a terminal, so that the reasons below the list are seen


def sample_table(sample: Sample) -> Table:
    """A row a unit: document, place as commands take it, first words."""
    columns = [
        Column("number", tr("Nr.", "No."), "integer"),
        Column("document", tr("Interview", "Interview")),
        Column("place", tr("Sted", "Place")),
        *([Column("stratum", sample.by)] if sample.by else []),
        Column("start", tr("Start", "Start"), "integer", on_paper=False),
        Column("end", tr("Slut", "End"), "integer", on_paper=False),
        Column("text", tr("Begynder", "Begins"), width=60),
    ]
    rows = [
        {"number": number, **one._asdict(), "text": " ".join(one.text.split())}
        for number, one in enumerate(sample.units, start=1)
    ]
    size = sample.size
    drawn = tr(
        f"{integer(size.drawn)} af {unit_name(sample.unit, size.available)}",
        f"{integer(size.drawn)} of {unit_name(sample.unit, size.available)}",
    )
    return Table(
        columns=columns,
        rows=rows,
        records=[sample.record()],
        title=f"{tr('Stikprøve til dobbeltkodning', 'Sample to double-code')} · {drawn}, {interviews(sample.interviews)}",
        notes=[_from_each(sample), *why_so_many(sample)],
        most_shown=_MOST_SHOWN,
    )


def _from_each(sample: Sample) -> str:
    """How many units each interview gives."""
    counts = Counter(one.document for one in sample.units)
    each = listing([f"{name} {integer(count)}" for name, count in counts.items()])
    return tr(f"Fra hvert: {each}.", f"From each: {each}.")


def why_so_many(sample: Sample) -> Iterator[str]:
    """The reasons for the size, a sentence each."""
    plan, size = sample.plan, sample.size
    coders = plural(plan.coders, ("koder", "kodere"), ("coder", "coders"))
    yield tr(
        f"Hvorfor så mange: når {coders} sætter en kode på {percent(plan.prevalence, 1)} af enhederne og kappa er "
        f"{decimal(plan.expected, 3)}, skal der {integer(size.independent)} uafhængige enheder til, for at den nedre grænse "
        f"(ensidet 95 %) bliver {decimal(plan.lower, 3)} (Donner og Eliasziw 1992).",
        f"Why so many: when {coders} put a code on {percent(plan.prevalence, 1)} of the units and kappa is "
        f"{decimal(plan.expected, 3)}, it takes {integer(size.independent)} independent units for the lower limit "
        f"(one-sided 95%) to be {decimal(plan.lower, 3)} (Donner and Eliasziw 1992).",
    )
    yield _prevalence(sample)
    yield _clustering(sample)
    yield _worth(sample)
    yield tr(
        f"Trukket med frø {sample.seed} og fordelt efter, hvor mange enheder hvert interview har"
        f"{_by(sample)}; interviewerens replikker er ikke med.",
        f"Drawn with seed {sample.seed} and shared out by how many units each interview has{_by(sample)}; the interviewer's "
        "turns are not counted.",
    )


def _by(sample: Sample) -> str:
    return tr(f", først på »{sample.by}«", f", first by “{sample.by}”") if sample.by else ""


def _prevalence(sample: Sample) -> str:
    share = percent(sample.plan.prevalence, 1)
    if sample.used_codes is None:
        return tr(
            f"Prævalensen {share} er den, der blev bedt om.", f"The prevalence {share} is the one asked for."
        )
    if not sample.used_codes:
        return tr(
            f"Prævalensen {share} er et gæt: ingen koder er brugt endnu, hvor nogen har noteret at have læst.",
            f"The prevalence {share} is a guess: no code is used yet where anybody has recorded reading.",
        )
    codes = plural(sample.used_codes, ("kode", "koder"), ("code", "codes"))
    return tr(
        f"Prævalensen {share} er medianen for de {codes}, der er brugt indtil nu.",
        f"The prevalence {share} is the median of the {codes} used so far.",
    )


def _clustering(sample: Sample) -> str:
    plan, size = sample.plan, sample.size
    each = decimal(size.drawn / max(1, sample.interviews), 1)
    return tr(
        f"Enheder i samme interview ligner hinanden (ICC {decimal(plan.icc)}, en antagelse): med {each} fra hvert er "
        f"designeffekten {decimal(size.design_effect)}, så de {integer(size.drawn)} svarer til {integer(round(size.effective))} "
        "uafhængige.",
        f"Units of one interview are alike (ICC {decimal(plan.icc)}, an assumption): with {each} from each the design effect "
        f"is {decimal(size.design_effect)}, so that the {integer(size.drawn)} are worth {integer(round(size.effective))} "
        "independent ones.",
    )


def _worth(sample: Sample) -> str:
    """Whether that is enough, and what can be expected."""
    size = sample.size
    if size.effective >= size.independent - _ENOUGH:
        return tr("Det er nok til den nedre grænse.", "That is enough for the lower limit.")
    lower = (
        tr("ingen nedre grænse over 0", "no lower limit above 0")
        if size.lower is None
        else tr(f"en nedre grænse på {decimal(size.lower)}", f"a lower limit of {decimal(size.lower)}")
    )
    if size.wanted is None:
        most = integer(int(sample.interviews / sample.plan.icc))
        all_there_are = size.drawn == size.available
        more = (
            tr("Det er alle, der er", "These are all there are")
            if all_there_are
            else tr("Flere enheder hjælper lidt", "More units help a little")
        )
        return tr(
            f"Det er ikke nok: fra {interviews(sample.interviews)} kan enhederne højst svare til {most} uafhængige, hvor mange "
            f"der end trækkes. Man kan vente {lower}. {more}; flere interviews hjælper.",
            f"That is not enough: units from {interviews(sample.interviews)} can be worth {most} independent ones at most, "
            f"however many are drawn. Expect {lower}. {more}; more interviews help.",
        )
    if size.drawn == size.available:
        return tr(
            f"Der skulle {unit_name(sample.unit, size.wanted)} til; det er alle, der er. Man kan vente {lower}.",
            f"It would take {unit_name(sample.unit, size.wanted)}; these are all there are. Expect {lower}.",
        )
    return tr(
        f"Der skulle {unit_name(sample.unit, size.wanted)} til. Man kan vente {lower}.",
        f"It would take {unit_name(sample.unit, size.wanted)}. Expect {lower}.",
    )
