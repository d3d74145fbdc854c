"""The codebook changes while coding goes on: file, codings and history change together, and can be undone."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kodning.errors import RetiredCodeError, UnknownCodingError
from kodning.model import Code
from kodning.project import BlindError, Change, Project
from kodning.project.changing import CodebookMovedOnError, StaleCodebookError
from kodning.project.codebook_errors import BadCodeIdError, CodeTakenError, CodeTreeError, UnknownCodeKeyError
from kodning.store import codebook_file
from kodning.store import passes as pass_store

FILE = "codebook.yaml"
BOOK = """\
# Bogen
title: Prøve
codes:
  - id: økonomi   # temaet
    codes:
      # om løn
      - id: løn
        exclude: [ventetid -> tid]

  - id: tid
    terms: [ur]
  - id: sted
"""
CHANGES: dict[str, Callable[..., Change]] = {
    "rename": lambda p, **how: p.rename_code("tid", "ventetid", "eva", **how),
    "move": lambda p, **how: p.move_code("løn", None, "eva", before="tid", **how),
    "merge": lambda p, **how: p.merge_codes(["tid", "sted"], "løn", "eva", **how),
    "split": lambda p, **how: p.split_code("tid", {1: "ventetid", 2: "sted"}, "eva", **how),
    "retire": lambda p, **how: p.retire_code("tid", "eva", reason="for bred", **how),
    "edit": lambda p, **how: p.edit_code("tid", "definition", "Om tiden.", "eva", **how),
    "add": lambda p, **how: p.add_codes(
        [Code("nyt", {"da": "Nyt"}, None, 0, 0)], "eva", under="økonomi", **how
    ),
}
EACH = pytest.mark.parametrize("name", CHANGES)


@pytest.fixture
def folder(small_folder: Path) -> Path:
    """The small project with that codebook; three codings by eva, one by ole, on `tid` and `sted`."""
    (small_folder / FILE).write_text(BOOK, encoding="utf-8")
    with Project.open(small_folder) as project:
        project.code("samtale", "t2", ["tid"], "eva")
        project.code("samtale", "t4", ["tid"], "ole", memo="oles")
        project.code("samtale", "t2", ["sted"], "eva")
        project.code("samtale", "t5", ["tid"], "eva")
        project.memo("Se her.", "ole", coding="1")
    return small_folder


def _file(folder: Path) -> str:
    return (folder / FILE).read_text(encoding="utf-8")


def _codings(project: Project) -> list[tuple[str, int, str, str]]:
    return sorted((c.code, c.start, c.coder, c.memo) for c in project.codings())


def _agree(folder: Path) -> None:
    """The store mirrors the file, no code of a coding is missing, nothing is left over."""
    with Project.open(folder) as project:
        assert project.connection.execute("SELECT yaml FROM codebook_version ORDER BY id DESC").fetchone()[
            0
        ] == _file(folder)
        assert project.problems() == []
        assert codebook_file.pending(project.connection) is None


@EACH
def test_a_dry_run_says_what_it_would_do_and_does_nothing(folder: Path, name: str) -> None:
    with Project.open(folder) as project:
        before = list(project.connection.iterdump())
        said = CHANGES[name](project, dry_run=True)
        assert list(project.connection.iterdump()) == before
        assert _file(folder) == BOOK
        assert said.action is None
        done = CHANGES[name](project)
        assert done._replace(action=None) == said
        assert done.action is not None
    assert _file(folder) == said.source
    _agree(folder)


@EACH
def test_a_change_is_one_action_that_undo_takes_back_word_for_word(folder: Path, name: str) -> None:
    with Project.open(folder) as project:
        before, identities = _codings(project), project.code_identities()
        done = CHANGES[name](project)
        assert project.history(limit=1)[0].kind == done.kind == f"codebook-{name}"
        after, changed = _codings(project), _file(folder)
        project.undo("eva")
        assert (_file(folder), _codings(project)) == (BOOK, before)
        assert identities.items() <= project.code_identities().items()
        project.undo("eva", project.history(limit=1)[0].id)
        assert (_file(folder), _codings(project)) == (changed, after)
        assert project.problems() == []
    _agree(folder)


def test_renaming_leaves_the_codings_themselves_alone(folder: Path) -> None:
    with Project.open(folder) as project:
        before = [tuple(row) for row in project.connection.execute("SELECT * FROM coding ORDER BY id")]
        change = project.rename_code("tid", "ventetid", "eva")
        assert [
            tuple(row) for row in project.connection.execute("SELECT * FROM coding ORDER BY id")
        ] == before
        assert (change.codings, change.coders, change.documents, change.carried) == (3, ("eva", "ole"), 1, 0)
        assert {c.code for c in project.codings()} == {"ventetid", "sted"}
        assert project.code_id("tid") == "ventetid"
        assert "ventetid -> ventetid" in _file(folder)


def test_merging_keeps_who_when_where_and_what_was_said(folder: Path) -> None:
    with Project.open(folder) as project:
        before = {(c.start, c.coder): c for c in project.codings(codes=["tid"])}
        change = project.merge_codes(["tid"], "sted", "leder")
        after = {(c.start, c.coder): c for c in project.codings()}
        assert (change.codings, change.carried, change.doubled) == (3, 3, 1)
        assert after.keys() == before.keys()
        assert {c.code for c in after.values()} == {"sted"}
        ole = next(place for place in before if place[1] == "ole")
        assert (after[ole].created, after[ole].memo) == (before[ole].created, "oles")
        rows = project.connection.execute("SELECT came_of FROM coding_carried ORDER BY came_of").fetchall()
        assert [row[0] for row in rows] == [2, 4]
        changes = project.connection.execute("SELECT kind, before, after FROM live_code_change")
        assert [tuple(change) for change in changes] == [("merge", "tid", "sted")]
        assert project.code_id("tid") == "sted"
        assert "tid" not in {code.key for code in project.codes()}


def test_a_memo_on_a_coding_is_shown_on_the_one_that_came_of_it(folder: Path) -> None:
    with Project.open(folder) as project:
        project.merge_codes(["tid"], "økonomi", "leder")
        (memo,) = [m for m in project.memos() if m.coding is not None]
        place = {c.id: (c.code, c.start) for c in project.codings()}
        assert place[memo.coding][0] == "økonomi"  # type: ignore[index]
        project.undo("leder")
        assert [m.coding for m in project.memos() if m.coding is not None] == [1]


def test_every_coding_knows_the_version_it_was_made_under(folder: Path) -> None:
    with Project.open(folder) as project:
        first = len(project.versions())
        project.split_code("tid", {1: "ventetid"}, "eva")
        project.code("samtale", "t6", ["sted"], "eva")
        rows = project.connection.execute("SELECT id, codebook_version FROM coding ORDER BY id").fetchall()
        numbers = {v.id: v.number for v in project.versions()}
        assert [numbers[version] for _, version in rows] == [first] * 4 + [first + 1] * 2
        assert [v.codings for v in project.versions()][-2:] == [3, 2]


def test_a_frozen_pass_keeps_the_codes_it_had(folder: Path) -> None:
    with Project.open(folder) as project:
        for who in ("eva", "ole"):
            project.mark_reviewed(["samtale"], who)
        project.freeze("før", "leder")
        project.rename_code("tid", "ventetid", "leder")
        project.merge_codes(["sted"], "ventetid", "leder")
        found = pass_store.codings_of_pass(project.connection, project.find_pass("før").id)
        assert {coding.code for coding in found} == {"tid", "sted"}
        assert project.problems() == []


def test_split_refuses_codings_that_are_not_the_codes_own(folder: Path) -> None:
    with Project.open(folder) as project, pytest.raises(CodeTreeError, match="3"):
        project.split_code("tid", {3: "ventetid"}, "eva")
    assert _file(folder) == BOOK


def test_split_can_nest_the_new_codes_and_say_what_they_are(folder: Path) -> None:
    with Project.open(folder) as project:
        new = Code("ventetid", {"da": "Ventetid"}, None, 0, 0, definition="At vente.")
        project.split_code("tid", {1: "ventetid"}, "eva", new=[new], under=True)
        codes = {c.id: c for c in project.codebook().codes}
        assert (codes["ventetid"].parent, codes["ventetid"].definition) == ("tid", "At vente.")


def test_split_into_codes_that_are_there_leaves_the_file_alone(folder: Path) -> None:
    with Project.open(folder) as project:
        versions, before = len(project.versions()), _codings(project)
        project.split_code("tid", {4: "sted"}, "eva")
        assert (_file(folder), len(project.versions())) == (BOOK, versions)
        project.undo("eva")
        assert _codings(project) == before


def test_a_retired_code_stays_with_its_codings_and_takes_no_more(folder: Path) -> None:
    with Project.open(folder) as project:
        before = _codings(project)
        project.retire_code("tid", "eva", reason="for bred")
        with pytest.raises(RetiredCodeError, match="for bred"):
            project.code("samtale", "t6", ["tid"], "eva")
        assert _codings(project) == before
        project.retire_code("tid", "eva", back=True)
        project.code("samtale", "t6", ["tid"], "eva")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda p: p.rename_code("tid", "Sted", "eva"), CodeTakenError),
        (lambda p: p.rename_code("tid", " ", "eva"), BadCodeIdError),
        (lambda p: p.rename_code("tid", "a\x07b", "eva"), BadCodeIdError),
        (lambda p: p.move_code("økonomi", "løn", "eva"), CodeTreeError),
        (lambda p: p.move_code("tid", "tid", "eva"), CodeTreeError),
        (lambda p: p.merge_codes(["økonomi"], "løn", "eva"), CodeTreeError),
        (lambda p: p.merge_codes(["tid"], "tid", "eva"), CodeTreeError),
        (lambda p: p.split_code("tid", {99: "ny"}, "eva"), CodeTreeError),
        (lambda p: p.edit_code("tid", "id", "x", "eva"), UnknownCodeKeyError),
        (lambda p: p.add_codes([Code("TID", {}, None, 0, 0)], "eva"), CodeTakenError),
    ],
    ids=["taken", "empty", "control", "under itself", "beside itself", "into its own", "into itself", "no coding",
         "no key", "same word"],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_changes(
    folder: Path, change: Callable[[Project], Change], error: type[Exception]
) -> None:
    with Project.open(folder) as project:
        before = list(project.connection.iterdump())
        with pytest.raises(error):
            change(project)
        assert list(project.connection.iterdump()) == before
    assert _file(folder) == BOOK


def test_a_blind_coder_cannot_merge_and_is_told_of_her_own_codings_only(folder: Path) -> None:
    with Project.open(folder) as project:
        project.begin_blind("eva", "leder")
    with Project.open(folder, "eva") as project:
        with pytest.raises(BlindError):
            project.merge_codes(["tid"], "sted", "eva")
        assert project.rename_code("tid", "ur", "eva", dry_run=True).coders == ("eva",)


def test_a_code_that_left_long_ago_makes_way_for_its_name(folder: Path) -> None:
    with Project.open(folder) as project:
        project.merge_codes(["sted"], "tid", "eva", texts=False)
        project.edit_code("tid", "aliases", None, "eva")
        old = project.code_identities()["tid"]
        project.rename_code("tid", "sted", "eva")
        assert project.code_identities()["sted"] == old
        assert project.problems() == []


def test_an_edit_made_meanwhile_is_never_written_over(folder: Path) -> None:
    with Project.open(folder) as project:
        seen = project.codebook().sha256
        (folder / FILE).write_text(BOOK + "  - id: nyt\n", encoding="utf-8")
        with pytest.raises(StaleCodebookError):
            project.rename_code("tid", "ventetid", "eva", seen=seen)
        project.rename_code("tid", "ventetid", "eva")
        assert "  - id: nyt\n" in _file(folder)
    _agree(folder)


@EACH
def test_an_edit_made_in_the_very_moment_wins(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited = BOOK + "  - id: nyt\n"
    clear, note = codebook_file.clear_pending, codebook_file.note_pending

    def note_and_edit(connection: object, before: str, version: int) -> None:
        note(connection, before, version)  # type: ignore[arg-type]  # handed on
        if _file(folder) == BOOK:
            (folder / FILE).write_text(edited, encoding="utf-8")

    with Project.open(folder) as project:
        before = _codings(project)
        monkeypatch.setattr(codebook_file, "note_pending", note_and_edit)
        with pytest.raises(StaleCodebookError):
            CHANGES[name](project)
        monkeypatch.undo()
        assert codebook_file.clear_pending is clear
        assert (_file(folder), _codings(project)) == (edited, before)
    _agree(folder)


def test_undo_is_refused_when_the_codebook_has_moved_on(folder: Path) -> None:
    with Project.open(folder) as project:
        project.rename_code("tid", "ventetid", "eva")
        number = project.history(limit=1)[0].id
    (folder / FILE).write_text(_file(folder) + "  - id: nyt\n", encoding="utf-8")
    with Project.open(folder) as project:
        before = list(project.connection.iterdump())
        with pytest.raises(CodebookMovedOnError, match=str(number)):
            project.undo("eva", number)
        assert list(project.connection.iterdump()) == before
        project.code("samtale", "t6", ["sted"], "eva")
        with pytest.raises(UnknownCodingError):
            project.retract(["99"], "eva")


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["", "bom"])
def test_line_ends_mark_and_rights_of_the_file_stay(folder: Path, ends: str, bom: bytes) -> None:
    (folder / FILE).write_bytes(bom + BOOK.replace("\n", ends).encode())
    mode = (folder / FILE).stat().st_mode
    with Project.open(folder) as project:
        change = project.rename_code("tid", "ventetid", "eva")
    assert (folder / FILE).read_bytes() == bom + change.source.replace("\n", ends).encode()
    assert (folder / FILE).stat().st_mode == mode


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_stays_a_link(folder: Path, tmp_path: Path) -> None:
    (folder / FILE).rename(tmp_path / "bog.yaml")
    (folder / FILE).symlink_to(tmp_path / "bog.yaml")
    with Project.open(folder) as project:
        project.rename_code("tid", "ventetid", "eva")
    assert (folder / FILE).is_symlink()
    assert "ventetid" in (tmp_path / "bog.yaml").read_text(encoding="utf-8")


_KILLED = """
import os, signal, sys
from kodning.project import Project
from kodning.store import carrying, codebook_file, writing

