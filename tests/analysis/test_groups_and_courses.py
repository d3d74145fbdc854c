"""Timeline and words against counting by hand; the tests of `compare` against published values and every table."""

from collections import Counter
from collections.abc import Callable
from itertools import permutations
from math import comb, log

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kodning.analysis.comparing import compare
from kodning.analysis.exact_test import chi_squared_above, compare_groups
from kodning.analysis.timeline import timeline
from kodning.analysis.word_frequencies import word_table
from kodning.language import words
from kodning.language.frequencies import word_log_odds
from kodning.model import NewCoding
from kodning.project import Project
from kodning.report.compare_table import compare_table
from kodning.wording import speaking

Build = Callable[..., Project]

CODES = {"tema": None, "under": "tema", "dybest": "under", "ved-siden-af": "tema", "åben": None}
TALK = "Interviewer: Hvad så nu her?\n\nFormand: Vi mangler penge. Og tid. {}\n\nFormand: Ja ja, penge igen og igen.\n"
SPANS = st.lists(
    st.tuples(st.sampled_from("de"), st.sampled_from(list(CODES)), st.integers(0, 70), st.integers(1, 40)),
    max_size=8,
)
by_hand = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _above(code: str | None) -> list[str]:
    return [] if code is None else [code, *_above(CODES[code])]


def _coded(build: Build, spans: list[tuple[str, str, int, int]]) -> Project:
    project = build(d=TALK.format("Nemlig."), e=TALK.format("Slet ikke noget som helst."))
    new = [NewCoding(name, start, start + length, code, "anna") for name, code, start, length in spans]
    lengths = {name: len(project.revision(name).text) for name in "de"}
    project.import_codings([c for c in new if c.end <= lengths[c.document]], "anna", "prøve")
    project.mark_reviewed(["d"], "anna")
    return project


