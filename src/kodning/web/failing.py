"""Which status a failure answers with. The message is always a person's, never a traceback."""

import sqlite3

from kodning.codebook import CodebookError, UnknownCodeError
from kodning.errors import (
    KodningError,
    SameCodingError,
    UnknownCoderError,
    UnknownCodingError,
    UnknownDocumentError,
)
from kodning.intercoder.adjudication import UnknownDisagreementError
from kodning.project import BlindError
from kodning.project.passes import UnknownPassError
from kodning.project.suggesting import UnknownSuggestionError
from kodning.store.connection import DiskError, DiskFullError, ReadOnlyStoreError, StoreBusyError
from kodning.web.asked import NotAllowedError, StaleError

_STATUS: tuple[tuple[tuple[type[Exception], ...], int, str], ...] = (
    ((BlindError, NotAllowedError), 403, "refused"),
    ((StaleError,), 409, "stale"),
    ((SameCodingError,), 409, "same"),
    (
        (
            UnknownDocumentError,
            UnknownCodeError,
            UnknownCoderError,
            UnknownCodingError,
            UnknownDisagreementError,
            UnknownPassError,
            UnknownSuggestionError,
        ),
        404,
        "unknown",
    ),
    # The page keeps what it has and sends it again.
    ((StoreBusyError, DiskFullError, DiskError, ReadOnlyStoreError, sqlite3.Error), 503, "store"),
    ((CodebookError,), 422, "codebook"),
    ((KodningError,), 400, "wrong"),
)


def status_of(error: Exception) -> tuple[int, str]:
    """Status and kind of a failure; 500 for what nobody foresaw."""
    return next(
        ((status, kind) for kinds, status, kind in _STATUS if isinstance(error, kinds)), (500, "unforeseen")
    )
