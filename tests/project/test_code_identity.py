"""A code is the same code whatever it is called and wherever it stands."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kodning.project import Project
from kodning.store import codes as code_store
from kodning.store import schema_codebook
from kodning.store.connection import STORE_NAME
from kodning.store.migrating import migrate

FILE = "codebook.yaml"
BEFORE = "codes:\n  - {id: økonomi, codes: [{id: løn}]}\n  - id: tid\n"


def _identities(folder: Path, text: str | None = None) -> dict[str, str]:
    if text is not None:
        (folder / FILE).write_text(text, encoding="utf-8")
    with Project.open(folder) as project:
        assert project.problems() == []
        return project.code_identities()


def test_every_code_has_an_identity_of_its_own(demo: Project) -> None:
    found = demo.code_identities()
    assert found.keys() == {code.key for code in demo.codes()}
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize(
    ("after", "name"),
    [
        ("codes:\n  - {id: penge, aliases: [økonomi], codes: [{id: løn}]}\n  - id: tid\n", "penge"),
        ("codes:\n  - {id: Økonomi, codes: [{id: løn}]}\n  - id: tid\n", "Økonomi"),
        ("codes:\n  - {id: tid, codes: [{id: økonomi}]}\n  - id: løn\n", "økonomi"),
    ],
    ids=["alias", "capital letter", "moved"],
)
def test_a_code_edited_in_the_file_keeps_its_identity_and_its_codings(
    small_folder: Path, after: str, name: str
) -> None:
    before = _identities(small_folder, BEFORE)
    with Project.open(small_folder) as project:
        project.code("samtale", "t2", ["økonomi"], "eva")
    found = _identities(small_folder, after)
    assert found[name] == before["økonomi"]
    assert len(found) == 3
    with Project.open(small_folder) as project:
        assert [coding.code for coding in project.codings()] == [name]
        assert project.code_id("økonomi") == name


def test_two_codes_may_change_names_with_each_other(small: Project) -> None:
    before = small.code_identities()
    codebook = small.codebook()
    with small.action("codebook", "eva") as action:
        code_store.mirror_codes(
            small.connection, action, codebook.codes, renamed={"tid": "løn", "løn": "tid"}
        )
    after = small.code_identities()
    assert (after["tid"], after["løn"]) == (before["løn"], before["tid"])


def test_a_name_that_is_taken_back_in_the_file_means_the_code_it_meant(small_folder: Path) -> None:
    before = _identities(small_folder, BEFORE)
    _identities(small_folder, BEFORE.replace("id: tid", "id: tiden\n    aliases: [tid]"))
    assert _identities(small_folder, BEFORE) == before


def test_a_new_code_under_an_old_name_is_a_new_code(small_folder: Path) -> None:
    """The code that had the name has left the file: nothing says that the new one is the same."""
    before = _identities(small_folder, BEFORE)
    _identities(small_folder, BEFORE.replace("id: tid", "id: tiden\n    aliases: [tid]"))
    _identities(small_folder, "codes:\n  - id: økonomi\n  - id: løn\n")
    after = _identities(small_folder, "codes:\n  - id: økonomi\n  - id: løn\n  - id: tid\n")
    assert after["tid"] != before["tid"] == after["tiden"]


def test_what_looks_like_another_code_is_another_code(small_folder: Path) -> None:
    before = _identities(small_folder, BEFORE)
    after = _identities(small_folder, BEFORE.replace("tid", "tider"))
    assert after["tider"] != before["tid"] == after["tid"]


@pytest.fixture
def old(small_folder: Path) -> Path:
    """The project with a store from before codes had identities."""
    path, made = small_folder / STORE_NAME, small_folder / "old.db"
    migrate(made, through=3)
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("ATTACH ? AS new", (str(path),))
        names = connection.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict"
        ).fetchall()
        for (name,) in names:
            columns = ", ".join(
                f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({name})")
            )
            connection.execute(f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM new.{name}")
        connection.commit()
    path.unlink()
    shutil.move(made, path)
    return small_folder


def test_two_copies_of_an_older_project_give_their_codes_the_same_identity(old: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(old, tmp_path / "kopi"))
    with Project.open(old) as one, Project.open(copy) as other:
        project = one.connection.execute("SELECT uid FROM project").fetchone()[0]
        assert one.code_identities() == other.code_identities()
        assert one.code_identities() == {
            code.key: schema_codebook.identity_of(project, code.key) for code in one.codes()
        }
