"""Source files: which there are, and what stands in one."""

import hashlib
import re
import stat
import unicodedata
from collections.abc import Collection, Iterable
from pathlib import Path

from kodning.errors import UnreadableFileError
from kodning.model import Transcript
from kodning.reading.formats import ARCHIVES, ONE_DOCUMENT, PACKED, TABLES, transcript
from kodning.reading.speaking import Cast
from kodning.wording import sort_key

SUFFIXES = ONE_DOCUMENT | TABLES | ARCHIVES
"""Suffixes, in small letters, of the files that can be read."""

_SHOWN = ".txt, .md, .docx, .odt, .rtf, .pdf, .html, .vtt, .srt, .json, .csv, .xlsx, .zip"

LARGEST_FILE = 20_000_000
"""Bytes of a text; an hour of interview is some 60,000."""
LARGEST_PACKED = 250_000_000
"""Bytes of a file that may hold pictures too, or many documents."""

_DIGITS = re.compile("([0-9]+)")
_SKIPPED = (
    "readme",
    ".",
    "~$",
)  # what a folder holds beside its transcripts; editors' and systems' own files


def read(
    path: Path, *, encoding: str | None = None, interviewers: Collection[str] = (), cast: Cast | None = None
) -> Transcript:
    """Read a file that holds one transcript.

    Args:
        path: It is never changed.
        encoding: Its encoding, where finding it out goes wrong.
        interviewers: Labels of those who interview, without regard to case.
        cast: Names and roles of speakers; instead of `interviewers`.

    Returns:
        Text, turns, attributes, and notes on everything that was uncertain.

    Raises:
        UnreadableFileError: The file cannot be read as a transcript; the message says why and what to do.
    """
    raw = content(path)
    if path.suffix.lower() not in ONE_DOCUMENT:
        raise UnreadableFileError(
            path,
            "er en tabel eller et arkiv med flere dokumenter; brug »kodning import«.",
            "is a table or an archive of several documents; use “kodning import”.",
        )
    return transcript_of(raw, path, encoding=encoding, cast=cast or Cast(tuple(interviewers)))


def transcript_of(raw: bytes, path: Path, *, encoding: str | None, cast: Cast) -> Transcript:
    """The transcript that the bytes of a file hold; see `read`."""
    made = transcript(raw, path, _title(path), encoding, cast)
    return made._replace(source_sha256=hashlib.sha256(raw).hexdigest())


def find(paths: Iterable[Path]) -> list[Path]:
    """The transcripts that some paths stand for.

    A file stands for itself. A folder stands for its own files with a known suffix, README files, hidden
    files and those of its sub-folders left out.

    Args:
        paths: Files and folders.

    Returns:
        Each file once, folder by folder, in Danish alphabetical order, `interview-2` before `interview-10`.

    Raises:
        UnreadableFileError: A path does not exist, or a folder has no transcripts.
    """
    found: dict[Path, None] = {}
    for path in paths:
        try:
            files = _transcripts(path) if path.is_dir() else [path]
            for each in files:
                each.stat()
        except (OSError, ValueError) as error:
            raise _unreadable(path, error) from None
        found.update(dict.fromkeys(files))
    return sorted(found, key=_place)


def _transcripts(folder: Path) -> list[Path]:
    files = [each for each in folder.iterdir() if is_transcript(each) and each.is_file()]
    if not files:
        raise UnreadableFileError(
            folder, f"mappen har ingen udskrifter ({_SHOWN}).", f"the folder has no transcripts ({_SHOWN})."
        )
    return files


def is_transcript(path: Path) -> bool:
    """Whether a file of a folder or archive is taken for a transcript, by its name."""
    return path.suffix.lower() in SUFFIXES and not path.name.lower().startswith(_SKIPPED)


def _place(path: Path) -> tuple[list[tuple[int, str]], list[tuple[int, str]], str]:
    return order(str(path.parent)), order(path.name), str(path)


def order(name: str) -> list[tuple[int, str]]:
    """Key for names whose numbers sort by value."""
    parts = _DIGITS.split(unicodedata.normalize("NFC", name))
    return [(int(part[:18]), "") if at % 2 else (0, sort_key(part)) for at, part in enumerate(parts)]


def _title(path: Path) -> str:
    # A name that is not UTF-8 comes with half surrogate pairs, which no database takes.
    return unicodedata.normalize("NFC", path.stem.encode("utf-8", "replace").decode("utf-8"))


def _check_suffix(path: Path) -> None:
    if path.suffix.lower() not in SUFFIXES:
        raise UnreadableFileError(
            path,
            f"filtypen »{path.suffix or path.name}« kan ikke læses. Gem udskriften som en af disse: {_SHOWN}.",
            f"files of type “{path.suffix or path.name}” cannot be read. Save the transcript as one of {_SHOWN}.",
        )


def content(path: Path) -> bytes:
    """The bytes of a file that may be a transcript.

    Raises:
        UnreadableFileError: It cannot be opened, is of no known kind, or is too large.
    """
    suffix = path.suffix.lower()
    largest = LARGEST_PACKED if suffix in PACKED | ARCHIVES | {".xlsx"} else LARGEST_FILE
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise IsADirectoryError
        if not stat.S_ISREG(about.st_mode):
            # A pipe or a device could keep the reader waiting for ever.
            raise UnreadableFileError(path, "er ikke en almindelig fil.", "is no ordinary file.")
        _check_suffix(path)
        if about.st_size <= largest:
            with path.open("rb") as source:
                raw = source.read(largest + 1)
            if len(raw) <= largest:
                return raw
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    raise too_large(path, largest)


def too_large(path: Path, largest: int = LARGEST_FILE) -> UnreadableFileError:
    """The message for a file that is larger than any transcript."""
    megabytes = largest // 1_000_000
    return UnreadableFileError(
        path,
        f"filen er over {megabytes} MB; så stor er ingen udskrift. Er det den rigtige fil?",
        f"the file is over {megabytes} MB; no transcript is that large. Is it the right file?",
    )


def _unreadable(path: Path, error: OSError | ValueError) -> UnreadableFileError:
    if isinstance(error, FileNotFoundError):
        return UnreadableFileError(path, "findes ikke.", "does not exist.")
    if isinstance(error, PermissionError):
        return UnreadableFileError(
            path,
            "må ikke læses: du mangler rettigheder til det.",
            "may not be read: you lack the permission.",
        )
    if isinstance(error, IsADirectoryError):
        return UnreadableFileError(path, "er en mappe, ikke en fil.", "is a folder, not a file.")
    reason = getattr(error, "strerror", None) or str(error)
    return UnreadableFileError(path, f"kan ikke læses ({reason}).", f"cannot be read ({reason}).")
