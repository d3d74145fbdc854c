"""Codes that exclude each other are compared together: u, |u, cu and (k)u, in a group the codebook declares."""

from collections.abc import Callable, Sequence

import pytest

from kodning import agreement
from kodning.intercoder.asked import work_named
from kodning.intercoder.spans_study import SpanReport
from kodning.intercoder.whole import agreement_study
from kodning.project import Project
from kodning.report.agreement_groups import group_words
from kodning.wording import speaking

Build = Callable[..., Project]

CODEBOOK = """\
groups:
  - id: tone
    label: {da: Tonen, en: The tone}
    codes: [god, dårlig]
codes:
  - id: god
    label: {da: God, en: Good}
  - id: dårlig
    label: {da: Dårlig, en: Bad}
  - id: andet
"""
WORDS = ["et", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti"]
Row = tuple[str, str, int, int]  # coder, code, first word, one past the last
FIRST: Sequence[Row] = (
    ("a", "god", 0, 3), ("b", "god", 1, 3), ("a", "dårlig", 5, 8), ("b", "god", 5, 6), ("b", "dårlig", 6, 9),
)  # fmt: skip
SECOND: Sequence[Row] = (("a", "god", 2, 4), ("b", "god", 2, 5), ("a", "andet", 2, 9))
THIRD: Sequence[Row] = (("a", "dårlig", 0, 4), ("b", "dårlig", 0, 5), ("b", "andet", 0, 1))


def coded(build: Build, documents: Sequence[Sequence[Row]], codebook: str = CODEBOOK) -> Project:
    """Documents of ten words, coded and read by two coders."""
    project = build([[("informant", " ".join(WORDS))]] * len(documents), codebook)
    for number, rows in enumerate(documents, start=1):
        for coder, code, first, last in rows:
            start = len(" ".join(WORDS[:first])) + (first > 0)
            project.code(f"d{number}", f"{start}:{len(' '.join(WORDS[:last]))}", [code], coder)
        for coder in "ab":
            project.mark_reviewed([f"d{number}"], coder)
    return project


def report(project: Project, frozen: str | None = None) -> SpanReport:
    found = agreement_study(project, work_named(project, frozen), "span").first
    assert isinstance(found, SpanReport)
    return found


def test_the_family_is_that_of_the_statistics(build: Build) -> None:
    documents = (FIRST, SECOND, THIRD)
    (group,) = report(coded(build, documents)).groups
    expected = agreement.unitizing_alpha_documents(
        [
            ({c: [(a, b, k) for coder, k, a, b in rows if coder == c and k != "andet"] for c in "ab"}, len(WORDS))
            for rows in documents
        ],
        merge_touching=True,
    )  # fmt: skip
    assert group.found == expected
    assert (group.group, group.codes) == ("tone", ("god", "dårlig"))


def test_the_interval_is_over_documents_and_the_record_is_whole(build: Build) -> None:
    record = report(coded(build, (FIRST, SECOND, THIRD))).record()["groups"][0]
    assert record["interval_method"] == "jackknife"
    assert record["interval"][0] < record["u"] <= record["interval"][1]
    assert record["interval_clusters"] == 3
    assert [row["code"] for row in record["by_code"]] == ["god", "dårlig"]
    assert record["words_with_two_codes"] == {}
    assert 0 < record["coverage"] < 1


def test_two_of_the_codes_on_the_same_words_are_told_and_give_no_figure(build: Build) -> None:
    project = coded(build, ([*FIRST, ("a", "dårlig", 2, 5)], SECOND, THIRD))
    (group,) = report(project).groups
    assert group.found is None
    assert group.doubled == {"a": 1}
    assert group.record()["u"] is None
    with speaking("en"):
        assert group_words(group).endswith(
            "no figures, for two of the codes stand on the same words (a: 1 word). Correct the codings or the codebook."
        )


def test_nothing_coded_is_said_in_words(build: Build) -> None:
    (group,) = report(coded(build, ((), (), ()))).groups
    with speaking("en"):
        reason = group.why_not("u")
        assert reason
        assert reason in group_words(group)


@pytest.mark.parametrize(
    ("language", "said"),
    [("da", "Gruppen »Tonen« (God og Dårlig udelukker hinanden): u "), ("en", "The group “The tone” (Good and Bad exclude each other): u ")],
)  # fmt: skip
def test_the_report_says_it_in_both_languages(build: Build, language: str, said: str) -> None:
    project = coded(build, (FIRST, SECOND, THIRD))
    with speaking("da" if language == "da" else "en"):
        assert group_words(report(project).groups[0]).startswith(said)


def test_a_codebook_without_groups_has_none(build: Build) -> None:
    without = CODEBOOK[CODEBOOK.index("codes:\n") :]
    assert report(coded(build, (FIRST, SECOND, THIRD), without)).groups == []


def test_a_frozen_pass_keeps_the_groups_of_its_codebook(build: Build) -> None:
    project = coded(build, (FIRST, SECOND, THIRD))
    before = report(project).groups
    project.freeze("runde-1", "a")
    file = project.folder / "codebook.yaml"
    file.write_text(CODEBOOK[CODEBOOK.index("\ncodes:\n") + 1 :], encoding="utf-8")
    with Project.open(project.folder) as later:
        assert report(later).groups == []
        assert report(later, "runde-1").groups == before
