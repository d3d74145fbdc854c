"""A span follows its words into a corrected text, or it is said that they are gone."""

import random
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning.anchoring import Alignment
from kodning.word_diff import matches

OLD = (
    "Det er min mening, at pengene mangler. Ja.\n\n"
    "Og så er der tiden: den mangler vi også. Ja.\n\n"
    "Kommunen hører os for sent, og så er handleplanen skrevet."
)


def placed(old: str, new: str, words: str, nth: int = 0) -> tuple[str | None, str]:
    """Where the words of an old text stand in a new one, and the state."""
    start = -1
    for _ in range(nth + 1):
        start = old.index(words, start + 1)
    anchor = Alignment(old, new).place(start, start + len(words))
    return (None, "lost") if anchor is None else (new[anchor.start : anchor.end], anchor.state)


@pytest.mark.parametrize(
    ("change", "words", "expected"),
    [
        (("", ""), "pengene mangler", ("pengene mangler", "exact")),
        (("handleplanen", "planen"), "pengene mangler", ("pengene mangler", "exact")),
        (("Det er", "Det er altså"), "pengene mangler", ("pengene mangler", "moved")),
        (("pengene", "midlerne"), "at pengene mangler", ("at midlerne mangler", "changed")),
        (("pengene", "Penge"), "pengene", ("Penge", "changed")),
        (("pengene mangler", "de mangler penge"), "pengene", (None, "lost")),
        (("min mening, at", "min mening at"), "min mening, at", ("min mening at", "changed")),
        (("pengene", "alle pengene"), "pengene mangler", ("pengene mangler", "moved")),
        (("mangler. Ja", "mangler helt. Ja"), "pengene mangler", ("pengene mangler", "exact")),
        ((" den mangler vi også.", ""), "den mangler vi også", (None, "lost")),
        (("\n\nOg så", " Og så"), "Ja.\n\nOg så er", ("Ja. Og så er", "moved")),
        (("Kommunen hører", "Kommunerne hører"), "Kommunen hører os", ("Kommunerne hører os", "changed")),
    ],
)
def test_a_correction(change: tuple[str, str], words: str, expected: tuple[str | None, str]) -> None:
    assert placed(OLD, OLD.replace(*change, 1) if change[0] else OLD, words) == expected


def test_the_second_of_two_equal_passages_stays_the_second() -> None:
    new = OLD.replace("Det er min mening, at pengene", "Pengene")
    assert placed(OLD, new, "Ja", 1) == ("Ja", "moved")
    anchor = Alignment(OLD, new).place(OLD.rindex("Ja"), OLD.rindex("Ja") + 2)
    assert anchor is not None
    assert anchor.start == new.rindex("Ja")


def test_a_passage_that_was_moved_elsewhere_is_found_by_its_words() -> None:
    first, second, third = OLD.split("\n\n")
    assert placed(OLD, f"{third}\n\n{first}\n\n{second}", third) == (third, "moved")


def test_a_lone_word_is_not_found_again_at_a_place_that_is_another_s() -> None:
    assert placed("Nej. Jeg tror det ikke. Ja.", "Jeg tror det ikke. Ja.", "Nej") == (None, "lost")
    assert placed("Ja. Jeg tror det. Ja.", "Ja. Jeg tror det.", "Ja", 1) == (None, "lost")


def test_words_that_were_inserted_twice_nearby_do_not_stretch_a_coding() -> None:
    assert placed("så tiden mangler", "tiden mangler, ja, så tiden mangler", "tiden mangler") == (
        "tiden mangler",
        "moved",
    )


def test_a_span_may_begin_and_end_inside_words_and_in_white_space() -> None:
    old, new = "En emoji 👩🏽‍🏫 og  mere snak", "Her er en emoji 👩🏽‍🏫 og  mere snak"
    alignment = Alignment(old, new)
    for start in range(4, len(old)):
        for end in range(start + 1, len(old) + 1):
            anchor = alignment.place(start, end)
            if old[start:end].strip():
                assert anchor is not None
                assert new[anchor.start : anchor.end].split() == old[start:end].split()


WORDS = [
    *[
        "ja",
        "nej",
        "og",
        "så",
        "er",
        "det",
        "altså",
        "pengene",
        "tiden",
        "mangler",
        "kommunen",
        "hører",
        "sent",
        "planen",
    ],
    ".",
    ",",
    "\n\n",
]
texts = st.lists(st.sampled_from(WORDS), max_size=40)


