"""Coders' work at one moment: what agreement and disagreement are about."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kodning.intercoder.passages import DocumentText
from kodning.model import Coding
from kodning.project import Project
from kodning.store import blind as blind_store
from kodning.store import passes as pass_store
from kodning.store.blind import BlindState
from kodning.store.passes import PassRow
from kodning.store.queries import CodeRow, RevisionRow
from kodning.wording import sort_key


class BlindFact(NamedTuple):
    """Whether one coder coded blind.

    Attributes:
        coder: Her name.
        state: `begun`, `broken` or `ended`; None where no blind pass of hers is on record.
        begun: When the latest one began.
        until: When it was broken or ended.
        by: Who broke or ended it.
        reason: Why it was broken.
        codings: Her codings in this work.
        coded_blind: How many of them were made while she coded blind.
    """

    coder: str
    state: BlindState | None
    begun: str | None
    until: str | None
    by: str | None
    reason: str
    codings: int
    coded_blind: int


class CodingWork(NamedTuple):
    """Codings and reviews in force at one moment, and the codebook and documents of that moment.

    Attributes:
        codings: Everybody's codings.
        reviews: Who has read what: (document, coder, start, end).
        codes: The codes in codebook order.
        name: Name of the frozen pass; None for things as they stand now.
        documents: The documents with their texts, in the order they were imported.
        frozen: The pass; None for things as they stand now.
        blind: Who coded blind, a fact for each coder who has reviewed something.
    """

    codings: list[Coding]
    reviews: list[tuple[str, str, int, int]]
    codes: list[CodeRow]
    name: str | None
    documents: tuple[RevisionRow, ...] = ()
    frozen: PassRow | None = None
    blind: tuple[BlindFact, ...] = ()

    @property
    def coders(self) -> list[str]:
        """Coders who have reviewed something, by name."""
        return sorted({review[1] for review in self.reviews}, key=lambda name: (sort_key(name), name))


def work_now(project: Project) -> CodingWork:
    """Everybody's work as it stands.

    Raises:
        BlindError: The viewer is in a blind pass.
    """
    project.refuse_blind()
    documents = tuple(project.revision(document.name) for document in project.documents())
    work = CodingWork(project.codings(), project.reviews(), project.codes(), None, documents)
    return work._replace(blind=_blind_facts(project, work))


def work_of_pass(project: Project, name: str) -> CodingWork:
    """The work of a frozen pass, after its hash was found right. Of an adjudicated one, see `rounds.settled_work`.

    Raises:
        UnknownPassError: With the nearest name.
        ChangedPassError: The pass is not what was frozen.
        BlindError: The viewer is in a blind pass, and others' work is in it.
    """
    found = project.whole_pass(name)
    frozen = found if found.base is None else project.whole_pass(found.base)
    connection = project.connection
    work = CodingWork(
        codings=pass_store.codings_of_pass(connection, frozen.id),
        reviews=pass_store.reviews_of_pass(connection, frozen.id),
        codes=_codes(project, frozen, found),
        name=found.name,
        documents=tuple(pass_store.revisions_of_pass(connection, frozen.id)),
        frozen=found,
    )
    work = work._replace(blind=_blind_facts(project, work, frozen.action))
    if found.base is None:
        return work
    from kodning.intercoder.rounds import settled_work

    return settled_work(project, work, found)


def _codes(project: Project, frozen: PassRow, found: PassRow) -> list[CodeRow]:
    """The codes of a frozen pass; after them those that came up when its disagreements were settled."""
    codes = pass_store.codes_of_pass(project.connection, frozen.id)
    known = {code.key for code in codes}
    later = pass_store.codes_of_pass(project.connection, found.id)
    return codes + [code for code in later if code.key not in known]


def texts_of(project: Project, work: CodingWork) -> dict[str, DocumentText]:
    """The documents of a work as they are compared: text and turns."""
    return {
        revision.name: DocumentText(revision.text, project.turns_of(revision))
        for revision in documents_of(project, work)
    }


def documents_of(project: Project, work: CodingWork) -> Sequence[RevisionRow]:
    """The documents of a work; those of the project as they are now where it names none."""
    return work.documents or [project.revision(document.name) for document in project.documents()]


def _blind_facts(
    project: Project, work: CodingWork, before_action: int | None = None
) -> tuple[BlindFact, ...]:
    rows = blind_store.blind_rows(project.connection, before_action)
    counts = blind_store.coded_blind(project.connection, [coding.id for coding in work.codings])
    facts = []
    for coder in work.coders:
        own = [row for row in rows if row.coder == coder]
        begun = next((row for row in reversed(own) if row.state == "begun"), None)
        last = own[-1] if own and own[-1].state != "begun" else None
        codings, blind = counts.get(coder, (0, 0))
        facts.append(
            BlindFact(
                coder=coder,
                state=own[-1].state if own else None,
                begun=begun.created if begun else None,
                until=last.created if last else None,
                by=last.by if last else None,
                reason=last.reason if last else "",
                codings=codings,
                coded_blind=blind,
            )
        )
    return tuple(facts)


def pass_record(found: PassRow | None) -> Mapping[str, object] | None:
    """A pass as programs get it."""
    if found is None:
        return None
    return {
        "name": found.name,
        "kind": found.kind,
        "created": found.created,
        "by": found.by,
        "coders": list(found.coders),
        "documents": found.documents,
        "codings": found.codings,
        "codebook_version": found.codebook_version,
        "base": found.base,
        "decisions": found.decisions,
        "sha256": found.sha256,
    }
