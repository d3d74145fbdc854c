"""Words in the transcripts: the turns they stand in, and each of them in its context."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kodning.analysis.search_query import index_query
from kodning.project import Project
from kodning.store import search_index, searching

Role = Literal["informant", "interviewer", "unknown"]


class Found(NamedTuple):
    """A turn with what was found in it.

    Attributes:
        document: Its document.
        turn: Its number there.
        speaker: Who speaks.
        role: `informant`, `interviewer` or `unknown`.
        start: Where the turn begins in the text.
        end: One past its end.
        text: Its words.
        matches: Start and end of each place found, in the document.
    """

    document: str
    turn: int
    speaker: str | None
    role: str
    start: int
    end: int
    text: str
    matches: tuple[tuple[int, int], ...]

    def record(self) -> dict[str, object]:
        """The turn as programs get it."""
        return self._asdict() | {"matches": [list(match) for match in self.matches]}


class InContext(NamedTuple):
    """One place found, with what stands before and after it in the same turn."""

    document: str
    turn: int
    speaker: str | None
    role: str
    start: int
    end: int
    before: str
    match: str
    after: str

    def record(self) -> dict[str, object]:
        """The place as programs get it."""
        return self._asdict()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found.

    Attributes:
        query: As typed.
        turns: The turns, in the order of the documents; no more than were asked for.
        turns_total: How many there are.
        documents: In how many documents.
        documents_total: Of how many.
        role: Whose talk was searched; None is everybody's.
        lemma: Whether words meant all their forms.
    """

    query: str
    turns: Sequence[Found]
    turns_total: int
    documents: int
    documents_total: int
    role: Role | None
    lemma: bool

    def in_context(self, width: int = 50) -> list[InContext]:
        """Every place found in the turns, with so many characters on either side, whole words."""
        return [place for turn in self.turns for place in _places(turn, width)]


def search(
    project: Project,
    query: str,
    *,
    role: Role | None = None,
    documents: Sequence[str] = (),
    lemma: bool = False,
    limit: int | None = None,
) -> SearchResult:
    """Find words in the current texts, in any case; `å` is no `a`.

    Args:
        project: The project.
        query: See `kodning.analysis.search_query`.
        role: Only talk of this role.
        documents: Only in these documents.
        lemma: Let every word outside quotation marks mean all its forms: `formand` also `formændenes`.
        limit: At most so many turns.

    Raises:
        SearchError: The query cannot be understood.
        UnknownDocumentError: No such document.
    """
    connection = project.connection
    search_index.complete(connection, project.store_path)
    asked = index_query(query, _expander(project, lemma), lemma)
    names = [project.revision(name).name for name in documents]
    rows = searching.found_turns(
        connection, asked, role=role, documents=names, limit=-1 if limit is None else limit
    )
    turns = list(_found(sorted(rows, key=lambda row: (row.order, row.number))))
    whole = limit is None or len(turns) < limit
    total, within = (
        (len(turns), len({turn.document for turn in turns}))
        if whole
        else searching.count_turns(connection, asked, role=role, documents=names)
    )
    searched = len(names) or searching.count_documents(connection)
    return SearchResult(query, turns, total, within, searched, role, lemma)


def _expander(project: Project, lemma: bool) -> Callable[[str], Sequence[str]]:
    def expand(word: str) -> Sequence[str]:
        if "*" in word:
            return list(searching.vocabulary(project.connection, word))
        if not lemma:
            return [word]
        from kodning.language.lemmas import forms_among

        return forms_among(word, searching.vocabulary(project.connection))

    return expand


def _found(rows: Iterable[searching.FoundTurn]) -> Iterator[Found]:
    for row in rows:
        parts = row.marked.split(searching.BEGIN)
        text, matches = parts[0], []
        for part in parts[1:]:
            match, _, after = part.partition(searching.END)
            start = row.start + len(text)
            matches.append((start, start + len(match)))
            text += match + after
        yield Found(row.document, row.number, row.speaker, row.role, row.start, row.end, text, tuple(matches))


def _places(turn: Found, width: int) -> Iterator[InContext]:
    for start, end in turn.matches:
        at, to = start - turn.start, end - turn.start
        yield InContext(
            turn.document,
            turn.turn,
            turn.speaker,
            turn.role,
            start,
            end,
            _last(turn.text[:at], width),
            turn.text[at:to],
            _first(turn.text[to:], width),
        )


def _last(text: str, width: int) -> str:
    """The last words of a text that fit."""
    text = " ".join(text.split()) + (" " if text[-1:].isspace() else "")
    if len(text) <= width:
        return text
    cut = text[-width:]
    return cut if text[-width - 1].isspace() else cut.partition(" ")[2]


def _first(text: str, width: int) -> str:
    """The first words of a text that fit."""
    text = (" " if text[:1].isspace() else "") + " ".join(text.split())
    if len(text) <= width:
        return text
    cut = text[:width]
    return cut if text[width].isspace() else cut.rpartition(" ")[0]
