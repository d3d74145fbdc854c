"""How long a corrected transcript takes: 10,000 words with 500 codings and 200 edits.

    python benchmarks/revise.py [--words 10000] [--codings 500] [--edits 200]

The text is constructed: words drawn by Zipf's law, so that common words repeat as they do in talk. The floor is what
cannot be avoided in the same run: cutting the new text into sentences and words, and writing the rows by executemany.
"""

import argparse
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

from kodning.anchoring import Alignment
from kodning.model import NewCoding
from kodning.preparing import prepare
from kodning.project import Project
from kodning.reading import read

_TURN = 80  # words


def interview(words: list[str]) -> str:
    """A transcript of two speakers who take turns."""
    turns = []
    for number, start in enumerate(range(0, len(words), _TURN)):
        said = " ".join(words[start : start + _TURN])
        turns.append(f"{'Eva' if number % 2 else 'Interviewer'}: {said}.")
    return "\n\n".join(turns) + "\n"


def edited(words: list[str], edits: int, draw: random.Random) -> list[str]:
    """Words after random replacements, deletions and insertions."""
    new = list(words)
    for _ in range(edits):
        place, kind = draw.randrange(len(new)), draw.randrange(3)
        new[place : place + (kind != 2)] = [] if kind == 1 else [draw.choice(words)]
    return new


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--words", type=int, default=10_000)
    parser.add_argument("--codings", type=int, default=500)
    parser.add_argument("--edits", type=int, default=200)
    size = parser.parse_args()
    draw = random.Random(1)
    vocabulary = [f"ord{number}" for number in range(3_000)]
    weights = [1 / (number + 1) for number in range(len(vocabulary))]
    words = draw.choices(vocabulary, weights, k=size.words)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, second = folder / "interview.md", folder / "rettet.md"
        first.write_text(interview(words), encoding="utf-8")
        second.write_text(interview(edited(words, size.edits, draw)), encoding="utf-8")
        with Project.create(folder / "projekt", "codes:\n  - id: kode\n  - id: anden\n", "eva") as project:
            project.import_transcripts([(first, read(first))], "eva")
            length = len(project.revision("interview").text)
            starts = [draw.randrange(length - 400) for _ in range(size.codings)]
            new = [NewCoding("interview", s, s + draw.randrange(20, 400), "kode", "eva") for s in starts]
            project.import_codings(new, "eva", "benchmark")
            old = project.revision("interview").text
            begun = time.perf_counter()
            transcript = read(second)
            reading = time.perf_counter()
            prepare(transcript, "interview", "rettet.md")
            prepared = time.perf_counter()
            Alignment(old, transcript.text)
            aligned = time.perf_counter()
            done = project.revise("interview", second, transcript, "eva")
            end = time.perf_counter()
            counts = Counter(row.state for row in done.codings)
            problems = len(project.problems())
        print(
            f"{size.words:,} words, {len(done.codings):,} codings, {size.edits} edits: {dict(counts)}; {problems} problems"
        )
        print(f"  reading {reading - begun:.3f} s, sentences and words {prepared - reading:.3f} s")
        print(f"  comparing the texts {aligned - prepared:.3f} s")
        print(f"  revise, all in all {end - aligned:.3f} s")


if __name__ == "__main__":
    main()
