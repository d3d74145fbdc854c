"""The quotes printed in the report (Institut for Menneskerettigheder 2017, ISBN 978-87-93605-15-2) come out again."""

import json
import os
import re
from pathlib import Path

import pytest

from kodning.analysis.quotes import Selection, quotes
from kodning.cli.main import run
from kodning.project import Project

_PRINTED = json.loads((Path(__file__).parent / "printed_quotes.json").read_text(encoding="utf-8"))["quotes"]
_IDS = [f"{quote['number']}-{quote['section']}" for quote in _PRINTED]
_each = pytest.mark.parametrize("printed", [quote["text"] for quote in _PRINTED], ids=_IDS)


@pytest.fixture(scope="module")
def outputs(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What `kodning quotes` writes of koder-a's quotes, by format."""
    folder = tmp_path_factory.mktemp("citater")
    files = {format_: folder / f"citater.{format_}" for format_ in ("json", "md", "csv", "table")}
    for format_, file in files.items():
        arguments = ["quotes", "--project", str(built_demo), "--coder", "koder-a"]
        assert run([*arguments, "--format", format_, "--output", str(file)]) == 0
    return {format_: file.read_text(encoding="utf-8") for format_, file in files.items()}


@pytest.fixture(scope="module")
def extracts(built_demo: Path) -> list[str]:
    """The words of koder-a's quotes, as Python gets them."""
    with Project.open(built_demo) as project:
        return [quote.quote for quote in quotes(project, Selection(coder="koder-a"))]


def test_the_report_prints_eleven_quotes_all_opened_and_none_closed() -> None:
    assert len(_PRINTED) == 11
    assert all(quote["text"].startswith("” ") and quote["text"].count("”") == 1 for quote in _PRINTED)


@_each
def test_a_printed_quote_is_one_quote_of_koder_a_character_for_character(
    printed: str, extracts: list[str]
) -> None:
    assert extracts.count(printed.removeprefix("” ")) == 1


@_each
def test_a_printed_quote_comes_out_of_the_command_as_json(printed: str, outputs: dict[str, str]) -> None:
    records = json.loads(outputs["json"])
    assert [record["quote"] for record in records].count(printed.removeprefix("” ")) == 1


@_each
def test_a_printed_quote_stands_on_a_line_of_the_markdown(printed: str, outputs: dict[str, str]) -> None:
    assert outputs["md"].splitlines().count(f"> {printed}") == 1


@_each
def test_a_printed_quote_stands_in_the_terminal_text_but_for_its_line_breaks(
    printed: str, outputs: dict[str, str]
) -> None:
    paragraphs = [re.sub(r"\n +", " ", part).strip() for part in outputs["table"].split("\n\n")]
    assert paragraphs.count(printed) == 1


def test_terminal_text_keeps_within_its_columns(outputs: dict[str, str]) -> None:
    assert max(map(len, outputs["table"].splitlines())) <= 88


@pytest.mark.parametrize("coder", ["koder-a", "koder-b"])
def test_the_text_of_every_quote_is_the_untouched_slice(coder: str, built_demo: Path) -> None:
    with Project.open(built_demo) as project:
        texts = {document.name: project.revision(document.name).text for document in project.documents()}
        found = quotes(project, Selection(coder=coder))
        assert len(found) > 100
        assert all(quote.text == texts[quote.document][quote.start : quote.end] for quote in found)


def test_the_demo_says_who_is_quoted_in_the_language_asked_for(
    built_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "KODNING_LANGUAGE", "da")
    for language, expected in {
        "da": "— interview-3, formand, replik 14",
        "en": "— interview-3, formand, turn 14",
    }.items():
        file = tmp_path / f"{language}.md"
        run(
            [
                "quotes",
                "budget",
                "--attribution",
                "--project",
                str(built_demo),
                "--language",
                language,
                "-o",
                str(file),
            ]
        )
        assert f"> {expected}" in file.read_text(encoding="utf-8").splitlines()
