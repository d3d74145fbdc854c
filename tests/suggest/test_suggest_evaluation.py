"""Figures against naive counting, calibration, thresholds, and help with the codebook."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning.model import Code
from kodning.suggest import (
    Decision,
    Example,
    Fusion,
    Lexical,
    RefusedError,
    Scored,
    calibration_error,
    choose_thresholds,
    evaluate,
    isotonic,
    platt,
    propose_terms,
    reliability,
    term_warnings,
)
from kodning.suggest.folds import document_folds
from kodning.suggest.measures import average_precision
from kodning.suggest.thresholds import best_threshold

MakeCode = Callable[..., Code]


@dataclass
class Fixed:
    """A third party's method: scores are written in the passage as `code=score`."""

    name: str = "fixed"
    version: str = "7"
    calibrated: bool = False

    def fit(self, codes: Sequence[Code], examples: Sequence[Example]) -> "Fixed":
        """Learn nothing."""
        del codes, examples
        return self

    def score(self, texts: Sequence[str], top: int | None = 3) -> list[list[Scored]]:
        """Read the scores."""
        found = []
        for text in texts:
            pairs = [word.split("=") for word in text.split() if "=" in word]
            scored = [Scored(code, float(score)) for code, score in pairs if float(score) > 0]
            found.append(sorted(scored, key=lambda one: -one.score)[:top])
        return found


def _tiny() -> list[Example]:
    return [
        Example("a=.9 b=.2 c=.1 d=.3", frozenset("a"), "1"),
        Example("a=.8 b=.7 c=.6 d=.1", frozenset("d"), "1"),
        Example("a=.1 b=.9 c=.5 d=.2", frozenset("bc"), "2"),
        Example("a=.4 b=.1 c=.2 d=.0", frozenset(), "2"),
        Example("a=.7 b=.6 c=.2 d=.1", frozenset("ab"), "3"),
    ]


def _naive_recall_at_3(examples: list[Example]) -> float:
    right = wanted = 0
    for example in examples:
        first = [one.code for one in Fixed().score([example.text])[0]]
        right += sum(code in first for code in example.codes)
        wanted += len(example.codes)
    return right / wanted


def _naive_average_precision(pairs: list[tuple[float, bool]]) -> float:
    thresholds = sorted({score for score, _ in pairs}, reverse=True)
    total, before, wanted = 0.0, 0.0, sum(right for _, right in pairs)
    for threshold in thresholds:
        chosen = [right for score, right in pairs if score >= threshold]
        recall = sum(chosen) / wanted
        total += (recall - before) * sum(chosen) / len(chosen)
        before = recall
    return total


def test_figures_are_what_counting_by_hand_gives(code: MakeCode) -> None:
    codes = [code(name) for name in "abcd"]
    found = evaluate(Fixed(), codes, _tiny())
    assert found.overall.recall_at_3.value == pytest.approx(_naive_recall_at_3(_tiny()))
    pairs = [
        (
            next((one.score for one in Fixed().score([example.text], None)[0] if one.code == name), 0.0),
            name in example.codes,
        )
        for example in _tiny()
        for name in "abcd"
    ]
    assert found.overall.average_precision.value == pytest.approx(_naive_average_precision(pairs))
    assert found.overall.examples == 6
    assert found.codes["a"].examples == 2
    assert (found.passages, found.documents, found.method, found.version) == (5, 3, "fixed", "7")


def test_thresholds_of_a_document_come_from_the_others(code: MakeCode) -> None:
    codes = [code(name) for name in "abcd"]
    found = evaluate(Fixed(), codes, _tiny(), curve=False).overall
    right, suggested = 0, 0
    for document in "123":
        others = [example for example in _tiny() if example.document != document]
        best = _naive_threshold(others)
        own = [example for example in _tiny() if example.document == document]
        for example in own:
            chosen = {one.code for one in Fixed().score([example.text], None)[0] if one.score >= best}
            suggested += len(chosen)
            right += len(chosen & example.codes)
    assert found.suggested == suggested
    assert found.precision.value == (right / suggested if suggested else None)
    assert found.recall.value == right / 6


def _naive_threshold(examples: list[Example]) -> float:
    """Halfway between the score that is best cut at, the highest of several, and the next lower one."""
    scores = {one.score for example in examples for one in Fixed().score([example.text], None)[0]} | {0.0}
    best = max(scores - {0.0}, key=lambda score: (_naive_f1(examples, score), score))
    return (best + max(score for score in scores if score < best)) / 2


