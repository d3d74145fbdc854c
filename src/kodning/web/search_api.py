"""Words in the interviews with what stands around them: `word`, `part*`, `"a phrase"`; all of them in one turn."""

import re
from collections.abc import Iterator

from kodning.model import Turn
from kodning.project import Project
from kodning.text import normalise, on_one_line
from kodning.web.asked import Asked, BadRequestError
from kodning.web.records import Record

_TERM = re.compile(r'["“”»«]([^"“”»«]+)["“”»«]|(\S+)')
_AROUND = 70
_MOST_HITS = 500
_LONGEST = 200


def search(project: Project, asked: Asked) -> Record:
    """Where the words stand, in the order of the documents."""
    terms = [_pattern(phrase or word) for phrase, word in _TERM.findall(normalise(asked.needed("q")))]
    if not terms or len(asked.needed("q")) > _LONGEST:
        raise BadRequestError("q")
    hits: list[Record] = []
    documents: set[str] = set()
    found = 0
    for document in project.documents():
        text = project.revision(document.name).text
        for turn, match in _matches(text, project.turns(document.name), terms):
            found += 1
            documents.add(document.name)
            if len(hits) < _MOST_HITS:
                hits.append(_hit(document.name, text, turn, match.start(), match.end()))
    return {
        "hits": hits,
        "n": found,
        "documents": len(documents),
        "documents_total": len(project.documents()),
    }


def _pattern(term: str) -> re.Pattern[str]:
    words = [re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in term.split()]
    if not "".join(words).replace("\\w*", ""):
        raise BadRequestError("q")
    return re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)", re.IGNORECASE)


def _matches(
    text: str, turns: list[Turn], terms: list[re.Pattern[str]]
) -> Iterator[tuple[Turn, re.Match[str]]]:
    for turn in turns:
        here = [list(term.finditer(text, turn.start, turn.end)) for term in terms]
        if all(here):
            ordered = sorted(
                (match for matches in here for match in matches), key=lambda match: match.start()
            )
            for match in ordered:
                yield turn, match


def _hit(document: str, text: str, turn: Turn, start: int, end: int) -> Record:
    first, last = max(turn.start, start - _AROUND), min(turn.end, end + _AROUND)
    while turn.start < first < start and not text[first - 1].isspace():
        first += 1
    while end < last < turn.end and not text[last].isspace():
        last -= 1
    before = on_one_line(text[first:start]) + (" " if text[start - 1 : start].isspace() else "")
    after = (" " if text[end : end + 1].isspace() else "") + on_one_line(text[end:last])
    return {
        "document": document,
        "turn": turn.number,
        "speaker": turn.speaker,
        "start": start,
        "end": end,
        "before": ("… " if first > turn.start else "") + before,
        "text": text[start:end],
        "after": after + (" …" if last < turn.end else ""),
    }
