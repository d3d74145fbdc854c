"""Quote extracts as a report prints them.

A quote is what one coder put under one code in one passage: her codings in one turn, or in neighbouring turns
of the same speaker, joined in order, with `(...)` where she left words out. The untouched text travels along.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, takewhile
from typing import NamedTuple

from kodning.language.counting import count_words
from kodning.model import Coding, Turn
from kodning.project import Project
from kodning.store import places, queries
from kodning.store.queries import CodeRow, RevisionRow
from kodning.text import on_one_line

ELISION = "(...)"
OPENING_MARK = "”"
_MOST_DOCUMENTS = 256  # in memory at a time
# What an interviewer may say between two turns without parting them: "Mm.", "Ja, okay.", but no question.
_LONGEST_INTERJECTION = 5
_CLARIFICATION = re.compile(r"\[([^\[\]=]+)=([^\[\]]+)\]")
_WORD = re.compile(r"\w")


class Quote(NamedTuple):
    """A quote ready to print, with where it stands.

    Attributes:
        code: Code id.
        label: Its name in Danish and English.
        document: Document name.
        turn: Number of the turn in which it begins.
        speaker: Who is quoted, as labelled in the transcript: the first in it who is not the interviewer.
        start: First code point.
        end: One past the last code point.
        quote: The words as printed: elisions, clarifications, no quotation mark.
        text: The untouched slice of the text from start to end.
        coder: Who coded it.
        coding_ids: Global ids of the codings it is made of.
        attributes: The document's attributes, and over them those of the speaker, where she has any.
        words: Number of words in `quote`, elisions left out.
        time: Seconds from the start of the recording, where the transcript says so.
        before: Turns before it, as (speaker, text), when asked for.
        after: Turns after it.
    """

    code: str
    label: dict[str, str]
    document: str
    turn: int | None
    speaker: str | None
    start: int
    end: int
    quote: str
    text: str
    coder: str
    coding_ids: tuple[str, ...]
    attributes: dict[str, str]
    words: int
    time: float | None = None
    before: tuple[tuple[str | None, str], ...] = ()
    after: tuple[tuple[str | None, str], ...] = ()

    def record(self) -> dict[str, object]:
        """The quote as programs get it."""
        row: dict[str, object] = {
            "code": self.code,
            "document": self.document,
            "turn": self.turn,
            "speaker": self.speaker,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "text": self.text,
            "coder": self.coder,
            "coding_ids": list(self.coding_ids),
            "attributes": self.attributes,
            "words": self.words,
            "time": self.time,
        }
        if self.before or self.after:
            row["before"] = [{"speaker": speaker, "text": text} for speaker, text in self.before]
            row["after"] = [{"speaker": speaker, "text": text} for speaker, text in self.after]
        return row


class Selection(NamedTuple):
    """Which quotes are wanted; an empty field means all.

    Attributes:
        codes: Code ids or labels; the codes under them are included.
        coder: Whose codings; else the coder who has reviewed most.
        documents: Document names.
        where: Attribute values that the speaker or else the document must have.
        min_words: Shortest quote.
        max_words: Longest quote; None means no limit.
        context: Turns to give before and after.
        join: Whether codings of one passage become one quote.
    """

    codes: Sequence[str] = ()
    coder: str | None = None
    documents: Sequence[str] = ()
    where: Mapping[str, str] = {}
    min_words: int = 0
    max_words: int | None = None
    context: int = 0
    join: bool = True


def quotes(project: Project, selection: Selection) -> list[Quote]:
    """The quotes of a selection, in the order of the codebook, then of the documents, then of the text.

    Raises:
        UnknownCodeError: A code that is not in the codebook.
        UnknownCoderError: No such coder.
        UnknownDocumentError: No such document.
    """
    return list(iter_quotes(project, selection))


def iter_quotes(project: Project, selection: Selection) -> Iterator[Quote]:
    """The same one after the other: however many there are, only some documents are in memory.

    Raises:
        UnknownCodeError: A code that is not in the codebook.
        UnknownCoderError: No such coder.
        UnknownDocumentError: No such document.
    """
    coders = project.coders()
    coder = project.coder(selection.coder) if selection.coder is not None else next(iter(coders), None)
    codes = {code.key: code for code in project.codes()}
    wanted = _with_subcodes([project.code_id(code) for code in selection.codes], codes)
    order = {name: position for position, name in enumerate(_documents(project, selection))}
    return iter(()) if coder is None else _each(project, selection, codes, (coder, wanted), order)


def _each(
    project: Project,
    selection: Selection,
    codes: Mapping[str, CodeRow],
    whose: tuple[str, Sequence[str]],
    order: Mapping[str, int],
) -> Iterator[Quote]:
    coder, wanted = whose
    documents = _Documents(project, codes, selection)
    longest = selection.max_words if selection.max_words is not None else float("inf")
    where = _folded_values(selection.where)
    for code in sorted(wanted, key=lambda key: codes[key].position):
        codings = [c for c in project.codings(coder=coder, codes=[code]) if c.document in order]
        codings.sort(key=lambda c: (order[c.document], c.start, c.end))
        for document, group in groupby(codings, key=lambda c: c.document):
            for quote in documents.passages(document).quotes(list(group)):
                if selection.min_words <= quote.words <= longest and _fits(quote.attributes, where):
                    yield quote


def _with_subcodes(wanted: Sequence[str], codes: dict[str, CodeRow]) -> list[str]:
    if not wanted:
        return list(codes)
    chosen = set(wanted)
    for code in codes.values():  # depth first, so a parent is met before its children
        if code.parent in chosen:
            chosen.add(code.key)
    return list(chosen)


def _documents(project: Project, selection: Selection) -> list[str]:
    chosen = {project.revision(name).name for name in selection.documents}
    values = project.attributes()
    participants = project.participants()
    wanted = _folded_values(selection.where)

    def fits(document: str) -> bool:
        own = values.get(document, {})
        # Where those who speak have attributes of their own, each quote is looked at by itself, too.
        everybody = [own, *({**own, **theirs} for theirs in participants.get(document, {}).values())]
        return any(_fits(attributes, wanted) for attributes in everybody)

    names = [document.name for document in project.documents()]
    return [name for name in names if (not chosen or name in chosen) and fits(name)]


def _folded_values(values: Mapping[str, str]) -> dict[str, str]:
    return {_folded(name): _folded(value) for name, value in values.items()}


def _fits(attributes: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    there = _folded_values(attributes) if wanted else {}
    return all(there.get(name) == value for name, value in wanted.items())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


class _Documents:
    """The documents that quotes are taken from, some of them in memory."""

    def __init__(self, project: Project, codes: Mapping[str, CodeRow], selection: Selection) -> None:
        self._project = project
        self._codes = codes
        self._selection = selection
        self._attributes = project.attributes()
        self._participants = project.participants()
        self._kept: dict[str, _Passages] = {}

    def passages(self, name: str) -> "_Passages":
        """A document's passages."""
        if name not in self._kept:
            if len(self._kept) >= _MOST_DOCUMENTS:
                del self._kept[next(iter(self._kept))]  # the one that came first
            attributes = (self._attributes.get(name, {}), self._participants.get(name, {}))
            self._kept[name] = _Passages(self._project, name, self._codes, self._selection, attributes)
        return self._kept[name]


