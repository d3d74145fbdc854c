"""Values of the project as the page gets them: plain JSON."""

from collections.abc import Iterable, Sequence
from typing import Any

from kodning.model import Code, Coding
from kodning.project import Project
from kodning.store.changes import Change
from kodning.store.queries import ActionRow, MemoRow, RevisionRow
from kodning.store.suggestions import SuggestionRow
from kodning.text import sha256
from kodning.web.asked import StaleError
from kodning.wording import language

Record = dict[str, Any]


def coding_record(coding: Coding) -> Record:
    """A coding; offsets are code points."""
    return coding._asdict()


def action_record(row: ActionRow) -> Record:
    """A thing somebody did."""
    return row._asdict()


def memo_record(row: MemoRow) -> Record:
    """A memo."""
    return row._asdict()


def suggestion_record(row: SuggestionRow) -> Record:
    """A suggestion."""
    return row._asdict()


def change_record(found: Change) -> Record:
    """What an action did."""
    return {
        "action": found.action,
        "uid": found.uid,
        "coder": found.coder,
        "kind": found.kind,
        "summary": found.summary,
        "documents": list(found.documents),
        "codings": [coding_record(coding) for coding in found.codings],
        "gone": [key for key, _ in found.gone],
    }


def code_records(project: Project) -> list[Record]:
    """The codes with all that the codebook says, and how many codings each has from whom the viewer may know."""
    said = {code.id: code for code in project.codebook().codes}
    own, below = _used(project)
    records = []
    for row in project.codes():
        code = said.get(row.key) or Code(row.key, row.labels, row.parent, row.position, row.depth)
        codings, documents = own.get(row.key, (0, 0))
        codings_below, documents_below = below.get(row.key, (0, 0))
        records.append(
            {
                "id": row.key,
                "label": code.label(language()),
                "labels": code.labels,
                "parent": row.parent,
                "depth": row.depth,
                "color": row.color,
                "in_codebook": row.in_codebook,
                "codings": codings,
                "documents": documents,
                "codings_below": codings_below,
                "documents_below": documents_below,
                "definition": code.definition,
                "include": list(code.include),
                "exclude": list(code.exclude),
                "examples": list(code.examples),
                "example_places": [place and place._asdict() for place in code.example_places],
                "terms": list(code.terms),
                "negative_terms": list(code.negative_terms),
                "memo": code.memo,
                "aliases": list(code.aliases),
                "exclusive": code.exclusive,
                "scale": list(code.scale),
                "retired": code.retired,
            }
        )
    return records


def _used(project: Project) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]]:
    """(codings, documents) of each code by itself, and with the codes under it."""
    above = {row.key: row.parent for row in project.codes()}
    own: dict[str, dict[str, int]] = {}
    below: dict[str, dict[str, int]] = {}
    for counted in project.coding_counts():
        name: str | None = counted.code
        for found in (own, below):
            places = found.setdefault(counted.code, {})
            places[counted.document] = places.get(counted.document, 0) + counted.codings
        while (name := above.get(name or "")) is not None:
            places = below.setdefault(name, {})
            places[counted.document] = places.get(counted.document, 0) + counted.codings
    return _summed(own), _summed(below)


def _summed(found: dict[str, dict[str, int]]) -> dict[str, tuple[int, int]]:
    return {code: (sum(places.values()), len(places)) for code, places in found.items()}


def text_hash(revision: RevisionRow) -> str:
    """The hash that a page sends back with what it writes on a text."""
    return sha256(revision.text)[:32]


def require_same_text(project: Project, document: str, seen: str) -> RevisionRow:
    """The document, if the page has seen it as it is.

    Raises:
        StaleError: It has another text by now.
    """
    revision = project.revision(document)
    if text_hash(revision) != seen:
        raise StaleError
    return revision


def document_record(project: Project, name: str) -> Record:
    """A document as it is read and coded: text, turns, sentences, and all that stands on it."""
    revision = project.revision(name)
    blind = project.blind
    memos = [memo for memo in project.memos() if memo.document == revision.name or memo.coding is not None]
    return {
        "name": revision.name,
        "title": revision.title,
        "hash": text_hash(revision),
        "revision": revision.number,
        "text": revision.text,
        "turns": [turn._asdict() for turn in project.turns(revision.name)],
        "paragraphs": _places(project, revision.name, "paragraph"),
        "sentences": _places(project, revision.name, "sentence"),
        "codings": [coding_record(coding) for coding in project.codings(document=revision.name)],
        "reviews": [
            {"coder": coder, "start": start, "end": end}
            for document, coder, start, end in project.reviews()
            if document == revision.name
        ],
        "memos": [memo_record(memo) for memo in memos],
        "attributes": project.attributes().get(revision.name, {}),
        "suggestions": [] if blind else _open_suggestions(project, revision.name),
        "action": last_known(project),
    }


def last_known(project: Project) -> int:
    """The last action that the viewer may know of; what comes after it is told to the page."""
    if project.blind is None:
        return project.newest_action()
    return next((row.id for row in project.history(limit=1)), 0)


def _places(project: Project, document: str, layer: str) -> list[list[int]]:
    return [[unit.start, unit.end] for unit in project.segments(document, layer)]


def _open_suggestions(project: Project, document: str) -> list[Record]:
    viewer = project.viewer
    return [
        suggestion_record(row)
        for row in project.suggestion_list(document=document)
        if row.coder == viewer and row.state in {"open", "skipped"}
    ]


def covered(spans: Iterable[Sequence[int]]) -> int:
    """How many code points spans cover together."""
    total, reached = 0, 0
    for start, end in sorted((span[0], span[1]) for span in spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def documents_record(project: Project, person: str) -> list[Record]:
    """The documents with what has been done in each."""
    attributes = project.attributes()
    counts: dict[str, int] = {}
    mine: dict[str, int] = {}
    for counted in project.coding_counts():
        name = counted.document
        counts[name] = counts.get(name, 0) + counted.codings
        mine[name] = mine.get(name, 0) + (counted.codings if counted.coder == person else 0)
    read: dict[str, list[tuple[int, int]]] = {}
    readers: dict[str, list[str]] = {}
    for document, coder, start, end in project.reviews():
        names = readers.setdefault(document, [])
        if coder not in names:
            names.append(coder)
        if coder == person:
            read.setdefault(document, []).append((start, end))
    lengths = project.lengths()
    return [
        {
            "name": d.name,
            "title": d.title,
            "revision": d.revision,
            "words": d.words,
            "informant_words": d.informant_words,
            "created": d.created,
            "codings": counts.get(d.name, 0),
            "mine": mine.get(d.name, 0),
            "reviewed_by": readers.get(d.name, []),
            "reviewed": covered(read.get(d.name, [])) / max(1, lengths[d.name]),
            "attributes": attributes.get(d.name, {}),
        }
        for d in project.documents()
    ]
