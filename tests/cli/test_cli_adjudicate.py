"""From codings to settled disagreements: freeze, list, decide, and agreement before and after as two numbers."""

import csv
import io
import json
import os
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from click.testing import CliRunner

from kodning import Project as Face
from kodning.cli.main import kodning as command_line
from kodning.project import Project

Run = Callable[..., CompletedProcess[str]]
Refused = Callable[..., str]


@pytest.fixture
def frozen(kodning: Run, demo_project: Path) -> Path:
    """The demo with its codings frozen."""
    result = kodning("agree", "--freeze", "runde 1", project=demo_project)
    assert result.returncode == 0
    assert re.search(r"Frozen: runde 1, SHA-256 [0-9a-f]{64}", result.stderr)
    return demo_project


def _listed(kodning: Run, project: Path, *options: str) -> list[dict[str, str]]:
    result = kodning("disagreements", *options, "--format", "csv", project=project)
    assert result.returncode == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def _write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _decided(rows: list[dict[str, str]], decision: str = "koder-b") -> list[dict[str, str]]:
    return [{**row, "decision": decision, "reason": "fordi"} for row in rows]


def test_the_whole_path(kodning: Run, frozen: Path, tmp_path: Path) -> None:
    first = json.loads(kodning("agree", "--pass", "runde 1", "--format", "json", project=frozen).stdout)
    rows = _listed(kodning, frozen, "--pass", "runde 1")
    assert len(rows) == 140
    file = _write(tmp_path / "afgjort.csv", _decided(rows))
    result = kodning("adjudicate", "--from", file, "--by", "panelet", project=frozen)
    assert result.returncode == 0, result.stderr
    before, after = (line for line in result.stdout.splitlines() if line.startswith(("Before", "After")))
    assert before.startswith("Before (runde 1, frozen): pooled Krippendorff's alpha 0.69 [")
    assert after.startswith("After (runde 1-afgørelse, adjudicated): pooled Krippendorff's alpha 1.00")
    assert "140 new decisions" in result.stdout
    records = json.loads(kodning("passes", "--format", "json", project=frozen).stdout)
    assert [record["name"] for record in records] == ["runde 1", "runde 1-afgørelse"]
    assert records[0]["before"]["alpha"] == records[1]["before"]["alpha"] == first["pooled"]["alpha"]
    assert records[0]["after"] is None
    assert records[1]["after"]["alpha"] == 1.0
    assert (records[1]["base"], records[1]["by"], records[1]["decisions"]) == ("runde 1", "panelet", 140)
    again = json.loads(kodning("agree", "--pass", "runde 1", "--format", "json", project=frozen).stdout)
    assert again["codes"] == first["codes"]
    assert kodning("check", project=frozen).returncode == 0
    themes = kodning("themes", "--coder", "afgørelse", project=frozen)
    assert themes.returncode == 0


def test_agreement_on_an_adjudicated_pass_says_that_it_is_after(
    kodning: Run, frozen: Path, tmp_path: Path
) -> None:
    file = _write(tmp_path / "a.csv", _decided(_listed(kodning, frozen)))
    kodning("adjudicate", "--from", file, "--name", "forhandlet", project=frozen)
    report = kodning("agree", "--pass", "forhandlet", project=frozen)
    assert "after the disagreements of “runde 1” were settled" in " ".join(report.stdout.split())
    record = json.loads(kodning("agree", "--pass", "forhandlet", "--format", "json", project=frozen).stdout)
    assert record["pass"]["kind"] == "adjudicated"
    assert record["pooled"]["alpha"] == 1.0


def test_the_same_file_twice_changes_nothing(
    kodning: Run, frozen: Path, tmp_path: Path, dump: Callable[[Path], str]
) -> None:
    file = _write(tmp_path / "a.csv", _decided(_listed(kodning, frozen)[:20]))
    kodning("adjudicate", "--from", file, project=frozen)
    before = dump(frozen)
    again = kodning("adjudicate", "--from", file, project=frozen)
    assert again.returncode == 0
    assert "0 new decisions, 20 were there already." in again.stdout
    assert "nothing was changed" in again.stdout
    assert "120 are open" in again.stdout
    assert dump(frozen) == before


