"""The quote bank: quotes with all that one picks them by, the same words only once, marks of use, trimmed if asked."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple, get_args

from kodning.analysis.quotes import ELISION, Quote, Selection, iter_quotes
from kodning.language.counting import words
from kodning.model import Role
from kodning.project import Project
from kodning.store import queries
from kodning.wording import language

SHORT_ID = 8  # characters of a coding's global id that name a quote


class BankSelection(NamedTuple):
    """What is wanted besides the codes, coder, documents and attributes of a `Selection`; empty means all.

    Attributes:
        roles: `informant`, `interviewer`, `unknown`.
        speakers: Labels of speakers, in any case.
        text: Words that the quote must hold, in any case.
        used: True: only quotes that a report uses; False: only the others.
        place: Only quotes used there.
        ids: Ends of global ids of codings: only quotes made of one of them.
        overlaps: Whether words that stand under several codes of a theme are printed under each of them.
        trim: Longest quote in words; what is left out becomes `(...)`.
    """

    roles: Sequence[Role] = ()
    speakers: Sequence[str] = ()
    text: str = ""
    used: bool | None = None
    place: str | None = None
    ids: Sequence[str] = ()
    overlaps: bool = True
    trim: int | None = None


class BankQuote(NamedTuple):
    """A quote with what a researcher picks it by.

    Attributes:
        id: The end of the global id of its first coding, which commands take.
        quote: The quote.
        path: Labels of the themes above its code, and of the code.
        codes: Their ids.
        theme: Id of the theme on top.
        role: Whether an interviewer or an informant speaks.
        memo: What the coder wrote at the codings.
        also: Other codes of the theme on words of this quote, whose own quotes are left out: (id, label).
        used: Where it is used; `""` where the mark names no place.
    """

    id: str
    quote: Quote
    path: tuple[str, ...]
    codes: tuple[str, ...]
    theme: str
    role: Role
    memo: str
    also: tuple[tuple[str, str], ...]
    used: tuple[str, ...]

    def record(self) -> dict[str, object]:
        """The quote as programs get it: the keys of `quotes`, and those of the bank."""
        return {
            **self.quote.record(),
            "id": self.id,
            "path": list(self.codes),
            "role": self.role,
            "memo": self.memo,
            "also": [code for code, _ in self.also],
            "used": list(self.used),
        }


class Bank(NamedTuple):
    """The quotes of a selection.

    Attributes:
        quotes: In the order of the codebook, of the documents, of the text.
        documents_total: Documents in the project.
        coder: Whose codings they are; None where nothing is coded.
        covered: Quotes left out because another of the same theme has their words.
        trimmed: Quotes that were shortened.
    """

    quotes: list[BankQuote]
    documents_total: int
    coder: str | None
    covered: int
    trimmed: int


def quote_bank(project: Project, selection: Selection, more: BankSelection | None = None) -> Bank:
    """Gather quotes.

    Args:
        project: The project.
        selection: Codes, coder, documents, attributes, length.
        more: What else is wanted.

    Raises:
        UnknownCodeError: A code that is not in the codebook.
        UnknownCoderError: No such coder.
        UnknownDocumentError: No such document.
    """
    wanted = more or BankSelection()
    found = iter_quotes(project, selection)
    first = next(found, None)
    bank = [] if first is None else [one for one in _enriched(project, first, found) if _fits(one, wanted)]
    covered = 0
    if not wanted.overlaps:
        bank, covered = without_overlaps(bank)
    trimmed = 0
    if wanted.trim is not None:
        shortened = [quote._replace(quote=trim(quote.quote, wanted.trim)) for quote in bank]
        trimmed = sum(a.quote is not b.quote for a, b in zip(bank, shortened, strict=True))
        bank = shortened
    return Bank(bank, len(project.documents()), first.coder if first else None, covered, trimmed)


def iter_bank(project: Project, selection: Selection, more: BankSelection) -> Iterator[BankQuote]:
    """The same quotes one after the other, as far as each is chosen by itself: overlaps stay, nothing is trimmed.

    Raises:
        UnknownCodeError: A code that is not in the codebook.
        UnknownCoderError: No such coder.
        UnknownDocumentError: No such document.
    """
    found = iter_quotes(project, selection)
    first = next(found, None)
    return (
        iter(()) if first is None else filter(lambda one: _fits(one, more), _enriched(project, first, found))
    )


def _enriched(project: Project, first: Quote, others: Iterator[Quote]) -> Iterator[BankQuote]:
    codes = {code.key: code for code in project.codes()}
    paths: dict[str, tuple[str, ...]] = {}
    for code in codes.values():  # depth first, so a parent is met before its children
        paths[code.key] = (*paths.get(code.parent or "", ()), code.key)
    memos = queries.coding_memos(project.connection, first.coder)
    used: dict[str, list[str]] = {}
    for use in project.uses():
        used.setdefault(use.coding, []).append(use.place)
    roles: dict[str, dict[int, Role]] = {}
    for quote in chain([first], others):
        if quote.document not in roles:
            roles[quote.document] = {turn.number: _ROLES[turn.role] for turn in project.turns(quote.document)}
        yield BankQuote(
            id=quote.coding_ids[0][-SHORT_ID:],
            quote=quote,
            path=tuple(codes[key].labels[language()] for key in paths[quote.code]),
            codes=paths[quote.code],
            theme=paths[quote.code][0],
            role=_role(quote, roles[quote.document]),
            memo="\n".join(dict.fromkeys(memos[uid] for uid in quote.coding_ids if uid in memos)),
            also=(),
            used=tuple(dict.fromkeys(place for uid in quote.coding_ids for place in used.get(uid, ()))),
        )


# The store hands out a word of its own for every turn; there are as many as turns, so one of each is kept.
_ROLES: dict[Role, Role] = {role: role for role in get_args(Role)}


def _role(quote: Quote, roles: dict[int, Role]) -> Role:
    """The role of the one who is quoted: a quote may begin with the interviewer's last words."""
    if quote.turn is None:
        return "unknown"
    first = roles.get(quote.turn, "unknown")
    return roles.get(quote.turn + 1, first) if first == "interviewer" and quote.speaker is None else first


