"""A store that is cut off, foreign, newer, read-only or without room is left exactly as it is."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

Result = subprocess.CompletedProcess[str]
Run = Callable[..., Result]
Complaint = Callable[[Result], str]

_COMMANDS = (("themes",), ("check",), ("code", "interview-1", "t3", "budget"), ("history",))


def _refused_untouched(folder: Path, kodning: Run, complaint: Complaint) -> set[str]:
    """What every command says of a store; neither the file nor the folder may change."""
    store = folder / "kodning.db"
    before, names = store.read_bytes(), sorted(folder.iterdir())
    messages = {complaint(kodning(*command, project=folder)) for command in _COMMANDS}
    assert store.read_bytes() == before
    assert sorted(folder.iterdir()) == names
    return messages


@pytest.mark.parametrize("kept", [100, 101, 4096, 5000, 0.5, 0.9, -4096, -1])
def test_a_store_that_is_cut_off_is_called_damaged(
    kodning: Run, complaint: Complaint, demo_project: Path, kept: float
) -> None:
    store = demo_project / "kodning.db"
    whole = store.read_bytes()
    store.write_bytes(whole[: int(len(whole) * kept if 0 < kept < 1 else kept)])
    for message in _refused_untouched(demo_project, kodning, complaint):
        assert str(store) in message
        assert "damaged" in message
        assert "backup" in message


@pytest.mark.parametrize("place", [0.0, 0.3, 0.6])
def test_a_store_with_overwritten_pages_is_called_damaged(
    kodning: Run, demo_project: Path, place: float
) -> None:
    store = demo_project / "kodning.db"
    data = bytearray(store.read_bytes())
    begin = max(100, int(len(data) * place))
    data[begin : begin + len(data) // 3] = b"\xa5" * (len(data) // 3)
    store.write_bytes(data)
    for command in (*_COMMANDS, ("quotes",), ("show", "interview-1"), ("agree",), ("exchange", "export")):
        result = kodning(*command, project=demo_project)
        assert result.returncode in {0, 1, 2}
        assert "Traceback" not in result.stderr
    result = kodning("check", project=demo_project)
    assert result.returncode in {1, 2}
    assert "kodning.db" in result.stdout + result.stderr


def _other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bog (titel TEXT)")
        connection.commit()


_FOREIGN: dict[str, Callable[[Path], object]] = {
    "another database": _other_database,
    "text": lambda path: path.write_text("Kære dagbog\n" * 500, encoding="utf-8"),
    "picture": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(5000)),
    "empty": lambda path: path.write_bytes(b""),
    "the first bytes": lambda path: path.write_bytes(b"SQLite f"),
    "the heading alone": lambda path: path.write_bytes(b"SQLite format 3\x00"),
}


@pytest.mark.parametrize("kind", _FOREIGN)
def test_a_file_of_another_program_is_not_touched(
    kodning: Run, complaint: Complaint, tmp_path: Path, kind: str
) -> None:
    _FOREIGN[kind](tmp_path / "kodning.db")
    for message in _refused_untouched(tmp_path, kodning, complaint):
        assert str(tmp_path / "kodning.db") in message
        assert "not a kodning file" in message or "damaged" in message


def test_a_folder_in_the_place_of_the_store_is_no_project(
    kodning: Run, complaint: Complaint, tmp_path: Path
) -> None:
    (tmp_path / "kodning.db").mkdir()
    assert str(tmp_path) in complaint(kodning("themes", project=tmp_path))
    assert "kodning.db" in complaint(kodning("init", tmp_path))
    assert list((tmp_path / "kodning.db").iterdir()) == []


def test_a_newer_store_asks_for_an_upgrade(kodning: Run, complaint: Complaint, demo_project: Path) -> None:
    with closing(sqlite3.connect(demo_project / "kodning.db")) as connection:
        connection.execute("PRAGMA user_version = 99")
    for message in _refused_untouched(demo_project, kodning, complaint):
        assert "99" in message
        assert "pip install --upgrade kodning" in message


# Root may write anywhere; without two of its capabilities it is refused like anybody else.
_AS_ANYBODY = """
import ctypes, os, sys
if os.geteuid() == 0:
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        if libc.prctl(24, capability, 0, 0, 0):  # PR_CAPBSET_DROP
            sys.exit("cannot give up the rights of root")
