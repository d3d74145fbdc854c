"""The lexical method: what counts as a hit, what does not, and where the words stand."""

import pickle
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kodning.model import Code
from kodning.suggest import Lexical, RefusedError, Scored
from kodning.suggest.matching import Token
from kodning.suggest.senses import without_misleading

MakeCode = Callable[..., Code]


def _found(codes: list[Code], text: str) -> dict[str, list[str]]:
    """The words found for each code."""
    scored = Lexical().fit(codes, []).score([text], top=None)[0]
    return {one.code: [text[span.start : span.end] for span in one.evidence] for one in scored}


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        ("formand", "Formændene mødtes.", ["Formændene"]),
        ("formand", "Integrationsrådsformanden talte.", ["Integrationsrådsformanden"]),
        ("inddrage", "Vi blev ikke inddraget, og de inddrog ingen.", ["inddraget", "inddrog"]),
        ("sende i høring", "De sendte sagen i høring.", ["sendte sagen i høring"]),
        ("blive hørt", "Vi bliver aldrig hørt.", ["bliver aldrig hørt"]),
        ("REM", "REM og REMs møde og REM's folk, men en rem og REMMEN", ["REM", "REMs", "REM"]),
        ("REM's sekretariat", "REMs sekretariat", ["REMs sekretariat"]),
        ("integrations*", "integrationspolitikken", ["integrationspolitikken"]),
        ("*råd", "ældreråd", ["ældreråd"]),
        ("integrationsråd", "integrations- og kulturråd", []),
    ],
)
def test_a_term_is_found_as_danish_inflects_and_compounds_it(
    code: MakeCode, term: str, text: str, words: list[str]
) -> None:
    assert _found([code("k", terms=(term,))], text).get("k", []) == words


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("synlig", "Det er sandsynligvis og med al sandsynlighed rigtigt."),
        ("tidligt", "Min tidligere chef kom senere."),
        ("råd", "Det område og de områder."),
        ("råd", "Det har vi ikke råd til. Har I råd til det?"),
        ("REM", "Han strammede sin rem og gik frem."),
        ("formand", "Tak, formand."),
        ("formand", "Hr. formand, jeg vil gerne sige noget."),
        ("formand", "Ja, fru formand!"),
        ("formand", "Formanden (Pia Holm): Så er det hr. Hansen."),
        ("inddrage", "Politiet inddrog hans kørekort."),
        ("inddrage", "Kørekortet blev inddraget i går."),
        ("inddrage", "Man kan inddrage opholdstilladelsen."),
        ("sende i høring", "Vi skal sende. I høring er det sjovt."),
    ],
)
def test_a_trap_of_danish_is_no_hit(code: MakeCode, term: str, text: str) -> None:
    assert _found([code("k", terms=(term,))], text) == {}


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("formand", "Vores formand er god, og formanden ved det."),
        ("formand", "Som formand skal man lytte."),
        ("inddrage", "Politiet inddrog hans kørekort, og kommunen inddrager os ikke."),
        ("synlig", "Vi er blevet synlige. Det er sandsynligvis godt."),
        ("tidligt", "Vi kom tidligt med."),
    ],
)
def test_the_sense_that_is_meant_still_counts(code: MakeCode, term: str, text: str) -> None:
    assert list(_found([code("k", terms=(term,))], text)) == ["k"]


def test_company_that_the_code_itself_is_about_does_not_silence_it(code: MakeCode) -> None:
    assert "k" in _found([code("k", terms=("inddrage", "kørekort"))], "De inddrog hans kørekort.")


def test_a_hit_inside_a_negative_term_does_not_count(code: MakeCode) -> None:
    both = code("k", terms=("fokus", "udvalg"), negative_terms=("ude af fokus", "festudvalg"))
    assert _found([both], "Billedet er ude af fokus, siger festudvalget.") == {}
    assert _found([both], "Fokus er på udvalget.") == {"k": ["Fokus", "udvalget"]}


def test_a_longer_positive_term_wins_over_a_negative_one(code: MakeCode) -> None:
    early = code("k", terms=("tidlig", "tidligere i processen"), negative_terms=("tidligere",))
    assert _found([early], "Vi skal med tidligere i processen.") == {"k": ["tidligere i processen"]}
    assert _found([early], "Det var tidligere min chef.") == {}


