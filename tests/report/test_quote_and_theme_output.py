"""Quotes and themes as they are printed."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning.analysis.quotes import Quote
from kodning.analysis.themes import themes
from kodning.cli.main import run
from kodning.project import Project
from kodning.report.quote_extract import quote_markdown, quote_text
from kodning.report.table import display_width, to_text
from kodning.report.theme_table import theme_table
from kodning.wording import speaking


def _quote(words: str, code: str = "budget", document: str = "interview-1", **more: object) -> Quote:
    values: dict[str, object] = {
        "code": code, "label": {"da": "Rådets økonomi", "en": "Economy"}, "document": document, "turn": 2,
        "speaker": "Formand", "start": 0, "end": 9, "quote": words, "text": words, "coder": "anna",
        "coding_ids": ("x", "y"), "attributes": {"rolle": "formand"}, "words": len(words.split()),
    }  # fmt: skip
    return Quote(**{**values, **more})  # type: ignore[arg-type]


def test_markdown_sets_quote_context_and_attribution_as_paragraphs_of_a_block() -> None:
    quote = _quote("Ja. (...) Nej.", before=(("I", "Nå?\n\nSå?"),), after=((None, "Tak."),))
    with speaking("da"):
        assert quote_markdown([quote], 5, attributed=True).splitlines() == [
            "## Rådets økonomi",
            "",
            "*1 citat fra 1/5 interviews*",
            "",
            "> *I: Nå? Så?*",
            ">",
            "> ” Ja. (...) Nej.",
            ">",
            "> *uden navn: Tak.*",
            ">",
            "> — interview-1, formand, replik 2",
        ]


def test_markdown_prints_stars_and_angles_as_they_stand() -> None:
    text = quote_markdown([_quote("*griner* <ja> [Vi](...) a_b")], 1, attributed=False)
    assert r"> ” \*griner\* \<ja> [Vi\](...) a\_b" in text


def test_each_code_is_headed_and_counted_once() -> None:
    found = [_quote("Ja."), _quote("Nej.", document="interview-2"), _quote("Jo.", code="andet")]
    with speaking("da"):
        for text in (
            quote_markdown(found, 5, attributed=False),
            quote_text(found, 5, attributed=False, width=80, color=False),
        ):
            assert text.count("Rådets økonomi") == 2
            assert text.count("2 citater fra 2/5 interviews") == 1
            assert text.count("1 citat fra 1/5 interviews") == 1


def test_no_quotes_print_nothing() -> None:
    assert quote_markdown([], 5, attributed=True) == ""
    assert quote_text([], 5, attributed=True, width=80, color=False) == ""


@given(words=st.lists(st.sampled_from(["ja", "på-tværs", "(...)", "æøå.", "[Rådet", "så]"]), min_size=1, max_size=60),
       width=st.integers(60, 88))  # fmt: skip
def test_terminal_lines_fit_and_put_together_give_the_quote(words: list[str], width: int) -> None:
    quote = " ".join(words)
    lines = quote_text([_quote(quote)], 5, attributed=False, width=width, color=False).splitlines()[3:]
    assert all(len(line) <= width for line in lines)
    assert " ".join(line.strip() for line in lines if line) == f"” {quote}"


@pytest.mark.parametrize("by", [None, "rolle", "kommune", "bemærkning"])
@pytest.mark.parametrize("width", [60, 73, 100, 120])
def test_the_theme_table_keeps_within_the_terminal(built_demo: Path, by: str | None, width: int) -> None:
    """A heading that is wider than the terminal by itself, as of `bemærkning`, is all that may stick out."""
    with Project.open(built_demo) as project, speaking("da"):
        found = themes(project, coder="koder-a", by=by)
    with speaking("da"):
        lines = to_text(theme_table(found), width=width).splitlines()
    longest = max(map(len, found.values), default=0)
    assert max(map(display_width, lines)) <= (width if longest < width // 2 else width + longest)


def test_the_theme_table_reads_as_danish(built_demo: Path) -> None:
    with Project.open(built_demo) as project, speaking("da"):
        lines = to_text(theme_table(themes(project, coder="koder-a")), width=100).splitlines()
    assert lines[0] == "Temaer · koder-a · 5 interviews, 10.388 ord fra informanterne"
    assert lines[2].split() == ["Tema", "Interviews", "Kodninger", "Ord", "Andel"]
    assert lines[3].split()[:7] == ["Tidlig", "inddragelse", "5/5", "67", "3.138", "30,2", "%"]
    assert lines[3].endswith("█")
    assert lines[4].startswith("  Høringsret og høringssvar  ")
    total = next(line for line in lines if line.startswith("Alle koder"))
    assert total.split()[2:] == ["5/5", "173", "7.454", "71,8", "%"]
    assert lines[-1] == "Kodet også af koder-b; to koderes tal lægges aldrig sammen. Vælg med --coder."
    assert len({line.index("%") for line in lines if line.endswith("%") or "█" in line}) == 1


def test_all_formats_of_the_theme_table_hold_the_same_counts(built_demo: Path, tmp_path: Path) -> None:
    files = {ending: tmp_path / f"temaer.{ending}" for ending in ("json", "csv", "xlsx", "md")}
    for file in files.values():
        command = ["themes", "--coder", "koder-a", "--by", "rolle", "--language", "da", "-o", str(file)]
        assert run([*command, "--project", str(built_demo)]) == 0
    records = json.loads(files["json"].read_text(encoding="utf-8"))
    rows = list(csv.DictReader(io.StringIO(files["csv"].read_text(encoding="utf-8"))))
    sheet = openpyxl.load_workbook(files["xlsx"]).active
    assert sheet is not None
    cells = list(sheet.iter_rows(min_row=2, values_only=True))
    marked = files["md"].read_text(encoding="utf-8").splitlines()[4:]
    assert len(records) == len(rows) - 1 == len(cells) - 1
    for record, row, cell, line in zip(records, rows, cells, marked, strict=False):
        interviews = f"{record['documents']}/{record['documents_total']}"
        assert (row["code"], row["parent"], row["interviews"]) == (
            record["code"],
            record["parent"] or "",
            interviews,
        )
        assert float(row["share_of_words"]) == record["share_of_words"]
        assert cell[:4] == (record["label"], interviews, record["codings"], record["words"])
        assert row["by:formand"] == "{documents}/{documents_total}".format(**record["by"]["formand"])
        assert f" | {interviews} | {record['codings']} | " in line
        assert record["coders"] == ["koder-a"]
    assert rows[-1]["label"] == "Alle koder"
    assert (rows[-1]["by:formand"], rows[-1]["by:næstformand"]) == ("4/4", "1/1")
