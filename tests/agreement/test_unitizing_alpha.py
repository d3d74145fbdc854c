"""Unitizing alpha against a character-by-character computation, and its rules."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kodning import agreement as ag

Spans = list[tuple[int, int, str]]
LENGTH = 30


@st.composite
def one_coder(draw: st.DrawFn, length: int = LENGTH) -> Spans:
    """Spans that do not overlap; some touch."""
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=10)))
    spans = [(a, b, draw(st.sampled_from("xyz"))) for a, b in pairwise(cuts)]
    return [span for span in spans if draw(st.booleans())]


coders = st.lists(one_coder(), min_size=2, max_size=4).map(lambda spans: dict(enumerate(spans)))


def by_characters(spans_of: dict[Any, Spans], length: int) -> dict[str, Any]:
    """The family written from its definitions, one character at a time."""
    m = len(spans_of)
    codes = sorted({label for spans in spans_of.values() for _, _, label in spans})
    text: dict[Any, list[str | None]] = {name: [None] * length for name in spans_of}
    for name, spans in spans_of.items():
        for start, end, label in spans:
            text[name][start:end] = [label] * (end - start)
    values = [None, *codes]
    coincidences = {(c, k): 0.0 for c in values for k in values}
    for one, other in permutations(spans_of, 2):
        for c, k in zip(text[one], text[other], strict=True):
            coincidences[c, k] += 1 / (m - 1)
    squares: dict[str | None, float] = dict.fromkeys(values, 0.0)
    shared: dict[str | None, float] = dict.fromkeys(values, 0.0)
    for name, spans in spans_of.items():
        squares[None] += text[name].count(None)
        for start, end, label in spans:
            squares[label] += (end - start) ** 2
            for other in spans_of:
                if other != name:
                    pairable = sum(value is not None for value in text[other][start:end])
                    shared[label] += pairable**2 / (m - 1)

    def one_minus(kept: list[Any], own: dict[Any, float], groups: dict[Any, Any]) -> float | None:
        total = sum(coincidences[c, k] for c in kept for k in kept)
        margin = {c: sum(coincidences[c, k] for k in kept) for c in kept}
        norm = total**2 - sum(own[c] for c in kept)
        observed = sum(coincidences[c, k] for c in kept for k in kept if groups[c] != groups[k])
        chance = sum(margin[c] * margin[k] for c in kept for k in kept if groups[c] != groups[k])
        return 1 - observed / (total * chance / norm) if min(chance, norm) > 1e-9 else None

    same = {value: value for value in values}
    result: dict[str, Any] = {
        "u": one_minus(values, squares, same),
        "binary": one_minus(values, squares, {value: value is None for value in values}),
        "cu": one_minus(codes, shared, same),
        "by_code": {k: one_code(k, codes, coincidences, shared) for k in codes},
    }
    return result


def one_code(
    k: str, codes: list[str], coincidences: dict[Any, float], shared: dict[Any, float]
) -> float | None:
    """(k)u = 1 - (e_k / l_k)(l_k - l_kk) / (e_k - e_kk)."""
    total = sum(coincidences[c, d] for c in codes for d in codes)
    margin = {c: sum(coincidences[c, d] for d in codes) for c in codes}
    norm = total**2 - sum(shared[c] for c in codes)
    if norm <= 1e-9:
        return None
    expected = {c: total * (margin[k] * margin[c] - (shared[c] if c == k else 0)) / norm for c in codes}
    others = sum(value for c, value in expected.items() if c != k)
    if margin[k] == 0 or others <= 1e-9 or sum(expected.values()) <= 1e-9:
        return None
    return 1 - sum(expected.values()) / margin[k] * (margin[k] - coincidences[k, k]) / others


def assert_same(computed: Any, expected: Any) -> None:
    """Compare one member of the family, None with None."""
    assert computed == (None if expected is None else pytest.approx(expected, abs=1e-9))


@example(
    # e_k is 0 but for rounding: nothing can be expected of code x
    {0: [], 1: [], 2: [(1, 8, "x"), (11, 17, "y")], 3: [(7, 8, "x"), (8, 15, "y"), (15, 17, "y")]}
)
@given(coders)
def test_family_equals_character_by_character_computation(spans_of: dict[Any, Spans]) -> None:
    """The sweep over boundaries gives what counting characters gives."""
    family = ag.unitizing_alpha(spans_of, LENGTH)
    expected = by_characters(spans_of, LENGTH)
    if not expected["by_code"]:
        assert (family.u, family.binary, family.cu, family.by_code) == (None, None, None, {})
        return
    for member in ("u", "binary", "cu"):
        assert_same(getattr(family, member), expected[member])
    for code, value in expected["by_code"].items():
        assert_same(family.by_code[code], value)


@given(coders, coders)
def test_documents_are_summed_with_their_borders_as_cuts(
    one: dict[Any, Spans], other: dict[Any, Spans]
) -> None:
    """Two documents give what one text with the second moved behind the first gives."""
    names = range(max(len(one), len(other)))
    first = {name: one.get(name, []) for name in names}
    second = {name: other.get(name, []) for name in names}
    joined = {
        name: first[name] + [(a + LENGTH, b + LENGTH, label) for a, b, label in second[name]]
        for name in names
    }
    together = ag.unitizing_alpha_documents([(first, LENGTH), (second, LENGTH)])
    whole = ag.unitizing_alpha(joined, 2 * LENGTH)
    for member in ("u", "binary", "cu", "coverage"):
        assert_same(getattr(together, member), getattr(whole, member))
    summed = ag.unitizing_terms(first, LENGTH) + ag.unitizing_terms(second, LENGTH)
    assert summed.total == pytest.approx(ag.unitizing_terms(joined, 2 * LENGTH).total)


@given(one_coder())
def test_identical_coders_agree_perfectly(spans: Spans) -> None:
    """Wherever the coefficient is defined it is 1."""
    family = ag.unitizing_alpha({"anna": spans, "bo": spans, "ida": spans}, LENGTH)
    for value in (family.u, family.binary, family.cu, *family.by_code.values()):
        assert value is None or value == pytest.approx(1)
    assert all(share == pytest.approx(1) for share in family.coverage_by_code.values())


@given(coders)
def test_joining_touching_spans_changes_only_the_number_of_units(spans_of: dict[Any, Spans]) -> None:
    """Spans split in strokes and joined again give the same as the whole spans."""
    strokes = {
        name: [
            part
            for a, b, label in spans
            for part in ((a, (a + b) // 2, label), ((a + b) // 2, b, label))
            if part[0] < part[1]
        ]
        for name, spans in spans_of.items()
    }
    whole = ag.unitizing_alpha(spans_of, LENGTH, merge_touching=True)
    joined = ag.unitizing_alpha(strokes, LENGTH, merge_touching=True)
    assert (joined.u, joined.binary, joined.cu) == (whole.u, whole.binary, whole.cu)


def test_the_published_example_counts_touching_units_apart() -> None:
    """Krippendorff et al. (2016): .51 as printed is .5097 with Suzan's three touching units, .5122 with one.

    The reference case (tolerance .0005) holds only when touching units with the same value stay apart, so
    that is the default; `merge_touching` joins them.
    """
    spans_of = {
        "Alex": [(2, 9, "1"), (11, 17, "2"), (24, 30, "5"), (32, 36, "6"), (36, 44, "6"), (44, 60, "7")],
        "Paul": [(2, 9, "1"), (11, 17, "3"), (19, 25, "5"), (32, 44, "6")],
        "Suzan": [(2, 9, "1"), (11, 17, "4"), (21, 27, "5"), (32, 36, "6"), (36, 40, "6"), (40, 44, "6")],
    }
    assert ag.unitizing_alpha(spans_of, 60).u == pytest.approx(0.50967, abs=1e-5)
    assert ag.unitizing_alpha(spans_of, 60, merge_touching=True).u == pytest.approx(0.51217, abs=1e-5)


def test_overlapping_spans_of_one_coder_are_joined_or_refused() -> None:
    """The same label: one unit. Another label: an error that names both."""
    plain = ag.unitizing_alpha({"a": [(0, 8, "x")], "b": [(2, 8, "x")]}, 20)
    overlapping = {"a": [(4, 8, "x"), (0, 5, "x"), (1, 3, "x")], "b": [(2, 8, "x")]}
    assert ag.unitizing_alpha(overlapping, 20) == plain
    with pytest.raises(ValueError, match=r"\(0, 5, 'x'\) and \(4, 8, 'y'\) overlap"):
        ag.unitizing_alpha({"a": [(4, 8, "y"), (0, 5, "x")], "b": []}, 20)


@pytest.mark.parametrize("span", [(3, 3, "x"), (5, 3, "x"), (-1, 3, "x"), (3, 21, "x")])
def test_spans_are_checked(span: Any) -> None:
    """Empty, reversed, before the beginning, after the end."""
    with pytest.raises(ValueError, match="outside the continuum of length 20"):
        ag.unitizing_alpha({"a": [span], "b": []}, 20)


def test_undefined_members_say_why() -> None:
    """One coder, nothing coded, one code only, nothing shared."""
    assert ag.unitizing_alpha({"a": [(0, 3, "x")]}, 9).reasons["u"] is ag.Reason.ONE_CODER
    nothing = ag.unitizing_alpha({"a": [], "b": []}, 9)
    assert (nothing.u, nothing.coverage, nothing.reasons["u"]) == (None, None, ag.Reason.NO_CODED_TEXT)
    assert nothing.reason == ag.explain("no_coded_text")
    apart = ag.unitizing_alpha({"a": [(0, 3, "x")], "b": [(5, 7, "x")]}, 9)
    assert (apart.cu, apart.coverage, apart.by_code["x"]) == (None, 0, None)
    assert apart.reasons == {"cu": ag.Reason.NO_SHARED_TEXT, "x": ag.Reason.NO_SHARED_TEXT}
    assert apart.reason is None
    little = ag.unitizing_alpha({"a": [(0, 1, "x")], "b": [(0, 1, "y")], "c": [], "d": []}, 9)
    assert (little.cu, little.reasons["cu"]) == (None, ag.Reason.LITTLE_SHARED_TEXT)
    everywhere = ag.unitizing_alpha({"a": [(0, 9, "x")], "b": [(0, 9, "x")]}, 9)
    assert (everywhere.u, everywhere.reasons["u"]) == (None, ag.Reason.NO_VARIATION)


def test_coverage_is_the_share_of_coded_text_that_another_coder_coded() -> None:
    """A codes 10, b codes 10, they share 6 of them: 12 of 20."""
    family = ag.unitizing_alpha({"a": [(0, 10, "x")], "b": [(4, 14, "y")]}, 40)
    assert family.coverage == pytest.approx(0.6)
    assert family.coverage_by_code == {"x": pytest.approx(0.6), "y": pytest.approx(0.6)}


def test_a_document_seen_by_one_coder_does_not_enter() -> None:
    """Not reviewed is not reviewed without codes."""
    text = ({"a": [(0, 5, "x")], "b": [(1, 5, "x")]}, 20)
    alone = ({"a": [(0, 5, "x")]}, 500)
    assert ag.unitizing_alpha_documents([text, alone]) == ag.unitizing_alpha_documents([text])


def test_many_spans_need_no_array_as_long_as_the_text() -> None:
    """A continuum of a million million characters."""
    far = 10**12
    spans_of: dict[str, Spans] = {
        "a": [(0, 10, "x"), (far - 5, far, "y")],
        "b": [(0, 10, "x"), (far - 5, far, "y")],
    }
    assert ag.unitizing_alpha(spans_of, far).u == pytest.approx(1)