def test_faulty_decisions_are_told_by_line_and_none_is_kept(
    kodning: Run, refused: Refused, frozen: Path, tmp_path: Path
) -> None:
    rows = _decided(_listed(kodning, frozen)[:3])
    rows[1]["decision"] = "koder-c"
    file = _write(tmp_path / "a.csv", rows)
    message = refused(frozen, "adjudicate", "--from", file)
    assert f"{file}:3: " in message
    assert "koder-b" in message


def test_disagreements_are_settled_on_a_frozen_pass_only(
    kodning: Run, refused: Refused, demo_project: Path, tmp_path: Path
) -> None:
    assert "kodning agree --freeze NAME" in refused(demo_project, "adjudicate")
    kodning("agree", "--freeze", "runde 1", project=demo_project)
    file = _write(tmp_path / "a.csv", _decided(_listed(kodning, demo_project)[:2]))
    kodning("adjudicate", "--from", file, project=demo_project)
    assert "--pass runde 1" in refused(demo_project, "adjudicate", "--pass", "runde 1-afgørelse")
    assert "Did you mean “runde 1”?" in refused(demo_project, "adjudicate", "--pass", "runde1")
    assert "koder-a" in refused(demo_project, "adjudicate", "--from", file, "--as", "koder-a")
    assert "is taken" in refused(demo_project, "agree", "--freeze", "RUNDE 1")
    assert "--finish" in refused(demo_project, "adjudicate", "--from", file, "--finish")
    assert "--freeze" in refused(demo_project, "agree", "--pass", "runde 1", "--freeze", "x")


def test_what_is_decided_can_be_left_out_of_the_list(kodning: Run, frozen: Path, tmp_path: Path) -> None:
    rows = _listed(kodning, frozen)
    file = _write(tmp_path / "a.csv", _decided(rows[:15], "ingen"))
    kodning("adjudicate", "--from", file, project=frozen)
    assert [row["id"] for row in _listed(kodning, frozen, "--open")] == [row["id"] for row in rows[15:]]


def test_the_list_is_narrowed_by_kind_code_and_coder(kodning: Run, demo_project: Path) -> None:
    assert len(_listed(kodning, demo_project, "--kind", "confusion")) == 3
    both = len(_listed(kodning, demo_project, "--kind", "confusion", "--kind", "omission"))
    assert both == 3 + len(_listed(kodning, demo_project, "--kind", "omission"))
    found = _listed(kodning, demo_project, "--code", "budget")
    assert found
    assert all("budget" in row["codings:koder-a"] + row["codings:koder-b"] for row in found)
    assert len(_listed(kodning, demo_project, "--coder", "koder-b", "--coder", "KODER-A")) == 140


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("--code", "bugdet"), "Did you mean “budget”?"),
        (("--coder", "koder-a"), "only koder-a is named"),
        (("--pass", "x"), "There are none yet"),
        (("--kind", "typo"), "choose from"),
    ],
)
def test_a_list_that_cannot_be_is_refused(
    refused: Refused, demo_project: Path, line: tuple[str, ...], said: str
) -> None:
    assert said in refused(demo_project, "disagreements", *line)


