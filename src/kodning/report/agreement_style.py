"""How the page of the agreement report looks; its colours are those of the page of disagreements."""

from kodning.report.disagreement_style import COLORS

_USED = ("paper", "card", "ink", "quiet", "rule", "link", "line-k0", "line-mixed")


def _theme(number: int) -> str:
    return " ".join(f"--{name}: {COLORS[name][number]};" for name in _USED)


_RULES = """
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 72rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 2.5rem 0 .5rem; padding-top: .75rem; border-top: 2px solid var(--rule); }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p, li { max-width: 46rem; }
header p, .quiet { color: var(--quiet); }
.headline { display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: baseline; background: var(--card);
  border: 1px solid var(--rule); border-radius: .5rem; padding: .9rem 1.25rem; margin: 1rem 0; }
.headline strong { font-size: 1.9rem; line-height: 1; font-variant-numeric: tabular-nums; }
.caution { border-left: 4px solid var(--line-mixed); background: var(--card); padding: .6rem 1rem; margin: 1rem 0; }
.wide { overflow-x: auto; margin: 1rem 0; }
.wide:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; background: var(--card); }
caption { text-align: left; color: var(--quiet); padding: .25rem 0 .5rem; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: middle; }
thead th { font-weight: 600; color: var(--quiet); vertical-align: bottom; }
th[scope=row] { font-weight: 500; min-width: 11rem; }
tr.strong th, tr.strong td { font-weight: 700; border-top: 2px solid var(--rule); }
.n { text-align: right; white-space: nowrap; }
.bar { display: block; width: 9rem; height: 1.1rem; overflow: visible; }
.bar .axis { stroke: var(--rule); stroke-width: 1; }
.bar .limit { stroke: var(--line-mixed); stroke-width: 1; stroke-dasharray: 2 1.5; }
.bar .span { stroke: var(--line-k0); stroke-width: 4; stroke-linecap: butt; }
.bar .point { fill: var(--ink); stroke: var(--card); stroke-width: 1; }
.key { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; color: var(--quiet); font-size: .9rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; max-width: 46rem; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
blockquote { margin: .5rem 0 1rem; padding: .6rem 1rem; background: var(--card); border: 1px solid var(--rule);
  border-radius: .5rem; max-width: 48rem; }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; background: #fff; color: #000; }
  .wide { overflow: visible; } table { font-size: 8pt; } th, td { padding: .15rem .35rem; }
  tr, blockquote, .headline { break-inside: avoid; } h2, h3, caption { break-after: avoid; } thead { display: table-header-group; }
  th[scope=row] { min-width: 0; } .bar { width: 6rem; }
}
"""

# On paper colours are those of the light theme, whatever the screen has.
STYLE = f""":root {{ color-scheme: light dark; {_theme(0)} }}
@media screen and (prefers-color-scheme: dark) {{ :root {{ {_theme(1)} }} }}
{_RULES}"""
