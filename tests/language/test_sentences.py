"""One case per rule; `¦` stands where a sentence ends and another begins."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kodning.language import sentences, splitting


def marked(text: str) -> str:
    """Write a text with `¦` between its sentences."""
    return " ¦ ".join(text[start:end] for start, end in sentences(text))


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param("Ja. ¦ Nej! ¦ Hvad? ¦ Godt.", id="each mark ends a sentence"),
        pytest.param("Nej!! ¦ Hvad?! ¦ Jo.", id="runs of marks are one"),
        pytest.param("Vi venter. ¦ 20 råd svarede.", id="a figure may begin a sentence"),
        pytest.param("Én ting: Vi går; vi kommer – måske – igen.", id="colon, semicolon and dash"),
        pytest.param(
            '"Nej." ¦ Hun gik. ¦ »Ja.« ¦ ’Jo!’ ¦ ”Hm.” ¦ „Ha!“ ¦ Slut.', id="closing quotation marks"
        ),
        pytest.param('Hun gik. ¦ "Nej", sagde hun.', id="a quotation begins a sentence"),
        pytest.param("'Kan du komme?' sagde han. ¦ »Stop!« råbte hun.", id="quoted speech goes on"),
        pytest.param('"Jeg går." siger hun. ¦ Hun går.', id="quoted full stop goes on"),
        pytest.param('Den hed "Råd".⁵ ¦ Den er fra 2006¹. ¦ Se den.[2] ¦ Ja.', id="footnote numbers"),
        pytest.param("Vi gik. ¦ (Det var sent.) ¦ Vi sov.", id="a sentence in brackets"),
        pytest.param("Det er uoplyst. ¦ (se figur 4 på s. 12).", id="a bracket after a full stop"),
        pytest.param("Det er sådan. ¦ – Er det? ¦ - Ja, siger han.", id="a dash begins a reply"),
        pytest.param("Vi mangler råd. ¦ - at de skal høres.", id="a small list item after a full stop"),
    ],
)
def test_marks(wanted: str) -> None:
    """Each mark, with what may stand around it."""
    assert marked(wanted.replace("¦ ", "")) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "Det er bl.a. Danmark og f.eks. Norge, jf. EU, dvs. Bruxelles. ¦ Ja.",
        "Adm. dir. Lars Holm, prof. Bro, cand.mag. Friis og dr. med. Khan kom.",
        "Hr. Bo, fr. Ås, Skt. Hans, St. Blicher og Chr. Jensen.",
        "Der var kaffe m.m. ¦ Naboer m.fl. ¦ Kage osv. ¦ Alt kostede 500 kr. ¦ Ja.",
        "Det koster kr. 500 og 2,5 mio. kr. eller 12 pct. af det.",
        "Vi fik 500 kr. ¦ 20 personer fik mindre.",
        "Kaffe m.m. og kage osv. til alle.",
        "Vi skrev til råd, skoler m.m. (se s. 4).",
        "Efter § 42, stk. 2, nr. 3, jf. art. 8, kap. 3 og pkt. B.",
        "Det er en truet art. ¦ Den er lille. ¦ Den er min. ¦ Peter har en.",
        "Vi kunne høre det i radioen fx. ¦ Men det gør vi ikke.",
        "Det er sådan pt. ¦ Det kan ændre sig.",
        "Der kom bl.a. Det Radikale Venstre.",
        "F.eks. Hvis du kommer.",
        "Vi spurgte KL. ¦ Peter svarede kl. 20 hos fam. Jensen.",
        "Han vil ifm. EU, i.f.t. Norge og a.b.c. Danmark.",
        "Læs www.rem.dk. ¦ Skriv til raad@kommune.dk. ¦ Tak.",
    ],
)
def test_abbreviations(wanted: str) -> None:
    """Abbreviations that go on, that may end, and words that look like them."""
    assert marked(wanted.replace("¦ ", "")) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "Den 21. november kl. 19.30. ¦ Det er 2. gang. ¦ Vi ses d. 3. dec. eller 5. Maj.",
        "Den 21. 11. 2017 og 14.1. 2018.",
        "Vi er 12. ¦ 15 af dem går. ¦ Vi blev nr. 3. ¦ Det er fint.",
        "Det var i 1999. ¦ 44 kommuner er med. ¦ Stillingen er 3-2. ¦ 10.000 så den.",
        "Vi har 1.500. ¦ Det er 2,5 mere end under 2. Verdenskrig.",
        "Kong Chr. IV. byggede det. ¦ Margrethe II. ¦ Hun er dronning.",
        "Det er § 3. ¦ § 4 er en anden.",
        "1. Penge. ¦ 2. Tid. ¦ 3. Vilje.",
        "1.) Penge. ¦ 2.) Tid. ¦ 1) Penge. ¦ 2) Tid.",
        "§ 3. Rådet mødes. ¦ Stk. 2. Det vælger en formand.",
        "Hvor mange? ¦ 14. ¦ Og så?",
    ],
)
def test_figures(wanted: str) -> None:
    """Dates, ordinals, references and lists."""
    assert marked(wanted.replace("¦ ", "")) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "Det er plan B. ¦ Så må vi se. ¦ Det er vitamin C. ¦ Den er sund.",
        "H.C. Andersen, A.P. Møller, J. F. Kennedy, I. C. Christensen og P. Hansen.",
        "Han er fra U.S.A. ¦ Det er stort. ¦ Mærsk A/S. ¦ Firmaet er dansk.",
        "Det må I. ¦ Peter vil ikke. ¦ Den by, vi bor i. ¦ Andre er større.",
        "Se s. 24 eller d. 5 og litra b. i loven.",
    ],
)
def test_letters(wanted: str) -> None:
    """Initials, single letters, and the words that are one letter."""
    assert marked(wanted.replace("¦ ", "")) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param("Det er... det er svært. ¦ Ja … nok.", id="goes on in lower case"),
        pytest.param("Jeg ved ikke... ¦ Måske … ¦ Nej.", id="ends before a capital"),
        pytest.param("Jeg bor på... Nørrebro, øh... Mette.", id="a name that is searched for"),
        pytest.param("Vi prøver. ¦ (...) Det er svært. ¦ […] Ja.", id="an elision opens the next"),
        pytest.param("Det går. ¦ (...) hvis vi tør.", id="also in lower case"),
        pytest.param("Vi har (...) ingen (?) penge (!) Peter.", id="an elision inside"),
        pytest.param("Nej. ¦ Jo. (...)", id="a last elision belongs to the sentence before"),
        pytest.param("Ja. ¦ [griner] Det var sjovt. [pause]", id="remarks"),
        pytest.param("Jeg [pause] ved det [griner]. ¦ (griner) Jo.", id="remarks inside"),
        pytest.param("Han gik. ¦ …men kom igen.", id="an ellipsis opens a sentence"),
        pytest.param("Ja . . . ¦ Det er rigtigt.", id="spaced out"),
        pytest.param("Fedt! 😀 ¦ Det var godt 🙏🏽. ¦ Ja 😀 ¦ Vi ses.", id="emoji"),
    ],
)
def test_ellipses_remarks_and_emoji(wanted: str) -> None:
    """Hesitation, elision, the transcriber’s remarks, emoji."""
    assert marked(wanted.replace("¦ ", "")) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "det var i 2014. ¦ så kom der en formand. ¦ hvad så? ¦ ikke noget.",
        "den 3. april var 2. gang. ¦ vi fik ca. 500 kr. osv. men ikke bl.a. penge.",
        "han siger 'kan du komme?' siger han. ¦ jeg sagde nej.",
        "jeg ved ikke ... måske. ¦ det er den by vi bor i. ¦ ja.",
        "Ja. ¦ det er rigtigt. ¦ vi gør det. ¦ det er godt.",
    ],
)
def test_speech_without_capitals(wanted: str) -> None:
    """A full stop is sign enough where there are no capitals."""
    assert marked(wanted.replace("¦ ", "")) == wanted


def test_a_small_letter_does_not_begin_a_sentence_in_text_with_capitals() -> None:
    """One slip is not speech recognition."""
    assert marked("Det er godt. og så gik vi. Vi kom igen.") == "Det er godt. og så gik vi. ¦ Vi kom igen."


def test_text_in_capitals_alone_has_sentences() -> None:
    """Capitals everywhere are capitals still."""
    assert marked("DET ER GODT. VI KOMMER.") == "DET ER GODT. ¦ VI KOMMER."


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    """A line of white space only is blank too."""
    text = "Overskrift\n \nEn linje,\nder går videre. Ny\r\n\r\nSlut"
    assert [text[start:end] for start, end in sentences(text)] == [
        "Overskrift",
        "En linje,\nder går videre.",
        "Ny",
        "Slut",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\u00a0\t\r\n"])
def test_text_without_characters_has_no_sentences(text: str) -> None:
    """Nothing to cover gives no span."""
    assert sentences(text) == []


@pytest.mark.parametrize("text", ["...", "?", "(", "- - -", ". . .", "😀 😀", "[...]", "Ja", "- ."])
def test_text_without_two_words_is_one_sentence(text: str) -> None:
    """Marks alone make no sentence of their own."""
    assert sentences(text) == [(0, len(text))]


@pytest.mark.parametrize(
    "unit",
    [
        ".",
        "(",
        " ",
        "\n",
        "\n ",
        "a.",
        "a. ",
        ". ",
        ".)",
        '. "',
        ". (",
        ". [a] ",
        "...",
        "… ",
        "1. ",
        "A.",
        "😀 ",
        "-",
    ],
)
def test_a_megabyte_of_one_thing_is_read_in_linear_time(unit: str) -> None:
    """A quadratic rule would take hours here and meet the time limit of the test run."""
    text = unit * (1_000_000 // len(unit))
    spans = sentences(text)
    assert sum(len("".join(text[start:end].split())) for start, end in spans) == len("".join(text.split()))


def test_importing_takes_neither_dataclasses_nor_any_third_party_library() -> None:
    """Commands start quickly."""
    code = (
        "import sys; import kodning.language;"
        "print(sorted({'dataclasses', 'numpy', 'pandas', 'spacy', 'pydantic'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


PIECES = st.sampled_from(
    [
        *"aÅ1.?!…,;:-–()[]\"'»«”§ \n😀",
        " ",
        ". ",
        "bl.a. ",
        "kr. ",
        "Det ",
        "det ",
        "(...) ",
        "[griner] ",
        "\n\n",
        "21. ",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))


@given(TEXTS)
def test_spans_are_ordered_trimmed_and_cover_everything_but_white_space(text: str) -> None:
    """The contract of the function, on any text."""
    spans = sentences(text)
    end_before = 0
    for start, end in spans:
        assert end_before <= start < end <= len(text)
        assert not text[end_before:start].strip()
        assert text[start:end] == text[start:end].strip()
        end_before = end
    assert not text[end_before:].strip()


@given(TEXTS)
def test_no_sentence_crosses_a_blank_line(text: str) -> None:
    """Each line of a sentence has something on it."""
    for start, end in sentences(text):
        assert all(line.strip() for line in text[start:end].split("\n"))


@given(TEXTS, TEXTS, st.sampled_from(["\n\n", "\n \n", "\n\n\n"]))
def test_paragraphs_are_read_apart(first: str, second: str, gap: str) -> None:
    """What is found in one paragraph does not depend on its neighbours."""
    shift = len(first) + len(gap)
    wanted = sentences(first) + [(start + shift, end + shift) for start, end in sentences(second)]
    assert sentences(first + gap + second) == wanted


@given(TEXTS, st.sampled_from(["", " ", "\n", "\n\n "]))
def test_white_space_around_a_text_only_shifts_its_sentences(text: str, space: str) -> None:
    """Spans are trimmed of it."""
    shifted = [(start + len(space), end + len(space)) for start, end in sentences(text)]
    assert sentences(space + text + space) == shifted


SPEECH = st.lists(
    st.sampled_from(
        ["Vi", "rådet", "cand.", "merc.", "kr.", "osv.", "bl.a.", "Hun", "gik.", "vi.", "IV.", "Ǆ", "Ⓐ", "2.", "14.", "maj", "(sic).",
         "»ja.«", "Dr.", "Holm.", "s.", "å.", "ⅷ", "Ø.", "ß.", "[griner]", "…", "?", "Når", "ca.", "Skt.", "Hans"]
    ),
    max_size=40,
).map(" ".join)  # fmt: skip


@given(SPEECH | TEXTS)
def test_the_commonest_end_is_told_at_a_glance_and_no_differently(text: str) -> None:
    """Reading each place in full gives the same sentences."""
    quickly = sentences(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(splitting, "_is_plain_end", lambda *_: False)
        assert sentences(text) == quickly
