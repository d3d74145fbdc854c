"""From a transcript as read to a document as stored: segment layers and word counts."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from kodning.model import Segment, Transcript, Turn
from kodning.store.writing import PreparedDocument
from kodning.text import sha256

_BLANK_LINES = re.compile(r"\n{2,}")


class WordIndex:
    """Counts the informant's words in spans of one text.

    A word is counted where its first code point lies in the span. An interviewer's words are not counted.
    """

    def __init__(self, text: str, turns: Sequence[Turn], starts: Sequence[int] | None = None) -> None:
        self._starts = informant_starts(text, turns) if starts is None else starts
        # The informant's words that start before an offset.
        self.before: Callable[[int], int] = partial(bisect_left, self._starts)

    @property
    def total(self) -> int:
        """All the informant's words."""
        return len(self._starts)


def informant_starts(text: str, turns: Sequence[Turn]) -> Sequence[int]:
    """Where the informant's words start."""
    from kodning.language import word_starts

    starts = array("I")  # a tenth of what a list holds
    for turn in turns:
        if turn.role != "interviewer":
            starts.extend(word_starts(text[turn.start : turn.end], turn.start))
    return starts


def prepare(transcript: Transcript, name: str, source_name: str) -> PreparedDocument:
    """Cut a transcript into paragraphs and sentences and count its words."""
    from kodning.language import count_words

    segments = [*_layer("paragraph", transcript), *_layer("sentence", transcript)]
    text, turns = transcript.text, transcript.turns
    starts = informant_starts(text, turns)
    asked = sum(count_words(text[turn.start : turn.end]) for turn in turns if turn.role == "interviewer")
    return PreparedDocument(
        name=name,
        source_name=source_name,
        transcript=transcript,
        sha256=sha256(transcript.text),
        segments=segments,
        words=len(starts) + asked,
        informant_words=len(starts),
        informant_starts=starts,
    )


def _layer(layer: str, transcript: Transcript) -> Iterator[Segment]:
    from kodning.language import sentences

    number = 0
    cut = _paragraphs if layer == "paragraph" else sentences
    for turn in transcript.turns:
        for start, end in cut(transcript.text[turn.start : turn.end]):
            number += 1
            yield Segment(
                "paragraph" if layer == "paragraph" else "sentence",
                number,
                turn.start + start,
                turn.start + end,
                turn.number,
            )


def _paragraphs(text: str) -> list[tuple[int, int]]:
    starts = [0, *(match.end() for match in _BLANK_LINES.finditer(text))]
    ends = [*(match.start() for match in _BLANK_LINES.finditer(text)), len(text)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
