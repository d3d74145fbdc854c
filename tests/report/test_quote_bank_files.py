"""The quote bank read back from every format it is written in."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import docx.shared
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning.analysis.quote_bank import BankQuote, BankSelection, quote_bank, trim, without_overlaps
from kodning.analysis.quotes import Quote, Selection
from kodning.analysis.typical import picks
from kodning.cli.main import run
from kodning.project import Project
from kodning.report.blocks import Block, Contents, Document, Heading, Paragraph, QuoteBlock, Run
from kodning.report.docx_file import bookmark, docx_bytes
from kodning.report.quote_bank_table import bank_columns, bank_row, bank_table, bank_workbook
from kodning.report.table import to_csv
from kodning.wording import speaking

_HOSTILE = [
    '=HYPERLINK("http://x.dk","klik")',
    "+4520304050",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "'=1+1",
    "0012",
    "<b>&amp;",
]


def _bank_quote(
    words: str, *, code: str = "budget", start: int = 0, end: int | None = None, number: int = 0
) -> BankQuote:
    quote = Quote(
        code=code, label={"da": code, "en": code}, document="interview-1", turn=2, speaker="Formand", start=start,
        end=start + len(words) if end is None else end, quote=words, text=words, coder="anna",
        coding_ids=(f"0000-{number:08d}",), attributes={"rolle": "formand"}, words=len(words.split()),
    )  # fmt: skip
    return BankQuote(
        f"{number:08d}", quote, ("Økonomi", code), ("budget", code), "budget", "informant", "", (), ()
    )


@pytest.fixture(scope="module")
def files(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The demo's bank in every format, in Danish."""
    folder = tmp_path_factory.mktemp("bank")
    found = {ending: folder / f"bank.{ending}" for ending in ("xlsx", "docx", "html", "json", "csv", "md")}
    found["excel"] = folder / "excel.csv"
    for name, file in found.items():
        more = ["--excel"] if name == "excel" else []
        line = ["quotes", "--coder", "koder-a", "--no-overlaps", "-o", str(file), "--language", "da", *more]
        assert run([*line, "--project", str(built_demo)]) == 0
    return found


@pytest.fixture(scope="module")
def records(files: dict[str, Path]) -> list[dict[str, object]]:
    """What programs get."""
    return list(json.loads(files["json"].read_text(encoding="utf-8")))


def test_the_workbook_has_a_row_for_each_quote_with_filters_frozen_heading_and_wrapped_text(
    files: dict[str, Path], records: list[dict[str, object]]
) -> None:
    book = openpyxl.load_workbook(files["xlsx"])
    sheet = book["Citater"]
    head, *rows = sheet.iter_rows(values_only=True)
    column = {str(name): place for place, name in enumerate(head)}
    assert len(rows) == len(records)
    assert [row[column["Citat"]] for row in rows] == [record["quote"] for record in records]
    assert [row[column["Kode-id"]] for row in rows] == [record["path"][-1] for record in records]  # type: ignore[index]
    assert rows[-1][column["Kode"]] == "Fokusområder › Medbestemmelse om fokus"
    assert [row[column["kommune"]] for row in rows] == [record["attributes"]["kommune"] for record in records]  # type: ignore[index]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, len(head)).column_letter}{len(rows) + 1}"
    assert all(sheet.cell(line, column["Citat"] + 1).alignment.wrap_text for line in (2, 50, len(rows)))
    said = [str(row[0]) for row in book["Om udtrækket"].iter_rows(values_only=True)]
    assert any(line.startswith("Kodebog: version 1") for line in said)


def test_danish_excels_csv_and_the_plain_one_are_read_back_by_pandas_with_the_same_quotes(
    files: dict[str, Path], records: list[dict[str, object]]
) -> None:
    danish = pd.read_csv(files["excel"], sep=";", decimal=",", encoding="utf-8-sig")
    plain = pd.read_csv(files["csv"])
    assert list(plain["quote"]) == [record["quote"] for record in records]
    assert list(danish["Citat"]) == list(plain["quote"])  # no quote here begins as a formula does
    assert list(danish["Replik"]) == list(plain["turn"]) == [record["turn"] for record in records]


