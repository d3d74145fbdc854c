"""Where in the interviews a theme lives: early, in the middle, at the end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from kodning.analysis.counting import CodeName, code_names, reviewed_by, whose
from kodning.project import Project
from kodning.store import places

PARTS = 10


class Part(NamedTuple):
    """A code in one part of the interviews.

    Attributes:
        words: The informants' words under the code there; a word covered twice counts once.
        words_total: The informants' words there.
        documents: Interviews with the code there.
    """

    words: int
    words_total: int
    documents: int

    @property
    def share(self) -> float | None:
        """Share of the informants' words there, None where there are none."""
        return self.words / self.words_total if self.words_total else None


@dataclass(frozen=True, slots=True)
class Course:
    """One code through the interviews.

    Attributes:
        name: The code.
        parts: The parts of all interviews together, from first to last.
        by_document: The words under it in each part of each interview that has it.
        middle: The place, from 0 to 1, before which half of its words stand (each word at its place in its own
            interview); None where it is not used.
    """

    name: CodeName
    parts: Sequence[Part]
    by_document: Mapping[str, Sequence[int]]
    middle: float | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The codes through the interviews.

    Attributes:
        courses: One for each code; a code includes the codes under it.
        documents: The interviews.
        words_by_document: The informants' words in each part of each interview.
        parts: In how many parts each interview is cut, by the number of the informants' words.
        coder: Whose codings.
        other_coders: Who else has coded.
        reviewed: How many of the project's documents she has marked as read.
        documents_total: How many documents the project has.
    """

    courses: Sequence[Course]
    documents: Sequence[str]
    words_by_document: Mapping[str, Sequence[int]]
    parts: int
    coder: str
    other_coders: Sequence[str]
    reviewed: int
    documents_total: int

    def records(self) -> list[dict[str, object]]:
        """One record for each code and part."""
        return [
            {
                "code": course.name.code,
                "label": course.name.label,
                "parent": course.name.parent,
                "part": at,
                "parts": self.parts,
                "words": part.words,
                "words_total": part.words_total,
                "share_of_words": part.share,
                "documents": part.documents,
                "documents_total": len(self.documents),
                "middle": course.middle,
                "coder": self.coder,
            }
            for course in self.courses
            for at, part in enumerate(course.parts, start=1)
        ]


def timeline(
    project: Project, *, parts: int = PARTS, coder: str | None = None, documents: Sequence[str] = ()
) -> Timeline:
    """Cut each interview into equal parts of the informants' words and count the codes in each.

    Args:
        project: The project.
        parts: How many.
        coder: Whose codings; else the coder who has reviewed most.
        documents: Only these; else all.

    Raises:
        NoCodingsError: Nothing is coded yet.
        UnknownCoderError: No such coder.
        UnknownDocumentError: No such document.
    """
    who, others = whose(project, coder)
    chosen = {project.revision(name).name for name in documents}
    everything = places.said(project.connection)
    said = {one.revision: one for one in everything if not chosen or one.document in chosen}
    edges = {key: [one.informant_words * at // parts for at in range(parts + 1)] for key, one in said.items()}
    total = [sum(edge[at + 1] - edge[at] for edge in edges.values()) for at in range(parts)]
    stretches = _stretches(project, who, said)
    courses = []
    for key, name in code_names(project).items():
        by_document, middle = {}, _Middle()
        for revision, spans in stretches.get(key, {}).items():
            words = [0] * parts
            for start, end in _united(spans):
                _spread(words, edges[revision], start, end)
                middle.add(start, end, said[revision].informant_words)
            by_document[said[revision].document] = words
        cells = [
            Part(
                sum(words[at] for words in by_document.values()),
                total[at],
                sum(words[at] > 0 for words in by_document.values()),
            )
            for at in range(parts)
        ]
        courses.append(Course(name, cells, by_document, middle.place()))
    return Timeline(
        courses=courses,
        documents=[one.document for one in said.values()],
        words_by_document={
            one.document: [edges[key][at + 1] - edges[key][at] for at in range(parts)]
            for key, one in said.items()
        },
        parts=parts,
        coder=who,
        other_coders=others,
        reviewed=reviewed_by(project, who),
        documents_total=len(everything),
    )


def _stretches(
    project: Project, coder: str, said: Mapping[int, places.Said]
) -> dict[int, dict[int, list[tuple[int, int]]]]:
    """The words under each code and the codes under it, by code and revision."""
    above: dict[int, list[int]] = {}
    for ancestor, descendant in project.connection.execute("SELECT ancestor, descendant FROM code_path"):
        above.setdefault(descendant, []).append(ancestor)
    apart = max((one.informant_words for one in places.said(project.connection)), default=0) + 1
    found: dict[int, dict[int, list[tuple[int, int]]]] = {}
    for code, start, end in places.stretches(project.connection, coder, apart):
        revision, first = divmod(start, apart)
        if revision in said:
            for ancestor in above.get(code, [code]):
                spans = found.setdefault(ancestor, {}).setdefault(revision, [])
                spans.append((first, end - revision * apart))
    return found


def _united(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Overlapping and touching stretches as one, in order."""
    reached = -1
    begun = -1
    for start, end in sorted(spans):
        if start > reached:
            if begun >= 0:
                yield begun, reached
            begun, reached = start, end
        else:
            reached = max(reached, end)
    if begun >= 0:
        yield begun, reached


def _spread(words: list[int], edges: Sequence[int], start: int, end: int) -> None:
    """Add a stretch to the parts that it stands in."""
    for at in range(len(words)):
        words[at] += max(0, min(end, edges[at + 1]) - max(start, edges[at]))


class _Middle:
    """The place before which half of the words stand."""

    def __init__(self) -> None:
        self._pieces: list[tuple[float, float, int]] = []

    def add(self, start: int, end: int, length: int) -> None:
        """A stretch of an interview of so many words."""
        self._pieces.append((start / length, end / length, end - start))

    def place(self) -> float | None:
        """The place; words of several interviews are laid on each other."""
        total = sum(words for _, _, words in self._pieces)
        if not total:
            return None
        # Each stretch holds its words evenly; the density changes only at their edges.
        changes: list[tuple[float, float]] = []
        for start, end, words in self._pieces:
            density = words / (end - start)
            changes += [(start, density), (end, -density)]
        before, density, passed = 0.0, 0.0, 0.0
        for place, group in groupby(sorted(changes), key=lambda change: change[0]):
            within = density * (place - before)
            if passed + within >= total / 2:
                return before + (total / 2 - passed) / density if density else place
            passed += within
            density += sum(change for _, change in group)
            before = place
        return before
