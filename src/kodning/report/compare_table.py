"""Groups of interviews beside each other as a `Table`."""

from collections.abc import Iterator

from kodning.analysis.comparing import Compared, Comparison
from kodning.report.count_notes import base_line, coder_notes
from kodning.report.table import Column, Fraction, Table
from kodning.wording import listing, plural, tr

_TESTS = {
    "fisher": ("Fishers eksakte test", "Fisher's exact test"),
    "freeman-halton": ("Freeman og Haltons eksakte test", "Freeman and Halton's exact test"),
    "chi-squared": ("Pearsons χ²-test", "Pearson's χ² test"),
}


def compare_table(found: Compared) -> Table:
    """One row a code: interviews with it out of those in each group, and the share of the words."""
    tested = any(row.p is not None for row in found.rows)
    columns = [
        Column("label", tr("Kode", "Code"), width=40),
        *(Column(f"documents:{group}", group, "fraction") for group in found.groups),
        *(
            Column(f"share:{group}", tr(f"{group}, ord", f"{group}, words"), "share")
            for group in found.groups
        ),
        *(Column(f"codings:{group}", tr(f"{group}, kodninger", f"{group}, codings"), "integer", on_paper=False)
          for group in found.groups),
        *(Column(f"words:{group}", tr(f"{group}, antal ord", f"{group}, number of words"), "integer", on_paper=False)
          for group in found.groups),
        *([Column("p", "p", "probability"), Column("p_holm", "p (Holm)", "probability")] if tested else []),
        Column("code", tr("Kode-id", "Code id"), on_paper=False),
        Column("parent", tr("Under", "Under"), on_paper=False),
        Column("test", "Test", on_paper=False),
        Column("reason", tr("Ingen test, fordi", "No test, since"), on_paper=False),
    ]  # fmt: skip
    return Table(
        columns=columns,
        rows=[_row(row) for row in found.rows],
        records=found.records(),
        title=tr(f"Koder efter {found.attribute}", f"Codes by {found.attribute}") + f" · {found.coder}",
        notes=list(_notes(found)),
    )


def _row(row: Comparison) -> dict[str, object]:
    cells: dict[str, object] = {
        "label": row.name.shown,
        "p": row.p,
        "p_holm": row.p_holm,
        "code": row.name.code,
        "parent": row.name.parent,
        "test": row.method,
        "reason": tr(*row.reason) if row.reason else None,
        "_indent": row.name.depth,
        "_strong": row.name.depth == 0,
        "_color": row.name.color,
    }
    for group, count in row.groups.items():
        cells[f"documents:{group}"] = Fraction(count.documents, count.documents_total)
        cells[f"share:{group}"] = count.share_of_words
        cells[f"codings:{group}"] = count.codings
        cells[f"words:{group}"] = count.words
    return cells


def _notes(found: Compared) -> Iterator[str]:
    bases = (
        f"{group} {base_line(count.documents_total, count.words_total)}"
        for group, count in found.groups.items()
    )
    yield tr("Grupperne: ", "The groups: ") + "; ".join(bases) + "."
    yield tr(
        "Brøkerne er interviews med koden af gruppens interviews; ord er andelen af informanternes ord i gruppen.",
        "The fractions are interviews with the code out of the group's interviews; words is the share of the "
        "informants' words in the group.",
    )
    tested = [row for row in found.rows if row.method]
    if found.reason:
        yield tr(f"Ingen test: {found.reason[0]}.", f"No test: {found.reason[1]}.")
    elif tested:
        methods = [tr(*_TESTS[method]) for method in dict.fromkeys(row.method for row in tested) if method]
        codes = plural(len(tested), ("kode", "koder"), ("code", "codes"))
        yield tr(
            f"p: {listing(methods)} af interviews med og uden koden; interviewet er enheden, ikke kodningen. "
            f"p (Holm): når alle {codes}, der er testet, ses under ét.",
            f"p: {listing(methods)} of interviews with and without the code; the interview is the unit, not the coding. "
            f"p (Holm): when all {codes} tested are looked at together.",
        )
    without = {row.reason for row in found.rows if row.reason and row.reason != found.reason}
    for da, en in sorted(without):
        yield tr(f"Uden p: {da}.", f"Without p: {en}.")
    if found.left_out:
        missing = plural(found.left_out, ("interview", "interviews"), ("interview", "interviews"))
        yield tr(f"{missing} uden værdi indgår i ingen test.", f"{missing} without a value are in no test.")
    if found.unread:
        yield tr(
            f"Hverken læst eller kodet: {listing(list(found.unread))}.",
            f"Neither read nor coded: {listing(list(found.unread))}.",
        )
    total = sum(count.documents_total for count in found.groups.values())
    yield from coder_notes(found.coder, found.reviewed, total, found.other_coders)
