"""Themes, quotes, agreement and search as the page shows them."""

from typing import TYPE_CHECKING, Any

from kodning.project import Project
from kodning.web.asked import Asked, BadRequestError
from kodning.web.records import Record
from kodning.wording import sort_key

if TYPE_CHECKING:
    from kodning.analysis.quotes import Quote, Selection


def themes(project: Project, asked: Asked) -> Record:
    """The theme table."""
    from kodning.analysis.counting import attributes_known
    from kodning.analysis.themes import NoCodingsError
    from kodning.analysis.themes import themes as count

    names = sorted({name for known in attributes_known(project) for name in known}, key=sort_key)
    try:
        found = count(
            project, coder=asked.one("coder"), by=asked.one("by"), sort=asked.one("sort") or "codebook"
        )
    except NoCodingsError as error:
        return {"rows": [], "empty": str(error), "attributes": names, "coders": project.coders()}
    return {
        "rows": [{**row.record(), "depth": row.depth, "color": row.color} for row in found.rows],
        "total": {
            "documents": found.total.documents,
            "documents_total": found.total.documents_total,
            "codings": found.total.codings,
            "words": found.total.words,
            "share_of_words": found.total.share_of_words,
        },
        "coder": found.coder,
        "reviewed": found.reviewed,
        "values": list(found.values),
        "attribute": found.attribute,
        "attributes": names,
        "coders": project.coders(),
    }


def selection(asked: Asked) -> "Selection":
    """Which quotes are wanted."""
    from kodning.analysis.quotes import Selection

    where = dict(pair.split("=", 1) for pair in asked.query.get("where", []) if "=" in pair)
    try:
        shortest = int(asked.one("min_words") or 0)
    except ValueError as error:
        raise BadRequestError("min_words") from error
    return Selection(
        codes=tuple(asked.query.get("code", [])),
        coder=asked.one("coder"),
        documents=tuple(asked.query.get("document", [])),
        where=where,
        min_words=shortest,
    )


def _quotes(project: Project, asked: Asked) -> "list[Quote]":
    from kodning.analysis.quotes import quotes as find

    return find(project, selection(asked))


def quotes(project: Project, asked: Asked) -> Record:
    """Quotes in report style, each with whom it is from."""
    from kodning.report.quote_extract import attribution
    from kodning.wording import language

    found = _quotes(project, asked)
    return {
        "quotes": [
            {**quote.record(), "label": quote.label[language()], "attribution": attribution(quote)}
            for quote in found[:2000]
        ],
        "n": len(found),
        "documents_total": len(project.documents()),
        "coders": project.coders(),
    }


def agreement(project: Project, asked: Asked) -> Record:
    """The agreement report on one unit, of a frozen pass where one is named."""
    from kodning.intercoder.asked import work_named
    from kodning.intercoder.units import TooFewCodersError
    from kodning.intercoder.whole import ANY_UNIT, agreement_study

    project.refuse_blind()
    wanted = asked.one("unit") or "segment"
    unit = next((name for name in ANY_UNIT if name == wanted and name != "all"), None)
    if unit is None:
        raise BadRequestError("unit")
    try:
        work = work_named(project, asked.one("pass"))
        study = agreement_study(project, work, unit, asked.query.get("coder", []))
    except TooFewCodersError as error:
        return {"empty": str(error), "codes": []}
    return study.record()


def disagreements(project: Project, asked: Asked) -> Record:
    """Where coders differ, now or in a frozen pass: each place with its words, and what was decided."""
    from kodning.intercoder.asked import compared, work_named
    from kodning.intercoder.units import TooFewCodersError

    project.refuse_blind()
    try:
        work = work_named(project, asked.one("pass"))
        comparison, _ = compared(project, work, asked.query.get("coder", []))
    except TooFewCodersError as error:
        return {"empty": str(error), "disagreements": []}
    decided = {row.disagreement: row for row in project.decisions()}
    wanted = asked.one("code")
    current = {
        revision.name: revision.id
        for revision in map(project.revision, {d.name for d in project.documents()})
    }
    corrected = {row.name for row in work.documents if current.get(row.name) != row.id}
    rows: list[dict[str, Any]] = []
    for one in comparison.disagreements:
        if wanted and wanted not in one.codes:
            continue
        row = one._asdict()
        row["codings"] = {who: [mark._asdict() for mark in marks] for who, marks in one.codings.items()}
        row["corrected"] = one.document in corrected
        made = decided.get(one.id)
        row["decision"] = made and {
            "outcome": [list(place) for place in made.outcome],
            "decided_by": made.decided_by,
            "reason": made.reason,
        }
        rows.append(row)
    return {
        "disagreements": rows,
        "total": len(comparison.disagreements),
        "decided": sum(one.id in decided for one in comparison.disagreements),
        "coders": list(comparison.coders),
        "by_kind": comparison.by_kind,
        "codings": dict(comparison.codings),
    }
