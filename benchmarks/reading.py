"""How fast transcripts come in: reading and storing, beside the least that any program would have to do.

    python benchmarks/reading.py [--words 2000000]

The floor reads the same files, normalises them (NFC), puts the text into one table and indexes its words with FTS5:
nothing of speakers, sentences, word counts or checks. Both are timed in one run on the same files, which are made here
of random words (constructed, no interview). Memory is the peak of each process's own resident set.
"""

import argparse
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
import unicodedata
from contextlib import closing
from pathlib import Path

from kodning.model import Transcript
from kodning.preparing import prepare
from kodning.project import Project
from kodning.reading import Source, find, read_all

_WORDS_A_FILE = 6000
_SYLLABLES = [
    "ba",
    "de",
    "fi",
    "go",
    "hu",
    "jæ",
    "kø",
    "lå",
    "me",
    "ni",
    "op",
    "ra",
    "si",
    "to",
    "ud",
    "væ",
    "ty",
    "ær",
    "ør",
    "åg",
    "en",
    "er",
    "det",
    "og",
    "som",
    "til",
    "på",
    "for",
    "ikke",
]
_KINDS = ("floor", "reading", "preparing", "whole")


def corpus(folder: Path, words: int) -> int:
    """Make the files; returns how many words they hold."""
    draw = random.Random(7)
    vocabulary = ["".join(draw.choices(_SYLLABLES, k=draw.randint(1, 3))) for _ in range(20_000)]
    made = 0
    for number in range(max(1, words // _WORDS_A_FILE)):
        lines: list[str] = []
        left = _WORDS_A_FILE
        while left > 0:
            length = min(left, draw.randint(20, 160))
            spoken = draw.choices(vocabulary, k=length)
            for at in range(0, length, 12):
                spoken[at] = spoken[at].capitalize()
                spoken[min(at + 11, length - 1)] += "."
            lines.append(f"{'Interviewer' if len(lines) % 2 == 0 else 'Formand'}: {' '.join(spoken)}")
            left -= length
        (folder / f"d{number:05}.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
        made += _WORDS_A_FILE
    return made


def floor(files: list[Path], store: Path) -> None:
    """Read, NFC, insert, FTS5."""
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE text (id INTEGER PRIMARY KEY, name TEXT, body TEXT)")
        connection.execute(
            "CREATE VIRTUAL TABLE words USING fts5(body, content='text', content_rowid='id',"
            ' tokenize="unicode61 remove_diacritics 0")'
        )
        with connection:
            for number, file in enumerate(files):
                body = unicodedata.normalize("NFC", file.read_bytes().decode("utf-8"))
                connection.execute("INSERT INTO text VALUES (?, ?, ?)", (number, file.stem, body))
                connection.execute("INSERT INTO words (rowid, body) VALUES (?, ?)", (number, body))


def run(kind: str, folder: Path, store: Path) -> None:
    """One of the four, in a process of its own."""
    files = find([folder])
    began = time.perf_counter()
    if kind == "floor":
        floor(files, store)
    elif kind == "reading":
        for source in read_all(files):
            _transcript(source)
    elif kind == "preparing":
        for source in read_all(files):
            prepare(_transcript(source), source.path.stem, source.path.name)
    else:
        with Project.create(
            store.parent / "projekt", "title: t\ncodes:\n  - id: a\n    label: A\n", "b"
        ) as project:
            failed = [each for each in project.import_sources(read_all(files), "b") if each.error]
            if failed:
                raise SystemExit(str(failed[0].error))
    print(time.perf_counter() - began, _peak())


def _transcript(source: Source) -> Transcript:
    if source.transcript is None:
        raise SystemExit(str(source.error))
    return source.transcript


def _peak() -> float:
    """This process's peak memory in MB; NaN where the system does not say."""
    try:
        import resource
    except ImportError:
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1_000_000 if sys.platform == "darwin" else 1000)


def main() -> None:
    """Make the corpus, run the four, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=600_000)
    parser.add_argument("--run", nargs=3)
    asked = parser.parse_args()
    if asked.run:
        run(asked.run[0], Path(asked.run[1]), Path(asked.run[2]))
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "korpus"
        folder.mkdir()
        words = corpus(folder, asked.words)
        print(f"{words:,} constructed words in {len(list(folder.iterdir()))} files")
        print(f"{'':12}{'seconds':>9}{'words/s':>12}{'x floor':>9}{'MB':>7}")
        base = 0.0
        for kind in _KINDS:
            line = [sys.executable, __file__, "--run", kind, str(folder), str(Path(place) / f"{kind}.db")]
            done = subprocess.run(line, capture_output=True, encoding="utf-8", check=True)
            seconds, memory = map(float, done.stdout.split())
            base = base or seconds
            print(f"{kind:12}{seconds:9.2f}{words / seconds:12,.0f}{seconds / base:9.2f}{memory:7.0f}")


if __name__ == "__main__":
    main()
