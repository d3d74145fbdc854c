"""Codings as CSV: bad rows are told by line and nothing is half-imported; what goes out comes back."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kodning.cli.main import run
from kodning.project import Project

Result = CompletedProcess[str]
Run = Callable[..., Result]
Refused = Callable[..., str]
Dump = Callable[[Path], str]

GOOD = 'interview-1,,,"Nej. Og hvordan blev du så formand?",budget,ny-koder,,\n'
HEADING = "document,start,end,quote,code,coder,created,memo\n"


def _file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "ind.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("interview-33,0,10,,budget,x,,", "Did you mean “interview-3”"),
        (",0,10,,budget,x,,", "document"),
        ("interview-1,0,10,,budgit,x,,", "Did you mean “budget”"),
        ("interview-1,0,10,,,x,,", "code"),
        ("interview-1,0,99999999,,budget,x,,", "valid place"),
        ("interview-1,20,10,,budget,x,,", "valid place"),
        ("interview-1,20,20,,budget,x,,", "valid place"),
        ("interview-1,,,,budget,x,,", "neither words"),
        ("interview-1,20,,,budget,x,,", "neither words"),
        ("interview-1,1.5,10,,budget,x,,", "whole number"),
        ("interview-1,-1,10,,budget,x,,", "whole number"),
        ("interview-1,²,10,,budget,x,,", "whole number"),
        ("interview-1,0,10,aldrig nogen har sagt det,budget,x,,", "not in the document"),
        ("interview-1,,,Og så,budget,x,,", "places"),
        ('interview-1,0,10,,budget,"to\nlinjer",,', "cannot be a name"),
        ("interview-1,0,10,,budget,x,i går,", "not a time"),
        ("interview-1,0,10,,budget,x,2026-13-45,", "not a time"),
    ],
)
def test_a_bad_row_is_told_by_its_line_and_the_others_come_unless_strict(
    demo_project: Path, tmp_path: Path, row: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Line 5: the good row before it has a memo over two lines."""
    file = _file(tmp_path, HEADING + GOOD + GOOD.replace(",,\n", ',,"over\nto linjer"\n') + row + "\n" + GOOD)
    with Project.open(demo_project) as project:
        before = (project.history(), len(project.codings()))
    for extra in (("--strict",), ("--strict", "--dry-run"), ("--dry-run",), ()):
        strict = "--strict" in extra
        assert run(
            ["--language", "en", "exchange", "import", str(file), *extra, "--project", str(demo_project)]
        ) == int(strict)
        with Project.open(demo_project) as project:
            assert ((project.history(), len(project.codings())) == before) is (extra != ())
        printed = capsys.readouterr()
        assert (f"{Path(file).name}:5" if strict else "line 5: ") in printed.out
        assert said in " ".join(printed.out.split())
        assert ("Nothing was changed" in printed.err) is strict


def test_many_bad_rows_are_counted_not_all_shown(
    refused: Refused, demo_project: Path, tmp_path: Path
) -> None:
    file = _file(tmp_path, HEADING + "interview-1,0,10,,findes-ikke,x,,\n" * 500)
    message = refused(demo_project, "exchange", "import", file)
    assert "490 more rows" in message


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("", "utf-8", ""),
        ("\n\n", "utf-8", ":1: "),
        (GOOD, "utf-8", ":1: "),
        ("document,start,end\n", "utf-8", ":1: "),
        ("document,code\ninterview-1,budget\n", "utf-8", ":1: "),
        (HEADING + 'interview-1,0,10,"uden ende,budget,x,,\n' + GOOD, "utf-8", "CSV"),
        (HEADING + f'interview-1,0,10,"{"x" * 200_000}",budget,x,,\n', "utf-8", ""),
        ("\x00\x01\x02" * 1000, "latin-1", ""),
    ],
    ids=["empty", "blank", "no heading", "no code", "no place", "open quote", "huge field", "binary"],
)
def test_a_file_that_is_no_table_of_codings_is_refused(
    refused: Refused, demo_project: Path, tmp_path: Path, text: str, encoding: str, said: str
) -> None:
    file = _file(tmp_path, text, encoding)
    message = refused(demo_project, "exchange", "import", file)
    assert str(file) in message
    assert said in message


