"""A corrected transcript is a new revision; all work follows its words or is listed."""

from pathlib import Path

import pytest

from kodning.errors import SameTextError
from kodning.model import Coding, NewCoding
from kodning.project import BlindError, Project
from kodning.project.revising import NoRevisionError, NotLostError, Revised
from kodning.project.suggesting import Batch
from kodning.reading import read
from kodning.store.blind import coded_blind
from kodning.store.decisions import NewDecision
from kodning.store.passes import contents_of
from kodning.store.suggestions import NewSuggestion


class Reviser:
    """Writes a corrected file and revises with it."""

    def __init__(self, project: Project, folder: Path) -> None:
        self.project = project
        self.path = folder / "rettet.md"
        self.text = (folder / "samtale.md").read_text(encoding="utf-8")

    def __call__(self, *changes: str, coder: str = "eva", dry_run: bool = False) -> Revised:
        """Replace words of the file and revise; a dry run changes nothing for the next."""
        before = self.text
        for old, new in zip(changes[::2], changes[1::2], strict=True):
            assert old in self.text
            self.text = self.text.replace(old, new, 1)
        self.path.write_text(self.text, encoding="utf-8")
        done = self.project.revise("samtale", self.path, read(self.path), coder, dry_run=dry_run)
        if dry_run:
            self.text = before
        return done


@pytest.fixture
def revise(small: Project, small_folder: Path) -> Reviser:
    """`revise(old, new, …)`: correct the interview by replacing words of the file it came from."""
    return Reviser(small, small_folder.parent)


def words(project: Project, coding: Coding) -> str:
    """The words that a coding covers now."""
    return project.revision(coding.document).text[coding.start : coding.end]


def said(project: Project, coder: str | None = None) -> list[str]:
    """The words of all codings in force."""
    return [words(project, coding) for coding in project.codings(coder=coder)]


def test_codings_follow_their_words(small: Project, revise: Reviser) -> None:
    small.code("samtale", "Hvad fylder mest?", ["tid"], "ole")
    small.code("samtale", "lønnen er lav", ["løn"], "eva", memo="husk")
    small.code("samtale", "Den mangler vi.", ["tid"], "eva")
    small.code("samtale", "Jo, pengene.", ["økonomi"], "eva")
    before = small.codings()
    done = revise(
        "Det gør pengene.", "Det gør pengene jo.", "lønnen er lav", "lønnen er meget lav", "Jo, pengene.", ""
    )
    assert [row.state for row in done.codings] == ["exact", "changed", "moved", "lost"]
    assert said(small) == ["Hvad fylder mest?", "lønnen er meget lav", "Den mangler vi."]
    after = small.codings()
    for one, other in zip(before, after, strict=False):
        assert one[5:] == other[5:], "code, coder, time, memo and origin stay"
        assert one.uid != other.uid
    assert small.problems() == []
    assert small.documents()[0].revision == 2
    assert [row.number for row in small.revisions("samtale")] == [1, 2]


def test_a_copy_knows_which_coding_it_came_of(small: Project, revise: Reviser) -> None:
    (first,) = small.code("samtale", "lønnen er lav", ["løn"], "eva")
    revise("Hvad fylder", "Hvad er det, der fylder")
    revise("Hvad er det", "Sig mig, hvad det er")
    (copy,) = small.codings()
    root = small.connection.execute("SELECT root FROM coding WHERE id = ?", (copy.id,)).fetchone()[0]
    assert root == first.id
    assert small.coding(str(first.id)) == copy, "its first number still finds it"
    assert [row.state for row in small.became("samtale").codings] == ["moved"]
    assert [row.target for row in small.became("samtale", 2).codings] == [first.id + 1]


def test_the_earlier_text_stays_readable_with_its_codings(small: Project, revise: Reviser) -> None:
    small.code("samtale", "lønnen er lav", ["løn"], "eva")
    old = small.revision("samtale")
    revise("lønnen er lav", "lønnen er meget lav")
    first = small.revision_number("samtale", 1)
    assert first == old
    (coding,) = small.codings_at(first)
    assert first.text[coding.start : coding.end] == "lønnen er lav"
    with pytest.raises(NoRevisionError, match="2"):
        small.revision_number("samtale", 3)