def _naive_f1(examples: list[Example], threshold: float) -> float:
    right = chosen = wanted = 0
    for example in examples:
        above = {one.code for one in Fixed().score([example.text], None)[0] if one.score >= threshold}
        right += len(above & example.codes)
        chosen += len(above)
        wanted += len(example.codes)
    return 2 * right / (chosen + wanted)


def test_an_evaluation_on_one_document_is_refused(codes: list[Code], examples: list[Example]) -> None:
    with pytest.raises(RefusedError):
        evaluate(Lexical(), codes, [example for example in examples if example.document == "interview-0"])


def test_a_method_better_than_its_terms_is_called_worth_using(
    codes: list[Code], examples: list[Example]
) -> None:
    found = evaluate(Fusion(), codes, examples)
    assert found.gain.low is not None
    assert found.gain.low > 0
    assert "worth using here" in found.verdict.en
    assert "værd at bruge her" in found.verdict.da
    assert [point.documents for point in found.curve] == [0, 1, 2, 3, 4]
    assert (found.curve[-1].recall_at_3 or 0) >= (found.curve[0].recall_at_3 or 0)
    assert sum(point.number for point in found.reliability) == len(examples) * len(codes)


def test_a_method_no_better_than_its_terms_is_called_not_worth_using(
    codes: list[Code], examples: list[Example]
) -> None:
    found = evaluate(Fixed(), codes, examples, curve=False)
    assert "Not worth using here" in found.verdict.en
    assert "more than half" in found.verdict.en
    assert found.reliability == ()


def test_the_terms_alone_are_called_the_measure(codes: list[Code], examples: list[Example]) -> None:
    found = evaluate(Lexical(), codes, examples, curve=False)
    assert "measured against" in found.verdict.en
    assert found.overall == found.baseline


def test_many_documents_are_left_out_several_at_a_time() -> None:
    examples = [Example("", frozenset(), str(document)) for document in range(25) for _ in range(2)]
    folds = document_folds(examples, 10)
    assert len(folds) == 10
    assert sum(int(out.sum()) for out in folds) == 50
    assert all(out[0::2].tolist() == out[1::2].tolist() for out in folds)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=30))
def test_average_precision_is_the_naive_integral(pairs: list[tuple[int, bool]]) -> None:
    scores, truth = np.array([float(score) for score, _ in pairs]), np.array([right for _, right in pairs])
    found = average_precision(scores, truth)
    if not truth.any():
        assert found is None
    else:
        assert found == pytest.approx(_naive_average_precision([(float(a), b) for a, b in pairs]))


@given(st.lists(st.tuples(st.integers(1, 9), st.booleans()), min_size=1, max_size=30))
def test_no_threshold_has_a_greater_f1(pairs: list[tuple[int, bool]]) -> None:
    scores, truth = np.array([float(score) for score, _ in pairs]), np.array([right for _, right in pairs])
    chosen = best_threshold(scores, truth)
    if chosen is None:
        assert not truth.any()
        return

    def f1(threshold: float) -> float:
        above = scores >= threshold
        return float(2 * (above & truth).sum() / (above.sum() + truth.sum()))

    assert f1(chosen) == pytest.approx(max(f1(float(score)) for score in scores))


def test_a_code_with_few_decisions_takes_the_threshold_of_all() -> None:
    many = [Decision("a", score / 10, score > 5) for score in range(10)] * 2
    few = [Decision("b", 0.2, accepted=True)]
    chosen = choose_thresholds(["a", "b", "c"], [*many, *few])
    assert chosen["a"].own
    assert 0.5 < chosen["a"].value <= 0.6
    assert not chosen["b"].own
    assert chosen["b"].value == chosen["c"].value
    assert (chosen["a"].accepted, chosen["a"].rejected) == (8, 12)
    assert choose_thresholds(["a"], [Decision("a", 0.5, accepted=False)]) == {}


def test_platt_finds_the_chances_that_made_the_data() -> None:
    random = np.random.default_rng(0)
    scores = random.normal(size=4000)
    truth = random.random(4000) < 1 / (1 + np.exp(-(2 * scores - 1)))
    curve = platt(scores, truth)
    assert curve.slope == pytest.approx(2, abs=0.2)
    assert curve.offset == pytest.approx(-1, abs=0.15)
    error = calibration_error(reliability(curve.probability(scores), truth))
    assert error is not None
    assert error < 0.03


