"""Which words mark a part of a body of text against the rest of it."""

from collections.abc import Mapping
from math import log, sqrt
from typing import Final, NamedTuple

PRIOR: Final = 0.05  # of all the words, what the Dirichlet prior counts for


class LogOdds(NamedTuple):
    """How much more a word is used in the part than in the rest.

    Attributes:
        log_odds: Natural logarithm of the odds there against the odds elsewhere, both with the prior.
        z: The same in standard errors.
    """

    log_odds: float
    z: float


def word_log_odds(part: Mapping[str, int], everything: Mapping[str, int]) -> dict[str, LogOdds]:
    """The log-odds ratio with an informative Dirichlet prior, of each word of the part.

    Monroe, Colaresi & Quinn (2008), equations 16, 20 and 22; the prior is how common a word is in everything.

    Args:
        part: Times that each word stands in the part.
        everything: Times that it stands in all, the part included.
    """
    total, inside = sum(everything.values()), sum(part.values())
    prior_total = PRIOR * total
    found = {}
    for word, times in part.items():
        prior = PRIOR * everything[word]
        here, elsewhere = times + prior, everything[word] - times + prior
        others_here = inside + prior_total - here
        others_elsewhere = total - inside + prior_total - elsewhere
        if min(others_here, others_elsewhere) <= 0:
            continue
        difference = log(here / others_here) - log(elsewhere / others_elsewhere)
        found[word] = LogOdds(difference, difference / sqrt(1 / here + 1 / elsewhere))
    return found
