"""What the two REFI-QDA formats share: names, global ids, safe text."""

import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

PROJECT_NAMESPACE = "urn:QDA-XML:project:1.0"
CODEBOOK_NAMESPACE = "urn:QDA-XML:codebook:1.0"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'

# All that XML 1.0 cannot carry, not even as a reference.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_GUID = re.compile(r"\{?([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\}?")
_ATTRIBUTE = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;"}
_IN_ATTRIBUTE = {**_ATTRIBUTE, ord("\n"): "&#10;", ord("\t"): "&#9;", ord("\r"): "&#13;"}
_IN_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}
_COLOR = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_RGBA = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\b.*\)")


def local(element: ET.Element) -> str:
    """An element's name without its namespace: older programs use others."""
    return element.tag.rpartition("}")[2]


def guid(value: str | None) -> str:
    """A global id in one form, lower-case without braces; what is none stays as it is, so that links hold."""
    text = (value or "").strip()
    match = _GUID.fullmatch(text)
    return match[1].lower() if match else text


def is_guid(value: str) -> bool:
    """Whether this is a global id as `guid` gives it."""
    return _GUID.fullmatch(value) is not None


def derived(project: str, *parts: object) -> str:
    """A global id for what has none in the store: the same one each time (UUIDv5), upper-case."""
    return str(uuid.uuid5(uuid.UUID(project), "\x1f".join(map(str, parts)))).upper()


def safe(text: str) -> str:
    """Text without the characters that XML 1.0 cannot carry; each becomes U+FFFD, so that places hold."""
    return _UNSAFE.sub("\ufffd", text)


def attributes(values: Mapping[str, str | None]) -> str:
    """Attributes, each with a space before it; None leaves one out."""
    return "".join(
        f' {name}="{safe(value).translate(_IN_ATTRIBUTE)}"'
        for name, value in values.items()
        if value is not None
    )


def content(text: str) -> str:
    """Text between tags."""
    return safe(text).translate(_IN_TEXT)


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
    if not value:
        return None
    try:
        read = datetime.fromisoformat(value.strip())
        read = read.replace(tzinfo=read.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return read.isoformat(timespec="milliseconds").replace("+00:00", "Z")
