"""quotes."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kodning.analysis.quotes import Selection, quotes
from kodning.cli.options import command, open_project, option, whoami
from kodning.cli.output import (
    chosen_document_format,
    document_output_options,
    in_color,
    terminal_width,
    write_text,
)
from kodning.errors import UnknownAttributeError
from kodning.project import Project
from kodning.wording import plural, sort_key, tr

if TYPE_CHECKING:
    from kodning.analysis.quote_bank import Bank
    from kodning.analysis.typical import Pick


class WhereType(click.ParamType[tuple[str, str]]):
    """`name=value`."""

    name = "NAME=VALUE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Split at the first equals sign."""
        name, sign, wanted = str(value).partition("=")
        if not sign or not name.strip():
            self.fail(
                tr(f"»{value}« skrives som rolle=formand.", f"“{value}” is written like rolle=formand."),
                param,
                ctx,
            )
        return name.strip(), wanted.strip()


def _check_attributes(project: Project, wanted: Sequence[str]) -> None:
    known = {name for values in project.attributes().values() for name in values}
    people = (values for speakers in project.participants().values() for values in speakers.values())
    known |= {name for values in people for name in values}
    folded = {name.casefold() for name in known}
    for name in wanted:
        if name.casefold() not in folded:
            raise UnknownAttributeError(name, sorted(known, key=sort_key))


@command(
    "quotes",
    da="Citater, som en rapport trykker dem, for de nævnte koder og deres underkoder (ellers alle): ”, (...) hvor ord er "
    "udeladt inden for én passage, og afklaringer i kantede parenteser fra memoer som [Vi = Rådet for Etniske Minoriteter]."
    "\n\nMed --output bliver de til en citatbank: .docx og .html med et kapitel for hvert tema, .xlsx og .csv med en række "
    "for hvert citat, .md, .json.",
    en="Quotes as a report prints them, for the codes named and those under them (else all): ”, (...) where words were left "
    "out within one passage, and clarifications in brackets from memos such as [Vi = Rådet for Etniske Minoriteter]."
    "\n\nWith --output they become a quote bank: .docx and .html with a chapter for each theme, .xlsx and .csv with a row "
    "for each quote, .md, .json.",
)
@click.argument("codes", metavar="[CODE]…", nargs=-1)
@option("--coder", da="Hvis kodninger; ellers den koder, der har gennemgået mest.",
        en="Whose codings; else the coder who has reviewed most.")  # fmt: skip
@option("--document", "documents", multiple=True, da="Kun dette dokument (flere er tilladt).",
        en="Only this document (may be repeated).")  # fmt: skip
@option("--where", multiple=True, type=WhereType(), da="Kun dokumenter med den værdi, fx rolle=formand.",
        en="Only documents with that value, such as rolle=formand.")  # fmt: skip
@option("--role", "roles", multiple=True, type=click.Choice(["informant", "interviewer", "unknown"]),
        da="Kun den rolle i samtalen.", en="Only that role in the talk.")  # fmt: skip
@option("--speaker", "speakers", multiple=True, da="Kun den taler, som transskriptionen navngiver.",
        en="Only that speaker, as the transcript names her.")  # fmt: skip
@option("--text", "words", default="", da="Kun citater med de ord.", en="Only quotes with those words.")
@option("--id", "ids", multiple=True, metavar="ID", da="Kun det citat (id'et står i citatbanken).",
        en="Only that quote (its id stands in the quote bank).")  # fmt: skip
@option("--used", "used", flag_value="yes", da="Kun citater, der er mærket som brugt.",
        en="Only quotes marked as used.")  # fmt: skip
@option("--unused", "used", flag_value="no", da="Kun citater, der ikke er.", en="Only quotes that are not.")
@option(
    "--used-in", "place", metavar="PLACE", da="Kun citater, der er brugt der.", en="Only quotes used there."
)
@option(
    "--min-words",
    type=click.IntRange(min=0),
    default=0,
    da="Mindst så mange ord.",
    en="At least so many words.",
)
@option("--max-words", type=click.IntRange(min=1), da="Højst så mange ord.", en="At most so many words.")
@option("--trim", type=click.IntRange(min=5), metavar="WORDS",
        da="Forkort citater til så mange ord; det udeladte bliver (...).",
        en="Shorten quotes to so many words; what is left out becomes (...).")  # fmt: skip
