"""From a foreign project to what the store takes in: documents, codes and people found, each place checked."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kodning.codebook import CODEBOOK_NAME, Codebook, parse_codebook
from kodning.errors import KodningError
from kodning.interchange.cases_in import CaseFinder, People
from kodning.interchange.code_guids import code_guids
from kodning.interchange.codes_in import CodeFinder, own_codebook, with_codes, with_groups
from kodning.interchange.documents_in import DocumentFinder, PlacedDocument
from kodning.interchange.foreign import ForeignCoding, ForeignMemo, ForeignProject, Loss
from kodning.interchange.import_report import ExchangeReport, Finding, LossError
from kodning.interchange.offsets import NAMES, Verdict, says
from kodning.model import AttributeValue, NewCoding
from kodning.project import Project, checked_name
from kodning.project.coding import Place
from kodning.project.taking_in import Arrival, ArrivingMemo, ArrivingPart, ArrivingRest
from kodning.text import on_one_line

_SHOWN = 50
_ENOUGH_WORDS = 12  # characters by which words are found again


class UncertainOffsetsError(KodningError):
    """Two ways of counting put codings on different words, and nothing decides between them."""

    def __init__(self, path: Path, verdict: Verdict) -> None:
        choices = " | ".join(NAMES[:4])
        shown = "\n".join(f"  --offsets {name}: »{words}«" for name, words in verdict.examples.items())
        super().__init__(
            f"{path}: det kan ikke afgøres, hvordan programmet tæller tegn; {verdict.matters} markeringer afhænger "
            f"af det. Se, hvilken linje der er rigtig, og importér igen med --offsets ({choices}):\n{shown}",
            f"{path}: it cannot be told how the program counts characters; {verdict.matters} selections depend on "
            f"it. See which line is right, and import again with --offsets ({choices}):\n{shown}",
        )


def bring_in(
    project: Project,
    foreign: ForeignProject,
    path: Path,
    coder: str,
    *,
    reviewed: bool = False,
    strict: bool = False,
    dry_run: bool = False,
    revise: bool = False,
) -> ExchangeReport:
    """Take a foreign project in, in one action; the same file again changes nothing.

    Args:
        project: Into which.
        foreign: What a reader made of the file.
        path: The file, for messages and the history.
        coder: Who imports; also the coder of codings that name nobody.
        reviewed: Record each coder as having read the documents she coded.
        strict: Whatever would be lost is a failure.
        dry_run: Say what would happen and keep nothing.
        revise: A text of a document that is here, by id or name, is its corrected text; else it is another document.

    Raises:
        UncertainOffsetsError: How places are counted cannot be told, and it matters.
        LossError: `strict`, and something would be lost.
        BlindError: The viewer is in a blind pass, and this is not all her own.
    """
    if foreign.offsets is not None and foreign.offsets.ambiguous:
        raise UncertainOffsetsError(path, foreign.offsets)
    if revise:
        project.refuse_blind()
    arriving = _Arriving(project, foreign, coder, reviewed=reviewed, revise=revise)
    report = arriving.report
    report.file, report.dry_run = path.name, dry_run
    taken = project.take_in(
        arriving.arrival(),
        coder,
        path.name,
        keep=lambda: not dry_run and not (strict and report.lost > 0),
    )
    report.documents_new, report.codes_new = taken.documents, max(taken.codes, report.codes_new)
    report.added, report.there_already = taken.codings, taken.codings_there
    report.memos_new, report.attributes_new = taken.memos, taken.attributes
    report.revised = list(taken.revised)
    if strict and report.lost > 0:
        raise LossError(report)
    return report


class _Arriving:
    """Finds what one foreign project names."""

    def __init__(
        self, project: Project, foreign: ForeignProject, coder: str, *, reviewed: bool, revise: bool = False
    ) -> None:
        self._project = project
        self._foreign = foreign
        self._coder = checked_name(coder)
        self._reviewed = reviewed
        self._people: dict[str, str] = {}
        self.report = ExchangeReport("", foreign.format, foreign.origin, offsets=foreign.offsets)
        self.report.losses, self.report.remarks = foreign.losses, foreign.remarks
        self._finder = DocumentFinder(project, revise=revise)
        self._documents: dict[str, PlacedDocument] = {}
        self._noted = {memo.coding for memo in foreign.memos if memo.coding}
        self._by_guid: dict[str, Place] = {}
        self._coded: dict[tuple[str, str], int] = {}  # document and coder, with the document's length
        self._codes = CodeFinder(project.codes(), code_guids(project))
        self._codes.find_all(foreign.codes)
        self.report.codes = len(foreign.codes)
        self.report.codes_new = len(self._codes.new)

    def arrival(self) -> Arrival:
        """What the store takes in; the report is filled in while it does."""
        return Arrival(
            codebook=self._codebook(),
            code_uids=self._codes.uids,
            parts=self._parts(),
            rest=self._rest,
        )

    def _parts(self) -> Iterator[ArrivingPart]:
        """Each document with its codings: placed, taken in and forgotten before the next is read."""
        for document, codings in self._foreign.parts():
            placed = None
            if document is not None:
                self.report.documents += 1
                placed = self._finder.place(document, self._foreign)
                if placed is not None:
                    self._documents[document.key] = placed
                    self.report.documents_there += placed.new is None
            made: dict[str, list[NewCoding]] = {}
            for coding in codings:
                self.report.read += 1
                new = self._coding(coding)
                if new is not None:
                    made.setdefault(coding.origin, []).append(new)
            if placed is not None and document is not None:
                self._documents[document.key] = placed.done
                if self._reviewed:
                    coders = {new.coder for some in made.values() for new in some}
                    self._coded.update(((placed.name, coder), placed.length) for coder in coders)
            yield ArrivingPart(placed and placed.new, made, bool(placed and placed.revises))

    def _rest(self) -> ArrivingRest:
        """What waits until all documents are in."""
        foreign, report = self._foreign, self.report
        cases = CaseFinder(self._project, foreign, self._documents)
        cases.find_all()
        memos = [made for memo in foreign.memos if (made := self._memo(memo, self._by_guid)) is not None]
        report.memos = len(foreign.memos)
        reviews = self._reviews()
        reviews += [(document, coder, 0, length) for (document, coder), length in self._coded.items()]
        report.coders = list(dict.fromkeys(self._people.values()))
        return ArrivingRest(self._attributes(), self._people_values(cases.people), memos, reviews)

    def _codebook(self) -> Codebook | None:
        here = self._project.codebook()
        own = own_codebook(self._foreign)
        if self._codes.new and own is not None and not here.codes:
            return own
        source = with_codes(here.source, self._codes.new) if self._codes.new else here.source
        source = with_groups(source, self._foreign, self._codes.ids)
        if source == here.source:
            return None
        return parse_codebook(source, self._project.folder / CODEBOOK_NAME)

    def _person(self, name: str, *, codes: bool = False) -> str:
        """A coder's name as the store can have it; whoever imports stands in for nobody."""
        if name not in self._people:
            plain = "".join(c if c.isprintable() else " " for c in name).strip()[:200].strip()
            if not plain and codes:
                self._foreign.remarks.append(
                    (
                        f"filen siger ikke, hvem der har kodet alt; det står som »{self._coder}«",
                        f"the file does not say who coded everything; it stands as “{self._coder}”",
                    )
                )
            self._people[name] = checked_name(plain) if plain else self._coder
        return self._people[name]

    def _coding(self, coding: ForeignCoding) -> NewCoding | None:
        document = self._documents.get(coding.document)
        code = self._codes.ids.get(coding.code)
        if document is None:
            self._refuse(coding, "dokumentet er ikke med", "its document did not come across")
            return None
        if code is None:
            self._refuse(coding, "koden står ikke i filen", "its code is not in the file")
            return None
        place = self._place(coding, document)
        if place is None:
            return None
        start, end = document.mapping.span(*place)
        if not document.text[start:end].strip():
            self._refuse(coding, "stedet har ingen ord", "the place holds no words")
            return None
        coder = self._people.get(coding.coder) or self._person(coding.coder, codes=True)
        if coding.noted or coding.guid in self._noted:
            self._by_guid[coding.guid] = (document.name, start, end, code, coder)
        return NewCoding(
            document.name, start, end, code, coder, coding.created, coding.memo, coding.guid or None
        )

    def _place(self, coding: ForeignCoding, document: PlacedDocument) -> tuple[int, int] | None:
        """Where the words stand in the foreign text; they decide where the file says them."""
        text, start, end = document.foreign_text, coding.start, coding.end
        inside = start is not None and end is not None and 0 <= start < end <= len(text)
        if inside and start is not None and end is not None:
            if not coding.words:
                self.report.by_place += 1
                return start, end
            if says(text[start:end], coding.words) and (
                not self._foreign.words_decide or on_one_line(text[start:end]) == on_one_line(coding.words)
            ):
                self.report.matched += 1
                return start, end
        if place := _nearest(coding.words, text, start, exact=self._foreign.words_decide):
            da, en = "ordene stod ikke på det sted, filen siger", "the words were not where the file says"
            self._find("reanchored", coding, da, en)
            return place
        if not inside:
            self._refuse(coding, "stedet ligger uden for teksten", "the place lies outside the text")
            return None
        if self._foreign.words_decide:
            self._refuse(coding, "ordene står ikke i teksten", "the words are not in the text")
            return None
        da, en = (
            "navnet er ikke ordene på stedet; stedet gælder",
            "its name is not the words there; the place holds",
        )
        self._find("unconfirmed", coding, da, en)
        self.report.by_place += 1
        return (start or 0, end or 0)

    def _find(self, kind: str, coding: ForeignCoding, da: str, en: str) -> None:
        words = on_one_line(coding.words)
        shown = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
        self.report.findings.append(Finding(kind, coding.where, shown, da, en))

    def _refuse(self, coding: ForeignCoding, da: str, en: str) -> None:
        self._find("refused", coding, da, en)

    def _memo(self, memo: ForeignMemo, codings: Mapping[str, Place]) -> ArrivingMemo | None:
        made = ArrivingMemo(memo.text, self._person(memo.coder), memo.created)
        if memo.coding is None and memo.code is None and memo.document is None:
            return made
        coding = codings.get(memo.coding or "")
        code = self._codes.ids.get(memo.code or "")
        document = self._documents.get(memo.document or "")
        if coding is not None or code is not None:
            return made._replace(coding=coding, code=None if coding else code)
        if document is None:
            self._memo_lost(memo)
            return None
        start = end = 0
        if memo.start is not None and memo.end is not None:
            start, end = document.mapping.span(memo.start, memo.end)
        if start < end:
            return made._replace(document=document.name, start=start, end=end)
        return made._replace(document=document.name)

    def _memo_lost(self, memo: ForeignMemo) -> None:
        words = on_one_line(memo.text)[:_SHOWN]
        self._foreign.losses.append(
            Loss(
                "memo",
                words,
                "det, memoet hører til, kom ikke med",
                "what the memo is on did not come across",
            )
        )

    def _attributes(self) -> dict[str, dict[str, AttributeValue]]:
        """Values that a document here does not have; another value stays as it is here, and is reported."""
        there = self._project.attributes()
        found: dict[str, dict[str, AttributeValue]] = {}
        for placed in self._documents.values():
            now = there.get(placed.name, {})
            if new := self._missing(placed.name, placed.attributes, now):
                found.setdefault(placed.name, {}).update(new)
        return found

    def _missing(
        self, where: str, values: Mapping[str, AttributeValue], now: Mapping[str, str]
    ) -> dict[str, AttributeValue]:
        for name, value in values.items():
            if name in now and now[name] != _stored(value):
                self._foreign.remarks.append(
                    (
                        f"{where}: {name} er »{now[name]}« her og »{_stored(value)}« i filen; det her gælder",
                        f"{where}: {name} is “{now[name]}” here and “{_stored(value)}” in the file; ours holds",
                    )
                )
        return {name: value for name, value in values.items() if name not in now}

    def _people_values(self, people: People) -> dict[tuple[str, str], dict[str, AttributeValue]]:
        """The same of those who speak."""
        there = self._project.participants()
        found = {
            (document, speaker): self._missing(
                f"{document}, {speaker}", values, there.get(document, {}).get(speaker, {})
            )
            for (document, speaker), values in people.items()
        }
        return {key: values for key, values in found.items() if values}

    def _reviews(self) -> list[tuple[str, str, int, int]]:
        found = []
        for review in self._foreign.reviews:
            placed = self._documents.get(review.document)
            if placed is not None and 0 <= review.start < review.end <= placed.length:
                found.append((placed.name, self._person(review.coder), review.start, review.end))
        return found


def _stored(value: AttributeValue) -> str:
    from kodning.store.writing import stored_value

    return stored_value(value) or ""


def _nearest(words: str, text: str, start: int | None, *, exact: bool) -> tuple[int, int] | None:
    """Where the words stand, white space aside; of several places the one nearest to where they should.

    A few letters are found only where they stand once, and only if the file says the words exactly.
    """
    parts = words.split()
    few = len("".join(parts)) < _ENOUGH_WORDS
    if not parts or (few and not exact):
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, parts)))
    places = [match.span() for match in pattern.finditer(text)]
    if not places or (few and len(places) > 1):
        return None
    return min(places, key=lambda place: abs(place[0] - (start or 0)))
