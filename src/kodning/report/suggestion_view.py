"""One passage with what is suggested for it, for a person to decide on at a terminal."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kodning.report.document_view import wrapped
from kodning.report.suggestion_table import state_name, why
from kodning.store.suggestions import SuggestionRow
from kodning.wording import decimal, percent, tr

_SENTENCE = "4"  # underlined
_WORDS = "1;4"
_NO_STYLE = ""


class Shown(NamedTuple):
    """What a screen shows.

    Attributes:
        rows: The passage's suggestions, the best first.
        current: Which of them is asked about.
        text: The document's text.
        place: Where the passage stands, in words.
    """

    rows: Sequence[SuggestionRow]
    current: int
    text: str
    place: str

    @property
    def row(self) -> SuggestionRow:
        """The suggestion that is asked about."""
        return self.rows[self.current]


class CodeWords(NamedTuple):
    """A code's name and definition."""

    label: str
    definition: str


def suggestion_view(shown: Shown, codes: Mapping[str, CodeWords], width: int, *, color: bool) -> str:
    """The passage with the sentence and the words marked, the code asked about, and the others."""
    measure = max(40, min(88, width - 2))
    lines = [shown.place, "", *_passage(shown, measure, color=color), ""]
    for at, row in enumerate(shown.rows):
        code = codes.get(row.code, CodeWords(row.code, ""))
        mark = "▸" if at == shown.current else " "
        state = "" if row.state == "open" else f"  ({state_name(row.state)})"
        name = f"{mark} {at + 1}  {code.label}  {score_text(row)}{state}"
        lines.append(f"\x1b[1m{name}\x1b[0m" if color and at == shown.current else name)
        if at == shown.current:
            lines += _indented(code.definition, measure) + _indented(
                tr("Fordi: ", "Because: ")
                + (why(row, shown.text) or tr("helheden", "the passage as a whole")),
                measure,
            )
    return "\n".join(lines) + "\n"


def score_text(row: SuggestionRow) -> str:
    """A probability as percent, any other score as a bare number."""
    return percent(row.score) if row.calibrated else decimal(row.score)


def _indented(text: str, measure: int) -> list[str]:
    return textwrap.wrap(
        text, measure, initial_indent="     ", subsequent_indent="     ", break_on_hyphens=False
    )


def _passage(shown: Shown, measure: int, *, color: bool) -> list[str]:
    row, lines = shown.row, []
    for line in wrapped(shown.text, row.start, row.end, measure):
        styles = [_style(row, place) for place in range(line.start, line.end)]
        lines.append("  " + (_colored(line.text, styles) if color else _plain(shown, line.start, line.text)))
    return lines


def _style(row: SuggestionRow, place: int) -> str:
    if any(start <= place < end for start, end, _ in row.evidence):
        return _WORDS
    return _SENTENCE if row.sentence_start <= place < row.sentence_end else _NO_STYLE


def _colored(text: str, styles: Sequence[str]) -> str:
    out, now = [], _NO_STYLE
    for character, style in zip(text, styles, strict=True):
        if style != now:
            out.append("\x1b[0m" + (f"\x1b[{style}m" if style else ""))
            now = style
        out.append(character)
    return "".join(out) + ("\x1b[0m" if now else "")


def _plain(shown: Shown, start: int, text: str) -> str:
    """Without colours: brackets around the sentence, asterisks around the words."""
    row = shown.row
    opens = {begin for begin, _, _ in row.evidence}
    closes = {end - 1 for _, end, _ in row.evidence}
    out = []
    for place, character in enumerate(text, start=start):
        before = "[" * (place == row.sentence_start) + "*" * (place in opens)
        after = "*" * (place in closes) + "]" * (place == row.sentence_end - 1)
        out.append(f"{before}{character}{after}")
    return "".join(out)
