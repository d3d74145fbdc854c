"""Paragraphs, line breaks and tables of a word processor's file, made into lines with places.

What is bold at the start of a paragraph is written `**so**`, because speaker labels often are; nothing else of
the looks is kept. A table row whose first cells are short (a time, a name) becomes one line parted by tabs;
any other becomes paragraphs, cell by cell.
"""

import re
from dataclasses import dataclass, field

from kodning.model import Note
from kodning.reading.cleaning import Line
from kodning.reading.notes import excerpt, several

_SHORT = 60  # code points of a cell that may be a label or a time
_LABEL_END = re.compile(r"[:\t]|\Z")
_LONGEST_LABEL = 60
# The first row of a transcript set as a table.
_HEADINGS = frozenset((
    "tid", "tidspunkt", "tidskode", "time", "timecode", "start", "end", "slut", "taler", "hvem", "navn",
    "speaker", "name", "who", "tekst", "replik", "udskrift", "transskription", "transcript", "text", "nr",
    "nr.", "no", "#", "",
))  # fmt: skip


@dataclass(slots=True)
class Flow:
    """Takes what a reader meets, in order.

    Attributes:
        lines: The lines so far, each with the number of its paragraph.
        remarks: Comments of whoever wrote in the margin: paragraph and words.
    """

    lines: list[Line] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    footnotes: int = 0
    _number: int = 1
    _runs: list[tuple[str, bool]] = field(default_factory=list)
    _after: list[str] = field(default_factory=list)
    _rows: list[list[list[str]]] = field(default_factory=list)
    _row_number: int = 0

    @property
    def number(self) -> int:
        """The number of the paragraph being read."""
        return self._number

    @property
    def pending(self) -> bool:
        """Whether the paragraph being read has words."""
        return bool(self._runs)

    def write(self, text: str, *, bold: bool = False) -> None:
        """Words of the paragraph being read; a line feed is a soft line break."""
        if text:
            self._runs.append((text, bold))

    def footnote(self, words: str) -> None:
        """A footnote: it stands in brackets where its paragraph ends."""
        if words := words.strip():
            self._after.append(f" [Note: {words}]")
            self.footnotes += 1

    def remark(self, words: str) -> None:
        """A comment in the margin: told, no text."""
        if words := words.strip():
            self.remarks.append((self._number, words))

    def end_paragraph(self) -> None:
        """The paragraph is over."""
        text = marked(self._runs) + "".join(self._after)
        self._runs.clear()
        self._after.clear()
        if self._rows:
            if text.strip():
                self._rows[-1][-1].append(text)
        else:
            self._put(text)
        self._number += 1

    def begin_row(self) -> None:
        """A row of a table begins; tables may stand in tables."""
        if self._runs:
            self.end_paragraph()
        self._rows.append([[]])

    def end_cell(self) -> None:
        """A cell of the row is over."""
        if self._runs:
            self.end_paragraph()
        if self._rows:
            self._rows[-1].append([])

    def end_row(self) -> None:
        """The row is over."""
        if self._runs:
            self.end_paragraph()
        if not self._rows:
            return
        cells = [cell for cell in self._rows.pop() if cell]
        for text in _row(cells):
            if self._rows:
                self._rows[-1][-1].append(text)
            elif all(cell.strip(" *:").casefold() in _HEADINGS for cell in text.split("\t")):
                self.headings.append((self._number, text.replace("\t", " | ")))
            else:
                self._put(text)

    def _put(self, text: str) -> None:
        self.lines += [(self._number, line) for line in text.split("\n")]
        self.lines.append((self._number, ""))

    def notes(self) -> list[Note]:
        """What was left out of the text, and what was put in."""
        notes = several(
            [(number, excerpt(words)) for number, words in self.remarks],
            lambda what: (f"Kommentar i margenen, ikke med i teksten: »{what}«.", f"Comment in the margin, not in the text: “{what}”."),
        )  # fmt: skip
        notes += several(
            [(number, excerpt(words)) for number, words in self.headings],
            lambda what: (f"Tabellens overskrift er ikke med: »{what}«.", f"The table's heading was left out: “{what}”."),
        )  # fmt: skip
        if self.footnotes:
            notes.append(
                Note(
                    None,
                    f"Fodnoter ({self.footnotes}) står i teksten som [Note: …] efter det afsnit, de hører til.",
                    f"Footnotes ({self.footnotes}) stand in the text as [Note: …] after their paragraph.",
                )
            )
        return notes


def _row(cells: list[list[str]]) -> list[str]:
    *first, last = cells or [[]]
    if first and all(len(cell) == 1 and len(cell[0]) <= _SHORT and "\n" not in cell[0] for cell in first):
        head = "\t".join(cell[0].strip() for cell in first)
        return [f"{head}\t{last[0]}" if last else head, *last[1:]]
    return [text for cell in cells for text in cell]


def marked(runs: list[tuple[str, bool]]) -> str:
    """The words of some runs; a short bold beginning that may be a speaker label is set between `**`."""
    at = 0
    while at < len(runs) and (runs[at][1] or not runs[at][0].strip(" \u00a0")):
        at += 1
    head = "".join(text for text, _ in runs[:at])
    rest = "".join(text for text, _ in runs[at:])
    if not head.strip() or not any(bold for _, bold in runs[:at]):
        return head + rest
    end = _LABEL_END.search(head)
    cut = end.end() if end and end[0] == ":" else end.start() if end else len(head)
    label, tail = head[:cut], head[cut:] + rest
    begins = label.lstrip()
    if not 0 < len(begins.rstrip()) <= _LONGEST_LABEL or "\n" in begins.rstrip() or "*" in begins:
        return head + rest
    # A bold beginning of a sentence is emphasis; a label ends with a colon or a tab, or stands alone on its line.
    alone = not tail.strip() or label.endswith("\n") or tail.startswith("\n")
    if begins.rstrip().endswith(":") or tail.lstrip(" ").startswith((":", "\t")) or alone:
        name = begins.rstrip()
        return f"**{name}**{begins[len(name) :]}{tail}"
    return head + rest
