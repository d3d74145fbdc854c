"""Suggestions and what was decided on them: writing and reading. Writing runs inside `connection.writing`."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from kodning.store.connection import writing
from kodning.store.ids import new_uid

State = Literal["open", "coded", "accepted", "rejected", "recoded", "skipped"]
STATES: tuple[State, ...] = get_args(State)
Outcome = Literal["accepted", "rejected", "recoded", "skipped"]


class NewRun(NamedTuple):
    """A run about to begin.

    Attributes:
        coder: Key of the coder it is for.
        method: Name of the method.
        version: Its version.
        settings: What it was told, as it goes into JSON.
        basis: Hash of all that the answer rests on.
    """

    coder: int
    method: str
    version: str
    settings: Mapping[str, Any]
    basis: str


class RunRow(NamedTuple):
    """A run as the store keeps it."""

    id: int
    method: str
    version: str
    settings: dict[str, Any]
    basis: str
    codebook_version: int
    created: str


class NewSuggestion(NamedTuple):
    """A code suggested for a passage; all offsets are the document's.

    Attributes:
        start: Where the passage begins.
        end: Where it ends.
        sentence: The sentence in it that speaks most for the code.
        code: Key of the code.
        rank: 1 is the passage's best.
        score: The method's.
        evidence: (start, end, why) of the words that speak for it.
    """

    start: int
    end: int
    sentence: tuple[int, int]
    code: int
    rank: int
    score: float
    evidence: Sequence[tuple[int, int, str]]


class SuggestionRow(NamedTuple):
    """A suggestion and what has become of it.

    Attributes:
        id: Its number.
        uid: Its global id.
        document: Name of the document.
        start: Where the passage begins.
        end: Where it ends.
        sentence_start: Where the sentence begins that speaks most for the code.
        sentence_end: Where it ends.
        code: The code's id.
        rank: 1 is the passage's best.
        score: The method's; a probability where `calibrated`.
        method: The method's name.
        version: Its version.
        calibrated: Whether the score is a probability.
        evidence: (start, end, why) of the words that speak for it.
        coder: Who is to decide.
        state: `open`; `coded`: the coder has put the code there herself; else what she decided.
        coding: Number of the coding that came of it.
    """

    id: int
    uid: str
    document: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    code: str
    rank: int
    score: float
    method: str
    version: str
    calibrated: bool
    evidence: tuple[tuple[int, int, str], ...]
    coder: str
    state: State
    coding: int | None


def add_run(connection: sqlite3.Connection, action: int, new: NewRun) -> int:
    """Begin a run; returns its key."""
    settings = json.dumps(dict(new.settings), ensure_ascii=False, sort_keys=True, allow_nan=False)
    key = connection.execute(
        "INSERT INTO suggestion_run (uid, coder, method, version, settings, basis, codebook_version, action)"
        " VALUES (?, ?, ?, ?, ?, ?, (SELECT MAX(id) FROM codebook_version), ?)",
        (new_uid(), new.coder, new.method, new.version, settings, new.basis, action),
    ).lastrowid
    if key is None:
        raise RuntimeError("an INSERT gave no key")
    return key


def last_run(connection: sqlite3.Connection, coder: str) -> RunRow | None:
    """The newest run for a coder."""
    row = connection.execute(
        "SELECT q.id, q.method, q.version, q.settings, q.basis, q.codebook_version, a.created"
        " FROM suggestion_run q JOIN action a ON a.id = q.action JOIN coder c ON c.id = q.coder"
        " WHERE c.name = ? ORDER BY q.id DESC LIMIT 1",
        (coder,),
    ).fetchone()
    if row is None:
        return None
    key, method, version, settings, basis, codebook, created = row
    return RunRow(key, method, version, json.loads(settings), basis, codebook, created)


def documents_of_run(connection: sqlite3.Connection, run: int) -> set[int]:
    """The revisions that a run has been through."""
    rows = connection.execute("SELECT revision FROM suggestion_document WHERE run = ?", (run,))
    return {row[0] for row in rows}


def add_document(
    connection: sqlite3.Connection,
    run: int,
    revision: int,
    found: Iterable[NewSuggestion],
    *,
    calibrated: bool,
) -> None:
    """Record that a run has been through a document, and what it suggests there."""
    connection.execute("INSERT INTO suggestion_document VALUES (?, ?, ?)", (run, revision, int(calibrated)))
    connection.executemany(
        'INSERT INTO suggestion (uid, run, revision, start, "end", sentence_start, sentence_end, code, rank, score,'
        " evidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                new_uid(), run, revision, s.start, s.end, *s.sentence, s.code, s.rank, s.score,
                json.dumps([list(words) for words in s.evidence], ensure_ascii=False),
            )
            for s in found
        ),
    )  # fmt: skip


def add_decision(
    connection: sqlite3.Connection,
    action: int,
    suggestions: Iterable[int],
    coder: int,
    outcome: Outcome,
    coding: int | None = None,
) -> None:
    """Record what a coder decided."""
    connection.executemany(
        "INSERT INTO suggestion_decision (uid, suggestion, coder, outcome, coding, action) VALUES (?, ?, ?, ?, ?, ?)",
        ((new_uid(), suggestion, coder, outcome, coding, action) for suggestion in suggestions),
    )


_COLUMNS = (
    'id, uid, document, start, "end", sentence_start, sentence_end, code, rank, score, method, version, calibrated,'
    " evidence, coder, state, coding"
)


def suggestions(
    connection: sqlite3.Connection,
    *,
    coder: str | None = None,
    document: str | None = None,
    codes: Sequence[str] | None = None,
    state: State | None = None,
    least: float = 0.0,
    key: int | None = None,
) -> list[SuggestionRow]:
    """Suggestions as they stand: by document and passage, the best first."""
    where: list[str] = ["score >= ?"]
    values: list[object] = [least]
    for column, value in (("coder", coder), ("document", document), ("state", state), ("id", key)):
        if value is not None:
            where.append(f"{column} = ?")
            values.append(value)
    if codes is not None:
        where.append(f"code IN ({', '.join('?' * len(codes))})")
        values.extend(codes)
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM current_suggestion WHERE {' AND '.join(where)}"
        ' ORDER BY revision, start, "end", coder, score DESC, rank, id',
        values,
    )
    return [_row(row) for row in rows]


def _row(row: sqlite3.Row) -> SuggestionRow:
    values: list[Any] = list(row)
    values[12] = bool(values[12])
    values[13] = tuple((start, end, why) for start, end, why in json.loads(values[13]))
    return SuggestionRow(*values)


class Decided(NamedTuple):
    """A decision that says whether a suggested code was right."""

    code: str
    score: float
    right: bool
    calibrated: bool


def decided(connection: sqlite3.Connection, coder: str, method: str, version: str) -> list[Decided]:
    """A coder's decisions in force on a method's suggestions, oldest first; what she skipped says nothing."""
    rows = connection.execute(
        "SELECT code.key, s.score, d.outcome = 'accepted', t.calibrated"
        " FROM live_suggestion_decision d JOIN suggestion s ON s.id = d.suggestion"
        " JOIN suggestion_run q ON q.id = s.run JOIN code ON code.id = s.code JOIN coder c ON c.id = d.coder"
        " JOIN suggestion_document t ON t.run = s.run AND t.revision = s.revision"
        " WHERE c.name = ? AND q.method = ? AND q.version = ? AND d.outcome <> 'skipped' ORDER BY d.id",
        (coder, method, version),
    )
    return [Decided(code, score, bool(right), bool(calibrated)) for code, score, right, calibrated in rows]


class StoreVectors:
    """A cache of vectors in the store; new ones are written when `flush` is called."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._new: dict[tuple[str, str], bytes] = {}

    def get(self, model: str, key: str) -> bytes | None:
        """What was put under a model's id and a text's hash; None if nothing was."""
        if (new := self._new.get((model, key))) is not None:
            return new
        row = self._connection.execute(
            "SELECT vector FROM vector WHERE model = ? AND text_sha256 = ?", (model, key)
        ).fetchone()
        return row[0] if row else None

    def put(self, model: str, key: str, vector: bytes) -> None:
        """Keep a vector."""
        self._new[model, key] = vector

    def flush(self) -> None:
        """Write what is new; runs in a transaction of its own."""
        if not self._new:
            return
        with writing(self._connection, self._path) as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO vector VALUES (?, ?, ?)",
                ((model, key, vector) for (model, key), vector in self._new.items()),
            )
        self._new.clear()
