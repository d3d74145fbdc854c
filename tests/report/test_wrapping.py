"""Lines broken between words: as Python's textwrap breaks them, where no word is longer than a line."""

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from kodning.report.wrapping import wrapped

WORDS = st.lists(st.text("abæøå-—.", min_size=1, max_size=12), max_size=30)


@given(
    WORDS,
    st.integers(16, 60),
    st.sampled_from(["", "  ", "→ "]),
    st.sampled_from(["", "    "]),
    st.sampled_from([" ", "  "]),
)
def test_lines_are_those_of_textwrap(words: list[str], width: int, first: str, rest: str, gap: str) -> None:
    text = gap.join(words)
    expected = textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )
    assert wrapped(text, width, first, rest) == expected
    assert wrapped(text, width, first, rest, cut=True) == expected


@given(st.lists(st.text("abæ", min_size=1, max_size=40), min_size=1), st.integers(5, 30))
def test_a_long_word_is_cut_only_when_asked(words: list[str], width: int) -> None:
    text = " ".join(words)
    whole, pieces = wrapped(text, width, rest="  "), wrapped(text, width, rest="  ", cut=True)
    assert " ".join(line.strip() for line in whole) == text
    assert "".join(line.strip() for line in pieces).replace(" ", "") == text.replace(" ", "")
    assert max(map(len, pieces)) <= width


def test_a_no_break_space_holds_a_number_and_its_sign_together() -> None:
    assert wrapped("omkring 30\u00a0% af alle", 11) == ["omkring", "30\u00a0% af", "alle"]


def test_without_words_there_is_no_line() -> None:
    assert wrapped(" \n ", 10, "→ ") == []
