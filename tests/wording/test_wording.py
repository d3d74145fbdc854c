"""Danish and English: numbers, plurals, order, and which of the two is spoken."""

import locale
import math
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning import wording
from kodning.wording import Language

CODING = (("kodning", "kodninger"), ("coding", "codings"))


@pytest.fixture(autouse=True)
def _no_language_set() -> Iterator[None]:
    before = wording._language.get()
    wording.set_language(None)
    yield
    wording.set_language(before)


@pytest.mark.parametrize(
    ("count", "da", "en"),
    [
        (0, "0 kodninger", "0 codings"),
        (1, "1 kodning", "1 coding"),
        (2, "2 kodninger", "2 codings"),
        (21, "21 kodninger", "21 codings"),
        (1_000, "1.000 kodninger", "1,000 codings"),
    ],
)
def test_one_is_singular_and_all_else_plural(count: int, da: str, en: str) -> None:
    with wording.speaking("da"):
        assert wording.plural(count, *CODING) == da
    with wording.speaking("en"):
        assert wording.plural(count, *CODING) == en


@pytest.mark.parametrize(
    ("value", "da", "en"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (12_345, "12.345", "12,345"),
        (1_234_567, "1.234.567", "1,234,567"),
        (-1_234, "-1.234", "-1,234"),
    ],
)
def test_thousands_are_set_apart(value: int, da: str, en: str) -> None:
    with wording.speaking("da"):
        assert wording.integer(value) == da
    with wording.speaking("en"):
        assert wording.integer(value) == en


@pytest.mark.parametrize(
    ("value", "digits", "da"),
    [
        (0.667, 2, "0,67"),
        (0.667, 3, "0,667"),
        (0.0, 2, "0,00"),
        (-0.0, 2, "0,00"),
        (-0.004, 2, "0,00"),
        (-0.006, 2, "−0,01"),
        (-1.25, 1, "−1,3"),
        (0.125, 2, "0,13"),
        (0.285, 2, "0,29"),
        (2.675, 2, "2,68"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-0.4, 0, "0"),
        (0.9999, 2, "1,00"),
        (1e-9, 2, "0,00"),
        (1234.5, 1, "1234,5"),
        (1e16, 0, "10000000000000000"),
    ],
)
def test_a_number_has_fixed_decimals_and_a_half_goes_away_from_zero(
    value: float, digits: int, da: str
) -> None:
    with wording.speaking("da"):
        assert wording.decimal(value, digits) == da
    with wording.speaking("en"):
        assert wording.decimal(value, digits) == da.replace(",", ".")


@given(st.floats(-1e6, 1e6), st.integers(0, 4))
def test_a_number_is_written_within_half_a_unit_and_never_as_minus_nothing(value: float, digits: int) -> None:
    with wording.speaking("en"):
        text = wording.decimal(value, digits).replace("−", "-")
    assert math.isclose(float(text), value, rel_tol=0, abs_tol=0.5 * 10**-digits + 1e-9)
    assert len(text.partition(".")[2]) == digits
    assert not (float(text) == 0 and text.startswith("-"))


def test_a_number_of_numpys_is_written_as_any_other() -> None:
    import numpy as np

    with wording.speaking("da"):
        assert wording.decimal(np.float64(0.125)) == "0,13"
        assert wording.percent(np.float64(0.5)) == "50 %"


@pytest.mark.parametrize(
    ("share", "digits", "da", "en"),
    [
        (0.0, 0, "0 %", "0%"),
        (-0.0001, 0, "0 %", "0%"),
        (1.0, 0, "100 %", "100%"),
        (1 / 3, 1, "33,3 %", "33.3%"),
        (1 / 8, 0, "13 %", "13%"),
        (1 / 40, 0, "3 %", "3%"),
        (0.285, 0, "29 %", "29%"),
        (0.0005, 1, "0,1 %", "0.1%"),
        (0.9996, 1, "100,0 %", "100.0%"),
        (-0.25, 0, "−25 %", "−25%"),
    ],
)
def test_a_share_is_written_as_percent(share: float, digits: int, da: str, en: str) -> None:
    with wording.speaking("da"):
        assert wording.percent(share, digits) == da
    with wording.speaking("en"):
        assert wording.percent(share, digits) == en


@given(st.integers(0, 400), st.integers(1, 400))
def test_a_percentage_is_what_a_reader_works_out_from_the_counts(part: int, whole: int) -> None:
    with wording.speaking("en"):
        shown = wording.percent(part / whole)
    assert shown == f"{(200 * part + whole) // (2 * whole)}%"


