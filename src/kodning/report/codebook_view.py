"""The codebook for people: on a terminal and in Markdown; and what there is to say about it."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from kodning.model import Code
from kodning.report.table import Column, Table
from kodning.suggest.codebook_help import Finding, Proposal
from kodning.wording import decimal, language, tr


def _fields(code: Code) -> Iterator[tuple[str, Sequence[str]]]:
    yield tr("med", "include"), code.include
    yield tr("ikke med", "exclude"), code.exclude
    yield tr("eksempler", "examples"), code.examples
    yield tr("søgeord", "terms"), [", ".join(code.terms)] if code.terms else []
    yield (
        tr("ikke søgeord", "negative terms"),
        [", ".join(code.negative_terms)] if code.negative_terms else [],
    )
    yield "memo", [code.memo] if code.memo else []


def codebook_text(codes: Sequence[Code], title: str, width: int, *, color: bool = False) -> str:
    """The codes with all that is said of them, indented as they are nested."""
    lines = [_strong(title, color=color), ""] if title else []
    for code in codes:
        indent = "  " * code.depth
        lines.append(indent + _strong(code.label(language()), color=color) + f"  ({code.id})")
        lines += _wrapped(code.definition, indent + "  ", width)
        for name, texts in _fields(code):
            for text in texts:
                lines += _wrapped(f"{name}: {text}", indent + "  ", width, hanging="  ")
        lines.append("")
    return "\n".join(lines)


def _strong(text: str, *, color: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if color else text


def _wrapped(text: str, indent: str, width: int, hanging: str = "") -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=indent + hanging, break_on_hyphens=False
    )


def codebook_table(codes: Sequence[Code]) -> Table:
    """A row for each code, for CSV, XLSX and programs."""
    keys = ("include", "exclude", "examples", "terms", "negative_terms", "aliases")
    columns = [
        Column("code", tr("Kode", "Code")),
        Column("label", tr("Navn", "Label")),
        Column("parent", tr("Under", "Under")),
        Column("definition", "Definition"),
        *(Column(key, key) for key in keys),
        Column("color", tr("Farve", "Color")),
        Column("memo", "Memo"),
    ]
    records: list[dict[str, object]] = [
        {
            "code": code.id,
            "labels": code.labels,
            "label": code.label(language()),
            "parent": code.parent,
            "definition": code.definition,
            **{key: list(getattr(code, key)) for key in keys},
            "color": code.color,
            "memo": code.memo,
            "retired": code.retired,
            "scale": list(code.scale),
        }
        for code in codes
    ]
    rows = [
        record | {key: "\n".join(getattr(code, key)) for key in keys}
        for code, record in zip(codes, records, strict=True)
    ]
    return Table(columns, rows, records)


def finding_table(findings: Sequence[Finding], lines: Mapping[str, int | None]) -> Table:
    """What there is to look at, with the line of the codebook.

    Args:
        findings: What was found.
        lines: Where each code stands in the file.
    """
    columns = [
        Column("line", tr("Linje", "Line"), "integer"),
        Column("code", tr("Kode", "Code"), width=30),
        Column("kind", tr("Slags", "Kind"), on_paper=False),
        Column("about", tr("Om", "About"), on_paper=False),
        Column("finding", tr("Hvad", "What"), width=100),
    ]
    rows = [
        {
            "line": lines.get(finding.code),
            "code": finding.code,
            "kind": finding.kind,
            "about": finding.about,
            "finding": tr(*finding.reason),
        }
        for finding in findings
    ]
    return Table(columns, rows, rows)


def finding_text(findings: Sequence[Finding], lines: Mapping[str, int | None], place: str) -> str:
    """The same, each finding whole on a line that names its place as `file:line`."""
    out = []
    for finding in findings:
        line = lines.get(finding.code)
        where = f"{place}:{line}" if line else place
        out.append(f"{where}: {tr(*finding.reason)}")
    return "\n".join(out) + "\n" if out else ""


def proposal_table(proposals: Mapping[str, Sequence[Proposal]]) -> Table:
    """Words that might become terms."""
    columns = [
        Column("code", tr("Kode", "Code"), width=30),
        Column("word", tr("Ord", "Word")),
        Column("z", "z", "number"),
        Column("times", tr("Gange", "Times"), "integer"),
        Column("documents", tr("Interviews", "Interviews"), "integer"),
    ]
    rows = [{"code": code, **word._asdict()} for code, words in proposals.items() for word in words]
    note = tr(
        f"z: hvor meget oftere ordet står i kodens tekst end i den øvrige, i standardfejl (mindst {decimal(1.96)}). "
        "Intet er føjet til kodebogen; skriv selv de ord ind under terms, der giver mening.",
        f"z: how much more often the word stands in the code's text than in the rest, in standard errors (at least {decimal(1.96)}). "
        "Nothing was added to the codebook; write the words that make sense under terms yourself.",
    )
    return Table(columns, rows, rows, notes=[note] if rows else [])
