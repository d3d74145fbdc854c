from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kodning.cli.main import run
from kodning.errors import UnreadableFileError
from kodning.interchange.codings_csv import (
    COLUMNS,
    BadRowsError,
    ImportReport,
    export_codings,
    import_codings,
    read_codings,
)
from kodning.interchange.codings_report import summary
from kodning.model import NewCoding
from kodning.project import Project
from kodning.report.table import Column, Table, to_csv
from kodning.wording import speaking

Fresh = Callable[[], Project]


@pytest.fixture
def project(fresh: Fresh) -> Iterator[Project]:
    with fresh() as made:
        yield made


@pytest.fixture
def load(project: Project, tmp_path: Path) -> Callable[..., ImportReport]:
    """Imports a CSV given as text, or as bytes, into the project."""

    def do(content: str | bytes, **options: bool) -> ImportReport:
        path = tmp_path / "kodninger.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return import_codings(project, read_codings(path), path, "anna", **options)

    return do


Load = Callable[..., ImportReport]


def _words(project: Project, document: str = "a") -> list[str]:
    text = project.revision(document).text
    return [text[c.start : c.end] for c in project.codings(document=document)]


def _start(project: Project, words: str) -> int:
    return project.revision("a").text.index(words)


def _exported(project: Project, *, danish_excel: bool = False) -> str:
    rows = list(export_codings(project))
    columns = [Column(name, name) for name in (*COLUMNS, "id")]
    return to_csv(Table(columns, rows), danish_excel=danish_excel)


_CONTENTS = ("document", "start", "end", "code", "coder", "created", "memo")


def _contents(project: Project) -> list[tuple[object, ...]]:
    return sorted(tuple(getattr(c, name) for name in _CONTENTS) for c in project.codings())


_MEMOS = st.text(alphabet="aæø;,\"'\n\t =+-@😀 ", max_size=12)
_CODINGS = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.floats(0, 1),
        st.integers(1, 200),
        st.sampled_from(["tema", "økonomi", "åben"]),
        st.sampled_from(["anna", "Bo Ø", "c;d"]),
        _MEMOS,
    ),
    max_size=8,
)


@settings(max_examples=80, deadline=None)
@given(codings=_CODINGS, danish_excel=st.booleans())
def test_codings_come_back_as_they_went_out(
    fresh: Fresh,
    tmp_path_factory: pytest.TempPathFactory,
    codings: list[tuple[str, float, int, str, str, str]],
    danish_excel: bool,
) -> None:
    path = tmp_path_factory.mktemp("ud") / "kodninger.csv"
    with fresh() as one, fresh() as other:
        new = []
        for document, share, length, code, coder, memo in codings:
            text = one.revision(document).text
            start = int(share * (len(text) - 1))
            end = min(len(text), start + length)
            if text[start:end].strip():
                new.append(NewCoding(document, start, end, code, coder, memo=memo))
        one.import_codings(new, "forsker", "prøve")
        path.write_text(_exported(one, danish_excel=danish_excel), encoding="utf-8", newline="")
        report = import_codings(other, read_codings(path), path, "forsker")
        assert _contents(other) == _contents(one)
        assert report.added == len(one.codings())
        assert (report.moved, report.unchecked, report.there_already) == ((), (), 0)
        assert other.problems() == []


