"""What a request says, checked."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from kodning.errors import KodningError
from kodning.web.settings import Person, Settings

_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_LONGEST_TEXT = 100_000


class BadRequestError(KodningError):
    """A request that the page would not have sent."""

    def __init__(self, field: str) -> None:
        super().__init__(f"Forespørgslen er ikke rigtig: {field}.", f"The request is not right: {field}.")


class StaleError(KodningError):
    """What the page shows is no longer what is kept."""

    def __init__(self) -> None:
        super().__init__(
            "Det, du ser, er ændret i mellemtiden. Intet er skrevet; siden er hentet igen.",
            "What you see has changed meanwhile. Nothing was written; the page has been fetched again.",
        )


class NotAllowedError(KodningError):
    """The role does not allow it, or the server is read-only."""

    def __init__(self) -> None:
        super().__init__("Det har du ikke adgang til her.", "You may not do that here.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request.

    Attributes:
        person: Who asks.
        settings: How the project is served.
        query: What stands behind the question mark.
        body: The JSON object sent along.
        raw: The bytes sent along, for uploads.
    """

    person: Person
    settings: Settings
    query: dict[str, list[str]] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    raw: bytes = b""

    def text(self, name: str, default: str | None = None) -> str:
        """A text of the body."""
        value = self.body.get(name, default)
        if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
            raise BadRequestError(name)
        return value

    def optional_text(self, name: str) -> str | None:
        """A text of the body, or None where it is not there."""
        return None if self.body.get(name) is None else self.text(name)

    def number(self, name: str) -> int:
        """A whole number of the body, not negative."""
        value = self.body.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
            raise BadRequestError(name)
        return value

    def texts(self, name: str) -> list[str]:
        """A list of texts of the body."""
        value = self.body.get(name)
        if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
            raise BadRequestError(name)
        return value

    def uid(self) -> str:
        """The id that the page made for what it asks to be done."""
        value = self.text("uid")
        if not _UID.fullmatch(value):
            raise BadRequestError("uid")
        return value

    def one(self, name: str) -> str | None:
        """A value behind the question mark."""
        return next(iter(self.query.get(name, [])), None) or None

    def needed(self, name: str) -> str:
        """A value behind the question mark that must be there."""
        value = self.one(name)
        if value is None:
            raise BadRequestError(name)
        return value


def query_of(raw: bytes) -> dict[str, list[str]]:
    """What stands behind the question mark."""
    try:
        return parse_qs(raw.decode("ascii"), max_num_fields=50)
    except ValueError as error:
        raise BadRequestError("?") from error


def body_of(raw: bytes) -> dict[str, Any]:
    """A JSON object."""
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BadRequestError("JSON") from error
    if not isinstance(value, dict):
        raise BadRequestError("JSON")
    return value
