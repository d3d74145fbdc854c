"""What `kodning demo` shows: themes, two quotes, agreement, and what to try next."""

from pathlib import Path

from kodning.analysis.quotes import Selection, quotes
from kodning.analysis.themes import themes
from kodning.cli.output import in_color
from kodning.project import Project
from kodning.report.quote_extract import quote_text
from kodning.report.table import to_text
from kodning.report.theme_table import theme_table
from kodning.wording import tr

_SHOWN = (("budget", "interview-3"), ("kendskab-og-brobygning", "interview-5"))


def tour(project: Project, folder: Path, width: int) -> str:
    """The whole text."""
    color = in_color(None)
    parts = [
        tr(
            "Fem interviews med formænd for integrationsråd, kodet af to kodere. Samtalerne er konstrueret omkring\n"
            "citater trykt i Institut for Menneskerettigheders rapport fra 2017 (ISBN 978-87-93605-15-2).\n",
            "Five interviews with chairs of integration councils, coded by two coders. The conversations are constructed\n"
            "around quotes printed in a report of the Danish Institute for Human Rights (2017, ISBN 978-87-93605-15-2).\n",
        ),
        to_text(theme_table(themes(project)), width=width, color=color),
        _quotes(project, min(88, width), color=color),
        _agreement(project),
        _next_steps(folder),
    ]
    return "\n".join(parts)


def _quotes(project: Project, width: int, *, color: bool) -> str:
    found = []
    for code, document in _SHOWN:
        found += quotes(project, Selection(codes=(code,), documents=(document,)))[:1]
    return quote_text(
        found, len(project.documents()), attributed=True, width=width, color=color, counted=False
    )


def _agreement(project: Project) -> str:
    from kodning.intercoder.study import agreement_report
    from kodning.intercoder.units import unit_table
    from kodning.report.agreement_table import interval_text, unit_name, verdict_text
    from kodning.wording import decimal, percent

    lines = [
        tr(
            "Enighed mellem koder-a og koder-b (samlet alfa, 95 %-interval over interviews)",
            "Agreement between koder-a and koder-b (pooled alpha, 95% interval over interviews)",
        )
    ]
    for unit in ("segment", "turn"):
        report = agreement_report(project, unit_table(project, "turn" if unit == "turn" else "segment"))
        pooled = report.pooled
        value = "–" if pooled.alpha.value is None else decimal(pooled.alpha.value)
        empty = percent(pooled.empty or 0)
        lines.append(
            f"  {unit_name(unit, report.n_units):<16}α = {value}  [{interval_text(pooled.interval)}]  "
            f"{verdict_text(pooled.interval)}  "
            + tr(f"({empty} uden kode hos nogen af dem)", f"({empty} with no code from either)")
        )
    return "\n".join(lines) + "\n"


def _next_steps(folder: Path) -> str:
    enter = f'cd "{folder}"' if " " in str(folder) else f"cd {folder}"
    steps = [
        ("kodning quotes budget --attribution", tr("citater om budgettet", "quotes on the budget")),
        (
            "kodning show interview-3 --turns 12-18",
            tr("et interview, kodninger i margenen", "an interview, codings in the margin"),
        ),
        ("kodning agree --unit turn", tr("hele enighedsrapporten", "the whole agreement report")),
    ]
    lines = [f"  {command:<40}{why}" for command, why in steps]
    return tr(f"Prøv nu (først: {enter})\n", f"Try next (first: {enter})\n") + "\n".join(lines) + "\n"
