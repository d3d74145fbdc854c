"""The demo project built once and copied for each test; running kodning as a user does; what a store holds."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from kodning.cli.main import run
from kodning.project import Project
from kodning.sample import build_sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Result = subprocess.CompletedProcess[str]

# No example fails for being slow: a machine may be busy, and speed is measured in benchmarks.
settings.register_profile("unhurried", parent=settings(), deadline=None)
settings.load_profile("unhurried")

# A shell that starts the tests in the background has them ignore Ctrl-C, and so would every program they start.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

_ENVIRONMENT = {
    "LC_ALL": "en_GB.UTF-8",
    "LANG": "en_GB.UTF-8",
    "KODNING_CODER": "test-koder",
    "KODNING_SPACY": "none",
    "KODNING_ENCODER": "none",
}


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


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """English, a coder, and nothing else that the computer at hand would decide."""
    for name, value in _ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    for name in ("KODNING_LANGUAGE", "KODNING_PROJECT", "LC_MESSAGES", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def kodning(plain_environment: None, capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:  # noqa: ARG001 - only its effect is wanted
    """`kodning(*arguments, project=…)`: a command run in this process."""

    def call(*arguments: object, project: Path | None = None) -> Result:
        capsys.readouterr()
        where = ["--project", str(project)] if project is not None else []
        line = [*where, *map(str, arguments)]
        code = run(line)
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(line, code, out, err)

    return call


@pytest.fixture
def environment(plain_environment: None) -> dict[str, str]:  # noqa: ARG001 - only its effect is wanted
    """The environment of a process of its own."""
    return {**os.environ, "PYTHONUTF8": "1"}


@pytest.fixture
def process(environment: dict[str, str]) -> Callable[..., Result]:
    """`process(*arguments, cwd=…)`: a command run in its own process."""

    def call(*arguments: object, cwd: Path) -> Result:
        line = [sys.executable, "-m", "kodning", *map(str, arguments)]
        return subprocess.run(
            line, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False
        )

    return call


@pytest.fixture
def dump() -> Callable[[Path], str]:
    """`dump(project)`: every row of a store, and what it says of itself."""

    def rows(project: Path) -> str:
        # Beside the file: SQLite would otherwise leave its own files in a folder that must stay as it is.
        with closing(sqlite3.connect(project / "kodning.db")) as connection:
            pragmas = [
                connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
            ]
            return "\n".join([str(pragmas), *connection.iterdump()])

    return rows


@pytest.fixture
def complaint() -> Callable[[Result], str]:
    """`complaint(result)`: the message of a refused command, which is short, on stderr, with exit code 2."""

    def check(result: Result) -> str:
        assert result.returncode == 2, result
        assert result.stdout == ""
        message = result.stderr
        assert message.startswith(("Error: ", "Fejl: ")), message
        assert "Traceback" not in message
        assert 1 <= len(message.splitlines()) <= 12
        assert all(len(line) < 600 for line in message.splitlines())
        return message

    return check


@pytest.fixture
def refused(
    kodning: Callable[..., Result], dump: Callable[[Path], str], complaint: Callable[[Result], str]
) -> Callable[..., str]:
    """`refused(project, *arguments)`: the message of a command that must be refused and change nothing."""

    def call(project: Path, *arguments: object) -> str:
        before = dump(project)
        message = complaint(kodning(*arguments, project=project))
        assert dump(project) == before
        return message

    return call


@pytest.fixture(scope="session")
def many_codings(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CSV of 12,000 codings of the demo's interview-1, none of which the demo has."""
    with closing(sqlite3.connect(built_demo / "kodning.db")) as connection:
        (text,) = connection.execute(
            "SELECT text FROM current_revision WHERE name = 'interview-1'"
        ).fetchone()
        codes = [row[0] for row in connection.execute("SELECT key FROM code ORDER BY id LIMIT 6")]
    lines = ["document,start,end,code,coder"]
    starts = [place for place in range(len(text) - 60) if not text[place].isspace()][:2000]
    lines += [f"interview-1,{start},{start + 50},{code},mange" for start in starts for code in codes]
    path = tmp_path_factory.mktemp("many") / "mange.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


_BROWSER_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


def _browser_path() -> str | None:
    """Where a Chromium is."""
    named = os.environ.get("KODNING_CHROMIUM")
    return (
        named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    )


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """A real browser, one for a process of tests. Where there is none the test is skipped, but not in CI."""
    path = _browser_path()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: install it, or name it in KODNING_CHROMIUM")
        pytest.skip("no Chromium on this machine (KODNING_CHROMIUM names one)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_BROWSER_FLAGS)
        yield browser
        browser.close()
