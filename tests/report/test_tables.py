"""One table in five formats; widths in columns of a terminal, not in characters."""

import csv
import io
import json

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning.report.table import (
    Column,
    Fraction,
    Table,
    bar,
    display_width,
    shortened,
    to_csv,
    to_json,
    to_markdown,
    to_text,
    to_xlsx,
)
from kodning.wording import speaking

_COLUMNS = [
    Column("label", "Tema", width=30),
    Column("interviews", "Interviews", "fraction"),
    Column("words", "Ord", "integer"),
    Column("share", "Andel", "share"),
    Column("alpha", "α", "number"),
    Column("bar", "", "bar"),
    Column("code", "Kode", on_paper=False),
]
_ROWS: list[dict[str, object]] = [
    {"label": "Åbenhed", "interviews": Fraction(4, 5), "words": 12345, "share": 0.125, "alpha": 2 / 3, "bar": 1.0,
     "code": "å", "_strong": True},
    {"label": "=SUM(A1) | x", "interviews": Fraction(0, 5), "words": 7, "share": None, "alpha": None, "bar": 0.001,
     "code": "s", "_indent": 1},
]  # fmt: skip
_TABLE = Table(_COLUMNS, _ROWS, title="Temaer", notes=["En note."])


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("æøå", 3),
        ("a\u030a", 1),
        ("😀", 2),
        ("👩🏽\u200d🎓", 6),
        ("表", 2),
        ("α…–”", 4),
        ("x\ufe0f", 1),
    ],
)
def test_width_is_counted_in_columns(text: str, width: int) -> None:
    assert display_width(text) == width


def test_what_is_counted_quickly_has_the_same_width() -> None:
    for letter in map(chr, range(0x3000)):
        assert display_width(f"a{letter}") == 1 + display_width(f"{letter}\u0301"), hex(ord(letter))


@given(text=st.text(alphabet="ab å\u0301😀表\n", max_size=30), width=st.integers(1, 20))
def test_a_shortened_text_fits_and_says_that_something_is_missing(text: str, width: int) -> None:
    line = " ".join(text.split())
    short = shortened(text, width)
    assert display_width(short) <= width
    assert short == line or (short.endswith("…") and line.startswith(short[:-1].rstrip()))
    assert (short == line) == (display_width(line) <= width)


@pytest.mark.parametrize(
    ("share", "width", "drawn"),
    [
        (0.0, 10, ""),
        (1.0, 10, "██████████"),
        (0.5, 10, "█████"),
        (0.55, 10, "█████▌"),
        (0.0001, 10, "▏"),
        (2.0, 3, "███"),
        (-1.0, 3, ""),
        (1.0, 0, ""),
        (None, 10, ""),
    ],
)
def test_a_bar_is_as_long_as_its_share(share: float | None, width: int, drawn: str) -> None:
    assert bar(share, width) == drawn


@given(share=st.floats(0, 1), width=st.integers(1, 40))
def test_a_bar_never_leaves_its_column_and_something_is_never_nothing(share: float, width: int) -> None:
    drawn = bar(share, width)
    assert len(drawn) <= width
    assert bool(drawn) == (share > 0)


def test_the_terminal_table_aligns_numbers_and_speaks_danish() -> None:
    with speaking("da"):
        assert to_text(_TABLE, width=70).splitlines() == [
            "Temaer",
            "",
            "Tema            Interviews     Ord   Andel     α",
            "Åbenhed                4/5  12.345  12,5 %  0,67  " + "█" * 20,
            "  =SUM(A1) | x         0/5       7       –     –  ▏",
            "",
            "En note.",
        ]


def test_the_terminal_table_speaks_english() -> None:
    with speaking("en"):
        assert "12,345  12.5%  0.67" in to_text(_TABLE, width=70)


@pytest.mark.parametrize(("rows", "said"), [(3, ""), (5, "… and 2 more; all of them with --output FILE.")])
def test_a_terminal_shows_a_part_of_a_long_table_and_files_all_of_it(rows: int, said: str) -> None:
    table = Table([Column("n", "N", "integer")], [{"n": n} for n in range(rows)], most_shown=3)
    with speaking("en"):
        lines = to_text(table).splitlines()
    assert lines[1:4] == ["0", "1", "2"]
    assert "".join(lines[4:]) == said
    assert len(to_csv(table).splitlines()) == 1 + rows


def test_wide_characters_and_accents_do_not_shift_the_columns() -> None:
    rows = [{"label": label, "words": 1} for label in ("abcd", "😀表", "a\u0301b\u0301cd")]
    lines = to_text(Table([Column("label", "Tema"), Column("words", "Ord", "integer")], rows)).splitlines()
    assert {display_width(line) for line in lines} == {9}


def test_colour_is_only_used_when_asked_for() -> None:
    assert "\x1b" not in to_text(_TABLE)
    coloured = to_text(_TABLE, color=True)
    assert coloured.count("\x1b[") == coloured.count("\x1b[0m") * 2 == 8


_LABELS = st.text(alphabet="abæøå 😀", min_size=1, max_size=60)


