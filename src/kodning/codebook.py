"""`codebook.yaml` as a `Codebook`; every mistake in it is told as `file:line: where: what`."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kodning.codebook_nodes import loaded, nodes
from kodning.errors import KodningError, UnreadableFileError, did_you_mean
from kodning.model import Code, CodeGroup, ExamplePlace
from kodning.text import normalise, sha256

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

CODEBOOK_NAME = "codebook.yaml"
_REMEMBERED = 4


class CodebookError(UnreadableFileError):
    """The codebook says something it cannot mean."""


class UnknownCodeError(KodningError):
    """A code that the codebook does not have."""

    def __init__(self, wanted: str, known: list[str]) -> None:
        da, en = did_you_mean(wanted, known)
        super().__init__(f"Koden »{wanted}« står ikke i kodebogen. {da}", f"No code “{wanted}”. {en}")


class Codebook(NamedTuple):
    """The codes of a project, depth first in the order of the file.

    Attributes:
        codes: All codes; a theme stands before the codes under it.
        title: Name of the codebook.
        version: As the researcher writes it; kodning tells versions apart by `sha256`.
        source: The YAML text, line ends normalised.
        sha256: Hash of `source`.
        approach: The approach to analysis in the researcher's own words; `reflexive` is heeded by `agree`.
        groups: Groups of codes that exclude each other: those under `groups:`, and the codes under a code that says
            `exclusive:` or `scale:`.
    """

    codes: tuple[Code, ...]
    title: str
    version: str
    source: str
    sha256: str
    approach: str = ""
    groups: tuple[CodeGroup, ...] = ()

    def with_above(self, name: str | None) -> set[str]:
        """The ids of a code and of those above it; none for None."""
        parents = {code.id: code.parent for code in self.codes}
        found: set[str] = set()
        while name is not None:
            found.add(name)
            name = parents[name]
        return found


def read_codebook(path: Path) -> Codebook:
    """Read and check a codebook file.

    Raises:
        CodebookError: It is not there, not UTF-8, not YAML, or says something impossible.
    """
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CodebookError(
            path,
            f"filen er ikke UTF-8 (byte {error.start}); gem den som UTF-8",
            f"the file is not UTF-8 (byte {error.start}); save it as UTF-8",
        ) from error
    except OSError as error:
        raise CodebookError(path, "filen kan ikke læses", "the file cannot be read") from error
    return parse_codebook(source, path)


def parse_codebook(source: str, path: Path) -> Codebook:
    """Check the text of a codebook; `path` is for the messages only. Read once, it is remembered for a while."""
    return _parsed(source.replace("\r\n", "\n"), path)


@lru_cache(_REMEMBERED)
def _parsed(source: str, path: Path) -> Codebook:
    tree = _load_yaml(source, path)
    _refuse_cycles(source, path)
    shape = _validate(tree, path)
    codes = _flatten(shape["codes"], tree["codes"] or [], path)
    _refuse_bad_aliases(codes, path)
    groups = _groups(shape["groups"], tree, codes, path)
    return Codebook(
        codes, shape["title"], str(shape["version"]), source, sha256(source), shape["approach"], groups
    )


def _load_yaml(source: str, path: Path) -> Any:
    from ruamel.yaml.constructor import DuplicateKeyError
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        tree = loaded(source).tree
    except RecursionError as error:
        raise CodebookError(path, "koderne er indlejret for dybt", "codes are nested too deeply") from error
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise CodebookError(path, "nøglen står to gange", "the key stands twice", line) from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        problem = " ".join(str(error.problem or "").split())
        raise CodebookError(
            path, f"ikke gyldig YAML: {problem}", f"not valid YAML: {problem}", line
        ) from error
    except YAMLError as error:
        raise CodebookError(path, "ikke gyldig YAML", "not valid YAML") from error
    if not isinstance(tree, dict):
        raise CodebookError(
            path,
            "kodebogen skal begynde med »codes:« og en liste af koder",
            "the codebook must hold “codes:” with a list of codes",
            1,
        )
    return tree


def _refuse_cycles(source: str, path: Path) -> None:
    """A YAML alias can make a list contain itself; the loader would silently cut such a list short."""
    if "&" not in source:
        return
    open_nodes: set[int] = set()

    def walk(node: Any) -> None:
        if id(node) in open_nodes:
            raise CodebookError(
                path,
                "en kode kan ikke stå under sig selv",
                "a code cannot stand under itself (cycle)",
                node.start_mark.line + 1,
            )
        open_nodes.add(id(node))
        for child in node.value if isinstance(node.value, list) else ():
            for part in child if isinstance(child, tuple) else (child,):
                walk(part)
        open_nodes.discard(id(node))

    walk(nodes(source))


def _validate(tree: Any, path: Path) -> dict[str, Any]:
    from pydantic import ValidationError

    from kodning.codebook_shape import CodebookShape

    try:
        return CodebookShape.model_validate(tree).model_dump()
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        raise _shape_error(detail, tree, path) from error


def _shape_error(detail: "ErrorDetails", tree: Any, path: Path) -> CodebookError:
    from kodning.codebook_shape import explain, keys_at

    where, line = _place(tree, detail["loc"])
    da, en = explain(detail)
    if detail["type"] == "extra_forbidden":
        hint = did_you_mean(str(detail["loc"][-1]), keys_at(detail["loc"]))
        da, en = f"{da} {hint[0]}", f"{en} {hint[1]}"
    return CodebookError(path, f"{where}: {da}", f"{where}: {en}", line)


def _place(tree: Any, loc: tuple[int | str, ...]) -> tuple[str, int]:
    """Dotted path and line of the place in the file that a validation error speaks of."""
    node = tree
    line, steps = 1, []
    for step in loc:
        if not isinstance(node, dict | list) or (isinstance(step, str) and "[" in step):
            break  # past the file: pydantic names its own validators from here on
        steps.append(str(step))
        lines: dict[Any, Any] = getattr(node, "lc").data or {}  # noqa: B009 - ruamel's nodes know their lines
        line = lines[step][0] + 1 if step in lines else line
        try:
            node = node[step]  # type: ignore[index]
        except (KeyError, IndexError):
            break
    return ".".join(steps), line


def _flatten(entries: list[dict[str, Any]], nodes: Any, path: Path) -> tuple[Code, ...]:
    """All entries depth first, each under its place in the nesting or under its `parent:`."""
    found: list[tuple[dict[str, Any], str | None, int]] = []

    def collect(entries: list[dict[str, Any]], nodes: Any, parent: str | None) -> None:
        for entry, node in zip(entries, nodes, strict=True):
            line = node.lc.line + 1
            if parent is not None and entry["parent"] is not None:
                raise CodebookError(
                    path,
                    f"»{entry['id']}« har »parent:« og står samtidig under »{parent}«",
                    f"“{entry['id']}” has “parent:” and also stands under “{parent}”",
                    line,
                )
            found.append((entry, parent or entry["parent"], line))
            collect(entry["codes"], node.get("codes") or [], entry["id"])

    collect(entries, nodes, None)
    _refuse_duplicates(found, path)
    _refuse_bad_parents(found, path)
    return _in_order(found)


def _refuse_duplicates(found: list[tuple[dict[str, Any], str | None, int]], path: Path) -> None:
    seen: dict[str, int] = {}
    for entry, _, line in found:
        key = entry["id"].casefold()
        if key in seen:
            raise CodebookError(
                path,
                f"koden »{entry['id']}« står også i linje {seen[key]}; en kode kan kun stå ét sted",
                f"the code “{entry['id']}” stands in line {seen[key]} too (duplicate id)",
                line,
            )
        seen[key] = line


def _refuse_bad_parents(found: list[tuple[dict[str, Any], str | None, int]], path: Path) -> None:
    parents = {entry["id"]: parent for entry, parent, _ in found}
    for entry, parent, line in found:
        if parent is not None and parent not in parents:
            da, en = did_you_mean(parent, list(parents))
            raise CodebookError(
                path, f"parent: »{parent}« findes ikke. {da}", f"parent: no code “{parent}”. {en}", line
            )
        chain = {entry["id"]}
        above = parent
        while above is not None:
            if above in chain:
                raise CodebookError(
                    path,
                    f"»{entry['id']}« står under sig selv (gennem »parent:«)",
                    f"“{entry['id']}” stands under itself through “parent:” (cycle)",
                    line,
                )
            chain.add(above)
            above = parents[above]


def _in_order(found: list[tuple[dict[str, Any], str | None, int]]) -> tuple[Code, ...]:
    children: dict[str | None, list[tuple[dict[str, Any], int]]] = {}
    for entry, parent, line in found:
        children.setdefault(parent, []).append((entry, line))
    codes: list[Code] = []

    def place(parent: str | None, depth: int) -> None:
        for entry, line in children.get(parent, []):
            codes.append(_code(entry, parent, len(codes), depth, line))
            place(entry["id"], depth + 1)

    place(None, 0)
    return tuple(codes)


def _labels(entry: dict[str, Any]) -> dict[str, str]:
    return {language: name for language, name in entry["label"].items() if name}


def _code(entry: dict[str, Any], parent: str | None, position: int, depth: int, line: int) -> Code:
    return Code(
        id=entry["id"],
        labels=_labels(entry),
        parent=parent,
        position=position,
        depth=depth,
        definition=entry["definition"],
        include=tuple(entry["include"]),
        exclude=tuple(entry["exclude"]),
        examples=tuple(example["text"] for example in entry["examples"]),
        terms=tuple(entry["terms"]),
        negative_terms=tuple(entry["negative_terms"]),
        color=entry["color"],
        memo=entry["memo"],
        line=line,
        example_places=tuple(map(_example_place, entry["examples"])),
        exclusive=entry["exclusive"],
        scale=tuple(entry["scale"]),
        aliases=tuple(dict.fromkeys(entry["aliases"])),
        retired="true" if entry["retired"] is True else entry["retired"] or "",
    )


def _example_place(example: dict[str, str]) -> ExamplePlace | None:
    place = ExamplePlace(example["document"], example["place"], example["note"])
    return place if any(place) else None


def _refuse_bad_aliases(codes: tuple[Code, ...], path: Path) -> None:
    """A name leads to one code."""
    owners = {code.id.casefold(): code for code in codes}
    for code in codes:
        for alias in code.aliases:
            owner = owners.setdefault(alias.casefold(), code)
            if owner is not code:
                raise CodebookError(
                    path,
                    f"aliases: »{alias}« er allerede navn på »{owner.id}«",
                    f"aliases: “{alias}” is a name of “{owner.id}” already",
                    code.line,
                )


def _groups(
    entries: list[dict[str, Any]], tree: Any, codes: tuple[Code, ...], path: Path
) -> tuple[CodeGroup, ...]:
    known = [code.id for code in codes]
    found: dict[str, CodeGroup] = {}
    for position, entry in enumerate(entries):
        group = CodeGroup(entry["id"], _labels(entry), tuple(entry["codes"]), entry["ordered"])
        _refuse_strangers(f"groups.{position}.codes", group.codes, known, path, tree["groups"][position])
        if group.id in found:
            raise CodebookError(
                path,
                f"gruppen »{group.id}« står to gange",
                f"the group “{group.id}” stands twice",
                tree["groups"][position].lc.line + 1,
            )
        found[group.id] = group
    for code in codes:
        below = [other.id for other in codes if other.parent == code.id]
        if code.scale:
            _refuse_strangers(f"{code.id}: scale", code.scale, below, path, code.line)
        if code.scale or (code.exclusive and len(below) > 1):
            name = code.id if code.id not in found else f"{code.id} (scale)"
            found[name] = CodeGroup(name, code.labels, code.scale or tuple(below), bool(code.scale))
    return tuple(found.values())


def _refuse_strangers(where: str, named: Sequence[str], known: list[str], path: Path, place: Any) -> None:
    """Every name in a list of codes is a code that may stand there, and stands there once."""
    line = place if isinstance(place, int) else place.lc.line + 1
    for number, name in enumerate(named):
        if name not in known:
            da, en = did_you_mean(name, known)
            raise CodebookError(
                path,
                f"{where}: »{name}« findes ikke her. {da}",
                f"{where}: no code “{name}” here. {en}",
                line,
            )
        if name in named[:number]:
            raise CodebookError(
                path, f"{where}: »{name}« står to gange", f"{where}: “{name}” stands twice", line
            )


def clean_text(text: str) -> str:
    """A text as the codebook keeps it: composed, each white space one blank; the marks of folded lines are gone."""
    return " ".join(unicodedata.normalize("NFC", text.replace("\a", "")).split())


def find_code(wanted: str, codes: dict[str, dict[str, str]]) -> str:
    """The id of the code a person means: its id, its id in another case, or its label in any language.

    Args:
        wanted: What she wrote.
        codes: Labels by language, by code id.

    Raises:
        UnknownCodeError: With the nearest name.
    """
    wanted = unicodedata.normalize("NFC", normalise(wanted)).strip()
    if wanted in codes:
        return wanted
    folded = wanted.casefold()
    for key, labels in codes.items():
        if folded in {key.casefold(), *(label.casefold() for label in labels.values())}:
            return key
    raise UnknownCodeError(wanted, list(codes))