def test_the_same_file_again_changes_nothing(small: Project, small_folder: Path, revise: Reviser) -> None:
    before = small.history()
    assert revise().state == "unchanged"
    plain = revise.text.replace("👩🏽‍🏫 ", "")
    path = small_folder.parent / "cp1252.md"
    path.write_bytes(plain.encode("cp1252"))
    small.revise("samtale", path, read(path), "eva")
    assert small.documents()[0].revision == 2
    utf8 = small_folder.parent / "utf8.md"
    utf8.write_text("\ufeff" + plain, encoding="utf-8")
    assert small.revise("samtale", utf8, read(utf8), "eva").state == "unchanged", (
        "another encoding is no correction"
    )
    assert len(small.history()) == len(before) + 1


def test_speakers_corrected_without_a_changed_word(small: Project, revise: Reviser) -> None:
    small.code("samtale", "Hvad fylder mest?", ["tid"], "eva")
    before = small.documents()[0]
    done = revise("Interviewer: Hvad", "Ole: Hvad")
    assert done.state == "revised"
    assert done.speakers == 1
    assert [row.state for row in done.codings] == ["exact"]
    after = small.documents()[0]
    assert (after.sha256, after.words) == (before.sha256, before.words)
    assert after.informant_words == before.informant_words + 3
    counted = small.connection.execute("SELECT words FROM current_coding").fetchall()
    assert [row[0] for row in counted] == [3], "an interviewer's words did not count"
    assert small.problems() == []


def test_attributes_of_the_file_are_taken_along_and_undone(small: Project, revise: Reviser) -> None:
    assert revise("rolle: leder", "rolle: rådgiver\nby: Århus").state == "attributes"
    assert small.attributes()["samtale"] == {"rolle": "rådgiver", "by": "Århus"}
    small.undo("eva")
    assert small.attributes()["samtale"] == {"rolle": "leder"}
    small.undo("eva", small.history()[0].id)
    assert small.attributes()["samtale"] == {"rolle": "rådgiver", "by": "Århus"}


def test_a_dry_run_says_the_same_and_leaves_no_trace(small: Project, revise: Reviser) -> None:
    small.code("samtale", "lønnen er lav", ["løn"], "eva")
    before = list(small.connection.iterdump())
    dry = revise("lønnen er lav", "lønnen er meget lav", dry_run=True)
    assert list(small.connection.iterdump()) == before
    done = revise("lønnen er lav", "lønnen er meget lav")
    assert [row[:9] for row in dry.codings] == [row[:9] for row in done.codings]
    assert small.problems() == []


def test_undo_brings_the_earlier_text_back_and_later_work_with_it(small: Project, revise: Reviser) -> None:
    small.code("samtale", "lønnen er lav", ["løn"], "eva")
    old = small.revision("samtale").text
    revise("Det gør pengene.", "Det gør pengene jo.")
    small.code("samtale", "Den mangler vi.", ["tid"], "ole")
    small.mark_reviewed(["samtale"], "ole")
    small.memo("om tiden", "ole", document="samtale", span="Den mangler vi.")
    small.undo("eva")
    assert small.revision("samtale").text == old
    assert said(small) == ["lønnen er lav", "Den mangler vi."]
    assert small.reviews() == [("samtale", "ole", 0, len(old))]
    (memo,) = small.memos()
    assert old[memo.start : memo.end] == "Den mangler vi."
    assert memo.coder == "ole"
    small.undo("eva", small.history(coder="eva")[0].id)
    assert "pengene jo" in small.revision("samtale").text
    assert said(small) == ["lønnen er lav", "Den mangler vi."]
    assert small.problems() == []


def test_what_is_taken_back_on_one_text_is_taken_back_on_all(small: Project, revise: Reviser) -> None:
    (first,) = small.code("samtale", "lønnen er lav", ["løn"], "eva")
    small.code("samtale", "Den mangler vi.", ["tid"], "ole")
    coded = small.history()[0].id
    revise("Det gør pengene.", "Det gør pengene jo.", coder="eva")
    small.retract([str(first.id)], "ole")
    assert said(small) == ["Den mangler vi."]
    small.undo("eva")
    assert said(small) == ["Den mangler vi."], "the earlier text is back, the coding is not"
    small.undo("ole")
    assert said(small) == ["lønnen er lav", "Den mangler vi."]
    revise("Og så er der tiden.", "Så er der tiden.")
    small.undo("ole", coded)
    assert said(small) == ["lønnen er lav"], "a coding undone goes from the text it was carried to"


