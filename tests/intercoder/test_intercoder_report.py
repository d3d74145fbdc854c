"""The agreement report: the right figures, from the right units, with no more certainty than there is."""

from collections.abc import Callable

import numpy as np
import pytest

from kodning import agreement
from kodning.agreement import Interval, Reason
from kodning.intercoder.study import AgreementReport, agreement_report, telling, verdict
from kodning.intercoder.units import UNITS, Unit, unit_table
from kodning.model import NewCoding
from kodning.project import Project
from kodning.project.coding_writer import CodingWriter
from kodning.wording import speaking

Build = Callable[..., Project]

TURNS = [("informant", f"Det er sætning {word}.") for word in ("et", "to", "tre", "fire", "fem", "seks")]


def _report(project: Project, unit: Unit = "turn") -> AgreementReport:
    return agreement_report(project, unit_table(project, unit))


def _coded(project: Project, coder: str, code: str, places: dict[str, list[int]]) -> None:
    """Code turns by number, document by document."""
    for document, numbers in places.items():
        for number in numbers:
            project.code(document, f"t{number}", [code], coder)


@pytest.fixture
def pair(build: Build) -> Project:
    """Five interviews of six turns, read by two coders who have coded nothing yet."""
    project = build([TURNS] * 5)
    project.connection.execute("PRAGMA synchronous = OFF")
    for coder in "ab":
        project.mark_reviewed([f"d{number}" for number in range(1, 6)], coder)
    return project


CODE_KEYS = {
    "code",
    "n",
    "prevalence",
    "percent",
    "alpha",
    "kappa",
    "p_pos",
    "p_neg",
    "prevalence_index",
    "bias_index",
    "pabak",
    "ac1",
    "ac1_if_independent",
    "interval",
    "interval_method",
    "reason",
}


def test_the_record_has_the_keys_that_programs_rely_on(demo: Project) -> None:
    record = _report(demo).record()
    wanted = {"unit", "coders", "documents", "n_units", "codes", "pooled", "from_suggestions"}
    assert wanted <= set(record)
    assert all(code.keys() >= CODE_KEYS for code in record["codes"])
    assert {"alpha", "interval", "mv_alpha", "masi_alpha", "percent"} <= record["pooled"].keys()
    assert record["unit"] == "turn"
    assert record["coders"] == ["koder-a", "koder-b"]
    assert record["documents"] == [f"interview-{number}" for number in range(1, 6)]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("themes", [False, True])
def test_every_figure_is_that_of_the_agreement_package(demo: Project, unit: Unit, themes: bool) -> None:
    table = unit_table(demo, unit, themes=themes)
    report = agreement_report(demo, table, themes=themes)
    matrices = [table.matrix(number) for number in range(len(table.codes))]
    for code, matrix in zip(report.codes, matrices, strict=True):
        first, second = matrix[:, 0] == 1, matrix[:, 1] == 1
        both, neither = int((first & second).sum()), int((~first & ~second).sum())
        indices = agreement.two_by_two(
            [[both, int((first & ~second).sum())], [int((~first & second).sum()), neither]]
        )
        assert code.alpha.value == agreement.krippendorff_alpha(matrix).value
        assert code.kappa == agreement.cohen_kappa(matrix).value
        assert code.kappa == pytest.approx(indices.kappa) if indices.kappa is not None else code.kappa is None
        assert code.percent == agreement.percent_agreement(matrix).value == (both + neither) / len(matrix)
        assert (code.indices.p_pos, code.indices.p_neg) == (indices.p_pos, indices.p_neg)
        assert code.prevalence == {"koder-a": first.mean(), "koder-b": second.mean()}
        assert code.n == len(matrix) == report.n_units
        assert code.disagreements == int((first != second).sum())
    assert report.pooled.alpha.value == agreement.pooled_alpha(matrices).value
    assert report.pooled.mv_alpha.value == agreement.multivalued_alpha(table.sets()).value
    sets = table.sets()
    assert report.pooled.identical == pytest.approx(np.mean([one == two for one, two in sets]))
    assert report.pooled.empty == pytest.approx(np.mean([not one and not two for one, two in sets]))
    assert report.units_left_out == 0


def test_the_interval_is_the_jackknife_over_interviews(demo: Project) -> None:
    table = unit_table(demo, "segment")
    report = agreement_report(demo, table)
    for number, code in enumerate(report.codes):
        expected = agreement.interval(
            agreement.krippendorff_alpha, table.matrix(number), table.documents, method="jackknife"
        )
        assert (code.interval.low, code.interval.high) == (expected.low, expected.high)
        assert code.interval.n_clusters == 5
        assert not code.interval.assumes_independent_units


