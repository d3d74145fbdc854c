"""Codes merged, grouped and used on two sides at once: the codings follow, whichever side takes the other in."""

from tests.merging.conftest import TEXT, Open, canonical, said, write_interview

from kodning.project import Project
from kodning.reading import read


def _revise(project: Project, old: str, new: str) -> None:
    path = write_interview(project.folder.parent / "rettet.md", TEXT.replace(old, new))
    project.revise("samtale", path, read(path), "anna")


def test_codings_follow_a_code_that_was_merged_away_on_the_other_side(of: Open) -> None:
    anna, bo, cia = of("anna"), of("bo"), of("cia")
    anna.code("samtale", "lønnen er lav", ["tid"], "anna")
    anna.merge_codes(["tid"], "sted", "anna")
    bo.code("samtale", "Den mangler vi.", ["tid"], "bo")
    bo.code("samtale", "Hvad fylder mest?", ["tid"], "bo")
    bo.code("samtale", "Hvad fylder mest?", ["sted"], "bo")  # she has the other code there already
    (coding,) = bo.codings(codes=["tid"])[1:]
    bo.memo("husk", "bo", coding=str(coding.id))
    done = anna.merge(bo.folder, "anna")
    expected = [
        ("anna", "sted", "lønnen er lav"),
        ("bo", "sted", "Den mangler vi."),
        ("bo", "sted", "Hvad fylder mest?"),
    ]
    assert said(anna) == expected
    assert (done.followed, done.retracted) == (2, ())
    assert [(memo.text, memo.coding) for memo in anna.memos()] == [
        ("husk", next(c.id for c in anna.codings(coder="bo") if c.start == coding.start))
    ]
    assert [code.id for code in anna.codebook().codes] == ["økonomi", "løn", "sted"]
    cia.merge(anna.folder, "cia")
    other_way = bo.merge(cia.folder, "bo")
    assert said(bo) == expected
    assert [code.id for code in bo.codebook().codes] == ["økonomi", "løn", "sted"]
    assert any(difference.kind == "merged" for difference in other_way.codes)
    assert canonical(bo)["codings"] == canonical(anna)["codings"]
    assert not any(bo.merge(anna.folder, "bo").fresh.values())
    assert [project.problems() for project in (anna, bo)] == [[], []]


def test_what_comes_later_on_a_code_merged_away_long_ago_follows_too(of: Open) -> None:
    anna, bo = of("anna"), of("bo")
    anna.merge_codes(["tid"], "sted", "anna")
    anna.merge(bo.folder, "anna")
    bo.code("samtale", "Den mangler vi.", ["tid"], "bo")
    assert anna.merge(bo.folder, "anna").followed == 1
    assert said(anna) == [("bo", "sted", "Den mangler vi.")]
    anna.undo("anna")
    assert said(anna) == []
    anna.merge(bo.folder, "anna")
    assert said(anna) == [("bo", "sted", "Den mangler vi.")]


def test_codes_merged_in_a_chain_and_crosswise_come_to_one(of: Open) -> None:
    anna, bo, cia = of("anna"), of("bo"), of("cia")
    anna.merge_codes(["tid"], "sted", "anna")
    bo.merge_codes(["sted"], "økonomi", "bo")
    cia.code("samtale", "lønnen er lav", ["tid"], "cia")
    for project, others in ((anna, (bo, cia)), (cia, (anna, bo))):
        for other in others:
            project.merge(other.folder, "leder")
        assert said(project) == [("cia", "økonomi", "lønnen er lav")]
        assert [code.id for code in project.codebook().codes] == ["økonomi", "løn"]
        assert project.problems() == []


