"""Files dropped on the page: bounded, read in a process of their own with a time limit, shown, then kept."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory
from typing import Any

from kodning.errors import KodningError
from kodning.model import Transcript
from kodning.project import Project
from kodning.reading import Source
from kodning.web.asked import Asked, BadRequestError
from kodning.web.records import Record
from kodning.wording import language, tr

_SECONDS = 60
_SHOWN = 40
_CHILD = "import sys; from kodning.web.parsing import read_into; read_into(*sys.argv[1:])"


class UploadError(KodningError):
    """A file that could not be read in time, or at all."""

    def __init__(self, name: str, da: str, en: str) -> None:
        super().__init__(f"{name}: {da}", f"{name}: {en}")


class _ReadError(KodningError):
    """What the reader said of a part of a file, in both languages."""


def import_file(project: Project, asked: Asked) -> Record:
    """Show what a file holds (`dry=1`), or keep it as one document or, of a table or archive, as several."""
    name = _file_name(asked.needed("name"))
    with TemporaryDirectory(prefix="kodning-") as folder:
        path = Path(folder) / name
        path.write_bytes(asked.raw)
        sources = read_apart(path)
    record: Record = {
        "file": name,
        "documents": [_preview(source) for source in sources[:_SHOWN]],
        "n": len(sources),
    }
    if asked.one("dry"):
        return {**record, "state": "preview"}
    done = list(project.import_sources(sources, asked.person.name))
    return {
        **record,
        "outcomes": [
            {"document": one.name, "state": one.state, "error": str(one.error) if one.error else None}
            for one in done
        ],
    }


def _file_name(given: str) -> str:
    name = PureWindowsPath(PurePosixPath(given).name).name
    if not name or name in {".", ".."} or len(name) > 200 or any(ord(c) < 32 for c in name):  # noqa: PLR2004 - as names of documents
        raise BadRequestError("name")
    return name


def read_apart(path: Path) -> list[Source]:
    """Read a file in a process of its own: a hostile one takes nothing down but that.

    Raises:
        UploadError: It cannot be read, or not within a minute.
    """
    target = path.with_name("read.json") if path.name != "read.json" else path.with_name("read-.json")
    command = [sys.executable, "-c", _CHILD, str(path), language(), str(target)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired as error:
        raise UploadError(path.name, "tog for lang tid at læse.", "took too long to read.") from error
    if done.returncode or not target.is_file():
        raise UploadError(path.name, "kan ikke læses.", "cannot be read.")
    said = json.loads(target.read_bytes())
    if isinstance(said, dict):
        raise _ReadError(_without(path, said["da"]), _without(path, said["en"]))
    return [_source(record, path) for record in said]


def _without(path: Path, message: str) -> str:
    """A message without the folder that the file lay in for a moment."""
    return message.replace(f"{path.parent}", "").lstrip("/\\")


def _source(record: dict[str, Any], path: Path) -> Source:
    from kodning.web.parsing import unpacked

    error = record["error"]
    return Source(
        Path(path.name) if record["inside"] == path.name else Path(path.name) / record["inside"],
        record["name"],
        unpacked(record["transcript"]) if record["transcript"] else None,
        _ReadError(_without(path, error["da"]), _without(path, error["en"])) if error else None,
        record["row"],
    )


def _preview(source: Source) -> Record:
    name = source.name or source.path.name
    if source.transcript is None:
        return {"name": name, "error": str(source.error)}
    return {"name": name, **_of_transcript(source.transcript)}


def _of_transcript(transcript: Transcript) -> Record:
    turns: Counter[tuple[str | None, str]] = Counter()
    first: dict[tuple[str | None, str], str] = {}
    for turn in transcript.turns:
        who = (turn.speaker, turn.role)
        turns[who] += 1
        first.setdefault(who, transcript.text[turn.start : min(turn.end, turn.start + 120)])
    return {
        "title": transcript.title,
        "encoding": transcript.encoding,
        "characters": len(transcript.text),
        "attributes": {key: str(value) for key, value in transcript.attributes.items()},
        "speakers": [
            {"speaker": speaker, "role": role, "turns": count, "first": first[speaker, role]}
            for (speaker, role), count in turns.items()
        ],
        "notes": [{"line": note.line, "text": tr(note.da, note.en)} for note in transcript.notes],
    }
