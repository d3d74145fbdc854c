"""What a person writes for a span — `120:180`, `t12`, `p3`, `s40` or the words themselves — and where it is."""

import re
from collections.abc import Callable, Sequence

from kodning.errors import BadSpanError
from kodning.model import Segment, Turn
from kodning.text import normalise
from kodning.wording import integer

_OFFSETS = re.compile(r"(\d+):(\d+)")
_NUMBERED = re.compile(r"([tps])(\d+)", re.IGNORECASE)
_QUOTES = '”“„"»«›‹'
_LAYERS = {"t": "turn", "p": "paragraph", "s": "sentence"}
_NOUNS = {
    "turn": ("replikker", "turns"),
    "paragraph": ("afsnit", "paragraphs"),
    "sentence": ("sætninger", "sentences"),
}
_SHOWN = 5


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
    if match := _OFFSETS.fullmatch(spec.strip()):
        return _offsets(int(match[1]), int(match[2]), spec, document, text)
    if match := _NUMBERED.fullmatch(spec.strip()):
        return _numbered(_LAYERS[match[1].lower()], int(match[2]), spec, document, layer)
    return _quoted(spec, document, text)


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
        da, en = _NOUNS[name]
        raise BadSpanError(
            document, spec, f"der er {integer(len(units))} {da}.", f"there are {integer(len(units))} {en}."
        )
    return units[number - 1].start, units[number - 1].end


def _quoted(spec: str, document: str, text: str) -> tuple[int, int]:
    wanted = normalise(spec).strip()
    places = find_words(wanted, text) or find_words(wanted.strip(_QUOTES).strip(), text)
    if len(places) == 1:
        return places[0]
    if not places:
        raise BadSpanError(
            document,
            spec,
            "de ord står ikke i teksten. Skriv dem, som de står, eller angiv start:slut, t12 eller s40.",
            "those words are not in the text. Write them as they stand, or give start:end, t12 or s40.",
        )
    shown = ", ".join(f"{start}:{end}" for start, end in places[:_SHOWN]) + (
        " …" if len(places) > _SHOWN else ""
    )
    raise BadSpanError(
        document,
        spec,
        f"de ord står {len(places)} steder ({shown}). Tag flere ord med, eller angiv ét af stederne.",
        f"those words stand in {len(places)} places ({shown}). Add more words, or give one of the places.",
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