def test_the_word_file_has_a_chapter_for_each_theme_and_every_quote_in_a_style_of_its_own(
    files: dict[str, Path], records: list[dict[str, object]], built_demo: Path
) -> None:
    document = docx.Document(str(files["docx"]))
    by_style: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(str(paragraph.style.name), []).append(paragraph.text)  # type: ignore[union-attr]
    with Project.open(built_demo) as project:
        themes = [code for code in project.codes() if code.depth == 0]
    assert by_style["Heading 1"] == [*(theme.labels["da"] for theme in themes), "Citater efter interview"]
    assert by_style["Quote"] == [f"” {record['quote']}" for record in records]
    assert len(by_style["Quote Source"]) == len(records)
    assert by_style["Quote Source"][0].endswith(f"· {records[0]['id']}")
    assert by_style["Count Line"][1] == "5/5 interviews · 55 citater"
    definitions = [theme.definition for theme in themes]
    assert [text for text in by_style["Normal"] if text in definitions] == definitions


def test_the_word_file_has_a_table_of_contents_and_page_references_that_lead_to_places_in_it(
    files: dict[str, Path], records: list[dict[str, object]]
) -> None:
    with zipfile.ZipFile(files["docx"]) as archive:
        xml = archive.read("word/document.xml").decode()
    marks = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="([^"]+)"', xml)
    assert len(marks) == len(set(marks))
    assert r" TOC \o &quot;1-2&quot; " in xml.replace('"1-2"', "&quot;1-2&quot;")
    led_to = set(re.findall(r" PAGEREF (\S+) ", xml)) | set(re.findall(r'w:anchor="([^"]+)"', xml))
    assert led_to <= set(marks)
    assert {bookmark(f"citat-{record['id']}-{record['code']}") for record in records} <= led_to
    assert xml.count('w:fldCharType="begin"') == xml.count('w:fldCharType="end"')


def test_the_page_of_html_asks_for_nothing_and_its_links_lead_somewhere(
    files: dict[str, Path], records: list[dict[str, object]]
) -> None:
    page = files["html"].read_text(encoding="utf-8")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert page.count("<blockquote") == len(records)
    assert not re.search(r'(?:src|href)="(?!#)|<script|@import|url\(', page)


@pytest.mark.parametrize("words", _HOSTILE)
def test_no_cell_becomes_a_formula_a_link_or_a_number(words: str, tmp_path: Path) -> None:
    quotes = [_bank_quote(words)]
    file = tmp_path / "farlig.xlsx"
    bank_workbook(bank_columns(quotes), map(bank_row, quotes), file, title=words, notes=[words])
    sheet = openpyxl.load_workbook(file).worksheets[0]
    cell = sheet.cell(2, 2)
    assert (cell.value, cell.data_type, cell.hyperlink) == (words, "s", None)
    with speaking("da"):
        danish = to_csv(bank_table(quotes), danish_excel=True)
    value = next(iter(csv.DictReader(io.StringIO(danish.lstrip("\ufeff")), delimiter=";")))["Citat"]
    assert value.lstrip("'") == words.lstrip("'")
    assert value[0] not in "=+-@\t"


def test_a_quote_longer_than_a_cell_ends_with_an_elision_after_a_whole_word(tmp_path: Path) -> None:
    quotes = [_bank_quote("æbleskive " * 6_000)]
    bank_workbook(bank_columns(quotes), map(bank_row, quotes), tmp_path / "lang.xlsx")
    value = str(openpyxl.load_workbook(tmp_path / "lang.xlsx").worksheets[0].cell(2, 2).value)
    assert len(value) <= 32_767
    assert value.endswith("æbleskive (...)")


_LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(words=_LETTERS)
def test_whatever_a_quote_holds_the_word_file_opens_and_has_it(words: str) -> None:
    made = Document(
        words, "da", "", "kodning", [Heading(2, words, words), QuoteBlock(f"” {words}", words, words + "x")]
    )
    document = docx.Document(io.BytesIO(docx_bytes(made)))
    shown = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", words).replace("\t", "    ")
    assert document.paragraphs[1].text.replace("\r", "\n") == f"” {shown}".replace("\r", "\n")


