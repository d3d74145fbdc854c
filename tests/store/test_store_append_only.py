"""What was said and done is only ever added, whichever program has the file open."""

import sqlite3

import pytest

from kodning.store.schema import APPEND_ONLY

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
