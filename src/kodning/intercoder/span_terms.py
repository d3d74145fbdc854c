"""What the figures on spans share: words as spans of a continuum, and an interval over documents."""

from collections.abc import Callable, Sequence
from typing import Any

from kodning import agreement
from kodning.agreement import Interval, Reason
from kodning.intercoder.passages import Part, clipped_to
from kodning.intercoder.span_ground import Stretch
from kodning.intercoder.study import telling

_FEWEST_DOCUMENTS = 3  # fewer say nothing of how documents differ


def within(parts: Sequence[Part], stretch: Stretch, label: str) -> list[tuple[int, int, str]]:
    """One coder's words with a code as spans of a stretch."""
    inside = clipped_to(parts, [(stretch.start, stretch.end)])
    return [(start - stretch.start, end - stretch.start, label) for start, end in inside]


def over_documents(
    figure: Callable[[Sequence[Any]], float | None], by_document: Sequence[Any], documents: Sequence[str]
) -> Interval:
    """An interval over documents; none with fewer than three, for a document's words are no independent units.

    Args:
        figure: Computes the value from what some documents add to it.
        by_document: What each document adds.
        documents: Their names.
    """
    method = agreement.recommended_method(len(documents))
    if len(by_document) < _FEWEST_DOCUMENTS:
        unknown = {0.667: None, 0.8: None}
        return Interval(
            None, None, method, unknown, n_clusters=len(documents), reason_code=Reason.TOO_FEW_CLUSTERS
        )
    return telling(agreement.interval(figure, list(by_document), list(documents), method))
