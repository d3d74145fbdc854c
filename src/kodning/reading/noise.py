"""What speech recognition makes up: told, never taken out.

Whisper fills silence with the credits of the subtitles it learnt from, and with the same line over and over.
"""

import re
from collections.abc import Iterator, Sequence

from kodning.model import Note
from kodning.reading.notes import excerpt, several
from kodning.reading.utterances import Utterance

_MADE_UP = re.compile(
    r"""
    (?:danske\s+)?(?:tekster|undertekster|oversættelse)\s+af\b
    | \b(?:undertekst(?:er|ning)?|oversat|tekstet)\s+(?:af|ved|:)
    | \btak\s+fordi\s+(?:du|i)\s+(?:så|kiggede|lyttede)\s+(?:med|på)\b
    | \btak\s+for\s+at\s+(?:du|i)\s+(?:så|ser|kiggede)\s+(?:med|på)\b
    | \bhusk\s+at\s+(?:abonnere|like|trykke)\b
    | \babonn[eé]r\s+på\s+(?:min|vores|kanalen)\b
    | \bscandinavian\s+text\s+service\b
    | \bsubtitles?\s+by\b | \bsubtitled\s+by\b | \btranscribed\s+by\b | \bamara\.org\b
    | \bthanks?\s+(?:you\s+)?for\s+watching\b
    | \bdon['’]t\s+forget\s+to\s+subscribe\b | \bplease\s+subscribe\b
    | \bteksting\s+av\b | \bundertekster\s+av\b | \btextning\b.{0,20}\bstina\s+hedin\b
    | \btil\s+jer\s+alle\s+fra\s+os\s+her\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# One of these stands in every phrase above: looking for them costs a hundredth of the pattern.
_HINTS: tuple[str, ...] = (
    "tekst",
    "oversæt",
    "oversat",
    "tak for",
    "abonn",
    "husk at",
    "subtitle",
    "transcribed",
    "amara",
)
_HINTS += ("for watching", "subscribe", "text service", "fra os her")
_ROW = 3  # the same line so many times on end
_SHORTEST = 5  # code points; `Ja. Ja. Ja.` is talk
_LONGEST_LOOP = 8  # words
_PART = 16  # words looked at together: a phrase that goes round fills such a part with half as many words
_TURNS = 4  # a phrase said so many times on end goes round in circles


def made_up(utterances: Sequence[Utterance]) -> list[Note]:
    """Notes on stock phrases that nobody said, lines that repeat, and phrases that go round in circles."""
    phrases: list[tuple[int, str]] = []
    rows: list[tuple[int, str]] = []
    loops: list[tuple[int, str]] = []
    before, count = "", 0
    for each in utterances:
        line = each.line or 0
        folded = each.words.casefold()
        if any(hint in folded for hint in _HINTS):
            phrases += [
                (line, excerpt(each.words[max(0, found.start() - 10) : found.end() + 30]))
                for found in _MADE_UP.finditer(each.words)
            ]
        count = count + 1 if folded == before else 1
        before = folded
        if count == _ROW and len(folded) >= _SHORTEST:
            rows.append((line, excerpt(each.words)))
        loops += [(line, excerpt(phrase)) for phrase in _circles(each)]
    return [
        *several(
            phrases,
            lambda what: (
                f"»{what}« ligner noget, talegenkendelsen har fundet på. Det er blevet stående; hør efter.",
                f"“{what}” looks like something speech recognition made up. It was left in; listen again.",
            ),
        ),
        *several(
            rows,
            lambda what: (
                f"»{what}« står mindst tre gange i træk. Det er blevet stående; hør efter.",
                f"“{what}” stands three times or more in a row. It was left in; listen again.",
            ),
        ),
        *several(
            loops,
            lambda what: (
                f"»{what}« gentages igen og igen. Det er blevet stående; hør efter.",
                f"“{what}” is repeated over and over. It was left in; listen again.",
            ),
        ),
    ]


def _circles(utterance: Utterance) -> Iterator[str]:
    """Phrases of up to eight words that are said four times on end, within an utterance or over its pieces."""
    words = utterance.words.casefold().split()
    if not any(2 * len({*part}) <= len(part) for part in _parts(words)):
        return  # the common case, at a fraction of the cost
    for length in range(1, _LONGEST_LOOP + 1):
        run = 0
        for at in range(length, len(words)):
            run = run + 1 if words[at] == words[at - length] else 0
            if run == length * (_TURNS - 1):
                phrase = words[at - length + 1 : at + 1]
                if len(" ".join(phrase)) >= _SHORTEST and not _repeats_a_shorter(phrase):
                    yield " ".join(phrase)


def _parts(words: list[str]) -> Iterator[list[str]]:
    return (words[at : at + _PART] for at in range(0, len(words), _PART // 2))


def _repeats_a_shorter(phrase: list[str]) -> bool:
    """Whether a phrase is a shorter one over again, which has been told of already."""
    length = len(phrase)
    return any(
        length % part == 0 and phrase == phrase[:part] * (length // part)
        for part in range(1, length // 2 + 1)
    )
