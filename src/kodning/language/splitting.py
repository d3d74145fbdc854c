"""Where the sentences of a Danish text begin and end.

A full stop, question mark, exclamation mark or ellipsis with its closing quotation marks and
brackets, before white space, is a place where a sentence may end. Whether it does is read from what
stands before it (an abbreviation, a figure, an initial) and after it (a capital, a figure, `(...)`).
Colons, semicolons, dashes and single line breaks never end a sentence; blank lines always do.

Speech recognition often writes no capitals. A paragraph written so is read with a full stop as
sufficient sign.

Each place is judged from a bounded stretch of text around it, so time grows linearly with length.
"""

import re
from enum import Enum, auto
from typing import Final, NamedTuple

from kodning.language.abbreviations import (
    BEFORE_NUMBER,
    CONTINUING,
    LIKELY_OPENING_WORDS,
    MAY_END,
    MONTHS,
    NAME_PARTS,
    NUMBERED,
    OPENING_WORDS,
    SAYING,
    TITLE_PREFIXES,
    UNFINISHED,
)

_QUOTES: Final = "\"'”“„’‘‚»«›‹´`"
_ABBREVIATIONS: Final = CONTINUING | BEFORE_NUMBER | MAY_END
_BOUND: Final = 40  # the longest abbreviation or word that is looked at, in code points
_MONTHS_IN_YEAR: Final = 12
_EMOJI: Final = "[\u2600-\u27bf\u2b50\u2764\U0001f000-\U0001faff\ufe0f\u200d]"

_PARAGRAPH_BREAK: Final = re.compile(r"\n[^\S\n]*+\n")
# Possessive, and only from the first mark of a run: a megabyte of full stops is read once. The mark comes before the
# look back, for a pattern that begins with a set of characters is searched for ten times as fast.
_STOP: Final = (
    rf"(?P<marks>[.!?…](?<![.!?…]{{2}})[.!?…]*+)(?P<closers>[{_QUOTES})\]}}*_]*+)"
    rf"(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,4}}+|\[\d{{1,3}}\])?+(?:[^\S\n]*+{_EMOJI}++)?+(?=\s)"
)
_PLACE: Final = re.compile(_STOP)
_PLACE_OR_EMOJI: Final = re.compile(rf"{_STOP}|(?<=\s){_EMOJI}++(?=\s)")
_ANY_EMOJI: Final = re.compile(_EMOJI)
_TOKEN_END: Final = re.compile(r"[^\s(\[{–—\"”“„«»]*+\Z")
_SPACE: Final = re.compile(r"\s*+")
_WORD: Final = re.compile(r"[^\W_]")
_WORD_HERE: Final = re.compile(rf"[^\W_]{{1,{_BOUND}}}+")
_ELISION: Final = re.compile(rf"(?:[{_QUOTES}]\s?)?[(\[]\s?(?:\.{{2,5}}|…)\s?[)\]]")
_REMARK: Final = re.compile(r"[(\[][^()\[\].!?…\n]{1,60}[)\]]")
_ELLIPSIS_OPENS: Final = re.compile(r"(?:\.{2,5}|…)[^\W_]")
_MIXED_CASE: Final = re.compile(r"[^\W\d_]{1,3}[A-ZÆØÅ]")
_ORDINAL: Final = re.compile(r"(?:\d{1,2}\.?[-–/+])?\d{1,2}")
_DAY: Final = re.compile(r"\d{1,2}\.")
_DAY_AND_MONTH: Final = re.compile(r"\d{1,2}[./]\d{1,2}")
_INITIALS: Final = re.compile(r"(?:[A-ZÆØÅ][a-zæøå]?\.-?){0,5}[A-ZÆØÅ]")
_DOTTED: Final = re.compile(r"[a-zæøå]{1,4}(?:\.[a-zæøå]{1,6}){1,4}")
_INTERNET: Final = re.compile(
    r"(?:www|https?)\b|.*(?:[@/:]|\.(?:dk|com|org|net|eu|se|no|de|uk|nu|info|gov)$)"
)
_ROMAN: Final = re.compile(r"[IVXLC]{1,7}")
_ENUMERATOR: Final = re.compile(
    r"[^\w§]{0,4}(?:(?P<number>\d{1,2})|\d{1,2}(?:\.\d{1,2})+|[a-zæøå]|[IVXLC]{1,5}|[A-ZÆØÅ]"
    r"|§+\s?\d{1,4}(?:\s?[a-z])?|(?:stk|art|nr|kap)\.\s?\d{1,3})\.\)?",
    re.IGNORECASE,
)
_STOP_THEN_LETTER: Final = re.compile(r"[.?]\s++([^\W\d_])")


