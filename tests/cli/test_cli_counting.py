"""The counting commands as a user runs them: formats, languages, refusals."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, cast
from xml.etree import ElementTree as ET

import openpyxl
import pandas as pd
import pytest

from kodning import Project
from kodning.report.notebook import table_html
from kodning.report.table import Column, Table

Run = Callable[..., CompletedProcess[str]]
COMMANDS = (
    ("matrix",),
    ("matrix", "--by", "rolle", "--cells", "documents"),
    ("matrix", "--by", "coder", "--share", "row"),
    ("cooccur",),
    ("cooccur", "--within", "30", "--square"),
    ("cooccur", "--unit", "turn", "--themes"),
    ("saturation", "--base", "2", "--run", "1"),
    ("timeline", "--parts", "4"),
    ("compare", "--by", "rolle"),
    ("words", "budget", "--top", "3"),
)
SEARCHES = (("search", "penge"), ("kwic", "økonomi*", "OR", "budget"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_table_comes_in_every_format_and_both_languages(
    kodning: Run, built_demo: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    for language in ("da", "en"):
        shown = kodning(*command, "--language", language, project=built_demo)
        assert shown.returncode == 0
        assert ("Kodet" in shown.stdout or "lagt" in shown.stdout or "lægges" in shown.stdout) == (
            language == "da"
        )
    rows = list(csv.reader(io.StringIO(kodning(*command, "--format", "csv", project=built_demo).stdout)))
    assert len({len(row) for row in rows}) == 1
    assert json.loads(kodning(*command, "--format", "json", project=built_demo).stdout)
    assert "|" in kodning(*command, "--format", "md", project=built_demo).stdout
    kodning(*command, "--output", tmp_path / "t.xlsx", project=built_demo)
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    assert sheet is not None
    assert sheet.max_row == len(rows)


@pytest.mark.parametrize("command", SEARCHES, ids=" ".join)
def test_what_a_search_finds_comes_in_every_format(
    kodning: Run, built_demo: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    records = json.loads(kodning(*command, "--format", "json", project=built_demo).stdout)
    rows = list(csv.DictReader(io.StringIO(kodning(*command, "--format", "csv", project=built_demo).stdout)))
    assert len(rows) == len(records) > 2
    kodning(*command, "-o", tmp_path / "t.xlsx", project=built_demo)
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    assert sheet is not None
    assert sheet.max_row == len(records) + 1
    shown = kodning(*command, "--language", "da", project=built_demo).stdout
    assert "replikker i" in shown
    assert max(map(len, shown.splitlines())) <= 100


def test_a_concordance_sets_what_was_found_below_each_other(kodning: Run, built_demo: Path) -> None:
    lines = kodning("kwic", "penge", project=built_demo).stdout.splitlines()[2:]
    columns = [line.index("penge") for line in lines]
    assert len(columns) > 3
    assert len({*columns[:2]}) == 1


@pytest.mark.parametrize("query", ["(", "AND", "NEAR(a)", "?", '"x'])
def test_a_search_that_means_nothing_is_one_message(kodning: Run, built_demo: Path, query: str) -> None:
    for command in ("search", "kwic"):
        refused = kodning(command, query, project=built_demo)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert len(refused.stderr.strip().splitlines()) == 1


def test_the_matrix_is_read_back_from_danish_excels_csv(
    kodning: Run, built_demo: Path, tmp_path: Path
) -> None:
    file = tmp_path / "matrix.csv"
    kodning("matrix", "--share", "words", "--excel", "--output", file, "--language", "da", project=built_demo)
    read = pd.read_csv(file, sep=";", decimal=",", encoding="utf-8-sig")
    records = json.loads(
        kodning(
            "matrix", "--share", "words", "--format", "json", "--language", "da", project=built_demo
        ).stdout
    )
    for record in records:
        row = read[read["Kode-id"] == record["code"]].iloc[0]
        assert row[record["column"]] == pytest.approx(record["value"])


@pytest.mark.parametrize(
    "command", [("matrix", "--by", "rollen"), ("matrix", "--coder", "x"), ("cooccur", "--within", "-1"),
                ("saturation", "--threshold", "2")]
)  # fmt: skip
def test_what_cannot_be_counted_is_refused_in_one_message(
    kodning: Run, built_demo: Path, command: tuple[str, ...]
) -> None:
    refused = kodning(*command, project=built_demo)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert 1 <= len(refused.stderr.strip().splitlines()) <= 3


def test_a_notebook_shows_the_table_with_what_it_rests_on_and_escapes_it(built_demo: Path) -> None:
    with Project.open(built_demo) as project:
        for frame in (
            project.matrix("rolle"),
            project.cooccurrence(),
            project.saturation(),
            project.themes(),
        ):
            shown = ET.fromstring(f"<div>{cast('Any', frame)._repr_html_()}</div>")  # noqa: S314 - our own HTML
            assert shown.find("table/caption") is not None
            assert [note.text for note in shown.findall("p")]
            assert type(frame.head(2)) is pd.DataFrame
            frame["more"] = 1
            assert "more" in cast("Any", frame)._repr_html_()
        assert project.saturation().attrs["criterion"]["base"] == 4
    evil = "<script>alert(1)</script>&"
    table = Table([Column("a", evil)], [{"a": evil}] * 101, title=evil, notes=[evil])
    assert "<script" not in table_html(table)
    assert "100 " in table_html(table)
