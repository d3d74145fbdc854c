"""exchange pack, exchange unpack."""

from pathlib import Path

import click

from kodning.cli.options import command, open_project, option
from kodning.wording import tr


@command(
    "pack",
    da="Lav én fil til en kollega (mail, USB-nøgle). Hun pakker den ud med »kodning exchange unpack«, koder, og sender sin "
    "mappe eller en pakket fil tilbage; den flettes ind med »kodning merge«. Med --blind følger kun tekster, kodebog og stikprøver med.",
    en="Make one file for a colleague (mail, USB stick). She unpacks it with “kodning exchange unpack”, codes, and sends her "
    "folder or a packed file back; “kodning merge” takes it in. With --blind texts, codebook and samples alone go along.",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@option(
    "--blind",
    is_flag=True,
    da="Intet af det, nogen har kodet, læst, noteret eller afgjort.",
    en="Nothing that anybody has coded, read, noted or decided.",
)
def pack_command(file: Path, blind: bool) -> None:
    """Pack the project."""
    made = open_project().pack(file, blind=blind)
    click.echo(tr(f"Pakket: {made}", f"Packed: {made}"))


@command(
    "unpack",
    da="Lav et projekt i mappen DIR af en fil fra »kodning exchange pack«.",
    en="Make a project in the folder DIR of a file from “kodning exchange pack”.",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def unpack_command(file: Path, folder: Path) -> None:
    """Unpack a project."""
    from kodning.project.keeping import unpack

    made = unpack(file, folder)
    click.echo(
        tr(
            f"Projektet ligger i {made}. Kod der, og send mappen eller »kodning exchange pack« tilbage.",
            f"The project is in {made}. Code there, and send the folder or “kodning exchange pack” back.",
        )
    )
