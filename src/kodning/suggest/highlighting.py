"""What to mark in a passage: the sentence that made a suggestion, and the words in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kodning.wording import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kodning.suggest.values import Evidence, Scored, Scorer


class Highlight(NamedTuple):
    """Half-open spans of a passage.

    Attributes:
        start: Where the sentence begins.
        end: Where it ends.
        words: The evidence in the passage, in order, whether in that sentence or not.
    """

    start: int
    end: int
    words: tuple[Evidence, ...]


def highlight(scorer: Scorer, text: str, scored: Scored) -> Highlight:
    """Find the sentence that speaks most for a suggested code, read alone; the first of several.

    Args:
        scorer: What made the suggestion.
        text: The passage.
        scored: The suggestion.

    Returns:
        The sentence (the whole passage where it has none) and the words.
    """
    return highlights(scorer, [text], [[scored]])[0][0]


def highlights(
    scorer: Scorer, texts: Sequence[str], suggested: Sequence[Sequence[Scored]]
) -> list[list[Highlight]]:
    """Do the same for several passages and all that is suggested for each, their sentences read once."""
    from kodning.language import sentences
    from kodning.suggest.folds import scores_of
    from kodning.suggest.fusion import FusionScorer

    codes = list(dict.fromkeys(one.code for some in suggested for one in some))
    column = {code: at for at, code in enumerate(codes)}
    spans = [sentences(text) if some else [] for text, some in zip(texts, suggested, strict=True)]
    reader = scorer.for_sentences() if isinstance(scorer, FusionScorer) else scorer
    read = [text[start:end] for text, parts in zip(texts, spans, strict=True) for start, end in parts]
    scores = scores_of(reader, codes, read) if read else None
    found: list[list[Highlight]] = []
    first = 0
    for text, parts, some in zip(texts, spans, suggested, strict=True):
        marked = []
        for one in some:
            span = (0, len(text))
            if parts and scores is not None:
                own = scores[first : first + len(parts), column[one.code]].round(6).tolist()
                span = parts[_likeliest(own, parts, one)]
            marked.append(Highlight(*span, one.evidence))
        first += len(parts)
        found.append(marked)
    return found


def _likeliest(scores: Sequence[float], spans: Sequence[tuple[int, int]], scored: Scored) -> int:
    held = [sum(start <= word.start < end for word in scored.evidence) for start, end in spans]
    return max(range(len(spans)), key=lambda at: (scores[at], held[at], -at))


def why_in_words(why: str) -> str:
    """Say in the language in force what a piece of evidence means."""
    kind, _, what = why.partition(":")
    if kind == "term":
        return tr(f"søgeordet »{what}«", f"the term “{what}”")
    if kind == "part":
        return tr(f"»{what}« inde i et sammensat ord", f"“{what}” inside a compound")
    if kind == "learned":
        return tr("brugt i det, der har fået koden", "used where the code was put")
    if kind == "meaning":
        return tr("ligner kodens betydning", "is like the code in meaning")
    if kind == "like":
        return tr("ligner kodens beskrivelse og eksempler", "is like the code's description and examples")
    return why
