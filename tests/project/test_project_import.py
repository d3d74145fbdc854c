"""Documents come in once, cut into layers that fit, with words counted as a reader counts."""

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning.errors import (
    BadNameError,
    BadSpanError,
    DocumentExistsError,
    ProjectExistsError,
    SameNameError,
    SameTextError,
    UnknownCoderError,
    UnknownDocumentError,
)
from kodning.model import Role, Transcript, Turn
from kodning.preparing import WordIndex, prepare
from kodning.project import Project
from kodning.reading import read
from kodning.store.connection import STORE_NAME

LAYERS = pytest.mark.parametrize("layer", ["paragraph", "sentence"])


@LAYERS
def test_a_layer_covers_every_word_of_every_turn_and_crosses_none(demo: Project, layer: str) -> None:
    for document in demo.documents():
        text = demo.revision(document.name).text
        inside = demo.segments(document.name, layer)
        assert [segment.number for segment in inside] == list(range(1, len(inside) + 1))
        for turn in demo.turns(document.name):
            own = [s for s in inside if getattr(s, "turn", None) == turn.number]
            assert all(turn.start <= s.start < s.end <= turn.end for s in own)
            ends = [turn.start, *(s.end for s in own)]
            starts = [*(s.start for s in own), turn.end]
            gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
            assert "".join(gaps).strip() == ""


@LAYERS
def test_every_segment_belongs_to_a_turn_that_is_there(demo: Project, layer: str) -> None:
    for document in demo.documents():
        numbers = {turn.number for turn in demo.turns(document.name)}
        assert {getattr(s, "turn", None) for s in demo.segments(document.name, layer)} <= numbers


def test_sentences_lie_within_paragraphs(demo: Project) -> None:
    for document in demo.documents():
        paragraphs = [(p.start, p.end) for p in demo.segments(document.name, "paragraph")]
        for sentence in demo.segments(document.name, "sentence"):
            assert any(start <= sentence.start and sentence.end <= end for start, end in paragraphs)


def test_a_turn_of_two_paragraphs_has_two(small: Project) -> None:
    text = small.revision("samtale").text
    found = [text[p.start : p.end] for p in small.segments("samtale", "paragraph")]
    assert found[1:3] == [
        "Det gør pengene. Altså, lønnen er lav, ca. 30 kr. i timen.",
        "Og så er der tiden. Den mangler vi.",
    ]


def test_words_are_counted_as_by_hand(small: Project) -> None:
    (document,) = small.documents()
    # Hvad fylder mest | Det gør pengene Altså lønnen er lav ca 30 kr i timen | Og så er der tiden Den mangler
    # vi | Og ellers | Ellers ikke noget Jo pengene | Pengene Nej å hvor træls | Tak | Selv tak
    assert document.informant_words == 12 + 8 + 5 + 5 + 2
    assert document.words == 3 + 2 + 1 + document.informant_words


def test_words_of_the_demo_agree_with_a_plain_count(demo: Project) -> None:
    """Counted another way: by white space, and only pieces that hold a letter or digit.

    A dash or slash without space around it joins two words there, so the counts may differ by a few in a thousand.
    """
    for document in demo.documents():
        text = demo.revision(document.name).text
        plain = sum(any(map(str.isalnum, piece)) for piece in re.split(r"\s+", text))
        assert document.words == pytest.approx(plain, rel=0.005)


speech = st.text(st.sampled_from("ab æ.,\n-–3😀e\u0301"), min_size=1, max_size=30).filter(str.strip)
roles: st.SearchStrategy[Role] = st.sampled_from(["interviewer", "informant", "unknown"])


