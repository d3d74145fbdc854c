"""What a file is when it is no text: known by its first bytes."""

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of file.

    Attributes:
        suffix: The suffix that such files have.
        da: What it is, in Danish.
        en: What it is, in English.
    """

    suffix: str
    da: str
    en: str


_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "et PNG-billede", "a PNG image"),
    (b"\xff\xd8\xff", "et JPEG-billede", "a JPEG image"),
    (b"GIF87a", "et GIF-billede", "a GIF image"),
    (b"GIF89a", "et GIF-billede", "a GIF image"),
    (b"%PDF-", "en PDF-fil", "a PDF file"),
    (b"SQLite format 3\0", "en SQLite-database", "an SQLite database"),
    (b"{\\rtf", "et RTF-dokument", "an RTF document"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "et ældre Office-dokument (.doc, .xls)",
        "an old Office document (.doc, .xls)",
    ),
    (b"\x1f\x8b\x08", "en GZIP-fil", "a GZIP file"),
    (b"7z\xbc\xaf\x27\x1c", "et 7-Zip-arkiv", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "et RAR-arkiv", "a RAR archive"),
    (b"OggS\0", "en lydfil (Ogg)", "a sound file (Ogg)"),
    (b"fLaC\0", "en lydfil (FLAC)", "a sound file (FLAC)"),
    (b"ID3\x02", "en lydfil (MP3)", "a sound file (MP3)"),
    (b"ID3\x03", "en lydfil (MP3)", "a sound file (MP3)"),
    (b"ID3\x04", "en lydfil (MP3)", "a sound file (MP3)"),
)
_ZIPPED: tuple[tuple[bytes, str, str], ...] = (
    (b"word/", "et Word-dokument (.docx)", "a Word document (.docx)"),
    (b"xl/", "et Excel-ark (.xlsx)", "an Excel workbook (.xlsx)"),
    (b"ppt/", "en PowerPoint-fil (.pptx)", "a PowerPoint file (.pptx)"),
    (b"opendocument.text", "et OpenDocument-dokument (.odt)", "an OpenDocument text (.odt)"),
    (b"opendocument.spreadsheet", "et OpenDocument-regneark (.ods)", "an OpenDocument spreadsheet (.ods)"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HEAD = 1_000_000  # bytes searched for the name of a ZIP's member


_READABLE = {
    "en PDF-fil": ".pdf",
    "et RTF-dokument": ".rtf",
    "et ældre Office-dokument (.doc, .xls)": ".doc",
    "et Word-dokument (.docx)": ".docx",
    "et Excel-ark (.xlsx)": ".xlsx",
    "et OpenDocument-dokument (.odt)": ".odt",
    "et ZIP-arkiv": ".zip",
}


def kind_of(raw: bytes) -> Kind | None:
    """The kind of a file by its first bytes; None when nothing says it is not text."""
    found = looks_like(raw)
    return Kind(_READABLE.get(found[0], ""), *found) if found else None


def looks_like(raw: bytes) -> tuple[str, str] | None:
    """What kind of file the bytes are, in Danish and in English; None when nothing says it is not text."""
    for signature, da, en in _SIGNATURES:
        if raw.startswith(signature):
            return da, en
    if raw.startswith(_ZIP):
        head, tail = raw[:_HEAD], raw[-_HEAD:]
        for member, da, en in _ZIPPED:
            if member in head or member in tail:
                return da, en
        return "et ZIP-arkiv", "a ZIP archive"
    if raw.startswith(b"RIFF") and raw[8:12] == b"WAVE":
        return "en lydfil (WAV)", "a sound file (WAV)"
    if raw.startswith(b"\0\0\0") and raw[4:8] == b"ftyp":
        return "en lyd- eller videofil (MP4)", "a sound or video file (MP4)"
    return None
