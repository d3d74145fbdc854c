"""Imports of many files: what cannot be read is told and the rest goes on; attributes, speakers, interruption."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

Result = subprocess.CompletedProcess[str]
Run = Callable[..., Result]
Refused = Callable[..., str]
Dump = Callable[[Path], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three transcripts and three files that are none."""
    made = tmp_path / "indkomne"
    made.mkdir()
    for at, name in enumerate(("b 1.txt", "b 2.md", "å-3.txt"), start=1):
        (made / name).write_text(f"I: Nå?\n\nIP: Det er nummer {at}.\n", encoding="utf-8")
    (made / "tom.txt").write_bytes(b"")
    (made / "halv.docx").write_bytes(b"PK\x03\x04halv")
    (made / "svar.csv").write_text(
        "id;svar\n1;Det går meget godt.\n2;Det går meget godt.\n", encoding="utf-8"
    )
    return made


def test_a_folder_goes_on_past_what_cannot_be_read_and_ends_with_a_table(
    kodning: Run, demo_project: Path, folder: Path
) -> None:
    result = kodning("import", folder, "--format", "json", project=demo_project)
    assert result.returncode == 1
    rows = {Path(row["file"]).name: row for row in json.loads(result.stdout)}
    assert {name: row["state"] for name, row in rows.items()} == {
        "b 1.txt": "new", "b 2.md": "new", "å-3.txt": "new", "svar.csv": "new", "tom.txt": "failed", "halv.docx": "failed",
    }  # fmt: skip
    assert "damaged or not whole" in rows["halv.docx"]["problem"]
    assert rows["svar.csv"]["words"] == 8
    names = {
        row["document"]
        for row in json.loads(kodning("documents", "--format", "json", project=demo_project).stdout)
    }
    assert {"b 1", "b 2", "å-3", "svar-1", "svar-2"} <= names
    assert not names & {"tom", "halv"}


def test_a_second_import_of_the_same_changes_nothing(
    kodning: Run, demo_project: Path, folder: Path, dump: Dump
) -> None:
    kodning("import", folder, project=demo_project)
    before = dump(demo_project)
    result = kodning("import", folder, project=demo_project)
    assert result.returncode == 1
    assert "5 of 7 are in the project" in result.stdout
    assert dump(demo_project) == before


def test_nothing_at_all_is_exit_code_2(kodning: Run, demo_project: Path, folder: Path, dump: Dump) -> None:
    before = dump(demo_project)
    result = kodning("import", folder / "tom.txt", folder / "halv.docx", project=demo_project)
    assert result.returncode == 2
    assert "0 of 2 are in the project" in result.stdout
    assert dump(demo_project) == before


def test_the_table_speaks_danish(kodning: Run, demo_project: Path, folder: Path) -> None:
    result = kodning("--language", "da", "import", folder, project=demo_project)
    assert "5 af 7 er i projektet; 2 kunne ikke hentes ind." in result.stdout
    assert "filen har ingen ord (0 byte)" in " ".join(result.stdout.split())
    assert "Hvad der skete" in result.stdout
    assert f"{folder}" in result.stdout.splitlines()[0]


def test_a_dry_run_shows_answers_and_failures_and_keeps_nothing(
    kodning: Run, demo_project: Path, folder: Path, dump: Dump
) -> None:
    before = dump(demo_project)
    result = kodning("import", "--dry-run", folder, project=demo_project)
    assert result.returncode == 1
    assert "svar-2" in result.stdout
    assert "IP" in result.stdout
    assert "tom.txt" in result.stderr
    assert dump(demo_project) == before


