import math
from collections.abc import Callable, Iterator

import pytest

from kodning.analysis.quotes import Quote, Selection, quotes
from kodning.codebook import UnknownCodeError
from kodning.errors import UnknownCoderError, UnknownDocumentError
from kodning.project import Project
from kodning.report.quote_extract import attribution
from kodning.wording import speaking

Build = Callable[..., Project]

_TALK = """---
rolle: formand
køn: kvinde
---
Interviewer: Hvordan går det i rådet?

Formand: Vi mangler penge, altså rigtige penge. Det er svært. Og så er der tid. Tid har vi ikke.

Interviewer: Mm, ja.

Formand: Man bliver træt. “Nu igen,” siger min kone.

Interviewer: Hvorfor nu igen?

Formand: Fordi telefonen ringer.

Interviewer: Det kan jeg levende forestille mig altså.

Formand: Ja. Hele tiden.

Sekretær: Jo tak.

Formand: Og om natten.

Formand: Også søndag.

Sekretær: Ja, også der, og det var alt for i dag.
"""


@pytest.fixture
def project(build: Build) -> Iterator[Project]:
    with build(samtale=_TALK) as made:
        yield made


def _code(project: Project, *spans: str, code: str = "tema", coder: str = "anna", memo: str = "") -> None:
    for span in spans:
        project.code("samtale", span, [code], coder, memo)


def _printed(project: Project, **selection: object) -> list[str]:
    return [quote.quote for quote in _found(project, **selection)]


def _found(project: Project, **selection: object) -> list[Quote]:
    return quotes(project, Selection(**selection))  # type: ignore[arg-type]


def test_codings_of_one_turn_are_joined_in_order_with_an_elision(project: Project) -> None:
    _code(project, "Tid har vi ikke.", "Det er svært.")
    assert _printed(project) == ["Det er svært. (...) Tid har vi ikke."]


def test_codings_that_follow_each_other_are_joined_without_an_elision(project: Project) -> None:
    _code(project, "Det er svært.", "Og så er der tid.")
    assert _printed(project) == ["Det er svært. Og så er der tid."]


def test_overlapping_codings_print_their_words_once(project: Project) -> None:
    _code(project, "Det er svært. Og så er der tid.", "Og så er der tid. Tid har vi ikke.", "er der")
    found = _found(project)
    assert [quote.quote for quote in found] == ["Det er svært. Og så er der tid. Tid har vi ikke."]
    assert len(found[0].coding_ids) == 3


def test_a_gap_of_punctuation_alone_is_no_elision(project: Project) -> None:
    _code(project, "Vi mangler penge", "altså rigtige penge")
    assert _printed(project) == ["Vi mangler penge, altså rigtige penge"]


def test_touching_codings_print_as_the_text_stands(project: Project) -> None:
    _code(project, "t2")
    start = project.turns("samtale")[1].start
    _code(project, f"{start}:{start + 4}", f"{start + 4}:{start + 16}", coder="bo")
    assert _printed(project, coder="bo") == ["Vi mangler penge"]


def test_an_interjection_between_two_turns_does_not_part_them(project: Project) -> None:
    _code(project, "Tid har vi ikke.", "Man bliver træt.")
    assert _printed(project) == ["Tid har vi ikke. (...) Man bliver træt."]


def test_a_question_between_two_turns_parts_them(project: Project) -> None:
    _code(project, "Man bliver træt.", "Fordi telefonen ringer.")
    assert _printed(project) == ["Man bliver træt.", "Fordi telefonen ringer."]


def test_a_longer_remark_between_two_turns_parts_them(project: Project) -> None:
    _code(project, "Fordi telefonen ringer.", "Hele tiden.")
    assert _printed(project) == ["Fordi telefonen ringer.", "Hele tiden."]


def test_neighbouring_turns_of_two_speakers_are_two_quotes(project: Project) -> None:
    _code(project, "Hele tiden.", "Jo tak.")
    found = _found(project)
    assert [quote.quote for quote in found] == ["Hele tiden.", "Jo tak."]
    assert [quote.speaker for quote in found] == ["Formand", "Sekretær"]


def test_two_turns_of_a_speaker_in_a_row_are_one_passage(project: Project) -> None:
    _code(project, "Og om natten.", "Også søndag.")
    assert _printed(project) == ["Og om natten. Også søndag."]


def test_turns_further_apart_are_not_joined(project: Project) -> None:
    _code(project, "Ja. Hele tiden.", "Også søndag.")
    assert _printed(project) == ["Ja. Hele tiden.", "Også søndag."]


def test_codings_of_two_codes_are_never_joined(project: Project) -> None:
    _code(project, "Det er svært.")
    _code(project, "Tid har vi ikke.", code="under")
    assert [(quote.code, quote.quote) for quote in _found(project)] == [
        ("tema", "Det er svært."),
        ("under", "Tid har vi ikke."),
    ]


def test_without_joining_every_coding_is_a_quote(project: Project) -> None:
    _code(project, "Tid har vi ikke.", "Det er svært.")
    assert _printed(project, join=False) == ["Det er svært.", "Tid har vi ikke."]


