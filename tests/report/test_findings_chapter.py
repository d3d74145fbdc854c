"""The findings chapter: the report's counts and its 11 quotes, every link whole, nothing written that a person must write."""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import docx
import pytest

from kodning.cli.main import run
from kodning.project import Project
from kodning.report.basis import basis_of
from kodning.report.checklists import COREQ, SRQR
from kodning.report.docx_file import bookmark
from kodning.report.quantifiers import quantifier
from kodning.survey import read_survey
from kodning.wording import speaking

_PRINTED = json.loads(
    (Path(__file__).parents[1] / "analysis" / "printed_quotes.json").read_text(encoding="utf-8")
)["quotes"]
_RUN = ["report", "--coder", "koder-a"]


@pytest.fixture(scope="module")
def chapters(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The demo's chapter, by language and format."""
    folder = tmp_path_factory.mktemp("kapitel")
    found = {}
    for language in ("da", "en"):
        for ending in ("html", "docx", "md"):
            file = folder / f"{language}.{ending}"
            assert run([*_RUN, "-o", str(file), "--language", language, "--project", str(built_demo)]) == 0
            found[f"{language}.{ending}"] = file
    return found


@pytest.fixture(scope="module")
def page(chapters: dict[str, Path]) -> str:
    """The Danish page."""
    return chapters["da.html"].read_text(encoding="utf-8")


def _chapter_quotes(page: str) -> list[str]:
    found = re.findall(r'<blockquote id="brugt-[^"]+">(?:<p class="turn">.*?</p>)*<p>(.*?)</p>', page)
    return [unescape(text) for text in found]


def test_the_quotes_of_the_chapter_are_the_reports_eleven(page: str) -> None:
    found = _chapter_quotes(page)
    assert sorted(found) == sorted(quote["text"] for quote in _PRINTED)


def test_every_count_of_the_survey_stands_with_its_base(page: str, built_demo: Path) -> None:
    survey = read_survey(built_demo / "survey.yaml")
    for question in survey.questions:
        line = re.search(
            rf'<p class="count">(?:(?!</p>).)*href="#survey-{question.id}"(?:(?!</p>).)*</p>', page
        )
        assert line is not None, question.id
        words = unescape(re.sub(r"<[^>]+>", "", line[0]))
        expected = " · ".join(f"{option.answer['da']} {option.count}/30" for option in question.options)
        assert words == expected


def test_every_number_leads_to_quotes_and_every_link_to_a_place(page: str) -> None:
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    counts = re.findall(r'<a href="#alle-([^"]+)">(\d+)/5</a>', page)
    with_quotes = {code for code, count in counts if count != "0"}
    assert {"tidlig-inddragelse", "budget", "rem-ressourcer"} <= with_quotes
    assert len(with_quotes) == 24


def test_the_counts_of_interviews_are_those_of_the_quotes_that_they_lead_to(
    page: str, built_demo: Path
) -> None:
    appendix = page.split('id="citater"')[1].split('id="kodebog"', maxsplit=1)[0]
    parts = re.split(r'<h[34] id="alle-([^"]+)"', appendix)[1:]
    with Project.open(built_demo) as project:
        codes = {code.key: code for code in project.codes()}
    quoted: dict[str, set[str]] = {}
    for code, body in zip(parts[::2], parts[1::2], strict=True):
        documents = set(re.findall(r"<cite>— (interview-\d)", body))
        above: str | None = code
        while above is not None:
            quoted.setdefault(above, set()).update(documents)
            above = codes[above].parent
    for code, count in re.findall(r'<a href="#alle-([^"]+)">(\d+)/5</a>', page):
        assert len(quoted[code]) == int(count), code


@pytest.mark.parametrize("ending", ["html", "md", "docx"])
def test_the_same_project_gives_the_same_bytes(
    ending: str, chapters: dict[str, Path], built_demo: Path, tmp_path: Path
) -> None:
    again = tmp_path / f"igen.{ending}"
    assert run([*_RUN, "-o", str(again), "--language", "da", "--project", str(built_demo)]) == 0
    assert again.read_bytes() == chapters[f"da.{ending}"].read_bytes()


def test_the_chapter_says_what_it_rests_on(page: str) -> None:
    basis = unescape(re.sub(r"<[^>]+>", "", page.split('id="grundlag"')[1]))
    assert re.search(r"Kodebog: version 1, tekst nr\. 1 i projektet, SHA-256 [0-9a-f]{12}\.", basis)
    assert "Valg: --coder koder-a." in basis
    assert re.search(
        r"efter handling nr\. \d+ \(\d{4}-\d\d-\d\d kl\. \d\d:\d\d UTC\)\. Lavet med kodning ", basis
    )


def test_a_blind_coder_is_told_only_of_her_own_work(built_demo: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(built_demo, tmp_path / "demo"))
    with Project.open(folder, "leder") as project:
        project.begin_blind("koder-b", "leder")
    with Project.open(folder, "koder-b") as hers:
        basis = basis_of(hers, "kodning")
        assert basis.actions == len(hers.history())
        assert basis.passes == ()


def test_the_page_has_no_script_and_asks_for_nothing(page: str) -> None:
    assert not re.search(r"<script|@import|url\(|src=|<link", page)
    assert "default-src 'none'" in page


def test_where_a_person_must_write_it_says_so_once_for_each_theme_and_more(
    page: str, chapters: dict[str, Path]
) -> None:
    asked = re.findall(r'<p class="write"><b>Skriv her</b> (.*?)</p>', page)
    assert sum("hvad betyder det?" in text for text in asked) == 7
    document = docx.Document(str(chapters["da.docx"]))
    written = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "To Write"]
    assert len(written) == len(asked)
    assert all(text.startswith("[Skriv her] ") for text in written)


