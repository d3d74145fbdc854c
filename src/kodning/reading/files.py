"""Source files: which there are, and what stands in one."""

import dataclasses
import hashlib
import re
import stat
import unicodedata
from collections.abc import Collection, Iterable
from pathlib import Path

from kodning.errors import UnreadableFileError
from kodning.model import Transcript
from kodning.reading.encoding import decode
from kodning.reading.notes import in_order
from kodning.reading.transcript import parse
from kodning.wording import sort_key

_MARKDOWN = frozenset({".md", ".markdown"})
SUFFIXES = _MARKDOWN | {".txt"}
"""Suffixes, in small letters, of the files that can be read."""

LARGEST_FILE = 20_000_000
"""Bytes; an hour of interview is some 60,000."""

_DIGITS = re.compile("([0-9]+)")
_SKIPPED = (
    "readme",
    ".",
    "~$",
)  # what a folder holds beside its transcripts; editors' and systems' own files


def read(path: Path, *, encoding: str | None = None, interviewers: Collection[str] = ()) -> Transcript:
    """Read a transcript.

    Args:
        path: A `.md`, `.markdown` or `.txt` file; it is never changed.
        encoding: Its encoding, where finding it out goes wrong.
        interviewers: Labels of those who interview, without regard to case.

    Returns:
        Text, turns, attributes, and notes on everything that was uncertain.

    Raises:
        UnreadableFileError: The file cannot be read as a transcript; the message says why and what to do.
    """
    raw = _bytes(path)
    decoded = decode(raw, path, encoding)
    transcript = parse(
        decoded.text,
        title=_title(path),
        path=path,
        markdown=path.suffix.lower() in _MARKDOWN,
        interviewers=interviewers,
    )
    return dataclasses.replace(
        transcript,
        encoding=decoded.encoding,
        source_sha256=hashlib.sha256(raw).hexdigest(),
        notes=in_order([*decoded.notes, *transcript.notes]),
    )


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
    files = [
        each
        for each in folder.iterdir()
        if each.suffix.lower() in SUFFIXES and not each.name.lower().startswith(_SKIPPED) and each.is_file()
    ]
    if not files:
        known = ", ".join(sorted(SUFFIXES))
        raise UnreadableFileError(
            folder, f"mappen har ingen udskrifter ({known}).", f"the folder has no transcripts ({known})."
        )
    return files


def _place(path: Path) -> tuple[list[tuple[int, str]], list[tuple[int, str]], str]:
    return _order(str(path.parent)), _order(path.name), str(path)


def _order(name: str) -> list[tuple[int, str]]:
    """Key for names whose numbers sort by value."""
    parts = _DIGITS.split(unicodedata.normalize("NFC", name))
    return [(int(part[:18]), "") if at % 2 else (0, sort_key(part)) for at, part in enumerate(parts)]


def _title(path: Path) -> str:
    # A name that is not UTF-8 comes with half surrogate pairs, which no database takes.
    return unicodedata.normalize("NFC", path.stem.encode("utf-8", "replace").decode("utf-8"))


def _check_suffix(path: Path) -> None:
    if path.suffix.lower() not in SUFFIXES:
        known = ", ".join(sorted(SUFFIXES))
        raise UnreadableFileError(
            path,
            f"filtypen »{path.suffix or path.name}« kan ikke læses. Gem udskriften som {known}.",
            f"files of type “{path.suffix or path.name}” cannot be read. Save the transcript as {known}.",
        )


def _bytes(path: Path) -> bytes:
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise IsADirectoryError
        if not stat.S_ISREG(about.st_mode):
            # A pipe or a device could keep the reader waiting for ever.
            raise UnreadableFileError(path, "er ikke en almindelig fil.", "is no ordinary file.")
        _check_suffix(path)
        if about.st_size <= LARGEST_FILE:
            with path.open("rb") as source:
                raw = source.read(LARGEST_FILE + 1)
            if len(raw) <= LARGEST_FILE:
                return raw
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    megabytes = LARGEST_FILE // 1_000_000
    raise UnreadableFileError(
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
