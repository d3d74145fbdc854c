import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning.interchange.offsets import ALL, Counting, Decoder, Sample, Sighting, detect, named

_TALK = "Først 😀 siger hun.\r\nSå siger 👍🏽 han noget.\r\nOg så er det 🎉 slut for i dag."


def _encode(text: str, place: int, counting: Counting, *, has_mark: bool) -> int:
    """A code point as another program would write it: the straightforward way round."""
    before = text[:place]
    if counting.newline == "lf":
        before = before.replace("\r\n", "\n")
    length = len(before.encode("utf-16-le")) // 2 if counting.unit == "utf16" else len(before)
    return length + (counting.mark and has_mark)


def _sample(counting: Counting, *, has_mark: bool = False, quoted: bool = True) -> Sample:
    words = ["Først", "siger hun.", "Så siger", "han noget.", "er det", "slut for i dag."]
    sightings = []
    for each in words:
        start = _TALK.index(each)
        first, last = (_encode(_TALK, p, counting, has_mark=has_mark) for p in (start, start + len(each)))
        sightings.append(Sighting(first, last, each if quoted else ""))
    return Sample(_TALK, has_mark=has_mark, sightings=sightings)


@pytest.mark.parametrize("counting", ALL[:4], ids=str)
@pytest.mark.parametrize("quoted", [True, False])
def test_every_way_of_counting_is_found_out(counting: Counting, quoted: bool) -> None:
    verdict = detect([_sample(counting, quoted=quoted)], "Some program")
    assert verdict.counting == counting
    assert not verdict.ambiguous
    assert verdict.matters > 0


@pytest.mark.parametrize("counting", ALL[4:], ids=str)
def test_a_counted_byte_order_mark_is_found_out(counting: Counting) -> None:
    assert detect([_sample(counting, has_mark=True)], "QualCoder").counting == counting


def test_a_text_that_all_programs_count_alike_needs_no_decision() -> None:
    verdict = detect(
        [Sample("Ja, så er det godt.", has_mark=False, sightings=[Sighting(0, 2, "")])], "Some program"
    )
    assert (verdict.matters, verdict.ambiguous) == (0, False)


def test_a_place_that_fits_two_ways_is_a_question_with_both_answers() -> None:
    """After the emoji neither way cuts a word."""
    verdict = detect([Sample("😀((a))((b))", has_mark=False, sightings=[Sighting(2, 4, "")])], "Some program")
    assert verdict.ambiguous
    assert verdict.matters == 1
    assert len(verdict.examples) == 2


def test_what_a_program_is_known_for_decides_where_the_words_do_not() -> None:
    verdict = detect([Sample("😀((a))((b))", has_mark=False, sightings=[Sighting(2, 4, "")])], "NVivo 12")
    assert (verdict.counting.unit, verdict.ambiguous) == ("utf16", False)


def test_the_user_has_the_last_word() -> None:
    verdict = detect([_sample(ALL[0])], "Some program", named("utf16/lf"))
    assert verdict.counting == Counting("utf16", "lf")
    assert verdict.forced
    assert not verdict.ambiguous


@given(st.text(st.sampled_from("aå😀\r\n 🎉"), max_size=40), st.sampled_from(ALL), st.booleans())
def test_places_are_decoded_as_they_were_encoded(text: str, counting: Counting, has_mark: bool) -> None:
    decoder = Decoder(text, counting, has_mark=has_mark)
    for place in range(len(text) + 1):
        if counting.newline == "lf" and text[place - 1 : place + 1] == "\r\n" and place:
            continue  # within a line end
        assert decoder.place(_encode(text, place, counting, has_mark=has_mark)) == place
    assert decoder.place(_encode(text, len(text), counting, has_mark=has_mark) + 1) is None
    assert decoder.place(-1 + (counting.mark and has_mark)) is None
