"""One disagreement for a person to decide on at a terminal: the words in context, and what each coder put there."""

import textwrap
from collections.abc import Mapping, Sequence

from kodning.intercoder.disagreements import Disagreement, Mark
from kodning.report.disagreement_view import code_name, difference, kind_name
from kodning.report.table import shortened
from kodning.text import on_one_line
from kodning.wording import integer, tr

_LONGEST = 600  # of the words in dispute; what is in the middle of a longer passage is left out
_KEYS = 9  # coders that have a key of their own


def adjudication_view(
    found: Disagreement,
    place: tuple[int, int],
    labels: Mapping[str, str],
    definitions: Mapping[str, str],
    text: str,
    width: int,
    *,
    color: bool,
) -> str:
    """The card.

    Args:
        found: The disagreement.
        place: Its number and how many there are.
        labels: Names of codes.
        definitions: Definitions of codes.
        text: The document's text.
        width: Columns of the terminal.
        color: Whether bold may be used.
    """
    measure = max(40, min(88, width - 2))
    turn = "" if found.turn is None else f" t{found.turn}"
    speaker = f" ({found.speaker})" if found.speaker else ""
    heading = (
        f"── {integer(place[0])}/{integer(place[1])}  {found.document}{turn}{speaker}  "
        f"{kind_name(found.kind)}: {difference(found, labels)}  {found.id}"
    )
    lines = [*textwrap.wrap(heading, measure, subsequent_indent="   "), ""]
    lines += _passage(found, measure, color=color)
    for code in found.codes:
        lines += ["", *_code(code, labels, definitions, measure)]
    lines.append("")
    for number, coder in enumerate(found.coders, start=1):
        lines += _version(number, coder, found.codings[coder], labels, text, measure)
    return "\n".join(lines) + "\n"


def _passage(found: Disagreement, measure: int, *, color: bool) -> list[str]:
    words = on_one_line(found.text)
    if len(words) > _LONGEST:
        words = f"{words[: _LONGEST // 2].rstrip()} … {words[-_LONGEST // 2 :].lstrip()}"
    shown = f"… {on_one_line(found.before)} ▸{words}◂ {on_one_line(found.after)} …"
    wrapped = textwrap.wrap(
        shown, measure, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )
    if not color:
        return wrapped
    lines, inside = [], False
    for line in wrapped:
        bold = "\x1b[1m" if inside else ""
        inside = "▸" in line or (inside and "◂" not in line)
        marked = line.replace("▸", "▸\x1b[1m").replace("◂", "\x1b[0m◂")
        lines.append(f"{bold}{marked}\x1b[0m" if inside else f"{bold}{marked}")
        inside = inside and "◂" not in line
    return lines


def _code(code: str, labels: Mapping[str, str], definitions: Mapping[str, str], measure: int) -> list[str]:
    definition = definitions.get(code, "")
    said = code_name(code, labels) + (f": {on_one_line(definition)}" if definition else "")
    return textwrap.wrap(said, measure, initial_indent="  ", subsequent_indent="    ")


def _version(
    number: int, coder: str, marks: Sequence[Mark], labels: Mapping[str, str], text: str, measure: int
) -> list[str]:
    key = str(number) if number <= _KEYS else " "
    if not marks:
        return [f"  {key}  {coder}: " + tr("(ingen kode)", "(no code)")]
    lines = []
    for place, mark in enumerate(marks):
        who = f"  {key}  {coder}: " if place == 0 else "     "
        words = f"{code_name(mark.code, labels)}  {mark.start}:{mark.end}  {tr('»', '“')}"
        room = max(20, measure - len(who) - len(words) - 1)
        lines.append(who + words + shortened(text[mark.start : mark.end], room) + tr("«", "”"))
        if mark.memo:
            lines += textwrap.wrap(
                f"({on_one_line(mark.memo)})", measure, initial_indent=" " * 5, subsequent_indent=" " * 5
            )
    return lines
