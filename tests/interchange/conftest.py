"""Projects with the same transcripts, to carry codings between."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from kodning.project import Project
from kodning.reading.transcript import parse
from kodning.wording import speaking

_CODEBOOK = """
title: Prøve
codes:
  - id: tema
    label: {da: Tema, en: Theme}
    codes:
      - {id: økonomi, label: {da: Rådets økonomi, en: The council's economy}}
  - {id: åben, label: {da: Åben kode, en: Open code}}
"""
_TALK = """Interviewer: Hvad så nu?

Formand: 😀 Vi mangler penge; "rigtige" penge, siger vi. Og 👩🏽‍🎓 tid.

- Det er Q\u0323\u0307 svært, ja. Det er svært.

Interviewer: Nå.

Formand: =Ja ja; men det er det, 'hvor' jeg siger: Vi mangler 🎉 penge.
"""


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Project]:
    """Opens a new project with the documents `a` and `b` and no codings; close it when done."""
    folder = tmp_path_factory.mktemp("udveksling")
    with Project.create(folder / "tomt", _CODEBOOK, "forsker") as project:
        transcripts = {"a": _TALK, "b": _TALK.replace("svært", "let")}
        read = [(Path(f"{name}.md"), parse(text, title=name)) for name, text in transcripts.items()]
        project.import_transcripts(read, "forsker")
    numbers = count()
    return lambda: Project.open(shutil.copytree(folder / "tomt", folder / str(next(numbers))))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Messages are read in English, whatever the machine speaks."""
    with speaking("en"):
        yield
