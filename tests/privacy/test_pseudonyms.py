"""Finding what may identify a person, and the key that replaces it in what is handed out."""

import io
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning.privacy.finding import find
from kodning.privacy.keyfile import Entry, Key, KeyFileError, key_path, read_key, write_key
from kodning.privacy.lists import FIRST_NAMES, MUNICIPALITIES


def _found(text: str) -> list[tuple[str, str]]:
    return [(one.words, one.kind) for one in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jeg talte med Mette fra Aarhus.", [("Mette", "person"), ("Aarhus", "municipality")]),
        ("Mettes møde i Kolding Kommune.", [("Mette", "person"), ("Kolding", "municipality")]),
        ("Vi bor i Kildebæk Kommune.", [("Kildebæk", "municipality")]),
        ("Hos Kildebæk Kommune sagde de nej.", [("Kildebæk", "municipality")]),
        ("Ring på 20 30 40 50 eller +45 20304050.", [("20 30 40 50", "phone"), ("+45 20304050", "phone")]),
        ("Skriv til mette.hansen@kommune.dk i dag.", [("mette.hansen@kommune.dk", "e-mail")]),
        ("Hun hed 010190-1234 på papiret.", [("010190-1234", "cpr")]),
        ("Der er 16/30 svar og 1.000.000 kr.", []),
        ("Per definition er det nemt. Bo der, hvor du vil.", []),
        ("Så kom Bo, og Per gik.", [("Bo", "person"), ("Per", "person")]),
        ("Vi mødte Shirin og Grønholm.", [("Shirin", "capital"), ("Grønholm", "capital")]),
        ("[griner] Ja, det var REM, og I ved det godt.", []),
        ("Lars’ bil og Jens's cykel.", [("Lars", "person"), ("Jens", "person")]),
        ("Anne-Marie kom.", []),
        ("Det var på Nørrebro.", [("Nørrebro", "place")]),
    ],
)
def test_names_places_and_numbers_are_found_and_ordinary_words_are_not(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert _found(text) == expected


def test_the_list_of_municipalities_is_whole() -> None:
    assert len(MUNICIPALITIES) == 98
    assert {"Aarhus", "Ærø", "Ringkøbing-Skjern", "Høje-Taastrup"} <= MUNICIPALITIES
    assert len(FIRST_NAMES) > 200


def test_pseudonyms_are_consistent_and_numbered_by_kind() -> None:
    key = Key()
    assert key.add("Mette", "person").pseudonym == "Person A"
    assert key.add("Ole", "person").pseudonym == "Person B"
    assert key.add("Mette", "person").pseudonym == "Person A"
    assert key.add("Vejle", "municipality").pseudonym == "Kommune A"
    assert key.replace("Mettes bror Ole bor i Vejle. METTE, Metten og Ole-Bole.") == (
        "Person A's bror Person B bor i Kommune A. METTE, Metten og Person B-Bole."
    )
    for number in range(30):
        key.add(f"Navn{number}", "person")
    assert key.entries[-1].pseudonym == "Person AF"


def test_the_longest_name_is_replaced_and_a_replaced_name_is_not_replaced_again() -> None:
    key = Key(
        [
            Entry("Person", "person", "Mette"),
            Entry("Mette", "person", "Person"),
            Entry("Mette Hansen", "person", "Person X"),
        ]
    )
    assert (
        key.replace("Mette Hansen, Mette og Person; Mette\nHansens hus.")
        == "Person X, Person og Mette; Person X's hus."
    )


_NAMES = st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F), min_size=2, max_size=8).map(
    str.capitalize
)


@given(
    names=st.lists(_NAMES, unique=True, min_size=1, max_size=6),
    words=st.lists(st.sampled_from(["ja", "og", "møde", "på"]), max_size=10),
)
def test_no_name_of_the_key_stands_alone_in_what_was_replaced(names: list[str], words: list[str]) -> None:
    key = Key()
    for number, name in enumerate(names):
        key.add(name, "person", f"§{number}")
    text = " ".join(part for pair in zip(names, [*words, *["x"] * len(names)], strict=False) for part in pair)
    assert not set(key.replace(text).split()) & set(names)


