"""Subtitles and what recognisers write: speakers, times, merged pieces, and what was made up."""

import json
from pathlib import Path

import pytest

from kodning.errors import UnreadableFileError
from kodning.model import Transcript
from kodning.reading import Cast, read


def made(tmp_path: Path, name: str, text: str) -> Transcript:
    """What is read of a file with that text."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read(path)


def said(found: Transcript) -> list[tuple[str | None, str, float | None, float | None]]:
    """Who says what from when to when."""
    return [
        (turn.speaker, found.text[turn.start : turn.end], turn.time_start, turn.time_end)
        for turn in found.turns
    ]


def english(found: Transcript) -> str:
    """All notes as one text."""
    return " ".join(note.en for note in found.notes)


VTT = """WEBVTT - et møde

STYLE
::cue { color: red }

NOTE dette er ingen tekst
heller ikke dette

1
00:01.000 --> 00:02.500 align:start position:0%
<v Anna Holm>Hvad <i>gjorde</i> I?</v>

00:02.500 --> 00:04.000
<v.loud Bo>Vi skrev &amp; ventede.
<v Anna Holm>Ja.

01:00:04.000 --> 01:00:05.000
<v Anna Holm>Og så?
"""


def test_voices_times_and_tags_of_webvtt(tmp_path: Path) -> None:
    assert said(made(tmp_path, "a.vtt", VTT)) == [
        ("Anna Holm", "Hvad gjorde I?", 1.0, 2.5),
        ("Bo", "Vi skrev & ventede.", 2.5, 4.0),
        ("Anna Holm", "Ja. Og så?", 2.5, 3605.0),
    ]


def test_labels_in_the_words_of_subtitles_hold_until_the_next(tmp_path: Path) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nI: Hvad\n\n2\n00:00:02,000 --> 00:00:03,000\nsker der?\n3\n00:00:03,000 --> 00:00:04,000\nIP: Intet.\n"
    assert said(made(tmp_path, "a.srt", text)) == [
        ("I", "Hvad sker der?", 1.0, 3.0),
        ("IP", "Intet.", 3.0, 4.0),
    ]


def test_without_speakers_pauses_part_the_text(tmp_path: Path) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nJa,\n\n00:02.100 --> 00:03.000\ndet er det.\n\n00:09.000 --> 00:10.000\nNå.\n"
    found = made(tmp_path, "a.vtt", text)
    assert said(found) == [(None, "Ja, det er det.", 1.0, 3.0), (None, "Nå.", 9.0, 10.0)]
    assert "does not say who speaks" in english(found)


def test_a_broken_time_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        made(tmp_path, "a.vtt", "WEBVTT\n\n00:01.000 --> senere\nJa.\n")
    assert caught.value.line == 3
    with pytest.raises(UnreadableFileError) as caught:
        made(tmp_path, "b.srt", "Bare noget tekst.\n")
    assert "has no times" in caught.value.en


def test_whisperx_turns_speakers_in_the_middle_of_a_piece(tmp_path: Path) -> None:
    words = [("Hvad", 0.0, "A"), ("sker?", 0.5, "A"), ("Intet.", 1.0, "B"), ("Nå.", 1.5, None)]
    segment = {
        "start": 0.0, "end": 2.0, "text": "Hvad sker? Intet. Nå.", "speaker": "A",
        "words": [{"word": w, "start": s, "end": s + 0.4, "score": 0.9} | ({"speaker": p} if p else {}) for w, s, p in words],
    }  # fmt: skip
    found = made(tmp_path, "a.json", json.dumps({"segments": [segment]}))
    assert said(found) == [("A", "Hvad sker?", 0.0, 0.9), ("B", "Intet. Nå.", 1.0, 1.9)]


@pytest.mark.parametrize(
    "data",
    [
        {"segments": [{"start": 0, "end": 1.5, "text": " Ja da."}], "text": "Ja da."},
        [{"start": 0, "end": 1.5, "text": " Ja da."}],
        {"chunks": [{"timestamp": [0.0, 1.5], "text": " Ja da."}]},
        {"transcription": [{"offsets": {"from": 0, "to": 1500}, "text": " Ja da."}]},
        {
            "transcription": [
                {"timestamps": {"from": "00:00:00,000", "to": "00:00:01,500"}, "text": " Ja da."}
            ]
        },
    ],
    ids=["whisper", "list", "hugging face", "whisper.cpp", "whisper.cpp clock"],
)
def test_recognisers_are_known_by_their_shape(tmp_path: Path, data: object) -> None:
    assert said(made(tmp_path, "a.json", json.dumps(data))) == [(None, "Ja da.", 0.0, 1.5)]


@pytest.mark.parametrize(
    "text", ["{", "[1, 2]", '{"a": 1}', '{"segments": []}', '{"segments": [{"text": 7}]}', "[" * 100_000]
)
def test_other_json_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableFileError):
        made(tmp_path, "a.json", text)


def test_low_confidence_is_told_and_kept(tmp_path: Path) -> None:
    pieces = [
        {"start": 0, "end": 1, "text": "Det er sikkert.", "avg_logprob": -0.2, "no_speech_prob": 0.1},
        {"start": 1, "end": 2, "text": "Noget mumlen.", "avg_logprob": -1.6, "no_speech_prob": 0.1},
        {"start": 2, "end": 3, "text": "Stilhed.", "avg_logprob": -0.3, "no_speech_prob": 0.9},
        {"start": 3, "end": 4, "text": " "},
    ]
    found = made(tmp_path, "a.json", json.dumps({"segments": pieces}))
    assert found.text == "Det er sikkert. Noget mumlen. Stilhed."
    notes = english(found)
    assert "unsure (20 %: Noget mumlen.)" in notes
    assert "unsure (10 %: Stilhed.)" in notes
    assert "Det er sikkert" not in notes
    assert "Pieces without words (1)" in notes


@pytest.mark.parametrize(
    "phrase",
    [
        "Danske tekster af Nicolai Winther", "Undertekster af Ai-Media", "Tak fordi du så med.", "Tak for at I så med",
        "Subtitles by the Amara.org community", "Thanks for watching!", "Husk at abonnere på kanalen",
        "Scandinavian Text Service 2016",
    ],
)  # fmt: skip
def test_stock_phrases_nobody_said_are_told_and_kept(tmp_path: Path, phrase: str) -> None:
    found = made(tmp_path, "a.txt", f"I: Nå?\n\nIP: Det var det. {phrase}\n")
    assert phrase.rstrip("\n") in found.text
    assert "made up" in english(found)


@pytest.mark.parametrize(
    "phrase",
    ["Vi havde en god tekst.", "Tak for kaffe.", "Ja. Ja. Ja. Ja. Ja.", "Han var tekstforfatter af fag."],
)
def test_talk_is_not_taken_for_made_up(tmp_path: Path, phrase: str) -> None:
    found = made(tmp_path, "a.txt", f"I: Nå?\n\nIP: {phrase}\n\nI: Okay.\n\nIP: {phrase}\n")
    assert "made up" not in english(found)
    assert "over and over" not in english(found)


def test_lines_and_phrases_that_repeat_are_told_once(tmp_path: Path) -> None:
    found = made(tmp_path, "a.txt", "\n\n".join(["Og så gik vi hjem."] * 6))
    assert english(found).count("three times or more") == 1
    found = made(tmp_path, "b.txt", "I: Nå?\n\nIP: " + "og det var det, " * 9 + "ja.")
    assert english(found).count("over and over") == 1


def test_time_that_runs_backwards_is_told(tmp_path: Path) -> None:
    text = "WEBVTT\n\n00:09.000 --> 00:10.000\nJa.\n\n00:01.000 --> 00:02.000\nNej.\n"
    assert "runs backwards" in english(made(tmp_path, "a.vtt", text))


def test_a_cast_names_speakers_and_roles(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_text(VTT.replace("Anna Holm", "SPEAKER_00").replace("Bo>", "SPEAKER_01>"), encoding="utf-8")
    found = read(path, cast=Cast((), {"speaker_01": "Formand"}, {"speaker_00": "interviewer"}))
    assert [(turn.speaker, turn.role) for turn in found.turns] == [
        ("SPEAKER_00", "interviewer"), ("Formand", "informant"), ("SPEAKER_00", "interviewer"),
    ]  # fmt: skip
    assert "--interviewer" not in english(found)
