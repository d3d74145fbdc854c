"""Matrix, co-occurrence and saturation against counting word by word, pair by pair and order by order."""

from collections.abc import Callable
from itertools import combinations, permutations
from typing import Literal, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kodning.analysis import cooccurrence as cooccurring
from kodning.analysis import meetings
from kodning.analysis.cooccurrence import MORE_PAIRS, NEVER_TOGETHER, NO_UNITS, NOT_USED, cooccurrence
from kodning.analysis.matrix import CODE_NOT_USED, CODERS_APART, NO_WORDS, NOTHING_CODED, matrix
from kodning.analysis.meetings import Spans, meet
from kodning.analysis.saturation import Criterion, saturation
from kodning.analysis.themes import Count
from kodning.language import words
from kodning.model import Coding, NewCoding, Role, Transcript, Turn
from kodning.project import Project

Build = Callable[..., Project]

PARENTS = {"tema": None, "under": "tema", "dybest": "under", "ved-siden-af": "tema", "åben": None}
CODERS = ("anna", "bo")
ROLES: dict[str, Role] = {"I": "interviewer", "F": "informant", "?": "unknown"}


class Interview(NamedTuple):
    """Who says how many words, its attribute, and (coder, code, place as a share of the text, length)."""

    talk: list[tuple[str, int]]
    area: str | None
    codings: list[tuple[str, str, float, int]]


CODINGS = st.tuples(
    st.sampled_from(CODERS), st.sampled_from(list(PARENTS)), st.floats(0, 1), st.integers(1, 60)
)
INTERVIEWS = st.lists(
    st.builds(
        Interview,
        talk=st.lists(st.tuples(st.sampled_from("IF?"), st.integers(1, 9)), min_size=1, max_size=4),
        area=st.sampled_from([None, "by", "Åen", "10", "9"]),
        codings=st.lists(CODINGS, max_size=10),
    ),
    min_size=1,
    max_size=4,
)
by_hand = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _coded(build: Build, interviews: list[Interview]) -> Project:
    read = {}
    for number, interview in enumerate(interviews):
        turns, said, at = [], [], 0
        for place, (speaker, length) in enumerate([*interview.talk, ("F", 1)], start=1):
            text = " ".join(["ø-f.eks."] * length) + f" {number}"  # no two documents have the same text
            turns.append(Turn(place, at, at + len(text), speaker, ROLES[speaker]))
            said.append(text)
            at += len(text) + 2
        attributes = {"område": interview.area} if interview.area else {"andet": "x"}
        read[f"d{number}"] = Transcript(
            "\n\n".join(said), tuple(turns), f"d{number}", "utf-8", "0" * 64, dict(attributes)
        )
    project = build(**read)
    new = []
    for number, interview in enumerate(interviews):
        text = project.revision(f"d{number}").text
        for coder, code, share, length in interview.codings:
            start = int(share * (len(text) - 1))
            end = min(len(text), start + length)
            if text[start:end].strip():
                new.append(NewCoding(f"d{number}", start, end, code, coder))
    project.import_codings(new, "forsker", "prøve")
    for coder in CODERS:
        project.mark_reviewed(["d0"], coder)
    return project


def _spoken(project: Project) -> dict[str, list[int]]:
    """Where each of the informants' words begins, by document."""
    return {
        document.name: [
            turn.start + start
            for turn in project.turns(document.name)
            if turn.role != "interviewer"
            for start, _ in words(project.revision(document.name).text[turn.start : turn.end])
        ]
        for document in project.documents()
    }


def _above(code: str | None) -> list[str]:
    return [] if code is None else [code, *_above(PARENTS[code])]


def _count(codings: list[Coding], spoken: dict[str, list[int]], documents: list[str]) -> Count:
    covered = {(c.document, at) for c in codings for at in range(c.start, c.end)}
    said = [(name, at) for name in documents for at in spoken[name]]
    return Count(
        len({c.document for c in codings}), len(documents), len(codings), len(covered & {*said}), len(said)
    )


