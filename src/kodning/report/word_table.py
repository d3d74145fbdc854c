"""Words by code as a `Table`."""

from kodning.analysis.word_frequencies import WordTable
from kodning.report.count_notes import coder_notes
from kodning.report.table import Column, Table
from kodning.wording import plural, tr


def words_by_code(found: WordTable) -> Table:
    """One row a word, the most marking first under each code."""
    columns = [
        Column("label", tr("Kode", "Code"), width=36),
        Column("word", tr("Ord", "Word"), width=30),
        Column("times", tr("Her", "Here"), "integer"),
        Column("elsewhere", tr("Ellers", "Elsewhere"), "integer"),
        Column("documents", "Interviews", "integer"),
        Column("log_odds", "Log-odds", "number"),
        Column("z", "z", "number"),
        Column("code", tr("Kode-id", "Code id"), on_paper=False),
    ]
    rows: list[dict[str, object]] = []
    for code in found.codes:
        for at, word in enumerate(code.words):
            label = code.name.shown if at == 0 else ""
            rows.append({"label": label, "code": code.name.code, "_strong": at == 0, **word._asdict()})
    counted = (
        tr("Alle ord er talt med.", "All words are counted.")
        if found.function_words
        else tr(
            "Ord uden emne (og, det, øh …) og tal er udeladt; med: --all-words.",
            "Words without a topic (og, det, øh …) and numbers are left out; with them: --all-words.",
        )
    )
    shape = (
        tr("Ordene står i opslagsform.", "Words stand in their dictionary form.")
        if found.lemma
        else tr(
            "Ordene står, som de er sagt; opslagsform: --lemma.",
            "Words stand as said; dictionary form: --lemma.",
        )
    )
    return Table(
        columns=columns,
        rows=rows,
        records=found.records(),
        title=tr("Ord, der kendetegner koderne", "Words that mark the codes")
        + f" · {found.coder} · {_base(found)}",
        notes=[
            tr(
                "Her: gange, informanterne siger ordet under koden (og dens underkoder); Ellers: alle andre steder. "
                "z: log-odds med en prior (Monroe, Colaresi & Quinn 2008) i standardfejl; over 1,96 er mere, end "
                "tilfældet giver ét ord, men her er mange ord.",
                "Here: times that the informants say the word under the code (and its sub-codes); Elsewhere: in all "
                "other places. z: log-odds with a prior (Monroe, Colaresi & Quinn 2008) in standard errors; above 1.96 "
                "is more than chance gives one word, but here are many words.",
            ),
            f"{counted} {shape}",
            *coder_notes(found.coder, found.reviewed, found.documents, found.other_coders),
        ],
    )


def _base(found: WordTable) -> str:
    interviews = plural(found.documents, ("interview", "interviews"), ("interview", "interviews"))
    words = plural(found.words_total, ("ord talt", "ord talt"), ("word counted", "words counted"))
    return f"{interviews}, {words}"
