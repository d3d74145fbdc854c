"""Where the compared codings come from and what became of their disagreements, in sentences."""

from collections.abc import Iterator

from kodning.intercoder.background import Background, date_of
from kodning.store.passes import PassRow
from kodning.wording import integer, listing, plural, tr

_HASH = 12  # digits of a hash that tell passes apart in print


def quoted(name: str) -> str:
    """A name in the quotation marks of the language."""
    return tr(f"»{name}«", f"“{name}”")


def short_hash(sha256: str) -> str:
    """The beginning of a hash, as it is printed."""
    return f"SHA-256 {sha256[:_HASH]}…"


def which_codings(rests_on: Background) -> str:
    """Which codings the figures are computed on, as a sentence."""
    one = rests_on.frozen
    if one is None:
        return tr(
            "Tallene er beregnet på kodningerne, som de stod, da rapporten blev lavet; de er ikke frosset.",
            "The figures are those of the codings as they stood when the report was made; they are not frozen.",
        )
    day, digest = date_of(one.created), short_hash(one.sha256)
    if one.base is not None:
        return tr(
            f"Tallene er beregnet på gennemløbet {quoted(one.name)} ({day}, {digest}), altså efter afgørelsen af uenighederne i "
            f"{quoted(one.base)}; de er ikke et mål for kodernes uafhængige enighed.",
            f"The figures are those of the pass {quoted(one.name)} ({day}, {digest}), that is, after the disagreements of "
            f"{quoted(one.base)} were settled; they do not measure how far coders agreed independently.",
        )
    return tr(
        f"Tallene er beregnet på gennemløbet {quoted(one.name)}, frosset {day} ({digest}).",
        f"The figures are those of the pass {quoted(one.name)}, frozen on {day} ({digest}).",
    )


def blindness(rests_on: Background) -> Iterator[str]:
    """Who coded blind, where that is on record; a sentence each."""
    for fact in rests_on.blind:
        if fact.state is None or not fact.coded_blind:
            continue
        made = plural(fact.codings, ("kodning", "kodninger"), ("coding", "codings"))
        yield tr(
            f"{integer(fact.coded_blind)} af {made} hos {fact.coder} er lavet blindt, uden adgang til andres kodninger og til forslag.",
            f"{integer(fact.coded_blind)} of {made} by {fact.coder} were made blind, without access to others' codings and "
            "to suggestions.",
        )
        if fact.state == "broken":
            yield tr(f"Blindingen af {fact.coder} blev brudt.", f"The blind of {fact.coder} was broken.")


def settlement(rests_on: Background) -> str:
    """How disagreements were settled, as a sentence."""
    if not rests_on.settled:
        return tr(
            "Projektet har ikke noteret, hvordan uenigheder er afgjort.",
            "The project has no record of how disagreements were settled.",
        )
    passes = listing([_settled(one) for one in rests_on.settled], most=len(rests_on.settled))
    return tr(
        f"Uenigheder er afgjort enkeltvis og resultatet gemt som et gennemløb for sig: {passes}.",
        f"Disagreements were settled one by one, and the result kept as a pass of its own: {passes}.",
    )


def _settled(one: PassRow) -> str:
    made = plural(one.decisions, ("afgørelse", "afgørelser"), ("decision", "decisions"))
    return tr(
        f"{quoted(one.name)} ({made}, {date_of(one.created)}, af {one.by})",
        f"{quoted(one.name)} ({made}, {date_of(one.created)}, by {one.by})",
    )
