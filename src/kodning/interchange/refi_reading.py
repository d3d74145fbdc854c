"""REFI-QDA projects (`.qdpx`), whichever program wrote them.

The XML is read in one pass and each source forgotten when it has been understood; what programs do differently
(folders, names, marks, colours, namespaces, who is named where) is taken as it comes.
"""

from collections import deque
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from kodning.errors import KodningError, UnreadableFileError
from kodning.interchange.foreign import ForeignProject, Loss, Part
from kodning.interchange.offsets import Counting
from kodning.interchange.refi_cases import read_case
from kodning.interchange.refi_codes import read_codes
from kodning.interchange.refi_placing import Noted, Placer, Shelved, Text, text_of
from kodning.interchange.refi_sets import read_set
from kodning.interchange.refi_sources import RawSource, any_source, text_source
from kodning.interchange.refi_xml import guid, local
from kodning.interchange.side_file import SideFile
from kodning.safe_archive import Member, Package, safe_archive
from kodning.safe_xml import bad_xml, refuse_doctype

_SET = "set"
_LONG = frozenset({"Sources", "Notes"})
_CHUNK = 64 * 1024


def read_qdpx(path: Path, counting: Counting | None = None) -> ForeignProject:
    """A project file; its documents and codings come one document after the other, by `parts`.

    Args:
        path: The file.
        counting: How its places are counted, where the user says so.

    Raises:
        UnreadableFileError: Damaged, hostile, or no REFI-QDA project.
    """
    with safe_archive(path) as archive:
        return _Reader(path, archive).read(counting)


def _whole(root: ET.Element, *, ended: bool = False) -> Iterator[ET.Element]:
    """What has been read to its end: the last of each list may be half, unless all has ended."""
    while len(root) > (not ended):
        part = root[0]
        if local(part) in _LONG:
            yield from part
        yield part
        del root[0]
    if len(root) and local(root[0]) in _LONG:
        part = root[0]
        yield from part[:-1]
        del part[:-1]


