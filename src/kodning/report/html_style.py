"""How a report looks in a browser and on paper: large letters, short lines, ragged right, strong contrast."""

# Name → (light, dark). Ink and quiet have at least 7:1 on paper and card, link at least 7:1.
COLORS = {
    "paper": ("#ffffff", "#15171b"),
    "card": ("#f4f2ec", "#20242a"),
    "ink": ("#1d1c1a", "#edeae4"),
    "quiet": ("#4c4942", "#bdb9b0"),
    "rule": ("#c9c3b6", "#474b54"),
    "link": ("#123f73", "#a5c9f7"),
    "mark": ("#17497f", "#7fb2ee"),
    "write": ("#eef3f9", "#1c2836"),
}


def _theme(number: int) -> str:
    return " ".join(f"--{name}: {pair[number]};" for name, pair in COLORS.items())


_RULES = """
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; padding: 1.5rem 1.25rem 5rem; max-width: 44rem; background: var(--paper); color: var(--ink);
  font: 1.1875rem/1.6 Charter, "Bitstream Charter", "Iowan Old Style", Georgia, "Liberation Serif", serif;
  text-align: left; hyphens: manual; overflow-wrap: break-word; }
h1, h2, h3, h4, table, nav, figure, .count, .note, .write, .skip, cite, dt, dd {
  font-family: system-ui, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif; }
h1 { font-size: 2rem; line-height: 1.2; margin: 1.5rem 0 .75rem; }
h2 { font-size: 1.6rem; line-height: 1.25; margin: 4rem 0 .75rem; padding-top: 1rem; border-top: 3px solid var(--ink); }
h3 { font-size: 1.25rem; line-height: 1.3; margin: 2.5rem 0 .5rem; }
h4 { font-size: 1.0625rem; line-height: 1.35; margin: 2rem 0 .35rem; }
p { margin: 0 0 1rem; } ul { margin: 0 0 1rem; padding-left: 1.25rem; } li { margin: .3rem 0; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--mark); outline-offset: 3px; }
:target { background: var(--write); box-shadow: 0 0 0 .5rem var(--write); }
.skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem; }
.lead { font-size: 1.25rem; color: var(--quiet); }
.count { font-weight: 700; } .note { color: var(--quiet); font-size: 1rem; line-height: 1.5; }
.write { border-left: 6px solid var(--mark); background: var(--write); padding: .75rem 1rem; font-size: 1.0625rem; }
.write b { display: block; }
nav { background: var(--card); padding: 1rem 1.25rem; margin: 1.5rem 0; } nav h2 { all: unset; font-weight: 700; font-size: 1.125rem; }
nav ul { list-style: none; padding: 0; margin: .5rem 0 0; } nav ul ul { padding-left: 1.25rem; margin: 0; } nav li { padding: .1rem 0; }
blockquote { margin: 1.5rem 0; padding: 0 0 0 1.5rem; border-left: 3px solid var(--rule); }
blockquote p { margin: 0; font-size: 1.25rem; line-height: 1.55; }
blockquote .turn { font-size: 1rem; color: var(--quiet); margin: .35rem 0; }
blockquote cite { display: block; font-style: normal; font-size: .9375rem; color: var(--quiet); margin-top: .4rem; }
.wide { overflow-x: auto; margin: 1rem 0 1.5rem; }
table { border-collapse: collapse; font-size: 1rem; line-height: 1.4; font-variant-numeric: tabular-nums; width: 100%;
  border-top: 2px solid var(--ink); border-bottom: 2px solid var(--ink); }
caption { text-align: left; font-weight: 700; padding: 0 0 .5rem; }
th, td { padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid var(--ink); vertical-align: bottom; } tbody th { font-weight: 400; }
.n { text-align: right; white-space: nowrap; } .k { white-space: nowrap; }
.bar { display: block; height: .8em; min-width: 1px; background: var(--mark); margin-top: .3em; }
td.b { min-width: 8rem; }
figure { margin: 1.5rem 0 2rem; } figure svg { display: block; width: 100%; height: auto; }
figcaption { font-size: 1rem; color: var(--quiet); margin-top: .25rem; } details { margin-top: .5rem; font-size: 1rem; }
summary { cursor: pointer; color: var(--link); padding: .25rem 0; }
footer { margin-top: 4rem; border-top: 1px solid var(--rule); padding-top: 1rem; color: var(--quiet); font-size: 1rem; }
@media print {
  @page { size: A4; margin: 22mm 30mm 22mm 28mm; }
  body { max-width: none; padding: 0; font-size: 11.5pt; background: #fff; color: #000; }
  .skip, details { display: none; } h1, h2, h3, h4, .count, caption { break-after: avoid; } h2.new { break-before: page; }
  blockquote, tr, figure, .write { break-inside: avoid; } thead { display: table-header-group; } .wide { overflow: visible; }
  a { color: inherit; text-decoration: none; } .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
"""

# On paper colours are those of the light theme, whatever the screen has.
STYLE = f""":root {{ color-scheme: light dark; {_theme(0)} }}
@media screen and (prefers-color-scheme: dark) {{ :root {{ {_theme(1)} }} }}
{_RULES}"""
