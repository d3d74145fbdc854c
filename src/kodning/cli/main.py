"""The `kodning` command: finds the subcommand, loads only its module, and turns failures into messages."""

import re
import sys
from contextvars import copy_context
from importlib import import_module
from itertools import pairwise, takewhile
from typing import Any

import click

from kodning.cli.options import common_options
from kodning.errors import KodningError
from kodning.wording import LANGUAGES, set_language, tr

# name: (module, Danish help, English help), in the order a project goes.
_COMMANDS = {
    "demo": (
        "projects",
        "Byg og vis et projekt med fem interviews.",
        "Build and show a project of five interviews.",
    ),
    "init": ("projects", "Lav et nyt projekt.", "Make a new project."),
    "import": ("importing", "Hent transskriptioner ind.", "Bring transcripts in."),
    "codebook": ("codebook", "Kodebogen: vis, efterprøv, ændr.", "The codebook: show, check, change."),
    "documents": ("documents", "Vis projektets dokumenter.", "List the project's documents."),
    "show": (
        "documents",
        "Vis et dokument med kodninger i margenen.",
        "Show a document, codings in the margin.",
    ),
    "revise": (
        "revising",
        "Ret en transskription; kodningerne følger med.",
        "Correct a transcript; codings follow.",
    ),
    "code": ("coding", "Sæt koder på et tekststykke.", "Put codes on a span."),
    "retract": ("coding", "Tag kodninger tilbage.", "Take codings back."),
    "undo": ("coding", "Fortryd det seneste.", "Take back what you did last."),
    "memo": ("coding", "Skriv et memo, eller vis dem.", "Write a memo, or list them."),
    "reviewed": ("coding", "Notér, hvad du har læst.", "Record what you have read."),
    "suggest": ("suggesting", "Foreslå koder.", "Suggest codes."),
    "suggestions": ("suggesting", "Vis forslagene.", "List the suggestions."),
    "review": ("reviewing", "Gå forslagene igennem.", "Go through the suggestions."),
    "themes": ("themes", "Temaernes hyppighed.", "The theme frequency table."),
    "search": ("searching", "Søg i interviewenes ord.", "Search the words of the interviews."),
    "kwic": ("searching", "Ord i deres sammenhæng.", "Words in their context."),
    "matrix": ("matrix", "Koder gange interviews eller variabler.", "Codes by interviews or attributes."),
    "cooccur": ("cooccurrence", "Koder, der optræder sammen.", "Codes that occur together."),
    "timeline": ("timeline", "Hvor i interviewene koderne er.", "Where in the interviews codes are."),
    "compare": ("comparing", "Sammenlign grupper.", "Compare groups."),
    "words": ("words", "Ord, der kendetegner en kode.", "Words that mark a code."),
    "saturation": ("saturation", "Nye koder for hvert interview.", "New codes with each interview."),
    "quotes": ("quotes", "Citater, som en rapport trykker dem.", "Quote extracts, report style."),
    "pseudonymise": (
        "pseudonymising",
        "Find navne, og før nøglen.",
        "Find names and keep the key.",
    ),
    "figure": ("figure", "En figur som SVG eller PNG.", "A figure as SVG or PNG."),
    "report": ("report", "Resultatkapitlet.", "The findings chapter."),
    "survey": ("surveying", "Spørgeskemaets tal.", "The counts of a survey."),
    "sample": ("sample", "Træk det, der skal dobbeltkodes.", "Draw what to double-code."),
    "agree": ("agreement", "Enighed mellem kodere.", "Agreement between coders."),
    "disagreements": ("disagreements", "Hvor koderne er uenige.", "Where coders disagree."),
    "adjudicate": ("adjudicating", "Afgør uenighederne.", "Settle the disagreements."),
    "passes": ("passes", "Frosne gennemløb, før og efter.", "Frozen passes, before and after."),
    "blind": ("passes", "Blind kodning.", "Blind coding."),
    "serve": ("serving", "Arbejdsbordet i browseren.", "The workbench in the browser."),
    "people": ("serving", "Hvem der kan logge ind.", "Who may log in."),
    "exchange": ("exchange", "Andre programmers filer ind og ud.", "Other programs' files in and out."),
    "merge": ("merging", "Flet andre koderes projekter ind.", "Merge other coders' projects in."),
    "backup": ("merging", "Læg en kopi af projektet.", "Make a copy of the project."),
    "forget": ("forgetting", "Slet et dokument helt.", "Erase a document wholly."),
    "history": ("projects", "Hvem gjorde hvad hvornår.", "Who did what when."),
    "check": ("projects", "Efterprøv projektet.", "Check the project."),
}


