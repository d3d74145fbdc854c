"""Who coded blind, and what figures after adjudication mean, in words."""

from collections.abc import Sequence

from kodning.intercoder.work import BlindFact
from kodning.store.passes import PassRow
from kodning.wording import integer, tr


def blind_lines(facts: Sequence[BlindFact]) -> list[str]:
    """A line for each coder who has coded blind; one line where nobody has."""
    if all(fact.state is None for fact in facts):
        return [
            tr(
                "Ingen af koderne har kodet blindt efter det noterede.",
                "None of the coders is on record as having coded blind.",
            )
        ]
    return [_line(fact) for fact in facts]


def _line(fact: BlindFact) -> str:
    if fact.state is None or fact.begun is None:
        return tr(f"{fact.coder} har ikke kodet blindt.", f"{fact.coder} has not coded blind.")
    share = f"{integer(fact.coded_blind)}/{integer(fact.codings)}"
    begun = _time(fact.begun)
    told = tr(
        f"{fact.coder} kodede blindt fra {begun}: {share} kodninger.",
        f"{fact.coder} coded blind from {begun}: {share} codings.",
    )
    if fact.until is None:
        return told
    until = _time(fact.until)
    if fact.state == "broken":
        return told + tr(
            f" Blindingen blev brudt {until} af {fact.by}: {fact.reason}",
            f" The blind was broken on {until} by {fact.by}: {fact.reason}",
        )
    return told + tr(f" Afsluttet {until}.", f" Ended on {until}.")


def _time(stamp: str) -> str:
    return f"{stamp[:10]} {stamp[11:16]} UTC"


def after_lines(found: PassRow | None) -> list[str]:
    """What agreement after adjudication is, where that is what the figures are."""
    if found is None or found.base is None:
        return []
    return [
        tr(
            f"Tallene er efter afgørelsen af uenighederne i »{found.base}« og siger, hvor enige koderne blev. "
            f"Enigheden mellem dem er tallene på »{found.base}«.",
            f"The figures are after the disagreements of “{found.base}” were settled and say how far coders came to "
            f"agree. The agreement between them is that of “{found.base}”.",
        )
    ]
