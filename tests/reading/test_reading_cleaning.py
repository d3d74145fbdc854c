import pytest

from kodning.model import Note, Transcript
from kodning.reading import parse


def transcript(text: str, *, markdown: bool = True) -> Transcript:
    return parse(text, title="Samtale", markdown=markdown)


def only_note(text: str) -> Note:
    (note,) = transcript(text).notes
    return note


def test_decomposed_letters_are_composed_and_white_space_at_line_ends_goes() -> None:
    assert (
        transcript("I: pa\u030a A\u030alborg  \r\n\tvidere \r\n\r\n\r\nIP: ja\u0301").text
        == "på Ålborg\n\tvidere\n\njá"
    )


@pytest.mark.parametrize(
    ("character", "da", "en"),
    [
        ("\x07", "2 styretegn", "2 control characters"),
        ("\x92", "2 styretegn", "2 control characters"),
        ("\u00ad", "2 bløde bindestreger", "2 soft hyphens"),
        ("\u200b", "2 usynlige mellemrum", "2 zero-width spaces"),
        ("\ufeff", "2 usynlige mellemrum", "2 zero-width spaces"),
    ],
)
def test_what_cannot_be_seen_is_taken_out_and_counted(character: str, da: str, en: str) -> None:
    found = transcript(f"I: Ja\n\nIP: inte{character}gra{character}tion")
    assert found.text == "Ja\n\nintegration"
    (note,) = found.notes
    assert note.line == 3
    assert da in note.da
    assert en in note.en


def test_a_single_character_is_spoken_of_in_the_singular() -> None:
    note = only_note("I: Ja\n\nIP: rå\u00addhus")
    assert (note.da, note.en) == ("1 blød bindestreg er taget ud.", "1 soft hyphen was taken out.")


@pytest.mark.parametrize(
    "kept", ["a\u00a0b", "\u200fשלום\u200e", "👩\u200d🏫", "ni\u00f1o", "a\tb", "”citat”", "a  b"]
)
def test_everything_else_is_left_as_it_stands(kept: str) -> None:
    found = transcript(f"I: Ja\n\nIP: {kept} slut")
    assert (found.text, found.notes) == (f"Ja\n\n{kept} slut", ())


@pytest.mark.parametrize("broken", ["fÃ¦lles", "pÃ¥", "rÃ¸d", "Ã†rø", "â€™", "pÃ\x85"])
def test_letters_broken_before_are_told_of(broken: str) -> None:
    notes = transcript(f"I: Ja\n\nIP: {broken}").notes
    assert notes[0].line == 3
    assert "1 sted" in notes[0].da


def test_replacement_characters_are_told_of() -> None:
    assert "3 tegn gik tabt" in only_note("I: Ja\n\nIP: r�dgr�d p�").da


def test_comments_are_no_words_in_markdown_and_lines_still_count_right() -> None:
    found = transcript("I: Ja <!-- tøver --> da\n<!--\nen\n\nto -->\nog mere\n\nIP: Nej\n\nBente: Hej")
    assert found.text == "Ja da\nog mere\n\nNej\n\nBente: Hej"
    assert [note.line for note in found.notes] == [1, 2, 10]


def test_a_comment_may_stand_before_a_label() -> None:
    assert transcript("<!-- a --> I: Ja\n<!-- b -->IP: Nej").text == "Ja\n\nNej"


def test_comments_are_words_in_plain_text() -> None:
    assert transcript("I: Ja <!-- a -->", markdown=False).text == "Ja <!-- a -->"


def test_a_comment_that_is_never_closed_is_left_with_a_note() -> None:
    note = only_note("I: Ja\n\nIP: a <!-- b\nc")
    assert note.line == 3
    assert transcript("I: Ja\n\nIP: a <!-- b\nc").text == "Ja\n\na <!-- b\nc"


def test_other_markup_is_left_alone() -> None:
    text = "# Overskrift\n\n- punkt *vigtigt* `kode`\n\n> citat"
    assert transcript(text).text == text


def test_many_places_of_one_kind_give_a_few_notes_and_a_count() -> None:
    notes = transcript("I: Ja\n\nIP: Nej\n" + "".join(f"Navn{number}: x\n" for number in range(100))).notes
    assert len(notes) == 11
    assert notes[-1].line == 14
    assert "90 steder til" in notes[-1].da
    assert "90 places more" in notes[-1].en
