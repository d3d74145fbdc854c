"""What a fitted method answers to passages, in this process or in several: texts go out, plain tuples come back."""

from __future__ import annotations

import pickle
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from kodning.suggest.highlighting import Highlight, highlights
from kodning.suggest.ranked import Ranked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kodning.suggest.values import Said, Scored, Scorer

AHEAD = 2  # documents in the works for each process: memory is bounded by them, not by the corpus


class Answer(NamedTuple):
    """A code suggested, and what to mark for it."""

    scored: Scored
    marked: Highlight


def answers(scorer: Scorer, said: Sequence[Said], batch: int) -> list[list[Answer]]:
    """Suggest codes for passages, a batch at a time, and find the sentences that made the suggestions."""
    found: list[list[Answer]] = []
    for at in range(0, len(said), batch):
        some = said[at : at + batch]
        texts = [passage.text for passage in some]
        # Methods from elsewhere are promised plain text.
        scored = scorer.score(some) if isinstance(scorer, Ranked) else scorer.score(texts)
        marked = highlights(scorer, texts, scored)
        found += [list(map(Answer, codes, marks)) for codes, marks in zip(scored, marked, strict=True)]
    return found


def in_processes(
    jobs: int, work: Iterable[tuple[Scorer, Sequence[Said]]], batch: int
) -> Iterator[list[list[Answer]]]:
    """Answer to documents in several processes, in the order in which they are given.

    Processes are started anew (`spawn`), so nothing that a library keeps running is forked. Each loads a fitted
    method once.

    Args:
        jobs: How many processes; with one, all is done in this one.
        work: For each document the method fitted for it, and its passages.
        batch: Passages looked at together.
    """
    if jobs <= 1:
        for scorer, said in work:
            yield answers(scorer, said, batch)
        return
    with (
        TemporaryDirectory() as folder,
        ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool,
    ):
        kept = _Kept(Path(folder))
        waiting: deque[Callable[[], list[list[Answer]]]] = deque()
        for scorer, said in work:
            path = kept.path(scorer)
            if path is None:
                waiting.append(partial(answers, scorer, said, batch))
            else:
                waiting.append(pool.submit(_answers, path, list(said), batch).result)
            if len(waiting) >= AHEAD * jobs:
                yield waiting.popleft()()
        while waiting:
            yield waiting.popleft()()


class _Kept:
    """Fitted methods as files, each written once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: list[tuple[Scorer, str]] = []

    def path(self, scorer: Scorer) -> str | None:
        """Where a fitted method is kept; None where it cannot be sent to another process."""
        for known, name in self._paths:
            if known is scorer:
                return name
        path = self._folder / f"{len(self._paths)}.pickle"
        try:
            path.write_bytes(pickle.dumps(scorer))
        except (pickle.PicklingError, AttributeError, TypeError):
            return None
        self._paths.append((scorer, str(path)))
        return str(path)


@lru_cache(maxsize=2)
def _scorer(path: str) -> Scorer:
    scorer: Scorer = pickle.loads(Path(path).read_bytes())  # noqa: S301 - written by the process that started this one
    return scorer


def _answers(path: str, said: Sequence[Said], batch: int) -> list[list[Answer]]:
    return answers(_scorer(path), said, batch)
