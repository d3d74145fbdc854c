"""How often 95 % intervals of alpha hold the true alpha, by method and number of interviews.

Two coders put one code on the segments of interviews. Between interviews the prevalence of the code and the
coders' error rates vary (logit-normal), or do not vary. The true alpha is that of a very large sample from
the same process. Seeded; run: python benchmarks/interval_coverage.py [simulations]
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from kodning import agreement as ag

Sample = tuple[NDArray[np.bool_], NDArray[np.int64]]
SEGMENTS = 60  # segments per interview
PREVALENCE, ERROR = -1.2, -2.2  # logits: .23 and .10
SPREAD = 1.0  # standard deviation of both logits between interviews, where they vary
RESAMPLES = 400
METHODS = ("jackknife over documents", "bootstrap over documents", "analytic (Gwet)", "bootstrap over units")


def draw(generator: np.random.Generator, n_documents: int, spread: float) -> Sample:
    """Draw the two coders' codings of some interviews."""
    prevalence = _share(PREVALENCE + spread * generator.standard_normal(n_documents))
    error = _share(ERROR + spread * generator.standard_normal(n_documents))
    truth = generator.random((n_documents, SEGMENTS)) < prevalence[:, None]
    wrong = generator.random((n_documents, SEGMENTS, 2)) < error[:, None, None]
    ratings = (truth[:, :, None] ^ wrong).reshape(-1, 2)
    return ratings, np.repeat(np.arange(n_documents), SEGMENTS)


def _share(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-logit)))


def intervals(sample: Sample, seed: int) -> list[ag.Interval]:
    """Return the interval of each method."""
    ratings, documents = sample
    alpha = ag.krippendorff_alpha
    return [
        ag.interval(alpha, ratings, documents, "jackknife"),
        ag.interval(alpha, ratings, documents, "bootstrap", resamples=RESAMPLES, seed=seed),
        ag.interval(alpha, ratings, None, "analytic"),
        ag.interval(alpha, ratings, None, "bootstrap", resamples=RESAMPLES, seed=seed),
    ]


def coverage(n_documents: int, spread: float, simulations: int) -> tuple[list[float], list[float]]:
    """Return each method's share of intervals that hold the true alpha, and their mean width."""
    generator = np.random.default_rng([n_documents, int(spread * 10)])
    true = ag.krippendorff_alpha(draw(generator, 40_000, spread)[0]).value
    held = np.zeros(len(METHODS))
    width = np.zeros(len(METHODS))
    for simulation in range(simulations):
        for place, found in enumerate(intervals(draw(generator, n_documents, spread), simulation)):
            if found.low is not None and found.high is not None and true is not None:
                held[place] += found.low <= true <= found.high
                width[place] += found.high - found.low
    return (held / simulations).tolist(), (width / simulations).tolist()


def main() -> None:
    """Print the coverage (and mean width) of each method as a Markdown table."""
    simulations = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(f"Coverage of 95 % intervals of alpha, {simulations} simulations, {SEGMENTS} segments an interview")
    print("(mean width in parentheses).\n")
    print("| interviews | between them | " + " | ".join(METHODS) + " |")
    print("|---:|---|" + "---:|" * len(METHODS))
    for spread, name in ((SPREAD, "variation"), (0.0, "none")):
        for n_documents in (5, 10, 20, 40):
            held, width = coverage(n_documents, spread, simulations)
            cells = [f"{h:.1%} ({w:.2f})" for h, w in zip(held, width, strict=True)]
            print(f"| {n_documents} | {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
