"""serve, people."""

from pathlib import Path

import click

from kodning.cli.options import as_coder, command, open_project, option, software
from kodning.errors import KodningError
from kodning.wording import tr

_PORT = 8137  # as in web.settings, which is not loaded for a help text


@command(
    "serve",
    da="Åbn arbejdsbordet i browseren: læs, kod og se resultaterne. Alt bliver på denne maskine. Ctrl-C lukker.\n\n"
    "Med --host kan andre være med; de skal have navn og adgangskode (kodning people) og bør komme over TLS "
    "(--certificate, --key).",
    en="Open the workbench in the browser: read, code and see the results. Everything stays on this machine. Ctrl-C "
    "closes it.\n\n"
    "With --host others can take part; they need names and passwords (kodning people) and should come over TLS "
    "(--certificate, --key).",
)
@option(
    "--port",
    type=click.IntRange(0, 65535),
    da=f"Porten ({_PORT}, eller den næste ledige; 0: en vilkårlig).",
    en=f"The port ({_PORT}, or the next free one; 0: any).",
)
@option(
    "--host", default="127.0.0.1", da="Adressen (kun denne maskine).", en="The address (this machine only)."
)
@option(
    "--name",
    "names",
    multiple=True,
    da="Et navn, som andre maskiner når serveren under (flere er tilladt).",
    en="A name under which other machines reach the server (may be repeated).",
)
@option("--no-browser", is_flag=True, da="Skriv kun adressen.", en="Only print the address.")
@option("--read-only", is_flag=True, da="Der kan ikke ændres noget.", en="Nothing can be changed.")
@option(
    "--incognito",
    is_flag=True,
    da="Navne og citater sløres, til skærmdeling.",
    en="Names and quotes are blurred, for screen sharing.",
)
@option("--passwords", is_flag=True, da="Kræv login også her.", en="Ask for a login here too.")
@option(
    "--certificate", type=click.Path(path_type=Path), da="TLS-certifikat (PEM).", en="TLS certificate (PEM)."
)
@option("--key", type=click.Path(path_type=Path), da="Nøglen til det (PEM).", en="Its key (PEM).")
@as_coder
def serve_command(
    port: int | None,
    host: str,
    names: tuple[str, ...],
    no_browser: bool,
    read_only: bool,
    incognito: bool,
    passwords: bool,
    certificate: Path | None,
    key: Path | None,
    coder: str,
) -> None:
    """Serve the project until interrupted."""
    from kodning.project import checked_name
    from kodning.web.people import PEOPLE_NAME, read_people
    from kodning.web.server import Tls, is_loopback, serve
    from kodning.web.settings import Settings

    for file in (certificate, key):
        if file is not None and not file.is_file():
            raise click.FileError(str(file), tr("findes ikke", "is not there"))
    if key is not None and certificate is None:
        raise click.UsageError(tr("--key skal have sit --certificate.", "--key needs its --certificate."))
    folder = open_project(coder).folder
    people = folder / PEOPLE_NAME
    with_login = passwords or not is_loopback(host)
    if with_login and not read_people(people):
        raise NobodyError
    settings = Settings(
        folder=folder,
        coder=checked_name(coder),
        host=host,
        port=_PORT if port is None else port,
        hosts=names,
        read_only=read_only,
        incognito=incognito,
        people=people if with_login else None,
        secure=certificate is not None,
        software=software(),
    )
    serve(
        settings,
        exact=port is not None,
        browser=not no_browser,
        tls=Tls(certificate, key) if certificate else None,
        told=_tell,
    )


def _tell(address: str) -> None:
    click.echo(tr(f"Arbejdsbordet er åbent: {address}", f"The workbench is open: {address}"))
    click.echo(tr("Ctrl-C lukker det.", "Ctrl-C closes it."), err=True)


class NobodyError(KodningError):
    """A login is asked for, and nobody has one."""

    def __init__(self) -> None:
        super().__init__(
            "Ingen har adgang endnu: kodning people add NAVN --role admin.",
            "Nobody has access yet: kodning people add NAME --role admin.",
        )


@command(
    "people",
    da="Hvem der kan logge ind i arbejdsbordet. ADD giver adgang (eller ny rolle og adgangskode), REMOVE tager den, LIST "
    "viser dem. Roller: admin, coder, blind (koder uden at se andres arbejde), reader.",
    en="Who may log in to the workbench. ADD gives access (or a new role and password), REMOVE takes it away, LIST shows "
    "them. Roles: admin, coder, blind (codes without seeing others' work), reader.",
)
@click.argument("what", metavar="add|remove|list", type=click.Choice(["add", "remove", "list"]))
@click.argument("name", metavar="[NAME]", required=False)
@option(
    "--role",
    type=click.Choice(["admin", "coder", "blind", "reader"]),
    default="coder",
    da="Rollen (coder).",
    en="The role (coder).",
)
def people_command(what: str, name: str | None, role: str) -> None:
    """Add, remove or list people."""
    from kodning.web.people import PEOPLE_NAME, read_people, remove_person, set_person
    from kodning.web.settings import ROLES

    path = open_project().folder / PEOPLE_NAME
    if what == "list":
        for account in read_people(path).values():
            click.echo(f"{account.person.name}\t{account.person.role}")
        return
    if not name:
        raise click.UsageError(tr("NAVN mangler.", "NAME is missing."))
    if what == "remove":
        there = remove_person(path, name)
        click.echo(
            tr("Adgangen er taget.", "Access is taken away.")
            if there
            else tr("Var der ikke.", "Was not there.")
        )
        return
    prompt = tr("Adgangskode (mindst 8 tegn)", "Password (at least 8 characters)")
    password = click.prompt(prompt, hide_input=True, confirmation_prompt=True, err=True)
    person = set_person(path, name, next(one for one in ROLES if one == role), password)
    click.echo(tr(f"{person.name} har adgang ({role}).", f"{person.name} has access ({role})."))