class _Follows(Enum):
    """What kind of word comes after a place where a sentence may end."""

    CAPITAL = auto()
    SMALL = auto()
    FIGURE = auto()


class _Next(NamedTuple):
    """What comes after a place where a sentence may end."""

    mark: str  # the first character after the white space
    word: str  # the first word, after brackets, quotation marks and dashes
    kind: _Follows
    after: str  # the two characters after the word
    opens: bool  # a word that begins sentences, and no name
    elision: bool  # `(...)`


class _Paragraph:
    """A stretch without blank lines, and what is known of it while it is read from left to right."""

    # Not a dataclass: importing `dataclasses` takes longer than everything else here together.
    __slots__ = ("_spoken", "last_number", "text", "word_at")

    def __init__(self, text: str) -> None:
        self.text = text
        self._spoken: bool | None = None
        self.word_at = -1
        self.last_number = 0

    @property
    def spoken(self) -> bool:
        """Whether it is written as speech recognition writes; few places ask."""
        if self._spoken is None:
            self._spoken = _is_spoken(self.text)
        return self._spoken

    def word_from(self, position: int) -> int:
        """Find the first letter or digit at or after a position; the length of the text if none.

        Positions never decrease from call to call: the last answer is kept, so that a long run of
        marks is searched once and not from each of its places.
        """
        if self.word_at < position:
            found = _WORD.search(self.text, position)
            self.word_at = found.start() if found else len(self.text)
        return self.word_at


def sentences(text: str) -> list[tuple[int, int]]:
    r"""Find the sentences of a Danish text.

    The rules are for running prose, transcripts and speech recognition. Speaker labels are text like
    any other here: take them off first. `(...)` and a remark such as `[griner]` after a full stop
    belong to the sentence that follows, or, where nothing follows, to the one before.

    Args:
        text: The text, with `\n` as its line break. A blank line parts paragraphs.

    Returns:
        Half-open spans in code points, in order and not overlapping. No span begins or ends with
        white space or crosses a blank line, and every character that is not white space is in one.
    """
    spans: list[tuple[int, int]] = []
    begin = 0
    for blank in _PARAGRAPH_BREAK.finditer(text):
        _append_paragraph(spans, text[begin : blank.start()], begin)
        begin = blank.end()
    _append_paragraph(spans, text[begin:], begin)
    return spans


def _append_paragraph(spans: list[tuple[int, int]], raw: str, offset: int) -> None:
    content = raw.strip()
    if not content:
        return
    offset += len(raw) - len(raw.lstrip())
    paragraph = _Paragraph(content)
    start = 0
    places = _PLACE_OR_EMOJI if _ANY_EMOJI.search(content) else _PLACE
    for place in places.finditer(content):
        end = place.end()
        resumes = _space_end(content, end)
        if _is_plain_end(paragraph, start, end, resumes) or _ends_sentence(paragraph, start, place, resumes):
            spans.append((offset + start, offset + end))
            start = resumes
    spans.append((offset + start, offset + len(content)))


def _is_plain_end(paragraph: _Paragraph, start: int, end: int, resumes: int) -> bool:
    """Tell the commonest end at a glance: a word that is no abbreviation, a full stop, a capital.

    Where speech is written without capitals, any letter will do. It says nothing that `_ends_sentence` would not say,
    only sooner.
    """
    text, stop = paragraph.text, end - 1
    if end - start <= _BOUND or text[stop] != ".":
        return False
    following = text[resumes]
    if not following.isalpha() or not (following.isupper() or paragraph.spoken):
        return False
    begin = text.rfind(" ", end - _BOUND, stop) + 1
    token = text[begin:stop]
    return (
        begin - 2 > start
        and len(token) > 1
        and token.isalpha()
        and token.islower()
        and text[begin - 2].isalpha()  # `cand. merc.` is a degree
        and token.casefold() not in _ABBREVIATIONS
    )


