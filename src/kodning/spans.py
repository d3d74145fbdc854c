"""What a person writes for a span — `120:180`, `t12`, `p3`, `s40` or the words themselves — and where it is."""

import re
from collections.abc import Callable, Sequence

from kodning.errors import BadSpanError
from kodning.model import Segment, Turn
from kodning.text import normalise, on_one_line
from kodning.wording import integer

# No text is longer than 18 digits can say; more of them are words that nobody has said.
_OFFSETS = re.compile(r"(\d{1,18}):(\d{1,18})")
_NUMBERED = re.compile(r"([tps])(\d{1,18})", re.IGNORECASE)
_QUOTES = '”“„"»«›‹'
_LAYERS = {"t": "turn", "p": "paragraph", "s": "sentence"}
_NOUNS = {
    "turn": (("replik", "replikker"), ("turn", "turns")),
    "paragraph": (("afsnit", "afsnit"), ("paragraph", "paragraphs")),
    "sentence": (("sætning", "sætninger"), ("sentence", "sentences")),
}
_SHOWN = 5
_LONGEST_SHOWN = 60


def resolve(
    spec: str, document: str, text: str, layer: Callable[[str], Sequence[Turn | Segment]]
) -> tuple[int, int]:
    """The half-open span that `spec` names in a document.

    Args:
        spec: `start:end` in code points, `t12`, `p3`, `s40` (turn, paragraph, sentence), or words of the text.
        document: Its name, for messages.
        text: Its text.
        layer: Gives the units of a layer (`turn`, `paragraph`, `sentence`).

    Raises:
        BadSpanError: Out of range, unknown number, or words that stand there never or more than once.
    """
    shown = _shown(spec)
    if match := _OFFSETS.fullmatch(spec.strip()):
        return _offsets(int(match[1]), int(match[2]), shown, document, text)
    if match := _NUMBERED.fullmatch(spec.strip()):
        return _numbered(_LAYERS[match[1].lower()], int(match[2]), shown, document, layer)
    return _quoted(spec, shown, document, text)


def _shown(spec: str) -> str:
    """What was written, short enough for a line of a message."""
    words = on_one_line(spec)
    return words if len(words) <= _LONGEST_SHOWN else words[: _LONGEST_SHOWN - 1] + "…"


def _offsets(start: int, end: int, spec: str, document: str, text: str) -> tuple[int, int]:
    if not 0 <= start < end <= len(text):
        raise BadSpanError(
            document,
            spec,
            f"tekststykket skal ligge mellem 0 og {len(text)} og begynde, før det slutter.",
            f"the span must lie between 0 and {len(text)} and begin before it ends.",
        )
    if not text[start:end].strip():
        raise BadSpanError(document, spec, "tekststykket er tomt.", "the span holds no words.")
    return start, end


def _numbered(
    name: str, number: int, spec: str, document: str, layer: Callable[[str], Sequence[Turn | Segment]]
) -> tuple[int, int]:
    units = layer(name)
    if not 1 <= number <= len(units):
        (one_da, many_da), (one_en, many_en) = _NOUNS[name]
        count = integer(len(units))
        single = len(units) == 1
        raise BadSpanError(
            document,
            spec,
            f"der er {count} {one_da if single else many_da}.",
            f"there {'is' if single else 'are'} {count} {one_en if single else many_en}.",
        )
    return units[number - 1].start, units[number - 1].end


def _quoted(spec: str, shown: str, document: str, text: str) -> tuple[int, int]:
    wanted = normalise(spec).strip()
    places = find_words(wanted, text) or find_words(wanted.strip(_QUOTES).strip(), text)
    if len(places) == 1:
        return places[0]
    if not places:
        raise BadSpanError(
            document,
            shown,
            "de ord står ikke i teksten. Skriv dem, som de står, eller angiv start:slut, t12 eller s40.",
            "those words are not in the text. Write them as they stand, or give start:end, t12 or s40.",
        )
    listed = ", ".join(f"{start}:{end}" for start, end in places[:_SHOWN]) + (
        " …" if len(places) > _SHOWN else ""
    )
    raise BadSpanError(
        document,
        shown,
        f"de ord står {len(places)} steder ({listed}). Tag flere ord med, eller angiv ét af stederne.",
        f"those words stand in {len(places)} places ({listed}). Add more words, or give one of the places.",
    )


def find_words(words: str, text: str) -> list[tuple[int, int]]:
    """All places where words stand, any white space matching any; whole words only at either end."""
    parts = words.split()
    if not parts:
        return []
    pattern = r"\s+".join(re.escape(part) for part in parts)
    # A quote that begins or ends inside a word would code a part of a word nobody said.
    before = r"(?<!\w)" if parts[0][0].isalnum() else ""
    after = r"(?!\w)" if parts[-1][-1].isalnum() else ""
    # The lookahead finds overlapping places too.
    found = re.finditer(f"(?={before}({pattern}){after})", text)
    return [match.span(1) for match in found]