os.execv(sys.executable, [sys.executable, "-m", "kodning", *sys.argv[1:]])
"""

_WITH_LITTLE_ROOM = """
import os, resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
room = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
os.execv(sys.executable, [sys.executable, "-m", "kodning", *sys.argv[2:]])
"""

_posix = pytest.mark.skipif(
    sys.platform == "win32", reason="POSIX permissions and resource limits; Windows has neither"
)


@pytest.fixture
def limited(environment: dict[str, str]) -> Run:
    """`limited(script, *arguments, cwd=…)`: kodning under a script that takes something from it."""

    def call(script: str, *arguments: object, cwd: Path) -> Result:
        line = [sys.executable, "-c", script, *map(str, arguments)]
        settings = {**environment, "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            line, cwd=cwd, env=settings, capture_output=True, encoding="utf-8", timeout=60, check=False
        )

    return call


@_posix
@pytest.mark.parametrize("what", ["file", "folder", "both"])
def test_a_read_only_store_can_be_read_but_not_written(
    limited: Run, complaint: Complaint, dump: Callable[[Path], str], demo_project: Path, what: str
) -> None:
    before = dump(demo_project)
    store = demo_project / "kodning.db"
    if what != "folder":
        store.chmod(0o444)
    if what != "file":
        demo_project.chmod(0o555)
    try:
        read = limited(_AS_ANYBODY, "themes", cwd=demo_project)
        written = limited(_AS_ANYBODY, "code", "interview-1", "t3", "budget", cwd=demo_project)
        output = limited(_AS_ANYBODY, "themes", "-o", "temaer.csv", cwd=demo_project)
    finally:
        demo_project.chmod(0o755)
        store.chmod(0o644)
    assert read.returncode == 0, read.stderr
    assert "5/5" in read.stdout
    if what == "folder":  # SQLite may write where the file allows it; it must then have done so wholly
        assert written.returncode in {0, 2}
    else:
        assert "read-only" in complaint(written)
        assert dump(demo_project) == before
    if what != "file":
        assert "temaer.csv" in complaint(output)


@_posix
def test_a_codebook_edited_in_a_read_only_project_is_passed_over_with_a_note(
    limited: Run, dump: Callable[[Path], str], demo_project: Path
) -> None:
    before = dump(demo_project)
    book = demo_project / "codebook.yaml"
    book.write_text(book.read_text(encoding="utf-8") + "  - id: ny-kode\n", encoding="utf-8")
    (demo_project / "kodning.db").chmod(0o444)
    demo_project.chmod(0o555)
    try:
        result = limited(_AS_ANYBODY, "themes", cwd=demo_project)
    finally:
        demo_project.chmod(0o755)
    assert result.returncode == 0, result.stderr
    assert "read-only" in result.stderr
    assert dump(demo_project) == before


@_posix
def test_a_project_in_a_read_only_folder_is_refused(
    limited: Run, complaint: Complaint, tmp_path: Path
) -> None:
    tmp_path.chmod(0o555)
    try:
        for command in (("init", "nyt"), ("demo", "nyt"), ("init", ".")):
            message = complaint(limited(_AS_ANYBODY, *command, cwd=tmp_path))
            assert "read-only" in message
    finally:
        tmp_path.chmod(0o755)
    assert list(tmp_path.iterdir()) == []


@_posix
def test_a_store_that_may_not_be_read_is_not_called_foreign(
    limited: Run, complaint: Complaint, demo_project: Path
) -> None:
    (demo_project / "kodning.db").chmod(0)
    try:
        message = complaint(limited(_AS_ANYBODY, "themes", cwd=demo_project))
    finally:
        (demo_project / "kodning.db").chmod(0o644)
    assert "not a kodning file" not in message
    assert "kodning.db" in message


@_posix
@pytest.mark.parametrize("room", [0, 8_192, 40_000, 200_000])
def test_without_room_nothing_changes_and_the_message_says_why(
    limited: Run,
    kodning: Run,
    complaint: Complaint,
    dump: Callable[[Path], str],
    many_codings: Path,
    demo_project: Path,
    room: int,
) -> None:
    """A limit on the size of files stands for a full disk; SQLite meets both as a write that fails."""
    before = dump(demo_project)
    shutil.copy(many_codings, demo_project / "mange.csv")
    message = complaint(limited(_WITH_LITTLE_ROOM, room, "exchange", "import", "mange.csv", cwd=demo_project))
    assert "Nothing was changed" in message
    assert "disk" in message
    assert "damaged" not in message
    assert "backup" not in message
    assert dump(demo_project) == before
    assert kodning("check", project=demo_project).returncode == 0
    assert kodning("exchange", "import", demo_project / "mange.csv", project=demo_project).returncode == 0


@_posix
def test_a_full_disk_leaves_no_half_file_of_results(
    limited: Run, complaint: Complaint, demo_project: Path
) -> None:
    (demo_project / "citater.md").write_text("de gamle", encoding="utf-8")
    names = {path.name for path in demo_project.iterdir()}
    complaint(limited(_WITH_LITTLE_ROOM, 40_000, "quotes", "-o", "citater.md", cwd=demo_project))
    assert (demo_project / "citater.md").read_text(encoding="utf-8") == "de gamle"
    assert {path.name for path in demo_project.iterdir()} - {"kodning.db-shm", "kodning.db-wal"} == names


@_posix
def test_a_full_disk_leaves_no_half_project(limited: Run, complaint: Complaint, tmp_path: Path) -> None:
    complaint(limited(_WITH_LITTLE_ROOM, 8_192, "init", "nyt", cwd=tmp_path))
    assert not (tmp_path / "nyt" / "kodning.db").exists()
    assert not list((tmp_path / "nyt").glob("*.tmp*"))


@_posix
def test_a_read_only_store_whose_log_cannot_be_read_in_is_not_shown_without_it(
    limited: Run, complaint: Complaint, demo_project: Path
) -> None:
    """A crash left codings in SQLite's log; a table without them would be wrong and nobody would know."""
    crashed = demo_project.parent / "crashed"
    with closing(sqlite3.connect(demo_project / "kodning.db", isolation_level=None)) as connection:
        connection.execute("INSERT INTO coder (uid, name) VALUES ('x', 'en-ny')")
        shutil.copytree(demo_project, crashed, ignore=shutil.ignore_patterns("*-shm"))
    crashed.chmod(0o555)
    try:
        message = complaint(limited(_AS_ANYBODY, "themes", cwd=crashed))
    finally:
        crashed.chmod(0o755)
    assert "read-only" in message
