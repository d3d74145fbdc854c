"""A file is put in place whole, and never on top of another."""

import os
from pathlib import Path

import pytest

from kodning.store.connection import STORE_NAME, create_store
from kodning.store.files import place_new, write_new


@pytest.fixture(params=["links", "no links"])
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A disk that has links, and one that has not, such as a memory stick."""
    if request.param == "no links":

        def refuse(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)
    return str(request.param)


@pytest.mark.usefixtures("disk")
def test_a_file_gets_its_name(tmp_path: Path) -> None:
    half = tmp_path / "half"
    half.write_text("ord")
    place_new(half, tmp_path / "hel")
    assert [path.name for path in tmp_path.iterdir()] == ["hel"]
    assert (tmp_path / "hel").read_text() == "ord"


@pytest.mark.usefixtures("disk")
@pytest.mark.parametrize("there", ["file", "folder", "broken link"])
def test_what_is_there_is_left_as_it_is(tmp_path: Path, there: str) -> None:
    half, place = tmp_path / "half", tmp_path / "hel"
    half.write_text("ny")
    if there == "file":
        place.write_text("gammel")
    elif there == "folder":
        place.mkdir()
    else:
        place.symlink_to(tmp_path / "væk")
    with pytest.raises(FileExistsError):
        place_new(half, place)
    assert half.exists()
    assert there != "file" or place.read_text() == "gammel"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["half", "hel"]


def test_a_place_is_given_up_again_where_the_file_cannot_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(Path, "replace", refuse)
    half = tmp_path / "half"
    half.write_text("ny")
    with pytest.raises(PermissionError):
        place_new(half, tmp_path / "hel")
    assert [path.name for path in tmp_path.iterdir()] == ["half"]


@pytest.mark.usefixtures("disk")
def test_a_text_is_written_once(tmp_path: Path) -> None:
    assert write_new(tmp_path / "bog.yaml", "først")
    assert not write_new(tmp_path / "bog.yaml", "siden")
    assert (tmp_path / "bog.yaml").read_text() == "først"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.usefixtures("disk")
def test_a_store_is_never_made_on_top_of_another(tmp_path: Path) -> None:
    create_store(tmp_path / STORE_NAME)
    before = (tmp_path / STORE_NAME).read_bytes()
    with pytest.raises(FileExistsError):
        create_store(tmp_path / STORE_NAME)
    assert (tmp_path / STORE_NAME).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [STORE_NAME]
