"""Lines to utterances: who says what, from when; the labels and times themselves are not words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kodning.model import Note
from kodning.reading.cleaning import Line
from kodning.reading.labels import Label
from kodning.reading.notes import several
from kodning.reading.speakers import labels
from kodning.reading.times import Stamp, leading
from kodning.text import normalise

_DAY = 86_400.0
_HALF_DAY = 43_200.0


class Piece(NamedTuple):
    """A part of an utterance whose time is known.

    Attributes:
        start: First code point within the utterance.
        end: One past the last.
        time_start: Seconds from the start of the recording.
        time_end: As above.
    """

    start: int
    end: int
    time_start: float
    time_end: float | None


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one speaker says in one go, before it has a place in the text.

    Attributes:
        words: Never empty; paragraphs parted by one blank line.
        speaker: The label, in its first spelling; None where there is none.
        start: Seconds from the start of the recording.
        end: As above.
        line: Where it begins in the source.
        pieces: Its parts with their times, where it was put together from several.
    """

    words: str
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    line: int | None = None
    pieces: tuple[Piece, ...] = ()


@dataclass(slots=True)
class _Draft:
    line: int
    speaker: str | None = None
    stamp: Stamp | None = None
    mark: str = ""  # the label or time that stood there, for a note when no words follow
    only_time: bool = False
    lines: list[str] = field(default_factory=list)

    def words(self) -> str:
        kept = [text for at, text in enumerate(self.lines) if text or (at and self.lines[at - 1])]
        return normalise("\n".join(kept)).strip()


@dataclass(slots=True)
class _Findings:
    """Places (line, what) to make notes of."""

    wordless: list[tuple[int, str]] = field(default_factory=list)
    times_in_text: list[tuple[int, str]] = field(default_factory=list)
    odd_times: list[tuple[int, str]] = field(default_factory=list)

    def notes(self) -> list[Note]:
        return [
            *several(
                self.wordless,
                lambda what: (
                    f"Efter »{what}« står der ingen ord; det er sprunget over.",
                    f"No words follow “{what}”; it was left out.",
                ),
            ),
            *several(
                self.times_in_text,
                lambda what: (
                    f"Tiden »{what}« midt i en replik er blevet stående i teksten. Sæt en blank linje før den.",
                    f"The time “{what}” within a turn was left in the text. Put a blank line before it.",
                ),
            ),
            *several(
                self.odd_times,
                lambda what: (
                    f"Tiden »{what}« giver ikke mening og er sprunget over.",
                    f"The time “{what}” makes no sense and was left out.",
                ),
            ),
        ]


def spoken(lines: Sequence[Line], interviewers: Collection[str] = ()) -> tuple[list[Utterance], list[Note]]:
    """The utterances of a transcript.

    Without any speaker label each paragraph is an utterance of nobody.

    Args:
        lines: Numbered lines, as `cleaning.numbered` makes them.
        interviewers: Names that the importer gave; they are labels wherever they stand.

    Returns:
        The utterances in order, and notes on what was uncertain.
    """
    found, notes = labels(lines, interviewers)
    findings = _Findings()
    drafts = _drafts(lines, found, findings)
    origin = next(
        (each.stamp for each in drafts if each.stamp and each.stamp.clock and each.stamp.start is not None),
        None,
    )
    utterances = []
    for draft in drafts:
        if not (words := draft.words()):
            findings.wordless.append((draft.line, draft.mark))
            continue
        start, end = _times(draft, origin, findings)
        utterances.append(Utterance(words, draft.speaker, start, end, draft.line))
    first_notes = _speaker_notes(utterances, labelled=any(found))
    return utterances, [*first_notes, *notes, *findings.notes(), *_clock_notes(origin)]


def _drafts(lines: Sequence[Line], found: Sequence[Label | None], findings: _Findings) -> list[_Draft]:
    spelling: dict[str, str] = {}
    drafts: list[_Draft] = []
    after_blank = True
    for (number, text), label in zip(lines, found, strict=True):
        if label:
            speaker = spelling.setdefault(label.key, label.name)
            at = label.stamp or _time_on_its_own(drafts)
            drafts.append(_Draft(number, speaker, at, f"{label.name}:", lines=[label.rest]))
        elif text:
            _continue(drafts, (number, text), findings, after_blank=after_blank)
        elif drafts:
            drafts[-1].lines.append("")
        after_blank = not text
    return drafts


def _time_on_its_own(drafts: list[_Draft]) -> Stamp | None:
    """Take back a time that stands alone on the line before a label: it is the label's."""
    if drafts and drafts[-1].only_time and not any(drafts[-1].lines):
        return drafts.pop().stamp
    return None


def _continue(drafts: list[_Draft], line: Line, findings: _Findings, *, after_blank: bool) -> None:
    """Add a line without a label to what is being said, or begin a new utterance with it."""
    number, text = line
    current = drafts[-1] if drafts else None
    begun = current is not None and any(current.lines)
    if found := leading(text):
        stamp, rest = found
        if current and not begun and current.stamp is None:
            current.stamp = stamp  # the label stood alone on its line
            current.lines.append(rest)
            return
        if after_blank or not current:
            speaker = current.speaker if current else None
            drafts.append(_Draft(number, speaker, stamp, stamp.written, only_time=True, lines=[rest]))
            return
        findings.times_in_text.append((number, stamp.written))
    if current is None or (current.speaker is None and after_blank and begun):
        drafts.append(_Draft(number, lines=[text]))
    else:
        current.lines.append(text)


def _times(draft: _Draft, origin: Stamp | None, findings: _Findings) -> tuple[float | None, float | None]:
    stamp = draft.stamp
    if stamp is None:
        return None, None
    start = stamp.start
    if stamp.clock and start is not None and origin and origin.start is not None:
        start -= origin.start
        start += _DAY if start < -_HALF_DAY else 0.0  # past midnight
    if not stamp.sound or (start is not None and start < 0):
        findings.odd_times.append((draft.line, stamp.written))
    return (start, stamp.end) if start is None or start >= 0 else (None, None)


def _speaker_notes(utterances: Sequence[Utterance], *, labelled: bool) -> list[Note]:
    if not utterances or utterances[0].speaker is not None:
        return []
    if labelled:
        return [
            Note(
                utterances[0].line,
                "Der står tekst før den første taler; den er kommet med som replikker uden taler.",
                "There is text before the first speaker; it was read as turns without a speaker.",
            )
        ]
    return [
        Note(
            None,
            "Der er ikke fundet talere (»Navn:« først på linjen); hvert afsnit er en replik uden taler.",
            "No speakers were found (“Name:” at the start of a line); each paragraph is a turn without a speaker.",
        )
    ]


def _clock_notes(origin: Stamp | None) -> list[Note]:
    if origin is None:
        return []
    written = origin.written.strip("[() ]")
    return [
        Note(
            None,
            f"Klokkeslæt er regnet om til tid fra det første ({written}).",
            f"Times of day were converted to time from the first one ({written}).",
        )
    ]
