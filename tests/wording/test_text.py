"""Text is normalised once, and hashed by its words."""

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning.text import normalise, on_one_line, sha256, words_hash

messy = st.text(st.sampled_from("abå \t\r\n\u0085\u2028\u2029a\u030ae\u0301👩🏽\u200d"), max_size=40)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("\ufeffa\r\nb", "a\nb"),
        ("a\rb\u2028c\u2029d\u0085e", "a\nb\nc\nd\ne"),
        ("a \t\n b", "a\n b"),
        ("\n\na\n\n\n", "a"),
        ("a\u030a", "å"),
        ("a\n\n\nb", "a\n\n\nb"),
        ("", ""),
    ],
)
def test_text_is_normalised(raw: str, clean: str) -> None:
    assert normalise(raw) == clean


@given(messy)
def test_what_is_normalised_stays_as_it_is(raw: str) -> None:
    once = normalise(raw)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not set(once) & set("\r\u2028\u2029\u0085")


@given(messy)
def test_normalising_changes_no_words(raw: str) -> None:
    assert normalise("\ufeff" + raw).split() == unicodedata.normalize("NFC", raw).split()


def test_a_hash_is_that_of_the_utf8_bytes() -> None:
    assert sha256("blåbær") == hashlib.sha256("blåbær".encode()).hexdigest()
    assert words_hash("blåbær") == sha256("blåbær")[:16]


def test_even_half_a_character_has_a_hash() -> None:
    assert len(sha256("\ud83d")) == 64


def test_words_are_put_on_one_line() -> None:
    assert on_one_line("  a\n\n b\tc\u00a0d ") == "a b c d"
