"""XML from strangers to a tree: no document type, so no entities to bomb or to reach other files with; bounded."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from xml.parsers import expat

from kodning.errors import UnreadableFileError

Element = ET.Element

_DEEPEST = 150  # levels; readers walk trees by recursion
_MOST = 3_000_000  # elements; a novel in Word has some 300,000


class _RefusedError(Exception):
    """What the XML holds is not taken: why, in Danish and in English."""

    def __init__(self, da: str, en: str) -> None:
        super().__init__(en)
        self.da, self.en = da, en


class _Builder:
    """Builds the tree as `ElementTree` does, and refuses what no word processor writes."""

    def __init__(self, deepest: int) -> None:
        self._deepest = deepest
        self._tree = ET.TreeBuilder()
        self._depth = self._count = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.ordered_attributes = False
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._tree.data
        self.parser.StartDoctypeDeclHandler = self._doctype

    def close(self) -> Element:
        """The root."""
        return self._tree.close()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > self._deepest or self._count > _MOST:
            raise _RefusedError(
                "filen er indlejret så dybt eller så stor, at den ikke kan være, hvad den hedder.",
                "the file is nested so deeply, or so large, that it cannot be what it is called.",
            )
        self._tree.start(_named(tag), {_named(name): value for name, value in attributes.items()})

    def _end(self, tag: str) -> None:
        self._depth -= 1
        self._tree.end(_named(tag))

    @staticmethod
    def _doctype(*_: object) -> None:
        raise _RefusedError(
            "filen har en dokumenttype (DOCTYPE), som kan bruges til angreb; den er ikke læst. "
            "Gem filen igen fra dit skriveprogram.",
            "the file has a document type (DOCTYPE), which can be used for attacks; it was not read. "
            "Save the file again from your word processor.",
        )


def _named(name: str) -> str:
    return "{" + name if "}" in name else name


def tree(raw: bytes, path: Path, part: str, deepest: int = _DEEPEST) -> Element:
    """The root of an XML part.

    Args:
        raw: Its bytes.
        path: Named in errors.
        part: The part's name within the file, named in errors.
        deepest: How many levels it may have.

    Raises:
        UnreadableFileError: It is no XML, has a document type, or is too deep or too large.
    """
    builder = _Builder(deepest)
    try:
        builder.parser.Parse(raw, True)  # noqa: FBT003 - expat takes no keywords
        return builder.close()
    except _RefusedError as refused:
        raise UnreadableFileError(path, refused.da, refused.en) from None
    except (expat.ExpatError, ValueError, AssertionError) as error:
        raise UnreadableFileError(
            path,
            f"filen er beskadiget ({part}: {error}). Åbn den i dit skriveprogram, og gem den igen.",
            f"the file is damaged ({part}: {error}). Open it in your word processor and save it again.",
        ) from None


def text_of(element: Element) -> str:
    """All text in an element."""
    return "".join(element.itertext())


def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def children(element: Element, name: str) -> Iterator[Element]:
    """Child elements of a local name."""
    return (child for child in element if local(child.tag) == name)


def child(element: Element | None, name: str) -> Element | None:
    """The first child of a local name."""
    return next(children(element, name), None) if element is not None else None


def value(element: Element | None, name: str) -> str | None:
    """An attribute by its local name."""
    if element is None:
        return None
    return next((said for key, said in element.attrib.items() if local(key) == name), None)


class _RootReachedError(Exception):
    """The document's first element: whatever a prologue can hold has been seen."""


class Readable(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int = ..., /) -> bytes:
        """The next bytes."""


def refuse_doctype(file: Readable, path: Path, part: str) -> None:
    """Read on to the first element; a document type, which is where entities are declared, is refused.

    Raises:
        UnreadableFileError: There is a document type, or no XML.
    """
    parser = expat.ParserCreate()

    def root(*_: object) -> None:
        raise _RootReachedError

    parser.StartDoctypeDeclHandler = _Builder._doctype  # noqa: SLF001 - of this module
    parser.StartElementHandler = root
    try:
        parser.ParseFile(file)
    except _RootReachedError:
        return
    except _RefusedError as refused:
        raise UnreadableFileError(path, refused.da, refused.en) from None
    except expat.ExpatError as error:
        raise bad_xml(path, part, error.lineno) from error
    except ValueError as error:  # an encoding that Python does not know
        raise bad_xml(path, part) from error


def bad_xml(path: Path, part: str, line: int | None = None) -> UnreadableFileError:
    """The error for what is no well-formed XML."""
    place = f" ({part}:{line})" if line else f" ({part})"
    return UnreadableFileError(path, f"ikke gyldig XML{place}.", f"not valid XML{place}.")