def test_the_word_file_holds_the_same_quotes_tables_and_whole_links(
    chapters: dict[str, Path], page: str
) -> None:
    document = docx.Document(str(chapters["da.docx"]))
    quotes = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Quote"]
    assert set(_chapter_quotes(page)) <= set(quotes)
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["Forening", "16/30", "53 %"] in [row[:3] for row in cells]
    assert ["Selvstændigt budget", "2/5", "to"] in [row[:3] for row in cells]
    with zipfile.ZipFile(chapters["da.docx"]) as archive:
        xml = archive.read("word/document.xml").decode()
    marks = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="([^"]+)"', xml)
    assert len(marks) == len(set(marks))
    assert set(re.findall(r'w:anchor="([^"]+)"', xml)) <= set(marks)
    assert bookmark("survey-figur-1") in marks


def test_the_markdown_holds_them_too(chapters: dict[str, Path]) -> None:
    text = chapters["da.md"].read_text(encoding="utf-8")
    anchors = set(re.findall(r'<a id="([^"]+)"></a>', text))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors
    for quote in _PRINTED:
        assert text.replace("\\", "").count(quote["text"]) == 2  # in its chapter and in the appendix


def test_both_checklists_are_whole_and_say_what_is_missing(page: str) -> None:
    assert [item.number for item in COREQ] == list(range(1, 33))
    assert [item.number for item in SRQR] == list(range(1, 22))
    lists = page.split('id="tjeklister"')[1].split('id="grundlag"', maxsplit=1)[0]
    for name, items in (("coreq", COREQ), ("srqr", SRQR)):
        part = lists.split(f'id="{name}"')[1].split("</table>")[0]
        filled = len(items) - part.count("[Skriv her]")
        assert f"{filled}/{len(items)} punkter er udfyldt" in part
        assert filled >= 5


def test_without_marks_quotes_are_picked_and_each_says_why(
    demo: Project, kodning: Callable[..., Any]
) -> None:
    demo.unmark_used([[use.coding] for use in demo.uses()], "koder-a")
    text = kodning("report", "--coder", "koder-a", project=demo.folder).stdout
    assert text.count('<blockquote id="brugt-') == 7
    assert text.count("Most typical of the theme's") == 7
    assert "No quotes are marked as used" in text


