"""A real Chromium and axe-core, which finds what somebody with poor sight or a screen reader cannot use."""

import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_ROOT = Path(__file__).resolve().parents[2]
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def _without(reason: str) -> None:
    """Skip with the reason; where everything must be checked (CI=true), fail."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core: of node_modules, else fetched by npm."""
    there = _ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if there.exists():
        return there.read_text(encoding="utf-8")
    npm, folder = shutil.which("npm"), tmp_path_factory.mktemp("axe")
    if npm is None:
        _without("axe-core is not in node_modules, and there is no npm to fetch it")
    done = subprocess.run([str(npm), "pack", "axe-core@4"], cwd=folder, capture_output=True, text=True, timeout=120, check=False)  # fmt: skip
    packed = next(folder.glob("axe-core-*.tgz"), None)
    if done.returncode or packed is None:
        _without(f"npm cannot fetch axe-core: {done.stderr[-200:]}")
        return ""
    with tarfile.open(packed) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode()


@pytest.fixture
def violations(chromium: "Browser", axe: str) -> Callable[..., list[Any]]:
    """`violations(file, dark=…, width=…)`: what axe finds against WCAG 2.2 AA, and what else went wrong."""

    def check(file: Path, *, dark: bool = False, width: int = 1000) -> list[Any]:
        context = chromium.new_context(
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": 900},
            bypass_csp=True,
        )
        try:
            page = context.new_page()
            wrong: list[Any] = []
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on(
                "request",
                lambda request: wrong.append(request.url) if not request.url.startswith("file:") else None,
            )
            page.goto(file.as_uri())
            page.evaluate(axe)
            found = page.evaluate(
                f"axe.run(document, {{runOnly: {{type: 'tag', values: {json.dumps(_TAGS)}}}}})"
            )
            assert found["passes"], "axe checked nothing"
            wrong += [
                (one["id"], [(node["target"], node["failureSummary"]) for node in one["nodes"][:3]])
                for one in found["violations"]
            ]
            overflow = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            return [*wrong, *([f"scrolls sideways by {overflow}"] if overflow > 0 else [])]
        finally:
            context.close()

    return check
