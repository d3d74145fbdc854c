"""Opening and making a project, its codebook, its people and its history."""

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from kodning.codebook import CODEBOOK_NAME, Codebook, find_code, parse_codebook, read_codebook
from kodning.errors import BadNameError, KodningError, ProjectExistsError, UnknownCoderError
from kodning.store import checking, queries, writing
from kodning.store.connection import (
    STORE_NAME,
    NoProjectError,
    ReadOnlyStoreError,
    create_store,
    open_store,
    translate,
)
from kodning.store.connection import writing as write

_LONGEST_NAME = 200


def checked_name(name: str) -> str:
    """A name of a document or coder in NFC, trimmed.

    Raises:
        BadNameError: Empty, too long, or with control characters.
    """
    clean = unicodedata.normalize("NFC", name).strip()
    if not 0 < len(clean) <= _LONGEST_NAME or any(unicodedata.category(c)[0] == "C" for c in clean):
        raise BadNameError(name)
    return clean


class ProjectBase:
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
        """
        here = start.absolute()
        for folder in (here, *here.parents):
            if (folder / STORE_NAME).is_file():
                return folder
        raise NoProjectError(here)

    @classmethod
    def open(cls, folder: str | Path = ".") -> Self:
        """Open the project in a folder or in one above it, and take in a codebook that was edited."""
        found = cls.find(Path(folder))
        project = cls(found, open_store(found / STORE_NAME))
        try:
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
        if (path / STORE_NAME).exists():
            raise ProjectExistsError(path / STORE_NAME)
        file = path / CODEBOOK_NAME
        parsed = read_codebook(file) if file.exists() else parse_codebook(codebook, file)
        try:
            path.mkdir(parents=True, exist_ok=True)
            if not file.exists():
                file.write_text(codebook, encoding="utf-8", newline="\n")
        except OSError as error:
            raise ReadOnlyStoreError(path) from error
        create_store(path / STORE_NAME)
        project = cls(path, open_store(path / STORE_NAME))
        try:
            with project.action("init", who, parsed.title) as action:
                writing.add_project(project.connection)
                project._write_codebook(parsed, action)
        except BaseException:
            project.close()
            raise
        return project

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
        name = checked_name(coder)
        with write(self.connection, self.store_path):
            yield writing.add_action(self.connection, kind, name, summary, undoes)

    def _take_in_codebook(self) -> None:
        file = self.folder / CODEBOOK_NAME
        parsed = read_codebook(file) if self._codebook_differs(file) else None
        if parsed is None:
            return
        try:
            with write(self.connection, self.store_path):
                if queries.codebook_source(self.connection) != parsed.source:  # nobody else was quicker
                    action = writing.add_action(self.connection, "codebook", "kodning", parsed.title)
                    self._write_codebook(parsed, action)
        except ReadOnlyStoreError as error:
            self.warnings.append(error)

    def _codebook_differs(self, file: Path) -> bool:
        try:
            source = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError):
            return True  # read_codebook says what is wrong
        return source != queries.codebook_source(self.connection)

    def _write_codebook(self, codebook: Codebook, action: int) -> None:
        writing.add_codebook(self.connection, action, codebook.codes, codebook.source, codebook.sha256)

    def codes(self) -> list[queries.CodeRow]:
        """The codes in the order of the codebook."""
        return queries.codes(self.connection)

    def code_id(self, wanted: str) -> str:
        """The id of a code by its id or label.

        Raises:
            UnknownCodeError: With the nearest name.
        """
        return find_code(wanted, {code.key: code.labels for code in self.codes()})

    def coders(self) -> list[str]:
        """Coders with codings or reviews; who has reviewed most comes first."""
        return queries.coders(self.connection)

    def coder(self, wanted: str) -> str:
        """A coder's name as it stands in the project.

        Raises:
            UnknownCoderError: With the nearest name.
        """
        known = queries.all_coders(self.connection)
        clean = unicodedata.normalize("NFC", wanted).strip()
        match = [name for name in known if name == clean] or [
            name for name in known if name.casefold() == clean.casefold()
        ]
        if len(match) != 1:
            raise UnknownCoderError(wanted, self.coders())
        return match[0]

    def history(self, *, coder: str | None = None, limit: int = -1) -> list[queries.ActionRow]:
        """What was done, newest first."""
        return queries.actions(self.connection, coder=coder, limit=limit)

    def problems(self) -> list[checking.Problem]:
        """Everything that is wrong with the store."""
        try:
            return list(checking.problems(self.connection))
        except sqlite3.Error as error:
            raise translate(error, self.store_path) from error
