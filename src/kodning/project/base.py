"""Opening and making a project, its codebook, its people and its history."""

import os
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from kodning import store
from kodning.codebook import (
    CODEBOOK_NAME,
    Codebook,
    UnknownCodeError,
    find_code,
    parse_codebook,
    read_codebook,
)
from kodning.errors import BadNameError, KodningError, ProjectExistsError, UnknownCoderError
from kodning.project.viewing import Viewing
from kodning.store.connection import (
    STORE_NAME,
    ForeignStoreError,
    NoProjectError,
    ReadOnlyStoreError,
    create_store,
    open_store,
    translate,
)
from kodning.store.connection import writing as write
from kodning.store.files import write_new

_LONGEST_NAME = 255  # as long as the name of a file can be
NOBODY = "kodning"  # who takes in an edited codebook when nobody is named


def checked_name(name: str) -> str:
    """A name of a document or coder in NFC, trimmed.

    Raises:
        BadNameError: Empty, too long, or with control characters.
    """
    clean = unicodedata.normalize("NFC", name).strip()
    if not 0 < len(clean) <= _LONGEST_NAME or any(unicodedata.category(c)[0] == "C" for c in clean):
        raise BadNameError(name)
    return clean


class ProjectBase(Viewing):
    """A folder with `codebook.yaml` and `kodning.db`. Use it as a context manager, or call `close`."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self.connection = connection
        self.warnings: list[KodningError] = []

    @classmethod
    def find(cls, start: Path) -> Path:
        """The nearest folder, from `start` upwards, that holds a store.

        Raises:
            NoProjectError: There is none.
            ForeignStoreError: What has the store's name is no file; another project further up is not taken.
        """
        here = start.absolute()
        for folder in (here, *here.parents):
            place = folder / STORE_NAME
            if place.is_file():
                return folder
            if os.path.lexists(place):
                raise ForeignStoreError(place)
        raise NoProjectError(here)

    @classmethod
    def open(cls, folder: str | Path = ".", *viewers: str) -> Self:
        """Open the project in a folder or in one above it, and take in a codebook that was edited.

        Args:
            folder: The folder.
            viewers: Names of the one who looks. If one of them is in a blind pass, only her own work is handed out.
        """
        found = cls.find(Path(folder))
        project = cls(found, open_store(found / STORE_NAME))
        try:
            project.seen_by(*viewers)
            project._take_in_codebook()
        except BaseException:
            project.close()
            raise
        return project

    @classmethod
    def create(cls, folder: str | Path, codebook: str, coder: str) -> Self:
        """A new project; `codebook` is the text of its `codebook.yaml`, unless the folder has one already.

        Raises:
            BadNameError: The coder's name cannot be one.
            ProjectExistsError: The folder holds a store already.
            CodebookError: The codebook is not right.
        """
        path = Path(folder)
        who = checked_name(coder)
        place, file = path / STORE_NAME, path / CODEBOOK_NAME
        if os.path.lexists(place):
            raise ProjectExistsError(place)
        parsed = read_codebook(file) if file.exists() else parse_codebook(codebook, file)
        try:
            path.mkdir(parents=True, exist_ok=True)
            if not file.exists() and not write_new(file, codebook):
                parsed = read_codebook(file)  # another process was quicker
        except OSError as error:
            raise ReadOnlyStoreError(path) from error

        def begin(connection: sqlite3.Connection) -> None:
            action = store.writing.add_action(connection, "init", who, parsed.title)
            store.writing.add_project(connection)
            store.writing.add_codebook(connection, action, parsed)

        try:
            create_store(place, begin)
        except FileExistsError as error:
            raise ProjectExistsError(place) from error
        project = cls(path, open_store(place))
        project.viewer = who
        return project

    def refresh(self) -> None:
        """Take in a codebook that was edited since, in a project that stays open."""
        self.warnings.clear()
        self._take_in_codebook()

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def store_path(self) -> Path:
        """The SQLite file."""
        return self.folder / STORE_NAME

    @contextmanager
    def action(self, kind: str, coder: str, summary: str = "", undoes: int | None = None) -> Iterator[int]:
        """A transaction in which one action's rows are written, all of them or none; gives its key."""
        name = self._doer(coder)
        with write(self.connection, self.store_path):
            yield store.writing.add_action(self.connection, kind, name, summary, undoes)

    def _doer(self, coder: str) -> str:
        """The name of the one who does something.

        Raises:
            BadNameError: It cannot be a name.
            BlindError: The viewer is in a blind pass and would do it in another's name.
        """
        name = checked_name(coder)
        self.only(name)
        return name

    def _recorder(self) -> str:
        """Who takes in an edited codebook: the one who looks."""
        try:
            return checked_name(self.viewer or NOBODY)
        except BadNameError:
            return NOBODY

    def _take_in_codebook(self) -> None:
        file = self.folder / CODEBOOK_NAME
        parsed = read_codebook(file) if self._codebook_differs(file) else None
        if parsed is None:
            return
        try:
            with write(self.connection, self.store_path):
                if store.queries.codebook_source(self.connection) != parsed.source:  # nobody else was quicker
                    action = store.writing.add_action(
                        self.connection, "codebook", self._recorder(), parsed.title
                    )
                    self._write_codebook(parsed, action)
        except ReadOnlyStoreError as error:
            self.warnings.append(error)

    def _codebook_differs(self, file: Path) -> bool:
        try:
            source = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError):
            return True  # read_codebook says what is wrong
        return source != store.queries.codebook_source(self.connection)

    def _write_codebook(self, codebook: Codebook, action: int) -> None:
        store.writing.add_codebook(self.connection, action, codebook)

    def codebook(self) -> Codebook:
        """The codebook in force, with all that it says of its codes."""
        source = store.queries.codebook_source(self.connection) or ""
        return parse_codebook(source, self.folder / CODEBOOK_NAME)

    def codes(self) -> "list[store.queries.CodeRow]":
        """The codes in the order of the codebook; after them those that have left it but are used."""
        found = store.queries.codes(self.connection)
        if (blind := self.blind) is None:
            return found
        used = {counted.code for counted in store.queries.coding_counts(self.connection, blind)}
        return [code for code in found if code.in_codebook or code.key in used]

    def code_id(self, wanted: str) -> str:
        """The id of a code by its id, its label, an alias or an earlier id.

        Raises:
            UnknownCodeError: With the nearest name.
        """
        codes = {code.key: code.labels for code in self.codes()}
        try:
            return find_code(wanted, codes)
        except UnknownCodeError:
            others = store.codes.other_names(self.connection)
            folded = {name.casefold(): key for name, key in others.items()}
            meant = folded.get(unicodedata.normalize("NFC", wanted).strip().casefold())
            if meant is None or meant not in codes:
                raise
            return meant

    def code_identities(self) -> dict[str, str]:
        """The lasting identity (a UUID) of every code there is or was, by its present id."""
        return store.codes.identities(self.connection)

    def coders(self) -> list[str]:
        """Coders with codings or reviews; who has reviewed most comes first."""
        found = store.queries.coders(self.connection)
        blind = self.blind
        return found if blind is None else [name for name in found if name == blind]

    def coder(self, wanted: str) -> str:
        """A coder's name as it stands in the project.

        Raises:
            UnknownCoderError: With the nearest name.
            BlindError: The viewer is in a blind pass, and this is somebody else.
        """
        known = store.queries.all_coders(self.connection)
        clean = unicodedata.normalize("NFC", wanted).strip()
        match = [name for name in known if name == clean] or [
            name for name in known if name.casefold() == clean.casefold()
        ]
        if len(match) != 1:
            raise UnknownCoderError(wanted, self.coders())
        self.only(match[0])
        return match[0]

    def history(self, *, coder: str | None = None, limit: int = -1) -> "list[store.queries.ActionRow]":
        """What was done, newest first."""
        return store.queries.actions(self.connection, coder=self.only(coder), limit=limit)

    def problems(self) -> "list[store.checking.Problem]":
        """Everything that is wrong with the store."""
        try:
            return list(store.checking.problems(self.connection))
        except sqlite3.Error as error:
            raise translate(error, self.store_path) from error

    def visible(self, found: "Iterable[store.checking.Problem]") -> "Iterator[store.checking.Problem]":
        """Problems as the viewer may know them: of others' codings neither place nor number while she is blind."""
        blind = self.blind
        own = [] if blind is None else store.queries.codings(self.connection, coder=blind)
        numbers, codes = {coding.id for coding in own}, {coding.code for coding in own}
        for problem in found:
            of_nobody = problem.coding is None and problem.kind != "code"
            if blind is None or of_nobody or problem.coding in numbers:
                yield problem
            elif problem.coding is not None:
                da, en = "en anden koders kodning er ikke i orden", "a coding of another coder is not right"
                yield store.checking.Problem("coding", "–", da, en)
            elif problem.place in codes:
                da, en = "koden står ikke længere i kodebogen", "the code has left the codebook"
                yield store.checking.Problem("code", problem.place, da, en)
