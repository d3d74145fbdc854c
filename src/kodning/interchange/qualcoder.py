"""A QualCoder project (the `.qda` folder, its `data.qda`): places are code points, checked by `seltext`."""

import sqlite3
from pathlib import Path

from kodning.interchange.foreign import (
    ForeignCode,
    ForeignCoding,
    ForeignDocument,
    ForeignMemo,
    ForeignProject,
    Loss,
)
from kodning.interchange.refi_xml import color, time
from kodning.interchange.tables import columns, reading
from kodning.model import AttributeValue

_NOT_TEXT = (
    ("code_image", "kodninger af billeder", "codings of pictures"),
    ("code_av", "kodninger af lyd og video", "codings of sound and video"),
)


def read_qualcoder(path: Path) -> ForeignProject:
    """A QualCoder project.

    Args:
        path: Its `data.qda`.
    """
    with reading(path) as connection:
        name = path.parent.stem if path.name == "data.qda" else path.stem
        project = ForeignProject("QualCoder project (.qda)", "QualCoder", name, words_decide=True)
        _codes(connection, project)
        names = _sources(connection, project)
        _codings(connection, project, names)
        _memos(connection, project, names)
        _variables(connection, project)
        _losses(connection, project)
    return project


def _text(value: object) -> str:
    return str(value or "").strip()


def _codes(connection: sqlite3.Connection, project: ForeignProject) -> None:
    """Categories, a parent before its children, then the codes in them."""
    rows = connection.execute("SELECT catid, name, memo, supercatid FROM code_cat ORDER BY catid").fetchall()
    known = {row["catid"] for row in rows}
    placed: set[int] = set()
    waiting = list(rows)
    while waiting:
        ready = [r for r in waiting if r["supercatid"] in placed or r["supercatid"] not in known] or waiting
        for row in ready:
            parent = f"category:{row['supercatid']}" if row["supercatid"] in placed else None
            key = f"category:{row['catid']}"
            project.codes.append(
                ForeignCode(key, row["name"], parent, codable=False, description=_text(row["memo"]))
            )
            placed.add(row["catid"])
        waiting = [row for row in waiting if row["catid"] not in placed]
    for row in connection.execute("SELECT cid, name, memo, catid, color FROM code_name ORDER BY name"):
        parent = f"category:{row['catid']}" if row["catid"] in placed else None
        shade = color(row["color"])
        project.codes.append(
            ForeignCode(
                f"code:{row['cid']}", row["name"], parent, color=shade, description=_text(row["memo"])
            )
        )
    _parents_first(project)


def _parents_first(project: ForeignProject) -> None:
    """Depth first, as a codebook stands."""
    children: dict[str | None, list[ForeignCode]] = {}
    for code in project.codes:
        children.setdefault(code.parent, []).append(code)
    ordered: list[ForeignCode] = []
    stack = list(reversed(children.get(None, [])))
    while stack:
        code = stack.pop()
        ordered.append(code)
        stack += reversed(children.get(code.key, []))
    project.codes = ordered


def _sources(connection: sqlite3.Connection, project: ForeignProject) -> dict[int, str]:
    names = {}
    for row in connection.execute("SELECT id, name, fulltext, memo, owner, date FROM source ORDER BY id"):
        if row["fulltext"] is None or not row["fulltext"].strip():
            project.losses.append(
                Loss("source", row["name"], "kilden har ingen tekst", "the source has no text")
            )
            continue
        key = f"source:{row['id']}"
        names[row["id"]] = row["name"]
        project.documents.append(
            ForeignDocument(key, row["name"], row["fulltext"], {}, source_name=row["name"])
        )
        if memo := _text(row["memo"]):
            project.memos.append(ForeignMemo(memo, _text(row["owner"]), time(row["date"]), key))
    return names


