"""Why a statistic is undefined, in plain Danish and English.

A coefficient without a value carries one of these codes, so that a report can print the sentence in the
reader's language. The codes are stable; the wording may improve.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


class Reason(StrEnum):
    """Stable codes for the ways in which a statistic can be undefined."""

    NO_PAIRABLE_UNITS = "no_pairable_units"
    NO_VARIATION = "no_variation"
    CATEGORY_UNUSED = "category_unused"
    NO_CODED_TEXT = "no_coded_text"
    NO_SHARED_TEXT = "no_shared_text"
    LITTLE_SHARED_TEXT = "little_shared_text"
    ONE_CODER = "one_coder"
    EMPTY_TABLE = "empty_table"
    NO_CODES = "no_codes"
    TOO_FEW_CLUSTERS = "too_few_clusters"
    REPLICATE_UNDEFINED = "replicate_undefined"
    NO_STANDARD_ERROR = "no_standard_error"
    VALUE_UNDEFINED = "value_undefined"
    NO_SPREAD = "no_spread"


SENTENCES: dict[Reason, tuple[str, str]] = {
    Reason.NO_PAIRABLE_UNITS: (
        "ingen enheder kan sammenlignes: ingen enhed er kodet af mindst to kodere",
        "no pairable units: no unit was coded by two or more coders",
    ),
    Reason.NO_VARIATION: (
        "ingen variation: alle kodere gav alle enheder samme værdi, så der er intet at måle pålidelighed på",
        "no variation: every coder gave every unit the same value, so there is no reliability to measure",
    ),
    Reason.CATEGORY_UNUSED: (
        "ingen variation: kategorien er ikke brugt af nogen",
        "no variation: nobody used the category",
    ),
    Reason.NO_CODED_TEXT: (
        "ingen kodet tekst: ingen koder har markeret et tekststykke",
        "no coded text: no coder marked a span",
    ),
    Reason.NO_SHARED_TEXT: (
        "dækning 0: ingen tekst med denne kode er også kodet af en anden koder",
        "coverage 0: no text with this code was also coded by another coder",
    ),
    Reason.LITTLE_SHARED_TEXT: (
        "for lidt tekst er kodet af flere kodere, til at en forventning kan dannes",
        "too little text was coded by more than one coder to form an expectation",
    ),
    Reason.ONE_CODER: (
        "kun én koder: enighed kræver mindst to",
        "only one coder: agreement needs two or more",
    ),
    Reason.EMPTY_TABLE: ("tabellen er tom", "the table is empty"),
    Reason.NO_CODES: ("der er ingen koder at samle", "there are no codes to pool"),
    Reason.TOO_FEW_CLUSTERS: (
        "for få dokumenter eller enheder til et interval",
        "too few documents or units for an interval",
    ),
    Reason.REPLICATE_UNDEFINED: (
        "tallet hviler på for få dokumenter: uden ét af dem er det ikke defineret",
        "the value rests on too few documents: without one of them it is undefined",
    ),
    Reason.NO_STANDARD_ERROR: (
        "der findes ingen analytisk standardfejl for dette mål",
        "there is no analytic standard error for this statistic",
    ),
    Reason.VALUE_UNDEFINED: (
        "målet er ikke defineret, så det har intet interval",
        "the statistic is undefined, so it has no interval",
    ),
    Reason.NO_SPREAD: (
        "tallet er det samme uden hvilket som helst af dokumenterne, så usikkerheden kan ikke måles",
        "the value is the same without any one of the documents, so its uncertainty cannot be measured",
    ),
}


def explain(code: Reason | str, language: Literal["da", "en"] = "en") -> str:
    """Return the sentence for a reason code in Danish (`da`) or English (`en`).

    Raises:
        ValueError: if the code is unknown.
    """
    danish, english = SENTENCES[Reason(code)]
    return danish if language == "da" else english
