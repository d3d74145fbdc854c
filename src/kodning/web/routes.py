"""Every address of the workbench, and what it needs: the table that the scan of all routes goes through."""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from kodning.project import Project
from kodning.web import (
    codebook_api,
    codes_api,
    deciding_api,
    figures_api,
    files_api,
    importing_api,
    reading_api,
    report_api,
    rounds_api,
    search_api,
    tables_api,
    writing_api,
)
from kodning.web.asked import Asked
from kodning.web.settings import Need


class Route(NamedTuple):
    """An address with what answers it.

    Attributes:
        method: GET reads, POST writes.
        path: The address.
        answer: Gives what goes out as JSON, a page, or (file name, media type, contents).
        need: What a person must be allowed.
        takes: What the body is: a JSON object, or the bytes of a file.
        queued: Whether one such request waits for the other; not where it may take long.
    """

    method: Literal["GET", "POST"]
    path: str
    answer: Callable[[Project, Asked], Any]
    need: Need
    takes: Literal["json", "file"] = "json"
    queued: bool = True

    @property
    def writes(self) -> bool:
        """Whether it may change the project."""
        return self.method == "POST"


ROUTES = (
    Route("GET", "/api/me", reading_api.about, "read"),
    Route("GET", "/api/documents", reading_api.documents, "read"),
    Route("GET", "/api/document", reading_api.document, "read"),
    Route("GET", "/api/codes", reading_api.codes, "read"),
    Route("GET", "/api/memos", reading_api.memos, "read"),
    Route("GET", "/api/history", reading_api.history, "read"),
    Route("GET", "/api/themes", tables_api.themes, "read"),
    Route("GET", "/api/figure", figures_api.figure, "read"),
    Route("GET", "/api/matrix", figures_api.matrix, "read"),
    Route("GET", "/api/quotes", tables_api.quotes, "read"),
    Route("GET", "/api/quotes/file", files_api.quotes_file, "read"),
    Route("GET", "/api/search", search_api.search, "read"),
    Route("GET", "/api/report", report_api.report, "read"),
    Route("GET", "/api/agreement", tables_api.agreement, "read"),
    Route("GET", "/api/disagreements", tables_api.disagreements, "read"),
    Route("GET", "/api/rounds", rounds_api.rounds, "read"),
    Route("GET", "/api/rounds/preview", rounds_api.preview, "admin"),
    Route("GET", "/api/rounds/text", rounds_api.compared_text, "read"),
    Route("GET", "/api/suggestions", deciding_api.suggestions, "read"),
    Route("GET", "/api/codebook", codebook_api.source, "read"),
    Route("POST", "/api/code", writing_api.code, "code"),
    Route("POST", "/api/retract", writing_api.retract, "code"),
    Route("POST", "/api/change", writing_api.change, "code"),
    Route("POST", "/api/undo", writing_api.undo, "code"),
    Route("POST", "/api/memo", writing_api.memo, "code"),
    Route("POST", "/api/reviewed", writing_api.reviewed, "code"),
    Route("POST", "/api/suggestions/decide", deciding_api.decide_suggestion, "code"),
    Route("POST", "/api/suggestions/run", deciding_api.run_suggestions, "code", queued=False),
    Route("POST", "/api/disagreements/decide", deciding_api.decide_disagreement, "admin"),
    Route("POST", "/api/rounds/freeze", rounds_api.freeze, "admin"),
    Route("POST", "/api/rounds/finish", rounds_api.finish, "admin"),
    Route("POST", "/api/attributes", writing_api.attributes, "admin"),
    Route("POST", "/api/import", importing_api.import_file, "admin", "file", queued=False),
    Route("POST", "/api/codebook/check", codebook_api.check, "admin"),
    Route("POST", "/api/codebook/save", codebook_api.save, "admin"),
    Route("POST", "/api/codebook/add", codebook_api.add, "code"),
    Route("GET", "/api/codebook/codings", codes_api.codings, "read"),
    Route("POST", "/api/codebook/check-code", codes_api.check, "admin"),
    Route("POST", "/api/codebook/move", codes_api.move, "admin"),
    Route("POST", "/api/codebook/edit", codes_api.edit, "admin"),
    Route("POST", "/api/codebook/rename", codes_api.rename, "admin"),
    Route("POST", "/api/codebook/retire", codes_api.retire, "admin"),
    Route("POST", "/api/codebook/merge", codes_api.merge, "admin"),
    Route("POST", "/api/codebook/split", codes_api.split, "admin"),
    Route("POST", "/api/codebook/group", codes_api.group, "admin"),
)
