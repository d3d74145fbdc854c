"""The codebook as an appendix prints it: each code with its definition, rules, examples and how often it is used."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kodning.codebook import Codebook
from kodning.model import Code, ExamplePlace
from kodning.report.blocks import Block, Bullets, Document, Heading, Paragraph, QuoteBlock, Run, plain
from kodning.wording import language, listing, plural, tr


class CodeUse(NamedTuple):
    """How often a code is used, those under it not included."""

    codings: int
    documents: int


def codebook_document(
    codebook: Codebook, uses: Mapping[str, CodeUse], documents: int, *, made: str, software: str, version: int
) -> Document:
    """The codebook as blocks.

    Args:
        codebook: The codebook.
        uses: How often each code is used, by id.
        documents: How many documents there are.
        made: Moment of the last thing done in the project.
        software: Name and version of the program.
        version: Which of the codebooks that the project has had, from 1.
    """
    title = codebook.title or tr("Kodebog", "Codebook")
    return Document(title, language(), made, software, _blocks(codebook, uses, documents, title, version))


def _blocks(
    codebook: Codebook, uses: Mapping[str, CodeUse], documents: int, title: str, version: int
) -> Iterator[Block]:
    yield Heading(1, title)
    count = plural(len(codebook.codes), ("kode", "koder"), ("code", "codes"))
    books = plural(documents, ("interview", "interviews"), ("interview", "interviews"))
    yield Paragraph(
        plain(
            tr(
                f"{count}. Kodebogens version {codebook.version}, nr. {version} i projektet. Tallene er kodninger i kraft "
                f"af alle kodere, i {books}; koder under en kode er ikke talt med i den.",
                f"{count}. Version {codebook.version} of the codebook, no. {version} in the project. The counts are codings "
                f"in force by all coders, in {books}; codes under a code are not counted with it.",
            )
        ),
        "lead",
    )
    labels = {code.id: code.label(language()) for code in codebook.codes}
    for code in codebook.codes:
        yield Heading(min(4, code.depth + 2), labels[code.id], f"kode-{code.position + 1}")
        yield Paragraph(plain(_line(code, uses.get(code.id, CodeUse(0, 0)), documents)), "count")
        yield from _said(code)
    for group in codebook.groups:
        names = listing([labels[name] for name in group.codes])
        name = group.labels.get(language()) or next(iter(group.labels.values()), group.id)
        ordered = tr("; i rækkefølge, mindst først", "; in order, least first") if group.ordered else ""
        yield Paragraph(
            (
                Run(f"{name}: ", strong=True),
                Run(tr(f"højst én af {names}{ordered}.", f"one of {names} at most{ordered}.")),
            )
        )


def _line(code: Code, use: CodeUse, documents: int) -> str:
    parts = [code.id, plural(use.codings, ("kodning", "kodninger"), ("coding", "codings"))]
    parts.append(f"{use.documents}/{documents} interviews")
    if code.aliases:
        parts.append(f"{tr('også', 'also')}: {', '.join(code.aliases)}")
    if code.retired:
        why = "" if code.retired == "true" else f": {code.retired}"
        parts.append(tr(f"taget ud af brug{why}", f"retired{why}"))
    return " · ".join(parts)


def _said(code: Code) -> Iterator[Block]:
    if code.definition:
        yield Paragraph(plain(code.definition))
    for name, texts in (
        (tr("Med", "Include"), code.include),
        (tr("Ikke med", "Exclude"), code.exclude),
    ):
        if texts:
            yield Paragraph((Run(name, strong=True),))
            yield Bullets([plain(text.replace("-> ", "→ ")) for text in texts])
    if code.examples:
        yield Paragraph((Run(tr("Eksempler", "Examples"), strong=True),))
        places = [*code.example_places, *[None] * len(code.examples)]
        for text, place in zip(code.examples, places, strict=False):
            yield QuoteBlock(f"”{text}”" if not text.startswith("”") else text, _source(place))
    for name, words in (
        (tr("Søgeord", "Terms"), code.terms),
        (tr("Ikke søgeord", "Negative terms"), code.negative_terms),
    ):
        if words:
            yield Paragraph((Run(f"{name}: ", strong=True), Run(", ".join(words))))
    if code.memo:
        yield Paragraph((Run("Memo: ", strong=True), Run(code.memo)))


def _source(place: ExamplePlace | None) -> str:
    return ", ".join(part for part in place if part) if place else ""


def uses_of(rows: Sequence[tuple[str, int, int]]) -> dict[str, CodeUse]:
    """Rows of (code, codings, documents) by code."""
    return {code: CodeUse(codings, documents) for code, codings, documents in rows}
