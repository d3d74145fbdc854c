"""What an agreement report rests on besides its figures: who coded what when, by which codebook, frozen or not."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kodning.codebook import parse_codebook
from kodning.intercoder.passages import DocumentText, WordNumbers, size, united
from kodning.intercoder.work import BlindFact, CodingWork, pass_record
from kodning.project import Project
from kodning.store.codebook_versions import codebook_version
from kodning.store.passes import PassRow

_VERSION = re.compile(r"""^version:[ \t]*["']?([^"'#\n]*?)["']?[ \t]*(?:#.*)?$""", re.MULTILINE)
_REFLEXIVE = re.compile(r"refle(?:ks|x)iv", re.IGNORECASE)


class CoderWork(NamedTuple):
    """What one coder has done.

    Attributes:
        coder: Her name.
        codings: Her codings.
        documents: Documents of which she has reviewed something.
        words: The informants' words that she has reviewed.
        first: Date of her first coding; None without codings.
        last: Date of her last.
    """

    coder: str
    codings: int
    documents: int
    words: int
    first: str | None
    last: str | None


class CodebookState(NamedTuple):
    """The codebook that was coded by.

    Attributes:
        version: As the researcher writes it.
        number: Which of the texts the project has had, from 1.
        sha256: Hash of the text.
        created: Date on which the project took it in.
        approach: What the codebook says of the approach to analysis.
    """

    version: str
    number: int
    sha256: str
    created: str
    approach: str

    @property
    def reflexive(self) -> bool:
        """Whether the approach is reflexive, which does not rest on agreement between coders."""
        return bool(_REFLEXIVE.search(self.approach))


class Background(NamedTuple):
    """What a report rests on.

    Attributes:
        coders: What each has done.
        documents: Documents in the project.
        words: The informants' words in it.
        codebook: The codebook.
        frozen: The pass; None for things as they stand now.
        settled: Passes in which the disagreements were settled.
        blind: Who coded blind.
        software: Name and version of the program.
    """

    coders: Sequence[CoderWork]
    documents: int
    words: int
    codebook: CodebookState
    frozen: PassRow | None
    settled: Sequence[PassRow]
    blind: Sequence[BlindFact]
    software: str

    def record(self) -> dict[str, Any]:
        """The background as programs get it."""
        return {
            "who": [coder._asdict() for coder in self.coders],
            "documents_total": self.documents,
            "words_total": self.words,
            "codebook": self.codebook._asdict(),
            "pass": pass_record(self.frozen),
            "settled": [pass_record(one) for one in self.settled],
            "blind": [fact._asdict() for fact in self.blind],
            "software": self.software,
        }


def background(
    project: Project,
    work: CodingWork,
    coders: Sequence[str],
    texts: Mapping[str, DocumentText],
    software: str = "kodning",
) -> Background:
    """Gather what a report rests on.

    Args:
        project: For its codebook and its passes.
        work: The codings and reviews that are compared.
        coders: Who is compared.
        texts: The documents.
        software: Name and version of the program.
    """
    numbers = {name: WordNumbers(text) for name, text in texts.items()}
    totals = {name: found.part(0, len(texts[name].text))[1] for name, found in numbers.items()}
    settled = [one for one in project.passes() if one.kind == "adjudicated"]
    if work.name is not None:
        settled = [one for one in settled if work.name in {one.base, one.name}]
    return Background(
        coders=[_coder_work(work, coder, numbers) for coder in coders],
        documents=len(texts),
        words=sum(totals.values()),
        codebook=codebook_state(project, work.name),
        frozen=work.frozen,
        settled=settled,
        blind=[fact for fact in work.blind if fact.coder in coders],
        software=software,
    )


def date_of(created: str) -> str:
    """The day of a moment, as it is printed."""
    return created[:10]


def _coder_work(work: CodingWork, coder: str, numbers: Mapping[str, WordNumbers]) -> CoderWork:
    dates = sorted(date_of(coding.created) for coding in work.codings if coding.coder == coder)
    read = [(document, start, end) for document, reader, start, end in work.reviews if reader == coder]
    words = sum(
        size(united(found.part(start, end) for document, start, end in read if document == name))
        for name, found in numbers.items()
    )
    first, last = (dates[0], dates[-1]) if dates else (None, None)
    return CoderWork(coder, len(dates), len({document for document, _, _ in read}), words, first, last)


def codebook_state(project: Project, pass_name: str | None = None) -> CodebookState:
    """The codebook in force, or that of a pass."""
    found = codebook_version(project.connection, pass_name)
    if found is None:
        return CodebookState("", 0, "", "", "")
    match = _VERSION.search(found.yaml)
    # Reading YAML takes longer than the whole report; most codebooks say nothing of the approach.
    approach = ""
    if re.search(r"^[\"']?approach[\"']?[ \t]*:", found.yaml, re.MULTILINE):
        approach = parse_codebook(found.yaml, project.folder / "codebook.yaml").approach
    return CodebookState(
        match[1].strip() if match else "", found.number, found.sha256, date_of(found.created), approach
    )
