"""Quote bank and figures beside their floors, in one run.

    python benchmarks/report.py [--quotes 10000 50000] [--rows 100000] [--runs 5]

- Word: t(50,000 quotes) against t(10,000): linear is 5.0, the target 6.
- Excel: 100,000 rows beside xlsxwriter's constant_memory loop writing the same cells; target 1.1 and 40 MiB more.
- A figure: the command beside `python -c "import click"`; target 2.

Quotes are constructed of Danish words. Times are the best of the runs; memory is the peak above an empty process that
has imported the same libraries, each in a process of its own.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kodning.analysis.quote_bank import BankQuote
from kodning.analysis.quotes import Quote
from kodning.report.blocks import Document
from kodning.report.docx_file import docx_bytes
from kodning.report.quote_bank_document import quote_block
from kodning.report.quote_bank_table import bank_columns, bank_row, bank_workbook
from kodning.sample import build_sample

_WORDS = [
    "rådet",
    "kommunen",
    "penge",
    "møder",
    "høring",
    "tidligt",
    "borgmesteren",
    "foreninger",
    "æbler",
    "integration",
    "udvalg",
    "viden",
]


def constructed(number: int) -> BankQuote:
    """A quote of about forty words."""
    words = " ".join(_WORDS[(number * 7 + place * 5) % len(_WORDS)] for place in range(40))
    uid = f"{number:032x}"
    quote = Quote(
        code="budget", label={"da": "Rådets økonomi", "en": "Finances"}, document=f"interview-{number % 200}",
        turn=number % 300, speaker="Formand", start=number, end=number + len(words), quote=words, text=words,
        coder="anna", coding_ids=(uid,), attributes={"rolle": "formand", "kommune": "Kildebæk"}, words=40,
    )  # fmt: skip
    return BankQuote(uid[-8:], quote, ("Rådets økonomi",), ("budget",), "budget", "informant", "", (), ())


def docx_seconds(quotes: int) -> float:
    """Writing so many quotes as a Word file."""
    begun = time.perf_counter()
    blocks = (quote_block(constructed(n), attributed=True) for n in range(quotes))
    docx_bytes(Document("Citatbank", "da", "", "kodning", blocks))
    return time.perf_counter() - begun


def _rows(count: int) -> Iterator[dict[str, object]]:
    for number in range(count):
        yield bank_row(constructed(number))


def xlsx_ours(rows: int, path: Path) -> float:
    """The bank's workbook."""
    begun = time.perf_counter()
    bank_workbook(bank_columns([constructed(0)]), _rows(rows), path)
    return time.perf_counter() - begun


def xlsx_floor(rows: int, path: Path) -> float:
    """The same cells written by a plain loop."""
    import xlsxwriter

    begun = time.perf_counter()
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    keys = [column.key for column in bank_columns([constructed(0)])]
    for line, row in enumerate(_rows(rows)):
        for place, key in enumerate(keys):
            value = row.get(key)
            if isinstance(value, int | float):
                sheet.write_number(line, place, value)
            elif value:
                sheet.write_string(line, place, str(value))
    book.close()
    return time.perf_counter() - begun


def peak(task: str, size: int) -> float:
    """Peak memory in MiB of a task in a process of its own."""
    code = (
        f"import resource, sys; sys.path.insert(0, {str(Path(__file__).parent)!r});"
        "import pathlib, tempfile; import report, xlsxwriter;"
        f"folder = pathlib.Path(tempfile.mkdtemp()); size = {size}; {task};"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1])


def _process(command: list[str], folder: Path) -> float:
    begun = time.perf_counter()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment)
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quotes", type=int, nargs=2, default=[10_000, 50_000])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    small, large = asked.quotes
    times = [(docx_seconds(small), docx_seconds(large)) for _ in range(max(1, asked.runs // 2))]
    few, many = min(a for a, _ in times), min(b for _, b in times)
    print(
        f"Word, {small:,} quotes {few:.2f} s; {large:,} quotes {many:.2f} s; ratio {many / few:.2f} (linear {large / small:.1f}, target 6)"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pairs = [
            (xlsx_ours(asked.rows, folder / "a.xlsx"), xlsx_floor(asked.rows, folder / "b.xlsx"))
            for _ in range(max(1, asked.runs // 2))
        ]
        ours, floor = min(a for a, _ in pairs), min(b for _, b in pairs)
        print(
            f"Excel, {asked.rows:,} rows {ours:.2f} s, plain loop {floor:.2f} s, ratio {ours / floor:.2f} (target 1.1)"
        )
        empty = peak("pass", 0)
        used = peak("report.xlsx_ours(size, folder / 'a.xlsx')", asked.rows)
        print(f"Excel, memory above an empty process {used - empty:.0f} MiB (target 40)")
        used = peak(f"report.docx_seconds({large})", large)
        print(f"Word, memory above an empty process {used - empty:.0f} MiB for {large:,} quotes")
        demo = folder / "demo"
        build_sample(demo).close()
        program = str(Path(sys.executable).with_name("kodning.exe" if os.name == "nt" else "kodning"))
        base = [sys.executable, "-c", "import click"]
        for figure in ("themes", "matrix", "survey 1"):
            command = [program, "figure", *figure.split()]
            _process(command, demo), _process(base, demo)
            measured = [(_process(command, demo), _process(base, demo)) for _ in range(asked.runs * 3)]
            ratio = statistics.median(a / b for a, b in measured)
            print(f"kodning figure {figure}: ratio to `import click` {ratio:.2f} (target 2)")


if __name__ == "__main__":
    main()
