"""agree."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from click import Choice, UsageError, echo

from kodning.cli.options import command, open_project, option, whoami
from kodning.cli.output import (
    chosen_format,
    output_options,
    terminal_width,
    write_bytes,
    write_table,
    write_text,
)
from kodning.cli.values import SHARE
from kodning.wording import tr

if TYPE_CHECKING:
    from kodning.intercoder.whole import Study
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
    type=Choice(["segment", "paragraph", "turn", "document", "span", "all"]),
    default="segment",
    da="Enheden: segment er sætningen, span det frie tekststykke; all viser dem ved siden af hinanden.",
    en="The unit: segment is the sentence, span the free span; all shows them side by side.",
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
    "--min-overlap",
    type=SHARE,
    default=0.0,
    metavar="SHARE",
    da="En kode er til stede, hvis mindst denne andel af enhedens ord er kodet (ellers: mindst ét ord); et frit tekststykke "
    "er genfundet, hvis den anden har kodet mindst denne andel af det.",
    en="A code is present if at least this share of the unit's words is coded (else: one word); a free span is matched if "
    "the other has coded at least this share of it.",
)
@option(
    "--thresholds",
    type=Choice(["krippendorff", "landis-koch"]),
    default="krippendorff",
    da="Hvad intervallet vurderes mod.",
    en="What the interval is judged by.",
)
@option(
    "--methods",
    is_flag=True,
    da="Skriv kun metodeafsnittet, på dansk og engelsk.",
    en="Write the methods paragraph only, in Danish and English.",
)
@option(
    "--html",
    is_flag=True,
    da="En side til en browser eller til at trykke.",
    en="A page for a browser or for print.",
)
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
    unit: str, coders: tuple[str, ...], themes: bool, min_overlap: float, thresholds: str, methods: bool, html: bool,
    pass_: str | None, freeze: str | None, format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """Print the agreement report."""
    from kodning import __version__
    from kodning.intercoder.thresholds import SCALES
    from kodning.intercoder.whole import ANY_UNIT, agreement_study

    project = open_project()
    work = work_asked_for(project, pass_, freeze, coders)
    study = agreement_study(
        project,
        work,
        next(name for name in ANY_UNIT if name == unit),
        coders,
        themes=themes,
        min_overlap=min_overlap,
        scale=next(name for name in SCALES if name == thresholds),
        software=f"kodning {__version__}",
    )
    if methods:
        write_methods(study, format_, output, excel)
    elif html or (format_ is None and output is not None and output.suffix.lower() in {".html", ".htm"}):
        from kodning.report.agreement_page import agreement_page

        write_text(agreement_page(study), output)
    else:
        write_study(study, format_, output, excel)


def write_study(study: "Study", format_: str | None, output: Path | None, excel: bool) -> None:
    """Write the report: for people with its words, for spreadsheets as columns of numbers."""
    from kodning.report.agreement_paper import agreement_markdown, agreement_workbook
    from kodning.report.agreement_table import agreement_plain, agreement_table
    from kodning.report.table import to_json

    chosen = chosen_format(format_, output, excel)
    if chosen == "json":
        write_text(to_json(study.record()), output)
    elif chosen == "md":
        write_text(agreement_markdown(study), output)
    elif chosen == "xlsx":
        write_bytes(agreement_workbook(study), output)
    elif chosen == "csv":
        write_table(agreement_plain(study), format_, output, excel)
    else:
        write_table(agreement_table(study), format_, output, excel)


def write_methods(study: "Study", format_: str | None, output: Path | None, excel: bool) -> None:
    """Write the methods paragraph in both languages."""
    from kodning.report.agreement_paper import methods_table, methods_text
    from kodning.report.table import to_json

    chosen = chosen_format(format_, output, excel)
    if chosen == "json":
        write_text(to_json(study.methods()), output)
    elif chosen in {"table", "md"}:
        width = None if chosen == "md" else terminal_width()
        write_text(methods_text(study, width), output)
    else:
        write_table(methods_table(study), format_, output, excel)


def work_asked_for(
    project: "Project", pass_: str | None, freeze: str | None, coders: Sequence[str]
) -> "CodingWork":
    """The work of a pass, of one that is frozen now, or as things stand."""
    from kodning.intercoder.rounds import freeze as freeze_work
    from kodning.intercoder.work import work_now, work_of_pass

    if pass_ is not None and freeze is not None:
        raise UsageError(tr("Vælg --pass eller --freeze.", "Choose --pass or --freeze."))
    if pass_ is not None:
        return work_of_pass(project, pass_)
    if freeze is None:
        return work_now(project)
    frozen = freeze_work(project, freeze, whoami(), coders)
    echo(
        tr(
            f"Frosset: {frozen.name}, SHA-256 {frozen.sha256}",
            f"Frozen: {frozen.name}, SHA-256 {frozen.sha256}",
        ),
        err=True,
    )
    return work_of_pass(project, frozen.name)
