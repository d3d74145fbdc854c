"""The quote bank as CSV or JSON, piece by piece: however many quotes there are, a few of them are in memory."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import chain

from kodning.analysis.quote_bank import BankQuote
from kodning.report.quote_bank_table import bank_row, columns_with
from kodning.report.table import csv_lines

MOST_AHEAD = 2_000  # quotes that are kept while the columns are being found out
Quotes = Callable[[], Iterator[BankQuote]]


def bank_json(quotes: Iterator[BankQuote]) -> Iterator[str]:
    """What `to_json` makes of the records."""
    opening = "[\n  "
    for one in quotes:
        record = json.dumps(one.record(), ensure_ascii=False, indent=2, allow_nan=False)
        yield opening + record.replace("\n", "\n  ")
        opening = ",\n  "
    yield "[]\n" if opening[0] == "[" else "\n]\n"


def bank_csv(quotes: Quotes, attributes: Collection[str], *, danish_excel: bool = False) -> Iterator[str]:
    """What `to_csv` makes of the table.

    Args:
        quotes: Begins with the first quote each time it is called: that is done twice only where some attribute is not
            met early on.
        attributes: All that a quote could have.
        danish_excel: Whether it is for Danish Excel.
    """
    names, found = _with_attributes(quotes, attributes)
    return csv_lines(columns_with(names), _rows(found), danish_excel=danish_excel)


def _rows(quotes: Iterator[BankQuote]) -> Iterator[Mapping[str, object]]:
    return (bank_row(one) for one in quotes)


def _with_attributes(quotes: Quotes, attributes: Collection[str]) -> tuple[list[str], Iterator[BankQuote]]:
    """The attributes that the quotes have, in the order in which they are met, and the quotes."""
    names: dict[str, None] = {}
    ahead: list[BankQuote] = []
    found = quotes()
    for one in found:
        names.update(dict.fromkeys(one.quote.attributes))
        ahead.append(one)
        if len(names) >= len(attributes):
            return list(names), chain(ahead, found)
        if len(ahead) == MOST_AHEAD:
            names.update(dict.fromkeys(name for later in found for name in later.quote.attributes))
            return list(names), quotes()
    return list(names), iter(ahead)
