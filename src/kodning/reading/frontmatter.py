"""Front matter: the YAML between a `---` on the first line and the next `---`."""

import math
import re
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kodning.errors import UnreadableFileError
from kodning.model import AttributeValue, Note
from kodning.reading.cleaning import Line
from kodning.reading.notes import excerpt

_FENCE = "---"
_LARGEST = 65_536  # code points; a forgotten `---` must not send a whole transcript through YAML
_LONGEST_VALUE = 10_000
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+([eE][-+]?[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands before the transcript.

    Attributes:
        title: The value of `title`, None without one.
        attributes: Everything else.
        body: The lines after the front matter.
        notes: What was uncertain.
    """

    title: str | None
    attributes: dict[str, AttributeValue]
    body: list[Line]
    notes: tuple[Note, ...] = ()


def split(lines: list[Line], path: Path) -> FrontMatter:
    """The front matter and the lines after it.

    Raises:
        UnreadableFileError: It is no YAML of names and plain values.
    """
    if not lines or lines[0][1] != _FENCE:
        return FrontMatter(None, {}, lines)
    end = next((at for at, (_, text) in enumerate(lines) if at and text == _FENCE), None)
    if end is None:
        return FrontMatter(None, {}, lines, (_unclosed(),))
    values = _values("\n".join(text for _, text in lines[1:end]), path)
    title = values.pop("title", None)
    return FrontMatter(None if title is None else str(title).strip() or None, values, lines[end + 1 :])


def _unclosed() -> Note:
    return Note(
        1,
        "»---« på første linje åbner et hoved, der ikke lukkes af endnu en »---«; det hele er læst som tekst.",
        "“---” on the first line opens front matter that no second “---” closes; all of it was read as text.",
    )


def _values(text: str, path: Path) -> dict[str, AttributeValue]:
    root = _composed(text, path)
    if root is None:
        return {}
    if not isinstance(root.value, list) or root.tag != _TAG + "map":
        raise _error(
            path,
            root,
            "hovedet skal bestå af linjer som »navn: værdi«.",
            "front matter must be lines such as “name: value”.",
        )
    values: dict[str, AttributeValue] = {}
    seen: set[str] = set()
    for key, node in root.value:
        name = _name(key, path)
        if name in seen:
            raise _error(
                path, key, f"»{name}« står to gange i hovedet.", f"“{name}” stands twice in the front matter."
            )
        seen.add(name)
        value = _value(name, node, path)
        if value is not None:
            values[name] = value
    return values


def _composed(text: str, path: Path) -> Any:
    """The tree of YAML nodes: it has what stands there (`007`, not 7) and on which line."""
    if len(text) > _LARGEST:
        raise UnreadableFileError(
            path,
            f"hovedet fylder over {_LARGEST // 1024} kB. Mangler den »---«, der lukker det?",
            f"the front matter is over {_LARGEST // 1024} kB. Is the “---” that closes it missing?",
            1,
        )
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # ruamel warns of anchors used twice, which is no fault
            return YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, RecursionError, ValueError) as error:
        raise _broken(path, error) from None


def _broken(path: Path, error: Exception) -> UnreadableFileError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    why = getattr(error, "problem", None) or getattr(error, "reason", None) or "nested too deeply"
    return UnreadableFileError(
        path,
        f"hovedet er ikke gyldig YAML ({excerpt(str(why))}). Sæt anførselstegn om værdier med kolon eller #.",
        f"the front matter is not valid YAML ({excerpt(str(why))}). Quote values that have a colon or #.",
        mark.line + 2 if mark else 1,
    )


def _error(path: Path, node: Any, da: str, en: str) -> UnreadableFileError:
    return UnreadableFileError(path, da, en, node.start_mark.line + 2)


def _name(key: Any, path: Path) -> str:
    if not isinstance(key.value, str) or not key.value.strip():
        raise _error(
            path, key, "et navn i hovedet skal være et ord.", "a name in the front matter must be a word."
        )
    return unicodedata.normalize("NFC", key.value.strip())


def _value(name: str, node: Any, path: Path) -> AttributeValue | None:
    if isinstance(node.value, str):
        value = _scalar(node.tag, node.value)
        if isinstance(value, str) and len(value) > _LONGEST_VALUE:
            raise _too_long(name, node, path)
        return value
    if node.tag != _TAG + "seq":
        raise _nested(name, node, path)
    return "; ".join(_items(name, node, path)) or None


def _items(name: str, node: Any, path: Path) -> Iterator[str]:
    length = 0
    for item in node.value:
        if not isinstance(item.value, str):
            raise _nested(name, item, path)
        if item.tag != _TAG + "null":
            value = str(_date(item.value)) if item.tag == _TAG + "timestamp" else item.value
            length += len(value)
            if length > _LONGEST_VALUE:  # an alias repeated is a long value out of a short file
                raise _too_long(name, item, path)
            yield value


def _scalar(tag: str, written: str) -> AttributeValue | None:
    """The value of a scalar; what would lose digits as a number (`007`, `0x1F`, `.inf`) stays as written."""
    kind = tag.removeprefix(_TAG)
    if kind == "null":
        return None
    if kind == "bool":
        return written.lower() == "true"
    if kind == "int" and _WHOLE.fullmatch(written):
        return int(written)
    if kind == "float" and _NUMBER.fullmatch(written) and math.isfinite(number := float(written)):
        return number
    return _date(written) if kind == "timestamp" else written


def _date(written: str) -> str:
    """ISO 8601; as written when the calendar has no such day."""
    from datetime import date, datetime

    try:
        if _DAY.fullmatch(written):
            return date.fromisoformat(written).isoformat()
        return datetime.fromisoformat(written).isoformat()
    except ValueError:
        return written


def _nested(name: str, node: Any, path: Path) -> UnreadableFileError:
    return _error(
        path,
        node,
        f"»{name}« skal have én værdi eller en enkel liste, ikke noget indlejret.",
        f"“{name}” must have one value or a simple list, nothing nested.",
    )


def _too_long(name: str, node: Any, path: Path) -> UnreadableFileError:
    return _error(
        path,
        node,
        f"værdien af »{name}« er for lang (over {_LONGEST_VALUE} tegn).",
        f"the value of “{name}” is too long (over {_LONGEST_VALUE} characters).",
    )
