"""What is to be done about differences between projects, as a CSV with the columns `kind`, `name`, `choice`."""

import csv
import io
from pathlib import Path

from kodning.errors import UnreadableFileError
from kodning.project.merge_differences import CodeRule
from kodning.project.merging import Settling
from kodning.reading.encoding import decode

_RULES: dict[str, CodeRule] = {"newer": "newer", "ours": "ours", "theirs": "theirs"}


def read_settling(path: Path, given: Settling) -> Settling:
    """A file's choices added to those given already, which count first.

    `coder,eva,same`; `coder,eva,eva-b` (another, to be called so); `document,interview-1,same`; `code,løn,ours`.

    Raises:
        UnreadableFileError: Not there, not CSV, without the columns, or with a row that says nothing of the kind.
    """
    try:
        text = decode(path.read_bytes(), path).text.removeprefix("\ufeff")
    except OSError as error:
        raise UnreadableFileError(path, "filen kan ikke læses.", "the file cannot be read.") from error
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    same, others, documents = set(given.same_coders), {}, set(given.same_documents)
    codes: dict[str, CodeRule] = {}
    if not {"kind", "name", "choice"} <= set(rows.fieldnames or ()):
        raise UnreadableFileError(
            path,
            "første linje skal nævne kolonnerne kind, name og choice.",
            "the first line must name the columns kind, name and choice.",
            1,
        )
    for row in rows:
        kind, name, choice = ((row[key] or "").strip() for key in ("kind", "name", "choice"))
        if kind == "coder" and name and choice == "same":
            same.add(name)
        elif kind == "coder" and name and choice:
            others[name] = choice
        elif kind == "document" and name and choice == "same":
            documents.add(name)
        elif kind == "code" and name and choice in _RULES:
            codes[name] = _RULES[choice]
        else:
            raise UnreadableFileError(
                path,
                "en række er coder,NAVN,same eller coder,NAVN,NYTNAVN; document,NAVN,same; code,KODE,ours|theirs|newer.",
                "a row is coder,NAME,same or coder,NAME,NEWNAME; document,NAME,same; code,CODE,ours|theirs|newer.",
                rows.line_num,
            )
    return given._replace(
        same_coders=frozenset(same),
        other_coders={**others, **given.other_coders},
        same_documents=frozenset(documents),
        code={**codes, **given.code},
    )
