"""What goes wrong in other programs when two coders' projects are put together, one test each."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.merging.conftest import CODEBOOK, TEXT, Open, canonical, make, said, write_interview

from kodning.project import BlindError, Project
from kodning.project.keeping import unpack
from kodning.project.merging import LaterWorkError, SameCoderNameError, Settling, UnsettledCodesError
from kodning.reading import read
from kodning.store.connection import ForeignStoreError, NewerStoreError, NoProjectError


def test_each_coder_s_codings_are_there_afterwards(of: Open) -> None:
    a, b = of("anna"), of("bo")
    a.code("samtale", "lønnen er lav", ["løn"], "anna")
    b.code("samtale", "Den mangler vi.", ["tid"], "bo")
    b.mark_reviewed(["samtale"], "bo")
    done = a.merge(b.folder, "anna")
    assert (done.fresh["coding"], done.fresh["review"], done.fresh["coder"]) == (1, 1, 1)
    assert said(a) == [("anna", "løn", "lønnen er lav"), ("bo", "tid", "Den mangler vi.")]
    assert a.coders() == ["bo", "anna"]
    assert a.problems() == []
    assert said(b) == [("bo", "tid", "Den mangler vi.")], "the other project is never changed"


def test_merging_again_brings_nothing(of: Open) -> None:
    a, b = of("anna"), of("bo")
    b.code("samtale", "Den mangler vi.", ["tid"], "bo")
    a.merge(b.folder, "anna")
    before = list(a.connection.iterdump())
    again = a.merge(b.folder, "anna")
    assert not any(again.fresh.values())
    assert again.action is None
    assert list(a.connection.iterdump()) == before
    assert not any(b.merge(b.folder, "bo").fresh.values()), "nor does a project merged with itself"


def test_either_way_round_comes_to_the_same(of: Open) -> None:
    a, b = of("anna"), of("bo")
    a.code("samtale", "lønnen er lav", ["løn"], "anna")
    b.code("samtale", "Den mangler vi.", ["tid"], "bo")
    b.retract(["1"], "bo")
    b.undo("bo")
    a.memo("husk", "anna", document="samtale")
    a.merge(b.folder, "anna")
    b.merge(a.folder, "bo")
    assert canonical(a) == canonical(b)


def test_a_renamed_code_keeps_both_sides_codings(of: Open) -> None:
    a, b = of("anna"), of("bo")
    a.rename_code("løn", "lønnen", coder="anna")
    a.code("samtale", "lønnen er lav", ["lønnen"], "anna")
    b.code("samtale", "lønnen er lav", ["løn"], "bo")
    a.merge(b.folder, "anna")
    assert said(a) == [("anna", "lønnen", "lønnen er lav"), ("bo", "lønnen", "lønnen er lav")]
    done = b.merge(a.folder, "bo")
    assert [(d.kind, d.code, d.ours) for d in done.codes] == [("renamed", "lønnen", "løn")]
    assert said(b) == said(a)
    source = (b.folder / "codebook.yaml").read_text(encoding="utf-8")
    assert "id: lønnen" in source
    assert "# hvad vi leder efter" in source, "the researcher's comments stay"
    assert b.problems() == []


def test_the_same_file_imported_under_two_names_is_one_document(tmp_path: Path) -> None:
    one, other = (
        make(tmp_path / "a" / "projekt", "anna"),
        make(tmp_path / "b" / "projekt", "bo", "interview 1"),
    )
    with Project.open(one) as a, Project.open(other) as b:
        a.code("samtale", "lønnen er lav", ["løn"], "anna")
        b.code("interview 1", "Den mangler vi.", ["tid"], "bo")
        b.mark_reviewed(["interview 1"], "bo")
        frozen = b.freeze("runde 1", "bo")
        done = a.merge(b.folder, "anna")
        assert done.same_text == (("interview 1", "samtale"),)
        assert [document.name for document in a.documents()] == ["samtale"]
        assert said(a) == [("anna", "løn", "lønnen er lav"), ("bo", "tid", "Den mangler vi.")]
        assert a.reviews()[0][:2] == ("samtale", "bo")
        assert a.whole_pass("runde 1").sha256 == frozen.sha256, "a frozen pass stays what was frozen"
        assert a.problems() == []
        assert not any(a.merge(b.folder, "anna").fresh.values())


def test_the_same_name_with_another_text_is_another_document(tmp_path: Path) -> None:
    one = make(tmp_path / "a" / "projekt", "anna")
    other = make(tmp_path / "b" / "projekt", "bo", text="Interviewer: Noget helt andet?\n\nOle: Nej.\n")
    with Project.open(one) as a, Project.open(other) as b:
        b.code("samtale", "Nej.", ["tid"], "bo")
        done = a.merge(b.folder, "anna")
        ((there, here),) = done.renamed
        assert there == "samtale"
        assert [document.name for document in a.documents()] == ["samtale", here]
        assert said(a) == [("bo", "tid", "Nej.")]
        assert not any(a.merge(b.folder, "anna").fresh.values())


def test_the_same_name_with_a_corrected_text_can_be_said_to_be_the_same(tmp_path: Path) -> None:
    one = make(tmp_path / "a" / "projekt", "anna")
    other = make(tmp_path / "b" / "projekt", "bo", text=TEXT.replace("lønnen er lav", "lønnen er meget lav"))
    with Project.open(one) as a, Project.open(other) as b:
        a.code("samtale", "Den mangler vi.", ["tid"], "anna")
        a.merge(b.folder, "anna", Settling(same_documents=frozenset({"samtale"})))
        assert [(document.name, document.revision) for document in a.documents()] == [("samtale", 2)]
        assert said(a) == [("anna", "tid", "Den mangler vi.")]
        assert "meget lav" in a.revision("samtale").text


def test_attributes_come_along_and_the_last_word_counts(of: Open) -> None:
    a, b = of("anna"), of("bo")
    a.set_attributes({"samtale": {"by": "Århus", "køn": "kvinde"}}, "anna")
    b.set_attributes({"samtale": {"by": "Ribe", "alder": 40}}, "bo")
    a.merge(b.folder, "anna")
    b.merge(a.folder, "bo")
    assert a.attributes() == b.attributes() == {"samtale": {"by": "Ribe", "køn": "kvinde", "alder": "40"}}
    a.set_attributes({"samtale": {"by": "Vejle"}}, "anna")
    b.merge(a.folder, "bo")
    assert b.attributes()["samtale"]["by"] == "Vejle"


def test_half_a_merge_never_stays(of: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = of("anna"), of("bo")
    b.code("samtale", "Den mangler vi.", ["tid"], "bo")
    before = list(a.connection.iterdump())

    def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(Project, "carry_all", broken)
    with pytest.raises(RuntimeError, match="power cut"):
        a.merge(b.folder, "anna")
    assert list(a.connection.iterdump()) == before


def test_taken_back_on_one_side_and_noted_on_on_the_other(of: Open) -> None:
    base = of("anna")
    (coding,) = base.code("samtale", "lønnen er lav", ["løn"], "anna")
    b = of("bo")
    b.merge(base.folder, "bo")
    b.retract([b.codings()[0].uid], "bo", "ikke løn")
    retracted = b.history()[0].id
    base.memo("vigtig", "anna", coding=str(coding.id))
    done = base.merge(b.folder, "anna")
    assert done.retracted == (coding.id,)
    assert said(base) == []
    assert [memo.text for memo in base.memos()] == ["vigtig"], "what was noted on it stays"
    b.merge(base.folder, "bo")
    assert canonical(base) == canonical(b)
    b.undo("bo", retracted)
    base.merge(b.folder, "anna")
    assert said(base) == [("anna", "løn", "lønnen er lav")]


def test_both_sides_take_the_same_back(of: Open) -> None:
    a = of("anna")
    a.code("samtale", "lønnen er lav", ["løn"], "anna")
    b = of("bo")
    b.merge(a.folder, "bo")
    a.undo("anna")
    b.undo("anna")
    a.merge(b.folder, "anna")
    b.merge(a.folder, "bo")
    assert said(a) == said(b) == []
    assert a.problems() == b.problems() == []


def test_a_code_moved_to_different_places_is_settled_by_rule_or_asked_about(of: Open) -> None:
    a, b = of("anna"), of("bo")
    a.move_code("løn", under="tid", coder="anna")
    b.move_code("løn", under="sted", coder="bo")
    with pytest.raises(UnsettledCodesError, match="løn"):
        a.merge(b.folder, "anna", Settling(codes="ask"))
    dry = a.merge(b.folder, "anna", Settling(codes="ours"), dry_run=True)
    assert [(d.kind, d.code, d.key, d.chosen) for d in dry.codes] == [("conflict", "løn", "parent", "ours")]
    a.merge(b.folder, "anna")
    b.merge(a.folder, "bo")
    parents = [next(code.parent for code in project.codes() if code.key == "løn") for project in (a, b)]
    assert parents == ["sted", "sted"], "the newest change"
    assert canonical(a) == canonical(b)


def test_of_codes_moved_under_each_other_the_newer_move_stands(of: Open) -> None:
    a, b = of("anna"), of("bo")
    a.move_code("tid", under="sted", coder="anna")
    b.move_code("sted", under="tid", coder="bo")
    done = a.merge(b.folder, "anna")
    assert {(d.code, d.kind, d.chosen) for d in done.codes} == {("sted", "conflict", "theirs")}
    done = b.merge(a.folder, "bo")
    for project in (a, b):
        parents = {code.key: code.parent for code in project.codes()}
        assert (parents["sted"], parents["tid"]) == ("tid", None)


def test_new_codes_of_both_sides_and_of_the_same_name(of: Open) -> None:
    a, b = of("anna"), of("bo")
    for project, extra in ((a, "  - id: fritid\n  - id: ny-a\n"), (b, "  - id: fritid\n  - id: ny-b\n")):
        file = project.folder / "codebook.yaml"
        file.write_text(file.read_text(encoding="utf-8") + extra, encoding="utf-8")
        project._take_in_codebook()
    b.code("samtale", "Den mangler vi.", ["fritid", "ny-b"], "bo")
    a.merge(b.folder, "anna")
    assert {"fritid", "ny-a", "ny-b"} <= {code.key for code in a.codes()}
    assert [code for _, code, _ in said(a)] == ["fritid", "ny-b"]
    assert len(a.codes()) == 7
    assert a.problems() == []


def test_clocks_that_disagree_change_nothing_in_what_came_after_what(
    of: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = of("anna"), of("bo")
    a.set_attributes({"samtale": {"by": "Århus"}}, "anna")
    b.merge(a.folder, "bo")
    monkeypatch.setattr("kodning.store.ids.time.time_ns", lambda: 946_684_800 * 10**9)  # 1 January 2000
    b.set_attributes({"samtale": {"by": "Ribe"}}, "bo")
    path = write_interview(
        b.folder.parent / "rettet.md", TEXT.replace("lønnen er lav", "lønnen er meget lav")
    )
    b.revise("samtale", path, read(path), "bo")
    monkeypatch.undo()
    a.merge(b.folder, "anna")
    assert a.attributes()["samtale"]["by"] == "Ribe"
    assert "meget lav" in a.revision("samtale").text


def test_a_project_of_an_older_version_is_read_and_left_as_it_is(of: Open, tmp_path: Path) -> None:
    from kodning.store.migrating import migrate

    a = of("anna")
    old = tmp_path / "gammel.db"
    migrate(old, through=3)
    db = sqlite3.connect(old)
    db.executescript(
        "INSERT INTO project VALUES (1, '0190a000-0000-7000-8000-000000000001', '2024-01-01T00:00:00.000Z');"
        "INSERT INTO coder VALUES (1, '0190a000-0000-7000-8000-000000000002', 'gammel');"
        "INSERT INTO action VALUES (1, '0190a000-0000-7000-8000-000000000003', 'init', 1, '2024-01-01T00:00:00.000Z', '', NULL);"
        "INSERT INTO codebook_version VALUES (1, '0190a000-0000-7000-8000-000000000004', 'x', 'codes:\n  - id: tid\n', 1);"
        "INSERT INTO code VALUES (1, 'tid', NULL, 0, 0, 'tid', 'tid', '', '', 1);"
        "INSERT INTO document VALUES (1, '0190a000-0000-7000-8000-000000000005', 'ældre', 'Ældre', 1);"
        "INSERT INTO revision VALUES (1, '0190a000-0000-7000-8000-000000000006', 1, 1, 'Ja tak.',"
        " '89a1', 7, 2, 2, 'x.md', 'x', 'utf-8', 1);"
        "INSERT INTO coding VALUES (1, '0190a000-0000-7000-8000-000000000007', 1, 0, 2, 'h', 0, 1, 1, 1,"
        " '2024-01-01T00:00:00.000Z', '', 'manual', 1, 1);"
    )
    db.close()
    before = old.read_bytes()
    a.merge(old, "anna")
    assert said(a) == [("gammel", "tid", "Ja")]
    assert old.read_bytes() == before


def test_a_newer_project_is_refused_with_the_version_needed(of: Open, tmp_path: Path) -> None:
    a, b = of("anna"), of("bo")
    newer = tmp_path / "nyere.db"
    shutil.copy(b.store_path, newer)
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("PRAGMA journal_mode = DELETE")
    with pytest.raises(NewerStoreError, match="99"):
        a.merge(newer, "anna")


def test_what_is_no_project_is_refused(of: Open, tmp_path: Path) -> None:
    a = of("anna")
    (tmp_path / "tom").mkdir()
    with pytest.raises(NoProjectError):
        a.merge(tmp_path / "tom", "anna")
    other = write_interview(tmp_path / "x.kodning")
    with pytest.raises(ForeignStoreError):
        a.merge(other, "anna")


def test_coders_of_one_name_are_asked_about(tmp_path: Path) -> None:
    one, other = make(tmp_path / "a" / "projekt", "mig"), make(tmp_path / "b" / "projekt", "mig")
    with Project.open(one) as a, Project.open(other) as b:
        b.code("samtale", "Den mangler vi.", ["tid"], "mig")
        b.mark_reviewed(["samtale"], "mig")
        b.freeze("runde 1", "mig")
        before = list(a.connection.iterdump())
        with pytest.raises(SameCoderNameError, match="mig"):
            a.merge(b.folder, "mig")
        assert list(a.connection.iterdump()) == before
        a.merge(b.folder, "mig", Settling(other_coders={"mig": "bo"}))
        assert said(a) == [("bo", "tid", "Den mangler vi.")]
        assert a.problems() == []
        a.undo("mig")
        a.merge(b.folder, "mig", Settling(same_coders=frozenset({"mig"})))
        assert said(a) == [("mig", "tid", "Den mangler vi.")]
        assert a.problems() == [], "its frozen pass is whole under the id she has here"
        assert not any(a.merge(b.folder, "mig").fresh.values()), "and is not asked about again"


def test_what_was_forgotten_here_does_not_come_back(of: Open) -> None:
    a, b = of("anna"), of("bo")
    b.code("samtale", "Den mangler vi.", ["tid"], "bo")
    b.mark_reviewed(["samtale"], "bo")
    a.forget("samtale", "anna")
    done = a.merge(b.folder, "anna")
    assert done.forgotten_here == 1
    assert a.documents() == []
    assert a.codings() == []
    assert a.problems() == []
    assert b.merge(a.folder, "bo").forgotten_there == ("samtale",)
    assert [document.name for document in b.documents()] == ["samtale"], (
        "and nothing is erased without being asked"
    )


def test_work_on_the_old_text_comes_to_the_one_corrected_elsewhere(of: Open) -> None:
    a, b = of("anna"), of("bo")
    a.code("samtale", "Den mangler vi.", ["tid"], "anna")
    path = write_interview(
        a.folder.parent / "rettet.md", TEXT.replace("Det gør", "Det gør jo").replace(" Jo, pengene.", "")
    )
    a.revise("samtale", path, read(path), "anna")
    b.code("samtale", "lønnen er lav", ["løn"], "bo")
    b.code("samtale", "Jo, pengene.", ["økonomi"], "bo")
    done = a.merge(b.folder, "anna")
    assert done.lost == 1
    b.merge(a.folder, "bo")
    assert said(a) == said(b) == [("anna", "tid", "Den mangler vi."), ("bo", "løn", "lønnen er lav")]
    assert canonical(a) == canonical(b)


def test_both_correct_the_same_text(of: Open) -> None:
    a, b = of("anna"), of("bo")
    for project, coder, change in ((a, "anna", "Det gør jo"), (b, "bo", "Det gør nok")):
        path = write_interview(project.folder.parent / f"{coder}.md", TEXT.replace("Det gør", change))
        project.revise("samtale", path, read(path), coder)
        project.code("samtale", "lønnen er lav", ["løn"], coder)
    a.merge(b.folder, "anna")
    b.merge(a.folder, "bo")
    assert "Det gør nok" in a.revision("samtale").text
    assert said(a) == [("anna", "løn", "lønnen er lav"), ("bo", "løn", "lønnen er lav")]
    assert canonical(a) == canonical(b)
    assert a.problems() == b.problems() == []


def test_undo_takes_a_merge_out_again(of: Open) -> None:
    a, b = of("anna"), of("bo")
    a.code("samtale", "lønnen er lav", ["løn"], "anna")
    b.rename_code("tid", "tiden", coder="bo")
    b.code("samtale", "Den mangler vi.", ["tiden"], "bo")
    file = write_interview(b.folder.parent / "anden.md", "Interviewer: Noget?\n\nOle: Nej.\n")
    b.import_transcripts([(file, read(file))], "bo")
    before, book = canonical(a), (a.folder / "codebook.yaml").read_text(encoding="utf-8")
    a.merge(b.folder, "anna")
    assert len(a.documents()) == 2
    a.undo("anna")
    assert canonical(a) == before
    assert (a.folder / "codebook.yaml").read_text(encoding="utf-8") == book
    assert a.problems() == []
    a.merge(b.folder, "anna")
    assert ("bo", "tiden", "Den mangler vi.") in said(a)
    a.memo("nå", "anna", document="anden")
    with pytest.raises(LaterWorkError):
        a.undo("anna", next(row.id for row in a.history() if row.kind == "merge"))
    assert len(a.documents()) == 2


def test_a_dry_run_says_what_would_come_and_leaves_no_trace(of: Open) -> None:
    a, b = of("anna"), of("bo")
    b.code("samtale", "Den mangler vi.", ["tid"], "bo")
    b.rename_code("løn", "lønnen", coder="bo")
    before = list(a.connection.iterdump())
    dry = a.merge(b.folder, "anna", dry_run=True)
    assert list(a.connection.iterdump()) == before
    done = a.merge(b.folder, "anna")
    assert dry.fresh == done.fresh
    assert dry.codes == done.codes


def test_a_blind_coder_does_not_merge(of: Open) -> None:
    a, b = of("anna"), of("bo")
    a.begin_blind("anna", "leder")
    a.seen_by("anna")
    with pytest.raises(BlindError):
        a.merge(b.folder, "anna")


def test_a_packed_file_goes_out_and_comes_back(of: Open, tmp_path: Path) -> None:
    a = of("anna")
    a.code("samtale", "lønnen er lav", ["løn"], "anna", memo="hemmelig")
    a.memo("ikke vis", "anna", document="samtale")
    a.mark_reviewed(["samtale"], "anna")
    a.freeze("runde 1", "anna")
    packed = a.pack(tmp_path / "til bo", blind=True)
    assert packed.name == "til bo.kodning"
    unpack(packed, tmp_path / "bos")
    raw = (tmp_path / "bos" / "kodning.db").read_bytes()
    for secret in ("hemmelig", "ikke vis", "anna"):
        assert secret.encode() not in raw
    with Project.open(tmp_path / "bos") as b:
        assert b.codings() == []
        assert b.memos() == []
        assert b.reviews() == []
        assert b.passes() == []
        assert b.problems() == []
        b.code("samtale", "Den mangler vi.", ["tid"], "bo")
        b.mark_reviewed(["samtale"], "bo")
        back = b.pack(tmp_path / "fra bo.kodning")
    a.merge(back, "anna")
    assert said(a) == [("anna", "løn", "lønnen er lav"), ("bo", "tid", "Den mangler vi.")]
    assert a.problems() == []
    assert not any(a.merge(tmp_path / "bos", "anna").fresh.values())


def test_the_project_as_it_was_gives_the_numbers_of_then(of: Open, tmp_path: Path) -> None:
    a = of("anna")
    a.code("samtale", "lønnen er lav", ["løn"], "anna")
    then, number = canonical(a), a.history()[0].id
    a.rename_code("løn", "lønnen", coder="anna")
    a.code("samtale", "Den mangler vi.", ["tid"], "anna")
    a.retract(["1"], "anna")
    path = write_interview(tmp_path / "rettet.md", TEXT.replace("Det gør", "Det gør jo"))
    a.revise("samtale", path, read(path), "anna")
    now = canonical(a)
    with Project.open(a.back_up(tmp_path / "nu")) as copy:
        assert canonical(copy) == now
    with Project.open(a.back_up(tmp_path / "dengang", number)) as old:
        assert canonical(old) == then
        assert old.problems() == []
        assert (old.folder / "codebook.yaml").read_text(encoding="utf-8") == CODEBOOK
