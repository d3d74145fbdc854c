"""The document in the terminal: every word once, each coding with its stripe and its name."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning.model import Coding, Role, Turn
from kodning.report.document_view import document_view, wrapped
from kodning.report.table import display_width
from kodning.wording import speaking

_LABELS = {"a": "Rådets økonomi", "b": "Kontakt til forvaltning og politikere"}


def _turns(*said: str, roles: tuple[Role, ...] = ("interviewer", "informant")) -> tuple[str, list[Turn]]:
    turns, at = [], 0
    for number, words in enumerate(said, start=1):
        role = roles[(number - 1) % len(roles)]
        turns.append(
            Turn(number, at, at + len(words), {"informant": "Formand"}.get(role, "Interviewer"), role)
        )
        at += len(words) + 2
    return "\n\n".join(said), turns


def _coding(number: int, start: int, end: int, code: str = "a", coder: str = "anna") -> Coding:
    return Coding(number, f"uid{number}", "d", start, end, code, coder, "2017", "", "manual")


def _view(text: str, turns: list[Turn], codings: list[Coding], width: int = 100) -> list[str]:
    with speaking("da"):
        return document_view(text, turns, codings, _LABELS, width).splitlines()


_SAID = st.lists(st.sampled_from(["ja", "æøå", "😀", "enmegetlangtsammensatnævnelse" * 3, "a\u0301", "så.", "\n\nNyt", "\nlinje"]),
                 min_size=1, max_size=30).map(lambda said: " ".join(["hm", *said]))  # fmt: skip


@given(said=_SAID, width=st.integers(10, 80), data=st.data())
def test_broken_lines_give_every_word_once_and_know_their_place(
    said: str, width: int, data: st.DataObject
) -> None:
    before = data.draw(st.sampled_from(["", "før\n\n"]))
    text = f"{before}{said}\n\nefter"
    start, end = len(before), len(before) + len(said)
    lines = list(wrapped(text, start, end, width))
    assert all(
        line.text == text[line.start : line.end] and display_width(line.text) <= width for line in lines
    )
    assert "".join("".join(line.text.split()) for line in lines) == "".join(said.split())
    assert all(one.end <= two.start for one, two in pairwise(lines))
    long = max(map(display_width, said.split())) > width
    assert long or [word for line in lines for word in line.text.split()] == said.split()


@given(
    said=st.lists(_SAID, min_size=1, max_size=4),
    places=st.lists(st.tuples(st.floats(0, 1), st.integers(1, 300), st.sampled_from("ab")), max_size=9),
    width=st.integers(60, 120),
)
def test_any_document_shows_every_word_and_names_every_coding_once(
    said: list[str], places: list[tuple[float, int, str]], width: int
) -> None:
    text, turns = _turns(*said)
    codings = []
    for number, (share, length, code) in enumerate(places, start=1):
        start = int(share * (len(text) - 1))
        end = min(len(text), start + length)
        if text[start:end].strip():
            codings.append(_coding(number, start, end, code))
    lines = _view(text, turns, sorted(codings, key=lambda c: c.start), width)
    measure = max(30, min(76, width - 42))
    printed = [_cut(line, measure) for line in lines if line.startswith("  ")]
    assert "".join("".join(part.split()) for part in printed) == "".join(text.split())
    shown = "\n".join(lines)
    for coding in codings:
        assert shown.count(f"(anna, {coding.id})") == 1
    assert max(map(display_width, lines)) <= width + display_width("enmegetlangtsammensatnævnelse")


def _cut(line: str, measure: int) -> str:
    """The text of a line without its margin."""
    kept = ""
    for character in line[2:]:
        if display_width(kept + character) > measure and display_width(character):
            break
        kept += character
    return kept


def test_a_coding_is_drawn_from_its_first_line_to_its_last() -> None:
    text, turns = _turns("Hvad så?", "Vi mangler penge. " * 12)
    start = turns[1].start
    view = _view(text, turns, [_coding(7, start, turns[1].end)])
    assert view[:2] == ["t1  Interviewer", "  Hvad så?"]
    assert view[3] == "t2  Formand  [informant]"
    assert [line[62:] for line in view[4:]] == ["┌ Rådets økonomi (anna, 7)", "│", "│", "└"]


def test_overlapping_codings_stand_in_lanes_beside_each_other() -> None:
    text, turns = _turns("Vi mangler penge. " * 12)
    view = _view(
        text, turns, [_coding(1, 0, 215), _coding(2, 0, 100, "b"), _coding(3, 60, 90), _coding(4, 120, 215)]
    )
    assert [line[62:] for line in view[1:]] == [
        "┌┌  Rådets økonomi (anna, 1)",
        "│└╶ Kontakt til forvaltning… (anna, 2)",
        "│┌  Rådets økonomi (anna, 3)",
        "└└  Rådets økonomi (anna, 4)",
    ]


def test_a_coding_within_a_line_and_two_that_meet_in_one() -> None:
    text, turns = _turns("Vi mangler penge. " * 12)
    view = _view(text, turns, [_coding(1, 0, 80), _coding(2, 81, 215)])
    assert [line[62:63] for line in view[1:]] == ["┌", "├", "│", "└"]
    assert _view(text, turns, [_coding(1, 3, 10)])[1][62:] == "╶ Rådets økonomi (anna, 1)"


def test_more_codings_than_lines_are_named_below_the_turn() -> None:
    text, turns = _turns("Ja.", "Nej.")
    view = _view(text, turns, [_coding(n, 0, 3) for n in range(1, 9)])
    assert [line for line in view if "(anna" in line] == view[1:9]
    assert view[1].startswith("  Ja.")
    assert view[1][62:68] == "╶╶╶╶╶╶"
    assert [int(line.split(", ")[-1].rstrip(")")) for line in view[1:9]] == list(range(1, 9))
    assert view[9:] == ["", "t2  Formand  [informant]", "  Nej."]


def test_a_coding_that_begins_before_the_shown_turns_is_named() -> None:
    text, turns = _turns("Ja.", "Nej.", "Jo.")
    view = _view(text, turns[1:], [_coding(1, 0, len(text))])
    assert view[1][62:] == "│ Rådets økonomi (anna, 1)"
    assert view[-1][62:] == "└"


def test_a_coding_that_ends_with_space_is_drawn_to_its_last_words() -> None:
    text, turns = _turns("Ja.", "Nej.", "Jo.")
    assert [line[62:63] for line in _view(text, turns, [_coding(1, 0, 11)]) if line[62:]] == ["┌", "└"]


def test_a_coding_that_begins_with_space_is_named_at_its_first_words() -> None:
    text, turns = _turns("Ja.", "Nej.")
    assert _view(text, turns, [_coding(1, 3, 9)])[-1][62:] == "╶ Rådets økonomi (anna, 1)"


def test_emoji_do_not_shift_the_margin() -> None:
    text, turns = _turns("😀😀 ja")
    line = _view(text, turns, [_coding(1, 0, 2)])[1]
    assert display_width(line.partition("╶")[0]) == 62


@pytest.mark.parametrize(
    ("turn", "heading"),
    [
        (Turn(1, 0, 2, "Formand", "informant"), "t1  Formand  [informant]"),
        (Turn(1, 0, 2, "Interviewer", "interviewer", 62.9), "t1  Interviewer  00:01:02"),
        (Turn(1, 0, 2, None, "unknown"), "t1  (uden navn)  [rolle ukendt]"),
    ],
)
def test_a_turn_is_headed_by_number_speaker_role_and_time(turn: Turn, heading: str) -> None:
    assert _view("Ja", [turn], [])[0] == heading


def test_nothing_coded_has_no_margin() -> None:
    text, turns = _turns("Ja.", "Nej.")
    assert _view(text, turns, []) == ["t1  Interviewer", "  Ja.", "", "t2  Formand  [informant]", "  Nej."]
