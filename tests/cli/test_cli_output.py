"""Results as files and for programs: where they may go, and what they hold."""

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import openpyxl
import pytest

Result = CompletedProcess[str]
Run = Callable[..., Result]
Refused = Callable[..., str]

LISTINGS = (
    ("themes",),
    ("quotes", "budget"),
    ("documents",),
    ("history",),
    ("memo",),
    ("agree",),
    ("check",),
    ("exchange", "export"),
)
_THEMES = {
    "code",
    "label",
    "parent",
    "documents",
    "documents_total",
    "codings",
    "coders",
    "words",
    "share_of_words",
}
_QUOTES = {
    "code", "document", "turn", "speaker", "start", "end", "quote", "text", "coder", "coding_ids", "attributes",
}  # fmt: skip
_AGREE = {"unit", "coders", "documents", "n_units", "codes", "pooled", "from_suggestions"}
_AGREE_CODE = {
    "code", "n", "prevalence", "percent", "alpha", "kappa", "p_pos", "p_neg", "prevalence_index", "bias_index", "pabak",
    "ac1", "ac1_if_independent", "interval", "interval_method", "reason",
}  # fmt: skip
_AGREE_POOLED = {"alpha", "interval", "mv_alpha", "masi_alpha", "percent"}


@pytest.mark.parametrize("command", LISTINGS, ids=lambda command: command[0])
@pytest.mark.parametrize(
    "name", ["findes-ikke/ud.csv", "mappe", "mappe/", ".", "", "/", "kodning.db", "codebook.yaml"]
)
def test_output_goes_nowhere_it_does_not_belong(
    refused: Refused, demo_project: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], name: str
) -> None:
    monkeypatch.chdir(demo_project)
    (demo_project / "mappe").mkdir()
    names = sorted(demo_project.rglob("*"))
    book = (demo_project / "codebook.yaml").read_bytes()
    for more in ((), ("--format", "xlsx")):
        refused(demo_project, *command, f"--output={name}", *more)
    assert sorted(demo_project.rglob("*")) == names
    assert (demo_project / "codebook.yaml").read_bytes() == book