def test_the_list_comes_in_every_format(kodning: Run, demo_project: Path, tmp_path: Path) -> None:
    text = kodning("disagreements", project=demo_project).stdout
    assert text.startswith("140 disagreements · koder-a and koder-b")
    records = json.loads(kodning("disagreements", "--format", "json", project=demo_project).stdout)
    assert len(records) == 140
    assert {"id", "kind", "document", "start", "end", "codes", "codings", "text"} <= set(records[0])
    for name in ("ud.html", "ud.xlsx", "ud.md"):
        assert kodning("disagreements", "-o", tmp_path / name, project=demo_project).returncode == 0
    assert (tmp_path / "ud.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    with zipfile.ZipFile(tmp_path / "ud.xlsx") as book:
        assert book.read("xl/worksheets/sheet1.xml").count(b"<row ") == 141
    assert (tmp_path / "ud.md").read_text(encoding="utf-8").count("\n| ") >= 140
    assert kodning("disagreements", "--html", project=demo_project).stdout.startswith("<!doctype html>")
    matrix = json.loads(kodning("disagreements", "--matrix", "--format", "json", project=demo_project).stdout)
    assert {"codes", "count"} == set(matrix[0])


def test_rounds_are_a_table_with_both_numbers(kodning: Run, frozen: Path, tmp_path: Path) -> None:
    assert "Nothing is frozen" not in kodning("passes", project=frozen).stdout
    file = _write(tmp_path / "a.csv", _decided(_listed(kodning, frozen)))
    kodning("adjudicate", "--from", file, project=frozen)
    rows = list(csv.DictReader(io.StringIO(kodning("passes", "--format", "csv", project=frozen).stdout)))
    assert [row["kind"] for row in rows] == ["frozen", "adjudicated"]
    assert [row["after"] for row in rows] == ["", "1.0"]
    assert rows[0]["before"] == rows[1]["before"]
    assert rows[0]["units"] == "858"
    assert [row["codebook"] for row in rows] == ["1", "1"]
    danish = kodning("passes", "--language", "da", "--unit", "turn", project=frozen).stdout
    assert "enhed: replikker" in danish


def test_without_a_pass_the_table_says_how_to_make_one(kodning: Run, demo_project: Path) -> None:
    assert "kodning agree --freeze NAME" in kodning("passes", project=demo_project).stdout


# One by one.


def _ask(project: Path, typed: str, *options: str) -> str:
    environment = {"KODNING_CODER": "panelet", "KODNING_LANGUAGE": "en"}
    line = ["--project", str(project), "adjudicate", *options]
    result = CliRunner(env=environment).invoke(command_line, line, input=typed)
    assert result.exit_code == 0, result.output
    return result.output


def _decisions(project: Path) -> list[tuple[object, ...]]:
    with Project.open(project) as opened:
        return [(row.outcome, row.reason, row.decided_by) for row in opened.decisions()]


@pytest.fixture
def kinds(frozen: Path) -> Path:
    """The frozen demo of which all but five disagreements are decided."""
    with Face.open(frozen) as project:
        ids = list(project.disagreements("runde 1")["id"])
        lines = ["id,decision", *(f"{key},koder-b" for key in ids[5:])]
        file = frozen / "næsten.csv"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        outcome = project.adjudicate_file(file, by="panelet", name="næsten")
    assert len(outcome.settled.undecided) == 5
    return frozen


def test_a_key_decides_and_what_stands_behind_it_is_the_reason(kinds: Path) -> None:
    before = len(_decisions(kinds))
    shown = _ask(kinds, "1 fordi a har ret\n0\n2\nq\n")
    assert "3 decisions kept; 2 are open" in shown
    new = _decisions(kinds)[before:]
    assert [(reason, by) for _, reason, by in new] == [
        ("fordi a har ret", "panelet"), ("", "panelet"), ("", "panelet"),
    ]  # fmt: skip
    assert new[0][0]
    assert new[1][0] == ()


def test_a_card_shows_the_words_and_what_each_coder_put_there(kinds: Path) -> None:
    with Face.open(kinds) as project:
        one = project.disagreements("runde 1").iloc[0]
    shown = " ".join(_ask(kinds, "q\n").split())
    assert f"1/140 {one['document']} t{one['turn']}" in shown
    assert one["id"] in shown
    assert "▸" + " ".join(one["text"].split()) + "◂" in shown
    for number, coder in enumerate(("koder-a", "koder-b"), start=1):
        assert f"{number} {coder}: " in shown


def test_the_next_sitting_goes_on_where_the_last_stopped(kinds: Path) -> None:
    assert "1/140" in _ask(kinds, "0\n0\nq\n")
    shown = _ask(kinds, "q\n")
    assert "3/140" in shown
    assert "1/140" not in shown
    assert "0 decisions kept; 3 are open" in shown


def test_when_all_is_decided_the_two_numbers_are_told_and_the_pass_is_written(kinds: Path) -> None:
    shown = _ask(kinds, "1\n2\n1\n2\n0\n", "--name", "færdig")
    assert "all disagreements are decided" in shown
    assert "Before (runde 1, frozen): pooled Krippendorff's alpha 0.69" in shown
    assert "After (færdig, adjudicated): pooled Krippendorff's alpha 1.00" in shown
    with Project.open(kinds) as project:
        assert [row.name for row in project.passes()] == ["runde 1", "næsten", "færdig"]


def test_the_result_can_be_written_before_all_is_decided(kinds: Path) -> None:
    _ask(kinds, "1\nq\n")
    shown = _ask(kinds, "", "--finish")
    assert "136 disagreements decided, 4 are open." in shown
    with Project.open(kinds) as project:
        assert project.passes()[-1].decisions == 136


def test_a_dry_run_says_what_would_be_written_and_writes_nothing(kinds: Path) -> None:
    _ask(kinds, "1\nq\n")
    with Project.open(kinds) as project:
        before = list(project.connection.iterdump())
    said = _ask(kinds, "", "--dry-run")
    assert "4 disagreements left open." in said
    assert "Nothing was written" in said
    with Project.open(kinds) as project:
        assert list(project.connection.iterdump()) == before
    written = _ask(kinds, "", "--finish")
    name = said.partition("“")[2].partition("”")[0]
    assert f"The pass “{name}”: {said.partition('would have ')[2].partition(' under')[0]} under" in written
    assert "It is there already." in _ask(kinds, "", "--dry-run")


def test_the_end_of_the_input_is_no_decision(kinds: Path) -> None:
    before = _decisions(kinds)
    assert "5 are open" in _ask(kinds, "")
    assert _decisions(kinds) == before


def test_undo_takes_the_latest_decision_back_and_asks_again(kinds: Path) -> None:
    before = _decisions(kinds)
    shown = _ask(kinds, "0\nu\nu\nq\n")
    assert "Undone." in shown
    assert "nothing to undo" in shown
    assert shown.count("── 1/140") == 3
    assert _decisions(kinds) == before


def test_skipping_and_unknown_keys_decide_nothing(kinds: Path) -> None:
    before = _decisions(kinds)
    shown = _ask(kinds, "s\nx\n9\nq\n")
    assert shown.count("── 2/140") == 3
    assert _decisions(kinds) == before


def test_another_code_and_other_words_can_be_put_there(kinds: Path) -> None:
    with Face.open(kinds) as project:
        first = project.disagreements("runde 1").iloc[0]
        text = project.revision(first["document"]).text
    words = text[first["start"] : first["end"]].split()[:3]
    place = text.index(" ".join(words), first["start"])
    shown = _ask(kinds, f"n\nbugdet\nn\nbudget\n{' '.join(words)}\nn\nbudget\n\nn\nbudget\n0:7\nq\n")
    assert "Did you mean “budget”?" in shown
    outcomes = [outcome for outcome, _, _ in _decisions(kinds)[-3:]]
    assert outcomes[0] == (("budget", place, place + len(" ".join(words))),)
    assert len(outcomes[1]) == 1  # type: ignore[arg-type]  # an outcome is a tuple
    assert outcomes[2] == (("budget", 0, 7),)


def test_words_that_are_not_there_are_told_and_asked_for_again(kinds: Path) -> None:
    before = _decisions(kinds)
    shown = _ask(kinds, "n\nbudget\naldrig nogen har sagt det\nq\n")
    assert "those words are not in the text" in shown
    assert _decisions(kinds) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_on_a_terminal_a_key_counts_at_once_and_the_reason_is_asked_for(
    kinds: Path, environment: dict[str, str]
) -> None:
    """A real terminal: no Enter after the key, Danish, a change of the codebook, and an interruption."""
    before = len(_decisions(kinds))
    screen = _on_terminal(
        kinds,
        environment
        | {"KODNING_CODER": "panelet", "KODNING_LANGUAGE": "da", "COLUMNS": "100", "TERM": "xterm"},
        [
            ("q stop", "1"),
            ("Begrundelse (Enter: ingen): ", "økonomi først\n"),
            ("Ændring i kodebogen (Enter: ingen): ", "exclude i budget\n"),
            ("2/140", "0"),
            ("Begrundelse (Enter: ingen): ", "\n"),
            ("3/140", "s"),
            ("4/140", "u"),
            ("Fortrudt.", "\x03"),
        ],
    )
    assert "Afbrudt" in screen
    assert "\x1b[1m" in screen
    new = _decisions(kinds)[before:]
    assert [(reason, by) for _, reason, by in new] == [("økonomi først", "panelet")]
    with Project.open(kinds) as project:
        assert project.decisions()[-1].codebook_change == "exclude i budget"


def _on_terminal(project: Path, environment: dict[str, str], talk: list[tuple[str, str]]) -> str:
    """Run `adjudicate` on a pseudo-terminal: wait for what it says, then type."""
    import pty

    line = [sys.executable, "-m", "kodning", "--project", str(project), "adjudicate"]
    child, terminal = pty.fork()
    if child == 0:
        os.execve(sys.executable, line, environment)  # noqa: S606 - the program under test
    screen, seen = b"", 0
    for wanted, typed in talk:
        while wanted.encode() not in screen[seen:]:
            more = _read(terminal)
            assert more, f"{wanted!r} was not said: {screen.decode()}"
            screen += more
        seen = screen.index(wanted.encode(), seen) + len(wanted.encode())
        screen += _when_listening(terminal, for_a_line=typed.endswith("\n"))
        os.write(terminal, typed.encode())
    while more := _read(terminal):
        screen += more
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 130
    return screen.decode()


def _when_listening(terminal: int, *, for_a_line: bool) -> bytes:
    """Read on until the program waits for a key, or for a line: what is typed before that, a terminal drops."""
    import select
    import termios

    said = b""
    while bool(termios.tcgetattr(terminal)[3] & termios.ICANON) != for_a_line:
        if select.select([terminal], [], [], 0.01)[0]:
            said += _read(terminal)
    return said


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so when the program has ended
        return b""


# From Python.


def test_the_python_face_has_the_same(frozen: Path, tmp_path: Path) -> None:
    with Face.open(frozen, "leder") as project:
        found = project.disagreements("runde 1", kinds=["omission"])
        assert set(found["kind"]) == {"omission"}
        assert project.confusions("runde 1")["count"].sum() > 140
        rows = [{"id": key, "decision": "koder-a"} for key in project.disagreements("runde 1")["id"]]
        outcome = project.adjudicate_file(_write(tmp_path / "a.csv", rows), by="leder", adjudicator="panel")
        assert outcome.row.name == "runde 1-panel"
        assert len(project.decisions_frame()) == 140
        assert project.disagreements(only_open=True).empty
        rounds = project.rounds("turn")
        assert list(rounds["name"]) == ["runde 1", "runde 1-panel"]
        assert project.agree(frozen="runde 1").equals(project.agree())
        assert project.agreement(frozen="runde 1-panel").pooled.alpha.value == 1.0


def test_the_python_face_is_seen_by_whoever_the_environment_names(
    frozen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Face.open(frozen) as project:
        project.begin_blind("koder-b", "leder")
        assert len(project.coders()) == 2
    monkeypatch.setenv("KODNING_CODER", "koder-b")
    with Face.open(frozen) as project:
        assert project.coders() == ["koder-b"]
        assert set(project.codings_frame()["coder"]) == {"koder-b"}
    with Face.open(frozen, "leder") as project:
        assert len(project.coders()) == 2
