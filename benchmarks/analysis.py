"""Counting at the size of a large study, each command beside its floor in the same run.

    python benchmarks/analysis.py                 200 interviews, 50,000 codings: a few minutes
    python benchmarks/analysis.py --full          5,000 interviews, 2 million codings, 30 million words
    python benchmarks/analysis.py --keep FOLDER   builds the project there, or uses the one that is there

The interviews are constructed: sentences drawn from a pool, which is all that counting sees of them. Every command
runs in a process of its own, as a user runs it, and so does its floor: click imported, and the plain SQL that gives
the bare numbers. Seconds are processor time, the least of three, with Python's compiled files in place as an
installed program has them; memory is the most the process held. Ratios hold from run to run, seconds do not.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kodning.analysis.meetings import Spans, meet
from kodning.project import Project
from kodning.store.connection import STORE_NAME
from kodning.store.connection import writing as write
from kodning.store.ids import new_uid, utc_now
from kodning.store.search_index import index_missing
from kodning.store.writing import add_action, coder_id

CODES, TURNS, SENTENCES, WORDS = 20, 60, 10, 10  # per codebook, interview, turn, sentence
CODER = "koder-a"
_CODEBOOK = "codes:\n" + "".join(f"  - id: kode-{number}\n" for number in range(CODES))
_SYLLABLES = [
    "rå",
    "in",
    "te",
    "gra",
    "tion",
    "kom",
    "mu",
    "ne",
    "for",
    "mand",
    "møde",
    "svar",
    "bud",
    "get",
    "øst",
    "vær",
]


def pool(draw: random.Random, count: int) -> list[str]:
    """Sentences of ten words; common words are common, as in speech."""
    words = sorted({"".join(draw.choices(_SYLLABLES, k=draw.randint(1, 4))) for _ in range(30_000)})
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    draw.shuffle(words)
    return [" ".join(draw.choices(words, weights, k=WORDS)).capitalize() + "." for _ in range(count)]


class Laid(NamedTuple):
    """One interview: its text, and the start and end of every sentence, turn after turn."""

    text: str
    spans: list[tuple[int, int]]


def lay_out(draw: random.Random, sentences: Sequence[str]) -> Laid:
    """Sixty turns of ten sentences; every second one is the informant's."""
    spans, parts, place = [], [], 0
    for _ in range(TURNS):
        said = draw.choices(sentences, k=SENTENCES)
        for sentence in said:
            spans.append((place, place + len(sentence)))
            place += len(sentence) + 1
        place += 1
        parts.append(" ".join(said))
    return Laid("\n\n".join(parts), spans)


def build(folder: Path, documents: int, codings: int) -> None:
    """The project, written row by row: reading and cutting are measured elsewhere."""
    draw = random.Random(1)
    sentences = pool(draw, 20_000)
    with Project.create(folder, _CODEBOOK, CODER) as project:
        connection = project.connection
        with write(connection, project.store_path):
            action = add_action(connection, "import", CODER, "benchmark")
            coder = coder_id(connection, CODER)
            spans = []
            for number in range(1, documents + 1):
                laid = lay_out(draw, sentences)
                spans.append(laid.spans)
                _write_document(project, action, number, laid)
                connection.execute(
                    'INSERT INTO review (uid, revision, start, "end", coder, action) VALUES (?, ?, 0, ?, ?, ?)',
                    (new_uid(), number, len(laid.text), coder, action),
                )
            connection.executemany(
                'INSERT INTO coding (uid, revision, start, "end", words_hash, word_start, word_end, code, coder,'
                " created, origin, codebook_version, action) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)",
                _codings(draw, spans, codings, coder, action),
            )
            index_missing(connection)


