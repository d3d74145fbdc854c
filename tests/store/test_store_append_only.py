"""What was said and done is only ever added, whichever program has the file open."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kodning.project import Project
from kodning.project.merging import Settling
from kodning.reading import read
from kodning.store.connection import STORE_NAME
from kodning.store.schema import APPEND_ONLY

CODEBOOK = "codes:\n  - id: økonomi\n  - id: løn\n"


@pytest.fixture(scope="session")
def built_merged(built_small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project with another merged in that was made apart from it: the same text, coder and name of a pass."""
    folder = tmp_path_factory.mktemp("merged")
    merged = Path(shutil.copytree(built_small, folder / "projekt"))
    with Project.open(merged) as project, Project.create(folder / "andet", CODEBOOK, "eva") as other:
        text = project.revision("samtale").text.split("\n\n")
        file = folder / "interview.txt"
        file.write_text(
            "\n\n".join(f"{who}: {said}" for who, said in zip(SPEAKERS, text, strict=True)), encoding="utf-8"
        )
        other.import_transcripts([(file, read(file))], "eva")
        other.mark_reviewed(["interview"], "eva")
        other.freeze("runde 1", "eva")
        project.merge(other.folder, "eva", Settling(same_coders=frozenset({"eva"})))
    return merged


@pytest.fixture
def plain(built_merged: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The same file as any other program opens it: none of kodning's functions, no foreign key pragma."""
    with closing(
        sqlite3.connect(shutil.copytree(built_merged, tmp_path / "projekt") / STORE_NAME)
    ) as connection:
        yield connection


SPEAKERS = ("Interviewer", "Eva", "Interviewer", "Eva")
TABLES = pytest.mark.parametrize("table", APPEND_ONLY)


@TABLES
def test_no_row_can_be_changed(plain: sqlite3.Connection, table: str) -> None:
    column = plain.execute(f"SELECT name FROM pragma_table_info('{table}') LIMIT 1").fetchone()[0]
    with pytest.raises(sqlite3.IntegrityError, match=f"{table}: rows are only ever added"):
        plain.execute(f"UPDATE {table} SET {column} = {column}")


@TABLES
def test_no_row_can_be_deleted(plain: sqlite3.Connection, table: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=f"{table}: rows are only ever added"):
        plain.execute(f"DELETE FROM {table}")


@TABLES
def test_there_is_a_row_to_protect(plain: sqlite3.Connection, table: str) -> None:
    """The two tests above would pass on an empty table without having tried anything."""
    assert plain.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] > 0


def test_what_is_not_append_only_is_known(plain: sqlite3.Connection) -> None:
    """A new table is either guarded or named here, with the reason it may change."""
    may_change = {
        "code_count": "kept counts: made again when needed",
        "counted": "how far they go",
        "indexed_turn": "what the search index holds: made again when needed",
        "code": "mirrors codebook.yaml as it stands",
        "code_mark": "as above",
        "code_path": "as above",
        "codebook_pending": "a file that is being written at this moment",
        "coder": "a name is corrected, the person stays",
        "document": "a title is corrected, the revisions stay",
        "project": "one row",
        "vector": "a cache: made again when needed",
    }
    tables = plain.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict"
    ).fetchall()
    assert {name for (name,) in tables} == {*APPEND_ONLY, *may_change}
