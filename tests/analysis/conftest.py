"""Small projects made of a few lines of talk."""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from kodning.model import Transcript
from kodning.project import Project
from kodning.reading.transcript import parse

_CODEBOOK = """
title: Prøve
codes:
  - id: tema
    label: {da: Tema, en: Theme}
    codes:
      - {id: under, label: {da: Underkode, en: Sub-code}, codes: [{id: dybest, label: {da: Dybest, en: Deepest}}]}
      - {id: ved-siden-af, label: {da: Ved siden af, en: Beside}}
  - {id: åben, label: {da: Åben kode, en: Open code}}
"""
Build = Callable[..., Project]


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Makes a project of transcripts, given by name as text or as read; close it when done."""
    folder = tmp_path_factory.mktemp("små")
    Project.create(folder / "tomt", _CODEBOOK, "forsker").close()
    numbers = count()

    def make(**transcripts: str | Transcript) -> Project:
        # A copy of the empty project is made much faster than a new one.
        project = Project.open(shutil.copytree(folder / "tomt", folder / str(next(numbers))))
        read = [
            (Path(f"{name}.md"), parse(text, title=name) if isinstance(text, str) else text)
            for name, text in transcripts.items()
        ]
        project.import_transcripts(read, "forsker")
        return project

    return make
