"""A figure of a project by its name: what `kodning figure`, `Project.figure` and the workbench draw."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from kodning.report import figure_drawing as draw

if TYPE_CHECKING:
    from kodning.analysis.cooccurrence import Unit as Together
    from kodning.intercoder.units import Unit
    from kodning.project import Project

Counted = Literal["themes", "matrix", "cooccur", "saturation", "timeline"]
COUNTED: tuple[Counted, ...] = ("themes", "matrix", "cooccur", "saturation", "timeline")


def counted_svg(
    project: "Project",
    name: Counted,
    coder: str | None = None,
    *,
    themes: bool = False,
    by: str = "document",
    together: "Together" = "overlap",
    documents: Sequence[str] = (),
) -> str:
    """A figure of one coder's codings, as SVG.

    Args:
        project: The project.
        name: Which figure.
        coder: Whose codings; else the coder who has reviewed most.
        themes: Only themes, without the codes under them.
        by: `matrix`: what the columns are, `document` or an attribute.
        together: `cooccur`: when two codes are together.
        documents: `timeline`: only these.

    Raises:
        NoCodingsError, UnknownCoderError, UnknownAttributeError, UnknownDocumentError: See the analysis.
    """
    if name == "themes":
        from kodning.analysis.themes import themes as count_themes

        return draw.themes_svg(count_themes(project, coder=coder), sub_codes=not themes)
    if name == "matrix":
        from kodning.analysis.matrix import matrix

        return draw.matrix_svg(matrix(project, by, coder=coder), sub_codes=not themes)
    if name == "cooccur":
        from kodning.analysis.cooccurrence import cooccurrence

        return draw.cooccur_svg(cooccurrence(project, together, coder=coder, themes=themes))
    if name == "saturation":
        from kodning.analysis.saturation import saturation

        return draw.saturation_svg(saturation(project, coder=coder, themes=themes))
    from kodning.analysis.counting import whose

    who, _ = whose(project, coder)
    chosen = [project.revision(document).name for document in documents]
    every = chosen or [document.name for document in project.documents()]
    return draw.timeline_svg(project, who, every, sub_codes=bool(documents) and not themes)


def agreement_figure(project: "Project", unit: "Unit" = "segment", *, themes: bool = False) -> str:
    """Agreement by code with its intervals, as SVG.

    Raises:
        TooFewCodersError: Fewer than two have read anything.
    """
    from kodning.intercoder.study import agreement_report
    from kodning.intercoder.units import unit_table

    table = unit_table(project, unit, themes=themes)
    depths = {code.key: code.depth for code in project.codes()}
    return draw.agreement_svg(agreement_report(project, table, themes=themes), depths)
