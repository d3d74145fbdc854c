"""Speed and memory of the agreement statistics, as ratios to a floor measured in the same run.

Run: python benchmarks/agreement.py. Compares with scikit-learn, statsmodels and krippendorff where they are
installed.
"""

from __future__ import annotations

import importlib
import tempfile
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kodning import agreement as ag

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

CODES = 20


def best(function: Callable[[], Any], times: int) -> float:
    """Return the shortest of several runs, in seconds."""
    shortest = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        function()
        shortest = min(shortest, time.perf_counter() - start)
    return shortest


def peak(function: Callable[[], Any]) -> int:
    """Return the bytes a call needs on top of its input."""
    tracemalloc.start()
    function()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def line(name: str, measured: str, target: str = "-", *, met: bool | None = None) -> None:
    """Print a row of the table; without a target there is nothing to meet."""
    verdict = {None: "-", True: "yes", False: "NO"}[met]
    print(f"| {name} | {measured} | {target} | {verdict} |")


def nominal_alpha(generator: np.random.Generator) -> None:
    """Alpha against one bincount over all values."""
    for n_units, n_coders, limit, times in ((100_000, 5, 2.0, 40), (1_000_000, 10, 3.0, 7)):
        values = generator.integers(0, CODES, (n_units, n_coders))
        for kind in (np.int64, np.int8):
            ratings = values.astype(kind)
            floor = best(lambda given=ratings: np.bincount(given.ravel()), times)  # type: ignore[misc]
            ratio = best(lambda given=ratings: ag.krippendorff_alpha(given), times) / floor  # type: ignore[misc]
            name = f"nominal alpha, {n_coders} x {n_units:,} {kind.__name__}"
            line(name, f"{ratio:.2f} x bincount ({floor * 1e3:.2f} ms)", f"{limit} x", met=ratio <= limit)
        memory(values.astype(np.int8), limit=n_units == 1_000_000)
        missing = values.astype(float)
        missing[generator.random(missing.shape) < 0.1] = np.nan
        floor = best(lambda given=values: np.bincount(given.ravel()), times)  # type: ignore[misc]
        ratio = best(lambda given=missing: ag.krippendorff_alpha(given), times) / floor  # type: ignore[misc]
        line(f"the same, floats with 10 % missing, {n_coders} x {n_units:,}", f"{ratio:.2f} x")


def memory(ratings: NDArray[Any], *, limit: bool) -> None:
    """Peak memory of alpha beside its input, with the standard error read."""
    if limit:
        used = peak(lambda: ag.krippendorff_alpha(ratings).standard_error)
        allowed = 3 * ratings.nbytes + 50_000_000
        name = f"memory of alpha with its standard error, int8 input of {ratings.nbytes / 1e6:.0f} MB"
        line(name, f"{used / 1e6:.0f} MB", f"{allowed / 1e6:.0f} MB", met=used <= allowed)


def bootstrap(generator: np.random.Generator) -> None:
    """A thousand document bootstraps of twenty codes."""
    matrices = [(generator.random((1000, 3)) < 0.15).astype(np.int64) for _ in range(CODES)]
    documents = np.repeat(np.arange(25), 40)
    together = best(lambda: ag.alpha_intervals(matrices, documents, "bootstrap"), 5)
    line("1000 document bootstraps of 20 codes, together", f"{together:.3f} s", "0.5 s", met=together < 0.5)
    single = best(
        lambda: [ag.interval(ag.krippendorff_alpha, m, documents, "bootstrap") for m in matrices], 5
    )
    line("the same, one code at a time", f"{single:.3f} s", "0.5 s", met=single < 0.5)


def unitizing(generator: np.random.Generator) -> None:
    """Five coders with 200,000 spans each."""
    length, n_spans = 5_000_000, 200_000

    def spans() -> list[tuple[int, int, int]]:
        cuts = np.sort(generator.choice(length, 2 * n_spans, replace=False))
        labels = generator.integers(0, CODES, n_spans)
        return list(zip(cuts[::2].tolist(), cuts[1::2].tolist(), labels.tolist(), strict=True))

    coders = {f"coder {n}": spans() for n in range(5)}
    seconds = best(lambda: ag.unitizing_alpha(coders, length), 2)
    line("unitizing alpha, 5 x 200,000 spans", f"{seconds:.2f} s", "5 s", met=seconds < 5)


