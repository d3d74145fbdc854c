"""How long a merge takes: two projects of 200 documents of 6,000 words and 50,000 codings each.

    python benchmarks/merge.py [--documents 200] [--codings 50000] [--apart]

Both coders began with the same documents; with --apart each imported the files herself, so that documents are found
by their text and every coding is brought over to the text that is current. The floor is measured in the same run:
the same fresh rows read from one SQLite file and written to another by plain executemany, with the same columns and
indexes. Constructed data. Seconds are the processor's, so that what else the computer does leaves them as they are.
"""

import argparse
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import interviews
from kodning.project import Project


def peak_memory() -> str:
    """The most memory that this process has held, where the system says so."""
    try:
        import resource
    except ImportError:  # Windows
        return "peak memory: not told by this system"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    return f"peak memory of the whole run: {peak:.0f} MiB"


_MEASURED = ("document", "revision", "turn", "segment", "coding", "carried_coding", "action")


def build(folder: Path, coder: str, documents: int) -> None:
    """A project with its documents."""
    with Project.create(folder, interviews.CODEBOOK, coder) as project:
        project.import_transcripts(interviews.files(documents), coder)


def code(folder: Path, coder: str, documents: int, count: int) -> None:
    """Codings spread over the documents."""
    with Project.open(folder) as project:
        project.import_codings(list(interviews.codings(documents, count, coder)), coder, "benchmark")


def floor(source: Path, target: Path, counts: dict[str, int]) -> None:
    """Read as many rows of each table as came, and write them elsewhere; one transaction, indexes as they are."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        for name in _MEASURED:
            for (sql,) in old.execute(
                "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND type IN ('table', 'index') AND sql IS NOT NULL"
                " ORDER BY type DESC",
                (name,),
            ).fetchall():
                new.execute(sql)
        new.execute("PRAGMA journal_mode = WAL")
        for name in _MEASURED:
            rows = (
                old.execute(f"SELECT * FROM {name} ORDER BY rowid DESC LIMIT ?", (counts.get(name, 0),))
                if (name not in {"turn", "segment"})
                else old.execute(f"SELECT * FROM {name} LIMIT ?", (counts.get(name, 0),))
            )
            marks = ", ".join("?" * len(rows.description))
            new.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
        new.commit()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--codings", type=int, default=50_000)
    parser.add_argument("--apart", action="store_true")
    size = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one, other = folder / "a", folder / "b"
        build(one, "anna", size.documents)
        if size.apart:
            build(other, "bo", size.documents)
        else:
            shutil.copytree(one, other)
        code(one, "anna", size.documents, size.codings)
        code(other, "bo", size.documents, size.codings)
        with Project.open(one) as project:
            done = None

            def merge() -> None:
                nonlocal done
                done = project.merge(other, "anna")

            taken = interviews.timed(merge)
            fresh = done.fresh if done else {}
            carried = project.connection.execute("SELECT COUNT(*) FROM carried_coding").fetchone()[0]
            in_force = len(project.codings())
            again = interviews.timed(lambda: project.merge(other, "anna"))
        counts = {**fresh, "carried_coding": carried, "coding": fresh.get("coding", 0) + carried}
        least = interviews.timed(lambda: floor(one / "kodning.db", folder / "floor.db", counts))
        print(
            f"{in_force:,} codings in force; {counts['coding']:,} written, {carried:,} of them carried over"
        )
        print(
            f"merge {taken:.2f} s; plain sqlite3 {least:.2f} s; ratio {taken / least:.1f}; once more {again:.2f} s"
        )
    print(peak_memory())


if __name__ == "__main__":
    main()
