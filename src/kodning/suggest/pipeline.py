"""Words and lemmas from a Danish spaCy pipeline, where one is installed or named; nothing here needs one."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import Any

from kodning.suggest.matching import Token
from kodning.suggest.values import Reason, RefusedError

_UNUSED = ("parser", "senter", "sentencizer")
NONE = "none"
VARIABLE = "KODNING_SPACY"
GROUP = "spacy_models"  # how installed pipelines make themselves known
_BEST = ("da_core_news_trf", "da_core_news_lg", "da_core_news_md", "da_core_news_sm")


class PipelineTokens:
    """Reads a passage's words with a pipeline's lemmas and tags: give it to `Lexical(tokens=…)`.

    The pipeline is loaded when first used, and anew in another process. Proper nouns are read by their form, for a
    pipeline's lemma of a name is a guess; the names of persons are not read at all, for Hans Bro is no bridge.

    Args:
        name: An installed pipeline (`da_core_news_sm`) or a folder.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, text: str) -> list[Token]:
        """Return the words of a passage.

        Raises:
            RefusedError: The pipeline is not there or cannot be loaded; the message says what to run.
        """
        return [
            Token(
                token.idx,
                token.idx + len(token),
                token.text,
                None if token.pos_ == "PROPN" else token.lemma_.casefold(),
            )
            for token in _loaded(self.name)(text)
            if token.text[:1].isalnum() and not _is_person(token)
        ]


def _is_person(token: Any) -> bool:
    return bool(
        token.ent_type_ in {"PER", "PERSON"} and token.text[:1].isupper() and not token.text.isupper()
    )


def pipeline_in_force(named: str) -> str:
    """Return the pipeline to use: the one named, else the best one installed; `none` is none."""
    if named:
        return "" if named == NONE else named
    if find_spec("spacy") is None:
        return ""
    installed = sorted(point.name for point in entry_points(group=GROUP) if point.name.startswith("da_"))
    return next((name for name in _BEST if name in installed), installed[0] if installed else "")


@lru_cache(maxsize=2)
def _loaded(name: str) -> Any:
    try:
        import spacy
    except ImportError as error:
        raise RefusedError(
            Reason(
                "spaCy mangler. Kør: pip install 'kodning[spacy]'",
                "spaCy is missing. Run: pip install 'kodning[spacy]'",
            )
        ) from error
    try:
        pipeline = spacy.load(name, exclude=list(_UNUSED))
    except OSError as error:
        raise RefusedError(
            Reason(
                f"Sprogmodellen »{name}« findes ikke her. Kør: python -m spacy download da_core_news_sm",
                f"No language model “{name}” here. Run: python -m spacy download da_core_news_sm",
            )
        ) from error
    except Exception as error:
        problem = " ".join(str(error).split())[:120]
        raise RefusedError(
            Reason(
                f"Sprogmodellen »{name}« kan ikke indlæses ({problem}). Kør: python -m spacy validate",
                f"Language model “{name}” cannot be loaded ({problem}). Run: python -m spacy validate",
            )
        ) from error
    if pipeline.lang != "da":
        raise RefusedError(
            Reason(
                f"Sprogmodellen »{name}« er ikke dansk, men »{pipeline.lang}«.",
                f"Language model “{name}” is not Danish but “{pipeline.lang}”.",
            )
        )
    return pipeline