def test_each_merged_into_the_other_the_newer_decision_holds(of: Open) -> None:
    anna, bo = of("anna"), of("bo")
    anna.code("samtale", "t2", ["tid"], "anna")
    anna.merge_codes(["tid"], "sted", "anna")
    bo.code("samtale", "t2", ["sted"], "bo")
    bo.merge_codes(["sted"], "tid", "bo")
    anna.merge(bo.folder, "anna")
    assert {code for _, code, _ in said(anna)} == {"tid"}
    assert {code.id for code in anna.codebook().codes} == {"økonomi", "løn", "tid"}
    bo.merge(anna.folder, "bo")
    assert said(bo) == said(anna)
    assert {code.id for code in bo.codebook().codes} == {"økonomi", "løn", "tid"}


def test_codes_are_merged_and_split_on_a_transcript_that_was_corrected(of: Open) -> None:
    anna, bo = of("anna"), of("bo")
    for number, words in enumerate(("lønnen er lav", "Den mangler vi.", "Jo, pengene.")):
        (coding,) = anna.code("samtale", words, ["tid"], "anna")
        anna.memo(f"memo {number}", "anna", coding=str(coding.id))
    _revise(anna, "Det gør pengene.", "Ja, det gør pengene vel.")
    third = next(c for c in anna.codings() if c.start == max(c.start for c in anna.codings()))
    anna.split_code("tid", {third.id: "råd"}, "anna")
    anna.merge_codes(["tid"], "sted", "anna")
    expected = [
        ("anna", "råd", "Jo, pengene."),
        ("anna", "sted", "Den mangler vi."),
        ("anna", "sted", "lønnen er lav"),
    ]
    assert said(anna) == expected
    assert sorted(
        (m.text, next(c.code for c in anna.codings() if c.id == m.coding)) for m in anna.memos()
    ) == [
        ("memo 0", "sted"),
        ("memo 1", "sted"),
        ("memo 2", "råd"),
    ]
    bo.merge(anna.folder, "bo")
    assert said(bo) == expected
    assert sorted(memo.text for memo in bo.memos()) == ["memo 0", "memo 1", "memo 2"]
    assert bo.problems() == []
    for _ in range(2):
        anna.undo("anna")
    assert {code for _, code, _ in said(anna)} == {"tid"}
    assert anna.problems() == []


def test_a_memo_on_a_coding_of_the_earlier_text_is_listed_after_the_merge(of: Open) -> None:
    anna, bo = of("anna"), of("bo")
    _revise(anna, "Det gør pengene.", "Ja, det gør pengene vel.")
    (coding,) = bo.code("samtale", "lønnen er lav", ["løn"], "bo")
    bo.memo("hvorfor?", "bo", coding=str(coding.id))
    bo.memo("om ordene", "bo", document="samtale", span="Den mangler vi.")
    for project, other in ((anna, bo), (bo, anna)):
        project.merge(other.folder, "leder")
        text = project.revision("samtale").text
        memos = {memo.text: memo for memo in project.memos()}
        (there,) = project.codings(coder="bo")
        assert memos["hvorfor?"].coding == there.id
        span = memos["om ordene"]
        assert text[span.start or 0 : span.end or 0] == "Den mangler vi."


def test_only_codings_that_this_merge_lost_are_counted(of: Open) -> None:
    anna, bo = of("anna"), of("bo")
    anna.code("samtale", "Jo, pengene.", ["løn"], "anna")
    _revise(anna, " Jo, pengene.", "")
    assert len(anna.lost_codings()) == 1
    bo.code("samtale", "lønnen er lav", ["løn"], "bo")
    assert anna.merge(bo.folder, "anna").lost == 0
    bo.code("samtale", "Jo, pengene.", ["tid"], "bo")
    assert anna.merge(bo.folder, "anna").lost == 1


