import sqlite3
import zipfile
from pathlib import Path

import pytest

from kodning.errors import UnreadableFileError
from kodning.reading import LARGEST_FILE, read

TALK = "Interviewer: Hvad så?\n\nFormand: Øh, på Ærø får vi blå bær – “også” à la carte…\n"


def saved(folder: Path, raw: bytes, name: str = "samtale.txt") -> Path:
    path = folder / name
    path.write_bytes(raw)
    return path


def words(folder: Path, raw: bytes) -> str:
    return read(saved(folder, raw)).text


def failure(folder: Path, raw: bytes, encoding: str | None = None) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read(saved(folder, raw), encoding=encoding)
    return caught.value


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TALK.encode(), "utf-8"),
        (TALK.encode("utf-8-sig"), "utf-8-sig"),
        (TALK.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TALK.encode("utf-16-be"), "utf-16"),
        (TALK.encode("utf-32"), "utf-32"),
        (b"\x00\x00\xfe\xff" + TALK.encode("utf-32-be"), "utf-32"),
        (TALK.encode("utf-16-le"), "utf-16-le"),
        (TALK.encode("utf-16-be"), "utf-16-be"),
        (TALK.encode("cp1252"), "windows-1252"),
        (TALK.encode("mac-roman"), "mac-roman"),
    ],
)
def test_the_same_words_come_out_of_every_encoding_and_its_name_can_be_forced(
    tmp_path: Path, raw: bytes, encoding: str
) -> None:
    path = saved(tmp_path, raw)
    found = read(path)
    assert found.encoding == encoding
    assert found.text == "Hvad så?\n\nØh, på Ærø får vi blå bær – “også” à la carte…"
    forced = read(path, encoding=encoding)
    assert (forced.text, forced.encoding) == (found.text, encoding)


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_line_ends_do_not_matter(tmp_path: Path, line_end: str) -> None:
    assert words(tmp_path, TALK.replace("\n", line_end).encode()) == words(tmp_path, TALK.encode())


@pytest.mark.parametrize(("encoding", "shown"), [("cp1252", "Windows-1252"), ("mac-roman", "Mac Roman")])
def test_a_guess_is_told_with_the_first_word_to_judge_it_by(
    tmp_path: Path, encoding: str, shown: str
) -> None:
    (note,) = read(saved(tmp_path, TALK.replace("så?", "nu?").encode(encoding))).notes
    assert note.line == 3
    assert shown in note.da
    assert "»Øh«" in note.da
    assert "“Øh”" in note.en


def test_ascii_and_utf8_need_no_note(tmp_path: Path) -> None:
    assert read(saved(tmp_path, b"I: Ja\n\nIP: Nej\n")).notes == ()


def test_a_danish_text_with_only_dashes_and_quotation_marks_is_not_taken_for_mac_roman(
    tmp_path: Path,
) -> None:
    assert (
        read(saved(tmp_path, "I: Jeg sagde ’nej’ – og gik…\n\nIP: Ja".encode("cp1252"))).encoding
        == "windows-1252"
    )


@pytest.mark.parametrize("word", ["idé", "å", "SÅ", "Ålborg", "½ time", "allé", "naïveté", "æ", "Ø"])
def test_one_danish_word_is_enough_to_know_windows_1252(tmp_path: Path, word: str) -> None:
    assert word in words(tmp_path, f"I: Ja, {word} da".encode("cp1252"))


@pytest.mark.parametrize("word", ["idé", "på", "ÅRHUS", "Ålborg", "rødgrød", "Ærø"])
def test_one_danish_word_is_enough_to_know_mac_roman(tmp_path: Path, word: str) -> None:
    assert word in words(tmp_path, f"I: Ja, {word} da".encode("mac-roman"))


def test_one_broken_byte_in_utf8_is_named_instead_of_spoiling_every_danish_letter(tmp_path: Path) -> None:
    error = failure(tmp_path, TALK.encode() + "IP: på f".encode() + b"\xe5")
    assert error.line == 4
    assert "0xE5" in error.da
    assert "utf-8" in error.en


def test_bytes_that_are_no_known_encoding_are_refused_with_the_first_of_them(tmp_path: Path) -> None:
    error = failure(tmp_path, b"I: abc\n\nIP: \x81\x8d\xfe\xff!!")
    assert (error.line, "0x81" in error.en) == (3, True)


def test_a_forced_encoding_that_does_not_fit_names_byte_and_line(tmp_path: Path) -> None:
    error = failure(tmp_path, "I: ja\nIP: på\n".encode("cp1252"), "utf-8")
    assert error.line == 2
    assert "0xE5" in error.da
    assert "12" in error.da
    assert "0xE5" in error.en


def test_positions_are_counted_from_the_start_of_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    error = failure(tmp_path, b"\xef\xbb\xbfI: a\n\xe5")
    assert (error.line, "no. 9)" in error.en) == (2, True)


@pytest.mark.parametrize(
    "name", ["klingon", "", "rot13", "base64", "idna", "punycode", "unicode_escape", "a\0b", "ø"]
)
def test_an_unknown_encoding_is_refused_by_name(tmp_path: Path, name: str) -> None:
    assert "--encoding" not in (error := failure(tmp_path, b"I: Ja", name)).en
    assert "encoding" in error.en
    assert "tegnsættet" in error.da


def test_utf16_cut_in_the_middle_of_a_character_is_refused(tmp_path: Path) -> None:
    assert failure(tmp_path, TALK.encode("utf-16")[:-1]).line == 3


def docx(folder: Path, member: str) -> bytes:
    path = folder / "pakke.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(member, "<xml/>")
    return path.read_bytes()


def database(folder: Path) -> bytes:
    path = folder / "lager.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    return path.read_bytes()


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"{\\rtf1\\ansi Hej}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, ".doc"),
        (b"RIFF\x24\x08\0\0WAVEfmt ", "WAV"),
        (b"\0\0\0\x20ftypM4A ", "MP4"),
        (b"I: Ja\n\nIP: a\0b\n", "NUL"),
        (bytes(range(32)) * 8, "NUL"),
        (b"\x01\x02\x03\x04" * 30, "styretegn"),
    ],
)
@pytest.mark.parametrize("encoding", [None, "latin-1"])
def test_what_is_no_text_is_refused_with_what_it_looks_like(
    tmp_path: Path, raw: bytes, kind: str, encoding: str | None
) -> None:
    assert kind in failure(tmp_path, raw, encoding).da


@pytest.mark.parametrize(
    ("member", "kind"),
    [("word/document.xml", ".docx"), ("xl/workbook.xml", ".xlsx"), ("andet.txt", "ZIP")],
)
def test_an_office_document_renamed_txt_is_recognised(tmp_path: Path, member: str, kind: str) -> None:
    assert kind in failure(tmp_path, docx(tmp_path, member)).en


def test_a_database_renamed_txt_is_recognised(tmp_path: Path) -> None:
    assert "SQLite" in failure(tmp_path, database(tmp_path)).en


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n \n\t\n",
        b"\xef\xbb\xbf",
        b"---\ntitle: Tom\n---\n",
        b"I:\n\nIP:\n",
        "\u200b…\n".encode(),
        b"--- ***",
    ],
)
def test_a_file_without_words_is_refused(tmp_path: Path, raw: bytes) -> None:
    assert "har ingen ord" in failure(tmp_path, raw).da


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "stor.txt"
    with path.open("wb") as large:
        large.truncate(LARGEST_FILE + 1)
    with pytest.raises(UnreadableFileError, match="20 MB"):
        read(path)