def test_the_command_writes_what_the_command_reads(
    demo: Project, demo_project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ud.csv"
    assert (
        run(["exchange", "export", "--project", str(demo_project), "--coder", "koder-b", "-o", str(file)])
        == 0
    )
    of_b = demo.codings(coder="koder-b")
    assert len(read_codings(file)) == len(of_b)
    demo.retract([str(coding.id) for coding in of_b], "koder-b")
    assert run(["exchange", "import", str(file), "--project", str(demo_project)]) == 0
    assert capsys.readouterr().out == f"{len(of_b)} new codings (koder-b); 0 were there already.\n"
    again = [(c.document, c.start, c.end, c.code, c.created, c.memo) for c in demo.codings(coder="koder-b")]
    assert again == [(c.document, c.start, c.end, c.code, c.created, c.memo) for c in of_b]


@pytest.mark.parametrize("places", ["0,5", "999,1010", ",", "3,2", "40,"])
def test_right_words_at_a_wrong_place_are_found(project: Project, load: Load, places: str) -> None:
    report = load(f"document,start,end,quote,code\na,{places},Vi mangler 🎉 penge.,tema\n")
    assert _words(project) == ["Vi mangler 🎉 penge."]
    assert report.moved == (() if places == "," else (2,))


def test_the_right_start_alone_is_no_move(project: Project, load: Load) -> None:
    report = load(f"document,start,quote,code\na,{_start(project, 'Nå.')},Nå.,tema\n")
    assert (_words(project), report.moved) == (["Nå."], ())


def test_offsets_counted_in_utf_16_are_moved(project: Project, load: Load) -> None:
    """Programs written in JavaScript count an emoji as two."""
    text = project.revision("a").text
    start = text.rindex("Det er svært")
    shift = len(text[:start].encode("utf-16-le")) // 2 - start
    assert shift == 4
    report = load(
        f"document,start,end,quote,code\na,{start + shift},{start + shift + 12},Det er svært,tema\n"
    )
    (coding,) = project.codings()
    assert (coding.start, coding.end, report.moved) == (start, start + 12, (2,))


def test_words_that_stand_twice_need_a_place(project: Project, load: Load) -> None:
    with pytest.raises(BadRowsError, match=r":2: the words “Vi mangler” stand in 2 places") as caught:
        load("document,quote,code\na,Vi mangler,tema\n")
    assert [fault.line for fault in caught.value.faults] == [2]
    with pytest.raises(BadRowsError):
        load("document,start,end,quote,code\na,0,4,Vi mangler,tema\n")
    second = project.revision("a").text.rindex("Vi mangler")
    report = load(f"document,start,end,quote,code\na,{second + 2},{second + 15},Vi mangler,tema\n")
    assert ([c.start for c in project.codings()], report.moved) == ([second], (2,))


def test_a_start_without_an_end_says_which_of_two_places(project: Project, load: Load) -> None:
    second = project.revision("a").text.rindex("Vi mangler")
    load(f"document,start,quote,code\na,{second},Vi mangler,tema\n")
    assert [c.start for c in project.codings()] == [second]


def test_white_space_between_the_words_may_differ(project: Project, load: Load) -> None:
    load('document,quote,code\na,"tid. -   Det\ner Q\u0323\u0307 svært, ja.",tema\n')
    assert _words(project) == ["tid.\n\n- Det er Q\u0323\u0307 svært, ja."]


def test_whole_words_are_preferred_to_parts_of_words(project: Project, load: Load) -> None:
    load("document,quote,code\na,hvor,tema\na,angler p,tema\n")
    assert _words(project) == ["angler p", "hvor"]


def test_words_may_be_decomposed(project: Project, load: Load) -> None:
    load("document,quote,code\na,Na\u030a.,a\u030aben\n")
    assert [(c.code, _words(project)) for c in project.codings()] == [("åben", ["Nå."])]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,,,det sagde ingen,tema", "the words “det sagde ingen” are not in the document."),
        ("a,,,,tema", "the row has neither words nor a valid place"),
        ("a,5,5,,tema", "the row has neither words nor a valid place"),
        ("a,0,9999,,tema", "the row has neither words nor a valid place"),
        ("a,-1,4,,tema", "start: “-1” is not a whole number."),
        ("a,1.5,4,,tema", "start: “1.5” is not a whole number."),
        ("a,0,²,,tema", "end: “²” is not a whole number."),
        (f"a,0,{'9' * 5000},,tema", "end: “999"),
        ("c,,,Nå.,tema", "No document “c”."),
        ("a,,,Nå.,temaer", "No code “temaer”. Did you mean “tema”?"),
        (",,,Nå.,tema", "the row has no document."),
        ("a,0,4", "the row has no code."),
    ],
)
def test_a_row_that_fits_nowhere_is_reported_with_its_line_and_the_others_come_unless_strict(
    project: Project, load: Load, row: str, message: str
) -> None:
    content = f"document,start,end,quote,code\na,,,Nå.,tema\n\n{row}\na,,,Nå.,åben\n"
    with pytest.raises(BadRowsError) as caught:
        load(content, strict=True)
    assert [fault.line for fault in caught.value.faults] == [4]
    assert f"kodninger.csv:4: {message}" in str(caught.value)
    assert project.codings() == []
    report = load(content)
    assert [fault.line for fault in report.refused] == [4]
    assert [coding.code for coding in project.codings()] == ["tema", "åben"]
    said = summary(report).splitlines()
    assert said[:2] == ["2 new codings (anna); 0 were there already.", "1 row refused:"]
    assert said[2].startswith(f"  line 4: {message}")


def test_a_place_that_holds_only_space_is_refused(project: Project, load: Load) -> None:
    blank = project.turns("a")[0].end
    with pytest.raises(BadRowsError):
        load(f"document,start,end,code\na,{blank},{blank + 2},tema\n")


@pytest.mark.parametrize(
    ("rows", "last"), [(11, "… and 1 more row."), (12, "… and 2 more rows."), (10, "“ø10”")]
)
def test_only_the_first_ten_bad_rows_are_shown(load: Load, rows: int, last: str) -> None:
    content = "document,quote,code\n" + "".join(f"a,ø{number},tema\n" for number in range(1, rows + 1))
    with pytest.raises(BadRowsError) as caught:
        load(content)
    shown = str(caught.value).splitlines()
    assert len(shown) == min(rows, 11) + 1
    assert last in shown[-2]
    assert shown[-1] == "Nothing was imported. Mend the rows and import again."


