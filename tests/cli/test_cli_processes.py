"""Several processes at once, and processes that are ended in the middle: the store is whole every time."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from kodning.project import Project

Result = subprocess.CompletedProcess[str]
Run = Callable[..., Result]
Process = subprocess.Popen[str]

_TEN_CODINGS = """
import sys
from kodning.cli.main import run
who, start = sys.argv[1], int(sys.argv[2])
sys.stdin.readline()  # all begin together
for number in range(start, start + 10):
    code = run(["code", "interview-1", f"s{number}", "budget", "--coder", who])
    if code:
        sys.exit(code)
"""

_ONE_COMMAND = """
import sys
from kodning.cli.main import main
sys.stdin.readline()
main(sys.argv[1:])
"""


def _start(script: str, *arguments: object, cwd: Path, environment: dict[str, str]) -> Process:
    line = [sys.executable, "-c", script, *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        line, cwd=cwd, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8"
    )


def _all_at_once(processes: list[Process]) -> list[tuple[int, str]]:
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    errors = [process.communicate(timeout=90)[1] for process in processes]
    return [(process.returncode, error) for process, error in zip(processes, errors, strict=True)]


def test_eight_processes_add_ten_codings_each(demo_project: Path, environment: dict[str, str]) -> None:
    with Project.open(demo_project) as project:
        before = len(project.codings())
    processes = [
        _start(_TEN_CODINGS, f"koder-{number}", 5 + 10 * number, cwd=demo_project, environment=environment)
        for number in range(8)
    ]
    assert _all_at_once(processes) == [(0, "")] * 8
    with Project.open(demo_project) as project:
        assert len(project.codings()) == before + 80
        assert all(len(project.codings(coder=f"koder-{number}")) == 10 for number in range(8))
        assert project.problems() == []


def test_two_processes_import_one_file_once(demo_project: Path, environment: dict[str, str]) -> None:
    (demo_project / "ny.txt").write_text("Anna: Hej.\n\nBo: Goddag, goddag.\n", encoding="utf-8")
    processes = [
        _start(_ONE_COMMAND, "import", "ny.txt", cwd=demo_project, environment=environment) for _ in range(3)
    ]
    assert [code for code, _ in _all_at_once(processes)] == [0, 0, 0]
    with Project.open(demo_project) as project:
        assert [document.name for document in project.documents()].count("ny") == 1
        assert [action.summary for action in project.history()].count("ny") == 1


def test_two_processes_take_in_an_edited_codebook_once(
    demo_project: Path, environment: dict[str, str]
) -> None:
    book = demo_project / "codebook.yaml"
    book.write_text(book.read_text(encoding="utf-8") + "  - id: ny-kode\n", encoding="utf-8")
    processes = [_start(_ONE_COMMAND, "themes", cwd=demo_project, environment=environment) for _ in range(3)]
    assert [code for code, _ in _all_at_once(processes)] == [0, 0, 0]
    with Project.open(demo_project) as project:
        assert "ny-kode" in [code.key for code in project.codes()]
        assert [action.kind for action in project.history()].count("codebook") == 1
        assert project.problems() == []


def test_reading_goes_on_while_another_process_writes(
    demo_project: Path, kodning: Run, dump: Callable[[Path], str]
) -> None:
    before = dump(demo_project)
    with closing(sqlite3.connect(demo_project / "kodning.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM retraction")
        assert kodning("themes", project=demo_project).returncode == 0
        assert kodning("check", project=demo_project).returncode == 0
        other.execute("ROLLBACK")
    assert dump(demo_project) == before


_posix = pytest.mark.skipif(
    sys.platform == "win32", reason="POSIX signals; Windows has neither SIGKILL nor SIGINT"
)


def _import_until(
    reached: Callable[[Path, Process], bool],
    sign: int,
    folder: Path,
    codings: Path,
    environment: dict[str, str],
) -> tuple[int, str]:
    """Begin an import, send the signal when so much is reached (or it is done), and say how it ended."""
    shutil.copy(codings, folder / "mange.csv")
    process = _start(_ONE_COMMAND, "exchange", "import", "mange.csv", cwd=folder, environment=environment)
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    while process.poll() is None and not reached(folder, process):
        pass
    process.send_signal(sign)
    _, error = process.communicate(timeout=60)
    return process.returncode, error


def _after(seconds: float) -> Callable[[Path, Process], bool]:
    def reached(_folder: Path, process: Process) -> bool:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=seconds)
        return True

    return reached


def _when_logged(size: int) -> Callable[[Path, Process], bool]:
    """When SQLite's log has grown to so many bytes: the import is in the middle of its writing."""

    def reached(folder: Path, process: Process) -> bool:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.001)
        log = folder / "kodning.db-wal"
        return log.exists() and log.stat().st_size >= size

    return reached


