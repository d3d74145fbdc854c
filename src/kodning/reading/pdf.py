"""PDF: lines of pages put together again to paragraphs, without headers, footers and page numbers.

A PDF holds glyphs at places, not words in order. pdfium says where lines are; what is a paragraph, a header or a
hyphen that a line end brought about is concluded here from places and looks, and told where it was uncertain.
"""

import ctypes
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from kodning.errors import UnreadableFileError
from kodning.model import Note
from kodning.reading.cleaning import Line
from kodning.reading.flow import marked
from kodning.reading.labels import label
from kodning.reading.notes import counted, excerpt, several

if TYPE_CHECKING:
    import pypdfium2

_MOST_PAGES = 5000
_HYPHENS = "-\u00ad\u2010\x02\ufffe"
_MARKS_HYPHEN = ("\x02", "\ufffe")
_LINE_END = re.compile("([\x02\ufffe]?(?:\r\n|[\r\n])|[\x02\ufffe])")
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:s(?:ide|\.)?|p(?:age|\.)?)?\s{0,3}[-–—]?\s{0,3}\d{1,4}\s{0,3}[-–—]?(?:\s{0,3}(?:af|of|/)\s{0,3}\d{1,4})?", re.IGNORECASE)  # fmt: skip
_SENTENCE_END = re.compile(r"[.!?…:][”\"»')\]]{0,3}\Z")
_HANGING = frozenset(["og", "eller", "samt", "and", "or", "til", "såvel", "men"])  # `børne- og ungeområdet`
_BOLD = 600
_HIGHEST_LINE = 60  # points
_SURROGATES = range(0xD800, 0xE000)
_GLUED = re.compile(r"\b[A-ZÆØÅ]?[a-zæøå]{3,40}[A-ZÆØÅ][a-zæøå]{2,40}\b")  # `kommunenRådene`
_EDGE = 3  # lines at the top and at the bottom of a page that may be its header or footer
_REPEATS = 3
_MARGIN, _MARGIN_POINTS = (
    0.1,
    62.0,
)  # of the page's height, or at least so much: where headers and page numbers stand
_VOWELS = frozenset("aeiouyæøåäöüéè")


@dataclass(slots=True)
class _PageLine:
    page: int
    text: str
    left: float
    right: float
    top: float
    bottom: float
    bold: int  # leading characters in bold


@dataclass(slots=True)
class _Joins:
    across: list[tuple[int, str]] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    hyphens: int = 0


def lines(raw: bytes, path: Path) -> tuple[list[Line], list[Note]]:
    """The lines of a PDF with the number of their page, and notes on what was taken out or put together.

    Raises:
        UnreadableFileError: It is damaged, protected by a password, or holds no text.
    """
    pages, empty, heights = _pages(raw, path)
    if not any(pages):
        raise UnreadableFileError(
            path,
            f"PDF'en har ingen tekst, kun billeder af sider ({len(heights)}). Kør tekstgenkendelse (OCR) på den først.",
            f"the PDF holds no text, only pictures of pages ({len(heights)}). Run text recognition (OCR) on it first.",
        )
    bodies, notes = _without_edges(pages, heights)
    found = [line for body in bodies for line in body]
    text, joins = _paragraphs(found)
    if empty:
        shown = ", ".join(map(str, empty[:10])) + (" …" if len(empty) > 10 else "")  # noqa: PLR2004 - as many as a reader checks
        notes.append(
            Note(None, f"Sider uden tekst (billeder?): {shown}.", f"Pages without text (pictures?): {shown}.")
        )
    if joins.hyphens:
        da, en = counted(joins.hyphens, ("ord", "ord"), ("word", "words"))
        notes.append(Note(None, f"{da}, der var delt ved linjeskift, er samlet.", f"{en} that line ends had divided were put together."))  # fmt: skip
    if joins.sentences:
        shown = ", ".join(map(str, joins.sentences[:10])) + (" …" if len(joins.sentences) > 10 else "")  # noqa: PLR2004 - as above
        notes.append(
            Note(
                None,
                f"Sætninger, der går fra en side til den næste, er samlet; efter side {shown}.",
                f"Sentences that run from a page to the next were put together; after page {shown}.",
            )
        )
    notes += several(
        joins.across,
        lambda what: (
            f"Et ord var delt mellem to sider; er det samlet rigtigt? »{what}«",
            f"A word was divided between two pages; was it put together rightly? “{what}”",
        ),
    )
    notes += several(
        [(page, found[0]) for page, line in text for found in _GLUED.finditer(line)],
        lambda what: (
            f"»{what}« ligner to ord, der er klistret sammen. Det er blevet stående.",
            f"“{what}” looks like two words glued together. It was left as it is.",
        ),
    )
    return text, notes


