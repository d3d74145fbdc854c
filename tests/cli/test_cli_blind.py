"""No command and no format lets a blind coder see what another has done."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kodning.cli import main as command_line
from kodning.interchange.codings_csv import import_codings, read_codings
from kodning.project import Project
from kodning.store.decisions import NewDecision

Run = Callable[..., CompletedProcess[str]]

OTHER = "hemmelig-anna"
CODE = "hemmelig-kode"
SECRETS = {
    "her name": OTHER,
    "a memo": "HEMMELIGT-MEMO",
    "a remark on a coding": "HEMMELIG-BEMÆRKNING",
    "a reason": "HEMMELIG-GRUND",
    "a file": "hemmelig.csv",
    "a pass": "HEMMELIG-RUNDE",
    "a code only she uses": CODE,
}
FORMATS = ("table", "csv", "json", "md", "xlsx")
LISTINGS = (
    ("documents",),
    ("memo",),
    ("themes",),
    ("themes", "--by", "rolle"),
    ("matrix",),
    ("matrix", "--by", "coder", "--cells", "words"),
    ("cooccur",),
    ("cooccur", "--unit", "turn", "--square"),
    ("saturation",),
    ("timeline",),
    ("compare", "--by", "rolle"),
    ("words",),
    ("search", "råd"),
    ("kwic", "råd"),
    ("quotes",),
    ("quotes", "--attribution", "--no-join"),
    ("agree",),
    ("agree", "--unit", "turn", "--themes"),
    ("agree", "--pass", "HEMMELIG-RUNDE"),
    ("disagreements",),
    ("disagreements", "--matrix"),
    ("disagreements", "--html"),
    ("disagreements", "--pass", "HEMMELIG-RUNDE"),
    ("passes",),
    ("blind",),
    ("exchange", "export"),
    ("history",),
    ("check",),
    ("suggestions",),
)
# What has no format, or does something; with what must be typed.
OTHERS = (
    ("show", "interview-1"),
    ("show", "interview-1", "--format", "json"),
    ("show", "interview-2"),
    ("demo", "."),
    ("adjudicate",),
    ("adjudicate", "--finish"),
    ("adjudicate", "--pass", "HEMMELIG-RUNDE"),
    ("agree", "--freeze", "ny runde"),
    ("code", "interview-1", "t2", CODE),
    ("code", "interview-1", "t4", "budget"),
    ("retract", "{coding}"),
    ("memo", "hvad siger hun?", "--coding", "{coding}"),
    ("memo", "--coder", "mig"),
    ("undo",),
    ("undo", "{action}"),
    ("reviewed", "interview-1"),
    ("import", "transcripts"),
    ("import", "transcripts", "--dry-run"),
    ("exchange", "import", "hemmelig.csv"),
    ("exchange", "import", "hemmelig.csv", "--dry-run"),
    ("codebook",),
    ("codebook", "show"),
    ("codebook", "check"),
    ("codebook", "check", "--propose"),
    ("codebook", "add", "ny", "--dry-run"),
    ("codebook", "edit", "budget", "memo=Se på det", "--dry-run"),
    ("codebook", "group", "penge", "budget", "synlighed", "--dry-run"),
    ("suggest",),
    ("review",),
    ("forget", "interview-5", "--yes"),
    ("forget", "interview-5", "--dry-run"),
    ("init", "."),
    ("sample",),
    ("figure", "themes"),
    ("figure", "matrix", "--by", "rolle"),
    ("figure", "agreement"),
    ("report",),
    ("survey", "check"),
    ("survey", "show"),
    ("pseudonymise",),
    ("people", "list"),
    ("revise", "interview-2", "transcripts/interview-1.md"),
    ("merge", "findes-ikke"),
    ("backup", "kopi"),
    ("serve", "--help"),
)


@pytest.fixture
def shared(demo_project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo with a third coder, whose every trace has a word of its own; koder-b codes blind."""
    book = demo_project / "codebook.yaml"
    whole = book.read_text(encoding="utf-8")
    book.write_text(whole + f"  - id: {CODE}\n", encoding="utf-8")
    with Project.open(demo_project, "leder") as project:
        file = demo_project / "hemmelig.csv"
        file.write_text(
            f"document,code,start,end,coder\ninterview-1,budget,40,90,{OTHER}\n", encoding="utf-8"
        )
        import_codings(project, read_codings(file), file, OTHER)
        project.code("interview-1", "t4", [CODE], OTHER, "HEMMELIG-BEMÆRKNING")
        project.code("interview-2", "t4", ["budget"], OTHER)
        project.mark_reviewed(["interview-1", "interview-2"], OTHER)
        project.memo("HEMMELIGT-MEMO", OTHER, document="interview-1")
        project.memo("HEMMELIGT-MEMO", OTHER, coding=str(project.codings(coder=OTHER)[0].id))
        project.freeze("HEMMELIG-RUNDE", OTHER)
        decision = NewDecision("d1", "interview-1", (("budget", 40, 90),), OTHER, "HEMMELIG-GRUND")
        project.decide([decision], OTHER)
        base = project.find_pass("HEMMELIG-RUNDE")
        project.adjudicate("HEMMELIG-RUNDE-2", base, [], project.decisions(), OTHER, "afgørelse")
        project.begin_blind(OTHER, OTHER)
        project.break_blind(OTHER, "HEMMELIG-GRUND", OTHER)
        project.begin_blind("koder-b", "leder")
    book.write_text(whole, encoding="utf-8")
    with Project.open(demo_project, "leder"):
        pass
    monkeypatch.chdir(demo_project)
    return demo_project


