"""The method and data section: what the project knows stands there, what only a person knows is marked."""

from collections.abc import Iterator, Mapping, Sequence

from kodning.report.blocks import Block, Bullets, Cell, Figure, Heading, NewPage, Paragraph, TableBlock, plain
from kodning.report.chapter_values import ChapterValues
from kodning.report.checklists import COREQ, SRQR, Item, answered
from kodning.report.figure_drawing import agreement_svg, saturation_svg, themes_svg
from kodning.report.pick_words import pick_rule
from kodning.report.quantifiers import quantifier_rule
from kodning.report.survey_table import survey_notes
from kodning.wording import clock, decimal, integer, language, listing, percent, plural, tr

_LONGEST_VALUE = 40  # characters of a value that a table of participants has room for
_MOST_ATTRIBUTES = 5


def method_blocks(values: ChapterValues) -> Iterator[Block]:
    """The section."""
    yield NewPage()
    yield Heading(2, tr("Metode og data", "Method and data"), "metode")
    yield Heading(3, tr("Datagrundlag", "The data"), "datagrundlag")
    yield Paragraph(plain(_data_line(values)))
    yield participants(values)
    if values.survey:
        for note in survey_notes(values.survey)[:2]:
            yield Paragraph(plain(note))
    yield _write(
        tr(
            "Hvordan blev deltagerne udvalgt og kontaktet, hvem sagde nej, hvor og hvornår blev de interviewet, af hvem, med hvilken "
            "guide, med hvilket samtykke, og hvordan blev optagelserne transskriberet?",
            "How were participants selected and approached, who refused, where and when were they interviewed, by whom, with which "
            "guide, with what consent, and how were the recordings transcribed?",
        )
    )
    yield Heading(3, tr("Kodning", "Coding"), "kodning")
    yield Paragraph(plain(_codebook_line(values)))
    yield coders_table(values)
    yield _write(
        tr(
            "Hvordan blev kodebogen til, hvordan blev kodningen forberedt og prøvet af, og hvordan blev temaerne udviklet?",
            "How did the codebook come about, how was the coding prepared and tried out, and how were the themes developed?",
        )
    )
    yield Heading(3, tr("Enighed mellem kodere", "Agreement between coders"), "enighed")
    yield from _agreement(values)
    if values.saturation:
        yield Heading(3, tr("Mætning", "Saturation"), "maetning")
        yield _saturation(values)
    yield Heading(
        3, tr("Sådan skal tal, ord og citater læses", "How to read counts, words and quotes"), "laesning"
    )
    yield Bullets([plain(text) for text in _rules(values)])


def _write(text: str) -> Paragraph:
    return Paragraph(plain(text), "write")


def _data_line(values: ChapterValues) -> str:
    total = values.table.total
    words = sum(document.words for document in values.documents)
    return tr(
        f"{plural(total.documents_total, ('interview', 'interviews'), ('', ''))} med {integer(words)} ord, heraf {integer(total.words_total)} fra informanterne.",
        f"{plural(total.documents_total, ('', ''), ('interview', 'interviews'))} of {integer(words)} words, {integer(total.words_total)} of them the informants'.",
    )


def participants(values: ChapterValues) -> TableBlock:
    """A row an interview with its attributes; long values and those that are the same everywhere are left out."""
    names = list(dict.fromkeys(name for found in values.attributes.values() for name in found))
    shown = [name for name in names if _tells(name, values)][:_MOST_ATTRIBUTES]
    head = ["Interview", *shown, tr("Ord", "Words")]
    rows = [
        [
            Cell(document.name),
            *(Cell(values.attributes.get(document.name, {}).get(name, "–")) for name in shown),
            Cell(integer(document.words)),
        ]
        for document in values.documents
    ]
    return TableBlock(
        tr("Deltagerne", "The participants"),
        head,
        rows,
        frozenset({len(head) - 1}),
        [2, *([1.6] * len(shown)), 1],
    )


def _tells(name: str, values: ChapterValues) -> bool:
    found = [values.attributes.get(document.name, {}).get(name, "") for document in values.documents]
    if all(
        value and document.name.endswith(value)
        for document, value in zip(values.documents, found, strict=True)
    ):
        return False  # the number of the interview, which its name has
    return max(map(len, found), default=0) <= _LONGEST_VALUE and (len(set(found)) > 1 or len(found) == 1)


def _codebook_line(values: ChapterValues) -> str:
    book = values.basis.codebook
    themes = sum(code.depth == 0 for code in values.codebook.codes)
    under = len(values.codebook.codes) - themes
    version = tr(f"Kodebogen, version {book.version}, ", f"The codebook, version {book.version}, ") if book.version else tr("Kodebogen ", "The codebook ")  # fmt: skip
    return version + tr(
        f"har {plural(themes, ('tema', 'temaer'), ('', ''))} og {plural(under, ('kode', 'koder'), ('', ''))} under dem (bilag B). Tal og citater i dette kapitel er fra {values.table.coder}.",
        f"has {plural(themes, ('', ''), ('theme', 'themes'))} and {plural(under, ('', ''), ('code', 'codes'))} under them (appendix B). Counts and quotes of this chapter are {values.table.coder}'s.",
    )


