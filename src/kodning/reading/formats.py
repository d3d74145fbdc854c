"""Which formats there are, and what each makes of a file's bytes. A reader is loaded when its format comes."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from kodning.errors import UnreadableFileError
from kodning.model import Note, NoteUnit, Transcript
from kodning.reading.encoding import decode
from kodning.reading.notes import in_order
from kodning.reading.signatures import kind_of
from kodning.reading.speaking import Cast
from kodning.reading.transcript import assemble, parse

MARKDOWN = frozenset({".md", ".markdown"})
TEXT = MARKDOWN | {".txt", ".text"}
TIMED = frozenset({".vtt", ".srt", ".json"})
HTML = frozenset({".html", ".htm", ".xhtml"})
PACKED = frozenset({".docx", ".docm", ".odt", ".pdf", ".rtf"})
TABLES = frozenset({".csv", ".tsv", ".xlsx"})
ARCHIVES = frozenset({".zip"})

ONE_DOCUMENT = TEXT | TIMED | HTML | PACKED
"""Suffixes, in small letters, of files that are one document."""


def transcript(raw: bytes, path: Path, title: str, encoding: str | None, cast: Cast) -> Transcript:
    """The transcript that a file's bytes hold, by the file's suffix.

    Raises:
        UnreadableFileError: The bytes are not what the suffix says, or hold no words.
    """
    suffix = path.suffix.lower()
    _check_kind(raw, path, suffix)
    if suffix in TIMED:
        return _timed(raw, path, title, encoding, cast, subtitles=suffix != ".json")
    reader = _READERS.get(suffix, _text)
    return cast.applied(reader(raw, path, title, encoding, cast.interviewers), path)


def _check_kind(raw: bytes, path: Path, suffix: str) -> None:
    """Say what a file is when it is something else than its name says; empty files say so too."""
    if not raw.strip(b"\0 \r\n\t"):
        da, en = ("", "") if raw else (" (0 byte)", " (0 bytes)")
        raise UnreadableFileError(path, f"filen har ingen ord{da}.", f"the file holds no words{en}.")
    if suffix not in PACKED:
        return  # `decode` refuses what is no text
    found = kind_of(raw)
    if found is not None and found.suffix not in {suffix, ".zip", ".docx" if suffix == ".docm" else suffix}:
        da, en = found.da, found.en
        if found.suffix == ".doc":
            raise UnreadableFileError(
                path,
                f"er {da} eller beskyttet med adgangskode. Åbn den i dit skriveprogram, og gem den som .docx uden adgangskode.",
                f"is {en}, or protected by a password. Open it in your word processor and save it as .docx without a password.",
            )
        raise UnreadableFileError(
            path,
            f"hedder {suffix}, men er {da}. Giv filen den rigtige endelse.",
            f"is called {suffix}, but is {en}. Give the file its right ending.",
        )


def _text(
    raw: bytes, path: Path, title: str, encoding: str | None, interviewers: Collection[str]
) -> Transcript:
    decoded = decode(raw, path, encoding)
    made = parse(
        decoded.text,
        title=title,
        path=path,
        markdown=path.suffix.lower() in MARKDOWN,
        interviewers=interviewers,
    )
    notes = in_order([*decoded.notes, *made.notes])
    return made._replace(encoding=decoded.encoding, notes=notes)


def _from_lines(
    lines: Sequence[tuple[int, str]],
    notes: Sequence[Note],
    path: Path,
    title: str,
    interviewers: Collection[str],
    unit: NoteUnit,
) -> Transcript:
    made = parse(
        "\n".join(text for _, text in lines),
        title=title,
        path=path,
        markdown=False,
        interviewers=interviewers,
        places=[place for place, _ in lines],
        more_notes=notes,
    )
    return made._replace(notes=_counted_in(unit, made.notes))


def _counted_in(unit: NoteUnit, notes: Sequence[Note]) -> tuple[Note, ...]:
    return tuple(note._replace(unit=unit) for note in notes)


def _docx(raw: bytes, path: Path, title: str, _: str | None, interviewers: Collection[str]) -> Transcript:
    from kodning.reading.docx import flow

    found = flow(raw, path)
    return _from_lines(found.lines, found.notes(), path, title, interviewers, "paragraph")


def _odt(raw: bytes, path: Path, title: str, _: str | None, interviewers: Collection[str]) -> Transcript:
    from kodning.reading.odt import flow

    found = flow(raw, path)
    return _from_lines(found.lines, found.notes(), path, title, interviewers, "paragraph")


def _rtf(raw: bytes, path: Path, title: str, _: str | None, interviewers: Collection[str]) -> Transcript:
    from kodning.reading.rtf import flow

    found = flow(raw, path)
    return _from_lines(found.lines, found.notes(), path, title, interviewers, "paragraph")


def _html(
    raw: bytes, path: Path, title: str, encoding: str | None, interviewers: Collection[str]
) -> Transcript:
    from kodning.reading.html import flow

    found, decoded = flow(raw, path, encoding)
    made = _from_lines(found.lines, [*decoded.notes, *found.notes()], path, title, interviewers, "paragraph")
    return made._replace(encoding=decoded.encoding)


def _pdf(raw: bytes, path: Path, title: str, _: str | None, interviewers: Collection[str]) -> Transcript:
    from kodning.reading.pdf import lines

    found, notes = lines(raw, path)
    return _from_lines(found, notes, path, title, interviewers, "page")


def _timed(
    raw: bytes, path: Path, title: str, encoding: str | None, cast: Cast, *, subtitles: bool
) -> Transcript:
    from kodning.reading import cues, recognition
    from kodning.reading import subtitles as captions

    decoded = decode(raw, path, encoding)
    found = captions.cues(decoded.text, path) if subtitles else recognition.cues(decoded.text, path)
    spoken, notes = cues.utterances(found, cast.interviewers)
    made = assemble(spoken, title=title, path=path, interviewers=cast.interviewers, notes=notes)
    made = made._replace(
        encoding=decoded.encoding,
        notes=in_order([*decoded.notes, *_counted_in("line" if subtitles else "piece", made.notes)]),
    )
    return cast.applied(made, path)


_Reader = Callable[[bytes, Path, str, str | None, Collection[str]], Transcript]
_READERS: Mapping[str, _Reader] = {
    ".docx": _docx,
    ".docm": _docx,
    ".odt": _odt,
    ".rtf": _rtf,
    ".pdf": _pdf,
    **dict.fromkeys(HTML, _html),
}
