"""Which code of the project a foreign one is; new ones as they will stand in `codebook.yaml`."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from kodning.codebook import CODEBOOK_NAME, Codebook, parse_codebook
from kodning.codebook_groups import add_groups, own_groups
from kodning.errors import KodningError
from kodning.interchange.foreign import ForeignCode, ForeignProject, Loss
from kodning.interchange.refi_description import understood
from kodning.interchange.refi_xml import is_guid
from kodning.model import Code, CodeGroup
from kodning.store.queries import CodeRow
from kodning.text import on_one_line

_NO_WORD = re.compile(r"[^\w]+")
_LONGEST_ID = 80
_PATH = re.compile(r"\s*[/\\>]\s*")


class CodeFinder:
    """Finds each foreign code among those that are here, by identity, id or name; makes the others new.

    Attributes:
        ids: Id by key in the file.
        new: What the codebook does not have yet.
        uids: Global ids that new codes bring along.
    """

    def __init__(self, rows: Sequence[CodeRow], guids: Mapping[str, str]) -> None:
        self._rows = {row.key: row for row in rows}
        self._by_guid = {value.lower(): key for key, value in guids.items()}
        self._by_name: dict[str, list[str]] = {}
        for row in rows:
            for name in dict.fromkeys([row.key, *row.labels.values()]):
                self._by_name.setdefault(name.casefold(), []).append(row.key)
        self._parents: dict[str, str | None] = {row.key: row.parent for row in rows}
        self._ids = {key.casefold() for key in self._rows}
        self._names: dict[str, str] = {}
        self._used: set[str] = set()
        self.ids: dict[str, str] = {}
        self.new: list[Code] = []
        self.uids: dict[str, str] = {}

    def find_all(self, codes: Sequence[ForeignCode]) -> None:
        """Fill in `ids` (foreign key to id) and `new`."""
        for code in codes:
            self._names[code.key] = code.name
            parent = self.ids.get(code.parent or "")
            found = self._found(code, parent)
            self.ids[code.key] = found or self._make(code, parent)
            self._used.add(self.ids[code.key])
        self._settle(codes)

    def _settle(self, codes: Sequence[ForeignCode]) -> None:
        """Scales name codes as the file does; other names must not be names of other codes."""
        called = {code.id or code.name: self.ids[code.key] for code in reversed(codes)}
        called |= {code.name: self.ids[code.key] for code in reversed(codes) if code.name not in called}
        below: dict[str | None, set[str]] = {}
        for key, parent in self._parents.items():
            below.setdefault(parent, set()).add(key)
        for number, code in enumerate(self.new):
            scale = dict.fromkeys(called.get(name, name) for name in code.scale)
            aliases = [name for name in code.aliases if name.casefold() not in self._ids]
            self._ids.update(map(str.casefold, aliases))
            self.new[number] = code._replace(
                scale=tuple(key for key in scale if key in below.get(code.id, ())), aliases=tuple(aliases)
            )

    def _found(self, code: ForeignCode, parent: str | None) -> str | None:
        if code.id in self._rows:
            return code.id
        if (key := self._by_guid.get(code.key)) in self._rows:
            return key
        last = self._own_name(code)
        for name in dict.fromkeys([code.name, last]):
            candidates = [key for key in self._by_name.get(name.casefold(), []) if key not in self._used]
            near = [key for key in candidates if self._parents[key] == parent]
            if near or len(candidates) == 1:
                return (near or candidates)[0]
        return None

    def _own_name(self, code: ForeignCode) -> str:
        """The name without the names of the codes above it, which some writers put before it."""
        above = self._names.get(code.parent or "", "")
        parts = _PATH.split(code.name)
        if len(parts) > 1 and above and _PATH.split(above)[-1] == parts[-2]:
            return parts[-1]
        return code.name

    def _make(self, code: ForeignCode, parent: str | None) -> str:
        said = understood(code.description)
        name = on_one_line(unicodedata.normalize("NFC", _printable(self._own_name(code)))) or "kode"
        # A code that was here and has left the codebook comes back as the same.
        key = self._by_guid.get(code.key) or self._free_id(code.id or slug(name), parent)
        labels = said.labels(name)
        lists = {field: tuple(map(_printable, values)) for field, values in said.lists.items()}
        self.new.append(
            Code(
                id=key,
                labels={} if set(labels.values()) == {key} else labels,
                parent=parent,
                position=0,
                depth=0,
                definition=_printable(said.definition),
                color=code.color,
                memo=_printable(said.lines.get("memo", "")),
                include=lists.get("include", ()),
                exclude=lists.get("exclude", ()),
                examples=lists.get("examples", ()),
                example_places=tuple(said.places.get(n) for n in range(len(lists.get("examples", ())))),
                terms=lists.get("terms", ()),
                negative_terms=lists.get("negative_terms", ()),
                exclusive=said.exclusive,
                scale=lists.get("scale", ()),
                aliases=lists.get("aliases", ()),
                retired=_printable(said.retired),
            )
        )
        if is_guid(code.key) and code.key not in self._by_guid:
            self.uids[key] = code.key
        self._parents[key] = parent
        return key

    def _free_id(self, wanted: str, parent: str | None) -> str:
        for candidate in (wanted, f"{parent}-{wanted}" if parent else wanted):
            if candidate.casefold() not in self._ids and len(candidate) <= 2 * _LONGEST_ID:
                break
        else:
            number = 2
            while f"{wanted}-{number}".casefold() in self._ids:
                number += 1
            candidate = f"{wanted}-{number}"
        self._ids.add(candidate.casefold())
        return candidate


def slug(name: str) -> str:
    """An id out of a name: `Tidlig inddragelse` becomes `tidlig-inddragelse`."""
    return _NO_WORD.sub("-", name.lower()).strip("-")[:_LONGEST_ID].strip("-") or "kode"


def _printable(text: str) -> str:
    return "".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in text)


def with_codes(source: str, new: Sequence[Code]) -> str:
    """The text of a codebook with new codes at the end of the lists they belong to; all else stays as it is."""
    from kodning.codebook_edits import add

    known = {code.id for code in new}
    roots: dict[str, str | None] = {}  # each new code's nearest code above it that is old
    for code in new:
        roots[code.id] = roots[code.parent] if code.parent in known else code.parent
    for under in dict.fromkeys(roots.values()):
        some = [code for code in new if roots[code.id] == under]
        source = add(source, Path(CODEBOOK_NAME), some, under)
    return source


def with_groups(source: str, project: ForeignProject, ids: Mapping[str, str]) -> str:
    """The text of a codebook with the groups that it has not; one that cannot be said here is a loss."""
    path = Path(CODEBOOK_NAME)
    for group in project.groups:
        book = parse_codebook(source, path)
        if any(group.id == other.id for other in own_groups(book.groups, book.codes)):
            continue
        codes = tuple(dict.fromkeys(ids[key] for key in group.codes if key in ids))
        new = CodeGroup(group.id, group.labels, codes, group.ordered)
        try:
            source = parse_codebook(add_groups(source, path, [new]), path).source
        except KodningError as error:
            lost = Loss("set", group.id, f"gruppen af koder: {error.da}", f"the group of codes: {error.en}")
            project.losses.append(lost)
    return source


def own_codebook(project: ForeignProject) -> Codebook | None:
    """The codebook as kodning wrote it, where the file carries it and it has all the file's codes."""
    if not project.yaml:
        return None
    try:
        parsed = parse_codebook(project.yaml, Path(CODEBOOK_NAME))
    except KodningError:
        return None
    ids = {code.id for code in parsed.codes}
    return parsed if all(code.id in ids for code in project.codes) else None


def empty_codebook(title: str) -> str:
    """The text of a codebook without codes."""
    from kodning.codebook_writing import new_codebook

    return new_codebook([], title=on_one_line(_printable(title)))