def test_a_code_without_disagreement_has_a_value_but_no_interval_and_no_verdict(pair: Project) -> None:
    """Two units agreed on are not the proof of reliability that an interval from 1 to 1 would claim."""
    for coder in "ab":
        _coded(pair, coder, "tid", {"d1": [1], "d2": [2]})
    report = _report(pair)
    (code,) = [code for code in report.codes if code.code == "tid"]
    assert code.alpha.value == 1
    assert (code.interval.low, code.interval.high) == (None, None)
    assert verdict(code.interval) == "undefined"
    assert code.interval.reason_code is Reason.NO_SPREAD
    assert set(code.interval.p_below.values()) == {None}
    with speaking("da"):
        assert code.reason == agreement.explain("no_spread", "da")
        assert code.record()["interval"] is None
        assert code.record()["reason"] == code.reason
    with speaking("en"):
        assert code.reason == agreement.explain("no_spread", "en")


def test_neither_has_the_pooled_alpha(pair: Project) -> None:
    for coder in "ab":
        _coded(pair, coder, "tid", {"d1": [1], "d2": [2], "d3": [5]})
        _coded(pair, coder, "løn", {"d1": [3], "d4": [2], "d3": [6]})
    pooled = _report(pair).pooled
    assert pooled.alpha.value == 1
    assert verdict(pooled.interval) == "undefined"
    assert pooled.record()["interval"] is None
    with speaking("en"):
        assert pooled.record()["reason"] == agreement.explain("no_spread", "en")


def test_one_disagreement_gives_an_interval(pair: Project) -> None:
    for coder in "ab":
        _coded(pair, coder, "tid", {"d1": [1], "d2": [2], "d3": [5], "d4": [3]})
    _coded(pair, "b", "tid", {"d5": [6]})
    (code,) = [code for code in _report(pair).codes if code.code == "tid"]
    assert code.interval.low is not None
    assert code.interval.high is not None
    assert code.interval.low < code.interval.high == 1
    assert code.disagreements == 1
    assert code.reason is None


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (0.80, 0.90, "reliable"),
        (0.79, 0.90, "tentative"),
        (0.667, 0.90, "tentative"),
        (0.66, 0.90, "open"),
        (-0.2, 0.667, "open"),
        (-0.2, 0.66, "insufficient"),
        (None, None, "undefined"),
    ],
)
def test_the_verdict_is_on_the_interval(low: float | None, high: float | None, word: str) -> None:
    assert verdict(Interval(low, high, "jackknife", {})) == word


@pytest.mark.parametrize("value", [1.0, 0.3, -0.1])
def test_an_interval_of_no_width_tells_nothing(value: float) -> None:
    found = telling(Interval(value, value + 1e-12, "bootstrap", {0.667: 0.0, 0.8: 1.0}, n_clusters=20))
    assert (found.low, found.high, found.p_below) == (None, None, {0.667: None, 0.8: None})
    assert (found.method, found.n_clusters) == ("bootstrap", 20)


def test_an_interval_with_width_stays_as_it_is() -> None:
    found = Interval(0.5, 0.51, "jackknife", {0.667: 1.0})
    assert telling(found) is found


def test_codes_nobody_used_and_everybody_used_have_no_reliability(pair: Project) -> None:
    every = {f"d{document}": list(range(1, 7)) for document in range(1, 6)}
    for coder in "ab":
        _coded(pair, coder, "tid", every)
    report = {code.code: code for code in _report(pair).codes}
    assert report["løn"].alpha.reason_code is Reason.CATEGORY_UNUSED
    assert report["tid"].alpha.reason_code is Reason.NO_VARIATION
    for code in report.values():
        assert code.alpha.value is None
        assert code.kappa is None
        assert code.percent == 1
        assert verdict(code.interval) == "undefined"
        assert code.reason


