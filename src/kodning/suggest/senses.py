"""Words of Danish that mean something else in certain company, whatever the codebook is about.

A hit is no hit where the company says so. A code whose own terms name the company is about that sense, and is
left alone. A project's own cases belong into the codebook's negative terms.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kodning.language.compounds import compound_parts
from kodning.language.lemmas import lemma

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

NEAR: Final = 6  # words on either side, in the same clause
_WINDOW: Final = 120  # code points in which those words are looked for
_WORD: Final = re.compile(r"[^\W_]+")
APART: Final = re.compile(r"[.!?;\n…]|,\s+(?:og|men|så|for|eller)\b")


def _listed(*groups: str) -> frozenset[str]:
    return frozenset(" ".join(groups).split())


_TAKEN_AWAY: Final = (
    "kørekort pas jord tilladelse opholdstilladelse licens bevilling statsborgerskab autorisation visum areal grund"
    " mark førerret førerbevis nummerplade våbentilladelse koncession opholdsgrundlag asylstatus medalje udbytte"
)
_TAKEN_IN: Final = "konto bane vejbane fortov parkeringsplads have strand græsareal"
_TAKEN_INTO: Final = "betragtning overvejelse beregning regnestykke statistik hensyn vurdering"

# lemma of the word -> words (or last parts of compounds) that give it another sense
COMPANY: Final[dict[str, frozenset[str]]] = {
    "inddrage": _listed(_TAKEN_AWAY, _TAKEN_IN, _TAKEN_INTO),
    "inddragelse": _listed(_TAKEN_AWAY),
}

# what stands before or after `råd` when it means that one can afford something
_AFFORD: Final = re.compile(
    r"\b(?:ha(?:r|ve|vde|ft)|få(?:r|et)?|fik)\b[^.!?\n]{0,40}?\bråd\b(?=\s+til\b|\s*[.,;!?]|\s*$)"
    r"|\b(?:ikke|heller ikke|aldrig)\s+råd\b|\bråd\s+til\s+at\b",
    re.IGNORECASE,
)

TITLES: Final = _listed(
    "formand forkvinde næstformand borgmester minister statsminister ordfører sekretær rådmand direktør dirigent"
    " ordstyrer"
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
_BEFORE: Final = 40

AMBIGUOUS: Final = TITLES | frozenset(COMPANY) | {"råd"}


class _Lemmas(dict[str, str]):
    """The lemma of each form that may mislead, nothing for all others: looked up in C but for the first time."""

    MOST = 1 << 16

    def __missing__(self, form: str) -> str:
        if len(self) >= self.MOST:
            self.clear()
        word = lemma(form)
        found = self[form] = word if word in AMBIGUOUS else ""
        return found


_LEMMAS: Final = _Lemmas()


def misleads(text: str, start: int, end: int, word: str, own: Collection[str] = ()) -> bool:
    """Tell whether a word does not mean what it usually does.

    Args:
        text: The passage.
        start: Where the word begins.
        end: Where it ends.
        word: Its lemma.
        own: Words that the code is about: they are no company that gives another sense.
    """
    if word == "råd" and any(found.start() <= start < found.end() for found in _AFFORD.finditer(text)):
        return True
    if word in TITLES:
        return _is_address(text, start, end, word)
    company = COMPANY.get(word, frozenset()).difference(own)
    return bool(company) and _in_company(text, start, end, company)


def without_misleading(text: str, own: Collection[str] = ()) -> str:
    """Return a text with the words that mean something else blanked, every other word in its place."""
    if not any(map(_LEMMAS.__getitem__, _WORD.findall(text))):
        return text
    words = ((found.span(), _LEMMAS[found[0]]) for found in _WORD.finditer(text))
    return blanked(text, [span for span, word in words if word and misleads(text, *span, word, own)])


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text of the same length with spaces in place of some spans."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _is_address(text: str, start: int, end: int, word: str) -> bool:
    """Tell a title used to address someone, or a speaker's label, from a person spoken of.

    `Tak, formand.`, `hr. formand`, `Formanden (Pia Holm):`.
    """
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + 2 * _BEFORE]
    if _BEFORE_ADDRESS.search(before):
        return True
    if _LABEL.match(after) and _LINE_START.search(before):
        return True
    bare = text[start:end].casefold() == word
    return bare and bool(_SPOKEN_TO.search(before)) and bool(_AFTER_ADDRESS.match(after))


def _in_company(text: str, start: int, end: int, company: frozenset[str]) -> bool:
    """Tell whether a word of the company stands near, with no other clause between."""
    before = [found.span() for found in _WORD.finditer(text, max(0, start - _WINDOW), start)][-NEAR:]
    after = [found.span() for found in _WORD.finditer(text, end, end + _WINDOW)][:NEAR]
    for first, last in (*before, *after):
        if APART.search(text, min(last, end), max(first, start)):
            continue
        word = text[first:last]
        if lemma(word) in company or any(part in company for part in compound_parts(word)[-1:]):
            return True
    return False
