"""Disagreements for the terminal, as a table for CSV, Markdown and XLSX, and as records for programs."""

import textwrap
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from kodning.intercoder.confusion import ConfusionMatrix
from kodning.intercoder.disagreements import Comparison, Disagreement, Kind
from kodning.report.table import Column, Table, shortened
from kodning.store.queries import CodeRow
from kodning.text import on_one_line
from kodning.wording import integer, language, listing, plural, tr

# Left empty, to be filled in and given back to `kodning adjudicate`; `start` and `end` say where a new code stands.
TO_FILL_IN = ("decision", "code", "quote", "reason", "codebook_change", "decided_by")


def labels_of(codes: Sequence[CodeRow]) -> dict[str, str]:
    """Name to print by code id, in the language in force."""
    return {code.key: code.labels[language()] for code in codes}


def kind_name(kind: Kind) -> str:
    """What a kind of disagreement is called."""
    return {
        "omission": tr("udeladt", "omission"),
        "boundary": tr("grænse", "boundary"),
        "confusion": tr("forveksling", "confusion"),
    }[kind]


def kind_counts(by_kind: Mapping[Kind, int]) -> str:
    """How many there are of each kind: `32 udeladt, 105 grænse, 3 forveksling`."""
    return ", ".join(f"{integer(count)} {kind_name(kind)}" for kind, count in by_kind.items())


def difference(found: Disagreement, labels: Mapping[str, str]) -> str:
    """What the coders differ on, in a few words."""
    put = [coder for coder in found.coders if found.codings[coder]]
    if found.kind == "boundary":
        return tr(
            f"{integer(found.differing)} af {integer(found.words)} ord",
            f"{integer(found.differing)} of {integer(found.words)} words",
        )
    if found.kind == "omission":
        without = [coder for coder in found.coders if not found.codings[coder]]
        return f"{listing(put)}" + tr(", ikke ", ", not ") + listing(without)
    return "; ".join(f"{coder}: {_label(found.codings[coder][0].code, labels)}" for coder in put)


def _label(code: str, labels: Mapping[str, str]) -> str:
    return labels.get(code, code)


def title(comparison: Comparison) -> str:
    """Whose disagreements these are, and how many."""
    number = plural(
        len(comparison.disagreements), ("uenighed", "uenigheder"), ("disagreement", "disagreements")
    )
    frozen = f" · {comparison.name}" if comparison.name is not None else ""
    return f"{number} · {listing(list(comparison.coders))}{frozen}"


def basis(comparison: Comparison) -> list[str]:
    """What the list rests on, a line each."""
    compared = sum(comparison.codings.values())
    agreed = plural(len(comparison.agreed), ("tekststykke", "tekststykker"), ("passage", "passages"))
    codings = plural(compared, ("kodning", "kodninger"), ("coding", "codings"))
    lines = [
        kind_counts(comparison.by_kind) + ".",
        tr(
            f"{codings} sammenlignet på informanternes ord; i {agreed} dækker de med samme kode de samme ord.",
            f"{codings} compared on the informants' words; in {agreed} they cover the same words with the same code.",
        ),
        tr(
            "Koden med flest uenigheder pr. kodning står først.",
            "The code with most disagreements per coding comes first.",
        ),
    ]
    if comparison.left_out:
        outside = plural(comparison.left_out, ("kodning", "kodninger"), ("coding", "codings"))
        lines.append(
            tr(
                f"{outside} er ikke med: ingen af de andre har gennemgået ordene, eller ingen informant siger dem.",
                f"{outside} left out: none of the others has reviewed the words, or no informant says them.",
            )
        )
    return lines


def disagreement_table(comparison: Comparison, codes: Sequence[CodeRow]) -> Table:
    """One row a disagreement, worst codes first."""
    labels = labels_of(codes)
    return Table(
        columns=_columns(comparison.coders),
        rows=[_row(found, comparison.coders, labels) for found in comparison.disagreements],
        records=[record(found) for found in comparison.disagreements],
        title=title(comparison),
        notes=basis(comparison),
    )


def disagreement_text(comparison: Comparison, codes: Sequence[CodeRow], *, width: int, color: bool) -> str:
    """For a terminal: a heading for each code, and for each disagreement its place, what differs, and the words."""
    labels = labels_of(codes)
    lines = [_bold(title(comparison), color), ""]
    for code, group in groupby(comparison.disagreements, key=lambda found: found.codes[0]):
        lines += [_bold(_label(code, labels), color)]
        for found in group:
            place = found.document + ("" if found.turn is None else f" t{found.turn}")
            facts = f"  {found.id}  {place}  {kind_name(found.kind)}: {difference(found, labels)}"
            words = f"      {shortened(found.text, max(20, width - 6))}"
            lines += [*textwrap.wrap(facts, width, subsequent_indent="    "), words]
        lines.append("")
    return "\n".join([*lines, *basis(comparison)]) + "\n"