IN_ORDER = [
    "Aabenraa", "abe", "Bo", "cafe", "café", "Cæsar", "Muller", "Skive", "sæd", "sød", "søren", "så",
    "yver", "üvre", "zebra", "Zoo", "æble", "Ærø", "økonomi", "ål", "Århus",
]  # fmt: skip


def test_danish_letters_stand_last() -> None:
    """As Retskrivningsordbogen has it: z, æ, ø, å; other signs on a letter do not count, save ü, which is y."""
    backwards = IN_ORDER[::-1]
    assert sorted(backwards, key=lambda word: (wording.sort_key(word), word)) == IN_ORDER


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("zebra", "æble"),
        ("zz", "æ"),
        ("æz", "ø"),
        ("øz", "å"),
        ("sz", "sæ"),
        ("æ", "ø"),
        ("ä", "ö"),
        ("ö", "å"),
        ("Bo", "Čapek"),
        ("čapek", "dansk"),
        ("xylofon", "über"),
        ("über", "zebra"),
        ("Ñandu", "oase"),
    ],
)
def test_the_one_stands_before_the_other(before: str, after: str) -> None:
    assert wording.sort_key(before) < wording.sort_key(after)


@given(st.text(st.sampled_from("abzæøåäöüéAZÆØÅ"), max_size=8))
def test_order_knows_neither_case_nor_unicode_form(word: str) -> None:
    key = wording.sort_key(word)
    assert key == wording.sort_key(word.upper()) == wording.sort_key(unicodedata.normalize("NFD", word))


@given(st.text(st.sampled_from("abyzæøå"), max_size=6), st.text(st.sampled_from("abyzæøå"), max_size=6))
def test_order_is_that_of_the_danish_alphabet(one: str, two: str) -> None:
    places = [["abyzæøå".index(letter) for letter in word] for word in (one, two)]
    assert (wording.sort_key(one) < wording.sort_key(two)) == (places[0] < places[1])


@pytest.mark.parametrize(
    ("items", "da", "en"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a og b", "a and b"),
        (["a", "b", "c"], "a, b og c", "a, b and c"),
        (["a", "b", "c", "d"], "a, b, c og 1 til", "a, b, c and 1 more"),
    ],
)
def test_items_are_joined_as_in_running_text(items: list[str], da: str, en: str) -> None:
    with wording.speaking("da"):
        assert wording.listing(items, most=3) == da
    with wording.speaking("en"):
        assert wording.listing(items, most=3) == en


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "da_DK.UTF-8"}, "da"),
        ({"LANG": "C.UTF-8"}, "da"),
        ({"LANG": "sv_SE.UTF-8"}, "da"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "da_DK.UTF-8"}, "da"),
        ({"LC_MESSAGES": "da_DK.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "da_DK.UTF-8", "KODNING_LANGUAGE": "en"}, "en"),
        ({"LC_ALL": "en_GB.UTF-8", "KODNING_LANGUAGE": "da"}, "da"),
        ({"KODNING_LANGUAGE": "EN"}, "en"),
    ],
)
def test_the_language_follows_the_users_variables(
    environment: dict[str, str], expected: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KODNING_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wording.language() == expected
    assert wording.tr("dansk", "English") == {"da": "dansk", "en": "English"}[expected]


@pytest.mark.parametrize(
    ("system", "expected"), [("English_United Kingdom", "en"), ("Danish_Denmark", "da"), (None, "da")]
)
def test_without_variables_the_system_is_asked(
    system: str | None, expected: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KODNING_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(locale, "getlocale", lambda: (system, None))
    assert wording.language() == expected


def test_a_block_speaks_its_language_and_gives_it_back_even_after_a_failure() -> None:
    wording.set_language("da")
    with suppress(ZeroDivisionError), wording.speaking("en"):
        assert wording.language() == "en"
        raise ZeroDivisionError
    assert wording.language() == "da"


def test_each_thread_speaks_its_own_language() -> None:
    heard: dict[str, list[str]] = {"da": [], "en": []}
    meet = threading.Barrier(2, timeout=30)

    def speak(language: Language) -> None:
        with wording.speaking(language):
            for _ in range(5):
                meet.wait()
                heard[language].append(wording.tr("da", "en"))

    threads = [threading.Thread(target=speak, args=(language,)) for language in ("da", "en")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == {"da": ["da"] * 5, "en": ["en"] * 5}


def test_a_thread_does_not_change_the_language_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KODNING_LANGUAGE", "da")
    thread = threading.Thread(target=wording.set_language, args=("en",))
    thread.start()
    thread.join()
    assert wording.language() == "da"
