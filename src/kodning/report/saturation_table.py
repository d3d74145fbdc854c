"""New codes with each interview as a `Table`."""

from collections.abc import Iterator

from kodning.analysis.saturation import SAMPLED_ORDERS, Criterion, Saturation
from kodning.report.count_notes import coder_notes
from kodning.report.table import Column, Table
from kodning.wording import integer, listing, percent, plural, tr


def saturation_table(found: Saturation) -> Table:
    """One row an interview: new codes in the project's order, and fewest, average and most over all orders."""
    columns = [
        Column("interviews", tr("Interviews", "Interviews"), "integer"),
        Column("document", tr("Senest", "Latest"), width=30),
        Column("new", tr("Nye", "New"), "integer"),
        Column("codes", tr("I alt", "So far"), "integer"),
        Column("low", tr("Færrest", "Fewest"), "integer"),
        Column("mean", tr("I snit", "Average"), "number"),
        Column("high", tr("Flest", "Most"), "integer"),
        Column("bar", "", "bar"),
    ]
    most = found.codes_total or 1
    rows = [step._asdict() | {"bar": step.mean / most} for step in found.steps]
    unit = (
        plural(found.codes_total, ("tema", "temaer"), ("theme", "themes"))
        if found.themes
        else plural(found.codes_total, ("kode", "koder"), ("code", "codes"))
    )
    interviews = plural(len(found.steps), ("interview", "interviews"), ("interview", "interviews"))
    return Table(
        columns=columns,
        rows=rows,
        records=[found.record()],
        title=tr(
            f"Mætning · {found.coder} · {unit} i {interviews}",
            f"Saturation · {found.coder} · {unit} in {interviews}",
        ),
        notes=list(_notes(found)),
    )


def _notes(found: Saturation) -> Iterator[str]:
    yield tr(
        "Nye og I alt: i projektets rækkefølge. Færrest, I snit og Flest: hvad så mange interviews giver i enhver rækkefølge",
        "New and So far: in the project's order. Fewest, Average and Most: what so many interviews give in any order",
    ) + (
        tr(" (alle er talt).", " (all counted).")
        if found.exact
        else tr(
            f" (gennemsnittet er af alle, færrest og flest af {integer(SAMPLED_ORDERS)} trukne, seed {found.seed}).",
            f" (the average is of all, fewest and most of {integer(SAMPLED_ORDERS)} drawn ones, seed {found.seed}).",
        )
    )
    if found.themes:
        yield tr("Koder tælles som deres øverste tema.", "Codes are counted as their topmost theme.")
    yield from _criterion(found.criterion, found.seed)
    if found.unread:
        names = listing(list(found.unread))
        yield tr(
            f"Ikke med, fordi {found.coder} hverken har læst eller kodet dem: {names}.",
            f"Left out, since {found.coder} has neither read nor coded them: {names}.",
        )
    yield from coder_notes(found.coder, found.documents, found.documents, found.other_coders)


def _criterion(asked: Criterion, seed: int) -> Iterator[str]:
    how = tr(
        f"Guest, Namey & Chen 2020: nye koder i {asked.run} interviews i træk, højst {percent(asked.threshold)} "
        f"af koderne i de første {asked.base}",
        f"Guest, Namey & Chen 2020: new codes in {asked.run} interviews on end, at most {percent(asked.threshold)} "
        f"of the codes in the first {asked.base}",
    )
    if asked.reason:
        yield tr(
            f"{how}: kan ikke regnes ud, for {asked.reason[0]}.",
            f"{how}: cannot be worked out, since {asked.reason[1]}.",
        )
        return
    if asked.reached is None:
        here = tr("nås ikke i projektets rækkefølge", "not reached in the project's order")
    else:
        at = f"{asked.reached}+{asked.run}"
        here = tr(f"nås i projektets rækkefølge ved {at}", f"reached in the project's order at {at}")
    orders = (
        tr(f"alle {integer(asked.orders)} rækkefølger", f"all {integer(asked.orders)} orders")
        if asked.every_order
        else tr(
            f"{integer(asked.orders)} trukne rækkefølger (seed {seed})",
            f"{integer(asked.orders)} drawn orders (seed {seed})",
        )
    )
    number = integer(asked.reached_in or 0)
    over = tr(f"i {number} af {orders}", f"in {number} of {orders}")
    if asked.earliest is not None:
        over += tr(
            f", tidligst ved {asked.earliest}, midt {asked.median}, senest {asked.latest}",
            f", earliest at {asked.earliest}, middle {asked.median}, latest {asked.latest}",
        )
    yield f"{how}: {here}; {over}."
