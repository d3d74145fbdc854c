"""Words of Danish that mean something else in certain company, whatever the codebook is about.

A hit is no hit where the company says so. A code whose own terms name the company is about that sense, and is
left alone. A project's own cases belong into the codebook's negative terms.
"""

from __future__ import annotations

import re
from typing import Final

NEAR: Final = 6  # words on either side, in the same sentence

# lemma of the hit -> words (or last parts of compounds) that give it another sense
COMPANY: Final[dict[str, frozenset[str]]] = {
    # to revoke, to take in land, to take into account
    "inddrage": frozenset(
        ["kørekort", "pas", "jord", "tilladelse", "opholdstilladelse", "licens", "bevilling", "statsborgerskab", "autorisation", "visum", "areal", "grund", "mark", "førerret", "førerbevis", "frakende", "konto", "værdi", "betragtning", "overvejelse", "beregning", "regnestykke", "statistik", "hensyn", "bane", "nummerplade", "våbentilladelse", "koncession", "asylstatus", "opholdsgrundlag", "fortov", "vejbane", "parkeringsplads", "medalje", "udbytte"]
    ),
    "inddragelse": frozenset(
        ["kørekort", "pas", "jord", "tilladelse", "opholdstilladelse", "licens", "bevilling", "statsborgerskab", "autorisation", "visum", "areal", "førerret", "førerbevis", "opholdsgrundlag"]
    ),
}

# what stands before `råd` when it means that one can afford something
AFFORD: Final = re.compile(
    r"\b(?:ha(?:r|ve|vde|ft)|få(?:r|et)?|fik)\b[^.!?\n]{0,40}?\bråd\b(?=\s+til\b|\s*[.,;!?]|\s*$)"
    r"|\b(?:ikke|heller ikke|aldrig)\s+råd\b|\bråd\s+til\s+at\b",
    re.IGNORECASE,
)

TITLES: Final = frozenset(
    ["formand", "forkvinde", "næstformand", "borgmester", "minister", "statsminister", "ordfører", "sekretær", "rådmand", "direktør", "dirigent", "ordstyrer"]
)
_BEFORE_ADDRESS: Final = re.compile(
    r"(?:\b(?:hr|fru|frk|frøken|kære|ærede|højtærede)\.?\s+(?:\w+\s+)?)$", re.IGNORECASE
)
_SPOKEN_TO: Final = re.compile(
    r"(?:^|[.!?:;…\n\"»”'(]|,|\b(?:tak|hej|goddag|undskyld|ja|nej|jo|jamen|velkommen|hør)\b,?)\s*$",
    re.IGNORECASE,
)
_AFTER_ADDRESS: Final = re.compile(r"\s*(?:[.!?,;…»”\"')]|$)")
_LABEL: Final = re.compile(r"(?:\s*\([^()\n]{1,60}\))?(?:\s+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)?\s*:")
_LINE_START: Final = re.compile(r"(?:^|\n)[^\w\n]*(?:\w+\s+)?$")


def is_address(text: str, start: int, end: int, word: str) -> bool:
    """Tell whether a title is a form of address or a speaker's label and not spoken of.

    `Tak, formand.`, `hr. formand`, `Formanden (Pia Holm):`.

    Args:
        text: The passage.
        start: Where the title begins.
        end: Where it ends.
        word: Its lemma.
    """
    if word not in TITLES:
        return False
    before, after = text[max(0, start - 40) : start], text[end : end + 80]
    if _BEFORE_ADDRESS.search(before):
        return True
    if _LABEL.match(after) and _LINE_START.search(before):
        return True
    bare = text[start:end].casefold() == word
    return bare and bool(_SPOKEN_TO.search(before)) and bool(_AFTER_ADDRESS.match(after))
