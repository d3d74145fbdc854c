"""Tables: open answers as documents, attributes with their kinds, lists of speakers; CSV as any program writes it, XLSX."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning.errors import KodningError, UnreadableFileError
from kodning.model import AttributeValue
from kodning.reading.attribute_file import read_attributes
from kodning.reading.grid import Grid, grid
from kodning.reading.sources import How, read_all
from kodning.reading.speaker_file import cast
from kodning.reading.typed import column, pairs

File = Callable[[str, bytes | str], Path]


@pytest.fixture
def file(tmp_path: Path) -> File:
    """`file(name, content)`: a file with that content."""

    def make(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return make


def workbook(*rows: tuple[object, ...]) -> bytes:
    """An .xlsx with these rows, as another program writes it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    raw = BytesIO()
    book.save(raw)
    return raw.getvalue()


ANSWERS = 'id;kommune;alder;dato;svar\nr1;Åby;42;14.09.2016;"Vi mangler penge;\nog tid."\nr2;Bø;3,5;2.1.2017;Ja, det går.\nr3;Cå;7;3/1 2017;\n'


def test_a_row_is_a_document_and_the_other_columns_its_attributes(file: File) -> None:
    found = list(read_all([file("råd.csv", ANSWERS.encode("cp1252"))]))
    assert [(each.name, each.row) for each in found] == [("råd-r1", 2), ("råd-r2", 4)]
    first = found[0].transcript
    assert first is not None
    assert first.text == "Vi mangler penge;\nog tid."
    assert first.attributes == {"id": "r1", "kommune": "Åby", "alder": 42.0, "dato": date(2016, 9, 14)}
    assert [turn.role for turn in first.turns] == ["informant"]
    notes = " ".join(note.en for note in first.notes)
    assert "column “svar”" in notes
    assert "without an answer were left out (1)" in notes
    assert "Windows-1252" in notes


def test_an_excel_workbook_says_the_same(file: File) -> None:
    raw = workbook(
        ("id", "kommune", "alder", "dato", "frivillig", "svar"),
        ("r1", "Åby", 42, datetime(2016, 9, 14), True, "Vi mangler penge;\nog tid."),  # noqa: DTZ001 - a day
        ("r2", "Bø", 3.5, datetime(2017, 1, 2), False, "=Ja, det går."),  # noqa: DTZ001 - a day
    )
    found = list(read_all([file("råd.xlsx", raw)]))
    first = found[0].transcript
    assert first is not None
    assert first.text == "Vi mangler penge;\nog tid."
    assert first.attributes == {
        "id": "r1", "kommune": "Åby", "alder": 42.0, "dato": date(2016, 9, 14), "frivillig": True,
    }  # fmt: skip


def test_several_columns_are_questions_and_answers(file: File) -> None:
    path = file(
        "a.csv",
        "nr,Hvad er godt?,Hvad er skidt?\n1,Kaffen er god.,Fristerne er for korte.\n2,,Alt er skidt.\n",
    )
    found = list(read_all([path], How(text_columns=["hvad er godt?", "Hvad er skidt?"])))
    first, second = (each.transcript for each in found)
    assert first is not None
    assert second is not None
    assert first.text == "Hvad er godt?\n\nKaffen er god.\n\nHvad er skidt?\n\nFristerne er for korte."
    assert [turn.role for turn in first.turns] == ["interviewer", "informant"] * 2
    assert second.text == "Hvad er skidt?\n\nAlt er skidt."


def test_a_table_without_answers_says_what_to_do(file: File) -> None:
    (found,) = read_all([file("a.csv", "navn;alder\nAnna;42\nBo;43\n")])
    assert found.transcript is None
    assert found.error is not None
    assert "--attributes" in found.error.en
    (missing,) = read_all([file("b.csv", ANSWERS)], How(text_columns=["svarr"]))
    assert missing.error is not None
    assert "Did you mean “svar”?" in missing.error.en


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_whatever_separates_it(file: File, separator: str, encoding: str) -> None:
    text = "\r\n".join(separator.join(row) for row in (("Navn", "Ålder"), ("Bø", "42"), ('"a""b"', "7")))
    path = file("a.csv", text.encode(encoding))
    found = grid(path.read_bytes(), path)
    assert list(found.header) == ["Navn", "Ålder"]
    assert [list(row) for _, row in found.rows] == [["Bø", "42"], ['a"b', "7"]]


def test_excels_own_first_line_is_heeded(file: File) -> None:
    path = file("a.csv", "sep=;\na,b;c\n1,5;2\n")
    assert list(grid(path.read_bytes(), path).header) == ["a,b", "c"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "row of headings"),
        ("a;b\n", "row of headings"),
        ("a;A\n1;2\n", "two columns"),
        (b"PK\x03\x04" + bytes(40), "ZIP"),
    ],
)
def test_what_is_no_table_is_refused(file: File, content: bytes | str, why: str) -> None:
    path = file("a.csv", content)
    with pytest.raises(UnreadableFileError) as caught:
        grid(path.read_bytes(), path)
    assert why in caught.value.en