def coders_table(values: ChapterValues) -> TableBlock:
    """Who coded what when."""
    head = [
        tr("Koder", "Coder"),
        tr("Kodninger", "Codings"),
        tr("Læst", "Read"),
        tr("Første", "First"),
        tr("Seneste", "Last"),
    ]
    total = len(values.documents)
    rows = [
        [
            Cell(one.coder),
            Cell(integer(one.codings)),
            Cell(f"{integer(one.documents)}/{integer(total)}"),
            Cell(one.first or "–"),
            Cell(one.last or "–"),
        ]
        for one in values.coders
    ]
    return TableBlock(
        tr("Hvem kodede hvad hvornår", "Who coded what when"),
        head,
        rows,
        frozenset({1, 2}),
        (2.5, 1.3, 1, 1.6, 1.6),
    )


def _agreement(values: ChapterValues) -> Iterator[Block]:
    study = values.study
    if study is None:
        yield Paragraph(
            plain(
                tr(
                    "Der er intet enighedstal: det kræver to kodere, der har gennemgået det samme, og at rapporten ikke laves af en, der "
                    "koder blindt.",
                    "There is no figure of agreement: it takes two coders who have reviewed the same, and a report that is not made by "
                    "somebody in a blind pass.",
                )
            )
        )
        yield _write(
            tr("Hvordan blev kodningens kvalitet sikret?", "How was the quality of the coding ensured?")
        )
        return
    yield Paragraph(plain(study.methods()[language()]))
    from kodning.intercoder.results import AgreementReport

    report = study.first
    if isinstance(report, AgreementReport):
        head = [tr("Kode", "Code"), "α", tr("95 %-interval", "95% interval"), tr("Enige", "Agreed")]
        rows = [
            [
                Cell(code.label),
                Cell("–" if code.alpha.value is None else decimal(code.alpha.value)),
                Cell("–" if code.interval.low is None or code.interval.high is None else f"{decimal(code.interval.low)}; {decimal(code.interval.high)}"),
                Cell("–" if code.percent is None else percent(code.percent)),
            ]
            for code in report.codes
        ]  # fmt: skip
        caption = tr("Krippendorffs alfa for hver kode", "Krippendorff's alpha of each code")
        table = TableBlock(caption, head, rows, frozenset({1, 2, 3}), (4, 1, 1.8, 1))
        yield Figure(agreement_svg(report, dict(values.depths)), caption, table, "figur-enighed")


def _saturation(values: ChapterValues) -> Figure:
    found = values.saturation
    assert found is not None  # noqa: S101 - asked by the caller
    head = [
        tr("Interviews læst", "Interviews read"),
        tr("Færrest koder", "Fewest codes"),
        tr("Gennemsnit", "Mean"),
        tr("Flest koder", "Most codes"),
    ]
    rows = [
        [Cell(str(step.interviews)), Cell(str(step.low)), Cell(decimal(step.mean, 1)), Cell(str(step.high))]
        for step in found.steps
    ]
    caption = tr(
        "Koder mødt efter hvert interview, over alle rækkefølger",
        "Codes met after each interview, over all orders",
    )
    return Figure(
        saturation_svg(found),
        caption,
        TableBlock(caption, head, rows, frozenset({0, 1, 2, 3})),
        "figur-maetning",
    )


def overview_figure(values: ChapterValues) -> Figure:
    """The themes by their share of the words."""
    head = [
        tr("Tema eller kode", "Theme or code"),
        "Interviews",
        tr("Kodninger", "Codings"),
        tr("Andel af ordene", "Share of words"),
    ]
    rows = [
        [
            Cell("– " * row.depth + row.label),
            Cell(f"{integer(row.count.documents)}/{integer(row.count.documents_total)}"),
            Cell(integer(row.count.codings)),
            Cell(percent(row.count.share_of_words or 0, 1)),
        ]
        for row in values.table.rows
    ]
    caption = tr("Temaer og koder i interviewene", "Themes and codes in the interviews")
    return Figure(
        themes_svg(values.table),
        caption,
        TableBlock(caption, head, rows, frozenset({1, 2, 3}), (3.6, 1.8, 1.8, 1.7)),
        "figur-temaer",
    )


