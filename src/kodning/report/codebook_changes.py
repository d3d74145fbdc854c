"""Versions of the codebook and what differs between them, as tables."""

from collections.abc import Sequence

from kodning.codebook_diff import Difference, in_short
from kodning.report.table import Column, Table
from kodning.store.codebook_file import VersionRow
from kodning.wording import tr


def difference_table(found: Sequence[Difference]) -> Table:
    """A row for each thing that differs."""
    columns = [
        Column("code", tr("Kode", "Code"), width=30),
        Column("kind", tr("Slags", "Kind"), on_paper=False),
        Column("key", tr("Felt", "Key"), on_paper=False),
        Column("before", tr("Før", "Before"), on_paper=False),
        Column("after", tr("Efter", "After"), on_paper=False),
        Column("words", tr("Hvad", "What"), width=100),
    ]
    rows = [
        {
            **one._asdict(),
            "code": one.code or tr("(kodebogen)", "(the codebook)"),
            "words": tr(one.da, one.en),
        }
        for one in found
    ]
    records = [{**one._asdict(), "words": tr(one.da, one.en)} for one in found]
    summary = tr(*in_short(found))
    return Table(columns, rows, records, notes=[summary[:1].upper() + summary[1:] + "."])


def version_table(found: Sequence[VersionRow]) -> Table:
    """A row for each version."""
    columns = [
        Column("version", tr("Version", "Version"), "integer"),
        Column("created", tr("Tid (UTC)", "Time (UTC)")),
        Column("coder", tr("Koder", "Coder")),
        Column("kind", tr("Hvordan", "How")),
        Column("codings", tr("Kodninger sat efter den", "Codings made by it"), "integer"),
        Column("sha256", "SHA-256", on_paper=False),
    ]
    rows = [
        {
            "version": one.number,
            "created": one.created,
            "coder": one.coder,
            "kind": one.kind,
            "codings": one.codings,
            "sha256": one.sha256,
        }
        for one in found
    ]
    return Table(columns, rows, rows)
