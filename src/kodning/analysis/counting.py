"""What every table of counts shares: whose codings, which codes, and the base of each number."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kodning.errors import KodningError, UnknownAttributeError
from kodning.project import Project
from kodning.store import counts, places
from kodning.wording import language, sort_key, tr

ALL_CODES = 0  # the key under which all codes are counted as one


class NoCodingsError(KodningError):
    """A table was asked for before anything was coded."""

    def __init__(self) -> None:
        super().__init__(
            "Der er ingen kodninger endnu. Sæt den første med »kodning code DOKUMENT TEKSTSTYKKE KODE«.",
            "There are no codings yet. Make the first with “kodning code DOCUMENT SPAN CODE”.",
        )


class Count(NamedTuple):
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

    def record(self) -> dict[str, object]:
        """The counts as programs get them."""
        return {
            "documents": self.documents,
            "documents_total": self.documents_total,
            "codings": self.codings,
            "words": self.words,
            "share_of_words": self.share_of_words,
        }


class CodeName(NamedTuple):
    """A code as tables name it."""

    code: str
    label: str
    parent: str | None
    depth: int
    color: str
    in_codebook: bool = True

    @property
    def shown(self) -> str:
        """Its label; one that has left the codebook says so."""
        left = tr("(ikke i kodebogen)", "(not in the codebook)")
        return self.label if self.in_codebook else f"{self.label} {left}"


def whose(project: Project, coder: str | None) -> tuple[str, list[str]]:
    """Whose codings a table counts, and who else has coded.

    Raises:
        NoCodingsError: Nothing is coded yet.
        UnknownCoderError: No such coder.
        BlindError: The viewer is blind, and it is somebody else.
    """
    coders = project.coders()
    who = project.coder(coder) if coder is not None else next(iter(coders), None)
    if who is None:
        raise NoCodingsError
    return who, [name for name in coders if name != who]


def code_names(project: Project) -> dict[int, CodeName]:
    """The codes by their key in the store, in the order of the codebook."""
    spoken = language()
    return {
        code.id: CodeName(
            code.key, code.labels[spoken], code.parent, code.depth, code.color, code.in_codebook
        )
        for code in project.codes()
    }


def attributes_known(project: Project) -> tuple[list[str], list[str]]:
    """The attributes of documents, and those of participants, in Danish alphabetical order."""
    documents = {name for values in project.attributes().values() for name in values}
    participants = {
        name
        for speakers in project.participants().values()
        for values in speakers.values()
        for name in values
    }
    return sorted(documents, key=sort_key), sorted(participants, key=sort_key)


def same_name(one: str, other: str) -> bool:
    """Whether two attributes are called the same, in any case."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()


def attribute_named(project: Project, wanted: str, *, speakers: bool = False) -> str:
    """A document attribute's name as it stands in the project.

    Args:
        project: The project.
        wanted: The name in any case.
        speakers: Whether participants' attributes could have been asked for, and are suggested too.

    Raises:
        UnknownAttributeError: No document has it.
    """
    documents, participants = attributes_known(project)
    for name in documents:
        if same_name(name, wanted):
            return name
    also = [name for name in participants if speakers and name not in documents]
    raise UnknownAttributeError(wanted, sorted([*documents, *also], key=sort_key))


def no_value() -> str:
    """What the group of documents without an attribute is called."""
    return tr("(uoplyst)", "(not given)")


class Base(NamedTuple):
    """A group of documents: how many, and the informants' words in them."""

    documents: int
    words: int


def bases(project: Project, attribute: str | None) -> dict[str, Base]:
    """The groups that an attribute makes of the documents, in Danish alphabetical order; one group without it."""
    values = project.attributes() if attribute else {}
    missing = no_value()
    found: dict[str, Base] = {}
    for document in places.said(project.connection):
        group = values.get(document.document, {}).get(attribute, missing) if attribute else ""
        base = found.get(group, Base(0, 0))
        found[group] = Base(base.documents + 1, base.words + document.informant_words)
    return in_order(found)


def in_order(found: Mapping[str, Base]) -> dict[str, Base]:
    """Groups by size of number, then in Danish alphabetical order; those without a value last."""
    missing = no_value()
    order = sorted(found, key=lambda group: (group == missing, value_order(group)))
    return {group: found[group] for group in order}


def value_order(value: str) -> tuple[int, float, str]:
    """Key that sorts numbers by size, before words in Danish alphabetical order."""
    try:
        return (0, float(value.replace(",", ".")), "")
    except ValueError:
        return (1, 0.0, sort_key(value))


def whole(found: Mapping[str, Base]) -> Base:
    """All groups as one."""
    return Base(sum(base.documents for base in found.values()), sum(base.words for base in found.values()))


def counted(
    project: Project,
    coders: Sequence[str],
    scope: counts.Scope,
    group: counts.Group,
    groups: Mapping[str, Base],
    attribute: str | None = None,
) -> dict[int, dict[str, Count]]:
    """Counts with their bases, by code and group; codes and groups without codings are left out."""
    found: dict[int, dict[str, Count]] = {}
    rows = counts.counts(project.connection, coders, scope, group, attribute=attribute, missing=no_value())
    for code, value, documents, codings, words in rows:
        base = groups[value]
        found.setdefault(code, {})[value] = Count(documents, base.documents, codings, words, base.words)
    return found


def reviewed_by(project: Project, coder: str) -> int:
    """How many documents a coder has read something of."""
    return counts.reviewed(project.connection, coder)
