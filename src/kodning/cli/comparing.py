"""compare."""

from pathlib import Path

from kodning.analysis.comparing import compare
from kodning.cli.options import command, open_project, option
from kodning.cli.output import output_options, write_table
from kodning.report.compare_table import compare_table


@command(
    "compare",
    da="Koderne i grupper af interviews: tal med deres base, og en test kun, hvor der er interviews nok til den; "
    "ellers står der hvorfor ikke.",
    en="The codes in groups of interviews: counts with their base, and a test only where there are interviews enough for "
    "one; else it is said why not.",
)
@option(
    "--by",
    required=True,
    metavar="ATTRIBUTE",
    da="Variablen, der deler interviewene i grupper, fx rolle.",
    en="The attribute that makes the groups, such as rolle.",
)
@option(
    "--without-subcodes",
    is_flag=True,
    da="Hver kode for sig, uden koderne under den.",
    en="Every code by itself, without the codes under it.",
)
@option(
    "--coder",
    da="Hvis kodninger; ellers den koder, der har gennemgået mest.",
    en="Whose codings; else the coder who has reviewed most.",
)
@output_options
def compare_command(
    by: str, without_subcodes: bool, coder: str | None,
    format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """Print groups beside each other."""
    found = compare(open_project(), by, coder=coder, subcodes=not without_subcodes)
    write_table(compare_table(found), format_, output, excel)