def test_groups_of_codes_are_reconciled(of: Open) -> None:
    anna, bo = of("anna"), of("bo")
    for project, groups in (
        (anna, "groups:\n  - {id: valg, codes: [tid, sted]}\n"),
        (bo, "groups:\n  - {id: andet, label: Andet, codes: [løn, tid], ordered: true}\n"),
    ):
        path = project.codebook_path
        path.write_text(groups + path.read_text(encoding="utf-8"), encoding="utf-8")
    with Project.open(anna.folder) as one, Project.open(bo.folder) as other:
        done = one.merge(other.folder, "anna")
        assert {group.id for group in one.codebook().groups} == {"valg", "andet"}
        assert any(difference.code == "andet" for difference in done.codes)
        assert "# hvad vi leder efter" in one.codebook().source
        other.merge(one.folder, "bo")
        assert sorted(other.codebook().groups) == sorted(one.codebook().groups)


def test_a_code_removed_on_one_side_goes_unless_the_other_uses_or_changed_it(of: Open) -> None:
    anna, bo = of("anna"), of("bo")
    path = anna.codebook_path
    source = path.read_text(encoding="utf-8").replace("  - id: tid\n  - id: sted\n", "")
    path.write_text(source, encoding="utf-8")
    bo.code("samtale", "Den mangler vi.", ["sted"], "bo")
    with Project.open(anna.folder) as one:
        done = one.merge(bo.folder, "anna")
        assert {(d.code, d.kind) for d in done.codes} == {("tid", "removed"), ("sted", "kept")}
        assert [code.id for code in one.codebook().codes] == ["økonomi", "løn", "sted"]
        assert one.problems() == []
    with Project.open(anna.folder) as one:
        bo.merge(one.folder, "bo")
        assert [code.id for code in bo.codebook().codes] == ["økonomi", "løn", "sted"]
        assert bo.problems() == []


def test_a_code_removed_here_goes_there_too(of: Open) -> None:
    anna, bo = of("anna"), of("bo")
    path = anna.codebook_path
    path.write_text(path.read_text(encoding="utf-8").replace("  - id: tid\n", ""), encoding="utf-8")
    with Project.open(anna.folder) as one:
        done = bo.merge(one.folder, "bo")
        assert [(d.code, d.kind) for d in done.codes] == [("tid", "removed")]
        assert [code.id for code in bo.codebook().codes] == ["økonomi", "løn", "sted"]


def test_a_group_changed_on_both_sides_is_settled_as_codes_are(of: Open) -> None:
    first = of("anna").codebook_path
    text = first.read_text(encoding="utf-8")
    first.write_text("groups: [{id: valg, codes: [tid, sted]}]\n" + text, encoding="utf-8")
    with Project.open(of("anna").folder) as anna, Project.open(of("bo").folder) as bo:
        bo.merge(anna.folder, "bo")
        for project, codes in ((anna, "[tid, løn]"), (bo, "[sted, løn]")):
            path = project.codebook_path
            path.write_text(path.read_text(encoding="utf-8").replace("[tid, sted]", codes), encoding="utf-8")
    with Project.open(of("anna").folder) as anna, Project.open(of("bo").folder) as bo:
        done = anna.merge(bo.folder, "anna")
        assert [(d.code, d.key, d.kind, d.chosen) for d in done.codes] == [
            ("valg", "groups", "conflict", "theirs")
        ]
        bo.merge(anna.folder, "bo")
        (one,), (other,) = anna.codebook().groups, bo.codebook().groups
        assert one == other
        assert one.codes == ("sted", "løn")


def test_a_code_renamed_on_one_side_takes_in_another_on_the_other(of: Open) -> None:
    anna, bo, cia = of("anna"), of("bo"), of("cia")
    bo.rename_code("økonomi", "penge", coder="bo")
    cia.merge_codes(["tid"], "økonomi", "cia")
    bo.merge(cia.folder, "leder")
    anna.code("samtale", "Den mangler vi.", ["tid"], "anna")
    anna.merge(bo.folder, "leder")
    assert said(anna) == [("anna", "penge", "Den mangler vi.")]
    assert [code.id for code in anna.codebook().codes] == ["penge", "løn", "sted"]
    assert anna.problems() == []
