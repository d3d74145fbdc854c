"""Agreement on spans over several codes at once: only where the codebook says that they exclude each other.

u, |u, cu and (k)u (Krippendorff, Mathet, Bouvry & Widlöcher 2016) take a word to have one value. Codes that may
overlap have none of them together; for those there is u for each code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kodning import agreement
from kodning.agreement import Interval, Reason, UnitizingAlpha, UnitizingTerms, unitizing_terms
from kodning.agreement.unitizing import family
from kodning.intercoder.passages import size, united
from kodning.intercoder.results import interval_record
from kodning.intercoder.span_ground import SpanGround
from kodning.intercoder.span_terms import over_documents, within
from kodning.intercoder.thresholds import Scale, verdict
from kodning.intercoder.work import CodingWork
from kodning.model import CodeGroup
from kodning.project import Project
from kodning.wording import language


@dataclass(frozen=True, slots=True)
class GroupAgreement:
    """How far coders agree on where a group of codes lies, and which of them.

    Attributes:
        group: The group's id.
        label: Its name in the language in force.
        codes: Its codes.
        labels: Their names in the language in force.
        found: u, |u, cu and (k)u with their coverage; None where a coder has put two of the codes on the same words.
        interval: Of u, over documents.
        doubled: Words on which each coder has put two of the codes, where there are any.
    """

    group: str
    label: str
    codes: Sequence[str]
    labels: Mapping[str, str]
    found: UnitizingAlpha | None
    interval: Interval
    doubled: Mapping[str, int]

    def why_not(self, member: Any) -> str | None:
        """Why a member (`u`, `binary`, `cu` or a code) is undefined, in the language in force."""
        reason: Reason | None = self.found.reasons.get(member) if self.found else None
        return agreement.explain(reason, language()) if reason else None

    def record(self, scale: Scale = "krippendorff") -> dict[str, Any]:
        """The figures as programs get them; null where undefined."""
        found = self.found
        return {
            "group": self.group,
            "label": self.label,
            "codes": list(self.codes),
            "u": found.u if found else None,
            **interval_record(self.interval),
            "verdict": verdict(self.interval, scale),
            "binary": found.binary if found else None,
            "cu": found.cu if found else None,
            "coverage": found.coverage if found else None,
            "by_code": [
                {
                    "code": code,
                    "ku": found.by_code.get(code) if found else None,
                    "coverage": found.coverage_by_code.get(code) if found else None,
                    "reason": self.why_not(code),
                }
                for code in self.codes
            ],
            "words_with_two_codes": dict(self.doubled),
        }


def groups_of(project: Project, work: CodingWork) -> tuple[CodeGroup, ...]:
    """The groups of codes that exclude each other in the codebook a work was made with.

    The codebook is read only where its text may hold a group: most have none.
    """
    from kodning.store.codebook_versions import codebook_version

    frozen = work.frozen
    version = codebook_version(project.connection, (frozen.base or frozen.name) if frozen else None)
    source = version.yaml if version else ""
    if not any(word in source for word in ("groups:", "exclusive:", "scale:")):
        return ()
    from kodning.codebook import CODEBOOK_NAME, parse_codebook

    return parse_codebook(source, project.folder / CODEBOOK_NAME).groups


def group_agreement(ground: SpanGround, group: CodeGroup, labels: Mapping[str, str]) -> GroupAgreement:
    """Compute the family over the codes of one group.

    Args:
        ground: What the coders have read and coded.
        group: The codes that exclude each other.
        labels: Names of codes in the language in force.
    """
    doubled = {coder: words for coder in ground.coders if (words := _doubled(ground, coder, group.codes))}
    terms = [] if doubled else _terms(ground, group.codes)
    return GroupAgreement(
        group=group.id,
        label=group.labels.get(language()) or labels.get(group.id, group.id),
        codes=group.codes,
        labels={code: labels.get(code, code) for code in group.codes},
        found=None if doubled else family(sum(terms, UnitizingTerms())),
        interval=over_documents(lambda some: family(sum(some, UnitizingTerms())).u, terms, ground.documents),
        doubled=doubled,
    )


def _doubled(ground: SpanGround, coder: str, codes: Sequence[str]) -> int:
    """Words on which a coder has put two of the codes or more."""
    words = 0
    for document in ground.documents:
        parts = [ground.parts(document, coder, code) for code in codes]
        words += sum(map(size, parts)) - size(united(part for some in parts for part in some))
    return words


def _terms(ground: SpanGround, codes: Sequence[str]) -> list[UnitizingTerms]:
    """The terms of a group, one for each document."""
    found = []
    for document in ground.documents:
        terms = UnitizingTerms()
        for stretch in ground.stretches[document]:
            spans = {
                coder: [
                    span
                    for code in codes
                    for span in within(ground.parts(document, coder, code), stretch, code)
                ]
                for coder in stretch.readers
            }
            terms += unitizing_terms(spans, stretch.end - stretch.start, merge_touching=True)
        found.append(terms)
    return found