def _space_end(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _is_spoken(text: str) -> bool:
    """Tell whether a paragraph is written without capitals, as speech recognition writes it."""
    first = _WORD.search(text)
    small = capital = 0
    for stop in _STOP_THEN_LETTER.finditer(text):
        if _is_plain_word(_token_before(text, 0, stop.start())):
            if stop[1].islower():
                small += 1
            else:
                capital += 1
    begins_small = first is not None and first[0].islower()
    return (begins_small and small >= capital) or (small > 2 and small > 2 * capital)  # noqa: PLR2004 - a few of each


def _is_plain_word(token: str) -> bool:
    return len(token) > 1 and token.isalpha() and token.casefold() not in _ABBREVIATIONS


def _token_before(text: str, start: int, end: int) -> str:
    """Give what stands before a full stop, back to a space, quotation mark, bracket or long dash."""
    found = _TOKEN_END.search(text, max(start, end - _BOUND), end)
    return found[0].lstrip("'’‘-*_") if found else ""


def _ends_sentence(paragraph: _Paragraph, start: int, place: re.Match[str], resumes: int) -> bool:
    text = paragraph.text
    marks, closers = place["marks"], place["closers"]
    ahead = _look_ahead(paragraph, resumes)
    if ahead is None:
        return False
    if marks is None:  # an emoji without a full stop
        return ahead.kind is _Follows.CAPITAL and ahead.opens
    if place.start() > 0 and text[place.start() - 1] in "([" and closers[:1] in {")", "]"}:
        return False  # `(...)`, `(?)`: a mark about the text, not of it
    quoted = any(character in _QUOTES for character in closers)
    if "!" in marks or "?" in marks:
        return _ends_after_cry(paragraph, ahead, quoted=quoted)
    token = _token_before(text, start, place.start())
    if len(marks) > 1 or marks == "…":
        return _ends_after_ellipsis(token, ahead)
    return _ends_after_stop(paragraph, start, place, token, ahead)


def _look_ahead(paragraph: _Paragraph, resumes: int) -> _Next | None:
    """Read what comes next; None when it can only belong to the sentence before."""
    text = paragraph.text
    mark = text[resumes]
    if mark in ",;:)]}.!?…%" and not _ELLIPSIS_OPENS.match(text, resumes):
        return None
    position = paragraph.word_from(resumes)
    elision = None
    if mark in "([" or mark in _QUOTES:
        elision = _ELISION.match(text, resumes)
        remark = elision or _REMARK.match(text, resumes)
        if remark and remark.end() == len(text):
            return None  # a last `(...)` or `[griner]`
        if remark and position < remark.end() and mark == "[":
            found = _WORD.search(text, remark.end(), remark.end() + _BOUND)
            position = found.start() if found else position
    word = _WORD_HERE.match(text, position)
    if word is None:
        return None
    after = text[word.end() : word.end() + 2]
    kind = _kind(word[0])
    opens = kind is _Follows.CAPITAL and _opens(word[0].casefold(), after)
    return _Next(mark, word[0], kind, after, opens, elision is not None)


def _kind(word: str) -> _Follows:
    if word[0].isnumeric():
        return _Follows.FIGURE
    if word[0].islower() and not _MIXED_CASE.match(word):
        return _Follows.SMALL
    return _Follows.CAPITAL


def _opens(folded: str, after: str) -> bool:
    """Tell whether a word with a capital begins a sentence rather than a name."""
    if after[:1] in {".", "-"}:
        return False
    if folded in OPENING_WORDS:
        return True
    return folded in LIKELY_OPENING_WORDS and not (after[:1].isspace() and after[1:].isupper())


def _ends_after_cry(paragraph: _Paragraph, ahead: _Next, *, quoted: bool) -> bool:
    if ahead.elision or ahead.kind is not _Follows.SMALL:
        return True
    return paragraph.spoken and not (quoted and ahead.word in SAYING)


def _ends_after_ellipsis(token: str, ahead: _Next) -> bool:
    if ahead.elision:
        return True
    if ahead.kind is not _Follows.CAPITAL:
        return False
    return ahead.opens or token.casefold() not in UNFINISHED


def _ends_after_stop(
    paragraph: _Paragraph, start: int, place: re.Match[str], token: str, ahead: _Next
) -> bool:
    """Judge a single full stop by the word, figure or abbreviation before it."""
    if _is_enumerator(paragraph, start, place):
        return False
    if _ORDINAL.fullmatch(token):
        before = _word_before(paragraph.text, start, place, token)
        return _ends_after_ordinal(before, token, ahead)
    if len(token) == 1 and token.isalpha():
        return _ends_after_letter(paragraph, start, place, token, ahead)
    abbreviated = _ends_after_abbreviation(paragraph.text, start, place, token, ahead)
    if abbreviated is None:
        return _ends_after_word(paragraph, place, token, ahead)
    return abbreviated


def _ends_after_word(paragraph: _Paragraph, place: re.Match[str], token: str, ahead: _Next) -> bool:
    if ahead.kind is _Follows.FIGURE and _DAY_AND_MONTH.fullmatch(token):
        return False  # `14.1. 2018`
    if ahead.kind is not _Follows.SMALL or ahead.elision:
        return True
    quoted = any(character in _QUOTES for character in place["closers"])
    if paragraph.spoken:
        return not (quoted and ahead.word in SAYING)
    return ahead.mark in "([-–—•*.…" and not quoted


def _is_enumerator(paragraph: _Paragraph, start: int, place: re.Match[str]) -> bool:
    """Tell whether all the sentence has so far is the number it is listed under (`2.`, `§ 3.`, `b.`)."""
    end = place.end()
    if end - start > _BOUND // 2:
        return False
    found = _ENUMERATOR.fullmatch(paragraph.text, start, end)
    if found is None:
        return False
    if found["number"] is None:
        return True
    number = int(found["number"])
    if start > 0 and number not in {1, paragraph.last_number + 1}:
        return False  # `Hvor mange? 14. Og ...`
    paragraph.last_number = number
    return True


def _ends_after_ordinal(before: str, token: str, ahead: _Next) -> bool:
    """Judge one or two figures: `2. gang`, `21. november` and `21. 11. 2017` go on."""
    if ahead.elision:
        return True
    if ahead.kind is _Follows.FIGURE:
        is_month = (
            ahead.word.isdecimal() and int(ahead.word) <= _MONTHS_IN_YEAR and ahead.after in {".", ". "}
        )
        return not (token.isdecimal() and (is_month or _DAY.fullmatch(before)))
    folded = ahead.word.casefold()
    return ahead.kind is _Follows.CAPITAL and folded not in MONTHS and folded not in NUMBERED


def _ends_after_letter(
    paragraph: _Paragraph, start: int, place: re.Match[str], letter: str, ahead: _Next
) -> bool:
    """Judge a single letter: an initial, `s. 24`, `plan B.`, or one of the words i, å, ø and I."""
    if letter in "iåø" or (letter == "I" and _is_pronoun(paragraph.text, start, place, ahead)):
        return ahead.kind is not _Follows.SMALL or paragraph.spoken
    return ahead.kind is _Follows.CAPITAL and ahead.opens


def _is_pronoun(text: str, start: int, place: re.Match[str], ahead: _Next) -> bool:
    """Tell `det må I.` from `I. C. Christensen`: the word before is in lower case."""
    return _word_before(text, start, place, "I")[:1].islower() and len(ahead.word) > 1


def _ends_after_abbreviation(
    text: str, start: int, place: re.Match[str], token: str, ahead: _Next
) -> bool | None:
    """Judge an abbreviation; None when the word is none."""
    if token.isupper() and token.isalpha():
        return None  # `KL`, `IF` and `PR` are names, not `kl.` and `pr.`
    folded = token.casefold()
    capital = ahead.kind is _Follows.CAPITAL
    if folded in MAY_END:
        figure_after_figure = ahead.kind is _Follows.FIGURE and _follows_figure(text, start, place, token)
        return capital or ahead.elision or figure_after_figure
    if folded in BEFORE_NUMBER:
        numbered = len(ahead.word) == 1 and not ahead.opens
        return (capital and not numbered and not _ROMAN.fullmatch(ahead.word)) or ahead.elision
    degree = folded.startswith(TITLE_PREFIXES) or _word_before(text, start, place, token) in TITLE_PREFIXES
    if folded in NAME_PARTS:
        return False
    if folded in CONTINUING or degree:
        first = place.start() - len(token) <= start + 1  # `F.eks. Hvis du ...`
        return capital and ahead.opens and not first
    return capital and ahead.opens if _is_unlisted(token) else None


def _is_unlisted(token: str) -> bool:
    if _INITIALS.fullmatch(token):
        return True
    return _DOTTED.fullmatch(token) is not None and _INTERNET.match(token) is None


def _follows_figure(text: str, start: int, place: re.Match[str], token: str) -> bool:
    return any(character.isdigit() for character in _word_before(text, start, place, token))


def _word_before(text: str, start: int, place: re.Match[str], token: str) -> str:
    """Give the word before the one that a full stop is on, with its own marks."""
    end = place.start() - len(token)
    before = text[max(start, end - _BOUND) : end].split()
    return before[-1] if before else ""