def _pages(raw: bytes, path: Path) -> tuple[list[list[_PageLine]], list[int], list[float]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        raise _unopened(path, str(error)) from None
    try:
        count = len(document)
        if count > _MOST_PAGES:
            raise UnreadableFileError(
                path,
                f"PDF'en har {count} sider; så lang er ingen udskrift.",
                f"the PDF has {count} pages; no transcript is that long.",
            )
        pages, empty, heights = [], [], []
        for number in range(1, count + 1):
            found, height = _page(document, number, path)
            pages.append(found)
            heights.append(height)
            if not found:
                empty.append(number)
        return pages, empty, heights
    finally:
        document.close()


def _unopened(path: Path, reason: str) -> UnreadableFileError:
    reason = reason.rstrip(".")
    if "password" in reason.lower() or "security" in reason.lower():
        return UnreadableFileError(
            path,
            "er beskyttet med adgangskode. Gem den uden adgangskode.",
            "is protected by a password. Save it without the password.",
        )
    return UnreadableFileError(
        path,
        f"filen er beskadiget eller ingen PDF ({reason}). Hent eller gem den igen.",
        f"the file is damaged or no PDF ({reason}). Fetch or save it again.",
    )


def _page(document: "pypdfium2.PdfDocument", number: int, path: Path) -> tuple[list[_PageLine], float]:
    import pypdfium2

    try:
        page = document[number - 1]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise _unopened(path, f"{number}: {error}") from None
    try:
        return _lines_of(text_page, number), float(page.get_height())
    finally:
        text_page.close()
        page.close()


def _lines_of(text_page: Any, number: int) -> list[_PageLine]:
    """Pdfium's lines, each with its box."""
    import pypdfium2.raw as pdfium

    count = text_page.count_chars()
    if count <= 0:
        return []
    # One code unit for each character, so that a place in the text is a place on the page.
    codes = [pdfium.FPDFText_GetUnicode(text_page, at) for at in range(count)]
    text = "".join(chr(code) if 0 < code <= sys.maxunicode and code not in _SURROGATES else "\ufffd" for code in codes)  # fmt: skip
    found = []
    at = 0
    pieces = [*_LINE_END.split(text), ""]
    for piece, end in zip(pieces[::2], pieces[1::2], strict=True):
        if piece.strip() and (line := _line(text_page, number, piece, at)):
            # pdfium puts a mark of its own for a hyphen that a line end brought about, and may leave the end out.
            line.text += "-" if end[:1] in _MARKS_HYPHEN else ""
            found.append(line)
        at += len(piece) + len(end)
    return found


def _line(text_page: Any, number: int, piece: str, at: int) -> _PageLine | None:
    import pypdfium2.raw as pdfium

    first = at + len(piece) - len(piece.lstrip())
    last = at + len(piece.rstrip()) - 1
    start, end = _box(text_page, first), _box(text_page, last)
    bold = 0
    if pdfium.FPDFText_GetFontWeight(text_page, first) >= _BOLD or _named_bold(text_page, first):
        while first + bold <= last and bold <= 80:  # noqa: PLR2004 - no label is longer
            each = first + bold
            if not piece[each - at].isspace() and not (
                pdfium.FPDFText_GetFontWeight(text_page, each) >= _BOLD or _named_bold(text_page, each)
            ):
                break
            bold += 1
    clean = piece.strip().replace("\ufffe", "\x02")
    return _PageLine(number, clean, start[0], end[1], max(start[2], end[2]), min(start[3], end[3]), bold)


def _box(text_page: Any, at: int) -> tuple[float, float, float, float]:
    """Left, right, top, bottom of a character's place (its font's height, not its ink)."""
    import pypdfium2.raw as pdfium

    rectangle = pdfium.FS_RECTF()
    if pdfium.FPDFText_GetLooseCharBox(text_page, at, rectangle):
        return rectangle.left, rectangle.right, rectangle.top, rectangle.bottom
    return 0.0, 0.0, 0.0, 0.0


def _named_bold(text_page: Any, at: int) -> bool:
    import pypdfium2.raw as pdfium

    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text_page, at, name, len(name), flags)
    return 0 < length <= len(name) and b"bold" in name.value.lower()


