"""Projects put together in the test: documents of given turns, codings and reviews of given coders."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from kodning.model import Role, Transcript, Turn
from kodning.project import Project

CODEBOOK = """\
codes:
  - id: penge
    label: {da: Penge, en: Money}
    codes:
      - id: løn
        codes:
          - id: tillæg
      - id: gebyr
  - id: tid
"""
Spoken = Sequence[tuple[Role, str]]
Build = Callable[..., Project]

INTERVIEW: Spoken = (
    ("interviewer", "Hvad fylder?"),
    ("informant", "Pengene fylder. Lønnen er lav."),
    ("interviewer", "Og tiden?"),
    ("informant", "Den mangler. Vi er få.\n\nOg så er der støjen."),
    ("unknown", "Ja."),
)


def transcript(spoken: Spoken) -> Transcript:
    """A transcript of turns, parted by blank lines."""
    turns: list[Turn] = []
    text = ""
    for number, (role, words) in enumerate(spoken, start=1):
        text += "\n\n" if text else ""
        turns.append(Turn(number, len(text), len(text) + len(words), role, role))
        text += words
    return Transcript(text, tuple(turns), "Samtale", "utf-8", "0" * 64)


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Make a project of documents `d1`, `d2`, …; give it other documents or another codebook if need be."""
    with ExitStack() as stack:

        def make(documents: Sequence[Spoken] = (INTERVIEW,), codebook: str = CODEBOOK) -> Project:
            project = stack.enter_context(Project.create(tmp_path / "projekt", codebook, "a"))
            files = []
            for number, spoken in enumerate(documents, start=1):
                # A line of its own makes the texts differ; a text is imported once.
                last: tuple[Role, str] = ("interviewer", f"Tak for samtale nummer {number}.")
                files.append((Path(f"d{number}.txt"), transcript([*spoken, last])))
            project.import_transcripts(files, "a")
            return project

        yield make