@pytest.mark.parametrize("by", ["document", "coder", "område"])
@by_hand
@given(interviews=INTERVIEWS, subcodes=st.booleans())
def test_every_cell_of_the_matrix_is_what_counting_by_hand_gives(
    build: Build, by: str, interviews: list[Interview], subcodes: bool
) -> None:
    if by == "område" and not any(interview.area for interview in interviews):
        interviews = [interviews[0]._replace(area="by"), *interviews[1:]]
    with _coded(build, interviews) as project:
        spoken, values = _spoken(project), project.attributes()
        found = matrix(project, by, coder=None if by == "coder" else "anna", subcodes=subcodes)
        assert [name.code for name in found.codes] == list(PARENTS)
        if by == "coder":
            assert {column.name for column in found.columns} == {*CODERS}
        for column in found.columns:
            coder = column.name if by == "coder" else "anna"
            documents = [
                name
                for name in spoken
                if by == "coder"
                or (name if by == "document" else values[name].get("område", "(uoplyst)"))
                == column.name.replace("(not given)", "(uoplyst)")
            ]
            mine = [c for c in project.codings(coder=coder) if c.document in documents]
            assert column.total == _count(mine, spoken, documents)
            for code in PARENTS:
                below = (
                    [c for c in mine if code in _above(c.code)]
                    if subcodes
                    else [c for c in mine if c.code == code]
                )
                expected = _count(below, spoken, documents)
                assert found.count(code, column) == expected
                shares = {
                    "words": (expected.words, expected.words_total, NO_WORDS),
                    "coded-words": (expected.words, column.total.words, NOTHING_CODED),
                    "column": (expected.codings, len(mine), NOTHING_CODED),
                    "documents": (expected.documents, len(documents), None),
                }
                if by != "coder":
                    everywhere = [
                        c
                        for c in project.codings(coder=coder)
                        if (code in _above(c.code) if subcodes else c.code == code)
                    ]
                    shares["row"] = (expected.codings, len(everywhere), CODE_NOT_USED)
                for share, (part, base, reason) in shares.items():
                    cell = found.cell(code, column, "share", share)  # type: ignore[arg-type]
                    assert cell == ((part / base, None) if base else (None, reason))
        if by != "coder":
            for code in PARENTS:
                assert found.totals[code].words == sum(found.count(code, c).words for c in found.columns)
        else:
            assert found.cell("tema", found.columns[0], "share", "row").reason == CODERS_APART


@by_hand
@given(interviews=INTERVIEWS)
def test_the_views_say_what_the_tables_say(build: Build, interviews: list[Interview]) -> None:
    with _coded(build, interviews) as project:
        for subcodes, view in ((True, "code_by_document"), (False, "own_code_by_document")):
            rows = project.connection.execute(
                f"SELECT code, document, codings, words FROM {view} WHERE coder = 'anna'"
            )
            found = matrix(project, coder="anna", subcodes=subcodes)
            expected = {
                (code, name): (count.codings, count.words) for (code, name), count in found.counts.items()
            }
            assert {(row[0], row[1]): tuple(row[2:]) for row in rows} == expected
        together = project.connection.execute(
            "SELECT code, other, pairs FROM code_cooccurrence WHERE coder = 'anna'"
        )
        pairs = cooccurrence(project, coder="anna").pairs
        assert {tuple(row) for row in together} == {
            (p.code, p.other, p.together) for p in pairs if p.together
        }


def _topmost(code: str) -> str:
    return _above(code)[-1]


def _positions(coding: Coding, spoken: dict[str, list[int]]) -> list[int]:
    """Which of the document's informants' words, by number, a coding holds."""
    return [n for n, at in enumerate(spoken[coding.document]) if coding.start <= at < coding.end]


