"""The theme frequency table: in how many interviews, how often, in how many words a code was used."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kodning.analysis.counting import (
    ALL_CODES,
    Base,
    Count,
    NoCodingsError,
    attribute_named,
    bases,
    code_names,
    counted,
    reviewed_by,
    whole,
    whose,
)
from kodning.analysis.speaking import counted_by_speaker, speaker_groups
from kodning.project import Project
from kodning.wording import sort_key

if TYPE_CHECKING:
    from kodning.store.counts import Group


class ThemeRow(NamedTuple):
    """One code with its counts; `by` holds the same counts for each value of an attribute."""

    code: str
    label: str
    parent: str | None
    depth: int
    color: str
    coder: str
    count: Count  # type: ignore[assignment]  # a tuple's own method of the name is not needed
    in_codebook: bool = True
    by: Mapping[str, Count] = {}

    def record(self) -> dict[str, object]:
        """The row as programs get it."""
        row: dict[str, object] = {
            "code": self.code,
            "label": self.label,
            "parent": self.parent,
            "coders": [self.coder],
            **self.count.record(),
        }
        if self.by:
            row["by"] = {value: count.record() for value, count in self.by.items()}
        return row


class ThemeTable(NamedTuple):
    """The table with what it rests on.

    Attributes:
        rows: In codebook or frequency order, each theme followed by the codes under it.
        total: All codes together; words covered by several codes count once.
        coder: Whose codings are counted; never those of two coders together.
        reviewed: How many of the documents the coder has marked as read.
        attribute: The variable of the `by` columns.
        values: Its values, in Danish alphabetical order.
        total_by: The total for each of them.
        speakers: Whether it is an attribute of those who speak; an interview may then be in several columns.
    """

    rows: Sequence[ThemeRow]
    total: Count
    coder: str
    other_coders: Sequence[str]
    reviewed: int
    attribute: str | None
    values: Sequence[str]
    total_by: Mapping[str, Count] = {}
    speakers: bool = False


def themes(
    project: Project, *, coder: str | None = None, by: str | None = None, sort: str = "codebook"
) -> ThemeTable:
    """Count the codes as one coder used them.

    Args:
        project: The project.
        coder: Whose codings; else the coder who has reviewed most (the first of them who came).
        by: An attribute of documents or participants whose values become columns.
        sort: `codebook` or `frequency`; sub-codes stay under their theme either way.

    Raises:
        NoCodingsError: Nothing is coded yet.
        UnknownCoderError: No such coder.
        UnknownAttributeError: Neither a document nor a participant has that attribute.
    """
    who, others = whose(project, coder)
    speakers = speaker_groups(project, by) if by is not None else None
    attribute = attribute_named(project, by, speakers=True) if by is not None and not speakers else None
    groups = bases(project, attribute)
    group: Group = "attribute" if attribute else "none"
    each = counted(project, [who], "with", group, groups, attribute)
    parts: Mapping[int, Mapping[str, Count]] = each
    columns: Mapping[str, Base] = groups
    if speakers:
        parts, columns = counted_by_speaker(project, who, "with", speakers), speakers.bases
        attribute = speakers.attribute
    rows = [
        ThemeRow(
            code=name.code,
            label=name.label,
            parent=name.parent,
            depth=name.depth,
            color=name.color,
            coder=who,
            count=_sum(each.get(key, {}), groups),
            in_codebook=name.in_codebook,
            by=_by(parts.get(key, {}), columns) if attribute else {},
        )
        for key, name in code_names(project).items()
    ]
    together = counted(project, [who], "all", group, groups, attribute).get(ALL_CODES, {})
    parted = counted_by_speaker(project, who, "all", speakers).get(ALL_CODES, {}) if speakers else together
    return ThemeTable(
        rows=_by_frequency(rows) if sort == "frequency" else rows,
        total=_sum(together, groups),
        coder=who,
        other_coders=others,
        reviewed=reviewed_by(project, who),
        attribute=attribute,
        values=list(columns) if attribute else [],
        total_by=_by(parted, columns) if attribute else {},
        speakers=speakers is not None,
    )


def _by(found: Mapping[str, Count], groups: Mapping[str, Base]) -> dict[str, Count]:
    return {
        group: found.get(group, Count(documents_total=base.documents, words_total=base.words))
        for group, base in groups.items()
    }


def _sum(found: Mapping[str, Count], groups: Mapping[str, Base]) -> Count:
    # Every document is in exactly one group, so the groups add up.
    base = whole(groups)
    return Count(
        sum(count.documents for count in found.values()),
        base.documents,
        sum(count.codings for count in found.values()),
        sum(count.words for count in found.values()),
        base.words,
    )


def _by_frequency(rows: Sequence[ThemeRow]) -> list[ThemeRow]:
    children: dict[str | None, list[ThemeRow]] = {}
    for row in rows:
        children.setdefault(row.parent, []).append(row)
    ordered: list[ThemeRow] = []

    def place(parent: str | None) -> None:
        for row in sorted(children.get(parent, []), key=_most_frequent_first):
            ordered.append(row)
            place(row.code)

    place(None)
    return ordered


def _most_frequent_first(row: ThemeRow) -> tuple[int, int, int, str]:
    return (-row.count.documents, -row.count.codings, -row.count.words, sort_key(row.label))


__all__ = ["Count", "NoCodingsError", "ThemeRow", "ThemeTable", "themes"]
