"""`codebook.yaml` on the disk: read with its line ends, written beside and moved into place.

The store takes a changed codebook in first and notes that the file is to follow (`codebook_pending`); then the file is
moved into place and the note goes. Whoever finds a note after a crash finishes the work, so that the two never part.
"""

import contextlib
import os
import sqlite3
import time
from pathlib import Path
from typing import NamedTuple

from kodning.text import sha256

_BOM = "\ufeff"
_STALE_SECONDS = 60


class FileText(NamedTuple):
    """A text file as it lies.

    Attributes:
        source: Its text with line feeds, without byte order mark.
        newline: How its lines end.
        bom: Whether it begins with a byte order mark.
    """

    source: str
    newline: str = "\n"
    bom: bool = False

    @property
    def sha256(self) -> str:
        """Hash of the text."""
        return sha256(self.source)


class Pending(NamedTuple):
    """A version of the codebook that the file is to get.

    Attributes:
        before: Hash of the text that it takes the place of.
        yaml: The text.
    """

    before: str
    yaml: str


def read_file(path: Path) -> FileText:
    """The text of the file.

    Raises:
        OSError: It cannot be read.
        UnicodeDecodeError: It is not UTF-8.
    """
    text = path.read_bytes().decode("utf-8")
    bom = text.startswith(_BOM)
    text = text.removeprefix(_BOM)
    crlf = text.count("\r\n")
    newline = "\r\n" if crlf * 2 > text.count("\n") else "\n"
    return FileText(text.replace("\r\n", "\n"), newline, bom)


def write_beside(path: Path, text: str, like: FileText) -> Path:
    """Write a text to a file beside `path`, with the line ends and rights of the one that is there; returns its path."""
    place = path.resolve()  # a link stays a link
    half = place.with_name(f".{place.name}.{os.getpid()}.{os.urandom(4).hex()}.tmp")
    data = ((_BOM if like.bom else "") + text.replace("\n", like.newline)).encode("utf-8")
    try:
        with half.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):
            half.chmod(place.stat().st_mode)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    return half


def take_place(half: Path, path: Path) -> None:
    """Move the finished file to its place; there is never a moment without the whole file."""
    half.replace(path.resolve())


def remove_leftovers(path: Path) -> None:
    """Files that a process which was killed has left beside."""
    place = path.resolve()
    for left in place.parent.glob(f".{place.name}.*.tmp"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE_SECONDS:
                left.unlink()


def note_pending(connection: sqlite3.Connection, before: str, version: int) -> None:
    """Note, in the transaction that stores a version, that the file is to follow."""
    connection.execute(
        "INSERT OR REPLACE INTO codebook_pending (id, before, version) VALUES (1, ?, ?)", (before, version)
    )


def pending(connection: sqlite3.Connection) -> Pending | None:
    """What the file is still to get."""
    row = connection.execute(
        "SELECT p.before, v.yaml FROM codebook_pending p JOIN codebook_version v ON v.id = p.version"
    ).fetchone()
    return Pending(*row) if row else None


def clear_pending(connection: sqlite3.Connection) -> None:
    """The file has followed."""
    connection.execute("DELETE FROM codebook_pending")


class VersionRow(NamedTuple):
    """A version of the codebook.

    Attributes:
        id: Key in the store.
        number: 1 for the first that the project had.
        sha256: Hash of its text.
        yaml: Its text.
        action: Number of the action that made it.
        created: When.
        coder: By whom.
        kind: By what.
        codings: How many codings in force were made by it.
    """

    id: int
    number: int
    sha256: str
    yaml: str
    action: int
    created: str
    coder: str
    kind: str
    codings: int


def versions(connection: sqlite3.Connection) -> list[VersionRow]:
    """All versions, oldest first."""
    rows = connection.execute(
        "SELECT v.id, ROW_NUMBER() OVER (ORDER BY v.id), v.sha256, v.yaml, a.id, a.created, c.name, a.kind,"
        " (SELECT COUNT(*) FROM live_coding l WHERE l.codebook_version = v.id)"
        " FROM codebook_version v JOIN action a ON a.id = v.action JOIN coder c ON c.id = a.coder ORDER BY v.id"
    )
    return [VersionRow(*row) for row in rows]


def version_around(connection: sqlite3.Connection, action: int) -> tuple[str, str] | None:
    """What an action made of the codebook: (text before, text after)."""
    row = connection.execute(
        "SELECT v.yaml, (SELECT yaml FROM codebook_version WHERE id < v.id ORDER BY id DESC LIMIT 1)"
        " FROM codebook_version v WHERE v.action = ?",
        (action,),
    ).fetchone()
    return None if row is None or row[1] is None else (row[1], row[0])


def names_changed_by(connection: sqlite3.Connection, action: int) -> dict[str, str]:
    """Ids that an action changed: before to after."""
    rows = connection.execute(
        "SELECT before, after FROM code_change WHERE action = ? AND kind = 'rename'", (action,)
    )
    return dict(rows.fetchall())
