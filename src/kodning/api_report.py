"""Quotes, figures, survey and findings chapter as methods of `kodning.Project`."""

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from kodning.analysis import quote_bank as bank_analysis
from kodning.analysis.quotes import Selection
from kodning.analysis.typical import picks
from kodning.intercoder.units import Unit
from kodning.project import Project as CoreProject
from kodning.project import checked_name
from kodning.report.blocks import Document
from kodning.report.chapter import chapter_document
from kodning.report.chapter_values import ChapterOptions
from kodning.report.docx_file import docx_bytes
from kodning.report.figure_choice import Counted, agreement_figure, counted_svg
from kodning.report.html_page import html_page
from kodning.report.markdown_text import markdown_text
from kodning.report.survey_table import survey_svg
from kodning.survey import SURVEY_NAME, Survey, read_survey

Format = Literal["html", "docx", "md"]


class ReportMethods(CoreProject):
    """A project, as far as what is handed out goes."""

    def quote_bank(self, *codes: str, **selection: Any) -> pd.DataFrame:
        """The quote bank; keyword arguments are the fields of `Selection` and of `BankSelection`."""
        own = {name: selection.pop(name) for name in bank_analysis.BankSelection._fields if name in selection}
        chosen = Selection(codes=codes, **selection)
        bank = bank_analysis.quote_bank(self, chosen, bank_analysis.BankSelection(**own))
        return pd.DataFrame([one.record() for one in bank.quotes])

    def picks(self, *codes: str, coder: str | None = None, each: int = 1) -> pd.DataFrame:
        """Each theme's most typical and most deviant quotes in their words; see `kodning.analysis.typical`."""
        wanted = bank_analysis.BankSelection(overlaps=False)
        bank = bank_analysis.quote_bank(self, Selection(codes=codes, coder=coder), wanted)
        return pd.DataFrame([pick.record() for pick in picks(bank.quotes, each)])

    def survey(self, path: str | Path | None = None) -> Survey:
        """The survey of survey.yaml; `pd.DataFrame(project.survey().records())` has a row an answer."""
        return read_survey(Path(path) if path is not None else self.folder / SURVEY_NAME)

    def survey_figure(self, question: str) -> str:
        """The figure of a question, by its id, as SVG."""
        survey = self.survey()
        return survey_svg({one.id: one for one in survey.questions}[question], survey)

    def figure(self, name: Counted, coder: str | None = None, **options: Any) -> str:
        """A figure as SVG; keyword arguments are those of `kodning.report.figure_choice.counted_svg`."""
        return counted_svg(self, name, coder, **options)

    def agreement_figure(self, unit: Unit = "segment", *, themes: bool = False) -> str:
        """Agreement by code with its intervals, as SVG."""
        return agreement_figure(self, unit, themes=themes)

    def serve(
        self,
        *,
        coder: str,
        port: int | None = None,
        browser: bool = True,
        read_only: bool = False,
        incognito: bool = False,
        told: Callable[[str], None] | None = None,
    ) -> None:
        """Open the workbench on this machine, until interrupted (Ctrl-C, or the notebook's stop button).

        Args:
            coder: Who codes in it.
            port: The port; else the usual one, or the next that is free.
            browser: Whether to open a browser.
            read_only: Nothing can be changed.
            incognito: Names and quotes are blurred.
            told: Is given the address, with its secret, once the workbench answers.

        Raises:
            PortTakenError: The port is in use.
        """
        from kodning.web.server import serve
        from kodning.web.settings import PORT, Settings

        settings = Settings(
            folder=self.folder,
            coder=checked_name(coder),
            port=PORT if port is None else port,
            read_only=read_only,
            incognito=incognito,
            software=f"kodning {version('kodning')}",
        )
        serve(settings, exact=port is not None, browser=browser, tls=None, told=told or (lambda _: None))

    def findings_chapter(self, options: ChapterOptions | None = None) -> Document:
        """The findings chapter as blocks; `kodning.report.html_page` and its like write them."""
        return chapter_document(self, options or ChapterOptions(), f"kodning {version('kodning')}")

    def write_report(self, path: str | Path, options: ChapterOptions | None = None) -> Path:
        """Write the findings chapter; the ending of the file chooses HTML, Word or Markdown."""
        target = Path(path)
        document = self.findings_chapter(options)
        if target.suffix.lower() == ".docx":
            target.write_bytes(docx_bytes(document))
        else:
            write = markdown_text if target.suffix.lower() == ".md" else html_page
            target.write_text(write(document), encoding="utf-8", newline="\n")
        return target