@pytest.mark.parametrize("name", ["KODNING.DB", "kodning.db-wal", "./kodning.db", "Codebook.yaml"])
def test_the_projects_own_files_are_known_in_any_guise(
    refused: Refused, demo_project: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(demo_project)
    assert "own file" in refused(demo_project, "themes", "-o", name)


def test_a_transcript_is_not_written_over(refused: Refused, demo_project: Path) -> None:
    transcript = demo_project / "transcripts" / "interview-1.md"
    before = transcript.read_bytes()
    refused(demo_project, "quotes", "-o", transcript)
    assert transcript.read_bytes() == before


@pytest.mark.parametrize("command", LISTINGS, ids=lambda command: command[0])
def test_every_listing_comes_in_every_format(
    kodning: Run, demo_project: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    for ending in ("csv", "json", "md", "xlsx", "txt"):
        file = tmp_path / f"æ ø å.{ending}"
        result = kodning(*command, "-o", file, project=demo_project)
        assert (result.returncode, result.stdout) == (0, "")
        assert str(file) in result.stderr
        assert file.stat().st_size > 0
    json.loads((tmp_path / "æ ø å.json").read_text(encoding="utf-8"))
    sheet = openpyxl.load_workbook(tmp_path / "æ ø å.xlsx").active
    assert sheet is not None
    plain = list(csv.reader((tmp_path / "æ ø å.csv").read_text(encoding="utf-8").splitlines(keepends=True)))
    assert sheet.max_column == len(plain[0])
    assert sheet.max_row == len(plain)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == sorted(
        f"æ ø å.{ending}" for ending in ("csv", "json", "md", "xlsx", "txt")
    )


def _json(kodning: Run, project: Path, *command: str) -> Any:
    result = kodning(*command, "--format", "json", project=project)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_the_json_of_themes_has_the_keys_of_the_contract(kodning: Run, demo_project: Path) -> None:
    rows = _json(kodning, demo_project, "themes")
    assert rows
    assert all(row.keys() >= _THEMES for row in rows)
    for row in rows:
        assert 0 <= row["documents"] <= row["documents_total"] == 5
        assert 0 <= row["share_of_words"] <= 1


def test_the_json_of_quotes_has_the_keys_of_the_contract(kodning: Run, demo_project: Path) -> None:
    rows = _json(kodning, demo_project, "quotes")
    shown = _json(kodning, demo_project, "show", "interview-3")
    assert rows
    assert all(row.keys() >= _QUOTES for row in rows)
    for row in rows:
        assert not row["quote"].startswith("”")
        if row["document"] == "interview-3":
            assert row["text"] == shown["text"][row["start"] : row["end"]]


def test_the_json_of_agree_has_the_keys_of_the_contract(kodning: Run, demo_project: Path) -> None:
    for unit in ("segment", "turn", "paragraph", "document"):
        report = _json(kodning, demo_project, "agree", "--unit", unit)
        assert report.keys() >= _AGREE
        assert report["pooled"].keys() >= _AGREE_POOLED
        assert report["codes"]
        for code in report["codes"]:
            assert code.keys() >= _AGREE_CODE
            assert (code["alpha"] is not None) or code["reason"]


def test_json_is_the_same_in_both_languages(kodning: Run, demo_project: Path) -> None:
    for command in (
        ("quotes",),
        ("documents",),
        ("history",),
        ("exchange", "export"),
        ("show", "interview-1"),
    ):
        danish = kodning("--language", "da", *command, "--format", "json", project=demo_project).stdout
        assert (
            danish == kodning("--language", "en", *command, "--format", "json", project=demo_project).stdout
        )


def test_excel_csv_has_semicolons_a_byte_order_mark_and_decimal_commas(
    kodning: Run, demo_project: Path, tmp_path: Path
) -> None:
    kodning("themes", "--excel", "-o", tmp_path / "t.csv", project=demo_project)
    data = (tmp_path / "t.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len({len(row) for row in rows}) == 1
    assert any("," in cell and cell.replace(",", "").isdigit() for row in rows[1:] for cell in row)
    assert not any("." in cell and cell.replace(".", "").isdigit() for row in rows[1:] for cell in row)
    assert kodning("themes", "--excel", project=demo_project).stdout.startswith("\ufeff")


def test_a_quote_that_begins_like_a_formula_stays_text(
    kodning: Run, demo_project: Path, tmp_path: Path
) -> None:
    """A spreadsheet must neither count it nor lose a sign of it."""
    talk = tmp_path / "formel.txt"
    talk.write_text(
        "Anna: Hvad siger du?\n\nBo: =SUM(A1:A9) er alt.\n\nAnna: @hej og 1e5.\n", encoding="utf-8"
    )
    assert kodning("import", talk, project=demo_project).returncode == 0
    for span in ("=SUM(A1:A9) er alt.", "@hej og 1e5."):
        assert kodning("code", "formel", span, "budget", project=demo_project).returncode == 0
    line = ("exchange", "export", "--coder", "test-koder")
    kodning(*line, "-o", tmp_path / "ud.xlsx", project=demo_project)
    sheet = openpyxl.load_workbook(tmp_path / "ud.xlsx").active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert {"=SUM(A1:A9) er alt.", "@hej og 1e5."} <= {cell.value for cell in cells}
    plain = kodning(*line, project=demo_project).stdout
    assert ",=SUM(A1:A9) er alt.," in plain
    assert "'=SUM(A1:A9) er alt." in kodning(*line, "--excel", project=demo_project).stdout
    kodning(
        "quotes", "--document=formel", "--coder=test-koder", "-o", tmp_path / "c.xlsx", project=demo_project
    )
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx").active
    assert sheet is not None
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_project_without_documents_answers_every_question(kodning: Run, tmp_path: Path) -> None:
    folder = tmp_path / "p#1 %20?&æ" if os.name != "nt" else tmp_path / "p#1 %20&æ"
    assert kodning("init", folder).returncode == 0
    for command in (("documents",), ("quotes",), ("history",), ("memo",), ("check",), ("exchange", "export")):
        result = kodning(*command, project=folder)
        assert result.returncode == 0, result.stderr
    for command in (("themes",), ("agree",), ("show", "x"), ("reviewed", "--all"), ("undo",)):
        result = kodning(*command, project=folder)
        assert result.returncode == 2
        assert result.stderr.startswith("Error: ")


@pytest.mark.parametrize("limit", [1, 3, 10**9, 10**30])
def test_history_shows_so_many_as_asked_for(kodning: Run, demo_project: Path, limit: int) -> None:
    rows = _json(kodning, demo_project, "history", "--limit", str(limit))
    assert len(rows) == min(limit, 7)


def test_an_old_file_is_replaced_whole(kodning: Run, demo_project: Path, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("gammelt\n" * 10_000, encoding="utf-8")
    assert kodning("themes", "-o", file, project=demo_project).returncode == 0
    assert "gammelt" not in file.read_text(encoding="utf-8")


def test_a_process_writes_utf8_whatever_the_locale(
    demo_project: Path, process: Run, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    for name in ("PYTHONUTF8", "PYTHONIOENCODING", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
        environment.pop(name, None)
    environment["LC_ALL"] = "C"
    environment["PYTHONIOENCODING"] = "latin-1"
    result = process("quotes", "budget", cwd=demo_project)
    assert result.returncode == 0
    assert "” " in result.stdout
    assert "å" in result.stdout
