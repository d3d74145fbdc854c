"""Opening `kodning.db`, and the one way of writing to it."""

import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kodning.errors import KodningError
from kodning.store.files import place_new
from kodning.store.identity import APPLICATION_ID, SCHEMA_VERSION
from kodning.store.ids import new_uid

STORE_NAME = "kodning.db"
_BUSY_MILLISECONDS = 30_000
# Programs that copy files behind SQLite's back: a write-ahead log in such a folder can lose data.
_SYNC_FOLDERS = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "mobile documents",
    "nextcloud",
    "icloud",
)


class NoProjectError(KodningError):
    """There is no project in the folder nor above it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Der er intet kodning-projekt i {folder} eller mapperne over den. "
            "Lav ét med »kodning init MAPPE«, eller prøv »kodning demo«.",
            f"There is no kodning project in {folder} or the folders above it. "
            "Make one with “kodning init DIR”, or try “kodning demo”.",
        )


class ForeignStoreError(KodningError):
    """The file is no store of kodning's."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} er ikke en kodning-fil. Flyt den væk, eller peg på projektets mappe med --project.",
            f"{path} is not a kodning file. Move it away, or point at the project's folder with --project.",
        )


class DamagedStoreError(KodningError):
    """The file is one of kodning's, but broken."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            f"{path} er beskadiget ({detail}). Intet er ændret; læg en sikkerhedskopi i stedet.",
            f"{path} is damaged ({detail}). Nothing was changed; put a backup in its place.",
        )


class NewerStoreError(KodningError):
    """The file was written by a newer kodning."""

    def __init__(self, path: Path, version: int) -> None:
        super().__init__(
            f"{path} er skrevet af en nyere kodning (format {version}; denne kan {SCHEMA_VERSION}). "
            "Opgradér med »pip install --upgrade kodning«.",
            f"{path} was written by a newer kodning (format {version}; this one reads {SCHEMA_VERSION}). "
            "Upgrade with “pip install --upgrade kodning”.",
        )


class ReadOnlyStoreError(KodningError):
    """The file or its folder cannot be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Der kan ikke skrives i {path}: filen eller mappen er skrivebeskyttet, eller disken er fuld. "
            "Intet er ændret.",
            f"Cannot write to {path}: the file or its folder is read-only, or the disk is full. "
            "Nothing was changed.",
        )


class UnreadableStoreError(KodningError):
    """The file is there but may not be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"{path} kan ikke læses ({reason}). Få adgang til filen, eller kopiér projektet.",
            f"{path} cannot be read ({reason}). Get access to the file, or copy the project.",
        )


class StoreBusyError(KodningError):
    """Another process held the store for too long."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} er optaget af et andet program. Intet er ændret; prøv igen om lidt.",
            f"{path} is in use by another program. Nothing was changed; try again in a moment.",
        )


class DiskFullError(KodningError):
    """No room on the disk."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Der er ikke plads på disken til at skrive i {path}. Intet er ændret.",
            f"There is no room on the disk to write to {path}. Nothing was changed.",
        )


class DiskError(KodningError):
    """The disk failed: a quota is reached, a drive is gone."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            f"Disken tog ikke imod {path} ({detail}). Intet er ændret; se, om den er fuld eller taget ud.",
            f"The disk did not take {path} ({detail}). Nothing was changed; see whether it is full or gone.",
        )


def translate(error: sqlite3.Error, path: Path) -> KodningError:
    """What an error of SQLite's means to the user."""
    kind = _kind(error)
    if kind in _UNWRITABLE:
        return ReadOnlyStoreError(path)
    if kind == sqlite3.SQLITE_FULL:
        return DiskFullError(path)
    if kind == sqlite3.SQLITE_IOERR:
        return DiskError(path, str(error))
    if kind in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreBusyError(path)
    return DamagedStoreError(path, str(error))


_UNWRITABLE = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})


def _kind(error: sqlite3.Error) -> int:
    """SQLite's primary result code; the bits above it say more exactly what happened."""
    code: int = getattr(error, "sqlite_errorcode", 0)  # errors of the Python module itself have none
    return code & 0xFF


def in_sync_folder(path: Path) -> bool:
    """Whether a folder on the way to the file belongs to a program that synchronises files."""
    return any(name in part.casefold() for part in path.absolute().parts for name in _SYNC_FOLDERS)


def create_store(path: Path, fill: Callable[[sqlite3.Connection], None] | None = None) -> None:
    """A new store: empty, or with what `fill` writes into it.

    It is built beside its place and gets its name when whole, so that neither a crash nor another process that
    does the same leaves a half store.

    Raises:
        FileExistsError: There is something of that name already; it is left as it is.
        ReadOnlyStoreError: The folder cannot be written.
    """
    _require_writable_folder(path)
    half = path.with_name(f"{path.name}.{new_uid()}.tmp")
    try:
        with closing(sqlite3.connect(half)) as connection:
            mode = "DELETE" if in_sync_folder(path) else "WAL"
            connection.execute(f"PRAGMA journal_mode = {mode}")
        _migrate(half)
        if fill is not None:
            # Closing the only connection moves the log into the file.
            with closing(open_store(half)) as connection, writing(connection, path):
                fill(connection)
        place_new(half, path)
    except sqlite3.Error as error:
        raise translate(error, path) from error
    except FileExistsError:
        raise
    except OSError as error:
        raise ReadOnlyStoreError(path) from error
    finally:
        for left in ("", "-wal", "-shm", "-journal"):
            half.with_name(half.name + left).unlink(missing_ok=True)


