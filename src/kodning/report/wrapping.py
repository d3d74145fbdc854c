"""Breaking a text into lines between words. The library's own takes longer to load than a table to print."""

import re

# A word with the blanks before it. A no-break space is none of them: `30 %` stays together.
_WORD = re.compile(r"([ \t\n\v\f\r]*)([^ \t\n\v\f\r]+)")


def wrapped(text: str, width: int, first: str = "", rest: str = "", *, cut: bool = False) -> list[str]:
    """A text as lines; none of it where it holds no word.

    Args:
        text: Any text; a tab or line feed becomes a blank.
        width: The longest a line may be.
        first: What the first line begins with.
        rest: What the others begin with.
        cut: Whether a word that is longer than a line is cut in pieces; else it stands on a line of its own.
    """
    lines: list[str] = []
    line, used = first, False
    for gap, word in _WORD.findall(text):
        piece = word
        if used and len(line) + len(gap) + len(piece) <= width:
            line += " " * len(gap) + piece
            continue
        if used:
            lines.append(line)
            line = rest
        while cut and len(line) + len(piece) > width:
            room = max(1, width - len(line))
            lines.append(line + piece[:room])
            line, piece = rest, piece[room:]
        line, used = line + piece, True
    return [*lines, line] if used else lines