def test_a_missing_file_and_a_folder_are_refused(
    refused: Refused, demo_project: Path, tmp_path: Path
) -> None:
    assert "væk.csv" in refused(demo_project, "exchange", "import", tmp_path / "væk.csv")
    assert str(tmp_path) in refused(demo_project, "exchange", "import", tmp_path)


@pytest.mark.parametrize("kind", ["bytes", "letters", "quotes"])
def test_ten_megabytes_of_garbage_are_refused(
    refused: Refused, demo_project: Path, tmp_path: Path, kind: str
) -> None:
    garbage = {
        "bytes": bytes(range(256)) * 40_000,
        "letters": b"sludder og vr\xc3\xb8vl, og mere til\n" * 330_000,
        "quotes": b'"' * 10_000_000,
    }
    (tmp_path / "ind.csv").write_bytes(garbage[kind])
    assert "ind.csv" in refused(demo_project, "exchange", "import", tmp_path / "ind.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_spreadsheets_csv_is_read(
    kodning: Run, demo_project: Path, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(["Document", "Quote", "Code", "Coder", "memo"])
    writer.writerow(
        ["interview-1", "Nej. Og hvordan blev du så formand?", "høringsret", "Åse", "sådan; her, ja"]
    )
    result = kodning("exchange", "import", _file(tmp_path, out.getvalue(), encoding), project=demo_project)
    assert result.returncode == 0, result.stderr
    assert "1 new coding" in result.stdout
    quotes = kodning("exchange", "export", "--coder", "åse", project=demo_project).stdout
    assert "sådan; her, ja" in quotes


def test_what_is_exported_comes_back_as_the_same_and_a_second_time_changes_nothing(
    kodning: Run, demo_project: Path, tmp_path: Path, dump: Dump
) -> None:
    file = tmp_path / "ud.csv"
    assert kodning("exchange", "export", "-o", file, project=demo_project).returncode == 0
    before = dump(demo_project)
    for _ in range(2):
        result = kodning("exchange", "import", file, project=demo_project)
        assert result.returncode == 0
        assert result.stdout.startswith("0 new codings")
        assert dump(demo_project) == before


def test_a_file_with_the_same_row_twice_adds_it_once(
    kodning: Run, demo_project: Path, tmp_path: Path, dump: Dump
) -> None:
    file = _file(tmp_path, HEADING + GOOD + GOOD)
    assert kodning("exchange", "import", file, project=demo_project).stdout.startswith("1 new coding")
    before = dump(demo_project)
    assert kodning("exchange", "import", file, "--reviewed", project=demo_project).returncode == 0
    reviewed = dump(demo_project)
    assert reviewed != before
    assert kodning("exchange", "import", file, "--reviewed", project=demo_project).returncode == 0
    assert dump(demo_project) == reviewed


def test_a_dry_run_says_what_an_import_would_do_and_keeps_nothing(
    kodning: Run, demo_project: Path, tmp_path: Path, dump: Dump
) -> None:
    before = dump(demo_project)
    file = _file(tmp_path, HEADING + GOOD)
    dry = kodning("exchange", "import", file, "--dry-run", "--reviewed", project=demo_project)
    assert dry.stdout.startswith("1 new coding")
    assert dump(demo_project) == before


def test_wrong_offsets_yield_to_the_words_and_the_line_is_named(
    kodning: Run, demo_project: Path, tmp_path: Path
) -> None:
    row = GOOD.replace(",,,", ",5,9,", 1)
    result = kodning("exchange", "import", _file(tmp_path, HEADING + row), project=demo_project)
    assert result.returncode == 0
    assert "line 2" in result.stdout
    assert kodning("check", project=demo_project).returncode == 0
    (coding,) = csv.DictReader(
        io.StringIO(kodning("exchange", "export", "--coder=ny-koder", project=demo_project).stdout)
    )
    assert coding["quote"] == "Nej. Og hvordan blev du så formand?"


def test_a_file_with_a_heading_alone_adds_nothing(
    kodning: Run, demo_project: Path, tmp_path: Path, dump: Dump
) -> None:
    before = dump(demo_project)
    result = kodning("exchange", "import", _file(tmp_path, HEADING), project=demo_project)
    assert result.returncode == 0
    assert dump(demo_project) == before
