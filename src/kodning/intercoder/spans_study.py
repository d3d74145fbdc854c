"""Agreement on spans: where codings begin and end, on the informants' words without any grid of units.

For each code its own continuum: the informants' words that two or more coders have read, numbered one after another
so that the interviewer's turns part nothing. On it Krippendorff's unitizing alpha; with one code the members u and
|u of that family are the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kodning import agreement
from kodning.agreement import Interval, Reason, UnitizingTerms, unitizing_terms
from kodning.agreement.unitizing import LENGTH, MATCHED, SHARED, SQUARES
from kodning.intercoder.results import LeftOut, interval_record
from kodning.intercoder.span_ground import SpanGround
from kodning.intercoder.span_groups import GroupAgreement, group_agreement
from kodning.intercoder.span_matches import SpanMatch, match
from kodning.intercoder.span_terms import over_documents, within
from kodning.intercoder.thresholds import Scale, verdict
from kodning.model import CodeGroup
from kodning.wording import language


@dataclass(frozen=True, slots=True)
class SpanFigure:
    """Unitizing alpha with its interval.

    Attributes:
        value: u = 1 − D_o/D_e; None where it is undefined.
        reason_code: Why.
        interval: Over documents.
    """

    value: float | None
    reason_code: Reason | None
    interval: Interval

    @property
    def reason(self) -> str | None:
        """Why the value, or else its interval, is undefined, in the language in force."""
        code = self.reason_code or self.interval.reason_code
        return agreement.explain(code, language()) if code else None


@dataclass(frozen=True, slots=True)
class SpanAgreement:
    """How far coders agree on where the codings of one code lie.

    Attributes:
        code: Code id.
        label: Its name in the language in force.
        prevalence: Share of the compared words that each coder put the code on.
        figure: Unitizing alpha u of this code, which with one code is |u too.
        coverage: Share of the words with the code that another coder put it on too.
        match: Which codings the other coder has too, more or less.
    """

    code: str
    label: str
    prevalence: dict[str, float | None]
    figure: SpanFigure
    coverage: float | None
    match: SpanMatch


@dataclass(frozen=True, slots=True)
class SpanReport:
    """Agreement on spans, per code and over all codes.

    Attributes:
        themes: Whether sub-codes were counted as their themes.
        coders: Who is compared.
        documents: Documents with words that two coders have read.
        n_words: The informants' words that two or more coders have read.
        words_left_out: The informants' words that fewer than two have read.
        codes: One entry a code, in codebook order.
        pooled: 1 − ΣD_o/ΣD_e over the codes.
        coverage: Over the codes: share of coded words that another coder put the same code on.
        match: Over the codes.
        empty: Share of the words that every coder left without a code.
        from_suggestions: Codings among these that began as suggestions.
        left_out: What does not count; its units are words.
        min_overlap: The share of a coding's words that must be met for it to be matched; 0: one word.
        groups: Over the codes of each group that the codebook says exclude each other.
    """

    themes: bool
    coders: Sequence[str]
    documents: Sequence[str]
    n_words: int
    words_left_out: int
    codes: Sequence[SpanAgreement]
    pooled: SpanFigure
    coverage: float | None
    match: SpanMatch
    empty: float | None
    from_suggestions: int
    left_out: LeftOut
    min_overlap: float
    groups: Sequence[GroupAgreement] = ()

    def record(self, scale: Scale = "krippendorff") -> dict[str, Any]:
        """The report as programs get it; what spans have no such figure of is null."""
        return {
            "unit": "span",
            "themes": self.themes,
            "coders": list(self.coders),
            "documents": list(self.documents),
            "n_units": self.n_words,
            "units_left_out": self.words_left_out,
            "codes": [self._code_record(code, scale) for code in self.codes],
            "pooled": {
                **_figure_record(self.pooled, scale),
                "mv_alpha": None,
                "masi_alpha": None,
                "percent": None,
                "coverage": self.coverage,
                **self.match.record(),
                "empty_for_all": self.empty,
            },
            "from_suggestions": self.from_suggestions,
            "left_out": self.left_out.record(),
            "min_overlap": self.min_overlap,
            "groups": [group.record(scale) for group in self.groups],
        }

    def _code_record(self, code: SpanAgreement, scale: Scale) -> dict[str, Any]:
        absent = ("percent", "kappa", "p_pos", "p_neg", "prevalence_index", "bias_index", "pabak", "ac1")
        return {
            "code": code.code,
            "label": code.label,
            "n": self.n_words,
            "prevalence": code.prevalence,
            **dict.fromkeys((*absent, "ac1_if_independent")),
            **_figure_record(code.figure, scale),
            "coverage": code.coverage,
            **code.match.record(),
        }


def _figure_record(figure: SpanFigure, scale: Scale) -> dict[str, Any]:
    return {
        "alpha": figure.value,
        **interval_record(figure.interval),
        "verdict": verdict(figure.interval, scale),
        "reason": figure.reason,
    }


def span_report(
    ground: SpanGround,
    labels: Mapping[str, str],
    *,
    min_overlap: float = 0.0,
    groups: Sequence[CodeGroup] = (),
) -> SpanReport:
    """Compute agreement on spans.

    Args:
        ground: What the coders have read and coded.
        labels: Names of codes in the language in force.
        min_overlap: Share of a coding's words that the other coder must have coded for it to be matched.
        groups: Codes that exclude each other.
    """
    codes = {code: _terms(ground, code) for code in ground.codes}
    matches = {code: match(ground, code, min_overlap) for code in ground.codes}
    everything = list(codes.values())
    return SpanReport(
        themes=ground.themes,
        coders=ground.coders,
        documents=ground.documents,
        n_words=ground.n_words,
        words_left_out=ground.left_out.one_reader + ground.left_out.no_reader,
        codes=[
            SpanAgreement(
                code=code,
                label=labels.get(code, code),
                prevalence=_prevalence(ground, code),
                figure=_figure([terms], ground.documents),
                coverage=_coverage([terms]),
                match=matches[code],
            )
            for code, terms in codes.items()
        ],
        pooled=_figure(everything, ground.documents),
        coverage=_coverage(everything),
        match=SpanMatch.together(list(matches.values()), ground.coders),
        empty=ground.empty_share(),
        from_suggestions=ground.from_suggestions,
        left_out=ground.left_out,
        min_overlap=min_overlap,
        groups=[group_agreement(ground, group, labels) for group in groups],
    )


def _terms(ground: SpanGround, code: str) -> list[UnitizingTerms]:
    """The terms of one code, one for each document."""
    found = []
    for document in ground.documents:
        terms = UnitizingTerms()
        for stretch in ground.stretches[document]:
            terms += unitizing_terms(
                {
                    coder: within(ground.parts(document, coder, code), stretch, code)
                    for coder in stretch.readers
                },
                stretch.end - stretch.start,
                merge_touching=True,
            )
        found.append(terms)
    return found


def disagreements(terms: UnitizingTerms) -> tuple[float, float]:
    """Observed and expected disagreement of u: value = 1 − the first / the second.

    Krippendorff, Mathet, Bouvry & Widlöcher (2016), eq. 34; both 0 where there is nothing to compare.
    """
    sums = sum(terms.by_code.values(), np.zeros(5)) if terms.by_code else np.zeros(5)
    total, gaps = terms.total, terms.gaps
    lengths = np.array([one[LENGTH] for one in terms.by_code.values()])
    norm = total**2 - gaps - float(sums[SQUARES])
    if total <= 0 or norm <= 0:
        return 0.0, 0.0
    observed = (total - terms.matched_gaps - float(sums[MATCHED])) / total
    return observed, (total**2 - gaps**2 - float(lengths @ lengths)) / norm


def _figure(codes: Sequence[Sequence[UnitizingTerms]], documents: Sequence[str]) -> SpanFigure:
    """The figure pooled over codes, each given as its terms by document."""
    by_document = list(zip(*codes, strict=True))
    value = _pooled(by_document)
    reason = None if value is not None else _why(codes)
    return SpanFigure(value, reason, over_documents(_pooled, by_document, documents))


def _pooled(by_document: Sequence[Sequence[UnitizingTerms]]) -> float | None:
    observed = expected = 0.0
    for code in zip(*by_document, strict=True):
        one = disagreements(sum(code, UnitizingTerms()))
        observed, expected = observed + one[0], expected + one[1]
    return 1 - observed / expected if expected > 0 else None


def _why(codes: Sequence[Sequence[UnitizingTerms]]) -> Reason:
    terms = [term for code in codes for term in code]
    if not codes:
        return Reason.NO_CODES
    if not sum(term.total for term in terms):
        return Reason.ONE_CODER
    coded = any(one[LENGTH] > 0 for term in terms for one in term.by_code.values())
    return Reason.NO_VARIATION if coded else Reason.NO_CODED_TEXT


def _coverage(codes: Sequence[Sequence[UnitizingTerms]]) -> float | None:
    sums = [one for code in codes for term in code for one in term.by_code.values()]
    length = float(sum(one[LENGTH] for one in sums))
    return float(sum(one[SHARED] for one in sums)) / length if length else None


def _prevalence(ground: SpanGround, code: str) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for coder in ground.coders:
        read = sum(
            end - start for document in ground.documents for start, end in ground.read(document, coder)
        )
        coded = sum(
            end - start for document in ground.documents for start, end in ground.parts(document, coder, code)
        )
        found[coder] = coded / read if read else None
    return found