class _Passages:
    """Joins codings of one document into quotes."""

    def __init__(
        self,
        project: Project,
        document: str,
        codes: Mapping[str, CodeRow],
        selection: Selection,
        attributes: tuple[Mapping[str, str], Mapping[str, Mapping[str, str]]],
    ) -> None:
        self._revision: RevisionRow = project.revision(document)
        self._turns = project.turns_of(self._revision)
        self._times = queries.time_marks(project.connection, self._revision.id)
        self._turn_starts = [turn.start for turn in self._turns]
        self._sentence_starts = places.segment_starts(project.connection, self._revision.id, "sentence")
        self._attributes, participants = attributes
        self._participants = {_folded(speaker): values for speaker, values in participants.items()}
        self._codes = codes
        self._selection = selection

    def quotes(self, codings: Sequence[Coding]) -> Iterator[Quote]:
        """Quotes of one code by one coder, from her codings in order of place."""
        group: list[Coding] = []
        for coding in codings:
            if group and not (self._selection.join and self._belongs(group, coding)):
                yield self._quote(group)
                group = []
            group.append(coding)
        if group:
            yield self._quote(group)

    def _turn_at(self, offset: int) -> int:
        """The turn that an offset is in, or after."""
        return max(0, bisect_right(self._turn_starts, offset) - 1)

    def _first_turn(self, start: int) -> int:
        """The turn of the first words of a span, which may begin with the blank line before them."""
        text, at = self._revision.text, start
        while at < len(text) and text[at].isspace():
            at += 1
        return self._turn_at(at if at < len(text) else start)

    def _turns_within(self, start: int, end: int) -> list[Turn]:
        """The turns that have words in a span."""
        first = self._first_turn(start)
        return [self._turns[first], *takewhile(lambda turn: turn.start < end, self._turns[first + 1 :])]

    def _belongs(self, group: Sequence[Coding], coding: Coding) -> bool:
        last = self._turn_at(max(c.end for c in group) - 1)
        here = self._first_turn(coding.start)
        if here <= last:
            return True
        if self._turns[here].speaker != self._turns[last].speaker:
            return False
        between = self._turns[last + 1 : here]
        return not between or (len(between) == 1 and self._is_interjection(between[0]))

    def _is_interjection(self, turn: Turn) -> bool:
        said = self._revision.text[turn.start : turn.end]
        return "?" not in said and count_words(said) <= _LONGEST_INTERJECTION

    def _quote(self, group: Sequence[Coding]) -> Quote:
        text = self._revision.text
        start, end = min(c.start for c in group), max(c.end for c in group)
        turn = self._turns[self._first_turn(start)]
        printed = self._printed(group)
        speaker = _quoted(self._turns_within(start, end)).speaker
        return Quote(
            code=group[0].code,
            label=self._codes[group[0].code].labels,
            document=self._revision.name,
            turn=turn.number,
            speaker=speaker,
            start=start,
            end=end,
            quote=printed,
            text=text[start:end],
            coder=group[0].coder,
            coding_ids=tuple(coding.uid for coding in group),
            attributes={**self._attributes, **self._participants.get(_folded(speaker or ""), {})},
            words=count_words(printed.replace(ELISION, " ")),
            time=self._time(start, turn),
            before=self._context(self._first_turn(start), -self._selection.context),
            after=self._context(self._turn_at(end - 1), self._selection.context),
        )

    def _time(self, start: int, turn: Turn) -> float | None:
        """When a quote begins: by the piece it begins in, where the transcript has times within turns."""
        at = bisect_right(self._times, start, key=lambda mark: mark.start)
        piece = self._times[at - 1] if at else None
        return piece.time_start if piece is not None and piece.start >= turn.start else turn.time_start

    def _printed(self, group: Sequence[Coding]) -> str:
        pieces = _united([(c.start, c.end) for c in group])
        printed = ELISION + " " if self._cuts_sentence(pieces[0][0]) else ""
        for number, (start, end) in enumerate(pieces):
            if number:
                gap = self._revision.text[pieces[number - 1][1] : start]
                # Commas and spaces between two codings are no omission.
                printed += f" {ELISION} " if _WORD.search(gap) else gap
            memos = [c.memo for c in group if start <= c.start < end]
            printed += _clarified(self._spoken(start, end), memos)
        return on_one_line(printed)

    def _cuts_sentence(self, start: int) -> bool:
        """Whether words of the same sentence stand before `start`."""
        text = self._revision.text
        while start < len(text) and text[start].isspace():
            start += 1
        starts = self._sentence_starts
        while (at := bisect_left(starts, start)) == len(starts) or starts[at] != start:
            if start == 0 or _WORD.match(text[start - 1]):
                return start > 0
            if text[start - 1].isspace():
                return bool(_WORD.search(text[starts[at - 1] if at else 0 : start]))
            start -= 1  # an opening quotation mark or bracket belongs to the sentence
        return False

    def _spoken(self, start: int, end: int) -> str:
        """The words of a piece; what another person says inside it is put in brackets with her name."""
        turns = self._turns_within(start, end)
        speaker = _quoted(turns).speaker
        parts = []
        for turn in turns:
            words = self._revision.text[max(start, turn.start) : min(end, turn.end)]
            same = turn.speaker == speaker
            parts.append(words if same else f"[{turn.speaker}: {words}]" if turn.speaker else f"[{words}]")
        return " ".join(parts)

    def _context(self, index: int, turns: int) -> tuple[tuple[str | None, str], ...]:
        first, last = (index + turns, index) if turns < 0 else (index + 1, index + 1 + turns)
        near = self._turns[max(0, first) : last]
        return tuple((t.speaker, self._revision.text[t.start : t.end]) for t in near)


def _quoted(turns: Sequence[Turn]) -> Turn:
    """The turn whose speaker a quote is from: the first that is not the interviewer's, if there is one."""
    return next((turn for turn in turns if turn.role != "interviewer"), turns[0])


def _united(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping and touching spans as one, in order."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united


def _clarified(words: str, memos: Sequence[str]) -> str:
    """Words with the clarifications of memos, written there as `[Vi = Rådet for Etniske Minoriteter]`.

    Each stands once, after the first place where the words it explains are said.
    """
    meant = {match[1].strip(): match[2].strip() for memo in memos for match in _CLARIFICATION.finditer(memo)}
    places: list[tuple[int, str]] = []
    for said, meaning in meant.items():
        pattern = r"\s+".join(re.escape(part) for part in said.split())
        if found := re.search(rf"(?<!\w){pattern}(?!\w)", words) if pattern else None:
            places.append((found.end(), f" [{meaning}]"))
    for place, clarification in sorted(places, reverse=True):
        words = words[:place] + clarification + words[place:]
    return words


__all__ = ["ELISION", "OPENING_MARK", "Quote", "Selection", "iter_quotes", "quotes"]
