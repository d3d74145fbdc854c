"""Edits of `codebook.yaml`: only the lines concerned change, and the file says what it should."""

import difflib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kodning import codebook_edits as edits
from kodning.codebook import Codebook, parse_codebook
from kodning.codebook_text import UneditableError
from kodning.codebook_writing import new_codebook
from kodning.model import Code
from kodning.sample import sample_folder
from kodning.wording import speaking

FILE = Path("codebook.yaml")
SOURCE = """\
# Min kodebog
title: Prøve   # navnet
groups:
  - {id: tone, codes: [glad, vred]}
codes:
  # penge først
  - id: økonomi  # temaet
    label: {da: Økonomi, en: Money}
    definition: >-
      Alt om penge, men
      ikke om tid.
    exclude:
      - Ventetid -> tid
      - 'Løn -> løn'

    terms: [penge, "budget",
      krone]
    codes:
      # under penge
      - id: løn
        color: "#112233"
        # efter farven

      - id: støtte
        memo: |
          Linje et -> tid.

          Linje to.

  # tiden
  - {id: tid, label: Tid}
  - id: glad
  - id: vred
    scale: [mild, hård]
    codes:
    - id: mild
    - id: hård
"""


def _changed(before: str, after: str) -> list[str]:
    return list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]


def _lines(before: str, after: str) -> list[str]:
    return [line for line in _changed(before, after) if not line.startswith("@@")]


def _codes(source: str) -> dict[str, Code]:
    return {code.id: code for code in parse_codebook(source, FILE).codes}


def test_renaming_changes_the_id_what_points_at_it_and_nothing_else() -> None:
    after = edits.rename(SOURCE, FILE, "tid", "ventetid")
    assert _lines(SOURCE, after) == [
        "-      - Ventetid -> tid",
        "+      - Ventetid -> ventetid",
        "-          Linje et -> tid.",
        "+          Linje et -> ventetid.",
        "-  - {id: tid, label: Tid}",
        "+  - {id: ventetid, label: Tid, aliases: [tid]}",
    ]
    assert _codes(after)["ventetid"].aliases == ("tid",)


def test_renaming_reaches_groups_scales_and_quoted_texts() -> None:
    after = edits.rename(SOURCE, FILE, "løn", "lønnen")
    assert _lines(SOURCE, after) == [
        "-      - 'Løn -> løn'",
        "+      - 'Løn -> lønnen'",
        "-      - id: løn",
        "+      - id: lønnen",
        "+        aliases: [løn]",
    ]
    after = edits.rename(SOURCE, FILE, "hård", "meget: hård", alias=False)
    assert _lines(SOURCE, after) == [
        "-    scale: [mild, hård]",
        '+    scale: [mild, "meget: hård"]',
        "-    - id: hård",
        '+    - id: "meget: hård"',
    ]
    assert "codes: [munter, vred]" in edits.rename(SOURCE, FILE, "glad", "munter")


def test_a_name_that_begins_like_another_is_left_alone() -> None:
    source = "codes:\n  - id: tid\n  - id: tid-tabel\n    exclude: [x -> tid-tabel, y -> tid]\n"
    assert _codes(edits.rename(source, FILE, "tid", "ur"))["tid-tabel"].exclude == (
        "x -> tid-tabel",
        "y -> ur",
    )


def test_renaming_back_takes_the_alias_away() -> None:
    once = edits.rename(SOURCE, FILE, "løn", "lønnen")
    assert _codes(edits.rename(once, FILE, "lønnen", "løn", alias=False)) == _codes(SOURCE)
    assert edits.rename(once, FILE, "lønnen", "løn", alias=False) == SOURCE


def test_moving_takes_the_comments_of_the_code_along() -> None:
    after = edits.move(SOURCE, FILE, "løn", None)
    assert _lines(SOURCE, after) == [
        "-      # under penge",
        "-      - id: løn",
        '-        color: "#112233"',
        "-        # efter farven",
        "-",
        "+  # under penge",
        "+  - id: løn",
        '+    color: "#112233"',
        "+    # efter farven",
    ]
    assert [c.id for c in parse_codebook(after, FILE).codes][-1] == "løn"