def _fits(bank: BankQuote, wanted: BankSelection) -> bool:
    speakers = {speaker.casefold() for speaker in wanted.speakers}
    return (
        (not wanted.roles or bank.role in wanted.roles)
        and (not speakers or (bank.quote.speaker or "").casefold() in speakers)
        and (not wanted.text or wanted.text.casefold() in bank.quote.quote.casefold())
        and (wanted.used is None or bool(bank.used) == wanted.used)
        and (wanted.place is None or wanted.place in bank.used)
        and (not wanted.ids or any(uid.endswith(tuple(wanted.ids)) for uid in bank.quote.coding_ids))
    )


def without_overlaps(bank: Sequence[BankQuote]) -> tuple[list[BankQuote], int]:
    """Quotes of a theme whose words another quote of the theme has are left out; the other names their codes.

    The longest of overlapping quotes stays, of equally long ones the first. A quote that has words of its own
    besides, more than half of them, stays too.
    """
    kept: dict[int, list[tuple[str, str]]] = {}
    places: dict[tuple[str, str], list[int]] = {}
    for number, one in enumerate(bank):
        places.setdefault((one.theme, one.quote.document), []).append(number)
    for numbers in places.values():
        ordered = sorted(numbers, key=lambda n: (bank[n].quote.start - bank[n].quote.end, n))
        here: list[int] = []
        for number in ordered:
            quote = bank[number].quote
            over = next(
                (n for n in here if _shared(bank[n].quote, quote) * 2 > quote.end - quote.start), None
            )
            if over is None:
                here.append(number)
                kept[number] = []
            elif quote.code not in (bank[over].quote.code, *(code for code, _ in kept[over])):
                kept[over].append((quote.code, bank[number].path[-1]))
    left = [bank[number]._replace(also=tuple(kept[number])) for number in sorted(kept)]
    return left, len(bank) - len(left)


def _shared(one: Quote, other: Quote) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


_SENTENCE_END = re.compile(r"[.!?…]['’”\"]?\s")


def trim(quote: Quote, longest: int) -> Quote:
    """A quote of at most so many words, ending with `(...)` where something is left out; the same one where nothing is.

    It is cut after the last sentence that ends in the second half of what there is room for, else between two words.
    """
    places = words(quote.quote.replace(ELISION, " " * len(ELISION)))
    if len(places) <= longest:
        return quote
    end = places[longest - 1][1]
    ends = [found.end() - 1 for found in _SENTENCE_END.finditer(quote.quote, 0, end + 2)]
    cut = next((place for place in reversed(ends) if place >= end / 2), end)
    kept = quote.quote[:cut].rstrip().removesuffix(ELISION).rstrip(" ,;:–-")
    printed = f"{kept} {ELISION}"

    count = len(words(kept.replace(ELISION, " " * len(ELISION))))
    return quote._replace(quote=printed, words=count)


__all__ = ["Bank", "BankQuote", "BankSelection", "iter_bank", "quote_bank", "trim", "without_overlaps"]
