"""Inter-coder agreement: coefficients, their intervals, and why one is undefined.

Pure statistics on numpy arrays: no database, no text, no files.
"""

from kodning.agreement.alpha import krippendorff_alpha, pooled_alpha
from kodning.agreement.categorical import (
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    percent_agreement,
    scott_pi,
)
from kodning.agreement.interval import alpha_intervals, interval, pooled_alpha_interval, recommended_method
from kodning.agreement.multivalued import multivalued_alpha
from kodning.agreement.ratings import Ratings, encode, ratings_from_counts, ratings_from_table
from kodning.agreement.reasons import Reason, explain
from kodning.agreement.result import Coefficient, Interval, TwoByTwo, UnitizingAlpha
from kodning.agreement.sets import set_alpha, set_distance
from kodning.agreement.two_by_two import ac1_if_independent, maxwell_if_independent, pooled_kappa, two_by_two
from kodning.agreement.unitizing import (
    UnitizingTerms,
    unitizing_alpha,
    unitizing_alpha_documents,
    unitizing_terms,
)

__all__ = [
    "Coefficient",
    "Interval",
    "Ratings",
    "Reason",
    "TwoByTwo",
    "UnitizingAlpha",
    "UnitizingTerms",
    "ac1_if_independent",
    "alpha_intervals",
    "brennan_prediger",
    "cohen_kappa",
    "conger_kappa",
    "encode",
    "explain",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac2",
    "interval",
    "krippendorff_alpha",
    "maxwell_if_independent",
    "multivalued_alpha",
    "percent_agreement",
    "pooled_alpha",
    "pooled_alpha_interval",
    "pooled_kappa",
    "ratings_from_counts",
    "ratings_from_table",
    "recommended_method",
    "scott_pi",
    "set_alpha",
    "set_distance",
    "two_by_two",
    "unitizing_alpha",
    "unitizing_alpha_documents",
    "unitizing_terms",
]