@pytest.mark.parametrize(
    ("span", "printed"),
    [
        ("altså rigtige penge.", "(...) altså rigtige penge."),
        ("er svært.", "(...) er svært."),
        ("Nu igen,”", "Nu igen,”"),
        ("igen,” siger min kone.", "(...) igen,” siger min kone."),
        ("Man bliver træt.", "Man bliver træt."),
    ],
)
def test_an_elision_leads_where_a_sentence_is_cut_at_its_start(
    project: Project, span: str, printed: str
) -> None:
    _code(project, span)
    assert _printed(project) == [printed]


@pytest.mark.parametrize("opening", ["“", "»", "'", "(", "[", "– ", "- ", "… ", "😀 "])
def test_an_opening_mark_left_out_is_no_cut_sentence(build: Build, opening: str) -> None:
    with build(
        samtale=f"Interviewer: Ja?\n\nFormand: Det var det. {opening}Nu går vi hjem og sover.\n"
    ) as project:
        _code(project, "Nu går vi hjem og sover.")
        assert _printed(project) == ["Nu går vi hjem og sover."]


def test_a_span_may_begin_and_end_with_space(project: Project) -> None:
    """The blank line before a turn is not the turn before it."""
    turn = project.turns("samtale")[3]
    _code(project, f"{turn.start - 2}:{turn.start + 17}")
    (quote,) = _found(project, context=1)
    assert (quote.quote, quote.turn, quote.speaker) == ("Man bliver træt.", turn.number, "Formand")
    assert quote.text == "\n\nMan bliver træt. "
    assert [text for _, text in (*quote.before, *quote.after)] == ["Mm, ja.", "Hvorfor nu igen?"]


def test_words_of_another_speaker_inside_a_coding_are_bracketed_with_her_name(project: Project) -> None:
    turns = project.turns("samtale")
    _code(project, f"{turns[5].start}:{turns[8].end}")
    assert _printed(project) == [
        "Fordi telefonen ringer. [Interviewer: Det kan jeg levende forestille mig altså.] Ja. Hele tiden. [Sekretær: Jo tak.]"
    ]


def test_a_coding_of_question_and_answer_quotes_who_answers(project: Project) -> None:
    turns = project.turns("samtale")
    _code(project, f"{turns[4].start}:{turns[5].end}")
    (quote,) = _found(project)
    assert quote.quote == "[Interviewer: Hvorfor nu igen?] Fordi telefonen ringer."
    assert (quote.speaker, quote.turn) == ("Formand", 5)


def test_a_coded_question_quotes_the_interviewer(project: Project) -> None:
    _code(project, "t5")
    assert [(quote.speaker, quote.quote) for quote in _found(project)] == [
        ("Interviewer", "Hvorfor nu igen?")
    ]


def test_a_clarification_of_the_memo_stands_after_the_words_it_explains(project: Project) -> None:
    _code(
        project, "Vi mangler penge, altså rigtige penge.", memo="Uklart. [Vi = Rådet for Etniske Minoriteter]"
    )
    assert _printed(project) == ["Vi [Rådet for Etniske Minoriteter] mangler penge, altså rigtige penge."]


def test_a_clarification_written_twice_is_printed_once(project: Project) -> None:
    _code(project, "Vi mangler penge", "Vi mangler", memo="[Vi = rådet]")
    assert _printed(project) == ["Vi [rådet] mangler penge"]


def test_several_clarifications_do_not_explain_each_other(project: Project) -> None:
    _code(project, "Vi mangler penge", memo="[Vi = rådets penge] og [penge = midler] og [guld = nej]")
    assert _printed(project) == ["Vi [rådets penge] mangler penge [midler]"]


def test_a_clarification_explains_whole_words_only(project: Project) -> None:
    _code(project, "Tid har vi ikke.", memo="[Ti = 10][vi = rådet] [x=] [=y]")
    assert _printed(project) == ["Tid har vi [rådet] ikke."]


def test_paragraphs_are_printed_with_a_space_and_hesitations_untouched(build: Build) -> None:
    talk = "Interviewer: Nå?\n\nFormand: Øh … altså, [pause] jamen.\n\nVi, vi ved det ikke.\nSlut.\n"
    with build(samtale=talk) as project:
        _code(project, "t2")
        (quote,) = _found(project)
        assert quote.quote == "Øh … altså, [pause] jamen. Vi, vi ved det ikke. Slut."
        assert quote.text == "Øh … altså, [pause] jamen.\n\nVi, vi ved det ikke.\nSlut."


def test_emoji_and_combining_characters_count_as_code_points(build: Build) -> None:
    with build(samtale="I: Nå?\n\nF: 😀👩🏽‍🎓 Q\u0323\u0307 ja. Det er sket 🎉 nu. Nej.\n") as project:
        _code(project, "Det er sket", "nu.")
        (quote,) = _found(project)
        assert quote.quote == "Det er sket 🎉 nu."
        assert quote.text == "Det er sket 🎉 nu."