def _shape(text: str) -> str:
    return _DIGITS.sub("#", text).casefold().strip()


def _without_edges(
    pages: list[list[_PageLine]], heights: list[float]
) -> tuple[list[list[_PageLine]], list[Note]]:
    """The pages without what stands at the top or bottom of several, and without page numbers."""
    with_text = sum(1 for page in pages if page)
    seen: Counter[tuple[bool, str]] = Counter()
    for page in pages:
        seen.update({(True, _shape(line.text)) for line in page[:_EDGE]})
        seen.update({(False, _shape(line.text)) for line in page[-_EDGE:]})
    enough = _REPEATS if with_text >= _REPEATS else 2
    repeated = {key for key, count in seen.items() if count >= max(enough, with_text * 0.4)}
    kept: list[list[_PageLine]] = []
    out: list[tuple[int, str]] = []
    for page, height in zip(pages, heights, strict=True):
        head = _edge(page[:_EDGE], repeated, height, top=True)
        rest = page[head:]
        tail = _edge(rest[::-1][:_EDGE], repeated, height, top=False)
        kept.append(rest[: len(rest) - tail])
        out += [(line.page, line.text) for line in (*page[:head], *rest[len(rest) - tail :])]
    different = Counter(_shape(text) for _, text in out)
    notes = [
        Note(
            next(page for page, text in out if _shape(text) == shape),
            f"Sidehoved, sidefod eller sidetal ({count} gange) er taget ud: »{excerpt(next(t for _, t in out if _shape(t) == shape))}«.",
            f"Header, footer or page number ({count} times) was taken out: “{excerpt(next(t for _, t in out if _shape(t) == shape))}”.",
        )
        for shape, count in different.most_common(10)
    ]
    return kept, notes


def _edge(outermost: list[_PageLine], repeated: set[tuple[bool, str]], height: float, *, top: bool) -> int:
    """How many lines from the edge inwards are header or footer."""
    count = 0
    for line in outermost:
        margin = max(height * _MARGIN, _MARGIN_POINTS)
        near = line.top > height - margin if top else line.bottom < margin
        number = near and _PAGE_NUMBER.fullmatch(line.text.strip()) is not None
        if not number and not ((top, _shape(line.text)) in repeated and near):
            break
        count += 1
    return count


def _paragraphs(found: list[_PageLine]) -> tuple[list[Line], _Joins]:
    """Lines of print to paragraphs."""
    joins = _Joins()
    if not found:
        return [], joins
    step = _usual_step(found)
    right = _right_edge(found)
    left = min(line.left for line in found)
    text: list[Line] = []
    current = _labelled(found[0])
    page = found[0].page
    for before, line in pairwise(found):
        if _parted(before, line, step, left, right):
            text += [(page, current), (page, "")]
            current, page = _labelled(line), line.page
            continue
        joined, hyphen = _joined(current, line.text)
        joins.hyphens += hyphen
        if before.page != line.page and hyphen:
            joins.across.append(
                (
                    before.page,
                    f"{_last(current)} | {_first(line.text)} → {_joined(_last(current), _first(line.text))[0]}",
                )
            )
        elif before.page != line.page:
            joins.sentences.append(before.page)
        current = joined
    return [*text, (page, current), (page, "")], joins


