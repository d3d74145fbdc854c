"""The agreement report as one page of HTML: an interval drawn beside each number, everything it rests on below.

The page has no script and asks for nothing outside itself. Whatever comes from a project is escaped.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from kodning.agreement import Interval
from kodning.intercoder.background import Background
from kodning.intercoder.thresholds import RELIABLE, TENTATIVE
from kodning.intercoder.whole import Report, Study
from kodning.report.agreement_cells import interval_text, number, share, verdict_text
from kodning.report.agreement_style import STYLE
from kodning.report.agreement_table import agreement_table, paper_columns, paper_rows
from kodning.report.agreement_units import figure, heading, pooled_line, unit_key
from kodning.report.agreement_words import (
    basis_lines,
    caution_lines,
    codebook_line,
    frozen_line,
    pooled_lines,
    title,
)
from kodning.report.blind_words import after_lines, blind_lines
from kodning.report.page_head import page_head
from kodning.report.table import Column
from kodning.wording import decimal, integer, language, tr

_LEFT, _RIGHT = -0.25, 1.0  # what the bar shows; what lies left of it is cut, with the number beside it
_WIDE, _HIGH = 144, 18
_BESIDE = {"kappa", "match"}  # where the second table of a report begins


def agreement_page(study: Study) -> str:
    """The page.

    Args:
        study: The whole report.
    """
    name = escape(title(study))
    parts = [
        page_head(title(study), language(), STYLE),
        f"<header>\n<h1>{name}</h1>",
        *(f'<p class="caution">{escape(line)}</p>' for line in caution_lines(study.background)),
        _headline(study),
        "</header>\n<main>",
        *(_side_by_side(study) if study.unit == "all" else _sections(study, study.first)),
        *_rests_on(study.background),
        *_methods(study),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def interval_bar(value: float | None, found: Interval, name: str) -> str:
    """A value with its interval on a line from −0.25 to 1, Krippendorff's limits dashed; nothing without a value."""
    if value is None:
        return ""
    label = f"{name}: {decimal(value)}" + (
        f", {tr('interval', 'interval')} {interval_text(found)}"
        if found.low is not None
        else tr(", uden interval", ", no interval")
    )
    middle = _HIGH / 2
    lines = [f'<line class="axis" x1="0" x2="{_WIDE}" y1="{middle:g}" y2="{middle:g}"/>']
    lines.append(f'<line class="axis" x1="{_x(0)}" x2="{_x(0)}" y1="3" y2="{_HIGH - 3}"/>')
    if found.low is not None and found.high is not None:
        ends = f'x1="{_x(found.low)}" x2="{_x(found.high)}"'
        lines.append(f'<line class="span" {ends} y1="{middle:g}" y2="{middle:g}"/>')
    lines += [
        f'<line class="limit" x1="{_x(limit)}" x2="{_x(limit)}" y1="0" y2="{_HIGH}"/>'
        for limit in (TENTATIVE, RELIABLE)
    ]
    lines.append(f'<circle class="point" cx="{_x(value)}" cy="{middle:g}" r="4"/>')
    return (
        f'<svg class="bar" viewBox="0 0 {_WIDE} {_HIGH}" role="img" aria-label="{escape(label)}">'
        f"<title>{escape(label)}</title>{''.join(lines)}</svg>"
    )


def _x(value: float) -> str:
    placed = (min(max(value, _LEFT), _RIGHT) - _LEFT) / (_RIGHT - _LEFT) * (_WIDE - 10) + 5
    return f"{placed:.1f}"


def _headline(study: Study) -> str:
    value, found = figure(study.first, None)
    name = {"span": tr("Samlet unitiserende alfa (u)", "Pooled unitizing alpha (u)")}.get(
        unit_key(study.first), tr("Samlet Krippendorffs alfa", "Pooled Krippendorff's alpha")
    )
    if study.unit == "all":
        name += f" ({heading(unit_key(study.first)).lower()})"
    limits = tr(
        f"stiplet: {decimal(TENTATIVE, 3)} og {decimal(RELIABLE, 3)}",
        f"dashed: {decimal(TENTATIVE, 3)} and {decimal(RELIABLE, 3)}",
    )
    interval = tr("95 %-interval", "95% interval") + f" {interval_text(found)}"
    return (
        f'<div class="headline"><span>{escape(name)}</span> <strong>{escape(number(value))}</strong> '
        f"<span>{escape(interval)}</span> <span>{escape(verdict_text(found, study.scale))}</span>"
        f'{interval_bar(value, found, name)}<span class="quiet">{escape(limits)}</span></div>'
    )


def _sections(study: Study, report: Report) -> Iterator[str]:
    yield f"<section>\n<h2>{tr('Kode for kode', 'Code by code')}</h2>"
    yield _code_table(study, report)
    yield f"</section>\n<section>\n<h2>{tr('Samlet', 'Pooled')}</h2>"
    yield _list(pooled_lines(report, study.scale))
    yield f"</section>\n<section>\n<h2>{tr('Hvad tallene er', 'What the figures are')}</h2>"
    yield _list(basis_lines(report, study.scale))
    yield "</section>"