def test_context_is_the_turns_around_the_whole_quote(project: Project) -> None:
    _code(project, "Tid har vi ikke.", "Man bliver træt.")
    (quote,) = _found(project, context=2)
    assert [speaker for speaker, _ in quote.before] == ["Interviewer"]
    assert [text for _, text in quote.after] == ["Hvorfor nu igen?", "Fordi telefonen ringer."]
    record = quote.record()
    assert record["before"] == [{"speaker": "Interviewer", "text": "Hvordan går det i rådet?"}]


def test_context_stops_at_the_ends_of_the_document(project: Project) -> None:
    _code(project, "t12")
    _code(project, "t1", code="åben")
    last, first = _found(project, context=3)
    assert (len(last.before), last.after) == (3, ())
    assert (first.before, len(first.after)) == ((), 3)


def test_a_theme_brings_its_sub_codes_in_the_order_of_the_codebook(project: Project) -> None:
    _code(project, "Det er svært.", code="åben")
    _code(project, "Og så er der tid.", code="dybest")
    _code(project, "Tid har vi ikke.", code="tema")
    assert [quote.code for quote in _found(project)] == ["tema", "dybest", "åben"]
    assert [quote.code for quote in _found(project, codes=("Tema",))] == ["tema", "dybest"]
    assert [quote.code for quote in _found(project, codes=("åben", "under"))] == ["dybest", "åben"]
    assert _found(project, codes=("ved-siden-af",)) == []


def test_documents_are_chosen_by_name_and_attribute(build: Build) -> None:
    with build(
        a="---\nrolle: formand\når: 2016\n---\nJa tak.\n",
        b="---\nrolle: Næstformand\n---\nNej tak.\n",
        c="Måske.",
    ) as project:
        for name in ("c", "b", "a"):
            project.code(name, "t1", ["tema"], "anna")
        assert _printed(project) == ["Ja tak.", "Nej tak.", "Måske."]
        assert _printed(project, documents=("C", "a.md")) == ["Ja tak.", "Måske."]
        assert _printed(project, where={"Rolle": "næstformand"}) == ["Nej tak."]
        assert _printed(project, where={"a\u030ar": "2016", "rolle": "formand"}) == ["Ja tak."]
        assert _printed(project, where={"rolle": "borger"}) == []
        with pytest.raises(UnknownDocumentError):
            _printed(project, documents=("d",))


def test_length_is_counted_in_printed_words(project: Project) -> None:
    _code(project, "Det er svært.", "Tid har vi ikke.", "Fordi telefonen ringer.")
    assert [quote.words for quote in _found(project)] == [7, 3]
    assert _printed(project, min_words=4) == ["Det er svært. (...) Tid har vi ikke."]
    assert _printed(project, max_words=3) == ["Fordi telefonen ringer."]
    assert _printed(project, min_words=4, max_words=6) == []


def test_two_coders_are_never_in_one_quote(project: Project) -> None:
    _code(project, "Det er svært.", coder="anna")
    _code(project, "Tid har vi ikke.", coder="bo")
    assert _printed(project) == ["Det er svært."]
    assert _printed(project, coder="Bo") == ["Tid har vi ikke."]
    with pytest.raises(UnknownCoderError):
        _printed(project, coder="carl")


def test_without_a_name_the_coder_is_who_has_reviewed_most(project: Project) -> None:
    _code(project, "Det er svært.", coder="anna")
    _code(project, "Tid har vi ikke.", coder="bo")
    project.mark_reviewed(["samtale"], "bo")
    assert {quote.coder for quote in _found(project)} == {"bo"}


def test_a_retracted_coding_is_no_quote(project: Project) -> None:
    _code(project, "Det er svært.", "Tid har vi ikke.")
    project.retract([str(project.codings()[0].id)], "anna")
    assert _printed(project) == ["Tid har vi ikke."]


def test_nothing_coded_gives_no_quotes_and_an_unknown_code_is_named(project: Project) -> None:
    assert _printed(project) == []
    with pytest.raises(UnknownCodeError):
        _printed(project, codes=("ukendt",))


def test_attribution_names_interview_role_turn_and_time(build: Build) -> None:
    talk = "---\nRolle: næstformand\n---\n[00:00:02] Interviewer: Nå?\n\n[01:02:03] Kim: Ja tak.\n"
    with build(samtale=talk) as project:
        _code(project, "Ja tak.")
        (quote,) = _found(project)
        with speaking("da"):
            assert attribution(quote) == "samtale, næstformand, replik 2, 01:02:03"
        with speaking("en"):
            assert attribution(quote) == "samtale, næstformand, turn 2, 01:02:03"
        assert quote.time is not None
        assert math.isclose(quote.time, 3723)


def test_attribution_without_a_role_names_the_speaker(build: Build) -> None:
    with (
        build(samtale="Interviewer: Nå?\n\nKim: Ja tak.\n\nInterviewer: Og?\n\nKim: Nej.\n") as project,
        speaking("da"),
    ):
        _code(project, "Ja tak.")
        assert [attribution(quote) for quote in _found(project)] == ["samtale, Kim, replik 2"]
