"""Codings laid out on units: present, absent, or not reviewed."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kodning.errors import UnknownCoderError
from kodning.intercoder.units import UNITS, TooFewCodersError, Unit, UnitTable, reviewing_coders, unit_table
from kodning.model import NewCoding
from kodning.project import Project

Build = Callable[..., Project]
EVERY_UNIT = pytest.mark.parametrize("unit", UNITS)


def _words(table: UnitTable, project: Project) -> list[str]:
    texts = {name: project.revision(name).text for name in table.documents}
    return [texts[name][start:end] for name, (start, end) in zip(table.documents, table.places, strict=True)]


def _by_hand(table: UnitTable, project: Project, tops: dict[str, str]) -> NDArray[np.int8]:
    """The same grid, character by character: slow and plain."""
    grid = np.full((len(table.codes), len(table.places), len(table.coders)), -1, dtype=np.int8)
    for name in dict.fromkeys(table.documents):
        text = project.revision(name).text
        turns = [turn for turn in project.turns(name) if turn.role != "interviewer"]
        said = {at for turn in turns for at in range(turn.start, turn.end)}
        letters = {at for at in said if re.match(r"\w", text[at])}
        visible = {at for at in said if not text[at].isspace()}
        rows = [row for row, document in enumerate(table.documents) if document == name]
        for column, coder in enumerate(table.coders):
            reviews = [(s, e) for d, c, s, e in project.reviews() if (d, c) == (name, coder)]
            read = {at for start, end in reviews for at in range(start, end)}
            codings = project.codings(document=name, coder=coder)
            coded = [(tops[c.code], letters & set(range(c.start, c.end))) for c in codings]
            for row in rows:
                unit = set(range(*table.places[row]))
                if visible & unit <= read:
                    grid[:, row, column] = 0
                    for code, there in coded:
                        if there & unit:
                            grid[table.codes.index(code), row, column] = 1
    return grid


@EVERY_UNIT
@pytest.mark.parametrize("themes", [False, True])
def test_the_demos_units_are_what_a_slow_count_finds(demo: Project, unit: Unit, themes: bool) -> None:
    table = unit_table(demo, unit, themes=themes)
    parents = {code.key: code.parent for code in demo.codes()}

    def top(key: str) -> str:
        above = parents[key]
        return key if above is None or not themes else top(above)

    tops = {key: top(key) for key in parents}
    assert set(table.codes) == set(tops.values())
    assert np.array_equal(table.present, _by_hand(table, demo, tops))
    assert (table.present == 1).sum() > 20


SPANS = ("0:12", "14:29", "14:44", "30:44", "46:55", "57:69", "57:79", "81:100", "100:104", "0:104", "44:57")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    codings=st.sets(
        st.tuples(st.sampled_from(SPANS), st.sampled_from(["penge", "løn", "tid"]), st.sampled_from("abc"))
    ),
    reviews=st.lists(st.tuples(st.sampled_from(SPANS), st.sampled_from("abc")), max_size=8),
    unit=st.sampled_from(UNITS),
)
def test_any_codings_and_reviews_are_laid_out_as_a_slow_count_does(
    built: Project, codings: set[tuple[str, str, str]], reviews: list[tuple[str, str]], unit: Unit
) -> None:
    """Each example adds to the same project, so that what is there grows more and more tangled."""
    for coder in "abc":
        built.mark_reviewed(["d1"], coder, "0:3")
    new = [NewCoding("d1", *built.resolve("d1", span), code, coder) for span, code, coder in sorted(codings)]
    actions = [action.id for action in built.history(limit=1)]
    built.import_codings(new, "a", "fil.csv")
    for span, coder in reviews:
        built.mark_reviewed(["d1"], coder, span)
    table = unit_table(built, unit)
    assert table.coders == ["a", "b", "c"]
    assert np.array_equal(table.present, _by_hand(table, built, {code: code for code in table.codes}))
    assert np.array_equal(table.reviewed, (table.present >= 0).any(axis=0))
    _take_back(built, actions[0])


def _take_back(project: Project, last: int) -> None:
    """Undo what the example did, newest first."""
    for action in project.history():
        if action.id <= last:
            return
        project.undo(action.coder, action.id)


@pytest.fixture
def built(build: Build) -> Project:
    """One interview, nothing coded, writing without waiting for the disk."""
    project = build()
    project.connection.execute("PRAGMA synchronous = OFF")
    return project


def test_units_are_what_informants_say(built: Project) -> None:
    for coder in "ab":
        built.mark_reviewed(["d1"], coder)
    found = {unit: _words(unit_table(built, unit), built) for unit in UNITS}
    assert found["segment"] == [
        "Pengene fylder.",
        "Lønnen er lav.",
        "Den mangler.",
        "Vi er få.",
        "Og så er der støjen.",
        "Ja.",
    ]
    assert found["paragraph"] == [
        "Pengene fylder. Lønnen er lav.",
        "Den mangler. Vi er få.",
        "Og så er der støjen.",
        "Ja.",
    ]
    assert found["turn"] == [
        "Pengene fylder. Lønnen er lav.",
        "Den mangler. Vi er få.\n\nOg så er der støjen.",
        "Ja.",
    ]
    assert len(found["document"]) == 1


@EVERY_UNIT
def test_a_code_on_the_interviewers_words_alone_counts_nowhere(built: Project, unit: Unit) -> None:
    for coder in "ab":
        built.mark_reviewed(["d1"], coder)
    built.code("d1", "t1", ["tid"], "a")
    assert unit_table(built, unit).present.max() == 0


def test_a_document_in_which_only_the_interviewer_speaks_is_no_unit(build: Build) -> None:
    project = build([[("interviewer", "Hallo?")], [("informant", "Ja, hallo.")]])
    for coder in "ab":
        project.mark_reviewed(["d1", "d2"], coder)
    assert unit_table(project, "document").documents == ["d2"]


def test_not_reviewed_is_missing_and_reviewed_without_code_is_empty(built: Project) -> None:
    built.mark_reviewed(["d1"], "a")
    built.mark_reviewed(["d1"], "b", "t2")
    built.code("d1", "t2", ["tid"], "a")
    table = unit_table(built, "turn")
    assert table.sets()[:2] == [[frozenset({"tid"}), frozenset()], [frozenset(), None]]
    tid = table.matrix(table.codes.index("tid"))
    assert np.array_equal(tid[:2], [[1.0, 0.0], [0.0, np.nan]], equal_nan=True)


def test_a_coding_where_the_coder_has_not_recorded_reading_does_not_count(built: Project) -> None:
    built.mark_reviewed(["d1"], "a")
    built.mark_reviewed(["d1"], "b", "t2")
    built.code("d1", "t4", ["tid"], "b")
    table = unit_table(built, "turn")
    assert table.sets()[1] == [frozenset(), None]


def test_a_unit_read_in_part_is_not_reviewed(built: Project) -> None:
    built.mark_reviewed(["d1"], "a")
    built.mark_reviewed(["d1"], "b", "s2")
    assert unit_table(built, "segment").reviewed[:, 1].tolist() == [True, *[False] * 5]
    assert not unit_table(built, "turn").reviewed[:, 1].any()


def test_a_unit_read_piece_by_piece_is_reviewed(built: Project) -> None:
    """White space between two sentences is nothing to read."""
    built.mark_reviewed(["d1"], "a")
    for number in (2, 3):
        built.mark_reviewed(["d1"], "b", f"s{number}")
    assert unit_table(built, "turn").reviewed[:, 1].tolist() == [True, False, False]
    for number in (5, 6, 7, 8):
        built.mark_reviewed(["d1"], "b", f"s{number}")
    assert unit_table(built, "turn").reviewed.all()
    assert unit_table(built, "document").reviewed.all()


def test_agreement_after_a_review_was_undone_is_without_it(build: Build) -> None:
    project = build([INTERVIEW, INTERVIEW])
    project.mark_reviewed(["d1", "d2"], "a")
    project.mark_reviewed(["d1"], "b")
    project.mark_reviewed(["d2"], "b")
    assert unit_table(project, "document").reviewed.all()
    project.undo("b")
    assert unit_table(project, "document").reviewed.tolist() == [[True, True], [True, False]]
    project.undo("b")
    with pytest.raises(TooFewCodersError):
        unit_table(project, "document")


INTERVIEW = [("informant", "Det ene. Det andet.")]


def test_three_coders_have_a_column_each_in_the_order_asked_for(built: Project) -> None:
    for coder in ("b", "c", "a"):
        built.mark_reviewed(["d1"], coder)
    assert reviewing_coders(built) == unit_table(built).coders == ["a", "b", "c"]
    built.code("d1", "t2", ["tid"], "c")
    table = unit_table(built, "turn", ["c", "A", "c"])
    assert table.coders == ["c", "a"]
    assert table.sets()[0] == [frozenset({"tid"}), frozenset()]


def test_themes_take_in_what_is_under_them_to_any_depth(built: Project) -> None:
    for coder in "ab":
        built.mark_reviewed(["d1"], coder)
    built.code("d1", "s2", ["tillæg"], "a")
    built.code("d1", "s2", ["gebyr"], "b")
    codes = unit_table(built, "segment")
    themes = unit_table(built, "segment", themes=True)
    assert codes.codes == ["penge", "løn", "tillæg", "gebyr", "tid"]
    assert codes.sets()[0] == [frozenset({"tillæg"}), frozenset({"gebyr"})]
    assert themes.codes == ["penge", "tid"]
    assert themes.sets()[0] == [frozenset({"penge"}), frozenset({"penge"})]


def test_a_codebook_without_codes_has_units_and_reviews_all_the_same(build: Build) -> None:
    project = build(codebook="codes: []\n")
    project.mark_reviewed(["d1"], "a")
    project.mark_reviewed(["d1"], "b", "t2")
    table = unit_table(project, "turn")
    assert table.present.shape == (0, 3, 2)
    assert table.sets() == [[frozenset(), frozenset()], [frozenset(), None], [frozenset(), None]]


@pytest.mark.parametrize(
    ("reviewed", "asked", "said"),
    [
        ("", [], "nobody has marked anything"),
        ("a", [], "only a has marked"),
        ("ab", ["b"], "only b is named"),
        ("ab", ["a", "b", "c"], "nothing is marked as reviewed by c"),
        ("a", ["a", "c"], "nothing is marked as reviewed by c"),
    ],
)
def test_too_few_coders_are_told_who_is_missing(
    built: Project, reviewed: str, asked: list[str], said: str
) -> None:
    built.memo("kun for at kendes", "b")
    built.memo("kun for at kendes", "c")
    for coder in reviewed:
        built.mark_reviewed(["d1"], coder)
    with pytest.raises(TooFewCodersError) as refused:
        unit_table(built, coders=asked)
    assert said in refused.value.en


def test_an_unknown_coder_is_refused(built: Project) -> None:
    with pytest.raises(UnknownCoderError):
        unit_table(built, coders=["a", "nobody"])
