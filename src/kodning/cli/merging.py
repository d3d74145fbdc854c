"""merge, backup."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kodning.cli.options import as_coder, command, open_project, option
from kodning.cli.output import write_text
from kodning.errors import KodningError
from kodning.report.merged_table import merged_record, merged_text
from kodning.wording import tr

if TYPE_CHECKING:
    from kodning.project import Project
    from kodning.project.merging import Merged, Settling

_RULES = ("newer", "ours", "theirs", "ask")


def _named(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """`NAME=VALUE` pairs."""
    pairs = dict(value.rpartition("=")[::2] for value in values)
    if not all(name.strip() and value.strip() for name, value in pairs.items()):
        raise click.BadParameter(tr("skrives NAVN=VÆRDI.", "is written NAME=VALUE."))
    return pairs


def _rules(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, Any]:
    pairs = _named(ctx, param, values)
    if not set(pairs.values()) <= {"newer", "ours", "theirs"}:
        raise click.BadParameter(tr("vælg mellem newer, ours, theirs.", "choose from newer, ours, theirs."))
    return pairs


@command(
    "merge",
    da="Flet andre koderes projekter ind i dette: mapper, kodning.db-filer, eller filer fra »exchange pack«. Intet går tabt og "
    "intet kommer med to gange, uanset hvor ofte og i hvilken rækkefølge der flettes. Alt eller intet; undo tager det ud igen.",
    en="Merge other coders' projects into this one: folders, kodning.db files, or files from “exchange pack”. Nothing is lost "
    "and nothing comes twice, however often and in whatever order. All or nothing; undo takes it out again.",
)
@click.argument("others", metavar="OTHER…", nargs=-1, required=True, type=click.Path(path_type=Path))
@option(
    "--dry-run",
    is_flag=True,
    da="Vis, hvad der ville ske; intet gemmes.",
    en="Show what would happen; keep nothing.",
)
@option(
    "--same-coder",
    "same_coders",
    multiple=True,
    metavar="NAME",
    da="Koderen af det navn er den samme i begge projekter.",
    en="The coder of that name is the same in both projects.",
)
@option(
    "--other-coder",
    "other_coders",
    multiple=True,
    metavar="NAME=NEW",
    callback=_named,
    da="Koderen af det navn i det andet projekt er en anden, og skal hedde NEW her.",
    en="The coder of that name in the other project is another, to be called NEW here.",
)
@option(
    "--same-document",
    "same_documents",
    multiple=True,
    metavar="NAME",
    da="Dokumentet af det navn er det samme, selv om teksterne er forskellige: den ene retter den anden.",
    en="The document of that name is the same although the texts differ: one corrects the other.",
)
@option(
    "--codes",
    type=click.Choice(_RULES),
    default="newer",
    da="Hvad der gælder, hvor begge sider har ændret en kode: den nyeste ændring (newer), vores, deres; ask stopper.",
    en="What stands where both sides have changed a code: the newest change (newer), ours, theirs; ask stops.",
)
@option(
    "--code",
    "single",
    multiple=True,
    metavar="CODE=RULE",
    callback=_rules,
    da="Det samme for en enkelt kode, fx økonomi=ours.",
    en="The same for a single code, such as økonomi=ours.",
)
@option(
    "--settle-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    da="De samme valg i en CSV med kolonnerne kind (coder, document, code), name og choice (same, et nyt navn, ours, theirs, newer).",
    en="The same choices in a CSV with the columns kind (coder, document, code), name and choice (same, a new name, ours, "
    "theirs, newer).",
)
@option(
    "--format",
    "format_",
    type=click.Choice(["table", "json"]),
    da="Til læsning eller JSON.",
    en="For reading, or JSON.",
)
@as_coder
def merge_command(
    others: tuple[Path, ...],
    dry_run: bool,
    same_coders: tuple[str, ...],
    other_coders: dict[str, str],
    same_documents: tuple[str, ...],
    codes: Any,
    single: dict[str, Any],
    settle_file: Path | None,
    format_: str | None,
    coder: str,
) -> None:
    """Merge projects."""
    from kodning.project.merging import Settling
    from kodning.report.table import to_json

    project = open_project(coder)
    settling = Settling(frozenset(same_coders), other_coders, frozenset(same_documents), codes, single)
    if settle_file is not None:
        from kodning.interchange.settling_csv import read_settling

        settling = read_settling(settle_file, settling)
    done = []
    for other in others:
        merged, settling = _asking(project, other, coder, settling, dry_run=dry_run)
        done.append(merged)
        if format_ != "json":
            write_text(merged_text(done[-1], dry_run=dry_run), None)
    if format_ == "json":
        write_text(to_json([merged_record(one) for one in done]), None)


def _asking(
    project: "Project", other: Path, coder: str, settling: "Settling", *, dry_run: bool
) -> "tuple[Merged, Settling]":
    """Merge; what the projects alone do not say is asked about where there is somebody to ask."""
    from kodning.project.merging import SameCoderNameError, UnsettledCodesError

    while True:
        try:
            return project.merge(other, coder, settling, dry_run=dry_run), settling
        except (SameCoderNameError, UnsettledCodesError) as error:
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise
            settling = _asked(error, settling)


def _asked(error: KodningError, settling: "Settling") -> "Settling":
    """The answers to what is asked, on a terminal."""
    from kodning.project.merging import SameCoderNameError

    names: tuple[str, ...] = getattr(error, "names", ())
    rules = {code: _rule_for(code) for code in getattr(error, "codes", ())}
    same, others = set(settling.same_coders), dict(settling.other_coders)
    for name in names if isinstance(error, SameCoderNameError) else ():
        question = tr(
            f"Begge projekter har en koder ved navn »{name}«. Er det den samme?",
            f"Both projects have a coder called “{name}”. Is it the same person?",
        )
        if click.confirm(question, err=True):
            same.add(name)
        else:
            others[name] = click.prompt(
                tr("Hvad skal den anden hedde?", "What is the other to be called?"), err=True
            )
    return settling._replace(
        same_coders=frozenset(same), other_coders=others, code={**settling.code, **rules}
    )


def _rule_for(code: str) -> Any:
    return click.prompt(
        tr(
            f"»{code}« er ændret på begge sider. Hvad gælder?",
            f"“{code}” was changed on both sides. Which stands?",
        ),
        type=click.Choice(["newer", "ours", "theirs"]),
        default="newer",
        err=True,
    )


@command(
    "backup",
    da="Læg en hel og sammenhængende kopi af projektet i mappen DIR, også mens andre arbejder i det. Med --as-of NUMMER kopien, "
    "som projektet var efter den handling: alle tal fra dengang kan regnes igen.",
    en="Put a whole, consistent copy of the project into the folder DIR, even while others work in it. With --as-of NUMBER the "
    "project as it was after that action: every number of that time can be computed again.",
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@option(
    "--as-of",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    da="Som projektet var efter denne handling (se »kodning history«).",
    en="As the project was after this action (see “kodning history”).",
)
def backup_command(folder: Path, as_of: int | None) -> None:
    """Copy the project."""
    project = open_project()
    made = project.back_up(folder, as_of)
    click.echo(tr(f"Kopien ligger i {made}.", f"The copy is in {made}."))
