"""A round of double coding brought to its end: freeze, decide, write the result, agreement before and after."""

import json
from typing import TYPE_CHECKING

from kodning.project import Project
from kodning.text import sha256
from kodning.web.asked import Asked, BadRequestError, StaleError
from kodning.web.records import Record
from kodning.web.writing_api import once
from kodning.wording import tr

if TYPE_CHECKING:
    from kodning.intercoder.rounds import Foreseen, Standing


def rounds(project: Project, asked: Asked) -> Record:
    """The frozen passes, a free name for the next, and how far the one that is asked for has come."""
    from kodning.intercoder.rounds import free_name, standing
    from kodning.intercoder.units import UNITS, TooFewCodersError
    from kodning.intercoder.work import pass_record

    project.refuse_blind()
    frozen = [row for row in project.passes() if row.kind == "frozen"]
    number = len(frozen) + 1
    record: Record = {
        "passes": [pass_record(row) for row in frozen],
        "suggested": free_name(project, tr(f"runde {number}", f"round {number}")),
        "chosen": None,
    }
    wanted = asked.one("pass")
    if wanted is None:
        return record
    unit = next((name for name in UNITS if name == (asked.one("unit") or "segment")), None)
    if unit is None:
        raise BadRequestError("unit")
    try:
        return {**record, "chosen": _standing_record(standing(project, wanted, unit))}
    except TooFewCodersError:
        return record  # the page says so where the figures would be


def _standing_record(found: "Standing") -> Record:
    from kodning.intercoder.work import pass_record

    return {
        "pass": pass_record(found.table.base),
        "disagreements": len(found.table.comparison.disagreements),
        "decided": len(found.table.decided),
        "result": pass_record(found.result),
        "before": found.before and found.before.record(),
        "after": found.after and found.after.record(),
        "current": found.current,
    }


def freeze(project: Project, asked: Asked) -> Record:
    """Keep the coders' work as it is under a name."""
    from kodning.intercoder.rounds import freeze as freeze_work

    return once(project, asked, lambda: freeze_work(project, asked.text("name"), asked.person.name))


def preview(project: Project, asked: Asked) -> Record:
    """What writing the result would do; `seen` goes along with the order to write it."""
    from kodning.intercoder.adjudication import ADJUDICATOR
    from kodning.intercoder.rounds import foresee

    project.refuse_blind()
    stands_for = asked.one("as") or ADJUDICATOR
    plan = foresee(project, asked.needed("pass"), adjudicator=stands_for, name=asked.one("name"))
    return {
        "name": plan.name,
        "as": plan.adjudicator,
        "by": asked.person.name,
        "codings": len(plan.settled.codings),
        "agreed": plan.settled.agreed,
        "decided": plan.settled.decided,
        "left": len(plan.settled.undecided),
        "known": plan.known is not None,
        "seen": _seen(plan),
    }


def _seen(plan: "Foreseen") -> str:
    """What the preview was made of: where it is another by now, nothing is written."""
    made = [plan.name, plan.adjudicator, *(row.id for row in plan.table.decided)]
    return sha256(json.dumps(made))[:32]


def finish(project: Project, asked: Asked) -> Record:
    """Write the pass that follows from the decisions, as it was previewed."""
    from kodning.intercoder.rounds import foresee, write_foreseen

    def do() -> None:
        base, stands_for, name = asked.text("pass"), asked.text("as"), asked.optional_text("name")
        plan = foresee(project, base, adjudicator=stands_for, name=name)
        if _seen(plan) != asked.text("seen"):
            raise StaleError
        write_foreseen(project, plan, asked.person.name)

    return once(project, asked, do)


def compared_text(project: Project, asked: Asked) -> Record:
    """The text of a document as it was compared: that of the pass, where one is named."""
    from kodning.errors import UnknownDocumentError
    from kodning.intercoder.asked import work_named

    project.refuse_blind()
    wanted = asked.needed("document")
    work = work_named(project, asked.one("pass"))
    for revision in work.documents:
        if revision.name == wanted:
            return {"text": revision.text}
    raise UnknownDocumentError(wanted, [revision.name for revision in work.documents])
