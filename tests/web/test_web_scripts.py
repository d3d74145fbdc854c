"""The page's JavaScript: its units in Node, its types checked by TypeScript."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _needed(program: str | None, what: str) -> str:
    """A program; where it is missing the test is skipped, but not in CI."""
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(f"no {what}: install it")
        pytest.skip(f"no {what} on this machine")
    return program


def test_the_units_of_the_page_hold_in_node() -> None:
    node = _needed(shutil.which("node"), "Node.js")
    files = sorted(map(str, (ROOT / "tests" / "web" / "js").glob("*.test.js")))
    assert files
    done = subprocess.run(
        [node, "--test", *files], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]


def test_the_types_of_the_page_are_right() -> None:
    node = _needed(shutil.which("node"), "Node.js")
    compiler = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
    _needed(str(compiler) if compiler.is_file() else None, "TypeScript (npm install)")
    done = subprocess.run(
        [node, str(compiler), "-p", str(ROOT)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout
