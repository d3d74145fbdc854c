"""Consistent copies of a store, made while others read and write."""

import sqlite3
from contextlib import closing
from pathlib import Path

from kodning.store.connection import (
    STORE_NAME,
    DamagedStoreError,
    ForeignStoreError,
    NoProjectError,
    ReadOnlyStoreError,
    check_store,
    open_store,
    translate,
)

_PACKED_MOST = 4 * 1024**3  # a packed store is no larger than this


def copy_of_store(source: Path, folder: Path) -> Path:
    """A copy, of the newest schema, of the store of a project folder, a store file, or a packed file.

    Args:
        source: It is never changed.
        folder: Where the copy is to lie.

    Raises:
        NoProjectError: The folder holds none.
        ForeignStoreError, DamagedStoreError, NewerStoreError: It is not one that can be read.
    """
    import zipfile  # needed here only, and every command loads this module

    store = source / STORE_NAME if source.is_dir() else source
    if source.is_dir() and not store.is_file():
        raise NoProjectError(source.absolute())
    copy = folder / STORE_NAME
    if store.is_file() and zipfile.is_zipfile(store):
        _unpack_store(store, copy)
    else:
        back_up(store, copy)
    open_store(copy).close()  # brought up to date
    return copy


def _unpack_store(packed: Path, copy: Path) -> None:
    import zipfile

    try:
        with zipfile.ZipFile(packed) as archive:
            if STORE_NAME not in archive.namelist():
                raise ForeignStoreError(packed)
            if archive.getinfo(STORE_NAME).file_size > _PACKED_MOST:
                raise DamagedStoreError(packed, f"> {_PACKED_MOST} bytes")
            with archive.open(STORE_NAME) as inside, copy.open("wb") as out:
                while part := inside.read(1 << 20):
                    out.write(part)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise DamagedStoreError(packed, str(error)) from error


def back_up(source: Path, copy: Path) -> None:
    """Copy a store as it is at one moment; writers wait for nothing but a few pages.

    Raises:
        ForeignStoreError, DamagedStoreError, NewerStoreError: It is not one that can be read.
        ReadOnlyStoreError: The copy cannot be written.
    """
    check_store(source)
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as old,
            closing(sqlite3.connect(copy)) as new,
        ):
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        if not copy.parent.is_dir():
            raise ReadOnlyStoreError(copy) from error
        raise translate(error, source) from error