def _code_table(study: Study, report: Report) -> str:
    """The headline with its intervals drawn, and what stands beside it in a table of its own."""
    columns = paper_columns(report)
    split = next((place for place, column in enumerate(columns) if column.key in _BESIDE), len(columns))
    rows = []
    for place, row in enumerate(paper_rows(report, study.scale)):
        value, found = figure(report, place)
        rows.append((row, interval_bar(value, found, str(row["label"]))))
    caption = tr(
        "En række for hver kode: tallet, dets interval (tegnet fra −0,25 til 1; stiplet: 0,667 og 0,800) og vurderingen.",
        "A row a code: the figure, its interval (drawn from −0.25 to 1; dashed: 0.667 and 0.800) and the verdict.",
    )
    tables = [table_html(columns[:split], rows, caption, tr("Interval", "Interval"))]
    if beside := columns[split:]:
        more = tr(
            "De øvrige mål, i parentes det, tilfældige kodere ville nå.",
            "The other measures, in brackets what random coders would reach.",
        )
        tables.append(table_html([columns[0], *beside], rows, more))
    return "\n".join(tables)


def table_html(
    columns: Sequence[Column],
    rows: Iterable[tuple[Mapping[str, object], str]],
    caption: str,
    drawn: str | None = None,
) -> str:
    """A table with a caption and scopes; `drawn` heads a third column of pictures."""
    heads = [_head(column) for column in columns]
    if drawn is not None:
        heads.insert(2, f'<th scope="col">{escape(drawn)}</th>')
    body = []
    for row, picture in rows:
        cells = [_cell(column, row, first=not place) for place, column in enumerate(columns)]
        if drawn is not None:
            cells.insert(2, f"<td>{picture}</td>")
        strong = ' class="strong"' if row.get("_strong") else ""
        body.append(f"<tr{strong}>{''.join(cells)}</tr>")
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}">\n<table>\n'
        f"<caption>{escape(caption)}</caption>\n<thead><tr>{''.join(heads)}</tr></thead>\n<tbody>\n"
        + "\n".join(body)
        + "\n</tbody>\n</table>\n</div>"
    )


def _head(column: Column) -> str:
    numeric = "" if column.kind == "text" else ' class="n"'
    return f'<th scope="col"{numeric}>{escape(column.heading)}</th>'


def _cell(column: Column, row: Mapping[str, object], *, first: bool) -> str:
    value = row.get(column.key)
    if value is None:
        shown = "–" if column.kind != "text" else ""
    elif isinstance(value, float):
        shown = decimal(value)
    else:
        shown = integer(value) if isinstance(value, int) else str(value)
    if first:
        return f'<th scope="row">{escape(shown)}</th>'
    return f"<td>{escape(shown)}</td>" if column.kind == "text" else f'<td class="n">{escape(shown)}</td>'


def _side_by_side(study: Study) -> Iterator[str]:
    table = agreement_table(study)
    yield f"<section>\n<h2>{tr('Enhederne ved siden af hinanden', 'The units side by side')}</h2>"
    caption = tr("Alfa for hver kode på hver enhed.", "Alpha of each code on each unit.")
    yield table_html(table.columns, [(row, "") for row in table.rows], caption)
    yield _list(pooled_line(study, report) for report in study.reports)
    yield "</section>"
    for report in study.reports:
        yield f"<section>\n<h2>{escape(heading(unit_key(report)))}</h2>"
        yield _code_table(study, report)
        yield _list([*pooled_lines(report, study.scale), *basis_lines(report, study.scale)])
        yield "</section>"


def _rests_on(rests_on: Background) -> Iterator[str]:
    yield f"<section>\n<h2>{tr('Hvem kodede hvad hvornår', 'Who coded what when')}</h2>"
    columns = [
        Column("coder", tr("Koder", "Coder")),
        Column("codings", tr("Kodninger", "Codings"), "integer"),
        Column("documents", tr("Interviews gennemgået", "Interviews reviewed"), "fraction"),
        Column("words", tr("Andel af ordene", "Share of words"), "fraction"),
        Column("first", tr("Første kodning", "First coding")),
        Column("last", tr("Seneste kodning", "Last coding")),
    ]
    rows: list[tuple[Mapping[str, object], str]] = [
        (
            {
                **one._asdict(),
                "documents": f"{integer(one.documents)}/{integer(rests_on.documents)}",
                "words": share(one.words / rests_on.words if rests_on.words else None),
            },
            "",
        )
        for one in rests_on.coders
    ]
    yield table_html(columns, rows, tr("Koderne og det, de har læst.", "The coders and what they have read."))
    said = [codebook_line(rests_on), frozen_line(rests_on)]
    yield _list([*said, *after_lines(rests_on.frozen), *blind_lines(rests_on.blind)])
    yield "</section>"


def _methods(study: Study) -> Iterator[str]:
    yield f"<section>\n<h2>{tr('Metodeafsnit', 'Methods paragraph')}</h2>"
    names = {"da": "Dansk", "en": "English"}
    for spoken, text in study.methods().items():
        yield f'<h3 lang="{spoken}">{names[spoken]}</h3>\n<blockquote lang="{spoken}">{escape(text)}</blockquote>'
    yield "</section>"


def _list(lines: Iterable[str]) -> str:
    items = "\n".join(f"<li>{escape(line.removeprefix('– '))}</li>" for line in lines if line)
    return f"<ul>\n{items}\n</ul>"
