"""Text to numbered lines: normalised, rid of what cannot be seen, comments taken out, each told in a note."""

import re

from kodning.model import Note
from kodning.reading.notes import counted, excerpt, line_after, several
from kodning.text import normalise

Line = tuple[int, str]
"""A line's number in the source, from 1, and its text."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SOFT_HYPHEN = re.compile("\u00ad")
_ZERO_WIDTH = re.compile("[\u200b\ufeff]")
_KINDS = (
    (_CONTROL, ("styretegn", "styretegn"), ("control character", "control characters")),
    (_SOFT_HYPHEN, ("blød bindestreg", "bløde bindestreger"), ("soft hyphen", "soft hyphens")),
    (_ZERO_WIDTH, ("usynligt mellemrum", "usynlige mellemrum"), ("zero-width space", "zero-width spaces")),
)
# æ ø å Æ Ø Å é and curly quotation marks of UTF-8 that was read as Windows-1252 or Latin-1.
_MOJIBAKE = re.compile("Ã[¦¸¥†˜…©\x86\x98\x85]|â€[™œ“”˜¦\x9d\x9c]|â\x80[\x93\x94\x98\x99\x9c\x9d]")
_LOST = re.compile("\ufffd")

_OPEN, _CLOSE = "<!--", "-->"
# Marks for a comment and each of its line ends; no control character is left in the text when they are set.
_TAKEN, _TAKEN_NEWLINE = "\x00", "\x01"
_COMMENT = re.compile("(?<= )\x00\x01* |\x00\x01*")


def numbered(raw: str) -> tuple[list[Line], list[Note]]:
    """The lines of a text as kodning keeps text, each with its number in the source.

    Args:
        raw: Text as decoded.

    Returns:
        The lines, and notes on what was taken out or had been damaged before.
    """
    text = _normalised(raw)
    notes = _damage(raw)
    for pattern, da, en in _KINDS:
        if first := pattern.search(text):
            line = text.count("\n", 0, first.start()) + 1
            text, count = pattern.subn("", text)
            danish, english = counted(count, da, en)
            were = "was" if count == 1 else "were"
            notes.append(Note(line, f"{danish} er taget ud.", f"{english} {were} taken out."))
    return list(enumerate(_normalised(text).split("\n"), start=1)), notes


def _normalised(raw: str) -> str:
    # A first line of our own keeps the blank lines at the top, which `normalise` would drop, so that lines count right.
    return normalise("|\n" + raw.removeprefix("\ufeff")).partition("\n")[2]


def _damage(text: str) -> list[Note]:
    notes = []
    if first := _MOJIBAKE.search(text):
        line, found = line_after(text[: first.start()]), excerpt(first[0])
        da, en = counted(len(_MOJIBAKE.findall(text)), ("sted", "steder"), ("place", "places"))
        notes.append(
            Note(
                line,
                f"»{found}« ({da}) ligner et tegn, der gik i stykker, da filen blev gemt. Ret kilden.",
                f"“{found}” ({en}) looks like a character broken when the file was saved. Mend the source.",
            )
        )
    if first := _LOST.search(text):
        line = line_after(text[: first.start()])
        da, en = counted(text.count("\ufffd"), ("tegn", "tegn"), ("character", "characters"))
        notes.append(
            Note(
                line,
                f"{da} gik tabt, før filen blev læst (�).",
                f"{en} had been lost before the file was read (�).",
            )
        )
    return notes


def without_comments(lines: list[Line]) -> tuple[list[Line], list[Note]]:
    """Consecutive lines without HTML comments; a line that held nothing else is left out altogether."""
    if not any(_OPEN in text for _, text in lines):
        return lines, []
    first = lines[0][0]
    text, places, unclosed = _marked("\n".join(text for _, text in lines), first)
    kept: list[Line] = []
    number = first
    for line in text.split("\n"):
        words = _COMMENT.sub("", line).rstrip()
        if words or _TAKEN not in line:
            kept.append((number, words))
        number += 1 + line.count(_TAKEN_NEWLINE)
    notes = several(
        places, lambda what: (f"Kommentaren »{what}« er taget ud.", f"The comment “{what}” was taken out.")
    )
    if unclosed is not None:
        notes.append(
            Note(
                unclosed,
                "»<!--« lukkes ikke med »-->«; det er blevet stående som tekst.",
                "“<!--” is not closed with “-->”; it was left as text.",
            )
        )
    return kept, notes


def _marked(text: str, first: int) -> tuple[str, list[tuple[int, str]], int | None]:
    """Text with marks for comments; where each stood and what it said; the line of one that is never closed."""
    pieces: list[str] = []
    places: list[tuple[int, str]] = []
    at, line = 0, first
    while (start := text.find(_OPEN, at)) >= 0:
        line += text.count("\n", at, start)
        end = text.find(_CLOSE, start + len(_OPEN))
        if end < 0:
            return "".join([*pieces, text[at:]]), places, line
        newlines = text.count("\n", start, end)
        pieces += [text[at:start], _TAKEN, _TAKEN_NEWLINE * newlines]
        places.append((line, excerpt(text[start + len(_OPEN) : end])))
        line += newlines
        at = end + len(_CLOSE)
    return "".join([*pieces, text[at:]]), places, None
