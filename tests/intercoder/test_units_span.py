"""Agreement on spans and by share of a unit's words, against slow and plain computations."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning import agreement
from kodning.agreement import Reason
from kodning.intercoder.passages import DocumentText
from kodning.intercoder.results import LeftOut
from kodning.intercoder.span_ground import SpanGround
from kodning.intercoder.span_matches import match
from kodning.intercoder.spans_study import SpanReport, span_report
from kodning.intercoder.study import agreement_report, if_independent
from kodning.intercoder.thresholds import landis_koch, verdict
from kodning.intercoder.units import ShareError, unit_table
from kodning.intercoder.whole import ANY_UNIT, agreement_study
from kodning.intercoder.work import CodingWork, work_now
from kodning.model import Coding, Turn
from kodning.project import Project
from kodning.store.queries import CodeRow

Build = Callable[..., Project]
LENGTH = 20
Row = tuple[str, str, int, int]  # coder, code, first word, one past the last
TEXT = " ".join(f"o{number:02d}" for number in range(LENGTH))  # word n stands at 4n


def _code(key: str, parent: str | None = None) -> CodeRow:
    return CodeRow(1, key, parent, 0, 0, {"da": key, "en": key}, "", "", in_codebook=True)


def ground(
    documents: Sequence[Iterable[Row]],
    read: Mapping[str, Sequence[tuple[int, int]]] | None = None,
    *,
    codes: Sequence[CodeRow] = (_code("x"), _code("y")),
    text: DocumentText | None = None,
    themes: bool = False,
    origin: str = "manual",
) -> SpanGround:
    """Codings in documents d1, d2, …; `read` is who has read which words of each."""
    reading = read or {"A": [(0, LENGTH)], "B": [(0, LENGTH)]}
    names = [f"d{number}" for number in range(1, len(documents) + 1)]
    rows = [(name, *row) for name, found in zip(names, documents, strict=True) for row in found]
    codings = [
        Coding(number, "", name, 4 * first, 4 * last - 1, code, coder, "", "", origin)
        for number, (name, coder, code, first, last) in enumerate(rows, start=1)
    ]
    reviews = [
        (name, coder, 4 * first, 4 * last)
        for name in names
        for coder, parts in reading.items()
        for first, last in parts
    ]
    words = text or DocumentText(TEXT, [Turn(1, 0, len(TEXT), "IP", "informant")])
    work = CodingWork(codings, reviews, list(codes), None)
    return SpanGround(work, list(reading), dict.fromkeys(names, words), themes=themes)


def report(*documents: Iterable[Row], share: float = 0.0) -> SpanReport:
    return span_report(ground(documents), {}, min_overlap=share)


_ROWS = st.lists(
    st.tuples(
        st.sampled_from("AB"), st.sampled_from("xy"), st.integers(0, LENGTH - 1), st.integers(1, 8)
    ).map(lambda row: (row[0], row[1], row[2], min(LENGTH, row[2] + row[3]))),
    max_size=8,
)


def _by_the_papers(documents: Sequence[Iterable[Row]], code: str) -> agreement.UnitizingAlpha:
    """The family of one code from its spans in words, which the tests of the statistics check."""
    return agreement.unitizing_alpha_documents(
        [
            (
                {coder: [(a, b, code) for c, k, a, b in rows if (c, k) == (coder, code)] for coder in "AB"},
                LENGTH,
            )
            for rows in map(list, documents)
        ],
        merge_touching=True,
    )


@given(st.lists(_ROWS, min_size=1, max_size=4))
def test_the_value_of_a_code_is_unitizing_alpha_of_its_words(documents: list[list[Row]]) -> None:
    found = report(*documents)
    for code in found.codes:
        expected = _by_the_papers(documents, code.code)
        assert code.figure.value == (None if expected.u is None else pytest.approx(expected.u))
        assert expected.u == (None if expected.binary is None else pytest.approx(expected.binary))
        if code.figure.value is None:
            assert code.figure.reason_code in {Reason.NO_CODED_TEXT, Reason.NO_VARIATION}
        else:
            assert code.coverage == pytest.approx(expected.coverage)


@given(st.lists(_ROWS, min_size=3, max_size=5))
def test_the_interval_leaves_out_one_document_at_a_time(documents: list[list[Row]]) -> None:
    found = report(*documents)
    for code in found.codes:
        leaving = [
            _by_the_papers([*documents[:place], *documents[place + 1 :]], code.code).u
            for place in range(len(documents))
        ]
        values = [value for value in leaving if value is not None]
        whole = code.figure.interval
        if code.figure.value is None or len(values) < len(leaving) or np.ptp(values) < 1e-9:
            assert (whole.low, whole.high) == (None, None)
            continue
        error = np.sqrt((len(values) - 1) * np.var(values))
        reach = {3: 4.302653, 4: 3.182446, 5: 2.776445}[len(values)] * error  # Student's t, 97.5 %
        assert whole.low == pytest.approx(code.figure.value - reach, abs=1e-5)
        assert whole.high == pytest.approx(min(1.0, code.figure.value + reach), abs=1e-5)


def test_the_pooled_value_weighs_codes_by_their_expected_disagreement() -> None:
    x: list[Row] = [("A", "x", 0, 4), ("B", "x", 2, 6)]
    y: list[Row] = [("A", "y", 10, 12), ("B", "y", 10, 12)]
    both, one, other = (report(rows).pooled.value or -9 for rows in ([*x, *y], x, y))
    assert one == report(x).codes[0].figure.value
    assert one < both < other == 1


def test_with_fewer_than_three_documents_there_is_no_interval() -> None:
    rows: list[Row] = [("A", "x", 0, 4), ("B", "x", 2, 6)]
    found = report(rows, rows)
    assert found.pooled.interval.low is None
    assert found.pooled.interval.reason_code is Reason.TOO_FEW_CLUSTERS


def test_a_coding_drawn_in_two_strokes_is_one() -> None:
    whole: list[Row] = [("A", "x", 0, 8), ("B", "x", 0, 8)]
    strokes: list[Row] = [("A", "x", 0, 3), ("A", "x", 3, 8), ("B", "x", 0, 8)]
    assert report(whole).codes[0].figure.value == report(strokes).codes[0].figure.value == 1


def test_the_interviewers_words_part_nothing_and_count_for_nothing() -> None:
    turns = [
        Turn(1, 0, 19, "IP", "informant"),  # words 0 to 4
        Turn(2, 20, 39, "I", "interviewer"),  # words 5 to 9
        Turn(3, 40, 79, "IP", "informant"),  # words 10 to 19
    ]
    text = DocumentText(TEXT, turns)
    rows: list[Row] = [("A", "x", 3, 12), ("B", "x", 3, 5), ("B", "x", 10, 12), ("A", "y", 6, 8)]
    found = span_report(ground([rows], text=text), {})
    assert found.n_words == 15
    assert found.codes[0].figure.value == 1
    assert found.codes[0].prevalence == {"A": 4 / 15, "B": 4 / 15}
    assert found.codes[1].figure.reason_code is Reason.NO_CODED_TEXT
    assert found.left_out == LeftOut(0, 0, 4, 0, 1)


def test_only_words_that_two_have_read_are_compared() -> None:
    read = {"A": [(0, 10)], "B": [(5, 15)]}
    rows: list[Row] = [("A", "x", 0, 8), ("B", "x", 5, 8), ("B", "x", 12, 14), ("A", "y", 16, 18)]
    found = span_report(ground([rows], read), {})
    assert (found.n_words, found.words_left_out) == (5, 15)
    assert found.left_out == LeftOut(10, 5, 4, 2, 0)
    assert found.codes[0].figure.value == 1
    assert found.match.codings == {"A": 1, "B": 1}


def test_what_different_people_have_read_are_continua_of_their_own() -> None:
    read = {"A": [(0, 20)], "B": [(0, 10)], "C": [(5, 20)]}
    found = ground([[("A", "x", 8, 12), ("C", "x", 8, 12)]], read)
    assert [(s.start, s.end, s.readers) for s in found.stretches["d1"]] == [
        (0, 5, ("A", "B")),
        (5, 10, ("A", "B", "C")),
        (10, 20, ("A", "C")),
    ]


def test_a_document_nobody_else_has_read_is_left_out() -> None:
    found = span_report(ground([[("A", "x", 0, 3)]], {"A": [(0, LENGTH)], "B": []}), {})
    assert (found.documents, found.n_words, found.empty, found.match.rate) == ([], 0, None, None)
    assert found.pooled.reason_code is Reason.ONE_CODER
    assert found.codes[0].prevalence == {"A": None, "B": None}


def test_a_codebook_without_codes_gives_an_empty_report() -> None:
    found = span_report(ground([[]], codes=[]), {})
    assert (list(found.codes), found.pooled.reason_code) == ([], Reason.NO_CODES)


def test_sub_codes_count_as_their_theme() -> None:
    codes = [_code("x"), _code("y", "x")]
    rows: list[Row] = [("A", "x", 0, 4), ("B", "y", 0, 4)]
    (theme,) = span_report(ground([rows], codes=codes, themes=True), {}).codes
    assert (theme.code, theme.figure.value, theme.match.rate) == ("x", 1, 1)


def test_codings_that_began_as_suggestions_are_counted() -> None:
    rows: list[Row] = [("A", "x", 0, 4), ("B", "x", 0, 4)]
    assert span_report(ground([rows], origin="suggestion"), {}).from_suggestions == 2


def _moved(rows: Sequence[Row], own: Row, shift: int) -> set[int]:
    """The words that the other coder has the same code on when hers are moved round."""
    coder, code, _, _ = own
    words = {word for c, k, a, b in rows if c != coder and k == code for word in range(a, b)}
    return {(word - shift) % LENGTH for word in words}


@given(_ROWS, st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]))
def test_matches_and_their_chance_are_what_moving_by_hand_finds(rows: list[Row], share: float) -> None:
    found = match(ground([rows]), "x", share)
    own = [row for row in rows if row[1] == "x"]

    def enough(row: Row, shift: int) -> bool:
        covered = len(_moved(rows, row, shift) & set(range(row[2], row[3])))
        return covered >= max(1, share * (row[3] - row[2]))

    assert sum(found.codings.values()) == len(own)
    assert sum(found.matched.values()) == sum(enough(row, 0) for row in own)
    chance = sum(np.mean([enough(row, shift) for shift in range(LENGTH)]) for row in own)
    assert found.by_chance == pytest.approx(chance)


def test_several_short_codings_match_a_long_one() -> None:
    rows: list[Row] = [("A", "x", 0, 10), ("B", "x", 0, 3), ("B", "x", 5, 8)]
    assert report(rows, share=0.6).match.matched == {"A": 1, "B": 2}
    assert report(rows, share=0.61).match.matched == {"A": 0, "B": 2}


def test_a_code_is_present_on_a_unit_from_the_share_asked_for(build: Build) -> None:
    project = build([[("informant", "Et to tre fire fem."), ("informant", "Seks.")]])
    for coder in "ab":
        project.mark_reviewed(["d1"], coder)
    project.code("d1", "to", ["tid"], "a")
    project.code("d1", "fire fem", ["tid"], "a")
    project.code("d1", "to tre", ["tid"], "b")

    def present(share: float) -> list[list[float]]:
        table = unit_table(project, "turn", min_overlap=share)
        return [list(map(float, row)) for row in table.matrix(table.codes.index("tid"))[:1]]

    assert present(0.0) == present(0.4) == [[1, 1]]
    assert present(0.6) == [[1, 0]]
    assert present(0.61) == [[0, 0]]


def test_words_coded_twice_count_once_and_themes_take_their_sub_codes_together(build: Build) -> None:
    project = build([[("informant", "Et to tre fire.")]])
    for coder in "ab":
        project.mark_reviewed(["d1"], coder)
    for words, code in (("Et to", "penge"), ("to", "penge"), ("tre", "løn")):
        project.code("d1", words, [code], "a")
    codes = unit_table(project, "turn", min_overlap=0.75)
    themes = unit_table(project, "turn", themes=True, min_overlap=0.75)
    assert codes.sets() == [[frozenset(), frozenset()]]
    assert themes.sets() == [[frozenset({"penge"}), frozenset()]]


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_what_is_no_share_is_refused(demo: Project, share: float) -> None:
    with pytest.raises(ShareError):
        unit_table(demo, "turn", min_overlap=share)


def test_what_is_left_out_is_counted_with_its_reason(build: Build) -> None:
    turns = [("informant", "Et."), ("interviewer", "Hvad?"), ("informant", "To."), ("informant", "Tre.")]
    project = build([turns])
    project.mark_reviewed(["d1"], "a")
    project.mark_reviewed(["d1"], "b", "t1")
    for turn in ("t1", "t2", "t3"):
        project.code("d1", turn, ["tid"], "a")
    project.code("d1", "t4", ["tid"], "b")
    found = agreement_report(project, unit_table(project, "turn")).left_out
    assert found == LeftOut(one_reader=2, no_reader=0, codings=4, unread=2, unplaced=1)


@given(st.lists(st.integers(0, 40), min_size=4, max_size=4).filter(any))
def test_baselines_are_those_of_independent_coders(cells: list[int]) -> None:
    both, first, second, neither = cells
    total = sum(cells)
    a, b = (both + first) / total, (both + second) / total
    found = if_independent([[both, first], [second, neither]])
    expected = agreement.two_by_two([[a * b, a * (1 - b)], [(1 - a) * b, (1 - a) * (1 - b)]])
    assert found.percent == pytest.approx(expected.percent)
    for ours, theirs in ((found.p_pos, expected.p_pos), (found.p_neg, expected.p_neg)):
        assert (ours is None) == (theirs is None)
        assert ours is None or ours == pytest.approx(theirs)


def test_random_coders_have_the_same_sets_as_often_as_their_baseline_says(build: Build) -> None:
    rng = np.random.default_rng(5)
    turns = [("informant", f"Sætning {number}.") for number in range(400)]
    project = build([turns])
    project.connection.execute("PRAGMA synchronous = OFF")
    spoken = project.turns("d1")
    from kodning.model import NewCoding

    new = [
        NewCoding("d1", turn.start, turn.end, code, coder)
        for turn in spoken[:-1]
        for coder in "ab"
        for code in ("tid", "gebyr")
        if rng.random() < 0.3
    ]
    for coder in "ab":
        project.mark_reviewed(["d1"], coder)
    project.import_codings(new, "a", "fil.csv")
    pooled = agreement_report(project, unit_table(project, "turn")).pooled
    assert pooled.identical is not None
    assert pooled.percent is not None
    assert pooled.identical == pytest.approx(pooled.identical_if_independent, abs=0.07)
    assert pooled.percent == pytest.approx(pooled.percent_if_independent, abs=0.03)
    assert pooled.alpha.value == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize(
    ("value", "word"),
    [(-0.01, "poor"), (0.0, "slight"), (0.2, "slight"), (0.21, "fair"), (0.6, "moderate"), (0.61, "substantial"),
     (0.8, "substantial"), (0.81, "almost perfect"), (1.0, "almost perfect")],
)  # fmt: skip
def test_the_words_of_landis_and_koch(value: float, word: str) -> None:
    assert landis_koch(value) == word


def test_on_their_scale_too_the_verdict_is_on_the_interval() -> None:
    found = agreement.Interval(0.3, 0.7, "jackknife", {})
    assert verdict(found, "landis-koch") == "fair to substantial"
    assert verdict(agreement.Interval(0.7, 0.75, "jackknife", {}), "landis-koch") == "substantial"
    assert verdict(agreement.Interval(None, None, "jackknife", {}), "landis-koch") == "undefined"


@pytest.mark.parametrize("unit", ANY_UNIT)
def test_the_record_of_every_unit_has_the_keys_that_programs_rely_on(demo: Project, unit: str) -> None:
    chosen = next(name for name in ANY_UNIT if name == unit)
    record = agreement_study(demo, work_now(demo), chosen).record()
    wanted = {
        "unit",
        "coders",
        "documents",
        "n_units",
        "codes",
        "pooled",
        "from_suggestions",
        "methods",
        "who",
    }
    assert wanted <= record.keys()
    assert record["unit"] == unit
    assert len(record["codes"]) == 24
    if unit == "all":
        assert list(record["units"]) == [name for name in ANY_UNIT if name != "all"]
        assert all(
            code["units"][name]["alpha"] == record["units"][name]["codes"][place]["alpha"]
            for place, code in enumerate(record["codes"])
            for name in record["units"]
        )
    else:
        assert all(code["alpha"] is not None or code["reason"] for code in record["codes"])


def test_the_units_side_by_side_are_those_asked_for_one_by_one(demo: Project) -> None:
    work = work_now(demo)
    together = agreement_study(demo, work, "all", min_overlap=0.5)
    for found in together.reports:
        unit = "span" if isinstance(found, SpanReport) else found.unit
        alone = agreement_study(demo, work, next(u for u in ANY_UNIT if u == unit), min_overlap=0.5)
        assert alone.first.record() == found.record()
