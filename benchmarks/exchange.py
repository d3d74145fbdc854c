"""Import and export of a REFI-QDA project at the size of a large study, each beside its floor in the same run.

    python benchmarks/exchange.py [--documents 200] [--codings 50000]

The text is constructed: words drawn from a list. The floor of the export reads the same rows with plain sqlite3 and
writes the same texts and elements with zipfile and ElementTree; that of the import parses them and writes the same rows
by executemany. A new project also has its texts cut into sentences, its words counted and put into the search index,
which no floor holds: the time for these is told apart. Memory is that of a process which does nothing else.
"""

import argparse
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import interviews
from kodning.interchange.exchanging import begin_from, import_foreign
from kodning.interchange.refi_writing import write_qdpx
from kodning.model import Transcript
from kodning.preparing import prepare
from kodning.project import Project

_TABLES = ("revision", "turn", "segment", "coding")


def export(folder: Path, file: Path) -> None:
    """What `exchange export` does."""
    with Project.open(folder) as project, file.open("wb") as out:
        write_qdpx(project, out, origin="kodning", language="da")


def plain_export(folder: Path, file: Path) -> None:
    """The same texts and elements without anything that kodning adds: checks, maps, labels, side file."""
    with (
        sqlite3.connect(folder / "kodning.db") as connection,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        root = ET.Element("Project", name="x")
        sources = ET.SubElement(root, "Sources")
        documents = connection.execute(
            "SELECT r.id, d.uid, d.name, r.text FROM revision r JOIN document d ON d.id = r.document"
        )
        for revision, uid, name, text in documents.fetchall():
            out.writestr(f"sources/{uid}.txt", text)
            source = ET.SubElement(
                sources, "TextSource", guid=uid, name=name, plainTextPath=f"internal://{uid}.txt"
            )
            rows = connection.execute(
                'SELECT c.uid, c.start, c."end", code.key, coder.uid, c.created FROM coding c JOIN code ON code.id = c.code'
                " JOIN coder ON coder.id = c.coder WHERE c.revision = ? ORDER BY c.start",
                (revision,),
            )
            for key, start, end, code, coder, created in rows:
                by = {"creatingUser": coder, "creationDateTime": created}
                place = {"startPosition": str(start), "endPosition": str(end), "name": text[start:end]}
                selection = ET.SubElement(source, "PlainTextSelection", guid=key, **place, **by)
                ET.SubElement(ET.SubElement(selection, "Coding", guid=key, **by), "CodeRef", targetGUID=code)
        out.writestr("project.qde", ET.tostring(root, encoding="utf-8"))


def stored_rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows that an import writes."""
    with sqlite3.connect(folder / "kodning.db") as connection:
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in _TABLES}


def plain_import(
    file: Path, database: Path, rows: dict[str, list[tuple[object, ...]]], tables: Sequence[str]
) -> None:
    """Read the ZIP, parse the XML, write the rows with the same indexes."""
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            archive.read(name).decode("utf-8")
        list(ET.fromstring(archive.read("project.qde")).iter())  # noqa: S314 - our own file
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode = WAL")
    for table in tables:
        columns = ", ".join(f"c{number}" for number in range(len(rows[table][0])))
        connection.execute(f"CREATE TABLE {table} ({columns})")
    if "coding" in tables:
        connection.execute("CREATE UNIQUE INDEX u ON coding(c1)")
        connection.execute("CREATE INDEX a ON coding(c7, c8, c2, c5, c6)")
        connection.execute("CREATE INDEX b ON coding(c2, c3)")
        connection.execute("CREATE INDEX c ON coding(c14)")
    for table in tables:
        marks = ", ".join("?" * len(rows[table][0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows[table])
    connection.commit()
    connection.close()


def plain_index(database: Path, files: Sequence[tuple[Path, Transcript]]) -> None:
    """Put the words of every turn into a search index, with plain sqlite3."""
    connection = sqlite3.connect(database)
    connection.execute(
        "CREATE VIRTUAL TABLE i USING fts5(words, content='', tokenize='unicode61 remove_diacritics 0')"
    )
    words = [read.text[turn.start : turn.end] for _, read in files for turn in read.turns]
    connection.executemany("INSERT INTO i (rowid, words) VALUES (?, ?)", enumerate(words, start=1))
    connection.commit()
    connection.close()


def alone(*arguments: str | Path) -> str:
    """Do one thing in a process of its own and return what it says of its memory."""
    line = [sys.executable, __file__, "--alone", *map(str, arguments)]
    return subprocess.run(line, check=True, capture_output=True, text=True).stdout.strip()


def own_peak() -> str:
    """The most memory that this process has held, where the system says so."""
    status = Path("/proc/self/status")  # Linux hands a parent's peak on everywhere else
    if not status.exists():
        return "peak memory: not told by this system"
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return f"peak memory {int(line.split()[1]) / 1024:.0f} MiB"


def one_thing(what: str, first: Path, second: Path) -> None:
    """What `alone` asks for."""
    if what == "export":
        export(first, second)
    else:
        begin_from(first, second, "koder-a")
    print(f"{what} in a process of its own: {own_peak()}")


def measured(name: Path, documents: int, count: int) -> Iterator[str]:
    """The lines of the report."""
    folder, empty, file = name / "stor", name / "tom", name / "stor.qdpx"
    files = interviews.files(documents)
    for place in (folder, empty):
        with Project.create(place, interviews.CODEBOOK, "koder-a") as project:
            project.import_transcripts(files, "koder-a")
            if place == folder:
                project.import_codings(list(interviews.codings(documents, count)), "koder-a", "benchmark")
                written = len(project.codings())
    taken = interviews.timed(lambda: export(folder, file))
    floor = interviews.timed(lambda: plain_export(folder, name / "plain.qdpx"))
    yield f"export of {written:,} codings in {documents} documents: {taken:.2f} s; floor {floor:.2f} s; ratio {taken / floor:.1f}"
    rows = stored_rows(folder)
    with Project.open(empty) as project:
        taken = interviews.timed(lambda: import_foreign(project, file, "koder-a"))
        if len(project.codings()) != written:
            raise SystemExit("the import did not bring all codings")
    floor = interviews.timed(lambda: plain_import(file, name / "floor-1.db", rows, ("coding",)))
    yield f"import of the codings, documents there: {taken:.2f} s; floor {floor:.2f} s; ratio {taken / floor:.1f}"
    taken = interviews.timed(lambda: begin_from(name / "ny", file, "koder-a"))
    cut = interviews.timed(lambda: [prepare(read, path.stem, path.name) for path, read in files])
    index = interviews.timed(lambda: plain_index(name / "index.db", files))
    floor = interviews.timed(lambda: plain_import(file, name / "floor-2.db", rows, _TABLES))
    yield (
        f"import as a new project: {taken:.2f} s, of it cutting sentences and counting words {cut:.2f} s, search index "
        f"{index:.2f} s; floor {floor:.2f} s; ratio {(taken - cut - index) / floor:.1f} without these two, "
        f"{taken / floor:.1f} with them"
    )
    yield alone("export", folder, name / "alone.qdpx")
    yield alone("import", name / "alene", file)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--codings", type=int, default=50_000)
    parser.add_argument("--alone", nargs=3, help=argparse.SUPPRESS)
    size = parser.parse_args()
    if size.alone:
        what, first, second = size.alone
        one_thing(what, Path(first), Path(second))
        return
    with tempfile.TemporaryDirectory() as name:
        for line in measured(Path(name), size.documents, size.codings):
            print(line, flush=True)


if __name__ == "__main__":
    main()
