"""Rounds and blind passes as tables, and what an adjudication came to, in words."""

from collections.abc import Iterator, Sequence

from kodning.intercoder.rounds import Figure, Foreseen, Outcome, Round
from kodning.intercoder.unit_names import unit_name
from kodning.report.agreement_cells import interval_text
from kodning.report.table import Column, Table
from kodning.store.blind import BlindRow
from kodning.store.passes import PassRow
from kodning.wording import decimal, integer, listing, plural, tr


def rounds_table(rounds: Sequence[Round], *, hidden: bool = False) -> Table:
    """One row a pass: what it is, and agreement before and after disagreements were settled.

    Args:
        rounds: The passes.
        hidden: Whether there may be others that the viewer, who codes blind, is not shown.
    """
    return Table(
        columns=[
            Column("name", tr("Gennemløb", "Pass"), width=28),
            Column("kind", tr("Slags", "Kind")),
            Column("date", tr("Dato", "Date")),
            Column("coders", tr("Kodere", "Coders"), width=24),
            Column("documents", tr("Dokumenter", "Documents"), "integer"),
            Column("units", tr("Enheder", "Units"), "integer"),
            Column("before", tr("α før", "α before"), "number"),
            Column("interval_before", tr("95 %-interval", "95% interval"), "fraction"),
            Column("after", tr("α efter", "α after"), "number"),
            Column("interval_after", tr("95 %-interval", "95% interval"), "fraction"),
            Column("codebook", tr("Kodebog nr.", "Codebook no."), "integer"),
            Column("base", tr("Afgør", "Settles"), on_paper=False),
            Column("decisions", tr("Afgørelser", "Decisions"), "integer", on_paper=False),
            Column("sha256", "SHA-256", on_paper=False),
        ],
        rows=[_row(one) for one in rounds],
        records=[one.record() for one in rounds],
        notes=list(_notes(rounds, hidden=hidden)),
    )


def _row(one: Round) -> dict[str, object]:
    before, after = one.before.pooled, one.after.pooled if one.after else None
    return {
        "name": one.row.name,
        "kind": kind_name(one.row),
        "date": one.row.created[:10],
        "coders": listing(list(one.row.coders)),
        "documents": one.row.documents,
        "units": one.before.n_units,
        "before": before.alpha.value if before else None,
        "interval_before": interval_text(before.interval) if before else None,
        "after": after.alpha.value if after else None,
        "interval_after": interval_text(after.interval) if after else None,
        "codebook": one.row.codebook_version,
        "base": one.row.base,
        "decisions": one.row.decisions,
        "sha256": one.row.sha256,
    }


def kind_name(row: PassRow) -> str:
    """What a kind of pass is called."""
    return tr("frosset", "frozen") if row.kind == "frozen" else tr("afgjort", "adjudicated")


def _notes(rounds: Sequence[Round], *, hidden: bool) -> Iterator[str]:
    if hidden:
        yield tr(
            "Andres gennemløb vises ikke, mens du koder blindt.",
            "Passes of others are not shown while you code blind.",
        )
    elif not rounds:
        yield tr(
            "Intet er frosset endnu: kodning agree --freeze NAVN",
            "Nothing is frozen yet: kodning agree --freeze NAME",
        )
    if not rounds:
        return
    unit = unit_name(rounds[0].unit, 2).split(" ", 1)[1]
    yield tr(
        f"α: samlet Krippendorffs alfa (1 − ΣD_o/ΣD_e over koderne), enhed: {unit}. Før: uden at der er talt om uenighederne. "
        "Efter: med afgørelserne sat ind; det siger, hvor enige koderne blev, ikke hvor enige de var.",
        f"α: pooled Krippendorff's alpha (1 − ΣD_o/ΣD_e over codes), unit: {unit}. Before: nobody has talked about the "
        "disagreements. After: with the decisions put in; it says how far coders came to agree, not how far they did.",
    )