def test_the_line_of_a_row_is_where_it_begins(load: Load) -> None:
    report = load('document,quote,code,memo\na,Nå.,tema,"to\nlinjer"\na,findes ikke,tema,\n')
    assert [fault.line for fault in report.refused] == [4]


def test_rows_without_words_are_taken_at_their_word_and_said_to_be(project: Project, load: Load) -> None:
    report = load("document,start,end,code\na,0,4,tema\na,5.0,7.0,tema\n")
    assert (_words(project), report.unchecked) == (["Hvad", "så"], (2, 3))
    with speaking("da"):
        assert summary(report) == (
            "2 nye kodninger (anna); 0 fandtes i forvejen.\n"
            "2 rækker har ingen ord at efterprøve stedet med (linje 2 og 3)."
        )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_any_delimiter_encoding_and_line_end_is_read(
    project: Project, load: Load, delimiter: str, encoding: str, line_end: str
) -> None:
    rows = [
        ["document", "quote", "code", "memo"],
        ["a", "Nå.", "åben", f'"Først{delimiter} så: æøå – “sådan”"'],
        ["b", "Hvad så nu?", "økonomi", ""],
    ]
    load(line_end.join(delimiter.join(row) for row in rows).encode(encoding))
    assert [(c.document, c.code, c.memo) for c in project.codings()] == [
        ("a", "åben", f"Først{delimiter} så: æøå – “sådan”"),
        ("b", "økonomi", ""),
    ]


def test_columns_stand_in_any_order_and_others_are_passed_over(project: Project, load: Load) -> None:
    load(" Code ,sikkerhed,QUOTE,Document\ntema,0.4,Nå.,a\nåben,,Hvad så nu?,A.md\n")
    assert [(c.document, c.code) for c in project.codings()] == [("a", "åben"), ("a", "tema")]


def test_a_code_may_be_named_by_its_label(project: Project, load: Load) -> None:
    load("document,quote,code\na,Nå.,Rådets økonomi\nb,Nå.,the council's economy\n")
    assert [c.code for c in project.codings()] == ["økonomi", "økonomi"]


@pytest.mark.parametrize(
    ("given_time", "kept"),
    [
        ("2017-02-06T08:31:02Z", "2017-02-06T08:31:02.000Z"),
        ("2017-02-06 09:31:02+01:00", "2017-02-06T08:31:02.000Z"),
        ("2017-02-06T00:30:00.123456+02:00", "2017-02-05T22:30:00.123Z"),
        ("2017-02-06", "2017-02-06T00:00:00.000Z"),
    ],
)
def test_times_are_kept_in_utc(project: Project, load: Load, given_time: str, kept: str) -> None:
    load(f"document,quote,code,created\na,Nå.,tema,{given_time}\n")
    assert [c.created for c in project.codings()] == [kept]


@pytest.mark.parametrize("given_time", ["i går", "2017-13-01", "0001-01-01T00:00:00+14:00"])
def test_a_time_that_is_none_is_refused(load: Load, given_time: str) -> None:
    with pytest.raises(BadRowsError, match="is not a time like"):
        load(f"document,quote,code,created\na,Nå.,tema,{given_time}\n")


def test_without_coder_and_time_it_is_who_imports_and_now(project: Project, load: Load) -> None:
    report = load("document,quote,code,coder\na,Nå.,tema,\na,Nå.,åben,Bo\n")
    assert [c.coder for c in project.codings()] == ["anna", "Bo"]
    assert report.coders == ("anna", "Bo")
    assert all(c.created > "2020" and c.origin == "import" for c in project.codings())


def test_the_same_file_twice_adds_nothing(project: Project, load: Load) -> None:
    content = "document,quote,code\na,Nå.,tema\na,Nå.,åben\na,Nå.,tema\n"
    assert (first := load(content)).added == 2
    assert first.there_already == 1
    actions = project.history()
    second = load(content)
    assert (second.added, second.there_already) == (0, 3)
    assert project.history() == actions


def test_what_was_taken_back_may_be_imported_again(project: Project, load: Load) -> None:
    content = "document,quote,code\na,Nå.,tema\n"
    load(content)
    project.retract([str(project.codings()[0].id)], "anna")
    assert load(content).added == 1


