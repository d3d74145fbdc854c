"""Taking documents in: all of them or none, or one by one with those left out that cannot be."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from kodning import store
from kodning.errors import (
    BadNameError,
    DocumentExistsError,
    ForgottenTextError,
    KodningError,
    SameNameError,
    SameTextError,
)
from kodning.model import AttributeValue, Transcript
from kodning.project.base import ProjectBase, checked_name
from kodning.store.connection import writing as write

if TYPE_CHECKING:  # a command that reads no file loads no readers
    from kodning.reading.sources import Source

ImportState = Literal["new", "unchanged", "attributes"]

# A batch is written when it holds so much, or when so much time has passed: an interruption costs no more.
_BATCH_DOCUMENTS = 200
_BATCH_LETTERS = 8_000_000
_BATCH_SECONDS = 2.0
_SUMMARY = 400


class Imported(NamedTuple):
    """What became of one file."""

    path: Path
    name: str
    state: ImportState
    transcript: Transcript


class Outcome(NamedTuple):
    """What became of one document of an import that goes on.

    Attributes:
        path: Where it came from.
        name: The document's name; None where nothing could be read.
        state: What was done; None where it failed.
        transcript: What was read.
        error: Why it failed.
        row: Its row, where a table holds many documents.
    """

    path: Path
    name: str | None
    state: ImportState | None
    transcript: Transcript | None
    error: KodningError | None = None
    row: int | None = None


class _Ready(NamedTuple):
    source: "Source"
    prepared: "store.writing.PreparedDocument"


class ProjectImporting(ProjectBase):
    """A project, as far as taking documents in goes."""

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
            ForgottenTextError: The text was erased when its participant withdrew her consent.
        """
        from kodning.preparing import prepare

        prepared = [
            (path, prepare(transcript, checked_name(name or path.stem), path.name))
            for path, transcript in files
        ]
        who = self._doer(coder)
        with write(self.connection, self.store_path):
            states = [self._state(path, document) for path, document in prepared]
            if any(state != "unchanged" for state in states):  # a second import leaves no trace
                names = ", ".join(document.name for _, document in prepared)
                action = store.writing.add_action(self.connection, "import", who, names)
                for (path, document), state in zip(prepared, states, strict=True):
                    self._import_one(path, document, state, action)
        return [
            Imported(path, document.name, state, document.transcript)
            for (path, document), state in zip(prepared, states, strict=True)
        ]

    def import_sources(
        self,
        sources: "Iterable[Source]",
        coder: str,
        name: str | None = None,
        attributes: Mapping[str, AttributeValue | None] | None = None,
        *,
        consented_again: bool = False,
    ) -> Iterator[Outcome]:
        """Take documents in one by one; what cannot be taken in is told, and the others go on.

        Each document is whole in the store or not there. To interrupt it, end `sources`: what has been read by then
        is written. Outcomes come in the order of the sources, after they are written.

        Args:
            sources: What was read.
            coder: Who imports.
            name: Name of the document, for a single one.
            attributes: Attributes of every document, over those it brings itself.
            consented_again: Take in what was erased when its participant withdrew her consent, for she has given it anew.
        """
        who = self._doer(coder)
        batch: list[_Ready | Outcome] = []
        letters, began = 0, time.monotonic()
        for source in sources:
            ready = _ready(source, name, attributes or {})
            batch.append(ready)
            letters += len(ready.prepared.transcript.text) if isinstance(ready, _Ready) else 0
            if (
                len(batch) >= _BATCH_DOCUMENTS
                or letters >= _BATCH_LETTERS
                or time.monotonic() - began > _BATCH_SECONDS
            ):
                yield from self._write_batch(batch, who, consented_again)
                batch, letters, began = [], 0, time.monotonic()
        yield from self._write_batch(batch, who, consented_again)

    def _write_batch(
        self, batch: Sequence[_Ready | Outcome], who: str, consented_again: bool
    ) -> list[Outcome]:
        """Write a batch in one transaction; a document that is refused has written nothing."""
        outcomes: list[Outcome] = []
        if not any(isinstance(each, _Ready) for each in batch):
            return [each for each in batch if isinstance(each, Outcome)]
        with write(self.connection, self.store_path):
            states = [
                self._written_state(each, consented_again) if isinstance(each, _Ready) else each
                for each in batch
            ]
            todo = [
                each.prepared.name
                for each, state in zip(batch, states, strict=True)
                if isinstance(each, _Ready) and state in {"new", "attributes"}
            ]
            action = store.writing.add_action(self.connection, "import", who, _listed(todo)) if todo else 0
            for each, state in zip(batch, states, strict=True):
                outcomes.append(self._take_in(each, state, action) if isinstance(each, _Ready) else each)
        return outcomes

    def _written_state(self, ready: _Ready, consented_again: bool) -> ImportState | KodningError:
        try:
            return self._state(
                ready.source.path,
                ready.prepared,
                same_words=ready.source.row is not None,
                consented_again=consented_again,
            )
        except KodningError as error:
            return error

    def _take_in(self, ready: _Ready, state: ImportState | KodningError | Outcome, action: int) -> Outcome:
        source, prepared = ready
        if isinstance(state, str):
            try:
                self._import_one(source.path, prepared, state, action, same_words=source.row is not None)
                return Outcome(source.path, prepared.name, state, prepared.transcript, None, source.row)
            except KodningError as error:
                state = error
        failure = state if isinstance(state, KodningError) else None
        return Outcome(source.path, prepared.name, None, prepared.transcript, failure, source.row)

    def _state(
        self,
        path: Path,
        prepared: "store.writing.PreparedDocument",
        *,
        same_words: bool = False,
        consented_again: bool = False,
    ) -> ImportState:
        known = store.queries.revision(self.connection, prepared.name)
        if known is None:
            when = (
                None
                if same_words or consented_again
                else store.queries.forgotten_when(self.connection, prepared.sha256)
            )
            if when:
                raise ForgottenTextError(path, when[:10])
            other = None if same_words else store.queries.name_of_text(self.connection, prepared.sha256)
            if other:
                raise SameTextError(path, other)
            return "new"
        if known.text != prepared.transcript.text:
            raise DocumentExistsError(prepared.name, path)
        now = store.queries.attributes_of(self.connection, known.document)
        new = prepared.transcript.attributes
        same = all(now.get(name) == store.writing.stored_value(value) for name, value in new.items())
        return "unchanged" if same else "attributes"

    def _import_one(
        self,
        path: Path,
        prepared: "store.writing.PreparedDocument",
        state: ImportState,
        action: int,
        *,
        same_words: bool = False,
    ) -> None:
        if state == "unchanged":
            return
        known = store.queries.revision(self.connection, prepared.name)
        if known is None:
            other = None if same_words else store.queries.name_of_text(self.connection, prepared.sha256)
            if other:
                raise SameTextError(path, other)  # two files of this very import
            store.writing.add_document(self.connection, action, prepared)
        elif state == "new":
            raise SameNameError(path, prepared.name)
        else:
            store.writing.add_attributes(
                self.connection, action, known.document, dict(prepared.transcript.attributes)
            )


def _ready(
    source: "Source", name: str | None, attributes: Mapping[str, AttributeValue | None]
) -> _Ready | Outcome:
    if source.transcript is None:
        return Outcome(source.path, None, None, None, source.error)
    from kodning.preparing import prepare

    transcript = source.transcript
    if attributes:
        merged = {**transcript.attributes, **attributes}
        transcript = transcript._replace(
            attributes={key: value for key, value in merged.items() if value is not None}
        )
    try:
        title = checked_name(name or source.name or source.path.stem)
    except BadNameError as error:
        return Outcome(source.path, None, None, transcript, error, source.row)
    return _Ready(source, prepare(transcript, title, source.path.name))


def _listed(names: Sequence[str]) -> str:
    """Names for the history, as many as fit."""
    whole = ", ".join(names)
    if len(whole) <= _SUMMARY:
        return whole
    shown: list[str] = []
    for name in names:
        if len(", ".join([*shown, name])) > _SUMMARY:
            break
        shown.append(name)
    return f"{', '.join(shown)} … ({len(names)})"
