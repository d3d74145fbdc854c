import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning.language import count_words, words


def listed(text: str) -> list[str]:
    """Give the words themselves."""
    return [text[start:end] for start, end in words(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Det, synes jeg, fungerer godt.", ["Det", "synes", "jeg", "fungerer", "godt"]),
        ("kompetence-udvikling og pdf'er", ["kompetence-udvikling", "og", "pdf'er"]),
        ("integrations- og kulturråd", ["integrations", "og", "kulturråd"]),
        ("kl. 19.30 kostede 1.500,50 kr.", ["kl", "19.30", "kostede", "1.500,50", "kr"]),
        ("f.eks. 16/30 og 8-10", ["f.eks", "16/30", "og", "8-10"]),
        ("§ 42, stk. 2 – 23 % 😀", ["42", "stk", "2", "23"]),
        ("'Ja,' sagde s'gu han’", ["Ja", "sagde", "s'gu", "han"]),
        ("1990'erne i A/S og www.rem.dk.", ["1990'erne", "i", "A", "S", "og", "www.rem.dk"]),
        ("Vi kom. 2 gik, 3 blev", ["Vi", "kom", "2", "gik", "3", "blev"]),
        ("ide\u0301er på a\u030aen", ["ide\u0301er", "på", "a\u030aen"]),
        ("(...) [pause] -- ' . _", ["pause"]),
        ("", []),
    ],
)
def test_words_are_what_a_researcher_counts(text: str, wanted: list[str]) -> None:
    """One case per kind of word."""
    assert listed(text) == wanted
    assert count_words(text) == len(wanted)


@given(st.text(alphabet="aÅ1 .,:/-'’_\u0301%😀\n"))
def test_every_letter_and_digit_is_in_exactly_one_word(text: str) -> None:
    """Nothing is left out or counted twice."""
    spans = words(text)
    covered = [position for start, end in spans for position in range(start, end)]
    assert covered == sorted(set(covered))
    assert {position for position, character in enumerate(text) if character.isalnum()} <= set(covered)


@given(st.text())
def test_words_begin_with_a_letter_or_digit_and_hold_no_white_space(text: str) -> None:
    """No mark alone is a word."""
    for start, end in words(text):
        assert text[start].isalnum()
        assert not any(character.isspace() for character in text[start:end])


@given(st.text(), st.text())
def test_counts_of_texts_apart_add_up(first: str, second: str) -> None:
    """A space always parts words."""
    assert count_words(f"{first} {second}") == count_words(first) + count_words(second)


@pytest.mark.parametrize("unit", [".", "a", "a-", "1.", "a.b", " ", "'"])
def test_a_megabyte_of_one_thing_is_counted_in_linear_time(unit: str) -> None:
    """A quadratic rule would meet the time limit."""
    text = unit * (1_000_000 // len(unit))
    assert count_words(text) <= 1
