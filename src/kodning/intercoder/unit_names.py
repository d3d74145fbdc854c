"""What units are called, with their counts."""

from kodning.wording import language, plural

_NAMES = {
    "segment": (("sætning", "sætninger"), ("sentence", "sentences")),
    "paragraph": (("afsnit", "afsnit"), ("paragraph", "paragraphs")),
    "turn": (("replik", "replikker"), ("turn", "turns")),
    "document": (("interview", "interviews"), ("interview", "interviews")),
    "span": (("ord", "ord"), ("word", "words")),
}
_THE = {
    "segment": ("sætningen", "the sentence"),
    "paragraph": ("afsnittet", "the paragraph"),
    "turn": ("replikken", "the turn"),
    "document": ("interviewet", "the interview"),
    "span": ("det frie tekststykke", "the free span"),
}
_ON_ONE = {
    "segment": ("en sætning", "a sentence"),
    "paragraph": ("et afsnit", "a paragraph"),
    "turn": ("en replik", "a turn"),
    "document": ("et interview", "an interview"),
}


def unit_name(unit: str, count: int) -> str:
    """A count of units with their name: `126 replikker`. Spans are counted in words."""
    return plural(count, *_NAMES[unit])


def units(unit: str) -> str:
    """Their name in the plural: `replikker`."""
    return _NAMES[unit][language() == "en"][1]


def the_unit(unit: str) -> str:
    """The unit as such: `replikken`."""
    return _THE[unit][language() == "en"]


def on_one(unit: str) -> str:
    """One of them: `en replik`."""
    return _ON_ONE[unit][language() == "en"]


def interviews(count: int) -> str:
    """A count of interviews."""
    return unit_name("document", count)