@given(
    st.lists(
        st.lists(st.text(alphabet='abæ;,"\n 1', max_size=8), min_size=2, max_size=4), min_size=2, max_size=5
    )
)
def test_a_table_written_by_csv_comes_back(rows: list[list[str]]) -> None:
    import csv
    from io import StringIO

    width = len(rows[0])
    rows = [[f"k{at}" for at in range(width)], *([*row, *[""] * width][:width] for row in rows[1:])]
    rows[1][0] = "x"
    written = StringIO()
    csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    found: Grid = grid(written.getvalue().encode(), Path("a.csv"))
    expected = [[cell.strip() for cell in row] for row in rows[1:] if any(cell.strip() for cell in row)]
    assert [[cell.strip() for cell in row] for _, row in found.rows] == expected


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (["1", "22", ""], [1, 22, None]),
        (["1", "2,5"], [1.0, 2.5]),
        (["1.234,5", "2"], [1234.5, 2.0]),
        (["007", "008"], ["007", "008"]),
        (["14.09.2016", "1/2 2017", "2017-03-04"], [date(2016, 9, 14), date(2017, 2, 1), date(2017, 3, 4)]),
        (["31.02.2016"], ["31.02.2016"]),
        (["ja", "Nej", "-"], [True, False, None]),
        (["ja", "måske"], ["ja", "måske"]),
        (["1", "ca. 2"], ["1", "ca. 2"]),
        (["12345678901234567890"], ["12345678901234567890"]),
        (["n/a", ""], [None, None]),
    ],
)
def test_a_column_is_of_a_kind_only_when_all_values_fit(
    written: list[str], read: list[AttributeValue | None]
) -> None:
    found = column(written)
    assert found == read
    assert list(map(type, found)) == list(map(type, read))


def test_attributes_name_documents_and_participants(file: File) -> None:
    path = file(
        "d.csv", "dokument;taler;alder;født\ninterview-1;Formand;42;1974-05-06\ninterview-2;;;\n;Anna;7;\n"
    )
    rows = read_attributes(path).rows
    assert [(row.row, row.document, row.speaker) for row in rows] == [
        (2, "interview-1", "Formand"), (3, "interview-2", None), (4, None, "Anna"),
    ]  # fmt: skip
    assert rows[0].values == {"alder": 42, "født": date(1974, 5, 6)}
    first = read_attributes(file("e.csv", "Nøgle,rolle\ninterview-1,formand\n")).rows[0]
    assert (first.document, first.values) == ("interview-1", {"rolle": "formand"})


@pytest.mark.parametrize(
    "content",
    ["dokument\na\n", "dokument;x\na;1\na;2\n", "dokument;taler;x\n;;1\n"],
    ids=["none", "twice", "nobody"],
)
def test_attributes_that_cannot_be_placed_are_refused(file: File, content: str) -> None:
    with pytest.raises(UnreadableFileError):
        read_attributes(file("d.csv", content))


def test_attributes_on_the_command_line_have_kinds_too() -> None:
    assert pairs(["bølge=2", "dato=2016-09-14", "væk=", "rolle = formand"]) == {
        "bølge": 2, "dato": date(2016, 9, 14), "væk": None, "rolle": "formand",
    }  # fmt: skip
    with pytest.raises(KodningError) as caught:
        pairs(["rolle"])
    assert "rolle=formand" in caught.value.en


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("s.yaml", "SPEAKER_00: interviewer\nSPEAKER_01: {navn: Formand, rolle: informant}\n"),
        ("s.csv", "label;navn;rolle\nSPEAKER_00;;interviewer\nSPEAKER_01;Formand;informant\n"),
    ],
)
def test_a_list_of_speakers_gives_names_and_roles(file: File, name: str, content: str) -> None:
    found = cast(["Anna"], file(name, content), ["speaker_02=Bo"])
    assert found.interviewers == ("Anna",)
    assert found.roles == {"speaker_00": "interviewer", "speaker_01": "informant"}
    assert found.names["speaker_01"] == "Formand"
    assert found.names["speaker_02"] == "Bo"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("s.yaml", "- a\n"),
        ("s.yaml", "a: [1]\n"),
        ("s.yaml", "a: {rolle: konge}\n"),
        ("s.yaml", "a: 'b\n"),
        ("s.csv", "a;b\n1;2\n"),
    ],
)
def test_what_is_no_list_of_speakers_is_refused(file: File, name: str, content: str) -> None:
    with pytest.raises(UnreadableFileError):
        cast((), file(name, content))
