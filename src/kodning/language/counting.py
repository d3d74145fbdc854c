r"""The words of a text, as a researcher counts them.

A word is a run of letters and digits. Inside it, never at its ends, may stand

- a hyphen, apostrophe or underscore: `kompetence-udvikling`, `s'gu`, `pdf'er`, `8-10`;
- between two digits, a full stop, comma, colon or slash: `19.30`, `2,5`, `16/30`;
- between two letters, a full stop: `f.eks`, `cand.mag`, `www.rem.dk`; so a full stop with no space
  after it does not part two words.

`integrations- og kulturråd` is three words; a percent sign, a paragraph sign, an emoji or a dash is
none. Marks that combine with a letter (`e` and an accent) belong to it.
"""

import re
from typing import Final

_WORD: Final = re.compile(
    r"[^\W_][\w\u0300-\u036f]*+"
    # The look ahead says at once that most words end here.
    r"(?:(?=[-\u2010\u2011'’.,:/])(?:[-\u2010\u2011'’](?=[^\W_])|(?<=\d)[.,:/](?=\d)|(?<=[^\W\d_])\.(?=[^\W\d_]))[\w\u0300-\u036f]*+)*+"
)


def words(text: str) -> list[tuple[int, int]]:
    """Find the words of a text.

    Args:
        text: Any text.

    Returns:
        Half-open spans in code points, in order and not overlapping. Each begins with a letter or a
        digit.
    """
    return [match.span() for match in _WORD.finditer(text)]


def word_starts(text: str, offset: int) -> list[int]:
    """Where the words of a text start, as places of a text in which it begins at `offset`."""
    return [offset + match.start() for match in _WORD.finditer(text)]


def count_words(text: str) -> int:
    """Count the words of a text, as `words` finds them."""
    return len(_WORD.findall(text))  # the pattern has no groups; spans would cost twice as much
