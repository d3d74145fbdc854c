"""Undo: every kind of action, an undo of an undo, and what history shows of it."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from kodning.project import Project

Result = CompletedProcess[str]
Run = Callable[..., Result]
Refused = Callable[..., str]

_NEW_ROW = (
    "document,start,end,quote,code,coder\ninterview-1,,,Nej. Og hvordan blev du så formand?,budget,ny\n"
)


def _state(folder: Path) -> object:
    """What is in force, without the numbers and times of rows."""
    with Project.open(folder) as project:
        codings = [
            (c.document, c.start, c.end, c.code, c.coder, c.created, c.memo) for c in project.codings()
        ]
        memos = [(m.document, m.start, m.end, m.code, m.coding, m.text) for m in project.memos()]
        return sorted(codings), sorted(memos, key=repr), sorted(project.reviews()), project.coders()


def _history(kodning: Run, folder: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(kodning("history", "--format=json", project=folder).stdout)
    return rows


_ACTIONS: dict[str, tuple[str, ...]] = {
    "code": ("code", "interview-1", "t3", "budget", "høringsret", "--memo", "tvivl"),
    "retract": ("retract", "1", "5"),
    "memo": ("memo", "en tanke", "--document", "interview-1", "--span", "t3"),
    "memo on a code": ("memo", "en tanke", "--code", "budget"),
    "memo on the project": ("memo", "en tanke"),
    "reviewed": ("reviewed", "--all"),
    "reviewed span": ("reviewed", "interview-1", "--span", "t1"),
    "exchange": ("exchange", "import", "ind.csv"),
}


@pytest.mark.parametrize("action", _ACTIONS)
def test_undo_takes_back_an_action_and_undoing_the_undo_brings_it_again(
    kodning: Run, demo_project: Path, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    monkeypatch.chdir(demo_project)
    Path("ind.csv").write_text(_NEW_ROW, encoding="utf-8")
    before = _state(demo_project)
    assert kodning(*_ACTIONS[action]).returncode == 0
    after = _state(demo_project)
    assert after != before
    undone = kodning("undo")
    assert undone.returncode == 0
    assert undone.stdout.startswith("Undone: ")
    assert _state(demo_project) == before
    newest, second, *_ = _history(kodning, demo_project)
    assert newest["kind"] == "undo"
    assert second["undone_by"] == newest["id"]
    assert kodning("undo", newest["id"]).returncode == 0
    assert _state(demo_project) == after
    assert kodning("undo", _history(kodning, demo_project)[0]["id"]).returncode == 0
    assert _state(demo_project) == before
    assert kodning("check").returncode == 0


def test_undo_goes_further_back_each_time_until_nothing_is_left(
    kodning: Run, refused: Refused, demo_project: Path
) -> None:
    before = _state(demo_project)
    for action in ("code", "memo", "reviewed", "retract"):
        assert kodning(*_ACTIONS[action], project=demo_project).returncode == 0
    for kind in ("retract", "reviewed", "memo", "code"):
        assert f"Undone: {kind} " in kodning("undo", project=demo_project).stdout
    assert _state(demo_project) == before
    assert "test-koder" in refused(demo_project, "undo")


def test_undo_never_takes_back_what_another_coder_did(
    kodning: Run, refused: Refused, demo_project: Path
) -> None:
    assert kodning(*_ACTIONS["code"], "--coder=en-anden", project=demo_project).returncode == 0
    number = _history(kodning, demo_project)[0]["id"]
    assert "test-koder" in refused(demo_project, "undo")
    assert "test-koder" in refused(demo_project, "undo", number)


def test_an_action_cannot_be_undone_twice(kodning: Run, refused: Refused, demo_project: Path) -> None:
    assert kodning(*_ACTIONS["code"], project=demo_project).returncode == 0
    number = _history(kodning, demo_project)[0]["id"]
    assert kodning("undo", number, project=demo_project).returncode == 0
    refused(demo_project, "undo", number)


def test_undoing_a_coding_that_was_retracted_leaves_it_retracted(kodning: Run, demo_project: Path) -> None:
    before = _state(demo_project)
    coded = kodning("code", "interview-1", "t3", "budget", project=demo_project)
    number = _history(kodning, demo_project)[0]["id"]
    assert kodning("retract", coded.stdout.split()[0], project=demo_project).returncode == 0
    assert kodning("undo", number, project=demo_project).returncode == 0
    assert _state(demo_project) == before
    assert kodning("check", project=demo_project).returncode == 0


def test_undoing_a_retraction_after_coding_anew_gives_no_double(kodning: Run, demo_project: Path) -> None:
    coded = kodning("code", "interview-1", "t3", "budget", project=demo_project)
    assert kodning("retract", coded.stdout.split()[0], project=demo_project).returncode == 0
    number = _history(kodning, demo_project)[0]["id"]
    assert kodning("code", "interview-1", "t3", "budget", project=demo_project).returncode == 0
    kodning("undo", number, project=demo_project)
    with Project.open(demo_project) as project:
        assert len(project.codings(document="interview-1", coder="test-koder")) == 1


def test_a_reason_and_the_old_rows_stay_in_the_store(
    kodning: Run, demo_project: Path, dump: Callable[[Path], str]
) -> None:
    assert kodning("retract", "1", "--reason", "forkert kode", project=demo_project).returncode == 0
    before = dump(demo_project)
    assert kodning("undo", project=demo_project).returncode == 0
    assert set(before.splitlines()) <= set(dump(demo_project).splitlines())
    assert "forkert kode" in before


def test_a_summary_in_the_history_says_what_was_done(kodning: Run, demo_project: Path) -> None:
    kodning(*_ACTIONS["code"], project=demo_project)
    kodning("undo", project=demo_project)
    newest, second, *older = _history(kodning, demo_project)
    assert newest["summary"] == "code: interview-1 820:855 budget, høringsret"
    assert second["summary"] == "interview-1 820:855 budget, høringsret"
    assert older
    table = kodning("history", "--limit", "1", "--coder", "test-koder", project=demo_project).stdout
    assert "undo" in table
    assert len(table.splitlines()) == 2
