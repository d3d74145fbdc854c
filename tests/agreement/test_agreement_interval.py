"""Intervals by document, Student's t without scipy, and the quick path for alpha."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning import agreement as ag
from kodning.agreement.student import t_cdf, t_quantile

# Upper critical values of Student's t: NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2. Its
# 318.313 (.999, 1 degree of freedom) is left out: with one degree the quantile is tan(pi * .499) = 318.309.
NIST = [
    (0.90, 1, 3.078),
    (0.95, 1, 6.314),
    (0.975, 1, 12.706),
    (0.99, 1, 31.821),
    (0.995, 1, 63.657),
    (0.975, 2, 4.303),
    (0.975, 4, 2.776),
    (0.95, 4, 2.132),
    (0.999, 5, 5.893),
    (0.975, 9, 2.262),
    (0.90, 10, 1.372),
    (0.975, 11, 2.201),
    (0.975, 19, 2.093),
    (0.995, 20, 2.845),
    (0.975, 30, 2.042),
    (0.95, 60, 1.671),
    (0.975, 100, 1.984),
    (0.975, 10**7, 1.960),
]


@pytest.mark.parametrize(("probability", "freedom", "expected"), NIST)
def test_t_quantile_matches_published_table(probability: float, freedom: int, expected: float) -> None:
    """To the three decimals of the table."""
    assert t_quantile(probability, freedom) == pytest.approx(expected, abs=5.1e-4)


def test_t_quantile_matches_closed_forms() -> None:
    """One degree of freedom is Cauchy; two has an algebraic quantile."""
    for probability in (0.5001, 0.6, 0.9, 0.975, 0.999999):
        assert t_quantile(probability, 1) == pytest.approx(np.tan(np.pi * (probability - 0.5)), rel=1e-9)
        spread = 2 * probability - 1
        assert t_quantile(probability, 2) == pytest.approx(spread * (2 / (1 - spread**2)) ** 0.5, rel=1e-9)


@given(st.floats(-40, 40), st.integers(1, 500))
def test_t_quantile_inverts_the_distribution(t: float, freedom: int) -> None:
    """And the distribution is symmetric."""
    probability = t_cdf(t, freedom)
    assert probability + t_cdf(-t, freedom) == pytest.approx(1, abs=1e-14)
    if 1e-6 < probability < 1 - 1e-6:
        assert t_quantile(probability, freedom) == pytest.approx(t, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize(("probability", "freedom"), [(0, 3), (1, 3), (0.5, 0)])
def test_t_quantile_refuses_the_impossible(probability: float, freedom: int) -> None:
    """Probabilities of 0 and 1, and no degrees of freedom."""
    with pytest.raises(ValueError, match="t quantile"):
        t_quantile(probability, freedom)


def _data(n_documents: int = 6, size: int = 15, seed: int = 5, n_coders: int = 2) -> tuple[Any, Any]:
    generator = np.random.default_rng(seed)
    truth = generator.random(n_documents * size) < 0.4
    rows = np.stack([truth ^ (generator.random(truth.size) < 0.1) for _ in range(n_coders)], axis=1).astype(
        float
    )
    rows[generator.random(rows.shape) < 0.05] = np.nan
    return rows, np.repeat([f"interview-{n}" for n in range(n_documents)], size)


def test_jackknife_by_hand() -> None:
    """Value +- t(D - 1) sqrt((D - 1)/D sum of squares) over the six documents left out in turn."""
    rows, documents = _data()
    values = [ag.krippendorff_alpha(rows[documents != name]).value for name in np.unique(documents)]
    leaving = np.array(values, dtype=float)
    error = float(np.sqrt(5 / 6 * ((leaving - leaving.mean()) ** 2).sum()))
    estimate = ag.krippendorff_alpha(rows).value
    assert estimate is not None
    result = ag.interval(ag.krippendorff_alpha, rows, documents)
    assert result.low == pytest.approx(estimate - 2.5705818 * error)
    assert result.high == pytest.approx(min(1, estimate + 2.5705818 * error))
    assert result.p_below[0.8] == pytest.approx(t_cdf((0.8 - estimate) / error, 5))
    assert list(result.p_below) == [0.667, 0.8]
    assert (result.method, result.n_clusters, result.assumes_independent_units) == ("jackknife", 6, False)


@pytest.mark.parametrize("method", ["jackknife", "bootstrap"])
@pytest.mark.parametrize("by_document", [True, False])
def test_quick_and_general_paths_agree(method: Any, by_document: bool) -> None:
    """Alpha recognised, wrapped, partially applied, and for many codes at once."""
    rows, documents = _data()
    clusters = documents if by_document else None
    quick = ag.interval(ag.krippendorff_alpha, rows, clusters, method, resamples=60)
    general = ag.interval(lambda r: ag.krippendorff_alpha(r).value, rows, clusters, method, resamples=60)
    bound = ag.interval(partial(ag.krippendorff_alpha, level="nominal"), rows, clusters, method, resamples=60)
    many = ag.alpha_intervals([rows, rows], clusters, method, resamples=60)
    pooled = ag.pooled_alpha_interval([rows, rows], clusters, method, resamples=60)
    for other in (general, bound, *many, pooled):
        assert (other.low, other.high) == pytest.approx((quick.low, quick.high), abs=1e-12)
        assert other.p_below == pytest.approx(quick.p_below)
        assert other.n_clusters == quick.n_clusters == (6 if by_document else 90)
        assert other.assumes_independent_units is not by_document


def test_bootstrap_is_seeded_and_its_p_below_is_a_share() -> None:
    """The same seed gives the same interval; shares are multiples of one resample."""
    rows, documents = _data(25)
    first = ag.interval(ag.krippendorff_alpha, rows, documents, "bootstrap", seed=1)
    assert first == ag.interval(ag.krippendorff_alpha, rows, documents, "bootstrap", seed=1)
    assert first != ag.interval(ag.krippendorff_alpha, rows, documents, "bootstrap", seed=2)
    share = first.p_below[0.8]
    assert share is not None
    assert share * 1000 == pytest.approx(round(share * 1000))


def test_a_wider_level_gives_a_wider_interval() -> None:
    """For every method."""
    rows, documents = _data(25)
    for method in ("jackknife", "bootstrap", "analytic"):
        narrow = ag.interval(ag.gwet_ac1, rows, documents, method, level=0.8, resamples=50)
        wide = ag.interval(ag.gwet_ac1, rows, documents, method, level=0.99, resamples=50)
        assert narrow.low is not None
        assert wide.low is not None
        assert wide.low < narrow.low


def test_analytic_interval_is_gwets() -> None:
    """AC1 of the four-rater data of Gwet (2014, table 4.4): 0.461 to 1 (truncated), t with 11 df."""
    rows = [
        [1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
        [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5], [None, None, 1, 1], [None, None, 3, None],
    ]  # fmt: skip
    result = ag.interval(ag.gwet_ac1, rows, method="analytic")
    assert result.low == pytest.approx(0.461, abs=5e-4)
    assert result.high == 1
    assert result.assumes_independent_units


def test_fewer_than_three_documents_fall_back_to_units_and_say_so() -> None:
    """Two documents say nothing about the spread between documents."""
    rows, _ = _data()
    result = ag.interval(ag.krippendorff_alpha, rows, [n % 2 for n in range(90)])
    assert (result.n_clusters, result.assumes_independent_units) == (90, True)


def test_without_a_value_there_is_no_interval() -> None:
    """And the reason is told, with both thresholds present."""
    rows = [[1, 1]] * 6
    for method in ("jackknife", "bootstrap", "analytic"):
        result = ag.interval(ag.krippendorff_alpha, rows, list("aabbcc"), method)
        assert (result.low, result.high, result.reason_code) == (None, None, ag.Reason.VALUE_UNDEFINED)
        assert result.p_below == {0.667: None, 0.8: None}
        assert result.reason == ag.explain("value_undefined")


def test_a_code_that_lives_in_one_document_has_no_jackknife() -> None:
    """Without that document alpha is undefined; the bootstrap counts such samples."""
    rows = [[0, 0]] * 8 + [[1, 1], [1, 0]]
    documents = [*list("aabbccdd"), "e", "e"]
    jackknife = ag.interval(ag.krippendorff_alpha, rows, documents)
    assert (jackknife.low, jackknife.reason_code) == (None, ag.Reason.REPLICATE_UNDEFINED)
    bootstrap = ag.interval(ag.krippendorff_alpha, rows, documents, "bootstrap")
    assert bootstrap.low is not None
    assert bootstrap.undefined_share == pytest.approx((4 / 5) ** 5, abs=0.06)


def test_no_standard_error_and_too_few_units_are_reasons() -> None:
    """A number has no standard error; one unit has no spread."""
    rows = [[0, 1], [1, 1], [0, 0]]
    bare = ag.interval(lambda r: ag.krippendorff_alpha(r).value, rows, method="analytic")
    assert bare.reason_code is ag.Reason.NO_STANDARD_ERROR
    assert ag.interval(ag.krippendorff_alpha, [[0, 1]]).reason_code is ag.Reason.TOO_FEW_CLUSTERS
    alone = ag.interval(ag.krippendorff_alpha, [[0, 1]], method="bootstrap")
    assert alone.reason_code is ag.Reason.TOO_FEW_CLUSTERS


def test_perfect_agreement_has_an_interval_of_no_width() -> None:
    """And is surely not below either threshold."""
    rows = [[n % 2, n % 2] for n in range(30)]
    result = ag.interval(ag.krippendorff_alpha, rows, [n // 5 for n in range(30)])
    assert (result.low, result.high) == (1, 1)
    assert result.p_below == {0.667: 0.0, 0.8: 0.0}


def test_sets_and_documents_of_spans_can_be_resampled() -> None:
    """Any sequence of units does, with any function of it."""
    generator = np.random.default_rng(8)
    sets = [[{int(v) for v in generator.integers(0, 3, 2)} for _ in "ab"] for _ in range(40)]
    documents = [n // 5 for n in range(40)]
    for statistic in (ag.set_alpha, ag.multivalued_alpha):
        result = ag.interval(statistic, sets, documents)
        assert result.low is not None
        assert result.high is not None
        assert result.low < (statistic(sets).value or 0) < result.high
    texts = [({"a": [(0, 5 + n, "x")], "b": [(0, 9, "x")]}, 20) for n in range(6)]
    spans = ag.interval(lambda d: ag.unitizing_alpha_documents(d).u, texts, range(6))
    assert spans.n_clusters == 6
    assert spans.low is not None


def test_categories_stay_the_same_in_every_resample() -> None:
    """AC1 and Brennan-Prediger count the categories of the whole data, not those a resample happens to hold."""
    rows = [["a", "a"], ["b", "b"], ["a", "b"], ["a", "a"]] * 3 + [["c", "c"]]
    documents = [n // 3 for n in range(12)] + [4]
    seen: list[float | None] = []

    def chance(units: Any) -> float | None:
        result = ag.brennan_prediger(units)
        seen.append(result.expected)
        return result.value

    ag.interval(chance, rows, documents)
    assert seen == [pytest.approx(1 / 3)] * 6


def test_how_an_interval_is_asked_for_is_checked() -> None:
    """Method, level, resamples, clusters, units."""
    rows = [[0, 1], [1, 1], [0, 0]]
    with pytest.raises(ValueError, match="unknown method"):
        ag.interval(ag.krippendorff_alpha, rows, method="wild")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="between 0 and 1"):
        ag.interval(ag.krippendorff_alpha, rows, level=95)
    with pytest.raises(ValueError, match="at least one"):
        ag.interval(ag.krippendorff_alpha, rows, resamples=0)
    with pytest.raises(ValueError, match="2 cluster labels for 3 units"):
        ag.interval(ag.krippendorff_alpha, rows, ["a", "b"])
    with pytest.raises(ValueError, match="same units"):
        ag.alpha_intervals([rows, rows[:2]])


def test_method_is_recommended_by_number_of_documents() -> None:
    """Jackknife below 20, bootstrap from 20; used where none is asked for."""
    assert [ag.recommended_method(n) for n in (3, 19, 20, 80)] == [
        "jackknife",
        "jackknife",
        "bootstrap",
        "bootstrap",
    ]
    for n_documents in (19, 20):
        rows, documents = _data(n_documents)
        expected = ag.recommended_method(n_documents)
        assert ag.alpha_intervals([rows], documents)[0].method == expected
        assert ag.pooled_alpha_interval([rows], documents).method == expected


def test_rows_can_be_read_by_the_users_own_function() -> None:
    """What the function receives is a sequence of rows of the original values."""
    rows = [["a", None], ["b", "b"], ["a", "b"], ["a", "a"]]
    coded = ag.encode(rows)
    assert [list(row) for row in coded] == rows
    assert [list(row) for row in coded[1:3]] == rows[1:3]
    assert len(coded) == 4
