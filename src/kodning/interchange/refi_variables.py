"""Attributes as the variables of a REFI-QDA project: those of documents on their source, those of people on their case."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from kodning.interchange.refi_xml import attributes, content
from kodning.project import Project

_TYPES = {"integer": "Integer", "number": "Float", "yes/no": "Boolean", "date": "Date"}
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Value = tuple[str, str, str]  # name, value, kind


class Variables:
    """The project's attributes.

    Attributes:
        participants: Values by document and speaker.
    """

    def __init__(self, project: Project, derived: Callable[..., str], documents: Mapping[str, str]) -> None:
        self._derived = derived
        self._by_document: dict[str, list[Value]] = {}
        self.participants: dict[tuple[str, str], list[Value]] = {}
        types: dict[str, set[str]] = {}
        for table, who in (("current_attribute", "NULL"), ("current_participant", "speaker")):
            rows = project.connection.execute(
                f"SELECT document_name, {who}, name, value, kind FROM {table} ORDER BY document, {who}, name"
            )
            for document, speaker, *value in rows.fetchall():
                if document not in documents:
                    continue
                some = (
                    self._by_document.setdefault(document, [])
                    if speaker is None
                    else self.participants.setdefault((document, speaker), [])
                )
                name, text, kind = value
                some.append((name, text, kind))
                types.setdefault(name, set()).add(_type(text, kind))
        # One type for each variable; where values differ it is text, and the side file knows better.
        self._types = {
            name: next(iter(found)) if len(found) == 1 else "Text" for name, found in types.items()
        }

    def _guid(self, name: str) -> str:
        return self._derived("variable", name)

    def declared(self) -> Iterator[str]:
        """The Variables element, or nothing."""
        if not self._types:
            return
        yield "  <Variables>\n"
        for name, kind in sorted(self._types.items()):
            head = attributes({"guid": self._guid(name), "name": name, "typeOfVariable": kind})
            yield f"    <Variable{head}/>\n"
        yield "  </Variables>\n"

    def values(self, document: str) -> Iterator[str]:
        """The VariableValue elements of a document."""
        return self.elements(self._by_document.get(document, ()))

    def elements(self, values: Sequence[Value]) -> Iterator[str]:
        """Values as VariableValue elements."""
        for name, value, _ in values:
            kind = self._types[name]
            said = ("true" if value == "ja" else "false") if kind == "Boolean" else value
            yield (
                f'      <VariableValue><VariableRef targetGUID="{self._guid(name)}"/>'
                f"<{kind}Value>{content(said)}</{kind}Value></VariableValue>\n"
            )

    def kinds(self, document: str) -> dict[str, str]:
        """Kinds of a document's values that their variable's type does not tell."""
        return self.kinds_of(self._by_document.get(document, ()))

    def kinds_of(self, values: Sequence[Value]) -> dict[str, str]:
        """Kinds of values that their variable's type does not tell."""
        return {name: kind for name, _, kind in values if _TYPES.get(kind, "Text") != self._types[name]}

    def documents_by(self, attribute: str) -> dict[str, list[str]]:
        """Documents by each of the names that an attribute such as `set` lists, parted by semicolons."""
        found: dict[str, list[str]] = {}
        for document, values in self._by_document.items():
            for name, value, _ in values:
                if name == attribute:
                    for each in dict.fromkeys(filter(None, (part.strip() for part in value.split(";")))):
                        found.setdefault(each, []).append(document)
        return found


def _type(value: str, kind: str) -> str:
    """The narrowest type of the standard that the value can be written in."""
    wanted = _TYPES.get(kind, "Text")
    fits = {"Integer": _INTEGER, "Float": _DECIMAL, "Date": _DATE}.get(wanted)
    return wanted if fits is None or fits.fullmatch(value) else "Text"
