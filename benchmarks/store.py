"""Writing and counting at the size of a large study, each beside its floor in the same run.

    python benchmarks/store.py [--documents 200] [--codings 50000]

The text is constructed: words drawn from a list, which is all that counting and writing see of it.
"""

import argparse
import sqlite3
import sys
import tempfile
from pathlib import Path

import interviews
from kodning.analysis.themes import themes
from kodning.project import Project


def plain_insert(path: Path, rows: list[tuple[object, ...]]) -> None:
    """The floor of writing: the same columns by executemany, then the same indexes."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(
        'CREATE TABLE coding (id INTEGER PRIMARY KEY, uid TEXT UNIQUE, revision INT, start INT, "end" INT, words_hash TEXT,'
        " word_start INT, word_end INT, code INT, coder INT, created TEXT, memo TEXT, origin TEXT, version INT, action INT, root INT)"
    )
    connection.execute("CREATE INDEX a ON coding(coder, code, revision, word_start, word_end)")
    connection.execute("CREATE INDEX b ON coding(revision, start)")
    connection.execute("CREATE INDEX c ON coding(action)")
    connection.executemany(f"INSERT INTO coding VALUES ({', '.join('?' * 16)})", rows)
    connection.commit()
    connection.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--codings", type=int, default=50_000)
    size = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        project = Project.create(Path(name) / "stor", interviews.CODEBOOK, "koder-a")
        files = interviews.files(size.documents)
        importing = interviews.timed(lambda: project.import_transcripts(files, "koder-a"))
        words = sum(document.words for document in project.documents())
        print(f"import of {size.documents} interviews: {importing:.1f} s, {words / importing:,.0f} words/s")
        new = list(interviews.codings(size.documents, size.codings))
        writing = interviews.timed(lambda: project.import_codings(new, "koder-a", "benchmark"))
        rows = [tuple(row) for row in project.connection.execute("SELECT * FROM coding")]
        floor = interviews.timed(lambda: plain_insert(Path(name) / "floor.db", rows))
        print(
            f"{len(rows):,} codings: {writing:.2f} s; plain executemany {floor:.2f} s; ratio {writing / floor:.1f}"
        )
        one = interviews.timed(lambda: project.code("interview-3", "t2", ["kode-1"], "koder-a"))
        print(f"one coding more: {one * 1000:.1f} ms")
        table = interviews.timed(lambda: themes(project))
        sql = "SELECT code, COUNT(*), COUNT(DISTINCT revision) FROM coding GROUP BY code"
        raw = interviews.timed(lambda: project.connection.execute(sql).fetchall())
        print(f"theme table: {table:.3f} s; raw GROUP BY without words {raw:.3f} s; ratio {table / raw:.1f}")
        project.close()
    print(peak_memory())


def peak_memory() -> str:
    """The most memory that this process has held, where the system says so."""
    try:
        import resource
    except ImportError:  # Windows
        return "peak memory: not told by this system"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    return f"peak memory of the whole run: {peak:.0f} MiB"


if __name__ == "__main__":
    main()
