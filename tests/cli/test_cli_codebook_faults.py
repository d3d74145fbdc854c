"""A codebook that cannot be what it says is refused with its file and line; the store keeps the old one."""

from collections.abc import Callable
from pathlib import Path

import pytest

Refused = Callable[..., str]

_FAULTS = {
    "unknown key": (b"codes:\n  - id: budget\n    lable: Budget\n", 3, "lable"),
    "unknown key at the top": (b"title: x\ncode: []\ncodes: []\n", 2, "codes"),
    "duplicate id": (b"codes:\n  - id: budget\n  - id: penge\n  - id: Budget\n", 4, "line 2"),
    "duplicate id below": (b"codes:\n  - id: a\n    codes:\n      - id: b\n  - id: b\n", 5, "line 4"),
    "duplicate key": (b"codes:\n  - id: a\n    label: x\n    label: y\n", 4, "twice"),
    "cycle of one": (b"codes:\n  - id: a\n    parent: a\n", 2, "cycle"),
    "cycle of two": (b"codes:\n  - id: a\n    parent: b\n  - id: b\n    parent: a\n", 2, "cycle"),
    "alias cycle": (b"codes: &alle\n  - id: a\n    codes: *alle\n", 1, "cycle"),
    "unknown parent": (b"codes:\n  - id: budget\n  - id: b\n    parent: budgit\n", 3, "budget"),
    "two parents": (b"codes:\n  - id: a\n    codes:\n      - id: b\n        parent: a\n", 4, "parent"),
    "tab": (b"codes:\n  - id: a\n\tlabel: x\n", 3, "YAML"),
    "open bracket": (b"codes:\n  - id: [a\n", None, "YAML"),
    "number as id": (b"codes:\n  - id: 12\n", 2, "text"),
    "no id": (b"codes:\n  - label: x\n", 2, "id"),
    "codes is no list": (b"codes:\n  id: a\n", 1, "list"),
    "code is a word": (b"codes:\n  - budget\n", 2, "id:"),
    "colour": (b"codes:\n  - id: a\n    color: blue\n", 3, "#1b6ca8"),
    "control character": (b'codes:\n  - id: "a\\x07"\n', 2, "control"),
    "no codes": (b"title: x\n", 1, "codes"),
    "empty": (b"", 1, "codes"),
    "a list": (b"- a\n- b\n", 1, "codes"),
    "not UTF-8": ("codes:\n  - id: høring\n".encode("latin-1"), None, "UTF-8"),
    "UTF-16": ("codes: []\n".encode("utf-16"), None, "UTF-8"),
    "control byte": (b"codes:\n  - id: a\x00\n", None, "YAML"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00", None, "UTF-8"),
    "deep": (b"codes: " + b"[" * 400 + b"]" * 400, None, ""),
    "unknown alias": (b"codes: *alle\n", 1, "YAML"),
    "python tag": (b"codes: !!python/object/apply:os.system [ls]\n", 1, ""),
}


@pytest.mark.parametrize("fault", _FAULTS)
def test_a_wrong_codebook_is_refused_with_file_and_line(
    refused: Refused, demo_project: Path, fault: str
) -> None:
    source, line, said = _FAULTS[fault]
    (demo_project / "codebook.yaml").write_bytes(source)
    for command in (("themes",), ("code", "interview-1", "t3", "budget")):
        message = refused(demo_project, *command)
        place = f"codebook.yaml:{line}: " if line else "codebook.yaml:"
        assert place in message
        assert said in message


def test_a_missing_codebook_is_named(refused: Refused, demo_project: Path) -> None:
    (demo_project / "codebook.yaml").unlink()
    assert "codebook.yaml" in refused(demo_project, "themes")


def test_a_folder_in_the_place_of_the_codebook_is_named(refused: Refused, demo_project: Path) -> None:
    (demo_project / "codebook.yaml").unlink()
    (demo_project / "codebook.yaml").mkdir()
    assert "codebook.yaml" in refused(demo_project, "themes")


def test_a_mended_codebook_is_taken_in_and_codings_are_kept(
    kodning: Callable[..., object], refused: Refused, demo_project: Path, dump: Callable[[Path], str]
) -> None:
    book = demo_project / "codebook.yaml"
    good = book.read_text(encoding="utf-8")
    before = dump(demo_project)
    book.write_text(good + "  - id: budget\n", encoding="utf-8")
    assert "budget" in refused(demo_project, "themes")
    book.write_text(good, encoding="utf-8")
    kodning("themes", project=demo_project)
    assert dump(demo_project) == before