class _Commands(click.Group):
    """A group that knows its commands' names and one-line helps without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order a project goes."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import the module of one command."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"kodning.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand, or say which name is near."""
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            raise UnknownCommandError(args[0])
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Every command on a line."""
        formatter.write(tr("Brug: kodning KOMMANDO …\n\n", "Usage: kodning COMMAND …\n\n"))
        formatter.write(
            tr(
                "Kodning og tematisk analyse af kvalitative interviews. Begynd med »kodning demo«.\n",
                "Coding and thematic analysis of qualitative interviews. Begin with “kodning demo”.\n",
            )
        )
        with formatter.section(tr("Kommandoer", "Commands")):
            formatter.write_dl([(name, tr(da, en)) for name, (_, da, en) in _COMMANDS.items()])
        formatter.write(
            tr(
                "\n»kodning KOMMANDO --help« forklarer den enkelte kommando. --version viser udgaven.\n",
                "\n“kodning COMMAND --help” explains a command. --version shows the version.\n",
            )
        )


class UnknownCommandError(KodningError):
    """A command that is not there."""

    def __init__(self, wanted: str) -> None:
        from kodning.errors import did_you_mean

        da, en = did_you_mean(wanted, list(_COMMANDS))
        super().__init__(f"Der er ingen kommando »{wanted}«. {da}", f"No command “{wanted}”. {en}")


def _show_version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked:
        from kodning import __version__

        click.echo(f"kodning {__version__}")
        ctx.exit()


@common_options
@click.group(cls=_Commands, invoke_without_command=True)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version)
@click.pass_context
def kodning(ctx: click.Context) -> None:
    """Qualitative coding."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code: 0 done, 1 a finding, 2 wrong usage or bad input."""
    _speak_utf8()
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and give back the exit code; every failure of the user's is one message."""
    # In a context of its own, so that `--language` holds for this command's messages and no longer.
    return copy_context().run(_run, arguments)


def _run(arguments: list[str] | None) -> int:
    _speak_as_asked(sys.argv[1:] if arguments is None else arguments)
    try:
        result = kodning.main(args=arguments, prog_name="kodning", standalone_mode=False)
    except SystemExit:
        return 0  # click's way out when the reader, such as `head`, has had enough
    except click.Abort:
        return _fail(tr("Afbrudt.", "Interrupted."), 130)
    except (KodningError, click.ClickException, OSError) as error:
        return _fail(_message(error))
    except UnicodeEncodeError:
        # Bytes that are no UTF-8 come from the shell as half surrogate pairs, which no text can hold.
        return _fail(
            tr("Et tegn i kommandoen er ikke gyldig tekst.", "A character of the command is not valid text.")
        )
    return result if isinstance(result, int) else 0


def _speak_as_asked(arguments: list[str]) -> None:
    """Heed `--language` before click reads the line, so that help and complaints left of it speak it too."""
    options = list(takewhile(lambda argument: argument != "--", arguments))
    said = [value for name, value in pairwise(options) if name == "--language"]
    said += [option.partition("=")[2] for option in options if option.startswith("--language=")]
    for language in LANGUAGES:
        if language in said:
            set_language(language)


def _message(error: Exception) -> str:
    if isinstance(error, click.UsageError):
        return usage_message(error)
    if isinstance(error, click.ClickException):
        return error.format_message()
    return _os_message(error) if isinstance(error, OSError) else str(error)


def _fail(message: str, code: int = 2) -> int:
    printable = message.encode("utf-8", "replace").decode("utf-8")  # half surrogate pairs become "?"
    click.echo(f"{tr('Fejl', 'Error')}: {printable}", err=True)
    return code


def _os_message(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}"


def usage_message(error: click.UsageError) -> str:
    """What was wrong with the command as it was typed, and where its help is."""
    name = error.ctx.command_path if error.ctx else "kodning"
    see = tr(f"Se »{name} --help«.", f"See “{name} --help”.")
    return f"{_what_was_wrong(error)} {see}"


def _what_was_wrong(error: click.UsageError) -> str:
    """The same in the language in force; click itself speaks English only."""
    named = _named(error)
    if isinstance(error, click.NoSuchOption):
        near = f" {tr('Mente du', 'Did you mean')} {error.possibilities[0]}?" if error.possibilities else ""
        return tr(f"Der er ingen {error.option_name}.", f"No option {error.option_name}.") + near
    if isinstance(error, click.BadOptionUsage):
        return tr(f"{error.option_name} skal have en værdi.", f"{error.option_name} needs a value.")
    if isinstance(error, click.MissingParameter) and named:
        return tr(f"{named} mangler.", f"{named} is missing.")
    if isinstance(error, click.BadParameter) and named:
        return f"{named}: {_what_it_takes(error)}"
    if extra := re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", error.message):
        return tr(f"Mere, end kommandoen bruger: {extra[1]}.", f"More than the command takes: {extra[1]}.")
    return error.format_message()


def _what_it_takes(error: click.BadParameter) -> str:
    """What an argument or option may be, where its type knows; else what its own check said."""
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return tr("vælg mellem ", "choose from ") + ", ".join(map(str, kind.choices)) + "."
    if isinstance(kind, click.IntRange):
        return tr(
            f"skal være et helt tal, mindst {kind.min}.", f"must be a whole number, at least {kind.min}."
        )
    if isinstance(kind, click.types.IntParamType):
        return tr("skal være et helt tal.", "must be a whole number.")
    return error.message


def _named(error: click.UsageError) -> str:
    """The argument or option that an error is about, as the help shows it."""
    param = error.param if isinstance(error, click.BadParameter) else None
    if isinstance(param, click.Argument) and error.ctx:
        return param.make_metavar(error.ctx)
    return param.opts[0] if isinstance(param, click.Option) else ""


def _speak_utf8() -> None:
    """A pipe or file on Windows would otherwise be written in the old code page, without ” and –."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(encoding="utf-8", errors="replace")
