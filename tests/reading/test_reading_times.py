import pytest

from kodning.model import Transcript
from kodning.reading import parse


def transcript(text: str) -> Transcript:
    return parse(text, title="Samtale")


def times(text: str) -> list[tuple[float | None, float | None]]:
    return [(turn.time_start, turn.time_end) for turn in transcript(text).turns]


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("00:00:04", 4.0),
        ("00:12:03", 723.0),
        ("12:03", 723.0),
        ("1:02:03", 3723.0),
        ("75:10", 4510.0),
        ("120:00", 7200.0),
        ("12:03.5", 723.5),
        ("12:03,25", 723.25),
        ("00:00:00.125", 0.125),
    ],
)
def test_hours_and_decimals_are_optional(written: str, start: float) -> None:
    assert times(f"[{written}] I: Ja.\n\nIP: Nej.") == [(start, None), (None, None)]


@pytest.mark.parametrize("dash", [" - ", "-", "–", " --> ", " → "])
def test_a_stamp_may_have_an_end(dash: str) -> None:
    assert times(f"[00:12:03{dash}00:12:10,5] I: Ja.") == [(723.0, 730.5)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("00:75:00", (None, None)), ("12:60", (None, None)), ("00:12:03 - 00:11:00", (723.0, None))],
)
def test_a_time_that_makes_no_sense_is_left_out_with_a_note(
    written: str, expected: tuple[float | None, float | None]
) -> None:
    text = f"IP: Nå.\n\n[{written}] I: Ja."
    assert times(text)[1] == expected
    assert [turn.speaker for turn in transcript(text).turns] == ["IP", "I"]
    (note,) = transcript(text).notes
    assert (note.line, written in note.da) == (3, True)


def test_times_of_day_become_times_from_the_first_one() -> None:
    text = "Kl. 23:58 I: Ja.\n\nkl. 23.59.30 IP: Nej.\n\n[Kl. 00:05] I: Nå."
    assert times(text) == [(0.0, None), (90.0, None), (420.0, None)]
    (note,) = transcript(text).notes
    assert "(Kl. 23:58)" in note.da


def test_a_time_of_day_before_the_first_one_is_left_out() -> None:
    text = "Kl. 10:00 I: Ja.\n\nKl. 09:00 IP: Nej."
    assert times(text) == [(0.0, None), (None, None)]
    assert len(transcript(text).notes) == 2


def test_a_time_after_a_blank_line_begins_a_new_turn_of_the_same_speaker() -> None:
    found = transcript("I: Ja.\n\nIP: Et.\n\n[00:01:00] To.\n\nTre.\n\n00:02:00 Fire.")
    assert [(turn.speaker, turn.time_start) for turn in found.turns] == [
        ("I", None),
        ("IP", None),
        ("IP", 60.0),
        ("IP", 120.0),
    ]
    assert found.text == "Ja.\n\nEt.\n\nTo.\n\nTre.\n\nFire."
    assert found.notes == ()


def test_a_time_without_a_blank_line_before_it_stays_in_the_text_with_a_note() -> None:
    found = transcript("I: Ja.\n\nIP: Et.\n[00:01:00] To.")
    assert found.text == "Ja.\n\nEt.\n[00:01:00] To."
    (note,) = found.notes
    assert (note.line, "[00:01:00]" in note.da) == (4, True)


@pytest.mark.parametrize("talk", ["12:30 kom han.", "Kl. 09:16 kom han.", "[00:12] er der stille."])
def test_only_what_is_surely_a_stamp_is_taken_from_talk(talk: str) -> None:
    found = transcript(f"I: Ja.\n\nIP: Nå.\n\n{talk}")
    assert (talk in found.text) == (not talk.startswith("["))


def test_a_time_on_a_line_of_its_own_belongs_to_what_follows() -> None:
    text = "[00:00:01]\nI: Ja.\n\n[00:00:02]\n\nIP: Nej.\n\n[00:00:03]\nMere.\n\nI:\n[00:00:04] Nå."
    found = transcript(text)
    assert [(turn.speaker, turn.time_start) for turn in found.turns] == [
        ("I", 1.0),
        ("IP", 2.0),
        ("IP", 3.0),
        ("I", 4.0),
    ]
    assert found.text == "Ja.\n\nNej.\n\nMere.\n\nNå."


def test_paragraphs_without_a_speaker_keep_their_times() -> None:
    assert times("[00:01] Et.\n\nTo.\n\n[00:03]\n\nTre.") == [(1.0, None), (None, None), (3.0, None)]


def test_a_time_in_the_middle_of_a_line_is_text() -> None:
    found = transcript("I: Ja [00:01:00] da.\n\nIP: Nej.")
    assert (found.text, found.notes) == ("Ja [00:01:00] da.\n\nNej.", ())


def test_a_timed_remark_is_not_taken_for_a_speaker() -> None:
    found = transcript("I: Ja.\n\n[00:01] Jeg tror: nej.\n\n[00:02] Altså: jo.")
    assert [turn.speaker for turn in found.turns] == ["I", "I", "I"]
    assert found.text == "Ja.\n\nJeg tror: nej.\n\nAltså: jo."