point, change = sys.argv[1:]
module, name, when = point.split(".")
place = {"file": codebook_file, "carry": carrying, "write": writing}[module]
real = getattr(place, name)

def die(*args, **kwargs):
    if when == "after":
        real(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)

with Project.open(".") as project:
    setattr(place, name, die)
    if change == "merge":
        project.merge_codes(["tid", "sted"], "løn", "eva")
    elif change == "undo":
        project.undo("eva")
    else:
        project.rename_code("tid", "ventetid", "eva")
"""
_POINTS = (
    "file.write_beside.after", "write.add_codebook.before", "write.add_codebook.after", "file.note_pending.after",
    "carry.carry_codings.after", "file.take_place.before", "file.take_place.after", "file.clear_pending.before",
    "file.clear_pending.after",
)  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="the process is killed by a POSIX signal")
@pytest.mark.parametrize(
    ("point", "change"),
    [(p, c) for p in _POINTS for c in ("rename", "merge", "undo") if c == "merge" or "carry" not in p],
)
def test_a_process_killed_at_any_point_leaves_file_and_store_agreeing(
    folder: Path, point: str, change: str
) -> None:
    with Project.open(folder) as project:
        old = (_file(folder), _codings(project))
        done = CHANGES["merge" if change == "merge" else "rename"](project)
        new = (done.source, _codings(project))
        if change != "undo":
            project.undo("eva")
    killed = subprocess.run([sys.executable, "-c", _KILLED, point, change], cwd=folder, check=False)
    assert killed.returncode == -signal.SIGKILL
    with Project.open(folder) as project:
        found = (_file(folder), _codings(project))
        assert found in (old, new)
        committed = point in {"file.take_place.before", "file.take_place.after"} or "clear_pending" in point
        assert found == (
            (new if change != "undo" else old) if committed else (old if change != "undo" else new)
        )
    _agree(folder)
