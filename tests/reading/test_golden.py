"""One constructed interview in every format, by real programs: the same text, turns and offsets come out of all."""

from itertools import pairwise
from pathlib import Path

import pytest

from kodning.model import Transcript
from kodning.reading import read
from kodning.text import on_one_line

GOLDEN = Path(__file__).parent / "golden"
UNTIMED = sorted(
    path.name for path in GOLDEN.iterdir() if path.suffix not in {".py", ".md", ".vtt", ".srt", ".json"}
)
LETTERS = ("utf-16.txt", "windows-1252.txt", "mac-roman.txt")


@pytest.fixture(scope="module")
def source() -> Transcript:
    """The interview as its source has it."""
    return read(GOLDEN / "samtale.md")


def test_the_golden_files_cover_every_format_of_a_transcript() -> None:
    suffixes = {path.suffix for path in GOLDEN.iterdir()}
    assert {".md", ".txt", ".docx", ".odt", ".rtf", ".pdf", ".html", ".vtt", ".srt", ".json"} <= suffixes


@pytest.mark.parametrize("name", UNTIMED)
def test_every_format_gives_the_same_text_turns_and_offsets(source: Transcript, name: str) -> None:
    found = read(GOLDEN / name)
    assert found.text == source.text
    assert found.turns == source.turns


@pytest.mark.parametrize("name", ["samtale.vtt", "samtale.srt", "whisperx.json"])
def test_timed_formats_give_the_same_turns_without_paragraphs(source: Transcript, name: str) -> None:
    found = read(GOLDEN / name, interviewers=["SPEAKER_00"] if name == "whisperx.json" else [])
    said = [on_one_line(source.text[turn.start : turn.end]) for turn in source.turns]
    assert [found.text[turn.start : turn.end] for turn in found.turns] == said
    assert found.text == "\n\n".join(said)
    assert [turn.role for turn in found.turns] == [turn.role for turn in source.turns]


@pytest.mark.parametrize("name", ["samtale.vtt", "samtale.srt", "whisperx.json"])
def test_pieces_of_a_turn_keep_their_times(name: str) -> None:
    found = read(GOLDEN / name)
    long = max(found.turns, key=lambda turn: turn.end - turn.start)
    inside = [mark for mark in found.times if long.start <= mark.start < long.end]
    assert len(inside) > 5
    assert inside[0].time_start == long.time_start
    assert inside[-1].time_end == long.time_end
    assert all(a.end < b.start and a.time_end == b.time_start for a, b in pairwise(inside))
    words = found.text[inside[3].start : inside[3].end]
    assert len(words.split()) == 6
    assert words == words.strip()


@pytest.mark.parametrize("name", ["word.docx", "soffice.docx", "soffice.odt", "soffice.rtf"])
def test_a_comment_in_the_margin_is_told_and_no_text(name: str) -> None:
    notes = [note.da for note in read(GOLDEN / name).notes]
    assert any("Anne Test: Spørg ind til valget." in note for note in notes)


@pytest.mark.parametrize("name", LETTERS)
def test_an_encoding_is_found_and_told(name: str) -> None:
    found = read(GOLDEN / name)
    assert found.encoding == name.removesuffix(".txt")
    assert ("--encoding" in " ".join(note.en for note in found.notes)) == (name != "utf-16.txt")


def test_headers_footers_and_joins_of_a_pdf_are_told() -> None:
    notes = " ".join(note.da for note in read(GOLDEN / "soffice.pdf").notes)
    assert "Fortroligt: interview med en formand" in notes
    assert "Side 1" in notes
    assert "Sætninger, der går fra en side til den næste, er samlet; efter side 1" in notes