_MOMENTS = {
    "at once": _after(0.0),
    "starting": _after(0.1),
    "opened": _when_logged(0),
    "writing": _when_logged(1),
    "half written": _when_logged(500_000),
    "more written": _when_logged(1_000_000),
    "nearly done": _when_logged(2_500_000),
    "done": _after(30),
}


def _whole(folder: Path, kodning: Run, before: int, many: int) -> bool:
    """The store is well, and has all of the codings or none; says whether it has them."""
    result = kodning("check", project=folder)
    assert (result.returncode, result.stderr) == (0, "")
    with Project.open(folder) as project:
        now = len(project.codings())
    assert now in {before, before + many}
    return now != before


def _count(folder: Path) -> int:
    with Project.open(folder) as project:
        return len(project.codings())


def _rows(codings: Path) -> int:
    return codings.read_text(encoding="utf-8").count("\n") - 1


@_posix
@pytest.mark.parametrize("moment", _MOMENTS)
def test_a_process_that_is_killed_leaves_all_of_an_import_or_nothing(
    demo_project: Path, kodning: Run, many_codings: Path, environment: dict[str, str], moment: str
) -> None:
    before, many = _count(demo_project), _rows(many_codings)
    _import_until(_MOMENTS[moment], signal.SIGKILL, demo_project, many_codings, environment)
    there = _whole(demo_project, kodning, before, many)
    again = kodning("exchange", "import", demo_project / "mange.csv", project=demo_project)
    assert again.stdout.startswith("0 new" if there else "12,000 new")


@_posix
@pytest.mark.parametrize("moment", ["opened", "writing", "half written", "more written"])
def test_an_interrupted_import_says_so_and_leaves_all_or_nothing(
    demo_project: Path, kodning: Run, many_codings: Path, environment: dict[str, str], moment: str
) -> None:
    before, many = _count(demo_project), _rows(many_codings)
    code, error = _import_until(_MOMENTS[moment], signal.SIGINT, demo_project, many_codings, environment)
    there = _whole(demo_project, kodning, before, many)
    if code == 0:  # done before the signal came
        assert there
    else:
        assert (code, error.strip()) == (130, "Error: Interrupted.")


@_posix
def test_a_process_killed_while_it_holds_the_lock_does_not_hold_up_the_next(
    demo_project: Path, kodning: Run, environment: dict[str, str]
) -> None:
    script = (
        "import sqlite3, sys; c = sqlite3.connect('kodning.db', isolation_level=None);"
        "c.execute('BEGIN IMMEDIATE'); c.execute('DELETE FROM review'); print('', flush=True); sys.stdin.read()"
    )
    process = _start(script, cwd=demo_project, environment=environment)
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate(timeout=30)
    assert kodning("code", "interview-1", "t3", "budget", project=demo_project).returncode == 0
    with Project.open(demo_project) as project:
        assert project.reviews()
        assert project.problems() == []


def test_a_store_being_made_whole_from_its_log_is_not_called_damaged(
    demo_project: Path, kodning: Run
) -> None:
    """A process killed while it moves its log into the file leaves a heading that promises more pages."""
    store = demo_project / "kodning.db"
    crashed = demo_project.parent / "crashed"
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("CREATE TABLE stor (x)")
        connection.execute("INSERT INTO stor VALUES (zeroblob(500000))")
        connection.execute("DROP TABLE stor")
        shutil.copytree(demo_project, crashed, ignore=shutil.ignore_patterns("*-shm"))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    moved = store.read_bytes()
    half = bytearray((crashed / "kodning.db").read_bytes())
    half[:4096] = moved[:4096]
    (crashed / "kodning.db").write_bytes(half)
    assert len(half) < len(moved)
    assert kodning("check", project=crashed).returncode == 0


@pytest.mark.parametrize(
    "command", [("quotes",), ("themes", "--format", "csv"), ("show", "interview-1"), ("--help",)]
)
def test_a_reader_that_has_had_enough_brings_no_traceback(
    demo_project: Path, environment: dict[str, str], command: tuple[str, ...]
) -> None:
    line = [sys.executable, "-m", "kodning", *command]
    read_end, write_end = os.pipe()
    os.close(read_end)  # nobody reads: every write fails
    try:
        process = subprocess.run(
            line,
            cwd=demo_project,
            env=environment,
            stdout=write_end,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    finally:
        os.close(write_end)
    assert process.stderr == b""
    assert process.returncode == 0


def test_the_first_line_is_enough_for_head(demo_project: Path, environment: dict[str, str]) -> None:
    process = _start(_ONE_COMMAND, "quotes", cwd=demo_project, environment=environment)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdin.write("\n")
    process.stdin.close()
    assert process.stdout.readline()
    process.stdout.close()
    with process.stderr as errors:
        assert errors.read() == ""
    assert process.wait(timeout=30) == 0
