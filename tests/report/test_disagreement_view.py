"""Disagreements on paper: the terminal's list, the tables, and the page of HTML."""

import html
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning.intercoder.confusion import confusion_matrix
from kodning.intercoder.disagreements import Comparison, compare
from kodning.intercoder.passages import DocumentText
from kodning.intercoder.work import CodingWork
from kodning.model import Coding, Turn
from kodning.report.disagreement_page import disagreement_page, letter
from kodning.report.disagreement_style import COLORS, WORDS_ON
from kodning.report.disagreement_view import (
    TO_FILL_IN,
    confusion_table,
    disagreement_table,
    disagreement_text,
)
from kodning.report.table import to_csv, to_json, to_markdown, to_text, to_xlsx
from kodning.store.queries import CodeRow
from kodning.wording import speaking

TEXT = "Vi har penge & lyst.\n\nHvad <script>alert(1)</script> mangler?\n\nTid. Altid tid,\ntid og folk."
SECOND, THIRD = TEXT.index("Hvad"), TEXT.index("Tid.")
TURNS = [
    Turn(1, 0, SECOND - 2, "IP", "informant"),
    Turn(2, SECOND, THIRD - 2, "<b>I</b>", "informant"),
    Turn(3, THIRD, len(TEXT), "IP", "informant"),
]
TEXTS = {"i<1>": DocumentText(TEXT, TURNS)}
VOID = {"meta"}


def codes(*keys: str) -> list[CodeRow]:
    return [
        CodeRow(number, key, None, number, 0, {"da": f"{key}!", "en": f"{key}?"}, f"Om {key} & <i>", "", in_codebook=True)
        for number, key in enumerate(keys)
    ]  # fmt: skip


CODES = codes("tid", "<script>")


def compared(*rows: tuple[str, str, int, int], coders: str = "AB") -> Comparison:
    codings = [
        Coding(number, "", "i<1>", start, end, code, coder, "", "<memo>", "manual")
        for number, (coder, code, start, end) in enumerate(rows, start=1)
    ]
    reviews = [("i<1>", coder, 0, len(TEXT)) for coder in coders]
    return compare(CodingWork(codings, reviews, CODES, "runde 1"), coders, TEXTS)


BOUNDARY = ("A", "tid", 0, 12), ("B", "tid", 7, 58)
CONFUSION = ("A", "tid", THIRD, THIRD + 8), ("B", "<script>", THIRD, THIRD + 18)


def page(found: Comparison) -> str:
    return disagreement_page(found, confusion_matrix(found, [code.key for code in CODES]), TEXTS, CODES)


class Outline(HTMLParser):
    """Elements of a page; fails where they are not properly nested."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One more is open."""
        assert tag != "mark" or "mark" not in self.open, "marks do not overlap"
        self.tags.append((tag, dict(attrs)))
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        """It is the one opened last."""
        assert self.open.pop() == tag


def test_the_terminal_has_a_line_of_facts_and_a_line_of_words_for_each() -> None:
    with speaking("da"):
        text = disagreement_text(compared(*BOUNDARY, *CONFUSION), CODES, width=80, color=False)
    assert text.startswith("2 uenigheder · A og B · runde 1\n")
    assert "grænse: " in text
    assert "forveksling: A: tid!; B: <script>!" in text
    assert "0 udeladt, 1 grænse, 1 forveksling." in text
    assert max(map(len, text.splitlines()[:-3])) <= 80


def test_headings_are_bold_only_where_colour_is_wanted() -> None:
    found = compared(*BOUNDARY)
    assert "\x1b[1m" in disagreement_text(found, CODES, width=80, color=True)
    assert "\x1b" not in disagreement_text(found, CODES, width=80, color=False)


def test_the_csv_has_empty_columns_for_the_decision() -> None:
    table = disagreement_table(compared(*BOUNDARY), CODES)
    heading = to_csv(table).splitlines()[0].split(",")
    assert set(TO_FILL_IN) <= set(heading)
    assert all(row[name] is None for row in table.rows for name in TO_FILL_IN)


@pytest.mark.parametrize("rows", [BOUNDARY, CONFUSION, ()])
def test_every_format_can_be_written(rows: tuple[tuple[str, str, int, int], ...]) -> None:
    found = compared(*rows)
    for table in (
        disagreement_table(found, CODES),
        confusion_table(confusion_matrix(found, ["tid"]), CODES),
    ):
        assert table.title in to_text(table)
        assert to_markdown(table).startswith("**")
        assert to_xlsx(table).startswith(b"PK")
        assert isinstance(json.loads(to_json(table.records)), list)


def test_a_record_tells_programs_each_coders_codings() -> None:
    (record,) = disagreement_table(compared(*BOUNDARY), CODES).records
    assert record["codings"] == {
        "A": [{"code": "tid", "start": 0, "end": 12, "coding": 1, "memo": "<memo>"}],
        "B": [{"code": "tid", "start": 7, "end": 58, "coding": 2, "memo": "<memo>"}],
    }
    assert record["kind"] == "boundary"


def test_a_coder_who_has_not_read_the_words_is_told_from_one_who_put_nothing() -> None:
    codings = [Coding(1, "", "i<1>", 0, 12, "tid", "A", "", "", "manual")]
    reviews = [("i<1>", "A", 0, 80), ("i<1>", "B", 0, 80), ("i<1>", "C", 62, 80)]
    found = compare(CodingWork(codings, reviews, CODES, None), "ABC", TEXTS)
    with speaking("en"):
        (row,) = disagreement_table(found, CODES).rows
    assert (row["codings:B"], row["codings:C"]) == ("(no code)", "(not reviewed)")
    assert row["difference"] == "A, not B"


