"""`kodning revise` as its user types it."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Result = CompletedProcess[str]


@pytest.fixture
def corrected(demo_project: Path) -> Callable[..., Path]:
    """`corrected(old, new, …)`: the second interview's file with words replaced."""

    def write(*changes: str) -> Path:
        text = (demo_project / "transcripts" / "interview-2.md").read_text(encoding="utf-8")
        for old, new in zip(changes[::2], changes[1::2], strict=True):
            assert old in text
            text = text.replace(old, new, 1)
        path = demo_project.parent / "rettet.md"
        path.write_text(text, encoding="utf-8")
        return path

    return write


CHANGE = ("Man skal være proaktiv.", "Man skal være yderst proaktiv.")
SAID = "Ved du hvad, lad os ikke bruge tid på det. Det er ikke der, problemet er."


def test_the_report_lists_what_changed(
    kodning: Callable[..., Result], demo_project: Path, corrected: Callable[..., Path]
) -> None:
    dry = kodning("revise", "interview-2", corrected(*CHANGE), "--dry-run", project=demo_project)
    assert "Nothing was kept (--dry-run)." in dry.stdout
    done = kodning("revise", "interview-2", corrected(*CHANGE), project=demo_project)
    assert done.returncode == 0
    assert "interview-2: revision 2" in done.stdout
    assert done.stdout.count("+ yderst") == 2
    assert "72 codings: " in done.stdout
    assert dry.stdout.replace("Nothing was kept (--dry-run).\n", "") == done.stdout
    again = kodning("revise", "interview-2", corrected(*CHANGE), "--language", "da", project=demo_project)
    assert again.stdout == "interview-2: filen siger det samme som revision 2; intet er ændret.\n"
    assert "+ yderst" in kodning("revise", "interview-2", project=demo_project).stdout
    assert kodning("check", project=demo_project).returncode == 0


def test_json_holds_every_coding_before_and_after(
    kodning: Callable[..., Result], demo_project: Path, corrected: Callable[..., Path]
) -> None:
    done = kodning("revise", "interview-2", corrected(*CHANGE), "--format", "json", project=demo_project)
    rows = json.loads(done.stdout)
    assert len(rows) == 72
    assert {row["state"] for row in rows} == {"exact", "moved", "changed"}
    for row in rows:
        assert (row["text"] == row["new_text"]) == (row["state"] != "changed")


def test_lost_codings_are_settled_on_the_command_line_and_by_file(
    kodning: Callable[..., Result], demo_project: Path, corrected: Callable[..., Path], tmp_path: Path
) -> None:
    path = corrected(
        f"IP: {SAID} Du får tyve andre, der vil fortælle dig om kørepenge. [pause] Hvor kom vi fra?",
        "IP: Nå.",
    )
    done = kodning("revise", "interview-2", path, project=demo_project)
    assert "2 lost" in done.stdout
    lost = tmp_path / "lost.csv"
    kodning("revise", "interview-2", "--lost", "--output", lost, project=demo_project)
    with lost.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2
    first, second = (row["coding"] for row in rows)
    settled = kodning("revise", "--settle", f"{first}=t4", project=demo_project)
    assert "interview-2 " in settled.stdout
    rows[1]["place"] = "-"
    rows[0]["place"] = ""
    with lost.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert second in kodning("revise", "--settle-file", lost, project=demo_project).stdout
    assert kodning("revise", "--lost", project=demo_project).stdout == "Every coding has its place.\n"
    kodning("undo", project=demo_project)
    assert second in kodning("revise", "--lost", project=demo_project).stdout
    assert kodning("check", project=demo_project).returncode == 0


def test_show_gives_the_earlier_text(
    kodning: Callable[..., Result], demo_project: Path, corrected: Callable[..., Path]
) -> None:
    before = kodning("show", "interview-2", project=demo_project).stdout
    kodning("revise", "interview-2", corrected(*CHANGE), project=demo_project)
    assert kodning("show", "interview-2", "--revision", "1", project=demo_project).stdout == before
    assert "yderst proaktiv" in kodning("show", "interview-2", project=demo_project).stdout
    record = json.loads(kodning("show", "interview-2", "--format", "json", project=demo_project).stdout)
    assert record["revision"] == 2
    assert len(record["codings"]) == 72


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("revise",), "DOC is missing"),
        (("revise", "interview-9", "demo/codebook.yaml"), "codebook.yaml"),
        (("revise", "interview-2", "ingen.md"), "ingen.md"),
        (("revise", "--settle", "12"), "NUMBER=SPAN"),
        (("revise", "--settle", "12=t3"), "not lost"),
        (("revise", "interview-2", "x.md", "--lost"), "does not go with"),
        (("revise", "--settle-file", "ingen.csv"), "ingen.csv"),
        (("show", "interview-2", "--revision", "2"), "has no revision 2; there is 1"),
    ],
)
def test_bad_input_is_refused_and_changes_nothing(
    refused: Callable[..., str],
    demo_project: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(demo_project.parent)
    assert message in refused(demo_project, *arguments)


def test_a_file_without_the_columns_is_refused(
    refused: Callable[..., str], demo_project: Path, tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    assert "coding and place" in refused(demo_project, "revise", "--settle-file", path)
