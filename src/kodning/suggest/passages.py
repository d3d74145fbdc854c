"""A project's passages as methods see them: the informants' turns or paragraphs, and what a coder put on them."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

from kodning.language import count_words
from kodning.project import Project
from kodning.store import queries
from kodning.suggest.values import Example, Said, in_company

PassageUnit = Literal["turn", "paragraph"]
PASSAGE_UNITS: tuple[PassageUnit, ...] = get_args(PassageUnit)
LONG_TURN = 150  # words from which on a turn of several paragraphs is looked at paragraph by paragraph
# Words up to which an interviewer's turn (»Ja, okay.«) asks nothing: the question before it stands.
MERE_SOUND = 3
MOST_BACKGROUND = 2000  # passages that show which words are common in a project; of more, evenly taken ones


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


def said_passages(project: Project, document: str, unit: PassageUnit = "turn") -> list[Said]:
    """The same passages as `passages`, each with the interviewer's question before it and the passages beside it."""
    text = project.revision(document).text
    places = passages(project, document, unit)
    questions = _questions(project, document, text)
    befores = []
    at, before = 0, ""
    for place in places:
        while at < len(questions) and questions[at][0] <= place.start:
            before = questions[at][1]
            at += 1
        befores.append(before)
    return in_company([text[place.start : place.end] for place in places], befores)


def _questions(project: Project, document: str, text: str) -> list[tuple[int, str]]:
    """From where on which question stands: until someone has answered it."""
    found: list[tuple[int, str]] = []
    asked, answered = "", True
    for turn in project.turns(document):
        words = text[turn.start : turn.end]
        if turn.role != "interviewer":
            found.append((turn.start, "" if answered else asked))
            answered = True
        elif _asks(words) or not answered:
            asked, answered = words if answered else f"{asked}\n{words}", False
        elif asked:
            answered = False  # »Ja, okay.«: the one who was asked goes on
    return found


def _asks(words: str) -> bool:
    number = count_words(words)
    return number > MERE_SOUND or (number > 1 and "?" in words)


def background(project: Project, unit: PassageUnit = "turn") -> tuple[str, ...]:
    """Passages of the whole project, whether coded or not: what is common in all of them says little of any."""
    texts = [
        text[place.start : place.end]
        for document in project.documents()
        for text in [project.revision(document.name).text]
        for place in passages(project, document.name, unit)
    ]
    return tuple(texts[:: max(1, -(-len(texts) // MOST_BACKGROUND))])


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


def examples_of(project: Project, coded: Sequence[Coded], unit: PassageUnit = "turn") -> list[Example]:
    """Passages with their codes, as methods learn from them."""
    said = {
        place: passage
        for document in dict.fromkeys(c.passage.document for c in coded)
        for place, passage in zip(
            passages(project, document, unit), said_passages(project, document, unit), strict=True
        )
    }
    return [Example(said[c.passage].text, c.codes, c.passage.document, *said[c.passage][1:]) for c in coded]


def examples_by(project: Project, coder: str | None, unit: PassageUnit = "turn") -> list[Example]:
    """What a coder has reviewed, as methods learn from it; nothing where there is no coder."""
    return [] if coder is None else examples_of(project, coded_passages(project, coder, unit), unit)