def test_an_archive_is_imported_member_by_member(
    kodning: Run, demo_project: Path, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "alle.zip"
    with zipfile.ZipFile(path, "w") as package:
        for file in folder.iterdir():
            package.write(file, f"mappe/{file.name}")
    result = kodning("import", path, project=demo_project)
    assert result.returncode == 1
    assert "5 of 7 are in the project" in result.stdout
    assert kodning("show", "å-3", project=demo_project).returncode == 0


def test_speakers_are_named_and_their_roles_set(kodning: Run, demo_project: Path, tmp_path: Path) -> None:
    file, speakers = tmp_path / "møde.json", tmp_path / "talere.yaml"
    pieces = [("SPEAKER_00", "Hvad gjorde I?"), ("SPEAKER_01", "Vi skrev et brev."), ("SPEAKER_00", "Ja.")]
    segments = [
        {"start": at, "end": at + 1, "text": words, "speaker": who} for at, (who, words) in enumerate(pieces)
    ]
    file.write_text(json.dumps({"segments": segments}), encoding="utf-8")
    speakers.write_text("SPEAKER_00: interviewer\nSPEAKER_01: Formand\n", encoding="utf-8")
    dry = kodning("import", "--dry-run", file, "--speakers", speakers, project=demo_project)
    assert "Formand" in dry.stdout
    assert "Times: 3 of 3 turns" in dry.stdout
    assert kodning("import", file, "--speakers", speakers, project=demo_project).returncode == 0
    turns = json.loads(kodning("show", "møde", "--format", "json", project=demo_project).stdout)["turns"]
    assert [(turn["speaker"], turn["role"]) for turn in turns] == [
        ("Interviewer", "interviewer"), ("Formand", "informant"), ("Interviewer", "interviewer"),
    ]  # fmt: skip


def test_the_time_of_a_piece_is_printed_with_its_quote(
    kodning: Run, demo_project: Path, tmp_path: Path
) -> None:
    file = tmp_path / "møde.vtt"
    file.write_text(
        "WEBVTT\n\n00:14:01.000 --> 00:14:05.000\n<v Formand>Først var der kaffe.\n\n"
        "00:14:31.000 --> 00:14:35.000\n<v Formand>Så kom budgettet på bordet.\n",
        encoding="utf-8",
    )
    assert kodning("import", file, project=demo_project).returncode == 0
    assert (
        kodning("code", "møde", "Så kom budgettet på bordet.", "budget", project=demo_project).returncode == 0
    )
    printed = kodning(
        "quotes", "--document", "møde", "--coder", "test-koder", "--attribution", project=demo_project
    )
    assert "møde, Formand, turn 1, 00:14:31" in printed.stdout


def test_attributes_of_a_file_are_typed_set_and_undone(
    kodning: Run, demo_project: Path, tmp_path: Path
) -> None:
    table = tmp_path / "variabler.csv"
    table.write_text(
        "dokument;oprettet;medlemmer;valgt\ninterview-1;14.09.2016;15;ja\ninterview-2.md;1/2 2012;7;nej\n",
        encoding="utf-8",
    )
    result = kodning("import", "--attributes", table, project=demo_project)
    assert (result.returncode, result.stdout) == (0, "Attributes: 6 values set.\n")
    with closing(sqlite3.connect(demo_project / "kodning.db")) as connection:
        kinds = dict(connection.execute("SELECT name, kind FROM attribute_kind").fetchall())
    assert (kinds["oprettet"], kinds["medlemmer"], kinds["valgt"]) == ("date", "integer", "yes/no")
    by = kodning("themes", "--by", "oprettet", "--format", "json", project=demo_project)
    assert "2016-09-14" in by.stdout
    assert (
        kodning("quotes", "--where", "medlemmer=15", "--format", "json", project=demo_project).stdout
        != "[]\n"
    )
    assert (
        kodning("import", "--attributes", table, project=demo_project).stdout == "Attributes: 0 values set.\n"
    )
    assert kodning("undo", project=demo_project).returncode == 0
    assert "medlemmer" not in kodning("documents", "--format", "json", project=demo_project).stdout


def test_participants_have_attributes_that_quotes_are_chosen_by(
    kodning: Run, demo_project: Path, tmp_path: Path
) -> None:
    talk, table = tmp_path / "gruppe.txt", tmp_path / "deltagere.csv"
    talk.write_text(
        "I: Nå?\n\nAnna: Budgettet er lille.\n\nBo: Budgettet er stort.\n\nAnna: Ja.\n\nBo: Nej.\n",
        encoding="utf-8",
    )
    table.write_text("deltager;køn\nAnna;kvinde\nbo;mand\nCaj;mand\n", encoding="utf-8")
    result = kodning("import", talk, "--attributes", table, project=demo_project)
    assert result.returncode == 1
    assert "No speaker is called “Caj”" in result.stderr
    for words in ("Budgettet er lille.", "Budgettet er stort."):
        kodning("code", "gruppe", words, "budget", project=demo_project)
    only = ("quotes", "--document", "gruppe", "--coder", "test-koder", "--format", "json")
    rows = json.loads(kodning(*only, "--where", "køn=kvinde", project=demo_project).stdout)
    assert [row["quote"] for row in rows] == ["Budgettet er lille."]
    assert rows[0]["attributes"] == {"køn": "kvinde"}
    assert len(json.loads(kodning(*only, project=demo_project).stdout)) == 2
    kodning("undo", project=demo_project)
    kodning("undo", project=demo_project)
    assert kodning("undo", project=demo_project).returncode == 0
    assert kodning(*only, "--where", "køn=kvinde", project=demo_project).stdout == "[]\n"


def test_attributes_of_documents_that_are_not_there_are_told(
    kodning: Run, demo_project: Path, tmp_path: Path
) -> None:
    table = tmp_path / "v.csv"
    table.write_text("dokument;x\ninterview-1;1\ninterview-99;2\n", encoding="utf-8")
    result = kodning("import", "--attributes", table, project=demo_project)
    assert result.returncode == 1
    assert f"{table}:3: No document “interview-99”" in result.stderr
    assert "1 value set" in result.stdout


def test_set_puts_an_attribute_on_all_that_is_imported(
    kodning: Run, demo_project: Path, folder: Path
) -> None:
    assert kodning("import", folder / "b 1.txt", "--set", "bølge=2", project=demo_project).returncode == 0
    rows = json.loads(kodning("documents", "--format", "json", project=demo_project).stdout)
    assert {row["document"]: row["attributes"].get("bølge") for row in rows}["b 1"] == "2"


def test_an_import_without_paths_or_attributes_is_refused(refused: Refused, demo_project: Path) -> None:
    assert "PATH… is missing" in refused(demo_project, "import")


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_an_interruption_keeps_what_is_done_and_leaves_nothing_half(
    demo_project: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    folder = tmp_path / "mange"
    folder.mkdir()
    for at in range(600):
        words = " ".join(f"ord{at}x{word}" for word in range(1500))
        (folder / f"d{at:03}.txt").write_text(f"I: Nå?\n\nIP: {words}.\n", encoding="utf-8")
    line = [sys.executable, "-m", "kodning", "--project", str(demo_project), "import", str(folder)]
    running = subprocess.Popen(
        line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    store = demo_project / "kodning.db"

    def imported() -> int:
        with closing(sqlite3.connect(store, timeout=30)) as connection:
            return int(connection.execute("SELECT COUNT(*) FROM document WHERE name LIKE 'd%'").fetchone()[0])

    deadline = time.monotonic() + 60
    while not imported() and time.monotonic() < deadline and running.poll() is None:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130, (out, err)
    assert "Interrupted" in err
    assert "Traceback" not in err
    kept = imported()
    assert 0 < kept < 600
    assert f"{kept} documents in the project." in out
    with closing(sqlite3.connect(store)) as connection:
        whole = connection.execute(
            "SELECT COUNT(*) FROM current_revision r WHERE name LIKE 'd%' AND EXISTS (SELECT 1 FROM turn WHERE revision = r.id)"
            " AND EXISTS (SELECT 1 FROM segment WHERE revision = r.id)"
        ).fetchone()[0]
    assert whole == kept