def test_a_heading_and_its_definition_stay_with_the_quote_below() -> None:
    """Word's keep-with-next, so that they do not stand alone at the foot of a page."""
    blocks: list[Block] = [
        Heading(2, "Tema", "a"),
        Paragraph((Run("Definition"),), "body"),
        Paragraph((Run("Brødtekst"),), "body"),
        QuoteBlock("” Ja.", "interview-1"),
    ]
    document = docx.Document(io.BytesIO(docx_bytes(Document("T", "da", "", "kodning", blocks))))
    kept = [paragraph.paragraph_format.keep_with_next for paragraph in document.paragraphs]
    assert kept == [None, True, None, True, None]  # the heading's is in its style


def test_a_template_gives_its_styles_and_page_and_keeps_none_of_its_text(tmp_path: Path) -> None:
    template = docx.Document()
    template.add_paragraph("Skabelonens egen tekst")
    template.styles["Heading 1"].font.name = "Courier New"
    template.sections[0].page_width = docx.shared.Emu(5_000_000)
    template.save(str(tmp_path / "skabelon.docx"))
    blocks: list[Block] = [
        Heading(2, "Tema", "a"),
        Paragraph((Run("4/5"),), "count"),
        QuoteBlock("” Ja.", "interview-1"),
    ]
    made = docx_bytes(Document("T", "da", "", "kodning", blocks), tmp_path / "skabelon.docx")
    document = docx.Document(io.BytesIO(made))
    assert [paragraph.text for paragraph in document.paragraphs] == ["Tema", "4/5", "” Ja.", "— interview-1"]
    styles = [paragraph.style for paragraph in document.paragraphs]
    assert [style and style.name for style in styles] == ["Heading 1", "Count Line", "Quote", "Quote Source"]
    assert styles[0] is not None
    assert styles[0].font.name == "Courier New"
    assert round(document.sections[0].page_width or 0, -4) == 5_000_000


def test_what_is_no_word_file_is_refused_as_a_template(
    built_demo: Path, tmp_path: Path, refused: Callable[..., str]
) -> None:
    (tmp_path / "nej.docx").write_text("ikke Word", encoding="utf-8")
    message = refused(built_demo, "quotes", "--template", tmp_path / "nej.docx", "-o", tmp_path / "ud.docx")
    assert "is not a Word file" in message
    assert not (tmp_path / "ud.docx").exists()


def test_the_same_project_gives_the_same_bytes(
    built_demo: Path, tmp_path: Path, files: dict[str, Path]
) -> None:
    for ending in ("html", "md", "csv", "json", "docx"):
        again = tmp_path / f"igen.{ending}"
        line = ["quotes", "--coder", "koder-a", "--no-overlaps", "-o", str(again), "--language", "da"]
        assert run([*line, "--project", str(built_demo)]) == 0
        assert again.read_bytes() == files[ending].read_bytes()


@given(
    sentences=st.lists(st.sampled_from(["Ja da.", "Vi har, altså, brug for det!", "Nej (...) men så.", "og så videre"]), min_size=1, max_size=30),
    longest=st.integers(5, 40),
)  # fmt: skip
def test_a_trimmed_quote_is_the_beginning_of_the_quote_and_says_that_it_was_cut(
    sentences: list[str], longest: int
) -> None:
    quote = _bank_quote(" ".join(sentences)).quote
    cut = trim(quote, longest)
    if cut is quote:
        assert quote.words - quote.quote.count("(...)") <= longest
    else:
        assert cut.quote.endswith(" (...)")
        assert quote.quote.startswith(cut.quote.removesuffix(" (...)"))
        assert 0 < cut.words <= longest
        assert not cut.quote.endswith("(...) (...)")


def test_words_under_several_codes_of_a_theme_are_kept_once_with_the_other_codes_named() -> None:
    long = _bank_quote("a" * 100, code="budget", start=0, number=1)
    within = _bank_quote("b" * 40, code="godtgørelse", start=30, number=2)
    beside = _bank_quote("c" * 90, code="frivillige", start=70, number=3)  # 30 of its 90 are in the first
    left, covered = without_overlaps([within, long, beside])
    assert ([one.id for one in left], covered) == ([long.id, beside.id], 1)
    assert [one.also for one in left] == [(("godtgørelse", "godtgørelse"),), ()]


def test_selections_by_role_speaker_text_and_id(demo: Project) -> None:
    def found(**more: object) -> list[BankQuote]:
        return quote_bank(demo, Selection(coder="koder-a"), BankSelection(**more)).quotes  # type: ignore[arg-type]

    everything = found()
    assert found(roles=["interviewer"]) == []
    assert found(roles=["informant"]) == everything
    assert {one.quote.document for one in found(speakers=["ip"])} == {"interview-2"}
    assert all("budget" in one.quote.quote.casefold() for one in found(text="BUDGET"))
    assert 0 < len(found(text="BUDGET")) < len(everything)
    assert [one.id for one in found(ids=[everything[7].id])] == [everything[7].id]


