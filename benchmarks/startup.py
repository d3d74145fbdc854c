"""How quickly commands start: each beside `python -c "import click"`, in turn, in one run.

    python benchmarks/startup.py [--runs 15]

Prints the median seconds and the ratio to the floor, paired run by run. Targets: --help 1.3, reading commands 2.0.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kodning.sample import build_sample

_COMMANDS = (
    ("kodning --help", ["--help"], 1.3),
    ("kodning themes", ["themes"], 2.0),
    ("kodning quotes budget", ["quotes", "budget"], 2.0),
    ("kodning documents", ["documents"], 2.0),
    ("kodning show interview-3", ["show", "interview-3"], 2.0),
    ("kodning history", ["history"], 2.0),
    ("kodning agree", ["agree"], None),
)
_PROGRAM = Path(sys.executable).with_name("kodning.exe" if os.name == "nt" else "kodning")
_HEAVY = ("pandas", "numpy", "spacy", "sqlite_utils", "pydantic", "ruamel", "xlsxwriter")


def seconds(command: list[str], folder: Path) -> float:
    """One run of a whole process."""
    begun = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=_environment())
    return time.perf_counter() - begun


def _environment() -> dict[str, str]:
    # As an installed program runs: with compiled modules on disk.
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def heavy_modules(arguments: list[str], folder: Path) -> list[str]:
    """Which of the slow libraries a command loads."""
    code = (
        "import sys; from kodning.cli.main import run; run(sys.argv[1:]);"
        f"sys.stderr.write(' '.join(m for m in {_HEAVY!r} if m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stderr.split()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    floor = [sys.executable, "-c", "import click"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "demo"
        build_sample(folder).close()
        print(f"{'command':<28}{'seconds':>9}{'floor':>9}{'ratio':>8}{'target':>8}  heavy libraries")
        for title, arguments, target in _COMMANDS:
            command = [str(_PROGRAM), *arguments]
            seconds(command, folder), seconds(floor, folder)
            pairs = [(seconds(command, folder), seconds(floor, folder)) for _ in range(runs)]
            ratio = statistics.median(ours / theirs for ours, theirs in pairs)
            ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
            goal = f"{target:.1f}" if target else "–"
            heavy = ", ".join(heavy_modules(arguments, folder)) or "none"
            print(f"{title:<28}{ours:>9.3f}{theirs:>9.3f}{ratio:>8.2f}{goal:>8}  {heavy}")


if __name__ == "__main__":
    main()
