"""Figures: well-formed, heard as well as seen, the same bytes each time, and true to the counts."""

import io
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning.analysis.matrix import matrix
from kodning.analysis.themes import themes
from kodning.project import Project
from kodning.report.figure_drawing import matrix_svg, themes_svg
from kodning.report.figures.bars import Bar, bar_figure
from kodning.report.figures.canvas import COLORS, level_of, width_of, wrapped
from kodning.report.figures.curves import (
    Envelope,
    Interval,
    Strip,
    envelope_figure,
    interval_figure,
    strip_figure,
)
from kodning.report.figures.grids import GridRow, heat_map, pair_grid
from kodning.report.survey_table import finding, survey_svg
from kodning.survey import Option, Question, read_survey
from kodning.wording import speaking

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_SVG = "{http://www.w3.org/2000/svg}"
_LONG = "Forventningsafstemning mellem kommunalbestyrelsen og integrationsrådet om opgaver, ressourcer og høringsret"
_NAMES = ("themes", "matrix", "cooccur", "saturation", "timeline", "agreement")


def _parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own


def _texts(svg: str) -> list[str]:
    return [element.text or "" for element in _parsed(svg).iter(f"{_SVG}text")]


@pytest.fixture(scope="module", params=["da", "en"])
def drawn(request: pytest.FixtureRequest, built_demo: Path) -> dict[str, str]:
    """Every figure of the demo, as the command writes it."""
    import contextlib

    from kodning.cli.main import run

    found = {}
    for name in (*_NAMES, *(f"survey {number}" for number in range(1, 11))):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            line = ["figure", *name.split(), "--project", str(built_demo), "--language", request.param]
            assert run(line) == 0
        found[name] = out.getvalue()
    return found


def test_every_figure_has_a_role_a_title_a_description_and_nothing_outside_its_frame(
    drawn: dict[str, str],
) -> None:
    for name, svg in drawn.items():
        root = _parsed(svg)
        assert root.get("role") == "img", name
        title, description = root.find(f"{_SVG}title"), root.find(f"{_SVG}desc")
        assert title is not None
        assert description is not None
        assert title.get("id") == root.get("aria-labelledby")
        assert description.get("id") == root.get("aria-describedby")
        assert len(title.text or "") > 8
        width, height = float(root.get("width", 0)), float(root.get("height", 0))
        for rect in root.iter(f"{_SVG}rect"):
            assert float(rect.get("x", 0)) + float(rect.get("width", 0)) <= width + 0.1, name
            assert float(rect.get("y", 0)) + float(rect.get("height", 0)) <= height + 0.1, name
        for element in root.iter(f"{_SVG}text"):
            assert 0 <= float(element.get("y", 0)) <= height, name
        assert not re.search(r"href|url\(|<script|<image", svg)


def test_a_figure_is_the_same_bytes_each_time(drawn: dict[str, str], built_demo: Path) -> None:
    with Project.open(built_demo) as project, speaking("da"):
        assert themes_svg(themes(project)) == themes_svg(themes(project))
        assert matrix_svg(matrix(project)) == matrix_svg(matrix(project))
    assert len(set(drawn.values())) == len(drawn)


def test_every_colour_has_a_dark_one_and_print_keeps_the_light(drawn: dict[str, str]) -> None:
    for svg in drawn.values():
        used = set(re.findall(r'class="[fs]-(\w+)"', svg))
        assert used <= COLORS.keys()
        assert "@media screen and (prefers-color-scheme:dark)" in svg
        assert all(f".f-{name}{{fill:{COLORS[name][1]}}}" in svg for name in used)


def _luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_words_and_marks_stand_out_from_their_ground_in_both_themes() -> None:
    for theme in (0, 1):
        paper = COLORS["paper"][theme]
        assert all(_contrast(COLORS[name][theme], paper) >= 7 for name in ("ink", "quiet"))
        assert all(_contrast(COLORS[name][theme], paper) >= 3 for name in ("bar", "soft", "mark"))


