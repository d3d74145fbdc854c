"""Adjudication: decisions take the place of what coders disagreed about, and leave the rest alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning.intercoder.adjudication import (
    ADJUDICATOR,
    Adjudication,
    Decision,
    NoPartyError,
    UnknownDisagreementError,
    apply_decisions,
    find_disagreement,
    version_of,
)
from kodning.intercoder.disagreements import Comparison, compare
from kodning.intercoder.passages import DocumentText
from kodning.intercoder.work import CodingWork
from kodning.model import Coding, Turn
from kodning.project import Project

LENGTH = 12
TEXT = " ".join(f"o{number:02d}" for number in range(LENGTH))  # word n stands at 4n
TEXTS = {"i": DocumentText(TEXT, [Turn(1, 0, len(TEXT), "IP", "informant")])}
Row = tuple[str, str, int, int]  # coder, code, first word, one past the last


def work(rows: list[Row], coders: str = "AB") -> CodingWork:
    codings = [
        Coding(number, "", "i", 4 * first, 4 * last - 1, code, coder, "", "", "manual")
        for number, (coder, code, first, last) in enumerate(rows, start=1)
    ]
    return CodingWork(codings, [("i", coder, 0, len(TEXT)) for coder in coders], [], None)


def settled(
    rows: list[Row], choices: dict[str, str | None], coders: str = "AB"
) -> tuple[Comparison, Adjudication]:
    """Apply to the disagreement of each code a coder's version, or none."""
    before = work(rows, coders)
    found = compare(before, coders, TEXTS)
    decisions = [
        Decision(one.id, version_of(one, coder) if coder else ())
        for one in found.disagreements
        for code in one.codes[:1]
        for coder in [choices.get(code, "")]
        if coder != ""
    ]
    return found, apply_decisions(before, found, decisions)


def places(codings: list[Coding], coder: str) -> list[tuple[str, int, int]]:
    return sorted((c.code, c.start // 4, (c.end + 1) // 4) for c in codings if c.coder == coder)


def test_the_adjudicated_pass_holds_what_was_agreed_and_what_was_decided() -> None:
    rows = [("A", "x", 0, 2), ("B", "x", 0, 2), ("A", "y", 4, 8), ("B", "y", 5, 8), ("A", "z", 9, 10)]
    _, result = settled(rows, {"y": "B"})
    assert [(c.code, c.start, c.end, c.coder) for c in result.codings] == [
        ("x", 0, 7, ADJUDICATOR),
        ("y", 20, 31, ADJUDICATOR),
    ]
    assert (result.agreed, result.decided) == (1, 1)
    assert [one.codes for one in result.undecided] == [("z",)]


def test_a_decision_takes_the_place_of_both_coders_codings() -> None:
    _, result = settled([("A", "x", 0, 4), ("B", "x", 2, 6), ("A", "y", 8, 9)], {"x": "A"})
    assert places(result.work.codings, "A") == [("x", 0, 4), ("y", 8, 9)]
    assert places(result.work.codings, "B") == [("x", 0, 4)]


def test_a_coders_own_coding_stays_as_it_is_where_her_version_was_chosen() -> None:
    rows: list[Row] = [("A", "x", 0, 4), ("B", "x", 2, 6)]
    _, result = settled(rows, {"x": "A"})
    assert work(rows).codings[0] in result.work.codings


def test_none_takes_the_code_from_all() -> None:
    _, result = settled([("A", "x", 0, 4)], {"x": None})
    assert (result.work.codings, result.codings) == ([], [])


def test_the_version_of_a_coder_who_put_nothing_is_none() -> None:
    _, result = settled([("A", "x", 0, 4)], {"x": "B"})
    assert result.work.codings == []


def test_a_confusion_is_settled_for_both_codes_at_once() -> None:
    rows: list[Row] = [("A", "x", 0, 4), ("B", "y", 0, 4)]
    _, result = settled(rows, {"x": "B", "y": "B"})
    assert places(result.work.codings, "A") == places(result.work.codings, "B") == [("y", 0, 4)]


def test_a_new_coding_is_everybodys() -> None:
    before = work([("A", "x", 0, 4), ("B", "x", 2, 6)])
    found = compare(before, "AB", TEXTS)
    result = apply_decisions(before, found, [Decision(found.disagreements[0].id, (("z", 4, 11),))], "panel")
    assert places(result.work.codings, "A") == places(result.work.codings, "B") == [("z", 1, 3)]
    assert [(c.code, c.coder) for c in result.codings] == [("z", "panel")]
    assert {c.origin for c in result.work.codings} == {"adjudication"}
    assert len({c.id for c in result.work.codings}) == 2


def test_of_several_decisions_on_one_disagreement_the_last_counts() -> None:
    before = work([("A", "x", 0, 4)])
    found = compare(before, "AB", TEXTS)
    key = found.disagreements[0].id
    result = apply_decisions(before, found, [Decision(key, ()), Decision(key, (("x", 0, 15),))])
    assert [c.code for c in result.codings] == ["x"]


def test_words_that_were_cut_differently_stand_as_the_fewest_codings() -> None:
    _, result = settled([("A", "x", 0, 2), ("A", "x", 2, 4), ("B", "x", 0, 4)], {})
    assert [(c.start, c.end) for c in result.codings] == [(0, 15)]


def test_a_decision_on_something_else_is_refused_with_the_nearest_id() -> None:
    before = work([("A", "x", 0, 4)])
    found = compare(before, "AB", TEXTS)
    key = found.disagreements[0].id
    with pytest.raises(UnknownDisagreementError, match=key):
        apply_decisions(before, found, [Decision(key[:-1] + "g", ())])


def test_the_version_of_somebody_who_is_no_party_is_refused() -> None:
    found = compare(work([("A", "x", 0, 4)]), "AB", TEXTS)
    with pytest.raises(NoPartyError, match="C"):
        version_of(found.disagreements[0], "C")


def test_an_id_may_be_cut_short_as_long_as_it_is_the_only_one() -> None:
    found = {one.id: one for one in compare(work([("A", "x", 0, 4)]), "AB", TEXTS).disagreements}
    (key,) = found
    assert find_disagreement(f" {key[:6].upper()} ", found).id == key
    with pytest.raises(UnknownDisagreementError):
        find_disagreement("d", found)


_SPANS = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, LENGTH)).filter(lambda span: span[0] < span[1])


