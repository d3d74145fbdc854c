"""The agreement report in every form: what stands in it, that it can be read, and that nothing in it runs."""

import csv
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kodning.agreement import Interval
from kodning.intercoder.sample_size import Plan
from kodning.intercoder.sampling import draw_sample
from kodning.intercoder.whole import ANY_UNIT, AnyUnit, Study, agreement_study
from kodning.intercoder.work import work_now
from kodning.model import NewCoding
from kodning.project import Project
from kodning.report.agreement_cells import interval_text, probability, verdict_text
from kodning.report.agreement_page import agreement_page, interval_bar
from kodning.report.agreement_paper import agreement_markdown, agreement_workbook, methods_text
from kodning.report.agreement_table import agreement_plain, agreement_table
from kodning.report.disagreement_style import COLORS
from kodning.report.sample_table import sample_table
from kodning.report.table import display_width, to_csv, to_json, to_markdown, to_text
from kodning.wording import LANGUAGES, Language, speaking

EVERY_UNIT = pytest.mark.parametrize("unit", ANY_UNIT)
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
_ENGLISH = re.compile(r"\b(the|of|and|with|codings|words|agreement|units|interval against)\b", re.IGNORECASE)
_VOID = {"meta", "line", "circle", "br"}


def study(project: Project, unit: AnyUnit = "turn", **options: Any) -> Study:
    return agreement_study(project, work_now(project), unit, software="kodning 9.9", **options)


class Page(HTMLParser):
    """The page as elements; complains of tags that are not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Words, other than of the style sheet."""
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all elements of a kind."""
        return [found for name, found in self.elements if name == tag]


@EVERY_UNIT
@EVERY_LANGUAGE
def test_the_page_is_one_file_in_which_nothing_runs(demo: Project, unit: AnyUnit, language: Language) -> None:
    with speaking(language):
        text = agreement_page(study(demo, unit))
    page = Page(text)
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "base", "form"}
    assert not [
        name
        for _, found in page.elements
        for name in found
        if name.startswith("on") or name in {"src", "href"}
    ]
    assert "url(" not in text
    assert "@import" not in text
    assert page.all("html") == [{"lang": language}]
    csp = [
        meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    assert csp == ["default-src 'none'; style-src 'unsafe-inline'"]


@EVERY_UNIT
def test_tables_of_the_page_can_be_read_aloud(demo: Project, unit: AnyUnit) -> None:
    page = Page(agreement_page(study(demo, unit)))
    assert len(page.all("table")) == len(page.all("caption")) == len(page.all("thead")) >= 2
    assert all(cell.get("scope") in {"col", "row"} for cell in page.all("th"))
    names = [tag for tag, _ in page.elements]
    assert names.count("h1") == 1
    assert next(tag for tag in names if tag in {"h1", "h2", "h3"}) == "h1"
    regions = [found for found in page.all("div") if found.get("role") == "region"]
    assert all(found["aria-label"] and found["tabindex"] == "0" for found in regions)


def test_every_interval_is_drawn_with_a_name(demo: Project) -> None:
    with speaking("en"):
        found = study(demo)
        text = agreement_page(found)
    page = Page(text)
    drawn = page.all("svg")
    defined = [code for code in found.first.record()["codes"] if code["alpha"] is not None]
    assert len(drawn) == len(defined) + 1
    assert all(one["role"] == "img" and one["aria-label"] for one in drawn)
    assert text.count("<svg") == len(re.findall(r"<svg[^>]*><title>[^<]+</title>", text))
    budget = next(code for code in defined if code["code"] == "budget")
    low, high = budget["interval"]
    assert (
        f"<title>The council&#x27;s finances: {budget['alpha']:.2f}, interval {low:.2f}–{high:.2f}</title>"
        in text
    )


def test_a_bar_stands_where_its_numbers_do() -> None:
    bar = interval_bar(0.5, Interval(0.25, 1.0, "jackknife", {}), "x")
    places = {name: float(x) for name, x in re.findall(r'class="(\w+)"[^>]*?(?:x1|cx)="([-\d.]+)"', bar)}
    (end,) = re.findall(r'class="span" x1="[\d.]+" x2="([\d.]+)"', bar)
    left, right = 5.0, 139.0
    for name, value in (("point", 0.5), ("span", 0.25)):
        assert places[name] == pytest.approx(left + (value + 0.25) / 1.25 * (right - left), abs=0.06)
    assert float(end) == right
    limits = [float(x) for x in re.findall(r'class="limit" x1="([\d.]+)"', bar)]
    assert limits == pytest.approx(
        [left + (limit + 0.25) / 1.25 * (right - left) for limit in (0.667, 0.8)], abs=0.06
    )


def test_a_bar_of_a_value_far_below_zero_stays_on_its_line() -> None:
    bar = interval_bar(-0.9, Interval(-3.0, 0.2, "jackknife", {}), "x")
    assert all(0 <= float(x) <= 144 for x in re.findall(r'(?:x1|x2|cx)="([-\d.]+)"', bar))
    assert "−3" in bar


def test_without_interval_a_bar_has_a_point_only_and_without_value_there_is_none() -> None:
    nothing = Interval(None, None, "jackknife", {})
    assert 'class="span"' not in interval_bar(1.0, nothing, "x")
    assert interval_bar(None, nothing, "x") == ""


def _luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
def test_words_and_bars_stand_out_in_both_themes(theme: int) -> None:
    """WCAG 2.2 AA: 4.5 for text, 3 for what a picture is read by."""
    for text, ground in product(("ink", "quiet"), ("paper", "card")):
        assert _contrast(COLORS[text][theme], COLORS[ground][theme]) >= 4.5
    for mark, ground in product(("line-k0", "line-mixed", "ink"), ("paper", "card")):
        assert _contrast(COLORS[mark][theme], COLORS[ground][theme]) >= 3


def test_the_page_prints_and_has_two_themes(demo: Project) -> None:
    text = agreement_page(study(demo))
    assert "@media print" in text
    assert "@media screen and (prefers-color-scheme: dark)" in text


HOSTILE = """\
version: '"><script>alert(1)</script>'
approach: reflexive <b>&amp;</b>
codes:
  - id: '<img src=x onerror=alert(2)>'
    label: {da: '</title><script>3</script>', en: '"><svg onload=alert(4)>'}
  - id: "| pipe"
