"""Documents that an undone import has taken away, and that come again."""

import sqlite3

from kodning.store.ids import new_uid
from kodning.store.writing import PreparedDocument, add_attributes, add_document, add_layers


def add_or_bring_back(connection: sqlite3.Connection, action: int, prepared: PreparedDocument) -> None:
    """Store a document; one of its name that was taken away becomes that document again, with this text."""
    row = connection.execute(
        "SELECT id FROM document d WHERE name = ? AND NOT EXISTS"
        " (SELECT 1 FROM current_revision r WHERE r.document = d.id)",
        (prepared.name,),
    ).fetchone()
    if row is None:
        add_document(connection, action, prepared)
        return
    document = int(row[0])
    number = connection.execute(
        "SELECT MAX(number) FROM revision WHERE document = ?", (document,)
    ).fetchone()[0]
    add_layers(connection, action, document, prepared, int(number or 0) + 1, new_uid())
    add_attributes(connection, action, document, prepared.transcript.attributes)
