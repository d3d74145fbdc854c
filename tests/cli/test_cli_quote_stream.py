"""Quotes as CSV and JSON come one by one, the same to the byte as the whole list written at once."""

import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kodning.analysis import quote_bank as banking
from kodning.analysis.quote_bank import BankQuote, BankSelection, iter_bank, quote_bank
from kodning.analysis.quotes import Selection
from kodning.project import Project
from kodning.report import quote_stream
from kodning.report.quote_bank_table import bank_table
from kodning.report.quote_stream import bank_csv, bank_json
from kodning.report.table import to_csv, to_json
from kodning.wording import set_language

Kodning = Callable[..., Any]
SELECTIONS = [
    Selection(),
    Selection(context=1, join=False),
    Selection(where={"rolle": "formand"}, min_words=10),
    Selection(min_words=10_000),
]


@pytest.fixture
def varied(demo: Project) -> Project:
    """The demo, one document and one speaker with attributes of their own."""
    demo.set_attributes({"interview-4": {"bølge": 2}}, "koder-a")
    demo.set_attributes({"interview-5": {"alder": "=ung;"}}, "koder-a", speaker="Næstformand")
    return demo


@pytest.mark.parametrize("selection", SELECTIONS)
@pytest.mark.parametrize("ahead", [1, 2_000])
def test_the_stream_is_what_the_whole_list_is(
    varied: Project, selection: Selection, ahead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quote_stream, "MOST_AHEAD", ahead)
    more = BankSelection(roles=("informant",))
    whole = bank_table(quote_bank(varied, selection, more).quotes)
    possible = {"bølge", "alder", "ingen har den", *next(iter(varied.attributes().values()))}

    def quotes() -> Iterator[BankQuote]:
        return iter_bank(varied, selection, more)

    assert "".join(bank_json(quotes())) == to_json(list(whole.records or whole.rows))
    for excel in (False, True):
        assert "".join(bank_csv(quotes, possible, danish_excel=excel)) == to_csv(whole, danish_excel=excel)


@pytest.mark.parametrize("asked", [("--format", "csv"), ("--format", "json"), ("--excel",)])
def test_the_command_writes_it_to_the_terminal_and_to_a_file(
    kodning: Kodning, varied: Project, tmp_path: Path, asked: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_language("da")
    bank = bank_table(quote_bank(varied, Selection()).quotes)
    expected = (
        to_json(list(bank.records or bank.rows))
        if "json" in asked
        else to_csv(bank, danish_excel="--excel" in asked)
    )
    set_language(None)
    # The whole list is not made on the way.
    monkeypatch.setattr(banking, "quote_bank", None)
    file = tmp_path / "citater.txt"
    said = kodning("--language", "da", "quotes", *asked, project=varied.folder)
    assert (said.stdout, said.stderr, said.returncode) == (expected, "", 0)
    kodning("--language", "da", "quotes", *asked, "--output", file, project=varied.folder)
    assert file.read_bytes() == expected.encode("utf-8")


def test_no_quotes_are_said_to_be_none(kodning: Kodning, varied: Project) -> None:
    none = kodning("quotes", "--text", "findes ikke", "--format", "json", project=varied.folder)
    assert (none.stdout, none.returncode) == ("[]\n", 0)
    assert "No quotes match that." in none.stderr
    some = kodning("quotes", "--format", "csv", project=varied.folder)
    assert "No quotes" not in some.stderr


def test_memory_stays_small_beside_what_is_written(varied: Project) -> None:
    some = quote_bank(varied, Selection()).quotes[:50]

    def quotes() -> Iterator[BankQuote]:
        return (one._replace(memo="m" * 1_000) for _ in range(100) for one in some)

    tracemalloc.start()
    written = sum(map(len, bank_csv(quotes, {"bølge", "alder", "andet"}))) + sum(
        map(len, bank_json(quotes()))
    )
    reached = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reached < written / 10
