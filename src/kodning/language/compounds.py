"""The parts of a Danish compound: `integrationsrådsformanden` → integration, råd, formand.

Compounds are open: most of those people say stand in no dictionary, and the word a researcher looks for is
inside them. A word is parted where both sides are words of the dictionary, the first with a binding s or e or
none. Of several ways the one with the fewest parts is taken, then the one with the longest first part.
"""

from functools import lru_cache
from typing import Final

from kodning.language.lemmas import is_known, lemma


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


SHORTEST_WORD: Final = 8
SHORTEST_PART: Final = 4
_REMEMBERED: Final = 1 << 16

# Shorter words that are first or last parts of many compounds.
_SHORT_PARTS: Final = _listed(
    "råd sag tid by år hus job lov løn mål vej kør syn bog tal dag uge mor far søn ven bro bil tog bus ø ord"
)
# What looks like a word but is an ending or a verb's particle: `venskab`, `overtage` are not compounds of nouns.
_NO_LAST_PART: Final = _listed(
    "skab hed hede heden heder dom ring anden form else elser eren erne enes ende endes lige ligt agtig"
    " fuld løse løst løs bart barhed somhed ning inger ings ling linger isme ist ister iske tion ions"
    " ering ationer lse lser artet gørelse tagelse stand stande stillet holden brætte lag ede"
)
_NO_FIRST_PART: Final = _listed(
    "over under efter imod mellem gennem igen inden udover sammen frem hvor noget nogen alle enten men"
    " hver hvert disse dette deres vores eller ellers fore ikke ligel ligge hjem modet"
)
# Words whose parts have nothing to do with what they mean.
_WHOLE: Final = _listed(
    "sandsynlig usandsynlig sandsynlighed sandsynlighedsregning menneske vidunder vidunderlig ægteskab"
    " øjeblik øjeblikkelig formentlig nogenlunde ligegyldig alligevel derimod efterhånden selvfølgelig"
    " naturligvis forhåbentlig umiddelbar ordentlig egentlig tilstrækkelig vanskelig hvormed imidlertid"
    " fremtid fortid alverden sommetider undertiden ligesom selvom hvornår allerede forkert anderledes"
    " kammerat spørgsmål mandag tirsdag onsdag torsdag fredag lørdag søndag"
)


@lru_cache(maxsize=_REMEMBERED)
def compound_parts(form: str) -> tuple[str, ...]:
    """Return the lemmas of a compound's parts, in order; nothing where a word is no compound.

    Args:
        form: One word, in any case and inflection.
    """
    folded = form.casefold()
    if len(folded) < SHORTEST_WORD or not folded.isalpha() or is_opaque(folded):
        return ()
    parts = _parts(lemma(folded))
    return parts if len(parts) > 1 else ()


def is_opaque(folded: str) -> bool:
    """Tell whether a word, in lower case, looks like others but has nothing to do with them: `sandsynlig`."""
    word = lemma(folded)
    return word in _WHOLE or folded in _WHOLE or word.startswith(("sandsynlig", "usandsynlig"))


@lru_cache(maxsize=_REMEMBERED)
def _parts(word: str) -> tuple[str, ...]:
    """Part a word into as few words as can be; the word itself where it cannot be parted."""
    best: tuple[str, ...] = ()
    shortest = min(map(len, _SHORT_PARTS))
    for cut in range(len(word) - shortest, shortest - 1, -1):
        first = _first_part(word[:cut])
        if first is None:
            continue
        rest = _rest(word[cut:])
        if rest and (not best or 1 + len(rest) < len(best)):
            best = (*_inside(first), *rest)
    return best or (lemma(word),)


def _rest(word: str) -> tuple[str, ...]:
    """Return the parts of what follows the first part; nothing if it is not made of words."""
    if len(word) >= SHORTEST_WORD:
        parts = _parts(word)
        if len(parts) > 1:
            return parts
    return (lemma(word),) if _is_last_part(word) else ()


def _inside(first: str) -> tuple[str, ...]:
    """Part the first part itself, where it is long enough: `integrationsråd|s|formand`."""
    return _parts(first) if len(first) >= SHORTEST_WORD and not is_opaque(first) else (lemma(first),)


def _is_last_part(word: str) -> bool:
    if word in _NO_LAST_PART or lemma(word) in _NO_LAST_PART:
        return False
    if lemma(word) in _SHORT_PARTS:
        return is_known(word)
    return len(word) >= SHORTEST_PART and len(lemma(word)) >= SHORTEST_PART and is_known(word)


def _first_part(written: str) -> str | None:
    """Return the word that a first part stands for, its binding letter taken off; None if there is none."""
    bare = written.removesuffix("s")
    whole = (written,) if lemma(written) == written else ()
    for candidate in (*whole, bare, bare + "e", written.removesuffix("e"), written):
        long_enough = len(candidate) >= SHORTEST_PART or candidate in _SHORT_PARTS
        if long_enough and candidate not in _NO_FIRST_PART and is_known(candidate):
            if candidate == bare + "e" and written == bare:
                continue  # an e is dropped only before a binding s: `arbejds`
            return candidate if lemma(candidate) not in _NO_FIRST_PART else None
    return None
