"""words."""

from pathlib import Path

import click

from kodning.analysis.word_frequencies import TOP, word_table
from kodning.cli.options import command, open_project, option
from kodning.cli.output import output_options, write_table
from kodning.report.word_table import words_by_code


@command(
    "words",
    da="De ord, der kendetegner de nævnte koder (ellers alle): hvor tit informanterne siger dem under koden og ellers.",
    en="The words that mark the codes named (else all): how often the informants say them under the code and elsewhere.",
)
@click.argument("codes", metavar="[CODE]…", nargs=-1)
@option(
    "--top",
    type=click.IntRange(min=1),
    default=TOP,
    metavar="N",
    da=f"Højst så mange ord for hver kode ({TOP}).",
    en=f"At most so many words for a code ({TOP}).",
)
@option("--lemma", is_flag=True, da="Tæl opslagsformer.", en="Count dictionary forms.")
@option(
    "--all-words",
    is_flag=True,
    da="Tæl også ord uden emne (og, det, øh …) og tal.",
    en="Count words without a topic (og, det, øh …) and numbers too.",
)
@option(
    "--coder",
    da="Hvis kodninger; ellers den koder, der har gennemgået mest.",
    en="Whose codings; else the coder who has reviewed most.",
)
@output_options
def words_command(
    codes: tuple[str, ...], top: int, lemma: bool, all_words: bool, coder: str | None,
    format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """Print the words that mark codes."""
    found = word_table(open_project(), codes, coder=coder, top=top, lemma=lemma, function_words=all_words)
    write_table(words_by_code(found), format_, output, excel)
