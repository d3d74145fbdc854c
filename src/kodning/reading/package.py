"""ZIP files from strangers: members read in memory, never unpacked to disk, and bounded."""

import io
import lzma
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, Self

from kodning.errors import UnreadableFileError

LARGEST_PART = 64_000_000
"""Bytes of one unpacked member."""

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

    Raises:
        UnreadableFileError: It is damaged, or a bomb.
    """

    def __init__(self, source: bytes | IO[bytes], path: Path) -> None:
        self.path = path
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

    def read(self, name: str, largest: int = LARGEST_PART) -> bytes:
        """A member's bytes.

        Raises:
            UnreadableFileError: It is not there, damaged, encrypted, or unpacks to more than it may.
        """
        member = self._members.get(name)
        if member is None:
            raise damaged(self.path, f"{name} ?")
        if member.flag_bits & _ENCRYPTED:
            raise UnreadableFileError(
                self.path,
                "er beskyttet med adgangskode. Pak den ud, eller gem den uden adgangskode.",
                "is protected by a password. Unpack it, or save it without the password.",
            )
        allowed = min(largest, max(_SMALL, member.compress_size * _RATIO))
        if member.file_size > allowed:
            raise _bomb(self.path)
        try:
            return self._bounded(member, allowed)
        except _BROKEN as error:
            raise damaged(self.path, str(error)) from None

    def _bounded(self, member: zipfile.ZipInfo, allowed: int) -> bytes:
        pieces, length = [], 0
        with self._zip.open(member) as source:
            while piece := source.read(_CHUNK):
                pieces.append(piece)
                length += len(piece)
                if length > allowed:  # what the directory says of a size is anybody's word
                    raise _bomb(self.path)
        return b"".join(pieces)


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
        "pakker sig ud til langt mere, end nogen udskrift fylder; den er ikke læst.",
        "unpacks to far more than any transcript takes; it was not read.",
    )