@pytest.mark.parametrize("path", ["plain", "numpy"])
@pytest.mark.parametrize("unit", ["overlap", "near", "turn"])
@by_hand
@given(interviews=INTERVIEWS, within=st.integers(0, 12), themes=st.booleans())
def test_codes_occur_together_as_counted_pair_by_pair(
    build: Build,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    unit: Literal["overlap", "near", "turn"],
    interviews: list[Interview],
    within: int,
    themes: bool,
) -> None:
    for module in (meetings, cooccurring):
        monkeypatch.setattr(module, "FEW", 0 if path == "numpy" else 4_000)
    with _coded(build, interviews) as project:
        spoken = _spoken(project)
        codings = [
            (_topmost(c.code) if themes else c.code, c, _positions(c, spoken))
            for c in project.codings(coder="anna")
        ]
        found = cooccurrence(project, unit, words=within, coder="anna", themes=themes)
        rows = [code for code in PARENTS if not (themes and PARENTS[code])]
        assert [name.code for name in found.codes] == rows
        turns = [(d, t) for d in spoken for t in project.turns(d) if t.role != "interviewer"]
        units: dict[str, set[object]] = {
            code: {(c.document, n) for key, c, at in codings if key == code for n in at}
            if unit != "turn"
            else {
                (d, t.number)
                for d, t in turns
                if any(
                    key == code and c.document == d and c.start < t.end and c.end > t.start
                    for key, c, _ in codings
                )
            }
            for code in rows
        }
        total = len(turns) if unit == "turn" else sum(map(len, spoken.values()))
        assert found.units_total == total
        for pair, (one, other) in zip(found.pairs, combinations(rows, 2), strict=True):
            assert (pair.code, pair.other) == (one, other)
            first = [(c.document, at) for key, c, at in codings if key == one and at]
            second = [(c.document, at) for key, c, at in codings if key == other and at]
            reach = within if unit == "near" else -1
            meeting = [
                (a, b)
                for d, a in first
                for e, b in second
                if d == e and max(a[0], b[0]) - min(a[-1], b[-1]) - 1 <= reach
            ]
            both, either = units[one] & units[other], units[one] | units[other]
            count = len(both) if unit == "turn" else len(meeting)
            alone = (len(units[one]), len(units[other])) if unit == "turn" else (len(first), len(second))
            assert (pair.together, pair.codings, pair.other_codings) == (count, *alone)
            assert found.counts[one, other] == found.counts[other, one] == count
            if not all(alone):
                assert (pair.c, pair.jaccard, pair.lift) == (None, None, None)
                assert pair.reasons == dict.fromkeys(("c_coefficient", "jaccard", "lift"), NOT_USED)
                continue
            if 2 * count > sum(alone):
                assert (pair.c, pair.reasons["c_coefficient"]) == (None, MORE_PAIRS)
            else:
                assert pair.c == count / (sum(alone) - count)
            if unit == "near":
                assert (pair.jaccard, pair.reasons["jaccard"]) == (None, NO_UNITS)
                chance = _chance(first, second, within, spoken)
                assert pair.lift == (pytest.approx(count / chance) if chance else None)
                assert ("lift" in pair.reasons) == (not chance)
                assert pair.reasons.get("lift", NEVER_TOGETHER) == NEVER_TOGETHER
            else:
                assert pair.jaccard == len(both) / len(either)
                assert pair.lift == pytest.approx(len(both) * total / (len(units[one]) * len(units[other])))


def _chance(
    first: list[tuple[str, list[int]]],
    second: list[tuple[str, list[int]]],
    within: int,
    spoken: dict[str, list[int]],
) -> float:
    """Pairs to be expected: in each document every pair has a + b + 2 n + 1 places out of its words to meet in."""
    expected = 0.0
    for document, said in spoken.items():
        pairs = [(len(a), len(b)) for d, a in first for e, b in second if d == e == document]
        places = sum(a + b + 2 * within + 1 for a, b in pairs)
        expected += min(len(pairs), places / len(said))
    return expected


