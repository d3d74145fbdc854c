"""Options that many commands share, and commands that explain themselves in two languages."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kodning.errors import KodningError
from kodning.wording import LANGUAGES, set_language, tr

if TYPE_CHECKING:
    from kodning.project import Project

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class BilingualCommand(click.Command):
    """A command whose help is looked up when it is shown, in the language then in force."""

    def __init__(self, *args: Any, da: str = "", en: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._da, self._en = da, en

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what SQLite cannot read of a store is told as a failure of that store."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            import sqlite3  # not before it is needed: `--help` opens no store

            from kodning.store.connection import STORE_NAME, translate

            if not isinstance(error, sqlite3.Error):
                raise
            raise translate(error, ctx.ensure_object(dict).get("store", Path(STORE_NAME))) from error

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        pieces = [piece for piece in self.collect_usage_pieces(ctx) if piece != "[OPTIONS]"]
        options = tr("[VALG]", "[OPTIONS]")
        formatter.write_usage(ctx.command_path, " ".join([*pieces, options]), prefix=tr("Brug: ", "Usage: "))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """The paragraphs."""
        formatter.write_paragraph()
        for paragraph in tr(self._da, self._en).split("\n\n"):
            with formatter.indentation():
                formatter.write_text(paragraph)
            formatter.write_paragraph()

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options; arguments explain themselves in the text."""
        shown = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        rows = [record for param in shown if (record := param.get_help_record(ctx))]
        rows = [(name, tr("Vis denne hjælp.", text) if name == "--help" else text) for name, text in rows]
        with formatter.section(tr("Valg", "Options")):
            formatter.write_dl(rows)


class BilingualGroup(click.Group):
    """A small group of commands under one name, such as `exchange import` and `exchange export`."""

    def __init__(self, *args: Any, da: str = "", en: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._da, self._en = da, en

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands of the group."""
        formatter.write(tr("Brug: ", "Usage: ") + f"{ctx.command_path} {'|'.join(self.commands)} …\n\n")
        formatter.write_text(tr(self._da, self._en))


class BilingualOption(click.Option):
    """An option whose help is looked up when it is shown."""

    def __init__(self, *args: Any, da: str = "", en: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._da, self._en = da, en

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Name and help of the option."""
        self.help = tr(self._da, self._en)
        return super().get_help_record(ctx)


def option(*names: str, da: str, en: str, **kwargs: Any) -> Callable[[Decorated], Decorated]:
    """A click option with its help in both languages."""
    return click.option(*names, cls=BilingualOption, da=da, en=en, **kwargs)


def command(name: str, da: str, en: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A click command with its help in both languages and the common options."""

    def decorate(function: Callable[..., Any]) -> click.Command:
        made = click.command(name, cls=BilingualCommand, da=da, en=en)(function)
        made.params += _COMMON
        return made

    return decorate


def _set_language(_ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value:
        set_language("da" if value == "da" else "en")


def _set_project(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.ensure_object(dict)["project"] = value


# `--project` and `--language` stand before or after the command's name.
_COMMON: list[click.Parameter] = [
    BilingualOption(
        ["--project"],
        type=click.Path(path_type=Path),
        expose_value=False,
        callback=_set_project,
        da="Projektets mappe; ellers den, du står i, eller en over den.",
        en="The project's folder; else the one you are in, or one above it.",
    ),
    BilingualOption(
        ["--language"],
        type=click.Choice(LANGUAGES),
        is_eager=True,
        expose_value=False,
        callback=_set_language,
        da="Dansk eller engelsk; ellers følges computerens sprog.",
        en="Danish or English; else the computer's language.",
    ),
]


def common_options(group: click.Group) -> click.Group:
    """Give a group `--project` and `--language`."""
    group.params += _COMMON
    return group


class MissingFolderError(KodningError):
    """`--project` names a folder that is not there."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"Mappen {folder} findes ikke.", f"There is no folder {folder}.")


def open_project(coder: str | None = None) -> "Project":
    """The project that the command is about; it is closed when the command ends.

    Args:
        coder: Who the command is run as, where it says so. If she, or the one whose computer this is, is in a
            blind pass, she gets her own work only.
    """
    from kodning.project import Project
    from kodning.store.connection import STORE_NAME

    ctx = click.get_current_context()
    folder = Path(ctx.ensure_object(dict).get("project") or os.environ.get("KODNING_PROJECT") or ".")
    if not folder.is_dir():
        raise MissingFolderError(folder)
    store = ctx.obj["store"] = Project.find(folder) / STORE_NAME
    project = ctx.with_resource(Project.open(store.parent, *([coder] if coder else []), whoami()))
    for warning in project.warnings:
        click.echo(f"{tr('Bemærk', 'Note')}: {warning}", err=True)
    return project


def as_coder(function: Decorated) -> Decorated:
    """`--coder`: who does this; else the variable KODNING_CODER, else the user's name on the computer."""
    return option(
        "--coder",
        default=whoami,
        show_default=False,
        da="Hvem gør det; ellers KODNING_CODER, ellers dit brugernavn.",
        en="Who does this; else KODNING_CODER, else your user name.",
    )(function)


def least_score(function: Decorated) -> Decorated:
    """`--least`: from which score on suggestions are meant."""
    return option(
        "--least",
        type=click.FloatRange(min=0),
        default=0.0,
        show_default=False,
        metavar="SCORE",
        da="Kun forslag, hvis tal er mindst så stort, fx 0.2.",
        en="Only suggestions whose score is at least this, such as 0.2.",
    )(function)


def whoami() -> str:
    """The coder when none is given."""
    from kodning import project

    return project.whoami()


def software() -> str:
    """Name and version of the program, as reports carry it."""
    from kodning import __version__

    return f"kodning {__version__}"
