"""The codebook of a REFI-QDA file, `.qdc` alone or inside a project, in and out."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

from kodning.errors import UnreadableFileError
from kodning.interchange.foreign import ForeignCode, ForeignProject
from kodning.interchange.refi_description import describe, understood
from kodning.interchange.refi_sets import code_sets, read_set, write_sets
from kodning.interchange.refi_xml import (
    CODEBOOK_NAMESPACE,
    DECLARATION,
    attributes,
    color,
    derived,
    description,
    guid,
    local,
)
from kodning.model import Code, CodeGroup
from kodning.safe_xml import tree

_SEPARATOR = " / "
_DEEPEST = 500


def read_codes(codes: ET.Element) -> Iterator[tuple[ForeignCode, list[str]]]:
    """The codes under a `Codes` element, a parent before its children, each with the ids of its notes."""
    stack: list[tuple[ET.Element, str | None]] = [(child, None) for child in reversed(codes)]
    while stack:
        element, parent = stack.pop()
        if local(element) != "Code":
            continue
        key = guid(element.get("guid")) or f"code:{id(element)}"
        text = next((child.text or "" for child in element if local(child) == "Description"), "")
        notes = [guid(child.get("targetGUID")) for child in element if local(child) == "NoteRef"]
        yield (
            ForeignCode(
                key=key,
                name=(element.get("name") or "").strip(),
                parent=parent,
                codable=(element.get("isCodable") or "true").strip() not in {"false", "0"},
                color=color(element.get("color")),
                description=text.strip(),
                id=understood(text).lines.get("id", ""),
            ),
            notes,
        )
        stack += [(child, key) for child in reversed(element)]


def read_qdc(path: Path) -> ForeignProject:
    """A codebook file.

    Raises:
        UnreadableFileError: It cannot be read, is no XML or no REFI-QDA codebook.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path, "filen kan ikke læses.", "the file cannot be read.") from error
    root = tree(data, path, path.name, _DEEPEST)
    found = root if local(root) == "CodeBook" else next((e for e in root if local(e) == "CodeBook"), None)
    if found is None:
        raise UnreadableFileError(
            path,
            f"det er ingen REFI-QDA-kodebog: roden er <{local(root)[:40]}>, ikke <CodeBook>.",
            f"this is no REFI-QDA codebook: the root is <{local(root)[:40]}>, not <CodeBook>.",
        )
    project = ForeignProject("REFI-QDA (.qdc)", origin=root.get("origin") or "", name=path.stem)
    for part in found:
        if local(part) == "Codes":
            project.codes += [code for code, _ in read_codes(part)]
        elif local(part) == "Sets":
            for each in part:
                read_set(each, project)
    return project


def unique_names(codes: Sequence[Code], language: str) -> dict[str, str]:
    """A name for each code that no other code of the tree has: its label, else with the names above it.

    One importer drops the codings of all but one of the codes that share a name, without regard to case.
    """
    by_id = {code.id: code for code in codes}
    plain = {code.id: code.label(language) for code in codes}
    counts: dict[str, int] = {}
    for name in plain.values():
        counts[name.casefold()] = counts.get(name.casefold(), 0) + 1
    names: dict[str, str] = {}
    taken: set[str] = set()
    for code in codes:
        name = plain[code.id]
        if counts[name.casefold()] > 1:
            above, at = [name], code
            while at.parent is not None:
                at = by_id[at.parent]
                above.append(plain[at.id])
            name = _SEPARATOR.join(reversed(above))
        number, wanted = 1, name
        while name.casefold() in taken or (number > 1 and name.casefold() in counts):
            number += 1
            name = f"{wanted} ({number})"
        taken.add(name.casefold())
        names[code.id] = name
    return names


def write_codes(
    codes: Sequence[Code],
    names: Mapping[str, str],
    guids: Mapping[str, str],
    *,
    coded: frozenset[str] | None,
    language: str,
    notes: Mapping[str, Sequence[str]] | None = None,
    indent: str = "  ",
) -> Iterator[str]:
    """The `Codes` element, or nothing where there are none.

    Args:
        codes: Depth first.
        names: By code id.
        guids: By code id.
        coded: Codes that codings use; a theme without any only holds others together. None: all may be used.
        language: Of the headings in descriptions.
        notes: Ids of the notes on a code, by code id.
        indent: Before the element.
    """
    if not codes:
        return
    parents = {code.parent for code in codes}
    yield f"{indent}<Codes>\n"
    open_: list[Code] = []
    for index, code in enumerate(codes):
        while open_ and open_[-1].id != code.parent:
            yield indent + "  " * len(open_) + "</Code>\n"
            open_.pop()
        pad = indent + "  " * (len(open_) + 1)
        codable = coded is None or code.id in coded or code.id not in parents
        head = attributes(
            {
                "guid": guids[code.id],
                "name": names[code.id],
                "isCodable": "true" if codable else "false",
                "color": code.color or None,
            }
        )
        inside = description(describe(code, names[code.id], language), pad + "  ")
        inside += "".join(
            f'{pad}  <NoteRef targetGUID="{note}"/>\n' for note in (notes or {}).get(code.id, ())
        )
        has_children = index + 1 < len(codes) and codes[index + 1].parent == code.id
        if has_children:
            yield f"{pad}<Code{head}>\n{inside}"
            open_.append(code)
        elif inside:
            yield f"{pad}<Code{head}>\n{inside}{pad}</Code>\n"
        else:
            yield f"{pad}<Code{head}/>\n"
    while open_:
        yield indent + "  " * len(open_) + "</Code>\n"
        open_.pop()
    yield f"{indent}</Codes>\n"


def qdc(
    codes: Sequence[Code],
    guids: Mapping[str, str],
    *,
    origin: str,
    language: str,
    groups: Sequence[CodeGroup] = (),
    uid: str = "",
) -> str:
    """The text of a `.qdc` file.

    Args:
        codes: The codes.
        guids: Their global ids.
        origin: The program's name and version.
        language: Of labels and of the headings in descriptions.
        groups: Groups of codes that exclude each other.
        uid: The project's global id, of which the groups' are derived.
    """
    names = unique_names(codes, language)
    head = attributes({"xmlns": CODEBOOK_NAMESPACE, "origin": origin})
    body = "".join(write_codes(codes, names, guids, coded=None, language=language))
    sets = code_sets(codes, groups, guids, partial(derived, uid), language) if groups else []
    body += "".join(write_sets(sets, "  ", reference="guid"))
    return f"{DECLARATION}<CodeBook{head}>\n{body}</CodeBook>\n"
