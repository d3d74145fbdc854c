"""The theme table against counting by hand: sets of word positions."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kodning.analysis.themes import Count, NoCodingsError, ThemeTable, themes
from kodning.errors import UnknownAttributeError, UnknownCoderError
from kodning.language import words
from kodning.model import NewCoding, Role, Transcript, Turn
from kodning.project import Project
from kodning.wording import sort_key, speaking

Build = Callable[..., Project]
Talk = list[tuple[str, str]]

_PARENTS = {"tema": None, "under": "tema", "dybest": "under", "ved-siden-af": "tema", "åben": None}
_CODERS = ("anna", "bo")
_ROLES: dict[str, Role] = {"I": "interviewer", "F": "informant", "?": "unknown"}


@dataclass(frozen=True)
class Interview:
    """A document to be made: who says what, its attribute, and (coder, code, share of the text, length)."""

    talk: Talk
    area: str | None
    codings: list[tuple[str, str, float, int]]


_SAID = st.lists(
    st.sampled_from(["ja", "æøå", "f.eks.", "10", "😀", "på-tværs"]), min_size=1, max_size=8
).map(lambda said: " ".join(["hm", *said]))
_INTERVIEWS = st.lists(
    st.builds(
        Interview,
        talk=st.lists(st.tuples(st.sampled_from("IF?"), _SAID), min_size=1, max_size=4),
        area=st.sampled_from([None, "by", "Åen", "ø"]),
        codings=st.lists(
            st.tuples(
                st.sampled_from(_CODERS), st.sampled_from(list(_PARENTS)), st.floats(0, 1), st.integers(1, 40)
            ),
            max_size=8,
        ),
    ),
    min_size=1,
    max_size=3,
)


def _transcript(number: int, interview: Interview) -> Transcript:
    turns, at = [], 0
    talk = [*interview.talk, ("F", f"nummer {number}")]  # no two documents have the same text
    for place, (speaker, said) in enumerate(talk, start=1):
        turns.append(Turn(place, at, at + len(said), speaker, _ROLES[speaker]))
        at += len(said) + 2
    text = "\n\n".join(said for _, said in talk)
    attributes = {"område": interview.area} if interview.area else {"andet": "x"}
    return Transcript(text, tuple(turns), f"d{number}", "utf-8", "0" * 64, dict(attributes))


def _project(build: Build, interviews: list[Interview]) -> Project:
    project = build(**{f"d{number}": _transcript(number, each) for number, each in enumerate(interviews)})
    new = []
    for number, interview in enumerate(interviews):
        text = project.revision(f"d{number}").text
        for coder, code, share, length in interview.codings:
            start = int(share * (len(text) - 1))
            end = min(len(text), start + length)
            if text[start:end].strip():
                new.append(NewCoding(f"d{number}", start, end, code, coder))
    project.import_codings(new, "forsker", "prøve")
    return project


def _expected(project: Project, code: str | None, coder: str, documents: list[str]) -> Count:
    """Counted the slow way; None is every code."""
    below = [key for key in _PARENTS if code is None or code in _above(key)]
    codings = [c for c in project.codings(coder=coder, codes=below) if c.document in documents]
    spoken = {
        (name, turn.start + start)
        for name in documents
        for turn in project.turns(name)
        if turn.role != "interviewer"
        for start, _ in words(project.revision(name).text[turn.start : turn.end])
    }
    covered = {(c.document, at) for c in codings for at in range(c.start, c.end)}
    return Count(
        documents=len({c.document for c in codings}),
        documents_total=len(documents),
        codings=len(codings),
        words=len(covered & spoken),
        words_total=len(spoken),
    )


def _above(code: str | None) -> list[str]:
    return [] if code is None else [code, *_above(_PARENTS[code])]


@settings(max_examples=80, deadline=None)
@given(interviews=_INTERVIEWS, coder=st.sampled_from(_CODERS))
def test_every_count_is_what_counting_by_hand_gives(
    build: Build, interviews: list[Interview], coder: str
) -> None:
    with _project(build, interviews) as project:
        project.mark_reviewed(["d0"], coder)
        everything = [document.name for document in project.documents()]
        table = themes(project, coder=coder)
        assert [row.code for row in table.rows] == list(_PARENTS)
        for row in table.rows:
            assert row.count == _expected(project, row.code, coder, everything)
        assert table.total == _expected(project, None, coder, everything)
        _check_view(project, table)


def _check_view(project: Project, table: ThemeTable) -> None:
    """What Datasette shows is what the table says, but that it leaves out codes that were not used."""
    view = project.connection.execute(
        "SELECT code, parent, documents, documents_total, codings, words, share_of_words FROM theme_frequency"
        " WHERE coder = ?",
        (table.coder,),
    ).fetchall()
    used = [row for row in table.rows if row.count.codings]
    assert [tuple(row) for row in view] == [
        (row.code, row.parent, row.count.documents, row.count.documents_total, row.count.codings, row.count.words,
         pytest.approx(row.count.share_of_words))
        for row in used
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(interviews=_INTERVIEWS)
def test_columns_by_an_attribute_are_counted_alone_and_add_up(
    build: Build, interviews: list[Interview]
) -> None:
    interviews = [*interviews, Interview([("F", "ja")], "by", [])]
    with _project(build, interviews) as project, speaking("da"):
        project.mark_reviewed(["d0"], "anna")
        groups: dict[str, list[str]] = {}
        for number, interview in enumerate(interviews):
            groups.setdefault(interview.area or "(uoplyst)", []).append(f"d{number}")
        table = themes(project, coder="anna", by="OMRÅDE")
        assert table.attribute == "område"
        assert list(table.values) == sorted(groups, key=lambda area: (area == "(uoplyst)", sort_key(area)))
        for code, count, by in [
            *((r.code, r.count, r.by) for r in table.rows),
            (None, table.total, table.total_by),
        ]:
            assert by == {area: _expected(project, code, "anna", there) for area, there in groups.items()}
            assert count == _sum(list(by.values()))


def _sum(counts: list[Count]) -> Count:
    return Count(
        sum(c.documents for c in counts),
        sum(c.documents_total for c in counts),
        sum(c.codings for c in counts),
        sum(c.words for c in counts),
        sum(c.words_total for c in counts),
    )


@settings(max_examples=40, deadline=None)
@given(interviews=_INTERVIEWS)
def test_sorting_by_frequency_orders_siblings_and_keeps_children_under_their_theme(
    build: Build, interviews: list[Interview]
) -> None:
    with _project(build, interviews) as project:
        project.mark_reviewed(["d0"], "anna")
        rows = themes(project, coder="anna", sort="frequency").rows
        assert sorted(row.code for row in rows) == sorted(_PARENTS)
        path: list[str] = []
        for row in rows:
            del path[row.depth :]
            assert (path[-1] if path else None) == row.parent
            path.append(row.code)
        for parent in {None, *_PARENTS}:
            ranks = [(r.count.documents, r.count.codings, r.count.words) for r in rows if r.parent == parent]
            assert ranks == sorted(ranks, reverse=True)


_TALK = (
    "Interviewer: Hvad så nu?\n\nFormand: Vi mangler penge. Og tid.\n\nInterviewer: Nå.\n\nFormand: Ja ja.\n"
)


def test_the_interviewers_words_count_neither_above_nor_below_the_line(build: Build) -> None:
    with build(d=_TALK) as project:
        turns = project.turns("d")
        project.code("d", f"{turns[0].start}:{turns[1].end}", ["tema"], "anna")
        row = themes(project).rows[0]
        assert (row.count.words, row.count.words_total, row.count.share_of_words) == (5, 7, 5 / 7)


def test_where_the_informants_said_nothing_the_share_is_undefined(build: Build) -> None:
    only = "Interviewer: Hvad så nu?\n\nInterviewer: Nå da.\n"
    with build(d=only) as project:
        project.code("d", "t1", ["tema"], "anna")
        assert themes(project).rows[0].count == Count(1, 1, 1, 0, 0)
        assert themes(project).rows[0].record()["share_of_words"] is None
        view = project.connection.execute("SELECT words, share_of_words FROM theme_frequency").fetchone()
        assert tuple(view) == (0, None)


def test_no_codings_is_an_error_until_somebody_has_read_something(build: Build) -> None:
    with build(d=_TALK) as project:
        with pytest.raises(NoCodingsError):
            themes(project)
        project.mark_reviewed(["d"], "anna")
        table = themes(project)
        assert {row.count for row in table.rows} == {Count(0, 1, 0, 0, 7)}
        assert (table.total, table.reviewed, table.coder) == (Count(0, 1, 0, 0, 7), 1, "anna")


def test_an_unknown_attribute_or_coder_is_refused(build: Build) -> None:
    with build(d=_TALK) as project:
        project.code("d", "t2", ["tema"], "anna")
        with pytest.raises(UnknownAttributeError):
            themes(project, by="rolle")
        with pytest.raises(UnknownCoderError):
            themes(project, coder="bo")


def test_a_document_without_the_attribute_has_a_column_of_its_own_last(build: Build) -> None:
    with build(a="---\nrolle: ægte\n---\nJa.", b="Nej.", c="---\nrolle: åben\n---\nMåske.") as project:
        project.code("b", "t1", ["tema"], "anna")
        for language, missing in (("da", "(uoplyst)"), ("en", "(not given)")):
            with speaking("da" if language == "da" else "en"):
                table = themes(project, by="rolle")
            assert list(table.values) == ["ægte", "åben", missing]
            assert table.rows[0].by[missing] == Count(1, 1, 1, 1, 1)


def test_an_attribute_may_be_typed_with_parted_accents(build: Build) -> None:
    with build(a="---\når: 2016\n---\nJa.") as project:
        project.code("a", "t1", ["tema"], "anna")
        assert themes(project, by="A\u030aR").attribute == "år"


def test_two_coders_are_counted_apart(build: Build) -> None:
    with build(d=_TALK) as project:
        project.code("d", "t2", ["tema"], "anna")
        project.code("d", "t4", ["tema"], "bo")
        assert [themes(project, coder=coder).rows[0].count.words for coder in _CODERS] == [5, 2]
        assert themes(project).other_coders == ["bo"]


def test_a_code_that_left_the_codebook_is_still_counted_last(build: Build) -> None:
    with build(d=_TALK) as project:
        project.code("d", "t2", ["ved-siden-af"], "anna")
        project.code("d", "t4", ["åben"], "anna")
        folder = project.folder
    codebook = folder / "codebook.yaml"
    kept = "title: Prøve\ncodes:\n  - {id: åben, label: {da: Åben kode, en: Open code}}\n"
    codebook.write_text(kept, encoding="utf-8")
    with Project.open(folder) as project:
        rows = themes(project).rows
        assert [(row.code, row.parent, row.in_codebook, row.count.words) for row in rows] == [
            ("åben", None, True, 2),
            ("ved-siden-af", None, False, 5),
        ]
        assert themes(project).total.words == 7
        assert [row.code for row in themes(project, sort="frequency").rows] == ["ved-siden-af", "åben"]


def test_a_retracted_coding_counts_no_more(build: Build) -> None:
    with build(d=_TALK) as project:
        (coding,) = project.code("d", "t2", ["tema"], "anna")
        project.mark_reviewed(["d"], "anna")
        project.retract([str(coding.id)], "anna")
        assert themes(project).total == Count(0, 1, 0, 0, 7)


def test_the_demo_counts_are_those_of_its_files(built_demo: Path) -> None:
    """Counted from codings/koder-a.csv and codebook.yaml without the store."""
    with Project.open(built_demo) as project:
        table = themes(project, coder="koder-a")
        texts = {d.name: project.revision(d.name).text for d in project.documents()}
        with (built_demo / "codings" / "koder-a.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert table.total.codings == len(rows)
        for row in rows:
            said = texts[row["document"]][int(row["start"]) : int(row["end"])]
            assert said.split() == row["quote"].split()
        for leaf in (each for each in table.rows if not any(r.parent == each.code for r in table.rows)):
            mine = [r for r in rows if r["code"] == leaf.code]
            assert (leaf.count.codings, leaf.count.documents) == (
                len(mine),
                len({r["document"] for r in mine}),
            )
