"""Label styles as they are met: without a colon, broken over lines, in parentheses, with every kind of time."""

import pytest

from kodning.reading import parse


def said(text: str) -> list[tuple[str | None, str]]:
    """Who says what."""
    found = parse(text, title="t", markdown=False)
    return [(turn.speaker, found.text[turn.start : turn.end]) for turn in found.turns]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NN: Ja.\n\nAB: Nej.\n\nNN: Jo.\n\nAB: Nå.", [("NN", "Ja."), ("AB", "Nej."), ("NN", "Jo."), ("AB", "Nå.")]),
        ("Speaker 1  00:03\nJa.\n\nSpeaker 2  00:09\nNej.", [("Speaker 1", "Ja."), ("Speaker 2", "Nej.")]),
        ("00:00:03 Speaker 1\nJa.\n\n00:00:09 Speaker 2\nNej.", [("Speaker 1", "Ja."), ("Speaker 2", "Nej.")]),
        ("Anna Holm (00:03)\nJa.\n\nBo Lund (00:09)\nNej.\n\nAnna Holm (00:12)\nJo.\n\nBo Lund (00:15)\nNå.",
         [("Anna Holm", "Ja."), ("Bo Lund", "Nej."), ("Anna Holm", "Jo."), ("Bo Lund", "Nå.")]),
        ("Anna\tJa.\nBo\tNej.\nAnna\tJo.\nBo\tNå.", [("Anna", "Ja."), ("Bo", "Nej."), ("Anna", "Jo."), ("Bo", "Nå.")]),
        ("I\tJa?\nIP\tNej.\nI\tJo?\nIP\tNå.", [("I", "Ja?"), ("IP", "Nej."), ("I", "Jo?"), ("IP", "Nå.")]),
        ("Interviewer\nHvad?\n\nInformant\nDet.\n\nInterviewer\nNå.\n\nInformant\nJa.",
         [("Interviewer", "Hvad?"), ("Informant", "Det."), ("Interviewer", "Nå."), ("Informant", "Ja.")]),
        ("Kl. 09:16 I: Ja.\n\nKl. 09:17 IP: Nej.", [("I", "Ja."), ("IP", "Nej.")]),
        ("[00:01:02] I: Ja.\n\n[00:01:09] IP: Nej.", [("I", "Ja."), ("IP", "Nej.")]),
    ],
    ids=["initials", "otter", "word", "parentheses", "tab", "role tab", "own line", "clock", "brackets"],
)  # fmt: skip
def test_a_style_of_labels_is_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_a_time_on_a_label_without_a_colon_is_the_turns() -> None:
    found = parse("Speaker 1  01:03\nJa.\n\nSpeaker 2  01:09\nNej.", title="t")
    assert [turn.time_start for turn in found.turns] == [63, 69]


@pytest.mark.parametrize(
    "text",
    [
        "Her er en tabel\nÅr\t2012\nAntal\t14\n\nOg så gik vi.",
        "Vi mødtes i Valby\nog gik hjem igen.",
        "Det var Anna\nog Bo: de to kom altid.",
        "Kapitel\t1\n\nNoget helt andet.",
        "Formand\n\nJeg er formand for rådet.",
        "Det tog 12:30\nat køre.",
    ],
)
def test_what_is_no_label_stays_in_the_text(text: str) -> None:
    assert {speaker for speaker, _ in said(text)} == {None}
    assert "\n\n".join(words for _, words in said(text)) == text


@pytest.mark.parametrize(
    "broken",
    ["Anne\nHansen: Nej.", "Anne Hansen\n: Nej.", "Anne Han-\nsen: Nej."],
    ids=["name", "colon", "hyphen"],
)
def test_a_label_broken_over_two_lines_is_one_when_it_stands_whole_elsewhere(broken: str) -> None:
    text = f"Anne Hansen: Ja.\n\nInterviewer: Nå?\n\n{broken}\n\nInterviewer: Okay."
    expected = [
        ("Anne Hansen", "Ja."),
        ("Interviewer", "Nå?"),
        ("Anne Hansen", "Nej."),
        ("Interviewer", "Okay."),
    ]
    assert said(text) == expected


def test_the_second_half_of_a_name_may_be_somebody_else() -> None:
    text = "Anne Hansen: Ja.\n\nHansen: Nej.\n\nAnne\nHansen: Jo.\n\nHansen: Nå."
    assert [speaker for speaker, _ in said(text)] == ["Anne Hansen", "Hansen", "Hansen", "Hansen"]


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        ("Det var (Interviewer: mm) ikke godt.", ["Det var", "mm", "ikke godt."]),
        ("Det var godt [Interviewer: Ja?], men dyrt.", ["Det var godt,", "Ja?", "men dyrt."]),
        ("(Interviewer: Kom nu.) Det var godt.", ["Kom nu.", "Det var godt."]),
        ("Det var godt (INTERVIEWER: ja).", ["Det var godt.", "ja"]),
    ],
)
def test_a_speaker_in_parentheses_within_a_turn_becomes_a_turn(turn: str, expected: list[str]) -> None:
    found = said(f"Interviewer: Nå?\n\nFormand: {turn}")
    assert [words for _, words in found[1:]] == expected
    assert {speaker for speaker, words in found if words in {"mm", "Ja?", "Kom nu.", "ja"}} == {"Interviewer"}


@pytest.mark.parametrize(
    "aside", ["(note: se bilag)", "(griner: ja)", "(Formand: jeg selv)", "[12:30]", "(kl. 9:15)"]
)
def test_other_parentheses_stay_in_the_turn(aside: str) -> None:
    text = f"Det var {aside} godt."
    assert said(f"Interviewer: Nå?\n\nFormand: {text}")[1] == ("Formand", text)