def test_a_coding_brought_back_comes_to_the_current_text(small: Project, revise: Reviser) -> None:
    (first,) = small.code("samtale", "lønnen er lav", ["løn"], "eva")
    small.retract([str(first.id)], "eva")
    revise("Det gør pengene.", "Det gør pengene jo.", coder="ole")
    assert said(small) == []
    small.undo("eva")
    assert said(small) == ["lønnen er lav"]
    assert small.problems() == []


def test_a_lost_coding_is_listed_until_it_is_settled(small: Project, revise: Reviser) -> None:
    (first,) = small.code("samtale", "Jo, pengene.", ["økonomi"], "ole", memo="hm")
    small.memo("se på den", "ole", coding=str(first.id))
    revise(" Jo, pengene.", "")
    (lost,) = small.lost_codings("samtale")
    assert (lost.id, lost.text, lost.coder, lost.memo) == (first.id, "Jo, pengene.", "ole", "hm")
    assert [memo.text for memo in small.memos()] == ["se på den"]
    (number,) = small.settle({str(first.id): "Ellers ikke noget."}, "eva")
    assert small.lost_codings() == []
    settled = small.coding(str(number))
    assert (settled.coder, settled.memo, settled.created) == ("ole", "hm", first.created)
    assert [(memo.coding, memo.coder) for memo in small.memos()] == [(number, "ole")]
    small.undo("eva")
    assert [row.id for row in small.lost_codings()] == [first.id]
    assert said(small) == []
    assert [memo.coding for memo in small.memos()] == [first.id]
    small.settle({str(first.id): None}, "eva")
    assert (small.lost_codings(), said(small)) == ([], [])
    with pytest.raises(NotLostError, match=str(first.id)):
        small.settle({str(first.id): None}, "eva")
    small.undo("eva")
    revise("Ellers ikke noget.", "Ellers ikke noget. Jo, pengene.")
    assert said(small) == ["Jo, pengene."], "its words are back, and so is it"
    assert small.lost_codings() == []


def test_a_settled_coding_follows_later_corrections_and_undo_does_not_double_it(
    small: Project, revise: Reviser
) -> None:
    (first,) = small.code("samtale", "Jo, pengene.", ["økonomi"], "ole")
    revise(" Jo, pengene.", "", coder="ole")
    small.settle({str(first.id): "Ellers ikke noget."}, "eva")
    revise("Det gør pengene.", "Det gør pengene jo.", coder="eva")
    assert said(small) == ["Ellers ikke noget."]
    small.undo("eva")
    assert said(small) == ["Ellers ikke noget."]
    small.undo("ole")
    assert said(small) == ["Jo, pengene."]
    assert small.problems() == []


def test_memos_keep_author_and_time(small: Project, revise: Reviser) -> None:
    (coding,) = small.code("samtale", "lønnen er lav", ["løn"], "ole")
    small.memo("om samtalen", "ole", document="samtale")
    small.memo("om ordene", "ole", document="samtale", span="Den mangler vi.")
    small.memo("om kodningen", "ole", coding=str(coding.id))
    small.memo("om koden", "ole", code="løn")
    small.memo("om noget, der er væk", "ole", document="samtale", span="Jo, pengene.")
    before = small.memos()
    done = revise("Det gør pengene.", "Det gør pengene jo.", " Jo, pengene.", "")
    after = small.memos()
    assert [(m.text, m.coder, m.created) for m in after] == [(m.text, m.coder, m.created) for m in before]
    text = small.revision("samtale").text
    assert text[after[1].start : after[1].end] == "Den mangler vi."
    assert after[2].coding == small.codings()[0].id
    assert (after[4].document, after[4].start) == ("samtale", None)
    assert done.carried.loose_memos == (before[4].id,)
    small.undo("ole")
    assert len(small.memos()) == 4, "a memo undone goes from every text"


