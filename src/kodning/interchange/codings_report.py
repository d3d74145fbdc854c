"""A table of codings taken in, with what became of its rows: as a report, and in a few lines."""

from collections.abc import Sequence
from pathlib import Path

from kodning.interchange.codings_csv import ImportReport, Row, import_codings, read_codings
from kodning.interchange.import_report import ExchangeReport, Finding, LossError
from kodning.project import Project
from kodning.text import on_one_line
from kodning.wording import listing, plural, tr

_WORDS = 50
_SHOWN = 10


def import_table(
    project: Project,
    path: Path,
    coder: str,
    *,
    reviewed: bool = False,
    strict: bool = False,
    dry_run: bool = False,
) -> tuple[ImportReport, ExchangeReport]:
    """Take in a CSV or XLSX of codings; in both forms of report.

    Raises:
        LossError: `strict`, and a row fits nowhere, its words do not stand where it says, or it has no words.
        BadRowsError: No row fits anywhere.
    """
    rows = read_codings(path)
    trial = import_codings(project, rows, path, coder, reviewed=reviewed, dry_run=True)
    if strict and (trial.moved or trial.unchecked or trial.refused):
        raise LossError(_report(trial, rows, path, dry_run=True))
    made = trial
    if not dry_run:
        made = import_codings(project, rows, path, coder, reviewed=reviewed)
    return made, _report(made, rows, path, dry_run=dry_run)


def _report(made: ImportReport, rows: Sequence[Row], path: Path, *, dry_run: bool) -> ExchangeReport:
    by_line = {row.line: row for row in rows}
    da, en = "ordene stod ikke ved start og end", "the words were not at start and end"

    def finding(kind: str, line: int, da: str, en: str) -> Finding:
        words = on_one_line(by_line[line].values.get("quote") or "")[:_WORDS]
        return Finding(kind, f"{path.name}:{line}", words, da, en)

    return ExchangeReport(
        path.name,
        "CSV" if path.suffix.casefold() != ".xlsx" else "XLSX",
        documents=len({row.values.get("document", "").strip() for row in rows}),
        codes=len({row.values.get("code", "").strip() for row in rows}),
        coders=list(made.coders),
        read=len(rows),
        matched=len(rows) - len(made.moved) - len(made.unchecked) - len(made.refused),
        by_place=len(made.unchecked),
        added=made.added,
        there_already=made.there_already,
        findings=[
            *(finding("reanchored", line, da, en) for line in made.moved),
            *(finding("refused", fault.line, fault.da, fault.en) for fault in made.refused),
        ],
        dry_run=dry_run,
    )


def summary(report: ImportReport, *, dry_run: bool = False) -> str:
    """What happened, in a line or a few."""
    new = plural(report.added, ("ny kodning", "nye kodninger"), ("new coding", "new codings"))
    who = f" ({listing(list(report.coders))})" if report.coders else ""
    lines = [
        f"{new}{who}; "
        + tr(f"{report.there_already} fandtes i forvejen.", f"{report.there_already} were there already.")
    ]
    for rows, da, en in (
        (
            report.moved,
            "fik nyt sted, for ordene stod ikke ved start og end",
            "moved: the words were not at start and end",
        ),
        (report.unchecked, "har ingen ord at efterprøve stedet med", "without words to check the place by"),
    ):
        if rows:
            count = plural(len(rows), ("række", "rækker"), ("row", "rows"))
            where = listing([str(line) for line in rows])
            lines.append(tr(f"{count} {da} (linje {where}).", f"{count} {en} (line {where})."))
    if report.refused:
        count = plural(len(report.refused), ("række", "rækker"), ("row", "rows"))
        lines.append(tr(f"{count} afvist:", f"{count} refused:"))
        shown = report.refused[:_SHOWN]
        lines += [
            tr(f"  linje {fault.line}: {fault.da}", f"  line {fault.line}: {fault.en}") for fault in shown
        ]
        if more := len(report.refused) - len(shown):
            lines.append(
                tr(
                    f"  … og {more} til (--format json viser alle).",
                    f"  … and {more} more (--format json shows all).",
                )
            )
    lines += [tr("Intet er gemt (--dry-run).", "Nothing was kept (--dry-run).")] if dry_run else []
    return "\n".join(lines)