@given(
    rows=st.lists(
        st.tuples(_LABELS, st.integers(0, 10**6), st.floats(0, 1), st.integers(0, 2)), min_size=1, max_size=5
    ),
    values=st.integers(0, 8),
    width=st.integers(60, 120),
)
def test_no_line_is_wider_than_the_terminal_and_no_column_is_lost(
    rows: list[tuple[str, int, float, int]], values: int, width: int
) -> None:
    names = [f"Kommune nummer {number}" for number in range(values)]
    columns = [*_COLUMNS[:4], *(Column(name, name, "fraction") for name in names), _COLUMNS[5]]
    cells: list[dict[str, object]] = [
        {"label": label, "interviews": Fraction(1, 5), "words": words, "share": share, "bar": share,
         "_indent": indent, **dict.fromkeys(names, Fraction(2, 3))}
        for label, words, share, indent in rows
    ]  # fmt: skip
    text = to_text(Table(columns, cells, title="T " * 50, notes=["n " * 90]), width=width)
    assert max(map(display_width, text.splitlines())) <= width
    assert text.count("2/3") == values * len(rows)
    assert all(name in text for name in names)


def test_a_table_too_wide_is_continued_below_with_its_labels() -> None:
    columns = [Column("label", "Tema"), *(Column(str(n), f"Kolonne nummer {n}", "integer") for n in range(4))]
    rows = [{"label": "Budget", **{str(n): n for n in range(4)}}]
    assert to_text(Table(columns, rows), width=60).splitlines() == [
        "Tema    Kolonne nummer 0  Kolonne nummer 1  Kolonne nummer 2",
        "Budget                 0                 1                 2",
        "",
        "Tema    Kolonne nummer 3",
        "Budget                 3",
    ]


def test_a_bar_is_left_out_where_there_is_no_room_for_it() -> None:
    assert "█" in to_text(_TABLE, width=56)
    assert "█" not in to_text(_TABLE, width=55)


def test_a_table_without_rows_is_its_heading() -> None:
    assert to_text(Table(_COLUMNS, [])) == "Tema  Interviews  Ord  Andel  α\n"
    assert to_csv(Table(_COLUMNS, [])).splitlines() == ["label,interviews,words,share,alpha,code"]
    assert openpyxl.load_workbook(io.BytesIO(to_xlsx(Table(_COLUMNS, [])))).active is not None


def test_csv_is_for_programs_and_keeps_every_character() -> None:
    assert list(csv.DictReader(io.StringIO(to_csv(_TABLE)))) == [
        {
            "label": "Åbenhed",
            "interviews": "4/5",
            "words": "12345",
            "share": "0.125",
            "alpha": repr(2 / 3),
            "code": "å",
        },
        {"label": "=SUM(A1) | x", "interviews": "0/5", "words": "7", "share": "", "alpha": "", "code": "s"},
    ]


def test_csv_for_danish_excel_has_semicolons_decimal_commas_and_no_formulas() -> None:
    with speaking("da"):
        text = to_csv(_TABLE, danish_excel=True)
    assert text.startswith("\ufeffTema;Interviews;Ord;Andel;α;Kode\r\n")
    assert "Åbenhed;4 af 5;12345;0,125;0,6666666666666666;å\r\n" in text
    assert "'=SUM(A1) | x;0 af 5;7;;;s\r\n" in text


def test_markdown_escapes_what_would_break_the_table() -> None:
    with speaking("da"):
        lines = to_markdown(
            Table([*_COLUMNS[:3], Column("x", "a|b")], _ROWS, title="Temaer", notes=["1", "2"])
        ).splitlines()
    assert lines == [
        "**Temaer**",
        "",
        "| Tema | Interviews | Ord | a\\|b |",
        "| --- | ---: | ---: | --- |",
        "| **Åbenhed** | 4/5 | 12.345 |  |",
        "| &nbsp;&nbsp;=SUM(A1) \\| x | 0/5 | 7 |  |",
        "",
        "1  ",
        "2",
    ]


def test_xlsx_holds_numbers_as_numbers_texts_as_texts_and_the_shape_of_the_rows() -> None:
    with speaking("da"):
        data = to_xlsx(Table([*_COLUMNS, Column("yes", "Ja?")], [{**_ROWS[0], "yes": True}, _ROWS[1]]))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    cells = list(sheet.iter_rows())
    assert [cell.value for cell in cells[0]] == ["Tema", "Interviews", "Ord", "Andel", "α", "Kode", "Ja?"]
    assert [cell.value for cell in cells[1]] == ["Åbenhed", "4/5", 12345, 0.125, 2 / 3, "å", "ja"]
    assert (cells[2][0].value, cells[2][0].data_type) == ("=SUM(A1) | x", "s")
    assert cells[1][3].number_format == "0%"
    assert (cells[1][0].font.b, cells[2][0].font.b) == (True, False)
    assert (cells[1][0].alignment.indent, cells[2][0].alignment.indent) == (0, 1)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:G3")


def test_json_is_utf_8_with_full_precision() -> None:
    text = to_json([{"æ": 2 / 3, "n": None}])
    assert "æ" in text
    assert json.loads(text) == [{"æ": 2 / 3, "n": None}]
    with pytest.raises(ValueError, match="JSON"):
        to_json([{"x": float("nan")}])
