"""Cases of a REFI-QDA project: those who speak, with what is known of them, and what importing cases made; out and in."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple
from xml.etree import ElementTree as ET

from kodning.interchange.foreign import ForeignCase
from kodning.interchange.refi_sources import variable_value
from kodning.interchange.refi_variables import Value, Variables
from kodning.interchange.refi_xml import attributes, guid, local
from kodning.model import AttributeValue, Turn
from kodning.project import Project

CASE = "case"
BETWEEN = " / "
Derived = Callable[..., str]


class _Case(NamedTuple):
    """A case about to be written; its turns are selections of the document, where others speak in it too."""

    guid: str
    name: str
    values: list[Value]
    sources: list[str]
    turns: list[tuple[str, Turn]]  # id of the selection


class Cases:
    """The project's cases.

    Attributes:
        in_side_file: Document (global id), speaker, and kinds that the variables do not tell, by the case's global id.
    """

    def __init__(
        self, project: Project, variables: Variables, derived: Derived, documents: Mapping[str, str]
    ) -> None:
        self._variables = variables
        self._cases: list[_Case] = []
        self._by_document: dict[str, list[_Case]] = {}
        self.in_side_file: dict[str, tuple[str, str, dict[str, str]]] = {}
        speakers = [speaker for _, speaker in variables.participants]
        for document, speaker in variables.participants:
            turns = project.turns(document)
            own = [turn for turn in turns if turn.speaker == speaker]
            others = {turn.speaker for turn in turns if turn.role != "interviewer"} - {speaker}
            key = documents[document]
            case = _Case(
                derived("case", key, speaker),
                # Programs take cases of one name for one.
                speaker if speakers.count(speaker) == 1 else f"{document}{BETWEEN}{speaker}",
                variables.participants[document, speaker],
                [] if own and others else [key],
                [(derived("turn", key, t.number, speaker), t) for t in own] if others else [],
            )
            self._cases.append(case)
            self._by_document.setdefault(document, []).append(case)
            self.in_side_file[case.guid] = (key, speaker, variables.kinds_of(case.values))
        for name, names in sorted(variables.documents_by(CASE).items()):
            found = [documents[document] for document in names]
            self._cases.append(_Case(derived("case", name), name, [], found, []))

    def elements(self) -> Iterator[str]:
        """The Cases element, or nothing."""
        if not self._cases:
            return
        yield "  <Cases>\n"
        for case in self._cases:
            yield f"    <Case{attributes({'guid': case.guid, 'name': case.name})}>\n"
            yield from self._variables.elements(case.values)
            yield from (f'      <SourceRef targetGUID="{key}"/>\n' for key in case.sources)
            yield from (f'      <SelectionRef targetGUID="{key}"/>\n' for key, _ in case.turns)
            yield "    </Case>\n"
        yield "  </Cases>\n"

    def turns(self, document: str) -> Iterator[tuple[str, int, int]]:
        """Id, start and end of the selections of a document that cases point at."""
        for case in self._by_document.get(document, ()):
            for key, turn in case.turns:
                yield key, turn.start, turn.end


def read_case(element: ET.Element) -> ForeignCase:
    """A Case as the file has it; its values by the global id of their variable."""
    values: dict[str, AttributeValue] = {}
    found: dict[str, list[str]] = {"SourceRef": [], "SelectionRef": [], "CodeRef": []}
    for child in element:
        kind = local(child)
        if kind == "VariableValue":
            values.update(variable_value(child))
        elif kind in found:
            found[kind].append(guid(child.get("targetGUID")))
    return ForeignCase(
        guid(element.get("guid")),
        (element.get("name") or "").strip(),
        values,
        tuple(found["SourceRef"]),
        tuple((key, 0, 0) for key in found["SelectionRef"]),
        codes=len(found["CodeRef"]),
    )
