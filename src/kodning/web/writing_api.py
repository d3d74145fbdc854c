"""What a page asks to be done. Everything carries an id that the page made: sent twice, it is done once."""

from collections.abc import Callable

from kodning.errors import UnknownCodingError
from kodning.project import Project
from kodning.project.suggesting import DecidedError
from kodning.store.writing import identified
from kodning.web.asked import Asked, BadRequestError, StaleError
from kodning.web.records import Record, change_record, require_same_text


def once(project: Project, asked: Asked, do: Callable[[], object]) -> Record:
    """Do something unless it was done under the same id before; gives what it changed."""
    uid = asked.uid()
    number = project.action_of(uid)
    repeated = number is not None
    if number is None:
        try:
            with identified(uid):
                do()
        except (UnknownCodingError, DecidedError) as error:
            raise StaleError from error  # somebody else was quicker
        number = project.action_of(uid)
    change = project.change(number) if number is not None else None
    return {"change": change_record(change) if change else None, "action": number, "repeated": repeated}


def _span(asked: Asked) -> str:
    return f"{asked.number('start')}:{asked.number('end')}"


def code(project: Project, asked: Asked) -> Record:
    """Put codes on a span."""

    def do() -> None:
        document = require_same_text(project, asked.text("document"), asked.text("hash")).name
        project.code(document, _span(asked), asked.texts("codes"), asked.person.name, asked.text("memo", ""))

    return once(project, asked, do)


def retract(project: Project, asked: Asked) -> Record:
    """Take own codings back."""

    def do() -> None:
        ids = asked.texts("ids")
        _require_own(project, asked, ids)
        project.retract(ids, asked.person.name)

    return once(project, asked, do)


def _require_own(project: Project, asked: Asked, ids: list[str]) -> None:
    for coding in map(project.coding, ids):
        if coding.coder != asked.person.name and not asked.person.may("admin"):
            from kodning.web.asked import NotAllowedError

            raise NotAllowedError


def change(project: Project, asked: Asked) -> Record:
    """Move the ends of an own coding."""

    def do() -> None:
        coding = asked.text("id")
        _require_own(project, asked, [coding])
        require_same_text(project, project.coding(coding).document, asked.text("hash"))
        project.change_span(coding, _span(asked), asked.person.name)

    return once(project, asked, do)


def undo(project: Project, asked: Asked) -> Record:
    """Take back the latest action, or the one of that number; of an undo too, which does it again."""
    action = asked.number("action") if asked.body.get("action") is not None else None
    undone: list[Record] = []

    def do() -> None:
        row = project.undo(asked.person.name, action)
        undone.append({"kind": row.kind, "summary": row.summary, "action": row.id})

    return {**once(project, asked, do), "undone": next(iter(undone), None)}


def memo(project: Project, asked: Asked) -> Record:
    """Write a memo on a document, a span, a code, a coding or the project."""

    def do() -> None:
        text = asked.text("text").strip()
        if not text:
            raise BadRequestError("text")
        document = asked.optional_text("document")
        span = _span(asked) if asked.body.get("start") is not None else None
        if document is not None and span is not None:
            require_same_text(project, document, asked.text("hash"))
        project.memo(
            text,
            asked.person.name,
            document=document,
            span=span,
            code=asked.optional_text("code"),
            coding=asked.optional_text("coding"),
        )

    return once(project, asked, do)


def reviewed(project: Project, asked: Asked) -> Record:
    """Record that a document, or a span of it, has been read."""

    def do() -> None:
        document = require_same_text(project, asked.text("document"), asked.text("hash")).name
        whole = asked.body.get("start") is None
        project.mark_reviewed([document], asked.person.name, None if whole else _span(asked))

    return once(project, asked, do)


def attributes(project: Project, asked: Asked) -> Record:
    """Set a variable of a document; an empty value takes it away."""

    def do() -> None:
        value = asked.text("value").strip()
        document = project.revision(asked.text("document")).name
        name = asked.text("name").strip()
        if project.attributes().get(document, {}).get(name, "") != asked.text("seen"):
            raise StaleError
        project.set_attributes({document: {name: value or None}}, asked.person.name)

    return once(project, asked, do)
