"""What an import did, read out as a table, a few lines, or JSON."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kodning.errors import KodningError
from kodning.interchange.foreign import Loss
from kodning.interchange.offsets import Verdict
from kodning.project.taking_in import RevisedHere
from kodning.wording import listing, plural, tr


class Finding(NamedTuple):
    """A coding that did not simply come across.

    Attributes:
        kind: `reanchored`, `unconfirmed` or `refused`.
        place: Document and place, as the file has it.
        words: The words, shortened.
        da: What happened and why, in Danish.
        en: The same in English.
    """

    kind: str
    place: str
    words: str
    da: str
    en: str


@dataclass(slots=True)
class ExchangeReport:
    """What an import did.

    Attributes:
        file: The file's name.
        format: What it was read as.
        origin: The program that wrote it.
        documents: Texts in the file.
        documents_new: Of these, new here.
        documents_there: Of these, here already.
        codes: Codes in the file.
        codes_new: Of these, new here.
        coders: Who is named, or stands in for nobody.
        read: Codings in the file.
        matched: Their words are those that the file says.
        by_place: The file does not say the words; the place is right as far as can be told.
        added: New codings.
        there_already: Codings that were here.
        memos: Memos in the file.
        memos_new: Of these, new here.
        findings: Codings that were moved, could not be confirmed, or were refused.
        losses: What is in the file besides and did not come across.
        remarks: What was guessed: (Danish, English).
        offsets: How places are counted.
        dry_run: Nothing was kept.
        revised: Documents here that got a corrected text, and what became of their codings.
    """

    file: str
    format: str
    origin: str = ""
    documents: int = 0
    documents_new: int = 0
    documents_there: int = 0
    codes: int = 0
    codes_new: int = 0
    coders: list[str] = field(default_factory=list)
    read: int = 0
    matched: int = 0
    by_place: int = 0
    added: int = 0
    there_already: int = 0
    memos: int = 0
    memos_new: int = 0
    attributes_new: int = 0
    findings: list[Finding] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    offsets: Verdict | None = None
    dry_run: bool = False
    revised: list[RevisedHere] = field(default_factory=list)

    def count(self, kind: str) -> int:
        """Findings of a kind."""
        return sum(finding.kind == kind for finding in self.findings)

    @property
    def lost(self) -> int:
        """Things that are in the file and did not come across."""
        return self.count("refused") + sum(loss.times for loss in self.losses)

    def record(self) -> dict[str, object]:
        """As JSON."""
        return {
            "file": self.file,
            "format": self.format,
            "origin": self.origin,
            "offsets": self.offsets.record() if self.offsets else None,
            "documents": {
                "read": self.documents,
                "new": self.documents_new,
                "there_already": self.documents_there,
                "revised": [document._asdict() for document in self.revised],
            },
            "codes": {"read": self.codes, "new": self.codes_new},
            "coders": self.coders,
            "codings": {
                "read": self.read,
                "matched_on_words": self.matched,
                "by_place_alone": self.by_place,
                "reanchored": self.count("reanchored"),
                "refused": self.count("refused"),
                "added": self.added,
                "there_already": self.there_already,
            },
            "memos": {"read": self.memos, "new": self.memos_new},
            "attributes": {"new": self.attributes_new},
            "findings": [
                {"kind": f.kind, "place": f.place, "words": f.words, "reason": tr(f.da, f.en)}
                for f in self.findings
            ],
            "losses": [
                {"kind": loss.kind, "place": loss.place, "count": loss.times, "reason": tr(loss.da, loss.en)}
                for loss in self.losses
            ],
            "remarks": [tr(da, en) for da, en in self.remarks],
            "lost": self.lost,
            "dry_run": self.dry_run,
        }

    def rows(self) -> list[dict[str, object]]:
        """The table: what, how many, and what became of them."""
        none = ""
        codings = [
            (self.matched, "på ordene", "on their words"),
            (self.by_place, "på stedet alene", "by place alone"),
            (self.count("reanchored"), "flyttet til ordene", "moved to the words"),
            (self.count("refused"), "afvist", "refused"),
        ]
        how = "; ".join(f"{n} {tr(da, en)}" for n, da, en in codings if n)
        new = [(self.added, "nye", "new"), (self.there_already, "fandtes i forvejen", "were there already")]
        return [
            _row(
                "documents",
                self.documents,
                _of(self.documents_there + self.documents_new, self.documents_new, len(self.revised)),
            ),
            _row("codes", self.codes, _of(self.codes, self.codes_new)),
            _row("coders", len(self.coders), ", ".join(self.coders)),
            _row("codings", self.read, how or none),
            _row("", None, "; ".join(f"{n} {tr(da, en)}" for n, da, en in new if n)),
            _row("memos", self.memos, _of(self.memos, self.memos_new) if self.memos else none),
            _row("attributes", None, _of(self.attributes_new, self.attributes_new)),
            _row("losses", sum(loss.times for loss in self.losses), none),
        ]


_WHAT = {
    "documents": ("Dokumenter", "Documents"),
    "codes": ("Koder", "Codes"),
    "coders": ("Kodere", "Coders"),
    "codings": ("Kodninger", "Codings"),
    "memos": ("Memoer", "Memos"),
    "attributes": ("Variabler", "Attributes"),
    "losses": ("Ikke med", "Left out"),
    "": ("", ""),
}


def _row(what: str, count: int | None, how: str) -> dict[str, object]:
    return {"what": tr(*_WHAT[what]), "read": count, "how": how}


def _of(count: int, new: int, corrected: int = 0) -> str:
    there = count - new
    parts = [tr(f"{new} nye", f"{new} new")] if new else []
    parts += [tr(f"{corrected} rettet", f"{corrected} corrected")] if corrected else []
    parts += [tr(f"{there} fandtes i forvejen", f"{there} were there already")] if there else []
    return "; ".join(parts)


def details(report: ExchangeReport, most: int = 10) -> list[str]:
    """Places and reasons, one line each: what was moved or refused, what was left out, what was guessed."""
    lines = []
    if report.offsets is not None and report.offsets.scores:
        lines.append(_counted(report.offsets))
    kinds = {
        "refused": ("Afvist", "Refused"),
        "reanchored": ("Flyttet", "Moved"),
        "unconfirmed": ("Ikke bekræftet", "Not confirmed"),
    }
    for kind, title in kinds.items():
        found = [finding for finding in report.findings if finding.kind == kind]
        for finding in found[:most]:
            words = f" »{finding.words}«" if finding.words else ""
            lines.append(f"{tr(*title)}: {finding.place}{words}: {tr(finding.da, finding.en)}")
        if len(found) > most:
            more = len(found) - most
            lines.append(
                tr(
                    f"… og {more} til (--format json viser alle).",
                    f"… and {more} more (--format json shows all).",
                )
            )
    for loss in report.losses[: 2 * most]:
        where = f"{loss.place}: " if loss.place else ""
        times = f"{loss.times} × " if loss.times > 1 else ""
        lines.append(tr(f"Ikke med: {where}{times}{loss.da}", f"Left out: {where}{times}{loss.en}"))
    if len(report.losses) > 2 * most:
        more = len(report.losses) - 2 * most
        lines.append(tr(f"… og {more} slags til.", f"… and {more} kinds more."))
    lines += map(_revised, report.revised)
    lines += [tr(f"Bemærk: {da}", f"Note: {en}") for da, en in report.remarks]
    return lines


def _revised(done: RevisedHere) -> str:
    lost = (
        tr("; se dem med kodning revise --lost", "; see them with kodning revise --lost") if done.lost else ""
    )
    return tr(
        f"Rettet: {done.document} har fået filens tekst. Af dens kodninger her står {done.exact} på samme sted, "
        f"{done.moved} er flyttet, {done.changed} har ændrede ord, {done.lost} mistede deres plads{lost}.",
        f"Corrected: {done.document} has the file's text. Of its codings here {done.exact} stand where they stood, "
        f"{done.moved} moved, {done.changed} have changed words, {done.lost} lost their place{lost}.",
    )


def _counted(verdict: Verdict) -> str:
    units = {"codepoint": ("tegn", "characters"), "utf16": ("UTF-16-enheder", "UTF-16 units")}
    lines = {
        "file": ("linjeskift som i filen", "line ends as in the file"),
        "lf": ("linjeskift som ét tegn", "a line end as one character"),
    }
    unit, line = tr(*units[verdict.counting.unit]), tr(*lines[verdict.counting.newline])
    mark = tr(", BOM talt med", ", BOM counted") if verdict.counting.mark else ""
    how = (
        tr("som du bad om", "as you asked")
        if verdict.forced
        else tr(
            f"{verdict.score:.0%} af ordene passer; {verdict.matters} markeringer afhænger af det",
            f"{verdict.score:.0%} of the words fit; {verdict.matters} selections depend on it",
        )
    )
    return tr(
        f"Steder er talt i {unit}, {line}{mark} ({how}).",
        f"Places are counted in {unit}, {line}{mark} ({how}).",
    )


class LossError(KodningError):
    """`--strict`, and something would be lost; nothing was changed."""

    def __init__(self, report: ExchangeReport) -> None:
        lost = plural(report.lost, ("ting", "ting"), ("thing", "things"))
        super().__init__(
            f"{report.file}: {lost} ville ikke komme med (--strict). Intet er ændret.",
            f"{report.file}: {lost} would not come across (--strict). Nothing was changed.",
        )
        self.report = report


def names(values: Sequence[str]) -> str:
    """Names as a listing."""
    return listing(list(values))
