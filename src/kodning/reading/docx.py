"""Word's .docx: a ZIP of XML. What stands in the text as it would be with all changes accepted.

Tracked insertions are kept and deletions dropped; comments are told, not read; headers and footers are other
parts of the file and are not opened. An own reader, because mammoth loses soft line breaks and tabs, which
carry the speaker labels of many transcripts, and python-docx loses tables and tracked insertions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kodning.errors import UnreadableFileError
from kodning.reading.flow import Flow
from kodning.reading.styles import bold_by_style
from kodning.safe_archive import Package, damaged
from kodning.safe_xml import Element, child, children, local, text_of, tree, value

_DROPPED = frozenset((
    "del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "sectPr", "tblPr", "tblGrid", "trPr",
    "tcPr", "rubyPr", "rt", "sdtPr", "sdtEndPr", "footnoteRef", "endnoteRef", "annotationRef", "separator",
    "binData", "oMathParaPr", "ctrlPr", "chart", "fldData",
))  # fmt: skip
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_PRIVATE = 0xD800  # surrogates, and behind them the private area
_OFF = frozenset({"0", "false", "off", "none"})


def flow(raw: bytes, path: Path) -> Flow:
    """The text of a .docx file.

    Raises:
        UnreadableFileError: It is damaged, or no Word file.
    """
    with Package(raw, path) as package:
        main = _main_part(package)
        root = tree(package.read(main), path, main)
        folder = main.rpartition("/")[0]

        def part(name: str) -> Element | None:
            full = f"{folder}/{name}.xml" if folder else f"{name}.xml"
            return tree(package.read(full), path, full) if full in package else None

        reader = _Reader(
            styles=_bold_styles(part("styles")),
            footnotes=_by_id(part("footnotes"), "footnote"),
            endnotes=_by_id(part("endnotes"), "endnote"),
            comments=_by_id(part("comments"), "comment"),
        )
    body = child(root, "body")
    if body is None:
        raise damaged(path, main)
    reader.content(body)
    if reader.flow.lines or reader.flow.number > 1:
        reader.flow.end_paragraph()
    return reader.flow


def _main_part(package: Package) -> str:
    if "word/document.xml" in package:
        return "word/document.xml"
    if "_rels/.rels" in package:
        for each in tree(package.read("_rels/.rels"), package.path, "_rels/.rels"):
            if (value(each, "Type") or "").endswith("/officeDocument"):
                name = (value(each, "Target") or "").lstrip("/")
                if name in package:
                    return name
    raise UnreadableFileError(
        package.path,
        "er ikke et Word-dokument, selv om den hedder det. Gem udskriften som .docx fra dit skriveprogram.",
        "is no Word document, though it is named like one. Save the transcript as .docx from your word processor.",
    )


def _by_id(root: Element | None, name: str) -> dict[str, Element]:
    if root is None:
        return {}
    return {
        value(each, "id") or "": each
        for each in children(root, name)
        if value(each, "type") not in {"separator", "continuationSeparator", "continuationNotice"}
    }


def _on(properties: Element | None, name: str) -> bool | None:
    said = child(properties, name)
    return None if said is None else (value(said, "val") or "1") not in _OFF


def _bold_styles(root: Element | None) -> dict[str, bool]:
    """Whether a style is bold by itself or by the style it is based on."""
    if root is None:
        return {}
    own: dict[str, tuple[bool | None, str | None]] = {}
    for style in children(root, "style"):
        own[value(style, "styleId") or ""] = (
            _on(child(style, "rPr"), "b"),
            value(child(style, "basedOn"), "val"),
        )
    return bold_by_style(own)


@dataclass
class _Reader:
    styles: Mapping[str, bool]
    footnotes: Mapping[str, Element]
    endnotes: Mapping[str, Element]
    comments: Mapping[str, Element]
    flow: Flow = field(default_factory=Flow)
    _paragraph_bold: bool = False
    _boxes: list[Element] = field(default_factory=list)

    def content(self, element: Element) -> None:
        """Whatever stands in an element, in order."""
        for each in element:
            name = local(each.tag)
            if name in _DROPPED:
                continue
            handler = _HANDLERS.get(name)
            if handler:
                handler(self, each)
            else:
                self.content(each)

    def paragraph(self, element: Element) -> None:
        properties = child(element, "pPr")
        if _deleted_mark(properties):  # the paragraph's end was deleted: it runs on in the next one
            self.content(element)
            return
        self._paragraph_bold = self.styles.get(value(child(properties, "pStyle"), "val") or "", False)
        self.content(element)
        self.flow.end_paragraph()
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.content(box)

    def run(self, element: Element) -> None:
        properties = child(element, "rPr")
        if _on(properties, "vanish"):
            return
        said = _on(properties, "b")
        style = value(child(properties, "rStyle"), "val")
        bold = said if said is not None else self.styles.get(style or "", self._paragraph_bold)
        for each in element:
            name = local(each.tag)
            if name == "t":
                self.flow.write(each.text or "", bold=bold)
            elif name in _CHARACTERS:
                self.flow.write(_CHARACTERS[name], bold=bold)
            elif name == "sym":
                self.flow.write(_symbol(value(each, "char")), bold=bold)
            elif name == "footnoteReference":
                self._note(self.footnotes, each)
            elif name == "endnoteReference":
                self._note(self.endnotes, each)
            elif name == "commentReference":
                self._comment(each)
            elif name not in _DROPPED and name != "rPr":
                self._inside_run(each, name)

    def _inside_run(self, element: Element, name: str) -> None:
        handler = _HANDLERS.get(name)
        if handler:
            handler(self, element)
        else:
            for each in element:
                if local(each.tag) not in _DROPPED:
                    self._inside_run(each, local(each.tag))

    def alternate(self, element: Element) -> None:
        """The same thing in two ways, such as a text box of today and of Word 2007: one of them is read."""
        chosen = child(element, "Choice")
        if chosen is None:
            chosen = child(element, "Fallback")
        if chosen is not None:
            self._inside_run(chosen, "Choice")

    def box(self, element: Element) -> None:
        """A text box: it stands after the paragraph it hangs on."""
        self._boxes.append(element)

    def table_row(self, element: Element) -> None:
        properties = child(element, "trPr")
        if child(properties, "del") is not None:
            return
        self.flow.begin_row()
        self.content(element)
        self.flow.end_row()

    def cell(self, element: Element) -> None:
        self.content(element)
        self.flow.end_cell()

    def _note(self, notes: Mapping[str, Element], reference: Element) -> None:
        note = notes.get(value(reference, "id") or "")
        if note is not None:
            self.flow.footnote(_plain(note))

    def _comment(self, reference: Element) -> None:
        comment = self.comments.get(value(reference, "id") or "")
        if comment is not None:
            who = value(comment, "author")
            self.flow.remark(f"{who}: {_plain(comment)}" if who else _plain(comment))


def _plain(element: Element) -> str:
    """The words of a footnote or comment on one line, deletions dropped."""
    pieces: list[str] = []

    def walk(each: Element) -> None:
        name = local(each.tag)
        if name == "t":
            pieces.append(text_of(each))
        elif name in _CHARACTERS:
            pieces.append(" " if _CHARACTERS[name] else "")
        elif name not in _DROPPED:
            for inner in each:
                walk(inner)
            pieces.append(" " if name == "p" else "")

    walk(element)
    return " ".join("".join(pieces).split())


def _deleted_mark(properties: Element | None) -> bool:
    return child(child(properties, "rPr"), "del") is not None


def _symbol(code: str | None) -> str:
    # Symbol fonts put their signs in the private area, where they mean nothing without the font.
    try:
        number = int(code or "", 16)
    except ValueError:
        return ""
    return "" if number >= _PRIVATE else chr(number)


_HANDLERS: dict[str, Callable[[_Reader, Element], None]] = {
    "p": _Reader.paragraph,
    "r": _Reader.run,
    "tr": _Reader.table_row,
    "tc": _Reader.cell,
    "AlternateContent": _Reader.alternate,
    "txbxContent": _Reader.box,
}
