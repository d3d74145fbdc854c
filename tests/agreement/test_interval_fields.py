"""Bootstrap intervals from their draws, and what stands beside an interval's limits."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest

from kodning import agreement as ag
from kodning.agreement.clusters import BLOCK, cluster_units
from kodning.agreement.student import t_cdf

_GENERATOR = np.random.default_rng(21)
_TRUTH = _GENERATOR.random((40, 1)) < np.repeat(_GENERATOR.uniform(0.2, 0.7, 8), 5)[:, None]
ROWS = (_TRUTH ^ (_GENERATOR.random((40, 2)) < 0.15)).astype(int).tolist()
DOCUMENTS = [n // 5 for n in range(40)]
METHODS: tuple[Any, ...] = ("jackknife", "bootstrap", "analytic")


def beside(result: ag.Interval) -> tuple[str, float, int, bool]:
    """Everything beside the limits."""
    return result.method, result.level, result.n_clusters, result.assumes_independent_units


def constant(value: float | None) -> Any:
    """A statistic that is the same for all data."""
    return lambda _: value


@pytest.mark.parametrize("level", [0.9, 0.95])
def test_bootstrap_limits_are_percentiles_of_the_drawn_values(level: float) -> None:
    """A thousand draws unless another number is asked for; equal tails."""
    values: list[float] = []

    def statistic(rows: Any) -> float | None:
        value = ag.krippendorff_alpha(rows, "interval").value
        values.append(float("nan") if value is None else value)
        return value

    result = ag.interval(statistic, ROWS, DOCUMENTS, "bootstrap", level=level)
    drawn = np.array(values[1:])
    assert len(drawn) == 1000
    assert (result.low, result.high) == pytest.approx(
        tuple(np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2]))
    )
    assert result.p_below == {limit: pytest.approx((drawn < limit).mean()) for limit in (0.667, 0.8)}
    assert result.undefined_share == 0


@pytest.mark.parametrize("by_document", [True, False])
@pytest.mark.parametrize("method", METHODS)
def test_every_interval_tells_how_it_was_made(method: Any, by_document: bool) -> None:
    """Method, level, number of clusters, and whether units were taken as independent."""
    clusters = DOCUMENTS if by_document else None
    result = ag.interval(ag.krippendorff_alpha, ROWS, clusters, method, level=0.9, resamples=20)
    documents = by_document and method != "analytic"
    assert beside(result) == (method, 0.9, 8 if documents else 40, not documents)
    assert (result.reason, result.reason_code) == (None, None)


@pytest.mark.parametrize("by_document", [True, False])
@pytest.mark.parametrize("method", METHODS)
def test_no_interval_tells_how_it_was_asked_for(method: Any, by_document: bool) -> None:
    """The same, with a reason."""
    clusters = DOCUMENTS if by_document else None
    result = ag.interval(constant(None), ROWS, clusters, method, level=0.9, resamples=20)
    documents = by_document and method != "analytic"
    assert beside(result) == (method, 0.9, 8 if documents else 40, not documents)
    assert (result.low, result.high, result.reason_code) == (None, None, ag.Reason.VALUE_UNDEFINED)
    assert result.p_below == {0.667: None, 0.8: None}


def test_an_analytic_interval_counts_the_units_in_its_error() -> None:
    """Units that nobody rated are not among them."""
    rows = [*ROWS, [None, None]]
    result = ag.interval(ag.gwet_ac1, rows, method="analytic")
    whole = ag.gwet_ac1(rows)
    assert (result.n_clusters, result.assumes_independent_units) == (40, True)
    assert whole.value is not None
    assert whole.standard_error is not None
    below = t_cdf((0.8 - whole.value) / whole.standard_error, 39)
    assert result.p_below[0.8] == pytest.approx(below)


@pytest.mark.parametrize(("error", "freedom"), [(None, 5), (0.1, None), (0.1, 0)])
def test_an_analytic_interval_needs_an_error_and_its_degrees_of_freedom(
    error: float | None, freedom: int | None
) -> None:
    """One without the other is not enough."""
    half = ag.Coefficient(0.5, None, 6, 6, None, None, error, None, freedom)
    result = ag.interval(lambda _: half, ROWS, method="analytic")
    assert (result.low, result.reason_code) == (None, ag.Reason.NO_STANDARD_ERROR)


def test_a_value_that_no_draw_reaches_has_no_interval() -> None:
    """Defined for the whole data, undefined in each bootstrap sample."""
    answers = iter([0.5])
    result = ag.interval(lambda _: next(answers, None), ROWS, DOCUMENTS, "bootstrap", level=0.9, resamples=7)
    assert beside(result) == ("bootstrap", 0.9, 8, False)
    assert result.reason_code is ag.Reason.REPLICATE_UNDEFINED
    assert result.reason == ag.explain("replicate_undefined")


def test_a_single_draw_with_a_value_is_an_interval() -> None:
    """However little it says; the others are counted as undefined."""
    answers = iter([0.5, 0.4])
    result = ag.interval(lambda _: next(answers, None), ROWS, DOCUMENTS, "bootstrap", resamples=4)
    assert (result.low, result.high) == (0.4, 0.4)
    assert result.undefined_share == pytest.approx(3 / 4)
    assert ag.interval(constant(0.4), ROWS, DOCUMENTS, "bootstrap", resamples=1).low == 0.4


@pytest.mark.parametrize("method", ["jackknife", "bootstrap"])
def test_a_value_on_the_threshold_is_not_below_it(method: Any) -> None:
    """Strictly below."""
    result = ag.interval(constant(0.8), ROWS, DOCUMENTS, method, resamples=5)
    assert result.p_below == {0.667: 0.0, 0.8: 0.0}
    assert ag.interval(constant(0.667), ROWS, DOCUMENTS, method, resamples=5).p_below == {
        0.667: 0.0,
        0.8: 1.0,
    }


@pytest.mark.parametrize("method", ["jackknife", "bootstrap"])
def test_two_units_are_enough_to_leave_one_out_or_draw(method: Any) -> None:
    """And one is not."""
    rows = [[0, 1], [1, 1]]
    defined = ag.interval(lambda units: float(len(units)), rows, None, method, resamples=9)
    assert (defined.reason_code, defined.n_clusters) == (None, 2)
    alone = ag.interval(lambda units: float(len(units)), rows[:1], None, method, resamples=9)
    assert alone.reason_code is ag.Reason.TOO_FEW_CLUSTERS


@pytest.mark.parametrize("level", [0, 1, 1.5, -0.5])
def test_impossible_levels_are_refused(level: float) -> None:
    """Strictly between 0 and 1."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        ag.interval(ag.krippendorff_alpha, ROWS, level=level)


