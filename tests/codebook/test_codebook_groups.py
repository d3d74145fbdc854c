"""Groups written into `codebook.yaml` and taken out of it: only their lines change."""

from pathlib import Path

import pytest

from kodning.codebook import parse_codebook
from kodning.codebook_groups import drop_group, set_group
from kodning.model import CodeGroup

FILE = Path("codebook.yaml")
CODES = "# koder\ncodes:\n  - id: a   # først\n  - id: b\n  - id: c\n"
BLOCK = "groups:\n  # om tone\n  - id: tone\n    codes: [a, b]   # to\n  - id: sted\n    codes:\n      - b\n      - c\n"
FLOW = "groups: [{id: tone, codes: [a, b]}, {id: sted, codes: [b, c]}]\n"


def _groups(source: str) -> dict[str, tuple[tuple[str, ...], bool]]:
    return {group.id: (group.codes, group.ordered) for group in parse_codebook(source, FILE).groups}


def test_the_first_group_stands_before_the_codes_and_their_comment() -> None:
    after = set_group(f"title: x\n{CODES}", FILE, CodeGroup("tone", {}, ("a", "b")))
    assert after == f"title: x\ngroups:\n  - id: tone\n    codes: [a, b]\n{CODES}"
    assert set_group(f"groups:\n{CODES}", FILE, CodeGroup("tone", {}, ("a", "b"))) == after.removeprefix(
        "title: x\n"
    )


@pytest.mark.parametrize("head", [BLOCK, FLOW], ids=["lines", "brackets"])
def test_groups_come_change_and_go_and_all_else_stays(head: str) -> None:
    source = head + CODES
    more = set_group(source, FILE, CodeGroup("ny: en", {"da": "Ny", "en": "New"}, ("a", "c"), ordered=True))
    assert _groups(more) == {**_groups(source), "ny: en": (("a", "c"), True)}
    assert drop_group(more, FILE, "ny: en") == source
    changed = set_group(source, FILE, CodeGroup("tone", {}, ("c", "a"), ordered=True))
    assert _groups(changed) == {"tone": (("c", "a"), True), "sted": (("b", "c"), False)}
    assert set_group(changed, FILE, CodeGroup("tone", {}, ("a", "b"))) == source
    assert _groups(drop_group(source, FILE, "tone")) == {"sted": (("b", "c"), False)}
    assert drop_group(drop_group(source, FILE, "sted"), FILE, "tone").endswith(CODES)
    assert drop_group(source, FILE, "findes ikke") == source


def test_comments_in_a_group_stay_when_it_changes() -> None:
    changed = set_group(BLOCK + CODES, FILE, CodeGroup("tone", {}, ("b", "c")))
    assert "  # om tone\n" in changed
    assert "codes: [b, c]   # to\n" in changed
