"""A codebook of 300 codes: what reading and changing it costs, and how fluent its page is.

    python benchmarks/codebook.py [--codes 300] [--runs 3]

The first part reads and changes codebooks of two sizes, so that a cost that grows faster than they do shows. The
second serves the larger one and opens its page in Chromium: until it can be used, and from a key to the painted move.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kodning.codebook import parse_codebook
from kodning.codebook_nodes import loaded
from kodning.model import NewCoding
from kodning.project import Project
from kodning.reading import read

_USABLE = 1.0
_PAINTED = 0.1


def codebook(codes: int) -> str:
    """The text of a codebook of about so many codes in themes of ten, with definitions, rules, examples and comments."""
    lines = ["# En stor bog", "title: Stor", "codes:"]
    for theme in range(codes // 10):
        lines += [f"  # tema {theme}", f"  - id: tema-{theme}", f"    label: {{da: Tema {theme}, en: Theme {theme}}}",
                  f"    definition: Alt om tema {theme}.", '    color: "#986603"', "    codes:"]  # fmt: skip
        for code in range(9):
            name = f"kode-{theme}-{code}"
            lines += [f"      - id: {name}", f"        label: {{da: Kode {theme}.{code}, en: Code {theme}.{code}}}",
                      f"        definition: Hvad kode {code} under tema {theme} dækker, i nogle ord.",
                      "        include: [noget, andet]", "        exclude: [tredje -> tema-0]", "        examples:",
                      "          - Et eksempel på det.", "        terms: [ord, udtryk, sætning]",
                      '        color: "#1b6ca8"']  # fmt: skip
        lines.append("")
    return "\n".join(lines) + "\n"


def build(folder: Path, codes: int) -> None:
    """A project with such a codebook and twenty codings of every code."""
    folder.mkdir()
    with Project.create(folder, codebook(codes), "mette") as project:
        for number in range(10):
            file = folder / f"samtale-{number}.md"
            said = (f"**Informant:** Sætning {n} om det hele i samtale {number}.\n\n" for n in range(200))
            file.write_text("".join(said), encoding="utf-8")
            project.import_transcripts([(file, read(file))], "mette")
        names = [code.id for code in project.codebook().codes]
        turns = {one.name: project.turns(one.name) for one in project.documents()}
        new = [
            NewCoding(document, spans[at % 200].start, spans[at % 200].end, name, "mette")
            for number, name in enumerate(names)
            for document, spans in turns.items()
            for at in (number, number + 1)
        ]
        project.import_codings(new, "mette", "konstrueret")


def best(runs: int, work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """The least seconds of some runs."""
    found = []
    for _ in range(runs):
        before()
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return min(found)


def forget() -> None:
    """Let go of every text that was read."""
    from kodning import codebook as module

    loaded.cache_clear()
    module._parsed.cache_clear()  # noqa: SLF001 - the cost of the first reading is what is asked


def costs(folder: Path, runs: int) -> dict[str, float]:
    """Seconds of reading and of each change, the codebook known already; each change is taken back."""
    file = folder / "codebook.yaml"
    source = file.read_text(encoding="utf-8")
    found = {"read": best(runs, lambda: parse_codebook(source, file), forget)}
    with Project.open(folder) as project:
        project.codebook()
        changes: dict[str, Callable[[], Any]] = {
            "move": lambda: project.move_code("kode-3-2", None, "mette", before="tema-5"),
            "edit": lambda: project.edit_code("kode-3-2", "definition", "Noget andet.", "mette"),
            "rename": lambda: project.rename_code("tema-0", "temaet", "mette"),
            "merge a theme": lambda: project.merge_codes(["tema-1"], "tema-2", "mette"),
            "undo": lambda: project.undo("mette"),
        }
        for name, change in changes.items():
            if name == "undo":
                project.move_code("kode-3-2", None, "mette", before="tema-5")
                found[name] = best(1, change)
            else:
                found[name] = best(1, change)
                project.undo("mette")
    return found


def serve(folder: Path) -> tuple[subprocess.Popen[str], str]:
    """The workbench in a process of its own, and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kodning", "--project", str(folder), "serve", "--no-browser", "--port", "0"],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "KODNING_CODER": "mette", "PYTHONUTF8": "1"},
    )
    found = re.search(r"https?://\S+", process.stdout.readline() if process.stdout else "")
    if found is None:
        sys.exit("the server did not start")
    return process, found[0]


def page(folder: Path, runs: int) -> bool:
    """Whether the page is as quick as it should be."""
    from playwright.sync_api import sync_playwright

    process, address = serve(folder)
    usable: list[float] = []
    painted: list[float] = []
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=["--no-sandbox", "--disable-gpu", "--disable-quic"],
            )
            tab = browser.new_page(viewport={"width": 1366, "height": 820})
            tab.goto(address)
            tab.wait_for_selector(".top nav")
            origin = address.split("/?")[0]
            for _ in range(runs):
                tab.goto(f"{origin}/codebook")
                tab.wait_for_selector(".coderow")
                usable.append(tab.evaluate("() => performance.now()") / 1000)
            for _ in range(runs):
                tab.locator("[data-code='kode-3-2']").click()
                painted.append(
                    tab.evaluate(
                        """async () => {
                          const row = document.activeElement, begun = performance.now();
                          row.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowDown", altKey: true, bubbles: true}));
                          await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
                          return (performance.now() - begun) / 1000;
                        }"""
                    )
                )
                tab.wait_for_selector(".toast")
                tab.wait_for_timeout(1500)
            browser.close()
    finally:
        process.terminate()
        process.communicate(timeout=20)
    print(f"page usable after {min(usable):.2f} s (at most {_USABLE}), a move painted in {min(painted) * 1000:.0f} ms "
          f"(at most {_PAINTED * 1000:.0f})")  # fmt: skip
    return min(usable) <= _USABLE and min(painted) <= _PAINTED


def main() -> int:
    """Print what it costs; 1 where the page is slower than it should be."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--codes", type=int, default=300)
    asked.add_argument("--runs", type=int, default=3)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as place:
        small, large = Path(place) / "small", Path(place) / "large"
        build(small, options.codes // 2)
        build(large, options.codes)
        half, whole = costs(small, options.runs), costs(large, options.runs)
        for name, seconds in whole.items():
            print(
                f"{name}: {seconds * 1000:.0f} ms, {seconds / half[name]:.1f} times that of half as many codes"
            )
        return 0 if page(large, options.runs) else 1


if __name__ == "__main__":
    sys.exit(main())