def test_marks_are_added_taken_back_undone_and_selected_by(demo: Project) -> None:
    def ids(**more: object) -> list[str]:
        bank = quote_bank(demo, Selection(codes=("rem-støtte",), coder="koder-a"), BankSelection(**more))  # type: ignore[arg-type]
        return [one.id for one in bank.quotes]

    demo.unmark_used([[use.coding] for use in demo.uses()], "koder-a")  # those that the sample comes with
    everything = quote_bank(demo, Selection(codes=("rem-støtte",), coder="koder-a")).quotes
    chosen = [one.quote.coding_ids for one in everything[:2]]
    assert demo.mark_used(chosen, "eva", "Kapitel 3") == 2
    assert demo.mark_used(chosen, "eva", "Kapitel 3") == 0
    assert demo.mark_used(chosen[:1], "eva", "Artikel") == 1
    assert ids(used=True) == ids(place="Kapitel 3") == [one.id for one in everything[:2]]
    assert ids(place="Artikel") == [everything[0].id]
    assert demo.unmark_used(chosen[:1], "eva", "Kapitel 3") == 1
    assert ids(place="Kapitel 3") == [everything[1].id]
    demo.undo("eva")
    assert ids(place="Kapitel 3") == [one.id for one in everything[:2]]
    demo.undo("eva")
    demo.undo("eva")
    assert ids(used=True) == []
    assert ids(used=False) == [one.id for one in everything]
    assert demo.problems() == []


def test_picks_are_the_same_each_time_and_say_why(demo: Project, kodning: Callable[..., object]) -> None:
    bank = quote_bank(demo, Selection(coder="koder-a"), BankSelection(overlaps=False)).quotes
    found = picks(bank)
    assert found == picks(list(bank))
    by_theme: dict[str, list[float]] = {}
    for pick in found:
        by_theme.setdefault(pick.theme, []).append(pick.centrality)
        assert pick.words or pick.centrality == 0
    assert all(typical > deviant for typical, deviant in by_theme.values())
    said = kodning("quotes", "budget", "--coder", "koder-a", "--pick", "1", project=demo.folder)
    assert "Most typical of the theme's 19 quotes" in said.stdout  # type: ignore[attr-defined]
    assert "picked by kodning from their words alone" in said.stderr  # type: ignore[attr-defined]


def test_the_typical_quote_is_the_one_whose_words_the_others_share() -> None:
    shared = "kommunen giver rådet penge til møder og kurser hvert eneste år, siger formanden"
    quotes = [_bank_quote(f"{shared} {word}", number=n) for n, word in enumerate(["nord", "syd", "vest"])]
    odd = _bank_quote("katten sov på taget mens regnen faldt over haven, skoven, fjorden og broen", number=9)
    typical, deviant = picks([odd, *quotes])
    assert typical.quote.id != odd.id
    assert deviant.quote.id == odd.id
    assert deviant.centrality < 0.05
    assert typical.centrality > 0.5


def test_the_command_marks_and_unmarks(demo_project: Path, kodning: Callable[..., object]) -> None:
    line = ("quotes", "rem-støtte", "--coder", "koder-a")
    with speaking("en"):
        marked = kodning(*line, "--mark", "Chapter 3", project=demo_project)
        shown = kodning(*line, "--used-in", "Chapter 3", "--format", "json", project=demo_project)
        unmarked = kodning(*line, "--unmark", project=demo_project)
    rows = json.loads(shown.stdout)  # type: ignore[attr-defined]
    assert marked.stdout == f"{len(rows)} quotes marked as used.\n"  # type: ignore[attr-defined]
    assert all("Chapter 3" in row["used"] for row in rows)
    assert unmarked.stdout == f"{len(rows)} quotes are no longer marked as used.\n"  # type: ignore[attr-defined]


def test_an_empty_table_of_contents_is_no_field() -> None:
    made = docx_bytes(Document("T", "da", "", "kodning", [Contents([])]))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert b"fldChar" not in archive.read("word/document.xml")