def _rows(coders: str) -> st.SearchStrategy[list[Row]]:
    row = st.builds(
        lambda coder, code, span: (coder, code, *span),
        st.sampled_from(coders),
        st.sampled_from("xyz"),
        _SPANS,
    )
    return st.lists(row, max_size=9, unique=True)


@given(_rows("AB"), st.data())
def test_what_was_decided_is_agreed_afterwards_and_the_rest_is_as_before(
    rows: list[Row], data: st.DataObject
) -> None:
    before = work(rows)
    found = compare(before, "AB", TEXTS)
    choices = {one.id: data.draw(st.sampled_from(["A", "B", None, "open"])) for one in found.disagreements}
    decisions = [
        Decision(one.id, version_of(one, choice) if choice else ())
        for one in found.disagreements
        if (choice := choices[one.id]) != "open"
    ]
    result = apply_decisions(before, found, decisions)
    after = compare(result.work, "AB", TEXTS)
    assert {one.id for one in after.disagreements} == {one.id for one in result.undecided}


@given(_rows("ABC"), st.sampled_from("ABC"))
def test_when_one_coder_is_right_everywhere_all_works_cover_what_hers_does(
    rows: list[Row], right: str
) -> None:
    before = work(rows, "ABC")
    found = compare(before, "ABC", TEXTS)
    decisions = [Decision(one.id, version_of(one, right)) for one in found.disagreements]
    result = apply_decisions(before, found, decisions)

    def covered(codings: list[Coding], coder: str) -> set[tuple[str, int]]:
        return {(code, word) for code, first, last in places(codings, coder) for word in range(first, last)}

    assert not compare(result.work, "ABC", TEXTS).disagreements
    assert all(covered(result.work.codings, coder) == covered(before.codings, right) for coder in "ABC")
    adjudicated = {(c.code, w) for c in result.codings for w in range(c.start // 4, (c.end + 1) // 4)}
    assert adjudicated == covered(before.codings, right)


def test_the_sample_settled_throughout_has_no_disagreement_left(demo: Project) -> None:
    texts = {
        row.name: DocumentText(demo.revision(row.name).text, demo.turns(row.name)) for row in demo.documents()
    }
    before = CodingWork(demo.codings(), demo.reviews(), demo.codes(), None)
    coders = demo.coders()
    found = compare(before, coders, texts)
    decisions = [
        Decision(one.id, version_of(one, coders[number % 2]))
        for number, one in enumerate(found.disagreements)
    ]
    result = apply_decisions(before, found, decisions)
    assert not compare(result.work, coders, texts).disagreements
    assert result.decided == 140