def _require_writable_folder(path: Path) -> None:
    import tempfile

    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise ReadOnlyStoreError(path) from error


def open_store(path: Path) -> sqlite3.Connection:
    """A connection to an existing store of the newest schema, in autocommit mode, rows by name.

    Raises:
        ForeignStoreError: It is no SQLite file, or not kodning's.
        UnreadableStoreError: It may not be read.
        DamagedStoreError: It is cut off or broken.
        NewerStoreError: A newer kodning wrote it.
    """
    try:
        # Where POSIX locks are used, closing a file gives up all locks that this process holds on it, those of its
        # other connections included; another process would then take the log away from under them. So the file is
        # never opened beside SQLite while a connection to it is open here.
        with _opening:
            if path.absolute() not in {open_here.path for open_here in _open}:
                _check_header(path)
            connection = _connect(path)
        _check_identity(connection, path)
    except sqlite3.Error as error:
        raise translate(error, path) from error
    connection.row_factory = sqlite3.Row
    return connection


class _Connection(sqlite3.Connection):
    """A connection that is known to be open for as long as it is."""

    path: Path

    def close(self) -> None:
        """Close it."""
        super().close()
        _open.discard(self)


_opening = threading.Lock()
_open: "weakref.WeakSet[_Connection]" = weakref.WeakSet()


def check_store(path: Path) -> None:
    """Refuse what is no store of kodning's, or one that is broken or too new; nothing is changed.

    Raises:
        ForeignStoreError, UnreadableStoreError, DamagedStoreError, NewerStoreError: See `open_store`.
    """
    _check_header(path)
    with path.open("rb") as file:
        first = file.read(100)
    # SQLite's file format, 1.3: `user_version` at 60, `application_id` at 68. A fresh log may hold them instead.
    if int.from_bytes(first[68:72]) != APPLICATION_ID and not _has_log(path):
        raise ForeignStoreError(path)
    if (version := int.from_bytes(first[60:64])) > SCHEMA_VERSION:
        raise NewerStoreError(path, version)


def _check_header(path: Path) -> None:
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except PermissionError as error:
        raise UnreadableStoreError(path, error.strerror or str(error)) from error
    except OSError as error:
        raise ForeignStoreError(path) from error
    if not header.startswith(b"SQLite format 3\x00"):
        raise ForeignStoreError(path)
    if _has_log(path):
        return  # the file may be growing at this moment, or after a crash SQLite makes it whole from the log
    # SQLite's file format, 1.3: page size at 16, pages at 28, valid when the counters at 24 and 92 agree.
    page_size = int.from_bytes(header[16:18]) or 0
    page_size = 65_536 if page_size == 1 else page_size
    pages = int.from_bytes(header[28:32])
    size = path.stat().st_size
    if header[24:28] == header[92:96] and size < page_size * pages:
        raise DamagedStoreError(path, f"{size} / {page_size * pages} bytes")


def _has_log(path: Path) -> bool:
    """Whether SQLite keeps pages for the file beside it."""
    for ending in ("-wal", "-journal"):
        try:
            if path.with_name(path.name + ending).stat().st_size:
                return True
        except OSError:
            continue
    return False


def _connect(path: Path) -> _Connection:
    uri = path.absolute().as_uri()
    connection = sqlite3.connect(
        f"{uri}?mode=rw",
        uri=True,
        isolation_level=None,
        timeout=_BUSY_MILLISECONDS / 1000,
        factory=_Connection,
    )
    try:
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if _kind(error) not in {*_UNWRITABLE, sqlite3.SQLITE_IOERR} or _has_log(path):
            raise
        # On a read-only medium or a full disk its log cannot be opened, so read the file as it lies.
        connection = sqlite3.connect(
            f"{uri}?immutable=1", uri=True, isolation_level=None, factory=_Connection
        )
    connection.path = path.absolute()
    _open.add(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.create_function("new_uid", 0, new_uid)
    return connection


def _check_identity(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        connection.close()
        raise ForeignStoreError(path)
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        connection.close()
        raise NewerStoreError(path, version)
    if version < SCHEMA_VERSION:
        _migrate(path)


def _migrate(path: Path) -> None:
    from kodning.store.migrating import migrate  # the whole schema, which who only looks does not need

    migrate(path, _BUSY_MILLISECONDS)


@contextmanager
def writing(connection: sqlite3.Connection, path: Path) -> Iterator[sqlite3.Connection]:
    """The single write path: everything inside happens, or nothing does.

    `BEGIN IMMEDIATE` takes the write lock before anything is read, so that processes that read and then
    write queue up instead of failing.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        raise translate(error, path) from error
    try:
        yield connection
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        _roll_back(connection)
        raise translate(error, path) from error
    except BaseException:
        _roll_back(connection)
        raise


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:  # a full disk may have rolled back already
        connection.execute("ROLLBACK")