def five_interviews(generator: np.random.Generator) -> None:
    """All statistics of a report: five interviews, two coders, twenty codes."""
    documents = np.repeat(np.arange(5), 60)
    matrices = [(generator.random((300, 2)) < 0.2).astype(np.int64) for _ in range(CODES)]
    sets = [[{c for c in range(CODES) if matrices[c][u, k]} for k in range(2)] for u in range(300)]

    def report() -> None:
        for matrix in matrices:
            for coefficient in (
                ag.percent_agreement,
                ag.cohen_kappa,
                ag.krippendorff_alpha,
                ag.gwet_ac1,
            ):
                coefficient(matrix)
            yes, no = matrix[:, 0] == 1, matrix[:, 1] == 1
            ag.two_by_two([[(yes & no).sum(), (yes & ~no).sum()], [(~yes & no).sum(), (~yes & ~no).sum()]])
        ag.alpha_intervals(matrices, documents)
        ag.pooled_alpha(matrices)
        ag.pooled_alpha_interval(matrices, documents)
        ag.multivalued_alpha(sets)
        ag.set_alpha(sets)

    seconds = best(report, 5)
    line("every statistic of a report on five interviews", f"{seconds:.3f} s", "0.3 s", met=seconds < 0.3)


def whole_report() -> None:
    """What `agree` computes and writes on the sample's five interviews, texts and codings read from the store."""
    from kodning.intercoder.whole import AnyUnit, agreement_study
    from kodning.intercoder.work import work_now
    from kodning.project import Project
    from kodning.report.agreement_page import agreement_page
    from kodning.report.agreement_table import agreement_table
    from kodning.report.table import to_json, to_text
    from kodning.sample import build_sample

    with tempfile.TemporaryDirectory() as folder:
        build_sample(Path(folder) / "demo").close()

        def report(unit: AnyUnit) -> None:
            with Project.open(Path(folder) / "demo") as project:
                study = agreement_study(project, work_now(project), unit)
                to_text(agreement_table(study))
                to_json(study.record())
                agreement_page(study)

        limits: list[tuple[AnyUnit, float]] = [("segment", 0.3), ("span", 0.3), ("all", 1.0)]
        for unit, limit in limits:
            seconds = best(lambda given=unit: report(given), 5)  # type: ignore[misc]
            name = f"the whole report on the sample, unit {unit}: open, compute, terminal, JSON and page"
            line(name, f"{seconds:.3f} s", f"{limit} s", met=seconds < limit)


def others(generator: np.random.Generator) -> None:
    """The same numbers from other libraries, where they are installed."""
    ratings = generator.integers(0, CODES, (100_000, 2))
    ours = best(lambda: ag.cohen_kappa(ratings), 10)
    calls: dict[str, Callable[[Any], Any]] = {
        "sklearn.metrics": lambda lib: lib.cohen_kappa_score(ratings[:, 0], ratings[:, 1]),
        "statsmodels.stats.inter_rater": lambda lib: lib.fleiss_kappa(lib.aggregate_raters(ratings)[0]),
        "krippendorff": lambda lib: lib.alpha(ratings.T, level_of_measurement="nominal"),
    }
    print(f"\nTwo coders x 100,000 units, 20 codes. kodning's cohen_kappa: {ours * 1e3:.1f} ms")
    for name, call in calls.items():
        try:
            library = importlib.import_module(name)
        except ImportError:
            print(f"- {name}: not installed, left out")
            continue
        print(f"- {name}: {best(lambda run=call, lib=library: run(lib), 3) * 1e3:.1f} ms")  # type: ignore[misc]


def main() -> None:
    """Measure everything and print a Markdown table."""
    generator = np.random.default_rng(1)
    print("| what | measured | target | met |\n|---|---|---|---|")
    nominal_alpha(generator)
    bootstrap(generator)
    unitizing(generator)
    five_interviews(generator)
    whole_report()
    others(generator)


if __name__ == "__main__":
    main()