def test_platt_never_turns_the_order_round() -> None:
    scores = np.array([1.0, 2.0, 3.0, 4.0])
    curve = platt(scores, np.array([True, True, False, False]))
    assert curve.slope == 0
    assert curve.probability(scores)[0] == pytest.approx(0.5)
    with pytest.raises(ValueError, match="both"):
        platt(scores, np.ones(4, dtype=bool))


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=40))
def test_isotonic_rises_and_keeps_the_mean(pairs: list[tuple[int, bool]]) -> None:
    scores, truth = np.array([float(score) for score, _ in pairs]), np.array([right for _, right in pairs])
    curve = isotonic(scores, truth)
    assert list(curve.values) == sorted(curve.values)
    assert curve.probability(scores).mean() == pytest.approx(truth.mean())
    assert ((curve.probability(scores) >= 0) & (curve.probability(scores) <= 1)).all()


def test_isotonic_needs_scores() -> None:
    with pytest.raises(ValueError, match="scores"):
        isotonic(np.zeros(0), np.zeros(0, dtype=bool))


def test_a_reliability_diagram_counts_every_suggestion_once() -> None:
    points = reliability(np.array([0.0, 0.05, 0.1, 0.95, 1.0]), np.array([False, True, False, True, True]))
    assert [point.number for point in points] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]
    assert points[0].found == 0.5
    assert points[5].said is None
    assert calibration_error(reliability(np.zeros(0), np.zeros(0, dtype=bool))) is None


def test_a_code_without_definition_or_example_is_told(code: MakeCode) -> None:
    found = term_warnings([code("a"), code("b", "Noget om penge", examples=("Vi har ingen penge.",))], [])
    assert [(finding.code, finding.kind) for finding in found] == [
        ("a", "no_definition"),
        ("a", "no_example"),
    ]


def test_a_term_that_fires_on_other_codes_quotes_is_told(code: MakeCode) -> None:
    codes = [code("a", "x", ("møde",), examples=("y",)), code("b", "z", ("kaffe",), examples=("w",))]
    said = [Example("mødet var godt", frozenset("b"), str(n)) for n in range(3)]
    said += [Example("et møde og kaffe", frozenset("a"), "4"), Example("møder", frozenset("b"), "5")]
    (finding,) = term_warnings(codes, said)
    assert (finding.code, finding.kind, finding.about) == ("a", "fires_elsewhere", "møde")
    assert "4 of 5" in finding.reason.en
    assert "»b«" in finding.reason.da


def test_a_term_that_is_mostly_inside_other_words_is_told(code: MakeCode) -> None:
    one = code("a", "x", ("møde",), examples=("y",))
    said = [Example("forældremøde, borgermøde, folkemøde og møde", frozenset("a"), "1")]
    (finding,) = term_warnings([one], said)
    assert (finding.kind, finding.about) == ("inside_words", "møde")
    assert "3 of 4" in finding.reason.en


def test_two_codes_with_one_definition_are_told(code: MakeCode) -> None:
    same = "Rådets økonomi og budget til aktiviteter"
    codes = [
        code("a", same, examples=("x",)),
        code("b", same, examples=("y",)),
        code("c", "Vejret", examples=("z",)),
    ]
    (finding,) = term_warnings(codes, [])
    assert (finding.code, finding.kind, finding.about) == ("a", "alike", "b")


def test_many_codes_with_one_definition_are_one_line_each(code: MakeCode) -> None:
    """Not one for each pair, of which sixty codes have 1,770."""
    codes = [
        code(f"c{at:02}", "Rådets økonomi og budget til aktiviteter", examples=("x",)) for at in range(60)
    ]
    found = term_warnings(codes, [])
    assert [finding.code for finding in found] == [one.id for one in codes[:-1]]
    assert found[0].about == "c01"
    assert "58 other codes" in found[0].reason.en
    assert "1 other code." in found[-2].reason.en
    assert "so are" not in found[-1].reason.en


def test_words_that_mark_a_code_are_proposed_and_its_terms_are_not(
    codes: list[Code], examples: list[Example]
) -> None:
    proposed = propose_terms(codes, examples)
    words = {code: [proposal.word for proposal in some] for code, some in proposed.items()}
    assert "kasse" in words["penge"]
    assert "plakat" in words["synlighed"]
    assert "budget" not in words["penge"]
    assert "kasse" not in words["formand"]
    assert all(proposal.documents > 1 for some in proposed.values() for proposal in some)


def test_nothing_is_proposed_without_codings(codes: list[Code]) -> None:
    assert propose_terms(codes, []) == {}
