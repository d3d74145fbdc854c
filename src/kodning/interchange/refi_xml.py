"""What the two REFI-QDA formats share: names, global ids, safe text."""

import hashlib
import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from xml.etree import ElementTree as ET

PROJECT_NAMESPACE = "urn:QDA-XML:project:1.0"
CODEBOOK_NAMESPACE = "urn:QDA-XML:codebook:1.0"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'

# All that XML 1.0 cannot carry, not even as a reference.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_GUID = re.compile(r"\{?([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\}?")
_COLOR = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_STORED = re.compile(
    "[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3])(:[0-5][0-9]){2}[.][0-9]{3}Z"
)
_RGBA = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\b.*\)")


def local(element: ET.Element) -> str:
    """An element's name without its namespace: older programs use others."""
    return local_name(element.tag)


@lru_cache(maxsize=256)
def local_name(tag: str) -> str:
    """The same of a tag."""
    return tag.rpartition("}")[2]


def own_guid(value: str | None) -> str:
    """A global id in one form, lower-case without braces; what is none stays as it is, so that links hold."""
    text = (value or "").strip()
    match = _GUID.fullmatch(text)
    return match[1].lower() if match else text


guid = lru_cache(maxsize=4096)(own_guid)  # for ids that many things refer to


def is_guid(value: str) -> bool:
    """Whether this is a global id as `guid` gives it."""
    return _GUID.fullmatch(value) is not None


def derived(project: str, *parts: object) -> str:
    """A global id for what has none in the store: the same one each time (UUIDv5), upper-case."""
    name = "\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")
    digest = bytearray(hashlib.sha1(_bytes_of(project) + name, usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50  # version 5 and the variant, as `uuid.uuid5` sets them
    digest[8] = digest[8] & 0x3F | 0x80
    digits = digest.hex().upper()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


@lru_cache(maxsize=4)
def _bytes_of(project: str) -> bytes:
    return uuid.UUID(project).bytes


def safe(text: str) -> str:
    """Text without the characters that XML 1.0 cannot carry; each becomes U+FFFD, so that places hold."""
    return text if text.isprintable() else _UNSAFE.sub("\ufffd", text)


def attributes(values: Mapping[str, str | None]) -> str:
    """Attributes, each with a space before it; None leaves one out."""
    return "".join([f' {name}="{quoted(value)}"' for name, value in values.items() if value is not None])


def quoted(text: str) -> str:
    """Text between the quotation marks of an attribute."""
    plain = text.isprintable()
    text = (text if plain else safe(text)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace('"', "&quot;")
    return text if plain else text.replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")


def content(text: str) -> str:
    """Text between tags."""
    text = safe(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def description(text: str, indent: str) -> str:
    """A Description element, or nothing."""
    return f"{indent}<Description>{content(text)}</Description>\n" if text else ""


def color(value: str | None) -> str:
    """A colour as `#rrggbb`; programs also write `#rgb` and `rgba(…)`. Empty where it is none."""
    text = (value or "").strip()
    if match := _COLOR.fullmatch(text):
        digits = match[1].lower()
        return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))  # noqa: PLR2004
    if match := _RGBA.fullmatch(text):
        return "#" + "".join(f"{min(255, int(part)):02x}" for part in match.groups())
    return ""


def time(value: str | None) -> str | None:
    """A time in UTC as the store keeps it; None where there is none to be read."""
    if not value or _STORED.fullmatch(value):
        return value or None
    try:
        read = datetime.fromisoformat(value.strip())
        read = read.replace(tzinfo=read.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return read.isoformat(timespec="milliseconds").replace("+00:00", "Z")
