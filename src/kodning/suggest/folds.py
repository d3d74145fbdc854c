"""Leaving documents out: what a method says of a passage when it has seen nothing of its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kodning.suggest.ranked import Ranked
from kodning.suggest.values import MatrixScorer, Method, RefusedError, Said, Scorer, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from kodning.model import Code
    from kodning.suggest.values import Example


def document_folds(examples: Sequence[Example], most: int | None = None) -> list[NDArray[np.bool_]]:
    """Part examples by document.

    Args:
        examples: The examples.
        most: At most so many folds, documents dealt out in order of first appearance; None: one for each.

    Returns:
        For each fold which examples are left out.
    """
    documents = list(dict.fromkeys(example.document for example in examples))
    number = len(documents) if most is None else min(most, len(documents))
    fold_of = {document: at % number for at, document in enumerate(documents)}
    folds = np.array([fold_of[example.document] for example in examples], dtype=int)
    return [folds == fold for fold in range(number)]


def scores_of(scorer: Scorer, codes: Sequence[str], passages: Sequence[str | Said]) -> NDArray[np.float64]:
    """Score passages (rows) on codes (columns) with any scorer; 0 for a code it does not name.

    What surrounds a passage goes to kodning's own scorers only; others are promised plain text.
    """
    scores = np.zeros((len(passages), len(codes)))
    if isinstance(scorer, Ranked):
        columns = {code: at for at, code in enumerate(scorer.codes)}
        there = [at for at, code in enumerate(codes) if code in columns]
        scores[:, there] = scorer.matrix(passages)[:, [columns[codes[at]] for at in there]]
        return scores
    texts = [words_of(passage) for passage in passages]
    if isinstance(scorer, MatrixScorer):
        columns = {code: at for at, code in enumerate(scorer.codes)}
        there = [at for at, code in enumerate(codes) if code in columns]
        scores[:, there] = scorer.matrix(texts)[:, [columns[codes[at]] for at in there]]
        return scores
    index = {code: at for at, code in enumerate(codes)}
    for row, found in enumerate(scorer.score(texts, top=None)):
        for scored in found:
            if scored.code in index:
                scores[row, index[scored.code]] = scored.score
    return scores


def left_out_scores(
    method: Method,
    codes: Sequence[Code],
    examples: Sequence[Example],
    most: int | None = None,
    fitted: Callable[[int, Scorer], None] | None = None,
) -> NDArray[np.float64]:
    """Score every example by the method fitted without its document.

    Args:
        method: The method; where it refuses in a fold, everything is 0 there.
        codes: The codebook.
        examples: The examples.
        most: At most so many folds.
        fitted: Called with each fold's number and scorer.

    Returns:
        Examples x codes.
    """
    ids = [code.id for code in codes]
    scores = np.zeros((len(examples), len(ids)))
    for fold, out in enumerate(document_folds(examples, most)):
        places = np.flatnonzero(out).tolist()
        kept = [example for example, left in zip(examples, out, strict=True) if not left]
        try:
            scorer = method.fit(codes, kept)
        except RefusedError:
            continue
        if fitted is not None:
            fitted(fold, scorer)
        scores[places] = scores_of(scorer, ids, [examples[at].said for at in places])
    return scores


def truth_of(codes: Sequence[str], examples: Sequence[Example]) -> NDArray[np.bool_]:
    """Return examples x codes: whether the code is on it."""
    return np.array([[code in example.codes for code in codes] for example in examples], dtype=bool).reshape(
        len(examples), len(codes)
    )
