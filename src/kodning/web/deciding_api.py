"""Decisions that a page writes: on suggestions and on disagreements."""

from typing import TYPE_CHECKING

from kodning.project import Project
from kodning.web.asked import Asked, BadRequestError, NotAllowedError, StaleError
from kodning.web.records import Record, suggestion_record
from kodning.web.writing_api import once

if TYPE_CHECKING:
    from kodning.intercoder.adjudication import Placed
    from kodning.intercoder.disagreements import Disagreement


def suggestions(project: Project, asked: Asked) -> Record:
    """The queue: what is suggested to the one who asks."""
    from kodning.report.suggestion_table import why

    coder = asked.person.name
    known = project.last_suggestion_run(coder)
    rows = [row for row in project.suggestion_list(document=asked.one("document")) if row.coder == coder]
    texts = {name: project.revision(name).text for name in {row.document for row in rows}}
    return {
        "run": known and {"method": known.method, "version": known.version, "created": known.created},
        "suggestions": [{**suggestion_record(row), "why": why(row, texts[row.document])} for row in rows],
    }


def run_suggestions(project: Project, asked: Asked) -> Record:
    """Make suggestions for the one who asks, on all documents or one."""
    from kodning.suggest.choosing import Options
    from kodning.suggest.running import run_suggestions as run

    document = asked.optional_text("document")
    options = Options(method=asked.text("method", Options().method))
    found = run(project, asked.person.name, options, [document] if document else [])
    return {"method": found.method, "documents": found.documents, "suggestions": found.suggestions}


def decide_suggestion(project: Project, asked: Asked) -> Record:
    """Accept, reject, skip, or accept with another code or span."""

    def do() -> None:
        number, decision = asked.number("id"), asked.text("decision")
        if project.suggestion(number).coder != asked.person.name:
            raise NotAllowedError
        if decision == "accept":
            project.accept_suggestion(
                number,
                span=asked.optional_text("span"),
                code=asked.optional_text("code"),
                memo=asked.text("memo", ""),
            )
        elif decision == "reject":
            project.reject_suggestions(number)
        elif decision == "skip":
            project.skip_suggestion(number)
        else:
            raise BadRequestError("decision")

    return once(project, asked, do)


def decide_disagreement(project: Project, asked: Asked) -> Record:
    """Keep what was decided on a disagreement: coders' versions (`versions`), or any codings there (`outcome`)."""
    from kodning.intercoder.asked import compared, work_named
    from kodning.intercoder.rounds import lay_out
    from kodning.store.decisions import NewDecision

    def do() -> None:
        project.refuse_blind()
        name = asked.optional_text("pass")
        table = None if name is None else lay_out(project, name)
        comparison = table.comparison if table else compared(project, work_named(project, None))[0]
        wanted = asked.text("id")
        found = next((one for one in comparison.disagreements if one.id == wanted), None)
        if found is None:
            raise StaleError  # the codings it was about have changed
        free = asked.body.get("outcome") is not None
        new = NewDecision(
            disagreement=found.id,
            document=found.document,
            outcome=_free_outcome(asked, found) if free else _of_versions(asked, found),
            decided_by=asked.person.name,
            reason=asked.text("reason", ""),
        )
        project.decide([new], asked.person.name, table.base if table else None)

    return once(project, asked, do)


def _of_versions(asked: Asked, found: "Disagreement") -> tuple["Placed", ...]:
    from kodning.intercoder.adjudication import version_of

    versions = asked.body.get("versions")
    if not isinstance(versions, list) or not all(isinstance(name, str) for name in versions):
        raise BadRequestError("versions")
    return tuple(dict.fromkeys(place for name in versions for place in version_of(found, name)))


def _free_outcome(asked: Asked, found: "Disagreement") -> tuple["Placed", ...]:
    """Codings of any code, each on words that have something of those in dispute; none where the list is empty."""
    places = asked.body["outcome"]
    if not isinstance(places, list):
        raise BadRequestError("outcome")
    outcome: list[Placed] = []
    for place in places:
        if not isinstance(place, dict):
            raise BadRequestError("outcome")
        one = Asked(asked.person, asked.settings, body=place)
        start, end = one.number("start"), one.number("end")
        if not (start < end and start < found.end and found.start < end):
            raise BadRequestError("outcome")
        outcome.append((one.text("code"), start, end))
    return tuple(dict.fromkeys(outcome))
