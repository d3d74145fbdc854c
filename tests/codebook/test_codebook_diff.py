"""What has changed in a codebook, said in words."""

from pathlib import Path

from kodning.codebook import parse_codebook
from kodning.codebook_diff import differences, in_short

FILE = Path("codebook.yaml")
BEFORE = """\
title: Prøve
codes:
  - id: økonomi
    definition: Penge.
    terms: [penge, kroner]
    codes:
      - id: løn
      - id: støtte
  - id: tid
  - id: sted
"""
AFTER = """\
title: Prøven
codes:
  - id: sted
    aliases: [støtte]
  - id: økonomi
    definition: Penge og tal.
    terms: [penge, tal]
    codes:
      - id: nyt
  - id: ventetid
    aliases: [tid]
    codes:
      - id: løn
"""


def _said(before: str, after: str, names: dict[str, str] | None = None) -> list[tuple[str, str, str]]:
    found = differences(parse_codebook(before, FILE), parse_codebook(after, FILE), names)
    return [(one.code, one.da, one.en) for one in found]


def test_two_codebooks_are_compared_in_words() -> None:
    assert _said(BEFORE, AFTER) == [
        ("", "titlen: Prøve → Prøven", "the title: Prøve → Prøven"),
        ("sted", "aliaser: »støtte« er kommet til", "aliases: “støtte” is new"),
        ("økonomi", "definitionen: Penge. → Penge og tal.", "the definition: Penge. → Penge og tal."),
        ("økonomi", "søgeord: »kroner« er taget ud", "terms: “kroner” was taken out"),
        ("økonomi", "søgeord: »tal« er kommet til", "terms: “tal” is new"),
        ("nyt", "ny kode under »økonomi«", "new code under “økonomi”"),
        ("ventetid", "hed »tid«", "was called “tid”"),
        ("ventetid", "aliaser: »tid« er kommet til", "aliases: “tid” is new"),
        ("løn", "flyttet fra »økonomi« til »ventetid«", "moved from “økonomi” to “ventetid”"),
        ("økonomi", "står et andet sted i rækkefølgen", "stands elsewhere in the order"),
        ("ventetid", "står et andet sted i rækkefølgen", "stands elsewhere in the order"),
        ("støtte", "slået sammen med »sted«", "merged into “sted”"),
    ]


def test_a_codebook_does_not_differ_from_itself() -> None:
    assert _said(BEFORE, BEFORE + "# en kommentar\n") == []
    assert in_short([]) == ("ingen koder er ændret", "no code has changed")


def test_a_code_known_to_be_the_same_is_renamed_without_an_alias() -> None:
    after = BEFORE.replace("id: tid", "id: ur")
    assert _said(BEFORE, after, {"tid": "ur"}) == [("ur", "hed »tid«", "was called “tid”")]
    assert [code for code, *_ in _said(BEFORE, after)] == ["ur", "tid"]


def test_the_number_of_changes_is_summed_up() -> None:
    found = differences(parse_codebook(BEFORE, FILE), parse_codebook(AFTER, FILE))
    assert in_short(found) == (
        "1 nye, 1 slået sammen med en anden, 1 omdøbt, 1 flyttet og 3 rettet",
        "1 new, 1 merged into another, 1 renamed, 1 moved and 3 edited",
    )