def test_new_turns_are_not_taken_for_read(small: Project, revise: Reviser) -> None:
    small.mark_reviewed(["samtale"], "eva")
    small.mark_reviewed(["samtale"], "ole", "t2")
    done = revise("Interviewer: Og ellers?", "Eva: Kaffepausen, frokosten.\n\nInterviewer: Og ellers?")
    (unread,) = done.carried.unread
    assert (unread.coder, unread.turns) == ("eva", (3,))
    text = small.revision("samtale").text
    new = text.index("Kaffepausen")
    read_by_eva = [text[start:end] for _, coder, start, end in small.reviews() if coder == "eva"]
    assert len(read_by_eva) == 2
    assert read_by_eva[0].endswith("Den mangler vi.")
    assert read_by_eva[1].startswith("Og ellers?")
    assert not any(start <= new < end for _, _, start, end in small.reviews())


def test_a_frozen_pass_stays_what_it_was_and_can_be_settled(small: Project, revise: Reviser) -> None:
    small.code("samtale", "lønnen er lav", ["løn"], "eva")
    small.code("samtale", "Jo, pengene.", ["økonomi"], "ole")
    for coder in ("eva", "ole"):
        small.mark_reviewed(["samtale"], coder)
    frozen = small.freeze("runde 1", "eva")
    old = small.revision("samtale")
    revise("Hvad fylder mest?", "Sig mig, hvad fylder mest?", " Jo, pengene.", "")
    assert small.whole_pass("runde 1") == frozen
    start = old.text.index("lønnen er lav")
    outcome = (("løn", start, start + 13),)
    decisions = small.decide([NewDecision("d1", "samtale", outcome, "eva")], "eva", frozen)
    settled = small.codings_at(small.revision_number("samtale", 1))
    new = [coding for coding in settled if coding.coder == "eva"]
    made = [NewCoding("samtale", c.start, c.end, c.code, "afgørelse") for c in new]
    done = small.adjudicate("afgjort", frozen, made, decisions, "eva", "afgørelse")
    assert contents_of(small.connection, done.id).revisions == [old.id]
    assert said(small, "afgørelse") == ["lønnen er lav"], (
        "what was settled on the old text follows to the new one"
    )
    assert small.problems() == []


def test_accepted_suggestions_follow_and_open_ones_are_made_anew(small: Project, revise: Reviser) -> None:
    run = small.begin_suggestions("eva", "lexical", "1", {"unit": "turn"}, "grundlag")
    text = small.revision("samtale").text
    places = [
        (text.index(quote), text.index(quote) + len(quote)) for quote in ("lønnen er lav", "Den mangler vi.")
    ]
    key = small.codes()[0].id
    found = [NewSuggestion(a, b, (a, b), key, 1, 0.5, [(a, b, "term")]) for a, b in places]
    small.keep_suggestions(run, [Batch(small.revision("samtale").id, calibrated=False, suggestions=found)])
    small.accept_suggestion(1)
    revise("Hvad fylder mest?", "Sig mig, hvad fylder mest?")
    (coding,) = small.codings()
    assert (words(small, coding), coding.origin) == ("lønnen er lav", "suggestion")
    assert small.suggestion_list() == []
    small.undo("eva")
    assert [row.state for row in small.suggestion_list()] == ["accepted", "open"]


def test_work_made_blind_stays_so(small: Project, revise: Reviser) -> None:
    small.begin_blind("ole", "eva")
    small.code("samtale", "lønnen er lav", ["løn"], "ole")
    small.end_blind("ole", "eva")
    revise("Hvad fylder mest?", "Sig mig, hvad fylder mest?")
    assert coded_blind(small.connection, [coding.id for coding in small.codings()]) == {"ole": (1, 1)}


def test_a_blind_coder_does_not_revise(small: Project, revise: Reviser) -> None:
    small.begin_blind("ole", "eva")
    small.seen_by("ole")
    with pytest.raises(BlindError):
        revise("Hvad fylder mest?", "Sig mig, hvad fylder mest?", coder="ole")


def test_another_document_s_text_is_refused(small: Project, small_folder: Path) -> None:
    path = small_folder.parent / "anden.md"
    path.write_text("Interviewer: Noget andet?\n\nEva: Ja, noget andet.\n", encoding="utf-8")
    small.import_transcripts([(path, read(path))], "eva")
    with pytest.raises(SameTextError, match="anden"):
        small.revise("samtale", path, read(path), "eva")