@given(st.lists(st.tuples(roles, speech), min_size=1, max_size=6))
def test_any_transcript_is_prepared_with_layers_that_fit(parts: list[tuple[Role, str]]) -> None:
    turns, text = [], ""
    for number, (role, words) in enumerate(parts, start=1):
        text += "\n\n" if text else ""
        turns.append(Turn(number, len(text), len(text) + len(words), None, role))
        text += words
    ready = prepare(Transcript(text, tuple(turns), "t", "utf-8", ""), "t", "t.txt")
    assert 0 <= ready.informant_words <= ready.words
    index = WordIndex(text, turns)
    assert index.before(0) == 0
    assert index.before(len(text)) == index.total == ready.informant_words
    for layer in ("paragraph", "sentence"):
        own = [s for s in ready.segments if s.layer == layer]
        assert all(turns[s.turn - 1].start <= s.start < s.end <= turns[s.turn - 1].end for s in own)
        assert all(one.end <= two.start for one, two in pairwise(own))
        covered = {at for s in own for at in range(s.start, s.end)}
        assert all(at in covered for t in turns for at in range(t.start, t.end) if text[at].isalnum())


def test_importing_a_file_again_leaves_no_trace(small: Project, small_folder: Path) -> None:
    before = list(small.connection.iterdump())
    file = small_folder.parent / "samtale.md"
    (again,) = small.import_transcripts([(file, read(file))], "eva")
    assert again.state == "unchanged"
    assert list(small.connection.iterdump()) == before


def test_a_changed_text_under_the_same_name_is_refused(small: Project, small_folder: Path) -> None:
    before = list(small.connection.iterdump())
    file = small_folder.parent / "samtale.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nEva: Nå jo.\n", encoding="utf-8")
    with pytest.raises(DocumentExistsError, match="--name"):
        small.import_transcripts([(file, read(file))], "eva")
    assert list(small.connection.iterdump()) == before


def test_changed_attributes_are_taken_in_and_the_old_ones_kept(small: Project, small_folder: Path) -> None:
    file = small_folder.parent / "samtale.md"
    file.write_text(file.read_text(encoding="utf-8").replace("leder", "chef"), encoding="utf-8")
    (again,) = small.import_transcripts([(file, read(file))], "eva")
    assert again.state == "attributes"
    assert small.attributes() == {"samtale": {"rolle": "chef"}}
    values = small.connection.execute(
        "SELECT value FROM attribute WHERE name = 'rolle' ORDER BY id"
    ).fetchall()
    assert [value for (value,) in values] == ["leder", "chef"]


def test_an_attribute_can_be_taken_away(small: Project) -> None:
    small.set_attributes({"samtale": {"rolle": None, "køn": "kvinde", "alder": 42, "medlem": True}}, "eva")
    assert small.attributes() == {"samtale": {"alder": "42", "køn": "kvinde", "medlem": "ja"}}


def test_the_same_text_under_another_name_is_refused(small: Project, small_folder: Path) -> None:
    copy = (small_folder.parent / "samtale.md").rename(small_folder.parent / "kopi.md")
    with pytest.raises(SameTextError, match="samtale"):
        small.import_transcripts([(copy, read(copy))], "eva")


def test_one_import_is_all_or_nothing(small: Project, tmp_path: Path) -> None:
    before = list(small.connection.iterdump())
    files = []
    for folder, words in (("a", "Det ene."), ("b", "Det andet.")):
        file = tmp_path / folder / "ny.txt"
        file.parent.mkdir()
        file.write_text(words, encoding="utf-8")
        files.append((file, read(file)))
    with pytest.raises(SameNameError):
        small.import_transcripts(files, "eva")
    assert list(small.connection.iterdump()) == before


def test_two_files_with_one_text_are_refused(small: Project, tmp_path: Path) -> None:
    files = []
    for name in ("et.txt", "to.txt"):
        (tmp_path / name).write_text("Det samme.", encoding="utf-8")
        files.append((tmp_path / name, read(tmp_path / name)))
    with pytest.raises(SameTextError, match="et"):
        small.import_transcripts(files, "eva")


@pytest.mark.parametrize("wanted", ["samtale", "Samtale", " SAMTALE ", "samtale.md", "mappe/samtale.md"])
def test_a_document_is_found_by_its_name_however_it_is_written(small: Project, wanted: str) -> None:
    assert small.revision(wanted).name == "samtale"


def test_a_document_with_danish_letters_is_found_in_either_unicode_form(
    small: Project, tmp_path: Path
) -> None:
    file = tmp_path / "møde på rådhus.txt"
    file.write_text("Ord.", encoding="utf-8")
    small.import_transcripts([(file, read(file))], "eva")
    wanted = unicodedata.normalize("NFD", "Møde på rådhus")
    assert small.revision(wanted).name == "møde på rådhus"