def test_moving_under_a_code_of_one_line_makes_it_two() -> None:
    after = edits.move(SOURCE, FILE, "støtte", "tid")
    assert _codes(after)["støtte"].parent == "tid"
    assert (
        "  - id: tid\n    label: Tid\n    codes:\n      - id: støtte\n        memo: |\n          Linje et"
        in after
    )
    assert "Linje to." in after


def test_moving_the_last_code_under_a_theme_leaves_no_empty_list() -> None:
    source = "codes:\n  - id: a\n    codes:\n      - id: b\n  # c\n  - id: c\n"
    assert (
        edits.move(source, FILE, "b", "c")
        == "codes:\n  - id: a\n  # c\n  - id: c\n    codes:\n      - id: b\n"
    )
    assert (
        edits.move("codes:\n  - id: a\n  - id: b\n", FILE, "b", "a")
        == "codes:\n  - id: a\n    codes:\n      - id: b\n"
    )


@pytest.mark.parametrize(
    ("how", "order"),
    [
        ({"before": "økonomi"}, ["vred", "økonomi", "tid", "glad"]),
        ({"after": "økonomi"}, ["økonomi", "vred", "tid", "glad"]),
        ({"before": "tid"}, ["økonomi", "vred", "tid", "glad"]),
        ({"after": "glad"}, ["økonomi", "tid", "glad", "vred"]),
    ],
)
def test_moving_among_siblings_is_reordering(how: dict[str, str], order: list[str]) -> None:
    after = edits.move(SOURCE, FILE, "vred", None, **how)
    assert [code.id for code in parse_codebook(after, FILE).codes if code.depth == 0] == order
    assert sorted(after.splitlines()) == sorted(SOURCE.splitlines())


def test_codes_that_name_their_parent_go_on_doing_so() -> None:
    source = "codes:\n  - id: a\n  - id: b\n    parent: a\n  - id: c\n"
    assert edits.move(source, FILE, "b", None) == "codes:\n  - id: a\n  - id: b\n  - id: c\n"
    assert edits.move(source, FILE, "c", "a") == source + "    parent: a\n"
    assert edits.move(source, FILE, "b", "c") == source.replace("parent: a", "parent: c")
    after = edits.move(source, FILE, "c", "a", before="b")
    assert [(c.id, c.parent) for c in parse_codebook(after, FILE).codes] == [
        ("a", None),
        ("c", "a"),
        ("b", "a"),
    ]


def test_lists_in_brackets_become_lines_where_codes_are_moved() -> None:
    source = "codes: [{id: a, codes: [{id: b, label: B}]}, {id: c}]\n"
    after = edits.move(source, FILE, "c", "b")
    assert {c.id: c.parent for c in parse_codebook(after, FILE).codes} == {"a": None, "b": "a", "c": "b"}
    with speaking("en"), pytest.raises(UneditableError, match=r"codebook\.yaml:1: .*nothing was changed"):
        edits.move("codes: [{id: a}, # x\n  {id: b}]\n", FILE, "b", "a")


def test_a_file_with_yaml_references_is_left_alone() -> None:
    with speaking("en"), pytest.raises(UneditableError, match="aliases"):
        edits.rename("codes:\n  - id: a\n    terms: &t [x]\n  - id: b\n    terms: *t\n", FILE, "a", "c")


def _merged(source: str, gone: list[str], into: str, *, texts: bool = True) -> str:
    codes = _codes(source)
    below = {name: [c.id for c in codes.values() if c.parent == name] for name in gone}
    return edits.merge(source, FILE, [codes[name] for name in gone], codes[into], below, texts=texts)


def test_sub_codes_carried_at_once_come_to_stand_as_if_moved_one_by_one() -> None:
    codes = "".join(f"      # om {x}\n      - id: {x}\n        memo: {x}\n\n" for x in ("a1", "a2", "a3"))
    source = (
        f"codes:\n  - id: a\n    codes:\n{codes}  - id: b\n    codes:\n      - id: b1\n\n      - id: b2\n"
    )
    one_by_one = source
    for name in ("a1", "a2", "a3"):
        one_by_one = edits.move(one_by_one, FILE, name, "b")
    assert edits.merge(one_by_one, FILE, [_codes(source)["a"]], _codes(source)["b"], {}) == _merged(
        source, ["a"], "b"
    )
    assert [c.id for c in parse_codebook(_merged(source, ["a"], "b"), FILE).codes] == [
        "b", "b1", "b2", "a1", "a2", "a3",
    ]  # fmt: skip


