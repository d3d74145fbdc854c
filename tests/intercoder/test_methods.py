"""The methods paragraph: true sentences, in both languages, from what the project holds."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from kodning.intercoder.background import Background, CodebookState, codebook_state
from kodning.intercoder.methods import methods_paragraph
from kodning.intercoder.provenance import blindness, settlement, which_codings
from kodning.intercoder.thresholds import SCALES
from kodning.intercoder.whole import ANY_UNIT, AnyUnit, Study, agreement_study
from kodning.intercoder.work import BlindFact, work_now, work_of_pass
from kodning.model import NewCoding
from kodning.project import Project
from kodning.project.coding_writer import CodingWriter
from kodning.store.passes import PassRow
from kodning.wording import LANGUAGES, Language, speaking

Build = Callable[..., Project]
TURNS = [("informant", f"Det er sætning {word}.") for word in ("et", "to", "tre", "fire", "fem", "seks")]
FROZEN = PassRow(
    "runde 1", "frozen", "2026-03-01T10:00:00Z", ("a", "b"), 5, 9, "ab" * 32, None, 1, "a", 7, 1, 0
)
SETTLED = FROZEN._replace(name="runde 1-afgjort", kind="adjudicated", base="runde 1", by="Anna", decisions=12)


def study(project: Project, unit: AnyUnit = "turn", **options: Any) -> Study:
    return agreement_study(project, work_now(project), unit, software="kodning 9.9", **options)


@pytest.fixture
def pair(build: Build) -> Project:
    """Three interviews of six turns, read by two coders."""
    project = build([TURNS] * 3)
    project.connection.execute("PRAGMA synchronous = OFF")
    for coder in "ab":
        project.mark_reviewed(["d1", "d2", "d3"], coder)
    return project


def put(project: Project, coder: str, code: str, turns: Sequence[int], document: str = "d1") -> None:
    for turn in turns:
        project.code(document, f"t{turn}", [code], coder)


@pytest.mark.parametrize("unit", ANY_UNIT)
def test_the_paragraph_holds_the_figures_of_the_report_in_the_language_of_each(
    demo: Project, unit: AnyUnit
) -> None:
    found = study(demo, unit)
    said = found.methods()
    assert list(said) == list(LANGUAGES)
    pooled = found.first.record()["pooled"]
    low, high = pooled["interval"]
    assert f"Pooled alpha is {pooled['alpha']:.2f} (95% interval {low:.2f} to {high:.2f})." in said["en"]
    danish = f"Samlet alfa er {pooled['alpha']:.2f} (95 %-interval {low:.2f} til {high:.2f}).".replace(
        ".", ","
    )
    assert danish[:-1] in said["da"]
    assert (
        said["da"].count("Beregnet med kodning 9.9.") == said["en"].count("Computed with kodning 9.9.") == 1
    )
    assert not re.search("[æøåÆØÅ»«]", said["en"])
    assert not re.search(r"\b(the|of|and|with|are|were|codings)\b", said["da"])


def test_the_sentences_of_a_usual_report(demo: Project) -> None:
    said = study(demo, "segment").methods()["en"]
    assert said.startswith(
        "Two coders' codings (koder-a and koder-b) were compared in 5 of 5 interviews. The codebook was version 1, SHA-256 "
    )
    for sentence in (
        "24 codes were compared.",
        "The unit of analysis was the sentence; a code was present in a sentence of which the coder had coded at least one word.",
        "858 of the informants' 858 sentences (100%) had been reviewed by both coders; only these count.",
        "Krippendorff's alpha (nominal, code present or absent)",
        "jackknife over interviews (one left out at a time, t distribution with 4 degrees of freedom)",
        "Alpha is defined for 24 of 24 codes and goes from 0.51 (Volunteer effort) to 1.00 (REM's resources), with median 0.73.",
        "33% of the compared sentences have no code from anybody.",
        "they are not frozen.",
        "The project has no record of how disagreements were settled.",
    ):
        assert sentence in said
    assert "suggestion" not in said
    assert "blind" not in said


def test_spans_are_told_of_with_what_chance_would_match(demo: Project) -> None:
    said = study(demo, "span", min_overlap=0.5).methods()["da"]
    assert "Analyseenheden var det frie tekststykke. 10.388 af informanternes 10.388 ord" in said
    assert "unitiserende alfa (u; Krippendorff, Mathet, Bouvry og Widlöcher 2016)" in said
    assert "samme kode på mindst 50 % af kodningens ord); 5 % var at vente" in said


def test_of_all_units_the_others_are_added(demo: Project) -> None:
    said = study(demo, "all").methods()["en"]
    assert "Pooled alpha on other units: paragraphs 0.88 (95% interval 0.86 to 0.91); turns" in said
    assert "free spans (unitizing u) 0.71" in said


def test_codes_at_the_same_value_are_counted(demo: Project) -> None:
    assert "to 1.00 (8 codes), with median" in study(demo, "turn").methods()["en"]


def test_one_code_that_is_defined_has_no_range(pair: Project) -> None:
    put(pair, "a", "tid", [1, 2])
    put(pair, "b", "tid", [1])
    said = study(pair).methods()
    assert "Alpha is defined for 1 of 5 codes and is 0.65 (tid)." in said["en"]
    assert "Alfa er defineret for 1 af 5 koder og er 0,65 (tid)." in said["da"]


def test_nothing_coded_is_said_in_words(pair: Project) -> None:
    said = study(pair).methods()
    assert (
        "No intervals could be computed. Alpha is undefined for every code. Pooled alpha is undefined."
        in said["en"]
    )
    assert "Alfa er ikke defineret for nogen kode. Samlet alfa er ikke defineret." in said["da"]
    assert "100% of the compared turns have no code from anybody." in said["en"]


def test_one_of_everything_is_in_the_singular(build: Build) -> None:
    project = build([[("informant", "Kort.")]], codebook="codes:\n  - id: tid\n")
    for coder in "ab":
        project.mark_reviewed(["d1"], coder)
    said = study(project).methods()
    assert "compared in 1 of 1 interview." in said["en"]
    assert "1 code was compared." in said["en"]
    assert "1 of the informants' 1 turn (100%)" in said["en"]
    assert "1 kode blev sammenlignet." in said["da"]
    assert "1 af informanternes 1 replik (100 %)" in said["da"]


def test_three_coders_are_two_or_more(pair: Project) -> None:
    pair.mark_reviewed(["d1"], "c")
    put(pair, "c", "tid", [1])
    said = study(pair).methods()["en"]
    assert said.startswith("Three coders' codings (a, b and c) were compared in 3 of 3 interviews.")
    assert "had been reviewed by two or more coders" in said


def test_with_two_interviews_the_intervals_are_labelled(build: Build) -> None:
    project = build([TURNS] * 2)
    for coder in "ab":
        project.mark_reviewed(["d1", "d2"], coder)
        put(project, coder, "tid", [1, 2])
    put(project, "a", "tid", [3])
    assert (
        "assume independent units, there being fewer than three interviews" in study(project).methods()["en"]
    )


def test_from_twenty_interviews_the_bootstrap_is_named(build: Build) -> None:
    project = build([TURNS[:2]] * 20)
    project.connection.execute("PRAGMA synchronous = OFF")
    names = [f"d{number}" for number in range(1, 21)]
    for coder in "ab":
        project.mark_reviewed(names, coder)
        for name in names[:9]:
            put(project, coder, "tid", [1], name)
    put(project, "a", "tid", [2])
    assert "percentiles of 1,000 bootstrap samples of whole interviews" in study(project).methods()["en"]
    assert "1.000 bootstrap-udtræk" in study(project).methods()["da"]


def test_what_was_not_read_by_two_is_in_the_share(pair: Project) -> None:
    pair.undo("b")
    pair.mark_reviewed(["d1"], "b", "t1")
    said = study(pair).methods()["en"]
    assert "compared in 1 of 3 interviews" in said
    assert "1 of the informants' 18 turns (6%)" in said


def test_themes_are_called_themes(demo: Project) -> None:
    said = study(demo, "turn", themes=True).methods()
    assert re.search(r"\d+ themes were compared, sub-codes counted as their theme\.", said["en"])
    assert re.search(r"\d+ temaer blev sammenlignet, underkoder regnet med til deres tema\.", said["da"])


def test_a_share_of_words_is_told(demo: Project) -> None:
    assert "had coded at least 30% of the words." in study(demo, "turn", min_overlap=0.3).methods()["en"]


def test_suggestions_are_told_of_where_there_are_any(pair: Project) -> None:
    put(pair, "a", "tid", [1])
    (coding,) = pair.codings()
    first = NewCoding(coding.document, coding.start, coding.end, coding.code, "b")
    with pair.action("accept", "b") as action:
        CodingWriter(pair, action).write([first], "suggestion")
    said = study(pair).methods()
    assert "1 coding of those compared began as suggestions of the program." in said["en"]
    assert "1 kodning af de sammenlignede begyndte som forslag fra programmet." in said["da"]


def test_a_frozen_pass_is_named_with_its_hash(pair: Project) -> None:
    put(pair, "a", "tid", [1])
    frozen = pair.freeze("runde 1", "a")
    put(pair, "b", "tid", [1])
    found = agreement_study(pair, work_of_pass(pair, "runde 1"), "turn", software="x")
    said = found.methods()["en"]
    assert (
        f"those of the pass “runde 1”, frozen on {frozen.created[:10]} (SHA-256 {frozen.sha256[:12]}…)."
        in said
    )
    assert found.record()["pass"]["sha256"] == frozen.sha256


def test_a_later_codebook_is_not_that_of_a_frozen_pass(pair: Project) -> None:
    pair.freeze("runde 1", "a")
    before = codebook_state(pair)
    (pair.folder / "codebook.yaml").write_text("version: 2.1\ncodes:\n  - id: tid\n", encoding="utf-8")
    with Project.open(pair.folder) as again:
        now, then = codebook_state(again), codebook_state(again, "runde 1")
    assert (now.version, now.number, then.number) == ("2.1", 2, 1)
    assert then.sha256 == before.sha256 != now.sha256


def rests_on(**changes: Any) -> Background:
    book = CodebookState("1", 1, "cd" * 32, "2026-01-01", "")
    return Background([], 5, 100, book, None, [], [], "kodning 9.9")._replace(**changes)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("da", "Uenigheder er afgjort enkeltvis og resultatet gemt som et gennemløb for sig: »runde 1-afgjort« (12 afgørelser, 2026-03-01, af Anna)."),
        ("en", "Disagreements were settled one by one, and the result kept as a pass of its own: “runde 1-afgjort” (12 decisions, 2026-03-01, by Anna)."),
    ],
)  # fmt: skip
def test_how_disagreements_were_settled_is_told(language: Language, said: str) -> None:
    with speaking(language):
        assert settlement(rests_on(settled=[SETTLED])) == said


def test_figures_after_settlement_are_not_passed_off_as_agreement() -> None:
    with speaking("en"):
        said = which_codings(rests_on(frozen=SETTLED))
        assert "after the disagreements of “runde 1” were settled" in said
        assert "do not measure how far coders agreed independently" in said
    with speaking("da"):
        assert "efter afgørelsen af uenighederne i »runde 1«" in which_codings(rests_on(frozen=SETTLED))


def test_blind_coding_is_told_where_it_is_on_record() -> None:
    blind = BlindFact("a", "ended", "2026-01-01", "2026-01-02", "a", "", 10, 8)
    facts = [
        blind,
        blind._replace(coder="b", state=None, coded_blind=0),
        blind._replace(coder="c", state="broken", codings=1, coded_blind=1),
    ]
    with speaking("en"):
        said = list(blindness(rests_on(blind=facts)))
    assert said[0].startswith("8 of 10 codings by a were made blind")
    assert said[1].startswith("1 of 1 coding by c")
    assert said[2:] == ["The blind of c was broken."]


@pytest.mark.parametrize(
    ("yaml", "version", "approach"),
    [
        ("codes: []\n", "", ""),
        ("version: 3\ncodes: []\n", "3", ""),
        ('version: "2026-1"  # januar\ncodes: []\n', "2026-1", ""),
        (
            "version: 1.10\napproach: Reflexive thematic analysis\ncodes: []\n",
            "1.10",
            "Reflexive thematic analysis",
        ),
        ("approach: >\n  refleksiv\n  tematisk analyse\ncodes: []\n", "", "refleksiv tematisk analyse"),
        ("codes: []\n# approach: reflexive\n", "", ""),
    ],
)
def test_the_codebook_says_its_version_and_approach(
    build: Build, yaml: str, version: str, approach: str
) -> None:
    state = codebook_state(build(codebook=yaml))
    assert (state.version, state.approach) == (version, approach)
    assert state.reflexive == bool(approach)


def test_the_paragraph_knows_no_scale(demo: Project) -> None:
    """The thresholds judge; they change no figure."""
    assert len({study(demo, "turn", scale=scale).methods()["en"] for scale in SCALES}) == 1


def test_a_code_without_a_name_in_the_codebook_goes_by_its_id(demo: Project) -> None:
    found = study(demo, "turn")
    with speaking("en"):
        said = methods_paragraph(found.reports, found.background, {})
    assert "(frivillige-kræfter)" in said
