import subprocess
import sys
from pathlib import Path

import pytest

from kodning.errors import UnreadableFileError
from kodning.model import AttributeValue, Transcript
from kodning.reading import parse


def transcript(front: str) -> Transcript:
    return parse(f"---\n{front}\n---\nI: Ja\n\nIP: Nej", title="filnavn")


def failure(front: str) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        parse(f"---\n{front}\n---\nI: Ja", title="x", path=Path("samtale.md"))
    return caught.value


def test_the_title_is_the_documents_and_the_rest_its_attributes() -> None:
    found = transcript("title: Interview 1 – formand\ndato: 2016-09-14\ninterview: 1\nkonstrueret: true")
    assert found.title == "Interview 1 – formand"
    assert found.attributes == {"dato": "2016-09-14", "interview": 1, "konstrueret": True}
    assert found.text == "Ja\n\nNej"
    assert found.notes == ()


@pytest.mark.parametrize("front", ["", "# kun en bemærkning", "title:", "title: ''", "title: ~"])
def test_without_a_title_the_given_one_is_used(front: str) -> None:
    found = transcript(front)
    assert (found.title, found.attributes) == ("filnavn", {})


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("true", True),
        ("'true'", "true"),
        ("12", 12),
        ("-3", -3),
        ("3.5", 3.5),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("3,5", "3,5"),
        ("'5'", "5"),
        ("2016-09-14", "2016-09-14"),
        ("2016-13-45", "2016-13-45"),
        ("2016-09-14 10:05:00", "2016-09-14T10:05:00"),
        ("[dansk, 2, true, ~, 2016-09-14]", "dansk; 2; true; 2016-09-14"),
        ("\n  - Syrien\n  - Myanmar", "Syrien; Myanmar"),
        ("Kildebæk (opdigtet)", "Kildebæk (opdigtet)"),
        ('"a: b"', "a: b"),
        ("!!python/object:os.system x", "x"),
    ],
)
def test_values_are_read_without_losing_what_was_written(written: str, value: AttributeValue) -> None:
    found = transcript(f"a: {written}").attributes["a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("written", ["", "~", "null", "[]", "[~]"])
def test_a_value_that_is_not_there_is_no_attribute(written: str) -> None:
    assert transcript(f"a: {written}\nb: 1").attributes == {"b": 1}


def test_names_are_composed_text() -> None:
    assert transcript("ko\u0308n: 1\n2: to\n2016-09-14: dag").attributes == {
        "kön": 1,
        "2": "to",
        "2016-09-14": "dag",
    }


@pytest.mark.parametrize(
    ("front", "line", "said"),
    [
        ("a: 1\nb: 2\na: 3", 4, "to gange"),
        ("å: 1\na\u030a: 2", 3, "to gange"),
        ("title: x\ntitle: y", 3, "to gange"),
        ("a: 1\nb:\n  c: 2", 4, "indlejret"),
        ("a: 1\nb: {c: 2}", 3, "indlejret"),
        ("a:\n  - b\n  - c: 1", 4, "indlejret"),
        ("a:\n  - [1]", 3, "indlejret"),
        ("a: &x [*x]", 2, "indlejret"),
        ("a: b: c", 2, "YAML"),
        ("a: 1\nb: [1", 3, "YAML"),
        ("a: 1\n\tb: 2", 3, "YAML"),
        ("a: *ukendt", 2, "YAML"),
        ("a: 1\nb: \ufffe", 1, "YAML"),
        ("? [a]\n: b", 2, "navn"),
        ("- a", 2, "navn: værdi"),
        ("bare tekst", 2, "navn: værdi"),
        ("[" * 5000, 1, "YAML"),
        ("a: " + "x" * 10_001, 2, "for lang"),
        ("a: &a " + "x" * 5000 + "\nb: [" + "*a, " * 9 + "]", 2, "for lang"),
        ("a: x\n" * 20_000, 1, "64 kB"),
    ],
)
def test_broken_front_matter_is_refused_with_its_line(front: str, line: int, said: str) -> None:
    error = failure(front)
    assert said in error.da
    assert error.line == line
    assert error.da.startswith(f"samtale.md:{line}: ")


def test_an_anchor_used_twice_is_no_fault() -> None:
    assert transcript("a: &x 1\nb: &x 2\nc: *x").attributes == {"a": 1, "b": 2, "c": 2}


def test_front_matter_that_is_never_closed_is_text_with_a_note() -> None:
    found = parse("---\ntitle: x\nI: Ja\n\nIP: Nej", title="filnavn")
    assert found.title == "filnavn"
    assert found.text.startswith("---\ntitle: x")
    assert "lukkes" in found.notes[0].da


def test_only_the_first_line_opens_front_matter() -> None:
    assert parse("\n---\na: 1\n---\nI: Ja\n", title="x").attributes == {}


def test_lines_are_counted_from_the_top_of_the_file() -> None:
    found = parse("---\r\na: 1\r\n---\r\n\r\nI: Ja\r\n\r\nIP: Nej\r\nBente: Hej", title="x")
    assert [note.line for note in found.notes] == [8]


def test_importing_the_reader_is_cheap() -> None:
    """The YAML library and everything heavy is loaded for a file that needs it, not before."""
    program = (
        "import sys, kodning.reading as r; r.parse('I: Ja', title='x');"
        "print(*{'ruamel', 'ruamel.yaml', 'numpy', 'pandas', 'sqlite_utils', 'click'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
