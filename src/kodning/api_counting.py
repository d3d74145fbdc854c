"""Counts as methods of `Project`: DataFrames that print in a notebook with their title and what they rest on."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from kodning.analysis import (
    comparing,
    cooccurrence,
    matrix,
    saturation,
    searching,
    themes,
    timeline,
    word_frequencies,
)
from kodning.project import Project as CoreProject
from kodning.report.compare_table import compare_table
from kodning.report.cooccurrence_table import cooccurrence_table
from kodning.report.matrix_table import matrix_table
from kodning.report.notebook import table_html
from kodning.report.saturation_table import saturation_table
from kodning.report.search_table import context_table, search_table
from kodning.report.table import Table
from kodning.report.theme_table import theme_table
from kodning.report.timeline_table import timeline_table
from kodning.report.word_table import words_by_code


class Frame(pd.DataFrame):
    """A DataFrame of records that a notebook shows as the command prints it; what is made of it is a plain one."""

    _metadata = ["_table", "_shape"]  # noqa: RUF012 - pandas' way to say that these are no columns
    _table: Table
    _shape: tuple[object, ...]

    @classmethod
    def of(cls, records: Sequence[Mapping[str, object]], table: Table) -> "Frame":
        """The records, with the table that shows them."""
        frame = cls(pd.DataFrame(list(records)))
        frame._table, frame._shape = table, (len(frame), *frame.columns)
        return frame

    @property
    def _constructor(self) -> Any:
        return pd.DataFrame

    def _repr_html_(self) -> str:
        unchanged = self._shape == (len(self), *self.columns)
        return table_html(self._table) if unchanged else self.to_html(max_rows=60)


class CountingMethods(CoreProject):
    """A project, as far as it is counted."""

    def themes(
        self, *, coder: str | None = None, by: str | None = None, sort: str = "codebook"
    ) -> pd.DataFrame:
        """The theme frequency table; see `kodning.analysis.themes.themes`."""
        found = themes.themes(self, coder=coder, by=by, sort=sort)
        return Frame.of([row.record() for row in found.rows], theme_table(found))

    def matrix(
        self,
        by: str = matrix.BY_DOCUMENT,
        *,
        coder: str | None = None,
        subcodes: bool = True,
        cells: matrix.Measure = "codings",
        share: matrix.Share = "words",
    ) -> pd.DataFrame:
        """Codes by document, coder or attribute, one row a cell; see `kodning.analysis.matrix.matrix`.

        `frame.pivot(index="code", columns="column", values="value")` makes a square of it.
        """
        found = matrix.matrix(self, by, coder=coder, subcodes=subcodes)
        return Frame.of(found.records(cells, share), matrix_table(found, cells, share))

    def cooccurrence(
        self,
        unit: cooccurrence.Unit = "overlap",
        *,
        words: int = cooccurrence.NEARNESS,
        coder: str | None = None,
        themes: bool = False,
    ) -> pd.DataFrame:
        """Which codes occur together, one row a pair; see `kodning.analysis.cooccurrence.cooccurrence`."""
        found = cooccurrence.cooccurrence(self, unit, words=words, coder=coder, themes=themes)
        return Frame.of(found.records(), cooccurrence_table(found))

    def saturation(self, **asked: Any) -> pd.DataFrame:
        """New codes with each interview; keyword arguments are those of `kodning.analysis.saturation.saturation`.

        Guest's criterion is in `.attrs["criterion"]`.
        """
        found = saturation.saturation(self, **asked)
        frame = Frame.of([step._asdict() for step in found.steps], saturation_table(found))
        frame.attrs.update(found.record())
        return frame

    def timeline(self, **asked: Any) -> pd.DataFrame:
        """Where in the interviews codes stand, one row a code and part; see `kodning.analysis.timeline.timeline`."""
        found = timeline.timeline(self, **asked)
        return Frame.of(found.records(), timeline_table(found))

    def compare(self, by: str, *, coder: str | None = None, subcodes: bool = True) -> pd.DataFrame:
        """Groups of documents beside each other, one row a code; see `kodning.analysis.comparing.compare`."""
        found = comparing.compare(self, by, coder=coder, subcodes=subcodes)
        return Frame.of(found.records(), compare_table(found))

    def words(self, *codes: str, **asked: Any) -> pd.DataFrame:
        """Words that mark codes; keyword arguments are those of `kodning.analysis.word_frequencies.word_table`."""
        found = word_frequencies.word_table(self, codes, **asked)
        return Frame.of(found.records(), words_by_code(found))

    def search(self, query: str, **asked: Any) -> pd.DataFrame:
        """Turns with words in them; keyword arguments are those of `kodning.analysis.searching.search`."""
        found = searching.search(self, query, **asked)
        return Frame.of([turn.record() for turn in found.turns], search_table(found))

    def kwic(self, query: str, *, width: int = 50, **asked: Any) -> pd.DataFrame:
        """Every place found in its context; keyword arguments are those of `kodning.analysis.searching.search`."""
        found = searching.search(self, query, **asked)
        places = found.in_context(width)
        return Frame.of([place.record() for place in places], context_table(found, places))
