"""OpenDocument text (.odt): a ZIP of XML, read as it would be with all tracked changes accepted.

Deleted words stand in `text:tracked-changes`, which is skipped (odfpy returns them as text); headers and footers
stand in another part, which is not opened.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kodning.errors import UnreadableFileError
from kodning.reading.flow import Flow
from kodning.reading.styles import bold_by_style
from kodning.safe_archive import Package, damaged
from kodning.safe_xml import Element, child, children, local, tree, value

_DROPPED = frozenset((
    "tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "forms", "note-citation",
    "desc", "title", "bibliography-mark", "table-source", "ruby-text", "script", "binary-data", "object",
    "object-ole", "dde-connection-decls", "alphabetical-index-auto-mark-file", "page-number", "page-count",
    "hidden-text", "hidden-paragraph", "soft-page-break",
))  # fmt: skip
_BOLD = 600  # as CSS has it
_MOST_SPACES = 1000
_WHITE = re.compile("[ \t\r\n]+")  # a non-breaking space is none of it


def flow(raw: bytes, path: Path) -> Flow:
    """The text of an .odt file.

    Raises:
        UnreadableFileError: It is damaged, protected by a password, or no OpenDocument text.
    """
    with Package(raw, path) as package:
        if "content.xml" not in package:
            raise damaged(path, "content.xml ?")
        manifest = "META-INF/manifest.xml"
        if manifest in package and b"encryption-data" in package.read(manifest):
            raise UnreadableFileError(
                path,
                "er beskyttet med adgangskode. Gem den uden adgangskode.",
                "is protected by a password. Save it without the password.",
            )
        root = tree(package.read("content.xml"), path, "content.xml")
        named = tree(package.read("styles.xml"), path, "styles.xml") if "styles.xml" in package else None
    body = child(child(root, "body"), "text")
    if body is None:
        raise UnreadableFileError(
            path,
            "er et OpenDocument, men ikke en tekst. Gem udskriften som .odt fra et skriveprogram.",
            "is an OpenDocument, but no text. Save the transcript as .odt from a word processor.",
        )
    reader = _Reader(_bold_styles(root, named))
    reader.content(body, bold=False)
    return reader.flow


def _bold_styles(*roots: Element | None) -> dict[str, bool]:
    own: dict[str, tuple[bool | None, str | None]] = {}
    for root in roots:
        for group in ("styles", "automatic-styles"):
            for style in children(root, group) if root is not None else ():
                for each in children(style, "style"):
                    weight = value(child(each, "text-properties"), "font-weight")
                    bold = (
                        None
                        if weight is None
                        else weight == "bold" or (weight.isdigit() and int(weight) >= _BOLD)
                    )
                    own.setdefault(value(each, "name") or "", (bold, value(each, "parent-style-name")))
    return bold_by_style(own)


@dataclass
class _Reader:
    styles: Mapping[str, bool]
    flow: Flow = field(default_factory=Flow)
    _boxes: list[Element] = field(default_factory=list)
    _white: bool = True  # what stands before ends with white space

    def content(self, element: Element, *, bold: bool) -> None:
        """Blocks: paragraphs, lists, tables, sections."""
        for each in element:
            name = local(each.tag)
            if name in {"p", "h"}:
                self._paragraph(each)
            elif name == "table-row":
                self.flow.begin_row()
                self.content(each, bold=bold)
                self.flow.end_row()
            elif name in {"table-cell", "covered-table-cell"}:
                self.content(each, bold=bold)
                self.flow.end_cell()
            elif name == "frame":
                self._frame(each)
            elif name not in _DROPPED:
                self.content(each, bold=bold)

    def _paragraph(self, element: Element) -> None:
        bold = self.styles.get(value(element, "style-name") or "", False)
        self._white = True  # at its start there is none
        self._inline(element, bold=bold)
        self.flow.end_paragraph()
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.content(box, bold=False)

    def _inline(self, element: Element, *, bold: bool) -> None:
        self._words(element.text, bold=bold)
        for each in element:
            name = local(each.tag)
            if name == "span":
                self._inline(each, bold=self.styles.get(value(each, "style-name") or "", bold))
            elif name == "s":
                self._white = False
                count = value(each, "c") or "1"
                self.flow.write(" " * min(int(count) if count.isdigit() else 1, _MOST_SPACES), bold=bold)
            elif name == "tab":
                self._white = False
                self.flow.write("\t", bold=bold)
            elif name == "line-break":
                self._white = False
                self.flow.write("\n", bold=bold)
            elif name == "note":
                self.flow.footnote(_plain(child(each, "note-body")))
            elif name == "annotation":
                self._annotation(each)
            elif name == "frame":
                self._frame(each)
            elif name not in _DROPPED and name != "annotation-end":
                self._inline(each, bold=bold)
            self._words(each.tail, bold=bold)

    def _words(self, text: str | None, *, bold: bool) -> None:
        """White space in the XML is one space, whatever it is and whatever marks it spans."""
        shown = _WHITE.sub(" ", text or "")
        if self._white and shown.startswith(" "):
            shown = shown[1:]
        if shown:
            self.flow.write(shown, bold=bold)
            self._white = shown.endswith(" ")

    def _frame(self, element: Element) -> None:
        """A text box stands after the paragraph it hangs on."""
        self._boxes += children(element, "text-box")

    def _annotation(self, element: Element) -> None:
        who = child(element, "creator")
        words = " ".join(_plain(each) for each in element if local(each.tag) in {"p", "list"})
        self.flow.remark(f"{_plain(who)}: {words}" if who is not None else words)


def _plain(element: Element | None) -> str:
    if element is None:
        return ""
    return " ".join(" ".join(each for each in element.itertext() if each).split())
