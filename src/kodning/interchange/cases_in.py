"""Whom or what a foreign case is here: somebody who speaks in a document, or the document itself."""

from collections.abc import Mapping, Sequence

from kodning.interchange.documents_in import PlacedDocument
from kodning.interchange.foreign import ForeignCase, ForeignProject, Loss
from kodning.interchange.refi_cases import BETWEEN, CASE
from kodning.model import AttributeValue, Turn
from kodning.project import Project

People = dict[tuple[str, str], dict[str, AttributeValue]]


class CaseFinder:
    """Gives what is known of cases to people and documents.

    A case is a person where the file says so (kodning's own), where it is called as somebody who speaks in its
    document, or where it is made of one person's turns. Else its values are its documents', and its name their
    attribute `case`.

    Attributes:
        people: Values by document name and speaker.
    """

    def __init__(
        self, project: Project, foreign: ForeignProject, documents: Mapping[str, PlacedDocument]
    ) -> None:
        self._project = project
        self._foreign = foreign
        self._placed = documents
        self._turns: dict[str, Sequence[Turn]] = {}
        self._names: dict[str, list[str]] = {}
        self.people: People = {}

    def find_all(self) -> None:
        """Fill in `people`, and the attributes of the documents, which are in the store by now."""
        for case in self._foreign.cases:
            if not self._find(case) and (case.name or case.values):
                self._lost(case, "har intet dokument, der er kommet med", "has no document that came across")
        for key, names in self._names.items():
            self._placed[key].attributes.setdefault(CASE, "; ".join(names))

    def _find(self, case: ForeignCase) -> bool:
        """Whether the case was given to anything."""
        if case.speaker and all(key in self._placed for key in case.documents):
            for key in case.documents:
                self._give(self._placed[key], case.speaker, case)
            return True
        found = False
        for key in case.documents:
            placed = self._placed.get(key)
            if placed is None:
                continue
            found = True
            speaker = self._called(case.name, placed)
            if speaker is not None:
                self._give(placed, speaker, case)
            else:
                self._to_document(key, case)
        by_document: dict[str, list[tuple[int, int]]] = {}
        for key, start, end in case.spans:
            if key in self._placed:
                by_document.setdefault(key, []).append((start, end))
        for key, spans in by_document.items():
            found = self._of_spans(case, self._placed[key], spans) or found
        return found

    def _of_spans(self, case: ForeignCase, placed: PlacedDocument, spans: list[tuple[int, int]]) -> bool:
        speaker = self._called(case.name, placed)
        if speaker is None:
            here = [placed.mapping.span(*span) for span in spans]
            speakers = {
                turn.speaker
                for turn in self._turns_of(placed)
                if any(start < turn.end and turn.start < end for start, end in here)
            }
            speaker = speakers.pop() if len(speakers) == 1 else None
        if speaker is None:
            self._lost(case, f"er stykker af {placed.name}", f"is pieces of {placed.name}")
            return True
        self._give(placed, speaker, case)
        if case.name.rpartition(BETWEEN)[2].casefold() != speaker.casefold():
            self.people[placed.name, speaker].setdefault(CASE, case.name)
        return True

    def _called(self, name: str, placed: PlacedDocument) -> str | None:
        """Who speaks in a document under this name."""
        wanted = {name.casefold(), name.rpartition(BETWEEN)[2].casefold()}
        speakers = dict.fromkeys(turn.speaker for turn in self._turns_of(placed) if turn.speaker)
        found = [speaker for speaker in speakers if speaker.casefold() in wanted]
        return found[0] if len(found) == 1 else None

    def _turns_of(self, placed: PlacedDocument) -> Sequence[Turn]:
        if placed.name not in self._turns:
            self._turns[placed.name] = self._project.turns(placed.name)
        return self._turns[placed.name]

    def _give(self, placed: PlacedDocument, speaker: str, case: ForeignCase) -> None:
        there = self.people.setdefault((placed.name, speaker), {})
        for name, value in case.values.items():
            there.setdefault(name, value)

    def _to_document(self, key: str, case: ForeignCase) -> None:
        document = self._placed[key]
        for name, value in case.values.items():
            document.attributes.setdefault(name, value)
        if case.name and case.name != document.called:
            self._names.setdefault(key, []).append(case.name)

    def _lost(self, case: ForeignCase, da: str, en: str) -> None:
        loss = Loss("case", case.name, f"casen »{case.name}« {da}", f"the case “{case.name}” {en}")
        self._foreign.losses.append(loss)
