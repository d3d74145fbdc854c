"""Sets of a REFI-QDA file: groups of codes that exclude each other, and sets of documents, out and in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from kodning.codebook_groups import own_groups
from kodning.interchange.foreign import ForeignGroup, ForeignMemo, ForeignProject, Loss
from kodning.interchange.refi_description import describe_group, group_understood
from kodning.interchange.refi_xml import attributes, description, guid, local
from kodning.model import Code, CodeGroup

Members = tuple[str, Sequence[str]]  # the element's name, and the ids it points at


class SetOut(NamedTuple):
    """A Set about to be written."""

    guid: str
    name: str
    description: str
    members: Sequence[Members]


def code_sets(
    codes: Sequence[Code],
    groups: Sequence[CodeGroup],
    guids: Mapping[str, str],
    derived: Callable[..., str],
    language: str,
) -> list[SetOut]:
    """A set for each group of the codebook; those that a code's own `scale` or `exclusive` gives stand in its description."""
    sets = []
    for group in own_groups(groups, codes):
        name = group.labels.get(language) or next(iter(group.labels.values()), group.id)
        said = describe_group(group.labels, group.id, name, ordered=group.ordered, language=language)
        members = [guids[code] for code in group.codes]
        sets.append(SetOut(derived("group", group.id), name, said, [("MemberCode", members)]))
    return sets


def write_sets(sets: Sequence[SetOut], indent: str, reference: str = "targetGUID") -> Iterator[str]:
    """The Sets element, or nothing: the standard wants one Set at least.

    Args:
        sets: The sets.
        indent: Before the element.
        reference: The attribute by which a member is named; a codebook alone uses another than a project.
    """
    if not sets:
        return
    yield f"{indent}<Sets>\n"
    for each in sets:
        yield f"{indent}  <Set{attributes({'guid': each.guid, 'name': each.name})}>\n"
        yield description(each.description, f"{indent}    ")
        for kind, keys in each.members:
            yield from (f'{indent}    <{kind} {reference}="{key}"/>\n' for key in keys)
        yield f"{indent}  </Set>\n"
    yield f"{indent}</Sets>\n"


def read_set(element: ET.Element, project: ForeignProject) -> tuple[str, list[str]]:
    """Take a set in; returns its name and the documents in it.

    A set of codes that kodning wrote is a group. What another program calls a set says nothing of codes that exclude
    each other: it comes as a memo on the project, so that nobody loses it.
    """
    name, text = (element.get("name") or "").strip(), ""
    members: dict[str, list[str]] = {"MemberCode": [], "MemberSource": [], "MemberNote": []}
    for child in element:
        kind = local(child)
        if kind in members:
            members[kind].append(guid(child.get("targetGUID") or child.get("guid")))
        elif kind == "Description":
            text = (child.text or "").strip()
    if codes := members["MemberCode"]:
        _codes(name, text, codes, project)
    if notes := members["MemberNote"]:
        da, en = (
            f"sættet »{name}« af noter (noterne selv er med)",
            f"the set “{name}” of notes (the notes came)",
        )
        project.losses.append(Loss("set", name, da, en, 1 if notes else 0))
    return name, members["MemberSource"]


def _codes(name: str, text: str, codes: list[str], project: ForeignProject) -> None:
    ours = group_understood(text)
    if ours is not None:
        said, ordered = ours
        labels = said.labels(name)
        id_ = said.lines.get("id") or name
        labels = {} if set(labels.values()) == {id_} else labels
        project.groups.append(ForeignGroup(id_, labels, tuple(codes), ordered))
        return
    by_key = {code.key: code.name for code in project.codes}
    names = [by_key[key] for key in codes if key in by_key]
    said_there = f"\n{text}" if text else ""
    project.memos.append(ForeignMemo(f"{name}: {', '.join(names)}{said_there}"))
    project.remarks.append(
        (
            f"sættet »{name}« af koder er gemt som memo; udelukker de hinanden, så sæt dem i groups i codebook.yaml",
            f"the set “{name}” of codes is kept as a memo; if they exclude each other, list them under groups in codebook.yaml",
        )
    )
