"""Hostile and broken files: one clear message each, soon, with bounded memory, and never anything half read."""

import json
import re
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kodning.errors import KodningError, UnreadableFileError
from kodning.reading import read
from kodning.reading.sources import read_all

GOLDEN = Path(__file__).parent / "golden"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(**parts: str | bytes) -> bytes:
    """A ZIP with these members; `__` stands for a slash."""
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return raw.getvalue()


def document(body: str, before: str = "") -> bytes:
    """A .docx with that XML."""
    return packed(
        word__document_xml=f"<?xml version='1.0'?>{before}<w:document {W}><w:body>{body}</w:body></w:document>"
    )


def paragraph(words: str) -> str:
    """A paragraph of Word's."""
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


BILLION = "<!DOCTYPE x [<!ENTITY a 'haha'>" + "".join(
    f"<!ENTITY {chr(98 + at)} '{f'&{chr(97 + at)};' * 10}'>" for at in range(9)
) + "]>"  # fmt: skip
OUTSIDE = "<!DOCTYPE x [<!ENTITY ud SYSTEM 'file:///etc/hostname'>]>"


def scans() -> bytes:
    """A PDF of two pages without any text."""
    import pypdfium2

    made = pypdfium2.PdfDocument.new()
    made.new_page(300, 400)
    made.new_page(300, 400)
    raw = BytesIO()
    made.save(raw)
    return raw.getvalue()


def encrypted_zip() -> bytes:
    """A ZIP whose member says that it is encrypted."""
    raw = bytearray(packed(word__document_xml="<x/>"))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + offset] |= 1
    return bytes(raw)


def misplaced() -> bytes:
    """A ZIP whose directory says that a member begins before the file does."""
    raw = bytearray(document(paragraph("Ja.")))
    end = raw.index(b"PK\x05\x06")
    raw[end + 16 : end + 20] = (int.from_bytes(raw[end + 16 : end + 20], "little") + 700).to_bytes(
        4, "little"
    )
    return bytes(raw)


