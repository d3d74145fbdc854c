from pathlib import Path

import pytest

from kodning.errors import UnreadableFileError
from kodning.model import Role, Transcript
from kodning.reading import parse


def transcript(text: str, *interviewers: str) -> Transcript:
    return parse(text, title="Samtale", path=Path("samtale.md"), interviewers=interviewers)


def said(text: str, *interviewers: str) -> list[tuple[str | None, str]]:
    found = transcript(text, *interviewers)
    return [(turn.speaker, found.text[turn.start : turn.end]) for turn in found.turns]


def roles(text: str, *interviewers: str) -> dict[str | None, Role]:
    return {turn.speaker: turn.role for turn in transcript(text, *interviewers).turns}


@pytest.mark.parametrize(
    "label",
    [
        "Anne:",
        "Anne :",
        "Anne:\t",
        "**Anne:**",
        "**Anne**:",
        "**Anne: **",
        "***Anne:***",
        "*Anne:*",
        "*Anne*:",
        "__Anne:__",
        "__Anne__:",
        "_Anne:_",
        "[00:12:03] Anne:",
        "(12:03) Anne:",
        "00:12:03 Anne:",
        "00:12:03 - Anne:",
        "Anne [00:12:03]:",
        "Anne (00:12:03):",
        "[00:12:03 - 00:12:10] Anne:",
        "[00:12:03] **Anne:**",
        "**[00:12:03] Anne:**",
        "**Anne [00:12:03]:**",
        "**Anne** (00:12:03):",
        "Anne: [00:12:03]",
        "Kl. 09:16 Anne:",
        "[kl. 09.16] Anne:",
        "  Anne:",
        "\tAnne:",
        "Anne:\n",
        "Anne:\n\n",
        "Anne:\n[00:12:03]",
        "[00:12:03]\nAnne:",
    ],
)
def test_a_label_is_no_word_in_any_of_its_forms(label: str) -> None:
    found = said(f"{label} Ja, da: nej.\nOg mere.\n\n{label} Igen.\n\nI: Mm.")
    assert found == [("Anne", "Ja, da: nej.\nOg mere."), ("Anne", "Igen."), ("I", "Mm.")]


@pytest.mark.parametrize(
    "name",
    [
        "Anne",
        "Anne-Mette",
        "H.C. Andersen",
        "IP 2",
        "Speaker 1",
        "SPEAKER_00",
        "Åse Ø",
        "NN",
        "M1",
        "3B",
        "Bo (Far)",
    ],
)
def test_a_name_is_a_label_when_it_stands_twice(name: str) -> None:
    assert said(f"{name}: Ja.\n\nI: Mm.\n\n{name}: Nej.") == [(name, "Ja."), ("I", "Mm."), (name, "Nej.")]


@pytest.mark.parametrize(
    "label",
    [
        "I",
        "I1",
        "I 2",
        "Int",
        "Int.",
        "Q",
        "INTERVIEWER",
        "Interviewer 2",
        "Interviewer (Anne)",
        "Anne (interviewer)",
        "Moderator",
        "Spørger",
        "Forsker",
        "Facilitator",
        "Intervjuer",
    ],
)
def test_a_word_for_the_interviewer_is_a_label_at_its_first_occurrence(label: str) -> None:
    assert roles(f"{label}: Hvad?\n\nBente: Ja.\n\nBente: Nej.") == {
        label: "interviewer",
        "Bente": "informant",
    }


@pytest.mark.parametrize(
    "label",
    [
        "IP",
        "IP2",
        "R",
        "Formand",
        "Næstformand",
        "Informant B",
        "Respondent 12",
        "Deltager",
        "Interviewperson",
    ],
)
def test_a_word_for_the_informant_is_a_label_at_its_first_occurrence(label: str) -> None:
    found = transcript(f"Bente: Hvad?\n\nBente: Nå?\n\n{label}: Ja.")
    assert [turn.role for turn in found.turns] == ["interviewer", "interviewer", "informant"]
    (note,) = found.notes
    assert "»Bente« er regnet for interviewer" in note.da


