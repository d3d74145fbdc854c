"""Documents of a project: texts, layers, attributes."""

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from kodning import store
from kodning.errors import UnknownDocumentError
from kodning.model import AttributeValue, Document, Segment, TimeMark, Turn
from kodning.project.importing import ProjectImporting


class ProjectDocuments(ProjectImporting):
    """A project, as far as its documents go."""

    def documents(self) -> list[Document]:
        """All documents, in the order they were imported."""
        return store.queries.documents(self.connection)

    def lengths(self) -> dict[str, int]:
        """Code points of each document's current text."""
        return dict(self.connection.execute("SELECT name, length FROM current_revision").fetchall())

    def uid(self) -> str:
        """The project's own global id."""
        return str(self.connection.execute("SELECT uid FROM project").fetchone()[0])

    def revision(self, wanted: str) -> "store.queries.RevisionRow":
        """The current text of a document, by its name in any case, or by its file name.

        Raises:
            UnknownDocumentError: With the nearest name.
        """
        clean = unicodedata.normalize("NFC", wanted).strip()
        found = store.queries.revision(self.connection, clean)
        if found is None:
            names = [document.name for document in self.documents()]
            folded = {clean.casefold(), Path(clean).stem.casefold()}
            match = [name for name in names if name.casefold() in folded]
            if len(match) != 1:
                raise UnknownDocumentError(wanted, names)
            found = store.queries.revision(self.connection, match[0])
        if found is None:
            raise UnknownDocumentError(wanted, [])
        return found

    def turns(self, document: str) -> list[Turn]:
        """The turns of a document."""
        return store.queries.turns(self.connection, self.revision(document).id)

    def segments(self, document: str, layer: str) -> Sequence[Turn | Segment]:
        """The units of a layer: `turn`, `paragraph` or `sentence`."""
        return self._layer(self.revision(document).id, layer)

    def turns_of(self, revision: "store.queries.RevisionRow") -> list[Turn]:
        """The turns of a document as it was at some revision."""
        return store.queries.turns(self.connection, revision.id)

    def units_of(self, revision: "store.queries.RevisionRow", layer: str) -> Sequence[Turn | Segment]:
        """The units of a layer of a document as it was at some revision."""
        return self._layer(revision.id, layer)

    def _layer(self, revision: int, layer: str) -> Sequence[Turn | Segment]:
        if layer == "turn":
            return store.queries.turns(self.connection, revision)
        return store.queries.segments(self.connection, revision, layer)

    def attributes(self) -> dict[str, dict[str, str]]:
        """Attribute values by document."""
        return store.queries.attributes(self.connection)

    def participants(self) -> dict[str, dict[str, dict[str, str]]]:
        """Attribute values of those who speak: by document, by speaker."""
        return store.queries.participants(self.connection)

    def attribute_kinds(self) -> "list[store.queries.AttributeKind]":
        """The documents' attributes, each with its kind over all of them."""
        return store.queries.attribute_kinds(self.connection)

    def time_marks(self, document: str) -> list[TimeMark]:
        """When pieces of a document were said, where the source said so more finely than by turns."""
        return store.queries.time_marks(self.connection, self.revision(document).id)

    def set_attributes(
        self,
        values: Mapping[str, Mapping[str, AttributeValue | None]],
        coder: str,
        speaker: str | None = None,
    ) -> None:
        """Set attributes of documents; None takes a value away.

        Args:
            values: By document, by name.
            coder: Who sets them.
            speaker: A participant of these documents whose attributes they are.

        Raises:
            UnknownDocumentError: No such document.
        """
        rows = [(document, speaker, attributes) for document, attributes in values.items()]
        self.set_attribute_rows(rows, coder)

    def set_attribute_rows(
        self, rows: Sequence[tuple[str, str | None, Mapping[str, AttributeValue | None]]], coder: str
    ) -> int:
        """Set attributes of documents and participants, (document, speaker, values) each; returns how many changed.

        Raises:
            UnknownDocumentError: No such document; nothing was set.
        """
        found = [(self.revision(document), speaker, values) for document, speaker, values in rows]
        names = ", ".join(dict.fromkeys(revision.name for revision, _, _ in found))
        if not any(self._differs(revision.document, speaker, values) for revision, speaker, values in found):
            self._doer(coder)
            return 0  # the same again leaves no trace
        with self.action("attributes", coder, names[:400]) as action:
            return sum(
                store.writing.add_attributes(self.connection, action, revision.document, values, speaker)
                for revision, speaker, values in found
            )

    def _differs(
        self, document: int, speaker: str | None, values: Mapping[str, AttributeValue | None]
    ) -> bool:
        now = store.queries.attributes_of(self.connection, document, speaker)
        return any(now.get(name) != store.writing.stored_value(value) for name, value in values.items())

    def resolve(self, document: str, spec: str) -> tuple[int, int]:
        """The span that `120:180`, `t12`, `p3`, `s40` or quoted words mean in a document.

        Raises:
            BadSpanError: It means none, or several.
        """
        from kodning import spans

        revision = self.revision(document)
        return spans.resolve(
            spec, revision.name, revision.text, lambda layer: self._layer(revision.id, layer)
        )
