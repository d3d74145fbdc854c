"""Notes for the person who imports: helpers that keep them short and few."""

import re
from collections.abc import Callable, Iterable, Sequence

from kodning.model import Note
from kodning.text import on_one_line
from kodning.wording import plural, speaking

_NEWLINE = re.compile("\r\n|[\r\n\u2028\u2029\u0085]")  # what `kodning.text.normalise` makes `\n`
_MOST = 10  # notes of one kind; more would bury the others
_WIDTH = 60  # code points of quoted source


def line_after(before: str) -> int:
    """The number of the line on which a text goes on, given all that stands before."""
    return sum(1 for _ in _NEWLINE.finditer(before)) + 1


def in_order(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Notes on the whole file first, then by line."""
    return tuple(sorted(notes, key=lambda note: note.line or 0))


def excerpt(text: str) -> str:
    """The beginning of some source text on one line, with `…` where it was cut."""
    line = on_one_line(text[: 4 * _WIDTH])
    return line if len(line) <= _WIDTH and len(text) <= 4 * _WIDTH else line[:_WIDTH].rstrip() + "…"


def counted(count: int, da: tuple[str, str], en: tuple[str, str]) -> tuple[str, str]:
    """A count with its noun in Danish and in English."""
    with speaking("da"):
        danish = plural(count, da, en)
    with speaking("en"):
        return danish, plural(count, da, en)


def several(places: Sequence[tuple[int, str]], word: Callable[[str], tuple[str, str]]) -> list[Note]:
    """One note for each place (line, what stands there), the first few; the rest are only counted.

    Args:
        places: The lines and what stands there.
        word: Makes the Danish and English wording of what stands there.
    """
    notes = [Note(line, *word(what)) for line, what in places[:_MOST]]
    rest = len(places) - _MOST
    if rest > 0:
        da, en = counted(rest, ("sted", "steder"), ("place", "places"))
        line = places[_MOST][0]
        notes.append(
            Note(
                line,
                f"Det samme gælder {da} til, her og længere nede.",
                f"The same at {en} more, from here on.",
            )
        )
    return notes
