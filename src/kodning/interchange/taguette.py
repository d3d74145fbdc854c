"""A Taguette project (`.sqlite3`): places are UTF-8 bytes of the HTML with its tags left out.

Highlights name neither coder nor time; the log of commands does, where the database still has it.
"""

import json
import sqlite3
from bisect import bisect_left
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path

from kodning.errors import UnreadableFileError
from kodning.interchange.foreign import (
    ForeignCode,
    ForeignCoding,
    ForeignDocument,
    ForeignMemo,
    ForeignProject,
    Loss,
)
from kodning.interchange.refi_xml import time
from kodning.interchange.tables import columns, reading

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "blockquote",
        "pre",
        "section",
        "article",
        "header",
        "footer",
        "dl",
        "dt",
        "dd",
    ]
)
_WITHOUT_TEXT = frozenset({"script", "style", "head", "title"})


class HtmlText(HTMLParser):
    """The text of an HTML page as its reader sees it, and where the bytes of its text nodes are in it.

    Attributes:
        text: What is read: paragraphs parted by a blank line, line breaks as they are.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._bytes: list[int] = []  # for each character of the text nodes: its length in UTF-8
        self._places: list[int] = []  # and where it is in the text
        self._length = 0
        self._pending = ""
        self._silent = 0
        self.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
        self.close()
        self.text = "".join(self._parts)
        self._ends = list(accumulate(self._bytes))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """A block begins a paragraph."""
        if tag in _WITHOUT_TEXT:
            self._silent += 1
        elif tag == "br":
            self._pending = self._pending or "\n"
        elif tag in _BLOCKS:
            self._pending = "\n\n"

    def handle_endtag(self, tag: str) -> None:
        """A block ends a paragraph."""
        if tag in _WITHOUT_TEXT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self._pending = "\n\n"

    def handle_data(self, data: str) -> None:
        """Text; white space between blocks counts for Taguette and is not shown."""
        if self._silent:
            return
        if data.strip() and self._pending:
            if self._parts:
                self._parts.append(self._pending)
                self._length += len(self._pending)
            self._pending = ""
        shown = not self._pending and bool(self._parts or data.strip())
        for character in data:
            self._bytes.append(len(character.encode("utf-8", "surrogatepass")))
            self._places.append(self._length)
            self._length += shown
        if shown:
            self._parts.append(data)

    def place(self, offset: int, *, end: bool) -> int | None:
        """Where a byte of the text nodes is in the text; None past their end."""
        if not self._ends or not 0 <= offset <= self._ends[-1]:
            return None
        index = bisect_left(self._ends, offset)  # the character that this byte ends, or lies within
        if end:
            if offset == 0:
                return 0
            last = self._places[index]
            return min(self._length, last + 1)
        first = 0 if offset == 0 else index + 1  # within a character: after it, as Taguette does
        return self._places[first] if first < len(self._places) else self._length


def read_taguette(path: Path) -> ForeignProject:
    """A Taguette project.

    Raises:
        UnreadableFileError: The database holds several projects, or none.
    """
    with reading(path) as connection:
        projects = connection.execute("SELECT id, name, description FROM projects ORDER BY id").fetchall()
        if len(projects) != 1:
            shown = ", ".join(f"“{row['name']}”" for row in projects[:5])
            raise UnreadableFileError(
                path,
                f"databasen har {len(projects)} projekter ({shown}). Eksportér ét af dem fra Taguette som SQLite.",
                f"the database has {len(projects)} projects ({shown}). Export one of them from Taguette as SQLite.",
            )
        project = ForeignProject(
            "Taguette project (.sqlite3)", origin="Taguette", name=projects[0]["name"], words_decide=True
        )
        if text := (projects[0]["description"] or "").strip():
            project.memos.append(ForeignMemo(text))
        _read_tags(connection, project)
        _read_highlights(connection, project, _read_documents(connection, project))
    return project


def _read_tags(connection: sqlite3.Connection, project: ForeignProject) -> None:
    for row in connection.execute("SELECT id, path, description FROM tags ORDER BY path"):
        description = (row["description"] or "").strip()
        project.codes.append(ForeignCode(f"tag:{row['id']}", row["path"], description=description))


def _read_documents(connection: sqlite3.Connection, project: ForeignProject) -> dict[int, HtmlText]:
    texts = {}
    for row in connection.execute(
        "SELECT id, name, description, filename, contents FROM documents ORDER BY id"
    ):
        text = texts[row["id"]] = HtmlText(row["contents"])
        key = f"document:{row['id']}"
        project.documents.append(
            ForeignDocument(key, row["name"], text.text, {}, source_name=row["filename"] or "")
        )
        if description := (row["description"] or "").strip():
            project.memos.append(ForeignMemo(description, document=key))
    return texts


def _read_highlights(
    connection: sqlite3.Connection, project: ForeignProject, texts: dict[int, HtmlText]
) -> None:
    made = _made(connection)
    names = {document.key: document.name for document in project.documents}
    tags: dict[int, list[int]] = {}
    for highlight, tag in connection.execute("SELECT highlight_id, tag_id FROM highlight_tags ORDER BY 1, 2"):
        tags.setdefault(highlight, []).append(tag)
    untagged: dict[str, int] = {}
    rows = connection.execute(
        "SELECT id, document_id, start_offset, end_offset, snippet FROM highlights ORDER BY document_id, start_offset, id"
    )
    for row in rows:
        text = texts[row["document_id"]]
        key = f"document:{row['document_id']}"
        coder, when = made.get(row["id"], ("", None))
        where = f"{names[key]} {row['start_offset']}:{row['end_offset']}"
        if row["id"] not in tags:
            untagged[names[key]] = untagged.get(names[key], 0) + 1
        for tag in tags.get(row["id"], []):
            project.codings.append(
                ForeignCoding(
                    document=key,
                    start=text.place(row["start_offset"], end=False),
                    end=text.place(row["end_offset"], end=True),
                    code=f"tag:{tag}",
                    coder=coder,
                    created=when,
                    words=HtmlText(row["snippet"]).text,
                    where=where,
                )
            )
    project.losses += [
        Loss("selection", name, "fremhævninger uden tag", "highlights without a tag", count)
        for name, count in untagged.items()
    ]
    project.coders = list(dict.fromkeys(coding.coder for coding in project.codings if coding.coder))


def _made(connection: sqlite3.Connection) -> dict[int, tuple[str, str | None]]:
    """Who last put tags on each highlight, and when, from the log of commands."""
    if not {"user_login", "date", "payload"} <= columns(connection, "commands"):
        return {}
    found: dict[int, tuple[str, str | None]] = {}
    rows = connection.execute("SELECT user_login, date, payload FROM commands ORDER BY id").fetchall()
    for user, date, payload in rows:
        try:
            command = json.loads(payload)
        except (TypeError, ValueError):
            continue
        if isinstance(command, dict) and command.get("type") == "highlight_add" and command.get("tags"):
            key = command.get("id", command.get("highlight_id"))
            if isinstance(key, int):
                found[key] = (str(user or ""), time(str(date)))
    return found
