"""What a code says edited key by key or several at once, and groups of codes: file, history and undo together."""

from pathlib import Path

import pytest

from kodning.codebook import CodebookError, UnknownCodeError
from kodning.codebook_groups import own_groups
from kodning.codebook_nodes import loaded
from kodning.model import CodeGroup
from kodning.project import Project
from kodning.project.changing import StaleCodebookError
from kodning.project.codebook_errors import UnknownCodeKeyError, UnknownGroupError

FILE = "codebook.yaml"
BOOK = """\
# Bogen
title: Prøve
codes:
  - id: tid   # ur
    # før
    color: "#112233"  # blå
    terms: [ur]   # ord

  # sted
  - {id: sted, label: Sted}
  - id: tone
    scale: [glad, vred]
    codes:
      - id: glad
      - id: vred
"""


@pytest.fixture
def folder(small_folder: Path) -> Path:
    """The small project with that codebook and one coding."""
    (small_folder / FILE).write_text(BOOK, encoding="utf-8")
    with Project.open(small_folder) as project:
        project.code("samtale", "t2", ["tid"], "eva")
    return small_folder


def _groups(project: Project) -> list[CodeGroup]:
    book = project.codebook()
    return own_groups(book.groups, book.codes)


def _file(folder: Path) -> str:
    return (folder / FILE).read_text(encoding="utf-8")


def test_several_keys_are_one_action_and_undo_takes_all_of_it_back(folder: Path) -> None:
    with Project.open(folder) as project:
        values = {"memo": "Se her.", "color": None, "definition": "Om tid.", "terms": ["ur", "klokke"]}
        change = project.edit_code_keys("tid", values, "eva")
        assert project.history(limit=1)[0].id == change.action
        assert _file(folder) == BOOK.replace(
            '    # før\n    color: "#112233"  # blå\n    terms: [ur]   # ord\n',
            "    definition: Om tid.\n    # før\n    terms: [ur, klokke]   # ord\n    memo: Se her.\n",
        )
        code = next(code for code in project.codebook().codes if code.id == "tid")
        assert (code.definition, code.terms, code.color, code.memo) == (
            "Om tid.",
            ("ur", "klokke"),
            "",
            "Se her.",
        )
        project.undo("eva")
    assert _file(folder) == BOOK


def test_a_code_in_braces_is_edited_where_it_stands(folder: Path) -> None:
    with Project.open(folder) as project:
        project.edit_code_keys("sted", {"label": None, "memo": "a, b", "terms": ["her"]}, "eva")
        assert _file(folder) == BOOK.replace("label: Sted", 'terms: [her], memo: "a, b"')


def test_a_key_that_is_none_and_a_value_that_is_wrong_change_nothing(folder: Path) -> None:
    with Project.open(folder) as project:
        with pytest.raises(UnknownCodeKeyError):
            project.edit_code_keys("tid", {"memo": "x", "id": "y"}, "eva")
        with pytest.raises(CodebookError):
            project.edit_code_keys("tid", {"memo": "x", "color": "rød"}, "eva")
        with pytest.raises(StaleCodebookError):
            project.edit_code_keys("tid", {"memo": "x"}, "eva", seen="0" * 64)
    assert _file(folder) == BOOK


def test_a_group_is_written_changed_and_taken_out(folder: Path) -> None:
    with Project.open(folder) as project:
        said = project.set_group("vigtigt", ["tid", "Sted"], "eva", dry_run=True)
        assert _file(folder) == BOOK
        project.set_group("vigtigt", ["tid", "Sted"], "eva")
        assert _file(folder) == said.source
        assert [(group.id, group.codes) for group in _groups(project)] == [("vigtigt", ("tid", "sted"))]
        project.set_group(
            "vigtigt", ["sted", "tid"], "eva", ordered=True, labels={"da": "Vigtigt", "en": "Vital"}
        )
        assert _groups(project)[0]._asdict() == {
            "id": "vigtigt", "labels": {"da": "Vigtigt", "en": "Vital"}, "codes": ("sted", "tid"), "ordered": True,
        }  # fmt: skip
        project.set_group("vigtigt", ["sted", "glad"], "eva")
        assert _groups(project)[0].labels == {"da": "Vigtigt", "en": "Vital"}
        project.remove_group("vigtigt", "eva")
        assert _file(folder) == BOOK
        for _ in range(4):
            project.undo("eva")
        assert project.problems() == []
    assert _file(folder) == BOOK


def test_a_group_of_one_of_strangers_or_of_a_scale_is_refused(folder: Path) -> None:
    with Project.open(folder) as project:
        with pytest.raises(CodebookError):
            project.set_group("ene", ["tid"], "eva")
        with pytest.raises(UnknownCodeError):
            project.set_group("ene", ["tid", "ukendt"], "eva")
        with pytest.raises(UnknownGroupError):
            project.remove_group("tone", "eva")
    assert _file(folder) == BOOK


def test_a_text_of_the_codebook_is_read_once_however_much_is_asked_of_it(folder: Path) -> None:
    with Project.open(folder) as project:
        project.codebook()
        before = loaded.cache_info().misses
        project.move_code("tid", None, "eva", after="sted", dry_run=True)
        project.move_code("tid", None, "eva", after="sted")
        project.codebook()
        assert loaded.cache_info().misses - before == 1  # the text afterwards


def test_a_code_that_leaves_a_scale_is_taken_out_of_it(folder: Path) -> None:
    with Project.open(folder) as project:
        project.move_code("glad", None, "eva", before="vred")
        assert _file(folder) == BOOK, "it stands there already"
        project.move_code("glad", None, "eva", after="vred")
        assert "scale: [glad, vred]" in _file(folder)
        project.undo("eva")
        project.move_code("glad", None, "eva", after="tone")
        assert "    scale: [vred]\n" in _file(folder)
        project.move_code("vred", "glad", "eva")
        assert "scale" not in _file(folder)
        assert [(c.id, c.parent) for c in project.codebook().codes][2:] == [
            ("tone", None), ("glad", None), ("vred", "glad"),
        ]  # fmt: skip
        project.undo("eva")
        project.undo("eva")
    assert _file(folder) == BOOK


def test_the_whole_text_is_written_as_one_action_and_taken_back(folder: Path) -> None:
    other = BOOK.replace("  - id: tid   # ur\n", "  - id: tiden   # ur\n    aliases: [tid]\n").replace(
        "Prøve", "Ny"
    )
    with Project.open(folder) as project:
        seen = project.codebook().sha256
        said = project.write_codebook(other, "eva", dry_run=True)
        assert (said.action, _file(folder)) == (None, BOOK)
        change = project.write_codebook(other, "eva", seen=seen)
        assert (_file(folder), project.history(limit=1)[0].id) == (other, change.action)
        assert [coding.code for coding in project.codings()] == ["tiden"]
        with pytest.raises(StaleCodebookError):
            project.write_codebook(BOOK, "eva", seen=seen)
        with pytest.raises(CodebookError):
            project.write_codebook("codes: [", "eva")
        assert _file(folder) == other
        project.undo("eva")
        assert [coding.code for coding in project.codings()] == ["tid"]
        assert project.problems() == []
    assert _file(folder) == BOOK
