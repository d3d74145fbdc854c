"""Documents of a project: import, texts, layers, attributes."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from kodning import spans
from kodning.errors import DocumentExistsError, SameNameError, SameTextError, UnknownDocumentError
from kodning.model import AttributeValue, Document, Segment, Transcript, Turn
from kodning.preparing import prepare
from kodning.project.base import ProjectBase, checked_name
from kodning.store import queries, writing
from kodning.store.connection import writing as write

ImportState = Literal["new", "unchanged", "attributes"]


class Imported(NamedTuple):
    """What became of one file."""

    path: Path
    name: str
    state: ImportState
    transcript: Transcript


class ProjectDocuments(ProjectBase):
    """A project, as far as its documents go."""

    def documents(self) -> list[Document]:
        """All documents, in the order they were imported."""
        return queries.documents(self.connection)

    def revision(self, wanted: str) -> queries.RevisionRow:
        """The current text of a document, by its name in any case, or by its file name.

        Raises:
            UnknownDocumentError: With the nearest name.
        """
        clean = unicodedata.normalize("NFC", wanted).strip()
        found = queries.revision(self.connection, clean)
        if found is None:
            names = [document.name for document in self.documents()]
            folded = {clean.casefold(), Path(clean).stem.casefold()}
            match = [name for name in names if name.casefold() in folded]
            if len(match) != 1:
                raise UnknownDocumentError(wanted, names)
            found = queries.revision(self.connection, match[0])
        if found is None:
            raise UnknownDocumentError(wanted, [])
        return found

    def turns(self, document: str) -> list[Turn]:
        """The turns of a document."""
        return queries.turns(self.connection, self.revision(document).id)

    def segments(self, document: str, layer: str) -> Sequence[Turn | Segment]:
        """The units of a layer: `turn`, `paragraph` or `sentence`."""
        return self._layer(self.revision(document).id, layer)

    def turns_of(self, revision: queries.RevisionRow) -> list[Turn]:
        """The turns of a document as it was at some revision."""
        return queries.turns(self.connection, revision.id)

    def units_of(self, revision: queries.RevisionRow, layer: str) -> Sequence[Turn | Segment]:
        """The units of a layer of a document as it was at some revision."""
        return self._layer(revision.id, layer)

    def _layer(self, revision: int, layer: str) -> Sequence[Turn | Segment]:
        if layer == "turn":
            return queries.turns(self.connection, revision)
        return queries.segments(self.connection, revision, layer)

    def attributes(self) -> dict[str, dict[str, str]]:
        """Attribute values by document."""
        return queries.attributes(self.connection)

    def import_transcripts(
        self, files: Iterable[tuple[Path, Transcript]], coder: str, name: str | None = None
    ) -> list[Imported]:
        """Take transcripts in, all of them or none.

        Args:
            files: Where each came from, and what was read.
            coder: Who imports.
            name: Name of the document, for a single file; else the file's name without its ending.

        Raises:
            DocumentExistsError: The name is taken by another text.
            SameTextError: The text is here under another name.
        """
        prepared = [
            (path, prepare(transcript, checked_name(name or path.stem), path.name))
            for path, transcript in files
        ]
        who = self._doer(coder)
        with write(self.connection, self.store_path):
            states = [self._state(path, document) for path, document in prepared]
            if any(state != "unchanged" for state in states):  # a second import leaves no trace
                names = ", ".join(document.name for _, document in prepared)
                action = writing.add_action(self.connection, "import", who, names)
                for (path, document), state in zip(prepared, states, strict=True):
                    self._import_one(path, document, state, action)
        return [
            Imported(path, document.name, state, document.transcript)
            for (path, document), state in zip(prepared, states, strict=True)
        ]

    def _state(self, path: Path, prepared: writing.PreparedDocument) -> ImportState:
        known = queries.revision(self.connection, prepared.name)
        if known is None:
            if other := queries.name_of_text(self.connection, prepared.sha256):
                raise SameTextError(path, other)
            return "new"
        if known.text != prepared.transcript.text:
            raise DocumentExistsError(prepared.name, path)
        now = queries.attributes(self.connection).get(known.name, {})
        new = prepared.transcript.attributes
        same = all(now.get(name) == writing.stored_value(value) for name, value in new.items())
        return "unchanged" if same else "attributes"

    def _import_one(
        self, path: Path, prepared: writing.PreparedDocument, state: ImportState, action: int
    ) -> None:
        if state == "unchanged":
            return
        known = queries.revision(self.connection, prepared.name)
        if known is None:
            if other := queries.name_of_text(self.connection, prepared.sha256):
                raise SameTextError(path, other)  # two files of this very import
            writing.add_document(self.connection, action, prepared)
        elif state == "new":
            raise SameNameError(path, prepared.name)
        else:
            writing.add_attributes(
                self.connection, action, known.document, dict(prepared.transcript.attributes)
            )

    def set_attributes(self, values: Mapping[str, Mapping[str, AttributeValue | None]], coder: str) -> None:
        """Set attributes of documents; None takes a value away."""
        revisions = {document: self.revision(document) for document in values}
        with self.action("attributes", coder) as action:
            for document, attributes in values.items():
                writing.add_attributes(
                    self.connection, action, revisions[document].document, dict(attributes)
                )

    def resolve(self, document: str, spec: str) -> tuple[int, int]:
        """The span that `120:180`, `t12`, `p3`, `s40` or quoted words mean in a document.

        Raises:
            BadSpanError: It means none, or several.
        """
        revision = self.revision(document)
        return spans.resolve(
            spec, revision.name, revision.text, lambda layer: self._layer(revision.id, layer)
        )
