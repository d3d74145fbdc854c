"""agree."""

from pathlib import Path

from click import Choice

from kodning.cli.options import command, open_project, option
from kodning.cli.output import chosen_format, output_options, write_table, write_text


@command(
    "agree",
    da="Enighed mellem kodere om, hvor koderne er til stede: Krippendorffs alfa med interval for hver kode og samlet. "
    "Kun det, mindst to kodere har gennemgået (»kodning reviewed«), tæller.",
    en="Agreement between coders on where codes are present: Krippendorff's alpha with its interval for each code and "
    "pooled. Only what two or more coders have reviewed (“kodning reviewed”) counts.",
)
@option(
    "--unit",
    type=Choice(["segment", "paragraph", "turn", "document"]),
    default="segment",
    da="Enheden: segment er sætningen.",
    en="The unit: segment is the sentence.",
)
@option(
    "--coder",
    "coders",
    multiple=True,
    da="Kun disse kodere (flere er tilladt).",
    en="Only these coders (may be repeated).",
)
@option("--themes", is_flag=True, da="Regn underkoder som deres tema.", en="Count sub-codes as their theme.")
@output_options
def agree_command(
    unit: str, coders: tuple[str, ...], themes: bool, format_: str | None, output: Path | None, excel: bool
) -> None:
    """Print the agreement report."""
    from kodning.intercoder.study import agreement_report
    from kodning.intercoder.units import UNITS, unit_table
    from kodning.report.agreement_table import agreement_table
    from kodning.report.table import to_json

    project = open_project()
    chosen = next(name for name in UNITS if name == unit)
    report = agreement_report(project, unit_table(project, chosen, coders, themes=themes), themes=themes)
    if chosen_format(format_, output, excel) == "json":
        write_text(to_json(report.record()), output)
    else:
        write_table(agreement_table(report), format_, output, excel)
