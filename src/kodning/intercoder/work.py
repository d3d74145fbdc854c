"""Coders' work at one moment: what agreement and disagreement are about."""

from typing import NamedTuple

from kodning.model import Coding
from kodning.store.queries import CodeRow


class CodingWork(NamedTuple):
    """Codings and reviews in force at one moment, and the codebook of that moment.

    Attributes:
        codings: Everybody's codings.
        reviews: Who has read what: (document, coder, start, end).
        codes: The codes in codebook order.
        name: Name of the frozen pass; None for things as they stand now.
    """

    codings: list[Coding]
    reviews: list[tuple[str, str, int, int]]
    codes: list[CodeRow]
    name: str | None
