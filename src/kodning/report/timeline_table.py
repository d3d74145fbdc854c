"""Where in the interviews the codes live, as a `Table`."""

from kodning.analysis.timeline import Course, Timeline
from kodning.report.count_notes import base_line, coder_notes
from kodning.report.table import Column, Table
from kodning.wording import integer, percent, tr

_HEIGHTS = "▁▂▃▄▅▆▇█"


def timeline_table(found: Timeline) -> Table:
    """One row a code: its course as a line of bars, how many words, and where half of them are passed."""
    columns = [
        Column("label", tr("Kode", "Code"), width=40),
        Column("course", tr("Forløb", "Course")),
        Column("most", tr("Mest", "Most"), "share"),
        Column("part", tr("i del", "in part"), "integer"),
        Column("middle", tr("Midte", "Middle"), "share"),
        Column("words", tr("Ord", "Words"), "integer"),
        *(
            Column(f"part:{at}", tr(f"Del {at}", f"Part {at}"), "share", on_paper=False)
            for at in range(1, found.parts + 1)
        ),
        Column("code", tr("Kode-id", "Code id"), on_paper=False),
        Column("parent", tr("Under", "Under"), on_paper=False),
    ]
    words = sum(sum(parts) for parts in found.words_by_document.values())
    base = base_line(len(found.documents), words)
    number = integer(found.parts)
    return Table(
        columns=columns,
        rows=[_row(course) for course in found.courses],
        records=found.records(),
        title=tr("Koderne gennem interviewene", "The codes through the interviews")
        + f" · {found.coder} · {base}",
        notes=[
            tr(
                f"Hvert interview er delt i {number} dele med lige mange af informanternes ord. Søjlerne er andelen af "
                "ordene i delen, der har koden; den højeste er kodens egen største andel (Mest).",
                f"Each interview is cut in {number} parts with equally many of the informants' words. The bars are the "
                "share of the words in the part that have the code; the highest is the code's own largest share (Most).",
            ),
            tr(
                f"Midte: så langt inde i interviewene er halvdelen af kodens ord nået ({percent(0.5)} er midten).",
                f"Middle: so far into the interviews half of the code's words are passed ({percent(0.5)} is the middle).",
            ),
            tr("Et tema omfatter sine underkoder.", "A theme includes its sub-codes."),
            *coder_notes(found.coder, found.reviewed, found.documents_total, found.other_coders),
        ],
    )


def _row(course: Course) -> dict[str, object]:
    shares = [part.share or 0.0 for part in course.parts]
    most = max(shares, default=0.0)
    row: dict[str, object] = {
        "label": course.name.shown,
        "course": "".join(_height(share / most if most else 0.0) for share in shares),
        "most": most or None,
        "part": shares.index(most) + 1 if most else None,
        "middle": course.middle,
        "words": sum(part.words for part in course.parts),
        "code": course.name.code,
        "parent": course.name.parent,
        "_indent": course.name.depth,
        "_strong": course.name.depth == 0,
        "_color": course.name.color,
    }
    return row | {f"part:{at}": part.share for at, part in enumerate(course.parts, start=1)}


def _height(share: float) -> str:
    # A middle dot where the code is not used at all: the lowest bar is something.
    return "·" if share <= 0 else _HEIGHTS[min(len(_HEIGHTS) - 1, int(share * len(_HEIGHTS)))]
