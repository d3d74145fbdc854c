"""The five demo interviews as .docx and .vtt: the same turns and words as from their sources."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from kodning.model import Transcript
from kodning.reading import read
from kodning.sample import sample_folder
from kodning.text import on_one_line

INTERVIEWS = sorted((sample_folder() / "transcripts").glob("interview-*.md"))
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def as_docx(source: Transcript, path: Path) -> None:
    """The interview as Word has it: bold labels, a tab, a soft break for each line end within a paragraph."""
    body = ""
    for turn in source.turns:
        label = f"<w:r><w:rPr><w:b/></w:rPr><w:t>{turn.speaker}:</w:t></w:r><w:r><w:tab/></w:r>"
        for paragraph in source.text[turn.start : turn.end].split("\n\n"):
            lines = [
                f"<w:r><w:t xml:space='preserve'>{escape(line)}</w:t></w:r>" for line in paragraph.split("\n")
            ]
            body += f"<w:p>{label}{'<w:r><w:br/></w:r>'.join(lines)}</w:p>"
            label = ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")


def as_vtt(source: Transcript, path: Path) -> None:
    """The interview as subtitles of seven words."""
    cues, at = ["WEBVTT\n"], 0
    for turn in source.turns:
        words = on_one_line(source.text[turn.start : turn.end]).split(" ")
        for begin in range(0, len(words), 7):
            start, at = at, at + 3
            times = [f"{each // 3600:02}:{each // 60 % 60:02}:{each % 60:02}.000" for each in (start, at)]
            cues.append(
                f"{times[0]} --> {times[1]}\n<v {turn.speaker}>{escape(' '.join(words[begin : begin + 7]))}\n"
            )
    path.write_text("\n".join(cues), encoding="utf-8")


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.stem)
def test_a_demo_interview_is_the_same_as_docx(tmp_path: Path, path: Path) -> None:
    source = read(path)
    as_docx(source, tmp_path / "a.docx")
    found = read(tmp_path / "a.docx")
    assert found.text == source.text
    assert [turn[:5] for turn in found.turns] == [turn[:5] for turn in source.turns]


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.stem)
def test_a_demo_interview_has_the_same_turns_as_vtt(tmp_path: Path, path: Path) -> None:
    source = read(path)
    as_vtt(source, tmp_path / "a.vtt")
    found = read(tmp_path / "a.vtt")
    said = [
        (turn.speaker, turn.role, on_one_line(source.text[turn.start : turn.end])) for turn in source.turns
    ]
    assert [(turn.speaker, turn.role, found.text[turn.start : turn.end]) for turn in found.turns] == said
    assert all(turn.time_start is not None for turn in found.turns)
    assert found.times


def test_there_are_five_demo_interviews() -> None:
    assert len(INTERVIEWS) == 5
