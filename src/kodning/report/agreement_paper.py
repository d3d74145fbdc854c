"""The agreement report as Markdown and as a workbook."""

from kodning.intercoder.whole import Study
from kodning.report.agreement_table import agreement_plain, agreement_table, paper_columns, paper_rows
from kodning.report.agreement_units import heading, unit_key
from kodning.report.agreement_words import basis_lines, pooled_lines
from kodning.report.table import Column, Table, to_markdown, to_workbook
from kodning.wording import tr


def agreement_markdown(study: Study) -> str:
    """The report with the methods paragraph in both languages."""
    parts = [to_markdown(agreement_table(study))]
    if study.unit == "all":
        for report in study.reports:
            notes = [*pooled_lines(report, study.scale), "", *basis_lines(report, study.scale)]
            name = heading(unit_key(report))
            parts.append(
                to_markdown(
                    Table(paper_columns(report), paper_rows(report, study.scale), title=name, notes=notes)
                )
            )
    return "\n".join([*parts, methods_text(study)])


def methods_text(study: Study, width: int | None = None) -> str:
    """The methods paragraph in each language under a heading; broken into lines for a terminal, else Markdown."""
    import textwrap

    parts = []
    for spoken, text in study.methods().items():
        name = methods_heading(spoken)
        if width is None:
            parts.append(f"**{name}**\n\n{text}\n")
        else:
            parts.append("\n".join([name, "", *textwrap.wrap(text, width, break_on_hyphens=False)]) + "\n")
    return "\n".join(parts)


def methods_heading(spoken: str) -> str:
    """What stands above the paragraph in a language."""
    if spoken == "da":
        return tr("Metodeafsnit, dansk", "Methods paragraph, Danish")
    return tr("Metodeafsnit, engelsk", "Methods paragraph, English")


def methods_table(study: Study) -> Table:
    """The paragraph for spreadsheets: a row a language."""
    columns = [
        Column("language", tr("Sprog", "Language")),
        Column("methods", tr("Metodeafsnit", "Methods paragraph")),
    ]
    return Table(columns, [{"language": spoken, "methods": text} for spoken, text in study.methods().items()])


def agreement_workbook(study: Study) -> bytes:
    """A workbook: the codes with every number, then everything that stands around them as text."""
    table = agreement_table(study)
    lines = [table.title, *table.notes, *study.methods().values()]
    about = Table(
        [Column("line", tr("Om tallene", "About the figures"))], [{"line": line} for line in lines if line]
    )
    return to_workbook({tr("Koder", "Codes"): agreement_plain(study), tr("Om tallene", "About"): about})
