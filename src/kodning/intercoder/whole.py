"""The whole agreement report: its figures on one unit or on all of them side by side, and what they rest on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from kodning.intercoder.background import Background, background
from kodning.intercoder.methods import methods_paragraph
from kodning.intercoder.results import AgreementReport
from kodning.intercoder.span_ground import SpanGround
from kodning.intercoder.span_groups import groups_of
from kodning.intercoder.spans_study import SpanReport, span_report
from kodning.intercoder.study import agreement_report
from kodning.intercoder.thresholds import Scale
from kodning.intercoder.units import UNITS, check_share, compared_coders, unit_table
from kodning.intercoder.work import CodingWork, texts_of
from kodning.project import Project
from kodning.wording import LANGUAGES, language, speaking

AnyUnit = Literal["segment", "paragraph", "turn", "document", "span", "all"]
ANY_UNIT: tuple[AnyUnit, ...] = get_args(AnyUnit)
Report = AgreementReport | SpanReport


@dataclass(frozen=True, slots=True)
class Study:
    """The whole report.

    Attributes:
        unit: The unit asked for; `all` for all of them.
        reports: The figures: one report, or one for each unit.
        background: What they rest on.
        scale: By which limits intervals are judged.
        labels: Names of codes by language, by code id.
    """

    unit: AnyUnit
    reports: Sequence[Report]
    background: Background
    scale: Scale
    labels: Mapping[str, Mapping[str, str]]

    @property
    def first(self) -> Report:
        """The report asked for; of several, the one on sentences."""
        return self.reports[0]

    def methods(self) -> dict[str, str]:
        """The methods paragraph in each language."""
        found: dict[str, str] = {}
        for spoken in LANGUAGES:
            with speaking(spoken):
                found[spoken] = methods_paragraph(self.reports, self.background, self.labels)
        return found

    def record(self) -> dict[str, Any]:
        """The report as programs get it."""
        figures = self.first.record(self.scale) if len(self.reports) == 1 else self._side_by_side()
        return {
            **figures,
            "thresholds": self.scale,
            **self.background.record(),
            "methods": self.methods(),
        }

    def _side_by_side(self) -> dict[str, Any]:
        """All units: each unit's own report, and every code and the pooled figures by unit."""
        records = {record["unit"]: record for record in (one.record(self.scale) for one in self.reports)}
        first = self.first
        shown = ("n", "alpha", "interval", "p_below", "verdict", "reason")
        labels = [(code.code, code.label) for code in first.codes]
        codes = [
            {
                "code": key,
                "label": label,
                "units": {
                    unit: {key: record["codes"][place][key] for key in shown}
                    for unit, record in records.items()
                },
            }
            for place, (key, label) in enumerate(labels)
        ]
        return {
            "unit": "all",
            "themes": first.themes,
            "coders": list(first.coders),
            "documents": list(first.documents),
            "n_units": {unit: record["n_units"] for unit, record in records.items()},
            "codes": codes,
            "pooled": {unit: record["pooled"] for unit, record in records.items()},
            "from_suggestions": {unit: record["from_suggestions"] for unit, record in records.items()},
            "min_overlap": first.min_overlap,
            "units": records,
        }


def agreement_study(
    project: Project,
    work: CodingWork,
    unit: AnyUnit = "segment",
    coders: Sequence[str] = (),
    *,
    themes: bool = False,
    min_overlap: float = 0.0,
    scale: Scale = "krippendorff",
    seed: int = 0,
    software: str = "kodning",
) -> Study:
    """Compute the whole report.

    Args:
        project: The project, for its texts.
        work: Whose codings and reviews: as things stand now, or as a pass was frozen.
        unit: One unit, or `all`.
        coders: Whom to compare; else everybody who has reviewed something.
        themes: Count a sub-code as its theme.
        min_overlap: The share of a unit's words that must be coded for a code to be present, and of a coding's words
            that another coder must have coded for it to be matched; 0: one word.
        scale: By which limits intervals are judged.
        seed: Of the bootstrap, from 20 documents up.
        software: Name and version of the program.

    Raises:
        ShareError: `min_overlap` is no share.
        TooFewCodersError: Fewer than two coders, or one of them has reviewed nothing.
        UnknownCoderError: A coder who is not in the project.
    """
    check_share(min_overlap)
    chosen = compared_coders(project, work, coders)
    texts = texts_of(project, work)
    reports: list[Report] = []
    for one in UNITS:
        if unit in {one, "all"}:
            table = unit_table(project, one, chosen, themes=themes, min_overlap=min_overlap, work=work)
            reports.append(agreement_report(project, table, themes=themes, seed=seed, work=work))
    if unit in {"span", "all"}:
        labels = {code.key: code.labels[language()] for code in work.codes}
        ground = SpanGround(work, chosen, texts, themes=themes)
        groups = () if themes else groups_of(project, work)
        reports.append(span_report(ground, labels, min_overlap=min_overlap, groups=groups))
    rests_on = background(project, work, chosen, texts, software)
    return Study(unit, reports, rests_on, scale, {code.key: code.labels for code in work.codes})