def test_spellings_of_a_label_are_one_speaker_under_the_first() -> None:
    assert [speaker for speaker, _ in said("ANNE: A.\n\nAnne: B.\n\n**anne:** C.\n\nI: D.\n\nI:E.")] == [
        "ANNE",
        "ANNE",
        "ANNE",
        "I",
        "I",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Altså: det ved jeg ikke",
        "Den er delt op i: børn og unge",
        "http://eksempel.dk/side",
        "https://eksempel.dk",
        "12:30 kom han",
        "Klokken 12:30 kom han",
        "i: børn",
        "jeg sagde: nej",
        "Tak :)",
        "Tak:)",
        "C:\\mappe",
        "* Punkt: et",
        "- Punkt et: to",
        "1: Ja",
        "**Han sagde: nej**",
        "*betoning* og så: ja",
        "[griner]: ja",
        "Sagde jeg til ham den dag i går på kontoret: ja",
        "Det Var Et Langt Navn: ja",
        "Ja: det er det",
        "f.eks.: ja",
    ],
)
def test_what_only_has_a_colon_is_text_however_often_it_stands(line: str) -> None:
    text = f"I: Ja\n{line}\n{line}\n\nIP: Nej"
    assert said(text) == [("I", f"Ja\n{line}\n{line}"), ("IP", "Nej")]
    assert transcript(text).notes == ()


@pytest.mark.parametrize("name", ["Anne", "Problemet", "Anne Mette", "formand"])
def test_what_may_be_a_label_but_stands_once_is_text_with_a_note(name: str) -> None:
    found = transcript(f"I: Ja.\n\nIP: Nej.\n{name}: måske.")
    assert found.text == f"Ja.\n\nNej.\n{name}: måske."
    (note,) = found.notes
    assert note.line == 4
    assert f"»{name}:«" in note.da
    assert f"“{name}:”" in note.en


def test_an_interviewer_the_importer_names_is_a_label_at_the_first_occurrence() -> None:
    text = "Bo: Hvad?\n\nAnne: Ja.\n\nAnne: Nej."
    assert roles(text, "bo:") == {"Bo": "interviewer", "Anne": "informant"}


def test_a_decomposed_name_from_the_command_line_is_the_same_name() -> None:
    assert roles("Pa\u030al: Hvad?\n\nAnne: Ja.\n\nAnne: Nej.", "pa\u030al") == {
        "Pål": "interviewer",
        "Anne": "informant",
    }


def test_the_importers_word_comes_before_the_labels_own() -> None:
    assert roles("Formand: Hvad?\n\nAnne: Ja.\n\nAnne: Nej.", "FORMAND") == {
        "Formand": "interviewer",
        "Anne": "informant",
    }


def test_an_interviewer_who_does_not_speak_is_refused_with_those_who_do() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        transcript("I: Hvad?\n\nIP: Ja.", "Karen")
    assert caught.value.da == "samtale.md: ingen taler hedder »Karen«. Talerne er: I og IP."
    assert caught.value.en == "samtale.md: no speaker is called “Karen”. The speakers are: I and IP."


def test_when_nothing_says_who_interviews_the_note_says_how_to_say_it() -> None:
    text = "Anne: Hvad?\n\nBo: Ja.\n\nAnne: Nå.\n\nBo: Nej."
    assert set(roles(text).values()) == {"unknown"}
    (note,) = transcript(text).notes
    assert note.line is None
    assert "Anne og Bo" in note.da
    assert "--interviewer NAVN" in note.da
    assert "Anne and Bo" in note.en


def test_numbered_speakers_are_on_neither_side() -> None:
    assert roles("Speaker 1: Hvad?\n\nSpeaker 2: Ja.") == {"Speaker 1": "unknown", "Speaker 2": "unknown"}


