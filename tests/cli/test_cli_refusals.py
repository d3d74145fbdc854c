"""A command that cannot be carried out says what, where and what to do, exits with 2 and changes nothing."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Result = CompletedProcess[str]
Run = Callable[..., Result]
Refused = Callable[..., str]


def test_no_project_here_names_the_folder_and_the_two_ways_forward(
    kodning: Run, complaint: Callable[[Result], str], tmp_path: Path
) -> None:
    message = complaint(kodning("themes", project=tmp_path))
    assert str(tmp_path) in message
    assert "kodning init" in message
    assert "kodning demo" in message
    assert list(tmp_path.iterdir()) == []


def test_a_project_folder_that_is_missing_or_a_file_is_named(
    kodning: Run, complaint: Callable[[Result], str], tmp_path: Path
) -> None:
    (tmp_path / "fil").write_text("x", encoding="utf-8")
    assert "væk" in complaint(kodning("themes", project=tmp_path / "væk"))
    assert "fil" in complaint(kodning("themes", project=tmp_path / "fil"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "interview-33"),
        ("code", "interview-33", "0:10", "budget"),
        ("reviewed", "interview-33"),
        ("memo", "x", "--document", "interview-33"),
        ("quotes", "--document", "interview-33"),
    ],
)
def test_an_unknown_document_is_met_with_the_nearest_name(
    refused: Refused, demo_project: Path, arguments: tuple[str, ...]
) -> None:
    message = refused(demo_project, *arguments)
    assert "interview-33" in message
    assert "Did you mean “interview-3”?" in message


@pytest.mark.parametrize(
    "arguments",
    [
        ("code", "interview-3", "t12", "budgit"),
        ("memo", "x", "--code", "budgit"),
        ("quotes", "budgit"),
        ("show", "interview-3", "--code", "budgit"),
    ],
)
def test_an_unknown_code_is_met_with_the_nearest_name(
    refused: Refused, demo_project: Path, arguments: tuple[str, ...]
) -> None:
    message = refused(demo_project, *arguments)
    assert "budgit" in message
    assert "Did you mean “budget”?" in message


@pytest.mark.parametrize(
    "arguments",
    [
        ("themes", "--coder", "koder-aa"),
        ("quotes", "--coder", "koder-aa"),
        ("show", "interview-3", "--coder", "koder-aa"),
        ("agree", "--coder", "koder-aa", "--coder", "koder-b"),
        ("history", "--coder", "koder-aa"),
        ("exchange", "export", "--coder", "koder-aa"),
    ],
)
def test_an_unknown_coder_is_met_with_the_nearest_name(
    refused: Refused, demo_project: Path, arguments: tuple[str, ...]
) -> None:
    message = refused(demo_project, *arguments)
    assert "koder-aa" in message
    assert "Did you mean “koder-a”?" in message


@pytest.mark.parametrize("arguments", [("themes", "--by", "role"), ("quotes", "--where", "role=formand")])
def test_an_unknown_attribute_is_met_with_the_nearest_name(
    refused: Refused, demo_project: Path, arguments: tuple[str, ...]
) -> None:
    message = refused(demo_project, *arguments)
    assert "“role”" in message
    assert "rolle" in message


SPANS = [
    ("0:9999999", "between 0 and"),
    ("200:100", "begin before it ends"),
    ("100:100", "begin before it ends"),
    (f"0:{'9' * 18}", "between 0 and"),
    (f"0:{'9' * 5000}", "not in the text"),
    ("t999", "there are 46 turns"),
    ("t0", "there are 46 turns"),
    ("s99999", "sentences"),
    ("p99999", "paragraphs"),
    (f"t{'9' * 5000}", "not in the text"),
    ("disse ord har aldrig nogen sagt", "not in the text"),
    ("Og så", "places"),
    ("”", "not in the text"),
    ("12:", "not in the text"),
    ("-5:10", "not in the text"),
    ("9" * 500, "not in the text"),
]


@pytest.mark.parametrize(("span", "said"), SPANS)
def test_a_coding_on_a_span_that_is_none_is_refused(
    refused: Refused, demo_project: Path, span: str, said: str
) -> None:
    message = refused(demo_project, "code", "interview-1", "--", span, "budget")
    assert said in message
    assert "interview-1" in message


@pytest.mark.parametrize(("span", "said"), SPANS)
def test_a_memo_on_a_span_that_is_none_is_refused(
    refused: Refused, demo_project: Path, span: str, said: str
) -> None:
    message = refused(demo_project, "memo", "en tanke", "--document", "interview-1", f"--span={span}")
    assert said in message
    assert "interview-1" in message


@pytest.mark.parametrize(("span", "said"), SPANS)
def test_a_review_of_a_span_that_is_none_is_refused(
    refused: Refused, demo_project: Path, span: str, said: str
) -> None:
    message = refused(demo_project, "reviewed", "interview-1", f"--span={span}")
    assert said in message
    assert "interview-1" in message


@pytest.mark.parametrize("command", ["code", "memo", "reviewed"])
def test_an_empty_span_is_refused(refused: Refused, demo_project: Path, command: str) -> None:
    rest = {
        "code": ("interview-1", " ", "budget"),
        "memo": ("en tanke", "--document", "interview-1", "--span="),
        "reviewed": ("interview-1", "--span="),
    }
    said = {"code": "not in the text", "memo": "--span", "reviewed": "not in the text"}
    assert said[command] in refused(demo_project, command, *rest[command])


@pytest.mark.parametrize(
    "arguments",
    [
        ("memo", ""),
        ("memo", "  \n "),
        ("memo", "x", "--document", "interview-1", "--code", "budget"),
        ("memo", "x", "--span", "t1"),
        ("memo", "x", "--coding", "999999"),
        ("memo", "x\udcff"),
        ("code", "interview-1", "ord\udcff", "budget"),
        ("code", "interview-1", "t3", "budget", "--memo", "\udcff"),
        ("show", "interview-1\udcff"),
        ("show", ""),
        ("code", "interview-1", "t3", "budget\udcff"),
        ("code", "interview-1", "t3", ""),
        ("code", "interview-1", "t3"),
        ("code", "interview-1"),
        ("retract", "999999"),
        ("retract", "x"),
        ("retract", ""),
        ("retract", "1", "999999"),
        ("retract"),
        ("undo", "999999"),
        ("undo", "-1"),
        ("undo", "9" * 30),
        ("undo", "x"),
        ("undo",),
        ("reviewed",),
        ("reviewed", "--all", "interview-1"),
        ("reviewed", "interview-1", "interview-2", "--span", "t1"),
        ("show", "interview-1", "--turns", "9-4"),
        ("show", "interview-1", "--turns", "²"),
        ("show", "interview-1", "--turns", "x"),
        ("show", "interview-1", "--turns", "0-3"),
        ("show", "interview-1", "--turns", "9" * 5000),
        ("show", "interview-1", "--turns", "400-500"),
        ("quotes", "--where", "formand"),
        ("quotes", "--min-words", "-1"),
        ("quotes", "--context", "mange"),
        ("themes", "--sort", "størrelse"),
        ("themes", "--format", "pdf"),
        ("agree", "--unit", "ord"),
        ("agree", "--coder", "koder-a"),
        ("history", "--limit", "0"),
        ("exchange", "hent"),
        ("tema",),
        ("themes", "--fromat", "csv"),
    ],
    ids=lambda arguments: " ".join(arguments)[:30] if isinstance(arguments, tuple) else str(arguments),
)
def test_what_cannot_be_done_is_said_in_a_line_and_changes_nothing(
    refused: Refused, demo_project: Path, arguments: tuple[str, ...] | str
) -> None:
    parts = (arguments,) if isinstance(arguments, str) else arguments
    refused(demo_project, *parts)


@pytest.mark.parametrize("name", ["", "   ", "to\nlinjer", "nul\x00", "tab\tulator", "x" * 256, "halv\udcff"])
@pytest.mark.parametrize("command", ["code", "memo", "reviewed", "retract"])
def test_a_coder_cannot_have_a_name_that_no_file_could_hold(
    refused: Refused, demo_project: Path, command: str, name: str
) -> None:
    rest = {
        "code": ("interview-1", "t3", "budget"),
        "memo": ("en tanke",),
        "reviewed": ("interview-1",),
        "retract": ("1",),
    }
    assert "cannot be a name" in refused(demo_project, command, *rest[command], f"--coder={name}")


def test_the_same_coding_twice_is_refused_with_the_number_of_the_first(
    kodning: Run, refused: Refused, demo_project: Path
) -> None:
    first = kodning("code", "interview-1", "t3", "budget", project=demo_project)
    assert first.returncode == 0
    message = refused(demo_project, "code", "interview-1", "t3", "høringsret", "budget")
    assert first.stdout.split()[0] in message


def test_a_retracted_coding_cannot_be_retracted_again(
    kodning: Run, refused: Refused, demo_project: Path
) -> None:
    assert kodning("retract", "1", project=demo_project).returncode == 0
    assert "“1”" in refused(demo_project, "retract", "1")
    assert "“1”" in refused(demo_project, "retract", "2", "1")


def test_a_new_project_is_not_put_over_an_old_one(
    kodning: Run, complaint: Callable[[Result], str], demo_project: Path, dump: Callable[[Path], str]
) -> None:
    before = dump(demo_project)
    assert "kodning.db" in complaint(kodning("init", demo_project))
    assert dump(demo_project) == before


def test_a_project_is_not_made_where_a_file_stands(
    kodning: Run, complaint: Callable[[Result], str], tmp_path: Path
) -> None:
    (tmp_path / "fil").write_text("min", encoding="utf-8")
    for command in ("init", "demo"):
        for place in (tmp_path / "fil", tmp_path / "fil" / "under"):
            assert str(place) in complaint(kodning(command, place))
    assert (tmp_path / "fil").read_text(encoding="utf-8") == "min"