def workbook() -> bytes:
    """An .xlsx of open answers, as another program writes it."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in (
        ("id", "alder", "svar"),
        (1, 42, "Det går da meget godt."),
        (2, 3.5, "Nej, det gør det ikke."),
    ):
        book.active.append(row)
    raw = BytesIO()
    book.save(raw)
    return raw.getvalue()


def nameless() -> bytes:
    """A ZIP with a member that has no name."""
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w") as package:
        package.writestr(zipfile.ZipInfo(""), "x")
    return raw.getvalue()


CASES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "half a docx": ("a.docx", lambda: (GOLDEN / "word.docx").read_bytes()[:2000], "damaged or not whole"),
    "half an odt": ("a.odt", lambda: (GOLDEN / "pandoc.odt").read_bytes()[:4000], "damaged or not whole"),
    "half an rtf": ("a.rtf", lambda: (GOLDEN / "pandoc.rtf").read_bytes()[:900], "not whole"),
    "half a pdf": ("a.pdf", lambda: (GOLDEN / "soffice.pdf").read_bytes()[:900], "damaged or no PDF|holds no text"),
    "half an xml": ("a.docx", lambda: packed(word__document_xml="<w:document"), "damaged"),
    "password docx": ("a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected by a password"),
    "password zip": ("a.docx", encrypted_zip, "protected by a password"),
    "password odt": (
        "a.odt",
        lambda: packed(content_xml="x", **{"META-INF__manifest_xml": "<manifest:encryption-data/>"}),
        "protected by a password",
    ),
    "old doc": ("a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "cannot be read"),
    "bomb": ("a.docx", lambda: packed(word__document_xml=bytes(60_000_000)), "unpacks to far more"),
    "entities": ("a.docx", lambda: document(paragraph("&j;"), BILLION), "DOCTYPE"),
    "outside": ("a.docx", lambda: document(paragraph("&ud;"), OUTSIDE), "DOCTYPE"),
    "deep": ("a.docx", lambda: document("<w:p>" * 5000 + "</w:p>" * 5000), "nested so deeply"),
    "no words": ("a.docx", lambda: document(""), "no words"),
    "member before the file": ("a.docx", misplaced, "damaged or not whole"),
    "member without a name": ("a.odt", nameless, "damaged or not whole"),
    "other zip": ("a.docx", lambda: packed(hej_txt="hej"), "no Word document"),
    "pdf as docx": ("a.docx", (GOLDEN / "soffice.pdf").read_bytes, "is called .docx, but is a PDF file"),
    "docx as txt": ("a.txt", (GOLDEN / "word.docx").read_bytes, "ending .docx"),
    "rtf as txt": ("a.txt", (GOLDEN / "pandoc.rtf").read_bytes, "ending .rtf"),
    "binary txt": ("a.txt", lambda: bytes(range(256)) * 20, "binary data"),
    "nothing": ("a.odt", lambda: b"", "no words"),
    "scans": ("a.pdf", scans, "only pictures of pages (2)"),
    "text as pdf": ("a.pdf", lambda: b"Bare tekst.", "no PDF"),
    "text as rtf": ("a.rtf", lambda: b"Bare tekst.", "no RTF"),
    "deep rtf": ("a.rtf", lambda: b"{\\rtf1 " + b"{" * 100_000, "nested so deeply"),
    "deep json": ("a.json", lambda: b"[" * 1_000_000, "nested too deeply"),
    "bomb xlsx": ("a.xlsx", lambda: packed(xl__workbook_xml=bytes(60_000_000)), "unpacks to far more"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_or_broken_file_is_refused_with_its_reason(tmp_path: Path, case: str) -> None:
    name, make, why = CASES[case]
    path = tmp_path / name
    path.write_bytes(make())
    began = time.monotonic()
    (found,) = read_all([path])
    assert time.monotonic() - began < 10
    assert found.transcript is None
    assert isinstance(found.error, KodningError)
    assert any(part in found.error.en for part in why.split("|")), found.error.en
    assert found.error.en.startswith(str(path))


def test_a_text_of_200_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "stor.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    tracemalloc.start()
    with pytest.raises(UnreadableFileError) as caught:
        read(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "over 20 MB" in caught.value.en
    assert peak < 5_000_000


@pytest.mark.parametrize("tags", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<div><p>"])
def test_html_nested_without_end_is_refused_soon(tmp_path: Path, tags: str) -> None:
    path = tmp_path / "dyb.html"
    path.write_text(tags * 50_000 + "Ja da.", encoding="utf-8")
    began = time.monotonic()
    with pytest.raises(UnreadableFileError) as caught:
        read(path)
    assert "nested so deeply" in caught.value.en
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("tags", ["<p>x", "<li>x", "<p><b>x</b>", "<br>", "<tr><td>x"])
def test_html_with_ends_left_out_is_read_soon(tmp_path: Path, tags: str) -> None:
    path = tmp_path / "lang.html"
    path.write_text("<p>Ja da.</p>" + tags * 20_000, encoding="utf-8")
    began = time.monotonic()
    assert read(path).text.startswith("Ja da.")
    assert time.monotonic() - began < 10


NAMES = [
    "Åse og Øyvind – 2. gang.txt",
    "a" * 246 + ".txt",
    "æ" * 120 + ".txt",
    "CON.txt",
    "nul.txt",
    " .x .txt",
    "😀.txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_unusual_names_of_files_are_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("I: Nå?\n\nIP: Ja.\n", encoding="utf-8")
    assert read(path).title == name.removesuffix(".txt")


def archive(tmp_path: Path, *members: tuple[str, bytes]) -> Path:
    """A ZIP with these members."""
    path = tmp_path / "alle.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members:
            package.writestr(name, content)
    return path


TALK = "I: Nå?\n\nIP: Ja.\n".encode()


def test_an_archive_is_read_in_memory_and_what_leads_out_of_it_is_not(tmp_path: Path) -> None:
    path = archive(
        tmp_path,
        ("interviews/b-2.txt", TALK),
        ("interviews/b-10.docx", (GOLDEN / "word.docx").read_bytes()),
        ("__MACOSX/interviews/._b-2.txt", b"\0\1"),
        ("README.txt", b"hej"),
        ("billede.png", b"\x89PNG"),
        ("../../ud.txt", TALK),
        ("/etc/ud.txt", TALK),
        ("C:\\ud.txt", TALK),
        ("mere.zip", packed(a_txt="x")),
        ("tom.txt", b""),
    )
    found = list(read_all([path]))
    good = [each.path.name for each in found if each.transcript]
    bad = {each.path.name: each.error.en for each in found if each.error}
    assert good == ["b-2.txt", "b-10.docx"]
    assert sum("points out of the archive" in why for why in bad.values()) >= 2
    assert "within an archive" in bad["mere.zip"]
    assert "no words" in bad["tom.txt"]
    assert str(found[-1].path).startswith(str(path))
    assert [each.name for each in tmp_path.iterdir()] == ["alle.zip"]


def test_an_archive_made_by_windows_keeps_its_danish_names(tmp_path: Path) -> None:
    path = archive(tmp_path, ("Blaabaer.txt", TALK))
    old, new = b"Blaabaer.txt", "Blåbær-ø.txt".encode("cp850")
    assert len(old) == len(new)
    path.write_bytes(path.read_bytes().replace(old, new))
    assert [each.path.name for each in read_all([path])] == ["Blåbær-ø.txt"]


def test_a_bomb_among_the_members_stops_no_other(tmp_path: Path) -> None:
    path = archive(tmp_path, ("a.txt", TALK), ("b.txt", bytes(30_000_000)), ("c.txt", TALK))
    found = list(read_all([path]))
    assert [each.transcript is not None for each in found] == [True, False, True]
    assert found[1].error is not None
    assert "unpacks to far more" in found[1].error.en


SEEDS = {
    path.suffix: path.read_bytes()
    for path in sorted(GOLDEN.iterdir())
    if path.suffix in {".docx", ".odt", ".rtf", ".pdf", ".html", ".vtt", ".srt", ".json", ".txt"}
}
SEEDS[".csv"] = "id;alder;svar\n1;42;Det går da meget godt.\n2;7;Nej, det gør det ikke.\n".encode()
SEEDS[".xlsx"] = workbook()
_CHUNKS = [
    b"<w:t>",
    b"</w:p>",
    b"{\\rtf",
    b"\\u-1?",
    b"\\'",
    b"-->",
    b"<v ",
    b'"',
    b"\xff",
    b"\0",
    b"PK\x03\x04",
    b"9" * 30,
    b"]]>",
    b"&a;",
]


@pytest.mark.parametrize("suffix", sorted(SEEDS))
@settings(max_examples=25, deadline=10_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_but_never_breaks(
    tmp_path: Path, suffix: str, data: st.DataObject
) -> None:
    raw = bytearray(SEEDS[suffix])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, max(0, len(raw) - 1)))
        match data.draw(st.sampled_from(["cut", "change", "insert", "double"])):
            case "cut":
                del raw[at : at + data.draw(st.integers(1, 200))]
            case "change":
                raw[at : at + 1] = bytes([data.draw(st.integers(0, 255))])
            case "insert":
                raw[at:at] = data.draw(st.sampled_from(_CHUNKS) | st.binary(max_size=8))
            case _:
                raw[at:at] = raw[at : at + 500]
    path = tmp_path / f"a{suffix}"
    path.write_bytes(raw)
    for found in read_all([path]):
        if found.transcript is None:
            assert isinstance(found.error, KodningError)
        else:
            text = found.transcript.text
            ends = [(turn.start, turn.end) for turn in found.transcript.turns]
            assert "\n\n".join(text[start:end] for start, end in ends) == text
            assert all(0 <= mark.start < mark.end <= len(text) for mark in found.transcript.times)


XML = st.recursive(
    st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="<>&"), max_size=12),
    lambda inner: st.builds(
        lambda tag, parts: f"<w:{tag}>{''.join(parts)}</w:{tag}>",
        st.sampled_from(["p", "r", "t", "tab", "br", "tbl", "tr", "tc", "ins", "del", "txbxContent", "pPr", "rPr", "b", "sdt"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=60, deadline=10_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(XML, max_size=6))
def test_any_well_formed_word_xml_is_read_or_refused(tmp_path: Path, parts: list[str]) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(document("".join(parts)))
    (found,) = read_all([path])
    assert (found.transcript is None) == (found.error is not None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["segments", "chunks", "transcription", "text", "start", "end", "speaker", "words", "word",
                         "timestamp", "offsets", "from", "to", "score", "avg_logprob", "tokens", "p"]),
        inner, max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=80, deadline=10_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=JSON)
def test_any_json_is_read_or_refused(tmp_path: Path, data: object) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        json.dumps({"segments": [data, {"text": "Ja."}]} if not isinstance(data, dict) else data),
        encoding="utf-8",
    )
    (found,) = read_all([path])
    assert (found.transcript is None) == (found.error is not None)


@pytest.mark.parametrize(
    "line",
    [
        "(" * 30_000,
        "[Interviewer: " * 3000,
        "**" * 20_000,
        "a:" * 20_000,
        "00:" * 20_000,
        "<!--" * 9000,
        "\t" * 40_000,
        "Anna " * 9000 + ":",
    ],
)
def test_a_line_that_would_tie_a_pattern_in_knots_is_read_soon(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Interviewer: {line}\n\nFormand: {line}\n\n{line}\nJa.\n", encoding="utf-8")
    began = time.monotonic()
    assert re.search("Ja", read(path).text)
    assert time.monotonic() - began < 10