def test_the_key_is_written_and_read_and_kept_out_of_git(tmp_path: Path) -> None:
    key = Key()
    key.add("Mette, den yngre", "person")
    key.ignore("Rådet")
    path = write_key(tmp_path, key)
    assert path == key_path(tmp_path)
    assert (path.parent / ".gitignore").read_text(encoding="utf-8") == "*\n"
    again = read_key(tmp_path)
    assert again.entries == key.entries
    assert again.ignored == {"Rådet"}
    text = path.read_text(encoding="utf-8")
    path.write_bytes(("\ufeff" + text.replace(",", ";").replace('"Mette; den yngre"', "Mette")).encode())
    assert [entry.name for entry in read_key(tmp_path).entries] == [
        "Mette",
        "Rådet",
    ]  # as Danish Excel saves it


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("navn,b\n", 1),
        ("name,kind,pseudonym\nMette\n", 2),
        ("name,kind,pseudonym\nA,person,B\nA,person,C\n", 3),
        ("", 1),
    ],
)
def test_a_key_that_is_not_right_is_refused_with_its_line(text: str, line: int, tmp_path: Path) -> None:
    key_path(tmp_path).parent.mkdir()
    key_path(tmp_path).write_text(text, encoding="utf-8")
    with pytest.raises(KeyFileError) as error:
        read_key(tmp_path)
    assert error.value.line == line


def test_outputs_hold_pseudonyms_and_the_project_is_unchanged(
    demo_project: Path, tmp_path: Path, kodning: Callable[..., Any], dump: Callable[[Path], str]
) -> None:
    before = dump(demo_project)
    made = kodning("pseudonymise", "--add", "--set", "Møllestien=Vej A", project=demo_project)
    assert made.returncode == 0
    assert "No list finds every name" in made.stderr
    key = read_key(demo_project)
    assert {"Kildebæk", "Nørrevad", "Ravnsholt", "Lyngvig", "Møllestien"} <= key.names.keys()
    for ending in ("json", "csv", "html", "docx", "xlsx", "md"):
        line = ("quotes", "--pseudonyms", "--coder", "koder-a", "-o", tmp_path / f"b.{ending}")
        assert kodning(*line, project=demo_project).returncode == 0
    assert kodning("report", "--pseudonyms", "-o", tmp_path / "r.html", project=demo_project).returncode == 0
    document = docx.Document(io.BytesIO((tmp_path / "b.docx").read_bytes()))
    written = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for name in key.names:
        for file in ("b.json", "b.csv", "b.html", "b.md", "r.html"):
            assert name not in (tmp_path / file).read_text(encoding="utf-8"), (name, file)
        assert name not in written
    rows = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert {row["attributes"]["kommune"].split(" (")[0] for row in rows} <= set(key.names.values())
    assert dump(demo_project) == before


def test_what_may_still_be_a_name_is_said_and_never_that_all_is_well(
    demo_project: Path, kodning: Callable[..., Any]
) -> None:
    kodning("pseudonymise", "--add", project=demo_project)
    said = kodning("quotes", "--pseudonyms", "--coder", "koder-a", project=demo_project).stderr
    assert "may still be names: " in said
    assert "Read what you hand out." in said


def test_pseudonyms_without_a_key_are_refused(built_demo: Path, refused: Callable[..., str]) -> None:
    assert "There is no key file" in refused(built_demo, "quotes", "--pseudonyms")
    assert "There is no key file" in refused(built_demo, "report", "--pseudonyms")
    assert "is written like" in refused(built_demo, "pseudonymise", "--set", "Mette")


def test_the_store_holds_no_key(demo_project: Path, kodning: Callable[..., Any]) -> None:
    kodning("pseudonymise", "--set", "Xerxes=Person Q", project=demo_project)
    connection = sqlite3.connect(demo_project / "kodning.db")
    try:
        assert not any("Person Q" in line for line in connection.iterdump())
    finally:
        connection.close()
    assert "Person Q" in kodning("pseudonymise", "--key", project=demo_project).stdout
