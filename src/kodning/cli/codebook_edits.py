"""codebook rename, move, merge, split, retire: what changes the codebook, said beforehand and afterwards."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kodning.cli.options import as_coder, command, open_project, option
from kodning.text import on_one_line
from kodning.wording import listing, plural, tr

if TYPE_CHECKING:
    from kodning.model import Coding
    from kodning.project import Change, Project

dry_run = option(
    "--dry-run",
    is_flag=True,
    da="Sig, hvad der vil blive ændret; ændr intet.",
    en="Say what would be changed; change nothing.",
)


def show_change(change: "Change", coder: str) -> None:
    """What a change touches or has touched, and how it is taken back."""
    click.echo(f"{change.words}.")
    for line in _counted(change):
        click.echo(f"  {line}")
    for line in change.diff:
        click.echo(f"  {line}" if not line.startswith("@@") else "")
    if change.action is not None:
        shown = f'"{coder}"' if " " in coder else coder
        click.echo(
            tr(f"Fortryd: kodning undo --coder {shown}", f"Take it back: kodning undo --coder {shown}")
        )
    elif change.diff or change.carried:
        click.echo(tr("Intet er ændret (--dry-run).", "Nothing was changed (--dry-run)."))
    else:
        click.echo(tr("Der er intet at ændre.", "There is nothing to change."))


def _counted(change: "Change") -> list[str]:
    if not change.codings:
        return []
    codings = plural(change.codings, ("kodning", "kodninger"), ("coding", "codings"))
    documents = plural(change.documents, ("interview", "interviews"), ("interview", "interviews"))
    who = listing(list(change.coders))
    if change.kind in {"codebook-merge", "codebook-split"}:
        lines = [
            tr(
                f"{change.carried} af {codings} ({who}; {documents}) går over til en anden kode.",
                f"{change.carried} of {codings} ({who}; {documents}) go over to another code.",
            )
        ]
    else:
        lines = [
            tr(
                f"{codings} ({who}; {documents}) følger med.",
                f"{codings} ({who}; {documents}) {'follows' if change.codings == 1 else 'follow'} it.",
            )
        ]
    if change.doubled:
        lines.append(
            tr(
                f"{change.doubled} står der allerede med den nye kode af samme koder: én kodning gælder for begge.",
                f"{change.doubled} already there under the new code by the same coder: one coding stands for both.",
            )
        )
    return lines


@command(
    "rename",
    da="Giv en kode et andet id. Kodningerne følger med, henvisninger (»-> kode«) rettes, og det gamle id bliver et alias.",
    en="Give a code another id. Its codings follow, mentions (“-> code”) are corrected, and the old id becomes an alias.",
)
@click.argument("code", metavar="CODE")
@click.argument("new", metavar="NEW")
@option("--no-alias", is_flag=True, da="Uden det gamle id som alias.", en="Without the old id as an alias.")
@dry_run
@as_coder
def rename_command(code: str, new: str, no_alias: bool, dry_run: bool, coder: str) -> None:
    """Rename a code."""
    change = open_project(coder).rename_code(code, new, coder, alias=not no_alias, dry_run=dry_run)
    show_change(change, coder)


@command(
    "move",
    da="Flyt en kode (med dem under den) ind under en anden, øverst, eller hen foran eller efter en kode.",
    en="Move a code (with those under it) under another, to the top level, or right before or after a code.",
)
@click.argument("code", metavar="CODE")
@option("--under", da="Ind under denne kode.", en="Under this code.")
@option("--top", is_flag=True, da="Øverst.", en="To the top level.")
@option("--before", da="Lige foran denne kode.", en="Right before this code.")
@option("--after", da="Lige efter denne kode.", en="Right after this code.")
@dry_run
@as_coder
def move_command(
    code: str, under: str | None, top: bool, before: str | None, after: str | None, dry_run: bool, coder: str
) -> None:
    """Move a code."""
    if sum((under is not None, top, before is not None, after is not None)) != 1:
        raise click.UsageError(
            tr(
                "Vælg én af --under, --top, --before og --after.",
                "Choose one of --under, --top, --before and --after.",
            )
        )
    change = open_project(coder).move_code(code, under, coder, before=before, after=after, dry_run=dry_run)
    show_change(change, coder)


@command(
    "merge",
    da="Slå koder sammen med en anden: deres kodninger går over til den, og deres id'er bliver dens aliaser. Regler, "
    "eksempler og søgeord tages med.",
    en="Merge codes into another: their codings go over to it, and their ids become its aliases. Rules, examples and terms "
    "come along.",
)
@click.argument("codes", metavar="CODE…", nargs=-1, required=True)
@option("--into", required=True, da="Koden, der bliver.", en="The code that stays.")
@option(
    "--codings-only",
    is_flag=True,
    da="Lad den blivende kodes tekst være.",
    en="Leave the text of the code that stays as it is.",
)
@dry_run
@as_coder
def merge_command(codes: tuple[str, ...], into: str, codings_only: bool, dry_run: bool, coder: str) -> None:
    """Merge codes."""
    change = open_project(coder).merge_codes(codes, into, coder, texts=not codings_only, dry_run=dry_run)
    show_change(change, coder)


@command(
    "retire",
    da="Tag en kode ud af brug: den bliver stående med sine kodninger, men sættes ikke på mere.",
    en="Take a code out of use: it stays with its codings, but is put on nothing more.",
)
@click.argument("code", metavar="CODE")
@option("--reason", default="", da="Hvorfor; skrives i kodebogen.", en="Why; written into the codebook.")
@option("--back", is_flag=True, da="Tag den i brug igen.", en="Bring it back into use.")
@dry_run
@as_coder
def retire_command(code: str, reason: str, back: bool, dry_run: bool, coder: str) -> None:
    """Retire a code."""
    show_change(
        open_project(coder).retire_code(code, coder, reason=reason, back=back, dry_run=dry_run), coder
    )


@command(
    "split",
    da="Del en kode. Efter regel: --to NY --where text=ventetid (også document=, coder=, memo= eller en variabel; alle skal "
    "gælde). Efter fil: --from FIL.csv med kolonnerne coding og code. Ellers vises kodningerne én ad gangen, og du skriver "
    "koden, der skal gælde (Enter: uændret, q: slut).",
    en="Split a code. By rule: --to NEW --where text=waiting (also document=, coder=, memo= or an attribute; all must hold). "
    "By file: --from FILE.csv with the columns coding and code. Else the codings are shown one at a time, and you write the "
    "code that is to hold (Enter: as it is, q: done).",
)
@click.argument("code", metavar="CODE")
@option(
    "--to",
    "target",
    da="Koden, de går over til; en ny laves.",
    en="The code they go over to; a new one is made.",
)
@option("--where", "rules", multiple=True, da="NAVN=ORD; kan gentages.", en="NAME=WORDS; may be repeated.")
@option("--from", "file", type=click.Path(path_type=Path), da="CSV med kolonnerne coding og code.",
        en="CSV with the columns coding and code.")  # fmt: skip
@option("--under", is_flag=True, da="Nye koder kommer til at stå under koden, ikke efter den.",
        en="New codes stand under the code, not after it.")  # fmt: skip
@dry_run
@as_coder
def split_command(
    code: str,
    target: str | None,
    rules: tuple[str, ...],
    file: Path | None,
    under: bool,
    dry_run: bool,
    coder: str,
) -> None:
    """Split a code."""
    if (target is None) != (not rules) or (target is not None and file is not None):
        raise click.UsageError(
            tr("Skriv --to og --where sammen, eller --from, eller ingen af dem.",
               "Give --to and --where together, or --from, or none of them.")
        )  # fmt: skip
    project = open_project(coder)
    name = project.code_id(code)
    codings = project.codings(codes=[name])
    if target is not None:
        parts = {coding.id: target for coding in _that_fit(project, codings, rules)}
    elif file is not None:
        from kodning.interchange.codebook_table import read_parts

        parts = read_parts(file)
    else:
        parts = _asked(project, codings)
    if not parts:
        click.echo(tr("Ingen kodninger passer; intet er ændret.", "No coding fits; nothing was changed."))
        return
    show_change(project.split_code(name, parts, coder, under=under, dry_run=dry_run), coder)


def _that_fit(project: "Project", codings: Sequence["Coding"], rules: Sequence[str]) -> list["Coding"]:
    attributes = project.attributes()
    known = {
        "text",
        "document",
        "coder",
        "memo",
        *(name for values in attributes.values() for name in values),
    }
    wanted = []
    for rule in rules:
        name, mark, words = rule.partition("=")
        if not (mark and words.strip() and name.strip() in known):
            raise click.UsageError(
                tr(
                    f"--where {rule}: skriv NAVN=ORD, hvor NAVN er {listing(sorted(known))}.",
                    f"--where {rule}: write NAME=WORDS, where NAME is {listing(sorted(known))}.",
                )
            )
        wanted.append((name.strip(), words.strip().casefold()))
    texts = {document.name: project.revision(document.name).text for document in project.documents()}
    found = []
    for coding in codings:
        said = {
            "text": texts[coding.document][coding.start : coding.end],
            "document": coding.document,
            "coder": coding.coder,
            "memo": coding.memo,
        }
        exact = attributes.get(coding.document, {}) | {"document": coding.document, "coder": coding.coder}
        if all(
            words in said[name].casefold()
            if name in {"text", "memo"}
            else exact.get(name, "").casefold() == words
            for name, words in wanted
        ):
            found.append(coding)
    return found


def _asked(project: "Project", codings: Sequence["Coding"]) -> dict[int, str]:
    parts: dict[int, str] = {}
    for number, coding in enumerate(codings, start=1):
        words = on_one_line(project.revision(coding.document).text[coding.start : coding.end])
        click.echo(
            f"\n{number}/{len(codings)}  {coding.document} {coding.start}:{coding.end}  ({coding.coder})"
        )
        click.echo(f"  {words}")
        click.echo(tr("  kode (Enter: uændret, q: slut): ", "  code (Enter: as it is, q: done): "), nl=False)
        answer = sys.stdin.readline()
        if not answer or answer.strip() == "q":
            break
        if answer.strip():
            parts[coding.id] = answer.strip()
    click.echo()
    return parts
