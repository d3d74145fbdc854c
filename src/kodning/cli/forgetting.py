"""forget."""

from typing import TYPE_CHECKING

import click

from kodning.cli.options import as_coder, command, open_project, option
from kodning.errors import KodningError
from kodning.wording import integer, listing, plural, tr

if TYPE_CHECKING:
    from kodning.project.forgetting import Erased


class NotConfirmedError(KodningError):
    """What was typed is not the document's name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Intet er slettet: skriv dokumentets navn ({name}), eller brug --yes.",
            f"Nothing was erased: type the document's name ({name}), or use --yes.",
        )


@command(
    "forget",
    da="Slet et dokument helt, når en deltager trækker sit samtykke tilbage: teksten, kodningerne og alt andet om det. "
    "Det er det eneste, kodning nogensinde sletter, og det kan ikke fortrydes. Historikken husker, at et dokument er slettet, "
    "ikke hvad der stod. Til sidst vises, hvad du selv skal slette: filer i projektets mappe og noter, der gentager ordene.",
    en="Erase a document wholly when a participant withdraws her consent: the text, the codings and all else about it. It is "
    "the one thing that kodning ever erases, and it cannot be undone. The history keeps that a document was erased, not what "
    "it said. At the end it says what you must erase yourself: files in the project's folder, and notes that repeat the words.",
)
@click.argument("document", metavar="DOC")
@option("--dry-run", is_flag=True, da="Vis kun, hvad der ville ske.", en="Only show what would happen.")
@option("--yes", is_flag=True, da="Spørg ikke.", en="Do not ask.")
@as_coder
def forget_command(document: str, dry_run: bool, yes: bool, coder: str) -> None:
    """Show what would go, ask, erase, and say what is left."""
    project = open_project(coder)
    name = project.revision(document).name
    if dry_run or not yes:
        _say_what(name, project.would_forget(document))
    if dry_run:
        _say_what_is_left(project.would_forget(document))
        return
    if not yes:
        asked = tr(f"Skriv »{name}« for at slette det for altid", f"Type “{name}” to erase it for ever")
        if click.prompt(asked, default="", show_default=False, err=True).strip() != name:
            raise NotConfirmedError(name)
    erased = project.forget(document, coder)
    click.echo(tr(f"{name} er slettet.", f"{name} is erased."))
    _say_what_is_left(erased)


def _say_what(name: str, found: "Erased") -> None:
    parts = [
        plural(found.counts[table], da, en)
        for table, da, en in (
            ("coding", ("kodning", "kodninger"), ("coding", "codings")),
            ("review", ("gennemgang", "gennemgange"), ("review", "reviews")),
            ("memo", ("memo", "memoer"), ("memo", "memos")),
            ("suggestion", ("forslag", "forslag"), ("suggestion", "suggestions")),
            ("decision", ("afgørelse", "afgørelser"), ("decision", "decisions")),
        )
        if found.counts.get(table)
    ]
    rows = integer(sum(found.counts.values()))
    held = f": {listing(parts)}" if parts else ""
    click.echo(tr(f"{name}{held} ({rows} rækker i alt).", f"{name}{held} ({rows} rows in all)."))
    if found.passes:
        named = listing(found.passes)
        click.echo(
            tr(
                f"Frosne gennemløb, der kommer til at mangle det: {named}.",
                f"Frozen passes that will lack it: {named}.",
            )
        )


def _say_what_is_left(found: "Erased") -> None:
    """What only a person can erase."""
    for paths, da, en in (
        (found.files, "Disse filer har stadig dets ord eller navn; slet dem selv", "These files still have its words or name; erase them yourself"),
        (found.unsearched, "Disse filer er ikke gennemsøgt; se efter", "These files were not searched; look into them"),
    ):  # fmt: skip
        if paths:
            click.echo(f"{tr(da, en)}:")
            for path in paths:
                click.echo(f"  {path.as_posix()}")
    if found.notes:
        places = listing(found.notes)
        click.echo(tr(f"Noter, der gentager dets ord: {places}.", f"Notes that repeat its words: {places}."))
    click.echo(
        tr(
            "Sikkerhedskopier, eksporter og kollegers udgaver af projektet er ikke rørt.",
            "Backups, exports and colleagues' copies of the project are untouched.",
        )
    )
