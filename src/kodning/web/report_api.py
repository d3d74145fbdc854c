"""Reports as they will be written, shown in a box of their own."""

from typing import NamedTuple

from kodning.project import Project
from kodning.web.asked import Asked, BadRequestError
from kodning.wording import language


class Page(NamedTuple):
    """A whole page of HTML, with its own style and no script."""

    html: str


def report(project: Project, asked: Asked) -> Page:
    """The findings chapter, the quote bank or the agreement report as a page."""
    kind = asked.one("kind") or "quotes"
    if kind == "quotes":
        return Page(_quotes(project, asked))
    if kind == "findings":
        return Page(_findings(project, asked))
    if kind == "agreement":
        return Page(_agreement(project, asked))
    raise BadRequestError("kind")


def _quotes(project: Project, asked: Asked) -> str:
    from kodning.analysis.quote_bank import quote_bank
    from kodning.report.basis import basis_of
    from kodning.report.html_page import html_page
    from kodning.report.quote_bank_document import BankLook, bank_document
    from kodning.web.tables_api import selection

    bank = quote_bank(project, selection(asked))
    basis = basis_of(project, asked.settings.software)
    return html_page(bank_document(bank, project.codes(), basis, BankLook({}, {}, "")))


def _findings(project: Project, asked: Asked) -> str:
    from kodning.report.chapter import chapter_document
    from kodning.report.chapter_values import ChapterOptions
    from kodning.report.html_page import html_page

    return html_page(chapter_document(project, ChapterOptions(), asked.settings.software))


def _agreement(project: Project, asked: Asked) -> str:
    from html import escape

    from kodning.intercoder.units import TooFewCodersError
    from kodning.intercoder.whole import agreement_study
    from kodning.intercoder.work import work_now
    from kodning.report.agreement_page import agreement_page

    project.refuse_blind()
    try:
        return agreement_page(agreement_study(project, work_now(project), software=asked.settings.software))
    except TooFewCodersError as error:
        return f'<!doctype html><html lang="{language()}"><title>–</title><p>{escape(str(error))}</p></html>'
