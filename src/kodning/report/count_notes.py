"""The sentences that stand below every table of counts: what it rests on."""

from collections.abc import Sequence

from kodning.wording import integer, listing, plural, tr


def base_line(documents: int, words: int) -> str:
    """`5 interviews, 10,388 words by the informants`."""
    interviews = plural(documents, ("interview", "interviews"), ("interview", "interviews"))
    said = plural(words, ("ord", "ord"), ("word", "words"))
    return tr(f"{interviews}, {said} fra informanterne", f"{interviews}, {said} by the informants")


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
