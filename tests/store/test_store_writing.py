"""One write path: everything or nothing, and writers queue up."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from kodning.project import Project
from kodning.store import writing
from kodning.store.connection import DamagedStoreError, ReadOnlyStoreError, open_store
from kodning.store.connection import writing as write


def _dump(project: Project) -> list[str]:
    return list(project.connection.iterdump())


def test_an_action_that_fails_half_way_leaves_no_trace(small: Project) -> None:
    before = _dump(small)

    def fail() -> None:
        with write(small.connection, small.store_path):
            action = writing.add_action(small.connection, "memo", "en ny koder")
            writing.add_memo(small.connection, action, writing.MemoTarget(), "tekst")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert _dump(small) == before
    assert not small.connection.in_transaction


def _add_impossible_review(project: Project) -> None:
    with write(project.connection, project.store_path) as connection:
        action = writing.add_action(connection, "reviewed", "eva")
        writing.add_review(connection, action, 1, 5, 5, 1)


def test_a_refusal_of_the_store_rolls_back_and_is_told_in_words(small: Project) -> None:
    before = _dump(small)
    with pytest.raises(DamagedStoreError, match="CHECK"):
        _add_impossible_review(small)
    assert _dump(small) == before


def test_foreign_keys_are_enforced_on_every_connection(small: Project) -> None:
    with closing(open_store(small.store_path)) as connection:
        assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            connection.execute(
                "INSERT INTO action (uid, kind, coder, created) VALUES ('x', 'memo', 99, 'nu')"
            )


def test_writers_queue_up_and_all_get_through(small: Project) -> None:
    failures: list[BaseException] = []

    def write_memos(name: str) -> None:
        try:
            with Project.open(small.folder) as project:
                for number in range(10):
                    project.memo(f"{name} {number}", name)
        except BaseException as error:  # noqa: BLE001 - told to the main thread
            failures.append(error)

    names = [f"koder {number}" for number in range(4)]
    threads = [threading.Thread(target=write_memos, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    texts = [memo.text for memo in small.memos()]
    assert {f"{name} {number}" for name in names for number in range(10)} <= set(texts)


def test_a_store_that_cannot_be_written_is_read_and_says_so_when_written(small: Project) -> None:
    small.connection.execute("PRAGMA query_only = 1")
    before = _dump(small)
    with pytest.raises(ReadOnlyStoreError):
        small.memo("tekst", "eva")
    assert _dump(small) == before


def test_a_codings_own_time_and_id_are_kept(small: Project) -> None:
    from kodning.model import NewCoding

    uid = "01935c7e-7d40-7000-8000-000000000001"
    new = NewCoding("samtale", 0, 4, "løn", "eva", created="2020-01-02T03:04:05.000Z", uid=uid)
    assert small.import_codings([new], "eva", "fil.csv") == 1
    (found,) = [coding for coding in small.codings() if coding.origin == "import"]
    assert (found.uid, found.created) == (uid, "2020-01-02T03:04:05.000Z")


def test_a_store_is_found_by_its_path_with_spaces_and_danish_letters(tmp_path: Path) -> None:
    folder = tmp_path / "åbne interviews #1 50 %"
    Project.create(folder, "codes: []\n", "eva").close()
    with Project.open(folder) as project:
        assert project.documents() == []
