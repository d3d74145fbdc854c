"""What to mark in a passage: the sentence that made a suggestion, and the words in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kodning.wording import tr

if TYPE_CHECKING:
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
    from kodning.language import sentences
    from kodning.suggest.folds import scores_of
    from kodning.suggest.fusion import FusionScorer

    spans = sentences(text)
    if not spans:
        return Highlight(0, len(text), scored.evidence)
    reader = scorer.for_sentences() if isinstance(scorer, FusionScorer) else scorer
    scores = scores_of(reader, [scored.code], [text[start:end] for start, end in spans])[:, 0]
    held = [sum(start <= word.start < end for word in scored.evidence) for start, end in spans]
    best = max(range(len(spans)), key=lambda at: (round(float(scores[at]), 6), held[at], -at))
    return Highlight(*spans[best], scored.evidence)


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
