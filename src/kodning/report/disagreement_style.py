"""How the page of disagreements looks: colours that can be read in both themes, and no colour that stands alone."""

# Name → (light, dark). Words stand on `paper`, `card` and the marks' grounds; `line-…` underlines them.
COLORS = {
    "paper": ("#f6f4ef", "#14161a"),
    "card": ("#ffffff", "#1d2026"),
    "ink": ("#1d1c1a", "#eae7e1"),
    "quiet": ("#5b5850", "#b0aca3"),
    "rule": ("#d8d3c8", "#3a3d45"),
    "link": ("#1a4f8f", "#9cc3f5"),
    "k0": ("#d8e7fb", "#1c3a61"),
    "line-k0": ("#1f5fae", "#8ab8f2"),
    "k1": ("#fde4c6", "#553612"),
    "line-k1": ("#a34a00", "#f2b36b"),
    "k2": ("#d6f0dd", "#1d4429"),
    "line-k2": ("#1d6b35", "#86d49b"),
    "k3": ("#eaddf8", "#402b5c"),
    "line-k3": ("#6a3aa0", "#c7a5ee"),
    "all": ("#ebe8e1", "#34373e"),
    "line-all": ("#6b675e", "#a8a59d"),
    "mixed": ("#fbdbe4", "#5a2034"),
    "line-mixed": ("#a3164a", "#f5a3ba"),
}
WORDS_ON = ("paper", "card", "k0", "k1", "k2", "k3", "all", "mixed")


def _theme(number: int) -> str:
    return " ".join(f"--{name}: {pair[number]};" for name, pair in COLORS.items())


_RULES = """
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 54rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 Charter, "Bitstream Charter", "Iowan Old Style", Georgia, "Liberation Serif", serif; }
h1, h2, h3, table, .legend, .facts, .kind, dt, dd, .id, .who, .edge, .letter {
  font-family: system-ui, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 3rem 0 .5rem; padding-top: .75rem; border-top: 2px solid var(--rule); }
h2 small { font-size: .85rem; font-weight: 400; color: var(--quiet); white-space: nowrap; }
h3 { font-size: 1rem; margin: 0; display: inline; }
header p { margin: .15rem 0; color: var(--quiet); }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, .wide:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.definition { margin: .25rem 0 1rem; color: var(--quiet); }
article { background: var(--card); border: 1px solid var(--rule); border-radius: .5rem; padding: 1rem 1.25rem; margin: 1rem 0;
  break-inside: avoid; }
article .definition { margin: .5rem 0; font-size: .95rem; }
.kind { display: inline-block; font-size: .8rem; font-weight: 600; padding: .05rem .5rem; margin-right: .35rem;
  border: 1.5px solid var(--quiet); border-radius: 1rem; }
.kind.boundary { border-style: dashed; }
.kind.confusion { border-style: double; border-width: 3px; }
.facts { display: inline; margin: 0 0 0 .6rem; font-size: .9rem; color: var(--quiet); }
blockquote { margin: .75rem 0; }
blockquote p { margin: .5rem 0; white-space: pre-line; overflow-wrap: break-word; }
.who { font-size: .85rem; font-weight: 600; color: var(--quiet); }
mark { color: inherit; padding: .1em 0; -webkit-box-decoration-break: clone; box-decoration-break: clone;
  text-decoration-line: underline; text-decoration-thickness: 2px; text-underline-offset: .22em;
  text-decoration-skip-ink: none; }
mark.k0 { background: var(--k0); text-decoration-color: var(--line-k0); }
mark.k1 { background: var(--k1); text-decoration-color: var(--line-k1); text-decoration-style: dashed; }
mark.k2 { background: var(--k2); text-decoration-color: var(--line-k2); text-decoration-style: dotted; }
mark.k3 { background: var(--k3); text-decoration-color: var(--line-k3); text-decoration-style: double; }
mark.all { background: var(--all); text-decoration-color: var(--line-all); text-decoration-thickness: 1px; }
mark.mixed { background: var(--mixed); text-decoration-color: var(--line-mixed); text-decoration-style: wavy;
  text-decoration-thickness: 1.5px; }
.edge { font-size: .72rem; font-weight: 700; padding: 0 .15em; vertical-align: .1em; user-select: none; }
.letter { display: inline-block; min-width: 1.5em; padding: 0 .3em; margin-right: .25em; text-align: center; font-weight: 700;
  border: 1.5px solid var(--quiet); border-radius: .25em; font-size: .8rem; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .35rem 1.25rem; margin: 1rem 0 0; padding: 0; font-size: .9rem; }
dl { margin: .75rem 0 0; font-size: .92rem; }
dl div { display: grid; grid-template-columns: minmax(7rem, 11rem) 1fr; gap: .25rem 1rem; padding: .3rem 0;
  border-top: 1px solid var(--rule); }
dt, dd { margin: 0; overflow-wrap: anywhere; }
.memo { margin: .2rem 0 0; color: var(--quiet); }
.id { margin: .5rem 0 0; font-size: .8rem; color: var(--quiet); }
.wide { overflow-x: auto; margin: 1.5rem 0; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); padding-bottom: .5rem; max-width: 50rem; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: baseline; }
thead th { border-bottom: 2px solid var(--rule); font-weight: 600; }
tbody th { font-weight: 400; }
.n { text-align: right; }
.matrix { font-size: .8rem; }
.matrix th, .matrix td { padding: .2rem .4rem; }
.matrix tbody th { white-space: nowrap; }
.matrix td { min-width: 1.9em; border: 1px solid var(--rule); }
.matrix td.same { background: var(--all); }
.matrix td.other { background: var(--k1); font-weight: 700; }
.matrix abbr { text-decoration: none; }
.number { display: inline-block; min-width: 1.6em; color: var(--quiet); text-align: right; }
@media (max-width: 34rem) { dl div { grid-template-columns: 1fr; } }
@media print { body { max-width: none; padding: 0; background: none; } article { border-color: var(--quiet); } .wide { overflow: visible; } }
"""

STYLE = (
    f":root {{ color-scheme: light dark; {_theme(0)} }}\n"
    f"@media (prefers-color-scheme: dark) {{ :root {{ {_theme(1)} }} }}{_RULES}"
)