@given(texts, texts)
def test_matches_are_equal_items_that_rise_in_both(old: list[str], new: list[str]) -> None:
    numbers = {word: number for number, word in enumerate(WORDS)}
    one, other = [numbers[word] for word in old], [numbers[word] for word in new]
    pairs = sorted(matches(one, other))
    assert all(one[a] == other[b] for a, b in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


@given(texts)
def test_a_text_matches_itself_wholly(words: list[str]) -> None:
    numbers = [WORDS.index(word) for word in words]
    assert sorted(matches(numbers, numbers)) == [(place, place) for place in range(len(words))]


@given(texts.filter(lambda words: any(word.isalpha() for word in words)), texts, st.data())
def test_whatever_the_texts_an_anchor_is_a_span_and_its_state_is_true(
    old_words: list[str], new_words: list[str], data: st.DataObject
) -> None:
    old, new = " ".join(old_words), " ".join(new_words)
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    anchor = Alignment(old, new).place(start, end)
    if anchor is None:
        return
    assert 0 <= anchor.start < anchor.end <= len(new)
    before, after = old[start:end], new[anchor.start : anchor.end]
    assert (anchor.state == "exact") == (before == after and anchor.start == start)
    assert (anchor.state != "changed") == (before.split() == after.split())


def edited(
    words: Sequence[str], keep: range, draw: random.Random, edits: int, extra: Sequence[str]
) -> list[str]:
    """The words after random insertions, deletions and replacements that leave those in `keep` alone."""
    new = [[word] for word in words]
    for _ in range(edits):
        place = draw.randrange(len(words))
        if place in keep:
            continue
        kind = draw.randrange(3)
        new[place] = [[], [draw.choice(extra)], [words[place], draw.choice(extra)]][kind]
    return [word for part in new for word in part]


@given(st.randoms(use_true_random=False), st.integers(1, 60))
def test_edits_outside_a_coding_neither_lose_nor_alter_it(draw: random.Random, edits: int) -> None:
    """Words repeat as they do in talk; the passage itself, or what stands next to it, tells it from the others."""
    common = ["og", "det", "er", "jeg", "altså", "ja", "ikke", "så", ".", ","]
    words = [draw.choice(common) if draw.random() < 0.6 else f"ord{draw.randrange(80)}" for _ in range(150)]
    length = draw.randrange(4, 30)
    first = draw.randrange(len(words) - length)
    coded = range(first, first + length)
    new_words = edited(words, coded, draw, edits, common)
    old, new = " ".join(words), " ".join(new_words)
    said = " ".join(words[first : first + length])
    start = len(" ".join(words[:first])) + (1 if first else 0)
    anchor = Alignment(old, new).place(start, start + len(said))
    if f" {old} ".count(f" {said} ") == 1 == f" {new} ".count(f" {said} "):
        assert anchor is not None
        assert new[anchor.start : anchor.end] == said
    elif anchor is not None:  # the same words elsewhere too: never other words without saying so
        assert (anchor.state == "changed") == (new[anchor.start : anchor.end].split() != said.split())


@given(st.randoms(use_true_random=False))
def test_edits_inside_a_coding_are_followed_or_it_is_listed(draw: random.Random) -> None:
    """With its surroundings untouched, the coding covers exactly what now stands between them."""
    words = [f"ord{number}" for number in range(60)]
    first, length = draw.randrange(5, 30), draw.randrange(2, 20)
    inside = words[first : first + length]
    changed = edited(inside, range(0), draw, draw.randrange(1, 4), ["og", "nyt", "altså"])
    new_words = [*words[:first], *changed, *words[first + length :]]
    old, new = " ".join(words), " ".join(new_words)
    start = old.index(inside[0])
    anchor = Alignment(old, new).place(start, old.index(inside[-1]) + len(inside[-1]))
    kept = [word for word in changed if word in inside]
    if anchor is None:
        assert not kept
        return
    now = new[anchor.start : anchor.end].split()
    assert set(kept) <= set(now) <= set(changed)
    assert (anchor.state == "changed") == (now != inside)


def test_long_texts_that_repeat_one_word_do_not_hang() -> None:
    alignment = Alignment("ja " * 5_000, "ja " * 2_000 + "nej " + "ja " * 2_500)
    anchor = alignment.place(0, 5)
    assert anchor is not None
    assert anchor.state == "exact"


def test_texts_without_a_word_in_common_lose_every_span() -> None:
    alignment = Alignment("ja " * 1_000, "nej " * 1_000)
    assert alignment.place(0, 300) is None