def _lines() -> Iterator[tuple[str, ...]]:
    yield from OTHERS
    for line in LISTINGS:
        for name in FORMATS if "--html" not in line else ("table",):
            yield (*line, "--format", name, "--output", "{out}")
        yield line
        yield (*line, "--excel")


def _said(result: CompletedProcess[str], out: Path) -> str:
    """All that a command told: on the screen and in a file, be it a workbook."""
    text = result.stdout + result.stderr
    if out.exists():
        data = out.read_bytes()
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                text += "".join(book.read(name).decode("utf-8") for name in book.namelist())
        else:
            text += data.decode("utf-8")
        out.unlink()
    return text


def _run(kodning: Run, folder: Path, line: tuple[str, ...]) -> tuple[CompletedProcess[str], str]:
    with Project.open(folder) as project:
        coding = project.codings(coder=OTHER)[0].id
        action = next(row.id for row in project.history(coder=OTHER) if row.kind == "memo")
    out = folder / "ud"
    typed = [part.format(out=out, coding=coding, action=action) for part in line]
    result = kodning(*typed)
    return result, _said(result, out)


@pytest.fixture(params=["koder-b", "KODER-B"])
def _as_blind(
    request: pytest.FixtureRequest,
    plain_environment: None,  # noqa: ARG001 - first, so that the coder below is who runs the commands
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Run as koder-b, in capitals too."""
    monkeypatch.setenv("KODNING_CODER", request.param)


@pytest.mark.usefixtures("_as_blind")
def test_a_blind_coder_learns_nothing_from_any_command_in_any_format(
    kodning: Run,
    shared: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n" * 50))
    leaks = []
    for line in _lines():
        result, said = _run(kodning, shared, line)
        assert result.returncode in {0, 1, 2}
        typed = " ".join(line)
        found = [
            name
            for name, secret in SECRETS.items()
            if secret.casefold() in said.casefold() and secret.casefold() not in typed.casefold()
        ]
        if "afgørelse" in said and line[0] != "adjudicate":
            found.append("settled codings")
        leaks += [(line, name) for name in found]
    assert leaks == []


def test_the_test_would_see_a_leak(kodning: Run, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the leader, who is not blind, the same commands tell everything."""
    monkeypatch.setenv("KODNING_CODER", "leder")
    monkeypatch.setattr("sys.stdin", io.StringIO("q\n"))
    told = [(line, _run(kodning, shared, line)[1]) for line in _lines()]
    for name, secret in SECRETS.items():
        typed_by_nobody = [line for line, said in told if secret in said and secret not in " ".join(line)]
        assert typed_by_nobody, name


def test_every_command_is_tried() -> None:
    """A new command that shows anything of a project must be added above."""
    assert set(command_line._COMMANDS) <= {line[0] for line in (*LISTINGS, *OTHERS)}


ASKING = (
    ("themes", "--coder", OTHER),
    ("quotes", "--coder", OTHER),
    ("show", "interview-1", "--coder", OTHER),
    ("history", "--coder", OTHER),
    ("exchange", "export", "--coder", OTHER),
    ("agree", "--coder", OTHER, "--coder", "koder-b"),
    ("disagreements", "--coder", OTHER, "--coder", "koder-b"),
    ("memo", "i hendes navn", "--coder", OTHER),
    ("code", "interview-1", "t2", "budget", "--coder", OTHER),
    ("reviewed", "interview-1", "--coder", OTHER),
    ("undo", "--coder", OTHER),
    ("exchange", "import", "hemmelig.csv"),
    ("exchange", "import", "hemmelig.csv", "--dry-run"),
    ("agree",),
    ("disagreements",),
    ("adjudicate",),
    ("agree", "--pass", "HEMMELIG-RUNDE"),
    ("agree", "--freeze", "ny"),
)


@pytest.mark.parametrize("line", ASKING, ids=" ".join)
def test_asking_for_it_says_how_the_blind_is_broken(
    refused: Callable[..., str], shared: Path, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...]
) -> None:
    monkeypatch.setenv("KODNING_CODER", "koder-b")
    message = refused(shared, *line)
    assert "kodning blind break --coder koder-b --reason" in message
    assert "this is recorded" in message


