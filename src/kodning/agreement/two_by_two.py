"""The indices of a 2 x 2 table, kappa pooled over codes, and what independent coders would reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kodning.agreement.reasons import Reason, explain
from kodning.agreement.result import Coefficient, TwoByTwo

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray


def two_by_two(table: Sequence[Sequence[float]] | NDArray[Any]) -> TwoByTwo:
    """Return the indices that belong beside kappa for one code and two coders.

    Args:
        table: [[both put the code, only the first], [only the second, neither]]; counts or lengths.

    Returns:
        The indices. Kappa, its maximum and PABAK are undefined for a code that nobody used or that both
        put everywhere; p_pos and p_neg where their denominators are 0.

    Raises:
        ValueError: if the table is not 2 x 2 or has negative entries.
    """
    counts = _checked(table)
    if counts.shape != (2, 2):
        raise ValueError(f"expected a 2 x 2 table, got {counts.shape[0]} x {counts.shape[1]}")
    (both, first), (second, neither) = counts.tolist()
    total = both + first + second + neither
    if total == 0:
        return _empty()
    percent, expected = _agreement(counts)
    constant = max(both, neither) == total
    largest = float(np.minimum(counts.sum(axis=0), counts.sum(axis=1)).sum()) / total
    reason = Reason.NO_VARIATION if constant else None
    return TwoByTwo(
        percent=percent,
        kappa=None if constant else (percent - expected) / (1 - expected),
        pabak=None if constant else 2 * percent - 1,
        prevalence_index=abs(both - neither) / total,
        bias_index=abs(first - second) / total,
        p_pos=_ratio(2 * both, 2 * both + first + second),
        p_neg=_ratio(2 * neither, 2 * neither + first + second),
        kappa_max=None if constant else (largest - expected) / (1 - expected),
        reason=None if reason is None else explain(reason),
        reason_code=reason,
        n_units=int(total),
    )


def pooled_kappa(tables: Iterable[Sequence[Sequence[float]] | NDArray[Any]]) -> Coefficient:
    """Return kappa pooled over codes: (mean P_o - mean P_e) / (1 - mean P_e).

    De Vries, Elliott, Kanouse & Teleki (2008), Using pooled kappa to summarize interrater agreement across
    many items, Field Methods 20. Empty tables are left out; a code with P_e = 1 adds nothing to either side.

    Args:
        tables: one square two-coder table per code.

    Raises:
        ValueError: if a table is not square or has negative entries.
    """
    checked = [_checked(table) for table in tables]
    if not checked:
        return Coefficient.undefined(Reason.NO_CODES, 0, 0)
    usable = [counts for counts in checked if counts.sum() > 0]
    n_units = int(max(counts.sum() for counts in checked))
    if not usable:
        return Coefficient.undefined(Reason.NO_PAIRABLE_UNITS, 0, 0)
    agreements = np.array([_agreement(counts) for counts in usable])
    observed, expected = (float(column) for column in agreements.mean(axis=0))
    if 1 - expected <= 1e-12:  # noqa: PLR2004 - no code varies
        return Coefficient.undefined(Reason.NO_VARIATION, n_units, n_units, observed, expected)
    value = (observed - expected) / (1 - expected)
    return Coefficient(value, None, n_units, n_units, observed, expected)


def ac1_if_independent(prevalence: float) -> float:
    """Return the AC1 that two coders reach who put a code independently with this prevalence.

    (1 - 4pq) / (1 - 2pq): from P_o = 1 - 2pq and AC1's chance agreement 2pq (Gwet 2008). For p = .05 it is
    .90: this is why AC1 is never a headline for sparse codes.

    Args:
        prevalence: share of units with the code, 0 to 1.

    Raises:
        ValueError: if the prevalence is not between 0 and 1.
    """
    spread = _spread(prevalence)
    return (1 - 2 * spread) / (1 - spread)


def maxwell_if_independent(prevalence: float) -> float:
    """Return Maxwell's RE (1977), which is PABAK, that two independent coders reach: 1 - 4pq.

    Args:
        prevalence: share of units with the code, 0 to 1.

    Raises:
        ValueError: if the prevalence is not between 0 and 1.
    """
    return 1 - 2 * _spread(prevalence)


def _spread(prevalence: float) -> float:
    """Return 2pq, the share of units on which independent coders differ."""
    if not 0 <= prevalence <= 1:
        raise ValueError(f"a prevalence lies between 0 and 1, not {prevalence}")
    return 2 * prevalence * (1 - prevalence)


def _checked(table: Any) -> NDArray[np.float64]:
    """Return a square table without negative entries."""
    counts = np.asarray(table, dtype=float)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:  # noqa: PLR2004 - rows and columns
        raise ValueError("a two-coder table is square: the same categories as rows and as columns")
    if not bool((counts >= 0).all()):
        raise ValueError("a table holds no negative or missing counts")
    return counts


def _agreement(counts: NDArray[np.float64]) -> tuple[float, float]:
    """Return observed agreement and Cohen's chance agreement."""
    total = counts.sum()
    chance = counts.sum(axis=0) @ counts.sum(axis=1) / total**2
    return float(np.trace(counts) / total), float(chance)


def _ratio(part: float, whole: float) -> float | None:
    """Return part / whole, None for an empty whole."""
    return None if whole == 0 else part / whole


def _empty() -> TwoByTwo:
    """Return the indices of a table without units."""
    code = Reason.EMPTY_TABLE
    return TwoByTwo(None, None, None, None, None, None, None, None, explain(code), code, 0)