def test_with_three_speakers_nobody_is_concluded_to_interview() -> None:
    text = "Formand: Ja.\n\nNæstformand: Nej.\n\n**Anne:** Hvad?"
    assert roles(text) == {"Formand": "informant", "Næstformand": "informant", "Anne": "unknown"}
    assert "Anne" in transcript(text).notes[0].da


def test_two_informants_and_nobody_else_need_no_note() -> None:
    assert transcript("Formand: Ja.\n\nNæstformand: Nej.").notes == ()


def test_without_labels_each_paragraph_is_a_turn_of_nobody() -> None:
    found = transcript("Et afsnit\npå to linjer.\n\n\nEt til.")
    assert [(turn.speaker, turn.role) for turn in found.turns] == [(None, "unknown")] * 2
    assert found.text == "Et afsnit\npå to linjer.\n\nEt til."
    (note,) = found.notes
    assert "ikke fundet talere" in note.da


def test_text_before_the_first_speaker_is_kept_as_turns_of_nobody() -> None:
    text = "# Samtale\n\nOptaget i byen.\n\nI: Ja.\n\nIP: Nej."
    assert said(text) == [(None, "# Samtale"), (None, "Optaget i byen."), ("I", "Ja."), ("IP", "Nej.")]
    (note,) = transcript(text).notes
    assert note.line == 1
    assert roles(text)[None] == "unknown"


def test_a_label_without_words_is_left_out_with_a_note() -> None:
    text = "I: Ja.\n\nIP:\n\nI: Hallo?\n\nIP: Her."
    assert said(text) == [("I", "Ja."), ("I", "Hallo?"), ("IP", "Her.")]
    (note,) = transcript(text).notes
    assert (note.line, "»IP:«" in note.da) == (3, True)


def test_paragraphs_and_lines_within_a_turn_are_kept() -> None:
    assert said("I:  Et.\n\n\n\n  To\ntre.\n\nIP: Fire.\n\n") == [("I", "Et.\n\n  To\ntre."), ("IP", "Fire.")]


def test_turns_are_numbered_and_parted_by_one_blank_line() -> None:
    found = transcript("I: Ja.\nIP: Nej.\nI: Nå.")
    assert found.text == "Ja.\n\nNej.\n\nNå."
    assert [(turn.number, turn.start, turn.end) for turn in found.turns] == [
        (1, 0, 3),
        (2, 5, 9),
        (3, 11, 14),
    ]


def test_a_preposition_at_the_start_of_a_line_is_not_the_interviewer() -> None:
    assert said("I: Ja.\n\nIP: Det er delt op\ni: børn og unge.\n\nI: Nå.")[1] == (
        "IP",
        "Det er delt op\ni: børn og unge.",
    )


def test_in_a_short_talk_each_may_speak_once() -> None:
    transcript = parse("I: Hvad synes du?\nKim: Ja tak.", title="kort")
    assert [(turn.speaker, turn.role) for turn in transcript.turns] == [
        ("I", "interviewer"),
        ("Kim", "informant"),
    ]
    assert ["Kim" in note.da for note in transcript.notes] == [True]


def test_where_every_paragraph_begins_with_a_name_they_are_speakers() -> None:
    transcript = parse("Anna: Hej.\n\nBo: Hej du.\nVi ses.", title="kort")
    assert [turn.speaker for turn in transcript.turns] == ["Anna", "Bo"]


def test_a_single_name_among_paragraphs_without_names_is_text() -> None:
    transcript = parse("Det er fint.\n\nResultat: godt.", title="noter")
    assert [turn.speaker for turn in transcript.turns] == [None, None]
    assert transcript.text.endswith("Resultat: godt.")


def test_with_two_speakers_known_a_name_that_stands_once_is_text() -> None:
    transcript = parse("I: Hej.\nKim: Ja.\nI: Og?\nKim: Nej.\nResultat: det gik.", title="x")
    assert [turn.speaker for turn in transcript.turns] == ["I", "Kim", "I", "Kim"]
    assert "Resultat: det gik." in transcript.text
