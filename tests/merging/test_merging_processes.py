"""Merging on the command line and in processes of their own: killed in the middle, and two at once."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.merging.conftest import said

from kodning.model import NewCoding
from kodning.project import Project

Result = CompletedProcess[str]


@pytest.fixture
def pair(built_common: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two coders' projects; the second has a thousand codings that the first has not."""
    one, other = (Path(shutil.copytree(built_common, tmp_path / name)) for name in ("anna", "bo"))
    with Project.open(other) as project:
        length = len(project.revision("samtale").text)
        new = [
            NewCoding("samtale", start, end, code, "bo")
            for start in range(0, length - 25, 5)
            for end in range(start + 3, start + 23, 2)
            for code in ("økonomi", "tid", "sted")
        ]
        project.import_codings(new, "bo", "prøve")
    return one, other


def count(folder: Path) -> int:
    """Codings in force, after a check that the store is whole."""
    with Project.open(folder) as project:
        assert project.problems() == []
        return len(project.codings())


def test_the_report_says_what_came_and_how_to_take_it_out(
    kodning: Callable[..., Result], pair: tuple[Path, Path]
) -> None:
    one, other = pair
    there = count(other)
    dry = kodning("merge", other, "--dry-run", project=one)
    assert "Nothing was kept (--dry-run)." in dry.stdout
    assert count(one) == 0
    done = kodning("merge", other, project=one)
    assert done.returncode == 0
    assert f"new here: 1 coder and {there} codings" in done.stdout
    assert "kodning undo" in done.stdout
    assert count(one) == there
    again = kodning("merge", other, "--language", "da", project=one)
    assert again.stdout == f"{other}: intet nyt.\n"
    record = json.loads(kodning("merge", other, "--format", "json", project=one).stdout)
    assert record == [
        {
            "other": str(other), "action": None, "new": {}, "same_text": [], "renamed": [], "codes": [],
            "retracted": [], "forgotten_here": 0, "forgotten_there": [], "lost": 0, "followed": 0,
        }
    ]  # fmt: skip
    kodning("undo", "--coder", "test-koder", project=one)
    assert count(one) == 0


def test_a_packed_project_travels_on_the_command_line(
    kodning: Callable[..., Result], pair: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = pair
    assert "Packed: " in kodning("exchange", "pack", tmp_path / "fra-bo", project=other).stdout
    back = tmp_path / "fra-bo.kodning"
    assert kodning("exchange", "unpack", back, tmp_path / "ud").returncode == 0
    assert count(tmp_path / "ud") == count(other)
    assert kodning("merge", back, project=one).returncode == 0
    assert count(one) == count(other)
    assert kodning("backup", tmp_path / "kopi", project=one).returncode == 0
    assert count(tmp_path / "kopi") == count(one)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("merge", "ingen"), "ingen"),
        (("merge", "anna", "--codes", "hvad"), "choose from"),
        (("merge", "bo", "--code", "tid"), "NAME=VALUE"),
        (("merge", "bo", "--code", "tid=hvad"), "newer, ours, theirs"),
        (("exchange", "pack", "bo/codebook.yaml"), "there already"),
        (("exchange", "unpack", "bo/codebook.yaml", "ny"), "not a kodning file"),
        (("backup", "bo"), "bo"),
        (("backup", "ny", "--as-of", "999"), "no action no. 999"),
    ],
)
def test_bad_input_is_refused_and_changes_nothing(
    refused: Callable[..., str],
    pair: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(pair[0].parent)
    assert message in refused(pair[0], *arguments)
    assert not (pair[0].parent / "ny").exists()


def test_a_merge_killed_in_the_middle_leaves_nothing_or_all(
    pair: tuple[Path, Path], environment: dict[str, str]
) -> None:
    """Stopped inside its transaction, when the rows are written and nothing is committed."""
    one, other = pair
    script = (
        "import sys, time; from pathlib import Path; from kodning.project import Project\n"
        "def wait(*_):\n    print('inside', flush=True); time.sleep(60)\n"
        "Project.carry_all = wait\n"
        "Project.open(sys.argv[1]).merge(Path(sys.argv[2]), 'anna')"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(one), str(other)],
        env=environment, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "inside\n"
    process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    process.wait(30)
    process.stdout.close()
    assert count(one) == 0
    with Project.open(one) as project:
        assert project.merge(other, "anna").fresh["coding"] == count(other)
        assert len(said(project)) == count(other)


def test_two_merges_at_once_both_come(
    pair: tuple[Path, Path], built_common: Path, environment: dict[str, str]
) -> None:
    one, other = pair
    third = Path(shutil.copytree(built_common, one.parent / "cia"))
    with Project.open(third) as project:
        project.code("samtale", "t2", ["tid"], "cia")
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "kodning", "merge", str(source), "--coder", "leder"],
            cwd=one, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )
        for source in (other, third, other)
    ]  # fmt: skip
    said_by = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], said_by
    assert count(one) == count(other) + 1


def test_a_backup_is_whole_while_others_write(
    pair: tuple[Path, Path], environment: dict[str, str], tmp_path: Path
) -> None:
    one, _ = pair
    script = (
        "import sys; from kodning.project import Project\n"
        "p = Project.open(sys.argv[1])\n"
        "print('begun', flush=True)\n"
        "for n in range(40):\n    p.code('samtale', f'{n}:{n + 9}', ['tid', 'sted'], 'anna')"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(one)], env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout is not None
    process.stdout.readline()
    copies: list[int] = []
    begun = time.monotonic()
    with Project.open(one) as project:
        while process.poll() is None and time.monotonic() - begun < 60:
            copies.append(count(project.back_up(tmp_path / f"kopi-{len(copies)}")))
    process.stdout.close()
    assert process.returncode == 0
    assert copies == sorted(copies)
    assert all(copy % 2 == 0 for copy in copies), "an action is there wholly or not at all"
    assert count(one) == 80


def test_choices_come_from_a_file_too(
    kodning: Callable[..., Result], pair: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = pair
    for folder, under in ((one, "tid"), (other, "sted")):
        with Project.open(folder) as project:
            project.move_code("løn", under=under, coder="leder")
    choices = tmp_path / "valg.csv"
    choices.write_text("kind;name;choice\ncode;løn;ours\n", encoding="utf-8")
    refused = kodning("merge", other, "--codes", "ask", project=one)
    assert refused.returncode == 2
    assert "løn" in refused.stderr
    done = kodning("merge", other, "--codes", "ask", "--settle-file", choices, project=one)
    assert "løn: the place changed on both sides (tid | sted); ours stands" in done.stdout
    choices.write_text("kind;name;choice\ncode;løn;hvad\n", encoding="utf-8")
    assert (
        "code,CODE,ours|theirs|newer" in kodning("merge", other, "--settle-file", choices, project=one).stderr
    )
