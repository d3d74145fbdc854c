"""A qualitative-coding project (`qc`): a folder with settings, a tree of codes in YAML, and coded lines in SQLite."""

from pathlib import Path
from typing import Any

from kodning.errors import UnreadableFileError
from kodning.interchange.foreign import ForeignCode, ForeignCoding, ForeignDocument, ForeignProject, Loss
from kodning.interchange.refi_placing import decoded
from kodning.interchange.tables import columns, reading

SETTINGS = "settings.yaml"


def read_qualitative_coding(folder: Path) -> ForeignProject:
    """A project of qualitative-coding 1.x.

    Raises:
        UnreadableFileError: Its settings or codes cannot be read, or they name places outside the folder.
    """
    settings = _yaml(folder / SETTINGS)
    if not isinstance(settings, dict):
        settings = {}
    project = ForeignProject("qualitative-coding project", "qualitative-coding", folder.absolute().name)
    _codes(_yaml(_inside(folder, settings.get("codebook", "codebook.yaml"))), None, project)
    database = _inside(folder, settings.get("database", "qualitative_coding.sqlite3"))
    corpus = _inside(folder, settings.get("corpus_dir", "corpus"))
    with reading(database) as connection:
        if not columns(connection, "coded_line"):
            raise UnreadableFileError(
                database,
                "databasen er ikke fra qualitative-coding 1.0 eller nyere; kør »qc upgrade« først.",
                "the database is not from qualitative-coding 1.0 or newer; run “qc upgrade” first.",
            )
        places = _documents(
            [row[0] for row in connection.execute("SELECT file_path FROM document")], corpus, project
        )
        known = {code.name: code.key for code in reversed(project.codes)}
        rows = connection.execute(
            "SELECT DISTINCT i.document_id, l.line, l.code_id, l.coder_id FROM coded_line l"
            " JOIN coded_line_location_association a ON a.coded_line_id = l.id"
            " JOIN location p ON p.id = a.location_id JOIN document_index i ON i.id = p.document_index_id"
            " ORDER BY 1, 2, 3, 4"
        )
        for document, line, code, coder in rows.fetchall():
            if code not in known:  # used, but not in the tree of codes
                known[code] = f"code:{code}"
                project.codes.append(ForeignCode(known[code], code))
            start, end = places.get(document, {}).get(line, (None, None))
            where = f"{document}:{line + 1}"
            project.codings.append(ForeignCoding(document, start, end, known[code], coder or "", where=where))
    project.coders = list(dict.fromkeys(coding.coder for coding in project.codings))
    return project


def _yaml(path: Path) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, YAMLError, RecursionError) as error:
        raise UnreadableFileError(path, "filen kan ikke læses.", "the file cannot be read.") from error


def _inside(folder: Path, name: object) -> Path:
    """A path of the settings, which must stay in the folder."""
    path = (folder / str(name)).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise UnreadableFileError(
            folder / SETTINGS,
            f"{name} ligger uden for mappen og læses ikke.",
            f"{name} lies outside the folder and is not read.",
        )
    return path


def _codes(tree: Any, parent: str | None, project: ForeignProject) -> None:
    """A tree of codes: names, and names with lists of names under them. A name may stand in several places."""
    stack: list[tuple[Any, str | None]] = [(tree, parent)]
    while stack:
        node, above = stack.pop()
        if isinstance(node, dict):
            stack += [((name, below), above) for name, below in reversed(node.items())]
        elif isinstance(node, list):
            stack += [(each, above) for each in reversed(node)]
        elif node is not None:
            name, below = node if isinstance(node, tuple) else (node, None)
            key = f"code:{name}" if above is None else f"{above}:{name}"
            project.codes.append(ForeignCode(key, str(name), above))
            stack.append((below, key))


def _documents(
    names: list[str], corpus: Path, project: ForeignProject
) -> dict[str, dict[int, tuple[int, int]]]:
    """The texts, and the places of each one's lines, from 0."""
    places: dict[str, dict[int, tuple[int, int]]] = {}
    for name in sorted(names):
        path = _inside(corpus, name)
        try:
            raw = path.read_bytes()
        except OSError:
            project.losses.append(
                Loss("source", name, "filen mangler i corpus", "the file is missing from the corpus")
            )
            continue
        found = decoded(raw, path)
        text = found.text.replace("\r\n", "\n")
        project.documents.append(
            ForeignDocument(name, name, text, {}, encoding=found.encoding, source_name=name)
        )
        at, lines = 0, {}
        for number, line in enumerate(text.split("\n")):
            lines[number] = (at, at + len(line))
            at += len(line) + 1
        places[name] = lines
    return places