def test_refusals_say_what_was_wrong() -> None:
    """In a sentence."""
    with pytest.raises(ValueError, match=r"^a bootstrap needs at least one resample$"):
        ag.interval(ag.krippendorff_alpha, ROWS, resamples=0)
    with pytest.raises(ValueError, match=r"^all codes need the same units$"):
        ag.alpha_intervals([ROWS, ROWS[:2]])


def test_without_codes_there_are_no_intervals() -> None:
    """No codes in, no intervals out."""
    assert ag.alpha_intervals([]) == []


@pytest.mark.parametrize("options", [{"level": "interval"}, {"distance": lambda a, b: (a - b) ** 2}])
def test_other_levels_are_not_taken_for_nominal(options: dict[str, Any]) -> None:
    """Only nominal alpha can be computed from matches and totals."""
    rows = [[1, 2], [5, 5], [2, 2], [9, 1], [5, 2], [1, 1], [9, 9], [2, 1]] * 2
    bound = partial(ag.krippendorff_alpha, **options)
    expected = ag.interval(lambda units: ag.krippendorff_alpha(units, **options).value, rows)
    assert ag.interval(bound, rows) == expected
    assert ag.interval(bound, rows) != ag.interval(ag.krippendorff_alpha, rows)
    if "level" in options:
        positional = ag.interval(lambda units: ag.krippendorff_alpha(units, "interval").value, rows)
        assert positional == expected