def test_one_coder_without_survey_yields_a_chapter_that_says_what_it_cannot(
    demo_project: Path, kodning: Callable[..., Any]
) -> None:
    (demo_project / "survey.yaml").unlink()
    with Project.open(demo_project) as project:
        project.retract([coding.uid for coding in project.codings(coder="koder-b")], "koder-b")
        project.undo("koder-b", next(a.id for a in project.history(coder="koder-b") if a.kind == "reviewed"))
    text = kodning("report", project=demo_project).stdout
    assert "There is no figure of agreement" in text
    assert "#survey-" not in text
    assert "COREQ" in text


def test_an_empty_project_is_refused(tmp_path: Path, refused: Callable[..., str]) -> None:
    Project.create(tmp_path / "p", "codes:\n  - id: a\n", "eva").close()
    assert "There are no codings yet" in refused(tmp_path / "p", "report")


@pytest.mark.parametrize(
    ("count", "total", "da"),
    [(0, 5, "ingen"), (1, 5, "en enkelt"), (2, 5, "to"), (3, 5, "de fleste"), (3, 6, "flere"), (4, 9, "flere"),
     (5, 5, "alle"), (2, 3, "to"), (1, 2, ""), (2, 2, ""), (1, 1, ""), (0, 1, "ingen"), (3, 3, "alle")],
)  # fmt: skip
def test_words_for_counts_are_used_only_where_the_count_supports_them(
    count: int, total: int, da: str
) -> None:
    with speaking("da"):
        assert quantifier(count, total) == da


def test_hostile_words_are_shown_and_never_run(demo: Project, kodning: Callable[..., Any]) -> None:
    evil = '<img src=x onerror=alert(1)> [Vi = <script>alert("x")</script>]'
    demo.code("interview-1", "t2", ["budget"], "koder-a", memo=evil)
    demo.mark_used([[demo.codings(coder="koder-a", codes=["budget"])[0].uid]], "koder-a", evil)
    text = kodning("report", "--coder", "koder-a", project=demo.folder).stdout
    assert "<script" not in text
    assert "<img" not in text


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["da.html", "en.html"])
def test_the_chapter_meets_wcag_2_2_aa(
    name: str, dark: bool, chapters: dict[str, Path], violations: Callable[..., list[Any]]
) -> None:
    assert violations(chapters[name], dark=dark) == []


def test_the_chapter_can_be_read_on_a_small_screen(
    chapters: dict[str, Path], violations: Callable[..., list[Any]]
) -> None:
    assert violations(chapters["da.html"], width=320) == []


def test_the_quote_bank_meets_wcag_2_2_aa(
    built_demo: Path, tmp_path: Path, violations: Callable[..., list[Any]]
) -> None:
    assert run(["quotes", "-o", str(tmp_path / "bank.html"), "--project", str(built_demo)]) == 0
    assert violations(tmp_path / "bank.html") == []


def test_a_chapter_with_a_template_takes_its_styles(built_demo: Path, tmp_path: Path) -> None:
    template = docx.Document()
    template.save(str(tmp_path / "skabelon.docx"))
    line = [
        *_RUN,
        "--template",
        str(tmp_path / "skabelon.docx"),
        "-o",
        str(tmp_path / "k.docx"),
        "--language",
        "da",
    ]
    assert run([*line, "--project", str(built_demo)]) == 0
    document = docx.Document(io.BytesIO((tmp_path / "k.docx").read_bytes()))
    assert document.paragraphs[0].style is not None
    assert document.paragraphs[0].style.name == "Title"
    assert len(document.tables) > 20


def test_python_gets_the_same_as_the_commands(
    demo_project: Path, tmp_path: Path, kodning: Callable[..., Any]
) -> None:
    import kodning as package

    with package.Project.open(demo_project) as project:
        frame = project.quote_bank("budget", coder="koder-a", used=True)
        assert list(frame["document"]) == ["interview-3"]
        assert set(project.picks(coder="koder-a")["pick"]) == {"typical", "deviant"}
        assert len(project.survey().records()) == 51
        with speaking("en"):
            project.write_report(tmp_path / "a.html")
            figure = project.survey_figure("figur-1")
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == kodning("report", project=demo_project).stdout
    assert figure == kodning("figure", "survey", "1", project=demo_project).stdout