def test_merging_carries_names_texts_and_sub_codes_over() -> None:
    source = """\
codes:
  - id: a
    definition: Om a.
    exclude:
      - noget -> b
      - andet -> c
    terms: [x]
  # om b
  - id: b
    aliases: [gammel-b]
    include:
      - med b
    exclude:
      - ikke a -> a
      - ikke c -> c
    terms: [x, z]
    examples:
      - {text: Nej., document: samtale}
    codes:
      - id: d
  - id: c
    exclude: [pengene -> b]
"""
    after = _merged(source, ["b"], "a")
    assert (
        after
        == """\
codes:
  - id: a
    aliases: [b, gammel-b]
    definition: Om a.
    include:
      - med b
    exclude:
      - andet -> c
      - ikke c -> c
    examples:
      - text: Nej.
        document: samtale
    terms: [x, z]
    codes:
      - id: d
  - id: c
    exclude: [pengene -> a]
"""
    )
    bare = _codes(_merged(source, ["b"], "a", texts=False))["a"]
    assert (bare.terms, bare.include, bare.aliases, bare.exclude) == (
        ("x",),
        (),
        ("b", "gammel-b"),
        ("andet -> c",),
    )


def test_merging_several_codes_keeps_groups_and_scales_right() -> None:
    after = _merged(SOURCE, ["glad", "mild"], "vred")
    assert "groups" not in after
    codes = _codes(after)
    assert codes["vred"].scale == ("hård",)
    assert set(codes["vred"].aliases) == {"glad", "mild"}
    assert codes.keys() == _codes(SOURCE).keys() - {"glad", "mild"}


def test_new_codes_are_written_where_they_belong() -> None:
    new = [Code("ny", {"da": "Ny"}, None, 0, 0, definition="Det nye."), Code("under-ny", {}, "ny", 1, 1)]
    after = edits.add(SOURCE, FILE, new, "økonomi", after="løn")
    assert [c.id for c in parse_codebook(after, FILE).codes][:5] == [
        "økonomi",
        "løn",
        "ny",
        "under-ny",
        "støtte",
    ]
    assert all(line.startswith("+") for line in _lines(SOURCE, after))
    assert _codes(edits.add("codes: []\n", FILE, new, None)).keys() == {"ny", "under-ny"}
    assert _codes(edits.add("title: x\ncodes:\n", FILE, new, None)).keys() == {"ny", "under-ny"}


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        (
            "definition",
            "Kort.",
            [
                "-    definition: >-",
                "-      Alt om penge, men",
                "-      ikke om tid.",
                "+    definition: Kort.",
            ],
        ),
        ("color", "#aabbcc", ['+    color: "#aabbcc"']),
        (
            "label",
            {"da": "Penge", "en": "Money"},
            ["-    label: {da: Økonomi, en: Money}", "+    label: {da: Penge, en: Money}"],
        ),
        ("terms", None, ['-    terms: [penge, "budget",', "-      krone]"]),
        ("retired", "bruges ikke", ["+    retired: bruges ikke"]),
    ],
)
def test_a_field_is_set_alone(key: str, value: object, expected: list[str]) -> None:
    assert _lines(SOURCE, edits.put(SOURCE, FILE, "økonomi", key, value)) == expected  # type: ignore[arg-type]


def test_a_code_on_one_line_stays_on_one_line() -> None:
    for key, value, line in (
        ("label", None, "  - {id: tid}"),
        ("color", "#aabbcc", '  - {id: tid, label: Tid, color: "#aabbcc"}'),
        ("label", "Ur, tid", '  - {id: tid, label: "Ur, tid"}'),
    ):
        assert line in edits.put(SOURCE, FILE, "tid", key, value).splitlines()


def test_the_samples_codebook_changes_by_few_lines() -> None:
    source = (sample_folder() / FILE).read_text(encoding="utf-8")
    after = edits.rename(source, FILE, "høringsret", "ret-til-høring")
    pointing = sum(
        "-> høringsret" in line and not line.lstrip().startswith("#") for line in source.splitlines()
    )
    assert len(_lines(source, after)) == 2 * (pointing + 1) + 1
    codes = [code.id for code in parse_codebook(source, FILE).codes]
    moved = edits.move(source, FILE, codes[-1], None)
    assert sorted(line.strip() for line in moved.splitlines() if line) == sorted(
        line.strip() for line in source.splitlines() if line
    )


