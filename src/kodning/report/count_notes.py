"""The sentences that stand below every table of counts: what it rests on."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kodning.wording import integer, listing, plural, tr

if TYPE_CHECKING:
    from kodning.analysis.counting import Count


def base_line(documents: int, words: int) -> str:
    """`5 interviews, 10,388 words by the informants`."""
    interviews = plural(documents, ("interview", "interviews"), ("interview", "interviews"))
    said = plural(words, ("ord", "ord"), ("word", "words"))
    return tr(f"{interviews}, {said} fra informanterne", f"{interviews}, {said} by the informants")


def columns_note(columns: "Iterable[tuple[str, Count]]") -> str:
    """What each column rests on."""
    bases = [f"{name} {base_line(total.documents_total, total.words_total)}" for name, total in columns]
    return tr("Kolonnerne: ", "The columns: ") + "; ".join(bases) + "."


def speakers_note() -> str:
    """How columns by an attribute of those who speak are counted."""
    return tr(
        "Kolonnerne følger taleren: interviews, hvor en med den værdi taler, og kun deres ord. En kodning over flere "
        "taleres replikker tæller hos hver af dem, én kun i interviewerens hos alle i interviewet; derfor kan "
        "kolonnerne tilsammen være mere end alt.",
        "The columns go by speaker: interviews in which somebody of that value speaks, and those speakers' words only. "
        "A coding over several speakers' turns counts with each of them, one in the interviewer's alone with everybody "
        "in the interview; so the columns may add up to more than all.",
    )


def interviews_of(part: int, whole: int) -> str:
    """`3 of 5 interviews`."""
    return tr(
        f"{integer(part)} af {integer(whole)} interviews", f"{integer(part)} of {integer(whole)} interviews"
    )


def coder_notes(coder: str, reviewed: int, total: int, others: Sequence[str]) -> list[str]:
    """What is not read yet, and who else has coded."""
    notes = []
    if reviewed < total:
        notes.append(
            tr(
                f"{coder} har markeret {interviews_of(reviewed, total)} som gennemgået: et tema, der mangler, kan være ulæst.",
                f"{coder} has marked {interviews_of(reviewed, total)} as reviewed: a theme that is missing may be unread.",
            )
        )
    if others:
        names = listing(list(others))
        notes.append(
            tr(
                f"Kodet også af {names}; to koderes tal lægges aldrig sammen. Vælg med --coder.",
                f"Also coded by {names}; two coders' numbers are never added up. Choose with --coder.",
            )
        )
    return notes