@pytest.mark.usefixtures("shared")
@pytest.mark.usefixtures("shared")
def test_somebody_elses_computer_makes_nobody_see(kodning: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The leader's computer, but the command is run as the blind coder."""
    monkeypatch.setenv("KODNING_CODER", "leder")
    assert "HEMMELIGT" in kodning("memo").stdout
    assert "HEMMELIGT" not in kodning("memo", "--coder", "koder-b").stdout


def test_counts_are_her_own(kodning: Run, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Project.open(shared) as project:
        own, everybodys = len(project.codings(coder="koder-b")), len(project.codings())
    for who, count in (("koder-b", own), ("leder", everybodys)):
        monkeypatch.setenv("KODNING_CODER", who)
        documents = json.loads(kodning("documents", "--format", "json").stdout)
        assert sum(document["codings"] for document in documents) == count
        assert len(json.loads(kodning("exchange", "export", "--format", "json").stdout)) == count


def test_the_blind_is_begun_broken_and_ended_by_command(
    kodning: Run, demo_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KODNING_CODER", "koder-a")
    begun = kodning("blind", "begin", project=demo_project)
    assert begun.stdout == "koder-a is coding blind now.\n"
    other = kodning("blind", "begin", "--coder", "koder-b", project=demo_project)
    assert "Set KODNING_CODER=koder-b" in other.stdout
    assert kodning("agree", project=demo_project).returncode == 2
    assert kodning("blind", "break", "--reason", "spurgte b", project=demo_project).returncode == 0
    monkeypatch.setenv("KODNING_CODER", "leder")
    assert kodning("blind", "end", "--coder", "koder-b", project=demo_project).returncode == 0
    report = kodning("agree", project=demo_project).stdout
    assert "The blind was broken on" in report
    assert "by koder-a: spurgte b" in report
    assert "koder-b coded blind from" in report
    history = kodning("history", "--limit", "4", project=demo_project).stdout
    assert "blind break" in history
    assert "koder-a: spurgte b" in history
    listed = kodning("blind", project=demo_project).stdout
    assert "spurgte b" in listed


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("break",), "--reason WHY"),
        (("end", "--coder", "koder-a"), "not in a blind pass"),
        (("begun",), "choose begin, break or end"),
    ],
)
def test_a_blind_pass_that_cannot_be_so_is_refused(
    refused: Callable[..., str], demo_project: Path, line: tuple[str, ...], said: str
) -> None:
    assert said in refused(demo_project, "blind", *line)