def test_numbers_in_a_heat_map_can_be_read_on_every_ground() -> None:
    rows, columns = [GridRow(str(n), str(n)) for n in range(6)], [("a", "a")]
    values = {(str(n), "a"): float(n) for n in range(6)}
    svg = heat_map(
        "x", "t", "s", rows, columns, values, shown={key: f"{value:g}" for key, value in values.items()}
    )
    dark = dict(re.findall(r"\.on(\d)\{fill:(#\w+)\}", svg))
    for level in range(1, 6):
        light = re.search(rf'class="on{level}" fill="(#\w+)"', svg)
        assert light is not None
        assert _contrast(light[1], COLORS[f"h{level}"][0]) >= 4.5, level
        assert _contrast(dark[str(level)], COLORS[f"h{level}"][1]) >= 4.5, level


def test_the_theme_figure_states_its_finding_and_prints_the_tables_numbers(built_demo: Path) -> None:
    with Project.open(built_demo) as project, speaking("da"):
        found = themes(project, coder="koder-a")
        words = _texts(themes_svg(found))
    assert words[0] == "»Tidlig inddragelse« fylder mest: 30 % af ordene"
    assert "10.388 ord i 5 interviews" in " ".join(words[1:4])
    assert words.count("5/5") == sum(row.count.documents == 5 for row in found.rows)


def test_the_heat_map_has_the_matrix_in_its_cells(built_demo: Path) -> None:
    with Project.open(built_demo) as project, speaking("en"):
        found = matrix(project, coder="koder-a")
        svg = matrix_svg(found)
    tips = [element.text or "" for element in _parsed(svg).iter(f"{_SVG}title")][1:]
    assert len(tips) == len(found.codes) * len(found.columns)
    for code in found.codes:
        for column in found.columns:
            assert f"{code.shown}, {column.name}: {found.count(code.code, column).codings}" in tips


def _question(*options: tuple[str, int, bool], **more: Any) -> Question:
    values: dict[str, Any] = {
        "id": "q1", "figure": None, "text": {"da": "Hvem?", "en": "Who?"}, "kind": "single", "most": None, "n": 30, "codes": (),
        "unrecoverable": (), "sentences": (), "source": "Kilde", "note": {}, "line": 1,
    }  # fmt: skip
    answers = tuple(Option({"da": name, "en": name}, count, missing) for name, count, missing in options)
    return Question(**{**values, "options": answers, **more})


def test_the_finding_is_the_commonest_answer_never_the_missing_one_and_names_ties() -> None:
    with speaking("da"):
        assert finding(_question(("Ja", 8, False), ("Nej", 4, False), ("Uoplyst", 18, True))) == "Ja: 8/30"
        assert finding(_question(("Ja", 15, False), ("Nej", 15, False))) == "Ja og Nej: 15/30 hver"
        assert finding(_question(("Uoplyst", 30, True))) == "Uoplyst: 30/30"


def test_survey_bars_are_as_long_as_their_counts(built_demo: Path) -> None:
    survey = read_survey(built_demo / "survey.yaml")
    for question in survey.questions:
        svg = survey_svg(question, survey)
        bars = [float(r.get("width", 0)) for r in _parsed(svg).iter(f"{_SVG}rect") if r.get("height") == "16"]
        counts = [option.count for option in question.options if option.count]
        assert len(bars) == len(counts)
        assert all(
            abs(bar / bars[0] - count / counts[0]) < 0.02 for bar, count in zip(bars, counts, strict=True)
        )


@given(
    text=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=120),
    room=st.integers(60, 300),
)
def test_wrapped_lines_fit_and_lose_no_letter(text: str, room: int) -> None:
    lines = wrapped(text, 13.5, room)
    assert all(width_of(line, 13.5) <= room + 20 for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "") == "".join(text.split()).replace("-", "")


