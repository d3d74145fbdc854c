"""Constructed interviews and codings, as large a study as a benchmark asks for: words drawn from a list, always the same."""

import gc
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kodning.model import NewCoding, Role, Transcript, Turn

CODEBOOK = "codes:\n" + "".join(f"  - id: kode-{number}\n" for number in range(20))
_WORDS = [
    "vi",
    "har",
    "et",
    "råd",
    "som",
    "kommunen",
    "spørger",
    "når",
    "de",
    "skal",
    "beslutte",
    "noget",
    "om",
    "integration",
    "og",
    "så",
    "får",
    "vi",
    "svar",
]


def transcript(number: int) -> Transcript:
    """An interview of 60 turns and some 6,000 words."""
    draw = random.Random(number)
    turns, parts, place = [], [], 0
    for turn in range(1, 61):
        said = " ".join(draw.choices(_WORDS, k=99)) + f" {number}."
        role: Role = "interviewer" if turn % 2 else "informant"
        turns.append(Turn(turn, place, place + len(said), role.title(), role))
        parts.append(said)
        place += len(said) + 2
    return Transcript("\n\n".join(parts), tuple(turns), f"Interview {number}", "utf-8", str(number))


def codings(documents: int, count: int, coder: str = "koder-a") -> Iterator[NewCoding]:
    """Codings spread over documents and codes; another coder's are others."""
    draw = random.Random(coder)
    for number in range(count):
        start = draw.randrange(0, 25_000)
        document, code = f"interview-{number % documents}", f"kode-{draw.randrange(20)}"
        yield NewCoding(document, start, start + draw.randrange(40, 400), code, coder)


def files(documents: int) -> list[tuple[Path, Transcript]]:
    """Interviews as `import_transcripts` takes them."""
    return [(Path(f"interview-{number}.md"), transcript(number)) for number in range(documents)]


def timed(action: Callable[[], object]) -> float:
    """Seconds of the processor that an action takes: what else the computer does leaves them as they are."""
    gc.collect()
    gc.freeze()  # what the script holds costs neither side anything
    begun = time.process_time()
    action()
    taken = time.process_time() - begun
    gc.unfreeze()
    return taken
