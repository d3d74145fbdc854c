"""Groups made by an attribute of those who speak: several may meet in one interview, each with her own words.

A speaker's value is her own, else her document's. A coding counts under the value of everybody in whose turns it
stands. The interviewer makes no group: what she alone says counts under all values of the interview, as it does where
the document has one value.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kodning.analysis.counting import Base, Count, attributes_known, in_order, no_value, same_name
from kodning.project import Project
from kodning.store import counts, places


class _Turn(NamedTuple):
    """A turn with its speaker's value, None for the interviewer, and the informants' words before and within."""

    start: int
    end: int
    value: str | None
    first_word: int
    last_word: int


class SpeakerGroups(NamedTuple):
    """The groups that an attribute makes of those who speak.

    Attributes:
        attribute: Its name as it stands in the project.
        bases: The groups: documents in which somebody of that value speaks, and the words of those who do.
        alone: The value of each document in which there is one only.
        shared: The turns of each other document, by its current revision.
    """

    attribute: str
    bases: Mapping[str, Base]
    alone: Mapping[str, str]
    shared: Mapping[int, Sequence[_Turn]]


def speaker_groups(project: Project, wanted: str) -> SpeakerGroups | None:
    """The groups that an attribute makes; None where no participant has it."""
    own = _values(project, wanted)
    if not own:
        return None
    known = attributes_known(project)
    documents, participants = (
        next((name for name in names if same_name(name, wanted)), None) for names in known
    )
    there = project.attributes()
    values: dict[str, dict[str, str]] = {}
    for document, speaker in places.informants(project.connection):
        theirs = own.get((document, _folded(speaker)))
        value = there.get(document, {}).get(documents or "", no_value()) if theirs is None else theirs
        values.setdefault(document, {})[_folded(speaker)] = value
    found: dict[str, Base] = {}
    alone: dict[str, str] = {}
    shared: dict[int, Sequence[_Turn]] = {}
    for said in places.said(project.connection):
        of_whom = values.get(said.document, {})
        parts = set(of_whom.values()) or {there.get(said.document, {}).get(documents or "", no_value())}
        if len(parts) == 1:
            alone[said.document] = next(iter(parts))
            words = {alone[said.document]: said.informant_words}
        else:
            shared[said.revision] = turns = _turns(project, said.document, of_whom)
            words = dict.fromkeys(parts, 0)
            for turn in turns:
                if turn.value is not None:
                    words[turn.value] += turn.last_word - turn.first_word
        for value, spoken in words.items():
            base = found.get(value, Base(0, 0))
            found[value] = Base(base.documents + 1, base.words + spoken)
    return SpeakerGroups(documents or participants or wanted, in_order(found), alone, shared)


def _values(project: Project, wanted: str) -> dict[tuple[str, str], str]:
    """Everybody's own value, by document and speaker."""
    return {
        (document, _folded(speaker)): value
        for document, speakers in project.participants().items()
        for speaker, attributes in speakers.items()
        for name, value in attributes.items()
        if same_name(name, wanted)
    }


def _folded(name: str | None) -> str:
    return unicodedata.normalize("NFC", name or "").casefold()


def _turns(project: Project, document: str, values: Mapping[str, str]) -> list[_Turn]:
    from kodning.preparing import WordIndex

    revision = project.revision(document)
    turns = project.turns_of(revision)
    index = WordIndex(revision.text, turns)
    return [
        _Turn(
            turn.start,
            turn.end,
            None if turn.role == "interviewer" else values[_folded(turn.speaker)],
            index.before(turn.start),
            index.before(turn.end),
        )
        for turn in turns
    ]


class _Cell:
    """What is counted under one code and value."""

    __slots__ = ("codings", "documents", "words")

    def __init__(self) -> None:
        self.documents = self.codings = self.words = 0


def counted_by_speaker(
    project: Project, coder: str, scope: counts.Scope, groups: SpeakerGroups
) -> dict[int, dict[str, Count]]:
    """Counts with their bases, by code and group; codes and groups without codings are left out."""
    cells: dict[tuple[int, str], _Cell] = {}
    for row in counts.counts(project.connection, [coder], scope, "document"):
        if row.group in groups.alone:
            cell = cells.setdefault((row.code, groups.alone[row.group]), _Cell())
            cell.documents += 1
            cell.codings += row.codings
            cell.words += row.words
    for revision, turns in groups.shared.items():
        for key, (codings, words) in _in_one(project, coder, scope, revision, turns).items():
            cell = cells.setdefault(key, _Cell())
            cell.documents += 1
            cell.codings += codings
            cell.words += words
    found: dict[int, dict[str, Count]] = {}
    for (code, value), cell in cells.items():
        base = groups.bases[value]
        found.setdefault(code, {})[value] = Count(
            cell.documents, base.documents, cell.codings, cell.words, base.words
        )
    return found


def _in_one(
    project: Project, coder: str, scope: counts.Scope, revision: int, turns: Sequence[_Turn]
) -> dict[tuple[int, str], tuple[int, int]]:
    """Codings and words of one document, by code and value."""
    starts, ends = [turn.start for turn in turns], [turn.end for turn in turns]
    everybody = {turn.value for turn in turns} - {None}
    codings: dict[tuple[int, str], int] = {}
    stretches: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for placed in counts.placed(project.connection, coder, scope, revision):
        within = turns[bisect_right(ends, placed.start) : bisect_left(starts, placed.end)]
        for value in {turn.value for turn in within} - {None} or everybody:
            key = (placed.code, str(value))
            codings[key] = codings.get(key, 0) + 1
            stretches.setdefault(key, []).extend(_shared_words(placed, within, value))
    return {key: (number, _united(stretches[key])) for key, number in codings.items()}


def _shared_words(
    placed: counts.Placed, turns: Sequence[_Turn], value: str | None
) -> Iterator[tuple[int, int]]:
    for turn in turns:
        if turn.value == value:
            yield max(placed.word_start, turn.first_word), min(placed.word_end, turn.last_word)


def _united(stretches: list[tuple[int, int]]) -> int:
    """How many words lie in any of them."""
    words = reached = 0
    for start, end in sorted(stretches):
        words += max(0, end - max(start, reached))
        reached = max(reached, end)
    return words