def _rules(values: ChapterValues) -> list[str]:
    marked = any(theme.choice == "marked" for theme in values.themes)
    chosen = (
        tr(
            "Citaterne i kapitlet er dem, forskeren har mærket som brugt.",
            "The quotes of the chapter are those that the researcher has marked as used.",
        )
        if marked
        else tr(
            "Ingen citater er mærket som brugt; citaterne er derfor valgt efter deres ordvalg, og grunden står under hvert.",
            "No quotes are marked as used; they are therefore picked by their words, and the reason stands below each.",
        )
    )
    total = integer(values.table.total.documents_total)
    counts = tr(
        f"»1/{total} interviews« er 1 af de {total} interviews. Hvert tal om interviewene fører til citaterne bag det.",
        f"“1/{total} interviews” is 1 of the {total} interviews. Each count of interviews leads to the quotes behind it.",
    )
    if values.survey:
        n = integer(values.survey.n)
        counts = (
            tr(f"»1/{n}« er 1 af spørgeskemaets {n} svar, ", f"“1/{n}” is 1 of the survey's {n} answers, ")
            + counts
        )
    return [
        counts,
        quantifier_rule(),
        tr(
            "Citater er ordrette. »(...)« er udeladte ord, kantede parenteser er afklaringer. ” indleder et citat; det slutter, hvor afsnittet slutter.",
            "Quotes are verbatim. “(...)” is words left out, square brackets are clarifications. ” opens a quote; it ends where its paragraph ends.",
        ),
        chosen,
        pick_rule(),
    ]


def facts(values: ChapterValues) -> dict[str, str]:
    """What the project knows of the items of the checklists."""
    total = values.table.total
    used = [one for theme in values.themes for one in theme.quotes]
    where = len({one.quote.document for one in used})
    approach = values.codebook.approach
    found = {
        "approach": approach,
        "size": _data_line(values),
        "sample": tr("Tabellen Deltagerne i Metode og data.", "The table The participants in Method and data."),
        "duration": _durations(values),
        "saturation": tr("Figuren under Mætning.", "The figure under Saturation.") if values.saturation else "",
        "coders": listing([f"{one.coder} ({integer(one.codings)})" for one in values.coders], most=len(values.coders)),
        "tree": tr("Bilag B: kodebogen.", "Appendix B: the codebook."),
        "software": values.basis.software,
        "quotes": tr(
            f"{plural(len(used), ('citat', 'citater'), ('', ''))} fra {where}/{total.documents_total} interviews, hvert med interview og replik.",
            f"{plural(len(used), ('', ''), ('quote', 'quotes'))} from {where}/{total.documents_total} interviews, each with interview and turn.",
        ),
        "themes": tr(f"Et afsnit for hvert af de {len(values.themes)} temaer.", f"A section for each of the {len(values.themes)} themes."),
        "minor": tr("Tabellerne over underkoder og afsnittene om afvigende tilfælde.", "The tables of sub-codes and the sections on deviant cases."),
        "processing": tr(
            "Transskriptionerne er importeret uden at blive ændret og gemt med SHA-256; kodninger er tekststykker i dem.",
            "The transcripts were imported unchanged and are kept with their SHA-256; codings are spans of them.",
        ),
        "analysis": _codebook_line(values),
        "agreement": tr("Afsnittet Enighed mellem kodere.", "The section Agreement between coders.") if values.study else "",
    }  # fmt: skip
    return {name: text for name, text in found.items() if text}


def _durations(values: ChapterValues) -> str:
    if not values.times:
        return ""
    said = listing([f"{name} {clock(end)}" for name, end in values.times.items()], most=len(values.times))
    return tr(f"Sidste tid i transskriptionen: {said}.", f"Last time in the transcript: {said}.")


def checklist_blocks(values: ChapterValues) -> Iterator[Block]:
    """The two checklists: what the project answers, and what a person must write."""
    known = facts(values)
    yield NewPage()
    yield Heading(2, tr("Bilag C: tjeklister", "Appendix C: checklists"), "tjeklister")
    sources: Sequence[tuple[str, Sequence[Item], str]] = (
        ("COREQ", COREQ, "Tong, Sainsbury, Craig (2007), doi:10.1093/intqhc/mzm042"),
        ("SRQR", SRQR, "O'Brien et al. (2014), doi:10.1097/ACM.0000000000000388"),
    )
    for name, items, source in sources:
        yield Heading(3, name, name.lower())
        done = f"{answered(items, known)}/{len(items)}"
        yield Paragraph(
            plain(
                tr(
                    f"{done} punkter er udfyldt af det, projektet ved; resten skal en person skrive. Kilde: {source}.",
                    f"{done} items are filled from what the project knows; the rest a person must write. Source: {source}.",
                )
            ),
            "note",
        )
        yield _checklist(name, items, known)


def _checklist(name: str, items: Sequence[Item], known: Mapping[str, str]) -> TableBlock:
    missing = tr("[Skriv her]", "[Write here]")
    rows = [
        [Cell(str(item.number)), Cell(tr(item.da, item.en)), Cell(known.get(item.fact) or missing)]
        for item in items
    ]
    return TableBlock(
        name, [tr("Nr.", "No."), tr("Emne", "Topic"), tr("Svar", "Answer")], rows, frozenset(), (0.6, 3, 4)
    )