def test_forty_codes_with_long_names_stay_within_the_figure() -> None:
    rows = [GridRow(str(n), f"{_LONG} {n}", n % 5 == 0, int(n % 5 > 0)) for n in range(40)]
    columns = [(str(n), f"interview-med-langt-navn-{n}") for n in range(30)]
    values = {(str(r), str(c)): float((r * c) % 7) for r in range(40) for c in range(30)}
    pairs = {(str(a), str(b)): float((a * b) % 5) for a in range(40) for b in range(a)}
    bars = [Bar(f"{_LONG} {n}", n / 40, "12,3 %", n % 5 == 0, n % 5 > 0, "3/5") for n in range(40)]
    intervals = [Interval(f"{_LONG} {n}", n / 40, n / 50, n / 40 + 0.1) for n in range(40)]
    strips = {"interview-1": [Strip(f"{_LONG} {n}", [(0.1, 0.2), (0.9, 1.0)]) for n in range(40)]}
    for svg in (
        bar_figure("a", _LONG * 2, _LONG * 3, bars, largest=1),
        heat_map("b", _LONG, _LONG, rows, columns, values, shown={k: f"{v:g}" for k, v in values.items()}),
        pair_grid("c", _LONG, _LONG, rows, pairs),
        interval_figure("d", _LONG, _LONG, intervals, limits=(0.667, 0.8)),
        strip_figure("e", _LONG, _LONG, strips),
    ):
        root = _parsed(svg)
        width, height = float(root.get("width", 0)), float(root.get("height", 0))
        for element in root.iter(f"{_SVG}text"):
            if element.get("transform"):
                continue
            x, size = float(element.get("x", 0)), float(element.get("font-size", 0))
            long = width_of(element.text or "", size, bold=element.get("font-weight") == "700")
            anchor = element.get("text-anchor", "start")
            left = x - {"start": 0, "middle": long / 2, "end": long}[anchor]
            assert left >= -1, element.text
            assert left + long <= width + 1, element.text
            assert 0 < float(element.get("y", 0)) <= height


@pytest.mark.parametrize("font", ["DejaVu Sans", "Liberation Sans"])
def test_no_words_are_cut_whichever_font_the_browser_has(
    chromium: "Browser", drawn: dict[str, str], font: str
) -> None:
    """A browser without the font takes its own; the first is the widest that is likely, and is what Linux has."""
    page = chromium.new_page()
    try:
        page.set_content("".join(drawn.values()))
        outside = page.evaluate(
            """(font) => [...document.querySelectorAll('svg')].flatMap((svg) => {
              svg.setAttribute('font-family', `'${font}', Verdana, sans-serif`);
              const frame = svg.getBoundingClientRect();
              return [...svg.querySelectorAll('text')].filter((text) => {
                const box = text.getBoundingClientRect();
                return box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom + 2;
              }).map((text) => text.textContent);
            })""",
            font,
        )
        overlapping = page.evaluate(
            """() => [...document.querySelectorAll('svg')].flatMap((svg) => {
              const boxes = [...svg.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
              return boxes.flatMap(([one, a], at) => boxes.slice(at + 1).filter(([, b]) =>
                a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 5 && b.top < a.bottom - 5).map(([two]) => [one, two]));
            })"""
        )
    finally:
        page.close()
    assert outside == []
    assert overlapping == []


@pytest.mark.parametrize(("value", "level"), [(0, 0), (0.1, 1), (2, 1), (2.1, 2), (10, 5), (99, 5)])
def test_the_darkest_ground_is_the_largest_value(value: float, level: int) -> None:
    assert level_of(value, 10) == level


def test_figures_of_nothing_are_drawn_without_numbers_divided_by_none() -> None:
    for svg in (
        bar_figure("a", "t", "s", [], largest=0),
        heat_map("b", "t", "s", [], [], {}, shown={}),
        pair_grid("c", "t", "s", [], {}),
        envelope_figure("d", "t", "s", [], total=0, what="koder"),
        envelope_figure("e", "t", "s", [Envelope(1, 3, 3, 3)], total=3, what="koder"),
        interval_figure("f", "t", "s", [Interval("x", None, None, None, reason="ingen")], limits=(0.667,)),
        strip_figure("g", "t", "s", {}),
    ):
        assert _parsed(svg).get("role") == "img"
        assert "nan" not in svg


def test_png_is_drawn_where_it_is_installed_and_said_how_to_get_where_it_is_not(
    demo_project: Path, tmp_path: Path, kodning: Callable[..., Any], refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    assert kodning("figure", "themes", "-o", tmp_path / "t.png", project=demo_project).returncode == 0
    assert (tmp_path / "t.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    assert "pip install 'kodning[png]'" in refused(
        demo_project, "figure", "themes", "-o", tmp_path / "nej.png"
    )
    assert not (tmp_path / "nej.png").exists()


def test_a_question_that_is_not_there_is_refused_with_those_that_are(
    built_demo: Path, refused: Callable[..., str]
) -> None:
    assert "figur-1, figur-2" in refused(built_demo, "figure", "survey", "99")
    assert "Which question?" in refused(built_demo, "figure", "survey")
