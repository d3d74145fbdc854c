"""Importing transcripts: what is refused leaves no trace, and every refusal's way forward works."""

import shlex
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Result = CompletedProcess[str]
Run = Callable[..., Result]
Refused = Callable[..., str]
Dump = Callable[[Path], str]

TALK = "Interviewer: Hvordan går det?\n\nInformant: Det går godt. Vi mødes på Ærø i maj.\n"


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """A small transcript outside the project."""
    file = tmp_path / "samtale.txt"
    file.write_text(TALK, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("tom.txt", b""),
        ("blank.md", b"\n \n\t\n"),
        ("billede.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("nul.txt", b"Informant: hej\x00\x00\x00\x00 med dig\x00\n" * 20),
        ("rapport.pdf", b"%PDF-1.7\n"),
        ("rapport.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(500)),
        ("zip.docx", b"PK\x03\x04" + bytes(100)),
        ("zip.txt", b"PK\x03\x04" + bytes(100)),
        ("uden-endelse", TALK.encode()),
    ],
)
def test_a_file_that_is_no_transcript_is_refused_by_name(
    refused: Refused, demo_project: Path, tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    assert name in refused(demo_project, "import", tmp_path / name)
    assert name in refused(demo_project, "import", "--dry-run", tmp_path / name)


def test_a_missing_path_an_empty_folder_and_a_wrong_encoding_are_refused(
    refused: Refused, demo_project: Path, tmp_path: Path, talk: Path
) -> None:
    (tmp_path / "tom").mkdir()
    assert "findes-ikke.md" in refused(demo_project, "import", tmp_path / "findes-ikke.md")
    assert "tom" in refused(demo_project, "import", tmp_path / "tom")
    assert "samtale.txt" in refused(demo_project, "import", talk, "--encoding", "utf-9")
    assert "samtale.txt" in refused(demo_project, "import", talk, "--encoding", "ascii")
    refused(demo_project, "import")


def test_one_bad_file_does_not_stop_the_good_ones(kodning: Run, demo_project: Path, talk: Path) -> None:
    bad = talk.with_name("alt-tomt.txt")
    bad.write_bytes(b"")
    result = kodning("import", bad, talk, project=demo_project)
    assert result.returncode == 1
    assert "alt-tomt.txt: the file holds no words" in " ".join(result.stdout.split())
    assert "1 of 2 are in the project; 1 could not be brought in." in result.stdout
    assert kodning("show", "samtale", project=demo_project).returncode == 0


def test_importing_again_changes_nothing_at_all(
    kodning: Run, demo_project: Path, talk: Path, dump: Dump
) -> None:
    assert "new" in kodning("import", talk, project=demo_project).stdout
    before = dump(demo_project)
    for arguments in ((talk,), (demo_project / "transcripts",), (talk, talk), ("--coder=en-anden", talk)):
        result = kodning("import", *arguments, project=demo_project)
        assert result.returncode == 0
        assert "unchanged" in result.stdout
        assert dump(demo_project) == before


def test_a_dry_run_keeps_nothing_and_needs_no_project(
    kodning: Run, tmp_path: Path, talk: Path, demo_project: Path, dump: Dump
) -> None:
    before = dump(demo_project)
    for project in (demo_project, tmp_path):
        result = kodning("import", "--dry-run", talk, project=project)
        assert result.returncode == 0
        assert "Interviewer" in result.stdout
        assert "Nothing was kept" in result.stdout
    assert dump(demo_project) == before


def test_a_changed_file_is_refused_and_the_way_forward_works_as_written(
    kodning: Run, refused: Refused, demo_project: Path, talk: Path
) -> None:
    assert kodning("import", talk, project=demo_project).returncode == 0
    talk.write_text(TALK + "\nInformant: Og en ting til.\n", encoding="utf-8")
    message = refused(demo_project, "import", talk)
    assert "another text" in message
    way = message[message.rindex("kodning import ") :].splitlines()[0]
    line = shlex.split(way.replace("NAME", "'samtale æ rettet'"))
    assert kodning(*line[1:], project=demo_project).returncode == 0
    names = kodning("documents", "--format", "csv", project=demo_project).stdout
    assert "samtale æ rettet" in names


def test_the_same_text_under_another_name_is_refused_with_the_first(
    kodning: Run, refused: Refused, demo_project: Path, talk: Path
) -> None:
    assert kodning("import", talk, project=demo_project).returncode == 0
    copy = talk.with_name("kopi.txt")
    copy.write_bytes(talk.read_bytes())
    assert "“samtale”" in refused(demo_project, "import", copy)
    assert "“samtale”" in refused(demo_project, "import", talk, "--name", "noget andet")


def test_of_two_new_files_with_the_same_text_the_first_is_taken(
    kodning: Run, demo_project: Path, talk: Path
) -> None:
    copy = talk.with_name("kopi.txt")
    copy.write_bytes(talk.read_bytes())
    result = kodning("import", talk, copy, project=demo_project)
    assert result.returncode == 1
    assert "the same text" in " ".join(result.stdout.split())
    names = kodning("documents", "--format", "csv", project=demo_project).stdout
    assert ("kopi" in names) != ("samtale" in names)


def test_of_two_files_that_would_have_one_name_the_second_is_told_the_way(
    kodning: Run, demo_project: Path, talk: Path
) -> None:
    other = talk.with_suffix(".md")
    other.write_text(TALK + "\nInformant: Noget andet.\n", encoding="utf-8")
    result = kodning("import", talk, other, project=demo_project)
    assert result.returncode == 1
    assert "“samtale”" in result.stdout
    assert "--name" in result.stdout


@pytest.mark.parametrize(
    "name", ["Åse & Søren, 2. gang", "interview nr 7", "blåbær", "-streg", "t12", "日本"]
)
def test_a_name_may_hold_spaces_and_danish_letters(
    kodning: Run, demo_project: Path, talk: Path, name: str
) -> None:
    file = talk.with_name(f"{name}.txt")
    talk.rename(file)
    assert kodning("import", "--", file, project=demo_project).returncode == 0
    shown = kodning("show", "--", name, project=demo_project)
    assert shown.returncode == 0
    assert "Ærø" in shown.stdout
    coded = kodning("code", "--", name, "Det går godt.", "budget", project=demo_project)
    assert coded.returncode == 0, coded.stderr
    assert (
        "Det går godt."
        in kodning("quotes", "--document", name, "--coder=test-koder", project=demo_project).stdout
    )


@pytest.mark.parametrize(
    "name", ["to\nlinjer", "nul\x00", "\x1b[31mrød", "x" * 256, "  ", "høj\u202e", "halv\udcff"]
)
def test_a_name_with_control_characters_is_refused(
    refused: Refused, demo_project: Path, talk: Path, name: str
) -> None:
    assert "cannot be a name" in refused(demo_project, "import", talk, f"--name={name}")


def test_a_name_for_several_files_is_refused(refused: Refused, demo_project: Path) -> None:
    assert "--name" in refused(demo_project, "import", demo_project / "transcripts", "--name", "alle")


def test_one_text_in_five_encodings_is_one_text(kodning: Run, demo_project: Path, talk: Path) -> None:
    assert kodning("import", talk, project=demo_project).returncode == 0
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        talk.write_bytes(TALK.replace("\n", "\r\n").encode(encoding))
        result = kodning("import", talk, project=demo_project)
        assert "samtale: unchanged" in result.stdout, (encoding, result)


def test_a_source_file_is_never_changed(kodning: Run, demo_project: Path, talk: Path) -> None:
    talk.write_bytes(b"\xef\xbb\xbf" + TALK.replace("\n", "\r\n").encode())
    before = talk.read_bytes(), talk.stat().st_mtime_ns
    assert kodning("import", talk, project=demo_project).returncode == 0
    assert (talk.read_bytes(), talk.stat().st_mtime_ns) == before
