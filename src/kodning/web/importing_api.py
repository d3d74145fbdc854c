"""Files dropped on the page: bounded, read in a process of their own with a time limit, shown, then kept."""

import subprocess
import sys
from collections import Counter
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory

from kodning.errors import KodningError
from kodning.model import Note, Transcript, Turn
from kodning.project import Project
from kodning.web.asked import Asked, BadRequestError
from kodning.web.records import Record
from kodning.wording import language, tr

_SECONDS = 60


class UploadError(KodningError):
    """A file that could not be read in time, or at all."""

    def __init__(self, name: str, da: str, en: str) -> None:
        super().__init__(f"{name}: {da}", f"{name}: {en}")


def import_file(project: Project, asked: Asked) -> Record:
    """Show what a file holds (`dry=1`), or keep it as a document."""
    name = _file_name(asked.needed("name"))
    with TemporaryDirectory(prefix="kodning-") as folder:
        path = Path(folder) / name
        path.write_bytes(asked.raw)
        transcript = read_apart(path)
    record = _preview(name, transcript)
    if asked.one("dry"):
        return {**record, "state": "preview"}
    (done,) = project.import_transcripts([(Path(name), transcript)], asked.person.name)
    return {**record, "state": done.state, "document": done.name}


def _file_name(given: str) -> str:
    name = PureWindowsPath(PurePosixPath(given).name).name
    if not name or name in {".", ".."} or len(name) > 200 or any(ord(c) < 32 for c in name):  # noqa: PLR2004 - as names of documents
        raise BadRequestError("name")
    return name


def read_apart(path: Path) -> Transcript:
    """Read a file in a process of its own: a hostile one takes nothing down but that.

    Raises:
        UploadError: It cannot be read, or not within a minute.
    """
    command = [sys.executable, "-m", "kodning.web.parsing", str(path), language()]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired as error:
        raise UploadError(path.name, "tog for lang tid at læse", "took too long to read") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().replace(str(path), path.name)
        message = said.splitlines()[-1] if done.returncode == 2 and said else ""  # noqa: PLR2004 - a refusal
        raise UploadError(path.name, message or "kan ikke læses", message or "cannot be read")
    return _transcript(done.stdout)


def _transcript(said: bytes) -> Transcript:
    import json

    from kodning.web.parsing import FIELDS

    value = json.loads(said)
    plain = {name: value[name] for name in FIELDS}
    return Transcript(
        **plain,
        turns=tuple(Turn(*turn) for turn in value["turns"]),
        notes=tuple(Note(*note) for note in value["notes"]),
    )


def _preview(name: str, transcript: Transcript) -> Record:
    turns: Counter[tuple[str | None, str]] = Counter()
    first: dict[tuple[str | None, str], str] = {}
    for turn in transcript.turns:
        who = (turn.speaker, turn.role)
        turns[who] += 1
        first.setdefault(who, transcript.text[turn.start : min(turn.end, turn.start + 120)])
    return {
        "file": name,
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
