"""Counts as methods of `Project`: DataFrames that print in a notebook with their title and what they rest on."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from kodning.analysis import cooccurrence, matrix, saturation, themes
from kodning.project import Project as CoreProject
from kodning.report.cooccurrence_table import cooccurrence_table
from kodning.report.matrix_table import matrix_table
from kodning.report.notebook import table_html
from kodning.report.saturation_table import saturation_table
from kodning.report.table import Table
from kodning.report.theme_table import theme_table


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
