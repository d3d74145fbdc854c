"""Which codes occur together, as a list of pairs or as a square, as a `Table`."""

from collections.abc import Iterator

from kodning.analysis.cooccurrence import Cooccurrence, Pair
from kodning.report.count_notes import coder_notes
from kodning.report.table import Column, Table
from kodning.wording import integer, plural, tr


def cooccurrence_table(found: Cooccurrence, *, square: bool = False) -> Table:
    """The pairs that occur together, most often first; or every code by every code."""
    columns, rows = _square(found) if square else _list(found)
    return Table(
        columns=columns,
        rows=rows,
        records=found.records(),
        title=f"{_title(found)} · {found.coder} · {_base(found)}",
        notes=[
            *_notes(found, square),
            *coder_notes(found.coder, found.reviewed, found.documents, found.other_coders),
        ],
    )


def _list(found: Cooccurrence) -> tuple[list[Column], list[dict[str, object]]]:
    labels = {name.code: name.shown for name in found.codes}
    what = tr("Replikker", "Turns") if found.unit == "turn" else tr("Par", "Pairs")
    columns = [
        Column("label", tr("Kode", "Code"), width=36),
        Column("other_label", tr("Sammen med", "Together with"), width=36),
        Column("count", what, "integer"),
        *([Column("c_coefficient", "c", "number")] if found.unit != "turn" else []),
        *([Column("jaccard", "Jaccard", "number")] if found.unit != "near" else []),
        Column("lift", "Lift", "number"),
        Column("codings", tr("Kodninger", "Codings"), "integer", on_paper=False),
        Column("other_codings", tr("Den andens kodninger", "The other's codings"), "integer", on_paper=False),
        Column("units_both", tr("Begge", "Both"), "integer", on_paper=False),
        Column("units_either", tr("Mindst én", "Either"), "integer", on_paper=False),
        Column("code", tr("Kode-id", "Code id"), on_paper=False),
        Column("other", tr("Den andens id", "The other's id"), on_paper=False),
    ]
    rows = []
    for pair in sorted((pair for pair in found.pairs if pair.together), key=_most_first):
        record = pair.record()
        del record["reasons"]
        rows.append(record | {"label": labels[pair.code], "other_label": labels[pair.other]})
    return columns, rows


def _most_first(pair: Pair) -> tuple[int, float]:
    return (-pair.together, -(pair.lift or 0))


def _square(found: Cooccurrence) -> tuple[list[Column], list[dict[str, object]]]:
    columns = [
        Column("label", tr("Kode", "Code"), width=36),
        *(Column(f"code:{name.code}", name.label, "integer") for name in found.codes),
        Column("code", tr("Kode-id", "Code id"), on_paper=False),
    ]
    rows = [
        {
            "label": row.shown,
            "code": row.code,
            "_color": row.color,
            "_indent": row.depth,
            "_strong": row.depth == 0,
        }
        | {f"code:{column.code}": found.counts[row.code, column.code] for column in found.codes}
        for row in found.codes
    ]
    return columns, rows


def _title(found: Cooccurrence) -> str:
    return {
        "overlap": tr("Koder i de samme ord", "Codes in the same words"),
        "near": tr(f"Koder inden for {found.words} ord", f"Codes within {found.words} words"),
        "turn": tr("Koder i den samme replik", "Codes in the same turn"),
    }[found.unit]


def _base(found: Cooccurrence) -> str:
    interviews = plural(found.documents, ("interview", "interviews"), ("interview", "interviews"))
    if found.unit == "turn":
        units = plural(found.units_total, ("replik", "replikker"), ("turn", "turns"))
    else:
        units = plural(found.units_total, ("ord", "ord"), ("word", "words"))
    return tr(f"{interviews}, {units} fra informanterne", f"{interviews}, {units} by the informants")


def _notes(found: Cooccurrence, square: bool) -> Iterator[str]:
    yield {
        "overlap": tr(
            "Par: to kodninger, én af hver kode, med mindst ét af informanternes ord til fælles.",
            "Pairs: two codings, one of each code, that share at least one of the informants' words.",
        ),
        "near": tr(
            f"Par: to kodninger, én af hver kode, med højst {integer(found.words or 0)} af informanternes ord imellem.",
            f"Pairs: two codings, one of each code, with at most {integer(found.words or 0)} of the informants' words between.",
        ),
        "turn": tr(
            "Replikker: informanternes replikker, hvori begge koder er sat på noget af teksten.",
            "Turns: turns of the informants in which both codes stand on some of the text.",
        ),
    }[found.unit]
    if square:
        yield tr(
            "Skråt ned gennem tabellen: kodens egne kodninger (eller replikker).",
            "Down the diagonal: the code's own codings (or turns).",
        )
    else:
        yield from _measures(found)
    yield (
        tr("Hvert tema omfatter sine underkoder.", "Each theme includes its sub-codes.")
        if found.themes
        else tr(
            "Hver kode for sig, uden sine underkoder; hele temaer: --themes.",
            "Every code by itself, without its sub-codes; whole themes: --themes.",
        )
    )


def _measures(found: Cooccurrence) -> Iterator[str]:
    if found.unit != "turn":
        yield tr(
            "c: par / (den enes kodninger + den andens − par). Mangler, hvor parrene er flere end kodningerne rækker til.",
            "c: pairs / (codings of the one + of the other − pairs). Missing where there are more pairs than codings allow.",
        )
    if found.unit == "near":
        yield tr(
            "Lift: par for hvert par, man ville vente, hvis hver kodning lå et tilfældigt sted i sit interview.",
            "Lift: pairs for each pair to be expected if every coding lay anywhere in its interview.",
        )
        return
    unit = tr("replikker", "turns") if found.unit == "turn" else tr("ord", "words")
    yield tr(
        f"Jaccard: {unit} med begge koder / {unit} med mindst én af dem. "
        f"Lift: {unit} med begge for hvert, man ville vente, hvis koderne intet havde med hinanden at gøre; 1 er tilfældigt.",
        f"Jaccard: {unit} with both codes / {unit} with at least one. "
        f"Lift: {unit} with both for each to be expected if the codes had nothing to do with each other; 1 is chance.",
    )
