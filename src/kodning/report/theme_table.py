"""The theme frequency table as a `Table`."""

from kodning.analysis.themes import Count, ThemeTable
from kodning.report.table import Column, Fraction, Table
from kodning.wording import integer, listing, plural, tr


def theme_table(found: ThemeTable) -> Table:
    """Interviews, codings, words and share of the informants' words, themes as subtotals of their sub-codes."""
    columns = [
        Column("label", tr("Tema", "Theme"), width=44),
        Column("interviews", "Interviews", "fraction"),
        Column("codings", tr("Kodninger", "Codings"), "integer"),
        Column("words", tr("Ord", "Words"), "integer"),
        Column("share_of_words", tr("Andel", "Share"), "share"),
        *(Column(f"by:{value}", value, "fraction") for value in found.values),
        Column("bar", "", "bar"),
        Column("code", tr("Kode", "Code"), on_paper=False),
        Column("parent", tr("Under", "Under"), on_paper=False),
    ]
    rows: list[dict[str, object]] = []
    largest = max((row.count.share_of_words or 0 for row in found.rows), default=0) or 1
    for row in found.rows:
        label = (
            row.label
            if row.in_codebook
            else f"{row.label} {tr('(ikke i kodebogen)', '(not in the codebook)')}"
        )
        cells = _cells(label, row.count)
        cells.update({f"by:{value}": _fraction(count) for value, count in row.by.items()})
        cells.update(
            code=row.code,
            parent=row.parent,
            bar=(row.count.share_of_words or 0) / largest,
            _indent=row.depth,
            _strong=row.depth == 0,
            _color=row.color,
        )
        rows.append(cells)
    total = _cells(tr("Alle koder", "All codes"), found.total) | {"_strong": True}
    rows.append(total | {f"by:{value}": _fraction(count) for value, count in found.total_by.items()})
    return Table(
        columns=columns,
        rows=rows,
        records=[row.record() for row in found.rows],
        title=tr("Temaer", "Themes") + f" · {found.coder} · {_base(found.total)}",
        notes=_notes(found),
    )


def _cells(label: str, count: Count) -> dict[str, object]:
    return {
        "label": label,
        "interviews": _fraction(count),
        "codings": count.codings,
        "words": count.words,
        "share_of_words": count.share_of_words,
    }


def _fraction(count: Count) -> Fraction:
    return Fraction(count.documents, count.documents_total)


def _base(total: Count) -> str:
    documents = plural(total.documents_total, ("interview", "interviews"), ("interview", "interviews"))
    words = plural(total.words_total, ("ord", "ord"), ("word", "words"))
    return tr(f"{documents}, {words} fra informanterne", f"{documents}, {words} by the informants")


def _notes(found: ThemeTable) -> list[str]:
    notes = [
        tr(
            "Et tema omfatter sine underkoder. Ord, der er kodet flere gange, tælles én gang; interviewerens tælles ikke.",
            "A theme includes its sub-codes. Words coded more than once count once; the interviewer's are not counted.",
        )
    ]
    total = found.total.documents_total
    if found.reviewed < total:
        notes.append(
            tr(
                f"{found.coder} har markeret {integer(found.reviewed)} af {integer(total)} interviews som gennemgået: "
                "et tema, der mangler, kan være ulæst.",
                f"{found.coder} has marked {integer(found.reviewed)} of {integer(total)} interviews as reviewed: "
                "a theme that is missing may be unread.",
            )
        )
    if found.other_coders:
        others = listing(list(found.other_coders))
        notes.append(
            tr(
                f"Kodet også af {others}; to koderes tal lægges aldrig sammen. Vælg med --coder.",
                f"Also coded by {others}; two coders' numbers are never added up. Choose with --coder.",
            )
        )
    return notes
