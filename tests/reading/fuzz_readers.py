"""Fuzz the readers for as long as you like, guided by coverage; not part of the test suite.

    pip install atheris        (Linux, a Python that atheris supports)
    python tests/reading/fuzz_readers.py docx -max_total_time=600

The first argument is the format: docx, odt, rtf, html, pdf, vtt, json, csv, xlsx, txt or zip. Anything but a transcript or
an error of kodning's own is a finding; atheris stops and keeps the input. Inputs that take over 10 seconds or 2 GB are
findings, too (`-timeout`, `-rss_limit_mb`).
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["kodning"]):
    from kodning.errors import KodningError
    from kodning.reading import read_all

GOLDEN = Path(__file__).parent / "golden"


def main() -> None:
    """Run the fuzzer on one format, with the golden files of that format as seeds."""
    suffix, *options = sys.argv[1:]
    folder = Path(tempfile.mkdtemp())
    path = folder / f"a.{suffix}"
    seeds = folder / "seeds"
    seeds.mkdir()
    for seed in GOLDEN.glob(f"*.{suffix}"):
        (seeds / seed.name).write_bytes(seed.read_bytes())

    def one(raw: bytes) -> None:
        path.write_bytes(raw)
        for source in read_all([path]):
            if source.error is not None:
                if not isinstance(source.error, KodningError):
                    raise TypeError(source.error)
                continue
            if source.transcript is None:
                raise ValueError("neither a transcript nor an error")
            text, turns = source.transcript.text, source.transcript.turns
            if "\n\n".join(text[turn.start : turn.end] for turn in turns) != text:
                raise ValueError("turns do not cover the text")

    atheris.Setup([sys.argv[0], "-timeout=10", "-rss_limit_mb=2048", *options, str(seeds)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
