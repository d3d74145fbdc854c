"""agree."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from click import Choice, UsageError, echo

from kodning.cli.options import command, open_project, option, whoami
from kodning.cli.output import chosen_format, output_options, write_table, write_text
from kodning.wording import tr

if TYPE_CHECKING:
    from kodning.intercoder.work import CodingWork
    from kodning.project import Project


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
@option(
    "--pass",
    "pass_",
    metavar="NAME",
    da="På dette frosne gennemløb; ellers som det står nu.",
    en="On this frozen pass; else as things stand now.",
)
@option(
    "--freeze",
    metavar="NAME",
    da="Frys det, koderne har lavet, under dette navn; enigheden på det ændrer sig aldrig siden.",
    en="Freeze what the coders have done under this name; agreement on it never changes afterwards.",
)
@output_options
def agree_command(
    unit: str, coders: tuple[str, ...], themes: bool, pass_: str | None, freeze: str | None,
    format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """Print the agreement report."""
    from kodning.intercoder.units import UNITS
    from kodning.intercoder.whole import agreement_study
    from kodning.report.agreement_table import agreement_table
    from kodning.report.table import to_json

    project = open_project()
    chosen = next(name for name in UNITS if name == unit)
    work = work_asked_for(project, pass_, freeze, coders)
    study = agreement_study(project, work, chosen, coders, themes=themes)
    if chosen_format(format_, output, excel) == "json":
        write_text(to_json(study.record()), output)
    else:
        write_table(agreement_table(study), format_, output, excel)


def work_asked_for(
    project: "Project", pass_: str | None, freeze: str | None, coders: Sequence[str]
) -> "CodingWork":
    """The work of a pass, of one that is frozen now, or as things stand."""
    from kodning.intercoder.units import compared_coders
    from kodning.intercoder.work import work_now, work_of_pass

    if pass_ is not None and freeze is not None:
        raise UsageError(tr("Vælg --pass eller --freeze.", "Choose --pass or --freeze."))
    if pass_ is not None:
        return work_of_pass(project, pass_)
    work = work_now(project)
    if freeze is None:
        return work
    compared_coders(project, work, coders)  # what nobody can be compared on is not frozen
    frozen = project.freeze(freeze, whoami(), coders)
    echo(
        tr(
            f"Frosset: {frozen.name}, SHA-256 {frozen.sha256}",
            f"Frozen: {frozen.name}, SHA-256 {frozen.sha256}",
        ),
        err=True,
    )
    return work_of_pass(project, frozen.name)
