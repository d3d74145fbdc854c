import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kodning.interchange.mapping import labelled, normalised, without
from kodning.model import Turn
from kodning.text import normalise

# Line ends, marks that combine, Hangul that composes, emoji, white space at line ends.
_PIECES = st.sampled_from(
    [
        *("a", "ord ", "e\u0301", "e", "\u0323\u0307", "Q\u0323\u0307", "\u1112\u1161\u11ab", "\u0958", "😀"),
        *("👩🏽\u200d🎓", "\r\n", "\n", "\r", "\u2028", " ", "\t", "\u00a0", "å", "\ufeff", "."),
    ]
)
_TEXTS = st.lists(_PIECES, max_size=30).map("".join)


@given(_TEXTS)
def test_a_normalised_text_is_what_the_project_would_have_stored(raw: str) -> None:
    assert normalised(raw)[0] == normalise(raw)


@given(_TEXTS.filter(bool), st.data())
def test_words_keep_their_letters_through_normalisation(raw: str, data: st.DataObject) -> None:
    """A span that begins and ends at characters people see covers the same words afterwards."""
    text, mapping = normalised(raw)
    cuts = [i for i in range(len(raw) + 1) if i in {0, len(raw)} or not _joined(raw, i)]
    start = data.draw(st.sampled_from(cuts[:-1]))
    end = data.draw(st.sampled_from([cut for cut in cuts if cut > start]))
    first, last = mapping.span(start, end)
    before = "".join(unicodedata.normalize("NFC", raw[start:end].replace("\ufeff", "")).split())
    after = "".join(text[first:last].replace("\ufeff", "").split())
    assert after == before


def _joined(raw: str, place: int) -> bool:
    """Whether what stands before a place and what stands after it belong to one character."""
    around = raw[max(0, place - 4) : place + 4]
    cut = min(4, place)
    apart = unicodedata.normalize("NFC", around[:cut]) + unicodedata.normalize("NFC", around[cut:])
    return (
        (place < len(raw) and unicodedata.combining(raw[place]) != 0)
        or apart != unicodedata.normalize("NFC", around)
        or raw[place - 1 : place + 1] == "\r\n"
    )


@given(_TEXTS)
def test_maps_never_turn_back(raw: str) -> None:
    _, mapping = normalised(raw)
    starts = [mapping.span(place, len(raw))[0] for place in range(len(raw))]
    assert all(one <= other for one, other in pairwise(starts) if one or other)


@given(
    st.lists(
        st.tuples(st.sampled_from(["A", "Bo", None]), st.sampled_from(["ja", "nej 😀", "x"])), min_size=1
    )
)
def test_speakers_are_put_in_and_taken_out_again(talk: list[tuple[str | None, str]]) -> None:
    text = "\n\n".join(words for _, words in talk)
    turns, at = [], 0
    for number, (speaker, words) in enumerate(talk, 1):
        turns.append(Turn(number, at, at + len(words), speaker))
        at += len(words) + 2
    shown, there, back = labelled(text, turns)
    assert shown == "\n\n".join(f"{speaker}: {words}" if speaker else words for speaker, words in talk)
    for turn in turns:
        first, last = there.span(turn.start, turn.end)
        assert shown[first:last] == text[turn.start : turn.end]
        assert back.span(first, last) == (turn.start, turn.end)
    labels = [
        (end, start)
        for end, start in zip([0, *back.ends], [*back.starts, len(shown)], strict=True)
        if end < start
    ]
    assert without(shown, labels)[0] == text


def test_a_span_over_a_label_covers_the_words_on_both_sides() -> None:
    shown, there, back = labelled("Ja.\n\nNej.", [Turn(1, 0, 3, "A"), Turn(2, 5, 9, "B")])
    assert shown == "A: Ja.\n\nB: Nej."
    assert there.span(0, 9) == (3, len(shown))
    assert back.span(0, len(shown)) == (0, 9)
    assert back.span(8, 10) == (5, 5)  # a label alone holds no words


def test_a_label_that_belongs_to_the_text_is_not_doubled() -> None:
    text = "A: Ja.\n\nB: Nej."
    assert labelled(text, [Turn(1, 3, 6, "A"), Turn(2, 11, 15, "B")])[0] == text