def _write_document(project: Project, action: int, number: int, laid: Laid) -> None:
    from kodning.text import sha256

    connection = project.connection
    half = TURNS * SENTENCES * WORDS // 2
    digest = sha256(laid.text)
    name = f"interview-{number}"
    connection.execute("INSERT INTO document VALUES (?, ?, ?, ?, ?)", (number, new_uid(), name, name, action))
    connection.execute(
        "INSERT INTO revision VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, 'utf-8', ?)",
        (number, new_uid(), number, laid.text, digest, len(laid.text), 2 * half, half, f"{name}.md", digest, action),
    )  # fmt: skip
    connection.execute(
        "INSERT INTO attribute (document, name, value, kind, action) VALUES (?, 'rolle', ?, 'text', ?)",
        (number, ("formand", "næstformand", "medlem")[number % 3], action),
    )
    turns = [laid.spans[at : at + SENTENCES] for at in range(0, len(laid.spans), SENTENCES)]
    connection.executemany(
        "INSERT INTO turn VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)",
        (
            (number, at, turn[0][0], turn[-1][1], *(("I", "interviewer") if at % 2 else ("F", "informant")))
            for at, turn in enumerate(turns, start=1)
        ),
    )
    connection.executemany(
        "INSERT INTO segment VALUES (?, 'sentence', ?, ?, ?, ?)",
        (
            (number, at, start, end, (at - 1) // SENTENCES + 1)
            for at, (start, end) in enumerate(laid.spans, start=1)
        ),
    )


def _codings(
    draw: random.Random, spans: Sequence[Sequence[tuple[int, int]]], count: int, coder: int, action: int
) -> Iterator[tuple[object, ...]]:
    now = utc_now()
    for number in range(count):
        document = number % len(spans)
        turn, first = draw.randrange(TURNS // 2), draw.randrange(SENTENCES)
        last = min(SENTENCES - 1, first + draw.randrange(4))
        begin = (2 * turn + 1) * SENTENCES  # the first sentence of an informant's turn
        place = (spans[document][begin + first][0], spans[document][begin + last][1])
        word = turn * SENTENCES * WORDS
        words = (word + first * WORDS, word + (last + 1) * WORDS)
        yield (
            new_uid(), document + 1, *place, f"{number:016x}", *words, draw.randrange(CODES) + 1, coder, now,
            "manual", action,
        )  # fmt: skip


class Spent(NamedTuple):
    """What a process took: processor seconds, and MiB at most."""

    seconds: float
    memory: float


def spent(line: Sequence[str], times: int = 3) -> Spent:
    """Run a process some times; the least it took."""
    runs = [_once(line) for _ in range(times)]
    return Spent(min(run.seconds for run in runs), min(run.memory for run in runs))


def _once(line: Sequence[str]) -> Spent:
    begun = time.perf_counter()
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    complaint = process.stderr.read() if process.stderr else b""
    if not hasattr(os, "wait4"):  # Windows tells neither: wall clock instead
        process.wait()
        return Spent(time.perf_counter() - begun, float("nan"))
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(complaint.decode())
    scale = 1024 if sys.platform == "linux" else 1024**2
    return Spent(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


def sql(store: Path, statements: Sequence[str], after: str = "") -> list[str]:
    """A process that imports click and runs plain SQL; `rows` is what the last statement gave."""
    lines = ["import click, sqlite3", f"db = sqlite3.connect({str(store)!r})"]
    lines += [f"rows = db.execute({statement!r}).fetchall()" for statement in statements]
    return [sys.executable, "-c", "\n".join([*lines, after])]


def kodning(folder: Path, *arguments: str) -> list[str]:
    """A process that runs a command."""
    return [sys.executable, "-m", "kodning", "--project", str(folder), *arguments]


_LIVE = (
    "FROM coding c WHERE c.coder = 1"
    " AND NOT EXISTS (SELECT 1 FROM retraction x WHERE x.coding = COALESCE(c.root, c.id))"
)
FLOORS = {
    "themes": [f"SELECT c.code, COUNT(*), COUNT(DISTINCT c.revision) {_LIVE} GROUP BY c.code"],
    "matrix": [f"SELECT c.code, c.revision, COUNT(*) {_LIVE} GROUP BY c.code, c.revision"],
    "cooccur": [f"SELECT c.code, c.revision, c.word_start, c.word_end {_LIVE}"],
}
_WRITE = "import csv; csv.writer(open({!r}, 'w', newline='', encoding='utf-8')).writerows(rows)"
QUOTES = (
    'SELECT d.name, k.key, o.name, c.start, c."end", c.uid, substr(r.text, c.start + 1, c."end" - c.start)'
    " FROM coding c JOIN revision r ON r.id = c.revision JOIN document d ON d.id = r.document"
    " JOIN code k ON k.id = c.code JOIN coder o ON o.id = c.coder WHERE c.coder = 1 AND k.key = 'kode-3'"
)
_QUOTES_OURS = """
import csv
from kodning.project import Project
from kodning.analysis.quotes import Selection, iter_quotes
with Project.open({folder!r}) as project, open({out!r}, "w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file)
    for quote in iter_quotes(project, Selection(codes=["kode-3"])):
        writer.writerow(quote.record().values())
"""


def measure(folder: Path) -> Iterator[tuple[str, Spent, str, Spent]]:
    """(what, its cost, the floor, its cost), one after the other."""
    store, out = folder / STORE_NAME, str(folder / "out.csv")
    with Project.open(folder) as project:
        with write(project.connection, project.store_path):
            project.connection.execute("DELETE FROM counted")
        word = _search_word(project)
    floor = spent(sql(store, FLOORS["themes"]))
    bare = "click + GROUP BY along the index, without words"
    yield "themes, counted for the first time", spent(kodning(folder, "themes"), 1), bare, floor
    yield "themes", spent(kodning(folder, "themes")), bare, floor
    floor = spent(sql(store, FLOORS["matrix"], _WRITE.format(out)))
    ours = spent(kodning(folder, "matrix", "--format", "csv", "--output", out))
    yield "matrix, code × interview, CSV", ours, "click + GROUP BY + csv.writer", floor
    floor = spent(sql(store, FLOORS["cooccur"]))
    ours = spent(kodning(folder, "cooccur", "--format", "json"))
    yield "cooccur, by overlap", ours, "click + fetching the rows", floor
    floor = spent(sql(store, [QUOTES], _WRITE.format(out)), 1)
    script = _QUOTES_OURS.format(folder=str(folder), out=out)
    ours = spent([sys.executable, "-c", script], 1)
    yield "quotes of one code, joined, as printed", ours, "SQL rows + csv.writer, one a coding", floor
    match = f"turn_search MATCH '{word}'"
    plain = [
        f"SELECT COUNT(*) FROM turn_search WHERE {match}",
        f"SELECT rowid, snippet(turn_search, 0, '[', ']', '…', 20) FROM turn_search WHERE {match} LIMIT 50",
    ]
    ours = spent(kodning(folder, "search", word, "--limit", "50"))
    yield "search, 50 turns of all", ours, "click + FTS5 COUNT and snippet", spent(sql(store, plain))


def _search_word(project: Project) -> str:
    """A word that is neither common nor rare: in one turn of a hundred."""
    project.connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'turn_search', 'row')"
    )
    turns = project.connection.execute("SELECT COUNT(*) FROM turn").fetchone()[0]
    rows = project.connection.execute("SELECT doc, term FROM temp.vocabulary")
    return str(min((abs(row[0] - turns / 100), row[1]) for row in rows)[1])


def dense() -> float:
    """Seconds for one document with 200,000 codings of two codes, each overlapping half of all others."""
    count = 200_000
    ends = [at + count // 2 for at in range(count)]
    spans = Spans([at % 2 for at in range(count)], list(range(count)), ends)
    begun = time.process_time()
    meet(spans, 2)
    return time.process_time() - begun


def main() -> None:
    """Build, measure, print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--codings", type=int, default=50_000)
    parser.add_argument("--full", action="store_true", help="5,000 interviews, 2 million codings")
    parser.add_argument("--keep", type=Path, help="build the project here, or use the one that is here")
    asked = parser.parse_args()
    documents, codings = (5_000, 2_000_000) if asked.full else (asked.documents, asked.codings)
    with tempfile.TemporaryDirectory() as name:
        folder = asked.keep or Path(name) / "project"
        if not (folder / STORE_NAME).exists():
            build(folder, documents, codings)
        with Project.open(folder) as project:
            words = sum(document.words for document in project.documents())
            count = project.connection.execute("SELECT COUNT(*) FROM coding").fetchone()[0]
            print(f"{len(project.documents()):,} interviews, {words:,} words, {count:,} codings\n")
        print("| what | seconds | MiB | floor | seconds | ratio |\n|---|---:|---:|---|---:|---:|")
        for what, ours, about, floor in measure(folder):
            ratio = ours.seconds / floor.seconds
            print(
                f"| {what} | {ours.seconds:.2f} | {ours.memory:.0f} | {about} | {floor.seconds:.2f} | {ratio:.2f} |",
                flush=True,
            )
    print(f"\nOne document with 200,000 dense codings: {dense():.2f} s")


if __name__ == "__main__":
    main()
