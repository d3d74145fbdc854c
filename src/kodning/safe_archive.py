"""ZIP files from strangers: members read in memory or piece by piece, never unpacked to disk, and bounded.

A ZIP may be cut off, encrypted, unpack to a thousand times its size, or name files outside itself; none of that reaches
a reader. What is inside as XML goes through `safe_xml`.
"""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Self

from kodning.errors import UnreadableFileError

LARGEST_PART = 64_000_000
"""Bytes of one unpacked member."""
LARGEST_PROJECT = 1_000_000_000
"""The same of another program's project."""

_MOST_MEMBERS = 20_000
_LARGEST_WHOLE = 2_000_000_000  # bytes of all members unpacked
_RATIO = 250  # text packs some 10 times; a bomb a thousand
_SMALL = 5_000_000  # bytes that may unpack at any ratio
_CHUNK = 1 << 20
# What `zipfile` and the libraries under it raise at broken members.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
_ENCRYPTED = 0x1
_UTF8 = 0x800


class Package:
    """A ZIP file, as far as it can be trusted.

    Args:
        source: The file's bytes, or an open file.
        path: Named in errors.
        largest: Bytes of one unpacked member at most.

    Raises:
        UnreadableFileError: It is damaged, or a bomb.
    """

    def __init__(self, source: bytes | IO[bytes], path: Path, largest: int = LARGEST_PART) -> None:
        self.path = path
        self._largest = largest
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
            members = self._zip.infolist()
        except _BROKEN as error:
            raise damaged(path, str(error)) from None
        if len(members) > _MOST_MEMBERS or sum(each.file_size for each in members) > _LARGEST_WHOLE:
            raise _bomb(path)
        self._members = {shown_name(each): each for each in members if each.filename and not each.is_dir()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def names(self) -> list[str]:
        """The members' names."""
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str, largest: int | None = None) -> bytes:
        """A member's bytes.

        Raises:
            UnreadableFileError: It is not there, damaged, encrypted, or unpacks to more than it may.
        """
        with self.open(name, largest) as member:
            return b"".join(iter(lambda: member.read(_CHUNK), b""))

    @contextmanager
    def open(self, name: str, largest: int | None = None) -> "Iterator[Member]":
        """A member, to read piece by piece.

        Raises:
            UnreadableFileError: It is not there, damaged, encrypted, or unpacks to more than it may.
        """
        member = self._members.get(name)
        if member is None:
            raise damaged(self.path, f"{name} ?")
        allowed = self._allowed(member, largest)
        try:
            with self._zip.open(member) as source:
                yield Member(source, allowed, self.path)
        except _BROKEN as error:
            raise damaged(self.path, str(error)) from None

    def refuse_harm(self) -> None:
        """Look through the table of contents.

        Raises:
            UnreadableFileError: A member is encrypted, unpacks to more than it may, or points out of the archive.
        """
        for name, member in self._members.items():
            if leads_out(name) or "\0" in name:
                raise UnreadableFileError(
                    self.path,
                    f"filen vil skrive uden for sig selv ({name[:80]!r}) og åbnes ikke.",
                    f"the file names a place outside itself ({name[:80]!r}) and is not opened.",
                )
            self._allowed(member, None)

    def _allowed(self, member: zipfile.ZipInfo, largest: int | None) -> int:
        """How many bytes a member may unpack to."""
        if member.flag_bits & _ENCRYPTED:
            raise UnreadableFileError(
                self.path,
                "er beskyttet med adgangskode. Pak den ud, eller gem den uden adgangskode.",
                "is protected by a password. Unpack it, or save it without the password.",
            )
        allowed = min(largest or self._largest, max(_SMALL, member.compress_size * _RATIO))
        if member.file_size > allowed:
            raise _bomb(self.path)
        return allowed


class Member:
    """A member being read: what the directory says of its size is anybody's word."""

    def __init__(self, source: IO[bytes], allowed: int, path: Path) -> None:
        self._source = source
        self._left = allowed
        self._path = path

    def read(self, size: int = _CHUNK) -> bytes:
        """The next bytes.

        Raises:
            UnreadableFileError: There are more than there may be.
        """
        piece = self._source.read(size)
        self._left -= len(piece)
        if self._left < 0:
            raise _bomb(self._path)
        return piece


@contextmanager
def safe_archive(path: Path, largest: int = LARGEST_PROJECT) -> Iterator[Package]:
    """Open a ZIP file whose table of contents has been looked through.

    Raises:
        UnreadableFileError: Not there, no ZIP, cut off, encrypted, too large unpacked, or with files that would
            land outside it.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise UnreadableFileError(path, "filen kan ikke læses.", "the file cannot be read.") from error
    with file, Package(file, path, largest) as package:
        package.refuse_harm()
        yield package


def shown_name(member: zipfile.ZipInfo) -> str:
    """A member's name; one that says nothing of its encoding is UTF-8 (macOS) or Western DOS (Windows)."""
    if member.flag_bits & _UTF8:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850", "replace")


def leads_out(name: str) -> bool:
    """Whether a member's name points out of the archive: absolute, with a drive, or through `..`."""
    clean = name.replace("\\", "/")
    return clean.startswith("/") or ".." in PurePosixPath(clean).parts or clean[1:2] == ":"


def damaged(path: Path, reason: str) -> UnreadableFileError:
    """The message for a file that ends too soon or is no ZIP."""
    return UnreadableFileError(
        path,
        f"filen er beskadiget eller ikke hel ({reason}). Hent eller gem den igen.",
        f"the file is damaged or not whole ({reason}). Fetch or save it again.",
    )


def _bomb(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        path,
        "pakker sig ud til langt mere, end sådan en fil fylder; den er ikke læst.",
        "unpacks to far more than such a file takes; it was not read.",
    )
