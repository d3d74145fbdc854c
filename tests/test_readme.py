"""The README is true: its commands run, and what it shows of their output is what they print."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]
_README = (_ROOT / "README.md").read_text(encoding="utf-8")
_TOUR = list(re.findall(r"^```console\n(.*?)^```", _README, flags=re.DOTALL | re.MULTILINE))


def _steps() -> list[tuple[str, list[str]]]:
    """Each command of the tour with the lines shown below it."""
    steps: list[tuple[str, list[str]]] = []
    for line in "".join(_TOUR).splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        else:
            steps[-1][1].append(line)
    return steps


def test_the_tour_runs_and_prints_what_the_readme_shows(demo_project: Path) -> None:
    """Every command exits with 0, and the lines shown stand in its output, in order."""
    steps = _steps()
    assert len(steps) > 10
    environment = os.environ | {
        "KODNING_LANGUAGE": "en",
        "KODNING_CODER": "mig",
        "PYTHONUTF8": "1",
        "COLUMNS": "100",
    }
    for command, shown in steps:
        if command == "cd kodning-demo":
            continue
        program, *arguments = shlex.split(command)
        assert program == "kodning"
        done = subprocess.run(
            [sys.executable, "-m", "kodning", *arguments],
            cwd=demo_project, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        printed = (done.stdout + done.stderr).splitlines()
        for line in shown:
            assert line in printed, f"{command}: {line!r} is not in\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("mark", ["main-job", "tests"])
def test_each_of_the_two_commands_is_one_line_below_its_mark(mark: str) -> None:
    found = re.findall(rf"<!-- {mark} -->\n```sh\n(.*?)\n```", _README, flags=re.DOTALL)
    assert len(found) == 1
    assert "\n" not in found[0]
    assert found[0].startswith("python3 -m venv .venv && ")


def test_every_linked_file_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", _README)
    assert "docs/architecture.md" in links
    assert [link for link in links if not (_ROOT / link).exists()] == []
