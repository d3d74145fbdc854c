"""What runs in a process of its own: read one file and say what it holds, as JSON.

What comes back is plain JSON, so that not even a reader gone wrong can do anything to the server.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kodning.errors import KodningError
from kodning.model import AttributeValue, Note, TimeMark, Transcript, Turn
from kodning.reading import Source, read_all
from kodning.wording import LANGUAGES, set_language

_PLAIN = ("text", "title", "encoding", "source_sha256")
_MOST_BYTES = 3_000_000_000


def packed(transcript: Transcript) -> dict[str, Any]:
    """A transcript as JSON."""
    return {
        **{name: getattr(transcript, name) for name in _PLAIN},
        "turns": transcript.turns,
        "notes": transcript.notes,
        "times": transcript.times,
        "attributes": _values(transcript.attributes),
        "participants": {who: _values(values) for who, values in transcript.participants.items()},
    }


def _values(values: Mapping[str, AttributeValue]) -> dict[str, Any]:
    return {
        name: {"date": value.isoformat()} if isinstance(value, date) else value
        for name, value in values.items()
    }


def unpacked(value: dict[str, Any]) -> Transcript:
    """The transcript again."""
    return Transcript(
        **{name: str(value[name]) for name in _PLAIN},
        turns=tuple(Turn(*turn) for turn in value["turns"]),
        notes=tuple(Note(*note) for note in value["notes"]),
        times=tuple(TimeMark(*mark) for mark in value["times"]),
        attributes=_unvalues(value["attributes"]),
        participants={who: _unvalues(values) for who, values in value["participants"].items()},
    )


def _unvalues(values: dict[str, Any]) -> dict[str, AttributeValue]:
    return {
        name: date.fromisoformat(value["date"]) if isinstance(value, dict) else value
        for name, value in values.items()
    }


def _bounded() -> None:
    """Where the system can, no more memory than a large file needs."""
    try:
        import resource
    except ImportError:  # Windows has no such bound
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))


def _record(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "row": source.row,
        "transcript": source.transcript and packed(source.transcript),
        "error": source.error and {"da": source.error.da, "en": source.error.en},
        "inside": source.path.name,
    }


def read_into(path: str, spoken: str, target: str) -> None:
    """Read a file and write what it holds, or why it cannot be read, as JSON into another."""
    set_language(next((name for name in LANGUAGES if name == spoken), None))
    _bounded()
    try:
        said: Any = [_record(source) for source in read_all([Path(path)])]
    except KodningError as error:
        said = {"da": error.da, "en": error.en}
    except OSError as error:
        said = {"da": str(error), "en": str(error)}
    Path(target).write_text(json.dumps(said), encoding="utf-8")
