"""Attributes as the variables of a REFI-QDA project, and the sets that one of them tells."""

import re
from collections.abc import Callable, Iterator, Mapping

from kodning.interchange.refi_xml import attributes, content
from kodning.project import Project

_TYPES = {"integer": "Integer", "number": "Float", "yes/no": "Boolean", "date": "Date"}
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SET = "set"


class Variables:
    """The project's attributes."""

    def __init__(self, project: Project, derived: Callable[..., str], documents: Mapping[str, str]) -> None:
        self._derived = derived
        self._documents = documents
        self._by_document: dict[str, list[tuple[str, str, str]]] = {}
        types: dict[str, set[str]] = {}
        rows = project.connection.execute(
            "SELECT document_name, name, value, kind FROM current_attribute ORDER BY document, name"
        )
        for document, name, value, kind in rows.fetchall():
            if document in documents:
                self._by_document.setdefault(document, []).append((name, value, kind))
                types.setdefault(name, set()).add(_type(value, kind))
        # One type for each variable; where documents differ it is text, and the side file knows better.
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
        for name, value, _ in self._by_document.get(document, ()):
            kind = self._types[name]
            said = ("true" if value == "ja" else "false") if kind == "Boolean" else value
            yield (
                f'      <VariableValue><VariableRef targetGUID="{self._guid(name)}"/>'
                f"<{kind}Value>{content(said)}</{kind}Value></VariableValue>\n"
            )

    def kinds(self, document: str) -> dict[str, str]:
        """Kinds of a document's values that their variable's type does not tell."""
        return {
            name: kind
            for name, _, kind in self._by_document.get(document, ())
            if _TYPES.get(kind, "Text") != self._types[name]
        }

    def sets(self) -> Iterator[str]:
        """The Sets element, made of the attribute `set` that importing sets makes; or nothing."""
        members: dict[str, list[str]] = {}
        for document, values in self._by_document.items():
            for name, value, _ in values:
                if name == _SET:
                    for each in filter(None, (part.strip() for part in value.split(";"))):
                        members.setdefault(each, []).append(self._documents[document])
        if not members:
            return
        yield "  <Sets>\n"
        for name, documents in sorted(members.items()):
            yield f"    <Set{attributes({'guid': self._derived('set', name), 'name': name})}>\n"
            yield from (f'      <MemberSource targetGUID="{key}"/>\n' for key in documents)
            yield "    </Set>\n"
        yield "  </Sets>\n"


def _type(value: str, kind: str) -> str:
    """The narrowest type of the standard that the value can be written in."""
    wanted = _TYPES.get(kind, "Text")
    fits = {"Integer": _INTEGER, "Float": _DECIMAL, "Date": _DATE}.get(wanted)
    return wanted if fits is None or fits.fullmatch(value) else "Text"
