"""What the projects alone do not say is asked about on a terminal, a real one."""

import os
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.merging.conftest import Open, make, said

from kodning.project import Project

pytestmark = pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no pseudo-terminals")
_LONG = 60.0


def conversation(
    line: Sequence[str], answers: Sequence[tuple[str, str]], environment: dict[str, str]
) -> tuple[int, str]:
    """Run a command on a terminal of its own and answer what it asks: its exit code, and all that stood there.

    Args:
        line: The command's arguments.
        answers: What to wait for on the screen, and what to type then.
        environment: Of the process.
    """
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "kodning", *line],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**environment, "COLUMNS": "200", "TERM": "dumb"},
    ) as process:
        os.close(theirs)
        screen, waiting = "", list(answers)
        try:
            while _more(ours):
                try:
                    read = os.read(ours, 4096)
                except OSError:  # the other end is closed
                    break
                if not read:
                    break
                screen += read.decode("utf-8", "replace")
                if waiting and waiting[0][0] in screen:
                    os.write(ours, f"{waiting.pop(0)[1]}\n".encode())
        finally:
            os.close(ours)
        assert not waiting, screen
        return process.wait(_LONG), screen


def _more(terminal: int) -> bool:
    return bool(select.select([terminal], [], [], _LONG)[0])


@pytest.fixture
def namesakes(tmp_path: Path) -> tuple[Path, Path]:
    """Two projects made apart, each with a coder Anna."""
    folders = (make(tmp_path / "et", "anna"), make(tmp_path / "to", "anna"))
    for folder, words in zip(folders, ("lønnen er lav", "Jo, pengene."), strict=True):
        with Project.open(folder) as project:
            project.code("samtale", words, ["løn"], "anna")
    return folders


@pytest.mark.parametrize(
    ("answers", "coders"),
    [
        ([("Is it the same person?", "y")], ["anna", "anna"]),
        (
            [("Is it the same person?", "n"), ("What is the other to be called?", "anna 2")],
            ["anna", "anna 2"],
        ),
        (
            [("Is it the same person?", "måske"), ("invalid input", "n"), ("called?", "Anna Ø")],
            ["Anna Ø", "anna"],
        ),
    ],
)
def test_coders_of_one_name_are_asked_about(
    namesakes: tuple[Path, Path],
    environment: dict[str, str],
    answers: list[tuple[str, str]],
    coders: list[str],
) -> None:
    one, other = namesakes
    line = ["--language", "en", "--project", str(one), "merge", str(other), "--coder", "anna"]
    code, screen = conversation(line, answers, environment)
    assert code == 0, screen
    assert "Both projects have a coder called “anna”." in screen
    with Project.open(one) as project:
        assert sorted(coding.coder for coding in project.codings()) == coders
        assert project.problems() == []


def test_codes_changed_on_both_sides_are_asked_about_one_by_one(
    of: Open, environment: dict[str, str]
) -> None:
    anna, bo = of("anna"), of("bo")
    for project, text in ((anna, "vores"), (bo, "deres")):
        for name in ("tid", "sted"):
            project.edit_code(name, "definition", text, project.folder.name)
    line = ["--language", "da", "--project", str(anna.folder), "merge", str(bo.folder), "--codes", "ask"]
    answers = [("»tid« er ændret på begge sider. Hvad gælder?", "ours"), ("»sted« er ændret", "theirs")]
    code, screen = conversation([*line, "--coder", "anna"], answers, environment)
    assert code == 0, screen
    with Project.open(anna.folder) as project:
        found = {one.id: one.definition for one in project.codebook().codes}
        assert (found["tid"], found["sted"]) == ("vores", "deres")


def test_whoever_breaks_off_at_a_question_has_changed_nothing(
    namesakes: tuple[Path, Path], environment: dict[str, str]
) -> None:
    one, other = namesakes
    with Project.open(one) as project:
        before = (said(project), len(project.history()))
    line = ["--language", "en", "--project", str(one), "merge", str(other), "--coder", "anna"]
    code, screen = conversation(line, [("Is it the same person?", "\x04")], environment)
    assert code not in {0, None}
    assert "Traceback" not in screen
    with Project.open(one) as project:
        assert (said(project), len(project.history())) == before
