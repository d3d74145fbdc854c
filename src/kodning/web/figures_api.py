"""Figures of the themes page, and the table of codes by interviews whose numbers open their quotes."""

from typing import NamedTuple

from kodning.project import Project
from kodning.web.asked import Asked, BadRequestError
from kodning.web.records import Record


class Picture(NamedTuple):
    """A figure as SVG."""

    svg: str


def figure(project: Project, asked: Asked) -> Picture:
    """A figure of one coder's codings."""
    from kodning.report.figure_choice import COUNTED, counted_svg

    name = next((one for one in COUNTED if one == asked.one("name")), None)
    if name is None:
        raise BadRequestError("name")
    return Picture(counted_svg(project, name, asked.one("coder"), themes=asked.one("themes") == "1"))


def matrix(project: Project, asked: Asked) -> Record:
    """How many codings each code has in each interview."""
    from kodning.analysis.counting import NoCodingsError
    from kodning.analysis.matrix import matrix as count

    try:
        found = count(project, "document", coder=asked.one("coder"))
    except NoCodingsError as error:
        return {"empty": str(error), "codes": [], "columns": [], "counts": {}}
    columns = [column.name for column in found.columns]
    return {
        "coder": found.coders[0],
        "columns": columns,
        "codes": [
            {"code": code.code, "label": code.shown, "depth": code.depth, "color": code.color}
            for code in found.codes
        ],
        "counts": {
            code.code: [found.count(code.code, column).codings for column in found.columns]
            for code in found.codes
        },
    }
