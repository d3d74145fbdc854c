"""Any file of another program's: which format it is, into this project or a new one."""

import gc
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from kodning.codebook import CODEBOOK_NAME
from kodning.errors import KodningError, UnreadableFileError
from kodning.interchange.arriving import UncertainOffsetsError, bring_in
from kodning.interchange.codes_in import empty_codebook
from kodning.interchange.foreign import ForeignProject
from kodning.interchange.import_report import ExchangeReport
from kodning.interchange.offsets import Counting
from kodning.project import Project
from kodning.store.connection import STORE_NAME, ReadOnlyStoreError

Read = TypeVar("Read")
SQLITE = b"SQLite format 3\x00"
TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx"})


class FolderInUseError(KodningError):
    """A new project is to be made where other things are."""

    def __init__(self, folder: Path, path: Path) -> None:
        super().__init__(
            f"Der er intet projekt her, og mappen {folder} er ikke tom. Lav et nyt projekt af filen: "
            f"kodning init MAPPE --from {path}",
            f"There is no project here, and the folder {folder} is not empty. Make a new project of the file: "
            f"kodning init DIR --from {path}",
        )


class UnknownFormatError(UnreadableFileError):
    """A file of no format that kodning reads."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "formatet kendes ikke. Der læses .qdpx og .qdc (REFI-QDA), Taguettes .sqlite3, QualCoders .qda-mappe, "
            "et qualitative-coding-projekt og kodninger som .csv og .xlsx.",
            "the format is not known. What is read: .qdpx and .qdc (REFI-QDA), Taguette's .sqlite3, QualCoder's .qda "
            "folder, a qualitative-coding project, and codings as .csv and .xlsx.",
        )


def is_table(path: Path) -> bool:
    """Whether the file holds rows of codings."""
    return path.suffix.casefold() in TABLES


def read_foreign(path: Path, counting: Counting | None = None) -> ForeignProject:
    """A project or codebook of another program's.

    Args:
        path: A file, or the folder that QualCoder and qualitative-coding keep.
        counting: How places are counted, where the user says so.

    Raises:
        UnreadableFileError: Not there, damaged, or of no format that is read.
    """
    if path.is_dir():
        return _read_folder(path)
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise UnreadableFileError(path, "filen kan ikke læses.", "the file cannot be read.") from error
    suffix = path.suffix.casefold()
    if head.startswith(b"PK") or suffix == ".qdpx":
        from kodning.interchange.refi_reading import read_qdpx

        return read_qdpx(path, counting)
    if head.startswith(SQLITE):
        return _read_database(path)
    if suffix in {".qdc", ".xml"} or head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        from kodning.interchange.refi_codes import read_qdc

        return read_qdc(path)
    raise UnknownFormatError(path)


def _read_folder(path: Path) -> ForeignProject:
    if (path / "data.qda").is_file():
        from kodning.interchange.qualcoder import read_qualcoder

        return _of_database(read_qualcoder, path / "data.qda")
    from kodning.interchange.qualitative_coding import SETTINGS, read_qualitative_coding

    if (path / SETTINGS).is_file():
        return _of_database(read_qualitative_coding, path)
    raise UnknownFormatError(path)


def _read_database(path: Path) -> ForeignProject:
    from kodning.interchange.qualcoder import read_qualcoder
    from kodning.interchange.tables import table_names
    from kodning.interchange.taguette import read_taguette

    names = _of_database(table_names, path)
    if {"highlights", "highlight_tags", "tags", "documents"} <= names:
        return _of_database(read_taguette, path)
    if {"code_text", "code_name", "source"} <= names:
        return _of_database(read_qualcoder, path)
    raise UnknownFormatError(path)


def _of_database(read: Callable[[Path], Read], path: Path) -> Read:
    try:
        return read(path)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise UnreadableFileError(
            path, f"databasen kan ikke læses ({error}).", f"the database cannot be read ({error})."
        ) from error


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Many small objects without cycles: Python's collector would look through all of them again and again."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


@_no_search_for_cycles()
def import_foreign(
    project: Project,
    path: Path,
    coder: str,
    *,
    counting: Counting | None = None,
    reviewed: bool = False,
    strict: bool = False,
    dry_run: bool = False,
    revise: bool = False,
) -> ExchangeReport:
    """Take a file into a project; see `bring_in`."""
    foreign = read_foreign(path, counting)
    return bring_in(
        project, foreign, path, coder, reviewed=reviewed, strict=strict, dry_run=dry_run, revise=revise
    )


@_no_search_for_cycles()
def begin_from(
    folder: Path,
    path: Path,
    coder: str,
    *,
    counting: Counting | None = None,
    reviewed: bool = False,
    strict: bool = False,
    dry_run: bool = False,
) -> ExchangeReport:
    """Make a new project of a file. It is built beside its place and moved there when whole.

    Raises:
        FolderInUseError: The folder holds other things than the file.
    """
    if folder.exists() and any(part.absolute() != path.absolute() for part in folder.iterdir()):
        raise FolderInUseError(folder, path)
    foreign = read_foreign(path, counting)
    if foreign.offsets is not None and foreign.offsets.ambiguous:
        raise UncertainOffsetsError(path, foreign.offsets)
    made = folder.exists()
    try:
        place = folder if made else folder.parent
        place.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=place, prefix=".kodning-") as half:
            with Project.create(half, empty_codebook(foreign.name), coder) as project:
                report = bring_in(
                    project, foreign, path, coder, reviewed=reviewed, strict=strict, dry_run=dry_run
                )
            if not dry_run:
                folder.mkdir(exist_ok=True)
                (folder / "transcripts").mkdir(exist_ok=True)
                # The store last: a folder is a project from the moment it holds one.
                for name in (CODEBOOK_NAME, STORE_NAME):
                    (Path(half) / name).replace(folder / name)
    except OSError as error:
        raise ReadOnlyStoreError(folder) from error
    return report
