"""A project is made whole or not at all, once, and found where it is."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kodning.errors import ProjectExistsError
from kodning.project import Project
from kodning.store import writing
from kodning.store.connection import STORE_NAME, ForeignStoreError

CODEBOOK = "codes:\n  - id: tid\n"


def test_a_crash_while_a_project_is_made_leaves_no_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(connection: sqlite3.Connection, *_: object) -> None:
        assert connection.execute("SELECT COUNT(*) FROM action").fetchone()[0] == 1
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(writing, "add_codebook", crash)
        with pytest.raises(RuntimeError, match="power cut"):
            Project.create(tmp_path, CODEBOOK, "eva")
    assert [path.name for path in tmp_path.iterdir()] == ["codebook.yaml"]
    with Project.create(tmp_path, "codes: []\n", "eva") as project:
        assert [code.key for code in project.codes()] == ["tid"], "the codebook that is there is taken"
        assert [action.kind for action in project.history()] == ["init"]
        assert project.problems() == []


def test_a_process_that_is_quicker_wins_and_keeps_its_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_project = writing.add_project

    def while_another_is_quicker(connection: sqlite3.Connection) -> None:
        patch.undo()
        Project.create(tmp_path, "codes:\n  - id: anden\n", "ole").close()
        add_project(connection)

    with monkeypatch.context() as patch:
        patch.setattr(writing, "add_project", while_another_is_quicker)
        with pytest.raises(ProjectExistsError):
            Project.create(tmp_path, CODEBOOK, "eva")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["codebook.yaml", STORE_NAME]
    with Project.open(tmp_path) as project:
        assert [(action.kind, action.coder) for action in project.history()] == [("init", "ole")]


def test_of_several_processes_that_make_a_project_at_once_one_does(tmp_path: Path) -> None:
    script = (
        "import sys; from kodning.cli.main import main; sys.stdin.readline();"
        "main(['init', 'projekt', '--coder', sys.argv[1], '--language', 'en'])"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", script, f"koder-{number}"], cwd=tmp_path, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for number in range(6)
    ]  # fmt: skip
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[1] for process in processes]
    assert sorted(process.returncode for process in processes) == [0, 2, 2, 2, 2, 2], said
    assert all("is there already" in one for one in said if one)
    folder = tmp_path / "projekt"
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith(f"{STORE_NAME}-")) == [
        "codebook.yaml",
        STORE_NAME,
        "transcripts",
    ]
    with Project.open(folder) as project:
        assert [action.kind for action in project.history()] == ["init"]
        assert project.problems() == []


@pytest.mark.parametrize("kind", ["folder", "broken link"])
def test_something_else_of_the_stores_name_is_told_and_no_project_above_taken(
    small_folder: Path, kind: str
) -> None:
    inner = small_folder / "indre"
    inner.mkdir()
    place = inner / STORE_NAME
    if kind == "folder":
        place.mkdir()
    else:
        place.symlink_to(inner / "væk")
    with pytest.raises(ForeignStoreError, match="indre"):
        Project.open(inner)
    with pytest.raises(ProjectExistsError):
        Project.create(inner, CODEBOOK, "eva")


@pytest.mark.parametrize(
    ("viewers", "recorded"),
    [(("ole",), "ole"), (("ole", "root"), "ole"), ((), "kodning"), (("\n",), "kodning")],
)
def test_an_edited_codebook_is_recorded_under_the_one_who_looks(
    small_folder: Path, viewers: tuple[str, ...], recorded: str
) -> None:
    book = small_folder / "codebook.yaml"
    book.write_text(book.read_text(encoding="utf-8") + "  - id: nyt\n", encoding="utf-8")
    with Project.open(small_folder, *viewers) as project:
        (latest,) = project.history(limit=1)
    assert (latest.kind, latest.coder) == ("codebook", recorded)
