"""Files that mean harm or are broken: one clear message, nothing made, nothing changed."""

import sqlite3
import struct
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kodning.errors import UnreadableFileError
from kodning.interchange.codings_csv import read_codings
from kodning.interchange.exchanging import begin_from
from kodning.safe_archive import safe_archive
from kodning.safe_xml import tree

_GOOD = '<?xml version="1.0"?><Project xmlns="urn:QDA-XML:project:1.0" name="x"><Sources/></Project>'
_XXE = '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project name="x">&x;</Project>'
_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<Project name="&b;"/>'
)


def _zip(path: Path, **files: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_qde", ".qde"), data)
    return path


def _bomb(path: Path) -> Path:
    return _zip(path, project_qde=_GOOD, big=b"\0" * 40_000_000)


def _traversal(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", _GOOD)
        archive.writestr("sources/../../ud.txt", "x")
    return path


def _locked(path: Path) -> Path:
    data = bytearray(_zip(path, project_qde=_GOOD).read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8 : at + 10] = struct.pack("<H", 1)
    path.write_bytes(data)
    return path


def _cut(path: Path) -> Path:
    path.write_bytes(_zip(path, project_qde=_GOOD).read_bytes()[:-30])
    return path


def _damaged(path: Path) -> Path:
    data = bytearray(_zip(path, project_qde=_GOOD * 3).read_bytes())
    data[60:80] = b"\xff" * 20
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_bomb, "unpacks to far more"),
        (_traversal, "outside itself"),
        (_locked, "password"),
        (_cut, "not whole"),
        (_damaged, "damaged"),
        (lambda path: _zip(path, project_qde=_XXE), "DOCTYPE"),
        pytest.param(lambda path: _zip(path, project_qde=_LAUGHS), "DOCTYPE", id="billion laughs"),
        (lambda path: _zip(path, project_qde="<Project><Users>"), "not valid XML"),
        (lambda path: _zip(path, project_qde="<html/>"), "root is <html>"),
        pytest.param(lambda path: _zip(path, project_qde=""), "not valid XML", id="empty XML"),
        (lambda path: _zip(path, andet="x"), "project.qde is not inside"),
        (
            lambda path: _zip(
                path, **{"project_qde": _GOOD, "kodning.json": '{"kodning": 1, "codebook": 3}'}
            ),
            "kodning.json",
        ),
        (lambda path: path, "cannot be read"),
    ],
)
def test_a_project_file_that_means_harm_or_is_broken(
    make: Callable[[Path], Path], said: str, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableFileError, match=said):
        begin_from(tmp_path / "ind", make(tmp_path / "fil.qdpx"), "mig")
    assert not (tmp_path / "ind").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_XXE.replace("Project", "CodeBook"), "DOCTYPE"),
        ("<CodeBook><Codes>", "is damaged"),
        ("<Andet/>", "no REFI-QDA codebook"),
        ("<a>" * 2000 + "</a>" * 2000, "nested so deeply"),
    ],
)
def test_a_codebook_file_that_means_harm_or_is_broken(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "bog.qdc").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=said):
        begin_from(tmp_path / "ind", tmp_path / "bog.qdc", "mig")


def test_a_database_of_something_else_and_a_broken_one(tmp_path: Path) -> None:
    path = tmp_path / "noget.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE noget (x)")
    with pytest.raises(UnreadableFileError, match="format is not known"):
        begin_from(tmp_path / "ind", path, "mig")
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 2000)
    with pytest.raises(UnreadableFileError, match="cannot be read"):
        begin_from(tmp_path / "ind", path, "mig")
    with pytest.raises(UnreadableFileError, match="format is not known"):
        begin_from(tmp_path / "ind", tmp_path, "mig")


def test_an_archive_is_read_where_all_is_well(tmp_path: Path) -> None:
    with safe_archive(_zip(tmp_path / "a.zip", a="å", b__c="b")) as archive:
        assert archive.names == ["a", "b/c"]
        assert archive.read("a").decode() == "å"
        with pytest.raises(UnreadableFileError, match=r"not whole \(x"):
            archive.read("x")
    assert tree(b"<a><b/></a>", tmp_path, "a")[0].tag == "b"


def test_a_spreadsheet_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="is no Excel workbook"):
        read_codings(_zip(tmp_path / "a.xlsx", a="x"))
