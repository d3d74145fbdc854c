"""Whether a method is worth using on a project, in words."""

from __future__ import annotations

from typing import NamedTuple

from kodning.suggest.values import Reason
from kodning.wording import decimal, speaking

USEFUL = 0.5  # recall at 3 below which more right codes are missing from the list than are on it
FEW_DOCUMENTS = 3


class Compared(NamedTuple):
    """What the verdict rests on.

    Attributes:
        name: The method.
        is_baseline: Whether it is the lexical method itself.
        documents: How many documents there are.
        recall_at_3: Its recall at 3.
        hit_at_3: Share of the coded passages with a right code among the first three.
        gain: Recall at 3 less the lexical method's; None where there is none.
        gain_low: The lower end of the gain's interval.
    """

    name: str
    is_baseline: bool
    documents: int
    recall_at_3: float | None
    hit_at_3: float | None
    gain: float | None
    gain_low: float | None


def verdict(compared: Compared) -> Reason:
    """Say whether a method is worth using."""
    recall = compared.recall_at_3 or 0.0
    first = _both(
        f"{{}} af de rigtige koder er blandt de tre første med metoden »{compared.name}«.",
        f"{{}} of the right codes are among the first three with the method “{compared.name}”.",
        recall,
    )
    second = _both(
        "I {} af de kodede tekststykker er mindst én rigtig kode blandt dem.",
        "In {} of the coded passages at least one right code is among them.",
        compared.hit_at_3 or 0.0,
    )
    parts = [first, second, _against(compared)]
    if recall < USEFUL:
        parts.append(
            Reason(
                "Læs selv alt igennem: flere end halvdelen af koderne mangler på listen.",
                "Read everything yourself: more than half of the codes are missing from the list.",
            )
        )
    if compared.documents < FEW_DOCUMENTS:
        parts.append(
            Reason(
                "Der er for få dokumenter til at stole på tallene.",
                "There are too few documents to trust the figures.",
            )
        )
    return Reason(" ".join(part.da for part in parts), " ".join(part.en for part in parts))


def _against(compared: Compared) -> Reason:
    if compared.is_baseline:
        return Reason(
            "Det er søgeordene alene, som andre metoder måles mod.",
            "These are the terms alone, which other methods are measured against.",
        )
    if compared.gain is None:
        return Reason(
            "Kodebogen har ingen søgeord at sammenligne med.", "The codebook has no terms to compare with."
        )
    if compared.gain > 0 and compared.gain_low is not None and compared.gain_low > 0:
        return _both(
            "Den er værd at bruge her: {} flere end søgeordene alene, og mere end tilfældet kan forklare.",
            "It is worth using here: {} more than the terms alone, and more than chance explains.",
            compared.gain,
        )
    if compared.gain > 0:
        return _both(
            "Måske værd at bruge her: {} flere end søgeordene alene, men det kan være tilfældigt.",
            "Perhaps worth using here: {} more than the terms alone, but that may be chance.",
            compared.gain,
        )
    return Reason(
        "Ikke værd at bruge her: søgeordene alene er lige så gode.",
        "Not worth using here: the terms alone are as good.",
    )


def _both(da: str, en: str, share: float) -> Reason:
    with speaking("da"):
        danish = da.format(
            f"{decimal(100 * share, 0)} procentpoint" if "flere" in da else f"{decimal(100 * share, 0)} %"
        )
    with speaking("en"):
        english = en.format(
            f"{decimal(100 * share, 0)} points" if "more than the" in en else f"{decimal(100 * share, 0)}%"
        )
    return Reason(danish, english)
