"""What became of a document's codings when its transcript was corrected, as tables."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kodning.project import Project
from kodning.project.revising import Revised
from kodning.report.table import Column, Table
from kodning.store.revisions import CarriedRow, LostRow
from kodning.text import on_one_line
from kodning.word_diff import matches
from kodning.wording import integer, listing, plural, tr


def _state(state: str) -> str:
    return {
        "exact": tr("uændret", "unchanged"),
        "moved": tr("flyttet", "moved"),
        "changed": tr("ændrede ord", "changed words"),
        "lost": tr("uden plads", "lost"),
    }[state]


def revised_table(done: Revised, *, every: bool = False, dry_run: bool = False) -> Table:
    """The codings whose words changed or are gone (all with `every`), and how it went with the rest."""
    listed = [row for row in done.codings if every or row.state in {"changed", "lost"}]
    rows = [_row(row) for row in listed]
    columns = [
        Column("id", tr("Nr.", "No."), "integer"),
        Column("state_shown", tr("Hvad der skete", "What happened"), on_paper=True),
        Column("code", tr("Kode", "Code")),
        Column("coder", tr("Koder", "Coder")),
        Column("words", tr("Ord", "Words"), width=60),
    ]
    title = {
        "revised": tr(f"{done.document}: revision {done.number}", f"{done.document}: revision {done.number}"),
        "attributes": tr(
            f"{done.document}: teksten er den samme; variabler opdateret.",
            f"{done.document}: the text is the same; attributes updated.",
        ),
        "unchanged": tr(
            f"{done.document}: filen siger det samme som revision {done.number}; intet er ændret.",
            f"{done.document}: the file says the same as revision {done.number}; nothing was changed.",
        ),
    }[done.state]
    notes = list(_notes(done)) if done.state == "revised" else []
    if dry_run:
        notes.append(tr("Intet er gemt (--dry-run).", "Nothing was kept (--dry-run)."))
    shown = columns if rows else []
    return Table(shown, rows, [record(row) for row in done.codings], title=title, notes=notes)


def record(row: CarriedRow) -> dict[str, object]:
    """What became of a coding, for programs."""
    return {
        "coding": row.id,
        "now": row.target,
        "state": row.state,
        "document": row.document,
        "code": row.code,
        "coder": row.coder,
        "start": row.start,
        "end": row.end,
        "text": row.text,
        "new_start": row.new_start,
        "new_end": row.new_end,
        "new_text": row.new_text,
    }


def _row(row: CarriedRow) -> dict[str, object]:
    return {
        "id": row.target or row.id,
        "state_shown": _state(row.state),
        "code": row.code,
        "coder": row.coder,
        "words": on_one_line(row.text) if row.new_text is None else difference(row.text, row.new_text),
    }


def difference(before: str, after: str) -> str:
    """What was changed in some words: `kommunen → kommunerne; + ikke; – altså`; the words where nothing was."""
    old, new = before.split(), after.split()
    if old == new:
        return on_one_line(after)
    numbers: dict[str, int] = {}
    one, other = ([numbers.setdefault(word, len(numbers)) for word in words] for words in (old, new))
    pairs = [(-1, -1), *sorted(matches(one, other)), (len(old), len(new))]
    parts = []
    for (a, c), (b, d) in pairwise(pairs):
        gone, come = " ".join(old[a + 1 : b]), " ".join(new[c + 1 : d])
        if gone and come:
            parts.append(f"{gone} → {come}")
        elif gone or come:
            parts.append(f"– {gone}" if gone else f"+ {come}")
    return "; ".join(parts)


def _notes(done: Revised) -> Iterator[str]:
    counts = Counter(row.state for row in done.codings)
    parts = [f"{integer(counts[state])} {_state(state)}" for state in ("exact", "moved", "changed", "lost")]
    total = plural(len(done.codings), ("kodning", "kodninger"), ("coding", "codings"))
    yield f"{total}: {listing(parts)}."
    if done.speakers:
        turns = plural(done.speakers, ("replik", "replikker"), ("turn", "turns"))
        yield tr(f"{turns} har fået en anden taler eller rolle.", f"{turns} have another speaker or role.")
    if done.turns[0] != done.turns[1]:
        before, now = done.turns
        yield tr(f"Replikker: {before} før, {now} nu.", f"Turns: {before} before, {now} now.")
    for unread in done.carried.unread:
        turns = listing([f"t{number}" for number in unread.turns])
        yield tr(
            f"{unread.coder} har ikke læst det nye: {turns}. Når det er læst: kodning reviewed {done.document} --span …",
            f"{unread.coder} has not read what is new: {turns}. When read: kodning reviewed {done.document} --span …",
        )
    if done.carried.loose_memos:
        memos = plural(len(done.carried.loose_memos), ("memo", "memoer"), ("memo", "memos"))
        yield tr(
            f"{memos} om ord, der er væk, står nu på hele dokumentet.",
            f"{memos} on words that are gone now stand on the whole document.",
        )
    if counts["lost"]:
        yield tr(
            f"Se dem uden plads med »kodning revise {done.document} --lost«, og sæt dem på plads med --settle NUMMER=TEKSTSTYKKE.",
            f"See the lost ones with “kodning revise {done.document} --lost”; put them in their place with --settle NUMBER=SPAN.",
        )


def lost_table(lost: Sequence[LostRow]) -> Table:
    """Codings without a place; `place` is left for whoever fills it in."""
    columns = [
        Column("coding", tr("Nr.", "No."), "integer"),
        Column("document", tr("Dokument", "Document")),
        Column("code", tr("Kode", "Code")),
        Column("coder", tr("Koder", "Coder")),
        Column("text", tr("Ordene, som de var", "The words as they were"), width=48),
        Column("place", tr("Plads", "Place"), on_paper=False),
    ]
    rows = [
        {
            "coding": row.id,
            "document": row.document,
            "code": row.code,
            "coder": row.coder,
            "text": on_one_line(row.text),
            "place": "",
        }
        for row in lost
    ]
    nothing = [] if rows else [tr("Alle kodninger har deres plads.", "Every coding has its place.")]
    return Table(columns if rows else [], rows, notes=nothing)


def settled_lines(
    project: Project, places: Mapping[str, str | None], numbers: Sequence[int]
) -> Iterator[str]:
    """What was settled, a line each."""
    for number in numbers:
        coding = project.coding(str(number))
        yield f"{coding.id}  {coding.code}  {coding.document} {coding.start}:{coding.end}"
    for wanted in (wanted for wanted, span in places.items() if span is None):
        yield tr(f"Kodning {wanted} er ladt falde.", f"Coding {wanted} was let go.")
