"""disagreements."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kodning.cli.options import command, open_project, option
from kodning.cli.output import (
    chosen_format,
    in_color,
    output_options,
    terminal_width,
    write_table,
    write_text,
)
from kodning.intercoder.asked import compared, selected, work_named
from kodning.intercoder.disagreements import KINDS, Comparison
from kodning.intercoder.work import CodingWork

if TYPE_CHECKING:
    from kodning.intercoder.passages import DocumentText


@command(
    "disagreements",
    da="Hvor koderne er uenige: sted, ord i sammenhæng og hver koders kode; koden med flest uenigheder pr. kodning først. "
    "Skriv listen som CSV, udfyld kolonnen decision, og giv den tilbage med »kodning adjudicate --from FIL«.",
    en="Where coders disagree: place, words in context and each coder's code; the code with most disagreements per coding "
    "comes first. Write the list as CSV, fill in the column decision, and give it back with “kodning adjudicate --from FILE”.",
)
@option("--pass", "pass_", metavar="NAME", da="I dette frosne gennemløb; ellers som det står nu.",
        en="In this frozen pass; else as things stand now.")  # fmt: skip
@option("--coder", "coders", multiple=True, da="Kun disse kodere (flere er tilladt).",
        en="Only these coders (may be repeated).")  # fmt: skip
@option("--code", "codes", multiple=True, da="Kun denne kode (flere er tilladt).",
        en="Only this code (may be repeated).")  # fmt: skip
@option("--kind", "kinds", multiple=True, type=click.Choice(KINDS),
        da="Kun denne slags: udeladt, grænse eller forveksling (flere er tilladt).",
        en="Only this kind (may be repeated).")  # fmt: skip
@option("--open", "only_open", is_flag=True, da="Kun dem, der ikke er afgjort.", en="Only those not decided.")
@option("--matrix", is_flag=True, da="Vis i stedet, hvilke koder der er sat, hvor den anden satte en anden eller ingen.",
        en="Show instead which codes stand where the other coder put another or none.")  # fmt: skip
@option("--html", is_flag=True, da="En side til en browser, med teksten fremhævet.",
        en="A page for a browser, with the text highlighted.")  # fmt: skip
@output_options
def disagreements_command(
    pass_: str | None, coders: tuple[str, ...], codes: tuple[str, ...], kinds: tuple[str, ...], only_open: bool,
    matrix: bool, html: bool, format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """List disagreements."""
    project = open_project()
    work = work_named(project, pass_)
    comparison, texts = compared(project, work, coders)
    chosen = selected(project, work, comparison, codes=codes, kinds=kinds, only_open=only_open)
    on_page = format_ is None and output is not None and output.suffix.lower() in {".html", ".htm"}
    if html or on_page:
        _write_page(chosen, comparison, work, texts, output)
    elif matrix:
        from kodning.intercoder.confusion import confusion_matrix
        from kodning.report.disagreement_view import confusion_table

        found = confusion_matrix(comparison, [code.key for code in work.codes])
        write_table(confusion_table(found, work.codes), format_, output, excel)
    else:
        _write(chosen, work, format_, output, excel)


def _write(
    comparison: Comparison, work: CodingWork, format_: str | None, output: Path | None, excel: bool
) -> None:
    from kodning.report.disagreement_view import disagreement_table, disagreement_text

    if chosen_format(format_, output, excel) == "table":
        text = disagreement_text(comparison, work.codes, width=terminal_width(), color=in_color(output))
        write_text(text, output)
    else:
        write_table(disagreement_table(comparison, work.codes), format_, output, excel)


def _write_page(
    chosen: Comparison,
    comparison: Comparison,
    work: CodingWork,
    texts: "dict[str, DocumentText]",
    output: Path | None,
) -> None:
    from kodning.intercoder.confusion import confusion_matrix
    from kodning.report.disagreement_page import disagreement_page

    matrix = confusion_matrix(comparison, [code.key for code in work.codes])
    write_text(disagreement_page(chosen, matrix, texts, work.codes), output)
