"""survey.yaml: the report's counts, and what is wrong in a file named by its line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kodning.sample import sample_folder
from kodning.survey import SurveyError, read_survey

# What the report prints (Institut for Menneskerettigheder 2017, ISBN 978-87-93605-15-2), by figure; None: in its text.
_PRINTED: dict[str, list[int]] = {
    "figur-1": [16, 8, 4, 2], "figur-2": [12, 13, 5], "figur-3": [21, 6, 3], "figur-4": [8, 18, 4], "figur-5": [20, 8, 2],
    "figur-6": [16, 10, 9, 4, 1, 9], "figur-7": [24, 28], "figur-8": [28, 2], "figur-9": [20, 10],
    "figur-10": [21, 21, 18, 17, 13, 12], "ny-viden": [17, 12, 1], "administrativ-placering": [22],
    "integrationspolitik": [22, 1, 5, 1, 1], "udpeget-embedsmand": [25], "udpeget-politiker": [15],
    "udtalelser-offentliggøres": [19, 8, 3], "kendskab-til-rem": [17, 13], "rem-understøtter": [19],
}  # fmt: skip
_HEAD = "title: Prøve\nsource: Kilde\nn: 30\nquestions:\n"
_GOOD = "  - id: a\n    kind: single\n    options:\n      - {answer: Ja, count: 20}\n      - {answer: Nej, count: 10}\n"


def test_the_samples_counts_are_the_reports_and_the_source_is_named() -> None:
    survey = read_survey(sample_folder() / "survey.yaml")
    assert {q.id: [option.count for option in q.options] for q in survey.questions} == _PRINTED
    assert (survey.n, survey.invited) == (30, 40)
    assert all(question.n == 30 for question in survey.questions)
    assert "978-87-93605-15-2" in survey.source
    assert (
        "978-87-93605-15-2"
        in (sample_folder() / "survey.yaml").read_text(encoding="utf-8").split("title:")[0]
    )
    assert [q.figure for q in survey.questions if q.figure] == list(range(1, 11))
    assert all(q.unrecoverable for q in survey.questions if q.figure is None or q.figure >= 6)


def test_the_source_s_sentences_hold_the_counts() -> None:
    survey = read_survey(sample_folder() / "survey.yaml")
    number = {1: "1", 2: "to", 4: "fire", 5: "fem", 8: "otte", 3: "tre"}
    for question in survey.questions:
        said = " ".join(question.sentences).casefold()
        for option in question.options:
            derived = "ikke opdelt" in option.answer["da"] or question.id in {
                "kendskab-til-rem",
                "integrationspolitik",
            }
            assert derived or str(option.count) in said or number[option.count] in said, (question.id, option)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (_HEAD + _GOOD.replace("20", "21"), 7, "add up to 31, but n is 30"),
        (_HEAD + _GOOD.replace("20", "19"), 7, "add up to 29, but n is 30"),
        (_HEAD + _GOOD.replace("20", "31"), 8, "31 answers, but n is 30"),
        (_HEAD + _GOOD.replace("20", "-1"), 8, "whole number, at least 0"),
        (_HEAD + _GOOD.replace("20", "tyve"), 8, "whole number, at least 0"),
        (_HEAD + _GOOD.replace("20", "20.5"), 8, "whole number, at least 0"),
        (_HEAD + _GOOD.replace("single", "flere"), 6, "say single (one answer each), multiple"),
        (_HEAD + _GOOD.replace("kind", "kinds"), 6, "unknown key. Did you mean “kind”?"),
        (_HEAD + _GOOD + _GOOD, 10, "is used in line 5"),
        (_HEAD + _GOOD + "    kind: single\n", 10, "not valid YAML"),
        (_HEAD + _GOOD.replace("answer: Ja", "answer: {fr: Oui}"), 8, "say a text or {da: …, en: …}"),
        (_HEAD + "  - id: a\n    kind: multiple\n    max: 1\n    options:\n      - {answer: Ja, count: 20}\n      - {answer: Nej, count: 20}\n", 8, "could give 1 each at most"),
        (_HEAD, 4, "questions: is missing"),
        (_HEAD.replace("n: 30", "n: 0") + _GOOD, 3, "n: must be a whole number, at least 1"),
        (_HEAD.replace("source: Kilde\n", "") + _GOOD, 1, "source: is missing"),
        ("- a\n- b\n", 1, "must be keys and values"),
        (_HEAD + "  - ja\n", 5, "must be keys and values"),
        (_HEAD + "\t- x\n", 5, "not valid YAML"),
        (_HEAD + "  - id: a\n    kind: single\n", 5, "options: is missing"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_line(text: str, line: int, words: str, tmp_path: Path) -> None:
    file = tmp_path / "survey.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SurveyError) as error:
        read_survey(file)
    assert error.value.en.startswith(f"{file}:{line}: ")
    assert words in error.value.en
    assert error.value.da != error.value.en


def test_a_sum_below_n_is_right_where_it_says_what_the_source_does_not_give(tmp_path: Path) -> None:
    file = tmp_path / "survey.yaml"
    file.write_text(_HEAD + _GOOD.replace("20", "12") + "    unrecoverable: [Resten]\n", encoding="utf-8")
    question = read_survey(file).questions[0]
    assert question.rest == 8
    assert question.unrecoverable == ({"da": "Resten", "en": "Resten"},)


def test_a_code_that_is_not_in_the_codebook_is_named_with_the_nearest(
    demo_project: Path, refused: Callable[..., str]
) -> None:
    file = demo_project / "survey.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("[selvstændigt-budget]", "[selvstændig-budget]"),
        encoding="utf-8",
    )
    message = refused(demo_project, "survey", "check")
    assert "no code “selvstændig-budget”. Did you mean “selvstændigt-budget”?" in message


def test_the_commands_check_and_show_it(demo_project: Path, kodning: Callable[..., Any]) -> None:
    checked = kodning("survey", "check", project=demo_project)
    assert (checked.returncode, checked.stdout.splitlines()[0]) == (0, "All right: 18 questions.")
    rows = json.loads(kodning("survey", "show", "--format", "json", project=demo_project).stdout)
    assert (rows[0]["answer"]["en"], rows[0]["count"], rows[0]["n"]) == ("An association", 16, 30)
    assert "16/30" in kodning("survey", "show", project=demo_project).stdout


def test_a_project_without_a_survey_says_so(demo_project: Path, refused: Callable[..., str]) -> None:
    (demo_project / "survey.yaml").unlink()
    assert "There is no" in refused(demo_project, "survey", "show")


def test_results_are_not_written_over_it(demo_project: Path, refused: Callable[..., str]) -> None:
    before = (demo_project / "survey.yaml").read_bytes()
    assert "project's own file" in refused(
        demo_project, "themes", "-o", demo_project / "survey.yaml", "--format", "csv"
    )
    assert (demo_project / "survey.yaml").read_bytes() == before
