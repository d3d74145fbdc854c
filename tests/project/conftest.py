"""A small project to code in."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kodning.project import Project
from kodning.reading import read

CODEBOOK = """\
title: Prøve
codes:
  - id: økonomi
    label: {da: Økonomi, en: Money}
    codes:
      - id: løn
  - id: tid
"""
TEXT = """\
---
title: En samtale
rolle: leder
---

Interviewer: Hvad fylder mest?

Eva: Det gør pengene. Altså, lønnen er lav, ca. 30 kr. i timen.

Og så er der tiden. Den mangler vi.

Interviewer: Og ellers?

Eva: Ellers ikke noget. Jo, pengene.

Ole: Pengene? 👩🏽‍🏫 Nej, å hvor træls.

Interviewer: Tak.

Ole: Selv tak.
"""


@pytest.fixture(scope="session")
def built_small_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One interview of seven turns, nothing coded."""
    folder = tmp_path_factory.mktemp("small-project")
    file = folder / "samtale.md"
    file.write_text(TEXT, encoding="utf-8")
    with Project.create(folder / "projekt", CODEBOOK, "eva") as project:
        project.import_transcripts([(file, read(file))], "eva")
    return folder


@pytest.fixture
def small_folder(built_small_project: Path, tmp_path: Path) -> Path:
    """The folder of a fresh copy; the transcript lies beside it."""
    shutil.copy(built_small_project / "samtale.md", tmp_path)
    return Path(shutil.copytree(built_small_project / "projekt", tmp_path / "projekt"))


@pytest.fixture
def small(small_folder: Path) -> Iterator[Project]:
    """A fresh copy, open."""
    with Project.open(small_folder) as project:
        yield project
