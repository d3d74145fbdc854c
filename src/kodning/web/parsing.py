"""`python -m kodning.web.parsing FILE LANGUAGE`: read one file and say what it holds, as JSON on standard output."""

import json
import sys
from pathlib import Path

from kodning.errors import KodningError
from kodning.reading import read
from kodning.wording import LANGUAGES, set_language

FIELDS = ("text", "title", "encoding", "source_sha256", "attributes")
_MOST_BYTES = 2_000_000_000


def _bounded() -> None:
    """Where the system can, no more memory than a large file needs."""
    try:
        import resource
    except ImportError:  # Windows has no such bound
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))


def main(arguments: list[str]) -> int:
    """Exit code 2 and a message where the file cannot be read."""
    path, spoken = arguments
    set_language(next((name for name in LANGUAGES if name == spoken), None))
    _bounded()
    try:
        transcript = read(Path(path))
    except (KodningError, OSError) as error:
        sys.stderr.buffer.write(f"{error}\n".encode())
        return 2
    value = {name: getattr(transcript, name) for name in FIELDS}
    value |= {"turns": transcript.turns, "notes": transcript.notes}
    sys.stdout.buffer.write(json.dumps(value).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
