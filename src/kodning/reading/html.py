"""HTML pages and fragments: what a browser would show of them, paragraph by paragraph."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kodning.errors import UnreadableFileError
from kodning.reading.encoding import Decoded, decode
from kodning.reading.flow import Flow

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DROPPED = frozenset((
    "script", "style", "head", "noscript", "template", "iframe", "object", "svg", "math", "select",
    "button", "textarea", "del", "s", "strike", "nav", "header", "footer", "audio", "video", "canvas", "rt",
    "rp", "-comment",
))  # fmt: skip
_BLOCKS = frozenset((
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "blockquote",
    "section", "article", "main", "aside", "figure", "figcaption", "table", "caption", "hr", "address",
    "body", "fieldset", "pre", "form", "details", "summary",
))  # fmt: skip
_BOLD = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_WHITE = re.compile("[ \t\r\n\f]+")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,4}=\s{0,4}[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_HEAD = 4096
_TAG = re.compile("<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})")
# Void elements, and those whose end may be left out.
_NO_DEPTH = frozenset((
    "br", "hr", "img", "input", "meta", "link", "wbr", "col", "area", "base", "embed", "source", "track", "p", "li",
    "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot", "colgroup", "rt", "rp",
))  # fmt: skip
_DEEPEST = 1000
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_NONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_NOTE_MARK = "-text"


def flow(raw: bytes, path: Path, forced: str | None = None) -> tuple[Flow, Decoded]:
    """The text of an HTML file, and how it was decoded.

    Raises:
        UnreadableFileError: The bytes are no text.
    """
    from selectolax.lexbor import LexborHTMLParser

    decoded = decode(raw, path, forced or _declared(raw))
    _refuse_depth(decoded.text, path)
    root = LexborHTMLParser(decoded.text.replace("\0", "")).root
    reader = _Reader()
    if root is not None:
        reader.walk(root)
    return reader.flow, decoded


def _refuse_depth(text: str, path: Path) -> None:
    """Refuse what is nested deeper than any page: the parser's time grows with the square of the depth."""
    depth = 0
    for tag in _TAG.finditer(text):
        if tag[2].lower() not in _NO_DEPTH:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > _DEEPEST:
                raise UnreadableFileError(
                    path,
                    "filen er indlejret så dybt, at den ikke kan være en udskrift.",
                    "the file is nested so deeply that it can be no transcript.",
                )


def _declared(raw: bytes) -> str | None:
    """The encoding that the page names, unless its bytes are UTF-8 or marked otherwise."""
    import codecs

    found = _CHARSET.search(raw[:_HEAD])
    if not found or raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        try:
            name = codecs.lookup(found[1].decode("ascii")).name
            raw.decode("cp1252" if name in {"iso8859-1", "ascii"} else name)
        except (LookupError, UnicodeDecodeError, ValueError):
            return None
        return "cp1252" if name in {"iso8859-1", "ascii"} else name
    return None


@dataclass
class _Reader:
    flow: Flow = field(default_factory=Flow)
    _space: bool = False  # white space is waiting for the next word
    _begun: bool = False  # the paragraph has words

    def walk(self, root: "LexborNode") -> None:
        """The tree in order, without recursion: a page may be nested as deeply as it likes."""
        stack: list[tuple[LexborNode | str, bool, bool]] = [(root, False, False)]
        while stack:
            node, bold, kept = stack.pop()
            if isinstance(node, str):
                self._leave(node)
                continue
            tag = node.tag or ""
            if tag == _NOTE_MARK:
                self._text(node.text_content or "", bold=bold, kept=kept)
                continue
            if tag in _DROPPED or (tag.startswith(("-", "_", "!")) and tag != "-undef"):
                continue
            said = node.attributes
            style = said.get("style") or ""
            # LibreOffice writes the page's header and footer as such a box.
            if "hidden" in said or _NONE.search(style) or said.get("title") in {"header", "footer"}:
                continue
            self._enter(tag)
            stack.append((tag, bold, kept))
            heavy = bold or tag in _BOLD or bool(_WEIGHT.search(style))
            inside = kept or tag == "pre"
            child = node.last_child
            while child is not None:
                stack.append((child, heavy, inside))
                child = child.prev

    def _text(self, text: str, *, bold: bool, kept: bool) -> None:
        if kept:
            self.flow.write(text.replace("\r\n", "\n"), bold=bold)
            self._begun = self._begun or bool(text.strip())
            return
        shown = _WHITE.sub(" ", text)
        words = shown.strip(" ")
        if shown.startswith(" "):
            self._space = True
        if not words:
            return
        self.flow.write((" " if self._space and self._begun else "") + words, bold=bold)
        self._begun = True
        self._space = shown.endswith(" ")

    def _enter(self, tag: str) -> None:
        if tag == "br":
            self.flow.write("\n")
            self._space = self._begun = False
        elif tag == "tr":
            self._break()
            self.flow.begin_row()
        elif tag in _BLOCKS or tag in {"td", "th"}:
            self._break()

    def _leave(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._break()
            self.flow.end_cell()
        elif tag == "tr":
            self._break()
            self.flow.end_row()
        elif tag in _BLOCKS:
            self._break()

    def _break(self) -> None:
        if self._begun or self.flow.pending:
            self.flow.end_paragraph()
        self._begun = self._space = False
