"""Codebooks as tables: kodning's own, Taguette's, what Danish Excel saves."""

from pathlib import Path

import pytest

from kodning.codebook import parse_codebook
from kodning.codebook_writing import new_codebook
from kodning.errors import UnreadableFileError
from kodning.interchange.codebook_table import read_codebook_table, read_parts, taguette_csv
from kodning.model import Code
from kodning.project import Project
from kodning.report.codebook_view import codebook_table
from kodning.report.table import to_csv, to_xlsx


def _file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "bog.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("form", ["csv", "excel", "xlsx"])
def test_what_is_written_as_a_table_comes_back(demo: Project, tmp_path: Path, form: str) -> None:
    codes = demo.codebook().codes
    table = codebook_table(codes)
    path = tmp_path / f"bog.{'xlsx' if form == 'xlsx' else 'csv'}"
    if form == "xlsx":
        path.write_bytes(to_xlsx(table))
    else:
        path.write_text(to_csv(table, danish_excel=form == "excel"), encoding="utf-8", newline="")
    found = {code.id: code for code in read_codebook_table(path)}
    assert found.keys() == {code.id for code in codes}
    for code in codes:
        back = found[code.id]
        assert (back.parent, back.definition, back.color) == (code.parent, code.definition, code.color)
        for key in ("include", "exclude", "examples", "terms", "negative_terms"):
            assert getattr(back, key) == getattr(code, key)


@pytest.mark.parametrize(
    ("mark", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-16")]
)
def test_separators_and_encodings_are_found_out(tmp_path: Path, mark: str, encoding: str) -> None:
    text = f'Kode{mark}Beskrivelse\r\nøkonomi{mark}"Penge{mark} ""løn"" og\r\ntid"\r\n{mark}\r\n'
    (code,) = read_codebook_table(_file(tmp_path, text, encoding))
    assert (code.id, code.definition) == ("økonomi", f'Penge{mark.strip()} "løn" og tid')


def test_taguettes_codebook_is_read_and_its_dots_are_levels(tmp_path: Path) -> None:
    text = "tag,description,number of highlights\r\nrum,Rummet.,3\r\nrum.lys,,1\r\nuden.over,,0\r\n"
    codes = read_codebook_table(_file(tmp_path, text))
    assert [(code.id, code.parent, code.definition) for code in codes] == [
        ("rum", None, "Rummet."),
        ("rum.lys", "rum", ""),
        ("uden.over", None, ""),
    ]
    assert [c.id for c in parse_codebook(new_codebook(codes), tmp_path).codes] == [
        "rum",
        "rum.lys",
        "uden.over",
    ]


def test_the_csv_for_taguette_has_commas_and_every_code(demo: Project, tmp_path: Path) -> None:
    text = taguette_csv(demo.codebook())
    assert text.startswith("tag,description\r\n")
    found = read_codebook_table(_file(tmp_path, text))
    assert [code.id for code in found] == [code.id for code in demo.codebook().codes]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("label,definition\na,b\n", "no column “code”"),
        ("code,definitoin\na,b\n", "Did you mean “definition”"),
        ("code\na\na\n", "bog.csv:3: the code “a” stands twice"),
        ("code,parent\na,b\n", "is to stand under “b”"),
        ("code,label\n,b\n", "bog.csv:2: the row has no code"),
        ('code,label\na,"b\n', "not valid CSV"),
    ],
)
def test_a_table_that_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read_codebook_table(_file(tmp_path, text))
    assert said in refused.value.en


def test_importing_adds_new_codes_and_edits_others_only_when_asked(demo: Project) -> None:
    codes = [
        Code("budget", {}, None, 0, 0, definition="Noget andet."),
        Code("nyt", {}, "budget", 1, 0),
        Code("dybt", {"da": "Dybt"}, "nyt", 2, 0),
    ]
    before = {code.id: code for code in demo.codebook().codes}
    change = demo.import_codes(codes, "eva", uids={"nyt": "0199aaaa-0000-7000-8000-000000000000"})
    after = {code.id: code for code in demo.codebook().codes}
    assert after.keys() - before.keys() == {"nyt", "dybt"}
    assert (after["nyt"].parent, after["dybt"].parent) == ("budget", "nyt")
    assert after["budget"].definition == before["budget"].definition
    assert demo.code_identities()["nyt"] == "0199aaaa-0000-7000-8000-000000000000"
    assert change.kind == "codebook-import"
    demo.import_codes(codes, "eva", update=True)
    assert {code.id: code for code in demo.codebook().codes}["budget"].definition == "Noget andet."
    demo.undo("eva")
    demo.undo("eva")
    assert {code.id: code for code in demo.codebook().codes} == before


def test_a_table_of_parts_says_which_code_each_coding_gets(tmp_path: Path) -> None:
    assert read_parts(_file(tmp_path, "coding;code\n12;a\n13;\n14;b c\n")) == {12: "a", 14: "b c"}
    with pytest.raises(UnreadableFileError, match="2"):
        read_parts(_file(tmp_path, "coding,code\nx,a\n"))