def outcome_lines(outcome: Outcome, base: PassRow, unit: str) -> list[str]:
    """What an adjudication came to: what was decided, and the two figures with their names."""
    settled, row = outcome.settled, outcome.row
    left = len(settled.undecided)
    decided = plural(settled.decided, ("uenighed afgjort", "uenigheder afgjort"),
                     ("disagreement decided", "disagreements decided"))  # fmt: skip
    codings = plural(len(settled.codings), ("kodning", "kodninger"), ("coding", "codings"))
    agreed = integer(settled.agreed)
    lines = [
        decided + (tr(f", {integer(left)} står åbne.", f", {integer(left)} are open.") if left else "."),
        tr(f"Før ({base.name}, frosset): ", f"Before ({base.name}, frozen): ")
        + figure_text(outcome.before, unit),
        tr(f"Efter ({row.name}, afgjort): ", f"After ({row.name}, adjudicated): ")
        + figure_text(outcome.after, unit),
        tr(
            "Enigheden er tallet før; tallet efter siger, hvor enige koderne blev.",
            "The agreement is the figure before; the one after says how far coders came to agree.",
        ),
        tr(
            f"Gennemløbet »{row.name}«: {codings} under »{row.coders[0]}«, {agreed} af dem fordi alle var enige.",
            f"The pass “{row.name}”: {codings} under “{row.coders[0]}”, {agreed} of them because all agreed.",
        ),
    ]
    if not outcome.new:
        lines.append(
            tr("Det var der i forvejen; intet er ændret.", "It was there already; nothing was changed.")
        )
    return lines


def foreseen_lines(plan: Foreseen) -> list[str]:
    """What writing the result would do."""
    settled, codings = plan.settled, len(plan.settled.codings)
    made = plural(codings, ("kodning", "kodninger"), ("coding", "codings"))
    agreed = integer(settled.agreed)
    left = plural(
        len(settled.undecided), ("uenighed står", "uenigheder står"), ("disagreement", "disagreements")
    )
    lines = [
        tr(
            f"Gennemløbet »{plan.name}« ville få {made} under »{plan.adjudicator}«, {agreed} af dem fordi alle var enige.",
            f"The pass “{plan.name}” would have {made} under “{plan.adjudicator}”, {agreed} of them because all agreed.",
        ),
        tr(f"{left} åbne.", f"{left} left open."),
    ]
    if plan.known is not None:
        lines.append(tr("Det er der allerede.", "It is there already."))
    return [*lines, tr("Intet er skrevet (--dry-run).", "Nothing was written (--dry-run).")]


def figure_text(figure: Figure, unit: str) -> str:
    """A pooled alpha with its name, interval and base."""
    base = unit_name(unit, figure.n_units)
    if figure.pooled is None or figure.pooled.alpha.value is None:
        reason = figure.pooled.reason if figure.pooled else None
        why = f" ({reason})" if reason else ""
        return tr(f"samlet alfa ikke defineret{why}, {base}", f"pooled alpha undefined{why}, {base}")
    value, interval = decimal(figure.pooled.alpha.value), interval_text(figure.pooled.interval)
    return tr(
        f"samlet Krippendorffs alfa {value} [{interval}], {base}",
        f"pooled Krippendorff's alpha {value} [{interval}], {base}",
    )


def blind_table(rows: Sequence[BlindRow]) -> Table:
    """One row a blind pass: whose, from when to when, and how it ended."""
    found: list[dict[str, object]] = []
    for row in rows:
        if row.state == "begun":
            found.append(
                {"coder": row.coder, "state": row.state, "begun": row.created, "begun_by": row.by,
                 "until": None, "by": None, "reason": ""}
            )  # fmt: skip
        else:
            latest = next(one for one in reversed(found) if one["coder"] == row.coder)
            latest |= {"state": row.state, "until": row.created, "by": row.by, "reason": row.reason}
    states = {
        "begun": tr("koder blindt", "coding blind"),
        "broken": tr("brudt", "broken"),
        "ended": tr("afsluttet", "ended"),
    }
    return Table(
        columns=[
            Column("coder", tr("Koder", "Coder")),
            Column("state", tr("Tilstand", "State")),
            Column("begun", tr("Fra (UTC)", "From (UTC)")),
            Column("until", tr("Til (UTC)", "Until (UTC)")),
            Column("by", tr("Af", "By")),
            Column("reason", tr("Grund", "Reason"), width=40),
            Column("begun_by", tr("Begyndt af", "Begun by"), on_paper=False),
        ],
        rows=[{**one, "state": states[str(one["state"])]} for one in found],
        records=found,
        notes=[] if found else [tr("Ingen har kodet blindt.", "Nobody has coded blind.")],
    )
