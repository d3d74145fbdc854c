"""`codebook.yaml`: read as written, and every mistake told with file, line and what to do."""

import unicodedata
from pathlib import Path

import pytest

from kodning.codebook import CodebookError, UnknownCodeError, find_code, parse_codebook, read_codebook
from kodning.model import ExamplePlace
from kodning.project import Project
from kodning.sample import sample_folder

FILE = Path("codebook.yaml")


def _refused(source: str) -> CodebookError:
    with pytest.raises(CodebookError) as refused:
        parse_codebook(source, FILE)
    return refused.value


def test_codes_come_depth_first_in_the_order_of_the_file() -> None:
    found = parse_codebook(
        "codes:\n  - {id: b, codes: [{id: d}, {id: c, codes: [{id: e}]}]}\n  - id: a\n", FILE
    )
    assert [(c.id, c.parent, c.depth, c.position) for c in found.codes] == [
        ("b", None, 0, 0),
        ("d", "b", 1, 1),
        ("c", "b", 1, 2),
        ("e", "c", 2, 3),
        ("a", None, 0, 4),
    ]


def test_a_code_may_name_its_parent_instead() -> None:
    found = parse_codebook("codes:\n  - {id: løn, parent: penge}\n  - id: penge\n  - id: tid\n", FILE)
    assert [(c.id, c.parent, c.depth) for c in found.codes] == [
        ("penge", None, 0),
        ("løn", "penge", 1),
        ("tid", None, 0),
    ]


def test_everything_a_code_says_is_read() -> None:
    source = """\
title: Min bog
version: 2.1
codes:
  - id: tidlig inddragelse
    label: {da: Tidlig inddragelse, en: Early involvement}
    definition: >
      Hvornår rådet
      tages med.
    include: [høring]
    exclude:
    examples: ["Vi hører først om det bagefter."]
    terms: [inddrage]
    negative_terms: [tidligere]
    color: "#1b6ca8"
    memo: noget
"""
    found = parse_codebook(source, FILE)
    (code,) = found.codes
    assert (found.title, found.version, found.source) == ("Min bog", "2.1", source)
    assert code.labels == {"da": "Tidlig inddragelse", "en": "Early involvement"}
    assert code.definition == "Hvornår rådet tages med."
    assert (code.include, code.exclude, code.terms) == (("høring",), (), ("inddrage",))
    assert (code.negative_terms, code.color, code.memo, code.line) == (("tidligere",), "#1b6ca8", "noget", 4)


def test_examples_scales_groups_aliases_and_retirement_are_read() -> None:
    source = """\
groups:
  - {id: tone, label: {da: Tone, en: Tone}, codes: [glad, vred]}
codes:
  - id: holdning
    scale: [imod, for]
    codes: [{id: for}, {id: imod}]
  - id: sted
    exclusive: true
    codes: [{id: by}, {id: land}]
  - {id: glad, aliases: [munter], retired: true}
  - id: vred
    retired: slået sammen
    examples:
      - Nej!
      - {text: Aldrig., document: interview-1, place: "10:17", note: klart}
"""
    found = parse_codebook(source, FILE)
    codes = {code.id: code for code in found.codes}
    assert [(g.id, g.codes, g.ordered) for g in found.groups] == [
        ("tone", ("glad", "vred"), False),
        ("holdning", ("imod", "for"), True),
        ("sted", ("by", "land"), False),
    ]
    assert (codes["glad"].aliases, codes["glad"].retired) == (("munter",), "true")
    assert codes["vred"].retired == "slået sammen"
    assert codes["vred"].examples == ("Nej!", "Aldrig.")
    assert codes["vred"].example_places == (None, ExamplePlace("interview-1", "10:17", "klart"))


def test_codes_nest_to_any_depth() -> None:
    source = "codes:\n" + "".join(
        "  " * (2 * depth + 1) + f"- id: k{depth}\n" + "  " * (2 * depth + 2) + "codes:\n"
        for depth in range(40)
    )
    assert [code.depth for code in parse_codebook(source, FILE).codes] == list(range(40))


@pytest.mark.parametrize(
    ("label", "da", "en"),
    [("label: Penge", "Penge", "Penge"), ("label: {en: Money}", "Money", "Money"), ("memo: x", "id", "id")],
)
def test_a_label_missing_in_a_language_is_taken_from_the_other(label: str, da: str, en: str) -> None:
    (code,) = parse_codebook(f"codes:\n  - id: id\n    {label}\n", FILE).codes
    assert (code.label("da"), code.label("en")) == (da, en)


@pytest.mark.parametrize("word", ["NO", "no", "ja", "on", "Yes"])
def test_a_word_that_other_readers_take_for_a_truth_value_is_a_word(word: str) -> None:
    assert parse_codebook(f"codes:\n  - id: {word}\n", FILE).codes[0].id == word