def _last(text: str) -> str:
    return text.rsplit(None, 1)[-1]


def _first(text: str) -> str:
    return text.split(None, 1)[0]


def _labelled(line: _PageLine) -> str:
    return (
        marked([(line.text[: line.bold], True), (line.text[line.bold :], False)]) if line.bold else line.text
    )


def _usual_step(found: list[_PageLine]) -> float:
    """The usual distance from line to line."""
    steps = [
        a.top - b.top for a, b in pairwise(found) if a.page == b.page and 0 < a.top - b.top < _HIGHEST_LINE
    ]
    return median(sorted(steps)[: max(1, len(steps) * 3 // 4)]) if steps else 14.0


def _right_edge(found: list[_PageLine]) -> float:
    """Where full lines end: nearly the longest."""
    ends = sorted(line.right for line in found)
    return ends[int(len(ends) * 0.95) - 1] if len(ends) > 1 else ends[0]


def _parted(before: _PageLine, line: _PageLine, step: float, left: float, right: float) -> bool:
    """Whether a new paragraph begins with a line."""
    ended = _SENTENCE_END.search(before.text) is not None
    if (found := label(_labelled(line))) and (found.bold or (ended and found.shaped and found.spaced)):
        return True
    if before.bold >= len(before.text) and line.bold < len(line.text):
        return True  # a heading, or a name on a line of its own
    if before.page != line.page:
        return _parted_by_page(before, line, left, right)
    return _parted_on_page(before, line, step, left, right)


def _parted_by_page(before: _PageLine, line: _PageLine, left: float, right: float) -> bool:
    """Whether the first line of a page begins a paragraph: there is no distance to go by."""
    width = max(right - left, 1.0)
    if before.text[-1:] in _HYPHENS and before.text[-2:-1].isalpha():
        return False
    if before.right < right - 0.18 * width:
        return True
    ended = _SENTENCE_END.search(before.text) is not None
    return ended and (line.left > left + 8 or before.right < right - 0.06 * width)


def _parted_on_page(before: _PageLine, line: _PageLine, step: float, left: float, right: float) -> bool:
    short = before.right < right - 0.18 * max(right - left, 1.0)
    ended = _SENTENCE_END.search(before.text) is not None
    if before.top - line.top > step * 1.35 or line.top > before.top + 2:
        return True
    indented = left + 8 < line.left and before.left <= line.left - 8
    if before.text[-1:] in _HYPHENS:
        return False
    return (short and (ended or line.text[:1].isupper())) or (indented and ended)


def _joined(before: str, after: str) -> tuple[str, bool]:
    """Two lines of one paragraph as one, and whether a word divided between them was put together."""
    if before[-1:] not in _HYPHENS or not before[-2:-1].isalpha():
        return f"{before.rstrip(_HYPHENS[1:])} {after}", False
    first, stem = after.split(None, 1)[0] if after.strip() else "", before[:-1]
    word = stem.rsplit(None, 1)[-1]
    if first.strip(",.").casefold() in _HANGING:
        return f"{stem}- {after}", False
    # `EU-lande`, `2016-planen`, `e-mail`, `Anne-Marie` are written with a hyphen; other words were divided.
    parts = [part for part in re.split(r"[^\w]", word) if part]
    kept = not after[:1].islower() or (
        parts and (parts[-1].isupper() or not _VOWELS & set(parts[-1].casefold()))
    )
    if kept or (parts and len(parts[-1]) == 1):
        return f"{stem}-{after}", True
    return stem + after, True
