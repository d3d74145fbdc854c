"""Bytes to text: byte order mark, UTF-16 by its NULs, strict UTF-8, else Windows-1252 or Mac Roman.

The name that is given back can be forced again and gives the same text.
"""

import codecs
import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kodning.errors import UnreadableFileError
from kodning.model import Note
from kodning.reading.notes import excerpt, line_after
from kodning.reading.signatures import kind_of

# UTF-32's little-endian mark begins with UTF-16's, so it is asked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Python calls these text encodings too, but no text editor saves in them.
_NO_TEXT = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
_OTHER_NAMES = {"cp1252": "windows-1252"}

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_NON_ASCII = re.compile("[^\x00-\x7f]")
_NON_ASCII_LETTER = re.compile(r"[^\W\x00-\x7f]")
_WORD_END = re.compile(r"\w{0,40}")
_WORD_START = re.compile(r"\w{0,40}\Z")
_SPECIAL = frozenset("æøåéèüöäóáíÆØÅÉÈÜÖÄÓÁÍ")
_PRINTED = frozenset("‘’‚“”„–—…«»›‹•·§°€£½´\u00a0")  # what a word processor puts between letters

_SAMPLE = 4096  # bytes looked at for UTF-16's NULs
_WEIGHED = 20_000  # non-ASCII characters weighed for a guess
_CONTROLS_ALLOWED = 8  # in any text; more than a tenth of it is no text


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text out of bytes.

    Attributes:
        text: As decoded, nothing normalised.
        encoding: Its name, as `encoding=` takes it.
        notes: That the encoding was guessed.
    """

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()


def decode(raw: bytes, path: Path, forced: str | None = None) -> Decoded:
    """The text of a file's bytes.

    Args:
        raw: The bytes.
        path: Named in errors.
        forced: An encoding to use instead of finding it out.

    Raises:
        UnreadableFileError: The bytes are no text, not in the encoding, or the encoding is unknown.
    """
    if kind := kind_of(raw):
        da, en = f"ligner {kind.da}, ikke tekst.", f"looks like {kind.en}, not text."
        if kind.suffix and kind.suffix != ".doc":
            da, en = (
                f"{da} Giv filen endelsen {kind.suffix}.",
                f"{en} Give the file the ending {kind.suffix}.",
            )
        else:
            da, en = (
                f"{da} Gem udskriften som tekst eller .docx.",
                f"{en} Save the transcript as text or .docx.",
            )
        raise UnreadableFileError(path, da, en)
    decoded = _forced(raw, path, forced) if forced is not None else _found(raw, path)
    _refuse_binary(decoded.text, path)
    return decoded


def _forced(raw: bytes, path: Path, name: str) -> Decoded:
    try:
        known = codecs.lookup(name).name
        b"a".decode(known)  # LookupError for the codecs that are no text encodings, such as base64
    except UnicodeDecodeError:
        pass  # half a character, in an encoding that there is
    except (LookupError, ValueError):
        known = ""
    if not known or known.replace("_", "-") in _NO_TEXT:
        raise UnreadableFileError(
            path,
            f"tegnsættet »{excerpt(name)}« kendes ikke. Brug f.eks. utf-8, windows-1252, mac-roman eller utf-16.",
            f"the encoding “{excerpt(name)}” is not known. Use utf-8, windows-1252, mac-roman or utf-16, for instance.",
        )
    return Decoded(_strictly(raw, path, known), _OTHER_NAMES.get(known, known))


def _found(raw: bytes, path: Path) -> Decoded:
    name = next((name for mark, name in _MARKS if raw.startswith(mark)), None) or _utf16_by_nuls(raw)
    if name:
        return Decoded(_strictly(raw, path, name), name)
    if (nul := raw.find(b"\0")) >= 0:
        raise _binary(path, line_after(raw[:nul].decode("latin-1")))
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _guessed(raw, path)


def _utf16_by_nuls(raw: bytes) -> str | None:
    """Western text in UTF-16 has a NUL in nearly every other byte."""
    sample = raw[:_SAMPLE]
    half = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if half and odd >= half * 0.6 and even <= half * 0.05:
        return "utf-16-le"
    if half and even >= half * 0.6 and odd <= half * 0.05:
        return "utf-16-be"
    return None


def _strictly(raw: bytes, path: Path, name: str) -> str:
    try:
        text = raw.decode(name)
        text.encode("utf-8")  # some codecs let half surrogate pairs through
    except UnicodeDecodeError as error:
        raise _undecodable(raw, path, name, error) from None
    except (UnicodeError, ValueError):
        raise UnreadableFileError(
            path,
            f"kan ikke læses som {name}. Angiv et andet tegnsæt med --encoding.",
            f"cannot be read as {name}. Name another encoding with --encoding.",
        ) from None
    return text


def _undecodable(raw: bytes, path: Path, name: str, error: UnicodeDecodeError) -> UnreadableFileError:
    seen = error.object
    position = len(raw) - len(seen) + error.start  # utf-8-sig counts from behind the mark
    byte = f"0x{seen[error.start]:02X}" if error.start < len(seen) else "–"
    line = line_after(seen[: error.start].decode(name.removesuffix("-sig"), "ignore"))
    return UnreadableFileError(
        path,
        f"byte {byte} (nr. {position + 1}) kan ikke læses som {name}. Ret filen, eller brug --encoding.",
        f"byte {byte} (no. {position + 1}) cannot be read as {name}. Mend the file, or use --encoding.",
        line,
    )


def _guessed(raw: bytes, path: Path) -> Decoded:
    broken = raw.decode("utf-8", "replace")
    bad = broken.count("\ufffd")
    if sum(1 for _ in islice(_NON_ASCII.finditer(broken), 3 * bad)) > 2 * bad:
        # Two good UTF-8 characters for each bad byte: no other encoding looks like that.
        _strictly(raw, path, "utf-8")
    candidates = [text for name in ("cp1252", "mac-roman") if (text := _whole(raw, name))]
    scores = [_share_plausible(text) for text in candidates]
    best = max(range(len(candidates)), key=scores.__getitem__)  # the first wins a tie
    if len(candidates) == 1 and scores[0] < 0.5:  # noqa: PLR2004 - half of it must make sense
        _strictly(raw, path, "cp1252")
    mac = len(candidates) == 1 or best == 1
    name, shown = ("mac-roman", "Mac Roman") if mac else ("windows-1252", "Windows-1252")
    return Decoded(candidates[best], name, (_guess_note(candidates[best], shown),))


def _whole(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except UnicodeDecodeError:
        return None


def _share_plausible(text: str) -> float:
    """How many of the non-ASCII characters are Danish letters in words, or a printer's signs."""
    seen = good = 0
    for found in islice(_NON_ASCII.finditer(text), _WEIGHED):
        seen += 1
        at = found.start()
        good += _plausible(text[at - 1 : at], found[0], text[at + 1 : at + 2])
    return good / seen if seen else 0.0


