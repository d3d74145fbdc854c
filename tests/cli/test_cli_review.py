"""review: one key for each decision, from a pipe and on a real terminal."""

import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kodning.cli.main import run
from kodning.cli.reviewing import in_order
from kodning.project import Project
from kodning.store.suggestions import SuggestionRow
from kodning.suggest.choosing import Options
from kodning.suggest.running import run_suggestions

Result = CompletedProcess[str]
Run = Callable[..., Result]


@pytest.fixture(scope="session")
def built_suggestions(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with suggestions for a coder who has coded nothing."""
    folder = Path(shutil.copytree(built_demo, tmp_path_factory.mktemp("suggested") / "demo"))
    with Project.open(folder) as project:
        run_suggestions(project, "test-koder", Options("lexical"))
    return folder


@pytest.fixture
def folder(built_suggestions: Path, tmp_path: Path) -> Path:
    """A fresh copy."""
    return Path(shutil.copytree(built_suggestions, tmp_path / "demo"))


@pytest.fixture
def project(folder: Path) -> Iterator[Project]:
    """The same copy, open beside the command."""
    with Project.open(folder) as opened:
        yield opened


@pytest.fixture
def review(kodning: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`review(keys, *arguments)`: the command with these keys coming through a pipe."""

    def call(keys: str, *arguments: object) -> Result:
        monkeypatch.setattr(sys, "stdin", io.StringIO(keys))
        return kodning("review", *arguments, project=folder)

    return call


def _states(project: Project, rows: Sequence[SuggestionRow]) -> list[str]:
    return [project.suggestion(row.id).state for row in rows]


def test_each_key_decides_and_the_rest_waits(review: Run, project: Project) -> None:
    rows = project.suggestion_list()
    done = review("arsp\nq")
    assert done.returncode == 0, done.stderr
    assert _states(project, rows[:5]) == ["accepted", "rejected", "skipped", "accepted", "open"]
    first, second = project.codings(coder="test-koder")
    assert (first.start, first.end) == (rows[0].sentence_start, rows[0].sentence_end)
    assert (second.start, second.end) == (rows[3].start, rows[3].end)
    assert {first.origin, second.origin} == {"suggestion"}
    assert "4 decisions this time. 2 suggestions made codings in all" in done.stdout


def test_only_suggestions_of_some_weight_are_gone_through(review: Run, project: Project) -> None:
    scores = sorted(row.score for row in project.suggestion_list())
    least = scores[len(scores) // 2]
    weighty = project.suggestion_list(least=least)
    assert 0 < len(weighty) < len(scores)
    done = review("r" * len(weighty) + "q", "--least", least)
    assert f"1/{len(weighty)}" in done.stdout
    assert {row.id for row in project.suggestion_list(state="rejected")} == {row.id for row in weighty}


def test_a_later_sitting_goes_on_and_what_was_skipped_comes_last(review: Run, project: Project) -> None:
    rows = [row for row in project.suggestion_list() if row.document == "interview-1"]
    review("sr", "--document", "interview-1")
    keys = "r" * (len(rows) - 2)
    done = review(keys + "a", "--document", "interview-1")
    assert f"{len(rows) - 1}/{len(rows) - 1}" in done.stdout
    assert _states(project, rows) == ["accepted", *["rejected"] * (len(rows) - 1)]


def test_the_screen_shows_what_a_decision_needs(review: Run, project: Project) -> None:
    row = project.suggestion_list(codes=["godtgørelse"])[0]
    text = project.revision(row.document).text
    done = review("q", "--code", "godtgørelse")
    shown = " ".join(done.stdout.split())
    sentence = " ".join(text[row.sentence_start : row.sentence_end].split())
    assert f"{row.document} t" in shown
    assert "[" + sentence[:10] in shown.replace("*", "")
    assert "Because: “" in shown
    definition = next(code.definition for code in project.codes() if code.key == "godtgørelse")
    assert definition in shown
    for start, end, _ in row.evidence:
        assert f"*{text[start:end]}*" in shown


def test_undo_steps_back_decision_by_decision(review: Run, project: Project) -> None:
    rows = project.suggestion_list()
    done = review("arsuuuuq")
    assert _states(project, rows[:3]) == ["open"] * 3
    assert project.codings(coder="test-koder") == []
    assert done.stdout.count("Undone: ") == 3
    assert "Nothing to undo here" in done.stdout
    assert "0 decisions this time" in done.stdout


def test_another_code_and_another_span_are_asked_for(review: Run, project: Project) -> None:
    rows = project.suggestion_list()
    start = rows[1].start
    done = review(f"c Rådets økonomi\nt\n{start}:{start + 10}\nq")
    assert done.returncode == 0
    assert _states(project, rows[:2]) == ["recoded", "accepted"]
    recoded, accepted = sorted(project.codings(coder="test-koder"), key=lambda coding: coding.id)
    assert (recoded.code, recoded.start) == ("budget", rows[0].sentence_start)
    assert (accepted.code, accepted.start, accepted.end) == (rows[1].code, start, start + 10)


def test_what_cannot_be_is_said_and_asked_again(review: Run, project: Project) -> None:
    rows = project.suggestion_list()
    done = review("c budgt\nt 9999999:99999999\nx\n9\nc\n\nq")
    assert done.returncode == 0
    assert "! No code “budgt”" in done.stdout
    assert done.stdout.count(" ! ") == 2
    assert _states(project, rows[:1]) == ["open"]
    assert project.codings(coder="test-koder") == []


def test_none_of_these_rejects_what_the_passage_has_left(review: Run, project: Project) -> None:
    rows = project.suggestion_list()
    beside = [row for row in rows if row.start == rows[0].start and row.document == rows[0].document]
    assert len(beside) == 3
    review("anr")
    assert _states(project, rows[:5]) == ["accepted", "rejected", "rejected", "rejected", "open"]


def test_none_of_these_is_one_decision_for_undo(review: Run, project: Project) -> None:
    before = [row.state for row in project.suggestion_list()]
    review("nuq")
    assert [row.state for row in project.suggestion_list()] == before


def test_another_suggestion_of_the_passage_can_be_looked_at_and_taken(review: Run, project: Project) -> None:
    rows = project.suggestion_list()
    second = next(row for row in rows if row.rank == 2)
    first = next(r for r in rows if (r.document, r.start, r.rank) == (second.document, second.start, 1))
    before = [row for row in rows if rows.index(row) < rows.index(first)]
    done = review("r" * len(before) + "2a" + "2" + "q")
    assert _states(project, [first, second]) == ["open", "accepted"]
    assert "That one is decided" in done.stdout


def test_only_the_codes_asked_for_come(review: Run, project: Project) -> None:
    wanted = project.suggestion_list(codes=["budget"])
    done = review("r" * len(wanted), "--code", "Rådets økonomi")
    assert f"{len(wanted)}/{len(wanted)}" in done.stdout
    assert {row.state for row in project.suggestion_list(codes=["budget"])} == {"rejected"}
    rejected = project.suggestion_list(state="rejected")
    assert len(rejected) == len(wanted)


def _row(
    number: int, score: float, *, calibrated: bool, start: int = 0, state: str = "open"
) -> SuggestionRow:
    assert state in {"open", "skipped"}
    return SuggestionRow(
        number, "", "d", start, start + 9, start, start + 9, f"k{number}", 1, score, "m", "1", calibrated, (), "eva",
        "open" if state == "open" else "skipped", None,
    )  # fmt: skip


def test_the_most_uncertain_come_first() -> None:
    rows = [
        _row(1, 0.95, calibrated=True),
        _row(2, 0.52, calibrated=True),
        _row(3, 0.05, calibrated=True),
        _row(4, 0.5, calibrated=True, state="skipped"),
    ]
    assert [row.id for row in in_order(rows, rows, uncertain=True)] == [2, 1, 3, 4]
    assert [row.id for row in in_order(rows, rows, uncertain=False)] == [1, 2, 3, 4]
    bare = [
        _row(1, 4.0, calibrated=False),
        _row(2, 1.0, calibrated=False),
        _row(3, 2.0, calibrated=False, start=50),
        _row(4, 1.9, calibrated=False, start=50),
    ]
    assert {row.id for row in in_order(bare, bare, uncertain=True)[:2]} == {3, 4}


def test_uncertain_asks_about_the_most_uncertain(review: Run, project: Project) -> None:
    rows = project.suggestion_list()
    queue = in_order(rows, rows, uncertain=True)
    assert [row.id for row in queue] != [row.id for row in rows]
    review("rr", "--uncertain")
    assert {row.id for row in project.suggestion_list(state="rejected")} == {row.id for row in queue[:2]}


def test_when_all_is_decided_it_says_so_and_ends(review: Run, project: Project) -> None:
    project.reject_suggestions(*(row.id for row in project.suggestion_list()))
    done = review("a")
    assert done.returncode == 0
    assert "0 left" in done.stdout


def test_it_is_had_in_danish(review: Run) -> None:
    done = review("aurq", "--language", "da")
    assert "a acceptér sætningen" in done.stdout
    assert "Fordi: »" in done.stdout
    assert "Fortrudt: " in done.stdout
    assert "1 afgørelse denne gang" in done.stdout


def test_who_has_no_suggestions_is_told_who_has(
    kodning: Run, folder: Path, complaint: Callable[[Result], str]
) -> None:
    message = complaint(kodning("review", "--coder", "koder-a", project=folder))
    assert "for test-koder" in message


def test_nothing_is_lost_when_the_keys_end(review: Run, project: Project) -> None:
    """As when a window is closed."""
    review("a")
    assert len(project.codings(coder="test-koder")) == 1
    assert run(["--project", str(project.folder), "check"]) == 0


if sys.platform != "win32":
    import pty
    import select

    class _Terminal:
        """A command on a terminal of its own."""

        def __init__(self, line: Sequence[str], environment: dict[str, str]) -> None:
            self._own, theirs = pty.openpty()
            env = {name: value for name, value in environment.items() if name != "NO_COLOR"}
            self.process = subprocess.Popen(  # ended in `end`
                [sys.executable, "-m", "kodning", *line],
                stdin=theirs, stdout=theirs, stderr=theirs, env={**env, "TERM": "xterm"}, close_fds=True,
            )  # fmt: skip
            os.close(theirs)
            self.said = ""
            self._heard = 0

        def until(self, words: str) -> None:
            """Read until it has said something it had not said before."""
            while words not in self.said[self._heard :]:
                ready, _, _ = select.select([self._own], [], [], 20)
                assert ready, self.said
                self.said += os.read(self._own, 65536).decode("utf-8", "replace")
            self._heard = self.said.index(words, self._heard) + len(words)

        def press(self, keys: str) -> None:
            os.write(self._own, keys.encode())

        def end(self) -> int:
            try:
                while data := os.read(self._own, 65536):
                    self.said += data.decode("utf-8", "replace")
            except OSError:  # Linux says so when the other end is closed
                pass
            code = self.process.wait(60)
            os.close(self._own)
            return code

    def test_on_a_terminal_a_key_counts_at_once(
        folder: Path, project: Project, environment: dict[str, str]
    ) -> None:
        rows = project.suggestion_list()
        terminal = _Terminal(["--project", str(folder), "review"], environment)
        for keys, answer in (("a", "Coding "), ("r", "Rejected."), ("u", "Undone: "), ("s", "Skipped.")):
            terminal.until("q quit")
            terminal.press(keys)
            terminal.until(answer)
        terminal.until("q quit")
        terminal.press("c")
        terminal.until("Code: ")
        terminal.press("budget\n")
        terminal.until("Coding ")
        terminal.until("q quit")
        terminal.press("q")
        assert terminal.end() == 0
        assert _states(project, rows[:4]) == ["accepted", "skipped", "recoded", "open"]
        assert "\x1b[1;4m" in terminal.said

    def test_interrupting_on_a_terminal_keeps_what_was_decided(
        folder: Path, project: Project, environment: dict[str, str]
    ) -> None:
        rows = project.suggestion_list()
        terminal = _Terminal(["--project", str(folder), "review"], environment)
        terminal.until("q quit")
        terminal.press("a")
        terminal.until("Coding ")
        terminal.until("q quit")
        terminal.process.send_signal(signal.SIGINT)  # what the control key does in a window of one's own
        assert terminal.end() == 130
        assert "Interrupted." in terminal.said
        assert _states(project, rows[:2]) == ["accepted", "open"]

    def test_the_bar_is_drawn_on_a_terminal(folder: Path, environment: dict[str, str]) -> None:
        line = ["--project", str(folder), "suggest", "--method=lexical", "--coder=ny"]
        terminal = _Terminal(line, environment)
        assert terminal.end() == 0
        assert "5/5" in terminal.said
        assert "█" in terminal.said
