"""What goes into a suggestion method and what comes out, and the protocol that a method follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

from kodning.errors import KodningError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from kodning.model import Code

TOP = 3  # how many codes are suggested for a passage


class Evidence(NamedTuple):
    """Words that speak for a code: a half-open span of the passage, and why they do."""

    start: int
    end: int
    why: str


class Scored(NamedTuple):
    """A code suggested for a passage; a plain tuple that any process can send.

    Attributes:
        code: The code's id.
        score: Comparable between codes and passages of one scorer; a probability where the scorer says so.
        evidence: The words that speak for it, in the order of the passage.
    """

    code: str
    score: float
    evidence: tuple[Evidence, ...] = ()


class Said(NamedTuple):
    """A passage with what surrounds it: an answer leaves half of its topic to the question, and stays with a topic.

    Attributes:
        text: The passage, which alone gives evidence.
        before: The interviewer's words before it; empty where there are none.
        around: The informants' passages before and after it, of the same document.
    """

    text: str
    before: str = ""
    around: tuple[str, ...] = ()


class Example(NamedTuple):
    """A passage that a person has read, and the codes she put on it; no codes means none fitted.

    Attributes:
        text: The words.
        codes: Ids of the codes.
        document: What the passage belongs to; passages of one document are never told apart by a learner.
        before: What was said just before it, as in `Said`.
        around: The passages beside it, as in `Said`.
    """

    text: str
    codes: frozenset[str]
    document: str
    before: str = ""
    around: tuple[str, ...] = ()

    @property
    def said(self) -> Said:
        """The passage with what surrounds it."""
        return Said(self.text, self.before, self.around)


def words_of(passage: str | Said) -> str:
    """Return the passage's own words."""
    return passage if isinstance(passage, str) else passage.text


def in_company(texts: Sequence[str], befores: Sequence[str]) -> list[Said]:
    """Put the passages of one document, in order, beside one another.

    Args:
        texts: The passages.
        befores: What the interviewer said before each.
    """
    return [
        Said(text, before, (*texts[max(0, at - 1) : at], *texts[at + 1 : at + 2]))
        for at, (text, before) in enumerate(zip(texts, befores, strict=True))
    ]


class Reason(NamedTuple):
    """A reason in words, in both languages."""

    da: str
    en: str


class RefusedError(KodningError):
    """A method cannot be used on what it was given; the message is the reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.da, reason.en)
        self.reason = reason


@runtime_checkable
class Scorer(Protocol):
    """A fitted method.

    Attributes:
        calibrated: Whether scores are probabilities on the examples' own data.
    """

    calibrated: bool

    def score(self, texts: Sequence[str], top: int | None = TOP) -> list[list[Scored]]:
        """Suggest codes for passages.

        Args:
            texts: The passages; memory grows with their number, so give a long corpus in batches.
            top: At most so many codes each; None: every code that anything speaks for.

        Returns:
            For each passage its codes, best first, ties in the codebook's order. The same passages give the
            same answer in any batch.
        """
        ...


@runtime_checkable
class MatrixScorer(Scorer, Protocol):
    """A scorer that can say every code's score at once, which evaluation and fusion are quicker with."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The ids of the codes that it scores, in the codebook's order."""
        ...

    def matrix(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Score passages (rows) on codes (columns); 0 where nothing speaks for a code."""
        ...

    def explain(self, text: str, code: str) -> tuple[Evidence, ...]:
        """Return the words of a passage that speak for a code."""
        ...


class Method(Protocol):
    """A way of suggesting codes; other packages offer theirs as entry points of `kodning.suggestion_methods`."""

    @property
    def name(self) -> str:
        """One word, stored with every suggestion."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same input could give another answer."""
        ...

    def fit(self, codes: Sequence[Code], examples: Sequence[Example]) -> Scorer:
        """Learn what there is to learn from a codebook and from codings.

        Raises:
            RefusedError: This method cannot say anything about these codes; the reason in words.
        """
        ...
