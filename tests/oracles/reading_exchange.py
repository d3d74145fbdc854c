"""A process that reads a file with another program's own code and prints what it sees: `python reading_exchange.py LIBRARY …`.

Programs under another licence are used this way as any program is used: kodning neither imports them nor is linked
with them.
"""

import json
import sys
import tempfile
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any


def pyrefiqda(file: str) -> Any:
    """Document, words, code and coder of every coding, read by pyrefiqda (MIT)."""
    with tempfile.TemporaryDirectory() as folder:
        project = import_module("pyrefiqda").RefiProject.load(file, folder)
        users = {user.guid: user.name for user in project.users.user}
        names: dict[str, str] = {}
        stack = list(project.code_book.codes.code)
        while stack:
            code = stack.pop()
            names[code.guid] = code.name
            stack += code.code
        found = []
        for source in project.sources.text_source:
            path = source.plain_text_path.replace("internal://", "")
            text = (Path(folder) / "sources" / path).read_bytes().decode("utf-8")
            for selection in source.plain_text_selection:
                words = text[int(selection.start_position) : int(selection.end_position)]
                found += [
                    (source.name, words, names[coding.code_ref.target_guid], users[coding.creating_user])
                    for coding in selection.coding
                ]
        return found


def qdapy(file: str) -> Any:
    """The same, read by qdapy (AGPL-3.0); it names codes by their path."""
    fragments = import_module("qdapy.qdpx").read_qdpx(file, warn=False).fragments
    return fragments[["title", "text", "code", "codedBy"]].values.tolist()


def taguette(html: str, places: str) -> Any:
    """What Taguette (BSD-3) extracts of a page for places in bytes."""
    extract = import_module("taguette.extract").extract
    return [extract(html, start, end) for start, end in json.loads(places)]


def taguette_tags(file: str) -> Any:
    """Path and description of every tag that Taguette reads in a codebook."""
    tags = import_module("taguette.import_codebook").list_tags
    with Path(file).open("rb") as reader:
        return [[tag["path"], tag["description"]] for tag in tags(reader)]


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))  # noqa: T201 - that is what it is for
