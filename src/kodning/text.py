"""Text as kodning keeps it: normalised once, then never changed, addressed by half-open code-point spans."""

import re
import unicodedata

_NEWLINES = re.compile("\r\n|[\r\u2028\u2029\u0085]")
_SPACE = re.compile(r"\s+")


def normalise(raw: str) -> str:
    """NFC, line feeds as line ends, no byte order mark, no space at line ends, no blank lines at either end."""
    text = unicodedata.normalize("NFC", _NEWLINES.sub("\n", raw.removeprefix("\ufeff")))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def sha256(text: str) -> str:
    """Hash of a text's UTF-8 bytes, hexadecimal."""
    import hashlib  # loads OpenSSL, which reading commands do not need

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def words_hash(words: str) -> str:
    """Hash of the words a coding covers: the first 64 bits of SHA-256, 16 hexadecimal digits.

    It guards a span against a text it was not made on; it is no security measure.
    """
    return sha256(words)[:16]


def on_one_line(text: str) -> str:
    """Every run of white space as one space: how words are printed and compared."""
    return _SPACE.sub(" ", text).strip()
