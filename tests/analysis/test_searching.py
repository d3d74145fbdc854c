"""Searching against reading every turn; what a query means; what is refused."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kodning.analysis.search_query import SearchError, index_query
from kodning.analysis.searching import Role, SearchResult, search
from kodning.model import Transcript, Turn
from kodning.project import Project
from kodning.store import search_index
from kodning.store.forgetting import forget

Build = Callable[..., Project]

WORDS = [
    "råd",
    "rad",
    "Rådet",
    "ældre",
    "aeldre",
    "øst",
    "Øst",
    "penge",
    "pengene",
    "f.eks.",
    "10",
    "s'gu",
    "😀",
]
TALK = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7), min_size=1, max_size=5)


def _document(talk: list[list[str]]) -> Transcript:
    turns, at = [], 0
    for number, said in enumerate(talk, start=1):
        length = len(" ".join(said))
        role = ("Interviewer", "interviewer") if number % 2 else ("Formand", "informant")
        turns.append(Turn(number, at, at + length, role[0], role[1]))  # type: ignore[arg-type]
        at += length + 2
    text = "\n\n".join(" ".join(said) for said in talk)
    return Transcript(text, tuple(turns), "d", "utf-8", "0" * 64)


def _tokens(text: str) -> list[tuple[str, int, int]]:
    return [(m[0].casefold(), m.start(), m.end()) for m in re.finditer(r"\w+", text)]


def _matches(found: SearchResult) -> dict[int, list[tuple[int, int]]]:
    return {turn.turn: list(turn.matches) for turn in found.turns}


by_reading = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@by_reading
@given(talk=TALK, word=st.sampled_from(["råd", "RAD", "øst", "penge", "10", "ældre"]), prefix=st.booleans())
def test_a_word_is_found_wherever_it_stands_and_nowhere_else(
    build: Build, talk: list[list[str]], word: str, prefix: bool
) -> None:
    with build(d=_document(talk)) as project:
        found = search(project, word + "*" * prefix)
        expected = {}
        for turn in project.turns("d"):
            text = project.revision("d").text[turn.start : turn.end]
            places = [
                (turn.start + start, turn.start + end)
                for form, start, end in _tokens(text)
                if (form.startswith(word.casefold()) if prefix else form == word.casefold())
            ]
            if places:
                expected[turn.number] = places
        assert _matches(found) == expected
        assert found.turns_total == len(expected)
        for place in found.in_context(12):
            text = project.revision("d").text
            assert text[place.start : place.end] == place.match
            assert " ".join(text.split()).count((place.before + place.match + place.after).strip())
        informants = search(project, word + "*" * prefix, role="informant")
        assert {*_matches(informants)} == {number for number in expected if number % 2 == 0}


@by_reading
@given(talk=TALK, distance=st.integers(0, 4))
def test_phrases_and_nearness_are_those_of_the_words_in_order(
    build: Build, talk: list[list[str]], distance: int
) -> None:
    with build(d=_document(talk)) as project:
        phrase = {*_matches(search(project, '"råd penge"'))}
        expected, close = set(), set()
        for turn in project.turns("d"):
            text = project.revision("d").text[turn.start : turn.end]
            forms = [form for form, _, _ in _tokens(text)]
            if any(forms[at : at + 2] == ["råd", "penge"] for at in range(len(forms))):
                expected.add(turn.number)
            first = [at for at, form in enumerate(forms) if form == "råd"]
            second = [at for at, form in enumerate(forms) if form == "penge"]
            if any(abs(a - b) - 1 <= distance for a in first for b in second):
                close.add(turn.number)
        near = {*_matches(search(project, f"NEAR(råd penge, {distance})"))}
        assert (phrase, near) == (expected, close)


@pytest.fixture
def said(build: Build) -> Iterator[Project]:
    text = (
        "Interviewer: Har I et budget?\n\nFormand: Formændenes udvalg, kulturudvalget og Integrationsrådet mangler "
        "penge. Kompetence-udvikling koster.\n\nInterviewer: Og er der økonomi?\n\nFormand: Der var ingen penge, "
        "f.eks. til kørsel. Men budget, det har vi.\n"
    )
    with build(d=text, e="Anna: Her er der kun råd.\n") as project:
        yield project


@pytest.mark.parametrize(
    ("query", "turns"),
    [
        ("penge", {2, 4}),
        ("PENGE budget", {4}),
        ("penge AND budget", {4}),
        ("penge OG budget", {4}),
        ("penge NOT budget", {2}),
        ("penge IKKE budget", {2}),
        ("økonomi OR kørsel", {3, 4}),
        ("økonomi ELLER kørsel", {3, 4}),
        ("(økonomi OR budget) NOT penge", {1, 3}),
        ("*udvalg*", {2}),
        ("*råd*", {2, 1}),  # the second is another document's
        ("kultur*valget", {2}),
        ("kompetence-udvikling", {2}),
        ("f.eks.", {4}),
        ('"ingen penge"', {4}),
        ('"ingen pen"*', {4}),
        ("NEAR(mangler penge, 2)", {2}),
        ("NÆR(penge mangler, 0)", {2}),
        ("okonomi", set()),
        ("rad", set()),
    ],
)
def test_a_query_means_what_it_says(said: Project, query: str, turns: set[int]) -> None:
    assert {turn.turn for turn in search(said, query).turns} == turns


def test_words_in_all_their_forms(said: Project) -> None:
    assert {turn.turn for turn in search(said, "formand", lemma=True).turns} == {2}
    assert {turn.turn for turn in search(said, "være", lemma=True).turns} >= {1, 3, 4} - {1}
    assert {turn.turn for turn in search(said, "NEAR(formand mangle, 12)", lemma=True).turns} == {2}
    assert not search(said, '"formand"', lemma=True).turns


@pytest.mark.parametrize(
    "query",
    ["", "  ", '"', '"penge', "(", "penge)", "(penge", "AND", "penge AND", "OR penge", "NOT", "penge NOT", "()",
     "NEAR(penge)", "NEAR(penge, 3)", "NEAR(", "NEAR(a (b))", "?", '"!"', "*", "NEAR(a b, 3"],
)  # fmt: skip
def test_a_query_that_means_nothing_is_refused_in_one_message(said: Project, query: str) -> None:
    with pytest.raises(SearchError, match="NEAR"):
        search(said, query)


@given(query=st.text(alphabet="ab \"*()-^:+{}'.,ANDORTE0", max_size=14))
def test_no_query_reaches_the_index_that_it_cannot_read(query: str) -> None:
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute("CREATE VIRTUAL TABLE t USING fts5(words)")
        try:
            asked = index_query(query, lambda word: [word.replace("*", "a")])
        except SearchError:
            return
        assert index.execute("SELECT * FROM t WHERE t MATCH ?", (asked,)).fetchall() == []


def test_too_many_forms_are_refused(said: Project) -> None:
    with pytest.raises(SearchError, match="2001"):
        index_query("a*b", lambda _: ["x"] * 2_001)
    with pytest.raises(SearchError, match="NEAR"):
        index_query("NEAR(a*b a*b)", lambda _: ["x"] * 100)
    assert said.connection is not None


def test_only_so_many_turns_are_given_but_all_are_counted(said: Project) -> None:
    found = search(said, "penge OR råd OR budget", limit=1)
    assert (len(found.turns), found.turns_total, found.documents, found.documents_total) == (1, 4, 2, 2)
    assert search(said, "råd", documents=["e"]).documents_total == 1
    assert not search(said, "penge", documents=["e"]).turns


def test_only_the_current_text_is_searched_before_and_after_it_is_corrected_and_taken_back(
    build: Build,
) -> None:
    project = build(d=_document([["råd"], ["penge", "penge"]]), e=_document([["penge"]]))
    roles: tuple[Role | None, ...] = (None, "informant")
    with project:

        def found() -> tuple[int, int, int, list[tuple[str, int]]]:
            for role in roles:
                whole = search(project, "penge", role=role)
                first = search(project, "penge", role=role, limit=1)
                assert (first.turns_total, first.documents) == (whole.turns_total, whole.documents)
            asked = search(project, "penge")
            places = [(turn.document, turn.turn) for turn in asked.turns]
            return asked.turns_total, asked.documents, asked.documents_total, places

        before = (2, 2, 2, [("d", 2), ("e", 1)])
        assert found() == before
        project.revise("d", Path("d.md"), _document([["råd", "penge"], ["budget"], ["penge"]]), "forsker")
        assert found() == (3, 2, 2, [("d", 1), ("d", 3), ("e", 1)])
        project.revise("d", Path("d.md"), _document([["råd"], ["budget"]]), "forsker")
        assert found() == (1, 1, 2, [("e", 1)])
        project.undo("forsker")
        project.undo("forsker")
        assert found() == before


def test_a_text_written_in_another_way_is_indexed_before_it_is_searched(said: Project) -> None:
    connection = said.connection
    rows = connection.execute('SELECT id, revision, start, "end" FROM indexed_turn').fetchall()
    texts = {row["id"]: row for row in rows}
    for key, row in texts.items():
        text = connection.execute("SELECT text FROM revision WHERE id = ?", (row["revision"],)).fetchone()[0]
        connection.execute(
            "INSERT INTO turn_search (turn_search, rowid, words) VALUES ('delete', ?, ?)",
            (key, text[row["start"] : row["end"]]),
        )
    connection.execute("DELETE FROM indexed_turn")
    assert search_index.missing(connection)
    assert {turn.turn for turn in search(said, "penge").turns} == {2, 4}
    assert not search_index.missing(connection)
    connection.execute("INSERT INTO turn_search (turn_search) VALUES ('integrity-check')")


def test_a_forgotten_document_leaves_no_word_in_the_index(said: Project) -> None:
    connection = said.connection
    key = connection.execute("SELECT id FROM document WHERE name = 'd'").fetchone()[0]
    with said.action("forget", "anna") as action:
        forget(connection, key, action)
    assert not search(said, "penge OR budget").turns
    assert {turn.document for turn in search(said, "råd").turns} == {"e"}
    blocks = b"".join(row[0] for row in connection.execute("SELECT block FROM turn_search_data"))
    assert b"kulturudvalget" not in blocks
    assert b"penge" not in blocks
