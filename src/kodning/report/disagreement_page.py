"""Disagreements as one page of HTML: a card each with the words, what each coder put there, and the codes.

The page has no script and asks for nothing outside itself. Whatever comes from a project is escaped.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby, pairwise
from operator import attrgetter

from kodning.intercoder.confusion import ConfusionMatrix
from kodning.intercoder.disagreements import KINDS, Comparison, Disagreement, Mark, around
from kodning.intercoder.passages import DocumentText
from kodning.report.disagreement_style import STYLE
from kodning.report.disagreement_view import (
    basis,
    code_name,
    difference,
    kind_name,
    labels_of,
    matrix_basis,
    title,
)
from kodning.report.page_head import page_head
from kodning.store.queries import CodeRow
from kodning.wording import integer, language, plural, tr

_STYLES = 4  # ways of underlining that are told apart; a fifth coder has the first one's, and her own letter


def disagreement_page(
    comparison: Comparison,
    matrix: ConfusionMatrix,
    texts: Mapping[str, DocumentText],
    codes: Sequence[CodeRow],
) -> str:
    """The page.

    Args:
        comparison: What `compare` found.
        matrix: Its confusion matrix.
        texts: The documents compared.
        codes: The codebook, for names and definitions.
    """
    heading = escape(title(comparison))
    page = _Page(comparison, texts, codes)
    parts = [
        page_head(title(comparison), language(), STYLE),
        f"<header>\n<h1>{heading}</h1>",
        *(f"<p>{escape(line)}</p>" for line in [*basis(comparison), kinds_explained()]),
        f"{page.legend()}\n</header>\n<main>",
        page.overview(),
        *page.sections(),
        confusion_html(matrix, codes),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(part for part in parts if part)


class _Page:
    """The parts of a page, with what they have in common."""

    def __init__(
        self, comparison: Comparison, texts: Mapping[str, DocumentText], codes: Sequence[CodeRow]
    ) -> None:
        self._comparison = comparison
        self._texts = texts
        self._labels = labels_of(codes)
        self._definitions = {code.key: code.definition for code in codes}
        self._letters = {coder: letter(place) for place, coder in enumerate(comparison.coders)}
        runs = groupby(comparison.disagreements, key=lambda found: found.codes[0])
        self._groups = {code: list(run) for code, run in runs}

    def legend(self) -> str:
        """Which letter and underline is whose."""
        items = [
            f'<li><mark class="k{place % _STYLES}">{self._edge(coder, "[")}{escape(coder)}{self._edge(coder, "]")}</mark></li>'
            for place, coder in enumerate(self._comparison.coders)
        ]
        alike = tr("alle har samme kode", "all have the same code")
        apart = tr(
            "flere har kodet, men ikke ens eller ikke alle", "several have coded, not alike or not all"
        )
        items += [
            f'<li><mark class="all">{alike}</mark></li>',
            f'<li><mark class="mixed">{apart}</mark></li>',
        ]
        return f'<ul class="legend" aria-label="{tr("Tegnforklaring", "Legend")}">{"".join(items)}</ul>'

    def overview(self) -> str:
        """A table of the codes with disagreements, with links to them."""
        if not self._groups:
            return f"<p>{tr('Ingen uenigheder.', 'No disagreements.')}</p>"
        kinds = "".join(
            f'<th scope="col" class="n">{escape(kind_name(kind).capitalize())}</th>' for kind in KINDS
        )
        head = (
            f'<th scope="col">{tr("Kode", "Code")}</th><th scope="col" class="n">{tr("Kodninger", "Codings")}</th>'
            f'<th scope="col" class="n">{tr("Uenigheder", "Disagreements")}</th>{kinds}'
        )
        rows = "\n".join(self._overview_row(code) for code in self._groups)
        caption = tr(
            "Uenigheder efter kode. En forveksling står under den kode, der er mest uenighed om.",
            "Disagreements by code. A confusion stands under the code with more disagreement.",
        )
        return (
            f'<div class="wide" tabindex="0" role="region" aria-label="{tr("Oversigt", "Overview")}">\n'
            f"<table>\n<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
        )

    def _overview_row(self, code: str) -> str:
        group = self._groups[code]
        kinds = Counter(found.kind for found in group)
        numbers = [self._comparison.codings[code], len(group), *(kinds[kind] for kind in KINDS)]
        cells = "".join(f'<td class="n">{integer(number)}</td>' for number in numbers)
        name = escape(code_name(code, self._labels))
        return f'<tr><th scope="row"><a href="#{self._anchor(code)}">{name}</a></th>{cells}</tr>'

    def _anchor(self, code: str) -> str:
        return f"kode-{list(self._groups).index(code) + 1}"

    def sections(self) -> Iterator[str]:
        """A section for each code, with its definition and cards."""
        for code, group in self._groups.items():
            number = plural(len(group), ("uenighed", "uenigheder"), ("disagreement", "disagreements"))
            name = escape(code_name(code, self._labels))
            yield f'<section aria-labelledby="{self._anchor(code)}">'
            yield f'<h2 id="{self._anchor(code)}">{name} <small>{number}</small></h2>'
            yield from self._definition(code)
            yield from map(self._card, group)
            yield "</section>"

    def _definition(self, code: str) -> Iterator[str]:
        if definition := self._definitions.get(code):
            yield f'<p class="definition">{escape(definition)}</p>'

    def _card(self, found: Disagreement) -> str:
        place = escape(found.document)
        if found.turn is not None:
            place += tr(f", replik {found.turn}", f", turn {found.turn}")
        others = "".join(
            f'<p class="definition"><b>{escape(code_name(code, self._labels))}</b>: {escape(self._definitions.get(code, ""))}</p>'
            for code in found.codes[1:]
        )
        versions = "\n".join(self._version(found, coder) for coder in found.coders)
        return (
            f'<article id="{found.id}">\n<h3><span class="kind {found.kind}">{kind_name(found.kind)}</span> {place}</h3>\n'
            f'<p class="facts">{escape(difference(found, self._labels))}</p>\n'
            f"<blockquote>\n{self._text(found)}\n</blockquote>\n<dl>\n{versions}\n</dl>\n{others}"
            f'<p class="id"><code>{found.id}</code> {found.start}:{found.end}</p>\n</article>'
        )

    def _version(self, found: Disagreement, coder: str) -> str:
        marks = found.codings[coder]
        put = "; ".join(
            escape(code_name(code, self._labels)) for code in dict.fromkeys(mark.code for mark in marks)
        )
        memos = "".join(f'<p class="memo">{escape(mark.memo)}</p>' for mark in marks if mark.memo)
        name = f'<span class="letter">{self._letters[coder]}</span> {escape(coder)}'
        return f"<div><dt>{name}</dt><dd>{put or tr('ingen kode', 'no code')}{memos}</dd></div>"

    def _text(self, found: Disagreement) -> str:
        """The words in their context, a paragraph for each turn."""
        document = self._texts[found.document]
        first, last = around(document.text, found.start, found.end)
        shown = []
        begins = bisect_right(document.turns, first, key=attrgetter("start"))
        for turn in document.turns[
            max(0, begins - 1) : bisect_left(document.turns, last, key=attrgetter("start"))
        ]:
            start, end = max(first, turn.start), min(last, turn.end)
            if start < end:
                who = f'<span class="who">{escape(turn.speaker)}:</span> ' if turn.speaker else ""
                cut = ("… " if start > turn.start else "", " …" if end < turn.end else "")
                words = self._marked(found, document.text, start, end)
                shown.append(f"<p>{who}{cut[0]}{words}{cut[1]}</p>")
        return "\n".join(shown)

    def _marked(self, found: Disagreement, text: str, start: int, end: int) -> str:
        """A stretch of text, cut wherever a coding begins or ends, each piece marked once."""
        marks = [(coder, _tight(mark, text)) for coder, own in found.codings.items() for mark in own]
        cuts = {start, end} | {edge for _, mark in marks for edge in (mark.start, mark.end)}
        out = []
        for here, there in pairwise(sorted(cut for cut in cuts if start <= cut <= end)):
            opening = [self._edge(coder, "[") for coder, mark in marks if mark.start == here]
            closing = [self._edge(coder, "]") for coder, mark in marks if mark.end == there]
            piece = "".join([*opening, escape(text[here:there]), *closing])
            kind = self._class(found, [(c, m) for c, m in marks if m.start <= here and there <= m.end])
            out.append(f'<mark class="{kind}">{piece}</mark>' if kind else piece)
        return "".join(out)

    def _class(self, found: Disagreement, here: Sequence[tuple[str, Mark]]) -> str:
        coders = {coder for coder, _ in here}
        if not coders:
            return ""
        if coders == set(found.coders) and len({mark.code for _, mark in here}) == 1:
            return "all"
        if len(coders) > 1:
            return "mixed"
        return f"k{self._comparison.coders.index(coders.pop()) % _STYLES}"

    def _edge(self, coder: str, bracket: str) -> str:
        mark = self._letters[coder]
        return f'<span class="edge">{bracket + mark if bracket == "[" else mark + bracket}</span>'


def _tight(mark: Mark, text: str) -> Mark:
    """The mark without white space at its ends, which may lie between two turns."""
    words = text[mark.start : mark.end]
    start = mark.start + len(words) - len(words.lstrip())
    return mark._replace(start=start, end=start + len(words.strip()))


def kinds_explained() -> str:
    """What the kinds mean."""
    return tr(
        "Udeladt: én har sat koden, en anden slet ikke. Grænse: alle har sat koden, men ikke på de samme ord. "
        "Forveksling: hver sin kode på de samme ord.",
        "Omission: one has put the code, another not at all. Boundary: all have put the code, but not on the same "
        "words. Confusion: different codes on the same words.",
    )


def letter(place: int) -> str:
    """A to Z, then AA, AB and so on."""
    before, last = divmod(place, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


def confusion_html(matrix: ConfusionMatrix, codes: Sequence[CodeRow]) -> str:
    """The confusion matrix as a table whose columns bear the rows' numbers."""
    labels = labels_of(codes)
    names = [code_name(code, labels) for code in matrix.codes]
    one, other = matrix.coders if matrix.directed else ("", "")
    corner = (
        tr(f"{one} ↓ {other} →", f"{one} ↓ {other} →")
        if matrix.directed
        else tr("Par af koder", "Pairs of codes")
    )
    head = "".join(
        f'<th scope="col" class="n"><abbr title="{escape(name)}">{number}</abbr></th>'
        for number, name in enumerate(names)
    )
    rows = "\n".join(
        f'<tr><th scope="row"><span class="number">{number}</span> {escape(name)}</th>{_cells(matrix, code)}</tr>'
        for number, (name, code) in enumerate(zip(names, matrix.codes, strict=True))
    )
    heading = tr("Forvekslinger", "Confusions")
    return (
        f'<section aria-labelledby="matrix">\n<h2 id="matrix">{heading}</h2>\n'
        f'<div class="wide" tabindex="0" role="region" aria-labelledby="matrix">\n<table class="matrix">\n'
        f"<caption>{escape(matrix_basis(matrix))}</caption>\n"
        f'<thead><tr><th scope="col">{escape(corner)}</th>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>\n</section>'
    )


def _cells(matrix: ConfusionMatrix, row: str | None) -> str:
    cells = []
    for column in matrix.codes:
        count = matrix.counts.get((row, column), 0)
        kind = "n same" if row == column else "n other" if count else "n"
        cells.append(f'<td class="{kind}">{integer(count) if count else ""}</td>')
    return "".join(cells)
