import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kodning.errors import UnreadableFileError
from kodning.reading import SUFFIXES, find, read

NOBODY = 65_534


def transcript(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("I: Ja.\n\nIP: Nej.\n", encoding="utf-8")
    return path


def names(folder: Path) -> list[str]:
    return [path.name for path in find([folder])]


def failure(path: Path) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read(path)
    return caught.value.da


@contextmanager
def without_rights(path: Path) -> Iterator[None]:
    """Take away the right to read, from root too."""
    mode = path.stat().st_mode
    path.chmod(0)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        path.chmod(mode)


def test_a_file_is_read_with_the_hash_of_its_bytes_and_its_name_for_a_title(tmp_path: Path) -> None:
    path = transcript(tmp_path / "Samtale på Ærø 1.TXT")
    found = read(path)
    assert found.title == "Samtale på Ærø 1"
    assert found.source_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_comments_are_taken_out_of_markdown_files_only(tmp_path: Path) -> None:
    for name, text in (("a.md", "Ja da"), ("a.markdown", "Ja da"), ("a.txt", "Ja <!-- x --> da")):
        path = tmp_path / name
        path.write_text("I: Ja <!-- x --> da", encoding="utf-8")
        assert read(path).text == text


@pytest.mark.parametrize("name", ["a.doc", "a", "a.txt.bak", "a.pages"])
def test_other_kinds_of_file_are_refused_with_the_kinds_there_are(tmp_path: Path, name: str) -> None:
    assert ".txt, .md, .docx" in failure(transcript(tmp_path / name))


def test_what_cannot_be_opened_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "mappe.md").mkdir()
    os.mkfifo(tmp_path / "rør.txt")
    transcript(tmp_path / "fil.txt")
    assert failure(tmp_path / "ingen.txt").endswith("findes ikke.")
    assert failure(tmp_path / "mappe.md").endswith("er en mappe, ikke en fil.")
    assert failure(tmp_path / "rør.txt").endswith("er ikke en almindelig fil.")
    assert "kan ikke læses" in failure(tmp_path / "fil.txt" / "under.txt")
    assert "kan ikke læses" in failure(tmp_path / ("x" * 300 + ".txt"))
    assert "kan ikke læses" in failure(Path("a\0b.txt"))


def test_a_file_without_the_right_to_it_is_told_in_words(tmp_path: Path) -> None:
    path = transcript(tmp_path / "hemmelig.txt")
    with without_rights(path):
        assert "rettigheder" in failure(path)


def test_a_folder_without_the_right_to_it_is_told_in_words(tmp_path: Path) -> None:
    transcript(tmp_path / "mappe" / "a.md")
    with (
        without_rights(tmp_path / "mappe"),
        pytest.raises(UnreadableFileError, match=r"permission|rettigheder"),
    ):
        find([tmp_path / "mappe"])


def test_a_folder_is_its_own_transcripts_in_danish_order_with_numbers_by_value(tmp_path: Path) -> None:
    wanted = [
        "10.md",
        "Abe.txt",
        "interview-2.md",
        "interview-10.md",
        "zebra.MD",
        "æble.markdown",
        "øl.txt",
        "ål.md",
    ]
    for name in [
        *wanted,
        "README.md",
        "readme.txt",
        "Readme-da.md",
        ".skjult.md",
        "~$lås.txt",
        "data.sav",
        "under/x.md",
    ]:
        transcript(tmp_path / name)
    (tmp_path / "mappe.md").mkdir()
    (tmp_path / "væk.md").symlink_to(tmp_path / "findes-ikke.md")
    assert names(tmp_path) == wanted


def test_decomposed_file_names_sort_as_the_letters_they_are(tmp_path: Path) -> None:
    for name in ["a\u030al.md", "al.md", "zebra.md"]:
        transcript(tmp_path / name)
    assert names(tmp_path) == ["al.md", "zebra.md", "a\u030al.md"]


def test_files_and_folders_may_be_mixed_and_each_file_comes_once(tmp_path: Path) -> None:
    first, second = transcript(tmp_path / "b" / "1.md"), transcript(tmp_path / "a" / "2.md")
    readme = transcript(tmp_path / "b" / "README.md")
    assert find([first, tmp_path / "b", tmp_path / "a", readme]) == [second, first, readme]


def test_a_file_is_found_whatever_its_kind_so_that_reading_it_says_why_not(tmp_path: Path) -> None:
    path = transcript(tmp_path / "a.docx")
    assert find([path]) == [path]


def test_no_paths_are_no_files() -> None:
    assert find([]) == []


def test_a_missing_path_and_a_folder_without_transcripts_are_refused(tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    transcript(tmp_path / "tom" / "README.md")
    with pytest.raises(UnreadableFileError) as caught:
        find([tmp_path / "tom"])
    assert "har ingen udskrifter" in caught.value.da
    with pytest.raises(UnreadableFileError) as caught:
        find([tmp_path / "findes-ikke"])
    assert "findes ikke" in caught.value.da


def test_the_suffixes_are_those_the_reader_takes() -> None:
    shown = ".txt .md .docx .odt .rtf .pdf .html .vtt .srt .json .csv .xlsx .zip"
    assert set(shown.split()) <= SUFFIXES
