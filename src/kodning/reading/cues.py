"""Timed pieces of a recording (subtitles, speech recognition) to utterances: who says what, when.

Neighbouring pieces of one speaker become one utterance, in which each piece keeps its time.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kodning.model import Note
from kodning.reading.labels import key_of
from kodning.reading.notes import excerpt, several
from kodning.reading.speakers import labels
from kodning.reading.utterances import Piece, Utterance
from kodning.text import normalise, on_one_line

_PAUSE = 2.0  # seconds of silence that part paragraphs where nobody is named
_LONG = 700  # code points after which a paragraph of nobody ends with its sentence
_ENDS = (".", "!", "?", "…", ".”", "!”", "?”")


@dataclass(frozen=True, slots=True)
class Cue:
    """A timed piece.

    Attributes:
        line: Where it stands in the source: a line, or the number of the piece.
        words: What is said; may be empty.
        start: Seconds from the start of the recording.
        end: As above.
        speaker: As the file names the speaker; None where it does not.
        doubt: How sure the recogniser was, from 0 to 1, where it says so and is not sure.
    """

    line: int
    words: str
    start: float | None = None
    end: float | None = None
    speaker: str | None = None
    doubt: float | None = None


def utterances(cues: Sequence[Cue], interviewers: Collection[str] = ()) -> tuple[list[Utterance], list[Note]]:
    """The utterances of some cues, in order, and notes on what was uncertain."""
    clean = [replace(cue, words=on_one_line(normalise(cue.words))) for cue in cues]
    empty = [cue.line for cue in clean if not cue.words]
    spoken = [cue for cue in clean if cue.words]
    named, notes = _named(spoken, interviewers)
    drafts: list[list[Cue]] = []
    for cue in named:
        if cue.words and drafts and _goes_on(drafts[-1], cue):
            drafts[-1].append(cue)
        elif cue.words:
            drafts.append([cue])
    found = [_merged(draft) for draft in drafts]
    notes += [*_empty(empty), *_backwards(spoken), *_doubtful(spoken)]
    if found and all(each.speaker is None for each in found):
        notes.append(
            Note(
                None,
                "Filen siger ikke, hvem der taler; teksten er delt, hvor der er pauser.",
                "The file does not say who speaks; the text was parted where there are pauses.",
            )
        )
    return found, notes


def _named(cues: Sequence[Cue], interviewers: Collection[str]) -> tuple[list[Cue], list[Note]]:
    """Cues with their speakers: as the file says, else by labels in the words (`Anna: …`), which hold until the next."""
    spelling: dict[str, str] = {}
    if any(cue.speaker for cue in cues):
        return [
            replace(cue, speaker=spelling.setdefault(key_of(cue.speaker), cue.speaker))
            if cue.speaker
            else cue
            for cue in cues
        ], []
    found, notes = labels([(cue.line, cue.words) for cue in cues], interviewers)
    named: list[Cue] = []
    speaker: str | None = None
    for cue, label in zip(cues, found, strict=True):
        if label:
            speaker = spelling.setdefault(label.key, label.name)
        named.append(replace(cue, speaker=speaker, words=label.rest if label else cue.words))
    return named, notes


def _goes_on(draft: Sequence[Cue], cue: Cue) -> bool:
    last = draft[-1]
    if last.speaker != cue.speaker:
        return False
    if cue.speaker is not None:
        return True
    if last.end is not None and cue.start is not None and cue.start - last.end >= _PAUSE:
        return False
    return sum(len(each.words) for each in draft) < _LONG or not last.words.endswith(_ENDS)


def _merged(draft: Sequence[Cue]) -> Utterance:
    pieces: list[Piece] = []
    at = 0
    for cue in draft:
        if cue.start is not None:
            pieces.append(Piece(at, at + len(cue.words), cue.start, cue.end))
        at += len(cue.words) + 1
    ends = [cue.end for cue in draft if cue.end is not None]
    first = draft[0]
    return Utterance(
        " ".join(cue.words for cue in draft),
        first.speaker,
        first.start,
        max(ends) if ends else None,
        first.line,
        tuple(pieces) if len(pieces) > 1 else (),
    )


def _empty(numbers: Sequence[int]) -> list[Note]:
    if not numbers:
        return []
    shown = ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")  # noqa: PLR2004 - as many as a reader checks
    return [
        Note(numbers[0], f"Stykker uden ord ({len(numbers)}) er sprunget over: {shown}.", f"Pieces without words ({len(numbers)}) were left out: {shown}.")
    ]  # fmt: skip


def _backwards(cues: Sequence[Cue]) -> list[Note]:
    places = [
        (cue.line, excerpt(cue.words))
        for before, cue in pairwise(cues)
        if cue.start is not None and before.start is not None and cue.start < before.start
    ]
    return several(
        places,
        lambda what: (f"Tiden går baglæns ved »{what}«.", f"Time runs backwards at “{what}”."),
    )


def _doubtful(cues: Sequence[Cue]) -> list[Note]:
    places = [
        (cue.line, f"{round(cue.doubt * 100)} %: {excerpt(cue.words)}")
        for cue in cues
        if cue.doubt is not None
    ]
    return several(
        places,
        lambda what: (
            f"Talegenkendelsen er usikker ({what}). Hør efter.",
            f"Speech recognition is unsure ({what}). Listen again.",
        ),
    )
