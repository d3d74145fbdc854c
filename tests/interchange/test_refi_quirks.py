"""Twins of other programs' files, made by hand: all codings arrive, on the right words, and the rest is accounted for."""

import importlib.util
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from kodning.errors import KodningError
from kodning.interchange import refi_shelf
from kodning.interchange.arriving import UncertainOffsetsError
from kodning.interchange.exchanging import begin_from, import_foreign, read_foreign
from kodning.interchange.import_report import LossError
from kodning.interchange.offsets import named
from kodning.project import Project


def _twins() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refi_twins", Path(__file__).with_name("refi_twins.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["refi_twins"] = module
    spec.loader.exec_module(module)
    return module


twins = _twins()
_EXPECTED = {("mangler 😀 penge", "økonomi"), ("svært, ja", "tid"), ("Det er svært.", "tid")}


def _words(folder: Path, document: str = "Interview 1") -> set[tuple[str, str]]:
    with Project.open(folder) as project:
        text = project.revision(document).text
        assert project.problems() == []
        return {(text[c.start : c.end], c.code) for c in project.codings(document=document)}


@pytest.mark.parametrize(
    ("make", "unit", "newline"),
    [
        (twins.nvivo_windows, "utf16", "file"),
        (twins.nvivo_mac, "utf16", "file"),
        (twins.qualcoder, "codepoint", "lf"),
        (twins.atlas, "codepoint", "lf"),
        (twins.maxqda, "codepoint", "file"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_all_codings_arrive_on_the_right_words(
    make: Callable[[Path], Path], unit: str, newline: str, tmp_path: Path
) -> None:
    report = begin_from(tmp_path / "ind", make(tmp_path / "fil.qdpx"), "modtager")
    assert report.offsets is not None
    assert (report.offsets.counting.unit, report.offsets.counting.newline) == (unit, newline)
    assert _words(tmp_path / "ind") == _EXPECTED
    assert report.count("refused") == report.count("reanchored") == 0
    with Project.open(tmp_path / "ind") as project:
        assert {coding.coder for coding in project.codings()} == {"Anna"}
        assert project.codings()[0].created.startswith("2024-05-01T10:00:00")
        assert {code.id: code.color for code in project.codebook().codes}["økonomi"] == "#ff000a"
        assert import_foreign(project, tmp_path / "fil.qdpx", "modtager").added == 0


def test_a_text_with_speakers_is_read_as_a_transcript_and_kept_as_it_is(tmp_path: Path) -> None:
    begin_from(tmp_path / "ind", twins.nvivo_windows(tmp_path / "fil.qdpx"), "modtager")
    with Project.open(tmp_path / "ind") as project:
        assert project.revision("Interview 1").text == twins.TALK.replace("\r\n", "\n")
        assert {turn.speaker for turn in project.turns("Interview 1")} == {"Formand"}


def test_what_is_left_out_is_listed(tmp_path: Path) -> None:
    report = begin_from(tmp_path / "ind", twins.atlas(tmp_path / "fil.qdpx"), "modtager")
    kinds = {(loss.kind, loss.place): loss.times for loss in report.losses}
    assert kinds == {
        ("coding", "Bilag"): 1,  # the quotation that stands as a place on a page only
        ("source", "Foto"): 1,
        ("coding", "Foto"): 1,
        ("link", ""): 1,
        ("graph", ""): 1,
    }
    assert _words(tmp_path / "ind", "Bilag") == {("Bilag", "tid")}
    with Project.open(tmp_path / "ind") as project:
        assert [memo.text for memo in project.memos()] == ["Husk penge"]


def test_variables_cases_and_comments_come_along(tmp_path: Path) -> None:
    report = begin_from(tmp_path / "ind", twins.maxqda(tmp_path / "fil.qdpx"), "modtager")
    with Project.open(tmp_path / "ind") as project:
        assert project.attributes()["Interview 1"] == {"Alder": "41", "case": "Råd A"}
        assert [memo.text for memo in project.memos()] == ["En kommentar"]
        assert [document.name for document in project.documents()] == ["Interview 1", "Interview 1 (2)"]
    assert any("Interview 1 (2)" in en for _, en in report.remarks)


def test_strict_refuses_a_file_of_which_something_would_be_lost(tmp_path: Path) -> None:
    with pytest.raises(LossError) as caught:
        begin_from(tmp_path / "ind", twins.atlas(tmp_path / "fil.qdpx"), "modtager", strict=True)
    assert caught.value.report.lost == 5
    assert not (tmp_path / "ind").exists()


def test_a_trial_keeps_nothing(tmp_path: Path) -> None:
    report = begin_from(tmp_path / "ind", twins.nvivo_mac(tmp_path / "fil.qdpx"), "modtager", dry_run=True)
    assert report.added == 3
    assert list(tmp_path.iterdir()) == [tmp_path / "fil.qdpx"]


def _one(path: Path, text: str, start: int, end: int, name: str = "", origin: str = "Et program") -> Path:
    inside = twins.source(twins.selection(0, start, end, "Tid", name=name))
    qde = twins.project(inside, origin=origin)
    return Path(twins.qdpx(path, {"project.qde": qde, f"sources/{twins.DOCUMENT}.txt": text.encode()}))


def test_a_place_that_can_be_two_is_asked_about_and_settled_by_the_answer(tmp_path: Path) -> None:
    file = _one(tmp_path / "fil.qdpx", "😀((a))((b)) og så", 2, 4)
    with pytest.raises(UncertainOffsetsError, match="--offsets codepoint/file"):
        begin_from(tmp_path / "ind", file, "modtager")
    assert not (tmp_path / "ind").exists()
    begin_from(tmp_path / "ind", file, "modtager", counting=named("utf16/file"))
    assert _words(tmp_path / "ind") == {("((", "tid")}


def test_words_that_moved_are_found_again_and_told(tmp_path: Path) -> None:
    text = "Først noget helt andet. Vi mangler penge. Slut nu."
    inside = "".join(
        twins.selection(n, text.index(w) + shift, text.index(w) + shift + len(w), "Tid", name=w)
        for n, (w, shift) in enumerate([("Først noget", 0), ("helt andet", 0), ("Vi mangler penge", 7)])
    )
    files = {
        "project.qde": twins.project(twins.source(inside), origin="x"),
        f"sources/{twins.DOCUMENT}.txt": text,
    }
    report = begin_from(tmp_path / "ind", twins.qdpx(tmp_path / "fil.qdpx", files), "modtager")
    assert [(finding.kind, finding.words) for finding in report.findings] == [
        ("reanchored", "Vi mangler penge")
    ]
    assert ("Vi mangler penge", "tid") in _words(tmp_path / "ind")


def test_a_place_outside_the_text_is_refused_and_told(tmp_path: Path) -> None:
    report = begin_from(tmp_path / "ind", _one(tmp_path / "fil.qdpx", "Kort tekst.", 5, 500), "modtager")
    assert [(f.kind, f.place) for f in report.findings] == [("refused", "Interview 1 5:500")]
    assert report.lost == 1


def test_texts_that_are_missing_are_told_with_their_codings(tmp_path: Path) -> None:
    qde = twins.project(twins.source(twins.selection(0, 0, 3, "Tid")), origin="x")
    report = begin_from(tmp_path / "ind", twins.qdpx(tmp_path / "fil.qdpx", {"project.qde": qde}), "modtager")
    assert [(loss.kind, loss.times) for loss in report.losses] == [("source", 1), ("coding", 1)]


def test_a_blind_coder_is_not_handed_the_work_of_others(tmp_path: Path) -> None:
    file = twins.nvivo_mac(tmp_path / "fil.qdpx")
    begin_from(tmp_path / "ind", file, "bo")
    with Project.open(tmp_path / "ind") as project:
        project.begin_blind("bo", "leder")
    with Project.open(tmp_path / "ind", "bo") as project, pytest.raises(KodningError, match="blind"):
        import_foreign(project, file, "bo")


def _peak(path: Path, sources: int) -> int:
    """The most memory held while a file of so many texts of 200 codings each is read, in bytes."""
    text = "Vi mangler penge. " * 200
    key = "{:08X}-0000-4000-8000-000000000001".format
    inside = "".join(
        twins.selection(n, 18 * n, 18 * n + 17, "Tid", name="Vi mangler penge.") for n in range(9)
    )
    many = (
        f'<TextSource guid="{key(number)}" name="{number}" plainTextPath="internal://t.txt">{inside * 23}</TextSource>'
        for number in range(sources)
    )
    files = {"project.qde": twins.project("".join(many), origin="x"), "sources/t.txt": text}
    foreign = read_foreign(twins.qdpx(path, files))
    tracemalloc.start()
    try:
        read_foreign(path)
        assert sum(len(codings) for _, codings in foreign.parts()) == 207 * sources
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_many_codings_are_not_held_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refi_shelf, "_IN_MEMORY", 100_000)  # more than that goes to a file
    few, many = (_peak(tmp_path / f"{sources}.qdpx", sources) for sources in (5, 40))
    assert many < few + 35 * 207 * 40  # a tenth of what 35 documents' selections take
