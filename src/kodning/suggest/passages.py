"""A project's passages as methods see them: the informants' turns or paragraphs, and what a coder put on them."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

from kodning.language import count_words
from kodning.project import Project
from kodning.store import queries
from kodning.suggest.values import Example

PassageUnit = Literal["turn", "paragraph"]
PASSAGE_UNITS: tuple[PassageUnit, ...] = get_args(PassageUnit)
LONG_TURN = 150  # words from which on a turn of several paragraphs is looked at paragraph by paragraph


class Passage(NamedTuple):
    """A half-open span of a document, looked at as one."""

    document: str
    start: int
    end: int


def passages(project: Project, document: str, unit: PassageUnit = "turn") -> list[Passage]:
    """The informants' passages of a document, in order."""
    name = project.revision(document).name
    text = project.revision(document).text
    paragraphs: dict[int, list[Passage]] = {}
    for segment in queries.segments(project.connection, project.revision(document).id, "paragraph"):
        paragraphs.setdefault(segment.turn, []).append(Passage(name, segment.start, segment.end))
    found: list[Passage] = []
    for turn in project.turns(name):
        if turn.role == "interviewer":
            continue
        parts = paragraphs.get(turn.number, [])
        if len(parts) > 1 and (unit == "paragraph" or count_words(text[turn.start : turn.end]) > LONG_TURN):
            found += parts
        else:
            found.append(Passage(name, turn.start, turn.end))
    return [passage for passage in found if count_words(text[passage.start : passage.end])]


class Coded(NamedTuple):
    """A passage that a coder has reviewed wholly, and the codes she put on it."""

    passage: Passage
    codes: frozenset[str]


def coded_passages(project: Project, coder: str, unit: PassageUnit = "turn") -> list[Coded]:
    """The passages that a coder has reviewed wholly: only of them is it known which codes do not belong."""
    read: dict[str, list[tuple[int, int]]] = {}
    for document, reader, start, end in project.reviews():
        if reader == coder:
            read.setdefault(document, []).append((start, end))
    found = []
    for document, spans in read.items():
        codings = project.codings(document=document, coder=coder)
        index = project.word_index(project.revision(document))
        for passage in passages(project, document, unit):
            if _is_covered(passage, spans):
                codes = frozenset(
                    c.code
                    for c in codings
                    if index.before(max(c.start, passage.start)) < index.before(min(c.end, passage.end))
                )
                found.append(Coded(passage, codes))
    return found


def _is_covered(passage: Passage, spans: Sequence[tuple[int, int]]) -> bool:
    place = passage.start
    for start, end in sorted(spans):
        if start <= place:
            place = max(place, end)
    return place >= passage.end


def examples_of(project: Project, coded: Sequence[Coded]) -> list[Example]:
    """Passages with their codes, as methods learn from them."""
    texts = {c.passage.document: project.revision(c.passage.document).text for c in coded}
    return [Example(texts[document][start:end], codes, document) for (document, start, end), codes in coded]


def examples_by(project: Project, coder: str | None, unit: PassageUnit = "turn") -> list[Example]:
    """What a coder has reviewed, as methods learn from it; nothing where there is no coder."""
    return [] if coder is None else examples_of(project, coded_passages(project, coder, unit))
