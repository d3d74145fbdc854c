"""Decisions that a page writes: on suggestions and on disagreements."""

from kodning.project import Project
from kodning.web.asked import Asked, BadRequestError, NotAllowedError, StaleError
from kodning.web.records import Record, suggestion_record
from kodning.web.writing_api import once


def suggestions(project: Project, asked: Asked) -> Record:
    """The queue: what is suggested to the one who asks."""
    coder = asked.person.name
    known = project.last_suggestion_run(coder)
    rows = [row for row in project.suggestion_list(document=asked.one("document")) if row.coder == coder]
    return {
        "run": known and {"method": known.method, "version": known.version, "created": known.created},
        "suggestions": [suggestion_record(row) for row in rows],
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
    """Keep what was decided on a disagreement: a coder's version, none, or both."""
    from kodning.intercoder.adjudication import version_of
    from kodning.intercoder.asked import compared, work_named
    from kodning.store.decisions import NewDecision

    def do() -> None:
        project.refuse_blind()
        comparison, _ = compared(project, work_named(project, None))
        wanted = asked.text("id")
        found = next((one for one in comparison.disagreements if one.id == wanted), None)
        if found is None:
            raise StaleError  # the codings it was about have changed
        versions = asked.body.get("versions")
        if not isinstance(versions, list) or not all(isinstance(name, str) for name in versions):
            raise BadRequestError("versions")
        outcome = dict.fromkeys(place for name in versions for place in version_of(found, name))
        new = NewDecision(
            disagreement=found.id,
            document=found.document,
            outcome=tuple(outcome),
            decided_by=asked.person.name,
            reason=asked.text("reason", ""),
        )
        project.decide([new], asked.person.name)

    return once(project, asked, do)
