"""Words in the interviews with what stands around them."""

from kodning.project import Project
from kodning.web.asked import Asked, BadRequestError
from kodning.web.records import Record

_MOST_TURNS = 300
_AROUND = 70
_LONGEST = 300


def search(project: Project, asked: Asked) -> Record:
    """Where the words stand, in the order of the documents."""
    from kodning.analysis.searching import search as find

    query = asked.needed("q")
    if len(query) > _LONGEST:
        raise BadRequestError("q")
    role = asked.one("role")
    found = find(
        project,
        query,
        role="informant" if role == "informant" else "interviewer" if role == "interviewer" else None,
        lemma=asked.one("lemma") == "1",
        limit=_MOST_TURNS,
    )
    return {
        "hits": [place.record() for place in found.in_context(_AROUND)],
        "turns": found.turns_total,
        "shown": len(found.turns),
        "documents": found.documents,
        "documents_total": found.documents_total,
    }
