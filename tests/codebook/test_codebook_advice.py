"""What is told of a code while it is being written, at its key."""

from pathlib import Path
from typing import Any

import pytest

from kodning.codebook import parse_codebook
from kodning.codebook_advice import remarks
from kodning.wording import speaking

BOOK = parse_codebook(
    """\
codes:
  - id: økonomi
    label: {da: Økonomi, en: Money}
    color: "#1b6ca8"
    terms: [penge]
    aliases: [kroner]
    codes:
      - id: løn
      - id: støtte
  - id: tid
    label: Tid
""",
    Path("codebook.yaml"),
)


def _said(code: str | None, **values: Any) -> list[tuple[str, int | None, bool]]:
    return [(one.key, one.item, one.wrong) for one in remarks(BOOK, code, values)]


def test_a_code_as_it_stands_gives_no_remark() -> None:
    for code in BOOK.codes:
        values = {"label": dict(code.labels), "terms": list(code.terms), "aliases": list(code.aliases),
                  "color": code.color}  # fmt: skip
        assert _said(code.id, **values) == []


@pytest.mark.parametrize(
    ("code", "values", "expected"),
    [
        ("tid", {"color": "rød"}, ("color", None, True)),
        ("tid", {"include": ["fint", 3]}, ("include", 1, True)),
        ("tid", {"examples": [{"text": "", "place": "t1"}]}, ("examples", 0, True)),
        ("tid", {"aliases": ["Kroner"]}, ("aliases", 0, True)),
        ("tid", {"aliases": ["ur", "løn"]}, ("aliases", 1, True)),
        ("økonomi", {"scale": ["løn", "tid"]}, ("scale", 1, True)),
        ("økonomi", {"scale": ["løn", "løn"]}, ("scale", 1, True)),
        ("tid", {"label": {"da": "økonomi"}}, ("label", None, False)),
        ("tid", {"label": "Money"}, ("label", None, False)),
        ("tid", {"exclude": ["a", "løn -> lon"]}, ("exclude", 1, False)),
        ("tid", {"terms": ["Penge"]}, ("terms", 0, False)),
        ("tid", {"terms": ["ur"], "negative_terms": ["ur"]}, ("terms", 0, False)),
        ("tid", {"color": "#1B6CA8"}, ("color", None, False)),
        (None, {"id": "TID"}, ("id", None, True)),
        (None, {"id": ""}, ("id", None, True)),
    ],
)
def test_a_remark_stands_at_its_key_and_item(
    code: str | None, values: dict[str, Any], expected: tuple[str, int | None, bool]
) -> None:
    assert _said(code, **values) == [expected]


def test_remarks_are_sentences_in_both_languages_with_the_nearest_name() -> None:
    (remark,) = remarks(BOOK, "tid", {"exclude": ["x -> lon"]})
    with speaking("da"):
        assert remark.words == "Pilen peger på »lon«, som ikke findes. Mente du »løn«?"
    with speaking("en"):
        assert remark.words.startswith("The arrow points at “lon”, which is no code.")
    (wrong,) = remarks(BOOK, "tid", {"color": "x"})
    assert wrong.da == 'Skal skrives som "#1b6ca8".'


def test_an_arrow_to_an_alias_is_right() -> None:
    assert _said("tid", exclude=["beløb -> kroner"]) == []


def test_an_arrow_to_words_that_are_like_no_code_is_left_alone() -> None:
    assert _said("tid", exclude=["private penge -> ingen kode"]) == []
    assert _said("tid", exclude=["private penge -> løn.", "x -> løn (og støtte)"]) == []
    assert _said("tid", exclude=["private penge -> gammelkode"]) == [("exclude", 0, False)]
