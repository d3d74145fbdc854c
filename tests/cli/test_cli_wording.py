"""Help and output in Danish and English: everything in both, nothing of one in the other."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import click
import pytest

from kodning.cli import main as command_line
from kodning.cli.options import BilingualOption

Run = Callable[..., CompletedProcess[str]]

_ENGLISH = re.compile(
    r"\b(the|of|and|with|codings|coding|words|documents|document|quotes|share|turn|turns|coder's|between|"
    r"agreement|units|theme|label|missing|unknown|usage|options|show|error|invalid|is not|range|integer)\b",
    re.IGNORECASE,
)
_DANISH_LETTERS = re.compile("[æøåÆØÅ»«]")
_EXAMPLES = re.compile(r"råd|økonomi|formændene|øh|\bå\b")  # what one searches Danish interviews for


def _commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    group = command_line.kodning
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (name,), command
        if isinstance(command, click.Group):
            for inner, below in command.commands.items():
                yield (name, inner), below


COMMANDS = dict(_commands())
# What is typed as it is in both languages: names of commands, choices, and columns of files.
_TYPED = {
    *(word for name in COMMANDS for word in name),
    *(
        choice
        for command in COMMANDS.values()
        for param in command.params
        if isinstance(param.type, click.Choice)
        for choice in param.type.choices
    ),
    *("coding", "code", "place", "document", "label"),
}


@pytest.mark.parametrize("name", [(), *COMMANDS], ids=" ".join)
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_command_has_help_in_both_languages(kodning: Run, name: tuple[str, ...], language: str) -> None:
    for line in (("--language", language, *name, "--help"), (*name, "--language", language, "--help")):
        if len(name) == 0 or COMMANDS.get(name) is None or not isinstance(COMMANDS[name], click.Group):
            result = kodning(*line)
        else:
            result = kodning("--language", language, *name, "--help")
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout.startswith({"da": "Brug: kodning", "en": "Usage: kodning"}[language])
        prose = _prose(result.stdout)
        if language == "en":
            assert not _DANISH_LETTERS.search(_EXAMPLES.sub("", prose)), prose
        else:
            assert [word for word in _ENGLISH.findall(prose) if word not in _TYPED] == []


def _prose(text: str) -> str:
    """Help without the names of commands, options, columns and choices, which are the same in both languages."""
    text = re.sub(r"[»“][^«”]*[«”]|\[[^\]]*\]", "", text)  # commands as they are typed, examples
    text = re.sub(r"\([a-z, \n]*\)", "", text)  # columns
    text = re.sub(r"--?[a-z-]+|\b[A-Z-]{3,}\b", "", text)
    return re.sub(r"(?m)^  [a-z]+ ", "", re.sub(r"kodning [a-z |]+", "", text))


@pytest.mark.parametrize("name", COMMANDS, ids=" ".join)
def test_every_option_has_help_in_both_languages(name: tuple[str, ...]) -> None:
    command = COMMANDS[name]
    for param in command.params:
        if not isinstance(param, click.Option):
            continue
        assert isinstance(param, BilingualOption), param.name
        assert param._da.strip()
        assert param._en.strip()
        assert param._da != param._en or param._da in _SAME_IN_BOTH


# An option's values by name alone.
_SAME_IN_BOTH = {"agreement: segment, turn, document; cooccur: overlap, near, turn."}

OUTPUTS = (
    ("themes",),
    ("themes", "--by", "rolle"),
    ("agree", "--unit", "turn"),
    ("check",),
    ("undo", "77"),
    ("retract", "99999"),
    ("themes", "--coder", "zzz"),
    ("code", "interview-1", "t999", "budget"),
    ("code", "interview-1", "zzz", "budget"),
    ("themes", "--format", "pdf"),
    ("themes", "--limit", "3"),
    ("history", "--limit", "x"),
    ("history", "--limit", "0"),
    ("code", "interview-1"),
    ("themes", "one-too-many"),
    ("quotes", "--where"),
    ("import", "zzz.txt"),
    ("quotes", "--min-words", "900"),
    ("reviewed", "interview-1"),
    ("memo", "x"),
    ("passes",),
    ("blind",),
    ("blind", "end"),
    ("blind", "break"),
    ("adjudicate",),
    ("agree", "--pass", "zzz"),
    ("init", "nyt"),
)


@pytest.mark.parametrize("command", OUTPUTS, ids=" ".join)
def test_english_output_has_no_danish_and_danish_no_english(
    kodning: Run, demo_project: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(demo_project)
    english = kodning("--language", "en", *command)
    text = (english.stdout + english.stderr).replace("næstformand", "")  # a value of an attribute
    assert not _DANISH_LETTERS.search(text), text
    (demo_project / "nyt" / "kodning.db").unlink(missing_ok=True)
    danish = kodning("--language", "da", *command)
    text = re.sub(r"[»'][^«']*[«']|--[a-z-]+|\[[^\]]*\]|kodning [a-z]+", "", danish.stdout + danish.stderr)
    text = text.replace(str(demo_project), "")
    assert not _ENGLISH.findall(text), text
    assert danish.returncode == english.returncode


def test_the_frame_of_quotes_is_in_the_language_asked_for(kodning: Run, demo_project: Path) -> None:
    """Words of the transcripts are Danish in both; what stands around them is not."""
    shown = {
        language: kodning(
            "quotes", "budget", "--attribution", "--language", language, project=demo_project
        ).stdout.splitlines()
        for language in ("da", "en")
    }
    frame = {
        language: [line for line in lines if line and not line.startswith("    ") and "”" not in line]
        for language, lines in shown.items()
    }
    assert not any(_DANISH_LETTERS.search(line) for line in frame["en"])
    assert not any(_ENGLISH.search(line) for line in frame["da"])
    assert any(", turn " in line for line in shown["en"])
    assert any(", replik " in line for line in shown["da"])


def test_tables_have_headings_in_the_language_asked_for(kodning: Run, demo_project: Path) -> None:
    for command in (("documents",), ("history",), ("memo",), ("themes",)):
        english, danish = (
            kodning(*command, "--language", language, project=demo_project).stdout.splitlines()[0]
            for language in ("en", "da")
        )
        assert english != danish
        assert not _DANISH_LETTERS.search(english)
        assert not _ENGLISH.search(danish)


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        ({"LC_ALL": "da_DK.UTF-8"}, "da"),
        ({"LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "en_US.UTF-8", "KODNING_LANGUAGE": "da"}, "da"),
        ({"LC_ALL": "da_DK.UTF-8", "KODNING_LANGUAGE": "en"}, "en"),
        ({"LC_ALL": "C.UTF-8"}, "da"),
    ],
)
def test_the_language_follows_the_computer_unless_it_is_said(
    kodning: Run, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], language: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert kodning("--help").stdout.startswith({"da": "Brug", "en": "Usage"}[language])
    assert kodning("--language", "en", "--help").stdout.startswith("Usage")
    assert kodning("--language", "da", "--help").stdout.startswith("Brug")


def test_the_language_of_one_command_is_forgotten_by_the_next(kodning: Run) -> None:
    assert kodning("--language", "da", "--help").stdout.startswith("Brug")
    assert kodning("--help").stdout.startswith("Usage")


@pytest.mark.parametrize(
    "line",
    [
        ("themes", "--help", "--language", "da"),
        ("--help", "--language=da"),
        ("themes", "--fromat", "csv", "--language", "da"),
        ("tema", "--language", "da"),
    ],
)
def test_the_language_is_heeded_wherever_it_stands(kodning: Run, line: tuple[str, ...]) -> None:
    result = kodning(*line)
    assert (result.stdout + result.stderr).startswith(("Brug: ", "Fejl: "))


def test_words_to_be_coded_are_no_choice_of_language(kodning: Run, demo_project: Path) -> None:
    result = kodning("code", "--", "interview-1", "--language", "da", project=demo_project)
    assert result.stderr.startswith("Error: ")


def test_the_version_is_shown(kodning: Run) -> None:
    assert re.fullmatch(r"kodning \d+\.\d+\.\d+\n", kodning("--version").stdout)
