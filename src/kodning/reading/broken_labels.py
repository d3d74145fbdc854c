"""Speaker labels that are broken over two lines, and those that stand in parentheses within another's turn."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kodning.model import Note
from kodning.reading.cleaning import Line
from kodning.reading.labels import Label, key_of, label
from kodning.reading.notes import excerpt, several
from kodning.reading.roles import role_word
from kodning.reading.utterances import Utterance

_LONGEST = 40  # code points of the first half of a label
_NO_NAME_ENDS = (".", "!", "?", ",", "…", ";", ":", ")", "”", "»")
_ASIDE = re.compile(
    r"[(\[][ ]?(?P<name>[^\W\d_][^:()\[\]\n]{0,38}?)[ ]?:[ ]{0,2}(?P<words>[^()\[\]\n]{1,400}?)[ ]?[)\]]"
)
_CLOSING = re.compile(r"[,.;:!?…]+")


def whole_labels(lines: Sequence[Line]) -> list[Line]:
    """Lines in which a label that was broken over two (`Anne` / `Hansen: Ja`) stands on one.

    It is put together where it stands whole elsewhere in the file, or is a word for a role.
    """
    halves = [at for at, (_, text) in enumerate(lines[:-1]) if _may_begin_a_label(text)]
    if not halves:
        return list(lines)
    counts = Counter(found.key for _, text in lines if (found := label(text)))
    kept = list(lines)
    for at in reversed(halves):
        (number, first), (_, second) = kept[at], kept[at + 1]
        if whole := _whole(first, second, counts):
            kept[at : at + 2] = [(number, whole)]
    return kept


def _may_begin_a_label(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and ":" not in text and not text.endswith(_NO_NAME_ENDS)


def _whole(first: str, second: str, counts: Counter[str]) -> str | None:
    if ":" not in second[: _LONGEST + 10]:
        return None
    if second.startswith(":"):
        found = label(first.rstrip() + second)
        return first.rstrip() + second if found and _known(found, counts) else None
    ways = [f"{first.rstrip()} {second.lstrip()}"]
    if first.endswith("-"):
        ways.insert(0, first[:-1] + second.lstrip())
    own = label(second)
    for way in ways:
        found = label(way)
        # The second half may be a label by itself: `Hansen:` is somebody, if it stands so elsewhere.
        if found and _known(found, counts) and not (own and (counts[own.key] > 1 or role_word(own.name))):
            return way
    return None


def _known(found: Label, counts: Counter[str]) -> bool:
    return counts[found.key] > 0 or role_word(found.name) is not None


def without_asides(utterances: Sequence[Utterance]) -> tuple[list[Utterance], list[Note]]:
    """Utterances in which `(Interviewer: mm)` within somebody else's turn is a turn of its own."""
    known = {key_of(each.speaker): each.speaker for each in utterances if each.speaker is not None}
    found: list[Utterance] = []
    places: list[tuple[int, str]] = []
    for each in utterances:
        parts = list(_parts(each, known)) if "(" in each.words or "[" in each.words else [each]
        if len(parts) > 1 or parts[0].speaker != each.speaker:
            places.append((each.line or 0, excerpt(each.words)))
        found += parts
    return found, several(
        places,
        lambda what: (
            f"En anden taler i parentes inde i replikken »{what}« er blevet en replik for sig.",
            f"Another speaker in parentheses within the turn “{what}” became a turn of its own.",
        ),
    )


def _parts(utterance: Utterance, known: dict[str, str]) -> Iterator[Utterance]:
    words, begins, started = utterance.words, 0, False
    own = key_of(utterance.speaker) if utterance.speaker else None
    for aside in _ASIDE.finditer(words):
        key = key_of(aside["name"])
        if key not in known or key == own or not any(map(str.isalnum, aside["words"])):
            continue
        after = _CLOSING.match(words, aside.end())
        before = words[begins : aside.start()].strip() + (after[0] if after else "")
        if any(map(str.isalnum, before)):
            yield _piece(utterance, before, first=not started)
            started = True
        yield Utterance(aside["words"].strip(), known[key], None, None, utterance.line)
        begins = after.end() if after else aside.end()
    rest = words[begins:].strip() if begins else words
    if any(map(str.isalnum, rest)) or not begins:
        yield _piece(utterance, rest, first=not started) if begins else utterance


def _piece(utterance: Utterance, words: str, *, first: bool) -> Utterance:
    """A part of an utterance; only the first has its time."""
    if first:
        return replace(utterance, words=words, end=None, pieces=())
    return Utterance(words, utterance.speaker, None, None, utterance.line)