@st.composite
def _books(draw: st.DrawFn) -> tuple[str, Codebook]:
    """A codebook of random shape and layout: comments, empty lines, either way of saying who stands under whom."""
    count = draw(st.integers(2, 7))
    names = [f"k{n}" for n in range(count)]
    parents: list[str | None] = [draw(st.sampled_from([None, *names[:n]])) for n in range(count)]
    codes = [
        Code(
            names[n], {"da": f"K {n}"}, parents[n], n, 0,
            definition=draw(st.sampled_from(["", "Kort.", "ord " * 40 + "slut"])).strip(),
            exclude=tuple(f"x{n} -> {name}" for name in draw(st.lists(st.sampled_from(names), max_size=2, unique=True))),
            terms=tuple(draw(st.lists(st.sampled_from(["penge", "tid", "råd"]), unique=True))),
        )
        for n in range(count)
    ]  # fmt: skip
    lines: list[str] = []
    number = 0
    for line in new_codebook(codes).splitlines():
        if line.strip().startswith("- id:") and draw(st.booleans()):
            number += 1
            lines.append(f"{line[: len(line) - len(line.lstrip())]}# note {number}")
        lines.append(line)
        if line.strip().startswith("terms:") and draw(st.booleans()):
            lines += ["", f"{line[: len(line) - len(line.lstrip())]}# efter {number}"]
    source = "\n".join(lines) + "\n"
    return source, parse_codebook(source, FILE)


def _comments(source: str) -> list[str]:
    return sorted(line.strip() for line in source.splitlines() if line.strip().startswith("#"))


def _plain(code: Code) -> Code:
    return code._replace(position=0, depth=0, line=None)


@settings(deadline=None, max_examples=30)
@given(_books(), st.data())
def test_any_code_can_be_moved_anywhere_and_nothing_else_changes(
    book: tuple[str, Codebook], data: st.DataObject
) -> None:
    source, codebook = book
    codes = {code.id: code for code in codebook.codes}
    code = data.draw(st.sampled_from(list(codes)))

    def inside(name: str | None) -> bool:
        while name is not None and name != code:
            name = codes[name].parent
        return name == code

    under = data.draw(st.sampled_from([None, *(name for name in codes if not inside(name))]))
    beside = [name for name in codes if codes[name].parent == under and name != code and not inside(name)]
    how: dict[str, str] = {}
    if beside and data.draw(st.sampled_from(["last", "beside"])) == "beside":
        how = {data.draw(st.sampled_from(["before", "after"])): data.draw(st.sampled_from(beside))}
    found = parse_codebook(edits.move(source, FILE, code, under, **how), FILE)
    assert {c.id: _plain(c) for c in found.codes} == {
        c.id: _plain(c._replace(parent=under) if c.id == code else c) for c in codebook.codes
    }
    siblings = [c.id for c in found.codes if c.parent == under]
    if how:
        at = siblings.index(code)
        ((where, anchor),) = how.items()
        assert siblings[at + (1 if where == "before" else -1)] == anchor
    else:
        assert siblings[-1] == code
    assert _comments(found.source) == _comments(source)


@settings(deadline=None, max_examples=20)
@given(_books(), st.data())
def test_any_codes_can_be_merged(book: tuple[str, Codebook], data: st.DataObject) -> None:
    source, codebook = book
    codes = {code.id: code for code in codebook.codes}
    into = data.draw(st.sampled_from(list(codes)))
    above = set()
    at: str | None = into
    while at is not None:
        above.add(at)
        at = codes[at].parent
    free = [name for name in codes if name not in above]
    if not free:
        return
    gone = data.draw(st.lists(st.sampled_from(free), min_size=1, max_size=2, unique=True))
    found = {c.id: c for c in parse_codebook(_merged(source, gone, into), FILE).codes}
    assert found.keys() == codes.keys() - set(gone)
    assert set(found[into].aliases) == set(gone)
    assert set(found[into].terms) == set(codes[into].terms).union(*(codes[name].terms for name in gone))
    pointed = {rule.rpartition("-> ")[2] for c in found.values() for rule in c.exclude}
    assert pointed <= found.keys()
    for name in found.keys() - {into}:
        expected = codes[name].parent
        assert found[name].parent == (into if expected in gone else expected)


