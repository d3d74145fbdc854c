"""adjudicate: decisions on disagreements, from a file or one by one."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kodning.cli.keys import Keys
from kodning.cli.options import command, open_project, option, whoami
from kodning.cli.output import in_color, terminal_width
from kodning.codebook import find_code
from kodning.errors import KodningError
from kodning.intercoder.adjudication import ADJUDICATOR, Decision, Placed, version_of
from kodning.intercoder.disagreements import Disagreement
from kodning.intercoder.rounds import Table, adjudicate, decide, foresee, lay_out
from kodning.intercoder.units import UNITS, Unit
from kodning.project import Project
from kodning.report.adjudication_view import adjudication_view
from kodning.report.disagreement_view import labels_of
from kodning.report.rounds_table import foreseen_lines, outcome_lines
from kodning.spans import find_words
from kodning.wording import integer, plural, tr

if TYPE_CHECKING:
    from collections.abc import Callable


@command(
    "adjudicate",
    da="Afgør uenighederne i et frosset gennemløb, én ad gangen med en tast hver eller fra en fil (--from). Hver afgørelse "
    "gemmes med det samme, så du kan holde op når som helst og fortsætte senere. Når alle er afgjort, skrives resultatet "
    "som et gennemløb for sig, og enigheden før og efter som to tal.\n\n"
    "Taster: 1-9 den koders version; 0 ingen kode; n ny kode eller andre ord; s spring over; u fortryd; q stop.",
    en="Settle the disagreements of a frozen pass, one at a time with a key each or from a file (--from). Each decision is "
    "kept at once, so that you can stop whenever you like and go on later. When all are decided, the result is written as "
    "a pass of its own, and agreement before and after as two figures.\n\n"
    "Keys: 1-9 that coder's version; 0 no code; n another code or span; s skip; u undo; q quit.",
)
@option("--pass", "pass_", metavar="NAME", da="Det frosne gennemløb; ellers det seneste.",
        en="The frozen pass; else the latest.")  # fmt: skip
@option("--from", "file", type=click.Path(path_type=Path), metavar="FILE",
        da="Afgørelser fra en CSV-fil: listen fra »kodning disagreements«, udfyldt.",
        en="Decisions from a CSV file: the list of “kodning disagreements”, filled in.")  # fmt: skip
@option("--by", default=whoami, show_default=False, metavar="NAME", da="Hvem afgør; ellers KODNING_CODER, ellers dit brugernavn.",
        en="Who decides; else KODNING_CODER, else your user name.")  # fmt: skip
@option("--as", "stands_for", default=ADJUDICATOR, show_default=False, metavar="NAME",
        da=f"Under hvilket navn resultatets kodninger står ({ADJUDICATOR}).",
        en=f"Under which name the resulting codings stand (“{ADJUDICATOR}”).")  # fmt: skip
@option("--name", metavar="NAME", da="Navn på resultatets gennemløb.", en="Name of the resulting pass.")
@option("--unit", type=click.Choice(UNITS), default="segment", da="Enheden for de to tal: segment er sætningen.",
        en="The unit of the two figures: segment is the sentence.")  # fmt: skip
@option("--finish", is_flag=True, da="Spørg ikke mere: skriv resultatet nu; det uafgjorte står åbent.",
        en="Ask no more: write the result now; what is not decided stays open.")  # fmt: skip
@option("--dry-run", is_flag=True, da="Sig, hvad --finish ville skrive; skriv intet.",
        en="Say what --finish would write; write nothing.")  # fmt: skip
def adjudicate_command(
    pass_: str | None, file: Path | None, by: str, stands_for: str, name: str | None, unit: Unit, finish: bool,
    dry_run: bool,
) -> None:  # fmt: skip
    """Settle disagreements."""
    if file is not None and (finish or dry_run):
        flag = "--finish" if finish else "--dry-run"
        raise click.UsageError(
            tr(f"--from og {flag} kan ikke bruges sammen.", f"--from and {flag} do not go together.")
        )
    project = open_project(by)
    if dry_run:
        click.echo("\n".join(foreseen_lines(foresee(project, pass_, adjudicator=stands_for, name=name))))
        return
    table = lay_out(project, pass_)
    project.refuse_coding(stands_for)
    if file is not None:
        _from_file(project, table, file, by)
    elif not finish and not Sitting(project, table, by).run():
        return
    outcome = adjudicate(project, table.base.name, by, adjudicator=stands_for, name=name, unit=unit)
    click.echo("\n".join(outcome_lines(outcome, table.base, unit)))


def _from_file(project: Project, table: Table, file: Path, by: str) -> None:
    from kodning.interchange.decisions_csv import parse_decisions, read_decisions

    rows = read_decisions(file)
    made = parse_decisions(rows, file, table.comparison, table.texts, project.codes(), by)
    new = decide(project, table, made, by)
    told = plural(new, ("ny afgørelse", "nye afgørelser"), ("new decision", "new decisions"))
    same = integer(len(made) - new)
    click.echo(told + (tr(f", {same} var der i forvejen.", f", {same} were there already.") if made else "."))


class Sitting:
    """One sitting: where it is, and what was decided in it."""

    def __init__(self, project: Project, table: Table, by: str) -> None:
        self._project, self._table, self._by = project, table, by
        self._found = {one.id: one for one in table.comparison.disagreements}
        self._numbers = {key: number for number, key in enumerate(self._found, start=1)}
        self._queue = table.open
        self._at = 0
        self._done: list[tuple[int, int]] = []  # action and place in the queue, for undo
        self._keys = Keys()
        self._labels = labels_of(table.work.codes)
        self._definitions = {code.key: code.definition for code in table.work.codes}
        self._on_key: dict[str, Callable[[Disagreement], None]] = {
            "0": lambda found: self._decide(found, ()),
            "n": self._new,
            "s": self._skip,
            "u": lambda _: self._undo(),
        }

    def run(self) -> bool:
        """Ask until nothing is left or she stops; says whether all disagreements are decided."""
        with self._keys.at_once():
            while self._at < len(self._queue):
                found = self._found[self._queue[self._at]]
                self._show(found)
                key = self._keys.key().lower()
                if key in {"", "q", "\x04"}:
                    break
                try:
                    self._heed(key, found)
                except KodningError as error:
                    click.echo(f"  ! {error}")
        return self._sum_up()

    def _show(self, found: Disagreement) -> None:
        place = (self._numbers[found.id], len(self._numbers))
        text = self._table.texts[found.document].text
        card = adjudication_view(
            found, place, self._labels, self._definitions, text, terminal_width(), color=in_color(None)
        )
        click.echo(f"\n{card}{_help(found)}")

    def _heed(self, key: str, found: Disagreement) -> None:
        if key in self._on_key:
            self._on_key[key](found)
        elif key.isdecimal() and int(key) <= len(found.coders):
            self._decide(found, version_of(found, found.coders[int(key) - 1]))
        else:
            click.echo(f"  ? {key!r}")

    def _decide(self, found: Disagreement, outcome: tuple[Placed, ...]) -> None:
        reason = self._ask(tr("  Begrundelse (Enter: ingen): ", "  Reason (Enter: none): "))
        change = ""
        if reason and self._keys.on_terminal:
            change = self._ask(
                tr("  Ændring i kodebogen (Enter: ingen): ", "  Change of the codebook (Enter: none): ")
            )
        decide(self._project, self._table, [Decision(found.id, outcome, reason, change, self._by)], self._by)
        action = self._project.history(coder=self._by, limit=1)[0].id
        self._done.append((action, self._at))
        self._at += 1
        stands = "; ".join(f"{code} {start}:{end}" for code, start, end in outcome)
        click.echo(f"  → {stands or tr('ingen kode', 'no code')}")

    def _ask(self, question: str) -> str:
        if self._keys.on_terminal:
            click.echo(question, nl=False)
        return self._keys.rest()

    def _new(self, found: Disagreement) -> None:
        click.echo(tr("  Kode: ", "  Code: "), nl=False)
        labels = {code.key: code.labels for code in self._project.codes() if code.in_codebook}
        code = find_code(self._keys.line(), labels)
        click.echo(
            tr(
                f"  Ordene (eller start:slut; Enter: {found.start}:{found.end}): ",
                f"  The words (or start:end; Enter: {found.start}:{found.end}): ",
            ),
            nl=False,
        )
        self._decide(found, ((code, *self._span(found, self._keys.line())),))

    def _span(self, found: Disagreement, spec: str) -> tuple[int, int]:
        if not spec:
            return found.start, found.end
        places = find_words(spec, self._table.texts[found.document].text)
        near = [place for place in places if place[0] < found.end and found.start < place[1]]
        return near[0] if len(near) == 1 else self._project.resolve(found.document, spec)

    def _skip(self, _found: Disagreement) -> None:
        self._at += 1

    def _undo(self) -> None:
        if not self._done:
            click.echo(tr("  Der er intet at fortryde.", "  There is nothing to undo."))
            return
        action, self._at = self._done.pop()
        self._project.undo(self._by, action)
        click.echo(tr("  Fortrudt.", "  Undone."))

    def _sum_up(self) -> bool:
        left = len(self._queue) - len(self._done)
        made = plural(len(self._done), ("afgørelse", "afgørelser"), ("decision", "decisions"))
        click.echo("")
        if not left:
            click.echo(tr(f"{made}; alle uenigheder er afgjort.", f"{made}; all disagreements are decided."))
            return True
        click.echo(
            tr(
                f"{made} gemt; {integer(left)} står åbne. Kør kommandoen igen for at fortsætte, eller skriv "
                "resultatet nu med --finish.",
                f"{made} kept; {integer(left)} are open. Run the command again to go on, or write the result now "
                "with --finish.",
            )
        )
        return False


def _help(found: Disagreement) -> str:
    versions = "1" if len(found.coders) == 1 else f"1-{min(9, len(found.coders))}"
    return tr(
        f"{versions} koderens version · 0 ingen kode · n ny · s spring over · u fortryd · q stop",
        f"{versions} the coder's version · 0 no code · n new · s skip · u undo · q quit",
    )
