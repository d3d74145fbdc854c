"""What the functions of this package return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, overload

from kodning.agreement.reasons import Reason, explain

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    Number = float | None


class _WhenAsked:
    """A field that may be given as a function, which is called the first time the field is read.

    A standard error costs as much as the coefficient itself, and most coefficients are computed without
    anyone reading theirs: a thousand bootstrap samples, a table for one code.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> None: ...
    @overload
    def __get__(self, instance: object, owner: type) -> Number: ...
    def __get__(self, instance: object | None, owner: type) -> Number:
        if instance is None:
            return None  # the default of the field
        value: Number | Callable[[], Number] = instance.__dict__[self.name]
        if callable(value):
            value = instance.__dict__[self.name] = value()
        return value

    def __set__(self, instance: object, value: Number | Callable[[], Number]) -> None:
        instance.__dict__[self.name] = value


@dataclass(frozen=True)
class Coefficient:
    """One agreement coefficient.

    Attributes:
        value: the coefficient, or None where it is undefined.
        reason: why it is undefined, as an English sentence; None where it is defined.
        n_units: units given.
        n_pairable: units with values from two or more coders.
        observed: observed agreement; for the alpha family, observed *disagreement* D_o.
        expected: agreement expected by chance; for the alpha family, expected disagreement D_e. So
            (observed - expected) / (1 - expected), or 1 - observed / expected for alpha, is the value.
        standard_error: analytic standard error over units (Gwet 2014), which takes units as independent;
            None where there is none. Computed when it is first read.
        reason_code: the stable code of `reason` (see `kodning.agreement.reasons`).
        degrees_of_freedom: for the t distribution of the analytic interval: units in the sum, less one.
    """

    value: float | None
    reason: str | None
    n_units: int
    n_pairable: int
    observed: float | None = None
    expected: float | None = None
    standard_error: _WhenAsked = _WhenAsked()
    reason_code: Reason | None = None
    degrees_of_freedom: int | None = None

    def __getstate__(self) -> dict[str, object]:
        _ = self.standard_error  # a pickle carries numbers, not the ratings
        return self.__dict__

    @classmethod
    def undefined(
        cls,
        code: Reason,
        n_units: int,
        n_pairable: int,
        observed: float | None = None,
        expected: float | None = None,
    ) -> Self:
        """Return a coefficient without a value, with the reason."""
        return cls(None, explain(code), n_units, n_pairable, observed, expected, reason_code=code)


@dataclass(frozen=True)
class TwoByTwo:
    """The indices of a 2 x 2 agreement table; each is None where it is undefined.

    Attributes:
        percent: share of units on which the coders agree.
        kappa: Cohen's kappa (1960).
        pabak: prevalence- and bias-adjusted kappa, 2 * percent - 1 (Byrt, Bishop & Carlin 1993).
        prevalence_index: |both yes - both no| / n (Byrt et al. 1993).
        bias_index: |only A - only B| / n (Byrt et al. 1993).
        p_pos: positive specific agreement = Dice = F1 (Cicchetti & Feinstein 1990).
        p_neg: negative specific agreement.
        kappa_max: the largest kappa these marginals allow.
        reason: why the undefined ones are undefined.
        reason_code: the stable code of `reason`.
        n_units: the sum of the table.
    """

    percent: float | None
    kappa: float | None
    pabak: float | None
    prevalence_index: float | None
    bias_index: float | None
    p_pos: float | None
    p_neg: float | None
    kappa_max: float | None
    reason: str | None = None
    reason_code: Reason | None = None
    n_units: int = 0


@dataclass(frozen=True)
class UnitizingAlpha:
    """Krippendorff's family of coefficients for spans on a continuum.

    Attributes:
        u: agreement on where spans are and which code they carry.
        binary: agreement on where there is any code at all.
        cu: agreement on the code where two coders both coded something.
        by_code: (k)u per code: how reliably that code is told from the others.
        coverage: share of the coded length that another coder also coded (the base of `cu`), 0 to 1.
        coverage_by_code: the same per code (the base of each value in `by_code`).
        reasons: reason code per undefined member: "u", "binary", "cu", or the code itself.
    """

    u: float | None
    binary: float | None
    cu: float | None
    by_code: Mapping[Hashable, float | None]
    coverage: float | None
    coverage_by_code: Mapping[Hashable, float | None]
    reasons: Mapping[Hashable, Reason]

    @property
    def reason(self) -> str | None:
        """Why `u` is undefined, as an English sentence; None where it is defined."""
        code = self.reasons.get("u")
        return None if code is None or self.u is not None else explain(code)


@dataclass(frozen=True)
class Interval:
    """A confidence interval of a coefficient.

    Attributes:
        low: lower limit, or None where there is no interval.
        high: upper limit (never above 1).
        method: "jackknife", "bootstrap" or "analytic".
        p_below: probability that the coefficient is below .667 and below .800.
        level: confidence level.
        n_clusters: number of clusters (documents, or units where units were resampled).
        assumes_independent_units: True where units, not documents, were the sampling unit; segments of one
            interview are not independent, so such an interval is too narrow and must be labelled.
        reason: why there is no interval, as an English sentence.
        reason_code: the stable code of `reason`.
        undefined_share: share of bootstrap resamples in which the coefficient was undefined (left out).
    """

    low: float | None
    high: float | None
    method: str
    p_below: Mapping[float, float | None]
    level: float = 0.95
    n_clusters: int = 0
    assumes_independent_units: bool = False
    reason: str | None = None
    reason_code: Reason | None = None
    undefined_share: float = 0.0
