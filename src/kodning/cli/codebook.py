"""codebook: show, check; the rest of the group is in `codebook_edits` and `codebook_files`."""

from pathlib import Path

import click

from kodning.cli.codebook_edits import (
    merge_command,
    move_command,
    rename_command,
    retire_command,
    split_command,
)
from kodning.cli.codebook_files import (
    diff_command,
    export_command,
    import_command,
    schema_command,
    write_document,
)
from kodning.cli.codebook_words import add_command, edit_command, group_command
from kodning.cli.options import BilingualGroup, command, open_project, option
from kodning.cli.output import (
    chosen_document_format,
    chosen_format,
    document_output_options,
    in_color,
    output_options,
    terminal_width,
    write_table,
    write_text,
)
from kodning.codebook import CODEBOOK_NAME
from kodning.wording import plural, tr


@click.group(
    "codebook",
    cls=BilingualGroup,
    invoke_without_command=True,
    da="Kodebogen: show viser den, check efterprøver den, diff siger, hvad der er ændret. add, edit, group, rename, move, merge, split og retire "
    "ændrer den, og kodningerne følger med; --dry-run siger først, hvad der vil ske, og »kodning undo« tager det tilbage.",
    en="The codebook: show prints it, check looks it over, diff says what has changed. add, edit, group, rename, move, merge, split and retire "
    "change it, and the codings follow; --dry-run says beforehand what will happen, and “kodning undo” takes it back.",
)
@click.pass_context
def codebook_command(ctx: click.Context) -> None:
    """The codebook."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command(
    "show",
    da="Vis kodebogen: hver kode med definition, grænser, eksempler og søgeord. --format md, html eller docx (eller --output "
    "FIL.docx) giver et bilag til rapporten, med antal kodninger.",
    en="Show the codebook: each code with its definition, limits, examples and terms. --format md, html or docx (or --output "
    "FILE.docx) makes an appendix with the number of codings.",
)
@document_output_options
def show_command(format_: str | None, output: Path | None, excel: bool) -> None:
    """Print the codebook."""
    from kodning.report.codebook_view import codebook_table, codebook_text

    project = open_project()
    codebook = project.codebook()
    chosen = chosen_document_format(format_, output, excel)
    if chosen == "table":
        text = codebook_text(codebook.codes, codebook.title, terminal_width(), color=in_color(output))
        write_text(text, output)
    elif chosen in {"md", "html", "docx"}:
        write_document(project, chosen, output)
    else:
        write_table(codebook_table(codebook.codes), format_, output, excel)


@command(
    "check",
    da="Efterprøv kodebogen: fejl i filen; koder uden definition eller eksempel; søgeord, der oftest står i andre koders "
    "tekst eller inde i andre ord; koder, hvis definitioner næppe kan skelnes. Afslutter med 1 ved fund.",
    en="Check the codebook: errors in the file; codes without definition or example; terms that mostly stand in the text of "
    "other codes or inside other words; codes whose definitions can hardly be told apart. Exits with 1 on findings.",
)
@option("--propose", is_flag=True, da="Foreslå i stedet søgeord ud fra det kodede; intet føjes til kodebogen.",
        en="Propose terms from what was coded instead; nothing is added to the codebook.")  # fmt: skip
@option("--coder", da="Hvis kodninger; ellers den koder, der har gennemgået mest.",
        en="Whose codings; else the coder who has reviewed most.")  # fmt: skip
@output_options
def check_command(
    propose: bool, coder: str | None, format_: str | None, output: Path | None, excel: bool
) -> int:
    """Look for what might be better in the codebook."""
    from kodning.report.codebook_view import finding_table, finding_text, proposal_table
    from kodning.suggest.codebook_help import propose_terms, term_warnings
    from kodning.suggest.passages import examples_by

    project = open_project()
    who = project.coder(coder) if coder else next(iter(project.coders()), None)
    codes = project.codebook().codes
    examples = examples_by(project, who)
    if propose:
        table = proposal_table(propose_terms(codes, examples))
        if table.rows or chosen_format(format_, output, excel) != "table":
            write_table(table, format_, output, excel)
        else:
            click.echo(_nothing_to_propose(who))
        return 0
    findings = term_warnings(codes, examples)
    if chosen_format(format_, output, excel) != "table":
        write_table(finding_table(findings, {c.id: c.line for c in codes}), format_, output, excel)
    elif findings:
        write_text(finding_text(findings, {c.id: c.line for c in codes}, CODEBOOK_NAME), output)
    else:
        count = plural(len(codes), ("kode", "koder"), ("code", "codes"))
        write_text(tr(f"Kodebogen er i orden: {count}.\n", f"The codebook is in order: {count}.\n"), output)
    return 1 if findings else 0


def _nothing_to_propose(coder: str | None) -> str:
    if coder is None:
        return tr(
            "Ingen har kodet og gennemgået noget endnu (»kodning reviewed«), så der er ingen ord at foreslå.",
            "Nobody has coded and reviewed anything yet (“kodning reviewed”), so there are no words to propose.",
        )
    return tr(
        f"Intet ord skiller sig klart nok ud i det, {coder} har kodet.",
        f"No word stands out clearly enough in what {coder} has coded.",
    )


for _command in (
    show_command,
    check_command,
    diff_command,
    add_command,
    edit_command,
    group_command,
    rename_command,
    move_command,
    merge_command,
    split_command,
    retire_command,
    export_command,
    import_command,
    schema_command,
):
    codebook_command.add_command(_command)
