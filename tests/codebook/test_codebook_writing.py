"""A codebook written from plain values says those values when it is read."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from kodning.codebook import parse_codebook, read_codebook
from kodning.codebook_writing import new_codebook, scalar
from kodning.model import Code, CodeGroup, ExamplePlace
from kodning.sample import sample_folder

FILE = Path("codebook.yaml")
# What the codebook keeps of a text: composed, its white space one blank.
_TEXTS = st.one_of(
    st.text(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff"),
        min_size=1,
        max_size=200,
    ),
    st.sampled_from(
        ["NO", "~", "12", "1.5", "2026-01-01", "- a", "a: b", "a #b", "#b", "", "'\"", "ja, [x]", "-> y"]
    ),
)


def _clean(text: str) -> str:
    import unicodedata

    return " ".join(unicodedata.normalize("NFC", text).split())


@settings(deadline=None)
@given(_TEXTS, st.booleans())
def test_a_scalar_is_read_as_the_text_it_was(text: str, in_flow: bool) -> None:
    written = scalar(text, in_flow=in_flow)
    assert YAML(typ="safe").load(f"[{written}]" if in_flow else f"a: {written}\n") == (
        [text] if in_flow else {"a": text}
    )


@settings(deadline=None, max_examples=40)
@given(st.lists(_TEXTS.map(_clean), max_size=4), _TEXTS.map(_clean), _TEXTS.map(_clean))
def test_a_code_is_read_as_it_was_written(texts: list[str], definition: str, label: str) -> None:
    given_ = Code(
        "a",
        {"da": label, "en": "x"} if label else {},
        None,
        0,
        0,
        definition=definition,
        include=tuple(texts),
        exclude=tuple(texts),
        examples=tuple(text for text in texts if text),
        example_places=tuple(
            ExamplePlace("samtale", "1:2") if n % 2 else None for n, t in enumerate(texts) if t
        ),
        terms=tuple(texts),
        memo=definition,
    )
    (found,) = parse_codebook(new_codebook([given_]), FILE).codes
    assert found._replace(line=None) == given_


def test_a_whole_codebook_comes_back(tmp_path: Path) -> None:
    given_ = read_codebook(sample_folder() / FILE)
    text = new_codebook(given_.codes, given_.groups, title=given_.title, comment="Kodebogen.\n\nSådan …")
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    found = read_codebook(tmp_path / FILE)
    assert [code._replace(line=None) for code in found.codes] == [
        code._replace(line=None) for code in given_.codes
    ]
    assert (found.title, found.groups) == (given_.title, given_.groups)
    assert text.startswith("# Kodebogen.\n#\n# Sådan …\n\ntitle: ")
    assert max(map(len, text.splitlines())) <= 120


def test_groups_and_scales_come_back() -> None:
    codes = [
        Code("holdning", {}, None, 0, 0, scale=("imod", "for"), example_places=()),
        Code("for", {}, "holdning", 1, 1),
        Code("imod", {}, "holdning", 2, 1),
        Code("glad", {}, None, 3, 0, aliases=("munter",), retired="true"),
        Code("vred", {}, None, 4, 0, retired="slået sammen: se glad"),
    ]
    groups = (
        CodeGroup("tone", {"da": "Tone"}, ("glad", "vred")),
        CodeGroup("holdning", {}, ("imod", "for"), ordered=True),
    )
    found = parse_codebook(new_codebook(codes, groups), FILE)
    assert [code._replace(line=None) for code in found.codes] == codes
    assert found.groups == groups


@pytest.mark.parametrize("codes", [[], [Code("a", {}, None, 0, 0)]])
def test_an_empty_codebook_and_one_of_one_code_can_be_read(codes: list[Code]) -> None:
    assert [code.id for code in parse_codebook(new_codebook(codes), FILE).codes] == [
        code.id for code in codes
    ]
