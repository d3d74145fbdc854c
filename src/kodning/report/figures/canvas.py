"""Paper, letters and colours of the figures.

A figure is an `<svg role="img">` with a title and a description. Colours stand as attributes, for programs that know
no more, and again as style rules where the reader's screen is dark; what is printed is always light.
"""

import re
from collections.abc import Sequence
from html import escape
from typing import Literal

WIDTH = 660
_MARGIN = 8
FONT = "'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
Anchor = Literal["start", "middle", "end"]
# Name → (light, dark).
COLORS = {
    "paper": ("#ffffff", "#15171b"),
    "ink": ("#1d1c1a", "#edeae4"),
    "quiet": ("#4c4942", "#bdb9b0"),
    "rule": ("#c9c3b6", "#474b54"),
    "bar": ("#17497f", "#7fb2ee"),
    "soft": ("#6f93bd", "#48698f"),
    "band": ("#d5e1ef", "#26384d"),
    "mark": ("#a3164a", "#f5a3ba"),
    # Grounds of a heat map, from none to most.
    "h0": ("#f4f2ec", "#20242a"),
    "h1": ("#dbe6f2", "#233447"),
    "h2": ("#b3cbe4", "#2f4d6e"),
    "h3": ("#7ea6cf", "#44719f"),
    "h4": ("#3f74ac", "#7fabd8"),
    "h5": ("#17497f", "#bcd9f7"),
}
# What is written on each ground.
_ON = {"h0": "quiet", "h1": "ink", "h2": "ink", "h3": "ink", "h4": "paper", "h5": "paper"}
_ON_DARK = {"h3": "#ffffff", "h4": "#15171b", "h5": "#15171b"}
# Widths of letters in hundredths of the size, as DejaVu Sans has them: a browser without an Arial-like font takes it or
# Verdana, which is as wide. Set in Arial, a line of a figure is some 12 % shorter than what it was given room for.
_LETTERS = {
    28: "ijlIJ'", 32: " ,.’·", 36: "/:;f-|", 41: "()[]tr!", 50: '–"', 55: "szcL“”", 60: "FkvxyP", 61: "TYaoøåöäeéè»«",
    68: "KAVÅα", 70: "BRXZC", 76: "UHN", 79: "DGOQØ&", 84: "w+<=>×≥→−", 87: "M", 98: "%mÆæ", 100: "W@—…",
}  # fmt: skip
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}
_USUAL = 64  # of figures and of bdghnpqu
_BOLD = 1.13


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The room a text may take: its width in the widest of the fonts that a figure is likely to be set in."""
    return sum(_WIDTHS.get(letter, _USUAL) for letter in text) * size / 100 * (_BOLD if bold else 1)


def wrapped(text: str, size: float, room: float, most: int | None = None, *, bold: bool = False) -> list[str]:
    """A text broken between words into lines that fit; what is past `most` lines becomes `…`."""
    lines: list[str] = []
    for word in " ".join(text.split()).split(" "):
        if lines and width_of(f"{lines[-1]} {word}", size, bold=bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines += _pieces(word, size, room, bold=bold)
    if most is not None and len(lines) > most:
        last = lines[most - 1]
        while last and width_of(f"{last} …", size, bold=bold) > room:
            last = last[:-1].rstrip()
        lines = [*lines[: most - 1], f"{last} …"]
    return lines or [""]


def _pieces(word: str, size: float, room: float, *, bold: bool) -> list[str]:
    """A word, broken with hyphens where it is wider than a line."""
    pieces = []
    while width_of(word, size, bold=bold) > room and len(word) > 4:  # noqa: PLR2004 - the shortest piece worth a line
        end = len(word) - 1
        while end > 3 and width_of(word[:end] + "-", size, bold=bold) > room:  # noqa: PLR2004
            end -= 1
        pieces.append(word[:end] + "-")
        word = word[end:]
    return [*pieces, word]


def number(value: float) -> str:
    """A coordinate: one decimal, none where it is whole."""
    return (
        f"{value:.1f}".removesuffix(".0").replace("-0", "0")
        if value == 0
        else f"{value:.1f}".removesuffix(".0")
    )


class Canvas:
    """A figure being drawn, from the title downwards.

    Attributes:
        key: What its ids begin with; two figures of one page need two.
        top: Where the drawing begins, below title and subtitle.
    """

    def __init__(self, key: str, title: str, subtitle: str, description: str, width: int = WIDTH) -> None:
        self.key = re.sub(r"[^\w-]", "-", key)
        self.width = width
        self._title, self._description = title, description
        self._parts: list[str] = []
        y = 26.0
        for line in wrapped(title, 18, width - 2 * _MARGIN, bold=True):
            self.text(_MARGIN, y, line, size=18, bold=True)
            y += 23
        for line in wrapped(subtitle, 13.5, width - 2 * _MARGIN):
            self.text(_MARGIN, y, line, size=13.5, color="quiet")
            y += 18
        self.top = y + 6

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 13.5,
        color: str = "ink",
        anchor: Anchor = "start",
        bold: bool = False,
        turned: int = 0,
    ) -> None:
        """Words, their base line at `y`."""
        place = f'x="{number(x)}" y="{number(y)}"'
        more = f' text-anchor="{anchor}"' if anchor != "start" else ""
        more += ' font-weight="700"' if bold else ""
        more += f' transform="rotate({turned} {number(x)} {number(y)})"' if turned else ""
        self._parts.append(
            f'<text {place} font-size="{number(size)}" {self._fill(color)}{more}>{escape(words, quote=False)}</text>'
        )

    def lines(
        self,
        x: float,
        middle: float,
        lines: Sequence[str],
        *,
        size: float = 13.5,
        anchor: Anchor = "start",
        bold: bool = False,
        color: str = "ink",
    ) -> None:
        """Some lines, their middle at `middle`."""
        step = size * 1.18
        first = middle - step * (len(lines) - 1) / 2 + size * 0.35
        for place, line in enumerate(lines):
            self.text(x, first + place * step, line, size=size, anchor=anchor, bold=bold, color=color)

    def rect(self, x: float, y: float, width: float, height: float, color: str, title: str = "") -> None:
        """A filled rectangle; `title` is shown where the pointer rests."""
        tip = f"<title>{escape(title, quote=False)}</title>" if title else ""
        self._parts.append(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" {self._fill(color)}'
            + (f">{tip}</rect>" if tip else "/>")
        )

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        color: str = "rule",
        width: float = 1,
        dash: str = "",
    ) -> None:
        """A straight line."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" {self._stroke(color)}'
            f' stroke-width="{number(width)}"{dashed}/>'
        )

    def path(self, points: Sequence[tuple[float, float]], color: str, width: float = 2) -> None:
        """A line through points."""
        self._parts.append(
            f'<polyline points="{_points(points)}" fill="none" {self._stroke(color)} stroke-width="{number(width)}"'
            ' stroke-linejoin="round"/>'
        )

    def area(self, points: Sequence[tuple[float, float]], color: str) -> None:
        """A filled area."""
        self._parts.append(f'<polygon points="{_points(points)}" {self._fill(color)}/>')

    def dot(self, x: float, y: float, radius: float, color: str) -> None:
        """A filled circle."""
        self._parts.append(
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" {self._fill(color)}/>'
        )

    def heat(
        self, x: float, y: float, width: float, height: float, level: int, words: str, title: str
    ) -> None:
        """A cell of a heat map with its number."""
        self.rect(x, y, width, height, f"h{level}", title)
        if words:
            size = min(13.0, height * 0.55, width / max(1, len(words)) * 1.5)
            self._parts.append(
                f'<text x="{number(x + width / 2)}" y="{number(y + height / 2 + size * 0.36)}" font-size="{number(size)}"'
                f' text-anchor="middle" class="on{level}" fill="{COLORS[_ON[f"h{level}"]][0]}">{escape(words)}</text>'
            )

    @staticmethod
    def _fill(color: str) -> str:
        return f'class="f-{color}" fill="{COLORS[color][0]}"'

    @staticmethod
    def _stroke(color: str) -> str:
        return f'class="s-{color}" stroke="{COLORS[color][0]}"'

    def svg(self, height: float) -> str:
        """The whole figure, so high."""
        high = round(height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {high}" width="{self.width}" height="{high}"'
            f' role="img" aria-labelledby="{self.key}-title" aria-describedby="{self.key}-desc" font-family="{FONT}">\n'
            f'<title id="{self.key}-title">{escape(self._title, quote=False)}</title>\n'
            f'<desc id="{self.key}-desc">{escape(self._description, quote=False)}</desc>\n'
            f"<style>{_STYLE}</style>\n"
            f'<rect class="f-paper" width="{self.width}" height="{high}" fill="{COLORS["paper"][0]}"/>\n'
            + "\n".join(self._parts)
            + "\n</svg>\n"
        )


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


_DARK = "".join(
    f".f-{name}{{fill:{dark}}}.s-{name}{{stroke:{dark}}}" for name, (_, dark) in COLORS.items()
) + "".join(f".on{level}{{fill:{_ON_DARK.get(f'h{level}', COLORS['ink'][1])}}}" for level in range(6))
_STYLE = f"@media screen and (prefers-color-scheme:dark){{{_DARK}}}"


def level_of(value: float, largest: float) -> int:
    """The ground of a heat map, 0 for nothing and 1 to 5 for shares of the largest value."""
    if value <= 0 or largest <= 0:
        return 0
    return min(5, 1 + int(value / largest * 5 - 1e-9))
