"""`from kodning import Project`: the commands as methods, their tables as DataFrames."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Self

import pandas as pd

from kodning.analysis import quotes as quote_analysis
from kodning.analysis import themes as theme_analysis
from kodning.interchange import codings_csv
from kodning.intercoder.study import AgreementReport, agreement_report
from kodning.intercoder.units import Unit, unit_table
from kodning.project import Imported
from kodning.project import Project as CoreProject
from kodning.reading import find, read
from kodning.sample import build_sample


class Project(CoreProject):
    """A project. `Project.open(folder)` finds it; use it in a `with` block or call `close`.

    Every listing is a DataFrame whose columns have the keys of the command's JSON. The plain values (dataclasses)
    are to be had from the functions in `kodning.analysis` and `kodning.intercoder`.
    """

    @classmethod
    def demo(cls, folder: str | Path) -> Self:
        """Build the five-interview sample in a folder and open it.

        Raises:
            ProjectExistsError: The folder holds a project already.
        """
        build_sample(Path(folder)).close()
        return cls.open(folder)

    def import_files(
        self,
        *paths: str | Path,
        coder: str,
        name: str | None = None,
        encoding: str | None = None,
        interviewers: Collection[str] = (),
    ) -> list[Imported]:
        """Read transcripts (files or folders) and take them in, all of them or none.

        Raises:
            UnreadableFileError: A file that cannot be read; nothing is imported.
            DocumentExistsError: A file whose text differs from the document of its name.
        """
        files = find([Path(path) for path in paths])
        transcripts = [(file, read(file, encoding=encoding, interviewers=interviewers)) for file in files]
        return self.import_transcripts(transcripts, coder, name)

    def themes(
        self, *, coder: str | None = None, by: str | None = None, sort: str = "codebook"
    ) -> pd.DataFrame:
        """The theme frequency table; see `kodning.analysis.themes.themes`."""
        table = theme_analysis.themes(self, coder=coder, by=by, sort=sort)
        return pd.DataFrame([row.record() for row in table.rows])

    def quotes(self, *codes: str, **selection: Any) -> pd.DataFrame:
        """Quote extracts; keyword arguments are the fields of `kodning.analysis.quotes.Selection`."""
        chosen = quote_analysis.Selection(codes=codes, **selection)
        return pd.DataFrame([quote.record() for quote in quote_analysis.quotes(self, chosen)])

    def agreement(
        self, unit: Unit = "segment", *, coders: Sequence[str] = (), themes: bool = False, seed: int = 0
    ) -> AgreementReport:
        """The agreement report; see `kodning.intercoder.study.AgreementReport`."""
        return agreement_report(self, unit_table(self, unit, coders, themes=themes), themes=themes, seed=seed)

    def agree(self, unit: Unit = "segment", **options: Any) -> pd.DataFrame:
        """The per-code table of the agreement report."""
        return pd.DataFrame([code.record() for code in self.agreement(unit, **options).codes])

    def codings_frame(self, *, coder: str | None = None) -> pd.DataFrame:
        """Codings in force with their words, as `exchange export` writes them."""
        return pd.DataFrame(codings_csv.export_codings(self, coder=coder))

    def import_codings_file(
        self, path: str | Path, *, coder: str, reviewed: bool = False
    ) -> codings_csv.ImportReport:
        """Take in a CSV of codings, all of them or none."""
        file = Path(path)
        return codings_csv.import_codings(
            self, codings_csv.read_codings(file), file, coder, reviewed=reviewed
        )