def test_only_what_two_have_reviewed_counts(build: Build) -> None:
    project = build([TURNS, TURNS, TURNS])
    project.mark_reviewed(["d1", "d2"], "a")
    project.mark_reviewed(["d1"], "b")
    project.mark_reviewed(["d2"], "b", "t3")
    _coded(project, "a", "tid", {"d1": [1, 2], "d2": [3, 4]})
    _coded(project, "b", "tid", {"d1": [1], "d2": [3, 5]})
    report = _report(project)
    (code,) = [code for code in report.codes if code.code == "tid"]
    assert report.documents == ["d1", "d2"]
    assert (report.n_units, report.units_left_out) == (7, 11)
    assert code.prevalence == {"a": 3 / 7, "b": 2 / 7}
    assert (code.percent, code.disagreements) == (6 / 7, 1)


def test_nothing_reviewed_by_two_gives_a_report_that_says_so(build: Build) -> None:
    project = build([TURNS, TURNS])
    project.mark_reviewed(["d1"], "a")
    project.mark_reviewed(["d2"], "b")
    report = _report(project)
    assert (report.n_units, report.units_left_out, report.documents) == (0, 12, [])
    for code in report.codes:
        assert (code.alpha.value, code.kappa, code.percent, code.ac1, code.disagreements) == (None,) * 4 + (
            0,
        )
        assert code.reason
    assert report.pooled.alpha.value is None
    assert report.pooled.reason
    assert report.record()["pooled"]["percent"] is None


def test_three_coders_are_compared_by_alpha_and_fleiss(build: Build) -> None:
    project = build([TURNS] * 3)
    for coder in "abc":
        project.mark_reviewed(["d1", "d2", "d3"], coder)
    project.undo("c")
    project.mark_reviewed(["d1", "d2"], "c")
    _coded(project, "a", "tid", {"d1": [1, 2], "d2": [3], "d3": [1]})
    _coded(project, "b", "tid", {"d1": [1], "d2": [3], "d3": [1, 2]})
    _coded(project, "c", "tid", {"d1": [1, 4], "d2": [3]})
    table = unit_table(project, "turn")
    report = agreement_report(project, table)
    number = table.codes.index("tid")
    matrix = table.matrix(number)
    code = report.codes[number]
    assert np.isnan(matrix[12:, 2]).all()
    assert code.alpha.value == agreement.krippendorff_alpha(matrix).value
    assert code.kappa == agreement.fleiss_kappa(matrix).value
    assert code.prevalence == {"a": 4 / 18, "b": 4 / 18, "c": 3 / 12}
    assert code.disagreements == 3
    pairs = [agreement.two_by_two(t).p_pos for t in ([[3, 1], [1, 13]], [[2, 1], [1, 8]], [[2, 0], [1, 9]])]
    assert code.indices.p_pos == pytest.approx(np.mean([value for value in pairs if value is not None]))


def test_a_codebook_without_codes_gives_an_empty_report(build: Build) -> None:
    project = build([TURNS], codebook="codes: []\n")
    for coder in "ab":
        project.mark_reviewed(["d1"], coder)
    report = _report(project)
    assert (report.n_units, list(report.codes)) == (6, [])
    assert report.pooled.alpha.value is None
    assert report.pooled.reason


def test_codings_that_began_as_suggestions_are_counted_where_they_are_compared(pair: Project) -> None:
    new = [NewCoding("d1", 0, 10, "tid", "a"), NewCoding("d2", 0, 10, "tid", "b")]
    pair.import_codings(new[:1], "a", "fil.csv")
    assert _report(pair).from_suggestions == 0
    for coder in ("a", "b"):
        with pair.action("accept", "a") as action:
            CodingWriter(pair, action).write([NewCoding("d1", 0, 10, "løn", coder)], "suggestion")
    assert [coding.origin for coding in pair.codings()] == ["import", "suggestion", "suggestion"]
    assert _report(pair).from_suggestions == 2
    assert _report(pair, "document").from_suggestions == 2
    pair.undo("b")
    pair.mark_reviewed(["d2"], "b")
    assert _report(pair).from_suggestions == 0


def test_a_suggestion_taken_back_and_restored_still_began_as_one(pair: Project) -> None:
    pair.code("d1", "t1", ["tid"], "a")
    (before,) = pair.codings()
    pair.retract(["1"], "a")
    pair.undo("a")
    assert pair.codings()[0].origin == before.origin == "manual"


def test_labels_are_in_the_language_in_force(demo: Project) -> None:
    with speaking("en"):
        english = [code.label for code in _report(demo).codes]
    with speaking("da"):
        danish = [code.label for code in _report(demo).codes]
    assert english != danish
    assert "Tidlig inddragelse" in danish


def test_the_same_codings_give_the_same_report(demo: Project) -> None:
    assert _report(demo).record() == _report(demo).record()
