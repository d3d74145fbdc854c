"""The demo project, built once and copied for each test that wants one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kodning.project import Project
from kodning.sample import build_sample


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo project as built; tests copy it and never write to it."""
    folder = tmp_path_factory.mktemp("built") / "demo"
    build_sample(folder).close()
    return folder


@pytest.fixture
def demo_project(built_demo: Path, tmp_path: Path) -> Path:
    """The folder of a fresh copy of the built demo project."""
    return Path(shutil.copytree(built_demo, tmp_path / "demo"))


@pytest.fixture
def demo(demo_project: Path) -> Iterator[Project]:
    """A fresh copy of the demo project, open."""
    with Project.open(demo_project) as project:
        yield project