def test_codes_in_one_run_keep_their_own_intervals() -> None:
    """Each code as alone, also where codes differ in missing values and in number of coders with a value."""
    matrices: list[Any] = [
        [[value == code if keep else None for value in row] for row, keep in zip(rows, kept, strict=True)]
        for code, rows, kept in (
            (1, ROWS, [True] * 40),
            (0, ROWS, [n % 7 != 3 for n in range(40)]),
        )
    ]
    matrices.append([[*row, None if n % 3 else row[0]] for n, row in enumerate(ROWS)])
    for method in ("jackknife", "bootstrap"):
        together = ag.alpha_intervals(matrices, DOCUMENTS, method, resamples=40)
        for matrix, result in zip(matrices, together, strict=True):
            alone = ag.interval(
                lambda units: ag.krippendorff_alpha(units).value, matrix, DOCUMENTS, method, resamples=40
            )
            assert (result.low, result.high) == pytest.approx((alone.low, alone.high))


def test_three_coders_with_values_missing_are_resampled_as_they_are() -> None:
    """Matching pairs weigh by 1 / (m - 1), whether m is two, three or four."""
    rows = [[1, 1, None, 1], [0, 0, 1, 0], [1, None, 1, None], [0, 1, 1, None], [1, 1, 1, 1], [0, 0, None, 0]]
    for method in ("jackknife", "bootstrap"):
        quick = ag.interval(ag.krippendorff_alpha, rows, None, method, resamples=50)
        slow = ag.interval(lambda r: ag.krippendorff_alpha(r).value, rows, None, method, resamples=50)
        assert (quick.low, quick.high) == pytest.approx((slow.low, slow.high))


def test_three_documents_are_documents() -> None:
    """The smallest number whose spread is taken."""
    result = ag.interval(ag.krippendorff_alpha, ROWS, [n % 3 for n in range(40)])
    assert (result.n_clusters, result.assumes_independent_units) == (3, False)
    labelled = cluster_units(np.array(["b", "a", "c", "a"]), 4)
    assert (labelled.of_unit.tolist(), labelled.number, labelled.are_units) == ([0, 1, 2, 1], 3, False)
    assert cluster_units(None, 4).are_units is True


@pytest.mark.parametrize(("n_units", "resamples"), [(1, 3), (2, 1), (40, 1000), (3000, 1000), (BLOCK, 3)])
def test_every_draw_takes_as_many_clusters_as_there_are(n_units: int, resamples: int) -> None:
    """In blocks whose size keeps memory small; together exactly as many draws as asked for."""
    blocks = list(cluster_units(None, n_units).draws(resamples, seed=1))
    assert sum(len(block) for block in blocks) == resamples
    assert all(bool((block.sum(axis=1) == n_units).all()) for block in blocks)
    assert max(block.size for block in blocks) <= BLOCK


def test_a_thousand_draws_unless_another_number_is_asked_for() -> None:
    """For many codes and for codes pooled, too: shares of draws are whole thousandths."""
    rows = [
        row if n % 9 else [1 - row[1], row[1]] for n, row in enumerate([[n % 3 // 2] * 2 for n in range(40)])
    ]
    documents = [n * n % 11 for n in range(40)]
    (single,) = ag.alpha_intervals([rows], documents, "bootstrap")
    pooled = ag.pooled_alpha_interval([rows], documents, "bootstrap")
    for share in (single.p_below[0.8], pooled.p_below[0.8]):
        assert share is not None
        assert 0 < share < 1
        assert share * 1000 == pytest.approx(round(share * 1000), abs=1e-9)


def test_draws_in_several_blocks_give_what_single_draws_give() -> None:
    """So many units that the draws do not fit into one block."""
    rows = np.array(ROWS * 80)
    quick = ag.interval(ag.krippendorff_alpha, rows, None, "bootstrap", resamples=400)
    slow = ag.interval(lambda r: ag.krippendorff_alpha(r).value, rows, None, "bootstrap", resamples=400)
    assert (quick.low, quick.high) == pytest.approx((slow.low, slow.high))
    assert quick.p_below == pytest.approx(slow.p_below)