@settings(deadline=None, max_examples=20)
@given(_books(), st.data())
def test_any_code_can_be_renamed_and_renamed_back(book: tuple[str, Codebook], data: st.DataObject) -> None:
    source, codebook = book
    code = data.draw(st.sampled_from([c.id for c in codebook.codes]))
    after = edits.rename(source, FILE, code, "nyt navn")
    assert [c.id for c in parse_codebook(after, FILE).codes] == [
        "nyt navn" if c.id == code else c.id for c in codebook.codes
    ]
    assert edits.rename(after, FILE, "nyt navn", code, alias=False) == source


LISTED = """\
codes:
  - id: a
    terms: [x, "y", z]   # tre
    include:
      # om et
      - et   # først
      - 'to'
      # om tre
      - >-
        tre og
        mere
      - fire  # sidst
    examples:
      - {text: Sagt, place: t1}   # derfra
      - text: Skrevet
        place: t2
      - Løst
  - id: b
"""


@pytest.mark.parametrize(
    ("key", "value", "changes"),
    [
        ("include", ["et", "to", "tre og mere", "fire", "fem"], ["+      - fem"]),
        ("include", ["et", "to", "fire"],
         ["-      # om tre", "-      - >-", "-        tre og", "-        mere"]),
        ("include", ["nul", "et", "to", "tre og mere", "fire"], ["+      - nul"]),
        ("include", ["et", "2", "tre og mere", "fire"], ["-      - 'to'", '+      - "2"']),
        ("include", ["ét", "to", "tre og mere", "fire"], ["-      - et   # først", "+      - ét   # først"]),
        ("include", ["et", "to", "tre", "fire"],
         ["-      - >-", "-        tre og", "-        mere", "+      - tre"]),
        ("terms", ["x", "y", "z", "å, b"], ['-    terms: [x, "y", z]   # tre', '+    terms: [x, "y", z, "å, b"]   # tre']),
        ("terms", ["y", "z"], ['-    terms: [x, "y", z]   # tre', '+    terms: ["y", z]   # tre']),
        ("terms", ["x"], ['-    terms: [x, "y", z]   # tre', "+    terms: [x]   # tre"]),
        ("terms", ["q"], ['-    terms: [x, "y", z]   # tre', "+    terms: [q]   # tre"]),
        ("terms", ["w", "x", "z"], ['-    terms: [x, "y", z]   # tre', "+    terms: [w, x, z]   # tre"]),
        ("examples", [{"text": "Sagt", "place": "t1"}, {"text": "Skrevet", "place": "t2"}, "Løst", "Nyt"],
         ["+      - Nyt"]),
        ("examples", [{"text": "Sagt", "place": "t1"}, {"text": "Talt", "place": "t2"}, "Løst"],
         ["-      - text: Skrevet", "+      - text: Talt"]),
        ("examples", ["Løst"],
         ["-      - {text: Sagt, place: t1}   # derfra", "-      - text: Skrevet", "-        place: t2"]),
    ],
)  # fmt: skip
def test_of_a_list_only_the_items_that_change_are_written_anew(
    key: str, value: list[str | dict[str, str]], changes: list[str]
) -> None:
    after = edits.put(LISTED, FILE, "a", key, value)
    assert sorted(_lines(LISTED, after)) == sorted(changes)
    code = _codes(after)["a"]
    said = [item if isinstance(item, str) else item["text"] for item in value]
    assert list(getattr(code, key)) == said


@given(
    st.lists(st.sampled_from("abcdef"), max_size=6),
    st.lists(st.sampled_from("abcdefg"), max_size=6),
    st.booleans(),
)
@settings(max_examples=150)
def test_any_list_becomes_any_other_and_comments_of_what_stays_stay(
    before: list[str], after: list[str], in_brackets: bool
) -> None:
    items = f" [{', '.join(before)}]" if in_brackets else "".join(f"\n      - {x}  # om {x}" for x in before)
    source = f"codes:\n  - id: a\n    include:{items}\n    memo: m  # til sidst\n"
    changed = edits.put(source, FILE, "a", "include", after or None)
    assert list(_codes(changed)["a"].include) == after
    assert "memo: m  # til sidst" in changed
    if not in_brackets and before == sorted(set(before)) and after == sorted(set(after)) and before and after:
        assert all(f"- {x}  # om {x}" in changed for x in set(before) & set(after))
