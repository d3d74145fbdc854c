"""Which version of the codebook is in force, or was when a pass was frozen. Reading only."""

import sqlite3
from typing import NamedTuple


class CodebookVersion(NamedTuple):
    """A version of the codebook as the store keeps it.

    Attributes:
        number: 1 for the first that the project had, 2 for the next …
        sha256: Hash of its text.
        created: When the store took it in.
        yaml: Its text.
    """

    number: int
    sha256: str
    created: str
    yaml: str


def codebook_version(connection: sqlite3.Connection, pass_name: str | None = None) -> CodebookVersion | None:
    """The version in force; for a pass, the one it was frozen with."""
    wanted = "SELECT MAX(id) FROM codebook_version"
    if pass_name is not None:
        wanted = "SELECT codebook_version FROM pass WHERE name = ?"
    row = connection.execute(
        "SELECT (SELECT COUNT(*) FROM codebook_version o WHERE o.id <= v.id), v.sha256, a.created, v.yaml"
        f" FROM codebook_version v JOIN action a ON a.id = v.action WHERE v.id = ({wanted})",
        () if pass_name is None else (pass_name,),
    ).fetchone()
    return CodebookVersion(*row) if row else None