def test_an_unknown_document_is_answered_with_the_nearest(small: Project) -> None:
    with pytest.raises(UnknownDocumentError, match="samtale"):
        small.revision("samtal")


def test_an_unknown_coder_is_answered_with_the_nearest(small: Project) -> None:
    small.mark_reviewed(["samtale"], "eva")
    with pytest.raises(UnknownCoderError, match="eva"):
        small.coder("eve")
    assert small.coder("EVA") == "eva"


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\x00b", "x" * 256, "a\u200bb"])
def test_a_name_that_cannot_be_written_is_refused(small: Project, name: str) -> None:
    before = list(small.connection.iterdump())
    with pytest.raises(BadNameError):
        small.code("samtale", "t2", ["tid"], name)
    assert list(small.connection.iterdump()) == before


def test_a_project_is_not_begun_under_a_name_that_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(BadNameError):
        Project.create(tmp_path / "ny", "codes: []\n", "")
    assert list(tmp_path.iterdir()) == []


def test_a_project_is_not_made_where_one_is(small_folder: Path) -> None:
    before = (small_folder / STORE_NAME).read_bytes()
    with pytest.raises(ProjectExistsError):
        Project.create(small_folder, "codes: []\n", "ole")
    assert (small_folder / STORE_NAME).read_bytes() == before


def test_a_project_is_found_from_a_folder_inside_it(small_folder: Path) -> None:
    inside = small_folder / "transcripts" / "dybere"
    inside.mkdir(parents=True)
    with Project.open(inside) as project:
        assert project.folder == small_folder


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("0:16", "Hvad fylder mest"),
        ("t1", "Hvad fylder mest?"),
        ("T3", "Og ellers?"),
        ("p3", "Og så er der tiden. Den mangler vi."),
        ("s2", "Det gør pengene."),
        ("Den mangler vi.", "Den mangler vi."),
        ("”Den mangler vi.”", "Den mangler vi."),
        ("lønnen er lav,\n ca. 30 kr.", "lønnen er lav, ca. 30 kr."),
        ("tiden. Den", "tiden. Den"),
        ("👩🏽‍🏫 Nej", "👩🏽‍🏫 Nej"),
        (unicodedata.normalize("NFD", "å hvor træls"), "å hvor træls"),
    ],
)
def test_a_span_is_resolved_to_the_words_meant(small: Project, spec: str, words: str) -> None:
    start, end = small.resolve("samtale", spec)
    assert small.revision("samtale").text[start:end] == words


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        ("pengene", "2"),
        ("pengen", "ikke i teksten"),
        ("findes ikke", "ikke i teksten"),
        ("t9", "7 replikker"),
        ("t0", "7 replikker"),
        ("s99", "sætninger"),
        ("5:5", "mellem 0 og"),
        ("9:5", "mellem 0 og"),
        ("0:999999", "mellem 0 og"),
        ("17:19", "tomt"),
        ("", "ikke i teksten"),
    ],
)
def test_a_span_that_is_none_or_several_is_refused(small: Project, spec: str, why: str) -> None:
    with pytest.raises(BadSpanError) as refused:
        small.resolve("samtale", spec)
    assert why in refused.value.da


def test_a_coding_keeps_hash_and_words_of_its_span(small: Project) -> None:
    (coding,) = small.code("samtale", "Ellers ikke noget.", ["tid"], "eva")
    row = small.connection.execute("SELECT * FROM coding WHERE id = ?", (coding.id,)).fetchone()
    import hashlib

    assert row["words_hash"] == hashlib.sha256(b"Ellers ikke noget.").hexdigest()[:16]
    assert row["word_end"] - row["word_start"] == 3
    assert row["word_start"] == 20


def test_an_interviewers_words_are_not_counted_in_a_coding(small: Project) -> None:
    small.code("samtale", "mangler vi.\n\nOg ellers?\n\nEllers ikke", ["tid"], "eva")
    words = small.connection.execute("SELECT words FROM current_coding").fetchone()[0]
    assert words == 4