def _codings(connection: sqlite3.Connection, project: ForeignProject, names: dict[int, str]) -> None:
    rows = connection.execute(
        "SELECT ctid, cid, fid, seltext, pos0, pos1, owner, date, memo FROM code_text ORDER BY fid, pos0, pos1, cid"
        if "ctid" in columns(connection, "code_text")
        else "SELECT rowid AS ctid, cid, fid, seltext, pos0, pos1, owner, date, memo FROM code_text"
        " ORDER BY fid, pos0, pos1, cid"
    )
    for row in rows:
        project.codings.append(
            ForeignCoding(
                document=f"source:{row['fid']}",
                start=row["pos0"],
                end=row["pos1"],
                code=f"code:{row['cid']}",
                coder=_text(row["owner"]),
                created=time(row["date"]),
                memo=_text(row["memo"]),
                words=row["seltext"] or "",
                where=f"{names.get(row['fid'], row['fid'])} {row['pos0']}:{row['pos1']}",
            )
        )
    project.coders = list(dict.fromkeys(coding.coder for coding in project.codings if coding.coder))


def _memos(connection: sqlite3.Connection, project: ForeignProject, names: dict[int, str]) -> None:
    if columns(connection, "annotation"):
        for row in connection.execute(
            "SELECT fid, pos0, pos1, memo, owner, date FROM annotation ORDER BY fid, pos0"
        ):
            if row["fid"] in names and _text(row["memo"]):
                key, who, when = f"source:{row['fid']}", _text(row["owner"]), time(row["date"])
                project.memos.append(
                    ForeignMemo(_text(row["memo"]), who, when, key, row["pos0"], row["pos1"])
                )
    if columns(connection, "journal"):
        for row in connection.execute("SELECT name, jentry, date, owner FROM journal ORDER BY jid"):
            if text := _text(row["jentry"]):
                text = f"{row['name']}\n\n{text}"
                project.memos.append(ForeignMemo(text, _text(row["owner"]), time(row["date"])))
    if "memo" in columns(connection, "project"):
        row = connection.execute("SELECT memo FROM project").fetchone()
        if row and _text(row[0]):
            project.memos.append(ForeignMemo(_text(row[0])))


def _variables(connection: sqlite3.Connection, project: ForeignProject) -> None:
    """Attributes of files, and of the cases that files belong to; a case's name where it says more."""
    if not columns(connection, "attribute"):
        return
    numeric = {
        row[0] for row in connection.execute("SELECT name FROM attribute_type WHERE valuetype = 'numeric'")
    }
    values: dict[tuple[str, int], dict[str, AttributeValue]] = {}
    for row in connection.execute("SELECT name, attr_type, value, id FROM attribute ORDER BY id, name"):
        if text := _text(row["value"]):
            value = _number(text) if row["name"] in numeric else text
            values.setdefault((row["attr_type"], row["id"]), {})[row["name"]] = value
    of_cases: dict[int, list[tuple[str, int]]] = {}
    if columns(connection, "case_text"):
        rows = connection.execute(
            "SELECT DISTINCT t.fid, c.caseid, c.name FROM case_text t JOIN cases c ON c.caseid = t.caseid ORDER BY 1, 2"
        )
        for fid, case, name in rows:
            of_cases.setdefault(fid, []).append((name, case))
    for document in project.documents:
        fid = int(document.key.partition(":")[2])
        document.attributes.update(values.get(("file", fid), {}))
        cases = of_cases.get(fid, [])
        for _, case in cases:
            for name, value in values.get(("case", case), {}).items():
                document.attributes.setdefault(name, value)
        if cases and [name for name, _ in cases] != [document.name]:
            document.attributes.setdefault("case", "; ".join(name for name, _ in cases))


def _number(text: str) -> AttributeValue:
    try:
        return int(text)
    except ValueError:
        try:
            return float(text.replace(",", "."))
        except ValueError:
            return text


def _losses(connection: sqlite3.Connection, project: ForeignProject) -> None:
    for table, da, en in _NOT_TEXT:
        if columns(connection, table):
            count = connection.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]
            if count:
                project.losses.append(Loss("coding", table, da, en, count))
