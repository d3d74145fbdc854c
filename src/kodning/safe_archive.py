"""Opening ZIP files and XML that somebody else has made: bounded, without surprises, one clear message each.

A ZIP may be cut off, encrypted, unpack to a thousand times its size, or name files outside itself; XML may ask for
other files or let entities multiply. None of that reaches a reader.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET
from xml.parsers import expat

from kodning.errors import UnreadableFileError

_MOST_ENTRIES = 50_000
_LARGEST_ENTRY = 512 * 2**20
_LARGEST_TOTAL = 2 * 2**30
_HIGHEST_RATIO = 200  # text in XML packs 5 to 30 times, deflate at most 1,032 times
_SMALL = 16 * 2**20  # below this a high ratio does no harm
_ENCRYPTED = 0x1
_OUTSIDE = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:")
_DEEPEST = 500


class SafeArchive:
    """A ZIP file whose table of contents has been looked through; `safe_archive` opens one."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path = path
        self._archive = archive
        self._infos = {info.filename: info for info in archive.infolist() if not info.is_dir()}

    @property
    def names(self) -> list[str]:
        """The files in it, in their order."""
        return list(self._infos)

    def read(self, name: str) -> bytes:
        """The whole of one file.

        Raises:
            UnreadableFileError: It is not there, or damaged.
        """
        with self.open(name) as file:
            return file.read()

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """One file, to read piece by piece.

        Raises:
            UnreadableFileError: It is not there, or damaged.
        """
        info = self._infos.get(name)
        if info is None:
            raise UnreadableFileError(
                self.path, f"filen mangler {name} indeni.", f"the file lacks {name} inside."
            )
        try:
            with self._archive.open(info) as file:
                yield file
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise _damaged(self.path) from error


def _damaged(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        path,
        "filen er beskadiget eller ikke hel; hent eller eksportér den igen.",
        "the file is damaged or cut off; fetch or export it again.",
    )


@contextmanager
def safe_archive(path: Path) -> Iterator[SafeArchive]:
    """Open a ZIP file after looking through its table of contents.

    Raises:
        UnreadableFileError: Not there, no ZIP, cut off, encrypted, too large unpacked, or with files that would
            land outside it.
    """
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise UnreadableFileError(
            path,
            "filen er ikke en hel ZIP-fil; hent eller eksportér den igen.",
            "the file is not a whole ZIP file; fetch or export it again.",
        ) from error
    except (OSError, ValueError) as error:
        raise UnreadableFileError(path, "filen kan ikke læses.", "the file cannot be read.") from error
    with archive:
        _look_through(path, archive.infolist())
        yield SafeArchive(path, archive)


def _look_through(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    total = 0
    for info in infos:
        if _OUTSIDE.search(info.filename) or "\0" in info.filename:
            raise UnreadableFileError(
                path,
                f"filen vil skrive uden for sig selv ({info.filename[:80]!r}) og åbnes ikke.",
                f"the file names a place outside itself ({info.filename[:80]!r}) and is not opened.",
            )
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableFileError(
                path,
                "filen er låst med en adgangskode; gem den uden.",
                "the file is locked with a password; save it without.",
            )
        total += info.file_size
        bomb = info.file_size > _SMALL and info.file_size > _HIGHEST_RATIO * max(1, info.compress_size)
        if bomb or info.file_size > _LARGEST_ENTRY or total > _LARGEST_TOTAL:
            raise UnreadableFileError(
                path,
                f"filen fylder for meget, når den pakkes ud ({info.filename[:80]}), og åbnes ikke.",
                f"the file is too large unpacked ({info.filename[:80]}) and is not opened.",
            )
    if len(infos) > _MOST_ENTRIES:
        raise UnreadableFileError(
            path,
            f"filen holder {len(infos)} filer; højst {_MOST_ENTRIES} læses.",
            f"the file holds {len(infos)} files; at most {_MOST_ENTRIES} are read.",
        )


class _RootReachedError(Exception):
    """The document's first element: whatever a prologue can hold has been seen."""


def refuse_doctype(file: IO[bytes], path: Path, what: str) -> None:
    """Read on to the first element; a document type, which is where entities are declared, is refused.

    Raises:
        UnreadableFileError: There is a document type, or no XML.
    """
    parser = expat.ParserCreate()

    def doctype(*_: object) -> None:
        raise UnreadableFileError(
            path,
            f"{what} har en DOCTYPE og kan hente fremmede filer; den læses ikke.",
            f"{what} has a DOCTYPE, which can draw in other files; it is not read.",
        )

    def root(*_: object) -> None:
        raise _RootReachedError

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = root
    try:
        parser.ParseFile(file)
    except _RootReachedError:
        return
    except expat.ExpatError as error:
        raise bad_xml(path, what, error.lineno) from error
    except ValueError as error:  # an encoding that Python does not know
        raise bad_xml(path, what) from error


def bad_xml(path: Path, what: str, line: int | None = None) -> UnreadableFileError:
    """The error for what is no well-formed XML."""
    place = f" ({what}:{line})" if line else f" ({what})"
    return UnreadableFileError(path, f"ikke gyldig XML{place}.", f"not valid XML{place}.")


def parse_xml(data: bytes, path: Path, what: str) -> ET.Element:
    """The root element of an XML document without a document type.

    Args:
        data: The whole document.
        path: The file it came in, for messages.
        what: Its name inside that file, for messages.

    Raises:
        UnreadableFileError: Not well-formed, nested absurdly deep, or with a document type.
    """
    import io

    refuse_doctype(io.BytesIO(data), path, what)
    try:
        root = ET.fromstring(data)  # noqa: S314 - without a document type there are no entities
    except (ET.ParseError, ValueError) as error:
        raise bad_xml(path, what, getattr(error, "position", (None,))[0]) from error
    if _depth(root) > _DEEPEST:
        raise UnreadableFileError(path, f"{what} er indlejret for dybt.", f"{what} is nested too deeply.")
    return root


def _depth(root: ET.Element) -> int:
    level, depth = [root], 0
    while level and depth <= _DEEPEST:
        level, depth = [child for element in level for child in element], depth + 1
    return depth
