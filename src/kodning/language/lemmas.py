"""The dictionary form of a Danish word, and which forms the dictionary knows.

The dictionary is simplemma's (MIT; about 790,000 forms), read when first asked for: 0.7 seconds. Own rules
mend what it gets wrong in speech about councils and municipalities.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LANGUAGE: Final = "da"
_REMEMBERED: Final = 1 << 16  # distinct forms; a corpus of any size costs no more memory than this

# Words that the dictionary takes for inflections, but that mean something of their own: `tidligere` is nearly
# always "former", not "more early".
_WORDS: Final = (
    "tidligere senere nærmere yderligere videre snarere dårligere længere nogen noget nogle andre meget"
    " endelig egentlig altså gennem under over penge folk ældre handicap"
)
_OF_THEIR_OWN: Final = frozenset(_WORDS.split())
# Nouns that the dictionary reads as forms of a verb: `borger` is a citizen, seldom `borge`.
_NOUNS: Final = {
    form: noun
    for noun, forms in {
        "borger": "borger borgers borgere borgeres borgeren borgerens borgerne borgernes",
        "leder": "leder leders ledere lederes lederen lederens lederne ledernes",
        "lærer": "lærer lærers lærere læreres læreren lærerens lærerne lærernes",
        "bruger": "brugere brugeren brugerne brugernes",
        "midler": "midler midlerne midlernes",
        "handicap": "handicappet handicaps",
    }.items()
    for form in forms.split()
}
# Neuters in -er lose the e (`centret`); the dictionary reads the rest as a noun of its own.
_CENTRE: Final = ("centrenes", "centrene", "centrets", "centret", "centres", "centre")


@lru_cache(maxsize=1)
def _dictionary() -> "Mapping[str, str]":
    # The factory that `lemmatize` itself uses, so that the dictionary is in memory once.
    from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

    return DEFAULT_DICTIONARY_FACTORY.get_dictionary(LANGUAGE)


def is_known(form: str) -> bool:
    """Tell whether the dictionary has a form, written in lower case."""
    return _dictionary().get(form) is not None


@lru_cache(maxsize=_REMEMBERED)
def lemma(form: str) -> str:
    """Return the dictionary form of a word, in lower case; an unknown word as well as can be guessed.

    Args:
        form: One word, in any case: `Formændene` gives `formand`.
    """
    folded = form.casefold()
    if folded in _OF_THEIR_OWN:
        return folded
    if folded in _NOUNS:
        return _NOUNS[folded]
    for ending in _CENTRE:
        if folded.endswith(ending):
            return folded.removesuffix(ending) + "center"
    found = _dictionary().get(folded)
    if found is not None:
        return found.casefold()
    if not folded.strip():
        return folded
    from simplemma import lemmatize

    return str(lemmatize(folded, lang=LANGUAGE)).casefold()


def forms_among(word: str, candidates: "Iterable[str]") -> list[str]:
    """Find the forms of a word: of `formand` those like `formænd` and `formandens`.

    Args:
        word: One word, in any form.
        candidates: Words in lower case, such as those of a text.
    """
    base = lemma(word)
    letters = {base[:1], word.casefold()[:1]}
    # A form that begins with another letter (`være`, `er`) is in the dictionary or it is none.
    return [form for form in candidates if (form[:1] in letters or is_known(form)) and lemma(form) == base]


def is_of_its_own(form: str) -> bool:
    """Tell whether a form looks like an inflection but means something else (`tidligere`)."""
    return form.casefold() in _OF_THEIR_OWN


def is_verb(word: str) -> bool:
    """Tell whether a lemma is an infinitive: its present participle is in the dictionary as a form of it."""
    return word.endswith("e") and _dictionary().get(word + "nde") == word
