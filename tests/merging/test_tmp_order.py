"""Random histories come to the same project, whatever the order and grouping of their merges."""

import contextlib
import shutil
import tempfile
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.merging.conftest import TEXT, canonical, write_interview

from kodning.errors import KodningError
from kodning.project import Project
from kodning.reading import read

CODERS = ("anna", "bo", "cia")
SPANS = ("lønnen er lav", "Den mangler vi.", "Jo, pengene.", "t2", "Hvad fylder mest?")
CODES = ("økonomi", "løn", "tid", "sted")
CHANGES = (("Det gør", "Det gør jo"), (" Jo, pengene.", ""), ("Og så er der", "Så er der"))

steps = st.one_of(
    st.tuples(st.just("code"), st.sampled_from(SPANS), st.sampled_from(CODES)),
    st.tuples(st.just("retract"), st.integers(0, 5)),
    st.tuples(st.just("undo")),
    st.tuples(st.just("memo"), st.sampled_from(SPANS)),
    st.tuples(st.just("read"), st.sampled_from(SPANS)),
    st.tuples(st.just("attribute"), st.sampled_from(["by", "køn"]), st.integers(1, 3)),
    st.tuples(st.just("rename"), st.sampled_from(CODES), st.sampled_from(["x", "y"])),
    st.tuples(st.just("move"), st.sampled_from(CODES), st.sampled_from([*CODES, None])),
    st.tuples(st.just("revise"), st.sampled_from(CHANGES)),
    st.tuples(st.just("merge"), st.sampled_from(CODES), st.sampled_from(CODES)),
    st.tuples(st.just("remark"), st.integers(0, 5)),
    st.tuples(st.just("person"), st.sampled_from(["alder", "rolle"]), st.integers(1, 3)),
)
histories = st.lists(steps, max_size=5)


def step(project: Project, coder: str, what: tuple[object, ...]) -> None:
    """One thing that a coder does; what cannot be done as things stand is left undone."""
    kind, *how = what
    doing: dict[object, Any] = {
        "code": lambda span, code: project.code("samtale", span, [code], coder),
        "retract": lambda place: project.retract([str(project.codings()[place].id)], coder),
        "undo": lambda: project.undo(coder),
        "memo": lambda span: project.memo("hm", coder, document="samtale", span=span),
        "read": lambda span: project.mark_reviewed(["samtale"], coder, span),
        "attribute": lambda name, value: project.set_attributes({"samtale": {name: value}}, coder),
        "rename": lambda code, end: project.rename_code(code, f"{code}-{end}", coder=coder),
        "move": lambda code, under: project.move_code(code, under=under, coder=coder),
        "merge": lambda code, into: project.merge_codes([code], into, coder),
        "remark": lambda place: project.memo("om den", coder, coding=str(project.codings()[place].id)),
        "person": lambda name, value: project.set_attributes({"samtale": {name: value}}, coder, "Eva"),
        "revise": lambda change: revise(project, coder, *change),
    }
    with contextlib.suppress(KodningError, IndexError):
        doing[kind](*how)


def revise(project: Project, coder: str, old: str, new: str) -> None:
    """Correct the interview."""
    path = write_interview(project.folder.parent / f"{coder}.md", TEXT.replace(old, new))
    project.revise("samtale", path, read(path), coder)


def merged(folder: Path, order: tuple[str, ...], *, nested: bool) -> dict[str, list[tuple[object, ...]]]:
    """All projects of a folder in one: each into the first, or the last two with each other before."""
    place = folder / "-".join((*order, str(nested)))
    copies = {name: Path(shutil.copytree(folder / name, place / name)) for name in order}
    first, second, third = order
    if nested:
        with Project.open(copies[second]) as project:
            project.merge(copies[third], "leder")
    with Project.open(copies[first]) as project:
        project.merge(copies[second], "leder")
        if not nested:
            project.merge(copies[third], "leder")
        assert project.problems() == []
        assert not any(project.merge(copies[third], "leder").fresh.values())
        return canonical(project)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.tuples(histories, histories, histories), histories)
def test_the_order_of_merges_does_not_matter(
    built_common: Path,
    work: tuple[list[tuple[object, ...]], ...],
    before: list[tuple[object, ...]],
) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        shutil.copytree(built_common, folder / "start")
        with Project.open(folder / "start") as project:
            for what in before:
                step(project, "leder", what)
        for coder, own in zip(CODERS, work, strict=True):
            shutil.copytree(folder / "start", folder / coder)
            with Project.open(folder / coder) as project:
                for what in own:
                    step(project, coder, what)
        orders = list(permutations(CODERS))
        expected = merged(folder, orders[0], nested=False)
        for order, nested in ((orders[0], True), (orders[3], False), (orders[5], True)):
            found = merged(folder, order, nested=nested)
            for part, rows in expected.items():
                assert found[part] == rows, (part, order, nested)


@pytest.mark.parametrize("nested", [False, True])
def test_the_dump_tells_projects_apart(built_common: Path, tmp_path: Path, nested: bool) -> None:
    """The test above would pass on a dump that says nothing."""
    for coder in CODERS:
        shutil.copytree(built_common, tmp_path / coder)
    before = merged(tmp_path, CODERS, nested=nested)
    shutil.rmtree(tmp_path / "-".join((*CODERS, str(nested))))
    with Project.open(tmp_path / "bo") as project:
        project.code("samtale", "t2", ["tid"], "bo")
    after = merged(tmp_path, CODERS, nested=nested)
    assert {part for part in after if after[part] != before[part]} == {
        "coders",
        "actions",
        "codings",
        "frequencies",
    }
