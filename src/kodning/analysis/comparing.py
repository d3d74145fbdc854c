"""Groups of interviews beside each other, code by code; a test only where the numbers allow one.

The unit of independence is the interview: codings and words of one informant belong together, so only interviews
with and without a code are tested.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kodning.analysis.counting import CodeName, Count, no_value
from kodning.analysis.exact_test import Method, compare_groups
from kodning.analysis.matrix import Matrix, Undefined, matrix
from kodning.project import Project
from kodning.wording import integer, percent, tr

LEAST_IN_GROUP = 5  # interviews: with fewer a test says nothing that the counts do not
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Comparison:
    """One code in each group.

    Attributes:
        name: The code.
        groups: Its counts by group, with the group's bases.
        method: The test; None where there is none.
        p: Its probability for this code alone.
        p_holm: The same when all codes that are tested are looked at together (Holm 1979).
        reason: Why there is no test.
    """

    name: CodeName
    groups: Mapping[str, Count]
    method: Method | None
    p: float | None
    p_holm: float | None
    reason: Undefined | None


@dataclass(frozen=True, slots=True)
class Compared:
    """Every code in each group.

    Attributes:
        attribute: What makes the groups.
        rows: The codes.
        groups: Interviews and words of each group, all codes as one.
        left_out: Interviews without a value; they are in no test.
        unread: Interviews that the coder has neither read nor coded.
        coder: Whose codings.
        other_coders: Who else has coded.
        reviewed: How many documents she has marked as read.
        reason: Why there is no test at all, where the same goes for every code.
    """

    attribute: str
    rows: Sequence[Comparison]
    groups: Mapping[str, Count]
    left_out: int
    unread: Sequence[str]
    coder: str
    other_coders: Sequence[str]
    reviewed: int
    reason: Undefined | None

    def records(self) -> list[dict[str, object]]:
        """One record for each code."""
        return [
            {
                "code": row.name.code,
                "label": row.name.label,
                "parent": row.name.parent,
                "by": self.attribute,
                "coder": self.coder,
                "groups": {
                    group: count.record() | {"words_total": count.words_total}
                    for group, count in row.groups.items()
                },
                "test": row.method,
                "p": row.p,
                "p_holm": row.p_holm,
                "reason": tr(*row.reason) if row.reason else None,
            }
            for row in self.rows
        ]


def compare(project: Project, by: str, *, coder: str | None = None, subcodes: bool = True) -> Compared:
    """Count each code in each group of documents, and test the groups where that can be done.

    Args:
        project: The project.
        by: The attribute whose values are the groups.
        coder: Whose codings; else the coder who has reviewed most.
        subcodes: Whether a code includes the codes under it.

    Raises:
        NoCodingsError: Nothing is coded yet.
        UnknownCoderError: No such coder.
        UnknownAttributeError: No document has that attribute.
    """
    found = matrix(project, by, coder=coder, subcodes=subcodes, kind="attribute")
    tested = [column for column in found.columns if column.name != no_value()]
    unread = _unread(project, found)
    reason = _hindrance([column.total.documents_total for column in tested], unread, found.coders[0])
    rows = []
    for name in found.codes:
        groups = {column.name: found.count(name.code, column) for column in found.columns}
        counts = [groups[column.name] for column in tested]
        rows.append(_comparison(name, groups, counts, reason))
    return Compared(
        attribute=found.by,
        rows=_held_together(rows),
        groups={column.name: column.total for column in found.columns},
        left_out=sum(column.total.documents_total for column in found.columns if column not in tested),
        unread=unread,
        coder=found.coders[0],
        other_coders=found.other_coders,
        reviewed=found.reviewed or 0,
        reason=reason,
    )


def _unread(project: Project, found: Matrix) -> list[str]:
    coder = found.coders[0]
    seen = {document for document, reader, _, _ in project.reviews() if reader == coder}
    if len(seen) == sum(column.total.documents_total for column in found.columns):
        return []
    coded = matrix(project, coder=coder)
    return [column.name for column in coded.columns if column.name not in seen and not column.total.codings]


def _hindrance(sizes: Sequence[int], unread: Sequence[str], coder: str) -> Undefined | None:
    """What stands in the way of any test."""
    if len(sizes) < 2:  # noqa: PLR2004 - one group is compared with nothing
        return (
            "der er kun én gruppe" if sizes else "der er ingen grupper",
            "there is only one group" if sizes else "there are no groups",
        )
    if min(sizes) < LEAST_IN_GROUP:
        least = min(sizes)
        interviews = f"{integer(least)} interview{'' if least == 1 else 's'}"
        return (
            f"den mindste gruppe har {interviews}; under {LEAST_IN_GROUP} afgør et enkelt interview udfaldet",
            f"the smallest group has {interviews}; below {LEAST_IN_GROUP} a single interview decides the outcome",
        )
    if unread:
        return (
            f"{coder} har ikke læst alle interviews: en kode, der mangler, kan være ulæst",
            f"{coder} has not read every interview: a code that is missing may be unread",
        )
    return None


def _comparison(
    name: CodeName, groups: Mapping[str, Count], counts: Sequence[Count], hindrance: Undefined | None
) -> Comparison:
    def without(reason: Undefined) -> Comparison:
        return Comparison(name, groups, None, None, None, reason)

    if hindrance:
        return without(hindrance)
    there = [count.documents for count in counts]
    sizes = [count.documents_total for count in counts]
    if sum(there) in {0, sum(sizes)}:
        return without(
            ("koden er i intet interview", "the code is in no interview")
            if not sum(there)
            else ("koden er i alle interviews", "the code is in every interview")
        )
    tested = compare_groups(there, sizes)
    if tested is None:
        return without(
            (
                "der er for mange tabeller til en eksakt test og for få interviews til en tilnærmet",
                "there are too many tables for an exact test and too few interviews for an approximate one",
            )
        )
    if tested.smallest is not None and tested.smallest > LEVEL:
        return without(
            (
                f"koden er i så få (eller så mange) interviews, at ingen fordeling ville komme under {percent(LEVEL)}",
                f"the code is in so few (or so many) interviews that no distribution would come below {percent(LEVEL)}",
            )
        )
    return Comparison(name, groups, tested.method, tested.p, None, None)


def _held_together(rows: Sequence[Comparison]) -> list[Comparison]:
    """With Holm's probabilities: the smallest times the number of tests, the next times one less, never falling."""
    order = sorted((row.p, at) for at, row in enumerate(rows) if row.p is not None)
    adjusted: dict[int, float] = {}
    largest = 0.0
    for rank, (p, at) in enumerate(order):
        largest = max(largest, min(1.0, p * (len(order) - rank)))
        adjusted[at] = largest
    return [
        Comparison(row.name, row.groups, row.method, row.p, adjusted.get(at), row.reason)
        for at, row in enumerate(rows)
    ]
