"""Code × document, attribute or coder: codings, documents, words and shares, each with its base."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kodning.analysis.counting import (
    ALL_CODES,
    Base,
    CodeName,
    Count,
    attribute_named,
    bases,
    code_names,
    counted,
    reviewed_by,
    whole,
    whose,
)
from kodning.analysis.speaking import SpeakerGroups, counted_by_speaker, speaker_groups
from kodning.project import Project
from kodning.store import places
from kodning.store.counts import Group
from kodning.wording import tr

Measure = Literal["codings", "documents", "words", "share"]
Share = Literal["words", "coded-words", "column", "row", "documents"]
BY_DOCUMENT, BY_CODER = "document", "coder"
_KINDS: dict[str, Group] = {BY_DOCUMENT: "document", BY_CODER: "coder"}

Undefined = tuple[str, str]  # why a number is missing, in Danish and English


class Cell(NamedTuple):
    """One number of the matrix, and why it is missing where it is."""

    value: float | int | None
    reason: Undefined | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A document, a coder or a value of an attribute.

    Attributes:
        name: What it is called.
        total: All codes in it as one; its bases.
        reviewed: Documents in it that the coder has read something of; for columns of coders only.
    """

    name: str
    total: Count
    reviewed: int | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """The counts of codes in columns.

    Attributes:
        by: `document`, `coder` or the attribute's name.
        kind: What the columns are, where an attribute is called `document` or `coder`.
        coders: Whose codings are counted: one name, or one for each column.
        other_coders: Who else has coded.
        reviewed: How many documents the one coder has marked as read; None for columns of coders.
        subcodes: Whether a code includes the codes under it.
        codes: The rows.
        columns: The columns.
        counts: Counts by code and column; pairs without codings are left out.
        totals: Each code over all columns. Where columns are coders there is none: coders are never added up.
        total: All codes over all columns; of coders only the base.
        speakers: Whether the attribute is of those who speak; an interview may then be in several columns.
    """

    by: str
    kind: Group
    coders: Sequence[str]
    other_coders: Sequence[str]
    reviewed: int | None
    subcodes: bool
    codes: Sequence[CodeName]
    columns: Sequence[Column]
    counts: Mapping[tuple[str, str], Count]
    totals: Mapping[str, Count]
    total: Count
    speakers: bool = False

    def count(self, code: str, column: Column) -> Count:
        """The counts of one cell, with the column's bases."""
        found = self.counts.get((code, column.name))
        if found is None:
            return Count(documents_total=column.total.documents_total, words_total=column.total.words_total)
        return found

    def cell(self, code: str, column: Column, measure: Measure = "codings", share: Share = "words") -> Cell:
        """The number that a cell shows."""
        count = self.count(code, column)
        if measure == "share":
            return self._share(code, count, column, share)
        return Cell(getattr(count, measure))

    def _share(self, code: str, count: Count, column: Column, share: Share) -> Cell:
        if share == "words":
            return _ratio(count.words, column.total.words_total, NO_WORDS)
        if share == "coded-words":
            return _ratio(count.words, column.total.words, NOTHING_CODED)
        if share == "column":
            return _ratio(count.codings, column.total.codings, NOTHING_CODED)
        if share == "documents":
            return _ratio(count.documents, column.total.documents_total, NO_DOCUMENTS)
        if self.kind == "coder":
            return Cell(None, CODERS_APART)
        return _ratio(count.codings, self.totals[code].codings, CODE_NOT_USED)

    def records(self, measure: Measure = "codings", share: Share = "words") -> list[dict[str, object]]:
        """One record for each cell: everything that is counted in it, `value` being what was asked for."""
        found: list[dict[str, object]] = []
        for name in self.codes:
            for column in self.columns:
                count = self.count(name.code, column)
                cell = self.cell(name.code, column, measure, share)
                found.append(
                    {
                        "code": name.code,
                        "label": name.label,
                        "parent": name.parent,
                        "by": self.by,
                        "column": column.name,
                        "coder": column.name if self.kind == "coder" else self.coders[0],
                        **count.record(),
                        "words_total": count.words_total,
                        "codings_in_column": column.total.codings,
                        "coded_words_in_column": column.total.words,
                        "measure": measure,
                        "share": share if measure == "share" else None,
                        "value": cell.value,
                        "reason": tr(*cell.reason) if cell.reason else None,
                    }
                )
        return found


NO_WORDS: Undefined = ("informanterne siger intet der", "the informants say nothing there")
NOTHING_CODED: Undefined = ("intet er kodet der", "nothing is coded there")
NO_DOCUMENTS: Undefined = ("der er ingen dokumenter", "there are no documents")
CODE_NOT_USED: Undefined = ("koden er ikke brugt", "the code is not used")
CODERS_APART: Undefined = ("to koderes tal lægges aldrig sammen", "two coders' numbers are never added up")


