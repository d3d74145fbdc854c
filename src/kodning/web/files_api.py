"""Files to take home: the quotes of a selection in the formats of `kodning quotes`."""

from io import BytesIO
from typing import TYPE_CHECKING

from kodning.project import Project
from kodning.web.asked import Asked, BadRequestError
from kodning.web.tables_api import selection

if TYPE_CHECKING:
    from kodning.analysis.quote_bank import Bank

_TYPES = {
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def quotes_file(project: Project, asked: Asked) -> tuple[str, str, bytes]:
    """The quotes as a file: (its name, media type, contents)."""
    from kodning.analysis.quote_bank import quote_bank
    from kodning.report.quote_bank_table import bank_table
    from kodning.report.table import to_csv, to_json
    from kodning.wording import tr

    kind = asked.one("format") or "md"
    if kind not in _TYPES:
        raise BadRequestError("format")
    bank = _picked(quote_bank(project, selection(asked)), asked, ordered=kind in {"csv", "json"})
    name = f"{tr('citater', 'quotes')}.{kind}"
    if kind == "md":
        from kodning.report.quote_extract import quote_markdown

        found = [one.quote for one in bank.quotes]
        contents = quote_markdown(found, bank.documents_total, attributed=True).encode()
    elif kind == "csv":
        contents = to_csv(bank_table(bank.quotes), danish_excel=True).encode()
    elif kind == "json":
        contents = to_json([one.record() for one in bank.quotes]).encode()
    elif kind == "docx":
        from kodning.report.basis import basis_of
        from kodning.report.docx_file import docx_bytes
        from kodning.report.quote_bank_document import BankLook, bank_document

        look = BankLook({}, {}, "")
        made = bank_document(bank, project.codes(), basis_of(project, asked.settings.software), look)
        contents = docx_bytes(made, None)
    else:
        from kodning.report.quote_bank_table import bank_columns, bank_row, bank_workbook

        out = BytesIO()
        bank_workbook(bank_columns(bank.quotes), (bank_row(one) for one in bank.quotes), out)
        contents = out.getvalue()
    return name, _TYPES[kind], contents


def _picked(bank: "Bank", asked: Asked, *, ordered: bool) -> "Bank":
    """The quotes that were picked, by the ids of their first codings; in that order where the file has no chapters."""
    wanted = (asked.one("pick") or "").split(",")
    if wanted == [""]:
        return bank
    place = {uid: at for at, uid in enumerate(wanted)}
    found = [one for one in bank.quotes if one.quote.coding_ids[0] in place]
    if ordered:
        found.sort(key=lambda one: place[one.quote.coding_ids[0]])
    return bank._replace(quotes=found)