@given(
    spans=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 40), st.integers(0, 12)), max_size=60),
    block=st.integers(1, 9),
)
def test_the_sweep_in_numpy_and_the_plain_one_agree_with_every_pair(
    spans: list[tuple[int, int, int]], block: int
) -> None:
    laid = Spans([c for c, _, _ in spans], [s for _, s, _ in spans], [s + n for _, s, n in spans])
    plain = meet(laid, 7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(meetings, "FEW", 0)
        patch.setattr(meetings, "_BLOCK", block)
        assert meet(laid, 7) == plain
    for one in range(7):
        for other in range(7):
            held = [{*range(s, s + n)} for c, s, n in spans if c == one]
            others = [{*range(s, s + n)} for c, s, n in spans if c == other]
            sharing = (
                sum(bool(a & b) for a, b in combinations(held, 2))
                if one == other
                else sum(bool(a & b) for a in held for b in others)
            )
            assert plain.pairs[one][other] == sharing
            assert plain.words[one][other] == len(set().union(*held) & set().union(*others))


def test_many_dense_spans_are_counted_without_going_through_the_pairs() -> None:
    count = 20_000
    places = range(count)
    laid = Spans([at % 2 for at in places], list(places), [at + count for at in places])
    assert meet(laid, 2).pairs[0][1] == (count // 2) ** 2


@by_hand
@given(interviews=st.lists(st.sets(st.sampled_from(list(PARENTS)), max_size=4), min_size=1, max_size=5),
       base=st.integers(1, 3), run=st.integers(1, 2), threshold=st.sampled_from([0.0, 0.05, 0.5]))  # fmt: skip
def test_the_envelope_and_guests_criterion_are_those_of_every_order(
    build: Build, interviews: list[set[str]], base: int, run: int, threshold: float
) -> None:
    made = [
        Interview([("F", 3)], None, [("anna", code, 0.0, 3) for code in sorted(codes)])
        for codes in interviews
    ]
    with _coded(build, made) as project:
        project.mark_reviewed([document.name for document in project.documents()], "anna")
        found = saturation(project, coder="anna", base=base, run=run, threshold=threshold)
    orders = [
        [len(set().union(*order[: at + 1])) for at in range(len(order))] for order in permutations(interviews)
    ]
    assert found.exact
    here = [len(set().union(*interviews[: at + 1])) for at in range(len(interviews))]
    for at, step in enumerate(found.steps):
        reached = [order[at] for order in orders]
        assert (step.codes, step.new) == (here[at], here[at] - (here[at - 1] if at else 0))
        assert (step.low, step.high) == (min(reached), max(reached))
        assert step.mean == pytest.approx(sum(reached) / len(reached))
    _check_criterion(found.criterion, here, orders)


def _check_criterion(found: Criterion, here: list[int], orders: list[list[int]]) -> None:
    def reached(order: list[int]) -> int | None:
        ends = range(found.base, len(order) - found.run + 1)
        enough = (
            n
            for n in ends
            if order[n + found.run - 1] - order[n - 1] <= found.threshold * order[found.base - 1]
        )
        return next(enough, None) if order[found.base - 1] else None

    if len(here) < found.base + found.run or not here[found.base - 1]:
        assert found.reason is not None
        assert found.reached is None
        return
    at = [n for order in orders if (n := reached(order)) is not None]
    assert (found.reached, found.orders, found.every_order) == (reached(here), len(orders), True)
    assert (found.reached_in, found.earliest, found.latest) == (
        len(at),
        min(at, default=None),
        max(at, default=None),
    )
    for step in found.runs:
        assert step.new == here[step.last - 1] - here[step.first - 2]
        assert step.ratio == step.new / here[found.base - 1]


def test_with_many_interviews_orders_are_drawn_by_a_seed_and_that_is_said(build: Build) -> None:
    codes = list(PARENTS)
    made = [Interview([("F", 3)], None, [("anna", codes[at % 5], 0.0, 3)]) for at in range(17)]
    with _coded(build, made) as project:
        found = saturation(project, coder="anna", seed=7)
        assert found == saturation(project, coder="anna", seed=7)
        assert not found.exact
        assert found.record()["seed"] == 7
        assert (found.criterion.orders, found.criterion.every_order) == (1_000, False)
        for step in found.steps:
            assert 1 <= step.low <= step.mean <= step.high <= 5
        assert found.steps[-1].mean == 5


def test_an_interview_that_is_neither_read_nor_coded_is_left_out_and_named(build: Build) -> None:
    made = [Interview([("F", 3)], None, [("anna", "åben", 0.0, 3)] if at < 2 else []) for at in range(4)]
    with _coded(build, made) as project:
        found = saturation(project, coder="anna")
        assert [step.document for step in found.steps] == ["d0", "d1"]
        assert found.unread == ["d2", "d3"]