def _ratio(part: int, base: int, reason: Undefined) -> Cell:
    return Cell(part / base) if base else Cell(None, reason)


def matrix(
    project: Project,
    by: str = BY_DOCUMENT,
    *,
    coder: str | None = None,
    subcodes: bool = True,
    kind: Group | None = None,
) -> Matrix:
    """Count codes in each document, by each coder, or for each value of an attribute of documents or participants.

    Args:
        project: The project.
        by: `document`, `coder` or an attribute's name.
        coder: Whose codings; else the coder who has reviewed most. For `coder`, all there are unless one is named.
        subcodes: Whether a code includes the codes under it.
        kind: `attribute`, where `by` is an attribute of documents whatever it is called.

    Raises:
        NoCodingsError: Nothing is coded yet.
        UnknownCoderError: No such coder.
        UnknownAttributeError: Neither a document nor, where that could be meant, a participant has that attribute.
    """
    who, others = whose(project, coder)
    speakers = speaker_groups(project, by) if kind is None and by not in _KINDS else None
    if speakers:
        return _by_speaker(project, speakers, who, others, subcodes=subcodes)
    could_be_speakers = kind is None
    kind = kind or _KINDS.get(by, "attribute")
    attribute = attribute_named(project, by, speakers=could_be_speakers) if kind == "attribute" else None
    coders = [who] if kind != "coder" or coder is not None else [who, *others]
    groups = _bases(project, kind, attribute, coders)
    scope: Literal["with", "own"] = "with" if subcodes else "own"
    each = counted(project, coders, scope, kind, groups, attribute)
    together = counted(project, coders, "all", kind, groups, attribute).get(ALL_CODES, {})
    names = code_names(project)
    base = groups[who] if kind == "coder" and who in groups else whole(groups)
    return Matrix(
        by=attribute or by,
        kind=kind,
        coders=coders,
        other_coders=[] if kind == "coder" else others,
        reviewed=None if kind == "coder" else reviewed_by(project, who),
        subcodes=subcodes,
        codes=list(names.values()),
        columns=[
            Column(
                group,
                together.get(group, Count(documents_total=base.documents, words_total=base.words)),
                reviewed_by(project, group) if kind == "coder" else None,
            )
            for group, base in groups.items()
        ],
        counts=_by_code(each, names),
        totals={} if kind == "coder" else _totals(each, names, base),
        total=_added(together if kind != "coder" else {}, base),
    )


def _by_speaker(
    project: Project, speakers: SpeakerGroups, who: str, others: Sequence[str], *, subcodes: bool
) -> Matrix:
    """Codes by an attribute of those who speak; the columns do not add up to the totals, which count all once."""
    scope: Literal["with", "own"] = "with" if subcodes else "own"
    undivided = bases(project, None)
    names = code_names(project)
    each = counted(project, [who], scope, "none", undivided)
    together = counted(project, [who], "all", "none", undivided).get(ALL_CODES, {})
    parted = counted_by_speaker(project, who, "all", speakers).get(ALL_CODES, {})
    return Matrix(
        by=speakers.attribute,
        kind="attribute",
        coders=[who],
        other_coders=others,
        reviewed=reviewed_by(project, who),
        subcodes=subcodes,
        codes=list(names.values()),
        columns=[
            Column(group, parted.get(group, Count(documents_total=base.documents, words_total=base.words)))
            for group, base in speakers.bases.items()
        ],
        counts=_by_code(counted_by_speaker(project, who, scope, speakers), names),
        totals=_totals(each, names, whole(undivided)),
        total=_added(together, whole(undivided)),
        speakers=True,
    )


def _by_code(
    each: Mapping[int, Mapping[str, Count]], names: Mapping[int, CodeName]
) -> dict[tuple[str, str], Count]:
    return {
        (names[key].code, group): count
        for key, found in each.items()
        if key in names
        for group, count in found.items()
    }


def _bases(project: Project, kind: Group, attribute: str | None, coders: Sequence[str]) -> dict[str, Base]:
    if kind == "document":
        return {d.document: Base(1, d.informant_words) for d in places.said(project.connection)}
    groups = bases(project, attribute)
    return {name: groups.get("", Base(0, 0)) for name in coders} if kind == "coder" else groups


def _totals(
    each: Mapping[int, Mapping[str, Count]], names: Mapping[int, CodeName], base: Base
) -> dict[str, Count]:
    """Each code over all columns; every document is in one column, so the columns add up."""
    return {name.code: _added(each.get(key, {}), base) for key, name in names.items()}


def _added(counts: Mapping[str, Count], base: Base) -> Count:
    return Count(
        sum(count.documents for count in counts.values()),
        base.documents,
        sum(count.codings for count in counts.values()),
        sum(count.words for count in counts.values()),
        base.words,
    )
