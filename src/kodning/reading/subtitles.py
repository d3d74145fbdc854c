"""WebVTT (.vtt) and SubRip (.srt) to cues. WebVTT: W3C Candidate Recommendation, 2019."""

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kodning.errors import UnreadableFileError
from kodning.reading.cues import Cue

_ARROW = re.compile(r"(?P<start>[0-9:.,]{4,18})[ \t]{0,8}-->[ \t]{0,8}(?P<end>[0-9:.,]{4,18})")
_TIME = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?")
_VOICE = re.compile(r"<v(?:\.[^ \t>]{0,80})?[ \t]{1,8}([^>\n]{1,200})>")
_TAG = re.compile(r"</?(?:[a-zA-Z0-9:.#=\"' _-]{1,200})>|\{\\[^}\n]{0,40}\}")
_DASHED = re.compile(r"^[-–—][ \t]{0,4}(?=\S)", re.MULTILINE)
_BLOCKS = ("NOTE", "STYLE", "REGION")


def cues(text: str, path: Path) -> list[Cue]:
    """The cues of a subtitle file, in the order of the file.

    Raises:
        UnreadableFileError: It has no times of the form `00:01:02.000 --> 00:01:04.000`.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found: list[Cue] = []
    for number, block in _blocks(lines):
        at = next((at for at, line in enumerate(block) if "-->" in line), None)
        if at is None:
            continue
        times = _ARROW.search(block[at])
        start = clock_seconds(times["start"]) if times else None
        end = clock_seconds(times["end"]) if times else None
        if start is None or end is None:
            raise UnreadableFileError(
                path,
                f"»{block[at][:60]}« er ikke to tider som 00:01:02.000 --> 00:01:04.000.",
                f"“{block[at][:60]}” is not two times such as 00:01:02.000 --> 00:01:04.000.",
                number + at,
            )
        found += _voices(number + at + 1, "\n".join(block[at + 1 :]), start, end)
    if not found:
        raise UnreadableFileError(
            path,
            "filen har ingen tider som 00:01:02.000 --> 00:01:04.000.",
            "the file has no times such as 00:01:02.000 --> 00:01:04.000.",
        )
    return found


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines without a blank one between, with the number of the first; remarks and looks left out."""
    block: list[str] = []
    begins = 1
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            if not block:
                begins = number
            elif "-->" in line and _ARROW.search(line) and any("-->" in each for each in block):
                # A blank line is missing between two cues: the number before the time belongs to the next.
                own = block[:-1] if block[-1].strip().isdigit() else block
                yield begins, own
                block, begins = block[len(own) :], number - (len(block) - len(own))
            block.append(line)
        elif block:
            if not block[0].startswith(_BLOCKS) or any("-->" in each for each in block[:2]):
                yield begins, block
            block = []


def clock_seconds(written: str) -> float | None:
    """Seconds of a time such as `00:01:02.500` or `01:02,5`; None when it is none."""
    found = _TIME.fullmatch(written.strip())
    if not found:
        return None
    hours, minutes, seconds, part = found.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + (float(f"0.{part}") if part else 0.0)


def _voices(line: int, payload: str, start: float, end: float) -> list[Cue]:
    """A cue for each voice: `<v Anna>`; two speakers with dashes are parted without names."""
    pieces = _VOICE.split(payload)
    if len(pieces) == 1:
        return [Cue(line, _plain(payload), start, end)]
    found = [Cue(line, _plain(pieces[0]), start, end)] if _plain(pieces[0]).strip() else []
    for name, words in zip(pieces[1::2], pieces[2::2], strict=True):
        found.append(Cue(line, _plain(words), start, end, html.unescape(name).strip() or None))
    return found


def _plain(payload: str) -> str:
    return html.unescape(
        _DASHED.sub("– ", _TAG.sub("", payload)) if payload.count("\n-") else _TAG.sub("", payload)
    )
