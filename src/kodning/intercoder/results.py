"""What an agreement report holds: the figures per code and pooled, and what they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from kodning import agreement
from kodning.agreement import Coefficient, Interval, TwoByTwo
from kodning.intercoder.thresholds import Scale, verdict
from kodning.wording import language


class Chance(NamedTuple):
    """What coders would reach who put the code independently of each other, as often as these coders did.

    Attributes:
        percent: Percent agreement, 0 to 1.
        p_pos: Agreement on presence.
        p_neg: Agreement on absence.
    """

    percent: float | None
    p_pos: float | None
    p_neg: float | None


class LeftOut(NamedTuple):
    """What does not count, and why.

    Attributes:
        one_reader: Units that only one of the coders has reviewed.
        no_reader: Units that none of them has reviewed.
        codings: All codings of these coders.
        unread: Codings that stand only where fewer than two have recorded reading, or their own coder has not.
        unplaced: Codings that cover no word of any unit: they stand on the interviewer's words alone.
    """

    one_reader: int
    no_reader: int
    codings: int
    unread: int
    unplaced: int

    def record(self) -> dict[str, int]:
        """The counts as programs get them."""
        return self._asdict()


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """How far coders agree on where one code is present.

    Attributes:
        code: Code id.
        label: Its name in the language in force.
        n: Units that two or more coders have reviewed.
        prevalence: Share of those units on which each coder put the code.
        percent: Percent agreement, 0 to 1.
        alpha: Krippendorff's alpha, nominal, present against absent.
        kappa: Cohen's kappa for two coders, Fleiss' for more.
        indices: p_pos, p_neg, prevalence and bias index, PABAK; means over pairs where there are more than two.
        ac1: Gwet's AC1.
        ac1_if_independent: What AC1 would be if the coders coded at random with this prevalence.
        interval: Of alpha, over documents.
        disagreements: Units on which not all who reviewed them agree.
        chance: What independent coders would reach; means over pairs where there are more than two.
    """

    code: str
    label: str
    n: int
    prevalence: dict[str, float | None]
    percent: float | None
    alpha: Coefficient
    kappa: float | None
    indices: TwoByTwo
    ac1: float | None
    ac1_if_independent: float | None
    interval: Interval
    disagreements: int
    chance: Chance

    @property
    def reason(self) -> str | None:
        """Why alpha, or else its interval, is undefined, in the language in force."""
        return reason_of(self.alpha, self.interval)

    def record(self, scale: Scale = "krippendorff") -> dict[str, Any]:
        """The row as programs get it."""
        return {
            "code": self.code,
            "label": self.label,
            "n": self.n,
            "prevalence": self.prevalence,
            "percent": self.percent,
            "alpha": self.alpha.value,
            "kappa": self.kappa,
            "p_pos": self.indices.p_pos,
            "p_neg": self.indices.p_neg,
            "prevalence_index": self.indices.prevalence_index,
            "bias_index": self.indices.bias_index,
            "pabak": self.indices.pabak,
            "ac1": self.ac1,
            "ac1_if_independent": self.ac1_if_independent,
            "percent_if_independent": self.chance.percent,
            "p_pos_if_independent": self.chance.p_pos,
            "p_neg_if_independent": self.chance.p_neg,
            "disagreements": self.disagreements,
            **interval_record(self.interval),
            "verdict": verdict(self.interval, scale),
            "reason": self.reason,
        }


def reason_of(coefficient: Coefficient, found: Interval) -> str | None:
    """Why a coefficient, or else its interval, is undefined, in the language in force."""
    code = coefficient.reason_code or found.reason_code
    return agreement.explain(code, language()) if code else None


def interval_record(found: Interval) -> dict[str, Any]:
    """An interval as programs get it; null where there is none."""
    there = found.low is not None and found.high is not None
    return {
        "interval": [found.low, found.high] if there else None,
        "interval_method": found.method,
        "interval_clusters": found.n_clusters,
        "interval_assumes_independent_units": found.assumes_independent_units,
        "p_below": {str(limit): share for limit, share in found.p_below.items()},
    }


@dataclass(frozen=True, slots=True)
class Pooled:
    """Figures over all codes.

    Attributes:
        alpha: 1 − ΣD_o / ΣD_e over the codes.
        interval: Of that alpha, over documents.
        mv_alpha: Multi-valued alpha of the units' sets of codes.
        masi_alpha: Alpha of the sets with MASI distance.
        percent: Mean over the codes of percent agreement; high wherever codes are rare.
        identical: Share of units whose sets of codes are the same for every coder.
        empty: Share of units that every coder left without a code.
        percent_if_independent: Mean over the codes of what independent coders would reach.
        identical_if_independent: Share of units on which coders would have the same set who each gave the sets of
            codes as often as they did, without regard to the unit.
    """

    alpha: Coefficient
    interval: Interval
    mv_alpha: Coefficient
    masi_alpha: Coefficient
    percent: float | None
    identical: float | None
    empty: float | None
    percent_if_independent: float | None
    identical_if_independent: float | None

    @property
    def reason(self) -> str | None:
        """Why alpha, or else its interval, is undefined, in the language in force."""
        return reason_of(self.alpha, self.interval)

    def record(self, scale: Scale = "krippendorff") -> dict[str, Any]:
        """The figures as programs get them."""
        return {
            "alpha": self.alpha.value,
            **interval_record(self.interval),
            "verdict": verdict(self.interval, scale),
            "mv_alpha": self.mv_alpha.value,
            "masi_alpha": self.masi_alpha.value,
            "percent": self.percent,
            "identical_sets": self.identical,
            "empty_for_all": self.empty,
            "percent_if_independent": self.percent_if_independent,
            "identical_sets_if_independent": self.identical_if_independent,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """Everything an agreement report says.

    Attributes:
        unit: The unit of analysis.
        themes: Whether sub-codes were counted as their themes.
        coders: Who is compared.
        documents: Documents with at least one unit that two coders have reviewed.
        n_units: Units that two or more coders have reviewed.
        units_left_out: Units that fewer than two have reviewed.
        codes: One entry a code, in codebook order.
        pooled: Over all codes.
        from_suggestions: Codings among these that began as suggestions.
        left_out: What does not count, and why.
        min_overlap: The share of a unit's words that must be coded for a code to be present; 0: one word.
    """

    unit: str
    themes: bool
    coders: Sequence[str]
    documents: Sequence[str]
    n_units: int
    units_left_out: int
    codes: Sequence[CodeAgreement]
    pooled: Pooled
    from_suggestions: int
    left_out: LeftOut
    min_overlap: float

    def record(self, scale: Scale = "krippendorff") -> dict[str, Any]:
        """The report as programs get it."""
        return {
            "unit": self.unit,
            "themes": self.themes,
            "coders": list(self.coders),
            "documents": list(self.documents),
            "n_units": self.n_units,
            "units_left_out": self.units_left_out,
            "codes": [code.record(scale) for code in self.codes],
            "pooled": self.pooled.record(scale),
            "from_suggestions": self.from_suggestions,
            "left_out": self.left_out.record(),
            "min_overlap": self.min_overlap,
        }
