"""The commands of the codebook as a researcher types them."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kodning.model import Code
from kodning.project import Project

FILE = "codebook.yaml"


def _out(kodning: Callable[..., object], *arguments: object, project: Path, code: int = 0) -> str:
    done = kodning(*arguments, project=project)
    assert done.returncode == code, done.stderr  # type: ignore[attr-defined]
    return str(done.stdout)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rename", "budget", "penge"], "“budget” is renamed to “penge”."),
        (["move", "budget", "--under", "synlighed"], "“budget” is moved under “synlighed”."),
        (["move", "budget", "--before", "synlighed"], "“budget” is moved in the order."),
        (
            ["merge", "budget", "--into", "synlighed"],
            "9 of 9 codings (koder-a and koder-b; 3 interviews) go over",
        ),
        (["retire", "budget", "--reason", "for bred"], "“budget” is retired."),
        (
            ["split", "budget", "--to", "småpenge", "--where", "document=interview-1"],
            "“budget” is split: småpenge.",
        ),
        (["add", "småpenge", "label=Små penge", "terms=mønt", "--under", "budget"], "New codes: småpenge."),
        (
            ["edit", "budget", "terms+=kroner", "memo=Se på det.", "color="],
            "terms, memo, color of “budget” are edited.",
        ),
        (["group", "penge", "budget", "synlighed", "--ordered"], "The group “penge” is written."),
    ],
    ids=["rename", "move", "reorder", "merge", "retire", "split", "add", "edit", "group"],
)
def test_a_change_is_said_beforehand_made_and_taken_back(
    kodning: Callable[..., object], demo_project: Path, arguments: list[str], said: str
) -> None:
    before = (demo_project / FILE).read_text(encoding="utf-8")
    dry = _out(kodning, "codebook", *arguments, "--dry-run", project=demo_project)
    assert said in dry
    assert "Nothing was changed (--dry-run)." in dry
    assert (demo_project / FILE).read_text(encoding="utf-8") == before
    done = _out(kodning, "codebook", *arguments, project=demo_project)
    assert dry.splitlines()[:-1] == done.splitlines()[:-1]
    assert done.splitlines()[-1] == "Take it back: kodning undo --coder test-koder"
    _out(kodning, "check", project=demo_project)
    _out(kodning, "undo", project=demo_project)
    assert (demo_project / FILE).read_text(encoding="utf-8") == before


def test_split_asks_for_each_coding(
    kodning: Callable[..., object], demo_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("småpenge\n\nsynlighed\nq\n"))
    out = _out(kodning, "codebook", "split", "budget", "--under", project=demo_project)
    assert out.count("code (Enter: as it is, q: done)") == 4
    with Project.open(demo_project) as project:
        assert [c.code for c in project.codings(codes=["småpenge"])] == ["småpenge"]
        assert next(c for c in project.codebook().codes if c.id == "småpenge").parent == "budget"


def test_split_by_a_file(kodning: Callable[..., object], demo_project: Path, tmp_path: Path) -> None:
    with Project.open(demo_project) as project:
        number = project.codings(codes=["budget"])[0].id
    (tmp_path / "dele.csv").write_text(f"coding,code\n{number},småpenge\n", encoding="utf-8")
    out = _out(kodning, "codebook", "split", "budget", "--from", tmp_path / "dele.csv", project=demo_project)
    assert "1 of 9 codings" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["rename", "budgget", "penge"],
        ["rename", "budget", "synlighed"],
        ["move", "budget"],
        ["move", "budget", "--under", "budget"],
        ["merge", "budget", "--into", "budget"],
        ["split", "budget", "--to", "x"],
        ["split", "budget", "--to", "x", "--where", "vejr=sol"],
        ["diff", "99"],
        ["import", "ingen.csv"],
        ["export", "bog.pdf"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_is_refused(
    kodning: Callable[..., object], demo_project: Path, arguments: list[str]
) -> None:
    before = (demo_project / FILE).read_bytes()
    done = kodning("codebook", *arguments, project=demo_project)
    assert done.returncode == 2  # type: ignore[attr-defined]
    assert "Traceback" not in done.stderr  # type: ignore[attr-defined]
    assert (demo_project / FILE).read_bytes() == before


def test_diff_tells_versions_and_files_apart(
    kodning: Callable[..., object], demo_project: Path, tmp_path: Path
) -> None:
    old = tmp_path / "gammel.yaml"
    old.write_bytes((demo_project / FILE).read_bytes())
    _out(kodning, "codebook", "rename", "budget", "penge", "--no-alias", project=demo_project)
    found = json.loads(_out(kodning, "codebook", "diff", "--format", "json", project=demo_project))
    assert ("renamed", "penge", "budget") in {(d["kind"], d["code"], d["before"]) for d in found}
    by_number = json.loads(
        _out(kodning, "codebook", "diff", "1", "2", "--format", "json", project=demo_project)
    )
    by_file = json.loads(_out(kodning, "codebook", "diff", old, "--format", "json", project=demo_project))
    assert by_number == found == by_file
    files = json.loads(
        _out(kodning, "codebook", "diff", old, demo_project / FILE, "--format", "json", project=demo_project)
    )
    assert {d["kind"] for d in files} >= {"new", "gone"}
    versions = json.loads(
        _out(kodning, "codebook", "diff", "--versions", "--format", "json", project=demo_project)
    )
    assert [(v["version"], v["kind"], v["codings"]) for v in versions] == [
        (1, "init", 350),
        (2, "codebook-rename", 0),
    ]


def test_show_is_an_appendix_with_counts(
    kodning: Callable[..., object], demo_project: Path, tmp_path: Path
) -> None:
    text = _out(kodning, "codebook", "show", "--format", "md", project=demo_project)
    assert "budget · 9 codings · 3/5 interviews" in text
    page = tmp_path / "bog.html"
    _out(kodning, "codebook", "show", "--output", page, project=demo_project)
    assert "budget · 9 codings · 3/5 interviews" in page.read_text(encoding="utf-8")
    word = tmp_path / "bog.docx"
    _out(kodning, "codebook", "show", "--output", word, project=demo_project)
    with zipfile.ZipFile(word) as archive:
        assert "budget · 9 codings · 3/5 interviews" in archive.read("word/document.xml").decode()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "yaml"])
def test_a_codebook_exported_is_imported_into_an_empty_project(
    kodning: Callable[..., object], demo_project: Path, tmp_path: Path, ending: str
) -> None:
    file, other = tmp_path / f"bog.{ending}", tmp_path / "ny"
    _out(kodning, "codebook", "export", file, project=demo_project)
    _out(kodning, "init", other, project=demo_project)
    out = _out(kodning, "codebook", "import", file, project=other)
    assert "24 new codes of 24." in out
    with Project.open(other) as new, Project.open(demo_project) as old:
        assert [(c.key, c.parent) for c in new.codes()] == [(c.key, c.parent) for c in old.codes()]
    assert "There is nothing to change." in _out(kodning, "codebook", "import", file, project=other)


def test_the_schema_can_be_put_beside_the_codebook(
    kodning: Callable[..., object], demo_project: Path
) -> None:
    _out(
        kodning, "codebook", "schema", "--output", demo_project / "codebook.schema.json", project=demo_project
    )
    made = json.loads((demo_project / "codebook.schema.json").read_text(encoding="utf-8"))
    assert made["title"] == "codebook.yaml"


def test_a_code_is_written_and_edited_word_by_word(
    kodning: Callable[..., object], demo_project: Path
) -> None:
    def code() -> Code:
        with Project.open(demo_project) as project:
            return next(code for code in project.codebook().codes if code.id == "frivillighed")

    _out(
        kodning, "codebook", "add", "frivillighed", "label=Frivillighed", "definition=Ulønnet  arbejde",
        "terms=frivillig", "terms=ulønnet, gratis", "exclusive=ja", "include=Bestyrelsen", "--after", "budget",
        project=demo_project,
    )  # fmt: skip
    assert code()._replace(line=None, position=0) == Code(
        "frivillighed", {"da": "Frivillighed", "en": "Frivillighed"}, None, 0, 0, definition="Ulønnet arbejde",
        terms=("frivillig", "ulønnet, gratis"), exclusive=True, include=("Bestyrelsen",), example_places=(),
    )  # fmt: skip
    _out(
        kodning, "codebook", "edit", "frivillighed", "label.en=Volunteering", "terms-=frivillig", "terms=", "terms+=ulønnet, gratis", "terms+=gave",
        "terms+=hjælp", "include=", "exclusive=nej", "definition=", project=demo_project,
    )  # fmt: skip
    now = code()
    assert (now.labels, now.terms) == (
        {"da": "Frivillighed", "en": "Volunteering"},
        ("ulønnet, gratis", "gave", "hjælp"),
    )
    assert (now.include, now.exclusive, now.definition) == ((), False, "")
    _out(kodning, "codebook", "group", "slags", "frivillighed", "budget", project=demo_project)
    _out(kodning, "codebook", "group", "slags", "--remove", project=demo_project)
    with Project.open(demo_project) as project:
        assert project.codebook().groups == ()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["edit", "budget", "farve=x"], "farve=x: unknown key."),
        (["edit", "budget", "definiton=x"], "Did you mean “definition”?"),
        (["edit", "budget", "penge"], "write KEY=WORDS"),
        (["edit", "budget", "memo+=x"], "write KEY=WORDS"),
        (["edit", "budget", "exclusive=måske"], "write KEY=WORDS"),
        (["edit", "budget", "terms-=økonomien"], "it is not there. Did you mean “økonomi”?"),
        (["edit", "budget", "color=blå"], "must be written like"),
        (["edit", "findes-ikke", "memo=x"], "No code “findes-ikke”"),
        (["add", "budget"], "is a name of the code “budget” already"),
        (["add", "ny", "--under", "budget", "--after", "synlighed"], "Choose one of"),
        (["group", "ene", "budget"], "must name two codes at least"),
        (["group", "ene", "budget", "budget"], "stands twice"),
        (["group", "ene"], "Name the group's codes"),
        (["group", "ene", "--remove"], "No group “ene”"),
    ],
)
def test_words_that_cannot_be_meant_are_refused(
    refused: Callable[..., str], demo_project: Path, arguments: list[str], told: str
) -> None:
    source = (demo_project / FILE).read_bytes()
    assert told in refused(demo_project, "codebook", *arguments)
    assert (demo_project / FILE).read_bytes() == source