@option("--no-overlaps", is_flag=True, da="De samme ord under flere koder i et tema kun én gang.",
        en="The same words under several codes of a theme only once.")  # fmt: skip
@option("--pick", type=click.IntRange(min=1), metavar="N",
        da="Kun hvert temas N mest typiske og N mest afvigende citater i ordvalg, med begrundelse.",
        en="Only each theme's N most typical and N most deviant quotes in their words, with the reason.")  # fmt: skip
@option("--context", type=click.IntRange(min=0), default=0, metavar="N", da="Vis N replikker før og efter.",
        en="Show N turns before and after.")  # fmt: skip
@option("--attribution", is_flag=True, da="Skriv interview, rolle og replik under citatet.",
        en="Write interview, role and turn below the quote.")  # fmt: skip
@option(
    "--no-join",
    is_flag=True,
    da="Hver kodning for sig, uden (...).",
    en="Every coding by itself, without (...).",
)
@option("--mark", metavar="PLACE", da='Mærk de valgte citater som brugt der, fx "Kapitel 3".',
        en="Mark the chosen quotes as used there, such as “Chapter 3”.")  # fmt: skip
@option(
    "--unmark",
    is_flag=True,
    da="Tag mærkerne af de valgte citater.",
    en="Take the marks off the chosen quotes.",
)
@option("--pseudonyms", is_flag=True, da="Erstat navne efter nøglen (kodning pseudonymise).",
        en="Replace names by the key (kodning pseudonymise).")  # fmt: skip
@option("--template", type=click.Path(path_type=Path, exists=True, dir_okay=False),
        da="Word-fil, hvis typografier, side, sidehoved og sidefod .docx skal have.",
        en="Word file whose styles, page, header and footer a .docx shall have.")  # fmt: skip
