"""Which of the things that look like a speaker label are one: decided over the whole file."""

from collections import Counter
from collections.abc import Collection, Sequence

from kodning.model import Note
from kodning.reading.cleaning import Line
from kodning.reading.labels import Label, key_of_given, label
from kodning.reading.labels_bare import bare_label
from kodning.reading.notes import several
from kodning.reading.roles import role_word

# They open a sentence or a remark, however often they stand before a colon.
_REMARKS = frozenset(
    [
        "nb",
        "obs",
        "ps",
        "fx",
        "f.eks",
        "f.eks.",
        "http",
        "https",
        "mailto",
        "tel",
        "note",
        "eksempel",
        "bemærk",
        "vigtigt",
        "citat",
        "kilde",
    ]
)
_PHRASES = frozenset({"for eksempel", "med andre ord", "kort sagt"})
_OPENERS = frozenset(
    [
        "altså",
        "ja",
        "nej",
        "jo",
        "jamen",
        "men",
        "og",
        "så",
        "nå",
        "øh",
        "øhm",
        "tja",
        "næ",
        "okay",
        "ok",
        "eller",
        "fordi",
        "tak",
        "derfor",
        "sådan",
        "her",
        "der",
        "det",
        "den",
        "de",
    ]
)
_INITIALS = 3  # letters: `JA:` and `OG:` in capitals may be somebody's


def labels(lines: Sequence[Line], interviewers: Collection[str]) -> tuple[list[Label | None], list[Note]]:
    """The speaker label of each line.

    A known role word (`I`, `IP2`, `Formand` …), a name that the importer gave, a bold one and one with a
    time are labels at their first occurrence; any other name only when it occurs twice.

    Args:
        lines: The whole transcript.
        interviewers: Names that the importer gave.

    Returns:
        For each line its label or None, and notes on what was taken for text though it looks like a label.
    """
    given = {key_of_given(name) for name in interviewers}
    found = [label(text) for _, text in lines]
    counts = Counter(each.key for each in found if each)
    speaking = {each.key for each in found if each and _is_label(each, counts[each.key], given)}
    bare = _bare(lines, found, given | speaking)
    single = [] if any(bare) else _speaking_once(lines, found, speaking)
    speaking |= {each.key for _, each in single}
    accepted = [
        other or (each if each and each.key in speaking and _stands_alone(each) else None)
        for each, other in zip(found, bare, strict=True)
    ]
    doubtful = [
        (number, each.name)
        for (number, _), each, taken in zip(lines, found, accepted, strict=True)
        if each and not taken and _looks_like_one(each)
    ]
    taken_once = [(number, each.name) for number, each in single]
    return accepted, [*several(doubtful, _left_as_text), *several(taken_once, _taken_once)]


def _bare(lines: Sequence[Line], found: Sequence[Label | None], known: Collection[str]) -> list[Label | None]:
    """The labels without a colon, for lines that have none with."""
    candidates = [None if each else bare_label(text) for (_, text), each in zip(lines, found, strict=True)]
    counts = Counter((each.key, each.form) for each in candidates if each)
    return [
        each if each and _is_bare_label(each, counts[each.key, each.form], known) else None
        for each in candidates
    ]


def _is_bare_label(candidate: Label, count: int, known: Collection[str]) -> bool:
    if candidate.key in known:
        return candidate.form == "tab" or candidate.stamp is not None or candidate.bold
    if _is_remark(candidate) or not candidate.shaped:
        return False
    marked = candidate.bold or candidate.stamp is not None
    if role_word(candidate.name):
        return count > 1 or (marked and candidate.form == "alone")
    return count > 1 and (marked or candidate.form == "tab")


def _speaking_once(
    lines: Sequence[Line], found: Sequence[Label | None], speaking: set[str]
) -> list[tuple[int, Label]]:
    """Names that occur once but must be labels: in a short talk nobody need speak twice.

    Where only one speaker is known, the other is who looks like one; where none is, every paragraph must
    begin with a name, and with at least two different ones.
    """
    if len(speaking) > 1:
        return []
    names = [
        (number, each)
        for (number, _), each in zip(lines, found, strict=True)
        if each and each.key not in speaking and each.shaped and each.spaced and not _is_remark(each)
    ]
    if speaking:
        return names
    texts = ["", *(text for _, text in lines)]
    begins = [
        number
        for (number, text), before in zip(lines, texts, strict=False)
        if text.strip() and not before.strip()
    ]
    named = {number for number, _ in names}
    two = len({each.key for _, each in names}) > 1
    return names if two and named.issuperset(begins) else []


def _is_label(candidate: Label, count: int, given: set[str]) -> bool:
    if candidate.key in given:
        return True
    if _is_remark(candidate) or not _stands_alone(candidate):
        return False
    often = count > 1
    if role_word(candidate.name):
        # In small letters it may be a word of the sentence: `at være` / `formand: det er …`.
        return often or candidate.bold or candidate.stamp is not None or candidate.name[0].isupper()
    if candidate.bold:
        return True
    if candidate.stamp is not None:
        return often or candidate.shaped
    return often and candidate.shaped and candidate.spaced


def _stands_alone(candidate: Label) -> bool:
    """Not the Danish preposition at the start of a line: `delt op` / `i: børn og unge`."""
    plain = not candidate.bold and candidate.stamp is None
    return not (plain and len(candidate.name) == 1 and candidate.name.islower())


def _is_remark(candidate: Label) -> bool:
    initials = candidate.name.isupper() and len(candidate.name) <= _INITIALS
    if candidate.key in _REMARKS or candidate.key in _PHRASES:
        return True
    return candidate.key in _OPENERS and not initials


def _looks_like_one(candidate: Label) -> bool:
    if _is_remark(candidate) or not _stands_alone(candidate):
        return False
    return (candidate.shaped and candidate.spaced) or role_word(candidate.name) is not None


def _left_as_text(name: str) -> tuple[str, str]:
    return (
        f"»{name}:« er læst som tekst, ikke som taler. Er det en taler, så sæt navnet i fed: **{name}:**",
        f"“{name}:” was read as text, not as a speaker. If it is a speaker, set the name in bold: **{name}:**",
    )


def _taken_once(name: str) -> tuple[str, str]:
    return (
        f"»{name}:« står kun én gang og er læst som taler.",
        f"“{name}:” stands only once and was read as a speaker.",
    )
