"""Lemmas and the parts of compounds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kodning.language.compounds import compound_parts
from kodning.language.function_words import is_function_word
from kodning.language.lemmas import is_of_its_own, is_verb, lemma

DANISH = st.text(alphabet="abdefghiklmnoprstuvyæøåABRÅ'-1 ", max_size=30)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("Formændene", "formand"),
        ("inddraget", "inddrage"),
        ("inddrog", "inddrage"),
        ("synligt", "synlig"),
        ("tidligt", "tidlig"),
        ("tidligere", "tidligere"),
        ("borgerne", "borger"),
        ("jobcentret", "jobcenter"),
        ("økonomiske", "økonomisk"),
    ],
)
def test_lemma_is_the_dictionary_form(form: str, expected: str) -> None:
    assert lemma(form) == expected


@pytest.mark.parametrize(
    ("form", "parts"),
    [
        ("integrationsrådsformanden", ("integration", "råd", "formand")),
        ("budgetrammen", ("budget", "ramme")),
        ("arbejdsgrupperne", ("arbejde", "gruppe")),
        ("høringssvarene", ("høring", "svar")),
        ("kvindesvømningen", ("kvinde", "svømning")),
        ("handicapråd", ("handicap", "råd")),
    ],
)
def test_a_compound_is_parted_at_its_binding_letters(form: str, parts: tuple[str, ...]) -> None:
    assert compound_parts(form) == parts


@pytest.mark.parametrize(
    "form", ["sandsynligvis", "sandsynligheden", "usandsynligt", "område", "frem", "virksomhed", "venskab"]
)
def test_a_word_whose_parts_mean_nothing_is_left_whole(form: str) -> None:
    assert compound_parts(form) == ()


def test_the_council_is_no_part_of_an_area() -> None:
    assert "råd" not in compound_parts("indsatsområderne")


def test_verbs_are_known_by_their_participle() -> None:
    assert is_verb("inddrage")
    assert not is_verb("uddannelse")
    assert not is_verb("tale om")


def test_a_former_chair_is_not_an_early_one() -> None:
    assert is_of_its_own("Tidligere")
    assert not is_of_its_own("tidligt")


def test_function_words_are_known_in_any_case() -> None:
    assert is_function_word("Og")
    assert not is_function_word("budget")


@given(DANISH)
@settings(deadline=None)
def test_any_text_has_a_lemma_and_parts_without_failing(text: str) -> None:
    assert lemma(text) == lemma(text)
    parts = compound_parts(text)
    assert len(parts) != 1
    assert all(parts)
