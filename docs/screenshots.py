"""Make pictures of every page of the workbench: `python docs/screenshots.py FOLDER [--docs]`.

The sample project is built in a temporary folder, codes are suggested in it, and each page is opened in Chromium in
both themes and three widths: `PAGE-WIDTH-THEME.png`, two and a half screens of a page that is longer. With `--docs`
only the few pictures that the documentation shows are made.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from kodning.project import Project

WIDTHS = {"phone": (390, 844), "laptop": (1280, 800), "wide": (1920, 1080)}
THEMES = ("light", "dark")
_SCREENS = 2.5
PAGES = {
    "read": "/read?doc=interview-3",
    "themes": "/themes?by=rolle",
    "quotes": "/quotes?code=budget",
    "search": "/search?q=penge",
    "suggestions": "/suggestions",
    "agreement": "/agreement?pass=runde%201",
    "codebook": "/codebook?code=budget",
    "documents": "/documents",
    "history": "/history",
    "report": "/report",
}
# What the documentation shows: file name, page, theme.
SHOWN = (
    ("workbench-read", "read", "light"),
    ("workbench-dark", "read", "dark"),
    ("workbench-themes", "themes", "light"),
    ("workbench-agreement", "agreement", "light"),
    ("workbench-codebook", "codebook", "light"),
    ("workbench-suggestions", "suggestions", "light"),
)


def _address(folder: Path) -> tuple[subprocess.Popen[str], str]:
    line = [sys.executable, "-m", "kodning", "--project", str(folder), "--language", "da", "serve",
            "--no-browser", "--port", "0", "--coder", "koder-a"]  # fmt: skip
    environment = {**os.environ, "KODNING_CODER": "koder-a", "KODNING_ENCODER": "none", "PYTHONUTF8": "1"}
    process = subprocess.Popen(line, stdout=subprocess.PIPE, encoding="utf-8", env=environment)  # noqa: S603 - our own program
    match = re.search(r"https?://\S+", process.stdout.readline() if process.stdout else "")
    if match is None:
        sys.exit("the server did not start")
    return process, match[0]


def _page(browser: Browser, address: str, width: str, theme: Any) -> Page:
    across, down = WIDTHS[width]
    context = browser.new_context(
        viewport={"width": across, "height": down}, color_scheme=theme, locale="da-DK"
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".top nav")
    return page


def _shoot(page: Page, origin: str, path: str, target: Path, screens: float = 1) -> None:
    page.goto(origin + path)
    page.wait_for_selector("main:not([aria-busy])")
    page.wait_for_function("() => !document.querySelector('[aria-busy]')")  # figures and reports as well
    if path.startswith("/read"):
        # Where codings overlap; the bar at the top covers some 60 pixels.
        turn = page.locator(".turn").nth(4)
        turn.evaluate("(one) => window.scrollTo(0, one.getBoundingClientRect().top + window.scrollY - 64)")
        screens = 1
    page.wait_for_timeout(300)
    size = page.viewport_size or {"width": 0, "height": 0}
    long = page.evaluate("() => document.documentElement.scrollHeight")
    high = min(long, size["height"] * screens)
    page.screenshot(
        path=target,
        full_page=screens > 1,
        clip={"x": 0, "y": 0, "width": size["width"], "height": high} if screens > 1 else None,
    )


def _half_decided(project: Project) -> None:
    """A round of double coding, frozen and on its way."""
    from kodning.intercoder.adjudication import Decision, version_of
    from kodning.intercoder.rounds import decide, freeze, lay_out

    table = lay_out(project, freeze(project, "runde 1", "koder-a").name)
    found = table.comparison.disagreements
    made = [Decision(one.id, version_of(one, one.coders[at % 2])) for at, one in enumerate(found[:82])]
    decide(project, table, made, "koder-a")


def main() -> None:
    """Take them."""
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("KODNING_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as place:
        from kodning.sample import build_sample
        from kodning.suggest.choosing import Options
        from kodning.suggest.running import run_suggestions

        with build_sample(Path(place) / "demo") as project:
            run_suggestions(project, "koder-a", Options(encoder="none", pipeline="none"))
            _half_decided(project)
        process, address = _address(Path(place) / "demo")
        origin = address.split("/?")[0]
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
                )
                if "--docs" in sys.argv:
                    for name, page, theme in SHOWN:
                        _shoot(
                            _page(browser, address, "laptop", theme),
                            origin,
                            PAGES[page],
                            target / f"{name}.png",
                        )
                else:
                    for width in WIDTHS:
                        for theme in THEMES:
                            opened = _page(browser, address, width, theme)
                            for page, path in PAGES.items():
                                name = f"{page}-{width}-{theme}.png"
                                _shoot(opened, origin, path, target / name, _SCREENS)
                            opened.context.close()
                browser.close()
        finally:
            process.terminate()
            process.communicate(timeout=20)


if __name__ == "__main__":
    main()
