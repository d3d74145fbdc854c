"""agree and sample on the command line: every option, every format, every refusal."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from kodning import __version__
from kodning.project import Project

Run = Callable[..., CompletedProcess[str]]
Refused = Callable[..., str]
UNITS = ("segment", "paragraph", "turn", "document", "span", "all")


def told(kodning: Run, project: Path, *line: object) -> str:
    result = kodning(*line, project=project)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_comes_in_every_form(kodning: Run, demo_project: Path, tmp_path: Path, unit: str) -> None:
    for ending in ("txt", "csv", "json", "md", "xlsx", "html", "htm"):
        file = tmp_path / f"enighed.{ending}"
        assert told(kodning, demo_project, "agree", "--unit", unit, "-o", file) == ""
        assert file.stat().st_size > 1000
    assert (tmp_path / "enighed.html").read_bytes() == (tmp_path / "enighed.htm").read_bytes()
    assert json.loads((tmp_path / "enighed.json").read_text(encoding="utf-8"))["unit"] == unit
    page = (tmp_path / "enighed.html").read_text(encoding="utf-8")
    assert page == told(kodning, demo_project, "agree", "--unit", unit, "--html")
    rows = list(csv.reader((tmp_path / "enighed.csv").read_text(encoding="utf-8").splitlines()))
    assert {len(row) for row in rows} == {len(rows[0])}


def test_a_named_format_comes_before_the_ending(kodning: Run, demo_project: Path, tmp_path: Path) -> None:
    told(kodning, demo_project, "agree", "--format", "json", "-o", tmp_path / "x.html")
    assert json.loads((tmp_path / "x.html").read_text(encoding="utf-8"))["unit"] == "segment"


def test_excel_gets_decimal_commas(kodning: Run, demo_project: Path) -> None:
    text = told(kodning, demo_project, "agree", "--excel")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0]["α"].startswith("0,57")


def test_the_contract_of_spans_is_that_of_units(kodning: Run, demo_project: Path) -> None:
    record = json.loads(told(kodning, demo_project, "agree", "--unit", "span", "--format", "json"))
    keys = {
        "code", "n", "prevalence", "percent", "alpha", "kappa", "p_pos", "p_neg", "prevalence_index", "bias_index",
        "pabak", "ac1", "ac1_if_independent", "interval", "interval_method", "reason", "coverage", "span_p_pos",
    }  # fmt: skip
    assert all(code.keys() >= keys for code in record["codes"])
    assert record["pooled"].keys() >= {"alpha", "interval", "mv_alpha", "masi_alpha", "percent"}
    assert record["methods"].keys() == {"da", "en"}
    assert record["software"] == f"kodning {__version__}"


@pytest.mark.parametrize("share", ["0.5", "0,5", "50%", "50 %", ".5"])
def test_a_share_may_be_written_in_several_ways(kodning: Run, demo_project: Path, share: str) -> None:
    line = ("agree", "--unit", "turn", "--format", "json", "--min-overlap", share)
    assert json.loads(told(kodning, demo_project, *line))["min_overlap"] == 0.5


def test_asking_for_more_overlap_finds_codes_on_fewer_units(kodning: Run, demo_project: Path) -> None:
    def used(share: str) -> int:
        text = told(
            kodning, demo_project, "agree", "--unit", "turn", "--format", "csv", "--min-overlap", share
        )
        return sum(
            float(row["prevalence:koder-a"]) * 126 for row in csv.DictReader(io.StringIO(text))
        ).__round__()

    assert used("0") > used("30%") > used("100%") > 0


@pytest.mark.parametrize("share", ["", "x", "1.5", "-0.1", "101%", "nan", "1e-3", "0.5.5"])
def test_what_is_no_share_is_refused(refused: Refused, demo_project: Path, share: str) -> None:
    assert "from 0 to 1" in refused(demo_project, "agree", f"--min-overlap={share}")
    assert "fra 0 til 1" in refused(demo_project, "--language", "da", "agree", f"--min-overlap={share}")


def test_the_thresholds_may_be_those_of_landis_and_koch(kodning: Run, demo_project: Path) -> None:
    text = told(kodning, demo_project, "agree", "--thresholds", "landis-koch")
    assert "slight to almost perfect" in text
    assert "Landis and Koch's (1977) words for the two limits" in " ".join(text.split())
    record = json.loads(
        told(kodning, demo_project, "agree", "--thresholds", "landis-koch", "--format", "json")
    )
    assert record["thresholds"] == "landis-koch"
    assert record["pooled"]["verdict"] == "substantial"


def test_methods_alone_in_every_format(kodning: Run, demo_project: Path, tmp_path: Path) -> None:
    line = ("agree", "--unit", "turn", "--methods")
    both = json.loads(told(kodning, demo_project, *line, "--format", "json"))
    assert both["en"].startswith("Two coders' codings")
    assert both["da"].startswith("To koderes kodninger")
    plain = told(kodning, demo_project, *line)
    assert " ".join(plain.split()).count(both["en"]) == 1
    assert max(map(len, plain.splitlines())) <= 120
    assert both["da"] in told(kodning, demo_project, *line, "--format", "md")
    rows = list(csv.DictReader(io.StringIO(told(kodning, demo_project, *line, "--format", "csv"))))
    assert {row["language"]: row["methods"] for row in rows} == both
    told(kodning, demo_project, *line, "-o", tmp_path / "m.xlsx")
    assert (tmp_path / "m.xlsx").stat().st_size > 0


def test_agreement_on_a_frozen_pass_does_not_change(kodning: Run, demo_project: Path) -> None:
    told(kodning, demo_project, "agree", "--unit", "span", "--freeze", "runde 1")
    line = ("agree", "--unit", "all", "--pass", "runde 1", "--format", "json")
    before = json.loads(told(kodning, demo_project, *line))
    told(kodning, demo_project, "code", "interview-1", "t4", "budget", "--coder", "koder-b")
    after = json.loads(told(kodning, demo_project, *line))
    assert after == before
    assert before["pass"]["name"] == "runde 1"
    now = json.loads(told(kodning, demo_project, "agree", "--unit", "all", "--format", "json"))
    assert now["pooled"] != before["pooled"]
    assert now["pass"] is None


def test_python_gets_the_same_report(kodning: Run, demo_project: Path) -> None:
    from kodning.api import Project as Face

    told_by_cli = json.loads(
        told(kodning, demo_project, "agree", "--unit", "span", "--min-overlap", ".5", "--format", "json")
    )
    with Face.open(demo_project) as project:
        assert project.agreement_study("span", min_overlap=0.5).record() == told_by_cli
        frame = project.sample("turn", size=7, seed=3)
    drawn = json.loads(
        told(
            kodning,
            demo_project,
            "sample",
            "--unit",
            "turn",
            "--size",
            "7",
            "--seed",
            "3",
            "--format",
            "json",
        )
    )
    assert frame.to_dict("records") == drawn["units"]
    assert frame.attrs["size"] == drawn["size"]


SAMPLE_KEYS = {
    "unit",
    "seed",
    "by",
    "prevalence",
    "coders",
    "lower",
    "expected",
    "icc",
    "interviews",
    "size",
    "units",
}


def test_a_sample_names_its_units_and_reasons(kodning: Run, demo_project: Path) -> None:
    record = json.loads(
        told(kodning, demo_project, "sample", "--prevalence", ".2", "--icc", "0", "--format", "json")
    )
    assert record.keys() >= SAMPLE_KEYS
    assert record["size"]["independent"] == record["size"]["drawn"] == len(record["units"]) == 131
    text = told(kodning, demo_project, "sample", "--prevalence", ".2", "--icc", "0")
    assert text.startswith("Sample to double-code · 131 of 858 sentences, 5 interviews\n")
    assert "Why so many:" in text
    first = record["units"][0]
    reviewed = told(kodning, demo_project, "reviewed", first["document"], "--span", first["place"])
    assert reviewed


def test_a_sample_is_the_same_again_and_another_with_another_seed(kodning: Run, demo_project: Path) -> None:
    line = ("sample", "--size", "30", "--format", "csv")
    assert told(kodning, demo_project, *line) == told(kodning, demo_project, *line, "--seed", "1")
    assert told(kodning, demo_project, *line) != told(kodning, demo_project, *line, "--seed", "2")


@pytest.mark.parametrize("ending", ["csv", "json", "md", "xlsx", "txt"])
def test_a_sample_comes_in_every_format(
    kodning: Run, demo_project: Path, tmp_path: Path, ending: str
) -> None:
    told(kodning, demo_project, "sample", "--size", "5", "-o", tmp_path / f"s.{ending}")
    assert (tmp_path / f"s.{ending}").stat().st_size > 100


def test_a_kept_sample_is_in_the_project_and_its_name_is_taken(
    kodning: Run, refused: Refused, demo_project: Path
) -> None:
    line = ("sample", "--size", "5", "--unit", "turn", "--by", "rolle", "--name", "runde 1")
    result = kodning(*line, project=demo_project)
    assert "Kept: runde 1" in result.stderr
    with Project.open(demo_project, "koder-a") as project:
        (kept,) = project.samples()
    assert (kept.name, kept.unit, len(kept.units), kept.settings["by"]) == ("runde 1", "turn", 5, "rolle")
    assert "runde 1" in refused(demo_project, *line)


@pytest.mark.parametrize(
    "line",
    [
        ("--prevalence", "0"),
        ("--prevalence", "1"),
        ("--prevalence", "2"),
        ("--coders", "1"),
        ("--coders", "7"),
        ("--lower", ".9"),
        ("--expected", ".5"),
        ("--icc", "x"),
        ("--by", "rollen"),
        ("--size", "0"),
        ("--seed", "x"),
        ("--unit", "document"),
    ],
    ids=" ".join,
)
def test_a_sample_that_cannot_be_is_refused(
    refused: Refused, demo_project: Path, line: tuple[str, str]
) -> None:
    for language in ("da", "en"):
        refused(demo_project, "--language", language, "sample", *line)


def test_a_sample_of_nothing_is_refused(kodning: Run, refused: Refused, tmp_path: Path) -> None:
    assert kodning("init", tmp_path / "p").returncode == 0
    assert "no units to draw" in refused(tmp_path / "p", "sample")


def test_a_blind_coder_is_not_told_how_others_have_coded(
    kodning: Run, demo_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The prevalence of others' codes would say how often they used them."""
    monkeypatch.setenv("KODNING_CODER", "ny")
    assert kodning("blind", "begin", "--coder", "ny", project=demo_project).returncode == 0
    record: Any = json.loads(told(kodning, demo_project, "sample", "--format", "json"))
    assert record["prevalence_from_codes"] == 0
    assert record["prevalence"] == 0.2