def test_an_id_is_kept_in_composed_unicode() -> None:
    source = unicodedata.normalize("NFD", "codes:\n  - id: å og é\n")
    assert parse_codebook(source, FILE).codes[0].id == "å og é"


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("codes:\n  - id: a\n    labell: b\n", 3, "codes.0.labell: unknown key. Did you mean “label”?"),
        ("codes:\n  - id: a\n    label: {da: x, de: y}\n", 3, "codes.0.label"),
        ("code:\n  - id: a\n", None, "codes"),
        ("codes:\n  - id: a\n  - id: b\n  - id: A\n", 4, "line 2 too (duplicate id)"),
        ("codes:\n  - id: a\n    codes:\n      - id: a\n", 4, "line 2 too"),
        ("codes:\n  - id: a\n    id: b\n", 3, "twice"),
        ("codes:\n  - {id: a, parent: b}\n  - {id: b, parent: a}\n", 2, "cycle"),
        ("codes:\n  - {id: a, parent: a}\n", 2, "cycle"),
        ("codes:\n  - id: penge\n  - {id: a, parent: pengee}\n", 3, "Did you mean “penge”?"),
        ("codes: &x\n  - id: a\n    codes: *x\n", 1, "cycle"),
        ("codes:\n  - id: a\n    codes: [{id: b, parent: a}]\n", 3, "also stands under"),
        ("codes:\n  - label: b\n", 2, "id: is missing"),
        ("codes:\n  - id: 12\n", 2, "must be text"),
        ("codes:\n  - id: ''\n", 2, "codes.0.id"),
        ("codes:\n  - tid\n", 2, "must be a code"),
        ("codes: tid\n", 1, "must be a list"),
        ("codes:\n  - id: a\n    color: red\n", 3, "#1b6ca8"),
        ("codes:\n  - id: a\n   label: b\n", 3, "not valid YAML"),
        ("codes:\n  - id: [\n", None, "not valid YAML"),
        ("- id: a\n", 1, "codes:"),
        ("", 1, "codes:"),
        ("bare ord", 1, "codes:"),
        ("codes:\n  - id: a\n    colour: '#112233'\n", 3, "Did you mean “color”?"),
        ("codes:\n  - id: a\n    examples: [{txt: b}]\n", 3, "codes.0.examples.0.text: is missing"),
        ("codes:\n  - id: a\n    examples:\n      - {text: b, dokument: c}\n", 4, "Did you mean “document”?"),
        ("codes:\n  - id: a\n    examples: [12]\n", 3, "must be text (put it in quotes) or {text: …"),
        ("codes:\n  - id: a\n    retired: 12\n", 3, "must be true or a reason"),
        ("codes:\n  - id: a\n    exclusive: måske\n", 3, "must be true or false"),
        ("codes:\n  - {id: a, scale: [c], codes: [{id: b}]}\n  - id: c\n", 2, "a: scale: no code “c” here"),
        ("codes:\n  - {id: lav}\n  - {id: høj}\ngroups:\n  - id: g\n    codes: [lav, højj]\n", 5, "“høj”"),
        ("codes:\n  - {id: a}\n  - {id: b}\ngroups:\n  - {id: g, codes: [a, a]}\n", 5, "stands twice"),
        ("codes:\n  - {id: a}\ngroups:\n  - {id: g, codes: [a]}\n", 4, "two codes at least"),
        ("codes:\n  - {id: a}\ngroups: [a]\n", 3, "must be a group"),
        ("codes:\n  - {id: a}\n  - {id: b, aliases: [A]}\n", 3, "“A” is a name of “a” already"),
    ],
)
def test_a_mistake_is_told_with_its_line(source: str, line: int | None, said: str) -> None:
    refused = _refused(source)
    assert said in refused.en
    if line is not None:
        assert refused.en.startswith(f"codebook.yaml:{line}: ")
        assert refused.da.startswith(f"codebook.yaml:{line}: ")


def test_a_mistake_is_one_line_in_each_language() -> None:
    refused = _refused("codes:\n  - id: a\n    labell: b\n")
    assert "\n" not in refused.en + refused.da
    assert "ukendt nøgle" in refused.da


@pytest.mark.parametrize(
    "content", [b"codes:\n  - id: l\xf8n\n", b"\xff\xfec\x00o\x00"], ids=["latin-1", "utf-16"]
)
def test_a_file_in_another_encoding_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(CodebookError, match="UTF-8"):
        read_codebook(tmp_path / FILE)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=r"codebook\.yaml"):
        read_codebook(tmp_path / FILE)


def test_line_ends_and_byte_order_mark_do_not_matter(tmp_path: Path) -> None:
    source = "codes:\n  - id: a\n"
    for content in (source, source.replace("\n", "\r\n"), "\ufeff" + source):
        (tmp_path / FILE).write_bytes(content.encode())
        assert read_codebook(tmp_path / FILE) == parse_codebook(source, FILE)


CODES = {"økonomi": {"da": "Rådets økonomi", "en": "Money"}, "tid": {"da": "Tid", "en": "Time"}}


@pytest.mark.parametrize(
    ("wanted", "key"),
    [("økonomi", "økonomi"), ("ØKONOMI", "økonomi"), ("money", "økonomi"), (" rådets Økonomi\n", "økonomi")],
)
def test_a_code_is_found_by_id_or_label(wanted: str, key: str) -> None:
    assert find_code(wanted, CODES) == key


@pytest.mark.parametrize(("wanted", "hint"), [("økonimi", "økonomi"), ("vejr", "tid")])
def test_an_unknown_code_is_answered_with_what_there_is(wanted: str, hint: str) -> None:
    with pytest.raises(UnknownCodeError, match=hint):
        find_code(wanted, CODES)


def test_the_samples_codebook_is_whole(demo: Project) -> None:
    found = read_codebook(sample_folder() / FILE)
    assert [code.id for code in found.codes] == [code.key for code in demo.codes()]
    for code in found.codes:
        assert code.labels.keys() == {"da", "en"}
        assert code.definition
        assert len(code.examples) == 4
        assert code.terms
        assert code.color


def test_the_samples_exclusions_point_at_codes_that_are_there() -> None:
    found = read_codebook(sample_folder() / FILE)
    known = {code.id for code in found.codes}
    pointed = [
        text.rpartition("->")[2].strip() for code in found.codes for text in code.exclude if "->" in text
    ]
    assert pointed
    assert set(pointed) <= {*known, "ingen kode"}
