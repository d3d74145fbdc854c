"""A Danish spaCy pipeline where there is one, and one clear line where there is none."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest

from kodning.model import Code
from kodning.project import Project
from kodning.suggest import Lexical, PipelineTokens, RefusedError
from kodning.suggest.choosing import Options, in_project
from kodning.suggest.pipeline import _loaded, pipeline_in_force
from kodning.suggest.running import run_suggestions
from kodning.wording import speaking

MakeCode = Callable[..., Code]


class _Token(SimpleNamespace):
    def __len__(self) -> int:
        return len(self.text)


def _pipeline(lang: str) -> Any:
    def read(text: str) -> list[_Token]:
        found = []
        for word in text.split():
            position = "PROPN" if word == "Formand" else "NOUN"
            entity = "PER" if word == "Bro" else ""
            found.append(
                _Token(
                    text=word, idx=text.index(word), lemma_=word.upper()[:3], pos_=position, ent_type_=entity
                )
            )
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
    assert [tuple(token) for token in PipelineTokens("x")("Formand kom , pengene Bro")] == [
        (0, 7, "Formand", None),
        (8, 11, "kom", "kom"),
        (14, 21, "pengene", "pen"),
    ]


@pytest.fixture(scope="module")
def danish(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A trained Danish pipeline, unpacked from its wheel where the folder of models lies beside the repository."""
    wheels = sorted((Path(__file__).parents[3] / "shared" / "models").glob("da_*.whl"))
    if not wheels:
        pytest.skip("no trained Danish pipeline beside the repository: only the stand-ins were tested")
    folder = tmp_path_factory.mktemp("model")
    with ZipFile(wheels[0]) as wheel:
        wheel.extractall(folder)
    return str(next(path.parent for path in folder.rglob("config.cfg")))


def test_a_trained_pipelines_lemmas_and_entities_are_used(danish: str, code: MakeCode) -> None:
    """Hans Bro and Kirsten Borgmester are persons; a bridge, a mayor and a country are what they are."""
    codes = [
        code("bro", "Broer", ("bro",)),
        code("borgmester", "Borgmestre", ("borgmester",)),
        code("lande", "Lande", ("Syrien",)),
    ]
    texts = [
        "Jeg talte med Hans Bro om det i går.",
        "Det er Kirsten Borgmester, der ringede.",
        "Vores borgmester holdt et møde om broen til Syrien.",
    ]
    plain, trained = (
        [{one.code for one in some} for some in Lexical(tokens=tokens).fit(codes, []).score(texts)]
        for tokens in (None, PipelineTokens(danish))
    )
    assert plain == [{"bro"}, {"borgmester"}, {"bro", "borgmester", "lande"}]
    assert trained == [set(), set(), {"bro", "borgmester", "lande"}]


def test_a_project_is_gone_through_with_a_trained_pipeline(
    danish: str, built_demo: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(built_demo, tmp_path / "demo"))
    with Project.open(folder) as project:
        result = run_suggestions(project, "ny", Options("lexical", pipeline=danish), ["interview-1"])
        assert result.suggestions > 0
        again = run_suggestions(project, "ny", Options("lexical", pipeline=danish), ["interview-1"])
        assert (again.documents, again.kept) == (0, 1)
        other = run_suggestions(project, "ny", Options("lexical", pipeline="none"), ["interview-1"])
        assert other.documents == 1


def test_the_pipeline_is_the_chosen_one_then_the_variables_then_the_projects(
    built_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(built_demo, tmp_path / "demo"))
    (folder / "kodning.toml").write_text('[suggest]\npipeline = "projektets"\n', encoding="utf-8")
    monkeypatch.setenv("KODNING_SPACY", "variablens")
    with Project.open(folder) as project:
        assert in_project(project, Options(pipeline="min/mappe")).pipeline == "min/mappe"
        assert in_project(project, Options()).pipeline == "variablens"
        monkeypatch.delenv("KODNING_SPACY")
        assert in_project(project, Options()).pipeline == "projektets"


def test_where_none_is_named_the_best_installed_pipeline_is_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [
        SimpleNamespace(name=name) for name in ("da_andet", "da_core_news_sm", "da_core_news_md", "nb_core")
    ]
    monkeypatch.setattr("kodning.suggest.pipeline.entry_points", lambda group: points if group else [])
    assert pipeline_in_force("min/mappe") == "min/mappe"
    assert pipeline_in_force("none") == ""
    assert pipeline_in_force("") == "da_core_news_md"
    del points[1:]
    assert pipeline_in_force("") == "da_andet"
    points.clear()
    assert pipeline_in_force("") == ""


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