class _Reader:
    """Reads one file."""

    def __init__(self, path: Path, archive: Package) -> None:
        self._path = path
        self._archive = archive
        self._names = {name.casefold(): name for name in archive.names}
        self._project = ForeignProject("REFI-QDA (.qdpx)", name=path.stem)
        self._users: dict[str, str] = {}
        self._variables: dict[str, str] = {}
        self._sources: list[RawSource] = []
        self._noted = Noted()
        self._shelf: Shelved = Shelved("")

    def read(self, counting: Counting | None) -> ForeignProject:
        """Everything the file holds."""
        name = self._project_file()
        with self._archive.open(name) as file:
            refuse_doctype(file, self._path, name)
        with self._archive.open(name) as file:
            try:
                for element in self._parts(file, name):
                    self._take(element)
            except ET.ParseError as error:
                raise bad_xml(self._path, name, error.position[0]) from error
            except ValueError as error:
                raise bad_xml(self._path, name) from error
        self._give_sets()
        side = SideFile.read(self._archive, self._path)
        project, shelf = self._project, self._shelf
        placer = Placer(project, self._users, self._variables, self._noted, side, shelf, self._text)
        placer.from_side()
        verdict, named = shelf.verdict(counting)
        project.offsets = verdict
        project.later = partial(self._later, placer, verdict.counting, named=named)
        return project

    def _later(self, placer: Placer, counting: Counting, *, named: bool) -> Iterator[Part]:
        with safe_archive(self._path) as self._archive:
            yield from placer.parts(self._sources, counting, named=named)

    def _project_file(self) -> str:
        if found := self._names.get("project.qde"):
            return found
        candidates = [name for name in self._archive.names if name.casefold().endswith(".qde")]
        if len(candidates) != 1:
            raise UnreadableFileError(
                self._path,
                "det er intet REFI-QDA-projekt: project.qde mangler indeni.",
                "this is no REFI-QDA project: project.qde is not inside.",
            )
        self._remark(f"projektfilen hedder {candidates[0]}", f"the project file is called {candidates[0]}")
        return candidates[0]

    def _remark(self, da: str, en: str) -> None:
        self._project.remarks.append((da, en))

    def _parts(self, file: Member, name: str) -> Iterator[ET.Element]:
        """The project's children, and the children of its long lists one by one, each cleared after use."""
        parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(events=("start",))
        root: ET.Element | None = None
        while chunk := file.read(_CHUNK):
            parser.feed(chunk)
            # The tree itself shows what is whole: looking at each of its events would take as long as parsing.
            started = parser.read_events()
            if root is None:
                first = next((event[-1] for event in started), None)
                if isinstance(first, ET.Element):
                    root = first
                    self._root(root, name)
            deque(started, maxlen=0)
            if root is not None:
                yield from _whole(root)
        parser.close()
        if root is not None:
            yield from _whole(root, ended=True)

    def _root(self, root: ET.Element, name: str) -> None:
        if local(root) != "Project":
            raise UnreadableFileError(
                self._path,
                f"{name} er intet REFI-QDA-projekt: roden er <{local(root)[:40]}>.",
                f"{name} is no REFI-QDA project: the root is <{local(root)[:40]}>.",
            )
        self._project.origin = root.get("origin") or ""
        self._shelf = Shelved(self._project.origin)
        self._project.name = (root.get("name") or "").strip() or self._path.stem

    def _take(self, element: ET.Element) -> None:
        kind = local(element)
        take = getattr(self, f"_take_{kind.casefold()}", None)
        if take is not None:
            take(element)
        elif kind.endswith("Source"):
            texts, losses = any_source(element)
            for source in texts:
                self._shelf.add(source, self._readable(source))
            self._sources += texts
            self._project.losses += losses

    def _readable(self, source: RawSource) -> Text | None:
        """A source's text; None where there is none, which is told when it is placed."""
        try:
            return text_of(source, self._text(source)) if source.selections else None
        except KodningError:
            return None

    def _take_users(self, users: ET.Element) -> None:
        for user in users:
            key = guid(user.get("guid"))
            self._users[key] = (user.get("name") or user.get("id") or "").strip() or key[:8]

    def _take_codebook(self, codebook: ET.Element) -> None:
        for codes in codebook:
            if local(codes) == "Codes":
                for code, notes in read_codes(codes):
                    self._project.codes.append(code)
                    self._noted.add("code", code.key, notes)

    def _take_variables(self, variables: ET.Element) -> None:
        for variable in variables:
            self._variables[guid(variable.get("guid"))] = (variable.get("name") or "").strip()

    def _take_cases(self, cases: ET.Element) -> None:
        self._project.cases += [read_case(case) for case in cases]

    def _take_note(self, note: ET.Element) -> None:
        self._noted.notes[guid(note.get("guid"))] = text_source(note)

    def _take_noteref(self, reference: ET.Element) -> None:
        self._noted.add("project", "", [guid(reference.get("targetGUID"))])

    def _take_description(self, description: ET.Element) -> None:
        if text := (description.text or "").strip():
            self._noted.description = text

    def _take_sets(self, sets: ET.Element) -> None:
        for each in sets:
            name, documents = read_set(each, self._project)
            for key in documents:
                self._noted.sets.setdefault(key, []).append(name)

    def _take_links(self, links: ET.Element) -> None:
        if len(links):
            self._project.losses.append(
                Loss(
                    "link",
                    "",
                    "links mellem koder, noter og steder",
                    "links between codes, notes and places",
                    len(links),
                )
            )

    def _take_graphs(self, graphs: ET.Element) -> None:
        if len(graphs):
            self._project.losses.append(
                Loss("graph", "", "tegninger (netværk)", "drawings (networks)", len(graphs))
            )

    def _give_sets(self) -> None:
        """The sets that a document is in become the attribute `set`, unless a variable of that name says it."""
        self._variables.setdefault(_SET, _SET)
        for source in self._sources:
            names = self._noted.sets.get(source.guid)
            if names and all(self._variables.get(variable) != _SET for variable in source.values):
                source.values[_SET] = "; ".join(names)

    def _text(self, source: RawSource) -> bytes | str | None:
        """A source's text: bytes of a file inside, or what stands in the XML; None where it is not to be had."""
        if not source.path:
            return source.content
        wanted = (
            unquote(source.path.replace("\\", "/")).removeprefix("internal://").removeprefix("relative://")
        )
        wanted = wanted.removeprefix("./").lstrip("/")
        tail = wanted.rpartition("/")[2]
        for candidate in (f"sources/{wanted}", wanted, f"sources/{tail}"):
            if name := self._names.get(candidate.casefold()):
                return self._archive.read(name)
        return source.content