def _plausible(before: str, character: str, after: str) -> bool:
    if character in _PRINTED:
        return True
    if character not in _SPECIAL:
        return False
    if character.islower():
        return before.isalpha() or after.islower() or not (before.strip() or after.strip())
    # A capital begins a word or stands among capitals: `altsåÖ` is Mac Roman's `altså…` read wrongly.
    return before.isupper() or (not before.isalpha() and after.isalpha())


def _guess_note(text: str, shown: str) -> Note:
    found = _NON_ASCII_LETTER.search(text) or _NON_ASCII.search(text)
    at = found.start() if found else 0
    word = (
        _first(_WORD_START, text[max(0, at - 40) : at])
        + text[at : at + 1]
        + _first(_WORD_END, text[at + 1 : at + 41])
    )
    return Note(
        line_after(text[:at]),
        f"Filen er ikke UTF-8 og er læst som {shown}: »{word}«. Er det forkert, så brug --encoding.",
        f"The file is not UTF-8 and was read as {shown}: “{word}”. If that is wrong, use --encoding.",
    )


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found else ""


def _refuse_binary(text: str, path: Path) -> None:
    nul = text.find("\0")
    if nul >= 0:
        raise _binary(path, line_after(text[:nul]))
    controls = sum(1 for _ in islice(_CONTROL.finditer(text), len(text) // 10 + _CONTROLS_ALLOWED + 1))
    if controls > len(text) // 10 + _CONTROLS_ALLOWED:
        raise _binary(path, None)


def _binary(path: Path, line: int | None) -> UnreadableFileError:
    return UnreadableFileError(
        path,
        "indeholder binære data (NUL-tegn eller styretegn), ikke tekst. Gem udskriften som tekst (.txt eller .md).",
        "holds binary data (NUL or control characters), not text. Save the transcript as text (.txt or .md).",
        line,
    )
