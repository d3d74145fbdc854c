"""All documents that some files hold: one each, or the rows of a table, or the members of an archive.

What cannot be read is handed on with its error, so that the others can go on.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from kodning.errors import KodningError, UnreadableFileError
from kodning.model import Transcript
from kodning.reading.files import LARGEST_PACKED, content, is_transcript, order, too_large, transcript_of
from kodning.reading.formats import ARCHIVES, PACKED, TABLES
from kodning.reading.notes import in_order
from kodning.reading.speaking import Cast

_LARGEST_MEMBER = 64_000_000


class How(NamedTuple):
    """How to read.

    Attributes:
        encoding: The encoding of text files, where finding it out goes wrong.
        cast: What is known of the speakers.
        text_columns: The columns of a table that hold answers.
    """

    encoding: str | None = None
    cast: Cast = Cast()
    text_columns: Sequence[str] = ()


class Source(NamedTuple):
    """A document as read, or why there is none.

    Attributes:
        path: Where it stands, for people: `interviews.zip/anna.docx`, `svar.csv`.
        name: The document's name, where it is not that of the file.
        transcript: What was read.
        error: Why nothing was read.
        row: Its row in a table; rows may have the same words.
    """

    path: Path
    name: str | None = None
    transcript: Transcript | None = None
    error: KodningError | None = None
    row: int | None = None


def read_all(paths: Iterable[Path], how: How = How()) -> Iterator[Source]:  # noqa: B008 - a value that never changes
    """Read files one by one, each when it is asked for.

    Args:
        paths: Files, as `find` gives them.
        how: How to read them.
    """
    for path in paths:
        try:
            if path.suffix.lower() in ARCHIVES:
                yield from _members(path, how)
            else:
                yield from _documents(content(path), path, how)
        except UnreadableFileError as error:
            yield Source(path, error=error)


def _documents(raw: bytes, path: Path, how: How) -> Iterator[Source]:
    try:
        if path.suffix.lower() in TABLES:
            yield from _rows(raw, path, how)
        else:
            yield Source(path, transcript=transcript_of(raw, path, encoding=how.encoding, cast=how.cast))
    except UnreadableFileError as error:
        yield Source(path, error=error)
    except (MemoryError, RecursionError):
        yield Source(
            path,
            error=UnreadableFileError(
                path,
                "filen er for stor eller for indlejret til at læse.",
                "the file is too large or too deeply nested to read.",
            ),
        )


def _rows(raw: bytes, path: Path, how: How) -> Iterator[Source]:
    from kodning.reading.grid import grid
    from kodning.reading.survey import answers

    found = answers(grid(raw, path, how.encoding), path, how.text_columns)
    digest = hashlib.sha256(raw).hexdigest()
    for at, answer in enumerate(found.documents):
        notes = in_order([*(found.notes if at == 0 else ()), *answer.transcript.notes])
        made = answer.transcript._replace(source_sha256=digest, notes=notes)
        yield Source(path, answer.name, made, row=answer.row)


def _members(path: Path, how: How) -> Iterator[Source]:
    from kodning.safe_archive import Package, leads_out

    if not path.is_file() or path.stat().st_size > LARGEST_PACKED * 8:
        content(path)  # says what is wrong
        raise too_large(path, LARGEST_PACKED * 8)
    with path.open("rb") as file, Package(file, path) as package:
        inside = [name for name in package.names if _wanted(name)]
        if not inside:
            raise UnreadableFileError(
                path, "arkivet har ingen udskrifter.", "the archive holds no transcripts."
            )
        for name in sorted(inside, key=lambda each: (order(str(PurePosixPath(each).parent)), order(each))):
            shown = Path(f"{path}/{name}")
            if leads_out(name):
                yield Source(shown, error=_leads_out(shown))
                continue
            if shown.suffix.lower() in ARCHIVES:
                yield Source(shown, error=_nested(shown))
                continue
            try:
                raw = package.read(name, _LARGEST_MEMBER if shown.suffix.lower() in PACKED else 20_000_000)
            except UnreadableFileError as error:
                yield Source(shown, error=UnreadableFileError.of(shown, error))
                continue
            yield from _documents(raw, shown, how)


def _wanted(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts[:-1])
    return not hidden and is_transcript(Path(parts[-1]))


def _leads_out(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        path,
        "navnet peger ud af arkivet; filen er ikke læst.",
        "its name points out of the archive; the file was not read.",
    )


def _nested(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        path,
        "er et arkiv i et arkiv; pak det ud først.",
        "is an archive within an archive; unpack it first.",
    )
