"""The codebook is a file that people edit while the project lives."""

from pathlib import Path

import pytest

from kodning.codebook import Codebook, CodebookError, UnknownCodeError, read_codebook
from kodning.project import Project, base

FILE = "codebook.yaml"


def _write(folder: Path, text: str) -> None:
    (folder / FILE).write_text(text, encoding="utf-8", newline="")


def test_an_edit_is_taken_in_at_the_next_open(small_folder: Path) -> None:
    _write(small_folder, "codes:\n  - {id: tid, label: {da: Tiden, en: Time}}\n  - id: nyt\n")
    with Project.open(small_folder) as project:
        assert [(code.key, code.labels["da"]) for code in project.codes()] == [
            ("tid", "Tiden"),
            ("nyt", "nyt"),
        ]
        assert project.history(limit=1)[0].kind == "codebook"


def test_an_unchanged_codebook_leaves_no_trace(small_folder: Path) -> None:
    with Project.open(small_folder) as project:
        before = list(project.connection.iterdump())
    with Project.open(small_folder) as project:
        assert list(project.connection.iterdump()) == before


@pytest.mark.parametrize("change", ["\r\n", "bom"])
def test_line_ends_and_byte_order_mark_are_no_change(small_folder: Path, change: str) -> None:
    source = (small_folder / FILE).read_bytes()
    changed = b"\xef\xbb\xbf" + source if change == "bom" else source.replace(b"\n", b"\r\n")
    (small_folder / FILE).write_bytes(changed)
    with Project.open(small_folder) as project:
        assert [action.kind for action in project.history()] == ["import", "init"]


def test_every_version_is_kept_word_for_word(small_folder: Path) -> None:
    first = (small_folder / FILE).read_text(encoding="utf-8")
    second = "# en bemærkning\n" + first
    _write(small_folder, second)
    with Project.open(small_folder) as project:
        rows = project.connection.execute("SELECT yaml FROM codebook_version ORDER BY id").fetchall()
        assert [yaml for (yaml,) in rows] == [first, second]


def test_a_coding_names_the_codebook_it_was_made_by(small_folder: Path) -> None:
    with Project.open(small_folder) as project:
        project.code("samtale", "t2", ["tid"], "eva")
    _write(small_folder, (small_folder / FILE).read_text(encoding="utf-8") + "  - id: nyt\n")
    with Project.open(small_folder) as project:
        project.code("samtale", "t4", ["nyt"], "eva")
        rows = project.connection.execute("SELECT codebook_version FROM coding ORDER BY id").fetchall()
        assert [version for (version,) in rows] == [1, 2]


def test_a_broken_codebook_stops_the_work_with_file_and_line(small_folder: Path) -> None:
    with Project.open(small_folder) as project:
        before = list(project.connection.iterdump())
    _write(small_folder, "codes:\n  - id: tid\n    labell: Tid\n")
    with pytest.raises(CodebookError, match=rf"{FILE}:3: .*labell"):
        Project.open(small_folder)
    _write(small_folder, "codes:\n  - {id: økonomi, codes: [{id: løn}]}\n  - id: tid\n")
    with Project.open(small_folder) as project:
        after = list(project.connection.iterdump())
    assert len([line for line in after if line not in before]) > 0


def test_a_missing_codebook_stops_the_work(small_folder: Path) -> None:
    (small_folder / FILE).unlink()
    with pytest.raises(CodebookError, match=FILE):
        Project.open(small_folder)


def test_a_code_that_left_the_codebook_but_is_used_is_shown_and_reported(small_folder: Path) -> None:
    with Project.open(small_folder) as project:
        project.code("samtale", "t2", ["løn"], "eva")
        assert project.problems() == []
    _write(small_folder, "codes:\n  - id: tid\n")
    with Project.open(small_folder) as project:
        assert [(code.key, code.in_codebook) for code in project.codes()] == [("tid", True), ("løn", False)]
        assert [coding.code for coding in project.codings()] == ["løn"]
        assert [(p.kind, p.place) for p in project.problems()] == [("code", "løn")]
        shown = project.connection.execute("SELECT code, codings FROM theme_frequency").fetchall()
        assert [tuple(row) for row in shown] == [("løn", 1)]
        project.retract(["1"], "eva")
        assert [code.key for code in project.codes()] == ["tid"]
        assert project.problems() == []


def test_a_code_that_comes_back_is_the_same_code(small_folder: Path) -> None:
    source = (small_folder / FILE).read_text(encoding="utf-8")
    with Project.open(small_folder) as project:
        project.code("samtale", "t2", ["løn"], "eva")
    _write(small_folder, "codes:\n  - id: tid\n")
    Project.open(small_folder).close()
    _write(small_folder, source)
    with Project.open(small_folder) as project:
        assert [(code.key, code.parent) for code in project.codes()] == [
            ("økonomi", None),
            ("løn", "økonomi"),
            ("tid", None),
        ]
        assert project.problems() == []


def test_a_code_moved_under_another_is_counted_there(small_folder: Path) -> None:
    with Project.open(small_folder) as project:
        project.code("samtale", "t2", ["løn"], "eva")
    _write(small_folder, "codes:\n  - {id: tid, codes: [{id: løn}]}\n  - id: økonomi\n")
    with Project.open(small_folder) as project:
        rows = project.connection.execute("SELECT code FROM theme_frequency ORDER BY code").fetchall()
        assert [code for (code,) in rows] == ["løn", "tid"]


@pytest.mark.parametrize("wanted", ["økonomi", "ØKONOMI", "Money", " Økonomi "])
def test_a_code_is_found_by_id_or_label(small: Project, wanted: str) -> None:
    assert small.code_id(wanted) == "økonomi"


def test_an_unknown_code_is_answered_with_the_nearest(small: Project) -> None:
    before = list(small.connection.iterdump())
    with pytest.raises(UnknownCodeError, match="økonomi"):
        small.code("samtale", "t2", ["økonmi"], "eva")
    assert list(small.connection.iterdump()) == before


def test_two_who_open_at_once_take_an_edit_in_once(small_folder: Path) -> None:
    """Both have read the edit before either writes it."""
    source = (small_folder / FILE).read_text(encoding="utf-8")
    first = Project.open(small_folder)
    _write(small_folder, source + "  - id: nyt\n")

    def read_while_another_is_quicker(path: Path) -> Codebook:
        patch.undo()
        Project.open(small_folder).close()
        return read_codebook(path)

    with first, pytest.MonkeyPatch.context() as patch:
        patch.setattr(base, "read_codebook", read_while_another_is_quicker)
        first._take_in_codebook()
        assert [action.kind for action in first.history()] == ["codebook", "import", "init"]
