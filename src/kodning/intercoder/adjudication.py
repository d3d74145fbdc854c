"""Adjudication: what was decided on disagreements, and the codings that follow from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from kodning.errors import KodningError, did_you_mean
from kodning.intercoder.disagreements import Comparison, Disagreement
from kodning.intercoder.passages import Passage
from kodning.intercoder.work import CodingWork
from kodning.model import Coding, NewCoding

ADJUDICATOR = "afgørelse"  # the coder under whose name adjudicated codings stand, unless another is named
ORIGIN = "adjudication"
_SHORTEST = 4  # of an id cut short, as a person may write it

Placed = tuple[str, int, int]  # code, start, end


class UnknownDisagreementError(KodningError):
    """An id that none of the disagreements has."""

    def __init__(self, wanted: str, known: Sequence[str]) -> None:
        da, en = did_you_mean(wanted, list(known))
        super().__init__(
            f"Der er ingen uenighed »{wanted}«. {da}", f"There is no disagreement “{wanted}”. {en}"
        )


class NoPartyError(KodningError):
    """A version was chosen of a coder who has not read the words in question."""

    def __init__(self, found: Disagreement, coder: str) -> None:
        da, en = did_you_mean(coder, list(found.coders))
        super().__init__(
            f"Uenighed {found.id}: »{coder}« er ikke en af dem, der er uenige. {da}",
            f"Disagreement {found.id}: “{coder}” is not among those who disagree. {en}",
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on one disagreement.

    Attributes:
        disagreement: Its id.
        outcome: The codings to stand there: (code, start, end); empty where no code is to stand.
        reason: Why.
        codebook_change: What was changed in the codebook because of it, or is to be.
        decided_by: Who decided.
    """

    disagreement: str
    outcome: tuple[Placed, ...]
    reason: str = ""
    codebook_change: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Adjudication:
    """What follows from decisions.

    Attributes:
        codings: The adjudicated pass: passages all agree on, and what was decided. No undecided disagreement.
        agreed: How many of those codings stand for agreement.
        decided: How many disagreements were decided.
        undecided: The disagreements that were not.
        work: Everybody's work with the decisions in place of what they disagreed about; the rest as it was.
    """

    codings: Sequence[NewCoding]
    agreed: int
    decided: int
    undecided: Sequence[Disagreement]
    work: CodingWork


def find_disagreement(wanted: str, found: Mapping[str, Disagreement]) -> Disagreement:
    """The disagreement of an id, which may be cut short where it stays the only one (four characters or more).

    Raises:
        UnknownDisagreementError: With the nearest id.
    """
    key = wanted.strip().casefold()
    if key in found:
        return found[key]
    match = [name for name in found if name.startswith(key)] if len(key) >= _SHORTEST else []
    if len(match) != 1:
        raise UnknownDisagreementError(wanted.strip(), list(found))
    return found[match[0]]


def version_of(found: Disagreement, coder: str) -> tuple[Placed, ...]:
    """A coder's version of a disagreement, as an outcome; empty where she put nothing.

    Raises:
        NoPartyError: She has not read the words.
    """
    if coder not in found.codings:
        raise NoPartyError(found, coder)
    return tuple((mark.code, mark.start, mark.end) for mark in found.codings[coder])


def apply_decisions(
    work: CodingWork, comparison: Comparison, decisions: Iterable[Decision], adjudicator: str = ADJUDICATOR
) -> Adjudication:
    """Settle disagreements.

    Where coders cover the same words with the same code but cut them differently, the version with fewest codings
    stands, and of those the one that begins and ends first.

    Args:
        work: What was compared.
        comparison: What `compare` found in it.
        decisions: Decisions; of several on one disagreement the last counts.
        adjudicator: The coder of the adjudicated codings.

    Raises:
        UnknownDisagreementError: A decision on something that is no disagreement in this comparison.
    """
    known = {found.id: found for found in comparison.disagreements}
    made = {decision.disagreement: decision for decision in decisions}
    for key in made:
        if key not in known:
            raise UnknownDisagreementError(key, list(known))
    agreed = dict.fromkeys(
        (passage.document, *place) for passage in comparison.agreed for place in _agreed_version(passage)
    )
    decided = dict.fromkeys(
        (known[key].document, *place) for key, decision in made.items() for place in decision.outcome
    )
    return Adjudication(
        codings=[
            NewCoding(document, start, end, code, adjudicator)
            for document, code, start, end in {**agreed, **decided}
        ],
        agreed=len(agreed),
        decided=len(made),
        undecided=[found for found in comparison.disagreements if found.id not in made],
        work=work._replace(codings=_settled(work.codings, [(known[key], made[key]) for key in made])),
    )


def _agreed_version(passage: Passage) -> list[Placed]:
    versions = [
        [(coding.code, coding.start, coding.end) for coding in own] for own in passage.codings.values()
    ]
    return min(versions, key=lambda version: (len(version), version))


def _settled(codings: Sequence[Coding], settled: Sequence[tuple[Disagreement, Decision]]) -> list[Coding]:
    """Codings with each decision in place of what its coders had put there; what they had right stays theirs."""
    wanted: dict[tuple[str, str], set[Placed]] = defaultdict(set)
    gone: set[int] = set()
    for found, decision in settled:
        gone |= {mark.coding for own in found.codings.values() for mark in own}
        for coder in found.coders:
            wanted[found.document, coder].update(decision.outcome)
    kept: list[Coding] = []
    for coding in codings:
        outcome = wanted.get((coding.document, coding.coder), set())
        place = (coding.code, coding.start, coding.end)
        if coding.id not in gone or place in outcome:
            outcome.discard(place)
            kept.append(coding)
    new = [
        (document, start, end, code, coder)
        for (document, coder), places in wanted.items()
        for code, start, end in sorted(places)
    ]
    # Below every number that a stored coding can have, so that they can be told apart in a further comparison.
    first = min((coding.id for coding in codings), default=0)
    numbered = zip(count(min(first, 0) - 1, -1), new, strict=False)
    return kept + [Coding(number, "", *place, "", "", ORIGIN) for number, place in numbered]
