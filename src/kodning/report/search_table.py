"""What a search found: turns with the words in them, and every place in its context."""

from collections.abc import Sequence

from kodning.analysis.searching import Found, InContext, SearchResult
from kodning.report.table import Column, Table, display_width
from kodning.wording import integer, plural, tr

_SNIPPET = 160  # characters of a turn that are shown
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def search_table(found: SearchResult) -> Table:
    """One row a turn; what was found stands in `«»`."""
    columns = [
        Column("document", tr("Interview", "Interview"), width=24),
        Column("turn", tr("Replik", "Turn"), "integer"),
        Column("speaker", tr("Hvem", "Who"), width=16),
        Column("text", tr("Tekst", "Text"), width=90),
        Column("role", tr("Rolle", "Role"), on_paper=False),
        Column("start", "Start", "integer", on_paper=False),
        Column("end", tr("Slut", "End"), "integer", on_paper=False),
    ]
    return Table(
        columns=columns,
        rows=[turn.record() | {"text": snippet(turn)} for turn in found.turns],
        records=[turn.record() for turn in found.turns],
        title=heading(found),
        notes=_notes(found, len(found.turns), found.turns_total),
    )


def context_table(found: SearchResult, places: Sequence[InContext]) -> Table:
    """One row a place."""
    columns = [
        Column("document", tr("Interview", "Interview"), width=24),
        Column("turn", tr("Replik", "Turn"), "integer"),
        Column("speaker", tr("Hvem", "Who"), width=16),
        Column("before", tr("Før", "Before")),
        Column("match", tr("Fundet", "Found")),
        Column("after", tr("Efter", "After")),
        Column("role", tr("Rolle", "Role"), on_paper=False),
        Column("start", "Start", "integer", on_paper=False),
        Column("end", tr("Slut", "End"), "integer", on_paper=False),
    ]
    return Table(
        columns=columns,
        rows=[place.record() for place in places],
        records=[place.record() for place in places],
        title=heading(found),
        notes=_notes(found, len(found.turns), found.turns_total),
    )


def context_text(found: SearchResult, places: Sequence[InContext], *, color: bool) -> str:
    """Every place on a line of its own, what was found below each other, as a concordance is printed."""
    side = max((display_width(place.before.rstrip()) for place in places), default=0)
    sources = [f"{place.document} t{place.turn}" for place in places]
    margin = max((display_width(source) for source in sources), default=0)
    lines = [heading(found), ""]
    for place, source in zip(places, sources, strict=True):
        before, match = place.before.rstrip(), " ".join(place.match.split())
        glue = " " if place.before[-1:].isspace() or not place.before else ""
        shown = f"{_BOLD}{match}{_PLAIN}" if color else match
        room = " " * (side - display_width(before) + 1 - len(glue))
        start = source + " " * (margin - display_width(source))
        lines.append(f"{start}  {room}{before}{glue}{shown}{place.after}".rstrip())
    notes = _notes(found, len(found.turns), found.turns_total)
    return "\n".join([*lines, *(["", *notes] if notes else [])]) + "\n"


def heading(found: SearchResult) -> str:
    """`“penge” · 12 turns in 4 of 5 interviews`."""
    turns = plural(found.turns_total, ("replik", "replikker"), ("turn", "turns"))
    query = tr(f"»{found.query}«", f"“{found.query}”")
    there, whole = integer(found.documents), integer(found.documents_total)
    who = {
        "informant": tr(" · kun informanter", " · informants only"),
        "interviewer": tr(" · kun interviewere", " · interviewers only"),
        "unknown": tr(" · kun ukendte", " · unknown only"),
    }.get(found.role or "", "")
    return tr(
        f"{query} · {turns} i {there} af {whole} interviews{who}",
        f"{query} · {turns} in {there} of {whole} interviews{who}",
    )


def _notes(found: SearchResult, shown: int, total: int) -> list[str]:
    notes = []
    if found.lemma:
        notes.append(tr("Ord i alle deres former.", "Words in all their forms."))
    if shown < total:
        notes.append(
            tr(
                f"{integer(shown)} af {integer(total)} replikker er vist; flere med --limit.",
                f"{integer(shown)} of {integer(total)} turns are shown; more with --limit.",
            )
        )
    return notes


def snippet(turn: Found, length: int = _SNIPPET) -> str:
    """The part of a turn in which something was found, that in `«»`, with `…` where words are left out."""
    marked, at = "", turn.start
    for start, end in turn.matches:
        marked += f"{turn.text[at - turn.start : start - turn.start]}«{turn.text[start - turn.start : end - turn.start]}»"
        at = end
    marked = " ".join((marked + turn.text[at - turn.start :]).split())
    first = marked.find("«")
    if first <= length // 3:
        return marked
    cut = marked.rfind(" ", 0, first - length // 4)
    return "…" + marked[cut:] if cut > 0 else marked
