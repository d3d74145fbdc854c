"""exchange with other programs' projects, as its user runs it."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kodning.cli.main import run

Run = Callable[..., object]


def _json(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


@pytest.fixture
def qdpx(demo_project: Path, tmp_path: Path) -> Path:
    file = tmp_path / "demo.qdpx"
    assert (
        run(["exchange", "export", "--project", str(demo_project), "-o", str(file), "--language", "en"]) == 0
    )
    return file


def test_a_project_goes_out_and_comes_into_an_empty_folder(
    qdpx: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    new = tmp_path / "ny"
    new.mkdir()
    assert (
        run(["exchange", "import", str(qdpx), "--project", str(new), "--format", "json", "--coder", "c"]) == 0
    )
    report = _json(capsys)
    assert report["documents"] == {"read": 5, "new": 5, "there_already": 0, "revised": []}
    assert report["codings"] == {
        "read": 350,
        "matched_on_words": 350,
        "by_place_alone": 0,
        "reanchored": 0,
        "refused": 0,
        "added": 350,
        "there_already": 0,
    }
    assert run(["check", "--project", str(new)]) == 0
    assert (
        run(["exchange", "import", str(qdpx), "--project", str(new), "--coder", "c", "--language", "en"]) == 0
    )
    assert "350 were there already" in capsys.readouterr().out


def test_a_new_project_is_made_of_a_file_with_init(
    qdpx: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", str(tmp_path / "ny"), "--from", str(qdpx), "--language", "en"]) == 0
    assert "5 new" in capsys.readouterr().out
    assert run(["init", str(tmp_path / "ny"), "--from", str(qdpx), "--language", "en"]) == 2
    assert "is not empty" in capsys.readouterr().err


def test_a_folder_with_other_things_in_it_gets_no_project(
    qdpx: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "andet"
    other.mkdir()
    (other / "noter.txt").write_text("mine", encoding="utf-8")
    assert run(["exchange", "import", str(qdpx), "--project", str(other), "--language", "en"]) == 2
    assert "kodning init DIR --from" in capsys.readouterr().err
    assert [part.name for part in other.iterdir()] == ["noter.txt"]


def test_strict_exits_with_1_and_says_what_would_be_lost(
    qdpx: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = tmp_path / "uden.qdpx"
    with zipfile.ZipFile(qdpx) as source, zipfile.ZipFile(cut, "w") as target:
        lost = next(name for name in source.namelist() if name.startswith("sources/"))
        for name in source.namelist():
            if name != lost:
                target.writestr(name, source.read(name))
    assert run(["init", str(tmp_path / "ny"), "--from", str(cut), "--language", "en"]) == 0
    capsys.readouterr()
    new = tmp_path / "ny2"
    line = ["exchange", "import", str(cut), "--project", str(new), "--strict", "--language", "en"]
    new.mkdir()
    assert run(line) == 1
    shown = capsys.readouterr()
    assert "is not in the file" in " ".join(shown.out.split())
    assert "4 new" in shown.out
    assert "Nothing was changed" in shown.err
    assert list(new.iterdir()) == []


def test_an_import_is_undone_with_its_documents_and_may_come_again(
    qdpx: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = tmp_path / "ny"
    assert run(["init", str(new), "--from", str(qdpx), "--coder", "c"]) == 0
    assert run(["undo", "--project", str(new), "--coder", "c"]) == 0
    capsys.readouterr()
    assert run(["documents", "--project", str(new), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert (
        run(["exchange", "import", str(qdpx), "--project", str(new), "--coder", "c", "--format", "json"]) == 0
    )
    again = _json(capsys)
    assert again["documents"] == {"read": 5, "new": 5, "there_already": 0, "revised": []}
    assert again["lost"] == 0
    assert run(["check", "--project", str(new)]) == 0


def test_the_codebook_and_annotations_are_files_too(
    demo_project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("bog.qdc", "kodninger.jsonld"):
        assert run(["exchange", "export", "--project", str(demo_project), "-o", str(tmp_path / name)]) == 0
    page = json.loads((tmp_path / "kodninger.jsonld").read_text(encoding="utf-8"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert len(page["items"]) == 350
    quote, position = page["items"][0]["target"]["selector"]
    assert len(quote["exact"]) == position["end"] - position["start"]
    capsys.readouterr()
    line = [
        "exchange",
        "import",
        str(tmp_path / "bog.qdc"),
        "--project",
        str(demo_project),
        "--format",
        "json",
    ]
    assert run(line) == 0
    assert _json(capsys)["codes"] == {"read": 24, "new": 0}


def test_codings_come_back_from_a_spreadsheet(
    demo_project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kodninger.xlsx"
    assert run(["exchange", "export", "--project", str(demo_project), "-o", str(file)]) == 0
    capsys.readouterr()
    line = ["exchange", "import", str(file), "--project", str(demo_project), "--format", "json"]
    assert run(line) == 0
    codings = _json(capsys)["codings"]
    assert isinstance(codings, dict)
    assert (codings["read"], codings["there_already"], codings["reanchored"]) == (350, 350, 0)


def test_an_unknown_format_is_refused_in_one_message(
    demo_project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "noget.bin").write_bytes(b"\x00\x01")
    assert (
        run(
            [
                "exchange",
                "import",
                str(tmp_path / "noget.bin"),
                "--project",
                str(demo_project),
                "--language",
                "en",
            ]
        )
        == 2
    )
    assert capsys.readouterr().err.count("\n") == 1