@document_output_options
def quotes_command(
    codes: tuple[str, ...], coder: str | None, documents: tuple[str, ...], where: tuple[tuple[str, str], ...],
    roles: tuple[str, ...], speakers: tuple[str, ...], words: str, ids: tuple[str, ...], used: str | None,
    place: str | None, min_words: int, max_words: int | None, trim: int | None, no_overlaps: bool, pick: int | None,
    context: int, attribution: bool, no_join: bool, mark: str | None, unmark: bool, pseudonyms: bool,
    template: Path | None, format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """Print quote extracts."""
    project = open_project()
    _check_attributes(project, [name for name, _ in where])
    selection = Selection(
        codes, coder, documents, dict(where), min_words, max_words, context, join=not no_join
    )
    chosen = chosen_document_format(format_, output, excel)
    banked = any(
        (
            roles,
            speakers,
            words,
            ids,
            used,
            place,
            trim,
            no_overlaps,
            pick,
            mark is not None,
            unmark,
            pseudonyms,
        )
    )
    if chosen in {"table", "md"} and not banked:  # the quick way: nothing but the quotes is needed
        from kodning.report.quote_extract import quote_markdown, quote_text

        found, total = quotes(project, selection), len(project.documents())
        if chosen == "md":
            write_text(quote_markdown(found, total, attributed=attribution), output)
        else:
            width = min(88, terminal_width())
            write_text(
                quote_text(found, total, attributed=attribution, width=width, color=in_color(output)), output
            )
            _say_if_none(found)
        return
    from kodning.analysis.quote_bank import BankSelection, quote_bank
    from kodning.cli.quote_output import Asked, write_bank, write_stream

    more = BankSelection(
        roles=[role for role in ("informant", "interviewer", "unknown") if role in roles],
        speakers=speakers,
        text=words,
        used={"yes": True, "no": False}.get(used or ""),
        place=place,
        ids=ids,
        overlaps=not (no_overlaps or pick),
        trim=trim,
    )
    if chosen in {"csv", "json"} and not (
        no_overlaps or pick or trim or mark is not None or unmark or pseudonyms
    ):
        _say_if_none(write_stream(project, selection, more, chosen, output, excel=excel))
        return
    bank = quote_bank(project, selection, more)
    _say_if_none(bank.quotes)
    picked = _picked(bank, pick) if pick else None
    if picked is not None:
        bank = bank._replace(quotes=[one.quote for one in picked])
    if mark is not None or unmark:
        _mark(project, bank, mark, unmark=unmark, place=place)
        return
    settings = _settings(click.get_current_context())
    if pseudonyms:
        bank, picked = _replaced(project, bank, picked)
    write_bank(project, bank, Asked(chosen, output, excel, attribution, template, settings, picked))


def _say_if_none(found: Sequence[object] | int) -> None:
    if not found:
        click.echo(tr("Ingen citater svarer til det.", "No quotes match that."), err=True)


def _picked(bank: "Bank", each: int) -> "list[Pick]":
    from kodning.analysis.typical import picks

    found = picks(bank.quotes, each)
    if bank.quotes and not found:
        click.echo(
            tr(
                "Ingen temaer har citater nok til, at et kan kaldes typisk.",
                "No theme has quotes enough for one to be called typical.",
            ),
            err=True,
        )
    return found


def _mark(project: Project, bank: "Bank", mark: str | None, *, unmark: bool, place: str | None) -> None:
    quotes_ = [one.quote.coding_ids for one in bank.quotes]
    if unmark:
        done = project.unmark_used(quotes_, whoami(), place)
        said = plural(done, ("citat er ikke længere", "citater er ikke længere"), ("quote is", "quotes are"))
        click.echo(tr(f"{said} mærket som brugt.", f"{said} no longer marked as used."))
        return
    done = project.mark_used(quotes_, whoami(), (mark or "").strip())
    said = plural(done, ("citat", "citater"), ("quote", "quotes"))
    before = len(quotes_) - done
    there = tr(f" ({before} var det i forvejen)", f" ({before} were already)") if before else ""
    click.echo(tr(f"{said} mærket som brugt{there}.", f"{said} marked as used{there}."))


def _replaced(
    project: Project, bank: "Bank", picked: "list[Pick] | None"
) -> "tuple[Bank, list[Pick] | None]":
    """Every name of the key replaced; what may still be one is said."""
    from kodning.cli.pseudonymising import warn_of_names
    from kodning.privacy.keyfile import read_key
    from kodning.report.pseudonymised import pseudonymised_bank

    key = read_key(project.folder)
    bank = pseudonymised_bank(bank, key.replace)
    if picked is not None:
        picked = [
            pick._replace(quote=one, words=tuple(map(key.replace, pick.words)))
            for pick, one in zip(picked, bank.quotes, strict=True)
        ]
    texts = [
        text for one in bank.quotes for text in (one.quote.quote, one.memo, *one.quote.attributes.values())
    ]
    warn_of_names(key, texts)
    return bank, picked


def _settings(ctx: click.Context) -> dict[str, str]:
    """What was asked for, by option, as it was typed: so that the same can be asked for again."""
    left_out = {"output", "format_", "excel", "template", "attribution", "mark", "unmark"}
    said: dict[str, str] = {}
    for param in ctx.command.params:
        value = ctx.params.get(param.name or "")
        if param.name in left_out or value in (None, (), "", 0, False) or not isinstance(param.name, str):
            continue
        name = param.opts[-1] if param.name != "used" else ("--used" if value == "yes" else "--unused")
        said["" if isinstance(param, click.Argument) else name] = _shown(value, name)
    return said


def _shown(value: object, name: str) -> str:
    if isinstance(value, tuple):
        return ", ".join("=".join(item) if isinstance(item, tuple) else str(item) for item in value)
    return "" if value is True or name in {"--used", "--unused"} else str(value)