"""


@pytest.fixture
def hostile(tmp_path: Path) -> Project:
    """Names that would do harm in a page, if they could."""
    from kodning.model import Transcript, Turn

    who = "koder <script>5</script>"
    project = Project.create(tmp_path / "p", HOSTILE, who)
    text = "Det er sagt."
    turns = (Turn(1, 0, len(text), "IP", "informant"),)
    project.import_transcripts([(Path("d.txt"), Transcript(text, turns, "", "utf-8", "0" * 64))], who)
    codings = [NewCoding("d", 0, 6, "<img src=x onerror=alert(2)>", who)]
    project.import_codings(codings, who, "fil")
    for coder in (who, "b & c"):
        project.mark_reviewed(["d"], coder)
    return project


@EVERY_UNIT
@EVERY_LANGUAGE
def test_whatever_comes_from_a_project_is_escaped(
    hostile: Project, unit: AnyUnit, language: Language
) -> None:
    with hostile, speaking(language):
        text = agreement_page(study(hostile, unit))
    page = Page(text)
    assert "script" not in {tag for tag, _ in page.elements}
    assert not re.search(r"<(script|img|b>|svg onload)", text)
    words = "".join(page.words)
    assert "koder <script>5</script>" in words
    assert "reflexive <b>&amp;</b>" in words


@EVERY_LANGUAGE
def test_a_reflexive_codebook_is_met_with_a_caution_in_every_form(
    hostile: Project, language: Language
) -> None:
    wanted = {
        "da": "hviler ikke på enighed mellem kodere",
        "en": "does not rest on agreement between coders",
    }[language]
    with hostile, speaking(language):
        for unit in ANY_UNIT:
            found = study(hostile, unit)
            forms = [
                agreement_page(found),
                agreement_markdown(found),
                to_text(agreement_table(found), width=500),
            ]
            assert all(wanted in form for form in forms)
            assert found.record()["codebook"]["approach"] == "reflexive <b>&amp;</b>"


def test_other_codebooks_are_not(demo: Project) -> None:
    with speaking("en"):
        assert "reflexive" not in agreement_page(study(demo))


@EVERY_UNIT
@EVERY_LANGUAGE
@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_in_a_terminal_is_longer_than_it_is_wide(
    demo: Project, unit: AnyUnit, language: Language, width: int
) -> None:
    with speaking(language):
        text = to_text(agreement_table(study(demo, unit)), width=width)
    assert max(map(display_width, text.splitlines())) <= width


@EVERY_UNIT
def test_the_report_speaks_one_language_at_a_time(demo: Project, unit: AnyUnit) -> None:
    for scale in ("krippendorff", "landis-koch"):
        with speaking("en"):
            text = to_text(agreement_table(study(demo, unit, scale=scale, min_overlap=0.5)), width=100)
        assert not re.search("[æøåÆØÅ»«]", text)
        with speaking("da"):
            text = to_text(agreement_table(study(demo, unit, scale=scale, min_overlap=0.5)), width=100)
        assert not _ENGLISH.findall(text)


@EVERY_UNIT
def test_who_coded_what_when_stands_in_every_form(demo: Project, unit: AnyUnit) -> None:
    with speaking("en"):
        found = study(demo, unit)
        forms = [agreement_page(found), agreement_markdown(found), to_text(agreement_table(found), width=500)]
    for form in forms:
        assert "koder-a" in form
        assert "2017-02-06" in form
        assert "2017-02-16" in form
        assert found.background.codebook.sha256[:12] in form
    who = found.record()["who"]
    assert [(one["coder"], one["codings"], one["documents"]) for one in who] == [
        ("koder-a", 173, 5),
        ("koder-b", 177, 5),
    ]


def test_figures_that_random_coders_reach_stand_beside_what_they_would_reach(demo: Project) -> None:
    with speaking("en"):
        found = study(demo, "segment")
        (row, *_) = agreement_table(found).rows
        notes = " ".join(agreement_table(found).notes)
    assert row["percent"] == "96% (90%)"
    assert row["ac1"] == "0.95 (0.88)"
    assert row["p_pos"] == "0.60 (0.05)"
    assert "random coders: 96%" in notes
    assert "random: 21%" in notes
    assert "random coders reach 0 on α and κ" in notes


@EVERY_UNIT
def test_tables_for_programs_hold_every_number_in_full(demo: Project, unit: AnyUnit) -> None:
    found = study(demo, unit)
    rows = list(csv.DictReader(io.StringIO(to_csv(agreement_plain(found)))))
    record = found.record()
    codes = record["codes"]
    assert [row["code"] for row in rows[: len(codes)]] == [code["code"] for code in codes]
    for row, code in zip(rows, codes, strict=False):
        for name in [unit] if unit != "all" else code["units"]:
            figures = code if unit != "all" else code["units"][name]
            key = "alpha" if unit != "all" else name
            low = "low" if unit != "all" else f"{name}_low"
            assert row[key] == ("" if figures["alpha"] is None else str(figures["alpha"]))
            assert row[low] == ("" if figures["interval"] is None else str(figures["interval"][0]))
    if unit == "all":
        assert rows[-1]["label"] in {"Samlet", "Pooled"}
        assert float(rows[-1]["span"]) == record["pooled"]["span"]["alpha"]


@EVERY_UNIT
def test_the_json_is_json(demo: Project, unit: AnyUnit) -> None:
    found = study(demo, unit)
    assert json.loads(to_json(found.record())) == found.record()


def test_a_workbook_has_the_numbers_first_and_the_words_after(demo: Project) -> None:
    with speaking("en"):
        found = study(demo)
        book = openpyxl.load_workbook(io.BytesIO(agreement_workbook(found)))
        assert book.sheetnames == ["Codes", "About"]
        plain = agreement_plain(found)
    codes, about = (book[name] for name in book.sheetnames)
    assert codes.max_row == len(plain.rows) + 1
    assert codes.max_column == len(plain.columns)
    words = [cell.value for (cell,) in about.iter_rows()]
    assert set(found.methods().values()) <= set(words)


def test_markdown_ends_with_the_paragraph_in_both_languages(demo: Project) -> None:
    with speaking("da"):
        found = study(demo, "all")
        text = agreement_markdown(found)
        assert text.endswith(methods_text(found))
    assert text.index("**Metodeafsnit, dansk**") < text.index("**Metodeafsnit, engelsk**")
    assert text.count("| Kode |") == 6
    with speaking("en"):
        assert "\n\nTwo coders' codings" in methods_text(found, 80)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"),
        (0.0, "<1%"),
        (0.004, "<1%"),
        (0.005, "1%"),
        (0.5, "50%"),
        (0.994, "99%"),
        (0.995, ">99%"),
        (1.0, ">99%"),
    ],
)
def test_a_probability_is_never_printed_as_certain(value: float | None, said: str) -> None:
    with speaking("en"):
        assert probability(value) == said


@EVERY_LANGUAGE
def test_verdicts_have_words_on_both_scales(language: Language) -> None:
    found = Interval(0.3, 0.9, "jackknife", {})
    nothing = Interval(None, None, "jackknife", {})
    with speaking(language):
        assert verdict_text(found) == {"da": "uafklaret", "en": "open"}[language]
        assert (
            verdict_text(found, "landis-koch")
            == {"da": "nogen til næsten fuld", "en": "fair to almost perfect"}[language]
        )
        assert verdict_text(nothing) == verdict_text(nothing, "landis-koch") == interval_text(nothing) == "–"


def test_what_is_left_out_is_told_with_its_reason(demo: Project) -> None:
    demo.undo("koder-b")
    demo.undo("koder-b")
    demo.mark_reviewed(["interview-1"], "koder-b")
    with speaking("en"):
        notes = " ".join(agreement_table(study(demo, "turn")).notes)
        spans = " ".join(agreement_table(study(demo, "span")).notes)
    assert re.search(
        r"Left out: \d+ turns that fewer than two have reviewed \(\d+ by one, 0 by none\)\.", notes
    )
    assert re.search(r"\d+ of \d+ codings stand only where", notes)
    assert re.search(r"Left out: [\d,]+ words that fewer than two have reviewed", spans)


@EVERY_LANGUAGE
def test_a_sample_says_why_it_is_so_large(demo: Project, language: Language) -> None:
    with speaking(language):
        table = sample_table(draw_sample(demo, prevalence=0.2))
        text = to_text(table, width=100)
    assert max(map(display_width, text.splitlines())) <= 100
    said = " ".join(table.notes)
    wanted = {
        "da": [
            "131 uafhængige enheder",
            "0,667",
            "ICC 0,10, en antagelse",
            "højst svare til 50 uafhængige",
            "flere interviews",
        ],
        "en": [
            "131 independent units",
            "0.667",
            "ICC 0.10, an assumption",
            "worth 50 independent ones at most",
            "more interviews",
        ],
    }[language]
    assert all(words in said for words in wanted)
    assert (language == "da") == bool(re.search("[æøå]", said))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"prevalence": 0.2, "plan": Plan(icc=0)}, "That is enough for the lower limit."),
        ({"prevalence": 0.2, "plan": Plan(icc=0), "size": 50}, "It would take 131 sentences. Expect a lower limit of 0."),
        ({"prevalence": 0.01, "plan": Plan(icc=0)}, "these are all there are. Expect a lower limit of"),
        ({"prevalence": 0.2, "size": 858}, "These are all there are; more interviews help."),
        ({"prevalence": 0.2, "size": 4}, "Expect no lower limit above 0."),
        ({"prevalence": 0.2}, "The prevalence 20.0% is the one asked for."),
        ({}, "is the median of the 24 codes used so far."),
        ({"by": "rolle", "size": 5, "seed": 7}, "Drawn with seed 7 and shared out by how many units each interview has, first by “rolle”"),
    ],
)  # fmt: skip
def test_every_case_of_a_sample_has_its_words(demo: Project, options: dict[str, Any], said: str) -> None:
    with speaking("en"):
        notes = " ".join(sample_table(draw_sample(demo, **options)).notes)
    assert said in notes


def test_a_sample_before_any_coding_is_sized_by_a_guess(
    demo: Project, make_empty: Callable[[Project], None]
) -> None:
    make_empty(demo)
    with speaking("en"):
        assert "The prevalence 20.0% is a guess" in " ".join(sample_table(draw_sample(demo)).notes)


@pytest.fixture
def make_empty() -> Callable[[Project], None]:
    """Take all codings and reviews back."""

    def empty(project: Project) -> None:
        for action in project.history():
            if action.kind in {"codings", "reviewed"}:
                project.undo(action.coder, action.id)

    return empty


def test_a_sample_in_markdown_names_the_attribute(demo: Project) -> None:
    with speaking("en"):
        text = to_markdown(sample_table(draw_sample(demo, by="rolle", size=3)))
    assert "| No. | Interview | Place | rolle | Begins |" in text