def test_reviewed_records_each_coder_as_having_read_her_documents(project: Project, load: Load) -> None:
    load("document,quote,code,coder\na,Nå.,tema,\nb,Nå.,tema,Bo\nb,Nå.,åben,Bo\n", reviewed=True)
    lengths = {name: len(project.revision(name).text) for name in "ab"}
    assert project.reviews() == [("a", "anna", 0, lengths["a"]), ("b", "Bo", 0, lengths["b"])]


def test_a_dry_run_says_the_same_and_writes_nothing(project: Project, load: Load) -> None:
    content = "document,start,end,quote,code\na,1,3,Nå.,tema\na,1,3,Nå.,tema\na,0,4,,tema\n"
    actions = project.history()
    rehearsed = load(content, dry_run=True, reviewed=True)
    assert (project.history(), project.codings(), project.reviews()) == (actions, [], [])
    assert load(content) == rehearsed
    assert summary(rehearsed, dry_run=True).splitlines() == [
        "2 new codings (anna); 1 were there already.",
        "2 rows moved: the words were not at start and end (line 2 and 3).",
        "1 row without words to check the place by (line 4).",
        "Nothing was kept (--dry-run).",
    ]


def test_a_coding_of_a_very_long_interview_goes_out_and_in(fresh: Fresh, tmp_path: Path) -> None:
    """The csv module would stop at 131,072 characters."""
    from kodning.reading.transcript import parse

    path = tmp_path / "lang.csv"
    with fresh() as project:
        project.import_transcripts([(Path("lang.md"), parse("Nå ja. " * 25_000, title="lang"))], "forsker")
        project.code("lang", "t1", ["tema"], "anna")
        path.write_text(_exported(project), encoding="utf-8")
        report = import_codings(project, read_codings(path), path, "anna")
        assert (report.added, report.there_already) == (0, 1)


def test_what_excel_is_kept_from_reading_as_a_formula_is_read_again(project: Project, load: Load) -> None:
    project.code("a", "=Ja ja; men", ["tema"], "anna", "-tvivl")
    out = _exported(project, danish_excel=True)
    assert "'=Ja ja; men" in out
    assert "'-tvivl" in out
    project.retract([str(project.codings()[0].id)], "anna")
    report = load(out)
    assert (report.added, report.moved) == (1, ())
    assert [(words, c.memo) for words, c in zip(_words(project), project.codings(), strict=True)] == [
        ("=Ja ja; men", "-tvivl")
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the first line must name the columns"),
        ("quote,code\nNå.,tema\n", "the first line must name the columns"),
        ("document,code\na,tema\n", "the first line must name the columns"),
        ('document,quote,code\na,"Nå.,tema\n', "not valid CSV"),
        ('document,quote,code\na,"Nå." ja,tema\n', "not valid CSV"),
    ],
)
def test_a_file_that_is_no_table_of_codings_is_refused(load: Load, content: str, message: str) -> None:
    with pytest.raises(UnreadableFileError, match=message):
        load(content)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="cannot be read"):
        read_codings(tmp_path / "mangler.csv")


def test_a_heading_alone_brings_nothing(load: Load) -> None:
    assert load("document,quote,code\n") == ImportReport(0, 0, (), (), ())


def test_the_command_leaves_the_store_as_it_was_when_a_row_is_bad(
    demo_project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "dårlig.csv"
    file.write_text("document,quote,code\ninterview-1,og,budget\n", encoding="utf-8")
    with Project.open(demo_project) as project:
        before = (project.history(), len(project.codings()))
    assert run(["exchange", "import", str(file), "--project", str(demo_project)]) == 2
    error = capsys.readouterr().err
    assert f"Error: {file}:2: the words “og” stand in " in error
    assert error.endswith("Nothing was imported. Mend the rows and import again.\n")
    with Project.open(demo_project) as project:
        assert (project.history(), len(project.codings())) == before


def test_a_row_with_more_cells_than_the_heading_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "koder.csv"
    path.write_text("document,quote,code\na,Ja, tak,budget\n", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=r"koder\.csv:2: .*more cells"):
        read_codings(path)


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "koder.csv"
    path.write_text("document,quote,code,quote\na,Ja,budget,Nej\n", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="two columns are called quote"):
        read_codings(path)


def test_a_workbook_in_which_excel_made_dates_of_times_is_read(project: Project, tmp_path: Path) -> None:
    from datetime import datetime

    import xlsxwriter

    file = tmp_path / "kodninger.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["document", "start", "end", "quote", "code", "created"])
        sheet.write_row(1, 0, ["a", 0, 4, "", "tema"])
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.write_datetime(1, 5, datetime(2024, 5, 1, 10, 0, 5), moment)  # noqa: DTZ001 - a cell has no zone
    report = import_codings(project, read_codings(file), file, "anna")
    assert (report.added, report.refused) == (1, ())
    assert [coding.created for coding in project.codings()] == ["2024-05-01T10:00:05.000Z"]