def _bold(text: str, color: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if color else text


def _columns(coders: Sequence[str]) -> list[Column]:
    return [
        Column("id", "id"),
        Column("kind", tr("Type", "Type")),
        Column("label", tr("Kode", "Codes"), width=28),
        Column("document", tr("Dokument", "Document"), width=24),
        Column("turn", tr("Replik", "Turn"), "integer"),
        Column("speaker", tr("Taler", "Speaker"), on_paper=False),
        Column("difference", tr("Forskel", "Difference"), width=36),
        Column("before", tr("Før", "Before"), on_paper=False),
        Column("text", tr("Tekst", "Text"), width=60),
        Column("after", tr("Efter", "After"), on_paper=False),
        Column("decision", tr("Afgørelse", "Decision"), on_paper=False),
        Column("code", tr("Ny kode", "New code"), on_paper=False),
        Column("quote", tr("Nye ord", "New words"), on_paper=False),
        Column("reason", tr("Begrundelse", "Reason"), on_paper=False),
        Column("codebook_change", tr("Ændring i kodebog", "Codebook change"), on_paper=False),
        Column("decided_by", tr("Afgjort af", "Decided by"), on_paper=False),
        Column("start", "Start", "integer", on_paper=False),
        Column("end", tr("Slut", "End"), "integer", on_paper=False),
        Column("words", tr("Ord", "Words"), "integer", on_paper=False),
        Column("differing", tr("Uenige ord", "Differing words"), "integer", on_paper=False),
        *(
            Column(f"codings:{coder}", tr(f"Kodninger: {coder}", f"Codings: {coder}"), on_paper=False)
            for coder in coders
        ),
    ]


def _row(found: Disagreement, coders: Sequence[str], labels: Mapping[str, str]) -> dict[str, object]:
    return {
        "id": found.id,
        "kind": kind_name(found.kind),
        "label": " / ".join(_label(code, labels) for code in found.codes),
        "document": found.document,
        "turn": found.turn,
        "speaker": found.speaker,
        "difference": difference(found, labels),
        "before": on_one_line(found.before),
        "text": found.text,
        "after": on_one_line(found.after),
        "start": found.start,
        "end": found.end,
        "words": found.words,
        "differing": found.differing,
        **dict.fromkeys(TO_FILL_IN),
        **{f"codings:{coder}": _put(found, coder) for coder in coders},
    }


def _put(found: Disagreement, coder: str) -> str:
    """What a coder put there: `økonomi 120:180`; in words where she put nothing or has not read it."""
    if coder not in found.codings:
        return tr("(ikke gennemgået)", "(not reviewed)")
    put = "; ".join(f"{mark.code} {mark.start}:{mark.end}" for mark in found.codings[coder])
    return put or tr("(ingen kode)", "(no code)")


def record(found: Disagreement) -> dict[str, Any]:
    """A disagreement as programs get it."""
    return {
        "id": found.id,
        "kind": found.kind,
        "document": found.document,
        "turn": found.turn,
        "speaker": found.speaker,
        "start": found.start,
        "end": found.end,
        "codes": list(found.codes),
        "coders": list(found.coders),
        "codings": {coder: [mark._asdict() for mark in own] for coder, own in found.codings.items()},
        "words": found.words,
        "differing_words": found.differing,
        "text": found.text,
        "before": found.before,
        "after": found.after,
    }


def confusion_table(matrix: ConfusionMatrix, codes: Sequence[CodeRow]) -> Table:
    """The pairs of codes that are not the same, the most frequent first."""
    labels = labels_of(codes)
    one, other = (
        matrix.coders if matrix.directed else (tr("Den ene", "One coder"), tr("Den anden", "The other"))
    )
    order = {code: place for place, code in enumerate(matrix.codes)}
    pairs = sorted(matrix.counts.items(), key=lambda item: (-item[1], order[item[0][0]], order[item[0][1]]))
    return Table(
        columns=[
            Column("one", one, width=34),
            Column("other", other, width=34),
            Column("count", tr("Steder", "Places"), "integer"),
        ],
        rows=[
            {"one": code_name(a, labels), "other": code_name(b, labels), "count": count}
            for (a, b), count in pairs
            if a != b
        ],
        records=[{"codes": [a, b], "count": count} for (a, b), count in pairs],
        title=tr("Par af koder", "Pairs of codes"),
        notes=[matrix_basis(matrix)],
    )


def code_name(code: str | None, labels: Mapping[str, str]) -> str:
    """A code's name; None is no code."""
    return tr("(ingen kode)", "(no code)") if code is None else _label(code, labels)


def matrix_basis(matrix: ConfusionMatrix) -> str:
    """What is counted in a confusion matrix."""
    places = plural(matrix.places, ("sted", "steder"), ("place", "places"))
    pairs = (
        ""
        if matrix.directed
        else tr(
            " Tallene er summen over alle par af kodere, og rækkefølgen i et par siger intet.",
            " The counts are summed over all pairs of coders, and the order within a pair says nothing.",
        )
    )
    return (
        tr(
            f"{places}, som én af to kodere eller begge har kodet: overlappende kodninger med samme kode er ét sted, "
            f"to forvekslede koder er ét sted. På {integer(matrix.same)} er koden den samme, eventuelt med andre grænser.",
            f"{places} that one of two coders or both have coded: overlapping codings of one code are one place, "
            f"two confused codes are one place. On {integer(matrix.same)} the code is the same, if with other boundaries.",
        )
        + pairs
    )
