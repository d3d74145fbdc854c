"""review: going through suggestions, one key for each decision."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from kodning.cli.keys import Keys
from kodning.cli.options import as_coder, command, least_score, open_project, option
from kodning.cli.output import in_color, terminal_width
from kodning.errors import KodningError
from kodning.project import Project
from kodning.project.suggesting import UNDECIDED
from kodning.store.suggestions import SuggestionRow
from kodning.wording import listing, plural, tr

if TYPE_CHECKING:
    from kodning.report.suggestion_view import CodeWords

_Place = tuple[str, int, int]


@command(
    "review",
    da="Gå forslagene igennem ét ad gangen: hver afgørelse er én tast og gemmes med det samme, så du kan holde op når som "
    "helst og fortsætte senere. Det, du springer over, kommer igen til sidst.\n\n"
    "a acceptér på den markerede sætning, p på hele tekststykket, t på et andet tekststykke; c sæt en anden kode; r afvis; "
    "n afvis alle tre; s spring over; u fortryd; 1-3 se et andet af forslagene; q slut.",
    en="Go through suggestions one at a time: each decision is one key and is kept at once, so that you can stop whenever "
    "you like and go on later. What you skip comes again at the end.\n\n"
    "a accept on the marked sentence, p on the whole passage, t on another span; c put another code; r reject; "
    "n reject all three; s skip; u undo; 1-3 see another of the suggestions; q quit.",
)
@option("--uncertain", is_flag=True, da="De mest usikre først.", en="The most uncertain first.")
@option("--code", "codes", multiple=True, da="Kun denne kode og dem under den (flere er tilladt).",
        en="Only this code and those under it (may be repeated).")  # fmt: skip
@option("--document", "documents", multiple=True, da="Kun dette dokument (flere er tilladt).",
        en="Only this document (may be repeated).")  # fmt: skip
@least_score
@as_coder
def review_command(
    uncertain: bool, codes: tuple[str, ...], documents: tuple[str, ...], least: float, coder: str
) -> None:
    """Decide on suggestions."""
    project = open_project()
    who = project.suggestion_coder(coder)
    names = {project.revision(document).name for document in documents}
    rows = [row for row in project.suggestion_list() if row.coder == who]
    if not rows:
        others = list(dict.fromkeys(row.coder for row in project.suggestion_list()))
        raise NoSuggestionsError(who, others)
    keys = {row.id for row in project.suggestion_list(codes=codes)} if codes else {row.id for row in rows}
    asked = [row for row in rows if row.state in UNDECIDED and row.id in keys and row.score >= least]
    asked = [row for row in asked if not names or row.document in names]
    Session(project, rows, in_order(asked, rows, uncertain=uncertain)).run()


class NoSuggestionsError(KodningError):
    """There is nothing to go through."""

    def __init__(self, coder: str, others: Sequence[str]) -> None:
        shown = f'"{coder}"' if " " in coder else coder
        there = listing(list(others))
        super().__init__(
            f"Der er ingen forslag til {coder}"
            + (f", men til {there} (vælg med --coder)" if others else "")
            + f". Lav dem med: kodning suggest --coder {shown}",
            f"There are no suggestions for {coder}"
            + (f", but for {there} (choose with --coder)" if others else "")
            + f". Make them with: kodning suggest --coder {shown}",
        )


def in_order(
    asked: Sequence[SuggestionRow], rows: Sequence[SuggestionRow], *, uncertain: bool
) -> list[SuggestionRow]:
    """As the documents go, the best of a passage first; or the most uncertain first. Skipped ones last."""
    if not uncertain:
        return sorted(asked, key=lambda row: row.state == "skipped")
    margins = _margins(rows)
    return sorted(asked, key=lambda row: (row.state == "skipped", margins[row.id]))


def _margins(rows: Sequence[SuggestionRow]) -> dict[int, float]:
    """How far a probability is from one half; of other scores, how far from the nearest of its passage."""
    beside: dict[_Place, list[SuggestionRow]] = {}
    for row in rows:
        beside.setdefault(_place(row), []).append(row)
    margins = {}
    for row in rows:
        if row.calibrated:
            margins[row.id] = 2 * abs(row.score - 0.5)
            continue
        others = [other.score for other in beside[_place(row)] if other.id != row.id]
        gap = min((abs(row.score - other) for other in others), default=abs(row.score))
        margins[row.id] = gap / max(abs(row.score), gap, 1e-9)
    return margins


def _place(row: SuggestionRow) -> _Place:
    return row.document, row.start, row.end


class Session:
    """One sitting: where it is, what was decided, what can be undone."""

    def __init__(
        self, project: Project, rows: Sequence[SuggestionRow], queue: Sequence[SuggestionRow]
    ) -> None:
        self._project = project
        self._queue = [row.id for row in queue]
        self._coder = rows[0].coder
        self._beside: dict[_Place, list[int]] = {}
        for row in rows:
            self._beside.setdefault(_place(row), []).append(row.id)
        self._at = 0
        self._seen: int | None = None  # another of the passage's suggestions that she looks at
        self._done: list[tuple[int, int]] = []  # action and place in the queue, for undo
        self._keys = Keys()
        self._codes = _code_words(project)
        self._on_key: dict[str, Callable[[SuggestionRow], None]] = {
            "a": self._accept,
            "p": lambda row: self._accept(row, span="passage"),
            "t": self._other_span,
            "c": self._other_code,
            "r": self._reject,
            "n": self._none_of_them,
            "s": self._skip,
        }

    def run(self) -> None:
        """Ask until all is decided, or she stops."""
        with self._keys.at_once():
            while (row := self._next()) is not None:
                self._show(row)
                key = self._keys.key().lower()
                if key in {"", "q", "\x04"}:
                    break
                try:
                    self._heed(key, row)
                except KodningError as error:
                    click.echo(f"  ! {error}")
        self._sum_up()

    def _next(self) -> SuggestionRow | None:
        """The suggestion to ask about: the one she looks at, else the next of the queue that is undecided."""
        if self._seen is not None:
            return self._project.suggestion(self._seen)
        while self._at < len(self._queue):
            row = self._project.suggestion(self._queue[self._at])
            if row.state in UNDECIDED:
                return row
            self._at += 1
        return None

    def _heed(self, key: str, row: SuggestionRow) -> None:
        if key == "u":
            self._undo()
        elif key.isdecimal():
            self._look_at(int(key), row)
        elif key in self._on_key:
            self._on_key[key](row)
        else:
            click.echo(_help())

    def _show(self, row: SuggestionRow) -> None:
        from kodning.report.suggestion_view import Shown, suggestion_view

        beside = [self._project.suggestion(number) for number in self._beside[_place(row)]]
        revision = self._project.revision(row.document)
        turn = next((t for t in self._project.turns(row.document) if t.start <= row.start < t.end), None)
        speaker = f" ({turn.speaker})" if turn is not None and turn.speaker else ""
        number = f" t{turn.number}" if turn is not None else ""
        place = (
            f"── {min(self._at + 1, len(self._queue))}/{len(self._queue)}  {row.document}{number}{speaker}"
        )
        shown = Shown(beside, [one.id for one in beside].index(row.id), revision.text, place)
        click.echo("\n" + suggestion_view(shown, self._codes, terminal_width(), color=in_color(None)))
        click.echo(_help())

    def _decided(self, said: str) -> None:
        action = self._project.history(coder=self._coder, limit=1)[0].id
        self._done.append((action, self._at))
        if self._seen is None:
            self._at += 1
        self._seen = None
        click.echo(f"  {said}")

    def _accept(self, row: SuggestionRow, span: str | None = None, code: str | None = None) -> None:
        coding = self._project.accept_suggestion(row.id, span=span, code=code)
        where = f"{coding.document} {coding.start}:{coding.end} {coding.code}"
        said = tr(f"Kodning {coding.id}: {where}", f"Coding {coding.id}: {where}")
        self._decided(said)

    def _other_span(self, row: SuggestionRow) -> None:
        ask = tr(
            "Tekststykke (ordene selv, s40, p3, t12 eller start:slut): ",
            "Span (the words, s40, p3, t12 or start:end): ",
        )
        if span := self._ask(ask):
            self._accept(row, span=span)

    def _other_code(self, row: SuggestionRow) -> None:
        if code := self._ask(tr("Kode: ", "Code: ")):
            self._accept(row, code=code)

    def _ask(self, prompt: str) -> str:
        click.echo(prompt, nl=False)
        answer = self._keys.line()
        if not self._keys.on_terminal:
            click.echo(answer)
        return answer

    def _reject(self, row: SuggestionRow) -> None:
        self._project.reject_suggestions(row.id)
        self._decided(tr("Afvist.", "Rejected."))

    def _none_of_them(self, row: SuggestionRow) -> None:
        beside = [self._project.suggestion(number) for number in self._beside[_place(row)]]
        left = [one.id for one in beside if one.state in UNDECIDED]
        self._project.reject_suggestions(*left)
        self._decided(tr(f"Afvist: {len(left)}.", f"Rejected: {len(left)}."))

    def _skip(self, row: SuggestionRow) -> None:
        if row.state == "skipped":  # again: it stays as it is
            self._at, self._seen = self._at + (self._seen is None), None
            return
        self._project.skip_suggestion(row.id)
        self._decided(tr("Sprunget over.", "Skipped."))

    def _look_at(self, number: int, row: SuggestionRow) -> None:
        beside = self._beside[_place(row)]
        if not 1 <= number <= len(beside):
            click.echo(_help())
            return
        chosen = self._project.suggestion(beside[number - 1])
        if chosen.state in UNDECIDED:
            self._seen = chosen.id if chosen.id != self._queue[self._at] else None
        else:
            click.echo(tr("  Det er afgjort. Fortryd med u.", "  That one is decided. Undo with u."))

    def _undo(self) -> None:
        if not self._done:
            click.echo(
                tr(
                    "  Intet at fortryde her; ældre afgørelser fortrydes med »kodning undo«.",
                    "  Nothing to undo here; earlier decisions are undone with “kodning undo”.",
                )
            )
            return
        action, place = self._done[-1]
        undone = self._project.undo(self._coder, action)
        self._done.pop()
        self._at, self._seen = place, None
        click.echo(tr("  Fortrudt: ", "  Undone: ") + f"{undone.kind}  {undone.summary}")

    def _sum_up(self) -> None:
        states = [row.state for row in self._project.suggestion_list(coder=self._coder)]
        left = sum(state in UNDECIDED for state in states)
        made = sum(state in {"accepted", "recoded"} for state in states)
        now = plural(len(self._done), ("afgørelse", "afgørelser"), ("decision", "decisions"))
        become = plural(made, ("forslag", "forslag"), ("suggestion", "suggestions"))
        click.echo(
            "\n"
            + tr(
                f"{now} denne gang. I alt {become} blevet til kodninger, {left} tilbage.",
                f"{now} this time. {become} made codings in all, {left} left.",
            )
        )


def _code_words(project: Project) -> dict[str, "CodeWords"]:
    from kodning.report.suggestion_view import CodeWords

    return {
        code.key: CodeWords(tr(code.labels["da"], code.labels["en"]), code.definition)
        for code in project.codes()
    }


def _help() -> str:
    return tr(
        "a acceptér sætningen · p hele tekststykket · t andet tekststykke · c anden kode · r afvis · n ingen af dem · "
        "s spring over · u fortryd · 1-3 se et andet · q slut",
        "a accept the sentence · p the whole passage · t other span · c other code · r reject · n none of these · "
        "s skip · u undo · 1-3 see another · q quit",
    )
