"""What holds for the quotes of any transcript and any codings."""

import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kodning.analysis.quotes import ELISION, Quote, Selection, quotes
from kodning.model import NewCoding, Role, Transcript, Turn
from kodning.project import Project

Build = Callable[..., Project]
Span = tuple[int, int]

_ROLES: dict[str, Role] = {"¤": "interviewer", "§": "informant", "°": "informant"}  # labels with no letters
_WORDS = st.sampled_from(
    [
        "ja",
        "Nej",
        "vi",
        "æøå",
        "Øh",
        "10",
        "f.eks.",
        "kl.",
        "😀",
        "👩🏽‍🎓",
        "q\u0323\u0307",
        "på-tværs",
        "“så”",
        "(mon)",
        "–",
    ]
)
_ENDS = st.sampled_from(["", "", "", ",", ".", ". ", "?", "!”", " …", "\n\n", ":"])
_SAID = st.lists(st.tuples(_WORDS, _ENDS), min_size=1, max_size=12).map(
    lambda pairs: "hm " + " ".join(word + end for word, end in pairs).strip()
)
_TALK = st.lists(st.tuples(st.sampled_from(list(_ROLES)), _SAID), min_size=1, max_size=6)
_PLACES = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 60)), min_size=1, max_size=6)
_numbers = count()


def _transcript(talk: list[tuple[str, str]]) -> Transcript:
    turns, at = [], 0
    for number, (speaker, said) in enumerate(talk, start=1):
        turns.append(Turn(number, at, at + len(said), speaker, _ROLES[speaker]))
        at += len(said) + 2
    text = "\n\n".join(said for _, said in talk)
    return Transcript(text=text, turns=tuple(turns), title="t", encoding="utf-8", source_sha256="0" * 64)


def _spans(text: str, places: list[tuple[float, int]]) -> list[Span]:
    spans = {(int(share * (len(text) - 1)), length) for share, length in places}
    ends = {(start, min(len(text), start + length)) for start, length in spans}
    return sorted((start, end) for start, end in ends if re.search(r"\w", text[start:end]))


@pytest.fixture(scope="module")
def project(build: Build) -> Iterator[Project]:
    with build() as made:
        yield made


def _coded(project: Project, talk: list[tuple[str, str]], places: list[tuple[float, int]]) -> str:
    """Puts the text into the project, under a name of its own, and codes it by two coders; the name."""
    number = next(_numbers)
    name = f"nr{number}"
    unlike = _transcript([*talk, ("§", str(number))])
    project.import_transcripts([(Path(f"{name}.md"), unlike)], "forsker")
    spans = _spans(_transcript(talk).text, places)
    new = [NewCoding(name, start, end, "tema", "anna") for start, end in spans]
    new += [NewCoding(name, start, end, "under", "bo") for start, end in spans[::2]]
    project.import_codings(new, "forsker", "prøve")
    return name


def _covered(quote: Quote, spans: dict[str, Span]) -> set[int]:
    return {at for uid in quote.coding_ids for at in range(*spans[uid])}


def _elisions(text: str, covered: set[int], sentences: list[Span]) -> int:
    """Runs of words left out between words that are printed, and a sentence that has lost its beginning."""
    first = next(at for at in sorted(covered) if not text[at].isspace())
    inside = "".join(text[at] if at not in covered else "\0" for at in range(min(covered), max(covered) + 1))
    gaps = sum(1 for gap in inside.split("\0") if re.search(r"\w", gap))
    cut = any(re.search(r"\w", text[start:first]) for start, end in sentences if start <= first < end)
    return gaps + cut


@settings(max_examples=150, deadline=None)
@given(talk=_TALK, places=_PLACES)
def test_quotes_print_every_coded_word_once_in_order_and_mark_what_they_leave_out(
    project: Project, talk: list[tuple[str, str]], places: list[tuple[float, int]]
) -> None:
    name = _coded(project, talk, places)
    text = project.revision(name).text
    sentences = [(s.start, s.end) for s in project.segments(name, "sentence")]
    of_anna = project.codings(document=name, coder="anna")
    places_of = {coding.uid: (coding.start, coding.end) for coding in of_anna}

    found = quotes(project, Selection(coder="anna", documents=(name,)))

    assert sorted(uid for quote in found for uid in quote.coding_ids) == sorted(places_of)
    for quote in found:
        covered = _covered(quote, places_of)
        assert quote.text == text[quote.start : quote.end]
        assert (quote.start, quote.end) == (min(covered), max(covered) + 1)
        assert quote.quote.count(ELISION) == _elisions(text, covered, sentences)
        assert _letters(quote.quote) == [text[at] for at in sorted(covered) if re.match(r"\w", text[at])]


def _letters(printed: str) -> list[str]:
    return re.findall(r"\w", printed)


@settings(max_examples=60, deadline=None)
@given(talk=_TALK, places=_PLACES)
def test_unjoined_every_coding_is_its_own_quote_and_coders_stay_apart(
    project: Project, talk: list[tuple[str, str]], places: list[tuple[float, int]]
) -> None:
    name = _coded(project, talk, places)
    for coder, code in {"anna": "tema", "bo": "under"}.items():
        found = quotes(project, Selection(coder=coder, documents=(name,), join=False))
        there = project.codings(document=name, coder=coder)
        assert [quote.coding_ids for quote in found] == [(coding.uid,) for coding in there]
        assert {(quote.coder, quote.code) for quote in found} <= {(coder, code)}


@settings(max_examples=60, deadline=None)
@given(talk=_TALK, places=_PLACES, least=st.integers(0, 8), most=st.integers(1, 12))
def test_a_limit_of_length_takes_quotes_away_and_changes_none(
    project: Project, talk: list[tuple[str, str]], places: list[tuple[float, int]], least: int, most: int
) -> None:
    name = _coded(project, talk, places)
    everything = quotes(project, Selection(coder="anna", documents=(name,)))
    some = quotes(project, Selection(coder="anna", documents=(name,), min_words=least, max_words=most))
    assert some == [quote for quote in everything if least <= quote.words <= most]
