"""What was decided on disagreements, and samples to double-code: writing and reading them."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from kodning.store.ids import new_uid

Placed = tuple[str, int, int]  # code, start, end


class NewDecision(NamedTuple):
    """What was decided on one disagreement.

    Attributes:
        disagreement: Its id.
        document: Name of the document it stands in.
        outcome: The codings to stand there, as (code, start, end); empty where no code is to stand.
        decided_by: Who decided.
        reason: Why.
        codebook_change: What was changed in the codebook because of it, or is to be.
    """

    disagreement: str
    document: str
    outcome: tuple[Placed, ...]
    decided_by: str
    reason: str = ""
    codebook_change: str = ""


class DecisionRow(NamedTuple):
    """A decision as the store keeps it; `codebook_version` counts from 1."""

    id: int
    disagreement: str
    document: str
    outcome: tuple[Placed, ...]
    decided_by: str
    reason: str
    codebook_change: str
    created: str
    recorded_by: str
    codebook_version: int


def add_decisions(
    connection: sqlite3.Connection, action: int, rows: Iterable[tuple[int, NewDecision]]
) -> None:
    """Write decisions, each with the revision of its document."""
    version = connection.execute("SELECT MAX(id) FROM codebook_version").fetchone()[0]
    connection.executemany(
        "INSERT INTO decision (uid, disagreement, revision, outcome, decided_by, reason, codebook_change,"
        " codebook_version, action) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                new_uid(), new.disagreement, revision, _outcome_json(new.outcome), new.decided_by, new.reason,
                new.codebook_change, version, action,
            )
            for revision, new in rows
        ),
    )  # fmt: skip


def _outcome_json(outcome: Iterable[Placed]) -> str:
    places = [{"code": code, "start": start, "end": end} for code, start, end in outcome]
    return json.dumps(places, ensure_ascii=False, separators=(",", ":"))


_DECISION = (
    "SELECT d.id, d.disagreement, doc.name, d.outcome, d.decided_by, d.reason, d.codebook_change, a.created,"
    " who.name, (SELECT COUNT(*) FROM codebook_version o WHERE o.id <= d.codebook_version)"
    " FROM {table} d JOIN revision r ON r.id = d.revision JOIN document doc ON doc.id = r.document"
    " JOIN action a ON a.id = d.action JOIN coder who ON who.id = a.coder"
)


def decisions(connection: sqlite3.Connection) -> list[DecisionRow]:
    """Decisions in force, in the order they were made; of several on one disagreement the last."""
    rows = connection.execute(
        _DECISION.format(table="live_decision")
        + " WHERE d.id = (SELECT l.id FROM live_decision l JOIN action x ON x.id = l.action"
        " WHERE l.disagreement = d.disagreement ORDER BY x.uid DESC, l.id DESC LIMIT 1)"
        " ORDER BY d.id"
    )
    return [_decision(row) for row in rows]


def decisions_of_pass(connection: sqlite3.Connection, key: int) -> list[DecisionRow]:
    """The decisions that an adjudicated pass came of."""
    rows = connection.execute(
        _DECISION.format(table="decision")
        + " JOIN pass_decision p ON p.decision = d.id WHERE p.pass = ? ORDER BY d.id",
        (key,),
    )
    return [_decision(row) for row in rows]


def _decision(row: sqlite3.Row) -> DecisionRow:
    values: list[Any] = list(row)
    values[3] = tuple((place["code"], place["start"], place["end"]) for place in json.loads(values[3]))
    return DecisionRow(*values)


class SampleRow(NamedTuple):
    """A sample of units to double-code; `units` are (document, start, end)."""

    name: str
    unit: str
    seed: int
    settings: dict[str, Any]
    created: str
    by: str
    units: tuple[tuple[str, int, int], ...]


def add_sample(
    connection: sqlite3.Connection,
    action: int,
    name: str,
    unit: str,
    seed: int,
    settings: Mapping[str, Any],
    places: Iterable[tuple[int, int, int]],
) -> None:
    """Keep a sample; `places` are (revision, start, end)."""
    kept = json.dumps(dict(settings), ensure_ascii=False, sort_keys=True)
    key = connection.execute(
        "INSERT INTO sample (uid, name, unit, seed, settings, action) VALUES (?, ?, ?, ?, ?, ?)",
        (new_uid(), name, unit, seed, kept, action),
    ).lastrowid
    connection.executemany("INSERT INTO sample_unit VALUES (?, ?, ?, ?)", ((key, *place) for place in places))


def samples(connection: sqlite3.Connection) -> list[SampleRow]:
    """All samples, oldest first."""
    found = connection.execute(
        "SELECT s.id, s.name, s.unit, s.seed, s.settings, a.created, c.name FROM sample s"
        " JOIN action a ON a.id = s.action JOIN coder c ON c.id = a.coder ORDER BY s.id"
    ).fetchall()
    return [
        SampleRow(name, unit, seed, json.loads(settings), created, by, _sample_units(connection, key))
        for key, name, unit, seed, settings, created, by in found
    ]


def _sample_units(connection: sqlite3.Connection, sample: int) -> tuple[tuple[str, int, int], ...]:
    rows = connection.execute(
        'SELECT d.name, u.start, u."end" FROM sample_unit u JOIN revision r ON r.id = u.revision'
        " JOIN document d ON d.id = r.document WHERE u.sample = ? ORDER BY d.id, u.start",
        (sample,),
    )
    return tuple((name, start, end) for name, start, end in rows)
