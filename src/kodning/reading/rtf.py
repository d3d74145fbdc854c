"""Rich text (.rtf), read as it would be with all tracked changes accepted.

An own reader of the control words that carry text, because striprtf returns what was deleted, and headers,
footers and comments among the words. Rich Text Format specification 1.9.1.
"""

import codecs
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from kodning.errors import UnreadableFileError
from kodning.reading.flow import Flow

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?"
    rb"|\\'(?P<byte>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<brace>[{}])"
    rb"|[\r\n\x00]+"
    rb"|(?P<plain>[^\\{}\r\n\x00]+)"
    rb"|\\",
    re.DOTALL,
)
_SKIPPED = frozenset((
    b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"headerl", b"headerr", b"headerf",
    b"footer", b"footerl", b"footerr", b"footerf", b"listtable", b"listoverridetable", b"fldinst",
    b"datafield", b"listtext", b"pntext", b"filetbl", b"nonshppict", b"ftnsep", b"ftnsepc", b"ftncn",
    b"aftnsep", b"aftnsepc", b"aftncn", b"sp", b"do", b"revtbl", b"fontemb", b"rsidtbl", b"xe", b"tc",
    b"atnid",
))  # fmt: skip
_STARRED = frozenset(
    [b"annotation", b"atnauthor", b"shpinst", b"shptxt", b"footnote"]
)  # `\*` before these is no reason to skip
_CHARACTERS = {
    b"tab": "\t", b"line": "\n", b"softline": "\n", b"emdash": "—", b"endash": "–", b"emspace": " ",
    b"enspace": " ", b"qmspace": " ", b"bullet": "•", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"rtlmark": "\u200f", b"ltrmark": "\u200e", b"zwj": "\u200d", b"zwnj": "\u200c",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\t": "\t"}
_CHARSETS = {
    77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_SWITCHES = frozenset({b"b", b"deleted", b"v"})
_PAGES = {b"mac": "mac-roman", b"pc": "cp437", b"pca": "cp850", b"ansi": "cp1252"}
_PARAGRAPH_ENDS = frozenset([b"par", b"page", b"sect", b"column", b"nestcell", b"nestrow"])
_DEEPEST = 2000
_HIGH, _LOW, _AFTER = 0xD800, 0xDC00, 0xE000


@dataclass(frozen=True, slots=True)
class _State:
    """What the closing brace of a group takes back."""

    bold: bool = False
    skipped: bool = False
    deleted: bool = False
    hidden: bool = False
    instead: int = 1  # characters that stand for a Unicode one in old programs
    page: str = ""
    gathers: str = ""  # what the group's words are gathered for; empty: the text


def flow(raw: bytes, path: Path) -> Flow:
    """The text of an .rtf file.

    Raises:
        UnreadableFileError: It is no RTF, or not whole.
    """
    if not raw.lstrip().startswith(b"{\\rtf"):
        raise UnreadableFileError(
            path,
            "er ikke et RTF-dokument, selv om den hedder det.",
            "is no RTF document, though it is named like one.",
        )
    reader = _Reader(path)
    reader.read(raw)
    return reader.flow


@dataclass
class _Reader:
    path: Path
    flow: Flow = field(default_factory=Flow)
    state: _State = field(default_factory=_State)
    _stack: list[_State] = field(default_factory=list)
    _page: str = "cp1252"
    _fonts: dict[int, str] = field(default_factory=dict)
    _font: int = -1
    _skip: int = 0
    _high: int = 0
    _starred: bool = False
    _opened: bool = False  # a brace was opened and nothing has come since
    _bytes: bytearray = field(default_factory=bytearray)
    _gathered: list[str] = field(default_factory=list)
    _boxes: list[str] = field(default_factory=list)
    _author: str = ""
    _in_row: bool = False
    _any: bool = False

    def read(self, raw: bytes) -> None:
        """Take in a whole file."""
        at = 0
        while at < len(raw) and (found := _TOKEN.match(raw, at)):
            at = found.end()
            if found["plain"] is not None or found["byte"] is not None:
                self._words(found["plain"] if found["byte"] is None else bytes([int(found["byte"], 16)]))
                continue
            self._decode()
            if found["brace"]:
                self._brace(found["brace"])
                if not self._stack:
                    break
            elif found["word"]:
                number = int(found["number"]) if found["number"] else None
                if found["word"] == b"bin":
                    at += max(0, number or 0)
                self._word(found["word"], number)
            elif found["symbol"]:
                self._symbol(found["symbol"])
        if self._stack:
            raise UnreadableFileError(
                self.path,
                "filen er ikke hel: den slutter midt i et afsnit. Hent eller gem den igen.",
                "the file is not whole: it ends in the middle. Fetch or save it again.",
            )
        if self._any:
            self._end_paragraph()

    def _words(self, raw: bytes) -> None:
        self._opened = False
        if self._skip:
            left_out = min(self._skip, len(raw))
            self._skip -= left_out
            raw = raw[left_out:]
        self._bytes += raw

    def _decode(self) -> None:
        if self._bytes:
            self._put(self._bytes.decode(self.state.page or self._page, "replace"))
            self._bytes.clear()

    def _put(self, text: str) -> None:
        state = self.state
        if state.skipped or state.deleted or state.hidden or not text:
            return
        if state.gathers:
            self._gathered.append(text)
        else:
            self.flow.write(text, bold=state.bold)
            self._any = True

    def _brace(self, brace: bytes) -> None:
        self._skip = 0
        if brace == b"{":
            if len(self._stack) > _DEEPEST:
                raise UnreadableFileError(
                    self.path,
                    "filen er indlejret så dybt, at den ikke kan være en udskrift.",
                    "the file is nested so deeply that it can be no transcript.",
                )
            self._stack.append(self.state)
            self._opened, self._starred = True, False
            return
        gathers, skipped = self.state.gathers, self.state.skipped
        self.state = self._stack.pop() if self._stack else _State()
        if gathers and gathers != self.state.gathers and not skipped:
            self._close(gathers)

    def _close(self, gathers: str) -> None:
        words = "".join(self._gathered)
        self._gathered.clear()
        if gathers == "footnote":
            self.flow.footnote(" ".join(words.split()))
        elif gathers == "author":
            self._author = words.strip()
        elif gathers == "annotation":
            words = " ".join(words.split())
            self.flow.remark(f"{self._author}: {words}" if self._author else words)
        elif gathers == "box":
            self._boxes.append(words)

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred = True
            return
        self._opened = False
        if symbol in b"\r\n":
            self._end_paragraph()
        elif self._skip:
            self._skip -= 1
        else:
            self._put(_SYMBOLS.get(symbol, ""))

    def _word(self, word: bytes, number: int | None) -> None:
        opened, starred = self._opened, self._starred
        self._opened = self._starred = False
        if opened and self._destination(word, starred=starred):
            return
        if word == b"u" and number is not None:
            self._unicode(number % 65536)
        elif self._skip:
            self._skip -= 1  # a control word counts as one of the characters that stand for it
        elif word in _CHARACTERS:
            self._put(_CHARACTERS[word])
        elif word in _PARAGRAPH_ENDS:
            self._end_paragraph()
        elif word in {b"intbl", b"cell", b"row"}:
            self._table(word)
        else:
            self._look(word, number)

    def _destination(self, word: bytes, *, starred: bool) -> bool:
        """Whether the word says that its group is no text."""
        if word == b"fonttbl":
            self.state = replace(self.state, skipped=True, gathers="fonts")
        elif word in _SKIPPED or (starred and word not in _STARRED):
            self.state = replace(self.state, skipped=True)
        elif word in {b"footnote", b"annotation", b"atnauthor", b"shptxt"} and not self.state.skipped:
            gathers = {b"atnauthor": "author", b"shptxt": "box"}.get(word, word.decode())
            self._gathered.clear()
            self.state = replace(self.state, gathers=gathers, bold=False)
        else:
            return False
        return True

    def _unicode(self, number: int) -> None:
        self._skip = self.state.instead
        if _HIGH <= number < _LOW:
            self._high = number
            return
        if _LOW <= number < _AFTER:
            if self._high:
                self._put(chr(0x10000 + ((self._high - _HIGH) << 10) + number - _LOW))
        elif number:
            self._put(chr(number))
        self._high = 0

    def _table(self, word: bytes) -> None:
        if self.state.skipped or self.state.gathers:
            self._put(" ")
        elif word == b"intbl":
            if not self._in_row:
                self.flow.begin_row()
                self._in_row = True
        elif self._in_row:
            self.flow.end_cell()
            if word == b"row":
                self.flow.end_row()
                self._in_row = False

    def _look(self, word: bytes, number: int | None) -> None:
        on = number != 0
        if word in _SWITCHES:
            state = self.state
            self.state = replace(
                state,
                bold=on if word == b"b" else state.bold,
                deleted=on if word == b"deleted" else state.deleted,
                hidden=on if word == b"v" else state.hidden,
            )
        elif word == b"plain":
            self.state = replace(self.state, bold=False, hidden=False, deleted=False, page="")
        elif word == b"uc":
            self.state = replace(self.state, instead=min(max(number or 0, 0), 16))
        elif word == b"f" and number is not None:
            self._font = number
            if self.state.gathers != "fonts":
                self.state = replace(self.state, page=self._fonts.get(number, ""))
        elif word == b"fcharset" and self.state.gathers == "fonts":
            self._fonts[self._font] = _CHARSETS.get(number or 0, "")
        elif word == b"ansicpg" and number:
            self._page = _known(number)
        elif word in _PAGES:
            self._page = _PAGES[word]

    def _end_paragraph(self) -> None:
        state = self.state
        if state.skipped or state.deleted:
            return
        if state.gathers:
            self._gathered.append("\n")
            return
        self.flow.end_paragraph()
        self._any = False
        boxes, self._boxes = self._boxes, []
        for line in (line for box in boxes for line in box.split("\n") if line.strip()):
            self.flow.write(line)
            self.flow.end_paragraph()


def _known(page: int) -> str:
    try:
        return codecs.lookup({65001: "utf-8", 10000: "mac-roman"}.get(page, f"cp{page}")).name
    except LookupError:
        return "cp1252"
