"""The theme frequency table: in how many interviews, how often, in how many words a code was used."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from kodning.errors import KodningError, UnknownAttributeError
from kodning.project import Project
from kodning.wording import language, sort_key, tr

# One row for each code and group; see the view `theme_frequency` for how words covered twice count once.
_COUNT = """
WITH scoped AS (
    SELECT p.ancestor AS code, c.revision, c.word_start, c.word_end, {group} AS grp
    FROM live_coding c
    JOIN coder ON coder.id = c.coder AND coder.name = :coder
    JOIN current_revision r ON r.id = c.revision
    JOIN {path} p ON p.descendant = c.code
    LEFT JOIN current_attribute a ON a.document = r.document AND a.name = :attribute
), reached AS (
    SELECT *, MAX(word_end) OVER (
        PARTITION BY code, revision ORDER BY word_start, word_end
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS covered_to
    FROM scoped
)
SELECT code, grp, COUNT(DISTINCT revision), COUNT(*),
       SUM(MAX(0, word_end - MAX(word_start, COALESCE(covered_to, 0))))
FROM reached GROUP BY code, grp
"""
_EVERY_CODE_AS_ONE = "(SELECT 0 AS ancestor, id AS descendant FROM code)"


class NoCodingsError(KodningError):
    """A table was asked for before anything was coded."""

    def __init__(self) -> None:
        super().__init__(
            "Der er ingen kodninger endnu. Sæt den første med »kodning code DOKUMENT TEKSTSTYKKE KODE«.",
            "There are no codings yet. Make the first with “kodning code DOCUMENT SPAN CODE”.",
        )


@dataclass(frozen=True, slots=True)
class Count:
    """How much a code was used in a set of documents.

    Attributes:
        documents: Documents with at least one coding of the code or of one under it.
        documents_total: Documents in the set.
        codings: Codings, each counted once.
        words: The informants' words under them; a word covered twice counts once.
        words_total: The informants' words in the set.
    """

    documents: int = 0
    documents_total: int = 0
    codings: int = 0
    words: int = 0
    words_total: int = 0

    @property
    def share_of_words(self) -> float | None:
        """Share of the informants' words, None where they said nothing."""
        return self.words / self.words_total if self.words_total else None


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One code with its counts; `by` holds the same counts for each value of an attribute."""

    code: str
    label: str
    parent: str | None
    depth: int
    color: str
    coder: str
    count: Count
    in_codebook: bool = True
    by: dict[str, Count] = field(default_factory=dict)

    def record(self) -> dict[str, object]:
        """The row as programs get it."""
        row: dict[str, object] = {
            "code": self.code,
            "label": self.label,
            "parent": self.parent,
            "coders": [self.coder],
            **_count_record(self.count),
        }
        if self.by:
            row["by"] = {value: _count_record(count) for value, count in self.by.items()}
        return row


def _count_record(count: Count) -> dict[str, object]:
    return {
        "documents": count.documents,
        "documents_total": count.documents_total,
        "codings": count.codings,
        "words": count.words,
        "share_of_words": count.share_of_words,
    }


@dataclass(frozen=True, slots=True)
class ThemeTable:
    """The table with what it rests on.

    Attributes:
        rows: In codebook or frequency order, each theme followed by the codes under it.
        total: All codes together; words covered by several codes count once.
        coder: Whose codings are counted; never those of two coders together.
        reviewed: How many of the documents the coder has marked as read.
        attribute: The variable of the `by` columns.
        values: Its values, in Danish alphabetical order.
        total_by: The total for each of them.
    """

    rows: Sequence[ThemeRow]
    total: Count
    coder: str
    other_coders: Sequence[str]
    reviewed: int
    attribute: str | None
    values: Sequence[str]
    total_by: dict[str, Count] = field(default_factory=dict)


def themes(
    project: Project, *, coder: str | None = None, by: str | None = None, sort: str = "codebook"
) -> ThemeTable:
    """Count the codes as one coder used them.

    Args:
        project: The project.
        coder: Whose codings; else the coder who has reviewed most (the first of them who came).
        by: An attribute whose values become columns.
        sort: `codebook` or `frequency`; sub-codes stay under their theme either way.

    Raises:
        NoCodingsError: Nothing is coded yet.
        UnknownCoderError: No such coder.
        UnknownAttributeError: No document has that attribute.
    """
    coders = project.coders()
    who = project.coder(coder) if coder is not None else next(iter(coders), None)
    if who is None:
        raise NoCodingsError
    attribute = _attribute(project, by) if by is not None else None
    found, bases = _bases(project, attribute)
    groups = found if attribute else []
    counts = _counts(project, who, attribute)
    rows = [
        ThemeRow(
            code=code.key,
            label=code.labels[language()],
            parent=code.parent,
            depth=code.depth,
            color=code.color,
            coder=who,
            count=_sum(counts.get(code.id, {}), bases),
            in_codebook=code.in_codebook,
            by=_by(counts.get(code.id, {}), bases, groups),
        )
        for code in project.codes()
    ]
    together = _counts(project, who, attribute, together=True).get(0, {})
    return ThemeTable(
        rows=_by_frequency(rows) if sort == "frequency" else rows,
        total=_sum(together, bases),
        coder=who,
        other_coders=[name for name in coders if name != who],
        reviewed=len({document for document, reader, _, _ in project.reviews() if reader == who}),
        attribute=attribute,
        values=groups,
        total_by=_by(together, bases, groups),
    )


def _attribute(project: Project, wanted: str) -> str:
    known = sorted({name for values in project.attributes().values() for name in values}, key=sort_key)
    folded = unicodedata.normalize("NFC", wanted).strip().casefold()
    for name in known:
        if name.casefold() == folded:
            return name
    raise UnknownAttributeError(wanted, known)


def _bases(project: Project, attribute: str | None) -> tuple[list[str], dict[str, tuple[int, int]]]:
    """The groups in order, and for each its documents and the informants' words in them."""
    values = project.attributes()
    missing = _no_value()
    bases: dict[str, tuple[int, int]] = {}
    for document in project.documents():
        group = values.get(document.name, {}).get(attribute, missing) if attribute else ""
        documents, words = bases.get(group, (0, 0))
        bases[group] = (documents + 1, words + document.informant_words)
    return sorted(bases, key=lambda group: (group == missing, sort_key(group))), bases


def _no_value() -> str:
    return tr("(uoplyst)", "(not given)")


def _counts(
    project: Project, coder: str, attribute: str | None, *, together: bool = False
) -> dict[int, dict[str, tuple[int, int, int]]]:
    """(documents, codings, words) by code and group; all codes as one, key 0, when `together`."""
    group = "COALESCE(a.value, :missing)" if attribute else "''"
    sql = _COUNT.format(group=group, path=_EVERY_CODE_AS_ONE if together else "code_path")
    names = {"coder": coder, "attribute": attribute, "missing": _no_value()}
    found: dict[int, dict[str, tuple[int, int, int]]] = {}
    for code, value, documents, codings, words in project.connection.execute(sql, names):
        found.setdefault(code, {})[value] = (documents, codings, words)
    return found


def _with_base(counted: tuple[int, int, int], base: tuple[int, int]) -> Count:
    documents, codings, words = counted
    return Count(documents, base[0], codings, words, base[1])


def _by(
    counted: dict[str, tuple[int, int, int]], bases: dict[str, tuple[int, int]], groups: Sequence[str]
) -> dict[str, Count]:
    return {group: _with_base(counted.get(group, (0, 0, 0)), bases[group]) for group in groups}


def _sum(counted: dict[str, tuple[int, int, int]], bases: dict[str, tuple[int, int]]) -> Count:
    # Every document is in exactly one group, so the groups add up.
    columns = [sum(column) for column in zip(*counted.values(), strict=True)] or [0, 0, 0]
    base = [sum(column) for column in zip(*bases.values(), strict=True)] or [0, 0]
    return _with_base((columns[0], columns[1], columns[2]), (base[0], base[1]))


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
