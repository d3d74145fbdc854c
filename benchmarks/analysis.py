"""Counting at the size of a large study, each command beside its floor in the same run.

    python benchmarks/analysis.py                 200 interviews, 50,000 codings: under a minute
    python benchmarks/analysis.py --full          5,000 interviews, 2 million codings, 30 million words
    python benchmarks/analysis.py --keep FOLDER   builds the project there, or uses the one that is there

The interviews are constructed: sentences drawn from a pool, which is all that counting sees of them. Every command
runs in a process of its own, as a user runs it, and so does its floor: click imported, and the plain SQL that gives
the bare numbers. Seconds are the best of three; memory is the most the process held. Ratios hold from run to run,
seconds do not.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kodning.project import Project
from kodning.store.connection import writing as write
from kodning.store.ids import new_uid, utc_now
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
