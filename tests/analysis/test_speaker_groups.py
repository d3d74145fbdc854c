"""Tables by an attribute of those who speak: one focus group, the same as documents' attributes, and word by word."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kodning.analysis.comparing import compare
from kodning.analysis.counting import no_value
from kodning.analysis.matrix import Matrix, matrix
from kodning.analysis.speaking import speaker_groups
from kodning.analysis.themes import Count, themes
from kodning.errors import UnknownAttributeError
from kodning.language import words
from kodning.model import NewCoding, Role, Transcript, Turn
from kodning.project import Project
from kodning.report.matrix_table import matrix_table
from kodning.report.theme_table import theme_table
from kodning.wording import Language, set_language

Build = Callable[..., Project]

# Who says what.
FOCUS = [
    ("I", "Hvad fik I ud af møderne?"),
    ("Anne", "Vi fik en stemme."),  # 4 words
    ("Bo", "Nej, ikke en eneste gang."),  # 5 words
    ("Anne", "Jo, det gjorde vi."),  # 4 words
]
ROLES: dict[str, Role] = {"I": "interviewer", "?": "unknown"}


def _talk(name: str, said: list[tuple[str, str]]) -> Transcript:
    turns, at = [], 0
    for number, (speaker, text) in enumerate(said, start=1):
        turns.append(Turn(number, at, at + len(text), speaker, ROLES.get(speaker, "informant")))
        at += len(text) + 2
    return Transcript("\n\n".join(text for _, text in said), tuple(turns), name, "utf-8", "0" * 64, {})


def _code(project: Project, document: str, code: str, first: str, last: str | None = None) -> None:
    text = project.revision(document).text
    start = text.index(first)
    end = text.index(last or first) + len(last or first)
    project.import_codings([NewCoding(document, start, end, code, "anna")], "forsker", "prøve")


@pytest.fixture
def focus(build: Build) -> Project:
    """A focus group of a woman and a man, and an interview with a woman."""
    project = build(
        fokus=_talk("fokus", FOCUS), alene=_talk("alene", [("I", "Og du?"), ("Clara", "Jeg gik.")])
    )
    project.set_attribute_rows(
        [("fokus", "Anne", {"køn": "k"}), ("fokus", "Bo", {"køn": "m"}), ("alene", "Clara", {"køn": "k"})],
        "forsker",
    )
    return project


def _cells(found: Matrix, code: str) -> dict[str, Count]:
    return {column.name: found.count(code, column) for column in found.columns}


def test_a_coding_counts_under_the_value_of_who_says_it(focus: Project) -> None:
    with focus as project:
        _code(project, "fokus", "under", "fik en stemme")
        found = matrix(project, "KØN")
        assert found.by == "køn"
        assert _cells(found, "under") == {"k": Count(1, 2, 1, 3, 10), "m": Count(0, 1, 0, 0, 5)}
        assert _cells(found, "tema") == _cells(found, "under")
        assert found.totals["tema"] == Count(1, 2, 1, 3, 15)


def test_a_coding_over_several_speakers_counts_with_each_and_only_her_words(focus: Project) -> None:
    with focus as project:
        _code(project, "fokus", "under", "stemme", "det gjorde vi")
        _code(project, "fokus", "dybest", "Nej, ikke")
        found = matrix(project, "køn")
        assert _cells(found, "tema") == {"k": Count(1, 2, 1, 5, 10), "m": Count(1, 1, 2, 5, 5)}
        assert found.totals["tema"] == Count(1, 2, 2, 10, 15)  # not the sum of the columns
        assert found.total == Count(1, 2, 2, 10, 15)


def test_what_the_interviewer_alone_says_counts_with_everybody_there(focus: Project) -> None:
    with focus as project:
        _code(project, "fokus", "åben", "Hvad fik I")
        _code(project, "fokus", "under", "møderne", "Vi fik")  # with an answer: only who answers
        found = matrix(project, "køn")
        assert _cells(found, "åben") == {"k": Count(1, 2, 1, 0, 10), "m": Count(1, 1, 1, 0, 5)}
        assert _cells(found, "under") == {"k": Count(1, 2, 1, 2, 10), "m": Count(0, 1, 0, 0, 5)}


def test_an_attribute_of_both_is_the_documents_unless_the_speaker_has_her_own(focus: Project) -> None:
    with focus as project:
        project.set_attributes({"fokus": {"Sted": "by"}, "alene": {"Sted": "land"}}, "forsker")
        project.set_attributes({"fokus": {"sted": "land"}}, "forsker", speaker="Bo")
        _code(project, "fokus", "under", "Nej")
        found = matrix(project, "sted")
        assert found.by == "Sted"
        assert _cells(found, "under") == {"by": Count(0, 1, 0, 0, 8), "land": Count(1, 2, 1, 1, 7)}
        # Groups that are compared are of documents: nobody is in two of them.
        assert [*compare(project, "sted").groups] == ["by", "land"]
        assert compare(project, "sted").groups["land"].documents_total == 1


def test_who_has_no_value_is_not_given(focus: Project) -> None:
    with focus as project:
        project.set_attributes({"fokus": {"køn": None}}, "forsker", speaker="Bo")
        _code(project, "fokus", "under", "Nej")
        assert _cells(matrix(project, "køn"), "under") == {
            "k": Count(0, 2, 0, 0, 10),
            no_value(): Count(1, 1, 1, 1, 5),
        }


def test_the_themes_table_has_the_same_columns_and_says_their_base(focus: Project) -> None:
    with focus as project:
        _code(project, "fokus", "under", "stemme", "det gjorde vi")
        found, squares = themes(project, by="køn"), matrix(project, "køn")
        for row in found.rows:
            assert row.by == _cells(squares, row.code)
            assert row.count == squares.totals[row.code]
        assert found.total_by == {column.name: column.total for column in squares.columns}
        assert found.total == squares.total
        assert "2 interviews, 15 ord" in matrix_table(squares).title
        said: tuple[tuple[Language, str, str], ...] = (
            (
                "da",
                "Kolonnerne: k 2 interviews, 10 ord fra informanterne; m 1 interview, 5 ord",
                "følger taleren",
            ),
            (
                "en",
                "The columns: k 2 interviews, 10 words by the informants; m 1 interview, 5",
                "go by speaker",
            ),
        )
        try:
            for spoken, base, rule in said:
                set_language(spoken)
                for notes in (theme_table(found).notes, matrix_table(squares).notes):
                    assert any(note.startswith(base) for note in notes)
                    assert any(rule in note for note in notes)
        finally:
            set_language(None)


def test_a_name_that_nobody_has_is_compared_with_those_of_participants_too(focus: Project) -> None:
    with focus as project:
        _code(project, "fokus", "under", "stemme")
        with pytest.raises(UnknownAttributeError, match="køn"):
            themes(project, by="køm")


TALKS = st.lists(
    st.tuples(
        st.lists(st.tuples(st.sampled_from("IFM?"), st.integers(1, 6)), min_size=1, max_size=5),
        st.lists(
            st.tuples(
                st.sampled_from(["tema", "under", "dybest", "åben"]), st.floats(0, 1), st.integers(1, 60)
            ),
            min_size=1,
            max_size=8,
        ),
    ),
    min_size=1,
    max_size=3,
)
by_hand = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _coded(build: Build, talks: list[tuple[list[tuple[str, int]], list[tuple[str, float, int]]]]) -> Project:
    read = {}
    for number, (talk, _) in enumerate(talks):
        said = [(who, " ".join(["ord"] * length) + f" {number}") for who, length in [*talk, ("F", 1)]]
        read[f"d{number}"] = _talk(f"d{number}", said)
    project = build(**read)
    new = []
    for number, (_, codings) in enumerate(talks):
        text = project.revision(f"d{number}").text
        for code, share, length in codings:
            start = int(share * (len(text) - 1))
            end = min(len(text), start + length)
            if text[start:end].strip():
                new.append(NewCoding(f"d{number}", start, end, code, "anna"))
    new = new or [NewCoding("d0", 0, 3, "tema", "anna")]
    project.import_codings(new, "forsker", "prøve")
    return project


@by_hand
@given(talks=TALKS)
def test_every_cell_is_what_counting_word_by_word_gives(
    build: Build, talks: list[tuple[list[tuple[str, int]], list[tuple[str, float, int]]]]
) -> None:
    with _coded(build, talks) as project:
        project.set_attribute_rows(
            [row for d in project.documents() for row in ((d.name, "F", {"x": "f"}), (d.name, "m", {"x": "m"}))],
            "forsker",
        )  # fmt: skip
        whose = {"F": "f", "M": "m", "?": no_value()}
        found = matrix(project, "x", subcodes=False)
        for column in found.columns:
            turns = {d.name: project.turns(d.name) for d in project.documents()}
            theirs = {
                name: [t for t in there if whose.get(str(t.speaker)) == column.name]
                for name, there in turns.items()
            }
            said = {
                (name, t.start + at)
                for name, there in theirs.items()
                for t in there
                for at, _ in words(project.revision(name).text[t.start : t.end])
            }
            documents = [name for name, there in theirs.items() if there]
            for code in ("tema", "under", "dybest", "åben"):
                mine = []
                for c in project.codings(codes=[code]):
                    within = [t for t in turns[c.document] if t.start < c.end and t.end > c.start]
                    spoken = [t for t in within if t.role != "interviewer"]
                    if c.document in documents and (
                        not spoken or any(t in theirs[c.document] for t in spoken)
                    ):
                        mine.append(c)
                covered = {(c.document, at) for c in mine for at in range(c.start, c.end)}
                assert found.count(code, column) == Count(
                    len({c.document for c in mine}), len(documents), len(mine), len(covered & said), len(said)
                )


@by_hand
@given(talks=TALKS)
def test_with_one_informant_each_it_is_the_same_as_documents_attributes(
    build: Build, talks: list[tuple[list[tuple[str, int]], list[tuple[str, float, int]]]]
) -> None:
    alone = [
        ([("I" if who == "I" else "F", length) for who, length in talk], codings) for talk, codings in talks
    ]
    with _coded(build, alone) as project:
        for number, document in enumerate(project.documents()):
            if number != 1:  # one that has none
                value = "by" if number else "land"
                project.set_attributes({document.name: {"dokumentets": value}}, "forsker")
                project.set_attributes({document.name: {"talerens": value}}, "forsker", speaker="F")
        groups = speaker_groups(project, "talerens")
        assert groups is not None
        assert not groups.shared
        assert speaker_groups(project, "dokumentets") is None
        for subcodes in (True, False):
            one = matrix(project, "dokumentets", subcodes=subcodes)
            other = matrix(project, "talerens", subcodes=subcodes)
            assert other.columns == one.columns
            assert {**other.counts} == {**one.counts}
            assert other.totals == one.totals
            assert other.total == one.total
        assert [row.by for row in themes(project, by="talerens").rows] == [
            row.by for row in themes(project, by="dokumentets").rows
        ]