def test_the_pairs_of_codes_say_what_is_counted() -> None:
    with speaking("en"):
        table = confusion_table(confusion_matrix(compared(*BOUNDARY, *CONFUSION), ["tid", "<script>"]), CODES)
    assert [(row["one"], row["other"], row["count"]) for row in table.rows] == [("tid?", "<script>?", 1)]
    assert table.notes[0].startswith("2 places that one of two coders or both have coded")


def test_what_was_left_out_is_said() -> None:
    codings = [Coding(1, "", "i<1>", 62, 70, "tid", "A", "", "", "manual")]
    reviews = [("i<1>", "A", 0, 80), ("i<1>", "B", 0, 20)]
    found = compare(CodingWork(codings, reviews, CODES, None), "AB", TEXTS)
    with speaking("en"):
        assert "1 coding left out" in disagreement_table(found, CODES).notes[-1]


def test_the_page_is_well_formed_and_its_ids_are_unique() -> None:
    outline = Outline(page(compared(*BOUNDARY, *CONFUSION)))
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {str(attributes["href"])[1:] for tag, attributes in outline.tags if tag == "a"}
    targets |= {str(found["aria-labelledby"]) for _, found in outline.tags if "aria-labelledby" in found}
    assert targets <= set(ids)


def test_nothing_from_the_project_is_taken_for_html() -> None:
    """Text, names of documents, speakers, codes, definitions and memos."""
    source = page(compared(*BOUNDARY, *CONFUSION))
    tags = {tag for tag, _ in Outline(source).tags}
    assert not tags & {"script", "i", "memo", "img"}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in source
    assert "&lt;b&gt;I&lt;/b&gt;" in source


def test_the_page_asks_for_nothing_outside_itself() -> None:
    source = page(compared(*BOUNDARY))
    assert not re.search(r"https?:|url\(|@import|<link|\bsrc=", source)
    assert "default-src 'none'" in source


def test_the_page_without_disagreements_says_so() -> None:
    with speaking("da"):
        assert "Ingen uenigheder." in page(compared())


def _classes(source: str) -> list[tuple[str, str]]:
    card = source[source.index("<blockquote>") : source.index("</blockquote>")]
    marks: list[tuple[str, str]] = re.findall(r'<mark class="(\w+)">(.*?)</mark>', card, re.DOTALL)
    return [(name, html.unescape(_plain(words))) for name, words in marks]


def _plain(source: str) -> str:
    return re.sub(r"<[^>]*>", "", re.sub(r'<span class="(?:edge|who)">.*?</span>', "", source))


def test_words_of_one_coder_of_all_and_of_different_codes_are_marked_apart() -> None:
    boundary = page(compared(("A", "tid", 0, 12), ("B", "tid", 7, 20)))
    assert _classes(boundary) == [("k0", "Vi har "), ("all", "penge"), ("k1", " & lyst.")]
    assert _classes(page(compared(*CONFUSION)))[0][0] == "mixed"


def test_a_mark_is_named_where_it_begins_and_ends() -> None:
    source = page(compared(("A", "tid", 0, 12), ("B", "tid", 7, 20)))
    edges = re.findall(r'<span class="edge">(.*?)</span>', source[source.index("<blockquote>") :])
    assert edges == ["[A", "[B", "A]", "B]"]


_EDGES = st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=2, unique=True).map(sorted)


@given(_EDGES, _EDGES)
def test_the_marked_text_is_the_text_as_it_stands(one: list[int], other: list[int]) -> None:
    found = compared(("A", "tid", *one), ("B", "<script>", *other))  # type: ignore[arg-type]
    cards = re.findall(r"<blockquote>\n(.*?)\n</blockquote>", page(found), re.DOTALL)
    assert len(cards) == len(found.disagreements)
    for card in cards:  # the text is so short that all of it is context
        assert html.unescape(_plain(card)).split() == TEXT.split()


def test_a_context_that_is_cut_within_a_turn_has_dots() -> None:
    text = {"i<1>": DocumentText("ord " * 100, [Turn(1, 0, 399, None, "informant")])}
    codings = [Coding(1, "", "i<1>", 200, 203, "tid", "A", "", "", "manual")]
    reviews = [("i<1>", coder, 0, 400) for coder in "AB"]
    found = compare(CodingWork(codings, reviews, CODES, None), "AB", text)
    source = disagreement_page(found, confusion_matrix(found, ["tid"]), text, CODES)
    assert "<p>… ord " in source
    assert "ord …</p>" in source


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_and_lines_can_be_told_from_what_they_stand_on(theme: int) -> None:
    """WCAG 2.2: 4.5 to 1 for words, 3 to 1 for lines."""
    color = {name: pair[theme] for name, pair in COLORS.items()}
    for ground in WORDS_ON:
        assert _contrast(color["ink"], color[ground]) >= 4.5
    for words in ("quiet", "link"):
        for ground in ("paper", "card"):
            assert _contrast(color[words], color[ground]) >= 4.5
    for kind in ("k0", "k1", "k2", "k3", "all", "mixed"):
        assert _contrast(color[f"line-{kind}"], color[kind]) >= 3


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def test_coders_have_letters_for_ever() -> None:
    assert [letter(place) for place in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]
