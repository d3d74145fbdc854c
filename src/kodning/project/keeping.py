"""Copies of a project: a backup, the project as it was, one file for a colleague."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from kodning import store
from kodning.codebook import CODEBOOK_NAME
from kodning.errors import KodningError, ProjectExistsError
from kodning.project.passes import Project as ProjectWithPasses
from kodning.store.connection import STORE_NAME, ReadOnlyStoreError
from kodning.wording import integer

PACKED_SUFFIX = ".kodning"


class FileThereError(KodningError):
    """A file that would be written over."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} findes i forvejen og skrives ikke over; vælg et andet navn.",
            f"{path} is there already and is not written over; choose another name.",
        )


class UnknownActionError(KodningError):
    """An action that is not there."""

    def __init__(self, wanted: int) -> None:
        super().__init__(
            f"Der er ingen handling nr. {integer(wanted)}. Se numrene med »kodning history«.",
            f"There is no action no. {integer(wanted)}. See the numbers with “kodning history”.",
        )


class ProjectKeeping(ProjectWithPasses):
    """A project, as far as copies of it go."""

    def back_up(self, folder: Path, as_of: int | None = None) -> Path:
        """Put a whole, consistent copy into a folder, while others may write; returns the folder.

        Args:
            folder: A new or empty folder.
            as_of: Number of an action: the project as it was after it, so that every command gives the numbers of
                then. What has been forgotten since is not there either.

        Raises:
            ProjectExistsError: The folder holds something.
            UnknownActionError: There is no such action.
            BlindError: The viewer is in a blind pass; the copy holds others' work.
        """
        self.refuse_blind()
        if as_of is not None and as_of not in {row.id for row in store.queries.actions(self.connection)}:
            raise UnknownActionError(as_of)

        def cut(connection: sqlite3.Connection) -> str:
            if as_of is None:
                return store.queries.codebook_source(connection) or ""
            return store.cutting.as_it_was(connection, as_of, self.folder / CODEBOOK_NAME)

        import tempfile

        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as half:
            text = _cut_copy(self.store_path, Path(half), cut)
            _settle_in(Path(half) / STORE_NAME, text, folder)
        return folder

    def pack(self, file: Path, *, blind: bool = False) -> Path:
        """Make one file for a colleague, who unpacks it, works, and whose file or folder is merged back.

        Args:
            file: What to write; it gets the ending `.kodning` where it has none.
            blind: Texts, codebook and samples alone: nothing that anybody has coded, read, noted or decided.

        Raises:
            FileThereError: There is a file of that name.
            BlindError: The viewer is in a blind pass, and the file would hold others' work.
        """
        if not blind:
            self.refuse_blind()
        path = file if file.suffix else file.with_suffix(PACKED_SUFFIX)
        if path.exists():
            raise FileThereError(path)

        def cut(connection: sqlite3.Connection) -> str:
            if blind:
                return store.cutting.texts_and_codebook(connection, self.folder / CODEBOOK_NAME)
            return store.queries.codebook_source(connection) or ""

        import tempfile
        import zipfile

        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            text = _cut_copy(self.store_path, Path(folder), cut)
            half = path.with_name(f".{path.name}.tmp")
            try:
                with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
                    archive.write(Path(folder) / STORE_NAME, STORE_NAME)
                    archive.writestr(CODEBOOK_NAME, text)
                half.replace(path)
            except OSError as error:
                raise ReadOnlyStoreError(path) from error
            finally:
                half.unlink(missing_ok=True)
        return path


def unpack(file: Path, folder: Path) -> Path:
    """Make a project of a packed file, in a new or empty folder; returns the folder.

    Raises:
        ProjectExistsError: The folder holds something.
        ForeignStoreError, DamagedStoreError, NewerStoreError: It is no packed project.
    """
    import tempfile

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as half:
        copy = store.copying.copy_of_store(file, Path(half))
        with closing(sqlite3.connect(copy)) as connection:
            text = store.queries.codebook_source(connection) or ""
        _settle_in(copy, text, folder)
    return folder


def _cut_copy(source: Path, folder: Path, cut: Callable[[sqlite3.Connection], str]) -> str:
    copy = folder / STORE_NAME
    store.copying.back_up(source, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        return cut(connection)


def _settle_in(copy: Path, codebook: str, folder: Path) -> None:
    """Put a store and its codebook into a folder that holds nothing."""
    import shutil

    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ProjectExistsError(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / CODEBOOK_NAME).write_text(codebook, encoding="utf-8", newline="\n")
        half = folder / f".{STORE_NAME}.tmp"
        shutil.copyfile(copy, half)
        half.replace(folder / STORE_NAME)
    except OSError as error:
        raise ReadOnlyStoreError(folder) from error