@by_hand
@given(spans=SPANS, parts=st.integers(1, 12))
def test_each_part_holds_the_words_that_are_coded_there(
    build: Build, spans: list[tuple[str, str, int, int]], parts: int
) -> None:
    with _coded(build, spans) as project:
        found = timeline(project, parts=parts)
        for course in found.courses:
            places = []
            for at, part in enumerate(course.parts):
                covered = total = documents = 0
                for name in "de":
                    text, said = project.revision(name).text, []
                    for turn in project.turns(name):
                        if turn.role != "interviewer":
                            said += [turn.start + s for s, _ in words(text[turn.start : turn.end])]
                    here = said[len(said) * at // parts : len(said) * (at + 1) // parts]
                    mine = [c for c in project.codings(document=name) if course.name.code in _above(c.code)]
                    under = [s for s in here if any(c.start <= s < c.end for c in mine)]
                    covered, total, documents = (
                        covered + len(under),
                        total + len(here),
                        documents + bool(under),
                    )
                    places += [(said.index(s), len(said)) for s in under]
                assert part == (covered, total, documents)
                assert part.share == (covered / total if total else None)
            assert (course.middle is None) == (not places)
            if course.middle is not None:
                before = sum(min(1.0, max(0.0, course.middle * length - at)) for at, length in places)
                assert before == pytest.approx(len(places) / 2)


@by_hand
@given(spans=SPANS)
def test_the_words_of_a_code_are_those_that_begin_under_it(
    build: Build, spans: list[tuple[str, str, int, int]]
) -> None:
    with _coded(build, spans) as project:
        found = word_table(project, top=None, function_words=True)
        said = [
            (name, turn.start + s, project.revision(name).text[turn.start + s : turn.start + e].casefold())
            for name in "de"
            for turn in project.turns(name)
            if turn.role != "interviewer"
            for s, e in words(project.revision(name).text[turn.start : turn.end])
        ]
        everything = Counter(word for _, _, word in said)
        assert found.words_total == len(said)
        for code in found.codes:
            mine = [c for c in project.codings() if code.name.code in _above(c.code)]
            under = [
                (name, word) for name, at, word in said
                if any(c.document == name and c.start <= at < c.end for c in mine)
            ]  # fmt: skip
            times = Counter(word for _, word in under)
            assert code.words_under == len(under)
            odds = word_log_odds(times, everything)
            assert {(w.word, w.times, w.elsewhere, w.documents) for w in code.words} == {
                (w, times[w], everything[w] - times[w], len({n for n, other in under if other == w}))
                for w in odds
            }
            assert all((w.log_odds, w.z) == odds[w.word] for w in code.words)


def test_log_odds_are_those_of_the_formula() -> None:
    """Monroe, Colaresi & Quinn (2008), worked out by hand for a prior of a twentieth: 30 words, 10 in the part."""
    found = word_log_odds({"a": 6, "b": 4}, {"a": 10, "b": 20})
    prior, priors = 0.5, 1.5
    here = (6 + prior) / (10 + priors - 6 - prior)
    elsewhere = (4 + prior) / (20 + priors - 4 - prior)
    assert found["a"].log_odds == pytest.approx(log(here / elsewhere))
    assert found["a"].z == pytest.approx(found["a"].log_odds / (1 / 6.5 + 1 / 4.5) ** 0.5)
    assert found["a"].z > 0 > found["b"].z


@pytest.mark.parametrize(
    ("there", "sizes", "p"),
    [
        ((3, 1), (4, 4), 34 / 70),  # Fisher (1935), the lady tasting tea, both sides
        (
            (1, 9),
            (12, 12),
            0.002759456,
        ),  # Wikipedia, "Fisher's exact test": R's fisher.test on the same table
        ((0, 5), (5, 5), 2 / 252),
    ],
)
def test_fishers_test_gives_the_published_values(
    there: tuple[int, ...], sizes: tuple[int, ...], p: float
) -> None:
    tested = compare_groups(there, sizes)
    assert tested is not None
    assert tested.method == "fisher"
    assert tested.p == pytest.approx(p, rel=1e-6)


@settings(max_examples=30, deadline=None)
@given(groups=st.lists(st.lists(st.booleans(), min_size=1, max_size=3), min_size=2, max_size=3))
def test_the_exact_test_is_the_share_of_shufflings_no_likelier(groups: list[list[bool]]) -> None:
    flat, sizes = [one for group in groups for one in group], [len(group) for group in groups]

    def counts(order: tuple[bool, ...]) -> tuple[int, ...]:
        rest, found = list(order), []
        for size in sizes:
            found.append(sum(rest[:size]))
            del rest[:size]
        return tuple(found)

    shuffled = Counter(counts(order) for order in permutations(flat))
    here = shuffled[counts(tuple(flat))]
    every = sum(shuffled.values())
    tested = compare_groups(counts(tuple(flat)), sizes)
    assert tested is not None
    assert tested.method == ("fisher" if len(sizes) == 2 else "freeman-halton")
    assert tested.p == pytest.approx(sum(n for n in shuffled.values() if n <= here) / every)
    least = min(shuffled.values())
    assert tested.smallest == pytest.approx(sum(n for n in shuffled.values() if n == least) / every)


@pytest.mark.parametrize(
    ("statistic", "freedom", "above"),
    [(3.841459, 1, 0.05), (5.991465, 2, 0.05), (7.814728, 3, 0.05), (11.3449, 3, 0.01), (9.487729, 4, 0.05),
     (18.307, 10, 0.05), (19.67514, 11, 0.05), (0.0, 1, 1.0), (0.0, 2, 1.0)],
)  # fmt: skip
def test_chi_squared_is_that_of_the_tables(statistic: float, freedom: int, above: float) -> None:
    assert chi_squared_above(statistic, freedom) == pytest.approx(above, abs=1e-5)


def test_large_groups_are_tested_by_chi_squared_and_sparse_ones_not_at_all() -> None:
    large = compare_groups((100, 150, 120, 90), (400, 400, 400, 400))
    assert large is not None
    assert large.method == "chi-squared"
    # By hand: 115 expected in each, off by 15, 35, 5 and 25.
    assert large.p == pytest.approx(chi_squared_above(2100 / 115 + 2100 / 285, 3))
    assert compare_groups((2, 3, 30, 30, 30), (4, 400, 400, 400, 400)) is None


def _grouped(build: Build, sizes: dict[str, int], coded: dict[str, int], *, read: bool = True) -> Project:
    texts = {}
    for group, size in sizes.items():
        for at in range(size):
            front = f"---\nområde: {group}\n---\n" if group != "-" else ""
            texts[f"{group}{at}".replace("-", "x")] = f"{front}Anna: Vi siger noget nummer {group} {at}.\n"
    project = build(**texts)
    for group, count in coded.items():
        for at in range(count):
            project.code(f"{group}{at}", "t1", ["tema"], "anna")
    if read:
        project.mark_reviewed(list(texts), "anna")
    return project


def test_groups_of_enough_interviews_are_tested_by_interview(build: Build) -> None:
    with _grouped(build, {"by": 6, "land": 7, "-": 1}, {"by": 6}) as project:
        found = compare(project, "område", coder="anna")
        row = found.rows[0]
        assert (row.groups["by"].documents, row.groups["by"].documents_total) == (6, 6)
        assert row.method == "fisher"
        assert row.p == pytest.approx(1 / comb(13, 6))
        assert row.p_holm == row.p
        assert found.left_out == 1
        assert found.rows[1].reason == ("koden er i intet interview", "the code is in no interview")
        with speaking("en"):
            table = compare_table(found)
        assert any("Fisher" in note for note in table.notes)
        assert any("1 interview without a value" in note for note in table.notes)


@pytest.mark.parametrize(
    ("sizes", "coded", "read", "why"),
    [
        ({"by": 4, "land": 9}, {"by": 4}, True, "has 4 interviews"),
        ({"by": 1, "land": 4}, {"by": 1}, True, "has 1 interview;"),
        ({"by": 9}, {"by": 4}, True, "only one group"),
        ({"by": 6, "land": 6}, {"by": 6}, False, "not read every"),
        ({"by": 6, "land": 6}, {"by": 1}, True, "so few"),
        ({"by": 6, "land": 6}, {"by": 6, "land": 6}, True, "every interview"),
    ],
)
def test_where_the_numbers_allow_no_test_it_is_said_why(
    build: Build, sizes: dict[str, int], coded: dict[str, int], read: bool, why: str
) -> None:
    with _grouped(build, sizes, coded, read=read) as project, speaking("en"):
        found = compare(project, "område", coder="anna")
        row = found.rows[0]
        assert (row.method, row.p, row.p_holm) == (None, None, None)
        assert row.reason is not None
        assert why in row.reason[1]
        assert why in str(found.records()[0]["reason"])
        assert any(why in note for note in compare_table(found).notes)
