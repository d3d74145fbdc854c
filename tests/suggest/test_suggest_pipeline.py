"""A Danish spaCy pipeline where there is one, and one clear line where there is none."""

import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from kodning.suggest import PipelineTokens, RefusedError
from kodning.suggest.pipeline import _loaded
from kodning.wording import speaking


class _Token(SimpleNamespace):
    def __len__(self) -> int:
        return len(self.text)


def _pipeline(lang: str) -> Any:
    def read(text: str) -> list[_Token]:
        found = []
        for word in text.split():
            position = "PROPN" if word == "Formand" else "NOUN"
            found.append(_Token(text=word, idx=text.index(word), lemma_=word.upper()[:3], pos_=position))
        return found

    class Pipeline:
        def __init__(self) -> None:
            self.lang = lang

        def __call__(self, text: str) -> list[_Token]:
            return read(text)

    return Pipeline()


@pytest.fixture(autouse=True)
def _nothing_loaded() -> Iterator[None]:
    _loaded.cache_clear()
    yield
    _loaded.cache_clear()


def _install(monkeypatch: pytest.MonkeyPatch, load: Any) -> None:
    module = ModuleType("spacy")
    vars(module)["load"] = load
    monkeypatch.setitem(sys.modules, "spacy", module)


def test_words_come_with_the_pipelines_lemmas_but_names_with_none(monkeypatch: pytest.MonkeyPatch) -> None:
    _install(monkeypatch, lambda _name, exclude: _pipeline("da") if exclude else None)
    assert [tuple(token) for token in PipelineTokens("x")("Formand kom , pengene")] == [
        (0, 7, "Formand", None),
        (8, 11, "kom", "kom"),
        (14, 21, "pengene", "pen"),
    ]


def test_spacy_that_is_missing_is_one_line_that_says_what_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    _assert_refused("pip install 'kodning[spacy]'")


@pytest.mark.parametrize(
    ("problem", "run"),
    [(OSError("E050"), "spacy download da_core_news_sm"), (ValueError("E000\nbroken"), "spacy validate")],
)
def test_a_missing_or_broken_pipeline_is_one_line_that_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch, problem: Exception, run: str
) -> None:
    def load(_name: str, exclude: list[str]) -> None:
        del exclude
        raise problem

    _install(monkeypatch, load)
    _assert_refused(run)


def test_a_pipeline_of_another_language_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _install(monkeypatch, lambda _name, exclude: _pipeline("nb") if exclude else None)
    _assert_refused("“nb”")


def _assert_refused(words: str) -> None:
    with pytest.raises(RefusedError) as refusal, speaking("en"):
        PipelineTokens("x")("Hej")
    with speaking("en"):
        assert words in str(refusal.value)
        assert "\n" not in str(refusal.value)