def test_a_negative_inflection_does_not_silence_the_other_inflections(code: MakeCode) -> None:
    one = code("k", terms=("gruppe",), negative_terms=("grupper",))
    assert _found([one], "gruppen, ikke grupper") == {"k": ["gruppen"]}


def test_a_verb_and_its_object_are_found_in_any_order(code: MakeCode) -> None:
    taken = code("k", terms=("inddrage",), negative_terms=("inddrage cyklen",))
    assert _found([taken], "Cyklen blev desværre inddraget.") == {}


def test_of_terms_inside_one_another_only_the_longest_is_evidence(code: MakeCode) -> None:
    one = code("k", terms=("inddragelse", "tidlig inddragelse"))
    assert _found([one], "Tidlig inddragelse er vigtig.") == {"k": ["Tidlig inddragelse"]}


def test_a_word_inside_a_compound_scores_less_than_the_word(code: MakeCode) -> None:
    scorer = Lexical().fit([code("k", terms=("formand",))], [])
    whole, inside = scorer.matrix(["formanden er her", "klubformanden er her"])[:, 0]
    assert whole > inside > 0


def test_a_term_that_two_codes_share_scores_less_than_one_of_its_own(code: MakeCode) -> None:
    scorer = Lexical().fit([code("a", terms=("møde", "penge")), code("b", terms=("møde",))], [])
    shared, own = scorer.matrix(["et møde", "penge"])[:, 0]
    assert own > shared > 0


def test_words_that_mislead_are_blanked_and_all_others_stay_in_place() -> None:
    text = "Tak, formand. Politiet inddrog kørekortet. Vores formand er her."
    left = without_misleading(text)
    assert left == "Tak,        . Politiet         kørekortet. Vores formand er her."
    assert without_misleading(text, {"kørekort"}).count("inddrog") == 1


def test_negative_terms_are_blanked_for_their_own_code_alone(code: MakeCode) -> None:
    codes = [code("a", terms=("fokus",), negative_terms=("ude af fokus",)), code("b", terms=("fokus",))]
    assert Lexical().fit(codes, []).unlike("Den er ude af fokus.") == {"a": "Den er             ."}


def test_a_codebook_without_terms_is_refused(code: MakeCode) -> None:
    with pytest.raises(RefusedError, match="terms"):
        Lexical().fit([code("k")], [])


def test_a_fitted_scorer_can_be_sent_to_another_process(codes: list[Code]) -> None:
    scorer = Lexical().fit(codes, [])
    text = "Formanden fik penge af borgmesteren."
    before = scorer.score([text])
    assert pickle.loads(pickle.dumps(scorer)).score([text]) == before  # noqa: S301 - its own bytes


def test_lemmas_of_a_pipeline_are_used_beside_the_dictionary(code: MakeCode) -> None:
    def tokens(text: str) -> list[Token]:
        return [Token(0, len(text), text, "penge")]

    scored = Lexical(tokens).fit([code("k", terms=("penge",))], []).score(["gysser"])
    assert [one.code for one in scored[0]] == ["k"]


WORDS = st.lists(
    st.sampled_from(
        [
            "formanden",
            "Formand",
            "REM",
            "rem",
            "penge",
            "budgettet",
            "synligt",
            "sandsynligt",
            "avisen",
            "tak",
            ",",
            ".",
            "!",
            "og",
            "\n",
            "kørekort",
            "hr.",
        ]
    ),
    max_size=25,
).map(" ".join)


@given(st.one_of(WORDS, st.text(max_size=80)))
@settings(max_examples=150, deadline=None)
def test_evidence_lies_inside_the_text_in_order_and_apart(text: str) -> None:
    codes = [
        Code("a", {"da": "a"}, None, 0, 0, terms=("formand", "REM", "tak"), negative_terms=("tak formand",)),
        Code("b", {"da": "b"}, None, 1, 0, terms=("penge", "budget", "synlig avis", "synlig")),
    ]
    for one in Lexical().fit(codes, []).score([text], top=None)[0]:
        _check_evidence(one, text)


def _check_evidence(one: Scored, text: str) -> None:
    assert 0 < one.score < float("inf")
    assert one.evidence
    assert all(0 <= span.start < span.end <= len(text) for span in one.evidence)
    assert all(a.end <= b.start for a, b in zip(one.evidence, one.evidence[1:], strict=False))
